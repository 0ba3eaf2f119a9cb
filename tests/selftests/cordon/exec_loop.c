// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Cordon selftests - exec_loop: tries a refused program until it is told to stop
 *
 *	exec_loop REFUSED ALLOWED
 *
 * At SIGTERM it prints how often it tried, and exits with 0 if REFUSED never
 * ran and ALLOWED always did.
 */
#include <errno.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

/* SIGTERM stays blocked: it is looked for between two rounds. */
static bool told_to_stop(void)
{
	sigset_t pending;

	return !sigpending(&pending) && sigismember(&pending, SIGTERM);
}

/* The errno of the exec, or 0 if the program ran. */
static int try(char *path, int *shared)
{
	char *const argv[] = { path, NULL };
	pid_t pid;

	*shared = 0;
	pid = fork();
	if (!pid) {
		execve(path, argv, argv + 1);
		*shared = errno;
		_exit(127);
	}
	while (pid > 0 && waitpid(pid, NULL, 0) < 0 && errno == EINTR)
		;
	return pid < 0 ? -1 : *shared;
}

int main(int argc, char **argv)
{
	sigset_t term;
	unsigned long rounds = 0, ran = 0, other = 0, stuck = 0;
	int *shared = mmap(NULL, sizeof(*shared), PROT_READ | PROT_WRITE,
			   MAP_SHARED | MAP_ANONYMOUS, -1, 0);

	sigemptyset(&term);
	sigaddset(&term, SIGTERM);
	if (argc != 3 || shared == MAP_FAILED ||
	    sigprocmask(SIG_BLOCK, &term, NULL))
		return 2;
	while (!told_to_stop()) {
		int err = try(argv[1], shared);

		if (!err)
			ran++;
		else if (err != EACCES)
			other++;
		if (try(argv[2], shared))
			stuck++;
		rounds++;
	}
	printf("%lu rounds: refused ran %lu times, other errors %lu; allowed failed %lu times\n",
	       rounds, ran, other, stuck);
	return !rounds || ran || other || stuck;
}
