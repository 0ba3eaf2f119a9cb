// SPDX-License-Identifier: GPL-2.0-only
/*
 * Cordon - sysfs, policy/: the policy in force
 */
#include <linux/kobject.h>
#include <linux/string.h>
#include <linux/sysfs.h>

#include "policy.h"
#include "sysfs.h"

/* Writes one fact of a policy; @policy is NULL while none is in force. */
typedef ssize_t (*emit_fn)(char *buffer, const struct cordon_policy *policy);

static ssize_t show(char *buffer, emit_fn emit)
{
	ssize_t used;

	rcu_read_lock();
	used = emit(buffer, cordon_policy_in_force());
	rcu_read_unlock();
	return used;
}

static ssize_t emit_name(char *buffer, const struct cordon_policy *policy)
{
	const char *text = "";
	u32 length = 0;

	if (policy)
		text = cordon_blob_text(&policy->blob,
					&policy->blob.policy->name, &length);
	return sysfs_emit(buffer, "%.*s\n", (int)length, text);
}

static ssize_t name_show(struct kobject *kobj, struct kobj_attribute *attribute,
			 char *buffer)
{
	return show(buffer, emit_name);
}

static struct kobj_attribute name_attribute = __ATTR_RO(name);

static ssize_t emit_version(char *buffer, const struct cordon_policy *policy)
{
	return sysfs_emit(buffer, "%llu\n", policy ? policy->version : 0);
}

static ssize_t version_show(struct kobject *kobj,
			    struct kobj_attribute *attribute, char *buffer)
{
	return show(buffer, emit_version);
}

static struct kobj_attribute version_attribute = __ATTR_RO(version);

static ssize_t emit_digest(char *buffer, const struct cordon_policy *policy)
{
	if (!policy)
		return sysfs_emit(buffer, "\n");
	return sysfs_emit(buffer, "%*phN\n", SHA256_DIGEST_SIZE, policy->digest);
}

static ssize_t digest_show(struct kobject *kobj,
			   struct kobj_attribute *attribute, char *buffer)
{
	return show(buffer, emit_digest);
}

static struct kobj_attribute digest_attribute = __ATTR_RO(digest);

static ssize_t emit_signer(char *buffer, const struct cordon_policy *policy)
{
	return sysfs_emit(buffer, "%s\n", policy ? policy->signer : "");
}

static ssize_t signer_show(struct kobject *kobj,
			   struct kobj_attribute *attribute, char *buffer)
{
	return show(buffer, emit_signer);
}

static struct kobj_attribute signer_attribute = __ATTR_RO(signer);

static ssize_t emit_generation(char *buffer, const struct cordon_policy *policy)
{
	return sysfs_emit(buffer, "%llu\n", policy ? policy->generation : 0);
}

static ssize_t generation_show(struct kobject *kobj,
			       struct kobj_attribute *attribute, char *buffer)
{
	return show(buffer, emit_generation);
}

static struct kobj_attribute generation_attribute = __ATTR_RO(generation);

static struct attribute *policy_attributes[] = {
	&name_attribute.attr, &version_attribute.attr, &digest_attribute.attr,
	&signer_attribute.attr, &generation_attribute.attr, NULL,
};

/* The whole object: explain on the device uses what really is in force. */
static ssize_t object_read(struct file *file, struct kobject *kobj,
			   struct bin_attribute *attribute, char *buffer,
			   loff_t offset, size_t count)
{
	const struct cordon_policy *policy;
	ssize_t used = 0;

	rcu_read_lock();
	policy = cordon_policy_in_force();
	if (policy)
		used = memory_read_from_buffer(buffer, count, &offset,
					       policy->object,
					       policy->object_size);
	rcu_read_unlock();
	return used;
}

static BIN_ATTR(object, 0440, object_read, NULL, 0);

static struct bin_attribute *policy_bin_attributes[] = {
	&bin_attr_object, NULL,
};

const struct attribute_group cordon_policy_group = {
	.name = "policy",
	.attrs = policy_attributes,
	.bin_attrs = policy_bin_attributes,
};
