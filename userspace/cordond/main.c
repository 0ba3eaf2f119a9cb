// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * cordond - the daemon: from root to a confined event loop, and what it does
 *
 * The order is the point of this file. As root: find the kernel part, put it on
 * its hooks, open what only root can open. Then give up all rights but two, and
 * all system calls but the loop's. Only then look at anything that comes from
 * outside.
 */
#include <errno.h>
#include <fcntl.h>
#include <getopt.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/signalfd.h>
#include <sys/stat.h>
#include <unistd.h>

#include "cordond/backend.h"
#include "cordond/daemon.h"
#include "cordond/log.h"
#include "cordond/notify.h"
#include "cordond/seccomp.h"
#include "libcordon/device/probe.h"
#include "libcordon/device/records.h"

#define BOOT_OBJECT	"/etc/cordon/policy.cordon"
#define STATE		"/var/lib/cordon"

enum { EXIT_OK, EXIT_FAILED, EXIT_USAGE };

struct options {
	const char *boot_object;
	const char *state;
	const char *sysfs;
};

static const char help[] =
	"usage: cordond [--policy FILE] [--state DIR] [--sysfs DIR]\n"
	"\n"
	"Attaches Cordon's kernel part, loads its signed policy, tells it the\n"
	"resolvers, and loads objects that are moved into DIR/inbox. Runs in the\n"
	"foreground; start it as root: it gives up what it does not need.\n"
	"\n"
	"  --policy FILE  signed policy that came with the device\n"
	"                 (default " BOOT_OBJECT ")\n"
	"  --state DIR    holds inbox/, accepted/ and refused/\n"
	"                 (default " STATE ")\n"
	"  --sysfs DIR    the kernel's nodes, for tests\n"
	"                 (default " CORDON_SYSFS_ROOT ")\n"
	"  --help         this text\n"
	"\n"
	"SIGTERM ends it; the kernel goes on refusing. SIGHUP makes it look at its\n"
	"inbox and at the resolvers again.\n"
	"Exit status: 0 ended by a signal, 1 failed, 2 usage.\n";

static void parse_options(int argc, char **argv, struct options *options)
{
	static const struct option table[] = {
		{ "policy", required_argument, NULL, 'p' },
		{ "state", required_argument, NULL, 's' },
		{ "sysfs", required_argument, NULL, 'f' },
		{ "help", no_argument, NULL, 'h' },
		{ NULL, 0, NULL, 0 },
	};
	int option;

	while ((option = getopt_long(argc, argv, "", table, NULL)) >= 0) {
		switch (option) {
		case 'p':
			options->boot_object = optarg;
			break;
		case 's':
			options->state = optarg;
			break;
		case 'f':
			options->sysfs = optarg;
			break;
		case 'h':
			fputs(help, stdout);
			exit(EXIT_OK);
		default:
			fputs("see cordond --help\n", stderr);
			exit(EXIT_USAGE);
		}
	}
	if (optind < argc) {
		fprintf(stderr, "cordond: what is \"%s\"? see cordond --help\n",
			argv[optind]);
		exit(EXIT_USAGE);
	}
}

/* Returns a descriptor or 0; anything below it ends the process. */
static int must(int r, const char *what)
{
	if (r < 0)
		log_fatal(-r, "%s: %s", what, strerror(-r));
	return r;
}

static void must_add(struct daemon *daemon, int fd, void (*ready)(void *))
{
	must(loop_add(&daemon->loop, fd, ready, daemon), "cannot wait for events");
}

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
	must(r, "cannot read the kernel part's abi");
	must(cordon_sysfs_read(&daemon->sysfs, "backend", backend,
			       sizeof(backend)),
	     "cannot read the kernel part's backend");
	backend_start(backend);
}

/* The nodes that change something are root's until here. */
static void give_nodes(const struct daemon *daemon,
		       const struct account *account)
{
	static const char *const nodes[] = {
		"load/loading", "load/data", "resolvers", "lock",
	};
	size_t i;

	for (i = 0; i < ARRAY_SIZE(nodes); i++) {
		if (fchownat(daemon->sysfs.fd, nodes[i], -1, account->gid,
			     AT_SYMLINK_NOFOLLOW) < 0)
			log_fatal(errno, "cannot give %s to group %s: %s",
				  nodes[i], ACCOUNT_NAME, strerror(errno));
	}
}

/* Counting refusals is a service, not the protection: do without if need be. */
static void open_audit(struct daemon *daemon)
{
	daemon->audit = cordon_records_open();
	if (daemon->audit < 0)
		log_warning("cannot join the audit stream: %s; refusals go on, uncounted here (CONFIG_AUDIT, initial namespaces?)",
			    strerror(-daemon->audit));
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
	inbox_begin(daemon);
}

