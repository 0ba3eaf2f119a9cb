// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * What cordond is left with: user, capabilities, system calls
 *
 * Each test runs in a process of its own, which gives its rights up for good.
 * privilege_test.sh compiles it with libcap and libseccomp. Needs root.
 */
#include <fcntl.h>
#include <grp.h>
#include <linux/netlink.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/capability.h>
#include <sys/inotify.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/ptrace.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <time.h>

#include "cordond/privilege.h"
#include "cordond/seccomp.h"
#include "engine/port.h"
#include "kselftest_harness.h"

/* Any account but root's will do, it need not exist. */
static const struct account account = { .uid = 64990, .gid = 64991 };

static const struct seccomp_sockets none = { -1, -1, -1, false, false };

static void give_up(struct __test_metadata *_metadata)
{
	const char *what = "";

	ASSERT_EQ(0, privilege_drop(&account, &what))
		TH_LOG("%s", what);
	ASSERT_EQ(0, privilege_verify(&account, &what))
		TH_LOG("%s", what);
}

TEST(gives_up)
{
	const char *what;

	ASSERT_EQ(-EPERM, privilege_verify(&account, &what));
	EXPECT_STREQ("the user is not cordon", what);
	give_up(_metadata);
	EXPECT_EQ(account.uid, getuid());
	EXPECT_EQ(account.gid, getgid());
}

/* Who was started without the right to read the audit stream does without. */
TEST(gives_up_without_audit)
{
	const struct account poor = { 64990, 64991, true };
	const cap_value_t wanted = CAP_AUDIT_READ;
	const char *what = "";
	cap_t caps;

	ASSERT_EQ(0, privilege_drop(&poor, &what))
		TH_LOG("%s", what);
	ASSERT_EQ(0, privilege_verify(&poor, &what))
		TH_LOG("%s", what);
	ASSERT_EQ(-EPERM, privilege_verify(&account, &what));
	EXPECT_STREQ("the permitted set is not CAP_MAC_ADMIN and CAP_AUDIT_READ",
		     what);
	caps = cap_get_proc();
	ASSERT_NE(NULL, caps);
	cap_set_flag(caps, CAP_PERMITTED, 1, &wanted, CAP_SET);
	EXPECT_EQ(-1, cap_set_proc(caps));
	cap_free(caps);
}

/* The way back is closed: no uid, no capability, no unlocked securebit. */
TEST(no_way_back)
{
	const cap_value_t wanted = CAP_SYS_ADMIN;
	cap_t caps;

	give_up(_metadata);
	EXPECT_EQ(-1, setresuid(0, 0, 0));
	EXPECT_EQ(-1, setresgid(0, 0, 0));
	EXPECT_EQ(-1, setgroups(0, NULL));
	EXPECT_EQ(-1, prctl(PR_SET_SECUREBITS, 0, 0, 0, 0));
	EXPECT_EQ(-1, prctl(PR_SET_KEEPCAPS, 1, 0, 0, 0));
	EXPECT_EQ(-1, prctl(PR_CAP_AMBIENT, PR_CAP_AMBIENT_RAISE, CAP_MAC_ADMIN,
			    0, 0));
	caps = cap_get_proc();
	ASSERT_NE(NULL, caps);
	cap_set_flag(caps, CAP_PERMITTED, 1, &wanted, CAP_SET);
	cap_set_flag(caps, CAP_EFFECTIVE, 1, &wanted, CAP_SET);
	EXPECT_EQ(-1, cap_set_proc(caps));
	cap_free(caps);
}

/* Each thing that verify promises is looked at: spoil one, and it says which. */
static void spoil_nothing(void)
{
}

static void spoil_dumpable(void)
{
	prctl(PR_SET_DUMPABLE, 1, 0, 0, 0);
}

static void set_caps(const cap_value_t *list, int count, bool inherit)
{
	cap_t caps = cap_init();

	cap_set_flag(caps, CAP_PERMITTED, count, list, CAP_SET);
	cap_set_flag(caps, CAP_EFFECTIVE, count, list, CAP_SET);
	if (inherit)
		cap_set_flag(caps, CAP_INHERITABLE, count, list, CAP_SET);
	cap_set_proc(caps);
	cap_free(caps);
}

