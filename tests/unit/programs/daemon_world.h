/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * cordond whole but for its main loop, in a world of its own: directories and files
 * are real ones below /tmp. What fails in them, the kernel, the clock and the
 * service manager are played.
 */
#ifndef _TESTS_DAEMON_WORLD_H
#define _TESTS_DAEMON_WORLD_H

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <poll.h>
#include <string.h>
#include <sys/inotify.h>
#include <time.h>
#include <unistd.h>

#include "engine/port.h"
#include "libcordon/file.h"

static char world[64];			/* stands for / in paths of resolvers.c */
static bool read_only;
static int write_error, rename_error;
static int inotify_error, watch_error, tell_error, manager_error;
static u64 now_ms = 1;
static char told_manager[4096];
static unsigned int readies;

static int play_faccessat(int directory, const char *path, int mode, int flags)
{
	if (read_only && mode & W_OK) {
		errno = EROFS;
		return -1;
	}
	return faccessat(directory, path, mode, flags);
}

static int fails_to_write(void)
{
	errno = read_only ? EROFS : write_error;
	return errno;
}

static int play_replace(int directory, const char *temporary, const char *name,
			const void *data, size_t size, mode_t mode)
{
	return fails_to_write() ? -errno :
	       cordon_file_replace(directory, temporary, name, data, size, mode);
}

static int play_renameat(int from, const char *old, int to, const char *new)
{
	if (fails_to_write())
		return -1;
	errno = rename_error;
	return rename_error ? -1 : renameat(from, old, to, new);
}

static int play_unlinkat(int directory, const char *path, int flags)
{
	return fails_to_write() ? -1 : unlinkat(directory, path, flags);
}

#include "object_file_played.h"
#define faccessat play_faccessat
#include "cordond/state.c"
#undef faccessat
#define cordon_file_replace play_replace
#define renameat play_renameat
#define unlinkat play_unlinkat
#include "cordond/store.c"
#undef cordon_file_replace
#undef renameat
#undef unlinkat

#include "cordond/trouble.c"
#include "cordond_played.h"

static int play_clock(clockid_t clock, struct timespec *now)
{
	(void)clock;
	now->tv_sec = (time_t)(now_ms / 1000);
	now->tv_nsec = (long)(now_ms % 1000 * 1000000);
	return 0;
}

static int play_inotify_init(int flags)
{
	errno = inotify_error;
	return inotify_error ? -1 : inotify_init1(flags);
}

#define clock_gettime play_clock
#define inotify_init1 play_inotify_init
#include "cordond/loop.c"
#undef clock_gettime
#undef inotify_init1

static int play_add_watch(int fd, const char *path, u32 events)
{
	char place[PATH_MAX + 64];

	errno = watch_error;
	if (watch_error)
		return -1;
	/* The inbox is watched by its descriptor, the rest below our root. */
	snprintf(place, sizeof(place), "%s%s",
		 strncmp(path, "/proc/", 6) ? world : "", path);
	return inotify_add_watch(fd, place, events);
}

static ssize_t play_readlink(const char *path, char *target, size_t size)
{
	char place[PATH_MAX + 64];

	snprintf(place, sizeof(place), "%s%s", world, path);
	return readlink(place, target, size);
}

static int play_open(const char *path, int flags)
{
	char place[PATH_MAX + 64];

	snprintf(place, sizeof(place), "%s%s", world, path);
	return open(place, flags);
}

static int play_tell(const struct cordon_sysfs *sysfs, const char *node,
		     const void *data, size_t size)
{
	if (tell_error)
		return -tell_error;
	put(sysfs->fd, node, data, size);
	return 0;
}

int notify_send(const char *format, ...)
{
	va_list args;

	if (manager_error)
		return -manager_error;
	va_start(args, format);
	vsnprintf(told_manager, sizeof(told_manager), format, args);
	va_end(args);
	readies += !strncmp(told_manager, "READY=1\n", 8);
	return 0;
}

u64 notify_watchdog_usec(void)
{
	return 0;
}

#include "cordond/load.c"
#include "cordond/canary.c"
#include "cordond/boot.c"
#include "cordond/inbox.c"
#include "cordond/status.c"
#define inotify_add_watch play_add_watch
#include "cordond/work.c"
#define readlink play_readlink
#define open play_open
#define cordon_sysfs_write play_tell
#include "cordond/resolvers.c"
#undef inotify_add_watch
#undef readlink
#undef open
#undef cordon_sysfs_write

