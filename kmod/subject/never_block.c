// SPDX-License-Identifier: GPL-2.0-only
/*
 * Cordon - never_block: what the firmware's maker named as never refused
 */
#include <linux/cache.h>
#include <linux/cred.h>
#include <linux/dcache.h>
#include <linux/fs.h>
#include <linux/init.h>
#include <linux/mount.h>
#include <linux/rcupdate.h>
#include <linux/user_namespace.h>

#include "backend/backend.h"
#include "engine/policy/never_block.h"
#include "never_block.h"

static struct cordon_never_block_text list __ro_after_init;

/**
 * cordon_never_block_init - ask the backend for the list
 *
 * Context: init; nobody asks yet.
 */
void __init cordon_never_block_init(void)
{
	cordon_backend_never_block(&list);
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
	return cordon_never_has_path(list.text, list.size, path, length) &&
	       file->f_path.mnt->mnt_sb->s_user_ns == &init_user_ns &&
	       cordon_backend_may_suid(file->f_path.mnt) &&
	       chain_is_roots(file->f_path.dentry);
}

/**
 * cordon_never_block_user - is a user on the list
 * @cred: who; a set-user-id program is neither its owner nor its caller
 *
 * Context: any but hard interrupt.
 *
 * Return: whether it is.
 */
bool cordon_never_block_user(const struct cred *cred)
{
	return uid_eq(cred->uid, cred->euid) &&
	       cordon_never_has_uid(list.text, list.size,
				    from_kuid(&init_user_ns, cred->uid));
}
