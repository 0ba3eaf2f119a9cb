/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Cordon benchmarks - ask: the questions that are put to every set
 */
#ifndef _BENCH_ASK_H
#define _BENCH_ASK_H

#include "sets.h"

#define ASKED		32768U
#define ASK_TURNS	11U	/* odd: the median is one of them */

/**
 * enum kind - what is known of a name that is asked for
 * @LISTED: it is in the set
 * @BELOW: it is one label below one that is
 * @OTHER: neither it nor a name above it is
 * @KINDS: how many
 */
enum kind { LISTED, BELOW, OTHER, KINDS };

/**
 * struct questions - names to ask for
 * @list: of each kind; @service is the right answer
 */
struct questions {
	struct made_name list[KINDS][ASKED];
};

/**
 * struct figures - what was seen of a set
 * @ns: nanoseconds for one question, in the fastest turn: one that nobody disturbed
 * @median: over the turns
 * @wrong: answers, of all kinds
 */
struct figures {
	double ns[KINDS];
	double median[KINDS];
	u32 wrong;
};

double ask_now(void);
struct questions *ask_made(const struct made_names *names);
struct questions *ask_real(const struct made_names *names, const char *others);
void ask_sets(const struct set *sets, size_t count,
	      const struct questions *questions, struct figures *figures);

#endif /* _BENCH_ASK_H */
