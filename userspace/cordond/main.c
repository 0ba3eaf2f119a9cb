// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * cordond - the daemon: from root to a confined event loop, and what it does
 *
 * The order is the point of this file. As root: find the kernel part, put it on
 * its hooks, open what only root can open. Then give up all rights but two, and
 * all system calls but the loop's. Only then look at anything that comes from
 * outside.
 *
 * What ends it is a kernel that nothing can be asked of, or rights that it cannot
 * give up; and in the second case not before a policy is in force. With all else it
 * goes on without: docs/daemon.md has the table.
 */
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/signalfd.h>
#include <sys/stat.h>
#include <unistd.h>

#include "cordond/backend.h"
#include "cordond/daemon.h"
#include "cordond/log.h"
#include "cordond/notify.h"
#include "cordond/options.h"
#include "cordond/seccomp.h"

/* Open files that it needs at the most, loading BPF programs included. */
#define FILES_MIN	128U

/* The kernel part, of our version, on its hooks. */
static void find_kernel(struct daemon *daemon, const char *root)
{
	char backend[32];
	int r = cordon_sysfs_open(&daemon->sysfs, root);

	if (r < 0)
		log_fatal(-r,
			  "this kernel has no Cordon: cannot open %s: %s; load the module (insmod cordon.ko) or boot a kernel with CONFIG_SECURITY_CORDON=y",
			  root, strerror(-r));
	r = cordon_sysfs_check_abi(&daemon->sysfs);
	if (r == -EPROTO)
		log_fatal(EPROTO,
			  "%s/abi is not \"%s\": the kernel part is of another release than this cordond; install both from one release",
			  root, CORDON_ABI);
	if (r < 0)
		log_fatal(-r, "cannot read the kernel part's abi: %s",
			  strerror(-r));
	r = cordon_sysfs_read(&daemon->sysfs, "backend", backend,
			      sizeof(backend));
	if (r < 0)
		log_fatal(-r, "cannot read the kernel part's backend: %s",
			  strerror(-r));
	backend_start(backend, &daemon->troubles);
}

/* As well as it goes with the rights that are left: a policy, and the resolvers. */
static void put_in_force(struct daemon *daemon)
{
	resolvers_update(&daemon->resolvers);
	work_on(daemon);
}

/* Ends the process, which cannot become what it should be; not the protection. */
static noreturn void __printf(3, 4)
end(struct daemon *daemon, int error, const char *format, ...)
{
	char text[512];
	va_list args;

	va_start(args, format);
	vsnprintf(text, sizeof(text), format, args);
	va_end(args);
	log_error("%s; before it ends, what lies on the device is put in force",
		  text);
	daemon->ready = true;	/* or the service manager would believe it */
	put_in_force(daemon);
	log_fatal(error, "%s", text);
}

/*
 * The nodes that change something are root's until here. If they stay so, root
 * loads what there is to load.
 */
static void give_nodes(struct daemon *daemon, const struct account *account)
{
	static const char *const nodes[] = {
		"load/loading", "load/data", "resolvers", "lock",
	};
	size_t i;

	for (i = 0; i < ARRAY_SIZE(nodes); i++) {
		if (fchownat(daemon->sysfs.fd, nodes[i], -1, account->gid,
			     AT_SYMLINK_NOFOLLOW) < 0)
			trouble_begin(&daemon->troubles, TROUBLE_NODES,
				      "cannot give %s to group %s: %s; what needs it is done once, now",
				      nodes[i], ACCOUNT_NAME, strerror(errno));
	}
	if (trouble_is_on(&daemon->troubles, TROUBLE_NODES))
		put_in_force(daemon);
}

static void hear_signal(void *context)
{
	struct signalfd_siginfo signal;
	struct daemon *daemon = context;

	if (read(daemon->signals, &signal, sizeof(signal)) != sizeof(signal))
		return;
	if (signal.ssi_signo != SIGHUP) {
		daemon->loop.stop = true;
		return;
	}
	resolvers_update(&daemon->resolvers);
	canary_prove(daemon);
	work_again(daemon);
}

