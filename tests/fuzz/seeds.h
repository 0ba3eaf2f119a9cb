/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The committed seeds of the fuzz targets: each target's inputs, made with the
 * builders of the unit tests
 */
#ifndef _TESTS_FUZZ_SEEDS_H
#define _TESTS_FUZZ_SEEDS_H

#include "engine/port.h"

#define SEED_ROOM	65536U

/**
 * struct seed - an input that is being made
 * @length: its bytes
 * @bytes: the bytes
 */
struct seed {
	size_t length;
	u8 bytes[SEED_ROOM];
};

void seed_begin(struct seed *seed);
void seed_put(struct seed *seed, const void *bytes, size_t length);
void seed_put8(struct seed *seed, unsigned int value);
void seed_put16(struct seed *seed, unsigned int value);
void seed_put32(struct seed *seed, u32 value);
void seed_put_text(struct seed *seed, const char *text);
void seed_write(const struct seed *seed, const char *target, const char *name);
void seed_write_cut(struct seed *seed, const char *target, const char *name);

/* seeds_*.c */
void seeds_make_streams(void);
void seeds_make_dns(void);
void seeds_make_quic(void);
void seeds_make_policy(void);
void seeds_make_replay(void);

#endif /* _TESTS_FUZZ_SEEDS_H */
