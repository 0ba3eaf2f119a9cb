// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Fuzz target: the chain of readers that finds out what a stream is
 */
#include "engine/names/flight.h"
#include "pieces.h"

/* What the reader that found the name says besides. */
static u64 flags_of(const struct cordon_flight *flight)
{
	switch (flight->layer) {
	case CORDON_LAYER_SNI:
		return flight->tls.hello.flags | flight->tls.hello.alpn << 8;
	case CORDON_LAYER_HTTP:
	case CORDON_LAYER_CONNECT:
		return flight->http.flags;
	case CORDON_LAYER_SOCKS:
		FUZZ_NEED(flight->host->kind != CORDON_HOST_NONE,
			  "SOCKS names whom it goes to");
		return flight->socks.command;
	default:
		fuzz_broken(__FILE__, __LINE__, "the name stands in a layer");
	}
}

static u64 flight_result(const void *state)
{
	const struct cordon_flight *flight = state;
	u64 hash;

	FUZZ_NEED(flight->host, "a message that is complete has a host");
	FUZZ_NEED(flight->tunnels <= CORDON_FLIGHT_TUNNELS, "tunnels are few");
	hash = fuzz_hash(flags_of(flight), &flight->layer,
			 sizeof(flight->layer));
	hash = fuzz_hash(hash, &flight->tunnels, sizeof(flight->tunnels));
	return fuzz_check_host(hash, flight->host);
}

PIECES_READER(flight);

int LLVMFuzzerTestOneInput(const u8 *data, size_t size)
{
	static struct pieces_said said;

	if (size < PIECES_CUTS)
		return 0;
	size -= PIECES_CUTS;
	pieces_compare(&flight_reader, data, size, data + size, &said);
	return 0;
}
