// SPDX-License-Identifier: GPL-2.0-only
/*
 * Cordon - sysfs: /sys/kernel/cordon
 *
 * Whatever changes something is a binary attribute: only these are told the
 * open file, and with it who opened it.
 */
#include <linux/capability.h>
#include <linux/fs.h>
#include <linux/kobject.h>
#include <linux/user_namespace.h>

#include "backend/backend.h"
#include "device.h"
#include "engine/address_text.h"
#include "engine/policy/words.h"
#include "network/learn.h"
#include "load/load.h"
#include "subject/never_block.h"
#include "policy.h"
#include "sysfs.h"
#include "load/verify.h"

static struct kobject *root __ro_after_init;

/**
 * cordon_sysfs_may_change - may this write change something
 * @file: the open node
 *
 * Both must have CAP_MAC_ADMIN in the initial user namespace: who opened the
 * node, so that a set-uid program cannot be made to write for somebody else,
 * and who writes, so that a descriptor passed on gives nothing away.
 *
 * Return: whether it may.
 */
bool cordon_sysfs_may_change(const struct file *file)
{
	return file_ns_capable(file, &init_user_ns, CAP_MAC_ADMIN) &&
	       capable(CAP_MAC_ADMIN);
}

/**
 * cordon_sysfs_policy_changed - wake those who poll for a new policy
 */
void cordon_sysfs_policy_changed(void)
{
	sysfs_notify(root, "policy", "generation");
}

static ssize_t abi_show(struct kobject *kobj, struct kobj_attribute *attribute,
			char *buffer)
{
	return sysfs_emit(buffer, CORDON_ABI "\n");
}

static struct kobj_attribute abi_attribute = __ATTR_RO(abi);

static ssize_t backend_show(struct kobject *kobj,
			    struct kobj_attribute *attribute, char *buffer)
{
	return sysfs_emit(buffer, "%s\n", cordon_backend_name());
}

static struct kobj_attribute backend_attribute = __ATTR_RO(backend);

static ssize_t mode_show(struct kobject *kobj, struct kobj_attribute *attribute,
			 char *buffer)
{
	const struct cordon_policy *policy;
	const char *word = "inactive";

	rcu_read_lock();
	policy = cordon_policy_in_force();
	if (policy)
		word = cordon_mode_word(policy->blob.policy->mode);
	rcu_read_unlock();
	return sysfs_emit(buffer, "%s\n", word);
}

static struct kobj_attribute mode_attribute = __ATTR_RO(mode);

static ssize_t device_show(struct kobject *kobj,
			   struct kobj_attribute *attribute, char *buffer)
{
	return sysfs_emit(buffer, "%s\n", cordon_device_id());
}

static struct kobj_attribute device_attribute = __ATTR_RO(device);

/* `unsigned` is a keyword, so the macros cannot name this one. */
static ssize_t unsigned_show(struct kobject *kobj,
			     struct kobj_attribute *attribute, char *buffer)
{
	return sysfs_emit(buffer, "%s\n", cordon_object_may_be_unsigned() ?
			  "accepted" : "refused");
}

static struct kobj_attribute unsigned_attribute = {
	.attr = { .name = "unsigned", .mode = 0444 },
	.show = unsigned_show,
};

static struct attribute *root_attributes[] = {
	&abi_attribute.attr, &backend_attribute.attr, &mode_attribute.attr,
	&unsigned_attribute.attr, &device_attribute.attr, NULL,
};

static ssize_t lock_read(struct file *file, struct kobject *kobj,
			 struct bin_attribute *attribute, char *buffer,
			 loff_t offset, size_t count)
{
	const char *text = cordon_load_is_locked() ? "1\n" : "0\n";

	return memory_read_from_buffer(buffer, count, &offset, text, 2);
}

static ssize_t lock_write(struct file *file, struct kobject *kobj,
			  struct bin_attribute *attribute, char *buffer,
			  loff_t offset, size_t count)
{
	if (!cordon_sysfs_may_change(file))
		return -EPERM;
	if (offset || !count || count > 2 || buffer[0] != '1' ||
	    (count == 2 && buffer[1] != '\n'))
		return -EINVAL;
	cordon_load_lock();
	return count;
}

static BIN_ATTR(lock, 0660, lock_read, lock_write, 0);

