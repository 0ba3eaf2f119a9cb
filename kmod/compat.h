/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Cordon - compat: what differs between the kernels it is built into
 *
 * Kbuild.firmware looks into the tree's headers and sets CORDON_HAVE_* and its
 * like; no version number decides, as stable trees take features from later
 * ones. All of it is here.
 */
#ifndef _CORDON_COMPAT_H
#define _CORDON_COMPAT_H

#include <linux/lsm_hooks.h>

/* Who owns hooks: a structure with a number since 6.8, a name before. */
#ifdef CORDON_HAVE_LSM_ID
#include <uapi/linux/lsm.h>

#define CORDON_DEFINE_LSM_ID(variable)				\
	static const struct lsm_id variable = {			\
		.name = "cordon", .id = LSM_ID_CORDON,		\
	}
#define CORDON_LSM_ID(variable)	(&(variable))
#else
#define CORDON_DEFINE_LSM_ID(variable)				\
	static const char variable[] = "cordon"
#define CORDON_LSM_ID(variable)	(variable)
#endif

/* Where lsm= cannot reach. */
#ifdef CORDON_HAVE_LSM_ORDER_LAST
#define CORDON_LSM_ORDER_ALWAYS	LSM_ORDER_LAST
#else
#define CORDON_LSM_ORDER_ALWAYS	LSM_ORDER_FIRST
#endif

/*
 * Room for several modules in a socket: since 6.12, and in Debian's 6.1. Elsewhere
 * there is no never-block list, and this is 0 like the other one.
 */
#ifdef CORDON_HAVE_LBS_SOCK
#define CORDON_LBS_SOCK		lbs_sock
#else
#define CORDON_LBS_SOCK		lbs_msg_msg
#endif

#ifdef CORDON_CONST_COMMITTED
#define CORDON_COMMITTED_BPRM	const struct linux_binprm
#else
#define CORDON_COMMITTED_BPRM	struct linux_binprm
#endif

#endif /* _CORDON_COMPAT_H */
