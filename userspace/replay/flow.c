// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * replay - flow: the conversations of a capture, so many and no more
 */
#include <stdlib.h>
#include <sys/random.h>

#include "engine/policy/domain_hash.h"
#include "replay/flow.h"

#define NONE		0xffffffffU
#define BUCKETS		(REPLAY_FLOWS_MAX * 2)

/* Two orders of age: of all flows, and of those that keep bytes. */
enum { ALL, READING, LISTS };

/**
 * struct replay_flows - the table
 * @drop: tells what keeps bytes for a flow to let go
 * @data: handed to it
 * @key: random, of the hash
 * @numbered: flows so far
 * @kept: bytes that are kept for all flows together
 * @used: slots in use, from the first on
 * @count: members of each list
 * @oldest: of each list
 * @newest: of each list
 * @bucket: first flow of each
 * @slot: the flows
 */
struct replay_flows {
	replay_flow_drop *drop;
	void *data;
	__le64 key[2];
	u64 numbered;
	u64 kept;
	u32 used;
	u32 count[LISTS];
	u32 oldest[LISTS];
	u32 newest[LISTS];
	u32 bucket[BUCKETS];
	struct replay_flow slot[REPLAY_FLOWS_MAX];
};

static u32 index_of(const struct replay_flows *flows,
		    const struct replay_flow *flow)
{
	return (u32)(flow - flows->slot);
}

static void unlist(struct replay_flows *flows, struct replay_flow *flow, int list)
{
	u32 older = flow->older[list], newer = flow->newer[list];

	if (!flow->listed[list])
		return;
	if (older == NONE)
		flows->oldest[list] = newer;
	else
		flows->slot[older].newer[list] = newer;
	if (newer == NONE)
		flows->newest[list] = older;
	else
		flows->slot[newer].older[list] = older;
	flow->listed[list] = false;
	flows->count[list]--;
}

static void list_newest(struct replay_flows *flows, struct replay_flow *flow,
			int list)
{
	u32 slot = index_of(flows, flow);

	if (flow->listed[list] && flows->newest[list] == slot)
		return;
	unlist(flows, flow, list);
	flow->older[list] = flows->newest[list];
	flow->newer[list] = NONE;
	if (flows->newest[list] == NONE)
		flows->oldest[list] = slot;
	else
		flows->slot[flows->newest[list]].newer[list] = slot;
	flows->newest[list] = slot;
	flow->listed[list] = true;
	flows->count[list]++;
}

/**
 * replay_flows_new() - an empty table
 * @drop: called before a flow is forgotten
 * @data: handed to @drop
 *
 * Return: the table, which takes memory as it fills; NULL: no memory.
 */
struct replay_flows *replay_flows_new(replay_flow_drop *drop, void *data)
{
	struct replay_flows *flows = calloc(1, sizeof(*flows));

	if (!flows)
		return NULL;
	flows->drop = drop;
	flows->data = data;
	if (getrandom(flows->key, sizeof(flows->key), 0) != sizeof(flows->key))
		memset(flows->key, 0, sizeof(flows->key));
	memset(flows->oldest, 0xff, sizeof(flows->oldest));
	memset(flows->newest, 0xff, sizeof(flows->newest));
	memset(flows->bucket, 0xff, sizeof(flows->bucket));
	return flows;
}

/**
 * replay_flows_free() - forget all flows
 * @flows: may be NULL
 */
void replay_flows_free(struct replay_flows *flows)
{
	u32 i;

	if (!flows)
		return;
	for (i = 0; i < flows->used; i++)
		flows->drop(flows->data, &flows->slot[i]);
	free(flows);
}

/* Keyed, so that nobody can choose flows that share a bucket. */
static u64 hash_end(const struct replay_flows *flows,
		    const struct cordon_address *address, u16 port, u8 protocol)
{
	struct cordon_hash_state hash;

	cordon_hash_start(&hash, flows->key);
	cordon_hash_absorb(&hash, cordon_get_le64(address->byte));
	cordon_hash_absorb(&hash, cordon_get_le64(address->byte + 8));
	cordon_hash_absorb(&hash, (u64)protocol << 16 | port);
	return cordon_hash_finish(hash);
}

/* The same for both directions. */
static u32 hash_packet(const struct replay_flows *flows,
		       const struct replay_packet *packet)
{
	return (u32)(hash_end(flows, &packet->source, packet->source_port,
			      packet->protocol) +
		     hash_end(flows, &packet->destination,
			      packet->destination_port, packet->protocol));
}

static bool is_end(const struct replay_end *end,
		   const struct cordon_address *address, u16 port)
{
	return end->port == port && cordon_address_equal(&end->address, address);
}

/* Which end sent it; -1: it is of another flow. */
static int sender_of(const struct replay_flow *flow,
		     const struct replay_packet *packet)
{
	int i;

	if (flow->protocol != packet->protocol)
		return -1;
	for (i = 0; i < 2; i++)
		if (is_end(&flow->end[i], &packet->source, packet->source_port) &&
		    is_end(&flow->end[!i], &packet->destination,
			   packet->destination_port))
			return i;
	return -1;
}

