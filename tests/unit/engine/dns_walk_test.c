// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * DNS responses: random and damaged
 */
#include "engine/tests/dns_message.h"
#include "engine/tests/model.h"
#include "policy.h"
#include "kselftest_harness.h"

#define NAME		"www.example.com"
#define TYPE_A		CORDON_DNS_TYPE_A
#define ANSWERS_MAX	64

/**
 * struct result - what a walk came to
 * @end: what the last call returned: 0 or -EBADMSG
 * @count: addresses
 * @answer: the addresses
 */
struct result {
	int end;
	int count;
	struct cordon_dns_answer answer[ANSWERS_MAX];
};

/* Walks over a response in memory of exactly its size. */
static void walk(const u8 *bytes, size_t length, const char *name, u16 type,
		 struct result *result)
{
	struct cordon_dns_walk *w = malloc(sizeof(*w));
	u8 *data = malloc(length ? length : 1);

	if (!w || !data)
		abort();
	memcpy(data, bytes, length);
	result->count = 0;
	result->end = cordon_test_dns_start(w, data, length, name, type);
	while (!result->end) {
		result->end = cordon_dns_walk_next(w);
		if (result->end != 1)
			break;
		if (!w->answer.names || w->answer.names > w->chain.count ||
		    w->chain.count > CORDON_DNS_CHAIN_MAX ||
		    w->answer.ttl > 0x7fffffff)
			abort();
		result->end = 0;
		if (result->count == ANSWERS_MAX)
			abort();
		result->answer[result->count++] = w->answer;
	}
	if (result->end && result->end != -EBADMSG)
		abort();
	free(data);
	free(w);
}

static void begin(struct test_dns_message *message, u16 answers)
{
	cordon_test_dns_begin(message, DNS_RESPONSE, answers);
	cordon_test_dns_ask(message, NAME, TYPE_A);
}

/**
 * struct generated - a message, and what must be found in it
 * @message: the message
 * @expected: the addresses, in the order of the message
 * @count: how many
 * @names: of the chain
 * @name: the chain's names; the first is asked for
 * @ttl: each one's CNAME, as written
 * @at: where each stands in the message; 0: not yet
 */
struct generated {
	struct test_dns_message message;
	struct cordon_dns_answer expected[ANSWERS_MAX];
	int count;
	int names;
	char name[CORDON_DNS_CHAIN_MAX + 1][40];
	u32 ttl[CORDON_DNS_CHAIN_MAX];
	size_t at[CORDON_DNS_CHAIN_MAX];
};

static u32 random_ttl(u64 *state)
{
	static const u32 ttls[] = {
		0, 1, 29, 30, 60, 300, 86400, 0x7fffffff, 0x80000000, 0xffffffff,
	};

	return ttls[model_below(state, ARRAY_SIZE(ttls))];
}

static u32 effective(u32 ttl)
{
	return ttl & 0x80000000 ? 0 : ttl;
}

/* The chain's name @which, as a pointer, in part or in full, in any case. */
static void put_chain_name(struct generated *g, u64 *state, int which)
{
	struct test_dns_message *message = &g->message;
	size_t label = strcspn(g->name[which], ".");
	size_t at = message->length;
	u8 byte = (u8)label;
	size_t i;

	if (g->at[which] && model_below(state, 2)) {
		cordon_test_dns_put_pointer(message, g->at[which]);
		return;
	}
	cordon_test_dns_put(message, &byte, 1);
	cordon_test_dns_put(message, g->name[which], label);
	for (i = at + 1; i < message->length; i++) {
		if (message->data[i] >= 'a' && model_below(state, 2))
			message->data[i] -= 'a' - 'A';
	}
	/* All names end in the question's last two labels. */
	if (model_below(state, 2))
		cordon_test_dns_put_pointer(message, g->at[0] + 1 +
					    strcspn(g->name[0], "."));
	else
		cordon_test_dns_put_name(message, strchr(g->name[which], '.') + 1);
	if (!g->at[which])
		g->at[which] = at;
}

static void put_alias(struct generated *g, u64 *state, int which)
{
	size_t record;

	put_chain_name(g, state, which);
	record = cordon_test_dns_record(&g->message, CORDON_DNS_TYPE_CNAME, g->ttl[which]);
	put_chain_name(g, state, which + 1);
	cordon_test_dns_record_end(&g->message, record);
}

static void put_expected(struct generated *g, u64 *state)
{
	struct cordon_dns_answer *answer = &g->expected[g->count++];
	int which = (int)model_below(state, (u32)g->names);
	u32 ttl = random_ttl(state);
	bool ipv6 = model_below(state, 2);
	size_t record;
	u8 bytes[16];
	int i;

	for (i = 0; i < 16; i++)
		bytes[i] = (u8)model_random(state);
	put_chain_name(g, state, which);
	record = cordon_test_dns_record(&g->message, ipv6 ? 28 : 1, ttl);
	cordon_test_dns_put(&g->message, bytes, ipv6 ? 16 : 4);
	cordon_test_dns_record_end(&g->message, record);
	if (ipv6)
		memcpy(answer->address.byte, bytes, 16);
	else
		cordon_address_from_ipv4(&answer->address, bytes);
	answer->names = (u8)(which + 1);
	answer->ttl = effective(ttl);
	for (i = 0; i < which; i++) {
		if (effective(g->ttl[i]) < answer->ttl)
			answer->ttl = effective(g->ttl[i]);
	}
}

