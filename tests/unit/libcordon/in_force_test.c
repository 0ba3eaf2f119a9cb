// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Which policy is in force, by a tree of plain files: what cannot be read is told, and
 * is never "no policy"
 *
 * Reading a number is ours here: another policy comes into force in between.
 */
#include <fcntl.h>
#include <stdlib.h>
#include <sys/stat.h>

#include "libcordon/device/sysfs.h"

static int play_number(const struct cordon_sysfs *sysfs, const char *node,
		       u64 *number);

#define cordon_sysfs_read_number play_number
#include "libcordon/device/in_force.c"
#undef cordon_sysfs_read_number

#include "kselftest_harness.h"

/* So many more policies come into force, each once the version was read. */
static u64 to_come;

FIXTURE(in_force) {
	char root[64];
	struct cordon_sysfs sysfs;
	struct cordon_in_force policy;
	char text[CORDON_IN_FORCE_MAX];
};

static void put(const struct cordon_sysfs *sysfs, const char *node,
		const char *text)
{
	int fd = openat(sysfs->fd, node, O_WRONLY | O_CREAT | O_TRUNC, 0600);

	if (fd < 0 || dprintf(fd, "%s\n", text) < 0)
		abort();
	close(fd);
}

static void set_policy(const struct cordon_sysfs *sysfs, u64 version)
{
	char number[32], name[32];

	snprintf(number, sizeof(number), "%llu", (unsigned long long)version);
	snprintf(name, sizeof(name), "policy-%llu", (unsigned long long)version);
	put(sysfs, "policy/name", version ? name : "");
	put(sysfs, "policy/version", number);
	put(sysfs, "policy/generation", number);
	put(sysfs, "policy/signer", version ? "CN=Authority" : "");
}

static int play_number(const struct cordon_sysfs *sysfs, const char *node,
		       u64 *number)
{
	int r = cordon_sysfs_read_number(sysfs, node, number);

	/* The name was read before it. */
	if (to_come && !strcmp(node, "policy/version")) {
		to_come--;
		set_policy(sysfs, *number + 1);
		r = cordon_sysfs_read_number(sysfs, node, number);
	}
	return r;
}

FIXTURE_SETUP(in_force)
{
	to_come = 0;
	snprintf(self->root, sizeof(self->root), "/tmp/cordon-in-force-XXXXXX");
	ASSERT_NE(NULL, mkdtemp(self->root));
	ASSERT_EQ(0, cordon_sysfs_open(&self->sysfs, self->root));
	ASSERT_EQ(0, mkdirat(self->sysfs.fd, "policy", 0700));
	set_policy(&self->sysfs, 7);
}

FIXTURE_TEARDOWN(in_force)
{
	char command[128];

	cordon_sysfs_close(&self->sysfs);
	snprintf(command, sizeof(command), "rm -rf %s", self->root);
	EXPECT_EQ(0, system(command));
}

TEST_F(in_force, one)
{
	EXPECT_EQ(7, cordon_in_force_version(&self->sysfs));
	EXPECT_EQ(0, cordon_in_force_read(&self->sysfs, &self->policy));
	EXPECT_TRUE(cordon_in_force_is_any(&self->policy));
	EXPECT_FALSE(cordon_in_force_is_built_in(&self->policy));
	EXPECT_STREQ("policy-7", self->policy.name);
	EXPECT_EQ(7, self->policy.version);
	EXPECT_EQ(7, self->policy.generation);
	EXPECT_EQ(0, cordon_in_force_describe(&self->sysfs, self->text));
	EXPECT_STREQ("policy-7 version 7", self->text);
	put(&self->sysfs, "policy/signer", "built in");
	EXPECT_EQ(0, cordon_in_force_describe(&self->sysfs, self->text));
	EXPECT_STREQ("policy-7 version 7, built into the kernel", self->text);
}

