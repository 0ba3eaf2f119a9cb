// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Cordon benchmarks - cases: which questions are put to whom
 *
 * The functions differ in nothing but whom they ask.
 */
#include <err.h>
#include <openssl/evp.h>

#include "../resolv.h"
#include "cases.h"
#include "engine/policy/domain.h"
#include "engine/policy/path.h"
#include "engine/policy/prefix.h"
#include "engine/policy/validate.h"
#include "engine/policy/verdict.h"

static struct cordon_blob blob;
static struct questions *questions;
static struct rivals *rivals;
static struct cordon_resolvers told = { .count = 1 };
static const struct cordon_subject nobody = CORDON_NOBODY;
static const struct cordon_facts policy_alone = { .policy = &blob };

static bool find_name(const void *data, u32 i)
{
	const struct name_question *q = ((const struct names *)data)->q + i;
	struct cordon_domain_match match;

	return cordon_domain_find(&blob, q->wire, q->length, &match);
}

static bool hash_name(const void *data, u32 i)
{
	return rivals_hash_name(rivals, ((const struct names *)data)->q[i].text);
}

static bool scan_name(const void *data, u32 i)
{
	return rivals_scan_name(rivals, ((const struct names *)data)->q[i].text);
}

static bool decide_name(const void *data, u32 i)
{
	const struct name_question *q = ((const struct names *)data)->q + i;
	struct cordon_decision decision;

	cordon_decide_name(&policy_alone, &nobody, q->wire, q->length, &decision);
	return decision.reason != CORDON_REASON_NONE;
}

static bool find_prefix(const void *data, u32 i)
{
	const struct cordon_address *q = ((const struct addresses *)data)->q + i;

	return cordon_prefix_find(&blob, q) != CORDON_NO_PARENT;
}

static bool hash_address(const void *data, u32 i)
{
	return rivals_hash_address(rivals, ((const struct addresses *)data)->q + i);
}

static bool scan_address(const void *data, u32 i)
{
	return rivals_scan_address(rivals, ((const struct addresses *)data)->q + i);
}

static const struct cordon_decision *decide_address(const void *data, u32 i)
{
	struct cordon_address q = ((const struct addresses *)data)->q[i];
	static struct cordon_decision decision;
	const struct cordon_facts facts = {
		.policy = &blob, .learned = questions->learned, .net = 1,
		.clock = CORDON_AT(questions->now),
	};

	cordon_address_normalise(&q, cordon_learned_nat64(questions->learned));
	cordon_decide_address(&facts, &nobody, &q, &decision);
	return &decision;
}

static bool decide_address_listed(const void *data, u32 i)
{
	return decide_address(data, i)->reason != CORDON_REASON_NONE;
}

static bool decide_address_learned(const void *data, u32 i)
{
	return decide_address(data, i)->reason == CORDON_REASON_LEARNED;
}

static bool decide_dns_target(const void *data, u32 i)
{
	const struct cordon_address *q = ((const struct addresses *)data)->q + i;
	const struct cordon_facts facts = { .policy = &blob, .told = &told };
	struct cordon_decision decision;

	cordon_decide_dns_target(&facts, q, CORDON_DNS_PORT, false,
				 &decision);
	return decision.verdict == CORDON_DENY;
}

static bool find_path(const void *data, u32 i)
{
	const struct path_question *q = ((const struct paths *)data)->q + i;

	return cordon_path_next(&blob, q->text, q->length, 0) < blob.path_count;
}

static bool hash_path(const void *data, u32 i)
{
	return rivals_hash_path(rivals, ((const struct paths *)data)->q[i].text);
}

static bool scan_path(const void *data, u32 i)
{
	return rivals_scan_path(rivals, ((const struct paths *)data)->q[i].text);
}

static bool decide_exec(const void *data, u32 i)
{
	const struct path_question *q = ((const struct paths *)data)->q + i;
	struct cordon_decision decision;

	cordon_decide_exec(&policy_alone, &nobody, q->text, q->length, &decision);
	return decision.reason != CORDON_REASON_NONE;
}

static bool read_question(const void *data, u32 i)
{
	const struct dns_messages *dns = data;
	struct cordon_dns_question question;

	return i || cordon_dns_read_question(dns->question, dns->question_length,
					     false, &question) > 0;
}

