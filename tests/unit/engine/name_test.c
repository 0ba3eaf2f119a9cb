// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Names: text to wire labels and back, and what lies under what
 */
#include "model.h"
#include "engine/name.h"
#include "kselftest_harness.h"

#define X10	"xxxxxxxxxx"
#define X61	X10 X10 X10 X10 X10 X10 "x"
#define X63	X61 "xx"
/* 3 * 64 bytes on the wire; 61 more make CORDON_NAME_MAX. */
#define X189	X63 "." X63 "." X63

static const struct {
	const char *text;
	const char *wire;		/* NULL: refused */
	size_t length;
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
	{ "\xc3\xa9.example", "\2\xc3\xa9\7example", 11 },
	{ "a b", "\3a b", 4 },
	{ X63, "\77" X63, 64 },
	{ "", NULL, 0 },
	{ "..", NULL, 0 },
	{ ".a", NULL, 0 },
	{ "a..b", NULL, 0 },
	{ "a..", NULL, 0 },
	{ X63 "x", NULL, 0 },
	{ "a\\", NULL, 0 },
	{ "a\\25", NULL, 0 },
	{ "a\\2", NULL, 0 },
	{ "a\\256", NULL, 0 },
	{ "a\\2x5", NULL, 0 },
	{ "a\\999", NULL, 0 },
	{ "a\\1:0", NULL, 0 },		/* the bytes beside the digits */
	{ "a\\1/0", NULL, 0 },
};

TEST(from_text)
{
	u8 wire[CORDON_NAME_MAX];
	size_t i;

	for (i = 0; i < ARRAY_SIZE(texts); i++) {
		int length = cordon_name_from_text(texts[i].text,
						   strlen(texts[i].text), wire);

		if (!texts[i].wire) {
			EXPECT_EQ(-EINVAL, length)
				TH_LOG("'%s' is taken", texts[i].text);
			continue;
		}
		ASSERT_EQ((int)texts[i].length, length)
			TH_LOG("'%s'", texts[i].text);
		EXPECT_EQ(0, memcmp(texts[i].wire, wire, texts[i].length))
			TH_LOG("'%s'", texts[i].text);
	}
}

/* The length is the caller's: nothing ends the text but that. */
TEST(from_text_length)
{
	u8 wire[CORDON_NAME_MAX];

	EXPECT_EQ(4, cordon_name_from_text("abcdef", 3, wire));
	EXPECT_EQ(4, cordon_name_from_text("a\0b", 3, wire));
	EXPECT_EQ(0, memcmp("\3a\0b", wire, 4));
	EXPECT_EQ(-EINVAL, cordon_name_from_text("a\\046", 4, wire));
	EXPECT_EQ(-EINVAL, cordon_name_from_text("abc", 0, wire));
}

TEST(from_text_longest)
{
	static const char longest[] = X189 "." X61;
	static const char longer[] = X189 "." X61 "x";
	static const char dot[] = X189 "." X61 ".";
	u8 *wire = malloc(CORDON_NAME_MAX);

	ASSERT_NE(NULL, wire);
	EXPECT_EQ(254, cordon_name_from_text(longest, strlen(longest), wire));
	EXPECT_EQ(254, cordon_name_from_text(dot, strlen(dot), wire));
	EXPECT_EQ(-EINVAL, cordon_name_from_text(longer, strlen(longer), wire));
	free(wire);
}

TEST(to_text)
{
	static const struct {
		const char *wire;
		size_t length;
		const char *text;
	} names[] = {
		{ "\3www\7example\3com", 16, "www.example.com" },
		{ "\3a.b\1c", 6, "a\\046b.c" },
		{ "\2\0\xff", 3, "\\000\\255" },
		{ "\1\n", 2, "\\010" },
		{ "\1\x1b", 2, "\\027" },
		{ "\1\x7f", 2, "\\127" },
		{ "\2\xc3\xa9", 3, "\\195\\169" },
		{ "\1\"", 2, "\\034" },
		{ "\1\\", 2, "\\092" },
		{ "\1 ", 2, "\\032" },
		{ "\2!~", 3, "!~" },
	};
	char text[CORDON_NAME_TEXT_MAX];
	size_t i;

	for (i = 0; i < ARRAY_SIZE(names); i++) {
		size_t length = cordon_name_to_text((const u8 *)names[i].wire,
						    names[i].length, text,
						    sizeof(text));

		EXPECT_STREQ(names[i].text, text);
		EXPECT_EQ(strlen(names[i].text), length);
	}
}

