// SPDX-License-Identifier: GPL-2.0-only
/*
 * Cordon - sysfs, load/: objects come in
 */
#include <linux/kobject.h>
#include <linux/kstrtox.h>
#include <linux/sysfs.h>

#include "load/load.h"
#include "sysfs.h"

static ssize_t loading_write(struct file *file, struct kobject *kobj,
			     struct bin_attribute *attribute, char *buffer,
			     loff_t offset, size_t count)
{
	char text[8];
	int value, err;

	if (!cordon_sysfs_may_change(file))
		return -EPERM;
	if (offset || count >= sizeof(text) || memchr(buffer, 0, count))
		return -EINVAL;
	memcpy(text, buffer, count);
	text[count] = '\0';
	if (kstrtoint(text, 10, &value))
		return -EINVAL;
	switch (value) {
	case 1:
		err = cordon_load_begin();
		break;
	case 0:
		err = cordon_load_commit();
		if (!err)
			cordon_sysfs_policy_changed();
		break;
	case -1:
		err = cordon_load_abort();
		break;
	default:
		err = -EINVAL;
	}
	return err ? err : count;
}

static ssize_t data_write(struct file *file, struct kobject *kobj,
			  struct bin_attribute *attribute, char *buffer,
			  loff_t offset, size_t count)
{
	int err;

	if (!cordon_sysfs_may_change(file))
		return -EPERM;
	err = cordon_load_data(buffer, offset, count);
	return err ? err : count;
}

static BIN_ATTR(loading, 0220, NULL, loading_write, 0);
static BIN_ATTR(data, 0220, NULL, data_write, 0);

static struct bin_attribute *load_bin_attributes[] = {
	&bin_attr_loading, &bin_attr_data, NULL,
};

static ssize_t status_show(struct kobject *kobj, struct kobj_attribute *attribute,
			   char *buffer)
{
	return sysfs_emit(buffer, "%s\n", cordon_load_status());
}

static ssize_t error_show(struct kobject *kobj, struct kobj_attribute *attribute,
			  char *buffer)
{
	return cordon_load_error(buffer, PAGE_SIZE);
}

static struct kobj_attribute status_attribute = __ATTR_RO(status);
static struct kobj_attribute error_attribute = __ATTR_RO(error);

static struct attribute *load_attributes[] = {
	&status_attribute.attr, &error_attribute.attr, NULL,
};

const struct attribute_group cordon_load_group = {
	.name = "load",
	.attrs = load_attributes,
	.bin_attrs = load_bin_attributes,
};