static ssize_t resolvers_read(struct file *file, struct kobject *kobj,
			      struct bin_attribute *attribute, char *buffer,
			      loff_t offset, size_t count)
{
	char text[CORDON_RESOLVERS_MAX * CORDON_ADDRESS_TEXT_MAX];
	struct cordon_resolvers resolvers;
	size_t used = 0;
	u32 i;

	cordon_learn_get_resolvers(&resolvers);
	for (i = 0; i < resolvers.count; i++) {
		used += cordon_address_to_text(resolvers.address + i, text + used,
					       sizeof(text) - used);
		text[used++] = '\n';
	}
	return memory_read_from_buffer(buffer, count, &offset, text, used);
}

/* The whole list in one write, one address a line. */
static ssize_t resolvers_write(struct file *file, struct kobject *kobj,
			       struct bin_attribute *attribute, char *buffer,
			       loff_t offset, size_t count)
{
	struct cordon_resolvers resolvers = { 0 };
	struct cordon_address *address;
	size_t at = 0, length;
	const char *newline;

	if (!cordon_sysfs_may_change(file))
		return -EPERM;
	if (offset)
		return -EINVAL;
	if (count >= PAGE_SIZE)		/* more would come, in another write */
		return -E2BIG;
	for (; at < count; at += length + 1) {
		newline = memchr(buffer + at, '\n', count - at);
		length = newline ? newline - buffer - at : count - at;
		if (!length)
			continue;
		if (resolvers.count == CORDON_RESOLVERS_MAX)
			return -E2BIG;
		address = resolvers.address + resolvers.count++;
		if (!cordon_address_read(address, buffer + at, length))
			return -EINVAL;
		cordon_address_normalise(address, NULL);
	}
	cordon_learn_set_resolvers(&resolvers);
	return count;
}

static BIN_ATTR(resolvers, 0660, resolvers_read, resolvers_write, 0);

/* The list changes while it is read: a line may be missed, none is torn twice. */
static ssize_t learned_read(struct file *file, struct kobject *kobj,
			    struct bin_attribute *attribute, char *buffer,
			    loff_t offset, size_t count)
{
	char line[CORDON_ADDRESS_TEXT_MAX + 4 * CORDON_DOMAIN_MAX + 64];
	size_t used = 0, length, skip, part;
	loff_t at = 0;
	u32 slot;

	for (slot = 0; slot < cordon_learn_slots() && used < count; slot++) {
		length = cordon_learn_line(slot, line, sizeof(line));
		at += length;
		if (at <= offset)
			continue;
		skip = at - offset < length ? length - (at - offset) : 0;
		part = min(length - skip, count - used);
		memcpy(buffer + used, line + skip, part);
		used += part;
		offset += part;
	}
	return used;
}

static BIN_ATTR(learned, 0440, learned_read, NULL, 0);

static ssize_t never_block_read(struct file *file, struct kobject *kobj,
				struct bin_attribute *attribute, char *buffer,
				loff_t offset, size_t count)
{
	const char *text;
	size_t size;

	text = cordon_never_block_text(&size);
	return memory_read_from_buffer(buffer, count, &offset, text, size);
}

static BIN_ATTR(never_block, 0440, never_block_read, NULL, 0);

static struct bin_attribute *root_bin_attributes[] = {
	&bin_attr_lock, &bin_attr_resolvers, &bin_attr_learned,
	&bin_attr_never_block, NULL,
};

/* Where there is no list there is no node. */
static umode_t root_bin_mode(struct kobject *kobj,
			     struct bin_attribute *attribute, int index)
{
	size_t size;

	cordon_never_block_text(&size);
	return attribute == &bin_attr_never_block && !size ?
	       0 : attribute->attr.mode;
}

static const struct attribute_group root_group = {
	.attrs = root_attributes,
	.bin_attrs = root_bin_attributes,
	.is_bin_visible = root_bin_mode,
};

static const struct attribute_group *groups[] = {
	&root_group, &cordon_load_group, &cordon_policy_group,
	&cordon_stats_group, NULL,
};

/**
 * cordon_sysfs_init - make the nodes
 *
 * Return: 0, or -ENOMEM.
 */
int __init cordon_sysfs_init(void)
{
	int err;

	cordon_stats_init();
	root = kobject_create_and_add("cordon", kernel_kobj);
	if (!root)
		return -ENOMEM;
	err = sysfs_create_groups(root, groups);
	if (err)
		kobject_put(root);
	return err;
}

/**
 * cordon_sysfs_exit - take the nodes away; no write is under way afterwards
 */
void cordon_sysfs_exit(void)
{
	sysfs_remove_groups(root, groups);
	kobject_put(root);
}
