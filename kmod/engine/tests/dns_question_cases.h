/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * Cordon engine's tests - which question a DNS message asks
 */
#ifndef _CORDON_ENGINE_TESTS_DNS_QUESTION_CASES_H
#define _CORDON_ENGINE_TESTS_DNS_QUESTION_CASES_H

#include "dns_message.h"
#include "reader.h"

#define NAME	"www.example.com"
#define TYPE_A	CORDON_DNS_TYPE_A

static struct test_dns_message asked;
static struct cordon_dns_question question;

/* In memory of exactly its size. */
static int read_question(size_t length, bool response)
{
	u8 *copy = cordon_test_copy(asked.data, length);
	int end;

	memset(&question, 0xff, sizeof(question));
	end = cordon_dns_read_question(copy, length, response, &question);
	cordon_test_free(copy);
	return end;
}

static void ask(const char *name, u16 type)
{
	cordon_test_dns_begin(&asked, DNS_QUERY, 0);
	cordon_test_dns_ask(&asked, name, type);
}

static const struct test_question {
	const char *title;		/* its name */
	u16 type;
	const char *wire;
} questions[] = {
	{ "www.example.com", 1, "\3www\7example\3com" },
	{ "WwW.eXample.COM", 28, "\3www\7example\3com" },
	{ "a", 65, "\1a" },
	{ ".", 2, "" },
	{ "xn--80ak6aa92e.com", 255, "\16xn--80ak6aa92e\3com" },
};

static const char *check_question(const void *any)
{
	const struct test_question *row = any;
	size_t length = strlen(row->wire);

	ask(row->title, row->type);
	return TEST_EQUAL(12 + length + 5, read_question(asked.length, false)) ?:
	       TEST_EQUAL(DNS_ID, question.id) ?:
	       TEST_EQUAL(row->type, question.type) ?:
	       TEST_EQUAL(CORDON_DNS_CLASS_IN, question.class) ?:
	       TEST_EQUAL(length, question.length) ?:
	       TEST_HOLDS(!memcmp(row->wire, question.name, length));
}

/* What stands behind the question, an OPT record say, is not its business. */
static const char *check_question_with_more(const void *none)
{
	size_t length;

	ask(NAME, TYPE_A);
	length = asked.length;
	asked.data[11] = 1;
	cordon_test_dns_put(&asked, "\0\0\51\4\320\0\0\0\0\0\0", 11);
	return TEST_EQUAL(length, read_question(asked.length, false)) ?:
	       TEST_EQUAL(length, read_question(length, false));
}

static const char *check_question_cut(const void *none)
{
	const char *fault = NULL;
	size_t length;

	ask(NAME, TYPE_A);
	for (length = 0; length < asked.length && !fault; length++)
		fault = TEST_EQUAL(-EBADMSG, read_question(length, false));
	return fault;
}

static const struct test_header {
	const char *title;
	u16 flags;
	u16 questions;
	u16 answers;
	bool response;			/* is one wanted */
	bool good;
} headers[] = {
	{ "recursion desired", 0x0100, 1, 0, false, true },
	{ "no recursion", 0x0000, 1, 0, false, true },
	{ "checking disabled", 0x0110, 1, 0, false, true },
	{ "authentic data", 0x0120, 1, 0, false, true },
	{ "no question", 0x0100, 0, 0, false, false },
	{ "two questions", 0x0100, 2, 0, false, false },
	{ "256 questions", 0x0100, 256, 0, false, false },
	{ "most questions", 0x0100, 0xffff, 0, false, false },
	{ "with an answer", 0x0100, 1, 1, false, false },
	{ "with 256 answers", 0x0100, 1, 0x100, false, false },
	{ "response for a question", 0x8180, 1, 0, false, false },
	{ "IQUERY", 0x0900, 1, 0, false, false },
	{ "STATUS", 0x1100, 1, 0, false, false },
	{ "NOTIFY", 0x2100, 1, 0, false, false },
	{ "UPDATE", 0x2900, 1, 0, false, false },
	{ "opcode 15", 0x7900, 1, 0, false, false },
	{ "response", 0x8180, 1, 0, true, true },
	{ "authoritative", 0x8580, 1, 3, true, true },
	{ "no such name", 0x8183, 1, 0, true, true },
	{ "question for a response", 0x0100, 1, 0, true, false },
	{ "response to nothing", 0x8180, 0, 1, true, false },
	{ "response to two", 0x8180, 2, 1, true, false },
	{ "response to IQUERY", 0x8980, 1, 1, true, false },
	{ "response to UPDATE", 0xa980, 1, 1, true, false },
};

static const char *check_header(const void *any)
{
	const struct test_header *row = any;
	int end;

	cordon_test_dns_begin(&asked, row->flags, row->answers);
	asked.data[4] = (u8)(row->questions >> 8);
	asked.data[5] = (u8)row->questions;
	cordon_test_dns_ask(&asked, NAME, TYPE_A);
	end = (int)asked.length;
	if (row->questions == 2)
		cordon_test_dns_ask(&asked, "www.example.org", TYPE_A);
	return TEST_EQUAL(row->good ? end : -EBADMSG,
			  read_question(asked.length, row->response));
}