static void spoil_effective(void)
{
	static const cap_value_t one[] = { CAP_MAC_ADMIN };

	set_caps(one, 1, false);
}

static void spoil_inheritable(void)
{
	static const cap_value_t both[] = { CAP_MAC_ADMIN, CAP_AUDIT_READ };

	set_caps(both, 2, true);
}

TEST(verify_looks)
{
	static const struct {
		void (*spoil)(void);
		struct account account;
		const char *what;
	} cases[] = {
		{ spoil_nothing, { 64989, 64991, false },
		  "the user is not cordon" },
		{ spoil_nothing, { 64990, 64989, false },
		  "the group is not cordon" },
		{ spoil_dumpable, { 64990, 64991, false },
		  "the process is dumpable" },
		{ spoil_effective, { 64990, 64991, false },
		  "the permitted set is not CAP_MAC_ADMIN and CAP_AUDIT_READ" },
		{ spoil_inheritable, { 64990, 64991, false },
		  "the inheritable set is not empty" },
	};
	size_t i;

	for (i = 0; i < ARRAY_SIZE(cases); i++) {
		pid_t child = fork();
		int status;

		ASSERT_LE(0, child);
		if (child == 0) {
			const char *what = "";

			if (privilege_drop(&account, &what) < 0)
				_exit(1);
			cases[i].spoil();
			if (privilege_verify(&cases[i].account, &what) != -EPERM)
				_exit(2);
			if (strcmp(what, cases[i].what))
				_exit(3);
			_exit(0);
		}
		ASSERT_EQ(child, waitpid(child, &status, 0));
		EXPECT_TRUE(WIFEXITED(status));
		EXPECT_EQ(0, WEXITSTATUS(status))
			TH_LOG("%s", cases[i].what);
	}
}

/* Supplementary groups are not inherited from whoever started us. */
TEST(groups)
{
	const gid_t many[] = { 0, 1, 2, 3 };
	gid_t left[8];

	ASSERT_EQ(0, setgroups(4, many));
	give_up(_metadata);
	ASSERT_EQ(1, getgroups(8, left));
	EXPECT_EQ(account.gid, left[0]);
}

static void confine(struct __test_metadata *_metadata,
		    const struct seccomp_sockets *sockets)
{
	give_up(_metadata);
	ASSERT_EQ(0, seccomp_confine(sockets));
}

