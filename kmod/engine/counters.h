/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * Cordon engine - counters: what is counted, and what it is called
 */
#ifndef _CORDON_ENGINE_COUNTERS_H
#define _CORDON_ENGINE_COUNTERS_H

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

/**
 * struct cordon_counter - a counter's names
 * @node: its file in stats/
 * @group: what it belongs to, for a person
 * @word: what of that it counts, for a person
 */
struct cordon_counter {
	const char *node;
	const char *group;
	const char *word;
};

extern const struct cordon_counter cordon_counters[CORDON_STAT_COUNT];

#endif /* _CORDON_ENGINE_COUNTERS_H */
