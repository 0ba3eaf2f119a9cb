// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Cordon benchmarks - guest_bench: what execs and connects cost, in the guest
 *
 * usage: guest_bench PHASE BLOCKS [OPERATION...]	times the operations
 *	  guest_bench canary			says "refused" or "open"
 *	  guest_bench confinement		says who confines it
 *
 * Prints "bench PHASE OPERATION ROUNDS NANOSECONDS" for each block. Under
 * `qemu -icount shift=0` a nanosecond is an instruction.
 */
#include <err.h>
#include <errno.h>
#include <fcntl.h>
#include <spawn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "guest_bench.h"

#define TINY	"./guest_tiny"

/* Addresses of real networks are used: nowhere but in the guest. */
static void check_guest(void)
{
	char line[4096] = "";
	int fd = open("/proc/cmdline", O_RDONLY | O_CLOEXEC);

	if (fd < 0 || read(fd, line, sizeof(line) - 1) < 0)
		err(1, "/proc/cmdline");
	close(fd);
	if (access("/etc/cordon-guest", F_OK) || !strstr(line, "cordon.guest"))
		errx(1, "this is not the guest");
}

static void await(pid_t pid)
{
	int status;

	if (waitpid(pid, &status, 0) != pid)
		err(1, "waitpid");
	if (!WIFEXITED(status) || WEXITSTATUS(status))
		errx(1, "the child did not run: status %#x", (unsigned int)status);
}

/* The name of the profile that this program runs under. */
static void print_confinement(void)
{
	char text[256] = "";
	int fd = open("/proc/self/attr/current", O_RDONLY | O_CLOEXEC);

	if (fd < 0 || read(fd, text, sizeof(text) - 1) < 0)
		err(1, "/proc/self/attr/current");
	close(fd);
	fputs(text, stdout);
}

static __u64 spawn(const char *path, unsigned int rounds)
{
	char name[] = "program";
	char *const argv[] = { name, NULL };
	__u64 begin = now_ns();
	pid_t pid;

	while (rounds--) {
		errno = posix_spawn(&pid, path, NULL, NULL, argv, environ);
		if (errno)
			err(1, "%s", path);
		await(pid);
	}
	return now_ns() - begin;
}

static __u64 exec_spawn(unsigned int rounds)
{
	return spawn(TINY, rounds);
}

/* A program of the system, with its loader and its C library. */
static __u64 exec_dynamic(unsigned int rounds)
{
	return spawn("/usr/bin/true", rounds);
}

static __u64 exec_fork(unsigned int rounds)
{
	__u64 begin = now_ns();
	pid_t pid;

	while (rounds--) {
		pid = fork();
		if (pid < 0)
			err(1, "fork");
		if (!pid) {
			execl(TINY, TINY, NULL);
			_exit(127);
		}
		await(pid);
	}
	return now_ns() - begin;
}

static const struct operation operations[] = {
	{ "exec-spawn", 96, exec_spawn },
	{ "exec-fork", 64, exec_fork },
	{ "exec-dynamic", 24, exec_dynamic },
	{ "tcp-loopback", 512, connect_loopback },
	{ "tcp-internet", 512, connect_internet },
	{ "dns", 512, ask_dns },
	{ "tcp-learned", 512, connect_learned },
	{ "tcp-loopback-call", 512, connect_loopback_alone },
	{ "tcp-internet-call", 512, connect_internet_alone },
	{ "tcp-message", 512, tcp_message },
	{ "udp-connect", 1024, connect_udp },
	{ "udp-sendto", 1024, send_udp },
	{ NULL, 0, NULL },
};

static int is_wanted(const char *name, char **names)
{
	if (!*names)
		return 1;
	for (; *names; names++)
		if (!strcmp(*names, name))
			return 1;
	return 0;
}

/* Operations take turns, block by block. */
static void run_phase(const char *phase, unsigned long blocks, char **names)
{
	const struct operation *o;
	unsigned long block;

	for (block = 0; block < blocks; block++) {
		for (o = operations; o->name; o++) {
			if (!is_wanted(o->name, names))
				continue;
			printf("bench %s %s %u %llu\n", phase, o->name, o->rounds,
			       (unsigned long long)o->run(o->rounds));
		}
		fflush(stdout);
	}
}

int main(int argc, char **argv)
{
	check_guest();
	if (argc == 2 && !strcmp(argv[1], "canary")) {
		puts(net_canary() ? "refused" : "open");
		return 0;
	}
	if (argc == 2 && !strcmp(argv[1], "confinement")) {
		print_confinement();
		return 0;
	}
	if (argc < 3)
		errx(2, "usage: guest_bench PHASE BLOCKS [OPERATION...] | canary | confinement");
	net_prepare();
	run_phase(argv[1], strtoul(argv[2], NULL, 10), argv + 3);
	return 0;
}
