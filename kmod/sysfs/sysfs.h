/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Cordon - the nodes that userspace sees
 *
 * The contract stands in docs/kernel/ABI/testing.
 */
#ifndef _CORDON_SYSFS_H
#define _CORDON_SYSFS_H

#include <linux/sysfs.h>

int cordon_sysfs_init(void);
void cordon_stats_init(void);
void cordon_sysfs_exit(void);
bool cordon_sysfs_may_change(const struct file *file);
void cordon_sysfs_policy_changed(void);

/* One folder of nodes each. */
extern const struct attribute_group cordon_load_group;
extern const struct attribute_group cordon_policy_group;
extern const struct attribute_group cordon_stats_group;

#endif /* _CORDON_SYSFS_H */
