// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Capture files for tests, written by hand
 */
#include <fcntl.h>
#include <stdlib.h>
#include <unistd.h>

#include "capture_file.h"

#define SECOND	1000000000ULL

/**
 * capture_put() - append bytes
 * @file: the file
 * @bytes: the bytes
 * @length: how many
 */
void capture_put(struct capture_file *file, const void *bytes, size_t length)
{
	if (file->length + length > file->room) {
		file->room = (file->length + length) * 2;
		file->bytes = realloc(file->bytes, file->room);
		if (!file->bytes)
			abort();
	}
	if (length)
		memcpy(file->bytes + file->length, bytes, length);
	file->length += length;
}

/**
 * capture_put16() - append a number in the file's byte order
 * @file: the file
 * @value: the number
 */
void capture_put16(struct capture_file *file, u16 value)
{
	value = file->big ? htobe16(value) : htole16(value);
	capture_put(file, &value, sizeof(value));
}

/**
 * capture_put32() - append a number in the file's byte order
 * @file: the file
 * @value: the number
 */
void capture_put32(struct capture_file *file, u32 value)
{
	value = file->big ? htobe32(value) : htole32(value);
	capture_put(file, &value, sizeof(value));
}

/**
 * capture_pcap() - begin a pcap file
 * @file: the file; its byte order and precision are set
 * @link_type: LINKTYPE_*
 */
void capture_pcap(struct capture_file *file, u32 link_type)
{
	capture_put32(file, file->nano ? 0xa1b23c4d : 0xa1b2c3d4);
	capture_put16(file, 2);
	capture_put16(file, 4);
	capture_put32(file, 0);
	capture_put32(file, 0);
	capture_put32(file, 65535);
	capture_put32(file, link_type);
}

/**
 * capture_pcap_packet() - append a packet to a pcap file
 * @file: the file
 * @time: nanoseconds since 1970
 * @bytes: the packet
 * @length: how much of it was captured
 * @whole: how long it was
 */
void capture_pcap_packet(struct capture_file *file, u64 time,
			 const void *bytes, size_t length, size_t whole)
{
	capture_put32(file, (u32)(time / SECOND));
	capture_put32(file, (u32)(time % SECOND / (file->nano ? 1 : 1000)));
	capture_put32(file, (u32)length);
	capture_put32(file, (u32)whole);
	capture_put(file, bytes, length);
}

static void pad(struct capture_file *file)
{
	static const u8 zero[3];

	capture_put(file, zero, -file->length & 3);
}

/* A block whose length is not known yet; returns where it begins. */
static size_t begin(struct capture_file *file, u32 type)
{
	size_t start = file->length;

	capture_put32(file, type);
	capture_put32(file, 0);
	return start;
}

static void end(struct capture_file *file, size_t start)
{
	size_t whole;
	u32 length;

	pad(file);
	length = (u32)(file->length + 4 - start);
	capture_put32(file, length);
	whole = file->length;
	file->length = start + 4;
	capture_put32(file, length);
	file->length = whole;
}

/**
 * capture_section() - begin a section of a pcapng file
 * @file: the file; its byte order is set
 */
void capture_section(struct capture_file *file)
{
	size_t start = begin(file, 0x0a0d0d0a);

	capture_put32(file, 0x1a2b3c4d);
	capture_put16(file, 1);
	capture_put16(file, 0);
	capture_put32(file, 0xffffffff);
	capture_put32(file, 0xffffffff);
	end(file, start);
}

/**
 * capture_interface() - append an interface
 * @file: the file
 * @link_type: LINKTYPE_*
 * @snaplen: bytes of a packet that it captures; 0 for all
 * @resolution: if_tsresol: of a tick; 6 needs no option
 */
void capture_interface(struct capture_file *file, u16 link_type, u32 snaplen,
		       u8 resolution)
{
	size_t start = begin(file, 1);

	capture_put16(file, link_type);
	capture_put16(file, 0);
	capture_put32(file, snaplen);
	if (resolution != 6) {
		capture_put16(file, 9);
		capture_put16(file, 1);
		capture_put(file, &resolution, 1);
		pad(file);
		capture_put32(file, 0);
	}
	end(file, start);
}

/**
 * capture_packet() - append a packet to a pcapng file
 * @file: the file
 * @interface: number of its interface
 * @ticks: time in units of the interface
 * @bytes: the packet
 * @length: how much of it was captured
 * @whole: how long it was
 */
void capture_packet(struct capture_file *file, u32 interface, u64 ticks,
		    const void *bytes, size_t length, size_t whole)
{
	size_t start = begin(file, 6);

	capture_put32(file, interface);
	capture_put32(file, (u32)(ticks >> 32));
	capture_put32(file, (u32)ticks);
	capture_put32(file, (u32)length);
	capture_put32(file, (u32)whole);
	capture_put(file, bytes, length);
	end(file, start);
}

/**
 * capture_old_packet() - append a packet in the form that is obsolete
 * @file: the file
 * @interface: number of its interface
 * @ticks: time in units of the interface
 * @bytes: the packet
 * @length: of it
 */
void capture_old_packet(struct capture_file *file, u16 interface, u64 ticks,
			const void *bytes, size_t length)
{
	size_t start = begin(file, 2);

	capture_put16(file, interface);
	capture_put16(file, 0xffff);
	capture_put32(file, (u32)(ticks >> 32));
	capture_put32(file, (u32)ticks);
	capture_put32(file, (u32)length);
	capture_put32(file, (u32)length);
	capture_put(file, bytes, length);
	end(file, start);
}

/**
 * capture_simple_packet() - append a packet without time or interface
 * @file: the file
 * @bytes: the packet
 * @length: how much of it was captured: as the first interface limits it
 * @whole: how long it was
 */
void capture_simple_packet(struct capture_file *file, const void *bytes,
			   size_t length, size_t whole)
{
	size_t start = begin(file, 3);

	capture_put32(file, (u32)whole);
	capture_put(file, bytes, length);
	end(file, start);
}

/**
 * capture_block() - append a block of any type
 * @file: the file
 * @type: the type
 * @bytes: what is in it
 * @length: how many
 */
void capture_block(struct capture_file *file, u32 type, const void *bytes,
		   size_t length)
{
	size_t start = begin(file, type);

	capture_put(file, bytes, length);
	end(file, start);
}

/**
 * capture_write() - write a file, or the beginning of it
 * @file: the file
 * @path: where to
 * @length: how much of it
 *
 * Return: 0, or -1.
 */
int capture_write(const struct capture_file *file, const char *path,
		  size_t length)
{
	ssize_t done;
	int fd;

	/* A file that is cut and written again is flushed, which takes long. */
	unlink(path);
	fd = open(path, O_WRONLY | O_CREAT | O_EXCL, 0600);
	if (fd < 0)
		return -1;
	done = write(fd, file->bytes, length);
	close(fd);
	return done == (ssize_t)length ? 0 : -1;
}

/**
 * capture_free() - give the memory back
 * @file: empty afterwards, with the same byte order
 */
void capture_free(struct capture_file *file)
{
	free(file->bytes);
	file->bytes = NULL;
	file->length = 0;
	file->room = 0;
}