/* What the event loop does goes on. */
TEST(loop_calls)
{
	const struct timespec short_while = { .tv_nsec = 1 };
	struct pollfd polled = { .events = POLLIN };
	struct stat status;
	char target[64];
	void *memory;
	int notify;
	int fd;

	confine(_metadata, &none);
	notify = inotify_init1(IN_NONBLOCK | IN_CLOEXEC);
	EXPECT_LE(0, notify);
	EXPECT_LE(0, inotify_add_watch(notify, "/proc", IN_MOVED_TO));
	polled.fd = notify;
	EXPECT_EQ(0, poll(&polled, 1, 0));
	EXPECT_EQ(0, clock_nanosleep(CLOCK_MONOTONIC, 0, &short_while, NULL));
	fd = open("/proc/self/status", O_RDONLY);
	EXPECT_LE(0, fd);
	EXPECT_EQ(0, fstat(fd, &status));
	EXPECT_EQ(0, lseek(fd, 0, SEEK_SET));
	close(fd);
	EXPECT_EQ(0, fstatat(AT_FDCWD, "/proc", &status, AT_SYMLINK_NOFOLLOW));
	EXPECT_LT(0, readlink("/proc/self", target, sizeof(target)));
	EXPECT_EQ(-1, faccessat(AT_FDCWD, "/proc", W_OK, 0));
	EXPECT_EQ(-1, renameat(AT_FDCWD, "/no/such", AT_FDCWD, "/no/thing"));
	EXPECT_EQ(-1, unlinkat(AT_FDCWD, "/no/such", 0));
	memory = malloc(10 << 20);
	EXPECT_NE(NULL, memory);
	free(memory);
	memory = mmap(NULL, 4096, PROT_READ | PROT_WRITE,
		      MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	EXPECT_NE(MAP_FAILED, memory);
	EXPECT_EQ(0, mprotect(memory, 4096, PROT_READ));
	_exit(_metadata->exit_code);
}

/* What could not be opened at the start may be later, and is used then. */
TEST(sockets_later)
{
	const struct seccomp_sockets later = { -1, -1, -1, true, true };
	struct sockaddr_in nobody = { .sin_family = AF_INET, .sin_port = 1 };
	struct sockaddr_nl address = { .nl_family = AF_NETLINK };
	struct msghdr message = { 0 };
	int audit, probe;

	confine(_metadata, &later);
	probe = socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0);
	EXPECT_LE(0, probe);
	/* Whether there is a route does not matter. */
	connect(probe, (struct sockaddr *)&nobody, sizeof(nobody));
	/* A kernel need not have audit, nor let us join: it is asked. */
	audit = socket(AF_NETLINK, SOCK_RAW | SOCK_CLOEXEC | SOCK_NONBLOCK,
		       NETLINK_AUDIT);
	bind(audit, (struct sockaddr *)&address, sizeof(address));
	setsockopt(audit, SOL_SOCKET, SO_RCVBUF, &audit, sizeof(audit));
	EXPECT_EQ(-1, recvmsg(audit, &message, 0));
	_exit(_metadata->exit_code);
}

/* A socket that was announced may be used, for what it was announced for. */
TEST(sockets)
{
	struct seccomp_sockets sockets = none;
	char byte = 'x';
	int pair[2];

	ASSERT_EQ(0, socketpair(AF_UNIX, SOCK_DGRAM, 0, pair));
	sockets.notify = pair[0];
	sockets.audit = pair[1];
	confine(_metadata, &sockets);
	EXPECT_EQ(1, sendto(pair[0], &byte, 1, 0, NULL, 0));
	EXPECT_EQ(0, setsockopt(pair[1], SOL_SOCKET, SO_RCVBUF,
				&(int){ 65536 }, sizeof(int)));
	EXPECT_EQ(1, recvmsg(pair[1], &(struct msghdr){
		.msg_iov = &(struct iovec){ &byte, 1 }, .msg_iovlen = 1 }, 0));
	_exit(_metadata->exit_code);
}

/* Calls that end the process, by SIGSYS and nothing else. */
static const struct forbidden {
	const char *what;
	long number;
	long argument[6];
} forbidden[] = {
	{ "execve", SYS_execve },
	{ "execveat", SYS_execveat, { -1 } },
	{ "fork", SYS_clone, { SIGCHLD } },
	{ "clone3", SYS_clone3 },
	{ "ptrace", SYS_ptrace, { PTRACE_TRACEME } },
	{ "process_vm_writev", SYS_process_vm_writev, { 1 } },
	{ "socket", SYS_socket, { AF_INET, SOCK_STREAM } },
	{ "socket, local", SYS_socket, { AF_UNIX, SOCK_STREAM } },
	{ "socket, the probe's kind", SYS_socket,
	  { AF_INET, SOCK_DGRAM | SOCK_CLOEXEC } },
	{ "bind", SYS_bind, { 0 } },
	{ "epoll_create1", SYS_epoll_create1, { 0 } },
	{ "mkdirat", SYS_mkdirat, { -1 } },
	{ "connect, not the probe's", SYS_connect, { 0 } },
	{ "sendto, not the manager's", SYS_sendto, { 0 } },
	{ "recvmsg, not the audit's", SYS_recvmsg, { 0 } },
	{ "setsockopt, not the audit's", SYS_setsockopt, { 0 } },
	{ "mmap to run", SYS_mmap, { 0, 4096, PROT_READ | PROT_EXEC,
				     MAP_PRIVATE | MAP_ANONYMOUS, -1 } },
	{ "mprotect to run", SYS_mprotect, { 0, 0, PROT_EXEC } },
	{ "pkey_mprotect", SYS_pkey_mprotect, { 0, 0, PROT_READ, -1 } },
	{ "memfd_create", SYS_memfd_create },
	{ "setresuid", SYS_setresuid, { 0 } },
	{ "capset", SYS_capset },
	{ "prctl", SYS_prctl, { PR_SET_DUMPABLE, 1 } },
	{ "kill", SYS_kill, { 1, 0 } },
	{ "bpf", SYS_bpf },
	{ "mount", SYS_mount },
	{ "unshare", SYS_unshare },
	{ "io_uring_setup", SYS_io_uring_setup },
	{ "fchmodat", SYS_fchmodat, { -1 } },
	{ "fchownat", SYS_fchownat, { -1 } },
	{ "fcntl to duplicate", SYS_fcntl, { 0, F_DUPFD, 10 } },
	{ "finit_module", SYS_finit_module, { -1 } },
#ifdef __x86_64__
	{ "a call by x32's number", 0x40000000 | SYS_getpid },
#endif
};

