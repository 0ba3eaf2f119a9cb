// SPDX-License-Identifier: GPL-2.0-only
/*
 * Cordon - sysfs, stats/: one counter a file
 */
#include <linux/cache.h>
#include <linux/init.h>
#include <linux/kobject.h>
#include <linux/sysfs.h>

#include "stats.h"
#include "sysfs.h"

/* A counter's node; its place in the array says which counter. */
static struct kobj_attribute nodes[CORDON_STAT_COUNT] __ro_after_init;
static struct attribute *attributes[CORDON_STAT_COUNT + 1] __ro_after_init;

static ssize_t stat_show(struct kobject *kobj, struct kobj_attribute *attribute,
			 char *buffer)
{
	return sysfs_emit(buffer, "%llu\n", cordon_stat_sum(attribute - nodes));
}

/**
 * cordon_stats_init - give each counter its node
 *
 * Context: before cordon_stats_group is used.
 */
void __init cordon_stats_init(void)
{
	int i;

	for (i = 0; i < CORDON_STAT_COUNT; i++) {
		nodes[i].attr.name = cordon_counters[i].node;
		nodes[i].attr.mode = 0444;
		nodes[i].show = stat_show;
		attributes[i] = &nodes[i].attr;
	}
}

const struct attribute_group cordon_stats_group = {
	.name = "stats",
	.attrs = attributes,
};
