// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * replay - input: the bytes of a capture file, on their way to libpcap
 *
 * The format: draft-ietf-opsawg-pcapng, 3.1 and 4.
 */
#include <errno.h>
#include <stdlib.h>
#include <unistd.h>

#include "replay/input.h"

#define BLOCK_INTERFACE	1U
#define BLOCK_PACKET_OLD	2U
#define BLOCK_PACKET_SIMPLE	3U
#define BLOCK_PACKET	6U
#define BLOCK_SECTION	0x0a0d0d0aU
#define ORDER		0x1a2b3c4dU

/* LINKTYPE_USER0: libpcap changes nothing in packets of a type it ignores. */
#define ONE_LINK	147U

/**
 * replay_format_of() - what is it by its first bytes
 * @bytes: the first bytes of a file
 * @length: how many of them there are; 4 are enough
 *
 * Return: what it is.
 */
enum replay_format replay_format_of(const u8 *bytes, size_t length)
{
	u32 magic;

	if (length < 4)
		return REPLAY_FORMAT_OTHER;
	magic = cordon_get_be32(bytes);
	switch (magic) {
	case 0xa1b2c3d4:
	case 0xd4c3b2a1:
	case 0xa1b23c4d:	/* nanoseconds */
	case 0x4d3cb2a1:
	case 0xa1b2cd34:	/* Kuznetzov's */
	case 0x34cdb2a1:
		return REPLAY_FORMAT_PCAP;
	case BLOCK_SECTION:
		return REPLAY_FORMAT_PCAPNG;
	case 0xfd377a58:	/* xz */
	case 0x28b52ffd:	/* zstd */
	case 0x04224d18:	/* lz4 */
		return REPLAY_FORMAT_PACKED;
	default:	/* gzip, bzip2 */
		return magic >> 16 == 0x1f8b || magic >> 8 == 0x425a68 ?
			       REPLAY_FORMAT_PACKED : REPLAY_FORMAT_OTHER;
	}
}

/* Returns whether there is a byte in the buffer. */
static bool fill(struct replay_input *input)
{
	ssize_t got;

	if (input->at < input->filled)
		return true;
	input->at = 0;
	input->filled = 0;
	do {
		got = read(input->fd, input->buffer, sizeof(input->buffer));
	} while (got < 0 && errno == EINTR);
	if (got < 0)
		input->error = errno;
	else
		input->filled = (size_t)got;
	return input->filled;
}

static size_t take(struct replay_input *input, u8 *bytes, u64 size)
{
	size_t done = 0;

	while (done < size && fill(input)) {
		size_t step = input->filled - input->at;

		if (step > size - done)
			step = size - done;
		memcpy(bytes + done, input->buffer + input->at, step);
		input->at += step;
		done += step;
	}
	return done;
}

static u32 get32(const struct replay_input *input, u32 at)
{
	u32 value;

	memcpy(&value, input->head + at, sizeof(value));
	return input->swapped ? __builtin_bswap32(value) : value;
}

static void put32(struct replay_input *input, u32 at, u32 value)
{
	if (input->swapped)
		value = __builtin_bswap32(value);
	memcpy(input->head + at, &value, sizeof(value));
}

static u16 get16(const struct replay_input *input, u32 at)
{
	u16 value;

	memcpy(&value, input->head + at, sizeof(value));
	return input->swapped ? __builtin_bswap16(value) : value;
}

static void put16(struct replay_input *input, u32 at, u16 value)
{
	if (input->swapped)
		value = __builtin_bswap16(value);
	memcpy(input->head + at, &value, sizeof(value));
}

/* A type of link and a limit of 0, which is none: as all the others. */
static void meet_interface(struct replay_input *input)
{
	if (input->interfaces == REPLAY_INTERFACES_MAX) {
		input->too_many = true;
		return;
	}
	if (!input->interfaces)
		input->snaplen = get32(input, 12);
	input->link[input->interfaces++] = get16(input, 8);
	put16(input, 8, ONE_LINK);
	put32(input, 12, 0);
}

/*
 * A simple packet has no captured length: it follows from the limit, which
 * libpcap was not told.
 */
static void meet_simple_packet(struct replay_input *input, u32 length)
{
	u32 whole = get32(input, 8), kept = whole;

	input->interface = 0;
	if (input->snaplen && kept > input->snaplen)
		kept = input->snaplen;
	if (length >= 16 && kept > length - 16)
		kept = length - 16;
	put32(input, 8, kept);
	input->whole = whole;
}