TEST_F(in_force, none)
{
	set_policy(&self->sysfs, 0);
	EXPECT_EQ(0, cordon_in_force_version(&self->sysfs));
	EXPECT_EQ(0, cordon_in_force_read(&self->sysfs, &self->policy));
	EXPECT_FALSE(cordon_in_force_is_any(&self->policy));
	EXPECT_EQ(0, cordon_in_force_describe(&self->sysfs, self->text));
	EXPECT_STREQ("no policy", self->text);
}

TEST_F(in_force, nodes_that_cannot_be_read)
{
	static const char * const nodes[] = {
		"policy/name", "policy/version", "policy/generation",
		"policy/signer",
	};
	char wanted[CORDON_IN_FORCE_MAX];
	size_t i;

	for (i = 0; i < ARRAY_SIZE(nodes); i++) {
		ASSERT_EQ(0, unlinkat(self->sysfs.fd, nodes[i], 0));
		snprintf(wanted, sizeof(wanted),
			 "unknown: cannot read %s: No such file or directory",
			 nodes[i]);
		EXPECT_EQ(-ENOENT, cordon_in_force_read(&self->sysfs, &self->policy));
		EXPECT_STREQ(nodes[i], self->policy.node);
		EXPECT_EQ(-ENOENT, cordon_in_force_describe(&self->sysfs, self->text));
		EXPECT_STREQ(wanted, self->text);
		/* An error of the node itself, as EIO is. */
		ASSERT_EQ(0, mkdirat(self->sysfs.fd, nodes[i], 0700));
		EXPECT_EQ(-EISDIR, cordon_in_force_describe(&self->sysfs, self->text));
		ASSERT_EQ(0, unlinkat(self->sysfs.fd, nodes[i], AT_REMOVEDIR));
		set_policy(&self->sysfs, 7);
	}
	EXPECT_EQ(0, cordon_in_force_describe(&self->sysfs, self->text));
}

TEST_F(in_force, version_that_is_none)
{
	static const char * const versions[] = {
		"", "x", "-5", "7x", "9223372036854775808", "18446744073709551616",
	};
	size_t i;

	for (i = 0; i < ARRAY_SIZE(versions); i++) {
		put(&self->sysfs, "policy/version", versions[i]);
		EXPECT_EQ(-EBADMSG, cordon_in_force_version(&self->sysfs));
	}
	put(&self->sysfs, "policy/version", "9223372036854775807");
	EXPECT_EQ(9223372036854775807LL, cordon_in_force_version(&self->sysfs));
	ASSERT_EQ(0, unlinkat(self->sysfs.fd, "policy/version", 0));
	EXPECT_EQ(-ENOENT, cordon_in_force_version(&self->sysfs));
}

TEST_F(in_force, nodes_that_contradict_each_other)
{
	put(&self->sysfs, "policy/name", "");
	EXPECT_EQ(-EBADMSG, cordon_in_force_describe(&self->sysfs, self->text));
	EXPECT_STREQ("unknown: cannot read policy/name: Bad message", self->text);
	put(&self->sysfs, "policy/name", "policy-7");
	put(&self->sysfs, "policy/version", "0");
	EXPECT_EQ(-EBADMSG, cordon_in_force_describe(&self->sysfs, self->text));
	EXPECT_STREQ("unknown: cannot read policy/version: Bad message", self->text);
}

/* Never the name of one with the version of the next. */
TEST_F(in_force, that_changes_meanwhile)
{
	to_come = 1;
	EXPECT_EQ(0, cordon_in_force_read(&self->sysfs, &self->policy));
	EXPECT_STREQ("policy-8", self->policy.name);
	EXPECT_EQ(8, self->policy.version);
	EXPECT_EQ(8, self->policy.generation);
	to_come = TRIES - 1;
	EXPECT_EQ(0, cordon_in_force_describe(&self->sysfs, self->text));
	EXPECT_STREQ("policy-12 version 12", self->text);
	to_come = 1000;
	EXPECT_EQ(-EAGAIN, cordon_in_force_describe(&self->sysfs, self->text));
	EXPECT_EQ(0, strncmp("unknown: cannot read policy/generation: ",
			     self->text, 40));
	EXPECT_LE(1000 - TRIES, to_come);
}

TEST_HARNESS_MAIN
