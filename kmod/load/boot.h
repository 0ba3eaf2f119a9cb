/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Cordon - boot: the boot policy that is compiled into the kernel
 */
#ifndef _CORDON_BOOT_H
#define _CORDON_BOOT_H

#include <linux/types.h>

struct cordon_fault;
struct cordon_policy;

#ifdef MODULE

static inline void cordon_boot_record(void) { }

#else

/* The object as it was signed; empty when there is none. Gone after init. */
extern const u8 cordon_boot_object[], cordon_boot_object_end[];

struct cordon_policy *cordon_boot_policy(void *data, size_t size,
					 struct cordon_fault *fault);
void cordon_boot_publish(void);
void cordon_boot_record(void);

#endif

#endif /* _CORDON_BOOT_H */
