/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * Cordon engine's tests - aliases that lead from a question to its addresses
 */
#ifndef _CORDON_ENGINE_TESTS_DNS_CHAIN_CASES_H
#define _CORDON_ENGINE_TESTS_DNS_CHAIN_CASES_H

#include "dns_answer_cases.h"

enum test_record_kind { END, A, CNAME };

/* Records in their order, of an owner or of the question's name, and the answers. */
static const struct test_chain {
	const char *title;
	struct {
		enum test_record_kind kind;
		const char *owner;
		u32 ttl;
		const char *data;
	} records[5];
	const char *answers;
} chains[] = {
	{ "addresses", { { A, NULL, 300, "192.0.2.1" },
	    { A, "www.EXAMPLE.com", 60, "192.0.2.2" },
	    { A, NULL, 0, "2001:db8::1" } },
	  "192.0.2.1/300/1 192.0.2.2/60/1 2001:db8::1/0/1" },
	/* As it stands in the record: unwrapping is the caller's. */
	{ "wrapped", { { A, NULL, 1, "64:ff9b::c000:201" } }, "64:ff9b::c000:201/1/1" },
	{ "of other names", { { A, "example.com", 300, "192.0.2.1" },
	    { A, "a.www.example.com", 300, "192.0.2.2" },
	    { A, "other.example", 300, "192.0.2.3" },
	    { CNAME, "other.example", 300, NAME } }, "" },
	{ "in order", { { CNAME, NULL, 300, "shop.cdn.example" },
	    { CNAME, "shop.cdn.example", 20, "edge.cdn.example" },
	    { A, "edge.cdn.example", 60, "192.0.2.1" },
	    { A, "shop.cdn.example", 60, "192.0.2.2" } },
	  "192.0.2.1/20/3 192.0.2.2/60/2" },
	/* The addresses before the names that lead to them. */
	{ "out of order", { { A, "edge.cdn.example", 60, "192.0.2.1" },
	    { CNAME, "SHOP.cdn.example", 20, "edge.cdn.EXAMPLE" },
	    { A, NULL, 7, "192.0.2.3" },
	    { CNAME, NULL, 300, "shop.CDN.example" } },
	  "192.0.2.1/20/3 192.0.2.3/7/1" },
	{ "loop of one", { { CNAME, NULL, 300, NAME }, { A, NULL, 60, "192.0.2.1" } },
	  "192.0.2.1/60/1" },
	{ "loop of two", { { CNAME, NULL, 300, "a.example" },
	    { CNAME, "a.example", 300, NAME }, { A, "a.example", 60, "192.0.2.1" } },
	  "192.0.2.1/60/2" },
	/* The shortest lifetime; with the top bit set it is zero (RFC 2181, 8). */
	{ "address dies first", { { CNAME, NULL, 300, "a.example" },
	    { A, "a.example", 60, "192.0.2.1" } }, "192.0.2.1/60/2" },
	{ "alias dies first", { { CNAME, NULL, 60, "a.example" },
	    { A, "a.example", 300, "192.0.2.1" } }, "192.0.2.1/60/2" },
	{ "alias is dead", { { CNAME, NULL, 0, "a.example" },
	    { A, "a.example", 300, "192.0.2.1" } }, "192.0.2.1/0/2" },
	{ "address is dead", { { CNAME, NULL, 300, "a.example" },
	    { A, "a.example", 0, "192.0.2.1" } }, "192.0.2.1/0/2" },
	{ "longest", { { CNAME, NULL, 0x7fffffff, "a.example" },
	    { A, "a.example", 0x7fffffff, "192.0.2.1" } }, "192.0.2.1/2147483647/2" },
	{ "negative alias", { { CNAME, NULL, 0x80000000, "a.example" },
	    { A, "a.example", 300, "192.0.2.1" } }, "192.0.2.1/0/2" },
	{ "negative address", { { CNAME, NULL, 300, "a.example" },
	    { A, "a.example", 0x80000000, "192.0.2.1" } }, "192.0.2.1/0/2" },
	{ "negative both", { { CNAME, NULL, 0xffffffff, "a.example" },
	    { A, "a.example", 0xffffffff, "192.0.2.1" } }, "192.0.2.1/0/2" },
};

static const char *check_chain(const void *any)
{
	const struct test_chain *row = any;
	u16 i;

	begin(0);
	for (i = 0; row->records[i].kind != END; i++) {
		if (row->records[i].kind == A)
			cordon_test_dns_put_a(&answer, row->records[i].owner,
					      row->records[i].ttl, row->records[i].data);
		else
			cordon_test_dns_put_cname(&answer, row->records[i].owner,
						  row->records[i].ttl,
						  row->records[i].data);
	}
	answer.data[7] = (u8)i;
	return answer_says(row->answers);
}

static const char *check_no_answers(const void *none)
{
	const char *fault;

	cordon_test_dns_begin(&answer, 0x8183, 0);
	cordon_test_dns_ask(&answer, NAME, TYPE_A);
	fault = answer_says("");
	if (fault)
		return fault;
	/* Only answers count: these stand behind them. */
	answer.data[9] = 1;
	answer.data[11] = 1;
	cordon_test_dns_put_a(&answer, NULL, 300, "192.0.2.1");
	cordon_test_dns_put_a(&answer, NULL, 300, "192.0.2.2");
	return answer_says("");
}

