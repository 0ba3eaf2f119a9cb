// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Names: text to wire labels and back, and what lies under what
 */
#include "engine/name.h"
#include "engine/tests/model.h"
#include "engine/tests/name_cases.h"
#include "cases.h"
#include "kselftest_harness.h"

TEST(cases)
{
	EXPECT_EQ(0, cases_faults(name_cases, ARRAY_SIZE(name_cases)));
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

/* Any bytes: a name to the engine exactly when it is one to the model. */
TEST(labels_against_model)
{
	struct cordon_model_name model;
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
		is_name = cordon_model_name_read(&model, wire, length);
		names += is_name;
		ASSERT_EQ(is_name ? model.count : -EBADMSG,
			  cordon_name_labels(wire, length, NULL));
		free(wire);
	}
	EXPECT_LT(1000U, names);
}

TEST(covers_against_model)
{
	struct cordon_model_name model_suffix;
	struct cordon_model_name model_name;
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
		if (!cordon_model_name_read(&model_suffix, suffix, suffix_length) ||
		    !cordon_model_name_read(&model_name, name, length))
			continue;
		covers = cordon_model_name_covers(&model_suffix, &model_name);
		covered += covers;
		ASSERT_EQ(covers, cordon_name_covers(suffix, suffix_length,
						     name, length));
	}
	EXPECT_LT(1000U, covered);
}

TEST_HARNESS_MAIN
