// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Which policy cordond loads when it starts, against a kernel of plain files
 */
#include <errno.h>
#include <fcntl.h>
#include <string.h>

/* Plays a file whose mode bits shut us out, also where root runs this. */
static const char *unreadable;

static int play_open(const char *path, int flags)
{
	if (!unreadable || strcmp(path, unreadable))
		return open(path, flags);
	errno = EACCES;
	return -1;
}

#define open play_open
#include "cordond/object_file.c"
#undef open
#include "cordond/state.c"
#include "cordond/store.c"
#include "cordond/trouble.c"
#include "cordond_played.h"
#include "cordond/loop.c"
#include "cordond/load.c"
#include "cordond/canary.c"
#include "cordond/boot.c"

#include "kselftest_harness.h"

static bool exists(int directory, const char *name)
{
	return faccessat(directory, name, F_OK, AT_SYMLINK_NOFOLLOW) == 0;
}

void status_soon(struct daemon *daemon)
{
	(void)daemon;
}

FIXTURE(boot) {
	char root[64];
	char path[96];
	int sysfs;
	struct daemon daemon;
};

FIXTURE_SETUP(boot)
{
	struct account account = { .uid = getuid(), .gid = getgid() };
	struct daemon *daemon = &self->daemon;
	const char *what;
	char path[96];

	memset(daemon, 0, sizeof(*daemon));
	play_begin();
	snprintf(self->root, sizeof(self->root), "/tmp/cordon-boot-XXXXXX");
	ASSERT_NE(NULL, mkdtemp(self->root));
	snprintf(path, sizeof(path), "%s/state", self->root);
	ASSERT_EQ(0, state_create(path, &account, &what));
	ASSERT_EQ(0, state_open(&daemon->state, path, &what));
	self->sysfs = play_nodes(daemon, self->root);
	snprintf(self->path, sizeof(self->path), "%s/policy.cordon", self->root);
	daemon->device_object = self->path;
	daemon->device_file = -1;
	canary_begin(daemon);
}

FIXTURE_TEARDOWN(boot)
{
	char command[128];

	cordon_sysfs_close(&self->daemon.sysfs);
	snprintf(command, sizeof(command), "rm -rf %s", self->root);
	EXPECT_EQ(0, system(command));
}

TEST_F(boot, nothing_at_all)
{
	EXPECT_EQ(0, boot_load(&self->daemon));
	EXPECT_STREQ("", said);
	EXPECT_EQ(0, probed);
}

TEST_F(boot, the_newest_is_loaded)
{
	put_object(self->daemon.state.accepted, "a", 3, RULES);
	put_object(self->daemon.state.accepted, "b", 5, RULES);
	put_object(AT_FDCWD, self->path, 4, RULES);
	EXPECT_EQ(0, boot_load(&self->daemon));
	EXPECT_EQ(1, offered);
	EXPECT_EQ(5, cordon_in_force_version(&self->daemon.sysfs));
	EXPECT_NE(NULL, strstr(said, "b: accepted; in force: test version 5\n"))
		TH_LOG("%s", said);
	EXPECT_EQ(1, probed);
}

/* The firmware was updated: its policy is newer than all on the device. */
TEST_F(boot, older_than_the_boot_policy)
{
	set_in_force(self->sysfs, 9, "built in\n");
	put_object(self->daemon.state.accepted, "a", 3, RULES);
	put_object(AT_FDCWD, self->path, 8, RULES);
	EXPECT_EQ(0, boot_load(&self->daemon));
	EXPECT_EQ(0, offered);
	EXPECT_EQ(9, cordon_in_force_version(&self->daemon.sysfs));
	EXPECT_NE(NULL, strstr(said,
			       "<6>the kernel's boot policy, version 9, is newer: it stays"))
		TH_LOG("%s", said);
	EXPECT_EQ(false, is_warned());
	EXPECT_EQ(1, probed);
	/* It may be of use again, under an older firmware. */
	EXPECT_EQ(true, exists(self->daemon.state.accepted, "a"));
	EXPECT_EQ(false, exists(self->daemon.state.refused, "a"));
}

