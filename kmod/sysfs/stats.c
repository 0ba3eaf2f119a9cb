// SPDX-License-Identifier: GPL-2.0-only
/*
 * Cordon - sysfs, stats/: one counter a file
 */
#include <linux/kobject.h>
#include <linux/sysfs.h>

#include "stats.h"
#include "sysfs.h"

/* A counter's node; its place in the array says which counter. */
static ssize_t stat_show(struct kobject *kobj, struct kobj_attribute *attribute,
			 char *buffer);

#define STAT_NODE(word) \
	{ .attr = { .name = word, .mode = 0444 }, .show = stat_show }

static struct kobj_attribute nodes[CORDON_STAT_COUNT] = {
	[CORDON_STAT_EXEC_CHECKED] = STAT_NODE("exec_checked"),
	[CORDON_STAT_EXEC_DENIED] = STAT_NODE("exec_denied"),
	[CORDON_STAT_CONNECT_CHECKED] = STAT_NODE("connect_checked"),
	[CORDON_STAT_CONNECT_DENIED] = STAT_NODE("connect_denied"),
	[CORDON_STAT_CONNECT_INSPECTED] = STAT_NODE("connect_inspected"),
	[CORDON_STAT_DNS_QUESTIONS] = STAT_NODE("dns_questions"),
	[CORDON_STAT_DNS_REFUSED] = STAT_NODE("dns_refused"),
	[CORDON_STAT_DNS_LEARNED] = STAT_NODE("dns_learned"),
	[CORDON_STAT_RECORDS] = STAT_NODE("records"),
	[CORDON_STAT_RECORDS_MERGED] = STAT_NODE("records_merged"),
	[CORDON_STAT_RECORDS_DROPPED] = STAT_NODE("records_dropped"),
	[CORDON_STAT_LOADS] = STAT_NODE("loads"),
	[CORDON_STAT_LOADS_REFUSED] = STAT_NODE("loads_refused"),
};

static ssize_t stat_show(struct kobject *kobj, struct kobj_attribute *attribute,
			 char *buffer)
{
	return sysfs_emit(buffer, "%llu\n", cordon_stat_sum(attribute - nodes));
}

static struct attribute *attributes[] = {
	&nodes[CORDON_STAT_EXEC_CHECKED].attr,
	&nodes[CORDON_STAT_EXEC_DENIED].attr,
	&nodes[CORDON_STAT_CONNECT_CHECKED].attr,
	&nodes[CORDON_STAT_CONNECT_DENIED].attr,
	&nodes[CORDON_STAT_CONNECT_INSPECTED].attr,
	&nodes[CORDON_STAT_DNS_QUESTIONS].attr,
	&nodes[CORDON_STAT_DNS_REFUSED].attr,
	&nodes[CORDON_STAT_DNS_LEARNED].attr,
	&nodes[CORDON_STAT_RECORDS].attr,
	&nodes[CORDON_STAT_RECORDS_MERGED].attr,
	&nodes[CORDON_STAT_RECORDS_DROPPED].attr,
	&nodes[CORDON_STAT_LOADS].attr,
	&nodes[CORDON_STAT_LOADS_REFUSED].attr,
	NULL,
};

static_assert(ARRAY_SIZE(attributes) == CORDON_STAT_COUNT + 1);

const struct attribute_group cordon_stats_group = {
	.name = "stats",
	.attrs = attributes,
};