/* The response must repeat what was asked, all of it. */
static const struct test_repeat {
	const char *title;
	size_t at;			/* a byte of the response */
	u8 flip;
	const char *answers;
} repeats[] = {
	{ "as it is", 0, 0, "192.0.2.1/300/1" },
	{ "id", 1, 1, MALFORMED },
	{ "question", 2, 0x80, MALFORMED },
	{ "opcode", 2, 0x28, MALFORMED },
	{ "two questions", 5, 3, MALFORMED },
	{ "another letter", 13, 1, MALFORMED },
	{ "another case", 13, 0x20, "192.0.2.1/300/1" },
	{ "another length", 12, 1, MALFORMED },
	{ "type", 30, 0x1d, MALFORMED },
	{ "class", 32, 2, MALFORMED },
};

static const char *check_repeat(const void *any)
{
	const struct test_repeat *row = any;

	begin(1);
	cordon_test_dns_put_a(&answer, NULL, 300, "192.0.2.1");
	answer.data[row->at] ^= row->flip;
	return answer_says(row->answers);
}

static const char *check_shorter_question(const void *none)
{
	begin(1);
	cordon_test_dns_put_a(&answer, NULL, 300, "192.0.2.1");
	return TEST_TEXT(MALFORMED, walk_text(answer.data, answer.length, "www.example",
					      TYPE_A)) ?:
	       TEST_TEXT("192.0.2.1/300/1", walk_text(answer.data, answer.length, NAME,
						      TYPE_A));
}

/* Of another class, and of a type that leads nowhere. */
static const char *check_records_aside(const void *none)
{
	size_t record;

	begin(2);
	cordon_test_dns_put_a(&answer, NULL, 300, "192.0.2.4");
	answer.data[answer.length - 11] = 3;
	cordon_test_dns_put_pointer(&answer, 12);
	record = cordon_test_dns_record(&answer, DNS_TYPE_TXT, 300);
	cordon_test_dns_put(&answer, "\3abc", 4);
	cordon_test_dns_record_end(&answer, record);
	return answer_says("");
}

/* A chain of so many names, then an address of the last one and a stranger's. */
static void put_chain(int names)
{
	char owner[32] = NAME, target[32];
	int i;

	begin((u16)(names + 1));
	for (i = 1; i < names; i++) {
		snprintf(target, sizeof(target), "n%d.example", i);
		cordon_test_dns_put_cname(&answer, owner, 1000 - (u32)i, target);
		memcpy(owner, target, sizeof(owner));
	}
	cordon_test_dns_put_a(&answer, owner, 2000, "192.0.2.1");
	cordon_test_dns_put_a(&answer, "stranger.example", 2000, "192.0.2.2");
}

/* Every alias counts up to the bound; past it, or without its end, nothing does. */
static const char *check_chain_limit(const void *none)
{
	const char *fault = NULL;
	char expected[64];
	int names;

	for (names = 2; names <= CORDON_DNS_CHAIN_MAX && !fault; names++) {
		put_chain(names);
		snprintf(expected, sizeof(expected), "192.0.2.1/%d/%d", 1001 - names,
			 names);
		fault = answer_says(expected);
		answer.length--;
		fault = fault ?: answer_says(MALFORMED);
	}
	/* 16 aliases, as systemd-resolved follows. */
	fault = fault ?: TEST_EQUAL(17, CORDON_DNS_CHAIN_MAX);
	for (names = 18; names <= 40 && !fault; names += 11) {
		put_chain(names);
		fault = answer_says(MALFORMED);
	}
	return fault;
}

/* A loop ends the chain, and hides nothing that is broken behind it. */
static const char *check_loop_and_broken_end(const void *none)
{
	const char *fault = NULL;
	size_t length, whole;

	begin(4);
	cordon_test_dns_put_cname(&answer, NULL, 300, "a.example");
	cordon_test_dns_put_cname(&answer, "a.example", 300, NAME);
	cordon_test_dns_put_a(&answer, "a.example", 60, "192.0.2.1");
	length = answer.length;
	cordon_test_dns_put_a(&answer, "a.example", 60, "192.0.2.2");
	whole = answer.length;
	for (; length < whole && !fault; length++) {
		answer.length = length;
		fault = answer_says(MALFORMED);
	}
	answer.length = whole;
	return fault ?: answer_says("192.0.2.1/60/2 192.0.2.2/60/2");
}

static const struct cordon_test_case dns_chain_cases[] = {
	TEST_TABLE(chains, check_chain),
	TEST_ONCE(check_no_answers),
	TEST_TABLE(repeats, check_repeat),
	TEST_ONCE(check_shorter_question),
	TEST_ONCE(check_records_aside),
	TEST_ONCE(check_chain_limit),
	TEST_ONCE(check_loop_and_broken_end),
};

#endif /* _CORDON_ENGINE_TESTS_DNS_CHAIN_CASES_H */
