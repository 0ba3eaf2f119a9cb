// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Cordon benchmarks - readers_quic: the name in a QUIC Initial, and its parts
 *
 * A client's first datagram of 1,200 bytes with a whole hello, of as many
 * connections as there are questions: no key is known before. The ciphers are
 * those of userspace; what the kernel has instead of libcrypto's GHASH is timed
 * beside it.
 */
#include <stdlib.h>

#include "readers_quic.h"

#include "unit/engine/quic_builder.h"
#include "engine/names/ghash.h"

#define CONNECTIONS	64
#define DATAGRAM	1200
#define HELLO		517		/* usual without post-quantum keys */

struct quic {
	struct quic_bytes datagrams[CONNECTIONS];
	struct cordon_quic_id ids[CONNECTIONS];
};

static struct cordon_quic reader;
static u8 memory[CORDON_QUIC_MEMORY];
static u64 scratch[CORDON_QUIC_SCRATCH(DATAGRAM) / sizeof(u64)];

/* Keys, header protection, AES-GCM, frames, and the hello. */
static bool read_initial(const void *data, u32 i)
{
	const struct quic *quic = data;

	cordon_quic_init(&reader, memory);
	return cordon_quic_client(&reader, quic->datagrams[i].bytes,
				  quic->datagrams[i].length, scratch,
				  sizeof(scratch)) == CORDON_QUIC_DONE;
}

/* What it costs to look at a datagram that is no Initial, on any port. */
static bool look(const void *data, u32 i)
{
	const struct quic *quic = data;

	return cordon_quic_is_long(quic->datagrams[i].bytes + 1,
				   quic->datagrams[i].length - 1);
}

static bool derive(const void *data, u32 i)
{
	const struct quic *quic = data;
	struct cordon_quic_keys keys;

	cordon_quic_derive(&keys, cordon_quic_version(QUIC_V1), quic->ids + i);
	return true;
}

static bool hash(const void *data, u32 i)
{
	const struct quic *quic = data;
	struct cordon_ghash ghash;
	u8 sum[CORDON_GHASH_BLOCK];

	cordon_ghash_init(&ghash, quic->ids[i].byte);
	cordon_ghash_add(&ghash, quic->datagrams[i].bytes, DATAGRAM);
	cordon_ghash_final(&ghash, 0, DATAGRAM, sum);
	return true;
}

static void make(struct quic *quic, u32 i)
{
	struct quic_bytes *hello = bench_alloc(2 * sizeof(*hello));
	struct quic_bytes *frames = hello + 1, *datagram = quic->datagrams + i;
	struct quic_spec spec = { .version = QUIC_V1, .number_size = 4 };
	char id[9];
	u64 number = bench_random() % 100000000;

	snprintf(id, sizeof(id), "%08u", (unsigned int)number);
	spec.to = id;
	quic->ids[i].length = 8;
	memcpy(quic->ids[i].byte, id, 8);
	quic_make_hello(hello, "www.example.com", (u8)i, HELLO);
	quic_put_crypto(frames, 0, hello->bytes, hello->length);
	quic_seal(datagram, &spec, frames);
	quic_put_padding(frames, DATAGRAM - datagram->length);
	datagram->length = 0;
	quic_seal(datagram, &spec, frames);
	free(hello);
}

/**
 * bench_quic_cases() - the cases of QUIC
 * @cases: filled in; what they need is kept until the program ends
 */
void bench_quic_cases(struct bench_case cases[BENCH_QUIC_CASES])
{
	static const struct {
		const char *question;
		const char *who;
		bool (*answer)(const void *data, u32 i);
		bool expected;
	} made[BENCH_QUIC_CASES] = {
		{ "a QUIC Initial of 1,200 bytes", "Cordon, libcrypto",
		  read_initial, true },
		{ "the keys of a QUIC Initial", "Cordon, libcrypto", derive, true },
		{ "GHASH of 1,200 bytes", "Cordon, plain C", hash, true },
		{ "a datagram that is not QUIC", "Cordon", look, false },
	};
	struct quic *quic = bench_alloc(sizeof(*quic));
	u32 i;

	for (i = 0; i < CONNECTIONS; i++)
		make(quic, i);
	for (i = 0; i < BENCH_QUIC_CASES; i++)
		cases[i] = (struct bench_case) {
			.question = made[i].question, .who = made[i].who,
			.answer = made[i].answer, .data = quic,
			.count = CONNECTIONS, .expected = made[i].expected,
		};
}
