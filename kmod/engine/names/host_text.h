/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * Cordon engine - host_text: a host whose text comes in pieces
 *
 * The text is gathered in the host's own room for its name, so that a reader
 * needs no second one.
 */
#ifndef _CORDON_ENGINE_HOST_TEXT_H
#define _CORDON_ENGINE_HOST_TEXT_H

#include "host.h"

void cordon_host_text_start(struct cordon_host *host);
bool cordon_host_text_add(struct cordon_host *host, const u8 *bytes,
			  size_t length);
int cordon_host_text_end(struct cordon_host *host);

#endif /* _CORDON_ENGINE_HOST_TEXT_H */
