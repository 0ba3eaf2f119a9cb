/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Cordon - stats: how often what happened
 */
#ifndef _CORDON_STATS_H
#define _CORDON_STATS_H

#include <linux/irqflags.h>	/* percpu.h wants it where it is generic */
#include <linux/percpu.h>

#include "engine/counters.h"

struct cordon_stats {
	u64 value[CORDON_STAT_COUNT];
};

DECLARE_PER_CPU(struct cordon_stats, cordon_stats);

/**
 * cordon_count - one more
 * @stat: of what
 *
 * Any context.
 */
static inline void cordon_count(enum cordon_stat stat)
{
	this_cpu_inc(cordon_stats.value[stat]);
}

/**
 * cordon_count_many - some more
 * @stat: of what
 * @count: how many
 *
 * Any context.
 */
static inline void cordon_count_many(enum cordon_stat stat, u32 count)
{
	this_cpu_add(cordon_stats.value[stat], count);
}

u64 cordon_stat_sum(enum cordon_stat stat);

#endif /* _CORDON_STATS_H */
