/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Cordon - stats: how often what happened
 */
#ifndef _CORDON_STATS_H
#define _CORDON_STATS_H

#include <linux/irqflags.h>	/* percpu.h wants it where it is generic */
#include <linux/percpu.h>

enum cordon_stat {
	CORDON_STAT_EXEC_CHECKED,
	CORDON_STAT_EXEC_DENIED,
	CORDON_STAT_CONNECT_CHECKED,
	CORDON_STAT_CONNECT_DENIED,
	CORDON_STAT_CONNECT_INSPECTED,
	CORDON_STAT_DNS_QUESTIONS,
	CORDON_STAT_DNS_REFUSED,
	CORDON_STAT_DNS_LEARNED,
	CORDON_STAT_RECORDS,
	CORDON_STAT_RECORDS_MERGED,
	CORDON_STAT_RECORDS_DROPPED,
	CORDON_STAT_LOADS,
	CORDON_STAT_LOADS_REFUSED,
	CORDON_STAT_COUNT,
};

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
