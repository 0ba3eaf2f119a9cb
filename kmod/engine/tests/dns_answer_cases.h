/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * Cordon engine's tests - which addresses answer a question, by which names
 */
#ifndef _CORDON_ENGINE_TESTS_DNS_ANSWER_CASES_H
#define _CORDON_ENGINE_TESTS_DNS_ANSWER_CASES_H

#include "engine/address_text.h"
#include "dns_question_cases.h"

#define MALFORMED	"malformed"

/* The answers as "ADDRESS/TTL/NAMES ...", or what went wrong. */
static const char *walk_text(const u8 *bytes, size_t length, const char *name, u16 type)
{
	static char text[4096], address[CORDON_ADDRESS_TEXT_MAX];
	static struct cordon_dns_walk walk;
	u8 *copy = cordon_test_copy(bytes, length);
	int more = cordon_test_dns_start(&walk, copy, length, name, type);

	text[0] = '\0';
	while (!more) {
		more = cordon_dns_walk_next(&walk);
		if (more <= 0)
			break;
		cordon_address_to_text(&walk.answer.address, address, sizeof(address));
		cordon_test_print(text, sizeof(text), "%s%s/%u/%u", *text ? " " : "",
				  address, walk.answer.ttl, walk.answer.names);
		more = 0;
		if (walk.answer.names > walk.chain.count ||
		    walk.chain.count > CORDON_DNS_CHAIN_MAX)
			more = -ERANGE;
	}
	cordon_test_free(copy);
	return more == -EBADMSG ? MALFORMED : more ? "error" : text;
}

static struct test_dns_message answer;

static const char *answer_says(const char *said)
{
	return TEST_TEXT(said, walk_text(answer.data, answer.length, NAME, TYPE_A));
}

static void begin(u16 answers)
{
	cordon_test_dns_begin(&answer, DNS_RESPONSE, answers);
	cordon_test_dns_ask(&answer, "WWW.Example.com", TYPE_A);
}

#define ID		"\x12\x34"
#define WWW_EXAMPLE	"\3www\7example\3com\0"
/* A response's header, so many answers. */
#define RESPONSE(count)	ID "\x81\x80\0\1" count "\0\0\0\0"
#define ASKED		WWW_EXAMPLE "\0\1\0\1"
#define QUESTION_END	33
#define IN_A		"\0\1\0\1"
#define IN_AAAA		"\0\x1c\0\1"
#define IN_CNAME	"\0\5\0\1"
#define TTL_300		"\0\0\1\x2c"
#define TTL_60		"\0\0\0\x3c"
#define TO_QUESTION	"\xc0\x0c"
#define ADDRESS_1	"\0\4\xc6\x33\x64\1"		/* 198.51.100.1 */
#define ADDRESS_2	"\0\4\xc6\x33\x64\2"