/* Where that cannot be, SIGTERM still ends it, and SIGHUP is ignored. */
static void open_signals(struct daemon *daemon)
{
	sigset_t set;
	int r;

	sigemptyset(&set);
	sigaddset(&set, SIGTERM);
	sigaddset(&set, SIGINT);
	sigaddset(&set, SIGHUP);
	sigprocmask(SIG_BLOCK, &set, NULL);
	daemon->signals = signalfd(-1, &set, SFD_NONBLOCK | SFD_CLOEXEC);
	r = daemon->signals < 0 ? -errno :
	    loop_add(&daemon->loop, daemon->signals, POLLIN, hear_signal, daemon);
	if (r == 0)
		return;
	trouble_begin(&daemon->troubles, TROUBLE_SIGNALS,
		      "cannot wait for signals: %s; SIGHUP does nothing",
		      strerror(-r));
	signal(SIGHUP, SIG_IGN);
	sigprocmask(SIG_UNBLOCK, &set, NULL);
}

/* What only root can open, and what the filter would not let us make. */
static void open_all(struct daemon *daemon)
{
	daemon->device_file = open(daemon->device_object, O_RDONLY | O_NONBLOCK |
				   O_NOCTTY | O_CLOEXEC);
	open_signals(daemon);
	status_begin(daemon);
	canary_begin(daemon);
	watch_open(daemon);
	mounts_begin(daemon);
	mend_begin(daemon);
}

static void find_account(struct daemon *daemon, struct account *account)
{
	const char *what;
	int r = privilege_find_account(account, &what);

	if (r < 0)
		end(daemon, -r, "%s: `systemd-sysusers` makes both, or adduser --system --group %s",
		    what, ACCOUNT_NAME);
}

static void drop_privileges(struct daemon *daemon, const struct account *account)
{
	const char *what;
	int r = privilege_drop(account, &what);

	if (r < 0)
		end(daemon, -r, "dropping privileges: %s: %s", what, strerror(-r));
	r = privilege_verify(account, &what);
	if (r < 0)
		end(daemon, -r, "dropping privileges did not work: %s", what);
}

static void confine(struct daemon *daemon)
{
	const struct seccomp_sockets sockets = {
		.notify = notify_fd(),
		.audit = daemon->audit,
		.probe = daemon->probe,
		.audit_later = daemon->audit < 0 && !daemon->audit_never,
		.probe_later = daemon->probe < 0,
	};
	int r = seccomp_confine(&sockets);

	if (r < 0)
		end(daemon, -r, "cannot put on the seccomp filter: %s",
		    strerror(-r));
}

/* Whoever starts it may have few files left for it: a policy needs one. */
static void raise_limit(void)
{
	struct rlimit files;

	if (getrlimit(RLIMIT_NOFILE, &files) < 0 || files.rlim_cur >= FILES_MIN)
		return;
	files.rlim_cur = FILES_MIN;
	if (files.rlim_max < FILES_MIN)
		files.rlim_max = FILES_MIN;
	if (setrlimit(RLIMIT_NOFILE, &files) < 0)
		log_warning("cannot have more than a few files open: %s",
			    strerror(errno));
}

static void prepare(struct daemon *daemon, const struct options *options)
{
	daemon->device_object = options->device_object;
	daemon->state_path = options->state;
	daemon->state = (struct state){ -1, -1, -1 };
	daemon->inbox.notify = -1;
	daemon->device_file = -1;
	daemon->signals = -1;
	daemon->audit = -1;
	daemon->probe = -1;
	resolvers_begin(&daemon->resolvers, &daemon->sysfs, &daemon->loop,
			&daemon->troubles);
}

static void open_notify(void)
{
	int r = notify_open();

	if (r == -EINVAL)
		log_warning("NOTIFY_SOCKET is no socket's name: the service manager hears nothing");
	else if (r < 0)
		log_warning("cannot make the socket for the service manager: %s",
			    strerror(-r));
}

int main(int argc, char **argv)
{
	static struct daemon daemon;
	struct options options;
	struct account account;
	const char *what;

	options_parse(&options, argc, argv);
	umask(0027);
	log_open();
	open_notify();
	if (geteuid() != 0)
		log_fatal(EPERM,
			  "start it as root: it attaches the backend and then gives up what it does not need");
	raise_limit();
	prepare(&daemon, &options);
	find_kernel(&daemon, options.sysfs);
	open_all(&daemon);
	find_account(&daemon, &account);
	daemon.state_made = state_create(daemon.state_path, &account, &what);
	give_nodes(&daemon, &account);
	drop_privileges(&daemon, &account);
	confine(&daemon);

	/* Before the policy: it must not refuse the resolvers of programs. */
	put_in_force(&daemon);
	watch_join(&daemon);
	loop_run(&daemon.loop);

	log_notice("ends; the kernel goes on as it is");
	notify_send("STOPPING=1");
	return EXIT_OK;
}
