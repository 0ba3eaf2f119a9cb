/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Cordon selftests - common: sysfs, capabilities, files, processes
 *
 * Helpers return 0 or -errno and never use the harness's macros, so that a
 * child made by fork() can call them too.
 */
#ifndef _CORDON_SELFTEST_COMMON_H
#define _CORDON_SELFTEST_COMMON_H

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <linux/capability.h>
#include <linux/types.h>
#include <sched.h>
#include <signal.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/types.h>
#include <sys/uio.h>
#include <sys/wait.h>
#include <unistd.h>

#include "kselftest_harness.h"

#define SYSFS		"/sys/kernel/cordon/"
#define NODE_MAX	4096

/* What the program `harmless` exits with: proof that it ran. */
#define HARMLESS_STATUS	42
/* A uid that owns nothing. */
#define NOBODY		65534

/*
 * Stands for the harness's main(): @missing says what a run of the whole
 * program lacks, or is NULL. Without Cordon there is nothing to test, which is
 * no failure.
 */
static inline int cordon_test_main(const char *missing, int argc, char **argv)
{
	if (missing) {
		ksft_print_header();
		ksft_exit_skip("%s\n", missing);
	}
	return test_harness_run(argc, argv);
}

static inline __u32 get_le32(const unsigned char *p)
{
	return p[0] | p[1] << 8 | p[2] << 16 | (__u32)p[3] << 24;
}

static inline void put_le32(unsigned char *p, __u32 value)
{
	p[0] = value;
	p[1] = value >> 8;
	p[2] = value >> 16;
	p[3] = value >> 24;
}

/* Reads a node of Cordon's sysfs directory: its length, or -errno. */
static inline ssize_t node_read_raw(const char *node, void *buf, size_t size)
{
	char path[PATH_MAX];
	size_t length = 0;
	ssize_t got;
	int fd;

	snprintf(path, sizeof(path), SYSFS "%s", node);
	fd = open(path, O_RDONLY | O_CLOEXEC);
	if (fd < 0)
		return -errno;
	do {
		got = read(fd, (char *)buf + length, size - length);
		if (got < 0) {
			got = -errno;
			close(fd);
			return got;
		}
		length += got;
	} while (got > 0 && length < size);
	close(fd);
	return length;
}

/* Reads a text node, without its last newline; "" if it cannot be read. */
static inline const char *node_read(const char *node, char *text, size_t size)
{
	ssize_t length = node_read_raw(node, text, size - 1);

	if (length < 0)
		length = 0;
	if (length > 0 && text[length - 1] == '\n')
		length--;
	text[length] = '\0';
	return text;
}

static inline bool node_is(const char *node, const char *want)
{
	char text[NODE_MAX];

	return strcmp(node_read(node, text, sizeof(text)), want) == 0;
}

static inline __u64 node_number(const char *node)
{
	char text[64];

	return strtoull(node_read(node, text, sizeof(text)), NULL, 10);
}

static inline __u64 counter(const char *name)
{
	char node[64];

	snprintf(node, sizeof(node), "stats/%s", name);
	return node_number(node);
}

/* Writes @size bytes at @offset with one write: 0, or -errno. */
static inline int write_at(const char *path, const void *data, size_t size,
			   off_t offset)
{
	int fd = open(path, O_WRONLY | O_CLOEXEC);
	ssize_t put;
	int err = 0;

	if (fd < 0)
		return -errno;
	/* Not every file of /proc knows pwrite(). */
	put = offset ? pwrite(fd, data, size, offset) : write(fd, data, size);
	if (put < 0)
		err = -errno;
	else if ((size_t)put != size)
		err = -EIO;
	close(fd);
	return err;
}

static inline int node_write(const char *node, const char *text)
{
	char path[PATH_MAX];

	snprintf(path, sizeof(path), SYSFS "%s", node);
	return write_at(path, text, strlen(text), 0);
}

/* NULL if Cordon is there and enforces, else what is missing. */
static inline const char *cordon_not_enforcing(void)
{
	if (access(SYSFS "mode", F_OK))
		return "Cordon is not there: no " SYSFS "mode";
	if (!node_is("mode", "enforce"))
		return "Cordon does not enforce: see " SYSFS "mode";
	return NULL;
}

