/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * Cordon engine's tests - characters of text that a person wrote
 */
#ifndef _CORDON_ENGINE_TESTS_UTF8_CASES_H
#define _CORDON_ENGINE_TESTS_UTF8_CASES_H

#include "cases.h"
#include "engine/utf8.h"

/* The edges of RFC 3629, 4, and what lies beside them. */
static const struct test_sequence {
	const char *title;
	const char *bytes;
	unsigned int used;		/* 0: not valid */
	unsigned int character;
	bool printable;
} sequences[] = {
	{ "letter", "a", 1, 'a', true },
	{ "delete", "\x7f", 1, 0x7f, false },
	{ "newline", "\n", 1, '\n', false },
	{ "two_first", "\xc2\x80", 2, 0x80, false },
	{ "two_shown", "\xc2\xa0", 2, 0xa0, true },
	{ "two_last", "\xdf\xbf", 2, 0x7ff, true },
	{ "two_overlong", "\xc1\xbf", 0, 0, false },
	{ "three_first", "\xe0\xa0\x80", 3, 0x800, true },
	{ "three_overlong", "\xe0\x9f\xbf", 0, 0, false },
	{ "before_surrogates", "\xed\x9f\xbf", 3, 0xd7ff, true },
	{ "surrogate", "\xed\xa0\x80", 0, 0, false },
	{ "last_surrogate", "\xed\xbf\xbf", 0, 0, false },
	{ "behind_surrogates", "\xee\x80\x80", 3, 0xe000, true },
	{ "three_last", "\xef\xbf\xbd", 3, 0xfffd, true },
	{ "noncharacter", "\xef\xbf\xbf", 3, 0xffff, false },
	{ "four_first", "\xf0\x90\x80\x80", 4, 0x10000, true },
	{ "four_overlong", "\xf0\x8f\xbf\xbf", 0, 0, false },
	{ "four_last", "\xf4\x8f\xbf\xbd", 4, 0x10fffd, true },
	{ "too_high", "\xf4\x90\x80\x80", 0, 0, false },
	{ "five_bytes", "\xf8\x88\x80\x80\x80", 0, 0, false },
	{ "continuation", "\x80", 0, 0, false },
	{ "no_continuation", "\xc3(", 0, 0, false },
	{ "right_to_left", "\xe2\x80\xae", 3, 0x202e, false },
	{ "zero_width", "\xe2\x80\x8b", 3, 0x200b, false },
	{ "byte_order_mark", "\xef\xbb\xbf", 3, 0xfeff, false },
	{ "soft_hyphen", "\xc2\xad", 2, 0xad, false },
};

static const char *check_sequence(const void *any)
{
	const struct test_sequence *row = any;
	unsigned int character = 0;
	const char *fault;
	size_t length = strlen(row->bytes), cut;

	fault = TEST_EQUAL(row->used, cordon_utf8_next(row->bytes, length,
						       &character)) ?:
		TEST_EQUAL(row->character, character) ?:
		TEST_EQUAL(row->used, cordon_utf8_next(row->bytes, length, NULL)) ?:
		TEST_HOLDS(!row->used || row->printable ==
			   cordon_utf8_is_printable(character));
	for (cut = 0; cut < length && !fault; cut++)
		fault = TEST_EQUAL(0, cordon_utf8_next(row->bytes, cut, NULL));
	return fault;
}

static const char *check_nothing(const void *none)
{
	return TEST_EQUAL(0, cordon_utf8_next("a", 0, NULL)) ?:
	       TEST_EQUAL(1, cordon_utf8_next("\0a", 2, NULL));
}

static const struct cordon_test_case utf8_cases[] = {
	TEST_TABLE(sequences, check_sequence),
	TEST_ONCE(check_nothing),
};

#endif /* _CORDON_ENGINE_TESTS_UTF8_CASES_H */
