// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
/*
 * Cordon engine - layer: where in a packet a name stood
 */
#include "layer.h"
#include "engine/port.h"

/**
 * cordon_layer_word - the word for a layer
 * @layer: any
 *
 * Return: the word; "unknown" for what is none.
 */
const char *cordon_layer_word(enum cordon_layer layer)
{
	static const char *const words[] = {
		[CORDON_LAYER_DNS] = "dns",
		[CORDON_LAYER_CNAME] = "cname",
		[CORDON_LAYER_SVCB] = "svcb",
		[CORDON_LAYER_SNI] = "sni",
		[CORDON_LAYER_QUIC] = "quic",
		[CORDON_LAYER_HTTP] = "http",
		[CORDON_LAYER_CONNECT] = "connect",
		[CORDON_LAYER_SOCKS] = "socks",
		[CORDON_LAYER_ADDRESS] = "addr",
	};

	return (size_t)layer < ARRAY_SIZE(words) ? words[layer] : "unknown";
}