static inline bool has_cap(int cap)
{
	struct __user_cap_header_struct header = {
		.version = _LINUX_CAPABILITY_VERSION_3,
	};
	struct __user_cap_data_struct data[2];

	if (syscall(SYS_capget, &header, data))
		return false;
	return data[CAP_TO_INDEX(cap)].effective & CAP_TO_MASK(cap);
}

static inline int drop_cap(int cap)
{
	struct __user_cap_header_struct header = {
		.version = _LINUX_CAPABILITY_VERSION_3,
	};
	struct __user_cap_data_struct data[2];

	if (syscall(SYS_capget, &header, data))
		return -errno;
	data[CAP_TO_INDEX(cap)].effective &= ~CAP_TO_MASK(cap);
	data[CAP_TO_INDEX(cap)].permitted &= ~CAP_TO_MASK(cap);
	data[CAP_TO_INDEX(cap)].inheritable &= ~CAP_TO_MASK(cap);
	if (syscall(SYS_capset, &header, data))
		return -errno;
	return 0;
}

/* NULL for root with its capabilities and an enforcing Cordon. */
static inline const char *cordon_not_enforcing_or_not_root(void)
{
	const char *why = cordon_not_enforcing();

	if (why)
		return why;
	if (geteuid() || !has_cap(CAP_SYS_ADMIN) || !has_cap(CAP_MAC_ADMIN))
		return "needs root with CAP_SYS_ADMIN and CAP_MAC_ADMIN";
	return NULL;
}

/* Becomes an ordinary user who still may write to its own /proc/self. */
static inline int become_nobody(void)
{
	if (geteuid())
		return 0;
	if (setresgid(NOBODY, NOBODY, NOBODY) ||
	    setresuid(NOBODY, NOBODY, NOBODY) || prctl(PR_SET_DUMPABLE, 1))
		return -errno;
	return 0;
}

/* The path of a file that lies beside the test program. */
static inline const char *beside(const char *name, char *path, size_t size)
{
	char self[PATH_MAX];
	ssize_t length = readlink("/proc/self/exe", self, sizeof(self) - 1);
	char *slash;

	if (length < 0)
		length = 0;
	self[length] = '\0';
	slash = strrchr(self, '/');
	if (slash)
		*slash = '\0';
	if ((size_t)snprintf(path, size, "%s/%s", self, name) >= size)
		path[0] = '\0';
	return path;
}

/* The whole file in memory from malloc(), or NULL. */
static inline void *file_load(const char *path, size_t *size)
{
	struct stat st;
	char *data = NULL;
	int fd = open(path, O_RDONLY | O_CLOEXEC);

	*size = 0;
	if (fd < 0)
		return NULL;
	if (!fstat(fd, &st))
		data = malloc(st.st_size + 1);
	if (data && read(fd, data, st.st_size) != st.st_size) {
		free(data);
		data = NULL;
	}
	close(fd);
	if (data) {
		data[st.st_size] = '\0';
		*size = st.st_size;
	}
	return data;
}

static inline int file_make(const char *path, const void *data, size_t size,
			    mode_t mode)
{
	int fd = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, mode);
	int err = 0;

	if (fd < 0)
		return -errno;
	if (write(fd, data, size) != (ssize_t)size)
		err = -EIO;
	if (!err && fchmod(fd, mode))
		err = -errno;
	close(fd);
	return err;
}

static inline int file_text(const char *path, const char *text, mode_t mode)
{
	return file_make(path, text, strlen(text), mode);
}

/* A runnable copy of `harmless` at @path. */
static inline int copy_harmless(const char *path)
{
	char from[PATH_MAX];
	size_t size;
	void *data = file_load(beside("harmless", from, sizeof(from)), &size);
	int err;

	if (!data)
		return -ENOENT;
	err = file_make(path, data, size, 0755);
	free(data);
	return err;
}

/* A directory of its own in which @path can be executed. */
static inline int make_workdir(char *path, size_t size)
{
	const char *tmp = getenv("TMPDIR");

	snprintf(path, size, "%s/cordon-selftest-XXXXXX", tmp ?: "/tmp");
	if (!mkdtemp(path))
		return -errno;
	if (chmod(path, 0755) || chdir(path))
		return -errno;
	return 0;
}

