// SPDX-License-Identifier: GPL-2.0-only
/*
 * Cordon - what the KUnit suites of the readers share
 */
#include <linux/slab.h>

#include "stream.h"

/**
 * cordon_test_print - put more behind a text
 * @text: of TEST_STREAM_TEXT bytes
 * @format: as printf()
 */
void cordon_test_print(char *text, const char *format, ...)
{
	size_t length = strlen(text);
	va_list arguments;

	va_start(arguments, format);
	vscnprintf(text + length, TEST_STREAM_TEXT - length, format, arguments);
	va_end(arguments);
}

/**
 * cordon_test_print_host - put a host behind a text
 * @text: of TEST_STREAM_TEXT bytes
 * @host: any; an address has an @ before it
 */
void cordon_test_print_host(char *text, const struct cordon_host *host)
{
	size_t length = strlen(text);

	switch (host->kind) {
	case CORDON_HOST_NONE:
		cordon_test_print(text, "-");
		break;
	case CORDON_HOST_NAME:
		cordon_name_to_text(host->name, host->length, text + length,
				    TEST_STREAM_TEXT - length);
		break;
	case CORDON_HOST_ADDRESS:
		cordon_test_print(text, "@");
		cordon_address_to_text(&host->address, text + length + 1,
				       TEST_STREAM_TEXT - length - 1);
		break;
	}
}

/* In memory of exactly its size, so that KASAN sees a byte too far. */
static enum cordon_read read_piece(struct kunit *test,
				   const struct cordon_test_reader *reader,
				   void *state, const u8 *bytes, size_t length,
				   char *text)
{
	enum cordon_read read = CORDON_READ_DONE;
	u8 *piece = kmalloc(max_t(size_t, length, 1), GFP_KERNEL);
	size_t used, taken = 0;

	KUNIT_ASSERT_NOT_NULL(test, piece);
	memcpy(piece, bytes, length);
	do {
		used = 0;
		read = reader->read(state, piece + taken, length - taken, &used);
		taken += used;
		if (read == CORDON_READ_DONE) {
			reader->print(state, text);
			cordon_test_print(text, "; ");
		}
	} while (read == CORDON_READ_DONE && taken < length);
	kfree(piece);
	KUNIT_EXPECT_LE(test, taken, length);
	if (read == CORDON_READ_OTHER)
		cordon_test_print(text, "other");
	if (read == CORDON_READ_MALFORMED)
		cordon_test_print(text, "malformed");
	return read == CORDON_READ_DONE ? CORDON_READ_MORE : read;
}

/* The first piece has @cut bytes; when that is one, so have all others. */
static void read_stream(struct kunit *test, const struct cordon_test_reader *reader,
			const u8 *bytes, size_t length, size_t cut, char *text)
{
	void *state = kmalloc(reader->size, GFP_KERNEL);
	enum cordon_read read = CORDON_READ_MORE;
	size_t at, some = cut;

	KUNIT_ASSERT_NOT_NULL(test, state);
	text[0] = '\0';
	reader->init(state);
	for (at = 0; at < length && read == CORDON_READ_MORE; at += some) {
		if (at && cut > 1)
			some = length - at;
		read = read_piece(test, reader, state, bytes + at, some, text);
	}
	kfree(state);
}

/**
 * cordon_test_stream - does a reader say what it should, however the stream comes
 * @test: the test
 * @reader: which
 * @bytes: the stream
 * @length: its bytes
 * @expected: a result and "; " for each message, then "other" or "malformed"
 *
 * The first piece ends everywhere, and so does the stream.
 */
void cordon_test_stream(struct kunit *test, const struct cordon_test_reader *reader,
			const void *bytes, size_t length, const char *expected)
{
	char *text = kunit_kzalloc(test, TEST_STREAM_TEXT, GFP_KERNEL);
	size_t cut;

	KUNIT_ASSERT_NOT_NULL(test, text);
	for (cut = 1; cut <= length; cut++) {
		read_stream(test, reader, bytes, length, cut, text);
		KUNIT_EXPECT_STREQ_MSG(test, expected, text, "cut at %zu", cut);
		read_stream(test, reader, bytes, cut, cut, text);
		KUNIT_EXPECT_EQ_MSG(test, 0, strncmp(expected, text, strlen(text)),
				    "ended at %zu: %s", cut, text);
	}
}
