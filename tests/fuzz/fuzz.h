/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What the fuzz targets share: taking an input apart, and saying what is broken
 *
 * A target decides from its input alone: the same bytes, the same end.
 */
#ifndef _TESTS_FUZZ_H
#define _TESTS_FUZZ_H

#include "engine/names/host.h"

/**
 * struct fuzz_input - what is left of an input
 * @at: next byte
 * @left: how many there are
 *
 * Behind the last byte it goes on with zeroes.
 */
struct fuzz_input {
	const u8 *at;
	size_t left;
};

/* Ends the run when what must always hold does not. */
#define FUZZ_NEED(holds, what)						\
do {									\
	if (!(holds))							\
		fuzz_broken(__FILE__, __LINE__, what);			\
} while (0)

/* What libFuzzer calls, and what it offers. */
int LLVMFuzzerTestOneInput(const u8 *data, size_t size);
int LLVMFuzzerInitialize(int *argc, char ***argv);
size_t LLVMFuzzerCustomMutator(u8 *data, size_t size, size_t max_size,
			       unsigned int seed);
size_t LLVMFuzzerMutate(u8 *data, size_t size, size_t max_size);

/* What the sanitizer calls. */
const char *__asan_default_options(void);

_Noreturn void fuzz_broken(const char *file, int line, const char *what);
u8 fuzz_byte(struct fuzz_input *input);
u16 fuzz_16(struct fuzz_input *input);
u32 fuzz_32(struct fuzz_input *input);
const u8 *fuzz_take(struct fuzz_input *input, size_t wanted, size_t *got);
u8 *fuzz_copy(const void *bytes, size_t length);
u64 fuzz_hash(u64 hash, const void *bytes, size_t length);
void fuzz_check_name(const u8 *name, size_t length);
u64 fuzz_check_host(u64 hash, const struct cordon_host *host);

#endif /* _TESTS_FUZZ_H */
