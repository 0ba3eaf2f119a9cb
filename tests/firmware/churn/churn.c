// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Cordon churn test - churn: act while the policy is swapped again and again
 *
 * usage: churn OBJECTS SWAPS
 *
 * OBJECTS holds 1.cordon to SWAPS + 1.cordon, see make-objects. Four processes
 * exec, connect, send and resolve as fast as they can, two of them as root and
 * two as an ordinary user, while this one swaps the policy. Prints TAP lines
 * without a plan; exits with 0 if there is no "not ok" among them.
 *
 * Under the name cordon-churn-* it is the program that is executed.
 */
#include <err.h>
#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

#include "churn.h"

/* In memory that all processes share. */
struct shared {
	int stop;
	struct tally tally[WORKERS];
};

/* What Cordon counts; see docs/kernel/ABI/testing/sysfs-kernel-cordon. */
enum counter {
	EXEC_CHECKED, EXEC_DENIED, CONNECT_CHECKED, CONNECT_DENIED,
	CONNECT_INSPECTED, DNS_QUESTIONS, DNS_REFUSED, DNS_LEARNED, RECORDS,
	RECORDS_MERGED, RECORDS_DROPPED, LOADS, LOADS_REFUSED, GENERATION, COUNTERS,
};

static const char *const counter_node[COUNTERS] = {
	"stats/exec_checked", "stats/exec_denied", "stats/connect_checked",
	"stats/connect_denied", "stats/connect_inspected", "stats/dns_questions",
	"stats/dns_refused", "stats/dns_learned", "stats/records",
	"stats/records_merged", "stats/records_dropped", "stats/loads", "stats/loads_refused",
	"policy/generation",
};

static int version_fd;
static unsigned int failures;

static __u64 read_number(int fd)
{
	char text[32];
	ssize_t n = pread(fd, text, sizeof(text) - 1, 0);

	if (n <= 0)
		err(1, "a node of Cordon's");
	text[n] = '\0';
	return strtoull(text, NULL, 10);
}

/**
 * version_in_force() - the version of the policy that decides now
 *
 * Return: it; 0: there is none.
 */
__u64 version_in_force(void)
{
	return read_number(version_fd);
}

static int open_node(const char *node)
{
	char path[128];
	int fd;

	snprintf(path, sizeof(path), NODES "%s", node);
	fd = open(path, O_RDONLY | O_CLOEXEC);
	if (fd < 0)
		err(1, "%s", path);
	return fd;
}

static void read_counters(__u64 *count)
{
	int i, fd;

	for (i = 0; i < COUNTERS; i++) {
		fd = open_node(counter_node[i]);
		count[i] = read_number(fd);
		close(fd);
	}
}

static void __printf(2, 3) check(bool good, const char *format, ...)
{
	va_list arguments;

	failures += !good;
	fputs(good ? "ok - " : "not ok - ", stdout);
	va_start(arguments, format);
	vprintf(format, arguments);
	va_end(arguments);
	putchar('\n');
}

static void add(struct tally *sum, const struct tally *tally)
{
	int act, target;

	for (act = 0; act < ACTS; act++)
		for (target = 0; target < TARGETS; target++) {
			sum->done[act][target] += tally->done[act][target];
			sum->refused[act][target] += tally->refused[act][target];
		}
	sum->rounds += tally->rounds;
	sum->certain += tally->certain;
	sum->impossible += tally->impossible;
	sum->execs += tally->execs;
	sum->connects += tally->connects;
	sum->questions += tally->questions;
}

static void check_count(const char *what, __u64 count, __u64 wanted)
{
	check(count == wanted, "%s: %llu, expected %llu", what, count, wanted);
}

/* A and B were refused and let through, C was always refused, D never. */
static void check_acts(const struct tally *sum)
{
	int act;

	for (act = 0; act < ACTS; act++) {
		const __u64 *refused = sum->refused[act];
		const __u64 *done = sum->done[act];

		check(refused[0] && refused[0] < done[0] && refused[1] &&
		      refused[1] < done[1] && done[2] && refused[2] == done[2] &&
		      done[3] && !refused[3],
		      "%s: refused A %llu of %llu, B %llu of %llu, C %llu of %llu, D %llu of %llu",
		      act_name[act], refused[0], done[0], refused[1], done[1],
		      refused[2], done[2], refused[3], done[3]);
	}
	check_count("answers that no version in force gives", sum->impossible, 0);
	check(sum->certain > 0, "%llu acts had one version and one right answer",
	      sum->certain);
}

