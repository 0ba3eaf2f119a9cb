// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * A window over bytes that arrive in any order, against a model that keeps all
 */
#include <stdlib.h>

#include "engine/names/window.h"
#include "kselftest_harness.h"

#define SIZE	64U

FIXTURE(window)
{
	u8 *memory;
	struct cordon_window window;
};

FIXTURE_SETUP(window)
{
	self->memory = malloc(CORDON_WINDOW_MEMORY(SIZE));
	ASSERT_NE(NULL, self->memory);
	/* What was there before must not matter. */
	memset(self->memory, 0xff, CORDON_WINDOW_MEMORY(SIZE));
	cordon_window_init(&self->window, self->memory, SIZE);
}

FIXTURE_TEARDOWN(window)
{
	free(self->memory);
}

static enum cordon_window_add add(struct cordon_window *window, u64 offset,
				  const char *text)
{
	return cordon_window_add(window, offset, (const u8 *)text,
				 (u32)strlen(text));
}

static bool next_is(struct cordon_window *window, const char *text)
{
	const u8 *bytes;
	u32 length = cordon_window_peek(window, &bytes);

	return length == strlen(text) && !memcmp(bytes, text, length);
}

TEST_F(window, in_order)
{
	EXPECT_TRUE(next_is(&self->window, ""));
	EXPECT_EQ(CORDON_WINDOW_TAKEN, add(&self->window, 0, "hello"));
	EXPECT_TRUE(next_is(&self->window, "hello"));
	cordon_window_advance(&self->window, 2);
	EXPECT_TRUE(next_is(&self->window, "llo"));
	EXPECT_EQ(CORDON_WINDOW_TAKEN, add(&self->window, 5, " world"));
	EXPECT_TRUE(next_is(&self->window, "llo world"));
	EXPECT_EQ(CORDON_WINDOW_TAKEN, add(&self->window, 11, ""));
	EXPECT_TRUE(next_is(&self->window, "llo world"));
}

TEST_F(window, gaps)
{
	EXPECT_EQ(CORDON_WINDOW_TAKEN, add(&self->window, 6, "world"));
	EXPECT_TRUE(next_is(&self->window, ""));
	EXPECT_EQ(CORDON_WINDOW_TAKEN, add(&self->window, 2, "ll"));
	EXPECT_EQ(CORDON_WINDOW_TAKEN, add(&self->window, 0, "he"));
	EXPECT_TRUE(next_is(&self->window, "hell"));
	EXPECT_EQ(CORDON_WINDOW_TAKEN, add(&self->window, 3, "lo wo"));
	EXPECT_TRUE(next_is(&self->window, "hello world"));
}

/* Bytes that come again must be the same, read or not. */
TEST_F(window, conflicts)
{
	EXPECT_EQ(CORDON_WINDOW_TAKEN, add(&self->window, 0, "good.example"));
	cordon_window_advance(&self->window, 12);
	EXPECT_EQ(CORDON_WINDOW_TAKEN, add(&self->window, 0, "good"));
	EXPECT_EQ(CORDON_WINDOW_TAKEN, add(&self->window, 5, "example.org"));
	EXPECT_EQ(CORDON_WINDOW_CONFLICT, add(&self->window, 0, "evil.example"));
	EXPECT_EQ(CORDON_WINDOW_CONFLICT, add(&self->window, 11, "E"));
	EXPECT_EQ(CORDON_WINDOW_CONFLICT, add(&self->window, 15, "G!"));
	/* Nothing of a conflicting piece was taken. */
	EXPECT_TRUE(next_is(&self->window, ".org"));
	EXPECT_EQ(CORDON_WINDOW_TAKEN, add(&self->window, 20, "x"));
	EXPECT_EQ(CORDON_WINDOW_CONFLICT, add(&self->window, 16, "abcdX"));
	EXPECT_EQ(CORDON_WINDOW_TAKEN, add(&self->window, 16, "1234x"));
	EXPECT_TRUE(next_is(&self->window, ".org1234x"));
}

