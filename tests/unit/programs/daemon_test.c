// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * What cordond does without: whatever is a convenience may fail, a policy is in
 * force and resolvers are told all the same; it is said once, and tried again
 *
 * Directories and files are real ones below /tmp. What fails in them, the kernel,
 * the clock and the service manager are played.
 */
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
static int write_error;
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
	return fails_to_write() ? -1 : renameat(from, old, to, new);
}

static int play_unlinkat(int directory, const char *path, int flags)
{
	return fails_to_write() ? -1 : unlinkat(directory, path, flags);
}

#define faccessat play_faccessat
#include "cordond/object_file.c"
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

#define clock_gettime play_clock
#include "cordond/loop.c"
#undef clock_gettime

static int play_inotify_init(int flags)
{
	errno = inotify_error;
	return inotify_error ? -1 : inotify_init1(flags);
}

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
#define inotify_init1 play_inotify_init
#define inotify_add_watch play_add_watch
#include "cordond/work.c"
#define readlink play_readlink
#define open play_open
#define cordon_sysfs_write play_tell
#include "cordond/resolvers.c"
#undef inotify_init1
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
	inotify_error = 0;
	watch_error = 0;
	tell_error = 0;
	manager_error = 0;
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
	daemon->boot_object = self->object;
	daemon->boot_file = -1;
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

TEST_F(daemon, all_is_well)
{
	struct daemon *daemon = &self->daemon;

	make_directories(self->state);
	put_object(AT_FDCWD, self->object, 4, RULES);
	put_resolv_conf("nameserver 192.0.2.53\n");
	begin(daemon);
	EXPECT_EQ(4, version_in_force(daemon));
	EXPECT_TRUE(kernel_knows(daemon, "192.0.2.53\n"));
	EXPECT_EQ(1, readies);
	EXPECT_STREQ("READY=1\nSTATUS=enforce: test version 4; refusals seen: 0",
		     told_manager);
	EXPECT_FALSE(is_warned()) TH_LOG("%s", said);
	pass(daemon, 200);
	EXPECT_EQ(1, offered);
	EXPECT_EQ(1, probed);
	EXPECT_EQ(0, daemon->mend_timer.due);
	EXPECT_EQ(0, daemon->poll_timer.due);
	/* Now and then it is seen whether that is still true. */
	pass(daemon, 101);
	EXPECT_EQ(2, probed);
	probe_answer = 0;
	pass(daemon, 300);
	EXPECT_EQ(0, strncmp(told_manager, "STATUS=ALARM: NOT ENFORCING", 27))
		TH_LOG("%s", told_manager);
	/* And soon whether the alarm is over. */
	probe_answer = 1;
	pass(daemon, 61);
	EXPECT_STREQ("STATUS=enforce: test version 4; refusals seen: 0",
		     told_manager);
	EXPECT_EQ(1, times("the canary is refused again"));
}

/* An alarm, and a policy and resolvers go on being told. */
TEST_F(daemon, a_canary_that_is_let_through)
{
	struct daemon *daemon = &self->daemon;

	make_directories(self->state);
	put_object(AT_FDCWD, self->object, 4, RULES);
	probe_answer = 0;
	begin(daemon);
	EXPECT_EQ(4, version_in_force(daemon));
	EXPECT_EQ(1, readies);
	EXPECT_NE(NULL, strstr(told_manager, "STATUS=ALARM: NOT ENFORCING"));
	drop(daemon, "inbox/a", 5);
	work_on(daemon);
	EXPECT_EQ(5, version_in_force(daemon));
	EXPECT_TRUE(in_state(daemon, "accepted/a"));
	put_resolv_conf("nameserver 192.0.2.54\n");
	resolvers_update(&daemon->resolvers);
	EXPECT_TRUE(kernel_knows(daemon, "192.0.2.54\n"));
	pass(daemon, 600);
	EXPECT_EQ(1, times("NOT ENFORCING"));
}

