/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * A model of the CRYPTO stream of one connection: all bytes are kept, and read
 * one by one from the first that was not
 */
#ifndef _TESTS_FUZZ_QUIC_MODEL_H
#define _TESTS_FUZZ_QUIC_MODEL_H

#include "engine/names/quic.h"

/**
 * struct quic_model - what came
 * @seen: which bytes came
 * @byte: the bytes
 * @next: first one that was not read
 * @hellos: complete ones
 * @in_hello: one is begun
 * @told: @hello was complete with the last datagram
 * @malformed: there is no way on
 * @hello: read last
 */
struct quic_model {
	bool seen[CORDON_QUIC_WINDOW + 1];
	u8 byte[CORDON_QUIC_WINDOW];
	u32 next;
	u32 hellos;
	bool in_hello;
	bool told;
	bool malformed;
	struct cordon_tls_hello hello;
};

void quic_model_init(struct quic_model *model);
void quic_model_add(struct quic_model *model, u64 offset, const u8 *bytes,
		    size_t length);
enum cordon_quic_read quic_model_read(struct quic_model *model);
bool quic_model_agrees(const struct quic_model *model,
		       const struct cordon_tls_hello *hello);

#endif /* _TESTS_FUZZ_QUIC_MODEL_H */