/* Messages as a resolver sends them. */
static const struct test_answered {
	const char *title;
	const char *bytes;
	size_t length;
	const char *answers;
	size_t spare;			/* bytes behind what the header announces */
} answereds[] = {
#define ROW(title, bytes, answers, spare) \
	{ title, bytes, sizeof(bytes) - 1, answers, spare }
	ROW("none",
	    RESPONSE("\0\0") ASKED,
	    "", 0),
	ROW("one",
	    RESPONSE("\0\1") ASKED TO_QUESTION IN_A TTL_300 ADDRESS_1,
	    "198.51.100.1/300/1", 0),
	ROW("two_and_another_case",
	    RESPONSE("\0\2") ASKED TO_QUESTION IN_A TTL_300 ADDRESS_1
	    "\3WWW\7exAmple\3com\0" IN_A TTL_60 ADDRESS_2,
	    "198.51.100.1/300/1 198.51.100.2/60/1", 0),
	ROW("aaaa",
	    RESPONSE("\0\1") ASKED TO_QUESTION IN_AAAA TTL_60
	    "\0\x10\x20\1\xd\xb8\0\0\0\0\0\0\0\0\0\0\0\1",
	    "2001:db8::1/60/1", 0),
	/* www.example.com, an alias of cdn.example.com, as it is compressed. */
	ROW("alias",
	    RESPONSE("\0\2") ASKED
	    TO_QUESTION IN_CNAME TTL_60 "\0\6\3cdn\xc0\x10"
	    "\xc0\x2d" IN_A TTL_300 ADDRESS_1,
	    "198.51.100.1/60/2", 0),
	ROW("alias_behind_address",
	    RESPONSE("\0\2") ASKED
	    "\3cdn\xc0\x10" IN_A TTL_300 ADDRESS_1
	    TO_QUESTION IN_CNAME TTL_60 "\0\2\xc0\x21",
	    "198.51.100.1/60/2", 0),
	ROW("loop_of_aliases",
	    RESPONSE("\0\2") ASKED
	    TO_QUESTION IN_CNAME TTL_60 "\0\2\xc0\x0c"
	    TO_QUESTION IN_A TTL_300 ADDRESS_1,
	    "198.51.100.1/300/1", 0),
	ROW("loop_of_aliases_then_broken",
	    RESPONSE("\0\3") ASKED
	    TO_QUESTION IN_CNAME TTL_60 "\0\2\xc0\x0c"
	    TO_QUESTION IN_A TTL_300 ADDRESS_1 TO_QUESTION IN_A,
	    MALFORMED, 0),
	ROW("of_another_name",
	    RESPONSE("\0\2") ASKED "\4evil\xc0\x10" IN_A TTL_60 ADDRESS_1
	    TO_QUESTION IN_A TTL_300 ADDRESS_2,
	    "198.51.100.2/300/1", 0),
	ROW("other_class",
	    RESPONSE("\0\1") ASKED TO_QUESTION "\0\1\0\3" TTL_60 ADDRESS_1,
	    "", 0),
	ROW("wrong_size",
	    RESPONSE("\0\1") ASKED TO_QUESTION IN_A TTL_60 "\0\3\xc6\x33\x64",
	    "", 0),
	ROW("negative_ttl",
	    RESPONSE("\0\1") ASKED TO_QUESTION IN_A "\x80\0\0\0" ADDRESS_1,
	    "198.51.100.1/0/1", 0),
	ROW("text_record",
	    RESPONSE("\0\2") ASKED TO_QUESTION "\0\x10\0\1" TTL_60
	    "\0\5\4\xc6\x33\x64\1" TO_QUESTION IN_A TTL_60 ADDRESS_2,
	    "198.51.100.2/60/1", 0),
	ROW("more_than_announced",
	    RESPONSE("\0\1") ASKED TO_QUESTION IN_A TTL_300 ADDRESS_1
	    TO_QUESTION IN_A TTL_60 ADDRESS_2,
	    "198.51.100.1/300/1", 16),
	ROW("fewer_than_announced",
	    RESPONSE("\0\2") ASKED TO_QUESTION IN_A TTL_300 ADDRESS_1,
	    MALFORMED, 0),
	ROW("data_behind_the_end",
	    RESPONSE("\0\1") ASKED TO_QUESTION IN_A TTL_60 "\0\5\xc6\x33\x64\1",
	    MALFORMED, 0),
	ROW("owner_points_to_itself",
	    RESPONSE("\0\1") ASKED "\xc0\x21" IN_A TTL_60 ADDRESS_1,
	    MALFORMED, 0),
	ROW("owner_points_forward",
	    RESPONSE("\0\1") ASKED "\xc0\x2d" IN_A TTL_60 ADDRESS_1 "\0",
	    MALFORMED, 0),
	ROW("alias_points_to_itself",
	    RESPONSE("\0\1") ASKED TO_QUESTION IN_CNAME TTL_60 "\0\2\xc0\x2d",
	    MALFORMED, 0),
	ROW("other_id",
	    "\x12\x35\x81\x80\0\1\0\1\0\0\0\0" ASKED
	    TO_QUESTION IN_A TTL_60 ADDRESS_1,
	    MALFORMED, 0),
	ROW("other_name",
	    RESPONSE("\0\1") "\3wwx\7example\3com\0\0\1\0\1"
	    TO_QUESTION IN_A TTL_60 ADDRESS_1,
	    MALFORMED, 0),
	ROW("other_type",
	    RESPONSE("\0\1") WWW_EXAMPLE "\0\x1c\0\1"
	    TO_QUESTION IN_A TTL_60 ADDRESS_1,
	    MALFORMED, 0),
	ROW("a_question",
	    ID "\1\0\0\1\0\1\0\0\0\0" ASKED
	    TO_QUESTION IN_A TTL_60 ADDRESS_1,
	    MALFORMED, 0),
	/* Pointers: owners of part of the question's name, and to a pointer. */
	ROW("owners",
	    RESPONSE("\0\3") ASKED TO_QUESTION IN_A TTL_60 ADDRESS_1
	    "\3WWW\xc0\x10" IN_A TTL_60 ADDRESS_1
	    "\3www\7Example\xc0\x18" IN_A TTL_60 ADDRESS_1,
	    "198.51.100.1/60/1 198.51.100.1/60/1 198.51.100.1/60/1", 0),
	ROW("pointer_to_a_pointer",
	    RESPONSE("\0\2") ASKED TO_QUESTION IN_A TTL_60 ADDRESS_1
	    "\xc0\x21" IN_A TTL_60 ADDRESS_1,
	    "198.51.100.1/60/1 198.51.100.1/60/1", 0),
#undef ROW
};

