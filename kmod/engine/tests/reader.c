// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
/*
 * Cordon engine's tests - readers of streams
 */
#ifndef __KERNEL__
#include <stdarg.h>
#endif

#include "engine/address_text.h"
#include "model.h"
#include "reader.h"

/* Bytes to read in all: of a longer stream not every split is tried. */
#ifdef __KERNEL__
#define WORK_MAX	100000
#else
#define WORK_MAX	8000000
#endif

/**
 * cordon_test_print - put more behind a text
 * @text: the text
 * @size: room for it
 * @format: as printf()
 */
void cordon_test_print(char *text, size_t size, const char *format, ...)
{
	size_t length = strlen(text);
	va_list arguments;

	va_start(arguments, format);
	vsnprintf(text + length, size - length, format, arguments);
	va_end(arguments);
}

/**
 * cordon_test_print_flags - put the words of the flags that are set behind a text
 * @text: the text
 * @size: room for it
 * @words: a word a flag, or NULL for one that is not told
 * @count: how many words
 * @flags: the flags
 */
void cordon_test_print_flags(char *text, size_t size, const char *const *words,
			     size_t count, unsigned int flags)
{
	size_t i;

	for (i = 0; i < count; i++)
		if (words[i] && flags & 1U << i)
			cordon_test_print(text, size, " %s", words[i]);
}

/**
 * cordon_test_host - a host as text
 * @host: any; an address has an @ before it
 *
 * Return: the text, valid until the fourth next call.
 */
const char *cordon_test_host(const struct cordon_host *host)
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

/* Until there is more to come, or nothing: what was found goes behind the text. */
static const char *read_piece(const struct cordon_test_reader *reader, void *state,
			      const u8 *piece, size_t length, size_t at,
			      enum cordon_read *read, char *text)
{
	static char said[TEST_READER_TEXT_MAX];
	size_t used, taken = 0;

	do {
		used = length + 1;
		*read = reader->read(state, piece + taken, length - taken, &used);
		if (used > length - taken)
			return cordon_test_fault("takes %zu of %zu bytes at %zu", used,
						 length - taken, at + taken);
		taken += used;
		if (*read == CORDON_READ_MORE && taken != length)
			return cordon_test_fault("wants more, but not what it has at %zu",
						 at + taken);
		if (*read != CORDON_READ_DONE)
			break;
		said[0] = '\0';
		reader->print(state, said, sizeof(said));
		cordon_test_print(text, TEST_READER_TEXT_MAX, "done@%zu %s\n",
				  at + taken, said);
		/* Behind the last byte there is nothing more to ask. */
		if (taken == length)
			*read = CORDON_READ_MORE;
	} while (taken < length);
	if (*read == CORDON_READ_OTHER)
		cordon_test_print(text, TEST_READER_TEXT_MAX, "other@%zu\n", at + taken);
	if (*read == CORDON_READ_MALFORMED)
		cordon_test_print(text, TEST_READER_TEXT_MAX, TEST_MALFORMED);
	return NULL;
}

/**
 * cordon_test_read - have a reader read a stream in pieces
 * @reader: which
 * @bytes: the stream
 * @length: its bytes
 * @cut: bytes of the first piece
 * @piece: bytes of all others
 * @text: of TEST_READER_TEXT_MAX bytes, for what it says: "done@OFFSET RESULT",
 *	"other@OFFSET" or "malformed", a line each; nothing where there is more to
 *	come
 *
 * Return: NULL, or what no reader may do.
 */
const char *cordon_test_read(const struct cordon_test_reader *reader,
			     const u8 *bytes, size_t length, size_t cut,
			     size_t piece, char *text)
{
	u8 *state = cordon_test_alloc(reader->size), *copy;
	enum cordon_read read = CORDON_READ_MORE;
	const char *fault = NULL;
	size_t at, some = cut, used;

	memset(state, 0xa5, reader->size);
	reader->init(state);
	text[0] = '\0';
	for (at = 0; at < length && read == CORDON_READ_MORE && !fault; at += some) {
		some = min_t(size_t, at ? piece : cut, length - at);
		copy = cordon_test_copy(bytes + at, some);
		fault = read_piece(reader, state, copy, some, at, &read, text);
		cordon_test_free(copy);
	}
	if (!fault && read != CORDON_READ_MORE &&
	    (reader->read(state, bytes, length, &used) != read || used))
		fault = "does not stay at its end";
	cordon_test_free(state);
	return fault;
}

