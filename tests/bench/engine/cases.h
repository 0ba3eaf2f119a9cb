/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Cordon benchmarks - cases: which questions are put to whom
 */
#ifndef _BENCH_CASES_H
#define _BENCH_CASES_H

#include "../bench.h"
#include "questions.h"
#include "rivals.h"

#define CASES_MAX	64U
/* Different questions outstanding in turn, by their port. */
#define ANSWERS		512U

size_t cases_make(const struct cordon_blob *policy, struct questions *asked,
		  struct rivals *others, struct bench_case *cases);

#endif /* _BENCH_CASES_H */
