// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * replay - fragments: datagrams put together, in memory of a fixed size
 *
 * The bytes of all datagrams lie in chunks of one pool. Whoever needs room
 * when there is none takes it from the oldest.
 */
#include <stdlib.h>

#include "replay/fragments.h"

#define DATAGRAMS	REPLAY_FRAGMENTS_DATAGRAMS
#define CHUNK		2048U
#define CHUNKS		(REPLAY_FRAGMENTS_BYTES / CHUNK)
#define NO_CHUNK	0xffffU
#define DATAGRAM_MAX	65536U
/* Fragments begin at multiples of it (RFC 791, 2.3; RFC 8200, 4.5). */
#define UNIT		8U
#define UNITS		(DATAGRAM_MAX / UNIT)
#define PATIENCE	(REPLAY_FRAGMENTS_SECONDS * 1000000000ULL)

/**
 * enum state - what a slot holds
 * @EMPTY: nothing
 * @WAITING: a datagram of which some is missing
 * @GIVEN: one that was handed on; what comes of it now is mostly the same again,
 *	for a capture may hold every packet twice
 * @REFUSED: one whose fragments contradict each other: none of them counts any
 *	more, also of those to come (RFC 5722, 4)
 */
enum state {
	EMPTY,
	WAITING,
	GIVEN,
	REFUSED,
};

/**
 * struct datagram - what is known of one
 * @source: its address
 * @destination: where it goes
 * @id: which of those between the two
 * @version: of IP
 * @protocol: of IPv4: distinguishes; of IPv6: of the first fragment
 * @state: see there
 * @turn: order of the slots' first fragments
 * @time: of its first fragment
 * @total: its length, 0 while the last fragment is missing
 * @end: where the fragments seen so far end
 * @units: how many units are there
 * @chunk: where its bytes lie
 * @seen: a bit for each unit
 */
struct datagram {
	struct cordon_address source;
	struct cordon_address destination;
	u32 id;
	u8 version;
	u8 protocol;
	u8 state;
	u64 turn;
	u64 time;
	u32 total;
	u32 end;
	u32 units;
	u16 chunk[DATAGRAM_MAX / CHUNK];
	u64 seen[UNITS / 64];
};

struct replay_fragments {
	struct replay_counters *counters;
	u64 turn;
	u32 mark[DATAGRAMS];
	struct datagram datagram[DATAGRAMS];
	u16 free[CHUNKS];
	u32 free_count;
	u8 pool[CHUNKS][CHUNK];
	u8 whole[DATAGRAM_MAX];
};

/**
 * replay_fragments_new() - room for datagrams in pieces
 * @counters: where to count; must outlive it
 *
 * Return: it, or NULL.
 */
struct replay_fragments *replay_fragments_new(struct replay_counters *counters)
{
	struct replay_fragments *fragments = calloc(1, sizeof(*fragments));
	u32 i;

	if (!fragments)
		return NULL;
	fragments->counters = counters;
	for (i = 0; i < CHUNKS; i++)
		fragments->free[i] = (u16)i;
	fragments->free_count = CHUNKS;
	for (i = 0; i < DATAGRAMS; i++)
		memset(fragments->datagram[i].chunk, 0xff,
		       sizeof(fragments->datagram[i].chunk));
	return fragments;
}

/**
 * replay_fragments_free() - give the memory back
 * @fragments: may be NULL
 */
void replay_fragments_free(struct replay_fragments *fragments)
{
	free(fragments);
}

/* A quick look before the slow one: slots whose mark differs cannot match. */
static u32 mark_of(const struct replay_ip *ip)
{
	u32 mark = ip->id + ip->version;

	mark = mark * 0x9e3779b1 ^ cordon_get_be32(ip->source.byte + 12);
	return mark * 0x9e3779b1 ^ cordon_get_be32(ip->destination.byte + 12);
}

static bool is_same(const struct datagram *datagram, const struct replay_ip *ip)
{
	return datagram->state != EMPTY && datagram->id == ip->id &&
	       datagram->version == ip->version &&
	       (ip->version == 6 || datagram->protocol == ip->protocol) &&
	       cordon_address_equal(&datagram->source, &ip->source) &&
	       cordon_address_equal(&datagram->destination, &ip->destination);
}

static bool is_patient(const struct datagram *datagram, u64 time)
{
	/* Captures one after the other may also go back in time. */
	return time - datagram->time <= PATIENCE ||
	       datagram->time - time <= PATIENCE;
}

/* Takes its bytes from a datagram; the slot stays what it is. */
static void forget_bytes(struct replay_fragments *fragments,
			 struct datagram *datagram)
{
	u32 i;

