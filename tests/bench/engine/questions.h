/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Cordon benchmarks - questions: names, addresses and paths to ask about
 *
 * Made from the policy itself (hits) and from what no rule of it names
 * (misses), the same in every run.
 */
#ifndef _BENCH_QUESTIONS_H
#define _BENCH_QUESTIONS_H

#include "engine/names/dns.h"
#include "engine/policy/learned.h"
#include "libcordon/source/compile.h"

#define QUESTIONS_MAX	512U

/* Labels of a deep name, components of a deep path. */
#define DEEP		24U

/* Strings stand close together, elsewhere: questions shall not fill the caches. */
struct name_question {
	const u8 *wire;
	const char *text;
	u8 length;
};

struct path_question {
	const char *text;
	size_t length;
};

struct names {
	u32 count;
	struct name_question q[QUESTIONS_MAX];
};

struct addresses {
	u32 count;
	struct cordon_address q[QUESTIONS_MAX];
};

struct paths {
	u32 count;
	struct path_question q[QUESTIONS_MAX];
};

/* A response: question, two CNAMEs, two addresses. */
struct dns_messages {
	u8 question[512];
	u8 answer[512];
	size_t question_length;
	size_t answer_length;
};

struct questions {
	struct names listed, below, unlisted, deep, longest;
	struct addresses hit4, miss4, hit6, miss6;
	struct addresses listed_names, other_names;	/* learned ones */
	struct paths path_hit, path_miss, path_deep;
	struct dns_messages dns;
	struct cordon_learned *learned;		/* thousands of names */
	u64 now;
};

struct questions *questions_make(const struct cordon_blob *blob,
				 const struct cordon_compiled *compiled,
				 const char *unlisted);

#endif /* _BENCH_QUESTIONS_H */
