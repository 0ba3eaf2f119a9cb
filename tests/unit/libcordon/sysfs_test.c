// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Nodes read and written, objects loaded, against a tree of plain files
 *
 * write() is ours here: it takes as little as the kernel may take, and fails
 * where a case wants it to.
 */
#include <fcntl.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <sys/syscall.h>

#include "libcordon/device/sysfs.h"
#include "kselftest_harness.h"

/* How write() behaves. */
static struct {
	size_t most;		/* takes at most so many bytes; 0 for all */
	int fail_at;		/* counts down; the call that reaches 0 fails */
	int error;		/* with this */
	int calls;
	bool nothing;		/* takes nothing and says so */
} rule;

ssize_t write(int fd, const void *data, size_t size)
{
	struct stat file;

	/* Only the tree's own files: the harness writes, too. */
	if (fstat(fd, &file) == 0 && S_ISREG(file.st_mode)) {
		rule.calls++;
		if (rule.fail_at && --rule.fail_at == 0) {
			errno = rule.error;
			return -1;
		}
		if (rule.nothing)
			return 0;
		if (rule.most && size > rule.most)
			size = rule.most;
	}
	return syscall(SYS_write, fd, data, size);
}

FIXTURE(tree) {
	char root[64];
	int fd;
	struct cordon_sysfs sysfs;
};

static void put(int fd, const char *node, const void *data, size_t size)
{
	int file = openat(fd, node, O_WRONLY | O_CREAT | O_TRUNC, 0600);

	if (file < 0 || syscall(SYS_write, file, data, size) != (long)size)
		abort();
	close(file);
}

static void put_text(int fd, const char *node, const char *text)
{
	put(fd, node, text, strlen(text));
}

FIXTURE_SETUP(tree)
{
	memset(&rule, 0, sizeof(rule));
	snprintf(self->root, sizeof(self->root), "/tmp/cordon-sysfs-XXXXXX");
	ASSERT_NE(NULL, mkdtemp(self->root));
	self->fd = open(self->root, O_RDONLY | O_DIRECTORY);
	ASSERT_LE(0, self->fd);
	ASSERT_EQ(0, mkdirat(self->fd, "load", 0700));
	put_text(self->fd, "abi", "1\n");
	put_text(self->fd, "lock", "0\n");
	put_text(self->fd, "load/loading", "");
	put_text(self->fd, "load/data", "");
	put_text(self->fd, "load/status", "refused\n");
	put_text(self->fd, "load/error", "none 0\n");
	ASSERT_EQ(0, cordon_sysfs_open(&self->sysfs, self->root));
}

FIXTURE_TEARDOWN(tree)
{
	char command[128];

	cordon_sysfs_close(&self->sysfs);
	close(self->fd);
	snprintf(command, sizeof(command), "rm -rf %s", self->root);
	EXPECT_EQ(0, system(command));
}

TEST_F(tree, absent)
{
	struct cordon_sysfs sysfs;

	EXPECT_EQ(-ENOENT, cordon_sysfs_open(&sysfs, "/nonexistent/cordon"));
	EXPECT_EQ(-1, sysfs.fd);
	cordon_sysfs_close(&sysfs);
}

TEST_F(tree, abi)
{
	EXPECT_EQ(0, cordon_sysfs_check_abi(&self->sysfs));
	put_text(self->fd, "abi", "2\n");
	EXPECT_EQ(-EPROTO, cordon_sysfs_check_abi(&self->sysfs));
	put_text(self->fd, "abi", "11111111111111111111111\n");
	EXPECT_EQ(-EPROTO, cordon_sysfs_check_abi(&self->sysfs));
	unlinkat(self->fd, "abi", 0);
	EXPECT_EQ(-ENOENT, cordon_sysfs_check_abi(&self->sysfs));
}