/* Looks at the beginning of a block, all of which is in @head. */
static void meet_block(struct replay_input *input)
{
	u32 type, length;

	if (input->head_length >= 12) {
		memcpy(&type, input->head, sizeof(type));
		if (type == BLOCK_SECTION) {
			input->swapped = false;
			input->swapped = get32(input, 8) != ORDER;
			input->interfaces = 0;
		}
	}
	/* What is too short is libpcap's to complain about. */
	length = input->head_length >= 8 ? get32(input, 4) : 0;
	if (input->head_length < 12 || length < input->head_length) {
		input->plain = true;
		return;
	}
	input->rest = length - input->head_length;
	switch (get32(input, 0)) {
	case BLOCK_INTERFACE:
		if (input->head_length == REPLAY_HEAD)
			meet_interface(input);
		break;
	case BLOCK_PACKET_SIMPLE:
		meet_simple_packet(input, length);
		break;
	case BLOCK_PACKET:
		input->interface = get32(input, 8);
		input->whole = 0;
		break;
	case BLOCK_PACKET_OLD:
		input->interface = get16(input, 8);
		input->whole = 0;
		break;
	}
}

static void next_block(struct replay_input *input)
{
	u32 size = REPLAY_HEAD;
	u8 *head = input->head;

	input->head_at = 0;
	input->head_length = (u32)take(input, head, 12);
	if (input->head_length == 12) {
		/* The shortest blocks of all end here. */
		if (get32(input, 4) < size)
			size = 12;
		input->head_length += (u32)take(input, head + 12, size - 12);
	}
	meet_block(input);
}

/* At most one block: what is read in advance is never of the next packet. */
static ssize_t read_block(struct replay_input *input, u8 *bytes, size_t size)
{
	size_t head, done;

	if (!input->plain && input->head_at == input->head_length &&
	    !input->rest)
		next_block(input);
	if (input->too_many)
		return -1;
	head = min_t(size_t, size, input->head_length - input->head_at);
	memcpy(bytes, input->head + input->head_at, head);
	input->head_at += (u32)head;
	bytes += head;
	size -= head;
	if (input->plain)
		return (ssize_t)(head + take(input, bytes, size));
	done = take(input, bytes, min_t(u64, size, input->rest));
	input->rest -= done;
	return (ssize_t)(head + done);
}

static ssize_t on_read(void *cookie, char *bytes, size_t size)
{
	struct replay_input *input = cookie;
	ssize_t got;

	if (input->format == REPLAY_FORMAT_PCAPNG)
		got = read_block(input, (u8 *)bytes, size);
	else
		got = (ssize_t)take(input, (u8 *)bytes, size);
	if (got <= 0 && (input->error || input->too_many)) {
		errno = input->error ? input->error : E2BIG;
		return -1;
	}
	input->bytes += (u64)got;
	return got;
}

/**
 * replay_input_open() - begin to read a file
 * @fd: the file; not closed
 *
 * Return: it, with its format; NULL without memory. If nothing could be read,
 * its error is set.
 */
struct replay_input *replay_input_open(int fd)
{
	struct replay_input *input = calloc(1, sizeof(*input));
	ssize_t got;

	if (!input)
		return NULL;
	input->fd = fd;
	/* A pipe may give less than the four bytes at first. */
	while (input->filled < 4) {
		got = read(fd, input->buffer + input->filled,
			   sizeof(input->buffer) - input->filled);
		if (got < 0 && errno == EINTR)
			continue;
		if (got < 0)
			input->error = errno;
		if (got <= 0)
			break;
		input->filled += (size_t)got;
	}
	input->format = replay_format_of(input->buffer, input->filled);
	return input;
}

/**
 * replay_input_stream() - what libpcap reads from
 * @input: must outlive the stream
 *
 * Return: the stream, or NULL with errno.
 */
FILE *replay_input_stream(struct replay_input *input)
{
	static const cookie_io_functions_t calls = { .read = on_read };
	FILE *stream = fopencookie(input, "r", calls);

	if (stream)
		setvbuf(stream, input->ahead, _IOFBF, sizeof(input->ahead));
	return stream;
}

/**
 * replay_input_link() - the type of the link of the packet read last
 * @input: a pcapng file
 *
 * Return: LINKTYPE_*.
 */
u32 replay_input_link(const struct replay_input *input)
{
	return input->interface < input->interfaces ?
		       input->link[input->interface] : ONE_LINK;
}

/**
 * replay_input_close() - give the memory back
 * @input: may be NULL
 */
void replay_input_close(struct replay_input *input)
{
	free(input);
}
