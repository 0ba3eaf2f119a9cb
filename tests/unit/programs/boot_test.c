// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Which policy cordond loads when it starts, against a kernel of plain files
 *
 * The kernel's part of it, the order of versions, is played here: it takes what
 * is newer than the policy in force, or the same again.
 */
#include <setjmp.h>

#include "cordond/object.c"
#include "cordond/state.c"
#include "cordond/store.c"

#include "cordond/daemon.h"
#include "engine/policy/validate.h"

static int play_kernel(const struct cordon_sysfs *sysfs, const void *object,
		       size_t size, struct cordon_load_result *result);
static int play_probe(int fd);

#define cordon_sysfs_load play_kernel
#define cordon_probe_run play_probe
#include "cordond/load.c"
#include "cordond/boot.c"

#include "unit/libcordon/source_tree.h"
#include "kselftest_harness.h"

/* What was said, and what the kernel was asked. */
static char said[8192];
static int offered, probed;
static int probe_answer;
static jmp_buf fatal;
static int in_force_content;		/* what tells contents apart */

void log_message(int priority, const char *format, ...)
{
	size_t used = strlen(said);
	va_list args;

	used += snprintf(said + used, sizeof(said) - used, "<%d>", priority);
	va_start(args, format);
	vsnprintf(said + used, sizeof(said) - used - 1, format, args);
	va_end(args);
	strcat(said, "\n");
}

noreturn void log_fatal(int error, const char *format, ...)
{
	va_list args;

	(void)error;
	va_start(args, format);
	vsnprintf(said, sizeof(said), format, args);
	va_end(args);
	longjmp(fatal, 1);
}

static int play_probe(int fd)
{
	(void)fd;
	probed++;
	return probe_answer;
}

FIXTURE(boot) {
	char root[64];
	char path[96];
	int sysfs;
	struct daemon daemon;
};

static void put(int directory, const char *name, const void *data, size_t size)
{
	int fd = openat(directory, name, O_WRONLY | O_CREAT | O_TRUNC, 0600);

	if (fd < 0 || write(fd, data, size) != (ssize_t)size)
		abort();
	close(fd);
}

static void put_text(int directory, const char *name, const char *text)
{
	put(directory, name, text, strlen(text));
}

/* The nodes of a kernel whose policy has this version; 0 for none. */
static void set_in_force(int sysfs, unsigned int version, const char *signer)
{
	char text[32];

	snprintf(text, sizeof(text), "%u\n", version);
	put_text(sysfs, "mode", version ? "enforce\n" : "inactive\n");
	put_text(sysfs, "policy/name", version ? "test\n" : "\n");
	put_text(sysfs, "policy/version", text);
	put_text(sysfs, "policy/signer", signer);
}

/* Its content is told by its size. */
static int play_kernel(const struct cordon_sysfs *sysfs, const void *object,
		       size_t size, struct cordon_load_result *result)
{
	struct cordon_object parts;
	struct cordon_fault fault;
	struct cordon_blob blob;
	u64 version, old;

	offered++;
	memset(result, 0, sizeof(*result));
	if (cordon_object_parse(object, size, &parts, &fault) ||
	    cordon_blob_open(&blob, parts.content, parts.content_size, &fault)) {
		snprintf(result->word, sizeof(result->word), "malformed-object");
		return -EBADMSG;
	}
	version = le64_to_cpu(blob.policy->version);
	if (cordon_sysfs_read_number(sysfs, "policy/version", &old))
		old = 0;
	if (version < old || (version == old && in_force_content != (int)size)) {
		snprintf(result->word, sizeof(result->word), "stale");
		result->offset = old;
		return -ESTALE;
	}
	if (version > old)
		set_in_force(sysfs->fd, (unsigned int)version, "CN=Authority\n");
	in_force_content = (int)size;
	snprintf(result->word, sizeof(result->word), "none");
	return 0;
}