TEST_F(daemon, no_state_directory)
{
	struct daemon *daemon = &self->daemon;

	put_object(AT_FDCWD, self->object, 4, RULES);
	begin(daemon);
	EXPECT_EQ(4, version_in_force(daemon));
	EXPECT_EQ(1, readies);
	pass(daemon, 500);
	EXPECT_EQ(1, times("cannot use the state directory")) TH_LOG("%s", said);
	EXPECT_NE(NULL, strstr(told_manager, "cannot use the state directory"));
	EXPECT_EQ(1, offered);
	make_directories(self->state);
	drop(daemon, "inbox/a", 5);
	pass(daemon, 61);
	EXPECT_EQ(1, times("the state directory can be used again"));
	EXPECT_EQ(5, version_in_force(daemon));
	EXPECT_TRUE(in_state(daemon, "accepted/a"));
	EXPECT_EQ(NULL, strstr(told_manager, "state directory"));
}

TEST_F(daemon, another_state_directory_is_put_in_its_place)
{
	struct daemon *daemon = &self->daemon;
	char aside[128];

	make_directories(self->state);
	begin(daemon);
	snprintf(aside, sizeof(aside), "%s/aside", world);
	ASSERT_EQ(0, rename(self->state, aside));
	make_directories(self->state);
	drop(daemon, "inbox/a", 5);
	work_on(daemon);
	EXPECT_EQ(5, version_in_force(daemon));
	EXPECT_TRUE(in_state(daemon, "accepted/a"));
}

/* The newest one lies in accepted/, which can be read. */
TEST_F(daemon, the_state_directory_is_read_only)
{
	struct daemon *daemon = &self->daemon;

	make_directories(self->state);
	put_object(AT_FDCWD, self->object, 4, RULES);
	drop(daemon, "accepted/a", 6);
	drop(daemon, "inbox/b", 7);
	drop(daemon, "inbox/c", 5);
	read_only = true;
	begin(daemon);
	EXPECT_EQ(7, version_in_force(daemon));
	EXPECT_EQ(3, offered);
	EXPECT_EQ(1, readies);
	EXPECT_TRUE(in_state(daemon, "inbox/b"));
	EXPECT_FALSE(in_state(daemon, "accepted/b"));
	EXPECT_EQ(1, times("b: in force, but cannot be kept in accepted/: Read-only"));
	EXPECT_EQ(1, times("c: refused: stale"));
	/* Nothing is held that would keep it from being mounted anew. */
	EXPECT_EQ(-1, daemon->state.inbox);
	/* Neither is the kernel asked again, nor is it said again. */
	pass(daemon, 500);
	EXPECT_EQ(3, offered);
	EXPECT_EQ(2, times("Read-only file system; it stays in the inbox"))
		TH_LOG("%s", said);
	EXPECT_EQ(1, times("cannot use inbox as user cordon: Read-only"));
	EXPECT_NE(NULL, strstr(told_manager, "2 objects cannot be moved out of the inbox"));
	read_only = false;
	pass(daemon, 61);
	EXPECT_EQ(3, offered);
	EXPECT_TRUE(in_state(daemon, "accepted/b"));
	EXPECT_TRUE(in_state(daemon, "refused/c"));
	EXPECT_TRUE(in_state(daemon, "refused/c.reason"));
	EXPECT_FALSE(in_state(daemon, "inbox/b"));
	EXPECT_EQ(1, times("what was left in the inbox is moved"));
	EXPECT_EQ(0, daemon->inbox.left_count);
}

TEST_F(daemon, the_disk_is_full)
{
	struct daemon *daemon = &self->daemon;

	make_directories(self->state);
	begin(daemon);
	write_error = ENOSPC;
	drop(daemon, "inbox/a", 5);
	work_on(daemon);
	EXPECT_EQ(5, version_in_force(daemon));
	EXPECT_EQ(1, offered);
	/* Another one is loaded; the first is not loaded again. */
	drop(daemon, "inbox/b", 6);
	work_on(daemon);
	EXPECT_EQ(6, version_in_force(daemon));
	EXPECT_EQ(2, offered);
	pass(daemon, 300);
	EXPECT_EQ(2, offered);
	EXPECT_EQ(2, times("No space left on device; it stays"));
	/* It went away by itself. */
	ASSERT_EQ(0, unlinkat(daemon->state.inbox, "a", 0));
	pass(daemon, 61);
	EXPECT_EQ(1, daemon->inbox.left_count);
	write_error = 0;
	pass(daemon, 61);
	EXPECT_TRUE(in_state(daemon, "accepted/b"));
	EXPECT_EQ(2, offered);
}