static size_t random_name(u64 *state, u8 *wire, size_t most)
{
	size_t length = 0;

	while (length < most && model_below(state, 8)) {
		u32 bytes = 1 + model_below(state, model_below(state, 8) ? 5 : 63);
		u32 i;

		if (length + 1 + bytes > most)
			break;
		wire[length++] = (u8)bytes;
		for (i = 0; i < bytes; i++)
			wire[length++] = model_below(state, 4) ?
					 "aB.-"[model_below(state, 4)] :
					 (u8)model_random(state);
	}
	return length;
}

/* Names of any bytes come back folded, and a short buffer is never overrun. */
TEST(there_and_back)
{
	u8 wire[CORDON_NAME_MAX];
	u8 back[CORDON_NAME_MAX];
	char text[CORDON_NAME_TEXT_MAX];
	u64 state = 1;
	int round;

	for (round = 0; round < 20000; round++) {
		size_t length = random_name(&state, wire, sizeof(wire));
		size_t bytes = cordon_name_to_text(wire, length, text,
						   sizeof(text));
		size_t size = model_below(&state, 80);
		char *cut = malloc(size ? size : 1);
		size_t written;

		ASSERT_EQ(strlen(text), bytes);
		cordon_name_fold(wire, length);
		ASSERT_EQ((int)length, cordon_name_from_text(text, bytes, back));
		ASSERT_EQ(0, memcmp(wire, back, length));

		ASSERT_NE(NULL, cut);
		written = cordon_name_to_text(wire, length, cut, size);
		if (size) {
			ASSERT_LT(written, size);
			ASSERT_EQ('\0', cut[written]);
		} else {
			ASSERT_EQ(0U, written);
		}
		free(cut);
	}
}

TEST(longest_text)
{
	u8 wire[CORDON_NAME_MAX];
	char *text = malloc(CORDON_NAME_TEXT_MAX);
	u8 back[CORDON_NAME_MAX];
	size_t length;
	size_t i;

	ASSERT_NE(NULL, text);
	memset(wire, 0xfe, sizeof(wire));
	for (i = 0; i < 192; i += 64)
		wire[i] = 63;
	wire[192] = 61;
	length = cordon_name_to_text(wire, sizeof(wire), text,
				     CORDON_NAME_TEXT_MAX);
	EXPECT_EQ(4U * 250 + 3, length);
	EXPECT_EQ(254, cordon_name_from_text(text, length, back));
	EXPECT_EQ(0, memcmp(wire, back, sizeof(wire)));
	free(text);
}

TEST(labels)
{
	static const struct {
		const char *wire;
		size_t length;
		int count;
	} names[] = {
		{ "\3www\7example\3com", 16, 3 },
		{ "", 0, 0 },
		{ "\1a", 2, 1 },
		{ "\1a\1b", 4, 2 },
		{ "\77" X63, 64, 1 },
		{ "\1", 1, -EBADMSG },		/* a byte is missing */
		{ "\3www\7exampl", 11, -EBADMSG },
		{ "\1a\0", 3, -EBADMSG },	/* the root does not belong */
		{ "\0", 1, -EBADMSG },
		{ "\100" X63 "x", 65, -EBADMSG },
		{ "\300\14", 2, -EBADMSG },	/* a pointer */
	};
	u8 starts[CORDON_NAME_LABELS];
	size_t i;

	for (i = 0; i < ARRAY_SIZE(names); i++) {
		const u8 *wire = (const u8 *)names[i].wire;

		EXPECT_EQ(names[i].count,
			  cordon_name_labels(wire, names[i].length, starts))
			TH_LOG("row %zu", i);
		EXPECT_EQ(names[i].count,
			  cordon_name_labels(wire, names[i].length, NULL));
	}
	EXPECT_EQ(3, cordon_name_labels((const u8 *)names[0].wire, 16, starts));
	EXPECT_EQ(0, starts[0]);
	EXPECT_EQ(4, starts[1]);
	EXPECT_EQ(12, starts[2]);
}

