// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Fuzz target: a stream by its sequence numbers, against a model that keeps all
 * bytes and knows no ring
 *
 * The input is a row of steps. Most bytes of segments are what stands at their
 * place in a text that never changes, so that they agree.
 */
#include <stdlib.h>

#include "engine/names/stream.h"
#include "fuzz.h"

#define MODEL_BYTES	131072U
#define STEPS_MAX	512U
#define SEGMENT_MAX	1024U

/**
 * struct model - all that came
 * @size: of the window
 * @start: what lies before it was released
 * @read: first byte that was not read
 * @last: behind the last byte that ever came
 * @seen: which bytes came
 * @byte: the bytes
 */
struct model {
	u32 size;
	u32 start;
	u32 read;
	u32 last;
	bool seen[MODEL_BYTES];
	u8 byte[MODEL_BYTES];
};

static struct model model;

static u8 text_at(u32 offset)
{
	return (u8)(offset * 167 + (offset >> 8) * 13);
}

static u32 model_ready(void)
{
	u32 at = model.read;

	while (model.seen[at])
		at++;
	return at;
}

/* @from may lie before the stream's first byte. */
static enum cordon_stream_add model_add(long long from, const u8 *bytes, u32 length,
					bool urgent)
{
	long long end = from + length, at;

	if (from < model.start && end <= model.start)
		return CORDON_STREAM_TAKEN;
	if (from < model.start)
		from = model.start;
	bytes += length - (end - from);
	if (end > from && end > (long long)model.start + model.size)
		return CORDON_STREAM_BEYOND;
	for (at = from; at < end; at++)
		if (model.seen[at] && model.byte[at] != bytes[at - from])
			return CORDON_STREAM_CONFLICT;
	for (at = from; at < end; at++) {
		model.seen[at] = true;
		model.byte[at] = bytes[at - from];
	}
	if (end > from && end > model.last)
		model.last = (u32)end;
	return urgent ? CORDON_STREAM_URGENT : CORDON_STREAM_TAKEN;
}

/* A segment somewhere about the window, behind it or before it. */
static void add(struct cordon_stream *stream, struct fuzz_input *input, u8 how)
{
	long long about = 2LL * model.size;
	long long offset = model.start + (s16)fuzz_16(input) % about;
	u32 length = how & 4 ? fuzz_16(input) % SEGMENT_MAX : fuzz_byte(input);
	bool urgent = how & 8;
	enum cordon_stream_add added;
	u8 *bytes = malloc(length);
	u32 i;

	if (!bytes)
		abort();
	/* What the window has at the right place is the likeliest. */
	if (how & 16)
		offset = (long long)model_ready() + (s8)fuzz_byte(input);
	/* Far away, but not so far that one cannot tell before from behind. */
	if ((how & 0xe0) == 0xc0)
		offset += (how & 4 ? 1LL : -1LL) * (1LL << fuzz_byte(input) % 31);
	for (i = 0; i < length; i++)
		bytes[i] = text_at((u32)(offset + i));
	if (how & 32 && length)
		bytes[fuzz_byte(input) % length] ^= 1U << (how >> 6);
	added = cordon_stream_add(stream, stream->first + (u32)offset, bytes,
				  length, urgent);
	FUZZ_NEED(added == model_add(offset, bytes, length, urgent),
		  "a segment is taken, or not, as the model says");
	free(bytes);
}

/* All that can be read, or only a part of it. */
static void take(struct cordon_window *window, u32 most)
{
	const u8 *bytes;
	u32 length;

	while (most && (length = cordon_window_peek(window, &bytes))) {
		FUZZ_NEED(length <= model_ready() - model.read,
			  "no more can be read than came");
		FUZZ_NEED(!memcmp(bytes, model.byte + model.read, length),
			  "what is read is what came");
		if (length > most)
			length = most;
		cordon_window_advance(window, length);
		model.read += length;
		most -= length;
	}
	FUZZ_NEED(!most || model_ready() == model.read,
		  "all that came in one piece can be read");
}

static void skip(struct cordon_window *window)
{
	u32 at = model_ready(), from = model.read;

	while (at < model.last && !model.seen[at])
		at++;
	FUZZ_NEED(cordon_window_skip(window) == at - from,
		  "what is skipped is what is missing");
	model.read = at;
	model.start = at;
}

static void step(struct cordon_stream *stream, struct fuzz_input *input)
{
	struct cordon_window *window = &stream->window;
	u8 how = fuzz_byte(input);
	bool gap = model.last > model_ready();

	FUZZ_NEED(cordon_window_has_gap(window) == gap,
		  "a gap is where the model has one");
	switch (how & 3) {
	case 0:
	case 1:
		add(stream, input, how);
		break;
	case 2:
		take(window, how & 4 ? fuzz_byte(input) : ~0U);
		break;
	default:
		if (how & 4 && gap) {
			skip(window);
		} else {
			cordon_window_release(window);
			model.start = model.read;
		}
	}
}

int LLVMFuzzerTestOneInput(const u8 *data, size_t size)
{
	struct fuzz_input input = { data, size };
	struct cordon_stream stream;
	unsigned int steps;
	void *memory;

	/* Where the last run has left something. */
	memset(model.seen, 0, min_t(size_t, sizeof(model.seen),
				    model.last + 1U));
	model.size = 64U << fuzz_byte(&input) % 8;
	model.start = 0;
	model.read = 0;
	model.last = 0;
	memory = malloc(CORDON_WINDOW_MEMORY(model.size));
	if (!memory)
		abort();
	memset(memory, 0xa5, CORDON_WINDOW_MEMORY(model.size));
	cordon_stream_init(&stream, fuzz_32(&input), memory, model.size);
	/* The model ends somewhere: what could go over it is not tried. */
	for (steps = 0; input.left && steps < STEPS_MAX &&
	     model.start + 8 * model.size < MODEL_BYTES; steps++)
		step(&stream, &input);
	take(&stream.window, ~0U);
	free(memory);
	return 0;
}