/* A message that lacks a byte is no message, and nothing is learned from it. */
static const char *check_answered(const void *any)
{
	const struct test_answered *row = any;
	const u8 *bytes = (const u8 *)row->bytes;
	const char *fault;
	size_t cut;

	fault = TEST_TEXT(row->answers, walk_text(bytes, row->length, NAME, TYPE_A));
	for (cut = 0; cut < row->length - row->spare && !fault; cut++)
		fault = TEST_TEXT(MALFORMED, walk_text(bytes, cut, NAME, TYPE_A));
	return fault;
}

/* Owners that are no names: nothing behind them can be found. */
static const struct test_owner {
	const char *title;
	const char *bytes;
	size_t length;
	const char *answers;
} owners[] = {
	{ "the question's", "\300\14", 2, "192.0.2.1/300/1 192.0.2.1/300/1" },
	{ "to itself", "\300\41", 2, MALFORMED },
	{ "to its second byte", "\300\42", 2, MALFORMED },
	{ "forward", "\300\54", 2, MALFORMED },
	{ "behind the end", "\377\377", 2, MALFORMED },
	{ "a label and to itself", "\1a\300\41", 4, MALFORMED },
	{ "a label and forward", "\1a\300\77", 4, MALFORMED },
	{ "label type 01", "\100\14", 2, MALFORMED },
	{ "label type 10", "\200\14", 2, MALFORMED },
};

/* Of the owner whose name is at the message's end. */
static void put_address(void)
{
	size_t record = cordon_test_dns_record(&answer, TYPE_A, 300);

	cordon_test_dns_put(&answer, "\300\0\2\1", 4);
	cordon_test_dns_record_end(&answer, record);
}

static const char *check_owner(const void *any)
{
	const struct test_owner *row = any;
	const char *fault;

	begin(2);
	fault = TEST_EQUAL(QUESTION_END, answer.length);
	cordon_test_dns_put(&answer, row->bytes, row->length);
	put_address();
	cordon_test_dns_put_pointer(&answer, 12);
	put_address();
	return fault ?: answer_says(row->answers);
}

