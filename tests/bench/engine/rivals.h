/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Cordon benchmarks - rivals: the same questions, answered the ordinary way
 *
 * A table of chained hashes over strings, as most programs have one, and a list
 * that is gone through from its start. Both are filled from the same blob.
 */
#ifndef _BENCH_RIVALS_H
#define _BENCH_RIVALS_H

#include "engine/policy/blob.h"
#include "libcordon/source/compile.h"

struct rivals;

struct rivals *rivals_make(const struct cordon_blob *blob,
			   const struct cordon_compiled_name *names);
size_t rivals_name_table_bytes(const struct rivals *rivals);
bool rivals_hash_name(const struct rivals *rivals, const char *name);
bool rivals_scan_name(const struct rivals *rivals, const char *name);
bool rivals_hash_address(const struct rivals *rivals,
			 const struct cordon_address *address);
bool rivals_scan_address(const struct rivals *rivals,
			 const struct cordon_address *address);
bool rivals_hash_path(const struct rivals *rivals, const char *path);
bool rivals_scan_path(const struct rivals *rivals, const char *path);

#endif /* _BENCH_RIVALS_H */
