// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * cordonctl - watch: records, one a line, as they come
 */
#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/signalfd.h>
#include <unistd.h>

#include "cordonctl/watch.h"
#include "libcordon/json.h"

const char help_watch[] =
	"watch [--json] [--count N]\n"
	"\n"
	"Prints Cordon's records as they come: time, verdict, service, what, who, rule.\n"
	"Needs CAP_AUDIT_READ (root has it) in the initial namespaces. Says on standard\n"
	"error when the kernel had to drop records because they came too fast.\n"
	"\n"
	"  --count N  end after N records\n"
	"  --json     one JSON object a line; \"record\" is DENIED, INSPECT, AUDIT,\n"
	"             WOULD-DENY, NEVER-BLOCK, LOADED or REFUSED, or LOST where records\n"
	"             were dropped\n"
	"\n"
	"NEVER-BLOCK: the policy refuses it, and it was let through because the firmware's\n"
	"list of what is never refused names the program or the user.\n"
	"\n"
	"SIGINT and SIGTERM end it. Exit status: 0 ended, 1 failed, 2 usage, 4 no Cordon in\n"
	"this kernel.\n";

/* The signals that end it arrive as something to read. */
static int catch_signals(void)
{
	sigset_t set;

	sigemptyset(&set);
	sigaddset(&set, SIGINT);
	sigaddset(&set, SIGTERM);
	if (sigprocmask(SIG_BLOCK, &set, NULL) < 0)
		return -1;
	return signalfd(-1, &set, SFD_CLOEXEC);
}

static void say_lost(const struct session *session)
{
	struct json_object *object;

	if (!session->json) {
		fputs("cordonctl: records were lost here: they came faster than they were read\n",
		      stderr);
		return;
	}
	object = json_object_new_object();
	cordon_json_add_text(object, "schema", RECORD_SCHEMA);
	cordon_json_add_text(object, "record", "LOST");
	print_json(object, CORDON_EXIT_OK);
}

/* One message. Returns 1 if it was a record and is printed, 0, or -errno. */
static int take_one(const struct session *session, int fd)
{
	static struct cordon_record record;
	int r = cordon_records_read(fd, &record);

	switch (r) {
	case 0:
		if (session->json)
			print_json(record_to_json(&record), CORDON_EXIT_OK);
		else
			record_print(session, &record);
		return 1;
	case -ENOMSG:
		return 0;
	case -ENOBUFS:
		say_lost(session);
		return 0;
	case -EBADMSG:
	case -EMSGSIZE:
		fputs("cordonctl: a record cannot be read: is the kernel of another release?\n",
		      stderr);
		return 0;
	default:
		return r;
	}
}

static int watch(const struct session *session, int fd, unsigned long count)
{
	struct pollfd poll_fds[] = {
		{ .fd = catch_signals(), .events = POLLIN },
		{ .fd = fd, .events = POLLIN },
	};
	unsigned long seen = 0;

	if (poll_fds[0].fd < 0)
		return fail(session, CORDON_EXIT_FAILED, NULL,
			    "cannot wait for signals: %s", strerror(errno));
	while (!count || seen < count) {
		int r;

		if (poll(poll_fds, 2, -1) < 0 && errno != EINTR)
			return fail(session, CORDON_EXIT_FAILED, NULL,
				    "cannot wait: %s", strerror(errno));
		if (poll_fds[0].revents)
			break;
		r = take_one(session, fd);
		if (r > 0 && ferror(stdout))
			return CORDON_EXIT_FAILED;
		if (r < 0 && r != -EAGAIN)
			return fail(session, CORDON_EXIT_FAILED, NULL,
				    "cannot read the audit stream: %s",
				    strerror(-r));
		seen += r > 0;
	}
	close(poll_fds[0].fd);
	return CORDON_EXIT_OK;
}

static int read_count(const struct session *session, int argc, char **argv,
		      unsigned long *count)
{
	char *rest;

	*count = 0;
	if (argc == 0)
		return 0;
	if (strcmp(argv[0], "--count"))
		return usage(session, "watch does not know", argv[0]);
	if (argc == 1)
		return usage(session, "--count needs a number", NULL);
	if (argc > 2)
		return usage(session, "watch does not know", argv[2]);
	errno = 0;
	*count = strtoul(argv[1], &rest, 10);
	if (errno || *rest || *argv[1] < '0' || *argv[1] > '9' || !*count)
		return usage(session, "--count needs a number from 1 on", argv[1]);
	return 0;
}

int cmd_watch(int argc, char **argv)
{
	const struct session *session = start_session(argv[0]);
	struct cordon_sysfs sysfs;
	unsigned long count;
	int fd, r;

	r = read_count(session, argc - 1, argv + 1, &count);
	if (r)
		return r;
	/* Else one would wait for records that nobody writes. */
	r = open_kernel(session, &sysfs);
	if (r)
		return r;
	cordon_sysfs_close(&sysfs);
	fd = cordon_records_open();
	if (fd == -EPERM)
		return fail(session, CORDON_EXIT_FAILED,
			    "run it as root, or with CAP_AUDIT_READ (setpriv, or AmbientCapabilities= in a unit)",
			    "reading the audit stream needs CAP_AUDIT_READ in the initial user namespace");
	if (fd == -EPROTONOSUPPORT || fd == -ECONNREFUSED)
		return fail(session, CORDON_EXIT_UNSUPPORTED,
			    "the kernel needs CONFIG_AUDIT, and the reader the initial network namespace",
			    "there is no audit stream here: %s", strerror(-fd));
	if (fd < 0)
		return fail(session, CORDON_EXIT_FAILED, NULL,
			    "cannot join the audit stream: %s", strerror(-fd));
	r = watch(session, fd, count);
	close(fd);
	return r;
}
