/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * replay - input: the bytes of a capture file, on their way to libpcap
 *
 * libpcap reads a pcapng file only if all its interfaces have the same type of
 * link and the same limit of length: its interface has room for one. Files of
 * more are common (a phone's Wi-Fi and its mobile network; files merged). So it
 * is told on the way that they are all the same, and what they really are is
 * remembered here.
 */
#ifndef _REPLAY_INPUT_H
#define _REPLAY_INPUT_H

#include <stdio.h>

#include "engine/port.h"

/* Interfaces of a section of a pcapng file. */
#define REPLAY_INTERFACES_MAX	4096U

/* The beginning of a block of pcapng: what is looked at or changed of it. */
#define REPLAY_HEAD	16U

/**
 * enum replay_format - what a file is by its first bytes
 * @REPLAY_FORMAT_OTHER: no capture
 * @REPLAY_FORMAT_PCAP: pcap in one of its forms
 * @REPLAY_FORMAT_PCAPNG: pcapng
 * @REPLAY_FORMAT_PACKED: compressed
 */
enum replay_format {
	REPLAY_FORMAT_OTHER,
	REPLAY_FORMAT_PCAP,
	REPLAY_FORMAT_PCAPNG,
	REPLAY_FORMAT_PACKED,
};

/**
 * struct replay_input - a file that is being read
 * @fd: the file
 * @error: errno of a read that failed
 * @bytes: that the stream has got
 * @format: what it is
 * @too_many: there were more than REPLAY_INTERFACES_MAX interfaces
 * @link: of pcapng: types of the interfaces' links
 * @snaplen: of pcapng: limit of the first interface; 0 for none
 * @interfaces: how many there are in this section
 * @interface: of the packet read last
 * @whole: of that packet, if libpcap cannot know; else 0
 * @swapped: this section has the other byte order
 * @head: the beginning of the block that is read now
 * @head_length: bytes of it
 * @head_at: how many of them libpcap has
 * @rest: bytes of the block behind @head
 * @plain: nothing is looked at any more
 * @at: next byte of @buffer
 * @filled: bytes in @buffer
 * @buffer: of the file
 * @ahead: of the stream
 */
struct replay_input {
	int fd;
	int error;
	u64 bytes;
	enum replay_format format;
	bool too_many;
	u16 link[REPLAY_INTERFACES_MAX];
	u32 snaplen;
	u32 interfaces;
	u32 interface;
	u32 whole;
	bool swapped;
	u8 head[REPLAY_HEAD];
	u32 head_length;
	u32 head_at;
	u64 rest;
	bool plain;
	size_t at;
	size_t filled;
	u8 buffer[1U << 18];
	char ahead[1U << 16];
};

enum replay_format replay_format_of(const u8 *bytes, size_t length);
struct replay_input *replay_input_open(int fd);
FILE *replay_input_stream(struct replay_input *input);
u32 replay_input_link(const struct replay_input *input);
void replay_input_close(struct replay_input *input);

#endif /* _REPLAY_INPUT_H */
