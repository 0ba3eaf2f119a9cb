// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Readers of streams in the engine's tests
 */
#include <stdlib.h>

#include "reader.h"

/* Bytes to read in all: of a longer stream not every split is tried. */
#define WORK_MAX	8000000

/**
 * reader_host - a host as text
 * @host: any
 *
 * Return: the text, valid until the fourth next call.
 */
const char *reader_host(const struct cordon_host *host)
{
	static char texts[4][CORDON_NAME_TEXT_MAX];
	static unsigned int next;
	char *text = texts[next++ % 4];

	switch (host->kind) {
	case CORDON_HOST_NONE:
		snprintf(text, CORDON_NAME_TEXT_MAX, "-");
		break;
	case CORDON_HOST_NAME:
		cordon_name_to_text(host->name, host->length, text,
				    CORDON_NAME_TEXT_MAX);
		break;
	case CORDON_HOST_ADDRESS:
		text[0] = '@';
		cordon_address_to_text(&host->address, text + 1,
				       CORDON_ADDRESS_TEXT_MAX);
		break;
	}
	return text;
}

static void append(char *text, const char *line)
{
	size_t length = strlen(text);

	snprintf(text + length, READER_TEXT_MAX - length, "%s", line);
}

/* In memory of exactly its size. */
static u8 *exact(const u8 *bytes, size_t length)
{
	u8 *copy = malloc(length ? length : 1);

	if (!copy)
		abort();
	memcpy(copy, bytes, length);
	return copy;
}

static enum cordon_read read_piece(const struct reader *reader, void *state,
				   const u8 *bytes, size_t length, size_t at,
				   char *text)
{
	enum cordon_read read = CORDON_READ_DONE;
	u8 *piece = exact(bytes, length);
	char said[READER_TEXT_MAX], line[READER_TEXT_MAX + 64];
	size_t used, taken = 0;

	while (read == CORDON_READ_DONE) {
		used = length + 1;
		read = reader->read(state, piece + taken, length - taken, &used);
		if (used > length - taken)
			abort();
		taken += used;
		if (read == CORDON_READ_MORE && taken != length)
			abort();
		if (read == CORDON_READ_DONE) {
			reader->print(state, said, sizeof(said));
			sprintf(line, "done@%zu %s\n", at + taken, said);
			append(text, line);
			/* Behind the last byte there is nothing more to ask. */
			if (taken == length) {
				read = CORDON_READ_MORE;
				break;
			}
		}
	}
	if (read == CORDON_READ_OTHER) {
		sprintf(line, "other@%zu\n", at + taken);
		append(text, line);
	}
	if (read == CORDON_READ_MALFORMED)
		append(text, "malformed\n");
	free(piece);
	return read;
}

/**
 * reader_text - what a reader says of a stream
 * @reader: which
 * @bytes: the stream
 * @length: its bytes
 * @cut: bytes of the first piece
 * @piece: bytes of all others
 * @text: "done@OFFSET RESULT", "other@OFFSET" or "malformed", a line each;
 *	nothing where there is more to come
 */
void reader_text(const struct reader *reader, const u8 *bytes, size_t length,
		 size_t cut, size_t piece, char *text)
{
	u8 *state = malloc(reader->size);
	enum cordon_read read = CORDON_READ_MORE;
	size_t at = 0, some = cut, used;

	if (!state)
		abort();
	memset(state, 0xa5, reader->size);
	reader->init(state);
	text[0] = '\0';
	while (at < length && read == CORDON_READ_MORE) {
		if (some > length - at)
			some = length - at;
		read = read_piece(reader, state, bytes + at, some, at, text);
		at += some;
		some = piece;
	}
	/* It stays so. */
	if (read != CORDON_READ_MORE &&
	    (reader->read(state, bytes, length, &used) != read || used))
		abort();
	free(state);
}

/* What is said of less bytes is the beginning of what is said of all. */
static bool is_beginning(const char *beginning, const char *text)
{
	return !strncmp(beginning, text, strlen(beginning));
}

/**
 * reader_differs - does a reader say what it should, however the stream comes
 * @reader: which
 * @bytes: the stream
 * @length: its bytes
 * @expected: see reader_text()
 *
 * In one piece, in single bytes, cut in two everywhere, and ending everywhere.
 *
 * Return: NULL, or what differs, valid until the next call.
 */
const char *reader_differs(const struct reader *reader, const u8 *bytes,
			   size_t length, const char *expected)
{
	static char message[2 * READER_TEXT_MAX + 64];
	char text[READER_TEXT_MAX];
	size_t i, step = 1 + length * length / WORK_MAX;

	reader_text(reader, bytes, length, length, 1, text);
	if (strcmp(expected, text)) {
		sprintf(message, "whole: %s", text);
		return message;
	}
	reader_text(reader, bytes, length, 1, 1, text);
	if (strcmp(expected, text)) {
		sprintf(message, "in bytes: %s", text);
		return message;
	}
	for (i = 1; i < length; i += step) {
		reader_text(reader, bytes, length, i, length, text);
		if (strcmp(expected, text)) {
			sprintf(message, "cut at %zu: %s", i, text);
			return message;
		}
		reader_text(reader, bytes, i, i, 1, text);
		if (!is_beginning(text, expected)) {
			sprintf(message, "ended at %zu: %s", i, text);
			return message;
		}
	}
	return NULL;
}

static u32 random_below(u64 *seed, u32 below)
{
	*seed = *seed * 6364136223846793005ULL + 1442695040888963407ULL;
	return (u32)(*seed >> 33) % below;
}

/**
 * reader_wavers - does a reader say of broken streams different things by how
 * they come
 * @reader: which
 * @bytes: the stream, to be broken at random
 * @length: its bytes, at most READER_TEXT_MAX
 * @rounds: how often
 *
 * Return: NULL, or what it says first and then, valid until the next call.
 */
const char *reader_wavers(const struct reader *reader, const u8 *bytes,
			  size_t length, unsigned int rounds)
{
	/* What many of them treat apart. */
	static const u8 telling[] = "\r\n :/\0\1\2\3\4\5\x16\xff,;@[]0aA";
	static char message[2 * READER_TEXT_MAX + 64];
	char whole[READER_TEXT_MAX], pieces[READER_TEXT_MAX];
	u8 broken[READER_TEXT_MAX];
	u64 seed = 20240917;

	while (rounds--) {
		u32 times = 1 + random_below(&seed, 3), cut, piece;

		memcpy(broken, bytes, length);
		while (times--)
			broken[random_below(&seed, (u32)length)] =
				telling[random_below(&seed, sizeof(telling) - 1)];
		cut = 1 + random_below(&seed, (u32)length);
		piece = 1 + random_below(&seed, 9);
		reader_text(reader, broken, length, length, 1, whole);
		reader_text(reader, broken, length, cut, piece, pieces);
		if (strcmp(whole, pieces)) {
			sprintf(message, "%s, but cut at %u and then every %u: %s",
				whole, cut, piece, pieces);
			return message;
		}
	}
	return NULL;
}