FIXTURE_SETUP(boot)
{
	struct account account = { .uid = getuid(), .gid = getgid() };
	struct daemon *daemon = &self->daemon;
	const char *what;
	char path[96];

	memset(daemon, 0, sizeof(*daemon));
	snprintf(self->root, sizeof(self->root), "/tmp/cordon-boot-XXXXXX");
	ASSERT_NE(NULL, mkdtemp(self->root));
	snprintf(path, sizeof(path), "%s/state", self->root);
	ASSERT_EQ(0, state_create(path, &account, &what));
	ASSERT_EQ(0, state_open(&daemon->state, path, &what));
	snprintf(path, sizeof(path), "%s/sysfs", self->root);
	ASSERT_EQ(0, mkdir(path, 0700));
	ASSERT_EQ(0, cordon_sysfs_open(&daemon->sysfs, path));
	self->sysfs = daemon->sysfs.fd;
	ASSERT_EQ(0, mkdirat(self->sysfs, "policy", 0700));
	put_text(self->sysfs, "backend", "lsm\n");
	set_in_force(self->sysfs, 0, "\n");
	snprintf(self->path, sizeof(self->path), "%s/policy.cordon", self->root);
	daemon->boot_object = self->path;
	*said = '\0';
	offered = 0;
	probed = 0;
	probe_answer = 1;
	in_force_content = 0;
}

FIXTURE_TEARDOWN(boot)
{
	char command[128];

	cordon_sysfs_close(&self->daemon.sysfs);
	snprintf(command, sizeof(command), "rm -rf %s", self->root);
	EXPECT_EQ(0, system(command));
}

/* @rules tells contents of one version apart. Returns the object's size. */
static int put_object(int directory, const char *name, unsigned int version,
		      const char *rules)
{
	struct cordon_diagnostics diag = { 0 };
	struct cordon_compiled compiled;
	struct source_tree tree;
	char ini[256];
	size_t size;
	void *data;

	snprintf(ini, sizeof(ini),
		 "[policy]\nname = test\nversion = %u\nmode = enforce\nservices = services/*.list\n",
		 version);
	if (source_tree_make(&tree) ||
	    source_tree_text(&tree, "test.ini", ini) ||
	    source_tree_text(&tree, "services/a.list", rules) ||
	    cordon_compile(tree.ini, &diag, &compiled))
		abort();
	data = cordon_object_build(CORDON_OBJECT_POLICY, compiled.blob,
				   compiled.size, 0, &size);
	put(directory, name, data, size);
	free(data);
	cordon_compiled_free(&compiled);
	cordon_diagnostics_free(&diag);
	source_tree_remove(&tree);
	return (int)size;
}

#define RULES	"domain example.org\n"
#define OTHER	"domain another-name.example.org\n"

static bool exists(int directory, const char *name)
{
	return faccessat(directory, name, F_OK, AT_SYMLINK_NOFOLLOW) == 0;
}

static bool is_warned(void)
{
	return strstr(said, "<4>") || strstr(said, "<3>");
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
	EXPECT_EQ(5, version_in_force(&self->daemon));
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
	EXPECT_EQ(9, version_in_force(&self->daemon));
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
	char policy[DESCRIPTION_MAX];

	set_in_force(self->sysfs, 9, "built in\n");
	describe_policy(&self->daemon, policy);
	EXPECT_STREQ("test version 9, built into the kernel", policy);
	put_object(self->daemon.state.accepted, "a", 10, RULES);
	EXPECT_EQ(0, boot_load(&self->daemon));
	EXPECT_EQ(10, version_in_force(&self->daemon));
	EXPECT_EQ(NULL, strstr(said, "stays in force"));
	describe_policy(&self->daemon, policy);
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
	EXPECT_EQ(9, version_in_force(&self->daemon));
	EXPECT_EQ(1, probed);
}

TEST_F(boot, a_boot_policy_that_is_not_enforced)
{
	set_in_force(self->sysfs, 9, "built in\n");
	probe_answer = 0;
	if (!setjmp(fatal)) {
		boot_load(&self->daemon);
		ASSERT_EQ(0, 1);
	}
	EXPECT_NE(NULL, strstr(said, "NOT ENFORCING"));
	EXPECT_NE(NULL, strstr(said, "never-block list"));
	EXPECT_EQ(NULL, strstr(said, "/sys/fs/bpf"));
	put_text(self->sysfs, "backend", "bpf\n");
	if (!setjmp(fatal)) {
		boot_load(&self->daemon);
		ASSERT_EQ(0, 1);
	}
	EXPECT_NE(NULL, strstr(said, "/sys/fs/bpf"));
}

TEST_HARNESS_MAIN