TEST_F(daemon, inotify_is_used_up)
{
	struct daemon *daemon = &self->daemon;

	make_directories(self->state);
	put_object(AT_FDCWD, self->object, 4, RULES);
	put_resolv_conf("nameserver 192.0.2.53\n");
	inotify_error = EMFILE;
	begin(daemon);
	EXPECT_EQ(4, version_in_force(daemon));
	EXPECT_TRUE(kernel_knows(daemon, "192.0.2.53\n"));
	EXPECT_EQ(1, readies);
	pass(daemon, 100);
	EXPECT_EQ(1, times("cannot watch the inbox: Too many open files"));
	EXPECT_EQ(1, times("cannot watch for resolvers: Too many open files"));
	/* Looked at instead. */
	put_resolv_conf("nameserver 192.0.2.54\n");
	drop(daemon, "inbox/a", 5);
	pass(daemon, 1);
	EXPECT_TRUE(kernel_knows(daemon, "192.0.2.54\n"));
	EXPECT_EQ(4, version_in_force(daemon));
	pass(daemon, 1);
	EXPECT_EQ(5, version_in_force(daemon));
	EXPECT_TRUE(in_state(daemon, "accepted/a"));
	EXPECT_EQ(2, offered);
	pass(daemon, 100);
	EXPECT_EQ(2, offered);
	inotify_error = 0;
	pass(daemon, 61);
	EXPECT_EQ(1, times("changes of the inbox are announced again"));
	EXPECT_EQ(1, times("changes of the resolvers are announced again"));
	EXPECT_EQ(0, daemon->poll_timer.due);
}

/* A file that grows is not whole: it is not loaded, and so not refused. */
TEST_F(daemon, a_file_is_written_in_place_while_nobody_announces_it)
{
	struct daemon *daemon = &self->daemon;
	char path[128];
	unsigned int i;

	make_directories(self->state);
	inotify_error = EMFILE;
	begin(daemon);
	snprintf(path, sizeof(path), "%s/inbox/a", self->state);
	for (i = 1; i < 50; i++) {
		put(AT_FDCWD, path, said, i);
		pass(daemon, 1);
	}
	EXPECT_TRUE(in_state(daemon, "inbox/a"));
	EXPECT_EQ(0, offered);
	drop(daemon, "inbox/a", 5);
	pass(daemon, 2);
	EXPECT_EQ(5, version_in_force(daemon));
}

TEST_F(daemon, no_watch_is_left)
{
	struct daemon *daemon = &self->daemon;

	make_directories(self->state);
	put_object(AT_FDCWD, self->object, 4, RULES);
	watch_error = ENOSPC;
	begin(daemon);
	EXPECT_EQ(4, version_in_force(daemon));
	put_resolv_conf("nameserver 192.0.2.54\n");
	pass(daemon, 100);
	EXPECT_TRUE(kernel_knows(daemon, "192.0.2.54\n"));
	EXPECT_EQ(1, times("cannot watch the inbox: No space"));
	EXPECT_EQ(1, times("cannot watch for resolvers: No space"));
	watch_error = 0;
	pass(daemon, 61);
	EXPECT_EQ(0, daemon->poll_timer.due);
}

TEST_F(daemon, the_kernel_does_not_take_the_resolvers)
{
	struct daemon *daemon = &self->daemon;

	make_directories(self->state);
	put_object(AT_FDCWD, self->object, 4, RULES);
	put_resolv_conf("nameserver 192.0.2.53\n");
	tell_error = EACCES;
	begin(daemon);
	EXPECT_EQ(4, version_in_force(daemon));
	pass(daemon, 300);
	EXPECT_EQ(1, times("cannot tell the kernel the resolvers: Permission denied"));
	tell_error = 0;
	pass(daemon, 61);
	EXPECT_TRUE(kernel_knows(daemon, "192.0.2.53\n"));
	EXPECT_EQ(1, times("the kernel takes the resolvers again"));
}

