/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * Cordon engine - port: what the kernel and userspace name differently
 *
 * The only engine file that knows where it is compiled. The engine does no
 * I/O, takes no lock, sleeps nowhere and allocates nothing.
 */
#ifndef _CORDON_ENGINE_PORT_H
#define _CORDON_ENGINE_PORT_H

#ifdef __KERNEL__

#include <asm/byteorder.h>
#include <linux/build_bug.h>
#include <linux/crc32.h>
#include <linux/errno.h>
#include <linux/kernel.h>
#include <linux/prefetch.h>
#include <linux/sort.h>
#include <linux/string.h>
#include <linux/types.h>
#ifdef CORDON_ASM_UNALIGNED
#include <asm/unaligned.h>
#else
#include <linux/unaligned.h>
#endif

static inline u32 cordon_crc32(const void *data, size_t length)
{
	return ~crc32_le(~0U, data, length);
}

static inline void cordon_prefetch(const void *p)
{
	prefetch(p);
}

static inline void cordon_sort(void *base, size_t count, size_t size,
			       int (*compare)(const void *a, const void *b))
{
	sort(base, count, size, compare, NULL);
}

static inline u64 cordon_get_le64(const u8 *p)
{
	return get_unaligned_le64(p);
}

static inline u64 cordon_get_be64(const u8 *p)
{
	return get_unaligned_be64(p);
}

#else

#include <assert.h>
#include <endian.h>
#include <errno.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <linux/types.h>
#include <zlib.h>

typedef __u8 u8;
typedef __u16 u16;
typedef __u32 u32;
typedef __u64 u64;
typedef __s8 s8;
typedef __s16 s16;

#define le16_to_cpu(x)	le16toh((uint16_t)(x))
#define le32_to_cpu(x)	le32toh((uint32_t)(x))
#define le64_to_cpu(x)	le64toh((uint64_t)(x))
#define cpu_to_le16(x)	htole16((uint16_t)(x))
#define cpu_to_le32(x)	htole32((uint32_t)(x))
#define cpu_to_le64(x)	htole64((uint64_t)(x))
#define min_t(type, a, b) ({			\
	type min_a = (a);			\
	type min_b = (b);			\
						\
	min_a < min_b ? min_a : min_b;		\
})
/* Kernels that clear the stack leave a variable marked so alone. */
#define __uninitialized
#define ARRAY_SIZE(a)	(sizeof(a) / sizeof((a)[0]))

static inline u32 cordon_crc32(const void *data, size_t length)
{
	return crc32_z(0, data, length);
}

/* A hint: what is going to be read soon. */
static inline void cordon_prefetch(const void *p)
{
	__builtin_prefetch(p);
}

static inline void cordon_sort(void *base, size_t count, size_t size,
			       int (*compare)(const void *a, const void *b))
{
	if (count)			/* qsort() takes no NULL */
		qsort(base, count, size, compare);
}

static inline u64 cordon_get_le64(const u8 *p)
{
	u64 value;

	memcpy(&value, p, sizeof(value));
	return le64toh(value);
}

static inline u64 cordon_get_be64(const u8 *p)
{
	u64 value;

	memcpy(&value, p, sizeof(value));
	return be64toh(value);
}

#endif /* __KERNEL__ */

static inline u16 cordon_get_be16(const u8 *p)
{
	return (u16)(p[0] << 8 | p[1]);
}

static inline u32 cordon_get_be32(const u8 *p)
{
	return (u32)p[0] << 24 | (u32)p[1] << 16 | (u32)p[2] << 8 | p[3];
}

#endif /* _CORDON_ENGINE_PORT_H */
