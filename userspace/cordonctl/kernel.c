// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * cordonctl - kernel: find Cordon in this kernel, or say how to get it there
 */
#include <errno.h>
#include <string.h>

#include "cordonctl/cordonctl.h"
#include "uapi/cordon.h"

/**
 * is_real_kernel() - are these the nodes of the kernel that runs here?
 * @session: its @root
 *
 * Return: false for a tree that --sysfs names.
 */
bool is_real_kernel(const struct session *session)
{
	return !strcmp(session->root, CORDON_SYSFS_ROOT);
}

/**
 * open_kernel() - open the kernel's nodes
 * @session: says where, and how to say what is wrong
 * @sysfs: filled in; for cordon_sysfs_close() if 0 is returned
 *
 * Return: 0 or an exit status, the message is out.
 */
int open_kernel(const struct session *session, struct cordon_sysfs *sysfs)
{
	int r = cordon_sysfs_open(sysfs, session->root);

	if (r == -ENOENT)
		return fail(session, CORDON_EXIT_UNSUPPORTED,
			    "load the module (insmod cordon.ko, then start cordond), or boot a kernel built with CONFIG_SECURITY_CORDON=y",
			    "this kernel has no Cordon (no %s): nothing is refused",
			    session->root);
	if (r < 0)
		return fail(session, CORDON_EXIT_FAILED,
			    "is sysfs mounted on /sys?", "cannot open %s: %s",
			    session->root, strerror(-r));
	r = cordon_sysfs_check_abi(sysfs);
	if (r == 0)
		return 0;
	cordon_sysfs_close(sysfs);
	if (r == -EPROTO)
		return fail(session, CORDON_EXIT_UNSUPPORTED,
			    "install the kernel part and cordonctl from one release",
			    "%s/abi is not \"%s\": this kernel's Cordon is of another release",
			    session->root, CORDON_ABI);
	return fail(session, CORDON_EXIT_FAILED, NULL, "cannot read %s/abi: %s",
		    session->root, strerror(-r));
}