TEST_F(daemon, files_of_resolvers_of_every_kind)
{
	static char huge[CORDON_RESOLV_CONF_MAX + 64];
	struct daemon *daemon = &self->daemon;
	struct resolvers *resolvers = &daemon->resolvers;
	char many[2048] = "";
	char path[128];
	unsigned int i;

	snprintf(path, sizeof(path), "%s/etc/resolv.conf", world);
	resolvers_update(resolvers);
	EXPECT_TRUE(kernel_knows(daemon, "\n"));
	put_resolv_conf("nameserver 192.0.2.53\n");
	resolvers_update(resolvers);
	EXPECT_TRUE(kernel_knows(daemon, "192.0.2.53\n"));
	EXPECT_FALSE(is_warned()) TH_LOG("%s", said);

	/* What is there and cannot be read is no reason to trust nobody. */
	ASSERT_EQ(0, unlink(path));
	ASSERT_EQ(0, mkdir(path, 0700));
	for (i = 0; i < 3; i++)
		resolvers_update(resolvers);
	EXPECT_TRUE(kernel_knows(daemon, "192.0.2.53\n"));
	EXPECT_EQ(1, times("/etc/resolv.conf: Is a directory"));
	ASSERT_EQ(0, rmdir(path));

	/* A link to nowhere, which is then made. */
	ASSERT_EQ(0, symlink("../run/resolv.conf", path));
	resolvers_update(resolvers);
	EXPECT_TRUE(kernel_knows(daemon, "\n"));
	EXPECT_EQ(1, times("the resolvers' files can be read again"));
	ASSERT_EQ(0, unlink(path));

	/* The last line that fits is cut: as it stands, it is another address. */
	memset(huge, '#', sizeof(huge));
	memcpy(huge, "nameserver 192.0.2.55\n", 22);
	memcpy(huge + CORDON_RESOLV_CONF_MAX - 16, "\nnameserver 10.1.2.3\n", 21);
	huge[sizeof(huge) - 1] = '\0';
	put_resolv_conf(huge);
	resolvers_update(resolvers);
	EXPECT_TRUE(kernel_knows(daemon, "192.0.2.55\n"));
	EXPECT_EQ(1, times("read in part")) TH_LOG("%s", said);

	for (i = 1; i < CORDON_RESOLVERS_MAX + 4; i++)
		snprintf(many + strlen(many), 32, "nameserver 192.0.2.%u\n", i);
	put_resolv_conf(many);
	for (i = 0; i < 3; i++)
		resolvers_update(resolvers);
	EXPECT_EQ(1, times("3 resolvers left out"));
}

/* Nothing is given up, and the boot goes on. */
TEST_F(daemon, another_loader_does_not_end)
{
	struct daemon *daemon = &self->daemon;

	make_directories(self->state);
	put_object(AT_FDCWD, self->object, 4, RULES);
	kernel_says = "busy";
	begin(daemon);
	EXPECT_EQ(0, readies);
	pass(daemon, 20);
	EXPECT_EQ(0, readies);
	pass(daemon, 20);
	EXPECT_EQ(1, readies);
	EXPECT_NE(NULL, strstr(told_manager, "another program is loading"));
	pass(daemon, 3600);
	EXPECT_EQ(1, times("waits: another program is loading"));
	EXPECT_LT(60, offered);
	EXPECT_GT(80, offered);
	kernel_says = NULL;
	pass(daemon, 61);
	EXPECT_EQ(4, version_in_force(daemon));
	EXPECT_EQ(1, readies);
	EXPECT_EQ(0, daemon->mend_timer.due);
}

TEST_F(daemon, an_object_in_the_inbox_waits)
{
	struct daemon *daemon = &self->daemon;

	make_directories(self->state);
	begin(daemon);
	EXPECT_EQ(1, readies);
	kernel_says = "busy";
	drop(daemon, "inbox/a", 5);
	work_on(daemon);
	EXPECT_TRUE(in_state(daemon, "inbox/a"));
	pass(daemon, 300);
	kernel_says = NULL;
	pass(daemon, 61);
	EXPECT_EQ(5, version_in_force(daemon));
	EXPECT_TRUE(in_state(daemon, "accepted/a"));
}

/* A policy that comes later, to where it belongs, is found. */
TEST_F(daemon, no_policy_at_first)
{
	struct daemon *daemon = &self->daemon;

	make_directories(self->state);
	begin(daemon);
	EXPECT_EQ(1, readies);
	EXPECT_NE(NULL, strstr(said, "<4>inactive: no valid policy"));
	pass(daemon, 1000);
	EXPECT_EQ(1, times("no valid policy"));
	put_object(AT_FDCWD, self->object, 4, RULES);
	pass(daemon, 61);
	EXPECT_EQ(4, version_in_force(daemon));
	EXPECT_STREQ("STATUS=enforce: test version 4; refusals seen: 0",
		     told_manager);
	EXPECT_EQ(1, offered);
}