TEST_F(boot, newer_than_the_boot_policy)
{
	char policy[CORDON_IN_FORCE_MAX];

	set_in_force(self->sysfs, 9, "built in\n");
	cordon_in_force_describe(&self->daemon.sysfs, policy);
	EXPECT_STREQ("test version 9, built into the kernel", policy);
	put_object(self->daemon.state.accepted, "a", 10, RULES);
	EXPECT_EQ(0, boot_load(&self->daemon));
	EXPECT_EQ(10, cordon_in_force_version(&self->daemon.sysfs));
	EXPECT_EQ(NULL, strstr(said, "stays in force"));
	cordon_in_force_describe(&self->daemon.sysfs, policy);
	EXPECT_STREQ("test version 10", policy);
}

TEST_F(boot, the_boot_policy_itself)
{
	set_in_force(self->sysfs, 9, "built in\n");
	in_force_content = put_object(AT_FDCWD, self->path, 9, RULES);
	EXPECT_EQ(0, boot_load(&self->daemon));
	EXPECT_EQ(1, offered);
	EXPECT_EQ(false, is_warned()) TH_LOG("%s", said);
	EXPECT_NE(NULL, strstr(said, "test version 9, built into the kernel\n"))
		TH_LOG("%s", said);
	EXPECT_EQ(1, probed);
}

/* Two policies of one version: somebody has to hear of that. */
TEST_F(boot, another_one_of_its_version)
{
	set_in_force(self->sysfs, 9, "built in\n");
	in_force_content = 1;
	put_object(AT_FDCWD, self->path, 9, OTHER);
	put_object(self->daemon.state.accepted, "a", 8, RULES);
	EXPECT_EQ(0, boot_load(&self->daemon));
	EXPECT_EQ(1, offered);
	EXPECT_NE(NULL, strstr(said, "refused: stale against version 9"))
		TH_LOG("%s", said);
	EXPECT_NE(NULL, strstr(said, "boot policy, version 9, is newer"));
	EXPECT_EQ(1, probed);
	EXPECT_EQ(true, exists(self->daemon.state.accepted, "a"));
}

TEST_F(boot, nothing_beside_the_boot_policy)
{
	set_in_force(self->sysfs, 9, "built in\n");
	EXPECT_EQ(0, boot_load(&self->daemon));
	EXPECT_NE(NULL, strstr(said,
			       "place: test version 9, built into the kernel"))
		TH_LOG("%s", said);
	EXPECT_EQ(false, is_warned());
	EXPECT_EQ(1, probed);
}

/* Loaded by hand before cordond was started again. */
TEST_F(boot, older_than_one_loaded_by_hand)
{
	set_in_force(self->sysfs, 9, "CN=Authority\n");
	put_object(self->daemon.state.accepted, "a", 3, RULES);
	EXPECT_EQ(0, boot_load(&self->daemon));
	EXPECT_NE(NULL, strstr(said,
			       "<6>the policy in force, test version 9, is newer: it stays"))
		TH_LOG("%s", said);
	EXPECT_EQ(0, offered);
}

/* What cannot be read has no version; the kernel says what is wrong with it. */
TEST_F(boot, damaged)
{
	char bytes[100] = { 0 };

	set_in_force(self->sysfs, 9, "built in\n");
	put(self->daemon.state.accepted, "a", bytes, sizeof(bytes));
	EXPECT_EQ(0, boot_load(&self->daemon));
	EXPECT_EQ(1, offered);
	EXPECT_NE(NULL, strstr(said, "<4>a: refused: malformed-object"));
	EXPECT_EQ(9, cordon_in_force_version(&self->daemon.sysfs));
	EXPECT_EQ(1, probed);
}