/* What was kept for it is gone. */
static void give_up(struct replay_flows *flows, struct replay_flow *flow)
{
	flows->kept -= flow->kept;
	flow->kept = 0;
	unlist(flows, flow, READING);
}

static void forget(struct replay_flows *flows, struct replay_flow *flow)
{
	u32 *link = flows->bucket + (flow->hash & (BUCKETS - 1));

	flows->drop(flows->data, flow);
	while (*link != index_of(flows, flow))
		link = &flows->slot[*link].next;
	*link = flow->next;
	give_up(flows, flow);
	unlist(flows, flow, ALL);
}

/*
 * Who asked whom: the first packet seen tells, unless it is an answer; then the
 * capture began in the middle.
 */
static bool is_answer(const struct replay_packet *packet)
{
	if (packet->protocol == REPLAY_TCP && packet->flags & REPLAY_TCP_SYN)
		return packet->flags & REPLAY_TCP_ACK;
	return packet->source_port < 1024 &&
	       packet->destination_port >= 1024;
}

static void begin(struct replay_flows *flows, struct replay_flow *flow,
		  const struct replay_packet *packet)
{
	int from = is_answer(packet);

	flow->number = ++flows->numbered;
	flow->end[from].address = packet->source;
	flow->end[from].port = packet->source_port;
	flow->end[!from].address = packet->destination;
	flow->end[!from].port = packet->destination_port;
	flow->protocol = packet->protocol;
	flow->depth = packet->depth;
	flow->blind = 0;
	flow->marked = false;
	flow->refused = 0;
	flow->carries = false;
	flow->known = false;
	flow->no_dns = false;
	memset(flow->asked, 0, sizeof(flow->asked));
	memset(flow->begun, 0, sizeof(flow->begun));
	memset(flow->read, 0, sizeof(flow->read));
}

/**
 * replay_flow_of() - the flow that a packet belongs to
 * @flows: table
 * @packet: any
 * @sender: set to the index of the end that sent it
 * @fresh: set to whether it is the flow's first
 *
 * Return: the flow; valid until the next call.
 */
struct replay_flow *replay_flow_of(struct replay_flows *flows,
				   const struct replay_packet *packet,
				   unsigned int *sender, bool *fresh)
{
	u32 hash = hash_packet(flows, packet), slot;
	u32 *bucket = flows->bucket + (hash & (BUCKETS - 1));
	struct replay_flow *flow;
	int from;

	*fresh = false;
	for (slot = *bucket; slot != NONE; slot = flow->next) {
		flow = flows->slot + slot;
		from = flow->hash == hash ? sender_of(flow, packet) : -1;
		if (from >= 0) {
			*sender = (unsigned int)from;
			list_newest(flows, flow, ALL);
			if (flow->listed[READING])
				list_newest(flows, flow, READING);
			return flow;
		}
	}
	if (flows->used < REPLAY_FLOWS_MAX) {
		slot = flows->used++;
	} else {
		slot = flows->oldest[ALL];
		forget(flows, flows->slot + slot);
	}
	flow = flows->slot + slot;
	begin(flows, flow, packet);
	flow->hash = hash;
	flow->next = *bucket;
	*bucket = slot;
	list_newest(flows, flow, ALL);
	*sender = (unsigned int)sender_of(flow, packet);
	*fresh = true;
	return flow;
}

/**
 * replay_flow_renew() - the same ends begin again
 * @flows: table
 * @flow: the flow of @packet
 * @packet: a SYN that is not the first one's repetition
 *
 * Return: @flow, with a number of its own.
 */
struct replay_flow *replay_flow_renew(struct replay_flows *flows,
				      struct replay_flow *flow,
				      const struct replay_packet *packet)
{
	flows->drop(flows->data, flow);
	give_up(flows, flow);
	begin(flows, flow, packet);
	return flow;
}

/**
 * replay_flow_keeps() - more bytes are kept for a flow
 * @flows: table
 * @flow: of it
 * @size: how many
 */
void replay_flow_keeps(struct replay_flows *flows, struct replay_flow *flow,
		       u32 size)
{
	flow->kept += size;
	flows->kept += size;
	list_newest(flows, flow, READING);
}

/**
 * replay_flow_crowded() - is too much kept
 * @flows: table
 * @flow: of it; what is kept for it stays
 *
 * Return: the flow that must give up what is kept for it, the one that was silent
 * for longest; NULL: none.
 */
struct replay_flow *replay_flow_crowded(struct replay_flows *flows,
					const struct replay_flow *flow)
{
	struct replay_flow *oldest = flows->slot + flows->oldest[READING];

	if ((flows->count[READING] <= REPLAY_READING_MAX &&
	     flows->kept <= REPLAY_KEPT_MAX) || oldest == flow)
		return NULL;
	give_up(flows, oldest);
	return oldest;
}

/**
 * replay_flow_rests() - fewer bytes are kept for a flow
 * @flows: table
 * @flow: of it
 * @size: how many
 */
void replay_flow_rests(struct replay_flows *flows, struct replay_flow *flow,
		       u32 size)
{
	flow->kept -= size;
	flows->kept -= size;
	if (!flow->kept)
		unlist(flows, flow, READING);
}