TEST_F(daemon, a_damaged_policy_is_replaced_by_a_good_one)
{
	struct daemon *daemon = &self->daemon;
	char bytes[100] = { 0 };

	make_directories(self->state);
	put(AT_FDCWD, self->object, bytes, sizeof(bytes));
	begin(daemon);
	pass(daemon, 1000);
	EXPECT_EQ(1, offered);
	EXPECT_EQ(1, times("refused: malformed-object"));
	/* SIGHUP: asked again, also about what was refused. */
	work_again(daemon);
	EXPECT_EQ(2, offered);
	put_object(AT_FDCWD, self->object, 4, RULES);
	pass(daemon, 61);
	EXPECT_EQ(4, version_in_force(daemon));
	/* And when something else is in force. */
	put_object(AT_FDCWD, self->object, 5, RULES);
	pass(daemon, 61);
	EXPECT_EQ(4, version_in_force(daemon));
	work_again(daemon);
	EXPECT_EQ(5, version_in_force(daemon));
}

TEST_F(daemon, the_service_manager_does_not_listen)
{
	struct daemon *daemon = &self->daemon;

	make_directories(self->state);
	put_object(AT_FDCWD, self->object, 4, RULES);
	manager_error = EAGAIN;
	begin(daemon);
	EXPECT_EQ(4, version_in_force(daemon));
	pass(daemon, 200);
	EXPECT_EQ(1, times("the service manager does not listen"));
	EXPECT_EQ(1, times("enforce: test version 4"));
	manager_error = 0;
	pass(daemon, 61);
	EXPECT_EQ(1, readies);
	EXPECT_EQ(1, times("the service manager listens again"));
	EXPECT_EQ(0, daemon->mend_timer.due);
}

/* Soon at first, then later and later, but not later than every minute. */
TEST_F(daemon, waits_longer_and_longer)
{
	static const unsigned int waits[] = { 1, 2, 4, 8, 16, 32, 60, 60, 60 };
	struct daemon *daemon = &self->daemon;
	size_t i;

	put_object(AT_FDCWD, self->object, 4, RULES);
	begin(daemon);
	for (i = 0; i < ARRAY_SIZE(waits); i++) {
		EXPECT_EQ(waits[i] * 1000, daemon->mend_timer.due - clock_ms())
			TH_LOG("%zu", i);
		pass(daemon, waits[i]);
	}
	/* Something else begins: soon again. */
	tell_error = EIO;
	put_resolv_conf("nameserver 192.0.2.53\n");
	resolvers_update(&daemon->resolvers);
	EXPECT_EQ(1000, daemon->mend_timer.due - clock_ms());
}

static unsigned int heard;

static void hear(void *context)
{
	struct daemon *daemon = context;

	heard++;
	daemon->loop.stop = true;
}

TEST_F(daemon, the_loop_waits_for_sources_and_timers)
{
	struct daemon *daemon = &self->daemon;
	struct timer timer;
	int ends[2];

	ASSERT_EQ(0, pipe(ends));
	heard = 0;
	ASSERT_EQ(0, loop_add(&daemon->loop, ends[0], POLLIN, hear, daemon));
	ASSERT_EQ(1, write(ends[1], "x", 1));
	loop_run(&daemon->loop);
	EXPECT_EQ(1, heard);
	loop_remove(&daemon->loop, ends[0]);
	EXPECT_EQ(0, daemon->loop.count);

	timer_add(&daemon->loop, &timer, hear, daemon);
	timer_start(&timer, 5000);
	run_timers(&daemon->loop);
	EXPECT_EQ(1, heard);
	pass(daemon, 4);
	EXPECT_EQ(1, heard);
	daemon->loop.stop = false;
	now_ms += 1000;
	loop_run(&daemon->loop);
	EXPECT_EQ(2, heard);
	timer_start(&timer, 1000);
	timer_stop(&timer);
	pass(daemon, 2);
	EXPECT_EQ(2, heard);
	/* One that was closed is let go, and does not keep the loop busy. */
	ASSERT_EQ(0, loop_add(&daemon->loop, ends[0], POLLIN, hear, daemon));
	close(ends[0]);
	close(ends[1]);
	daemon->loop.stop = false;
	timer_start(&timer, 0);
	loop_run(&daemon->loop);
	EXPECT_EQ(0, daemon->loop.count);
	EXPECT_EQ(3, heard);
}

TEST_HARNESS_MAIN
