// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Fuzz target: the reader of SOCKS requests
 */
#include "engine/names/socks.h"
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

/* @text is what the request has where the host stands. */
static void check_text(const struct cordon_host *host, const u8 *text,
		       size_t length)
{
	struct cordon_host expected;

	FUZZ_NEED(!cordon_host_from_text(&expected, text, length) &&
		  fuzz_check_host(0, host) == fuzz_check_host(0, &expected),
		  "the host is the one that was asked for");
}

static void check_4(const struct cordon_socks *request, const u8 *bytes,
		    size_t length)
{
	const u8 *user = bytes + 8, *end = memchr(user, 0, length - 8);

	FUZZ_NEED(end && end - user <= 255, "a user's name is short");
	FUZZ_NEED(request->command == bytes[1] &&
		  request->port == cordon_get_be16(bytes + 2),
		  "command and port are what was asked for");
	if (!bytes[4] && !bytes[5] && !bytes[6]) {
		check_text(&request->host, end + 1,
			   (size_t)(bytes + length - 1 - (end + 1)));
		return;
	}
	FUZZ_NEED(end + 1 == bytes + length &&
		  request->host.kind == CORDON_HOST_ADDRESS &&
		  !memcmp(request->host.address.byte + 12, bytes + 4, 4),
		  "the address is the one that was asked for");
}

static void check_5(const struct cordon_socks *request, const u8 *bytes,
		    size_t length)
{
	const u8 *end = bytes + length - 2;

	bytes += 2U + bytes[1];			/* methods */
	if (*bytes == 1) {			/* user and password */
		bytes += 2U + bytes[1];
		bytes += 1U + bytes[0];
	}
	FUZZ_NEED(bytes[0] == 5 && request->command == bytes[1] && !bytes[2] &&
		  request->port == cordon_get_be16(end),
		  "command and port are what was asked for");
	if (bytes[3] == 3) {
		FUZZ_NEED(bytes + 5 + bytes[4] == end, "a name is as long as it says");
		check_text(&request->host, bytes + 5, bytes[4]);
		return;
	}
	FUZZ_NEED(request->host.kind == CORDON_HOST_ADDRESS &&
		  (bytes[3] == 1 || bytes[3] == 4) &&
		  end - bytes == (bytes[3] == 1 ? 8 : 20) &&
		  !memcmp(request->host.address.byte + (bytes[3] == 1 ? 12 : 0),
			  bytes + 4, (size_t)(end - bytes - 4)),
		  "the address is the one that was asked for");
}

/* Called another protocol: no server takes it for a request of SOCKS. */
static void check_other(const u8 *bytes, size_t length)
{
	static const u8 no_address[4];
	const u8 *message;

	if (length > 9 && bytes[0] == 4) {
		FUZZ_NEED((bytes[1] != 1 && bytes[1] != 2) ||
			  !memcmp(bytes + 4, no_address, 4) ||
			  !memchr(bytes + 8, 0, min_t(size_t, length - 8, 256)),
			  "command, address and user make it version 4");
		return;
	}
	if (length < 2 || bytes[0] != 5 || length < 2U + bytes[1] + 2)
		return;
	message = bytes + 2 + bytes[1];
	FUZZ_NEED(!memchr(bytes + 2, 0, bytes[1]) || message[0] != 5 ||
		  message[1] < 1 || message[1] > 3,
		  "a method, version and command make it version 5");
}

int LLVMFuzzerTestOneInput(const u8 *data, size_t size)
{
	static struct pieces_said said;
	struct cordon_socks first;
	enum cordon_read read;
	size_t used;

	if (size < PIECES_CUTS)
		return 0;
	size -= PIECES_CUTS;
	pieces_compare(&socks_reader, data, size, data + size, &said);
	FUZZ_NEED(said.count <= 2, "one request, and nothing behind it");
	cordon_socks_init(&first);
	read = cordon_socks_read(&first, data, size, &used);
	if (read == CORDON_READ_OTHER)
		check_other(data, size);
	else if (read == CORDON_READ_DONE)
		(first.version == 4 ? check_4 : check_5)(&first, data, used);
	return 0;
}