static void expect_killed(struct __test_metadata *_metadata,
			  const struct forbidden *list, size_t count,
			  const struct seccomp_sockets *sockets)
{
	size_t i;

	for (i = 0; i < count; i++) {
		const long *a = list[i].argument;
		pid_t child = fork();
		const char *what;
		int status;

		ASSERT_LE(0, child);
		if (child == 0) {
			if (privilege_drop(&account, &what) < 0 ||
			    seccomp_confine(sockets) < 0)
				_exit(1);
			syscall(list[i].number, a[0], a[1], a[2], a[3], a[4],
				a[5]);
			_exit(2);
		}
		ASSERT_EQ(child, waitpid(child, &status, 0));
		EXPECT_TRUE(WIFSIGNALED(status) && WTERMSIG(status) == SIGSYS)
			TH_LOG("%s: status 0x%x", list[i].what, status);
	}
}

TEST(forbidden_calls)
{
	expect_killed(_metadata, forbidden, ARRAY_SIZE(forbidden), &none);
}

/* Where one socket may be made later, no other kind may. */
TEST(forbidden_sockets)
{
	static const struct forbidden sockets[] = {
		{ "a stream", SYS_socket, { AF_INET, SOCK_STREAM | SOCK_CLOEXEC } },
		{ "not closed by exec", SYS_socket, { AF_INET, SOCK_DGRAM } },
		{ "IPv6", SYS_socket, { AF_INET6, SOCK_DGRAM | SOCK_CLOEXEC } },
		{ "raw", SYS_socket, { AF_INET, SOCK_RAW | SOCK_CLOEXEC, 1 } },
		{ "routes", SYS_socket,
		  { AF_NETLINK, SOCK_RAW | SOCK_CLOEXEC | SOCK_NONBLOCK,
		    NETLINK_ROUTE } },
		{ "sendto", SYS_sendto, { 0 } },
	};
	static const struct forbidden audit[] = {
		{ "audit, for a probe", SYS_socket,
		  { AF_NETLINK, SOCK_RAW | SOCK_CLOEXEC | SOCK_NONBLOCK,
		    NETLINK_AUDIT } },
		{ "bind", SYS_bind, { 0 } },
		{ "recvmsg", SYS_recvmsg, { 0 } },
	};
	static const struct seccomp_sockets both = { -1, -1, -1, true, true };
	static const struct seccomp_sockets probe = { -1, -1, -1, false, true };

	expect_killed(_metadata, sockets, ARRAY_SIZE(sockets), &both);
	expect_killed(_metadata, audit, ARRAY_SIZE(audit), &probe);
}

int main(int argc, char **argv)
{
	if (geteuid() != 0) {
		puts("1..0 # SKIP giving up root's rights needs root");
		return KSFT_SKIP;
	}
	return test_harness_run(argc, argv);
}
