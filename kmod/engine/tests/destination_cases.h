/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * Cordon engine's tests - address, port and every form of the address, at once
 */
#ifndef _CORDON_ENGINE_TESTS_DESTINATION_CASES_H
#define _CORDON_ENGINE_TESTS_DESTINATION_CASES_H

#include "answer.h"
#include "decide.h"
#include "small_policy.h"

#define NET		7
#define NOW		1000000ULL
#define NO_PORT		(-1)

static const struct cordon_resolvers nobody;

/* What a row asks for. */
struct test_destination {
	const char *title;		/* the address, as asked for */
	int port;			/* or NO_PORT */
	bool stream;
	struct test_answer answer;
};

static const struct cordon_test_line lied_lines[] = {
	{ TEST_CANARY, NULL, 0 },
	{ TEST_SERVICE, "facebook", CORDON_ACTION_RESTRICT },
	{ TEST_SERVICE, "youtube", CORDON_ACTION_AUDIT },
	{ TEST_DOMAIN, "facebook.com", 1 },
	{ TEST_PREFIX, "157.240.0.0/16", 1 }, { TEST_PREFIX, "104.16.0.0/16", 1 },
	{ TEST_PREFIX, "2a03:2880::/32", 1 },
	{ TEST_PREFIX, "2a00:1450::/32", 2 }, { TEST_PREFIX, "104.16.0.0/13", 2 },
};

/* Discovered: 2a01:64::/96, and prefixes inside three services' own ranges. */
static const struct test_destination lieds[] = {
	{ "157.240.0.1", 443, true,
	  { CORDON_DENY, true, "prefix", NULL, NULL } },
	{ "9.9.9.9", 443, true, { CORDON_ALLOW, false, "none", NULL, NULL } },
	{ "104.16.0.1", 443, true,
	  { CORDON_INSPECT, true, "prefix", NULL, NULL } },
	{ "9.9.9.10", 443, true, { CORDON_DENY, true, "learned", NULL, NULL } },
	/* Forms that need no discovery */
	{ "::ffff:157.240.0.1", 443, true,
	  { CORDON_DENY, true, "prefix", NULL, NULL } },
	{ "::157.240.0.1", 443, true,
	  { CORDON_DENY, true, "prefix", NULL, NULL } },
	{ "2002:9df0:1::1", 443, true,
	  { CORDON_DENY, true, "prefix", NULL, NULL } },
	{ "64:ff9b::157.240.0.1", 443, true,
	  { CORDON_DENY, true, "prefix", NULL, NULL } },
	{ "64:ff9b::9.9.9.10", 443, true,
	  { CORDON_DENY, true, "learned", NULL, NULL } },
	{ "64:ff9b::9.9.9.9", 443, true,
	  { CORDON_ALLOW, false, "none", NULL, NULL } },
	/* Behind a discovered prefix */
	{ "2a01:64::157.240.0.1", 443, true,
	  { CORDON_DENY, true, "prefix", NULL, NULL } },
	{ "2a01:64::104.16.0.1", 443, true,
	  { CORDON_INSPECT, true, "prefix", NULL, NULL } },
	{ "2a01:64::9.9.9.10", 443, true,
	  { CORDON_DENY, true, "learned", NULL, NULL } },
	{ "2a01:64::9.9.9.9", 443, true,
	  { CORDON_ALLOW, false, "none", NULL, NULL } },
	{ "2a01:65::157.240.0.1", 443, true,
	  { CORDON_ALLOW, false, "none", NULL, NULL } },
	/* A network that lies takes nothing out of the rules. */
	{ "2a03:2880:64::9.9.9.9", 443, true,
	  { CORDON_DENY, true, "prefix", NULL, NULL } },
	{ "2a03:2880:64::157.240.0.1", 443, true,
	  { CORDON_DENY, true, "prefix", NULL, NULL } },
	{ "2001:db8:c0de:64::9.9.9.9", 443, true,
	  { CORDON_DENY, true, "prefix", NULL, NULL } },
	{ "2a00:1450::1", 443, true,
	  { CORDON_ALLOW, true, "prefix", NULL, NULL } },
	{ "2a00:1450:64::157.240.0.1", 443, true,
	  { CORDON_DENY, true, "prefix", NULL, NULL } },
	/* DNS */
	{ "10.20.0.53", 53, false, { CORDON_ALLOW, false, NULL, NULL, NULL } },
	{ "64:ff9b::10.20.0.53", 53, false,
	  { CORDON_ALLOW, false, NULL, NULL, NULL } },
	{ "10.20.0.53", 53, true,
	  { CORDON_DENY, true, "dns-over-tcp", NULL, NULL } },
	{ "10.20.0.53", 853, true,
	  { CORDON_DENY, true, "dns-encrypted", NULL, NULL } },
	{ "9.9.9.9", 53, false,
	  { CORDON_DENY, true, "other-resolver", NULL, NULL } },
	{ "2a01:64::9.9.9.9", 53, false,
	  { CORDON_DENY, true, "other-resolver", NULL, NULL } },
	{ "157.240.0.1", 53, false, { CORDON_DENY, true, NULL, NULL, NULL } },
	{ "157.240.0.1", 853, true,
	  { CORDON_DENY, true, "dns-encrypted", NULL, NULL } },
	/* The canary is refused as the canary, which no never-block list lifts. */
	{ "203.0.113.222", 53, false,
	  { CORDON_DENY, true, "prefix", "cordon-canary", NULL } },
	{ "203.0.113.222", 53, true,
	  { CORDON_DENY, true, "prefix", "cordon-canary", NULL } },
	{ "2001:db8:c0de::7", 853, true,
	  { CORDON_DENY, true, "prefix", "cordon-canary", NULL } },
	{ "64:ff9b::203.0.113.222", 853, true,
	  { CORDON_DENY, true, "prefix", "cordon-canary", NULL } },
	/* Without ports no number is one. */
	{ "9.9.9.9", NO_PORT, false,
	  { CORDON_ALLOW, false, "none", NULL, NULL } },
	{ "157.240.0.1", NO_PORT, false,
	  { CORDON_DENY, true, "prefix", NULL, NULL } },
};

