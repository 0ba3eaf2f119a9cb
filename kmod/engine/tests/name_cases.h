/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * Cordon engine's tests - names: text to wire labels and back, what covers what
 */
#ifndef _CORDON_ENGINE_TESTS_NAME_CASES_H
#define _CORDON_ENGINE_TESTS_NAME_CASES_H

#include "cases.h"

#define X10	"xxxxxxxxxx"
#define X61	X10 X10 X10 X10 X10 X10 "x"
#define X63	X61 "xx"
/* 3 * 64 bytes on the wire; 61 more make CORDON_NAME_MAX. */
#define X189	X63 "." X63 "." X63

static const struct test_text {
	const char *title;		/* the text */
	const char *wire;		/* NULL: refused */
	int length;
} texts[] = {
	{ "www.example.com", "\3www\7example\3com", 16 },
	{ "www.example.com.", "\3www\7example\3com", 16 },
	{ "a", "\1a", 2 },
	{ "WwW.ExAmPlE", "\3www\7example", 12 },
	{ ".", "", 0 },
	{ "a\\.b.c", "\3a.b\1c", 6 },
	{ "a\\046b.c", "\3a.b\1c", 6 },
	{ "\\000.c", "\1\0\1c", 4 },
	{ "\\255\\\\", "\2\xff\\", 3 },
	{ "\\065\\A", "\2aa", 3 },
	{ "\xc3\x89.example", "\2\xc3\x89\7example", 11 },
	{ "\xc3\xa9.example", "\2\xc3\xa9\7example", 11 },
	{ "a b", "\3a b", 4 },
	{ X63, "\77" X63, 64 },
	{ "", NULL, 0 }, { "..", NULL, 0 }, { ".a", NULL, 0 },
	{ "a..b", NULL, 0 }, { "a..", NULL, 0 }, { X63 "x", NULL, 0 },
	{ X189 "." X63, NULL, 0 },
	{ X189 "." X61 "x", NULL, 0 },
	{ "a\\", NULL, 0 }, { "a\\25", NULL, 0 }, { "a\\2", NULL, 0 },
	{ "a\\256", NULL, 0 }, { "a\\2x5", NULL, 0 }, { "a\\999", NULL, 0 },
	/* the bytes beside the digits */
	{ "a\\1:0", NULL, 0 }, { "a\\1/0", NULL, 0 },
};

static const char *check_text(const void *any)
{
	const struct test_text *row = any;
	u8 wire[CORDON_NAME_MAX];
	int length = cordon_name_from_text(row->title, strlen(row->title), wire);

	if (!row->wire)
		return TEST_EQUAL(-EINVAL, length);
	return TEST_EQUAL(row->length, length) ?:
	       TEST_EQUAL(0, memcmp(row->wire, wire, (size_t)row->length));
}

/* The length is the caller's: nothing ends the text but that. */
static const char *check_text_length(const void *none)
{
	u8 wire[CORDON_NAME_MAX];

	return TEST_EQUAL(4, cordon_name_from_text("abcdef", 3, wire)) ?:
	       TEST_EQUAL(4, cordon_name_from_text("a\0b", 3, wire)) ?:
	       TEST_EQUAL(0, memcmp("\3a\0b", wire, 4)) ?:
	       TEST_EQUAL(-EINVAL, cordon_name_from_text("a\\046", 4, wire)) ?:
	       TEST_EQUAL(-EINVAL, cordon_name_from_text("abc", 0, wire));
}

static const char *check_longest(const void *none)
{
	static const char longest[] = X189 "." X61 ".";
	u8 *wire = cordon_test_alloc(CORDON_NAME_MAX);
	int with = cordon_name_from_text(longest, sizeof(longest) - 1, wire);
	int without = cordon_name_from_text(longest, sizeof(longest) - 2, wire);

	cordon_test_free(wire);
	return TEST_EQUAL(CORDON_NAME_MAX, with) ?:
	       TEST_EQUAL(CORDON_NAME_MAX, without);
}

