// SPDX-License-Identifier: GPL-2.0-only
/*
 * Cordon - KUnit: characters of text that a person wrote
 */
#include "engine/utf8.h"
#include "fixture.h"

struct sequence {
	const char *desc;
	const char *bytes;
	unsigned int used;		/* 0: not valid */
	unsigned int character;
	bool printable;
};

/* The edges of RFC 3629, 4, and what lies beside them. */
static const struct sequence sequences[] = {
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

static void describe_sequence(const struct sequence *row, char *desc)
{
	cordon_test_describe(desc, row->desc);
}

KUNIT_ARRAY_PARAM(sequence, sequences, describe_sequence);

static void test_next(struct kunit *test)
{
	const struct sequence *row = test->param_value;
	unsigned int character = 0, length = strlen(row->bytes), cut;

	KUNIT_ASSERT_EQ(test, row->used,
			cordon_utf8_next(row->bytes, length, &character));
	KUNIT_EXPECT_EQ(test, row->character, character);
	KUNIT_EXPECT_EQ(test, row->used,
			cordon_utf8_next(row->bytes, length, NULL));
	if (row->used)
		KUNIT_EXPECT_EQ(test, row->printable,
				cordon_utf8_is_printable(character));
	for (cut = 0; cut < length; cut++)
		KUNIT_EXPECT_EQ(test, 0U,
				cordon_utf8_next(row->bytes, cut, NULL));
}

static void test_nothing(struct kunit *test)
{
	KUNIT_EXPECT_EQ(test, 0U, cordon_utf8_next("a", 0, NULL));
	KUNIT_EXPECT_EQ(test, 1U, cordon_utf8_next("\0a", 2, NULL));
}

static struct kunit_case utf8_cases[] = {
	KUNIT_CASE_PARAM(test_next, sequence_gen_params),
	KUNIT_CASE(test_nothing),
	{}
};

static struct kunit_suite utf8_suite = {
	.name = "cordon_utf8",
	.test_cases = utf8_cases,
};

kunit_test_suite(utf8_suite);
