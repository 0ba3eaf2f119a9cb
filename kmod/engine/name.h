/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * Cordon engine - name: host names as wire labels
 *
 * A wire name is a sequence of labels, each a length byte (1 to 63) and that
 * many bytes (RFC 1035, 3.1). Cordon leaves the root's zero byte out, so
 * "www.example.com" is 3www7example3com in 16 bytes, and the empty name is the
 * root. A-Z are folded, other bytes are data: a 0x2E inside a label is no dot.
 */
#ifndef _CORDON_ENGINE_NAME_H
#define _CORDON_ENGINE_NAME_H

#include "port.h"

/* 255 bytes on the wire, less the root byte that we leave out. */
#define CORDON_NAME_MAX		254U
#define CORDON_LABEL_MAX	63U
#define CORDON_NAME_LABELS	127U
/* Room for any name as text: each byte as \DDD, the dots, a NUL. */
#define CORDON_NAME_TEXT_MAX	(4 * CORDON_NAME_MAX + 1)

int cordon_name_from_text(const char *text, size_t length, u8 *wire);
size_t cordon_name_to_text(const u8 *wire, size_t length, char *text,
			   size_t size);
int cordon_name_labels(const u8 *wire, size_t length, u8 *starts);
void cordon_name_fold(u8 *wire, size_t length);
bool cordon_name_covers(const u8 *suffix, size_t suffix_length, const u8 *name,
			size_t name_length);

#endif /* _CORDON_ENGINE_NAME_H */
