/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * cordond - privilege: from root to a user who may do two things
 */
#ifndef _CORDOND_PRIVILEGE_H
#define _CORDOND_PRIVILEGE_H

#include <linux/securebits.h>
#include <stdbool.h>
#include <sys/types.h>

#define ACCOUNT_NAME	"cordon"

/*
 * For good: uid 0 means nothing, and capabilities neither outlive a change of
 * user (keepcaps) nor become ambient.
 */
#define LOCKED_SECUREBITS (SECBIT_NOROOT | SECBIT_NOROOT_LOCKED |		\
		     SECBIT_NO_SETUID_FIXUP_LOCKED |			\
		     SECBIT_KEEP_CAPS_LOCKED |				\
		     SECBIT_NO_CAP_AMBIENT_RAISE |			\
		     SECBIT_NO_CAP_AMBIENT_RAISE_LOCKED)

/**
 * struct account - who the daemon becomes
 * @uid: user
 * @gid: group
 * @no_audit: whoever started it left it no CAP_AUDIT_READ to keep
 */
struct account {
	uid_t uid;
	gid_t gid;
	bool no_audit;
};

int privilege_find_account(struct account *account, const char **what);
int privilege_drop(const struct account *account, const char **what);
int privilege_verify(const struct account *account, const char **what);

#endif /* _CORDOND_PRIVILEGE_H */