	for (i = 0; i < ARRAY_SIZE(datagram->chunk); i++) {
		if (datagram->chunk[i] == NO_CHUNK)
			continue;
		fragments->free[fragments->free_count++] = datagram->chunk[i];
		datagram->chunk[i] = NO_CHUNK;
	}
	memset(datagram->seen, 0, sizeof(datagram->seen));
	datagram->total = 0;
	datagram->end = 0;
	datagram->units = 0;
}

static void drop(struct replay_fragments *fragments, struct datagram *datagram)
{
	if (datagram->state == WAITING)
		fragments->counters->unread[REPLAY_FRAGMENT_LOST]++;
	forget_bytes(fragments, datagram);
	datagram->state = EMPTY;
}

/*
 * Which of two makes room first: one that is empty, then the older of those
 * that nobody waits for, then the oldest.
 */
static bool is_better_victim(const struct datagram *a, const struct datagram *b)
{
	bool a_waits = a->state == WAITING, b_waits = b->state == WAITING;
	bool a_empty = a->state == EMPTY, b_empty = b->state == EMPTY;

	if (a_empty != b_empty)
		return a_empty;
	if (a_waits != b_waits)
		return b_waits;
	return a->turn < b->turn;
}

static struct datagram *make_room(struct replay_fragments *fragments)
{
	struct datagram *victim = fragments->datagram;
	u32 i;

	for (i = 1; i < DATAGRAMS; i++)
		if (is_better_victim(fragments->datagram + i, victim))
			victim = fragments->datagram + i;
	drop(fragments, victim);
	return victim;
}

/* Takes the bytes of the oldest other datagram that has some. */
static void make_chunks(struct replay_fragments *fragments,
			const struct datagram *needy)
{
	struct datagram *victim = NULL;
	u32 i;

	for (i = 0; i < DATAGRAMS; i++) {
		struct datagram *datagram = fragments->datagram + i;

		if (datagram != needy && datagram->units &&
		    (!victim || is_better_victim(datagram, victim)))
			victim = datagram;
	}
	/* There is one: no datagram alone can fill the pool. */
	if (victim)
		drop(fragments, victim);
}

static struct datagram *find(struct replay_fragments *fragments,
			     const struct replay_ip *ip, u64 time)
{
	u32 mark = mark_of(ip), i;
	struct datagram *datagram;

	for (i = 0; i < DATAGRAMS; i++) {
		datagram = fragments->datagram + i;
		if (fragments->mark[i] != mark || !is_same(datagram, ip))
			continue;
		if (is_patient(datagram, time))
			return datagram;
		drop(fragments, datagram);
		break;
	}
	datagram = make_room(fragments);
	datagram->source = ip->source;
	datagram->destination = ip->destination;
	datagram->id = ip->id;
	datagram->version = ip->version;
	datagram->protocol = ip->protocol;
	datagram->state = WAITING;
	datagram->turn = ++fragments->turn;
	datagram->time = time;
	fragments->mark[datagram - fragments->datagram] = mark;
	return datagram;
}

static u8 *bytes_at(struct replay_fragments *fragments,
		    struct datagram *datagram, u32 offset)
{
	u16 *chunk = datagram->chunk + offset / CHUNK;

	if (*chunk == NO_CHUNK) {
		if (!fragments->free_count)
			make_chunks(fragments, datagram);
		*chunk = fragments->free[--fragments->free_count];
	}
	return fragments->pool[*chunk] + offset % CHUNK;
}

static bool is_seen(const struct datagram *datagram, u32 unit)
{
	return datagram->seen[unit / 64] >> unit % 64 & 1;
}

/* How the units of a fragment compare with those that are there already. */
static void compare(struct replay_fragments *fragments,
		    struct datagram *datagram, const struct replay_ip *ip,
		    bool *some_new, bool *some_old, bool *differ)
{
	u32 length = (u32)ip->payload.length, at;

	*some_new = false;
	*some_old = false;
	*differ = false;
	for (at = 0; at < length; at += UNIT) {
		u32 step = min_t(u32, UNIT, length - at);

		if (!is_seen(datagram, (ip->offset + at) / UNIT)) {
			*some_new = true;
			continue;
		}
		*some_old = true;
		if (memcmp(bytes_at(fragments, datagram, ip->offset + at),
			   ip->payload.bytes + at, step))
			*differ = true;
	}
}

/*
 * Does a fragment contradict what is there? The bytes of an IPv4 fragment may
 * come again; in IPv6 none may lie in two of them (RFC 5722), but a whole
 * fragment may come twice (RFC 8200, 4.5).
 */
static bool contradicts(struct replay_fragments *fragments,
			struct datagram *datagram, const struct replay_ip *ip)
{
	u32 end = ip->offset + (u32)ip->payload.length;
	bool some_new, some_old, differ;

