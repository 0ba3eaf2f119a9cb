// SPDX-License-Identifier: GPL-2.0-only
/*
 * Cordon - stats: how often what happened
 */
#include "stats.h"

DEFINE_PER_CPU(struct cordon_stats, cordon_stats);

/**
 * cordon_stat_sum - a counter over all processors
 * @stat: which
 *
 * Return: the sum; others may count on while it is made.
 */
u64 cordon_stat_sum(enum cordon_stat stat)
{
	u64 sum = 0;
	int cpu;

	for_each_possible_cpu(cpu)
		sum += READ_ONCE(per_cpu(cordon_stats, cpu).value[stat]);
	return sum;
}
