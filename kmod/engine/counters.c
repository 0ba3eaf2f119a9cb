// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
/*
 * Cordon engine - counters: what is counted, and what it is called
 */
#include "counters.h"

/* Those of a group stand side by side. */
const struct cordon_counter cordon_counters[CORDON_STAT_COUNT] = {
	[CORDON_STAT_EXEC_CHECKED] = { "exec_checked", "exec", "checked" },
	[CORDON_STAT_EXEC_DENIED] = { "exec_denied", "exec", "denied" },
	[CORDON_STAT_CONNECT_CHECKED] = {
		"connect_checked", "connect", "checked",
	},
	[CORDON_STAT_CONNECT_DENIED] = { "connect_denied", "connect", "denied" },
	[CORDON_STAT_CONNECT_INSPECTED] = {
		"connect_inspected", "connect", "to inspect",
	},
	[CORDON_STAT_DNS_QUESTIONS] = { "dns_questions", "dns", "questions" },
	[CORDON_STAT_DNS_REFUSED] = { "dns_refused", "dns", "refused" },
	[CORDON_STAT_DNS_LEARNED] = {
		"dns_learned", "dns", "addresses learned",
	},
	[CORDON_STAT_RECORDS] = { "records", "records", "written" },
	[CORDON_STAT_RECORDS_MERGED] = { "records_merged", "records", "merged" },
	[CORDON_STAT_RECORDS_DROPPED] = {
		"records_dropped", "records", "dropped",
	},
	[CORDON_STAT_LOADS] = { "loads", "loads", "accepted" },
	[CORDON_STAT_LOADS_REFUSED] = { "loads_refused", "loads", "refused" },
};