TEST(most_labels)
{
	u8 wire[CORDON_NAME_MAX + 2];
	u8 *starts = malloc(CORDON_NAME_LABELS);
	int i;

	ASSERT_NE(NULL, starts);
	for (i = 0; i < 128; i++) {
		wire[2 * i] = 1;
		wire[2 * i + 1] = 'a';
	}
	EXPECT_EQ(127, cordon_name_labels(wire, 254, starts));
	for (i = 0; i < 127; i++)
		EXPECT_EQ(2 * i, starts[i]);
	EXPECT_EQ(-EBADMSG, cordon_name_labels(wire, 256, starts));
	free(starts);
}

/* Any bytes: a name to the engine exactly when it is one to the model. */
TEST(labels_against_model)
{
	struct model_name model;
	u64 state = 2;
	u32 names = 0;
	int round;

	for (round = 0; round < 50000; round++) {
		size_t length = model_below(&state, 12);
		u8 *wire = malloc(length ? length : 1);
		bool is_name;
		size_t i;

		ASSERT_NE(NULL, wire);
		for (i = 0; i < length; i++)
			wire[i] = model_below(&state, 8) ?
				  (u8)model_below(&state, 5) :
				  (u8)model_random(&state);
		is_name = model_name_read(&model, wire, length);
		names += is_name;
		ASSERT_EQ(is_name ? model.count : -EBADMSG,
			  cordon_name_labels(wire, length, NULL));
		free(wire);
	}
	EXPECT_LT(1000U, names);
}

TEST(fold)
{
	u8 wire[] = "\5AZaz@\4[`{\xc1\3A.Z";
	static const u8 folded[] = "\5azaz@\4[`{\xc1\3a.z";

	cordon_name_fold(wire, sizeof(wire) - 1);
	EXPECT_EQ(0, memcmp(folded, wire, sizeof(wire)));
}

TEST(covers)
{
	static const struct {
		const char *suffix;
		const char *name;
		bool covers;
	} pairs[] = {
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
	size_t i;

	for (i = 0; i < ARRAY_SIZE(pairs); i++)
		EXPECT_EQ(pairs[i].covers,
			  cordon_name_covers((const u8 *)pairs[i].suffix,
					     strlen(pairs[i].suffix),
					     (const u8 *)pairs[i].name,
					     strlen(pairs[i].name)))
			TH_LOG("row %zu", i);
}

TEST(covers_against_model)
{
	struct model_name model_suffix;
	struct model_name model_name;
	u8 name[CORDON_NAME_MAX];
	u64 state = 3;
	u32 covered = 0;
	int round;

	for (round = 0; round < 50000; round++) {
		size_t length = random_name(&state, name, 40);
		size_t from = model_below(&state, (u32)length + 1);
		u8 suffix[CORDON_NAME_MAX];
		size_t suffix_length = length - from;
		bool covers;

		/* The name's end, from a label on or not, changed or not. */
		memcpy(suffix, name + from, suffix_length);
		if (suffix_length && !model_below(&state, 4))
			suffix[model_below(&state, (u32)suffix_length)] ^= 1;
		if (!model_name_read(&model_suffix, suffix, suffix_length) ||
		    !model_name_read(&model_name, name, length))
			continue;
		covers = model_name_covers(&model_suffix, &model_name);
		covered += covers;
		ASSERT_EQ(covers, cordon_name_covers(suffix, suffix_length,
						     name, length));
	}
	EXPECT_LT(1000U, covered);
}

TEST_HARNESS_MAIN
