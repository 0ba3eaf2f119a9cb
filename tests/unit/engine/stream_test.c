// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * One direction of a TCP connection: segments in, the peer's bytes out
 */
#include <stdlib.h>

#include "engine/names/stream.h"
#include "kselftest_harness.h"

#define SIZE	256U

FIXTURE(stream)
{
	u8 memory[CORDON_WINDOW_MEMORY(SIZE)];
	struct cordon_stream stream;
};

/* The sequence numbers wrap after the first 100 bytes. */
#define FIRST	(0U - 100)

FIXTURE_SETUP(stream)
{
	cordon_stream_init(&self->stream, FIRST, self->memory, SIZE);
}

FIXTURE_TEARDOWN(stream)
{
}

static enum cordon_stream_add add(struct cordon_stream *stream, u32 offset,
				  const char *text)
{
	return cordon_stream_add(stream, FIRST + offset, (const u8 *)text,
				 (u32)strlen(text), false);
}

static bool next_is(struct cordon_stream *stream, const char *text)
{
	const u8 *bytes;
	u32 length = cordon_window_peek(&stream->window, &bytes);

	return length == strlen(text) && !memcmp(bytes, text, length);
}

TEST_F(stream, out_of_order)
{
	EXPECT_EQ(CORDON_STREAM_TAKEN, add(&self->stream, 6, "example"));
	EXPECT_TRUE(cordon_window_has_gap(&self->stream.window));
	EXPECT_TRUE(next_is(&self->stream, ""));
	EXPECT_EQ(CORDON_STREAM_TAKEN, add(&self->stream, 0, "other."));
	EXPECT_FALSE(cordon_window_has_gap(&self->stream.window));
	EXPECT_TRUE(next_is(&self->stream, "other.example"));
}

/* The retransmission that carries another name (desynchronisation). */
TEST_F(stream, retransmission)
{
	EXPECT_EQ(CORDON_STREAM_TAKEN, add(&self->stream, 0, "maps.example"));
	cordon_window_advance(&self->stream.window, 12);
	EXPECT_EQ(CORDON_STREAM_TAKEN, add(&self->stream, 0, "maps.example"));
	EXPECT_EQ(CORDON_STREAM_TAKEN, add(&self->stream, 5, "example/path"));
	EXPECT_EQ(CORDON_STREAM_CONFLICT, add(&self->stream, 0, "chat.example"));
	EXPECT_EQ(CORDON_STREAM_CONFLICT, add(&self->stream, 10, "le/PATH"));
	EXPECT_TRUE(next_is(&self->stream, "/path"));
}

/* What lies before the first byte was never the peer's. */
TEST_F(stream, before_the_first_byte)
{
	EXPECT_EQ(CORDON_STREAM_TAKEN, add(&self->stream, 0U - 4, "old"));
	EXPECT_EQ(CORDON_STREAM_TAKEN, add(&self->stream, 0U - 4, "oldXnew"));
	EXPECT_TRUE(next_is(&self->stream, "new"));
	EXPECT_EQ(CORDON_STREAM_TAKEN, add(&self->stream, 0x90000000, "far"));
	EXPECT_EQ(CORDON_STREAM_BEYOND, add(&self->stream, 0x70000000, "far"));
	EXPECT_TRUE(next_is(&self->stream, "new"));
}

TEST_F(stream, urgent)
{
	EXPECT_EQ(CORDON_STREAM_URGENT,
		  cordon_stream_add(&self->stream, FIRST, (const u8 *)"ab", 2,
				    true));
	EXPECT_TRUE(next_is(&self->stream, "ab"));
	EXPECT_EQ(CORDON_STREAM_CONFLICT,
		  cordon_stream_add(&self->stream, FIRST, (const u8 *)"aX", 2,
				    true));
	EXPECT_EQ(CORDON_STREAM_TAKEN, add(&self->stream, 2, "c"));
}

TEST_F(stream, end_of_the_window)
{
	char text[SIZE + 1];

	memset(text, 'x', SIZE);
	text[SIZE] = '\0';
	EXPECT_EQ(CORDON_STREAM_BEYOND, add(&self->stream, 1, text));
	EXPECT_EQ(CORDON_STREAM_TAKEN, add(&self->stream, 0, text));
	EXPECT_EQ(CORDON_STREAM_BEYOND, add(&self->stream, SIZE, "y"));
	cordon_window_advance(&self->stream.window, SIZE);
	EXPECT_EQ(CORDON_STREAM_BEYOND, add(&self->stream, SIZE, "y"));
	cordon_window_release(&self->stream.window);
	EXPECT_EQ(CORDON_STREAM_TAKEN, add(&self->stream, SIZE, "y"));
	EXPECT_TRUE(next_is(&self->stream, "y"));
}

/*
 * More than all sequence numbers there are, in segments that overlap, come
 * twice or too late: each byte is read once and in its place.
 */
TEST_F(stream, longer_than_the_numbers)
{
	static u8 segment[SIZE];
	u64 total = (1ULL << 32) + 100000, next = 0, end;
	u32 state = 1, round = 0, i;
	const u8 *bytes;

	/* Gone the long way in one step: the numbers of a long download. */
	self->stream.window.start = total - 100000;
	self->stream.window.read = total - 100000;
	self->stream.window.ready = total - 100000;
	self->stream.window.last = total - 100000;
	next = total - 100000;
	while (next < total) {
		u32 back = round++ % 3 ? 0 : 40, length;

		state = state * 1103515245 + 12345;
		length = 1 + (state >> 16) % 150 + back;
		end = next - back + length;
		for (i = 0; i < length; i++)
			segment[i] = (u8)((next - back + i) * 7);
		ASSERT_EQ(CORDON_STREAM_TAKEN,
			  cordon_stream_add(&self->stream,
					    FIRST + (u32)(next - back), segment,
					    length, false));
		while ((i = cordon_window_peek(&self->stream.window, &bytes))) {
			ASSERT_EQ((u8)(next * 7), bytes[0]);
			ASSERT_EQ((u8)((next + i - 1) * 7), bytes[i - 1]);
			cordon_window_advance(&self->stream.window, i);
			next += i;
		}
		ASSERT_EQ(end, next);
		cordon_window_release(&self->stream.window);
	}
	EXPECT_LE(total, next);
}

TEST_HARNESS_MAIN
