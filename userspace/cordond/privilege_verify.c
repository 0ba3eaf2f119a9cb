// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * cordond - privilege_verify: what is left, as the kernel tells it
 *
 * Each step of privilege_drop() returned success; that is not enough. Some of
 * them (setresuid() above all) have lied on some kernel, so the result is read
 * back from where everybody else reads it.
 */
#include <errno.h>
#include <fcntl.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <sys/capability.h>
#include <sys/prctl.h>
#include <unistd.h>

#include "cordond/privilege.h"

/* Finds the line `NAME:` and compares what follows, blanks collapsed to one. */
static bool status_says(const char *status, const char *name, const char *value)
{
	char line[64];
	const char *at;
	size_t n = 0;

	snprintf(line, sizeof(line), "\n%s:", name);
	at = strstr(status, line);
	if (!at)
		return false;
	at += strlen(line);
	while (*at && *at != '\n' && n < sizeof(line) - 1) {
		size_t blanks = strspn(at, " \t");

		if (blanks && n && at[blanks] != '\n')
			line[n++] = ' ';
		at += blanks;
		if (*at && *at != '\n')
			line[n++] = *at++;
	}
	line[n] = '\0';
	return !strcmp(line, value);
}

static bool says_id(const char *status, const char *name, unsigned int id)
{
	char four[64];

	snprintf(four, sizeof(four), "%u %u %u %u", id, id, id, id);
	return status_says(status, name, four);
}

static bool says_caps(const char *status, const char *name,
		      unsigned long long bits)
{
	char hex[32];

	snprintf(hex, sizeof(hex), "%016llx", bits);
	return status_says(status, name, hex);
}

static bool says_number(const char *status, const char *name, unsigned int value)
{
	char text[16];

	snprintf(text, sizeof(text), "%u", value);
	return status_says(status, name, text);
}

static int read_status(char *status, size_t size)
{
	int fd = open("/proc/self/status", O_RDONLY | O_CLOEXEC);
	size_t done = 0;
	ssize_t n = 0;

	if (fd < 0)
		return -errno;
	while (done < size - 1) {
		n = read(fd, status + done, size - 1 - done);
		if (n <= 0)
			break;
		done += n;
	}
	close(fd);
	status[done] = '\0';
	return n < 0 ? -errno : 0;
}

/**
 * privilege_verify() - are we exactly what privilege_drop() promised?
 * @account: who we should be
 * @what: on error, what is not as it should be; static storage
 *
 * Return: 0; -EPERM on any mismatch; else -errno of reading /proc/self/status.
 */
int privilege_verify(const struct account *account, const char **what)
{
	unsigned long long kept_bits = 1ULL << CAP_MAC_ADMIN;
	char status[8192];
	int r;

	if (!account->no_audit)
		kept_bits |= 1ULL << CAP_AUDIT_READ;
	*what = "/proc/self/status cannot be read";
	r = read_status(status, sizeof(status));
	if (r < 0)
		return r;

	if (!says_id(status, "Uid", account->uid))
		*what = "the user is not " ACCOUNT_NAME;
	else if (!says_id(status, "Gid", account->gid))
		*what = "the group is not " ACCOUNT_NAME;
	else if (!says_number(status, "Groups", account->gid))
		*what = "there are other supplementary groups";
	else if (!says_caps(status, "CapInh", 0))
		*what = "the inheritable set is not empty";
	else if (!says_caps(status, "CapPrm", kept_bits))
		*what = "the permitted set is not CAP_MAC_ADMIN and CAP_AUDIT_READ";
	else if (!says_caps(status, "CapEff", kept_bits))
		*what = "the effective set is not CAP_MAC_ADMIN and CAP_AUDIT_READ";
	else if (!says_caps(status, "CapBnd", kept_bits))
		*what = "the bounding set is not CAP_MAC_ADMIN and CAP_AUDIT_READ";
	else if (!says_caps(status, "CapAmb", 0))
		*what = "the ambient set is not empty";
	else if (!says_number(status, "NoNewPrivs", 1))
		*what = "no_new_privs is not set";
	else if (prctl(PR_GET_DUMPABLE, 0, 0, 0, 0) != 0)
		*what = "the process is dumpable";
	else if (prctl(PR_GET_SECUREBITS, 0, 0, 0, 0) != LOCKED_SECUREBITS)
		*what = "the securebits are not locked";
	else
		return 0;
	return -EPERM;
}
