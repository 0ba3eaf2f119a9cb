/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * Cordon engine - http: read the requests of a client's HTTP/1 stream
 * (RFC 9110, RFC 9112)
 */
#ifndef _CORDON_ENGINE_HTTP_H
#define _CORDON_ENGINE_HTTP_H

#include "http_head.h"
#include "reader.h"

/* Longest head of a request; longest lines between two chunks, too. */
#define CORDON_HTTP_HEAD_MAX	65536U

void cordon_http_init(struct cordon_http *http);
enum cordon_read cordon_http_read(struct cordon_http *http, const u8 *bytes,
				  size_t length, size_t *used);

#endif /* _CORDON_ENGINE_HTTP_H */