/* So many pointers in a row lead to the question's name. */
static const struct test_jump {
	const char *title;
	int jumps;
	const char *answers;
} jumps[] = {
	{ "1", 1, "192.0.2.1/300/1" }, { "126", 126, "192.0.2.1/300/1" },
	{ "127", 127, MALFORMED }, { "3000", 3000, MALFORMED },
};

static const char *check_jump(const void *any)
{
	const struct test_jump *row = any;
	size_t record, at, to = 12;
	int i;

	begin(2);
	cordon_test_dns_put_pointer(&answer, 12);
	record = cordon_test_dns_record(&answer, DNS_TYPE_TXT, 300);
	for (i = 1; i < row->jumps; i++) {
		at = answer.length;
		cordon_test_dns_put_pointer(&answer, to);
		to = at;
	}
	cordon_test_dns_record_end(&answer, record);
	cordon_test_dns_put_pointer(&answer, to);
	put_address();
	return answer_says(row->answers);
}

/* A name grown over 255 bytes by a pointer: 16 of them are the question's. */
static const char *check_long_by_compression(const void *none)
{
	const char *fault = NULL;
	size_t record, at;
	u8 label[64];
	int last, i;

	memset(label, 'a', sizeof(label));
	for (last = 45; last <= 46 && !fault; last++) {
		begin(2);
		cordon_test_dns_put_pointer(&answer, 12);
		record = cordon_test_dns_record(&answer, DNS_TYPE_TXT, 300);
		at = answer.length;
		label[0] = 63;
		for (i = 0; i < 3; i++)
			cordon_test_dns_put(&answer, label, 64);
		label[0] = (u8)last;
		cordon_test_dns_put(&answer, label, label[0] + 1U);
		cordon_test_dns_put_pointer(&answer, 12);
		cordon_test_dns_record_end(&answer, record);
		cordon_test_dns_put_pointer(&answer, at);
		put_address();
		fault = answer_says(last == 45 ? "" : MALFORMED);
	}
	return fault;
}

/* Bytes of an address that are none. */
static const struct test_size {
	const char *title;
	u16 type;
	u16 length;
} sizes[] = {
	{ "A of 0", 1, 0 }, { "A of 3", 1, 3 }, { "A of 5", 1, 5 },
	{ "A of 16", 1, 16 }, { "AAAA of 0", 28, 0 }, { "AAAA of 4", 28, 4 },
	{ "AAAA of 15", 28, 15 }, { "AAAA of 17", 28, 17 },
};

static const char *check_size(const void *any)
{
	const struct test_size *row = any;
	static const u8 zeros[32];
	size_t record;

	begin(1);
	cordon_test_dns_put_pointer(&answer, 12);
	record = cordon_test_dns_record(&answer, row->type, 300);
	cordon_test_dns_put(&answer, zeros, row->length);
	cordon_test_dns_record_end(&answer, record);
	return answer_says("");
}

static const char *check_more_than_there_is(const void *none)
{
	const char *fault;

	begin(1);
	cordon_test_dns_put_a(&answer, NULL, 300, "192.0.2.1");
	answer.data[answer.length - 5] = 5;
	fault = answer_says(MALFORMED);
	if (fault)
		return fault;
	answer.data[answer.length - 6] = 0xff;
	fault = answer_says(MALFORMED);
	if (fault)
		return fault;
	begin(0xffff);
	cordon_test_dns_put_a(&answer, NULL, 300, "192.0.2.1");
	return answer_says(MALFORMED);
}

static const struct cordon_test_case dns_answer_cases[] = {
	TEST_TABLE(answereds, check_answered),
	TEST_TABLE(owners, check_owner),
	TEST_TABLE(jumps, check_jump),
	TEST_ONCE(check_long_by_compression),
	TEST_TABLE(sizes, check_size),
	TEST_ONCE(check_more_than_there_is),
};

#endif /* _CORDON_ENGINE_TESTS_DNS_ANSWER_CASES_H */