TEST_F(tree, read)
{
	char value[8];

	put_text(self->fd, "node", "1234567");
	EXPECT_EQ(0, cordon_sysfs_read(&self->sysfs, "node", value,
				       sizeof(value)));
	EXPECT_STREQ("1234567", value);
	put_text(self->fd, "node", "12345678");
	EXPECT_EQ(-EFBIG, cordon_sysfs_read(&self->sysfs, "node", value,
					    sizeof(value)));
	EXPECT_STREQ("", value);
	put_text(self->fd, "node", "");
	EXPECT_EQ(0, cordon_sysfs_read(&self->sysfs, "node", value,
				       sizeof(value)));
	EXPECT_STREQ("", value);
	put(self->fd, "node", "1\0002\n", 4);
	EXPECT_EQ(-EBADMSG, cordon_sysfs_read(&self->sysfs, "node", value,
					      sizeof(value)));
	EXPECT_EQ(-ENOENT, cordon_sysfs_read(&self->sysfs, "none", value,
					     sizeof(value)));
	EXPECT_STREQ("", value);
}

TEST_F(tree, number)
{
	static const struct {
		const char *text;
		int result;
		u64 number;
	} cases[] = {
		{ "0\n", 0, 0 }, { "12", 0, 12 },
		{ "18446744073709551615\n", 0, ~0ULL },
		{ "18446744073709551616\n", -EBADMSG, 0 },
		{ "-1\n", -EBADMSG, 0 }, { " 1\n", -EBADMSG, 0 },
		{ "1 2\n", -EBADMSG, 0 }, { "0x10\n", -EBADMSG, 0 },
		{ "\n", -EBADMSG, 0 }, { "", -EBADMSG, 0 },
	};
	size_t i;
	u64 number;

	for (i = 0; i < ARRAY_SIZE(cases); i++) {
		put_text(self->fd, "node", cases[i].text);
		EXPECT_EQ(cases[i].result,
			  cordon_sysfs_read_number(&self->sysfs, "node",
						   &number))
			TH_LOG("%s", cases[i].text);
		EXPECT_EQ(cases[i].number, number)
			TH_LOG("%s", cases[i].text);
	}
}

TEST_F(tree, bytes)
{
	static char big[70000];
	size_t size;
	void *data;

	memset(big, 'x', sizeof(big));
	put(self->fd, "node", big, sizeof(big));
	ASSERT_EQ(0, cordon_sysfs_read_bytes(&self->sysfs, "node", sizeof(big),
					     &data, &size));
	EXPECT_EQ(sizeof(big), size);
	EXPECT_EQ(0, memcmp(big, data, size));
	free(data);
	EXPECT_EQ(-EFBIG, cordon_sysfs_read_bytes(&self->sysfs, "node",
						  sizeof(big) - 1, &data, &size));
	EXPECT_EQ(NULL, data);
	put_text(self->fd, "node", "");
	ASSERT_EQ(0, cordon_sysfs_read_bytes(&self->sysfs, "node", 10, &data,
					     &size));
	EXPECT_EQ(0, size);
	free(data);
}

static void expect_data(struct __test_metadata *_metadata, int fd,
			const char *wanted, size_t size)
{
	static char found[70000];
	int file = openat(fd, "load/data", O_RDONLY);

	EXPECT_EQ((ssize_t)size, read(file, found, sizeof(found)));
	EXPECT_EQ(0, memcmp(wanted, found, size));
	close(file);
}

/* However little the kernel takes at a time, all of it arrives, in order. */
TEST_F(tree, load_short_writes)
{
	static const size_t most[] = { 0, 4096, 1000, 1 };
	struct cordon_load_result result;
	char object[10000];
	size_t i;

	for (i = 0; i < sizeof(object); i++)
		object[i] = i * 31 >> 3;
	for (i = 0; i < ARRAY_SIZE(most); i++) {
		put_text(self->fd, "load/data", "");
		rule.most = most[i];
		EXPECT_EQ(0, cordon_sysfs_load(&self->sysfs, object,
					       sizeof(object), &result));
		EXPECT_STREQ("none", result.word);
		EXPECT_EQ(NULL, result.node);
		expect_data(_metadata, self->fd, object, sizeof(object));
	}
}

TEST_F(tree, load_interrupted)
{
	struct cordon_load_result result;
	int call;

	/* loading, data, loading: whichever is interrupted is made again */
	for (call = 1; call <= 3; call++) {
		rule.fail_at = call;
		rule.error = EINTR;
		EXPECT_EQ(0, cordon_sysfs_load(&self->sysfs, "object", 6,
					       &result));
		expect_data(_metadata, self->fd, "object", 6);
	}
}