static inline void remove_workdir(const char *path)
{
	pid_t pid;

	if (!path[0] || chdir("/"))
		return;
	pid = fork();
	if (!pid) {
		execlp("rm", "rm", "-rf", "--", path, NULL);
		_exit(127);
	}
	if (pid > 0)
		waitpid(pid, NULL, 0);
}

/* What a child does that execs: how it gave up, or nothing at all. */
typedef int (*exec_fn)(const char *path);

static inline int by_execve(const char *path)
{
	char *const argv[] = { (char *)path, NULL };
	char *const envp[] = { NULL };

	execve(path, argv, envp);
	return -errno;
}

/*
 * Runs @fn in a child: 0 if `harmless` ran to its end, the errno of a refused
 * exec, -1 if something else happened. Says what ran, not what was asked for.
 */
static inline int try_exec_by(exec_fn fn, const char *path)
{
	int report[2], status, err = 0;
	ssize_t got;
	pid_t pid;

	if (pipe2(report, O_CLOEXEC))
		return -1;
	pid = fork();
	if (pid < 0) {
		close(report[0]);
		close(report[1]);
		return -1;
	}
	if (!pid) {
		err = fn(path);
		if (write(report[1], &err, sizeof(err)) != sizeof(err))
			_exit(126);
		_exit(127);
	}
	close(report[1]);
	got = read(report[0], &err, sizeof(err));
	close(report[0]);
	if (waitpid(pid, &status, 0) != pid)
		return -1;
	if (got == sizeof(err))
		return err < 0 ? -err : -1;
	if (WIFEXITED(status) && WEXITSTATUS(status) == HARMLESS_STATUS)
		return 0;
	return -1;
}

static inline int try_exec(const char *path)
{
	return try_exec_by(by_execve, path);
}

/* Runs @fn in a child of its own and hands back what it returned. */
static inline int in_child(int (*fn)(void *), void *data)
{
	int report[2], result = -ECHILD;
	pid_t pid;

	if (pipe2(report, O_CLOEXEC))
		return -errno;
	pid = fork();
	if (pid < 0)
		return -errno;
	if (!pid) {
		result = fn(data);
		if (write(report[1], &result, sizeof(result)) < 0)
			_exit(1);
		_exit(0);
	}
	close(report[1]);
	if (read(report[0], &result, sizeof(result)) != sizeof(result))
		result = -ECHILD;
	close(report[0]);
	waitpid(pid, NULL, 0);
	return result;
}

static inline int send_fd(int channel, int fd)
{
	char byte = 0, control[CMSG_SPACE(sizeof(int))] = "";
	struct iovec iov = { .iov_base = &byte, .iov_len = 1 };
	struct msghdr msg = {
		.msg_iov = &iov,
		.msg_iovlen = 1,
		.msg_control = control,
		.msg_controllen = sizeof(control),
	};
	struct cmsghdr *cmsg = CMSG_FIRSTHDR(&msg);

	cmsg->cmsg_level = SOL_SOCKET;
	cmsg->cmsg_type = SCM_RIGHTS;
	cmsg->cmsg_len = CMSG_LEN(sizeof(int));
	memcpy(CMSG_DATA(cmsg), &fd, sizeof(fd));
	return sendmsg(channel, &msg, 0) == 1 ? 0 : -errno;
}

static inline int receive_fd(int channel)
{
	char byte, control[CMSG_SPACE(sizeof(int))] = "";
	struct iovec iov = { .iov_base = &byte, .iov_len = 1 };
	struct msghdr msg = {
		.msg_iov = &iov,
		.msg_iovlen = 1,
		.msg_control = control,
		.msg_controllen = sizeof(control),
	};
	struct cmsghdr *cmsg;
	int fd;

	if (recvmsg(channel, &msg, 0) != 1)
		return -errno;
	cmsg = CMSG_FIRSTHDR(&msg);
	if (!cmsg || cmsg->cmsg_type != SCM_RIGHTS)
		return -ENOMSG;
	memcpy(&fd, CMSG_DATA(cmsg), sizeof(fd));
	return fd;
}

#endif /* _CORDON_SELFTEST_COMMON_H */
