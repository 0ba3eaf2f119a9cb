/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Cordon benchmarks - names_million: as many names as wanted, made from real ones
 */
#ifndef _BENCH_NAMES_MILLION_H
#define _BENCH_NAMES_MILLION_H

#include "engine/name.h"

/**
 * struct made_name - a name
 * @wire: wire name
 * @text: the same as text
 * @length: bytes of @wire
 * @service: index of its service
 */
struct made_name {
	const u8 *wire;
	const char *text;
	u8 length;
	u16 service;
};

/**
 * struct made_names - names, each of them once
 * @count: how many
 * @list: the names
 * @service_count: services
 * @services: their names
 * @text_bytes: of all texts, without an end
 */
struct made_names {
	u32 count;
	struct made_name *list;
	u32 service_count;
	char *services[64];
	size_t text_bytes;
};

struct made_names *names_make(const char *directory, u32 count);
bool names_have(const struct made_names *names, const u8 *wire, size_t length);
void names_other(u64 *state, struct made_name *name, u8 *wire);
void names_write(const struct made_names *names, const char *directory);

#endif /* _BENCH_NAMES_MILLION_H */
