// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Fuzz target: the readers of TLS records and of ClientHello messages
 *
 * The input is read as it is, and once more as handshake messages that are put
 * into records: so what is behind the records is reached whatever they were.
 */
#include <stdlib.h>

#include "engine/names/tls.h"
#include "pieces.h"
#include "tls_model.h"

#define FIRST_RECORDS_MAX	65536U

static u64 hash_hello(const struct cordon_tls_hello *hello)
{
	u64 hash = hello->flags | (u64)hello->alpn << 8 |
		   (u64)hello->version << 16;

	FUZZ_NEED(!(hello->flags & CORDON_TLS_BAD_NAME),
		  "a name that is none makes the hello malformed");
	FUZZ_NEED(hello->flags & CORDON_TLS_SNI ||
		  hello->host.kind == CORDON_HOST_NONE,
		  "without server_name it names nobody");
	FUZZ_NEED(hello->flags & CORDON_TLS_ECH ||
		  !(hello->flags & CORDON_TLS_ECH_INNER), "ECH of some type is ECH");
	return fuzz_check_host(hash, &hello->host);
}

static u64 tls_hello_result(const void *state)
{
	return hash_hello(state);
}

static u64 tls_result(const void *state)
{
	const struct cordon_tls *tls = state;

	FUZZ_NEED(tls->hellos == 1 || tls->hellos == 2, "one hello, or two");
	return hash_hello(&tls->hello);
}

PIECES_READER(tls_hello);
PIECES_READER(tls);

/* In records of a size that the input chooses. */
static size_t put_records(const u8 *bytes, size_t length, size_t fragment,
			  u8 *out)
{
	size_t at, some, used = 0;

	for (at = 0; at < length; at += some) {
		const u8 head[] = { 22, 3, 1 };

		some = length - at < fragment ? length - at : fragment;
		memcpy(out + used, head, sizeof(head));
		out[used + 3] = (u8)(some >> 8);
		out[used + 4] = (u8)some;
		memcpy(out + used + CORDON_TLS_RECORD_HEAD, bytes + at, some);
		used += CORDON_TLS_RECORD_HEAD + some;
	}
	return used;
}

/* The first message is the same in records as by itself. */
static void compare_first(const struct pieces_said *message,
			  const struct pieces_said *records)
{
	if (!message->count || !records->count) {
		FUZZ_NEED(!message->count && !records->count,
			  "a hello in records comes to the same end");
		return;
	}
	FUZZ_NEED(message->event[0].result == records->event[0].result,
		  "a hello in records is the same hello");
	FUZZ_NEED((message->event[0].read == CORDON_READ_DONE) ==
		  (records->event[0].read == CORDON_READ_DONE),
		  "a hello in records is complete when it is");
	FUZZ_NEED(message->event[0].read != CORDON_READ_MALFORMED ||
		  records->event[0].read == CORDON_READ_MALFORMED,
		  "a malformed hello in records is malformed");
}

/* The first message is what the model says. */
static void check_model(const u8 *bytes, size_t length,
			const struct pieces_said *said)
{
	bool done = said->count && said->event[0].read == CORDON_READ_DONE;
	struct cordon_tls_hello hello;
	u8 *copy = fuzz_copy(bytes, length);

	switch (tls_model_read(copy, length, &hello)) {
	case TLS_MODEL_SHORT:
		FUZZ_NEED(!done, "what is not all there is not complete");
		break;
	case TLS_MODEL_GOOD:
		FUZZ_NEED(done && said->event[0].result == hash_hello(&hello),
			  "a hello is what the model says");
		break;
	case TLS_MODEL_BAD:
		FUZZ_NEED(said->count && !done, "what is no hello is none");
		break;
	}
	free(copy);
}

int LLVMFuzzerTestOneInput(const u8 *data, size_t size)
{
	static u8 records[6 * FIRST_RECORDS_MAX];
	static struct pieces_said said, hello_said;
	const u8 *cuts;
	size_t length;

	if (size < PIECES_CUTS || size > FIRST_RECORDS_MAX)
		return 0;
	size -= PIECES_CUTS;
	cuts = data + size;
	pieces_compare(&tls_reader, data, size, cuts, &said);
	FUZZ_NEED(said.count <= 3, "two hellos, and nothing behind them");
	pieces_compare(&tls_hello_reader, data, size, cuts, &hello_said);
	check_model(data, size, &hello_said);
	length = put_records(data, size, 1U + cuts[0] * (1U + cuts[1]), records);
	pieces_compare(&tls_reader, records, length, cuts, &said);
	compare_first(&hello_said, &said);
	return 0;
}