/* The audit stream is none of this test's. */
void watch_join(struct daemon *daemon)
{
	(void)daemon;
}

#include "cordond/mend.c"
#include "kselftest_harness.h"

#define RULES	"domain example.org\n"

FIXTURE(daemon) {
	char state[96];
	char object[96];
	struct daemon daemon;
};

FIXTURE_SETUP(daemon)
{
	struct daemon *daemon = &self->daemon;
	char path[96];

	memset(daemon, 0, sizeof(*daemon));
	play_begin();
	read_only = false;
	write_error = 0;
	rename_error = 0;
	inotify_error = 0;
	watch_error = 0;
	tell_error = 0;
	manager_error = 0;
	no_memory = false;
	read_error = 0;
	readies = 0;
	snprintf(world, sizeof(world), "/tmp/cordon-daemon-XXXXXX");
	ASSERT_NE(NULL, mkdtemp(world));
	snprintf(path, sizeof(path), "%s/etc", world);
	ASSERT_EQ(0, mkdir(path, 0700));
	play_nodes(daemon, world);
	snprintf(self->state, sizeof(self->state), "%s/state", world);
	snprintf(self->object, sizeof(self->object), "%s/policy.cordon", world);
	daemon->state = (struct state){ -1, -1, -1 };
	daemon->state_path = self->state;
	daemon->device_object = self->object;
	daemon->device_file = -1;
	daemon->inbox.notify = -1;
	resolvers_begin(&daemon->resolvers, &daemon->sysfs, &daemon->loop,
			&daemon->troubles);
	status_begin(daemon);
	canary_begin(daemon);
	mend_begin(daemon);
}

FIXTURE_TEARDOWN(daemon)
{
	char command[128];

	state_close(&self->daemon.state);
	if (self->daemon.inbox.notify >= 0)
		close(self->daemon.inbox.notify);
	if (self->daemon.resolvers.notify >= 0)
		close(self->daemon.resolvers.notify);
	cordon_sysfs_close(&self->daemon.sysfs);
	snprintf(command, sizeof(command), "rm -rf %s", world);
	EXPECT_EQ(0, system(command));
}

static void make_directories(const char *path)
{
	struct account account = { .uid = getuid(), .gid = getgid() };
	const char *what;

	if (state_create(path, &account, &what))
		abort();
}

/* As main() does. */
static void begin(struct daemon *daemon)
{
	resolvers_update(&daemon->resolvers);
	work_on(daemon);
}

/* Lets @seconds go by, one by one. */
static void pass(struct daemon *daemon, unsigned int seconds)
{
	while (seconds--) {
		now_ms += 1000;
		run_timers(&daemon->loop);
	}
}

static unsigned int times(const char *text)
{
	unsigned int count = 0;
	const char *at = said;

	while ((at = strstr(at, text))) {
		at += strlen(text);
		count++;
	}
	return count;
}

static void put_resolv_conf(const char *text)
{
	char path[128];

	snprintf(path, sizeof(path), "%s/etc/resolv.conf", world);
	put(AT_FDCWD, path, text, strlen(text));
}

static bool kernel_knows(const struct daemon *daemon, const char *resolvers)
{
	char text[4096];
	ssize_t n;
	int fd = openat(daemon->sysfs.fd, "resolvers", O_RDONLY);

	if (fd < 0)
		return false;
	n = read(fd, text, sizeof(text) - 1);
	close(fd);
	text[n < 0 ? 0 : n] = '\0';
	return !strcmp(text, resolvers);
}

static int in_state(const struct daemon *daemon, const char *name)
{
	char path[128];

	snprintf(path, sizeof(path), "%s/%s", daemon->state_path, name);
	return access(path, F_OK) == 0;
}

/* An object below the state directory. */
static void drop(const struct daemon *daemon, const char *name,
		 unsigned int version)
{
	char path[128];

	snprintf(path, sizeof(path), "%s/%s", daemon->state_path, name);
	put_object(AT_FDCWD, path, version, RULES);
}

#endif /* _TESTS_DAEMON_WORLD_H */