/* @what and its number tell which way of cutting it was. */
static const char *tell(const char *fault, const char *expected, const char *text,
			const char *what, size_t number)
{
	static char kept[TEST_FAULT_MAX / 2];

	if (!fault)
		return cordon_test_fault("%s %zu: it says\n%snot\n%s", what, number,
					 text, expected);
	snprintf(kept, sizeof(kept), "%s", fault);
	return cordon_test_fault("%s %zu: it %s", what, number, kept);
}

static const char *read_cut(const struct cordon_test_reader *reader,
			    const u8 *bytes, size_t length, size_t cut,
			    size_t piece, const char *expected)
{
	static char text[TEST_READER_TEXT_MAX];
	const char *fault = cordon_test_read(reader, bytes, length, cut, piece, text);

	return fault || strcmp(expected, text) ?
	       tell(fault, expected, text, "first piece of", cut) : NULL;
}

/* What is said of less bytes is the beginning of what is said of all. */
static const char *read_end(const struct cordon_test_reader *reader,
			    const u8 *bytes, size_t end, const char *expected)
{
	static char text[TEST_READER_TEXT_MAX];
	const char *fault = cordon_test_read(reader, bytes, end, end, 1, text);

	return fault || strncmp(expected, text, strlen(text)) ?
	       tell(fault, expected, text, "ended at", end) : NULL;
}

/**
 * cordon_test_reads - does a reader say what it should, however the stream comes
 * @reader: which
 * @bytes: the stream
 * @length: its bytes
 * @expected: as cordon_test_read(); a text without a newline is the RESULT of all
 *	bytes
 *
 * In one piece, in single bytes, cut in two everywhere, and ending everywhere.
 *
 * Return: NULL, or what differs.
 */
const char *cordon_test_reads(const struct cordon_test_reader *reader,
			      const void *bytes, size_t length,
			      const char *expected)
{
	static char line[TEST_READER_TEXT_MAX];
	size_t i, step = 1 + length * length / WORK_MAX;
	const char *fault;

	if (*expected && !strchr(expected, '\n')) {
		snprintf(line, sizeof(line), "done@%zu %s\n", length, expected);
		expected = line;
	}
	fault = read_cut(reader, bytes, length, length, 1, expected) ?:
		read_cut(reader, bytes, length, 1, 1, expected);
	for (i = 1; i < length && !fault; i += step)
		fault = read_cut(reader, bytes, length, i, length, expected) ?:
			read_end(reader, bytes, i, expected);
	return fault;
}

/**
 * cordon_test_wavers - does a reader say of broken streams different things by how
 * they come
 * @reader: which
 * @bytes: the stream, to be broken at random
 * @length: its bytes
 * @rounds: how often
 *
 * Return: NULL, or what it says first and then.
 */
const char *cordon_test_wavers(const struct cordon_test_reader *reader,
			       const void *bytes, size_t length,
			       unsigned int rounds)
{
	/* What many of them treat apart. */
	static const u8 telling[] = "\r\n :/\0\1\2\3\4\5\x16\xff,;@[]0aA";
	static char whole[TEST_READER_TEXT_MAX];
	const char *fault = NULL;
	u64 seed = 20240917;
	u8 *broken;

	while (rounds-- && !fault) {
		u32 times = 1 + model_below(&seed, 3);
		size_t cut = 1 + model_below(&seed, (u32)length);

		broken = cordon_test_copy(bytes, length);
		while (times--)
			broken[model_below(&seed, (u32)length)] =
				telling[model_below(&seed, sizeof(telling) - 1)];
		fault = cordon_test_read(reader, broken, length, length, 1, whole) ?:
			read_cut(reader, broken, length, cut,
				 1 + model_below(&seed, 9), whole);
		cordon_test_free(broken);
	}
	return fault;
}

/**
 * cordon_test_stream - try a stream, and what may become of it
 * @reader: which
 * @row: the stream
 *
 * Return: NULL, or what is wrong.
 */
const char *cordon_test_stream(const struct cordon_test_reader *reader,
			       const struct test_stream *row)
{
	return cordon_test_reads(reader, row->bytes, row->length, row->said) ?:
	       cordon_test_wavers(reader, row->bytes, row->length, TEST_ROUNDS(200));
}
