// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Fuzz target: flows, whole and in pieces
 *
 * In pieces each is read from a copy first, which is thrown away, and then in two
 * parts: as the kernel does when a protocol takes less than it was given. The last
 * byte of an input says whether it goes to a port of DNS, and which name is refused.
 */
#include <stdlib.h>

#include "engine/flow.h"
#include "fuzz.h"

#define CUTS	4U
#define ROOM	CORDON_DNS_QUESTION_MAX
#define SIZE	CORDON_FLOW_SIZE(ROOM)

/**
 * struct heard - what was found in a flow
 * @count: names and messages
 * @hash: of them
 * @refuse: the one that is refused, from 1; 0: none
 */
struct heard {
	u32 count;
	u64 hash;
	u32 refuse;
};

static bool on_name(void *data, const struct cordon_flow_name *name)
{
	struct heard *heard = data;

	FUZZ_NEED(!name->hello || name->layer == CORDON_LAYER_SNI,
		  "a hello is told in its layer");
	FUZZ_NEED(!name->http || name->layer == CORDON_LAYER_HTTP ||
		  name->layer == CORDON_LAYER_CONNECT,
		  "a request is told in its layer");
	heard->hash = fuzz_hash(heard->hash, &name->layer, sizeof(name->layer));
	heard->hash = fuzz_check_host(heard->hash, name->host);
	return ++heard->count == heard->refuse;
}

static bool on_message(void *data, const u8 *message, size_t kept,
		       size_t length)
{
	struct heard *heard = data;

	FUZZ_NEED(kept == (length < ROOM ? length : ROOM),
		  "as much of a message is kept as there is room for");
	heard->hash = fuzz_hash(heard->hash, message, kept);
	heard->hash = fuzz_hash(heard->hash, &length, sizeof(length));
	return ++heard->count == heard->refuse;
}

static const struct cordon_flow_calls calls = {
	.name = on_name,
	.message = on_message,
};

static struct cordon_flow *copy_of(const struct cordon_flow *flow)
{
	return (struct cordon_flow *)fuzz_copy((const u8 *)flow, SIZE);
}

static enum cordon_flow_says hand_in(struct cordon_flow *flow, const u8 *bytes,
				     size_t length, struct heard *heard)
{
	u8 *exact = fuzz_copy(bytes, length);
	enum cordon_flow_says says;

	says = cordon_flow_read(flow, exact, length, &calls, heard);
	free(exact);
	return says;
}

static void check_end(const struct cordon_flow *flow, enum cordon_flow_says says,
		      const struct heard *heard)
{
	FUZZ_NEED((says == CORDON_FLOW_REFUSE) ==
		  (heard->refuse && heard->count == heard->refuse),
		  "refused is what the call back refuses, and nothing behind it");
	FUZZ_NEED(flow->told == !!heard->count, "what was told was told");
	FUZZ_NEED(!flow->http_2 || says == CORDON_FLOW_ALLOW,
		  "HTTP/2 is allowed, for it is not read");
	FUZZ_NEED(says != CORDON_FLOW_UNREADABLE ||
		  flow->protocol != CORDON_FLOW_UNKNOWN,
		  "what cannot be read began as something");
}

static enum cordon_flow_says read_whole(const u8 *bytes, size_t length, bool dns,
					struct heard *heard)
{
	struct cordon_flow *flow = malloc(SIZE);
	enum cordon_flow_says says;

	memset(flow, 0xa5, SIZE);
	cordon_flow_init(flow, ROOM, dns);
	says = hand_in(flow, bytes, length, heard);
	check_end(flow, says, heard);
	free(flow);
	return says;
}

/* A piece: nothing of it is sent at first, then a half, and then the rest. */
static struct cordon_flow *read_piece(struct cordon_flow *flow, const u8 *bytes,
				      size_t length, struct heard *heard,
				      enum cordon_flow_says *says)
{
	struct cordon_flow *copy = copy_of(flow);
	struct heard ignored = *heard;
	enum cordon_flow_says before;

	before = hand_in(copy, bytes, length, &ignored);
	free(copy);
	*says = hand_in(flow, bytes, length / 2, heard);
	copy = copy_of(flow);
	memset(flow, 0xa5, SIZE);
	free(flow);
	*says = hand_in(copy, bytes + length / 2, length - length / 2, heard);
	FUZZ_NEED(*says == before && ignored.hash == heard->hash,
		  "in two parts it is the same");
	return copy;
}

static enum cordon_flow_says read_pieces(const u8 *bytes, size_t length,
					 const u8 *cuts, bool dns,
					 struct heard *heard)
{
	struct cordon_flow *flow = malloc(SIZE);
	enum cordon_flow_says says = CORDON_FLOW_WAIT;
	size_t at = 0, number = 0, some;

	memset(flow, 0xa5, SIZE);
	cordon_flow_init(flow, ROOM, dns);
	while (at < length) {
		some = 1U + cuts[number++ % CUTS];
		if (some > length - at)
			some = length - at;
		flow = read_piece(flow, bytes + at, some, heard, &says);
		at += some;
	}
	check_end(flow, says, heard);
	free(flow);
	return says;
}

int LLVMFuzzerTestOneInput(const u8 *data, size_t size)
{
	struct heard whole = { 0 }, pieces = { 0 };
	bool dns;

	if (size < CUTS + 1)
		return 0;
	size -= CUTS + 1;
	dns = data[size + CUTS] & 1;
	whole.refuse = data[size + CUTS] >> 1;
	pieces.refuse = whole.refuse;
	FUZZ_NEED(read_whole(data, size, dns, &whole) ==
		  read_pieces(data, size, data + size, dns, &pieces),
		  "in pieces the same is said as of the whole");
	FUZZ_NEED(whole.count == pieces.count && whole.hash == pieces.hash,
		  "in pieces the same is found as in the whole");
	return 0;
}
