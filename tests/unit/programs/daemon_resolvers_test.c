// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * What cordond does without: resolvers are told whatever fails beside them; and the
 * loop that waits for files and clocks
 */
#include "daemon_world.h"

TEST_F(daemon, inotify_is_used_up)
{
	struct daemon *daemon = &self->daemon;

	make_directories(self->state);
	put_object(AT_FDCWD, self->object, 4, RULES);
	put_resolv_conf("nameserver 192.0.2.53\n");
	inotify_error = EMFILE;
	begin(daemon);
	EXPECT_EQ(4, cordon_in_force_version(&daemon->sysfs));
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
	EXPECT_EQ(4, cordon_in_force_version(&daemon->sysfs));
	pass(daemon, 1);
	EXPECT_EQ(5, cordon_in_force_version(&daemon->sysfs));
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
	EXPECT_EQ(5, cordon_in_force_version(&daemon->sysfs));
}

TEST_F(daemon, no_watch_is_left)
{
	struct daemon *daemon = &self->daemon;

	make_directories(self->state);
	put_object(AT_FDCWD, self->object, 4, RULES);
	watch_error = ENOSPC;
	begin(daemon);
	EXPECT_EQ(4, cordon_in_force_version(&daemon->sysfs));
	put_resolv_conf("nameserver 192.0.2.54\n");
	pass(daemon, 100);
	EXPECT_TRUE(kernel_knows(daemon, "192.0.2.54\n"));
	EXPECT_EQ(1, times("cannot watch the inbox: No space"));
	EXPECT_EQ(1, times("cannot watch for resolvers: No space"));
	watch_error = 0;
	pass(daemon, 61);
	EXPECT_EQ(0, daemon->poll_timer.due);
}

TEST_F(daemon, resolvers_are_told_in_one_line)
{
	struct daemon *daemon = &self->daemon;

	resolvers_update(&daemon->resolvers);
	EXPECT_STREQ("<6>resolvers: none\n", said);
	*said = '\0';
	put_resolv_conf("nameserver 192.0.2.53\n");
	resolvers_update(&daemon->resolvers);
	EXPECT_STREQ("<6>resolvers: 192.0.2.53\n", said);
	*said = '\0';
	put_resolv_conf("nameserver 192.0.2.53\nnameserver 2001:db8::53\n");
	resolvers_update(&daemon->resolvers);
	EXPECT_STREQ("<6>resolvers: 192.0.2.53 2001:db8::53\n", said);
}

/* What is not waited for is not watched, however often it is tried. */
TEST_F(daemon, the_loop_is_full)
{
	struct daemon *daemon = &self->daemon;

	make_directories(self->state);
	put_object(AT_FDCWD, self->object, 4, RULES);
	daemon->loop.count = LOOP_SOURCES;
	begin(daemon);
	pass(daemon, 100);
	EXPECT_EQ(1, times("cannot watch the inbox: No space")) TH_LOG("%s", said);
	EXPECT_EQ(1, times("cannot watch for resolvers: No space"));
	EXPECT_EQ(0, times("announced again"));
	EXPECT_EQ(-1, daemon->inbox.notify);
	EXPECT_EQ(-1, daemon->resolvers.notify);
	drop(daemon, "inbox/a", 5);
	pass(daemon, 2);
	EXPECT_EQ(5, cordon_in_force_version(&daemon->sysfs));
	daemon->loop.count = 0;
	pass(daemon, 61);
	EXPECT_EQ(2, daemon->loop.count);
	EXPECT_EQ(1, times("changes of the inbox are announced again"));
	EXPECT_EQ(1, times("changes of the resolvers are announced again"));
}

TEST_F(daemon, the_kernel_does_not_take_the_resolvers)
{
	struct daemon *daemon = &self->daemon;

	make_directories(self->state);
	put_object(AT_FDCWD, self->object, 4, RULES);
	put_resolv_conf("nameserver 192.0.2.53\n");
	tell_error = EACCES;
	begin(daemon);
	EXPECT_EQ(4, cordon_in_force_version(&daemon->sysfs));
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
