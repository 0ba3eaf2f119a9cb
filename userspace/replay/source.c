// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * replay - source: the bytes of a capture file, on their way to libpcap
 *
 * The format: draft-ietf-opsawg-pcapng, 3.1 and 4.
 */
#include <errno.h>
#include <stdlib.h>
#include <unistd.h>

#include "replay/source.h"

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
static bool fill(struct replay_source *source)
{
	ssize_t got;

	if (source->at < source->filled)
		return true;
	source->at = 0;
	source->filled = 0;
	do {
		got = read(source->fd, source->buffer, sizeof(source->buffer));
	} while (got < 0 && errno == EINTR);
	if (got < 0)
		source->error = errno;
	else
		source->filled = (size_t)got;
	return source->filled;
}

static size_t take(struct replay_source *source, u8 *bytes, u64 size)
{
	size_t done = 0;

	while (done < size && fill(source)) {
		size_t step = source->filled - source->at;

		if (step > size - done)
			step = size - done;
		memcpy(bytes + done, source->buffer + source->at, step);
		source->at += step;
		done += step;
	}
	return done;
}

static u32 get32(const struct replay_source *source, u32 at)
{
	u32 value;

	memcpy(&value, source->head + at, sizeof(value));
	return source->swapped ? __builtin_bswap32(value) : value;
}

static void put32(struct replay_source *source, u32 at, u32 value)
{
	if (source->swapped)
		value = __builtin_bswap32(value);
	memcpy(source->head + at, &value, sizeof(value));
}

static u16 get16(const struct replay_source *source, u32 at)
{
	u16 value;

	memcpy(&value, source->head + at, sizeof(value));
	return source->swapped ? __builtin_bswap16(value) : value;
}

static void put16(struct replay_source *source, u32 at, u16 value)
{
	if (source->swapped)
		value = __builtin_bswap16(value);
	memcpy(source->head + at, &value, sizeof(value));
}

/* A type of link and a limit of 0, which is none: as all the others. */
static void meet_interface(struct replay_source *source)
{
	if (source->interfaces == REPLAY_INTERFACES_MAX) {
		source->too_many = true;
		return;
	}
	if (!source->interfaces)
		source->snaplen = get32(source, 12);
	source->link[source->interfaces++] = get16(source, 8);
	put16(source, 8, ONE_LINK);
	put32(source, 12, 0);
}

/*
 * A simple packet has no captured length: it follows from the limit, which
 * libpcap was not told.
 */
static void meet_simple_packet(struct replay_source *source, u32 length)
{
	u32 whole = get32(source, 8), kept = whole;

	source->interface = 0;
	if (source->snaplen && kept > source->snaplen)
		kept = source->snaplen;
	if (length >= 16 && kept > length - 16)
		kept = length - 16;
	put32(source, 8, kept);
	source->whole = whole;
}

/* Looks at the beginning of a block, all of which is in @head. */
static void meet_block(struct replay_source *source)
{
	u32 type, length;

	if (source->head_length >= 12) {
		memcpy(&type, source->head, sizeof(type));
		if (type == BLOCK_SECTION) {
			source->swapped = false;
			source->swapped = get32(source, 8) != ORDER;
			source->interfaces = 0;
		}
	}
	/* What is too short is libpcap's to complain about. */
	length = source->head_length >= 8 ? get32(source, 4) : 0;
	if (source->head_length < 12 || length < source->head_length) {
		source->plain = true;
		return;
	}
	source->rest = length - source->head_length;
	switch (get32(source, 0)) {
	case BLOCK_INTERFACE:
		if (source->head_length == REPLAY_HEAD)
			meet_interface(source);
		break;
	case BLOCK_PACKET_SIMPLE:
		meet_simple_packet(source, length);
		break;
	case BLOCK_PACKET:
		source->interface = get32(source, 8);
		source->whole = 0;
		break;
	case BLOCK_PACKET_OLD:
		source->interface = get16(source, 8);
		source->whole = 0;
		break;
	}
}

static void next_block(struct replay_source *source)
{
	u32 size = REPLAY_HEAD;
	u8 *head = source->head;

	source->head_at = 0;
	source->head_length = (u32)take(source, head, 12);
	if (source->head_length == 12) {
		/* The shortest blocks of all end here. */
		if (get32(source, 4) < size)
			size = 12;
		source->head_length += (u32)take(source, head + 12, size - 12);
	}
	meet_block(source);
}

/* At most one block: what is read in advance is never of the next packet. */
static ssize_t read_block(struct replay_source *source, u8 *bytes, size_t size)
{
	size_t head, done;

	if (!source->plain && source->head_at == source->head_length &&
	    !source->rest)
		next_block(source);
	if (source->too_many)
		return -1;
	head = min_t(size_t, size, source->head_length - source->head_at);
	memcpy(bytes, source->head + source->head_at, head);
	source->head_at += (u32)head;
	bytes += head;
	size -= head;
	if (source->plain)
		return (ssize_t)(head + take(source, bytes, size));
	done = take(source, bytes, min_t(u64, size, source->rest));
	source->rest -= done;
	return (ssize_t)(head + done);
}

static ssize_t on_read(void *cookie, char *bytes, size_t size)
{
	struct replay_source *source = cookie;
	ssize_t got;

	if (source->format == REPLAY_FORMAT_PCAPNG)
		got = read_block(source, (u8 *)bytes, size);
	else
		got = (ssize_t)take(source, (u8 *)bytes, size);
	if (got <= 0 && (source->error || source->too_many)) {
		errno = source->error ? source->error : E2BIG;
		return -1;
	}
	source->bytes += (u64)got;
	return got;
}

/**
 * replay_source_open() - begin to read a file
 * @fd: the file; not closed
 *
 * Return: it, with its format; NULL without memory. If nothing could be read,
 * its error is set.
 */
struct replay_source *replay_source_open(int fd)
{
	struct replay_source *source = calloc(1, sizeof(*source));
	ssize_t got;

	if (!source)
		return NULL;
	source->fd = fd;
	/* A pipe may give less than the four bytes at first. */
	while (source->filled < 4) {
		got = read(fd, source->buffer + source->filled,
			   sizeof(source->buffer) - source->filled);
		if (got < 0 && errno == EINTR)
			continue;
		if (got < 0)
			source->error = errno;
		if (got <= 0)
			break;
		source->filled += (size_t)got;
	}
	source->format = replay_format_of(source->buffer, source->filled);
	return source;
}

/**
 * replay_source_stream() - what libpcap reads from
 * @source: must outlive the stream
 *
 * Return: the stream, or NULL with errno.
 */
FILE *replay_source_stream(struct replay_source *source)
{
	static const cookie_io_functions_t calls = { .read = on_read };
	FILE *stream = fopencookie(source, "r", calls);

	if (stream)
		setvbuf(stream, source->ahead, _IOFBF, sizeof(source->ahead));
	return stream;
}

/**
 * replay_source_link() - the type of the link of the packet read last
 * @source: a pcapng file
 *
 * Return: LINKTYPE_*.
 */
u32 replay_source_link(const struct replay_source *source)
{
	return source->interface < source->interfaces ?
		       source->link[source->interface] : ONE_LINK;
}

/**
 * replay_source_close() - give the memory back
 * @source: may be NULL
 */
void replay_source_close(struct replay_source *source)
{
	free(source);
}
