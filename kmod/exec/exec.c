// SPDX-License-Identifier: GPL-2.0-only
/*
 * Cordon - exec: may a file be executed
 */
#include <linux/cred.h>
#include <linux/dcache.h>
#include <linux/err.h>
#include <linux/fs.h>
#include <linux/mm.h>
#include <linux/sizes.h>
#include <linux/slab.h>

#include "enforce.h"
#include "exec.h"
#include "stats.h"
#include "subject/owner.h"
#include "subject/subject.h"

/* A file below a path longer than this cannot be told from a listed one. */
#define RENDER_MAX	SZ_64K

/* A path, and the memory it stands in. */
struct rendered {
	char *buffer;			/* or NULL: it stands in @small */
	const char *path;
	size_t length;
	char small[256];		/* nearly every path fits */
};

/*
 * The file's place inside its own filesystem, from its dentries alone: what a
 * mount namespace, a chroot or a bind mount shows makes no difference.
 */
static int render(struct rendered *rendered, const struct dentry *dentry)
{
	size_t size = PATH_MAX;
	char *path;

	path = dentry_path_raw(dentry, rendered->small, sizeof(rendered->small));
	if (!IS_ERR(path)) {
		rendered->path = path;
		rendered->length = strlen(path);
		return 0;
	}
	for (;;) {
		rendered->buffer = kvmalloc(size, GFP_KERNEL);
		if (!rendered->buffer)
			return -ENOMEM;
		path = dentry_path_raw(dentry, rendered->buffer, size);
		if (!IS_ERR(path)) {
			rendered->path = path;
			rendered->length = strlen(path);
			return 0;
		}
		kvfree(rendered->buffer);
		rendered->buffer = NULL;
		if (PTR_ERR(path) != -ENAMETOOLONG || size >= RENDER_MAX)
			return PTR_ERR(path);
		size *= 4;
	}
}

static int decide(const struct cordon_policy *policy, const struct file *file,
		  const struct rendered *rendered)
{
	const struct cordon_facts facts = { .policy = &policy->blob };
	const struct cordon_subject subject = cordon_subject_of(current_uid());
	struct cordon_decision decision __uninitialized;
	struct cordon_event event = {
		.operation = CORDON_OP_EXEC,
		.policy = policy,
		.subject = &subject,
		.owner = cordon_owner_of(current_cred()),
		.decision = &decision,
		.by_current = true,
		.path = rendered->path,
		.path_length = rendered->length,
	};

	if (rendered->path)
		cordon_decide_exec(&facts, &subject, rendered->path,
				   rendered->length, &decision);
	else
		cordon_decide_refusal(CORDON_REASON_PATH_TOO_LONG, &decision);
	event.never_block = rendered->path &&
			    cordon_decision_is_sparable(&policy->blob, &decision) &&
			    cordon_subject_may_exec(file, rendered->path,
						    rendered->length);
	return cordon_enforce(&event);
}

/**
 * cordon_exec_check - may a file be executed
 * @file: the program, or the script, or its interpreter
 *
 * A path that cannot be rendered is refused as long as there are path rules:
 * otherwise a deep directory would be a way around all of them.
 *
 * Context: may sleep.
 *
 * Return: 0, -EACCES, or -ENOMEM.
 */
int cordon_exec_check(struct file *file)
{
	struct rendered rendered __uninitialized;
	const struct cordon_policy *policy;
	bool idle, stages;
	int err;

	cordon_count(CORDON_STAT_EXEC_CHECKED);
	rcu_read_lock();
	policy = cordon_policy_in_force();
	idle = !policy || !policy->blob.path_count;
	rcu_read_unlock();
	stages = cordon_subject_stages_exec();
	if (idle && !stages)
		return 0;
	rendered.buffer = NULL;
	rendered.path = NULL;
	rendered.length = 0;
	err = render(&rendered, file->f_path.dentry);
	if (err == -ENOMEM)
		return err;
	if (stages && rendered.path)
		cordon_subject_stage_exec(file, rendered.path, rendered.length);
	err = 0;
	rcu_read_lock();
	policy = cordon_policy_in_force();
	if (policy && policy->blob.path_count)
		err = decide(policy, file, &rendered);
	rcu_read_unlock();
	kvfree(rendered.buffer);
	return err;
}