/* Both addresses, each behind three names. */
static bool read_answer(const void *data, u32 i)
{
	static struct cordon_dns_question question;
	static struct cordon_dns_walk walk;
	const struct dns_messages *dns = data;
	u32 found = 0;

	if (cordon_dns_read_question(dns->answer, dns->answer_length, true,
				     &question) < 0 ||
	    cordon_dns_walk_start(&walk, dns->answer, dns->answer_length, &question))
		return false;
	while (cordon_dns_walk_next(&walk) > 0)
		found += walk.answer.names == 3;
	return found == 2 + i;
}

/* What a question and its answer cost in all: ask, take, read, learn. */
static bool ask_and_learn(const void *data, u32 i)
{
	static struct cordon_dns_question question;
	static struct cordon_dns_walk walk;
	const struct dns_messages *dns = data;
	struct cordon_endpoints ends = {
		.net = 1, .remote_port = CORDON_DNS_PORT,
		.local_port = (u16)(40000 + i),
	};
	u64 now = questions->now;
	u32 found = 0;

	if (cordon_dns_read_question(dns->question, dns->question_length, false,
				     &question) < 0 ||
	    cordon_learned_ask(questions->learned, &ends, 1000, &question, now) ||
	    cordon_dns_read_question(dns->answer, dns->answer_length, true,
				     &question) < 0 ||
	    !cordon_learned_take_question(questions->learned, &ends, &question,
					  now) ||
	    cordon_dns_walk_start(&walk, dns->answer, dns->answer_length, &question))
		return false;
	while (cordon_dns_walk_next(&walk) > 0)
		found += cordon_learned_answer(questions->learned, &blob, &told, 1,
					       &walk.chain, &walk.answer, now);
	return found == 2;
}

static bool open_blob(const void *data, u32 i)
{
	struct cordon_fault fault;
	struct cordon_blob opened;

	(void)i;
	(void)data;
	return !cordon_blob_open(&opened, blob.data, blob.size, &fault);
}

/* What a signature costs before anything is validated. */
static bool hash_blob(const void *data, u32 i)
{
	unsigned char digest[EVP_MAX_MD_SIZE];

	(void)i;
	(void)data;
	return EVP_Digest(blob.data, blob.size, digest, NULL, EVP_sha256(), NULL);
}

static bool resolv_question(const void *data, u32 i)
{
	const struct dns_messages *dns = data;

	return i || bench_resolv_records(dns->question, dns->question_length) == 1;
}

static bool resolv_answer(const void *data, u32 i)
{
	const struct dns_messages *dns = data;

	return i || bench_resolv_records(dns->answer, dns->answer_length) == 5;
}

static bool nothing(const void *data, u32 i)
{
	return ((const struct addresses *)data)->q[i].byte[10] == 0xff;
}

/* A list of cases that grows. */
struct list {
	struct bench_case *at;
	struct bench_case *end;
};

typedef bool answer_fn(const void *data, u32 i);

static void add(struct list *list, const char *question, const char *who,
		answer_fn *answer, const void *data, u32 count, bool expected)
{
	if (list->at == list->end)
		errx(1, "more than %u cases", CASES_MAX);
	*list->at++ = (struct bench_case) {
		.question = question, .who = who, .answer = answer,
		.data = data, .count = count, .expected = expected,
	};
}

/* Of the case just added: it should take @times as long as Cordon, or longer. */
static void expect(const struct list *list, double times)
{
	list->at[-1].target = (struct bench_target) { BENCH_AT_LEAST, times };
}

static void add_names(struct list *list, const char *question,
		      const struct names *names, bool listed, double times)
{
	add(list, question, "Cordon", find_name, names, names->count, listed);
	add(list, question, "hash table", hash_name, names, names->count, listed);
	expect(list, times);
	add(list, question, "list from its start", scan_name, names, names->count,
	    listed);
}

static void add_addresses(struct list *list, const char *question,
			  const struct addresses *addresses, bool listed,
			  double times)
{
	u32 count = addresses->count;

	add(list, question, "Cordon", find_prefix, addresses, count, listed);
	add(list, question, "hash table", hash_address, addresses, count, listed);
	expect(list, times);
	add(list, question, "list from its start", scan_address, addresses, count,
	    listed);
}

static void add_paths(struct list *list, const char *question,
		      const struct paths *paths, bool listed, double times)
{
	add(list, question, "Cordon", find_path, paths, paths->count, listed);
	add(list, question, "hash table", hash_path, paths, paths->count, listed);
	expect(list, times);
	add(list, question, "list from its start", scan_path, paths, paths->count,
	    listed);
}