TEST_F(window, end)
{
	char text[SIZE + 2];

	memset(text, 'a', sizeof(text));
	text[SIZE + 1] = '\0';
	EXPECT_EQ(CORDON_WINDOW_BEYOND, add(&self->window, 0, text));
	EXPECT_EQ(CORDON_WINDOW_BEYOND, add(&self->window, SIZE, "a"));
	EXPECT_EQ(CORDON_WINDOW_BEYOND, add(&self->window, ~0ULL - 3, "abc"));
	EXPECT_EQ(CORDON_WINDOW_TAKEN, add(&self->window, SIZE - 1, "a"));
	text[SIZE] = '\0';
	EXPECT_EQ(CORDON_WINDOW_TAKEN, add(&self->window, 0, text));
	EXPECT_TRUE(next_is(&self->window, text));
	cordon_window_advance(&self->window, SIZE);
	EXPECT_TRUE(next_is(&self->window, ""));
	EXPECT_EQ(CORDON_WINDOW_BEYOND, add(&self->window, SIZE, "a"));
	/* What is released makes room, and cannot be compared any more. */
	cordon_window_release(&self->window);
	EXPECT_EQ(CORDON_WINDOW_TAKEN, add(&self->window, SIZE - 1, "Xb"));
	EXPECT_TRUE(next_is(&self->window, "b"));
	EXPECT_EQ(CORDON_WINDOW_TAKEN, add(&self->window, 0, "old"));
	EXPECT_EQ(CORDON_WINDOW_CONFLICT, add(&self->window, SIZE, "c"));
}

/**
 * struct model - all bytes ever, kept plainly
 * @bytes: what first came at each offset
 * @seen: it came
 * @start: what lies before was released
 * @read: what lies before was read
 */
struct model {
	u8 bytes[4096];
	bool seen[4096];
	u64 start;
	u64 read;
};

static enum cordon_window_add model_add(struct model *model, u64 offset,
					const u8 *bytes, u32 length)
{
	u32 i;

	for (i = 0; i < length; i++)
		if (offset + i >= model->start + SIZE)
			return CORDON_WINDOW_BEYOND;
	for (i = 0; i < length; i++)
		if (offset + i >= model->start && model->seen[offset + i] &&
		    model->bytes[offset + i] != bytes[i])
			return CORDON_WINDOW_CONFLICT;
	for (i = 0; i < length; i++)
		if (offset + i >= model->start) {
			model->bytes[offset + i] = bytes[i];
			model->seen[offset + i] = true;
		}
	return CORDON_WINDOW_TAKEN;
}

static u32 pick(u64 *state, u32 limit)
{
	*state = *state * 6364136223846793005ULL + 1442695040888963407ULL;
	return (u32)(*state >> 33) % limit;
}

TEST_F(window, like_the_model)
{
	static struct model model;
	u64 state = 1, taken = 0, refused = 0;
	const u8 *bytes;
	u8 piece[SIZE + 8];
	u32 round, i;

	for (round = 0; round < 300000 && model.read < 4096 - 2 * SIZE; round++) {
		u32 length = pick(&state, pick(&state, 4) ? 6 : SIZE + 8);
		u64 offset = model.start + pick(&state, SIZE + 4);
		enum cordon_window_add is, should;

		offset -= offset < 4 ? 0 : pick(&state, 4);
		/* Mostly what belongs there. */
		for (i = 0; i < length; i++)
			piece[i] = (u8)((offset + i) * 37 + !pick(&state, 60));
		should = model_add(&model, offset, piece, length);
		is = cordon_window_add(&self->window, offset, piece, length);
		ASSERT_EQ(should, is);
		taken += is == CORDON_WINDOW_TAKEN;
		refused += is == CORDON_WINDOW_CONFLICT;
		for (;;) {
			u32 ready = cordon_window_peek(&self->window, &bytes);

			ASSERT_EQ(model.seen[model.read], ready > 0);
			if (!ready)
				break;
			i = 1 + pick(&state, ready);
			ASSERT_EQ(0, memcmp(bytes, model.bytes + model.read, i));
			cordon_window_advance(&self->window, i);
			model.read += i;
		}
		if (!pick(&state, 3)) {
			cordon_window_release(&self->window);
			model.start = model.read;
		}
	}
	EXPECT_LT(100, taken);
	EXPECT_LT(100, refused);
	EXPECT_LT(4096 - 3 * SIZE, model.read);
}

TEST_HARNESS_MAIN