/* Learns a name of an address, or a NAT64 prefix from ipv4only.arpa. */
static void learn_answer(struct cordon_learned *learned,
			 const struct cordon_test_policy *policy,
			 const char *name, const char *address)
{
	struct cordon_dns_chain *chain = cordon_test_alloc(sizeof(*chain));
	const struct cordon_dns_answer answer = {
		.address = cordon_test_address(address), .ttl = 300, .names = 1,
	};

	chain->count = 1;
	chain->ttl[0] = ~0U;
	chain->length[0] = (u8)cordon_test_wire(name, chain->name[0]);
	cordon_learned_answer(learned, &policy->blob, &nobody, NET, chain,
			      &answer, NOW);
	cordon_test_free(chain);
}

static const char *judge_destination(const struct cordon_test_policy *policy,
				     const struct cordon_learned *learned,
				     const struct cordon_resolvers *told,
				     const struct test_destination *row,
				     const struct test_answer *answer)
{
	const struct cordon_destination destination = {
		.address = cordon_test_address(row->title),
		.port = row->port == NO_PORT ? 53 : (u16)row->port,
		.has_port = row->port != NO_PORT,
		.stream = row->stream,
	};
	struct cordon_decision decision;

	memset(&decision, 0xff, sizeof(decision));
	test_decide_destination(&policy->blob, learned, told, NET, &destination,
				NOW, &decision);
	return test_answers(&policy->blob, answer, &decision);
}

/* With nothing learned the forms that need no discovery count all the same. */
static bool is_discovered(const char *address)
{
	return !strncmp(address, "2a", 2) || strstr(address, "9.9.9.10");
}

static const char *judge_lied(struct cordon_test_policy *policy, const void *any)
{
	const struct cordon_resolvers told = {
		.count = 1, .address = { cordon_test_address("10.20.0.53") },
	};
	struct cordon_learned *learned = cordon_test_learned();
	const struct test_destination *row = any;
	const char *fault;

	learn_answer(learned, policy, "www.facebook.com", "9.9.9.10");
	learn_answer(learned, policy, "ipv4only.arpa", "2a01:64::192.0.0.170");
	learn_answer(learned, policy, "ipv4only.arpa",
		     "2a03:2880:64::192.0.0.170");
	learn_answer(learned, policy, "ipv4only.arpa",
		     "2a00:1450:64::192.0.0.171");
	learn_answer(learned, policy, "ipv4only.arpa",
		     "2001:db8:c0de:64::192.0.0.171");
	fault = TEST_EQUAL(4, cordon_learned_nat64(learned)->count) ?:
		judge_destination(policy, learned, &told, row, &row->answer);
	cordon_test_free(learned);
	if (fault || is_discovered(row->title))
		return fault;
	return judge_destination(policy, NULL, &told, row, &row->answer);
}