	if (datagram->total && (ip->more ? end > datagram->total :
					   end != datagram->total))
		return true;
	if (!ip->more && end < datagram->end)
		return true;
	compare(fragments, datagram, ip, &some_new, &some_old, &differ);
	return differ || (ip->version == 6 && some_new && some_old);
}

static void keep(struct replay_fragments *fragments, struct datagram *datagram,
		 const struct replay_ip *ip)
{
	u32 length = (u32)ip->payload.length, at, step, unit;
	u32 end = ip->offset + length;

	for (at = 0; at < length; at += step) {
		u32 offset = ip->offset + at;

		step = min_t(u32, CHUNK - offset % CHUNK, length - at);
		memcpy(bytes_at(fragments, datagram, offset),
		       ip->payload.bytes + at, step);
	}
	for (unit = ip->offset / UNIT; unit * UNIT < end; unit++) {
		datagram->units += !is_seen(datagram, unit);
		datagram->seen[unit / 64] |= 1ULL << unit % 64;
	}
	if (!ip->more)
		datagram->total = end;
	if (end > datagram->end)
		datagram->end = end;
	if (!ip->offset)
		datagram->protocol = ip->protocol;
}

static bool is_complete(const struct datagram *datagram)
{
	return datagram->total &&
	       datagram->units == (datagram->total + UNIT - 1) / UNIT;
}

static void give(struct replay_fragments *fragments, struct datagram *datagram,
		 struct replay_ip *ip)
{
	u32 at, step;

	for (at = 0; at < datagram->total; at += step) {
		step = min_t(u32, CHUNK, datagram->total - at);
		memcpy(fragments->whole + at,
		       bytes_at(fragments, datagram, at), step);
	}
	ip->payload.bytes = fragments->whole;
	ip->payload.length = datagram->total;
	ip->payload.whole = datagram->total;
	ip->protocol = datagram->protocol;
	ip->is_fragment = false;
	ip->more = false;
	ip->offset = 0;
	fragments->counters->reassembled++;
	forget_bytes(fragments, datagram);
	datagram->state = GIVEN;
}

/*
 * Behind the last unit of a fragment that is not the last one there should be
 * nothing. Linux cuts it off in IPv4, and refuses the fragment in IPv6.
 */
static bool is_possible(struct replay_ip *ip)
{
	size_t whole = ip->payload.whole;

	if (ip->more && ip->version == 4) {
		whole -= whole % UNIT;
		replay_span_limit(&ip->payload, whole);
	}
	return whole && ip->offset + whole < DATAGRAM_MAX &&
	       !(ip->more && whole % UNIT);
}

/**
 * replay_fragments_add() - take a fragment
 * @fragments: the datagrams in pieces
 * @ip: the fragment; becomes the whole datagram, without the headers before
 *	the fragment's, if this was the last that was missing. Its payload is
 *	then valid until the next call.
 * @time: of the packet, nanoseconds
 *
 * The first fragment is handed on as it is if the capture cut it: what is
 * lost of it will not come, but the name that is looked for may be there.
 *
 * Return: whether @ip is to be read on.
 */
bool replay_fragments_add(struct replay_fragments *fragments,
			  struct replay_ip *ip, u64 time)
{
	u64 *unread = fragments->counters->unread;
	struct datagram *datagram;

	if (!is_possible(ip)) {
		unread[REPLAY_FRAGMENT_BAD]++;
		return false;
	}
	if (ip->payload.length < ip->payload.whole) {
		ip->is_fragment = false;
		/* How long the datagram was is only known by its end. */
		ip->payload.whole = DATAGRAM_MAX - 1;
		if (!ip->offset)
			return true;
		unread[REPLAY_CUT]++;
		return false;
	}
	datagram = find(fragments, ip, time);
	if (datagram->state == REFUSED)
		return false;
	if (contradicts(fragments, datagram, ip)) {
		forget_bytes(fragments, datagram);
		if (datagram->state == WAITING) {
			unread[REPLAY_FRAGMENT_OVERLAP]++;
			datagram->state = REFUSED;
			return false;
		}
		/* What came twice was it not: the sender uses the id again. */
		datagram->state = WAITING;
	}
	keep(fragments, datagram, ip);
	if (!is_complete(datagram))
		return false;
	give(fragments, datagram, ip);
	return true;
}

/**
 * replay_fragments_drop_all() - nothing comes any more
 * @fragments: the datagrams in pieces; those not whole count as lost
 */
void replay_fragments_drop_all(struct replay_fragments *fragments)
{
	u32 i;

	for (i = 0; i < DATAGRAMS; i++)
		drop(fragments, fragments->datagram + i);
}
