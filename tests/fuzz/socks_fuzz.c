// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Fuzz target: the reader of SOCKS requests
 */
#include "engine/socks.h"
#include "pieces.h"

static u64 socks_result(const void *state)
{
	const struct cordon_socks *socks = state;
	u64 hash = fuzz_hash(socks->version, &socks->port, sizeof(socks->port));

	FUZZ_NEED(socks->version == 4 || socks->version == 5,
		  "SOCKS is of version 4 or 5");
	FUZZ_NEED(socks->host.kind != CORDON_HOST_NONE,
		  "a request names whom it goes to");
	hash = fuzz_hash(hash, &socks->command, sizeof(socks->command));
	return fuzz_check_host(hash, &socks->host);
}

PIECES_READER(socks);

int LLVMFuzzerTestOneInput(const u8 *data, size_t size)
{
	static struct pieces_said said;

	if (size < PIECES_CUTS)
		return 0;
	size -= PIECES_CUTS;
	pieces_compare(&socks_reader, data, size, data + size, &said);
	FUZZ_NEED(said.count <= 2, "one request, and nothing behind it");
	return 0;
}