/* Nobody else does anything in the guest, so every count is exact. */
static void check_counters(const __u64 *before, const __u64 *after,
			   const struct tally *sum,
			   const struct swapped *swapped, __u64 swaps)
{
	__u64 more[COUNTERS], exec_denied = 0, connect_denied = 0;
	int i, act;

	for (i = 0; i < COUNTERS; i++)
		more[i] = after[i] - before[i];
	for (i = 0; i < TARGETS; i++) {
		exec_denied += sum->refused[EXEC][i];
		for (act = TCP; act < ACTS; act++)
			connect_denied += sum->refused[act][i];
	}
	check_count("generation rose by", more[GENERATION], swaps);
	check_count("loads", more[LOADS], swapped->loads);
	check_count("loads_refused", more[LOADS_REFUSED], swapped->refused);
	check_count("exec_checked", more[EXEC_CHECKED], sum->execs);
	check_count("exec_denied", more[EXEC_DENIED], exec_denied);
	check_count("connect_checked", more[CONNECT_CHECKED], sum->connects);
	check_count("connect_denied", more[CONNECT_DENIED], connect_denied);
	check_count("connect_inspected", more[CONNECT_INSPECTED], 0);
	check_count("dns_questions", more[DNS_QUESTIONS], sum->questions);
	check_count("dns_refused", more[DNS_REFUSED], 0);
	check_count("dns_learned", more[DNS_LEARNED], sum->questions);
	check_count("records, records_merged and records_dropped",
		    more[RECORDS] + more[RECORDS_MERGED] + more[RECORDS_DROPPED],
		    exec_denied + connect_denied + swaps + swapped->refused);
}

/* Return: the worker's pid; @progress: what it says after each round. */
static pid_t start_worker(struct shared *shared, int number, int *progress)
{
	int ends[2];
	pid_t pid;

	if (pipe2(ends, O_CLOEXEC) || fcntl(ends[1], F_SETFL, O_NONBLOCK))
		err(1, "pipe");
	pid = fork();
	if (pid < 0)
		err(1, "fork");
	if (!pid)
		work(number, &shared->tally[number], ends[1], &shared->stop);
	close(ends[1]);
	*progress = ends[0];
	return pid;
}

static void churn(struct shared *shared, const char *objects, __u64 swaps,
		  struct swapped *swapped)
{
	int progress[WORKERS], status, i;
	pid_t pid[WORKERS];

	for (i = 0; i < WORKERS; i++)
		pid[i] = start_worker(shared, i, progress + i);
	swap_policies(objects, 2, swaps + 1, progress, swapped);
	__atomic_store_n(&shared->stop, 1, __ATOMIC_RELAXED);
	for (i = 0; i < WORKERS; i++) {
		if (waitpid(pid[i], &status, 0) != pid[i])
			err(1, "waitpid");
		check(!status, "worker %d came to its end after %llu rounds", i,
		      shared->tally[i].rounds);
	}
}

static void test(const char *objects, __u64 swaps)
{
	struct shared *shared = mmap(NULL, sizeof(*shared), PROT_READ | PROT_WRITE,
				     MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	__u64 before[COUNTERS], after[COUNTERS];
	struct swapped swapped = {};
	struct tally sum = {};
	int i;

	if (shared == MAP_FAILED)
		err(1, "mmap");
	version_fd = open_node("policy/version");
	programs_prepare();
	node_write("resolvers", RESOLVERS);
	swap_policies(objects, 1, 1, NULL, &swapped);
	read_counters(before);
	swapped.loads = 0;
	churn(shared, objects, swaps, &swapped);
	/* Repeated events are counted in a record when their second is over. */
	sleep(2);
	read_counters(after);
	for (i = 0; i < WORKERS; i++)
		add(&sum, &shared->tally[i]);
	check_count("loads that ended otherwise than they should", swapped.failed, 0);
	check_count("the version in force", version_in_force(), swaps + 1);
	check_acts(&sum);
	check_counters(before, after, &sum, &swapped, swaps);
}

int main(int argc, char **argv)
{
	char *end;
	__u64 swaps;

	if (argc == 1 && strstr(argv[0], "/cordon-churn-"))
		return HARMLESS_STATUS;
	if (argc != 3)
		errx(2, "usage: churn OBJECTS SWAPS");
	if (access("/etc/cordon-guest", F_OK))
		errx(1, "this is not the guest");
	swaps = strtoull(argv[2], &end, 10);
	if (*end || !swaps)
		errx(2, "%s is no number of swaps", argv[2]);
	setvbuf(stdout, NULL, _IOLBF, 0);
	test(argv[1], swaps);
	return failures ? 1 : 0;
}
