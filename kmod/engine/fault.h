/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * Cordon engine - fault: where and why something was refused
 */
#ifndef _CORDON_ENGINE_FAULT_H
#define _CORDON_ENGINE_FAULT_H

#include "port.h"

/**
 * struct cordon_fault - where and why something was refused
 * @word: stable word for messages and load/error; static storage
 * @offset: byte offset of the first wrong thing
 */
struct cordon_fault {
	const char *word;
	u64 offset;
};

/**
 * cordon_refuse - note a fault
 * @fault: set
 * @word: stable word, static storage
 * @offset: byte offset
 * @err: negative errno
 *
 * Return: @err.
 */
static inline int cordon_refuse(struct cordon_fault *fault, const char *word,
				u64 offset, int err)
{
	fault->word = word;
	fault->offset = offset;
	return err;
}

#endif /* _CORDON_ENGINE_FAULT_H */