static void open_signals(struct daemon *daemon)
{
	sigset_t set;

	sigemptyset(&set);
	sigaddset(&set, SIGTERM);
	sigaddset(&set, SIGINT);
	sigaddset(&set, SIGHUP);
	if (sigprocmask(SIG_BLOCK, &set, NULL) < 0)
		log_fatal(errno, "cannot block signals: %s", strerror(errno));
	daemon->signals = signalfd(-1, &set, SFD_NONBLOCK | SFD_CLOEXEC);
	if (daemon->signals < 0)
		log_fatal(errno, "cannot wait for signals: %s", strerror(errno));
}

static void sign_of_life(void *context)
{
	struct daemon *daemon = context;

	if (timer_expired(daemon->watchdog_timer))
		notify_send("WATCHDOG=1");
}

/* Everything that needs a descriptor which the filter would not let us make. */
static void open_loop(struct daemon *daemon)
{
	u64 watchdog = notify_watchdog_usec();

	must(loop_open(&daemon->loop), "cannot make the event loop");
	open_signals(daemon);
	daemon->retry_timer = must(timer_open(), "cannot make a timer");
	daemon->status_timer = must(timer_open(), "cannot make a timer");
	daemon->watchdog_timer = must(timer_open(), "cannot make a timer");
	daemon->probe = must(cordon_probe_open(), "cannot make the probe's socket");
	must(resolvers_open(&daemon->resolvers, &daemon->sysfs),
	     "cannot watch for resolvers");
	/* Twice as often as asked, as sd_watchdog_enabled(3) advises. */
	if (watchdog)
		must(timer_set(daemon->watchdog_timer, watchdog / 2000, true),
		     "cannot start the watchdog's timer");

	must_add(daemon, daemon->signals, hear_signal);
	must_add(daemon, daemon->retry_timer, inbox_retry);
	must_add(daemon, daemon->status_timer, status_due);
	must_add(daemon, daemon->watchdog_timer, sign_of_life);
	must(loop_add(&daemon->loop, daemon->resolvers.inotify,
		      resolvers_changed, &daemon->resolvers),
	     "cannot wait for events");
	if (daemon->audit >= 0)
		must_add(daemon, daemon->audit, watch_records);
}

static void drop_privileges(const struct account *account)
{
	const char *what;
	int r = privilege_drop(account, &what);

	if (r < 0)
		log_fatal(-r, "dropping privileges: %s: %s", what, strerror(-r));
	r = privilege_verify(account, &what);
	if (r < 0)
		log_fatal(-r,
			  "dropping privileges did not work: %s; not going on with more than is needed",
			  what);
}

/* Needs the new user, and what the filter is going to forbid. */
static void open_state(struct daemon *daemon, const char *path)
{
	const char *what;
	int r = state_open(&daemon->state, path, &what);

	if (r < 0)
		log_fatal(-r,
			  "%s: cannot use %s as user %s: %s; `systemd-tmpfiles --create` makes it as it should be",
			  path, what, ACCOUNT_NAME, strerror(-r));
	must(inbox_open(daemon), "cannot watch the inbox");
	must_add(daemon, daemon->inbox_watch, inbox_changed);
}

static void confine(const struct daemon *daemon)
{
	const struct seccomp_sockets sockets = {
		.notify = notify_fd(),
		.audit = daemon->audit,
		.probe = daemon->probe,
	};

	must(seccomp_confine(&sockets), "cannot put on the seccomp filter");
}

int main(int argc, char **argv)
{
	struct options options = { BOOT_OBJECT, STATE, CORDON_SYSFS_ROOT };
	static struct daemon daemon;
	struct account account;
	const char *what;
	int r;

	parse_options(argc, argv, &options);
	umask(0027);
	log_open();
	notify_open();
	if (geteuid() != 0)
		log_fatal(EPERM,
			  "start it as root: it attaches the backend and then gives up what it does not need");
	r = privilege_find_account(&account, &what);
	if (r < 0)
		log_fatal(-r, "%s: `systemd-sysusers` makes both, or adduser --system --group %s",
			  what, ACCOUNT_NAME);

	daemon.boot_object = options.boot_object;
	find_kernel(&daemon, options.sysfs);
	give_nodes(&daemon, &account);
	r = state_create(options.state, &account, &what);
	if (r < 0)
		log_fatal(-r, "%s: cannot make %s: %s", options.state, what,
			  strerror(-r));
	open_audit(&daemon);
	open_loop(&daemon);
	drop_privileges(&account);
	open_state(&daemon, options.state);
	confine(&daemon);

	/* Before the policy: it must not refuse the resolvers of programs. */
	r = resolvers_update(&daemon.resolvers);
	if (r < 0)
		log_fatal(-r, "cannot tell the kernel the resolvers");
	inbox_begin(&daemon);
	must(loop_run(&daemon.loop), "cannot wait for events");

	log_notice("ends; the kernel goes on as it is");
	notify_send("STOPPING=1");
	return EXIT_OK;
}