/* It goes on: resolvers and policies are to be told all the same. */
TEST_F(boot, a_boot_policy_that_is_not_enforced)
{
	set_in_force(self->sysfs, 9, "built in\n");
	probe_answer = 0;
	EXPECT_EQ(0, boot_load(&self->daemon));
	EXPECT_NE(NULL, strstr(said, "<3>NOT ENFORCING")) TH_LOG("%s", said);
	EXPECT_NE(NULL, strstr(said, "no setting does that"));
	EXPECT_EQ(NULL, strstr(said, "/sys/fs/bpf"));
	EXPECT_TRUE(trouble_is_on(&self->daemon.troubles, TROUBLE_CANARY));
	trouble_end(&self->daemon.troubles, TROUBLE_CANARY);
	put_text(self->sysfs, "backend", "bpf\n");
	EXPECT_EQ(0, boot_load(&self->daemon));
	EXPECT_NE(NULL, strstr(said, "/sys/fs/bpf"));
}

/* No other is kept from being put in force by one that has to wait. */
TEST_F(boot, one_that_the_kernel_has_no_memory_for)
{
	put_object(AT_FDCWD, self->path, 4, RULES);
	kernel_says = "no-memory";
	EXPECT_EQ(-EAGAIN, boot_load(&self->daemon));
	EXPECT_STREQ("no-memory", self->daemon.word);
	put_object(self->daemon.state.accepted, "a", 5, RULES);
	EXPECT_EQ(-EAGAIN, boot_load(&self->daemon));
	EXPECT_EQ(3, offered);
	EXPECT_EQ(0, cordon_in_force_version(&self->daemon.sysfs));
	kernel_says = NULL;
	EXPECT_EQ(0, boot_load(&self->daemon));
	EXPECT_EQ(5, cordon_in_force_version(&self->daemon.sysfs));
}

/* What was refused is offered and told once, until it is another file. */
TEST_F(boot, a_damaged_one_is_told_once)
{
	char bytes[100] = { 0 };
	char *first;

	put(AT_FDCWD, self->path, bytes, sizeof(bytes));
	EXPECT_EQ(0, boot_load(&self->daemon));
	EXPECT_EQ(0, boot_load(&self->daemon));
	EXPECT_EQ(1, offered);
	first = strstr(said, "refused: malformed-object");
	ASSERT_NE(NULL, first);
	EXPECT_EQ(NULL, strstr(first + 1, "refused: malformed-object"));
	put_object(AT_FDCWD, self->path, 4, RULES);
	EXPECT_EQ(0, boot_load(&self->daemon));
	EXPECT_EQ(4, cordon_in_force_version(&self->daemon.sysfs));
}

TEST_F(boot, without_the_state_directory)
{
	put_object(AT_FDCWD, self->path, 4, RULES);
	state_close(&self->daemon.state);
	EXPECT_EQ(0, boot_load(&self->daemon));
	EXPECT_EQ(4, cordon_in_force_version(&self->daemon.sysfs));
	EXPECT_EQ(false, is_warned()) TH_LOG("%s", said);
}

TEST_F(boot, the_devices_own_is_damaged_and_an_accepted_one_good)
{
	char bytes[100] = { 0 };

	put(AT_FDCWD, self->path, bytes, sizeof(bytes));
	put_object(self->daemon.state.accepted, "a", 5, RULES);
	EXPECT_EQ(0, boot_load(&self->daemon));
	EXPECT_EQ(5, cordon_in_force_version(&self->daemon.sysfs));
}

TEST_F(boot, the_accepted_one_is_damaged_and_the_devices_own_good)
{
	put_object(AT_FDCWD, self->path, 4, RULES);
	put_text(self->daemon.state.accepted, "a", "short");
	put_text(self->daemon.state.accepted, "b",
		 "long enough to be taken for an object of whatever kind");
	EXPECT_EQ(0, boot_load(&self->daemon));
	EXPECT_EQ(4, cordon_in_force_version(&self->daemon.sysfs));
}

/* A policy with mode 0600: root opened it, before it became somebody else. */
TEST_F(boot, one_that_only_root_may_read)
{
	int file;

	put_object(AT_FDCWD, self->path, 4, RULES);
	file = open(self->path, O_RDONLY);
	ASSERT_LE(0, file);
	unreadable = self->path;
	EXPECT_EQ(0, boot_load(&self->daemon));
	EXPECT_EQ(0, cordon_in_force_version(&self->daemon.sysfs));
	EXPECT_NE(NULL, strstr(said, "Permission denied")) TH_LOG("%s", said);
	self->daemon.device_file = file;
	self->daemon.refused_count = 0;
	EXPECT_EQ(0, boot_load(&self->daemon));
	EXPECT_EQ(4, cordon_in_force_version(&self->daemon.sysfs));
	unreadable = NULL;
	close(file);
}