static const struct test_wire {
	const char *title;
	const char *wire;
	size_t length;
	int labels;			/* or -EBADMSG */
	const char *text;
} wires[] = {
	{ "root", "", 0, 0, "." },
	{ "plain", "\3www\7example\3com", 16, 3, "www.example.com" },
	{ "one byte", "\1a", 2, 1, "a" },
	{ "two labels", "\1a\1b", 4, 2, "a.b" },
	{ "dot in label", "\3a.b\1c", 6, 2, "a\\046b.c" },
	{ "bytes", "\4\0\n\"\xff", 5, 1, "\\000\\010\\034\\255" },
	{ "lowest and highest", "\2\0\xff", 3, 1, "\\000\\255" },
	{ "newline", "\1\n", 2, 1, "\\010" },
	{ "escape", "\1\x1b", 2, 1, "\\027" },
	{ "delete", "\1\x7f", 2, 1, "\\127" },
	{ "UTF-8", "\2\xc3\xa9", 3, 1, "\\195\\169" },
	{ "quote", "\1\"", 2, 1, "\\034" },
	{ "backslash", "\1\\", 2, 1, "\\092" },
	{ "space", "\1 ", 2, 1, "\\032" },
	{ "edges of what shows", "\2!~", 3, 1, "!~" },
	{ "label of 63", "\77" X63, 64, 1, X63 },
	{ "a byte is missing", "\3www\7example\3co", 15, -EBADMSG, NULL },
	{ "all bytes are missing", "\1", 1, -EBADMSG, NULL },
	{ "the second label is cut", "\3www\7exampl", 11, -EBADMSG, NULL },
	{ "cut at a length", "\3www\7", 5, -EBADMSG, NULL },
	{ "root byte", "\3www\0", 5, -EBADMSG, NULL },
	{ "root byte of one", "\1a\0", 3, -EBADMSG, NULL },
	{ "root byte alone", "\0", 1, -EBADMSG, NULL },
	{ "label of 64", "\100" X63 "x", 65, -EBADMSG, NULL },
	{ "pointer", "\300\14", 2, -EBADMSG, NULL },
};

static const char *check_wire(const void *any)
{
	const struct test_wire *row = any;
	const u8 *wire = (const u8 *)row->wire;
	u8 starts[CORDON_NAME_LABELS];
	const char *fault;
	char text[80];

	fault = TEST_EQUAL(row->labels,
			   cordon_name_labels(wire, row->length, starts)) ?:
		TEST_EQUAL(row->labels,
			   cordon_name_labels(wire, row->length, NULL));
	if (fault || row->labels < 0)
		return fault;
	return TEST_EQUAL(strlen(row->text),
			  cordon_name_to_text(wire, row->length, text,
					      sizeof(text))) ?:
	       TEST_TEXT(row->text, text);
}

static const char *check_starts(const void *none)
{
	static const u8 wire[] = "\3www\7example\3com";
	u8 starts[CORDON_NAME_LABELS];

	return TEST_EQUAL(3, cordon_name_labels(wire, 16, starts)) ?:
	       TEST_EQUAL(0, starts[0]) ?:
	       TEST_EQUAL(4, starts[1]) ?:
	       TEST_EQUAL(12, starts[2]);
}

static const char *check_most_labels(const void *none)
{
	u8 *starts = cordon_test_alloc(CORDON_NAME_LABELS);
	u8 wire[CORDON_NAME_MAX + 2];
	const char *fault;
	int i;

	for (i = 0; i < 128; i++) {
		wire[2 * i] = 1;
		wire[2 * i + 1] = 'a';
	}
	fault = TEST_EQUAL(127, cordon_name_labels(wire, 254, starts));
	for (i = 0; i < 127 && !fault; i++)
		fault = TEST_EQUAL(2 * i, starts[i]);
	fault = fault ?: TEST_EQUAL(-EBADMSG,
				    cordon_name_labels(wire, 256, starts));
	cordon_test_free(starts);
	return fault;
}