TEST_F(tree, load_takes_nothing)
{
	struct cordon_load_result result;

	rule.nothing = true;
	EXPECT_EQ(-EIO, cordon_sysfs_load(&self->sysfs, "object", 6, &result));
	EXPECT_STREQ("io", result.word);
}

struct failure {
	int call;		/* 1 loading, 2 data, 3 loading */
	int error;
	const char *kernel;	/* what load/error says */
	const char *lock;
	const char *word;
	u64 offset;
	const char *node;
};

TEST_F(tree, load_refused)
{
	static const struct failure cases[] = {
		{ 3, EKEYREJECTED, "signature 105712\n", "0\n", "signature",
		  105712, "load/loading" },
		{ 3, ESTALE, "stale 7\n", "0\n", "stale", 7, "load/loading" },
		{ 2, EFBIG, "too-big 12\n", "0\n", "too-big", 12, "load/data" },
		{ 3, ENOMEM, "no-memory 0\n", "0\n", "no-memory", 0,
		  "load/loading" },
		/* The kernel's last word is about somebody else's object. */
		{ 1, EBUSY, "signature 5\n", "0\n", "busy", 0, "load/loading" },
		{ 2, EBUSY, "signature 5\n", "0\n", "busy", 0, "load/data" },
		{ 1, EPERM, "signature 5\n", "0\n", "not-permitted", 0,
		  "load/loading" },
		{ 1, EPERM, "signature 5\n", "1\n", "locked", 0, "load/loading" },
		{ 1, EIO, "signature 5\n", "0\n", "io", 0, "load/loading" },
		/* What load/error says cannot be read. */
		{ 3, EBADMSG, "none 0\n", "0\n", "io", 0, "load/loading" },
		{ 3, EBADMSG, "signature\n", "0\n", "io", 0, "load/loading" },
		{ 3, EBADMSG, "signature x\n", "0\n", "io", 0, "load/loading" },
		{ 3, EBADMSG, " 5\n", "0\n", "io", 0, "load/loading" },
		{ 3, EBADMSG, "", "0\n", "io", 0, "load/loading" },
		{ 3, EBADMSG,
		  "wwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwww 5\n",
		  "0\n", "io", 0, "load/loading" },
	};
	struct cordon_load_result result;
	size_t i;

	for (i = 0; i < ARRAY_SIZE(cases); i++) {
		const struct failure *c = &cases[i];

		put_text(self->fd, "load/error", c->kernel);
		put_text(self->fd, "lock", c->lock);
		rule.fail_at = c->call;
		rule.error = c->error;
		EXPECT_EQ(-c->error, cordon_sysfs_load(&self->sysfs, "object", 6,
						       &result))
			TH_LOG("case %zu", i);
		EXPECT_STREQ(c->word, result.word)
			TH_LOG("case %zu", i);
		EXPECT_EQ(c->offset, result.offset)
			TH_LOG("case %zu", i);
		EXPECT_STREQ(c->node, result.node);
	}
}

/* What the kernel has not ended itself is aborted, and only that. */
TEST_F(tree, load_aborts)
{
	struct cordon_load_result result;
	char last[8];

	rule.fail_at = 2;
	rule.error = EINVAL;
	put_text(self->fd, "load/status", "refused\n");
	cordon_sysfs_load(&self->sysfs, "object", 6, &result);
	cordon_sysfs_read(&self->sysfs, "load/loading", last, sizeof(last));
	EXPECT_STREQ("1", last);

	rule.fail_at = 2;
	put_text(self->fd, "load/status", "receiving\n");
	put_text(self->fd, "load/loading", "");
	cordon_sysfs_load(&self->sysfs, "object", 6, &result);
	cordon_sysfs_read(&self->sysfs, "load/loading", last, sizeof(last));
	EXPECT_STREQ("-1", last);
}

/* Another loader's transaction is not ours to abort. */
TEST_F(tree, load_leaves_others_alone)
{
	struct cordon_load_result result;
	char last[8];

	rule.fail_at = 1;
	rule.error = EBUSY;
	put_text(self->fd, "load/status", "receiving\n");
	put_text(self->fd, "load/loading", "x");
	cordon_sysfs_load(&self->sysfs, "object", 6, &result);
	cordon_sysfs_read(&self->sysfs, "load/loading", last, sizeof(last));
	EXPECT_STREQ("x", last);
}

TEST_HARNESS_MAIN
