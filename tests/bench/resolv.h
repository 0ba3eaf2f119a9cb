/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Cordon benchmarks - resolv: DNS messages, read by the C library
 */
#ifndef _BENCH_RESOLV_H
#define _BENCH_RESOLV_H

#include "engine/port.h"

int bench_resolv_records(const u8 *message, size_t length);

#endif /* _BENCH_RESOLV_H */