/* Bytes where the question's name stands. */
static const struct test_spelling {
	const char *title;
	const char *bytes;
	size_t length;
	bool good;
} spellings[] = {
#define ROW(bytes, length, good)	{ #bytes, bytes, length, good }
	ROW("\1a", 3, true),
	ROW("\3a.b\1c", 7, true),	/* a dot in a label */
	ROW("\2\0\xff", 4, true),
	ROW("\300\14", 2, false),	/* to itself */
	ROW("\300\0", 2, false),	/* into the header */
	ROW("\1a\300\14", 4, false),
	ROW("\1a\300\16", 4, false),
	ROW("\1a\300\24", 4, false),	/* forward, to a name */
	ROW("\1a\300\377", 4, false),	/* behind the end */
	ROW("\1a\100\14", 4, false),	/* reserved label types */
	ROW("\1a\200\14", 4, false),
	ROW("\100a", 3, false),
	ROW("\100aaaa", 6, false),
#undef ROW
};

static const char *check_spelling(const void *any)
{
	const struct test_spelling *row = any;

	cordon_test_dns_begin(&asked, DNS_QUERY, 0);
	cordon_test_dns_put(&asked, row->bytes, row->length);
	cordon_test_dns_put32(&asked, 0x00010001);
	/* Room for whatever a pointer makes of it. */
	cordon_test_dns_put(&asked, "\1b\0\0\1\0\1\0\0\0\0\0\0\0\0\0\0\0", 18);
	return TEST_EQUAL(row->good ? 12 + (int)row->length + 4 : -EBADMSG,
			  read_question(asked.length, false));
}

/* Four labels, of which the last one has so many bytes. */
static int read_long_name(u8 last)
{
	u8 label[64];
	int i;

	cordon_test_dns_begin(&asked, DNS_QUERY, 0);
	memset(label, 'a', sizeof(label));
	label[0] = 63;
	for (i = 0; i < 3; i++)
		cordon_test_dns_put(&asked, label, 64);
	label[0] = last;
	cordon_test_dns_put(&asked, label, last + 1U);
	cordon_test_dns_put(&asked, "", 1);
	cordon_test_dns_put32(&asked, 0x00010001);
	return read_question(asked.length, false);
}

static const char *check_long_names(const void *none)
{
	return TEST_EQUAL(12 + 253 + 5, read_long_name(60)) ?:
	       TEST_EQUAL(253, question.length) ?:
	       /* 255 bytes with the root's */
	       TEST_EQUAL(CORDON_DNS_QUESTION_MAX, read_long_name(61)) ?:
	       TEST_EQUAL(254, question.length) ?:
	       TEST_EQUAL(-EBADMSG, read_long_name(62)) ?:
	       /* The longest label, and what would be a longer one. */
	       TEST_EQUAL(-EBADMSG, read_long_name(63));
}

/* 127 labels of one byte are a name, 128 are none. */
static const char *check_many_labels(const void *none)
{
	const char *fault = NULL;
	int labels, i;

	for (labels = 126; labels <= 128 && !fault; labels++) {
		cordon_test_dns_begin(&asked, DNS_QUERY, 0);
		for (i = 0; i < labels; i++)
			cordon_test_dns_put(&asked, "\1a", 2);
		cordon_test_dns_put(&asked, "", 1);
		cordon_test_dns_put32(&asked, 0x00010001);
		fault = TEST_EQUAL(labels < 128 ? 12 + 2 * labels + 5 : -EBADMSG,
				   read_question(asked.length, false));
		if (!fault && labels == 127)
			fault = TEST_EQUAL(CORDON_NAME_MAX, question.length);
	}
	return fault;
}

/* Is every address that may come known by its record. */
static const struct test_learnable {
	const char *title;
	u16 class;
	u16 type;
	bool learnable;
} learnables[] = {
	{ "A", 1, 1, true }, { "AAAA", 1, 28, true }, { "any class", 255, 1, true },
	{ "any type", 1, 255, false }, { "HTTPS", 1, 65, false },
	{ "SVCB", 1, 64, false }, { "CNAME", 1, 5, false }, { "type 0", 1, 0, false },
	{ "class 3", 3, 1, false }, { "class 0", 0, 1, false },
};

static const char *check_learnable(const void *any)
{
	const struct test_learnable *row = any;

	memset(&question, 0, sizeof(question));
	question.class = row->class;
	question.type = row->type;
	return TEST_EQUAL(row->learnable, cordon_dns_is_learnable(&question));
}

static const struct cordon_test_case dns_question_cases[] = {
	TEST_TABLE(questions, check_question),
	TEST_ONCE(check_question_with_more),
	TEST_ONCE(check_question_cut),
	TEST_TABLE(headers, check_header),
	TEST_TABLE(spellings, check_spelling),
	TEST_ONCE(check_long_names),
	TEST_ONCE(check_many_labels),
	TEST_TABLE(learnables, check_learnable),
};

#endif /* _CORDON_ENGINE_TESTS_DNS_QUESTION_CASES_H */
