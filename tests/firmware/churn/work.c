// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Cordon churn test - work: one worker, and what it may see
 *
 * Policies of an odd version refuse A and let B through, the others do the
 * reverse. All refuse C; none refuses D. When the version in force is the same
 * before and after an act, there is one right answer; when it changed meanwhile
 * either will do for A and B, but for C and D still only one.
 */
#include <err.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <spawn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "churn.h"

#define PROGRAMS	"/run/churn"
/* So deep that the kernel has to allocate memory for the path. */
#define DEEP_NAME	200
#define OFFICER		1000
/* Each one is told, up to this number. */
#define TOLD		20

const char *const act_name[ACTS] = {
	[EXEC] = "exec",
	[TCP] = "TCP connect",
	[UDP] = "UDP connect",
	[SENDTO] = "UDP sendto",
	[RESOLVE] = "connect to an answer",
};

static char program[2][TARGETS][PATH_MAX / 2];

/* The same program under all names: links, each with a path of its own. */
static void link_programs(const char *directory, char (*path)[PATH_MAX / 2])
{
	int target;

	if (mkdir(directory, 0755) && errno != EEXIST)
		err(1, "%s", directory);
	for (target = 0; target < TARGETS; target++) {
		snprintf(path[target], sizeof(path[target]), "%s/cordon-churn-%c",
			 directory, 'a' + target);
		if (link(PROGRAMS "/churn", path[target]))
			err(1, "%s", path[target]);
	}
}

/* programs_prepare() - make the programs that are executed; once, as root */
void programs_prepare(void)
{
	char deep[PATH_MAX / 4], name[DEEP_NAME + 1];

	memset(name, 'd', DEEP_NAME);
	name[DEEP_NAME] = '\0';
	link_programs(PROGRAMS, program[0]);
	snprintf(deep, sizeof(deep), PROGRAMS "/%s", name);
	if (mkdir(deep, 0755))
		err(1, "%s", deep);
	snprintf(deep, sizeof(deep), PROGRAMS "/%s/%s", name, name);
	link_programs(deep, program[1]);
}

static int act_exec(int target, struct tally *tally)
{
	char *path = program[tally->rounds % 4 == 3][target];
	char *const argv[] = { path, NULL };
	pid_t pid;
	int error, status;

	tally->execs++;
	error = posix_spawn(&pid, path, NULL, NULL, argv, argv + 1);
	if (error)
		return error;
	if (waitpid(pid, &status, 0) != pid)
		err(1, "waitpid");
	if (!WIFEXITED(status) || WEXITSTATUS(status) != HARMLESS_STATUS)
		errx(1, "%s ran, but ended with %#x", path, (unsigned int)status);
	return 0;
}

static int (*const run[ACTS])(int target, struct tally *tally) = {
	[EXEC] = act_exec,
	[TCP] = act_tcp,
	[UDP] = act_udp,
	[SENDTO] = act_sendto,
	[RESOLVE] = act_resolve,
};

/* Does the policy of that version refuse the target? */
static bool refuses(__u64 version, int target)
{
	switch (target) {
	case 0:
		return version % 2;
	case 1:
		return version % 2 == 0;
	case 2:
		return true;
	}
	return false;
}

/* Can this be the answer of one of the versions from @first to @last? */
static bool is_possible(__u64 first, __u64 last, int target, int error)
{
	if (error && error != EACCES)
		return false;
	if (first == last || target >= 2)
		return refuses(first, target) == !!error;
	return last > first;
}

static void try(enum act act, int target, struct tally *tally, const char *who)
{
	__u64 first = version_in_force();
	int error = run[act](target, tally);
	__u64 last = version_in_force();

	tally->done[act][target]++;
	tally->refused[act][target] += error == EACCES;
	tally->certain += first == last;
	if (is_possible(first, last, target, error))
		return;
	if (tally->impossible++ < TOLD)
		printf("# %s: %s of %c: %s, under version %llu to %llu\n", who,
		       act_name[act], 'A' + target,
		       error ? strerror(error) : "let through", first, last);
}

/**
 * work() - act until told to stop
 * @number: of the worker; every other one is an ordinary user
 * @tally: counts
 * @progress: takes a byte after each round; not waited for
 * @stop: set when it is enough
 */
noreturn void work(int number, struct tally *tally, int progress,
		   const int *stop)
{
	const char *who = number % 2 ? "an officer" : "root";
	int act, target;

	net_prepare(number, tally);
	if (number % 2 && (setresgid(OFFICER, OFFICER, OFFICER) ||
			   setresuid(OFFICER, OFFICER, OFFICER)))
		err(1, "cannot become the officer");
	while (!__atomic_load_n(stop, __ATOMIC_RELAXED)) {
		/* Each worker begins with another act. */
		for (act = 0; act < ACTS; act++)
			for (target = 0; target < TARGETS; target++)
				try((act + number) % ACTS, target, tally, who);
		tally->rounds++;
		/* A full pipe is progress enough. */
		if (write(progress, "", 1) < 0 && errno != EAGAIN)
			err(1, "progress");
	}
	fflush(stdout);
	_exit(0);
}
