// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * cordond - seccomp: which system calls are left
 *
 * Put on once everything is open: what the event loop needs is allowed and all
 * else kills the process, which systemd then starts again; the kernel goes on
 * refusing meanwhile. No new socket, no exec, no new process, no ptrace, no
 * memory that can be run, no other capability or user. Only a socket that could not
 * be had may be made later, by exactly the calls that make it.
 */
#include <errno.h>
#include <fcntl.h>
#include <linux/netlink.h>
#include <seccomp.h>
#include <sys/mman.h>
#include <sys/socket.h>

#include "cordond/seccomp.h"
#include "engine/port.h"

/*
 * Of pairs such as readlink and readlinkat an architecture may have only the
 * newer, as arm64; the other then stands for a number that no call has.
 */
static const int allowed[] = {
	/* files below our directories, and nodes of sysfs */
	SCMP_SYS(openat), SCMP_SYS(openat2), SCMP_SYS(close), SCMP_SYS(read),
	SCMP_SYS(write), SCMP_SYS(writev), SCMP_SYS(lseek), SCMP_SYS(fstat),
	SCMP_SYS(newfstatat), SCMP_SYS(getdents64), SCMP_SYS(readlink),
	SCMP_SYS(readlinkat), SCMP_SYS(renameat), SCMP_SYS(renameat2),
	SCMP_SYS(unlinkat), SCMP_SYS(fsync), SCMP_SYS(faccessat),
	SCMP_SYS(faccessat2),
	/* the event loop, and a pause where it cannot wait */
	SCMP_SYS(poll), SCMP_SYS(ppoll), SCMP_SYS(restart_syscall),
	SCMP_SYS(clock_nanosleep),
	/* made by the user that it then counts for */
	SCMP_SYS(inotify_init1), SCMP_SYS(inotify_add_watch),
	/* memory; mmap and mprotect are below */
	SCMP_SYS(brk), SCMP_SYS(munmap), SCMP_SYS(mremap), SCMP_SYS(madvise),
	SCMP_SYS(getrandom),
	/* time */
	SCMP_SYS(clock_gettime), SCMP_SYS(gettimeofday),
	/* the end, and abort() on the way to it */
	SCMP_SYS(exit), SCMP_SYS(exit_group), SCMP_SYS(rt_sigreturn),
	SCMP_SYS(rt_sigprocmask), SCMP_SYS(rt_sigaction), SCMP_SYS(getpid),
	SCMP_SYS(gettid), SCMP_SYS(tgkill), SCMP_SYS(futex),
};

static int allow_all(scmp_filter_ctx filter)
{
	size_t i;

	for (i = 0; i < ARRAY_SIZE(allowed); i++) {
		int r = seccomp_rule_add(filter, SCMP_ACT_ALLOW, allowed[i], 0);

		if (r < 0)
			return r;
	}
	return 0;
}

/* Memory may be mapped and protected, but never to be run. */
static int allow_memory(scmp_filter_ctx filter)
{
	const struct scmp_arg_cmp not_exec =
		SCMP_A2(SCMP_CMP_MASKED_EQ, PROT_EXEC, 0);
	int r;

	r = seccomp_rule_add(filter, SCMP_ACT_ALLOW, SCMP_SYS(mmap), 1,
			     not_exec);
	if (r < 0)
		return r;
	return seccomp_rule_add(filter, SCMP_ACT_ALLOW, SCMP_SYS(mprotect), 1,
				not_exec);
}

static int allow_on(scmp_filter_ctx filter, int call, int fd)
{
	if (fd < 0)
		return 0;
	return seccomp_rule_add(filter, SCMP_ACT_ALLOW, call, 1,
				SCMP_A0(SCMP_CMP_EQ, (unsigned int)fd, 0));
}