static const char *check_lied(const void *row)
{
	return cordon_test_with_policy(lied_lines, ARRAY_SIZE(lied_lines),
				       judge_lied, row);
}

/* A lie takes nothing out of the records either. */
static const char *judge_audit(struct cordon_test_policy *policy, const void *none)
{
	static const struct test_destination row = {
		"2a00:1450:64::9.9.9.9", 443, true,
		{ CORDON_ALLOW, true, "prefix", "youtube", NULL },
	};
	struct cordon_learned *learned = cordon_test_learned();
	const char *fault;

	fault = judge_destination(policy, learned, &nobody, &row, &row.answer);
	learn_answer(learned, policy, "ipv4only.arpa",
		     "2a00:1450:64::192.0.0.171");
	fault = fault ?:
		judge_destination(policy, learned, &nobody, &row, &row.answer);
	cordon_test_free(learned);
	return fault;
}

static const char *check_audit(const void *none)
{
	return cordon_test_with_policy(lied_lines, ARRAY_SIZE(lied_lines),
				       judge_audit, none);
}

static const struct cordon_test_line own_lines[] = {
	{ TEST_SERVICE, "alpha", CORDON_ACTION_DENY },
	{ TEST_SERVICE, "gamma", CORDON_ACTION_ALLOW },
	{ TEST_PREFIX, "198.51.100.0/24", 0 },
	{ TEST_PREFIX, "192.0.3.0/24", 1 },
	{ TEST_PREFIX, "2001:db8:a::/48", 0 },
	{ TEST_RESOLVER, "10.20.0.53", 0 },
};

/* By a policy with a resolver of its own. */
static const struct test_destination owns[] = {
	{ "8.8.8.8", 443, true, { CORDON_ALLOW, false, "none", "none", NULL } },
	{ "198.51.100.1", 443, true,
	  { CORDON_DENY, true, "prefix", "alpha", NULL } },
	{ "::ffff:198.51.100.1", 443, true,
	  { CORDON_DENY, true, "prefix", "alpha", NULL } },
	{ "2002:c633:6401::1", 443, true,
	  { CORDON_DENY, true, "prefix", "alpha", NULL } },
	{ "64:ff9b::c633:6401", 443, true,
	  { CORDON_DENY, true, "prefix", "alpha", NULL } },
	{ "10.20.0.53", 53, false,
	  { CORDON_ALLOW, false, "none", "none", NULL } },
	{ "10.20.0.53", 53, true,
	  { CORDON_DENY, true, "dns-over-tcp", "none", NULL } },
	{ "10.20.0.53", 853, true,
	  { CORDON_DENY, true, "dns-encrypted", "none", NULL } },
	{ "8.8.8.8", 53, false,
	  { CORDON_DENY, true, "other-resolver", "none", NULL } },
	{ "8.8.8.8", NO_PORT, false,
	  { CORDON_ALLOW, false, "none", "none", NULL } },
};

/* What DNS forbids, the policy can allow. */
static const char *judge_own(struct cordon_test_policy *policy, const void *any)
{
	static const struct test_answer open = {
		CORDON_ALLOW, false, "none", "none", NULL,
	};
	const struct test_destination *row = any;
	const char *fault;

	fault = judge_destination(policy, NULL, &nobody, row, &row->answer);
	if (fault || strcmp(row->answer.service, "none"))
		return fault;
	cordon_test_record(policy)->other_resolvers = CORDON_OTHER_RESOLVERS_ALLOW;
	return judge_destination(policy, NULL, &nobody, row, &open);
}

static const char *check_own(const void *row)
{
	return cordon_test_with_policy(own_lines, ARRAY_SIZE(own_lines),
				       judge_own, row);
}

