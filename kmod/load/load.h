/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Cordon - load: the transaction that brings an object into the kernel
 */
#ifndef _CORDON_LOAD_H
#define _CORDON_LOAD_H

#include <linux/types.h>

int cordon_load_begin(void);
int cordon_load_data(const void *chunk, loff_t offset, size_t length);
int cordon_load_commit(void);
int cordon_load_abort(void);
const char *cordon_load_status(void);
size_t cordon_load_error(char *text, size_t size);
bool cordon_load_is_locked(void);
void cordon_load_lock(void);
void cordon_load_exit(void);

#endif /* _CORDON_LOAD_H */
