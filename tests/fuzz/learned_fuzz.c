// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Fuzz target: what is learned from answers, against a model that forgets
 * nothing
 *
 * The input is a row of steps: ask, answer, tie an address to a name, let time
 * go by. The stores are so large that no row of steps fills them, but for the
 * names of one address.
 */
#include <stdlib.h>

#include "engine/policy/learned.h"
#include "unit/engine/policy.h"
#include "fuzz.h"

#define STEPS_MAX	256U
#define ADDED_MAX	1024U
#define NETS		2U
/* Of an address so many names that no rule refuses are kept. */
#define UNCLAIMED_MAX	16U
#define LONG		"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"

/* Refused are the names under beta.example, but for one; alpha's are let through. */
static const struct test_service services[] = {
	{ "alpha", "domain alpha.example\n", "action = audit\n" },
	{ "beta", "domain beta.example\nexcept domain open.beta.example\n", NULL },
	{ },
};

static const struct {
	const char *text;
	bool covered;
	u8 claimed;			/* bytes of the rule's name, if it refuses */
} names[] = {
	{ "beta.example", true, 13 },
	{ "a.beta.example", true, 13 },
	{ "alpha.example", true, 0 },
	{ "open.beta.example", true, 0 },
	{ "other.example", false, 0 },
	{ "example", false, 0 },
	{ "www.ipv4only.arpa", false, 0 },
	{ LONG "." LONG ".b.beta.example", true, 13 },
};

static const char *const addresses[] = {
	"192.88.99.7", "192.88.99.8", "100::7", "9.9.9.9",
};

/**
 * struct added - an address was tied to a name
 * @net: where
 * @address: index
 * @name: index, or with more than there are a name of the input
 * @expires: when it ends; of the same name twice the later one counts
 */
struct added {
	u64 net;
	unsigned int address;
	unsigned int name;
	u64 expires;
};

/**
 * struct asked - a question that waits
 * @which: ends, and question
 * @times: how often it was asked and not answered
 * @expires: when it ends
 */
struct asked {
	u8 which;
	u32 times;
	u64 expires;
};

static struct test_policy policy;
static struct cordon_learned *learned;
static struct added added[ADDED_MAX];
static unsigned int added_count;
static struct asked asked[256];
static u64 now;

int LLVMFuzzerInitialize(int *argc, char ***argv)
{
	(void)argc;
	(void)argv;
	learned = malloc(cordon_learned_size());
	if (!learned || test_policy_make(&policy, NULL, NULL, services))
		abort();
	return 0;
}

/* 61 labels more or less make no two names alike. */
static u8 wire_of(unsigned int name, u8 *wire)
{
	unsigned int number = name / ARRAY_SIZE(names);
	u8 length = 0;

	if (number) {
		wire[0] = 3;
		wire[1] = 'n';
		wire[2] = (u8)('a' + number / 16);
		wire[3] = (u8)('a' + number % 16);
		length = 4;
	}
	return (u8)(length + cordon_test_wire(names[name % ARRAY_SIZE(names)].text,
					      wire + length));
}

static void note(u64 net, unsigned int address, unsigned int name, u64 expires)
{
	if (expires > now && added_count < ADDED_MAX)
		added[added_count++] = (struct added){ net, address, name, expires };
}

static void ask_or_answer(struct fuzz_input *input, bool answer)
{
	u8 from = fuzz_byte(input) % 4, number = fuzz_byte(input) % 64;
	struct asked *waits = asked + (from << 6 | number);
	struct cordon_endpoints ends = { .net = from & 1, .remote_port = 53 };
	struct cordon_dns_question question = {
		.id = number, .type = CORDON_DNS_TYPE_A, .class = 1,
	};

	ends.local_port = from;
	question.length = wire_of(number, question.name);
	if (waits->expires <= now)
		waits->times = 0;
	if (answer) {
		FUZZ_NEED(cordon_learned_take_question(learned, &ends, &question,
						       now) == !!waits->times,
			  "an answer belongs to a question that waits");
		waits->times -= !!waits->times;
		return;
	}
	FUZZ_NEED(!cordon_learned_ask(learned, &ends, from, &question, now),
		  "there is room for a question");
	waits->times++;
	waits->expires = now + CORDON_QUESTION_LIFE_MS;
}

static void add(struct fuzz_input *input)
{
	u8 where = fuzz_byte(input), name = fuzz_byte(input);
	u64 expires = now + fuzz_byte(input) * 1000ULL, net = where % NETS;
	unsigned int number = where / 16 % ARRAY_SIZE(addresses);
	struct cordon_address address = cordon_test_address(addresses[number]);
	u8 wire[CORDON_NAME_MAX];
	u8 length = wire_of(name, wire);

	cordon_learned_add(learned, &policy.blob, net, &address, wire, length,
			   expires, now);
	note(net, number, name, expires);
}

/* A chain of names of the pool that leads to an address. */
static void answer_chain(struct fuzz_input *input)
{
	static struct cordon_dns_chain chain;
	static const struct cordon_resolvers told;
	u8 where = fuzz_byte(input), count = 1 + fuzz_byte(input) % 4;
	unsigned int number = where / 16 % ARRAY_SIZE(addresses), i, decides = 0;
	struct cordon_dns_answer answer = {
		.address = cordon_test_address(addresses[number]),
		.names = count,
	};
	u8 name[4];

	chain.count = count;
	for (i = 0; i < count; i++) {
		name[i] = fuzz_byte(input);
		chain.length[i] = wire_of(name[i], chain.name[i]);
	}
	while (decides < count && !names[name[decides] % ARRAY_SIZE(names)].covered)
		decides++;
	answer.ttl = fuzz_byte(input) * 1000U;
	FUZZ_NEED(cordon_learned_answer(learned, &policy.blob, &told,
					where % NETS, &chain, &answer, now) ||
		  cordon_learned_nat64(learned)->count,
		  "an address of an answer is learned");
	if (answer.ttl < CORDON_TTL_MIN_S)
		answer.ttl = CORDON_TTL_MIN_S;
	if (answer.ttl > CORDON_TTL_MAX_S)
		answer.ttl = CORDON_TTL_MAX_S;
	note(where % NETS, number, name[decides < count ? decides : 0],
	     now + answer.ttl * 1000ULL);
}

