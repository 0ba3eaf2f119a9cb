// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * One direction of a TCP connection: segments in, the peer's bytes out
 */
#include "engine/tests/stream_cases.h"
#include "cases.h"
#include "kselftest_harness.h"

#define SIZE	256U

TEST(cases)
{
	EXPECT_EQ(0, cases_faults(stream_cases, ARRAY_SIZE(stream_cases)));
}

/*
 * More than all sequence numbers there are, in segments that overlap, come
 * twice or too late: each byte is read once and in its place.
 */
TEST(longer_than_the_numbers)
{
	static u8 room[CORDON_WINDOW_MEMORY(SIZE)], segment[SIZE];
	struct cordon_stream stream;
	u64 total = (1ULL << 32) + 100000, next = 0, end;
	u32 state = 1, round = 0, i;
	const u8 *bytes;

	cordon_stream_init(&stream, FIRST, room, SIZE);
	/* Gone the long way in one step: the numbers of a long download. */
	stream.window.start = total - 100000;
	stream.window.read = total - 100000;
	stream.window.ready = total - 100000;
	stream.window.last = total - 100000;
	next = total - 100000;
	while (next < total) {
		u32 back = round++ % 3 ? 0 : 40, length;

		state = state * 1103515245 + 12345;
		length = 1 + (state >> 16) % 150 + back;
		end = next - back + length;
		for (i = 0; i < length; i++)
			segment[i] = (u8)((next - back + i) * 7);
		ASSERT_EQ(CORDON_STREAM_TAKEN,
			  cordon_stream_add(&stream,
					    FIRST + (u32)(next - back), segment,
					    length, false));
		while ((i = cordon_window_peek(&stream.window, &bytes))) {
			ASSERT_EQ((u8)(next * 7), bytes[0]);
			ASSERT_EQ((u8)((next + i - 1) * 7), bytes[i - 1]);
			cordon_window_advance(&stream.window, i);
			next += i;
		}
		ASSERT_EQ(end, next);
		cordon_window_release(&stream.window);
	}
	EXPECT_LE(total, next);
}

TEST_HARNESS_MAIN