/* A prefix that a network lies about cannot take an address out of the rules. */
static const char *judge_inside(struct cordon_test_policy *policy, const void *none)
{
	/* The rule's own address, inside which an allowed one seems to stand. */
	static const struct test_destination row = {
		"2001:db8:a::c000:301", 443, false,
		{ CORDON_DENY, true, "prefix", "alpha", NULL },
	};
	struct cordon_learned *learned = cordon_test_learned();
	const char *fault;

	learn_answer(learned, policy, "ipv4only.arpa", "2001:db8:a::c000:aa");
	fault = TEST_EQUAL(1, cordon_learned_nat64(learned)->count) ?:
		judge_destination(policy, learned, &nobody, &row, &row.answer);
	cordon_test_free(learned);
	return fault;
}

static const char *check_inside(const void *none)
{
	return cordon_test_with_policy(own_lines, ARRAY_SIZE(own_lines),
				       judge_inside, none);
}

/* One reason of two may be given where a contact is wrong twice. */
static const struct test_dns_target {
	const char *title;		/* the address */
	u16 port;
	bool stream;
	enum cordon_verdict verdict;
	const char *reason;
	const char *other;
} dns_targets[] = {
	{ "10.20.0.53", 53, false, CORDON_ALLOW, NULL, NULL },
	{ "10.20.0.53", 53, true, CORDON_DENY, "dns-over-tcp", NULL },
	{ "10.20.0.53", 853, true, CORDON_DENY, "dns-encrypted", NULL },
	{ "10.20.0.53", 853, false, CORDON_DENY, "dns-encrypted", NULL },
	{ "9.9.9.9", 53, false, CORDON_DENY, "other-resolver", NULL },
	{ "9.9.9.9", 53, true, CORDON_DENY, "other-resolver", "dns-over-tcp" },
	{ "9.9.9.9", 853, true, CORDON_DENY, "other-resolver", "dns-encrypted" },
	{ "9.9.9.9", 853, false, CORDON_DENY, "other-resolver", "dns-encrypted" },
	{ "127.0.0.53", 53, false, CORDON_DENY, "other-resolver", NULL },
	{ "2001:db8::53", 53, false, CORDON_DENY, "other-resolver", NULL },
	{ "9.9.9.9", 443, true, CORDON_ALLOW, NULL, NULL },
	{ "9.9.9.9", 5353, false, CORDON_ALLOW, NULL, NULL },
	{ "9.9.9.9", 0, false, CORDON_ALLOW, NULL, NULL },
	{ "9.9.9.9", 13568, false, CORDON_ALLOW, NULL, NULL },	/* 53, bytes swapped */
	{ "10.20.0.53", 80, true, CORDON_ALLOW, NULL, NULL },
};

static const char *judge_dns_target(const struct cordon_test_policy *policy,
				    const char *resolver,
				    const struct test_dns_target *row,
				    enum cordon_verdict verdict)
{
	const struct cordon_resolvers told = {
		.count = 1, .address = { cordon_test_address(resolver) },
	};
	struct cordon_address address = cordon_test_address(row->title);
	struct cordon_decision decision;
	const char *fault, *word;

	memset(&decision, 0xff, sizeof(decision));
	test_decide_dns_target(&policy->blob, &told, &address, row->port,
			       row->stream, &decision);
	fault = TEST_EQUAL(verdict, decision.verdict) ?:
		TEST_EQUAL(verdict == CORDON_DENY, decision.record);
	if (fault || verdict == CORDON_ALLOW)
		return fault;
	word = cordon_reason_word(decision.reason);
	if (!row->other || strcmp(row->other, word))
		fault = TEST_TEXT(row->reason, word);
	return fault ?: TEST_EQUAL(CORDON_RULE_NONE, decision.kind) ?:
	       TEST_EQUAL(CORDON_NO_SERVICE, decision.service);
}

static const char *judge_told(struct cordon_test_policy *policy, const void *any)
{
	const struct test_dns_target *row = any;
	const char *fault;

	fault = judge_dns_target(policy, "10.20.0.53", row, row->verdict);
	cordon_test_record(policy)->other_resolvers = CORDON_OTHER_RESOLVERS_ALLOW;
	return fault ?: judge_dns_target(policy, "10.20.0.53", row, CORDON_ALLOW);
}

