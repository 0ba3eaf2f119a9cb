/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Packets for tests, built from the inside out: each call puts a header before
 * what is there, with its lengths right. Checksums are 0.
 */
#ifndef _TESTS_PACKET_H
#define _TESTS_PACKET_H

#include <stdlib.h>

#include "engine/port.h"
#include "replay/pipeline.h"

#define PACKET_ROOM	131072U

/**
 * struct packet - a packet that is being built
 * @bytes: its first byte
 * @length: how many
 * @room: private: where it grows, towards the front
 */
struct packet {
	u8 *bytes;
	size_t length;
	u8 room[PACKET_ROOM];
};

/**
 * struct packet_taken - what a pipeline gave last, and how much in all
 * @count: packets
 * @packet: the last of them; its payload is @payload
 * @payload: a copy
 */
struct packet_taken {
	unsigned int count;
	struct replay_packet packet;
	u8 payload[65536];
};

void packet_begin(struct packet *packet, const void *payload, size_t length);
void packet_put(struct packet *packet, const void *header, size_t length);
void packet_put16(struct packet *packet, u16 value);
void packet_udp(struct packet *packet, u16 source, u16 destination);
void packet_tcp(struct packet *packet, u16 source, u16 destination,
		u32 sequence, u8 flags);
void packet_ipv4(struct packet *packet, const char *source,
		 const char *destination, u8 protocol);
void packet_ipv6(struct packet *packet, const char *source,
		 const char *destination, u8 next);
void packet_piece(struct packet *packet, const struct packet *whole,
		  unsigned int version, u32 id, size_t from, size_t to);
void packet_ethernet(struct packet *packet, u16 type);

/* As the callback of a pipeline; @data is a struct packet_taken. */
void packet_take(void *data, const struct replay_packet *packet);

/**
 * packet_frame() - the frame of a capture that holds bytes
 * @link_type: LINKTYPE_*
 * @bytes: the bytes
 * @length: how many are captured
 * @whole: how many there were
 */
static inline struct replay_frame packet_frame(u32 link_type, const u8 *bytes,
					       size_t length, size_t whole)
{
	return (struct replay_frame){
		.time = 1700000000000000000ULL,
		.number = 1,
		.link_type = link_type,
		.bytes = bytes,
		.length = length,
		.whole = whole,
	};
}

/**
 * packet_give() - give a pipeline the first bytes of a packet
 * @pipeline: the pipeline
 * @link_type: what the packet begins with
 * @packet: the packet
 * @length: how much of it was captured
 *
 * In memory of just that size, so that the sanitizer sees a read behind it.
 */
static inline void packet_give(struct replay_pipeline *pipeline, u32 link_type,
			       const struct packet *packet, size_t length)
{
	u8 *copy = malloc(length ? length : 1);
	struct replay_frame frame = packet_frame(link_type, copy, length,
						 packet->length);

	memcpy(copy, packet->bytes, length);
	replay_pipeline_frame(pipeline, &frame);
	free(copy);
}

#endif /* _TESTS_PACKET_H */