/* However little room there is, the text is cut and ends. */
static const char *check_cut(const void *none)
{
	static const u8 wire[] = "\3www\7\"xample\3com";
	const char *fault = NULL;
	size_t size, used;
	char text[40];

	for (size = 0; size < sizeof(text) && !fault; size++) {
		memset(text, 'Z', sizeof(text));
		used = cordon_name_to_text(wire, sizeof(wire) - 1, text, size);
		fault = TEST_HOLDS(used <= (size ? size - 1 : 0)) ?:
			TEST_EQUAL('Z', text[size]) ?:
			TEST_HOLDS(!size || !text[used]);
	}
	return fault;
}

static const char *check_longest_text(const void *none)
{
	char *text = cordon_test_alloc(CORDON_NAME_TEXT_MAX);
	u8 wire[CORDON_NAME_MAX], back[CORDON_NAME_MAX];
	const char *fault;
	size_t length, i;

	memset(wire, 0xfe, sizeof(wire));
	for (i = 0; i < 192; i += 64)
		wire[i] = 63;
	wire[192] = 61;
	length = cordon_name_to_text(wire, sizeof(wire), text,
				     CORDON_NAME_TEXT_MAX);
	fault = TEST_EQUAL(4 * 250 + 3, length) ?:
		TEST_EQUAL(254, cordon_name_from_text(text, length, back)) ?:
		TEST_EQUAL(0, memcmp(wire, back, sizeof(wire)));
	cordon_test_free(text);
	return fault;
}

/* Letters of ASCII and no other byte, lengths included. */
static const char *check_fold(const void *none)
{
	static const u8 folded[] = "\5azaz@\4[`{\xc1\3a.z";
	u8 wire[] = "\5AZaz@\4[`{\xc1\3A.Z";
	const char *fault;
	u8 every[256];
	int i;

	cordon_name_fold(wire, sizeof(wire) - 1);
	fault = TEST_EQUAL(0, memcmp(folded, wire, sizeof(wire)));
	for (i = 0; i < 256; i++)
		every[i] = (u8)i;
	cordon_name_fold(every, sizeof(every));
	for (i = 0; i < 256 && !fault; i++)
		fault = TEST_EQUAL(i >= 'A' && i <= 'Z' ? i + 32 : i, every[i]);
	return fault;
}

static const struct test_covers {
	const char *title;		/* the suffix */
	const char *name;
	bool covers;
} coverings[] = {
	{ "\10facebook\3com", "\10facebook\3com", true },
	{ "\10facebook\3com", "\3www\10facebook\3com", true },
	{ "\10facebook\3com", "\1a\1b\10facebook\3com", true },
	{ "\10facebook\3com", "\13notfacebook\3com", false },
	{ "\10facebook\3com", "\10facebook\3com\7example", false },
	{ "\10facebook\3com", "\3com", false },
	{ "\10facebook\3com", "\10facebook", false },
	{ "\10facebook\3com", "", false },
	{ "", "\3com", true },
	{ "", "", true },
	/* Bytes of a label that look like a suffix are data. */
	{ "\3com", "\6xx\3com", false },
	{ "\1a", "\3x\1a", false },
	{ "\1a\1b", "\3a.b", false },
	{ "\3a.b", "\1a\1b", false },
	{ "\1a", "\1A", false },	/* who asks folds */
};

static const char *check_covers(const void *any)
{
	const struct test_covers *row = any;

	return TEST_EQUAL(row->covers,
			  cordon_name_covers((const u8 *)row->title,
					     strlen(row->title),
					     (const u8 *)row->name,
					     strlen(row->name)));
}

static const struct cordon_test_case name_cases[] = {
	TEST_TABLE(texts, check_text),
	TEST_ONCE(check_text_length),
	TEST_ONCE(check_longest),
	TEST_TABLE(wires, check_wire),
	TEST_ONCE(check_starts),
	TEST_ONCE(check_most_labels),
	TEST_ONCE(check_cut),
	TEST_ONCE(check_longest_text),
	TEST_ONCE(check_fold),
	TEST_TABLE(coverings, check_covers),
};

#endif /* _CORDON_ENGINE_TESTS_NAME_CASES_H */
