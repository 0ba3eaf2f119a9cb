// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * What cordond does without: whatever is a convenience may fail, a policy is in
 * force all the same; it is said once, and tried again
 */
#include "daemon_world.h"

TEST_F(daemon, all_is_well)
{
	struct daemon *daemon = &self->daemon;

	make_directories(self->state);
	put_object(AT_FDCWD, self->object, 4, RULES);
	put_resolv_conf("nameserver 192.0.2.53\n");
	begin(daemon);
	EXPECT_EQ(4, cordon_in_force_version(&daemon->sysfs));
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

/* Then nothing is offered again: it would be, without end, if nothing were in force. */
TEST_F(daemon, what_is_in_force_cannot_be_read)
{
	struct daemon *daemon = &self->daemon;

	make_directories(self->state);
	put_object(AT_FDCWD, self->object, 4, RULES);
	begin(daemon);
	EXPECT_EQ(1, offered);
	put_text(daemon->sysfs.fd, "policy/version", "?\n");
	work_on(daemon);
	pass(daemon, 200);
	EXPECT_EQ(1, offered);
	EXPECT_NE(NULL, strstr(told_manager, "enforce: unknown: cannot read policy/version"))
		TH_LOG("%s", told_manager);
	/* The twin. */
	set_in_force(daemon->sysfs.fd, 0, "\n");
	work_on(daemon);
	EXPECT_EQ(2, offered);
}

/* An alarm, and a policy and resolvers go on being told. */
TEST_F(daemon, a_canary_that_is_let_through)
{
	struct daemon *daemon = &self->daemon;

	make_directories(self->state);
	put_object(AT_FDCWD, self->object, 4, RULES);
	probe_answer = 0;
	begin(daemon);
	EXPECT_EQ(4, cordon_in_force_version(&daemon->sysfs));
	EXPECT_EQ(1, readies);
	EXPECT_NE(NULL, strstr(told_manager, "STATUS=ALARM: NOT ENFORCING"));
	drop(daemon, "inbox/a", 5);
	work_on(daemon);
	EXPECT_EQ(5, cordon_in_force_version(&daemon->sysfs));
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
	EXPECT_EQ(4, cordon_in_force_version(&daemon->sysfs));
	EXPECT_EQ(1, readies);
	pass(daemon, 500);
	EXPECT_EQ(1, times("cannot use the state directory")) TH_LOG("%s", said);
	EXPECT_NE(NULL, strstr(told_manager, "cannot use the state directory"));
	EXPECT_EQ(1, offered);
	make_directories(self->state);
	drop(daemon, "inbox/a", 5);
	pass(daemon, 61);
	EXPECT_EQ(1, times("the state directory can be used again"));
	EXPECT_EQ(5, cordon_in_force_version(&daemon->sysfs));
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
	EXPECT_EQ(5, cordon_in_force_version(&daemon->sysfs));
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
	EXPECT_EQ(7, cordon_in_force_version(&daemon->sysfs));
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
	EXPECT_EQ(5, cordon_in_force_version(&daemon->sysfs));
	EXPECT_EQ(1, offered);
	/* Another one is loaded; the first is not loaded again. */
	drop(daemon, "inbox/b", 6);
	work_on(daemon);
	EXPECT_EQ(6, cordon_in_force_version(&daemon->sysfs));
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
	EXPECT_EQ(4, cordon_in_force_version(&daemon->sysfs));
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
	EXPECT_EQ(5, cordon_in_force_version(&daemon->sysfs));
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
	EXPECT_EQ(4, cordon_in_force_version(&daemon->sysfs));
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
	EXPECT_EQ(4, cordon_in_force_version(&daemon->sysfs));
	/* And when something else is in force. */
	put_object(AT_FDCWD, self->object, 5, RULES);
	pass(daemon, 61);
	EXPECT_EQ(4, cordon_in_force_version(&daemon->sysfs));
	work_again(daemon);
	EXPECT_EQ(5, cordon_in_force_version(&daemon->sysfs));
}

TEST_F(daemon, the_service_manager_does_not_listen)
{
	struct daemon *daemon = &self->daemon;

	make_directories(self->state);
	put_object(AT_FDCWD, self->object, 4, RULES);
	manager_error = EAGAIN;
	begin(daemon);
	EXPECT_EQ(4, cordon_in_force_version(&daemon->sysfs));
	pass(daemon, 200);
	EXPECT_EQ(1, times("the service manager does not listen"));
	EXPECT_EQ(1, times("enforce: test version 4"));
	manager_error = 0;
	pass(daemon, 61);
	EXPECT_EQ(1, readies);
	EXPECT_EQ(1, times("the service manager listens again"));
	EXPECT_EQ(0, daemon->mend_timer.due);
}

/* A line of its own would be another word to the manager. */
TEST_F(daemon, a_status_is_one_line)
{
	struct daemon *daemon = &self->daemon;

	make_directories(self->state);
	begin(daemon);
	trouble_begin(&daemon->troubles, TROUBLE_AUDIT, "a\nREADY=1\033");
	status_send(daemon);
	EXPECT_NE(NULL, strstr(told_manager, "; a\\x0aREADY=1\\x1b"))
		TH_LOG("%s", told_manager);
	EXPECT_EQ(NULL, strchr(told_manager, '\n'));
}

/* It waits, and keeps no other from being put in force. */
TEST_F(daemon, an_object_cannot_be_read_just_now)
{
	static const int errors[] = { ENOMEM, EIO, EMFILE, ENFILE, EAGAIN };
	struct daemon *daemon = &self->daemon;
	char line[128];
	size_t i;

	make_directories(self->state);
	put_object(AT_FDCWD, self->object, 3, RULES);
	begin(daemon);
	drop(daemon, "inbox/a", 5);
	for (i = 0; i < ARRAY_SIZE(errors); i++) {
		fail_to_read(daemon->state.inbox, "a", errors[i]);
		work_on(daemon);
		snprintf(line, sizeof(line),
			 "<6>an object in the inbox waits: a: cordond may not read the file, or reading it failed (%s); trying again",
			 strerror(errors[i]));
		EXPECT_EQ(1, times(line)) TH_LOG("%s", said);
		EXPECT_NE(NULL, strstr(told_manager, line + 3));
		EXPECT_TRUE(in_state(daemon, "inbox/a"));
	}
	drop(daemon, "inbox/b", 4);
	work_on(daemon);
	EXPECT_EQ(4, cordon_in_force_version(&daemon->sysfs));
	EXPECT_TRUE(in_state(daemon, "accepted/b"));
	pass(daemon, 600);
	EXPECT_EQ(1, times(line));
	EXPECT_FALSE(in_state(daemon, "refused/a"));
	read_error = 0;
	pass(daemon, 61);
	EXPECT_EQ(5, cordon_in_force_version(&daemon->sysfs));
	EXPECT_TRUE(in_state(daemon, "accepted/a"));
	EXPECT_FALSE(is_warned()) TH_LOG("%s", said);
}

/* That it is cordond, not the kernel, who has no memory, can be read. */
TEST_F(daemon, no_memory_to_read_with)
{
	struct daemon *daemon = &self->daemon;

	make_directories(self->state);
	put_object(AT_FDCWD, self->object, 4, RULES);
	no_memory = true;
	begin(daemon);
	drop(daemon, "inbox/a", 5);
	work_on(daemon);
	EXPECT_EQ(0, offered);
	EXPECT_EQ(0, times("the kernel had no memory")) TH_LOG("%s", said);
	EXPECT_EQ(1, times("<6>a policy of this device waits: "));
	EXPECT_EQ(1, times("<6>an object in the inbox waits: a: cordond may not"));
	EXPECT_EQ(2, times("reading it failed (Cannot allocate memory)"));
	no_memory = false;
	kernel_says = "no-memory";
	pass(daemon, 61);
	EXPECT_EQ(1, times("waits: the kernel had no memory for it; trying again"));
	kernel_says = NULL;
	pass(daemon, 61);
	EXPECT_EQ(5, cordon_in_force_version(&daemon->sysfs));
}

/* Each lies under a name of its own, and is told where. */
TEST_F(daemon, one_name_is_refused_again)
{
	struct daemon *daemon = &self->daemon;

	make_directories(self->state);
	put_object(AT_FDCWD, self->object, 4, RULES);
	begin(daemon);
	drop(daemon, "inbox/a", 3);
	work_on(daemon);
	EXPECT_TRUE(in_state(daemon, "refused/a.reason"));
	EXPECT_EQ(0, times("lies in refused/"));
	drop(daemon, "inbox/a", 2);
	rename_error = EACCES;
	work_on(daemon);
	EXPECT_EQ(1, times("<3>a: refused, but cannot be moved into refused/: Permission denied"));
	EXPECT_FALSE(in_state(daemon, "refused/a.2.reason"));
	EXPECT_TRUE(in_state(daemon, "refused/a.reason"));
	rename_error = 0;
	pass(daemon, 61);
	EXPECT_EQ(1, times("<6>a: lies in refused/ as a.2")) TH_LOG("%s", said);
	EXPECT_TRUE(in_state(daemon, "refused/a"));
	EXPECT_TRUE(in_state(daemon, "refused/a.2"));
	EXPECT_TRUE(in_state(daemon, "refused/a.2.reason"));
}

#define FORGED	"x\n<5>a: accepted\nz\033[31m"
#define FORGED_SAFE "x\\x0a<5>a: accepted\\x0az\\x1b[31m"

/* Who chooses a name of a file chooses no line of ours. */
TEST_F(daemon, a_name_is_no_line)
{
	struct daemon *daemon = &self->daemon;

	make_directories(self->state);
	drop(daemon, "accepted/" FORGED, 4);
	begin(daemon);
	EXPECT_EQ(1, times("<5>" FORGED_SAFE ": accepted; in force: test version 4"))
		TH_LOG("%s", said);
	drop(daemon, "inbox/" FORGED, 3);
	inbox_changed(daemon);
	EXPECT_EQ(1, times("<5>" FORGED_SAFE ": written in place"));
	EXPECT_EQ(0, times(": refused"));
	work_on(daemon);
	EXPECT_EQ(1, times("<4>" FORGED_SAFE ": refused: stale"));
	write_error = ENOSPC;
	drop(daemon, "inbox/" FORGED, 3);
	drop(daemon, "inbox/b\n", 5);
	work_on(daemon);
	EXPECT_EQ(1, times("<3>" FORGED_SAFE ": refused, but cannot be moved"));
	EXPECT_EQ(1, times("<3>b\\x0a: in force, but cannot be kept"));
	EXPECT_EQ(NULL, strchr(said, '\033'));
	EXPECT_EQ(NULL, strstr(said, "\n<5>a: accepted"));
}

TEST_F(daemon, a_name_on_the_device_is_no_line)
{
	struct daemon *daemon = &self->daemon;
	char bytes[100] = { 0 };
	char path[160];

	make_directories(self->state);
	snprintf(path, sizeof(path), "%s/accepted/" FORGED, self->state);
	put(AT_FDCWD, path, bytes, sizeof(bytes));
	snprintf(path, sizeof(path), "%s/accepted/short\n", self->state);
	put(AT_FDCWD, path, bytes, 1);
	begin(daemon);
	EXPECT_EQ(1, times("<4>" FORGED_SAFE ": refused: malformed-object"))
		TH_LOG("%s", said);
	EXPECT_EQ(1, times("<4>short\\x0a: this is no object of Cordon's"));
	EXPECT_EQ(NULL, strstr(said, "\n<5>a: accepted"));
}

TEST_HARNESS_MAIN