/* The policy's own resolvers count alone. */
static const char *judge_not_told(struct cordon_test_policy *policy,
				  const void *any)
{
	const struct test_dns_target *row = any;

	return judge_dns_target(policy, "9.9.9.9", row, row->verdict);
}

static const char *check_dns_target(const void *row)
{
	return cordon_test_with_policy(lied_lines, ARRAY_SIZE(lied_lines),
				       judge_told, row) ?:
	       cordon_test_with_policy(own_lines, ARRAY_SIZE(own_lines),
				       judge_not_told, row);
}

static const struct cordon_test_line asked_lines[] = {
	{ TEST_SERVICE, "circumvention", CORDON_ACTION_DENY },
	{ TEST_SERVICE, "facebook", CORDON_ACTION_RESTRICT },
	{ TEST_SERVICE, "maps", CORDON_ACTION_ALLOW },
	{ TEST_SERVICE, "youtube", CORDON_ACTION_AUDIT },
	{ TEST_DOMAIN, "vpn.example", 0 }, { TEST_DOMAIN, "facebook.com", 1 },
	{ TEST_EXCEPT, "developers.facebook.com", 1 },
	{ TEST_DOMAIN, "maps.example", 2 }, { TEST_DOMAIN, "youtube.com", 3 },
};

static const struct test_question {
	const char *title;		/* the name */
	bool refused;
} questions[] = {
	{ "facebook.com", true },
	{ "www.facebook.com", true }, { "vpn.example", true },
	{ "developers.facebook.com", false }, { "www.youtube.com", false },
	{ "maps.example", false }, { "notfacebook.com", false },
	{ ".", false },
};

/* With dns = learn only what cannot be learned from is refused as a question. */
static const struct {
	u16 class;
	u16 type;
	bool learned;
} types[] = {
	{ 1, 1, true }, { 1, 28, true },	/* A, AAAA */
	{ 255, 1, true }, { 255, 28, true },
	{ 1, 65, false }, { 1, 64, false },	/* HTTPS, SVCB */
	{ 1, 255, false }, { 1, 38, false },	/* ANY, A6 */
	{ 1, 16, false },			/* TXT */
	{ 3, 1, false },			/* class CH */
};

static const char *judge_type(const struct cordon_test_policy *policy,
			      const char *name, size_t type, bool refused)
{
	struct cordon_dns_question question = {
		.type = types[type].type, .class = types[type].class,
	};
	struct cordon_decision decision;

	question.length = (u8)cordon_test_wire(name, question.name);
	memset(&decision, 0xff, sizeof(decision));
	test_decide_question(&policy->blob, &question, &decision);
	if (decision.verdict != (refused ? CORDON_DENY : CORDON_ALLOW))
		return cordon_test_fault("type %u, class %u: %s", question.type,
					 question.class,
					 cordon_verdict_word(decision.verdict));
	if (!refused)
		return NULL;
	return TEST_HOLDS(decision.record) ?:
	       TEST_EQUAL(CORDON_REASON_NAME, decision.reason) ?:
	       TEST_EQUAL(CORDON_RULE_DOMAIN, decision.kind);
}

static const char *judge_question(struct cordon_test_policy *policy,
				  const void *any)
{
	const struct test_question *row = any;
	const char *fault = NULL;
	size_t i;

	for (i = 0; i < ARRAY_SIZE(types) && !fault; i++)
		fault = judge_type(policy, row->title, i,
				   row->refused && !types[i].learned);
	cordon_test_record(policy)->dns = CORDON_DNS_REFUSE;
	for (i = 0; i < ARRAY_SIZE(types) && !fault; i++)
		fault = judge_type(policy, row->title, i, row->refused);
	return fault;
}

static const char *check_question(const void *row)
{
	return cordon_test_with_policy(asked_lines, ARRAY_SIZE(asked_lines),
				       judge_question, row);
}

static const struct cordon_test_case destination_cases[] = {
	TEST_TABLE(lieds, check_lied),
	TEST_ONCE(check_audit),
	TEST_TABLE(owns, check_own),
	TEST_ONCE(check_inside),
	TEST_TABLE(dns_targets, check_dns_target),
	TEST_TABLE(questions, check_question),
};

#endif /* _CORDON_ENGINE_TESTS_DESTINATION_CASES_H */
