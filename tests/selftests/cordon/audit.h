/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Cordon selftests - audit: the records of what a child did
 *
 * Its process id tells its records from those of others. After its act it does a
 * last refused one, the marker: when its record has come, no other is on its way.
 */
#ifndef _CORDON_SELFTEST_AUDIT_H
#define _CORDON_SELFTEST_AUDIT_H

#include "kselftest_harness.h"
#include "net.h"
#include "records.h"

#define MARKER_AT	"203.0.113.222"
#define MARKER_PORT	9

/* Runs @act and then the marker in a child: its process id, or -1. */
static inline pid_t act_in_child(void (*act)(void))
{
	pid_t pid = fork();

	if (!pid) {
		act();
		try_sendto(MARKER_AT, MARKER_PORT);
		_exit(0);
	}
	if (pid > 0)
		waitpid(pid, NULL, 0);
	return pid;
}

static inline bool is_marker(const char *record)
{
	return record_number_is(record, "port", MARKER_PORT) &&
	       record_is(record, "dest", MARKER_AT);
}

/* The one record of @pid before its marker; "" if there is none. */
static inline void expect_one(struct __test_metadata *_metadata, int fd,
			      pid_t pid, char *record)
{
	char next[RECORD_MAX];

	ASSERT_EQ(0, record_next(fd, pid, RECORD_WAIT_MS, record, RECORD_MAX));
	ASSERT_FALSE(is_marker(record));
	ASSERT_EQ(0, record_next(fd, pid, RECORD_WAIT_MS, next, sizeof(next)));
	EXPECT_TRUE(is_marker(next))
		TH_LOG("a second record: %s", next);
}

static inline void expect_none(struct __test_metadata *_metadata, int fd,
			       pid_t pid)
{
	char next[RECORD_MAX];

	ASSERT_EQ(0, record_next(fd, pid, RECORD_WAIT_MS, next, sizeof(next)));
	EXPECT_TRUE(is_marker(next))
		TH_LOG("a record: %s", next);
}

#endif /* _CORDON_SELFTEST_AUDIT_H */
