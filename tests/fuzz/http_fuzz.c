// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Fuzz target: the reader of HTTP/1 requests
 */
#include "engine/http.h"
#include "pieces.h"

static u64 http_result(const void *state)
{
	const struct cordon_http *http = state;
	u64 hash = fuzz_check_host(http->flags, &http->target);

	FUZZ_NEED(!(http->flags & CORDON_HTTP_2),
		  "the preface of HTTP/2 is no request");
	FUZZ_NEED(!(http->flags & CORDON_HTTP_CONNECT) ||
		  http->target.kind != CORDON_HOST_NONE,
		  "CONNECT names whom it goes to");
	FUZZ_NEED(!(http->flags & CORDON_HTTP_NO_HOST) ||
		  !(http->flags & CORDON_HTTP_HOST), "Host is there or is not");
	FUZZ_NEED(http->flags & CORDON_HTTP_HOST ||
		  http->host.kind == CORDON_HOST_NONE,
		  "without Host it names nobody");
	hash = fuzz_hash(hash, &http->port, sizeof(http->port));
	return fuzz_check_host(hash, &http->host);
}

PIECES_READER(http);

int LLVMFuzzerTestOneInput(const u8 *data, size_t size)
{
	static struct pieces_said said;

	if (size < PIECES_CUTS)
		return 0;
	size -= PIECES_CUTS;
	pieces_compare(&http, data, size, data + size, &said);
	return 0;
}
