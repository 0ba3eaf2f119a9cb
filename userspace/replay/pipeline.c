// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * replay - pipeline: from a packet of a capture to one of a transport protocol
 *
 * Nothing is copied but fragments. A packet inside a tunnel takes the place of
 * the one around it, and goes the same way: a loop, at most
 * REPLAY_DEPTH_MAX + 1 times round.
 *
 * The packet that an ICMP error quotes was read when it was sent: it is not
 * read again. (tshark does.)
 */
#include <stdlib.h>

#include "replay/fragments.h"
#include "replay/frame.h"
#include "replay/ip.h"
#include "replay/pipeline.h"
#include "replay/tunnels.h"

struct replay_pipeline {
	struct replay_counters counters;
	struct replay_fragments *fragments;
	replay_take *take;
	void *data;
};

/**
 * replay_pipeline_new() - make a pipeline
 * @take: gets the packets
 * @data: handed to it
 *
 * Return: it, or NULL. All its memory is allocated here.
 */
struct replay_pipeline *replay_pipeline_new(replay_take *take, void *data)
{
	struct replay_pipeline *pipeline = calloc(1, sizeof(*pipeline));

	if (!pipeline)
		return NULL;
	pipeline->fragments = replay_fragments_new(&pipeline->counters);
	if (!pipeline->fragments) {
		free(pipeline);
		return NULL;
	}
	pipeline->take = take;
	pipeline->data = data;
	return pipeline;
}

/**
 * replay_pipeline_free() - give the memory back
 * @pipeline: may be NULL
 */
void replay_pipeline_free(struct replay_pipeline *pipeline)
{
	if (!pipeline)
		return;
	replay_fragments_free(pipeline->fragments);
	free(pipeline);
}

/**
 * replay_pipeline_counters() - what was read and what not
 * @pipeline: the pipeline
 *
 * Return: its counters; they live as long as it does.
 */
const struct replay_counters *
replay_pipeline_counters(const struct replay_pipeline *pipeline)
{
	return &pipeline->counters;
}

static void count(struct replay_pipeline *pipeline, enum replay_unread why)
{
	if (why)
		pipeline->counters.unread[why]++;
}

/**
 * enum content - what an IP packet carries
 * @TUNNELLED: another IP packet
 * @READY: something for the callback
 * @UNREADABLE: a broken header
 */
enum content {
	TUNNELLED,
	READY,
	UNREADABLE,
};

static enum content read_tunnel(struct replay_span *span,
				struct replay_packet *packet,
				enum replay_unread *why)
{
	struct replay_span inside = *span;

	switch (replay_tunnel_ip(&inside, packet->protocol, why)) {
	case REPLAY_INSIDE_IP:
		*span = inside;
		return TUNNELLED;
	case REPLAY_INSIDE_NOTHING:
		break;
	case REPLAY_NO_TUNNEL:
		*why = packet->protocol == REPLAY_ESP ? REPLAY_ENCRYPTED_ESP :
							REPLAY_OTHER_PROTOCOL;
		break;
	}
	replay_transport_read(packet, *span);
	return READY;
}

/*
 * Reads what an IP packet carries. @span becomes the packet inside, if there is
 * one; else @why says what there is to say of the packet.
 */
static enum content read_content(struct replay_span *span,
				 struct replay_packet *packet,
				 enum replay_unread *why)
{
	if (packet->protocol != REPLAY_TCP && packet->protocol != REPLAY_UDP)
		return read_tunnel(span, packet, why);
	*why = replay_transport_read(packet, *span);
	if (*why)
		return UNREADABLE;
	*span = (struct replay_span){ packet->payload, packet->length,
				      packet->whole };
	if (packet->protocol == REPLAY_UDP &&
	    replay_tunnel_udp(span, packet->source_port,
			      packet->destination_port) == REPLAY_INSIDE_IP)
		return TUNNELLED;
	*why = packet->cut ? REPLAY_CUT : REPLAY_READ;
	return READY;
}

/* Returns whether @ip is now a whole packet. */
static bool put_together(struct replay_pipeline *pipeline, struct replay_ip *ip,
			 u64 time)
{
	enum replay_unread why;

	if (!replay_fragments_add(pipeline->fragments, ip, time))
		return false;
	why = replay_ip_extensions(ip);
	/* No sender cuts up a fragment, and it would need a second round. */
	if (!why && ip->is_fragment)
		why = REPLAY_FRAGMENT_BAD;
	count(pipeline, why);
	return !why;
}

static void follow(struct replay_pipeline *pipeline, struct replay_span span,
		   const struct replay_frame *frame)
{
	struct replay_packet packet;
	enum replay_unread why;
	enum content content;
	struct replay_ip ip;
	u8 depth;

	for (depth = 0; depth <= REPLAY_DEPTH_MAX; depth++) {
		why = replay_ip_read(&ip, span);
		count(pipeline, why);
		if (why)
			return;
		if (ip.is_fragment && !put_together(pipeline, &ip, frame->time))
			return;
		packet = (struct replay_packet){
			.time = frame->time,
			.number = frame->number,
			.source = ip.source,
			.destination = ip.destination,
			.protocol = ip.protocol,
			.depth = depth,
		};
		span = ip.payload;
		content = read_content(&span, &packet, &why);
		if (content == TUNNELLED)
			continue;
		count(pipeline, why);
		if (content == READY) {
			pipeline->counters.packets++;
			pipeline->take(pipeline->data, &packet);
		}
		return;
	}
	count(pipeline, REPLAY_TOO_DEEP);
}

/**
 * replay_pipeline_frame() - read a packet of a capture
 * @pipeline: the pipeline
 * @frame: the packet
 */
void replay_pipeline_frame(struct replay_pipeline *pipeline,
			   const struct replay_frame *frame)
{
	struct replay_span span = { frame->bytes, frame->length, frame->whole };
	enum replay_unread why;

	pipeline->counters.frames++;
	pipeline->counters.bytes += frame->length;
	why = replay_frame_link(&span, frame->link_type);
	if (why)
		count(pipeline, why);
	else
		follow(pipeline, span, frame);
}

/**
 * replay_pipeline_finish() - the last frame has been read
 * @pipeline: the pipeline; counts the fragments that still wait as lost
 */
void replay_pipeline_finish(struct replay_pipeline *pipeline)
{
	replay_fragments_drop_all(pipeline->fragments);
}
