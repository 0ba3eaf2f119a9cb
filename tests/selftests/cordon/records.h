/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Cordon selftests - records: Cordon's own, from the audit multicast group
 */
#ifndef _CORDON_SELFTEST_RECORDS_H
#define _CORDON_SELFTEST_RECORDS_H

#include <ctype.h>
#include <linux/audit.h>
#include <linux/netlink.h>
#include <poll.h>

#include "common.h"

#define RECORD_MAX	9000
/* Records that are waited for come at once; what comes later is missing. */
#define RECORD_WAIT_MS	5000

/* Opens the group in the initial network namespace: a descriptor or -errno. */
static inline int records_open(void)
{
	struct sockaddr_nl address = {
		.nl_family = AF_NETLINK,
		.nl_groups = 1U << (AUDIT_NLGRP_READLOG - 1),
	};
	int fd = socket(AF_NETLINK, SOCK_RAW | SOCK_CLOEXEC, NETLINK_AUDIT);
	int err, size = 1 << 20;

	if (fd < 0)
		return -errno;
	setsockopt(fd, SOL_SOCKET, SO_RCVBUFFORCE, &size, sizeof(size));
	if (bind(fd, (struct sockaddr *)&address, sizeof(address))) {
		err = -errno;
		close(fd);
		return err;
	}
	return fd;
}

/* The value of @key as it stands in the record, or "". */
static inline const char *record_raw(const char *record, const char *key,
				     char *value, size_t size)
{
	size_t length = strlen(key);
	const char *at = record;

	value[0] = '\0';
	while ((at = strstr(at, key)) != NULL) {
		bool starts = at == record || at[-1] == ' ';

		at += length;
		if (!starts || *at != '=')
			continue;
		at++;
		length = *at == '"' ? strcspn(at + 1, "\"") + 2 :
				      strcspn(at, "\n ");
		snprintf(value, size, "%.*s", (int)length, at);
		break;
	}
	return value;
}

static inline int hex_digit(char digit)
{
	if (digit >= '0' && digit <= '9')
		return digit - '0';
	if (digit >= 'A' && digit <= 'F')
		return digit - 'A' + 10;
	return -1;
}

/*
 * The text of @key: without its quotes, or decoded from hex; "" if it is
 * neither. Numbers stand bare: record_raw() is for them.
 */
static inline const char *record_text(const char *record, const char *key,
				      char *text, size_t size)
{
	char raw[RECORD_MAX];
	size_t length = strlen(record_raw(record, key, raw, sizeof(raw)));
	size_t i;

	text[0] = '\0';
	if (length >= 2 && raw[0] == '"') {
		snprintf(text, size, "%.*s", (int)length - 2, raw + 1);
		return text;
	}
	if (length % 2)
		return text;
	for (i = 0; i < length / 2 && i + 1 < size; i++) {
		int high = hex_digit(raw[2 * i]);
		int low = hex_digit(raw[2 * i + 1]);

		if (high < 0 || low < 0) {
			text[0] = '\0';
			return text;
		}
		text[i] = high << 4 | low;
		text[i + 1] = '\0';
	}
	return text;
}

static inline bool record_is(const char *record, const char *key,
			     const char *want)
{
	char text[RECORD_MAX];

	return !strcmp(record_text(record, key, text, sizeof(text)), want);
}

static inline bool record_number_is(const char *record, const char *key,
				    unsigned long want)
{
	char text[64], number[32];

	snprintf(number, sizeof(number), "%lu", want);
	return !strcmp(record_raw(record, key, text, sizeof(text)), number);
}

/* Is it one of Cordon's, about the process @pid, or any if that is 0? */
static inline bool record_is_about(const char *record, pid_t pid)
{
	char word[32];

	return record_raw(record, "cordon", word, sizeof(word))[0] == '"' &&
	       (!pid || record_number_is(record, "pid", pid));
}

/* The next record about @pid, or any if 0, within @wait ms: 0, or -ETIME. */
static inline int record_next(int fd, pid_t pid, int wait, char *record,
			      size_t size)
{
	struct pollfd poll_fd = { .fd = fd, .events = POLLIN };
	char buffer[NLMSG_HDRLEN + RECORD_MAX];
	struct nlmsghdr *nlh = (struct nlmsghdr *)buffer;
	ssize_t got;

	while (poll(&poll_fd, 1, wait) == 1) {
		got = recv(fd, buffer, sizeof(buffer) - 1, 0);
		if (got < (ssize_t)NLMSG_HDRLEN)
			continue;
		buffer[got] = '\0';
		if (nlh->nlmsg_type != AUDIT_AVC)
			continue;
		snprintf(record, size, "%s", buffer + NLMSG_HDRLEN);
		if (record_is_about(record, pid))
			return 0;
	}
	return -ETIME;
}

#endif /* _CORDON_SELFTEST_RECORDS_H */
