/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Capture files for tests, written by hand: pcap and pcapng in both byte orders
 */
#ifndef _TESTS_CAPTURE_FILE_H
#define _TESTS_CAPTURE_FILE_H

#include "engine/port.h"

/**
 * struct capture_file - a file in memory
 * @bytes: the file
 * @length: its length
 * @room: private
 * @big: it has the byte order of the network, else that of a PC
 * @nano: of pcap: it counts nanoseconds
 */
struct capture_file {
	u8 *bytes;
	size_t length;
	size_t room;
	bool big;
	bool nano;
};

void capture_put(struct capture_file *file, const void *bytes, size_t length);
void capture_put16(struct capture_file *file, u16 value);
void capture_put32(struct capture_file *file, u32 value);

void capture_pcap(struct capture_file *file, u32 link_type);
void capture_pcap_packet(struct capture_file *file, u64 time,
			 const void *bytes, size_t length, size_t whole);

void capture_section(struct capture_file *file);
void capture_interface(struct capture_file *file, u16 link_type, u32 snaplen,
		       u8 resolution);
void capture_packet(struct capture_file *file, u32 interface, u64 ticks,
		    const void *bytes, size_t length, size_t whole);
void capture_old_packet(struct capture_file *file, u16 interface, u64 ticks,
			const void *bytes, size_t length);
void capture_simple_packet(struct capture_file *file, const void *bytes,
			   size_t length, size_t whole);
void capture_block(struct capture_file *file, u32 type, const void *bytes,
		   size_t length);

int capture_write(const struct capture_file *file, const char *path,
		  size_t length);
void capture_free(struct capture_file *file);

#endif /* _TESTS_CAPTURE_FILE_H */