/* A socket of one kind, and on whatever descriptor it gets these calls. */
static int allow_later(scmp_filter_ctx filter, int family, int type,
		       int protocol, const int *calls, size_t count)
{
	size_t i;
	int r;

	r = seccomp_rule_add(filter, SCMP_ACT_ALLOW, SCMP_SYS(socket), 3,
			     SCMP_A0(SCMP_CMP_EQ, (unsigned int)family, 0),
			     SCMP_A1(SCMP_CMP_EQ, (unsigned int)type, 0),
			     SCMP_A2(SCMP_CMP_EQ, (unsigned int)protocol, 0));
	for (i = 0; r == 0 && i < count; i++)
		r = seccomp_rule_add(filter, SCMP_ACT_ALLOW, calls[i], 0);
	return r;
}

static int allow_audit_later(scmp_filter_ctx filter)
{
	static const int calls[] = {
		SCMP_SYS(setsockopt), SCMP_SYS(bind), SCMP_SYS(recvmsg),
	};

	return allow_later(filter, AF_NETLINK,
			   SOCK_RAW | SOCK_CLOEXEC | SOCK_NONBLOCK,
			   NETLINK_AUDIT, calls, ARRAY_SIZE(calls));
}

static int allow_probe_later(scmp_filter_ctx filter)
{
	static const int calls[] = { SCMP_SYS(connect) };

	return allow_later(filter, AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0, calls,
			   ARRAY_SIZE(calls));
}

static int allow_sockets(scmp_filter_ctx filter,
			 const struct seccomp_sockets *sockets)
{
	int r = allow_on(filter, SCMP_SYS(sendto), sockets->notify);

	if (r == 0)
		r = allow_on(filter, SCMP_SYS(recvmsg), sockets->audit);
	if (r == 0)	/* to join the stream */
		r = allow_on(filter, SCMP_SYS(setsockopt), sockets->audit);
	if (r == 0)
		r = allow_on(filter, SCMP_SYS(connect), sockets->probe);
	if (r == 0 && sockets->audit_later)
		r = allow_audit_later(filter);
	if (r == 0 && sockets->probe_later)
		r = allow_probe_later(filter);
	return r;
}

static int fill(scmp_filter_ctx filter, const struct seccomp_sockets *sockets)
{
	int r;

	/* A call by another architecture's numbers would mean another call. */
	r = seccomp_attr_set(filter, SCMP_FLTATR_ACT_BADARCH,
			     SCMP_ACT_KILL_PROCESS);
	/* Let the audit stream tell which call it was. */
	if (r == 0)
		r = seccomp_attr_set(filter, SCMP_FLTATR_CTL_LOG, 1);
	if (r == 0)
		r = allow_all(filter);
	if (r == 0)
		r = allow_memory(filter);
	if (r == 0)
		r = allow_sockets(filter, sockets);
	/* fdopendir() asks how a descriptor was opened, and makes it close-on-exec. */
	if (r == 0)
		r = seccomp_rule_add(filter, SCMP_ACT_ALLOW, SCMP_SYS(fcntl), 1,
				     SCMP_A1(SCMP_CMP_EQ, F_GETFL, 0));
	if (r == 0)
		r = seccomp_rule_add(filter, SCMP_ACT_ALLOW, SCMP_SYS(fcntl), 1,
				     SCMP_A1(SCMP_CMP_EQ, F_SETFD, 0));
	return r;
}

/**
 * seccomp_confine() - leave only the system calls that the event loop needs
 * @sockets: the sockets that are open
 *
 * For good. Needs no_new_privs, which privilege_drop() sets.
 *
 * Return: 0 or -errno.
 */
int seccomp_confine(const struct seccomp_sockets *sockets)
{
	scmp_filter_ctx filter = seccomp_init(SCMP_ACT_KILL_PROCESS);
	int r;

	if (!filter)
		return -ENOMEM;
	r = fill(filter, sockets);
	if (r == 0)
		r = seccomp_load(filter);
	seccomp_release(filter);
	return r;
}