/* DNS, and the blob: beside what else reads the same bytes. */
static void add_readers(struct list *list)
{
	const struct dns_messages *dns = &questions->dns;

	add(list, "DNS: read a question", "Cordon", read_question, dns, 1, true);
	add(list, "DNS: read a question", "libresolv", resolv_question, dns, 1, true);
	expect(list, 1);
	add(list, "DNS: read an answer", "Cordon", read_answer, dns, 1, true);
	/* Which does not say by which names an address was reached. */
	add(list, "DNS: read an answer", "libresolv", resolv_answer, dns, 1, true);
	expect(list, 0.33);
	add(list, "DNS: ask, read the answer, learn", "Cordon", ask_and_learn, dns,
	    ANSWERS, true);
	add(list, "blob: validate all of it", "Cordon", open_blob, NULL, 1, true);
	add(list, "blob: validate all of it", "SHA-256 of it", hash_blob, NULL, 1,
	    true);
	expect(list, 0.3);
}

static void add_address_verdict(struct list *list, const char *question,
				answer_fn *answer,
				const struct addresses *addresses, bool expected)
{
	add(list, question, "Cordon", answer, addresses, addresses->count, expected);
}

static void add_verdicts(struct list *list)
{
	add(list, "verdict: name, listed", "Cordon", decide_name,
	    &questions->listed, questions->listed.count, true);
	add(list, "verdict: name, unlisted", "Cordon", decide_name,
	    &questions->unlisted, questions->unlisted.count, false);
	add_address_verdict(list, "verdict: IPv4 address, listed",
			    decide_address_listed, &questions->hit4, true);
	add_address_verdict(list, "verdict: IPv4 address, unlisted",
			    decide_address_listed, &questions->miss4, false);
	add_address_verdict(list, "verdict: IPv6 address, listed",
			    decide_address_listed, &questions->hit6, true);
	add_address_verdict(list, "verdict: IPv6 address, unlisted",
			    decide_address_listed, &questions->miss6, false);
	add_address_verdict(list, "verdict: learned address, listed name",
			    decide_address_learned, &questions->listed_names, true);
	add_address_verdict(list, "verdict: learned address, other name",
			    decide_address_learned, &questions->other_names, false);
	add_address_verdict(list, "verdict: another resolver's address",
			    decide_dns_target, &questions->miss4, true);
	add(list, "verdict: path, listed", "Cordon", decide_exec,
	    &questions->path_hit, questions->path_hit.count, true);
	add(list, "verdict: path, unlisted", "Cordon", decide_exec,
	    &questions->path_miss, questions->path_miss.count, false);
}

/**
 * cases_make() - all cases
 * @policy: blob to ask
 * @asked: what to ask; borrowed for good
 * @others: who else is asked; borrowed for good
 * @cases: room for CASES_MAX
 *
 * Return: how many there are.
 */
size_t cases_make(const struct cordon_blob *policy, struct questions *asked,
		  struct rivals *others, struct bench_case *cases)
{
	struct list list = { .at = cases, .end = cases + CASES_MAX };

	blob = *policy;
	questions = asked;
	rivals = others;
	told.address[0] = asked->hit4.q[0];
	add(&list, "nothing: what asking alone takes", "nobody", nothing,
	    &asked->hit4, asked->hit4.count, true);
	add_names(&list, "name: listed", &asked->listed, true, 0.33);
	add_names(&list, "name: two labels below a listed one", &asked->below, true,
		  0.8);
	add_names(&list, "name: unlisted", &asked->unlisted, false, 0.5);
	add_names(&list, "name: unlisted, 24 labels", &asked->deep, false, 10);
	add_names(&list, "name: unlisted, 127 labels", &asked->longest, false, 40);
	add_addresses(&list, "IPv4 address: listed", &asked->hit4, true, 10);
	add_addresses(&list, "IPv4 address: unlisted", &asked->miss4, false, 50);
	add_addresses(&list, "IPv6 address: listed", &asked->hit6, true, 10);
	add_addresses(&list, "IPv6 address: unlisted", &asked->miss6, false, 50);
	add_paths(&list, "path: listed", &asked->path_hit, true, 0.9);
	add_paths(&list, "path: unlisted", &asked->path_miss, false, 0.5);
	add_paths(&list, "path: unlisted, 24 components", &asked->path_deep, false,
		  0.5);
	add_verdicts(&list);
	add_readers(&list);
	return (size_t)(list.at - cases);
}