TEST_F(boot, the_canary_is_let_through_and_refused_again)
{
	struct daemon *daemon = &self->daemon;
	char line[1000];

	set_in_force(self->sysfs, 9, "built in\n");
	probe_answer = 0;
	canary_prove(daemon);
	canary_prove(daemon);
	trouble_alarms(&daemon->troubles, line, sizeof(line));
	EXPECT_EQ(0, strncmp(line, "ALARM: NOT ENFORCING", 20))
		TH_LOG("%s", line);
	/* Said once. */
	EXPECT_EQ(NULL, strstr(strstr(said, "NOT ENFORCING") + 1, "NOT ENFORCING"));
	probe_answer = 1;
	canary_prove(daemon);
	EXPECT_NE(NULL, strstr(said, "<5>the alarm is over: the canary is refused again\n"));
	EXPECT_EQ(0, trouble_alarms(&daemon->troubles, line, sizeof(line)));
	/* It is asked for again by itself. */
	EXPECT_NE(0, daemon->probe_timer.due);
}

TEST_F(boot, a_canary_that_nobody_promised_to_refuse)
{
	probe_answer = 0;
	canary_prove(&self->daemon);
	EXPECT_EQ(0, probed);
	put_text(self->sysfs, "mode", "monitor\n");
	canary_prove(&self->daemon);
	EXPECT_EQ(0, probed);
	EXPECT_STREQ("", said);
	put_text(self->sysfs, "mode", "enforce\n");
	canary_prove(&self->daemon);
	EXPECT_EQ(1, probed);
	put_text(self->sysfs, "mode", "monitor\n");
	canary_prove(&self->daemon);
	EXPECT_NE(NULL, strstr(said, "the alarm is over: the kernel's mode is monitor"));
}

TEST_F(boot, a_probe_that_cannot_be_made)
{
	struct daemon *daemon = &self->daemon;

	set_in_force(self->sysfs, 9, "built in\n");
	probe_answer = -EAGAIN;
	canary_prove(daemon);
	canary_prove(daemon);
	EXPECT_TRUE(trouble_is_on(&daemon->troubles, TROUBLE_PROBE));
	EXPECT_FALSE(trouble_is_on(&daemon->troubles, TROUBLE_CANARY));
	daemon->probe = -1;
	probe_opens = -EMFILE;
	canary_prove(daemon);
	EXPECT_NE(NULL, strstr(said, "<3>cannot make the probe's socket: Too many open files"));
	EXPECT_EQ(2, probed);
	probe_opens = 1000;
	probe_answer = 1;
	canary_prove(daemon);
	EXPECT_EQ(1000, daemon->probe);
	EXPECT_FALSE(trouble_is_on(&daemon->troubles, TROUBLE_PROBE));
	ASSERT_EQ(0, unlinkat(self->sysfs, "mode", 0));
	canary_prove(daemon);
	EXPECT_NE(NULL, strstr(said, "cannot read the kernel's mode"));
}

/* Not to know what is in force is not to know that nothing is. */
TEST_F(boot, what_is_in_force_cannot_be_read)
{
	set_in_force(self->sysfs, 9, "CN=Authority\n");
	put_text(self->sysfs, "policy/version", "?\n");
	EXPECT_EQ(0, boot_load(&self->daemon));
	EXPECT_NE(NULL, strstr(said, "the policy is unknown: cannot read policy/version: "))
		TH_LOG("%s", said);
	EXPECT_EQ(1, probed);
	/* The twin: the kernel says that nothing is. */
	play_begin();
	set_in_force(self->sysfs, 0, "\n");
	EXPECT_EQ(0, boot_load(&self->daemon));
	EXPECT_STREQ("", said);
	EXPECT_EQ(0, probed);
}

TEST_HARNESS_MAIN
