/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Cordon selftests - uring: one request through io_uring, by its system calls
 */
#ifndef _CORDON_SELFTEST_URING_H
#define _CORDON_SELFTEST_URING_H

#include <linux/io_uring.h>

#include "common.h"

struct uring {
	struct io_uring_params params;
	int fd;
	char *sq;
	char *cq;
	struct io_uring_sqe *sqe;
};

static inline void *uring_map(const struct uring *ring, size_t size, off_t at)
{
	void *map = mmap(NULL, size, PROT_READ | PROT_WRITE,
			 MAP_SHARED | MAP_POPULATE, ring->fd, at);

	return map == MAP_FAILED ? NULL : map;
}

static inline int uring_open(struct uring *ring)
{
	const struct io_uring_params *p = &ring->params;

	memset(ring, 0, sizeof(*ring));
	ring->fd = syscall(SYS_io_uring_setup, 1, &ring->params);
	if (ring->fd < 0)
		return -errno;
	ring->sq = uring_map(ring, p->sq_off.array +
			     p->sq_entries * sizeof(__u32), IORING_OFF_SQ_RING);
	ring->cq = uring_map(ring, p->cq_off.cqes +
			     p->cq_entries * sizeof(struct io_uring_cqe),
			     IORING_OFF_CQ_RING);
	ring->sqe = uring_map(ring, p->sq_entries * sizeof(*ring->sqe),
			      IORING_OFF_SQES);
	if (ring->sq && ring->cq && ring->sqe)
		return 0;
	close(ring->fd);
	return -ENOMEM;
}

/* Submits the one request in @ring->sqe: its result, once it has one. */
static inline int uring_run(struct uring *ring)
{
	const struct io_uring_params *p = &ring->params;
	__u32 *tail = (__u32 *)(ring->sq + p->sq_off.tail);
	__u32 *array = (__u32 *)(ring->sq + p->sq_off.array);
	__u32 *head = (__u32 *)(ring->cq + p->cq_off.head);
	struct io_uring_cqe *cqes;

	array[*tail & (p->sq_entries - 1)] = 0;
	__atomic_store_n(tail, *tail + 1, __ATOMIC_RELEASE);
	if (syscall(SYS_io_uring_enter, ring->fd, 1, 1, IORING_ENTER_GETEVENTS,
		    NULL, 0) < 0)
		return -errno;
	cqes = (struct io_uring_cqe *)(ring->cq + p->cq_off.cqes);
	return cqes[*head & (p->cq_entries - 1)].res;
}

#endif /* _CORDON_SELFTEST_URING_H */
