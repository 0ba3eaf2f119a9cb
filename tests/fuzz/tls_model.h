/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * A model of ClientHello: reads a message that is all there, list inside list
 */
#ifndef _TESTS_FUZZ_TLS_MODEL_H
#define _TESTS_FUZZ_TLS_MODEL_H

#include "engine/names/tls_hello.h"

/* What a message turned out to be. */
enum tls_model_is {
	TLS_MODEL_SHORT,		/* not all there: who knows */
	TLS_MODEL_GOOD,
	TLS_MODEL_BAD,
};

enum tls_model_is tls_model_read(const u8 *bytes, size_t length,
				 struct cordon_tls_hello *hello);

#endif /* _TESTS_FUZZ_TLS_MODEL_H */
