// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * What the fuzz targets share: taking an input apart, and saying what is broken
 */
#include <stdlib.h>

#include "fuzz.h"

/* What is freed is kept for a while, to see its use: not for hundreds of MB. */
const char *__asan_default_options(void)
{
	return "quarantine_size_mb=16:handle_abort=1:detect_stack_use_after_return=0";
}

/**
 * fuzz_broken - what must always hold does not
 * @file: of the target
 * @line: of the check
 * @what: what should hold
 */
void fuzz_broken(const char *file, int line, const char *what)
{
	fprintf(stderr, "%s:%d: broken: %s\n", file, line, what);
	abort();
}

u8 fuzz_byte(struct fuzz_input *input)
{
	if (!input->left)
		return 0;
	input->left--;
	return *input->at++;
}

u16 fuzz_16(struct fuzz_input *input)
{
	u16 high = fuzz_byte(input);

	return (u16)(high << 8 | fuzz_byte(input));
}

u32 fuzz_32(struct fuzz_input *input)
{
	u32 high = fuzz_16(input);

	return high << 16 | fuzz_16(input);
}

/**
 * fuzz_take - take bytes of the input
 * @input: the input
 * @wanted: how many
 * @got: set to how many there were
 *
 * Return: the first of them.
 */
const u8 *fuzz_take(struct fuzz_input *input, size_t wanted, size_t *got)
{
	const u8 *at = input->at;

	*got = wanted < input->left ? wanted : input->left;
	input->at += *got;
	input->left -= *got;
	return at;
}

/**
 * fuzz_copy - bytes in memory of exactly their size
 * @bytes: the bytes
 * @length: how many
 *
 * Return: the copy, for free(): one byte too far is seen.
 */
u8 *fuzz_copy(const void *bytes, size_t length)
{
	u8 *copy = malloc(length);

	if (!copy)
		abort();
	if (length)
		memcpy(copy, bytes, length);
	return copy;
}

/* FNV-1a. */
u64 fuzz_hash(u64 hash, const void *bytes, size_t length)
{
	const u8 *at = bytes;

	while (length--)
		hash = (hash ^ *at++) * 0x100000001b3ULL;
	return hash;
}

/**
 * fuzz_check_name - is it a wire name, folded
 * @name: what a reader gave out
 * @length: its bytes
 */
void fuzz_check_name(const u8 *name, size_t length)
{
	u8 *copy = fuzz_copy(name, length);

	FUZZ_NEED(cordon_name_labels(copy, length, NULL) >= 0,
		  "what is given out is a wire name");
	cordon_name_fold(copy, length);
	FUZZ_NEED(!memcmp(copy, name, length), "the name is folded");
	free(copy);
}

/**
 * fuzz_check_host - is it a host
 * @hash: of what comes before it
 * @host: what a reader gave out
 *
 * Return: hash of what of it means something.
 */
u64 fuzz_check_host(u64 hash, const struct cordon_host *host)
{
	hash = fuzz_hash(hash, &host->kind, sizeof(host->kind));
	switch (host->kind) {
	case CORDON_HOST_NONE:
		return hash;
	case CORDON_HOST_NAME:
		FUZZ_NEED(host->length, "a host's name is not the root");
		fuzz_check_name(host->name, host->length);
		return fuzz_hash(hash, host->name, host->length);
	case CORDON_HOST_ADDRESS:
		return fuzz_hash(hash, &host->address, sizeof(host->address));
	}
	fuzz_broken(__FILE__, __LINE__, "a host is of some kind");
}
