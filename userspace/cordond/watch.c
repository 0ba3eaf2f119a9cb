// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * cordond - watch: count the refusals that go by in the audit stream
 *
 * That is a service, not the protection: it goes on without if need be.
 */
#include <errno.h>
#include <poll.h>
#include <string.h>
#include <unistd.h>

#include "cordond/daemon.h"
#include "cordond/log.h"
#include "libcordon/device/records.h"

/* Messages taken at once, so that a flood does not hold up the rest. */
#define BATCH	256U

static void count(struct daemon *daemon, const struct cordon_record *record)
{
	/* The probe's own say nothing about anybody. */
	if (record->kind != CORDON_RECORD_DENIED ||
	    record->number[CORDON_FIELD_PID] == (u64)getpid())
		return;
	daemon->refusals += record->text[CORDON_FIELD_COUNT] ?
			    record->number[CORDON_FIELD_COUNT] : 1;
}

/* The socket stays: the filter allows no other one. */
static void stop_reading(struct daemon *daemon, int error)
{
	loop_remove(&daemon->loop, daemon->audit);
	trouble_begin(&daemon->troubles, TROUBLE_AUDIT,
		      "cannot read the audit stream: %s; refusals go on, uncounted here",
		      strerror(-error));
}

static void say_once_unreadable(void)
{
	static bool told;

	if (!told)
		log_warning("a record in the audit stream cannot be read: is the kernel part of another release?");
	told = true;
}

static void watch_records(void *context)
{
	struct daemon *daemon = context;
	struct cordon_record record;
	u64 refusals = daemon->refusals;
	u64 overruns = daemon->overruns;
	unsigned int i;

	for (i = 0; i < BATCH; i++) {
		int r = cordon_records_read(daemon->audit, &record);

		if (r == -EAGAIN)
			break;
		if (r == -ENOBUFS) {
			daemon->overruns++;
		} else if (r == -EBADMSG || r == -EMSGSIZE) {
			say_once_unreadable();
		} else if (r == 0) {
			count(daemon, &record);
		} else if (r != -ENOMSG) {
			stop_reading(daemon, r);
			break;
		}
	}
	if (daemon->refusals != refusals || daemon->overruns != overruns)
		status_soon(daemon);
}

/* Why there is none, for those who can do something about it. */
static const char *reason(int error)
{
	if (error == -EPROTONOSUPPORT)
		return "this kernel has none (CONFIG_AUDIT, audit=0)";
	if (error == -EPERM)
		return "not in the initial namespaces, or without CAP_AUDIT_READ";
	return strerror(-error);
}

static void told_why_not(struct daemon *daemon, int error)
{
	daemon->audit_never = error == -EPROTONOSUPPORT ||
			      error == -EAFNOSUPPORT || error == -EPERM;
	trouble_begin(&daemon->troubles, TROUBLE_AUDIT,
		      "cannot join the audit stream: %s; refusals go on, uncounted here",
		      reason(error));
}

/**
 * watch_open() - make the socket for the audit stream, which the filter forbids
 * @daemon: its @audit is set, or stays -1
 */
void watch_open(struct daemon *daemon)
{
	daemon->audit = cordon_records_socket();
	if (daemon->audit >= 0)
		return;
	told_why_not(daemon, daemon->audit);
	daemon->audit = -1;
}

/**
 * watch_join() - join the audit stream, or begin to read it again
 * @daemon: a policy is in force: the audit system may make this wait
 */
void watch_join(struct daemon *daemon)
{
	int r = 0;

	if (daemon->audit_never)
		return;
	if (daemon->audit < 0)
		watch_open(daemon);
	if (daemon->audit < 0)
		return;
	if (!daemon->audit_joined)
		r = cordon_records_join(daemon->audit);
	daemon->audit_joined = r == 0;
	if (r == 0)
		r = loop_add(&daemon->loop, daemon->audit, POLLIN,
			     watch_records, daemon);
	if (r < 0)
		told_why_not(daemon, r);
	else
		trouble_end(&daemon->troubles, TROUBLE_AUDIT);
}