static void put_noise(struct generated *g, u64 *state)
{
	struct test_dns_message *message = &g->message;
	size_t record;
	u8 byte;
	u32 bytes;

	switch (model_below(state, 3)) {
	case 0:
		cordon_test_dns_put_a(message, "stranger.example", 60, "192.0.2.1");
		break;
	case 1:
		cordon_test_dns_put_cname(message, "stranger.example", 60, g->name[0]);
		break;
	default:
		put_chain_name(g, state, 0);
		record = cordon_test_dns_record(message, DNS_TYPE_TXT, 60);
		for (bytes = model_below(state, 40); bytes; bytes--) {
			byte = (u8)model_random(state);
			cordon_test_dns_put(message, &byte, 1);
		}
		cordon_test_dns_record_end(message, record);
	}
}

static void generate(struct generated *g, u64 *state)
{
	int left[3];
	int aliases[CORDON_DNS_CHAIN_MAX];
	int i;

	memset(g, 0, sizeof(*g));
	g->names = 1 + (int)model_below(state, CORDON_DNS_CHAIN_MAX);
	left[0] = g->names - 1;
	left[1] = (int)model_below(state, 8);
	left[2] = (int)model_below(state, 4);
	for (i = 0; i < g->names; i++) {
		snprintf(g->name[i], sizeof(g->name[i]), "n%d.example.com", i);
		g->ttl[i] = random_ttl(state);
		aliases[i] = i;
	}
	for (i = left[0] - 1; i > 0; i--) {
		int other = (int)model_below(state, (u32)i + 1);
		int saved = aliases[i];

		aliases[i] = aliases[other];
		aliases[other] = saved;
	}
	cordon_test_dns_begin(&g->message, DNS_RESPONSE,
			      (u16)(left[0] + left[1] + left[2]));
	g->at[0] = g->message.length;
	cordon_test_dns_ask(&g->message, g->name[0], TYPE_A);
	while (left[0] + left[1] + left[2]) {
		int what = (int)model_below(state, 3);

		if (!left[what])
			continue;
		left[what]--;
		if (what == 0)
			put_alias(g, state, aliases[left[0]]);
		else if (what == 1)
			put_expected(g, state);
		else
			put_noise(g, state);
	}
}

TEST(generated)
{
	struct generated *g = malloc(sizeof(*g));
	struct result *result = malloc(sizeof(*result));
	u64 state = 1;
	int round;
	int i;

	for (round = 0; round < 5000; round++) {
		generate(g, &state);
		walk(g->message.data, g->message.length, g->name[0], TYPE_A,
		     result);
		ASSERT_EQ(0, result->end) TH_LOG("round %d", round);
		ASSERT_EQ(g->count, result->count) TH_LOG("round %d", round);
		for (i = 0; i < g->count; i++) {
			ASSERT_EQ(0, memcmp(&g->expected[i].address,
					    &result->answer[i].address, 16));
			ASSERT_EQ(g->expected[i].names, result->answer[i].names)
				TH_LOG("round %d", round);
			ASSERT_EQ(g->expected[i].ttl, result->answer[i].ttl)
				TH_LOG("round %d", round);
		}
	}
	free(g);
	free(result);
}

/* Cut anywhere, nothing is found that is not in the whole message. */
TEST(generated_and_cut)
{
	struct generated *g = malloc(sizeof(*g));
	struct result *result = malloc(sizeof(*result));
	u64 state = 2;
	size_t length;
	int round;
	int i;

	for (round = 0; round < 60; round++) {
		generate(g, &state);
		for (length = 0; length < g->message.length; length++) {
			walk(g->message.data, length, g->name[0], TYPE_A,
			     result);
			/* The header announces more than there is. */
			if (length < g->message.length)
				ASSERT_EQ(-EBADMSG, result->end);
			ASSERT_LE(result->count, g->count);
			for (i = 0; i < result->count; i++)
				ASSERT_EQ(0, memcmp(&g->expected[i].address,
						    &result->answer[i].address,
						    16));
		}
	}
	free(g);
	free(result);
}

TEST(generated_and_flipped)
{
	struct generated *g = malloc(sizeof(*g));
	struct result *result = malloc(sizeof(*result));
	struct cordon_dns_question question;
	u64 state = 3;
	size_t at;
	int round;

	for (round = 0; round < 60; round++) {
		generate(g, &state);
		for (at = 0; at < g->message.length; at++) {
			u8 saved = g->message.data[at];

			g->message.data[at] ^= model_below(&state, 2) ? 0xff :
					       1 + model_below(&state, 255);
			walk(g->message.data, g->message.length, g->name[0],
			     TYPE_A, result);
			cordon_dns_read_question(g->message.data,
						 g->message.length, true,
						 &question);
			g->message.data[at] = saved;
		}
	}
	free(g);
	free(result);
}

/* No message at all. */
TEST(noise)
{
	struct result *result = malloc(sizeof(*result));
	struct cordon_dns_question question;
	struct test_dns_message message;
	u64 state = 4;
	int round;

	for (round = 0; round < 20000; round++) {
		u32 bytes = model_below(&state, 120);

		begin(&message, (u16)model_below(&state, 4));
		if (model_below(&state, 2))
			message.length = 12;
		while (bytes--) {
			u8 byte = model_below(&state, 3) ?
				  "\300\14\0\1"[model_below(&state, 4)] :
				  (u8)model_random(&state);

			cordon_test_dns_put(&message, &byte, 1);
		}
		walk(message.data, message.length, NAME, TYPE_A, result);
		cordon_dns_read_question(message.data, message.length, true,
					 &question);
		message.data[2] = 1;
		cordon_dns_read_question(message.data, message.length, false,
					 &question);
	}
	free(result);
}

TEST_HARNESS_MAIN
