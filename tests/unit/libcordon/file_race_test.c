// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Files written whole while somebody else changes what has their name
 */
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "whole_files.h"
#include "kselftest_harness.h"

/*
 * What happens between the look at a name and the rename, where the library calls
 * fsync(); and a file system that cannot rename as it is asked to.
 */
static struct {
	void (*happen)(void);
	int times;
	bool no_flags;
	int exchanges;
} meanwhile;

int fsync(int fd)
{
	if (meanwhile.happen && meanwhile.times > 0) {
		meanwhile.times--;
		meanwhile.happen();
	}
	return syscall(SYS_fsync, fd);
}

int renameat2(int from, const char *old, int to, const char *new,
	      unsigned int flags)
{
	if (meanwhile.no_flags && flags) {
		errno = EINVAL;
		return -1;
	}
	meanwhile.exchanges += flags == RENAME_EXCHANGE;
	return syscall(SYS_renameat2, from, old, to, new, flags);
}

/* What appears after the look. */
FIXTURE(late) {
	struct source_tree tree;
};

FIXTURE_VARIANT(late) {
	void (*happen)(void);
	int error;
};

static void no_more(void)
{
	unlink("file");
}

static void a_fifo(void)
{
	no_more();
	mkfifo("file", 0600);
}

static void a_socket(void)
{
	no_more();
	mknod("file", S_IFSOCK | 0600, 0);
}

static void a_link(void)
{
	no_more();
	if (symlink("target", "file"))
		abort();
}

static void a_directory(void)
{
	no_more();
	mkdir("file", 0700);
}

static void another_file(void)
{
	int fd;

	no_more();
	/* It must be another one by its number, too. */
	fd = open("other", O_WRONLY | O_CREAT | O_EXCL, 0600);
	if (fd < 0 || close(fd) || rename("other", "file"))
		abort();
}

FIXTURE_VARIANT_ADD(late, fifo) { a_fifo, -ENXIO };
FIXTURE_VARIANT_ADD(late, socket) { a_socket, -ENXIO };
FIXTURE_VARIANT_ADD(late, link) { a_link, -ELOOP };
FIXTURE_VARIANT_ADD(late, directory) { a_directory, -EISDIR };
FIXTURE_VARIANT_ADD(late, another_file) { another_file, 0 };
FIXTURE_VARIANT_ADD(late, nothing) { no_more, 0 };

FIXTURE_SETUP(late)
{
	ASSERT_EQ(0, source_tree_make(&self->tree));
	ASSERT_EQ(0, chdir(self->tree.directory));
	ASSERT_EQ(0, rmdir("services"));
	umask(022);
	ASSERT_EQ(0, put("target", "target"));
	meanwhile.happen = variant->happen;
	meanwhile.exchanges = 0;
}

FIXTURE_TEARDOWN(late)
{
	source_tree_remove(&self->tree);
}

static mode_t kind_of(void (*happen)(void))
{
	mode_t kind;

	no_more();
	happen();
	kind = mode_of("file");
	remove("file");
	return kind;
}

/* Written once something else had the name, or refused, and that is still there. */
static bool went(int error, int wanted, mode_t kind)
{
	if (error != wanted || meanwhile.times || !holds("target", "target"))
		return false;
	if (error)
		return mode_of("file") == kind && entries() == 2;
	return holds("file", "new") && entries() == 2;
}

TEST_F(late, where_nothing_was)
{
	mode_t kind = kind_of(variant->happen);

	meanwhile.times = 1;
	EXPECT_TRUE(went(put("file", "new"), variant->error, kind));
	EXPECT_EQ(variant->happen == another_file ? 0600 : 0644,
		  variant->error ? 0644 : mode_of("file") & 0777);
}

TEST_F(late, where_a_file_was)
{
	mode_t kind = kind_of(variant->happen);

	ASSERT_EQ(0, put("file", "old"));
	ASSERT_EQ(0, chmod("file", 0640));
	meanwhile.times = 1;
	EXPECT_TRUE(went(put("file", "new"), variant->error, kind));
	/* Of the one whose place it took, and not of the first. */
	EXPECT_EQ(variant->happen == another_file ? 0600 : 0644,
		  variant->error ? 0644 : mode_of("file") & 0777);
}

TEST_F(late, without_the_flags_of_rename)
{
	mode_t kind = kind_of(variant->happen);

	meanwhile.no_flags = true;
	meanwhile.times = 1;
	EXPECT_TRUE(went(put("file", "new"), variant->error, kind));
	remove("file");
	meanwhile.times = 0;
	ASSERT_EQ(0, put("file", "old"));
	meanwhile.times = 1;
	EXPECT_TRUE(went(put("file", "new"), variant->error, kind));
	EXPECT_EQ(0, meanwhile.exchanges);
}

FIXTURE(steady) {
	struct source_tree tree;
};

FIXTURE_SETUP(steady)
{
	ASSERT_EQ(0, source_tree_make(&self->tree));
	ASSERT_EQ(0, chdir(self->tree.directory));
	ASSERT_EQ(0, rmdir("services"));
	umask(022);
	meanwhile.happen = NULL;
	meanwhile.no_flags = false;
}

FIXTURE_TEARDOWN(steady)
{
	source_tree_remove(&self->tree);
}

TEST_F(steady, without_the_flags_of_rename)
{
	meanwhile.no_flags = true;
	EXPECT_EQ(0, put("file", "old"));
	ASSERT_EQ(0, chmod("file", 0640));
	EXPECT_EQ(0, put("file", "new"));
	EXPECT_TRUE(holds("file", "new"));
	EXPECT_EQ(S_IFREG | 0640, mode_of("file"));
	EXPECT_EQ(1, entries());
}

TEST_F(steady, that_is_another_one_all_the_time)
{
	meanwhile.happen = another_file;
	meanwhile.times = 1000;
	EXPECT_EQ(-EBUSY, put("file", "new"));
	EXPECT_TRUE(holds("file", ""));
	EXPECT_EQ(1, entries());
	meanwhile.times = 0;
	EXPECT_EQ(0, put("file", "new"));
	EXPECT_TRUE(holds("file", "new"));
}

TEST_HARNESS_MAIN