/* Long names keep their last labels. */
static bool is_name(const struct cordon_learned_entry *entry, unsigned int name)
{
	u8 wire[CORDON_NAME_MAX];
	u8 length = wire_of(name, wire), from = 0;

	while (length - from > (int)CORDON_DOMAIN_MAX)
		from += 1U + wire[from];
	return entry->length == length - from &&
	       !memcmp(entry->name, wire + from, entry->length);
}

/* Of what a rule refuses only the rule's name tells entries apart. */
static bool stands_for(const struct cordon_learned_entry *entry, unsigned int name)
{
	u8 claimed = names[name % ARRAY_SIZE(names)].claimed;

	if (!claimed)
		return !entry->claimed && is_name(entry, name);
	return entry->claimed && entry->suffix_length == claimed;
}

/* Whatever is found was learned, and lives no longer than that. */
static unsigned int check_entry(const struct cordon_learned_entry *entry, u64 net,
				unsigned int address)
{
	bool known = false, lives = false;
	unsigned int i;

	FUZZ_NEED(entry->expires > now, "what has expired is not found");
	fuzz_check_name(entry->name, entry->length);
	for (i = 0; i < added_count; i++) {
		if (added[i].net != net || added[i].address != address)
			continue;
		known |= is_name(entry, added[i].name);
		lives |= stands_for(entry, added[i].name) &&
			 added[i].expires >= entry->expires;
	}
	FUZZ_NEED(known && lives, "what is found was learned");
	return !entry->claimed;
}

/* What was learned and lives is found, unless others pushed it out. */
static void check_address(u64 net, unsigned int number)
{
	struct cordon_address address = cordon_test_address(addresses[number]);
	const struct cordon_learned_entry *first, *entry;
	unsigned int i, unclaimed = 0, count = 0, here = 0;

	for (i = 0; i < added_count; i++)
		here += added[i].net == net && added[i].address == number;
	first = cordon_learned_find(learned, net, &address, CORDON_AT(now));
	for (entry = first; entry; entry = cordon_learned_next(learned, entry, CORDON_AT(now))) {
		FUZZ_NEED(++count <= cordon_learned_slots(learned),
			  "a row of entries has an end");
		unclaimed += check_entry(entry, net, number);
	}
	FUZZ_NEED(unclaimed <= UNCLAIMED_MAX, "an address has few names");
	for (i = 0; i < added_count; i++) {
		bool claimed = names[added[i].name % ARRAY_SIZE(names)].claimed;

		if (added[i].net != net || added[i].address != number ||
		    added[i].expires <= now || (!claimed && here > UNCLAIMED_MAX))
			continue;
		entry = first;
		while (entry && !stands_for(entry, added[i].name))
			entry = cordon_learned_next(learned, entry, CORDON_AT(now));
		FUZZ_NEED(entry && entry->expires >= added[i].expires,
			  "what was learned is found for as long as it lives");
	}
}

/* Bytes that a resolver may send, to a namespace that the model does not know. */
static void answer_bytes(struct fuzz_input *input)
{
	static const struct cordon_resolvers told;
	static struct cordon_dns_walk walk;
	struct cordon_dns_question question;
	const u8 *bytes;
	size_t length;
	u8 *message;

	bytes = fuzz_take(input, fuzz_byte(input), &length);
	message = fuzz_copy(bytes, length);
	if (cordon_dns_read_question(message, length, true, &question) >= 0 &&
	    !cordon_dns_walk_start(&walk, message, length, &question))
		while (cordon_dns_walk_next(&walk) > 0)
			cordon_learned_answer(learned, &policy.blob, &told, 77,
					      &walk.chain, &walk.answer, now);
	free(message);
}

static void step(struct fuzz_input *input)
{
	switch (fuzz_byte(input) % 7) {
	case 0:
		ask_or_answer(input, false);
		break;
	case 1:
		ask_or_answer(input, true);
		break;
	case 2:
		add(input);
		break;
	case 3:
		now += fuzz_byte(input) * 200ULL;
		break;
	case 4:
		if (cordon_learned_nat64(learned)->count)
			break;
		check_address(fuzz_byte(input) % NETS,
			      fuzz_byte(input) % ARRAY_SIZE(addresses));
		break;
	case 5:
		answer_chain(input);
		break;
	default:
		answer_bytes(input);
	}
}

int LLVMFuzzerTestOneInput(const u8 *data, size_t size)
{
	struct fuzz_input input = { data, size };
	unsigned int i;

	cordon_learned_init(learned, fuzz_32(&input));
	memset(asked, 0, sizeof(asked));
	added_count = 0;
	now = 1000;
	for (i = 0; input.left && i < STEPS_MAX; i++)
		step(&input);
	/* The model knows no NAT64. */
	if (cordon_learned_nat64(learned)->count)
		return 0;
	for (i = 0; i < NETS * ARRAY_SIZE(addresses); i++)
		check_address(i % NETS, i / NETS);
	return 0;
}
