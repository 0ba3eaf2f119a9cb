// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * cordond - privilege: from root to a user who may do two things
 *
 * The daemon begins as root: attaching BPF programs, giving nodes a group and
 * changing its user need that. All of it is done once. What goes on needs
 *
 *	CAP_MAC_ADMIN	to hand the kernel policies and resolvers
 *	CAP_AUDIT_READ	to read the audit stream, if it had it
 *
 * and nothing else, so nothing else is left, and no way back to it.
 */
#include <errno.h>
#include <grp.h>
#include <pwd.h>
#include <stdbool.h>
#include <sys/capability.h>
#include <sys/prctl.h>
#include <unistd.h>

#include "cordond/privilege.h"
#include "engine/port.h"

/*
 * CAP_SETPCAP is needed to lock the securebits, as the last step of all. What one
 * may do without is last.
 */
static const cap_value_t kept_to_lock[] = {
	CAP_SETPCAP, CAP_MAC_ADMIN, CAP_AUDIT_READ,
};

static const cap_value_t *const kept = kept_to_lock + 1;

#define KEPT(account)	((account)->no_audit ? 1 : 2)

/* To read the audit stream is a convenience: it is not asked for in vain. */
static bool has_capability(cap_value_t cap)
{
	cap_flag_value_t has = CAP_CLEAR;
	cap_t caps = cap_get_proc();

	if (caps)
		cap_get_flag(caps, cap, CAP_PERMITTED, &has);
	cap_free(caps);
	return has == CAP_SET;
}

static int failed(const char **what, const char *step)
{
	*what = step;
	return errno ? -errno : -EIO;
}

/**
 * privilege_find_account() - look up the user and the group cordon
 * @account: filled in
 * @what: on error, what failed; static storage
 *
 * Return: 0; -ENOENT if one of them does not exist; -EINVAL if one of them is
 * root's; else -errno.
 */
int privilege_find_account(struct account *account, const char **what)
{
	const struct passwd *user;
	const struct group *group;

	errno = 0;
	user = getpwnam(ACCOUNT_NAME);
	if (!user) {
		*what = "there is no user " ACCOUNT_NAME;
		return errno ? -errno : -ENOENT;
	}
	account->uid = user->pw_uid;
	errno = 0;
	group = getgrnam(ACCOUNT_NAME);
	if (!group) {
		*what = "there is no group " ACCOUNT_NAME;
		return errno ? -errno : -ENOENT;
	}
	account->gid = group->gr_gid;
	if (account->uid == 0 || account->gid == 0) {
		*what = "user or group " ACCOUNT_NAME " is root's";
		return -EINVAL;
	}
	account->no_audit = !has_capability(CAP_AUDIT_READ);
	return 0;
}

/* Sets permitted and effective to exactly these; inheritable to nothing. */
static int set_capabilities(const cap_value_t *list, int count)
{
	cap_t caps = cap_init();
	int r = -1;

	if (!caps)
		return -1;
	if (cap_set_flag(caps, CAP_PERMITTED, count, list, CAP_SET) == 0 &&
	    cap_set_flag(caps, CAP_EFFECTIVE, count, list, CAP_SET) == 0)
		r = cap_set_proc(caps);
	cap_free(caps);
	return r;
}

static bool is_kept(const struct account *account, cap_value_t cap)
{
	int i;

	for (i = 0; i < KEPT(account); i++) {
		if (kept[i] == cap)
			return true;
	}
	return false;
}

/* What an exec could ever get again. Needs CAP_SETPCAP. */
static int cut_bounding_set(const struct account *account)
{
	cap_value_t cap;

	for (cap = 0; cap < cap_max_bits(); cap++) {
		if (!is_kept(account, cap) && cap_get_bound(cap) > 0 &&
		    cap_drop_bound(cap) < 0)
			return -1;
	}
	return 0;
}

/*
 * Groups before the user: afterwards the right to change them is gone. A change
 * from uid 0 to another empties the permitted set; keepcaps prevents that once,
 * and lets the effective set go empty all the same.
 */
static int change_user(const struct account *account, const char **what)
{
	if (prctl(PR_SET_KEEPCAPS, 1, 0, 0, 0) < 0)
		return failed(what, "cannot set keepcaps");
	if (setgroups(1, &account->gid) < 0)
		return failed(what, "cannot set the supplementary groups");
	if (setresgid(account->gid, account->gid, account->gid) < 0)
		return failed(what, "cannot change the group");
	if (setresuid(account->uid, account->uid, account->uid) < 0)
		return failed(what, "cannot change the user");
	return 0;
}

/**
 * privilege_drop() - become @account, with two capabilities
 * @account: from privilege_find_account()
 * @what: on error, the step that failed; static storage
 *
 * Call it as root, with one thread. After an error the process is neither here
 * nor there and must end.
 *
 * Return: 0 or -errno.
 */
int privilege_drop(const struct account *account, const char **what)
{
	int r;

	errno = 0;
	if (cut_bounding_set(account) < 0)
		return failed(what, "cannot cut the bounding set");
	if (cap_reset_ambient() < 0)
		return failed(what, "cannot empty the ambient set");
	r = change_user(account, what);
	if (r < 0)
		return r;
	if (set_capabilities(kept_to_lock, 1 + KEPT(account)) < 0)
		return failed(what, "cannot set the capabilities");
	/* Writing the bits without KEEP_CAPS also turns keepcaps off. */
	if (prctl(PR_SET_SECUREBITS, LOCKED_SECUREBITS, 0, 0, 0) < 0)
		return failed(what, "cannot lock the securebits");
	if (set_capabilities(kept, KEPT(account)) < 0)
		return failed(what, "cannot give up CAP_SETPCAP");
	/* No set-uid program, no file capability can add anything. */
	if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) < 0)
		return failed(what, "cannot set no_new_privs");
	/* No core dump, and no process of the same user can look inside. */
	if (prctl(PR_SET_DUMPABLE, 0, 0, 0, 0) < 0)
		return failed(what, "cannot clear dumpable");
	return 0;
}
