// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * The engine's readers of streams: the same is said of the same bytes, whole or
 * in pieces that the input chooses
 */
#include <stdlib.h>

#include "pieces.h"

/* A reader may have more to say without a byte, but not for ever. */
#define SILENT_MAX	4U

/* Empty pieces, small ones and large ones. */
static size_t piece_length(const u8 *cuts, size_t number)
{
	u8 cut = cuts[number % PIECES_CUTS];

	if (!cut && !cuts[0] && !cuts[1] && !cuts[2] && !cuts[3])
		return 1;
	return cut < 128 ? cut : (cut - 127U) * 32U;
}

static void note(struct pieces_said *said, enum cordon_read read, size_t at,
		 u64 result)
{
	if (said->count < PIECES_EVENTS)
		said->event[said->count] = (struct pieces_event){ read, at, result };
	said->count++;
}

/* One piece; returns what the reader said of its end. */
static enum cordon_read read_piece(const struct pieces_reader *reader,
				   void *state, const u8 *bytes, size_t length,
				   size_t at, struct pieces_said *said)
{
	enum cordon_read read = CORDON_READ_DONE;
	u8 *piece = fuzz_copy(bytes, length);
	unsigned int silent = 0;
	size_t used, taken = 0;

	while (read == CORDON_READ_DONE) {
		used = ~(size_t)0;
		read = reader->read(state, piece + taken, length - taken, &used);
		FUZZ_NEED(used <= length - taken, "no more is used than is there");
		silent = used ? 0 : silent + 1;
		FUZZ_NEED(silent <= SILENT_MAX, "it comes to an end");
		taken += used;
		FUZZ_NEED(read != CORDON_READ_MORE || taken == length,
			  "all is used where more is wanted");
		if (read != CORDON_READ_MORE)
			note(said, read, at + taken,
			     read == CORDON_READ_DONE ? reader->result(state) : 0);
	}
	free(piece);
	return read;
}

/**
 * pieces_read - read a stream
 * @reader: which reader
 * @bytes: the stream
 * @length: its bytes
 * @cuts: PIECES_CUTS bytes that say how it is cut; NULL: not at all
 * @said: set to what the reader says
 */
void pieces_read(const struct pieces_reader *reader, const u8 *bytes,
		 size_t length, const u8 *cuts, struct pieces_said *said)
{
	enum cordon_read read = CORDON_READ_MORE;
	size_t at = 0, number = 0, used;
	u8 *state = malloc(reader->size);

	if (!state)
		abort();
	memset(state, 0xa5, reader->size);
	reader->init(state);
	said->count = 0;
	while (at < length && read == CORDON_READ_MORE) {
		size_t some = cuts ? piece_length(cuts, number++) : length;

		if (some > length - at)
			some = length - at;
		read = read_piece(reader, state, bytes + at, some, at, said);
		at += some;
	}
	if (read != CORDON_READ_MORE) {
		FUZZ_NEED(reader->read(state, bytes, length, &used) == read,
			  "malformed or another protocol: it stays so");
		FUZZ_NEED(!used, "nothing is used behind the end");
	}
	free(state);
}

/**
 * pieces_compare - read a stream whole and in pieces: the same must be said
 * @reader: which reader
 * @bytes: the stream
 * @length: its bytes
 * @cuts: PIECES_CUTS bytes that say how it is cut
 * @whole: set to what the reader says of it whole
 *
 * Only how much is used of what is malformed may differ: who sees a long piece
 * sees sooner that it is too long.
 */
void pieces_compare(const struct pieces_reader *reader, const u8 *bytes,
		    size_t length, const u8 *cuts, struct pieces_said *whole)
{
	static struct pieces_said cut;
	size_t i;

	pieces_read(reader, bytes, length, NULL, whole);
	pieces_read(reader, bytes, length, cuts, &cut);
	FUZZ_NEED(whole->count == cut.count,
		  "in pieces as much is said as of the whole");
	for (i = 0; i < whole->count && i < PIECES_EVENTS; i++) {
		const struct pieces_event *a = whole->event + i;
		const struct pieces_event *b = cut.event + i;

		FUZZ_NEED(a->read == b->read,
			  "in pieces the same is said as of the whole");
		FUZZ_NEED(a->read == CORDON_READ_MALFORMED || a->at == b->at,
			  "in pieces it is said at the same byte");
		FUZZ_NEED(a->result == b->result,
			  "in pieces the same is read");
	}
}
