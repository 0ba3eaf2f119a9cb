// SPDX-License-Identifier: GPL-2.0-only
/*
 * Cordon - never_block: what the firmware's maker named as never refused
 *
 * The list is read once, before anything can be refused, and never changes:
 * neither its text nor its order can be written to when init is over.
 */
#define pr_fmt(fmt) KBUILD_MODNAME ": " fmt

#include <linux/cache.h>
#include <linux/dcache.h>
#include <linux/fs.h>
#include <linux/init.h>
#include <linux/mount.h>
#include <linux/rcupdate.h>
#include <linux/user_namespace.h>

#include "backend/backend.h"
#include "engine/policy/never_block_index.h"
#include "never_block.h"

static struct cordon_never_block_text list __ro_after_init;
static struct cordon_never_index list_index __ro_after_init;

/**
 * cordon_never_block_init - read the list
 *
 * Context: init; nobody asks yet.
 *
 * Return: 0, or -EINVAL: it is not what the build checked.
 */
int __init cordon_never_block_init(void)
{
	struct cordon_never_entry entry = { };
	const char *why;
	int err;

	cordon_backend_never_block(&list);
	if (!list.size)
		return 0;
	if (list.room_size < cordon_never_index_size(list.size)) {
		pr_err("no room for the never-block list\n");
		return -EINVAL;
	}
	err = cordon_never_index_make(&list_index, list.room, list.text,
				      list.size, &entry, &why);
	if (err)
		pr_err("the never-block list, line %u: %s\n", entry.line, why);
	return err ? -EINVAL : 0;
}

/**
 * cordon_never_block_has_paths - does the list name any path
 *
 * Return: whether it does.
 */
bool cordon_never_block_has_paths(void)
{
	return cordon_never_count(&list_index, CORDON_NEVER_PATH);
}

/**
 * cordon_never_block_has_users - does the list name any user
 *
 * Return: whether it does.
 */
bool cordon_never_block_has_users(void)
{
	return cordon_never_count(&list_index, CORDON_NEVER_UID);
}

/**
 * cordon_never_block_text - the list as it was written
 * @size: set to its bytes; 0: there is none
 *
 * Return: the text.
 */
const char *cordon_never_block_text(size_t *size)
{
	*size = list.size;
	return list.text;
}

/* Root's, and nobody else can change it. */
static bool is_roots(const struct inode *inode)
{
	return uid_eq(inode->i_uid, GLOBAL_ROOT_UID) &&
	       !(inode->i_mode & 0022);
}

/*
 * The file and every directory above it. A rename under way can show us a mix
 * of two chains, but each link of it is root's, and so is who renames there.
 */
static bool chain_is_roots(const struct dentry *dentry)
{
	const struct dentry *parent;
	const struct inode *inode;
	bool is = true;

	rcu_read_lock();
	for (; is; dentry = parent) {
		inode = d_inode_rcu(dentry);
		is = inode && is_roots(inode);
		parent = READ_ONCE(dentry->d_parent);
		if (parent == dentry)
			break;
	}
	rcu_read_unlock();
	return is;
}

/**
 * cordon_never_block_file - is a file on the list, and to be trusted there
 * @file: the file
 * @path: its path inside its filesystem
 * @length: bytes of @path
 *
 * Whoever can mount a filesystem of their own can give it any path and any
 * owner; but what users may mount is mounted nosuid, or belongs to a user
 * namespace of theirs.
 *
 * Context: any but hard interrupt.
 *
 * Return: whether it is.
 */
bool cordon_never_block_file(const struct file *file, const char *path,
			     size_t length)
{
	return cordon_never_has(&list_index, CORDON_NEVER_PATH, path, length) &&
	       file->f_path.mnt->mnt_sb->s_user_ns == &init_user_ns &&
	       cordon_backend_may_suid(file->f_path.mnt) &&
	       chain_is_roots(file->f_path.dentry);
}

/**
 * cordon_never_block_user - is a user on the list
 * @uid: who
 *
 * Context: any.
 *
 * Return: whether it is.
 */
bool cordon_never_block_user(kuid_t uid)
{
	return cordon_never_has_uid(&list_index, from_kuid(&init_user_ns, uid));
}
