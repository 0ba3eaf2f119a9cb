// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Files read and written whole: what is replaced, what is refused, what is left
 */
#include <errno.h>
#include <fcntl.h>
#include <grp.h>
#include <sched.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/mount.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/sysmacros.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <unistd.h>

#include "whole_files.h"
#include "kselftest_harness.h"

#define NOBODY	65534

FIXTURE(file) {
	struct source_tree tree;
	char path[128];
	char other[128];
};

FIXTURE_SETUP(file)
{
	ASSERT_EQ(0, source_tree_make(&self->tree));
	ASSERT_EQ(0, chdir(self->tree.directory));
	ASSERT_EQ(0, rmdir("services"));
	umask(022);
	snprintf(self->path, sizeof(self->path), "%s/file",
		 self->tree.directory);
	snprintf(self->other, sizeof(self->other), "%s/other",
		 self->tree.directory);
}

FIXTURE_TEARDOWN(file)
{
	source_tree_remove(&self->tree);
}

TEST_F(file, a_new_one)
{
	EXPECT_EQ(0, put(self->path, "bytes"));
	EXPECT_TRUE(holds(self->path, "bytes"));
	EXPECT_EQ(S_IFREG | 0644, mode_of(self->path));
	umask(027);
	EXPECT_EQ(0, put("in the working directory", ""));
	EXPECT_TRUE(holds("in the working directory", ""));
	EXPECT_EQ(S_IFREG | 0640, mode_of("in the working directory"));
	EXPECT_EQ(2, entries());
}

TEST_F(file, an_old_one_keeps_its_permissions)
{
	static const mode_t modes[] = { 0600, 0666, 0444, 0755, 0 };
	size_t i;

	for (i = 0; i < ARRAY_SIZE(modes); i++) {
		ASSERT_EQ(0, put(self->path, "old"));
		ASSERT_EQ(0, chmod(self->path, modes[i]));
		EXPECT_EQ(0, put(self->path, "new"));
		EXPECT_EQ(S_IFREG | modes[i], mode_of(self->path));
		ASSERT_EQ(0, chmod(self->path, 0644));
		EXPECT_TRUE(holds(self->path, "new"));
	}
	EXPECT_EQ(1, entries());
}

TEST_F(file, an_old_one_keeps_its_owner)
{
	struct stat info;

	if (geteuid())
		SKIP(return, "only root can give files away");
	ASSERT_EQ(0, put(self->path, "old"));
	ASSERT_EQ(0, chown(self->path, NOBODY, NOBODY));
	EXPECT_EQ(0, put(self->path, "new"));
	ASSERT_EQ(0, stat(self->path, &info));
	EXPECT_EQ(NOBODY, info.st_uid);
	EXPECT_EQ(NOBODY, info.st_gid);
}

/* What a file may that was another group's, once it is of the writer's. */
static const struct {
	mode_t before;
	mode_t after;
} group_modes[] = {
	{ 0640, 0600 }, { 0660, 0600 }, { 0600, 0600 }, { 0644, 0644 },
	{ 0664, 0644 }, { 0666, 0666 }, { 0755, 0755 }, { 0604, 0600 },
	{ 04750, 0700 }, { 02755, 0755 }, { 06777, 0777 },
};

#define OTHERS	4

TEST_F(file, a_group_that_cannot_be_kept_keeps_no_right)
{
	struct stat info;
	size_t i;

	if (geteuid())
		SKIP(return, "only root can become another");
	ASSERT_EQ(0, chown(self->tree.directory, NOBODY, NOBODY));
	ASSERT_EQ(0, setgroups(0, NULL));
	for (i = 0; i < ARRAY_SIZE(group_modes); i++) {
		ASSERT_EQ(0, put(self->path, "old"));
		ASSERT_EQ(0, chown(self->path, NOBODY, OTHERS));
		ASSERT_EQ(0, chmod(self->path, group_modes[i].before));
		ASSERT_EQ(0, setegid(NOBODY) || seteuid(NOBODY));
		EXPECT_EQ(0, put(self->path, "new"));
		ASSERT_EQ(0, seteuid(0) || setegid(0));
		ASSERT_EQ(0, stat(self->path, &info));
		EXPECT_EQ(NOBODY, info.st_gid);
		EXPECT_EQ(group_modes[i].after, info.st_mode & 07777)
			TH_LOG("%o became %o", group_modes[i].before,
			       info.st_mode & 07777);
		/* The twin: who may keep it keeps its rights. */
		ASSERT_EQ(0, chown(self->path, NOBODY, OTHERS));
		ASSERT_EQ(0, chmod(self->path, group_modes[i].before));
		EXPECT_EQ(0, put(self->path, "new"));
		ASSERT_EQ(0, stat(self->path, &info));
		EXPECT_EQ(OTHERS, info.st_gid);
		EXPECT_EQ(group_modes[i].before & 0777, info.st_mode & 07777);
		ASSERT_EQ(0, unlink(self->path));
	}
}

TEST_F(file, an_owner_that_cannot_be_kept)
{
	struct stat info;

	if (geteuid())
		SKIP(return, "only root can become another");
	ASSERT_EQ(0, chown(self->tree.directory, NOBODY, NOBODY));
	ASSERT_EQ(0, put(self->path, "old"));
	ASSERT_EQ(0, chown(self->path, 0, NOBODY));
	ASSERT_EQ(0, chmod(self->path, 04754));
	ASSERT_EQ(0, setegid(NOBODY) || seteuid(NOBODY));
	EXPECT_EQ(0, put(self->path, "new"));
	ASSERT_EQ(0, seteuid(0) || setegid(0));
	ASSERT_EQ(0, stat(self->path, &info));
	EXPECT_EQ(NOBODY, info.st_uid);
	EXPECT_EQ(0754, info.st_mode & 07777);
}

TEST_F(file, another_name_keeps_the_old_bytes)
{
	ASSERT_EQ(0, put(self->path, "old"));
	ASSERT_EQ(0, link(self->path, self->other));
	EXPECT_EQ(0, put(self->path, "new"));
	EXPECT_TRUE(holds(self->path, "new"));
	EXPECT_TRUE(holds(self->other, "old"));
}

/* What may be in the way. */
FIXTURE(way) {
	struct source_tree tree;
	struct stat before;
	char path[128];
};

FIXTURE_VARIANT(way) {
	mode_t kind;
	const char *leads_to;
	int error;
};

FIXTURE_VARIANT_ADD(way, link_to_a_file) { S_IFLNK, "target", -ELOOP };
FIXTURE_VARIANT_ADD(way, link_to_nothing) { S_IFLNK, "nothing", -ELOOP };
FIXTURE_VARIANT_ADD(way, link_to_a_directory) { S_IFLNK, ".", -ELOOP };
FIXTURE_VARIANT_ADD(way, link_to_a_device) { S_IFLNK, "/dev/null", -ELOOP };
FIXTURE_VARIANT_ADD(way, directory) { S_IFDIR, NULL, -EISDIR };
FIXTURE_VARIANT_ADD(way, fifo) { S_IFIFO, NULL, -ENXIO };
FIXTURE_VARIANT_ADD(way, socket) { S_IFSOCK, NULL, -ENXIO };
FIXTURE_VARIANT_ADD(way, device) { S_IFCHR, NULL, -ENXIO };
FIXTURE_VARIANT_ADD(way, regular_file) { S_IFREG, NULL, 0 };

FIXTURE_SETUP(way)
{
	ASSERT_EQ(0, source_tree_make(&self->tree));
	ASSERT_EQ(0, chdir(self->tree.directory));
	snprintf(self->path, sizeof(self->path), "%s/way",
		 self->tree.directory);
	ASSERT_EQ(0, put("target", "target"));
	switch (variant->kind) {
	case S_IFLNK:
		ASSERT_EQ(0, symlink(variant->leads_to, self->path));
		break;
	case S_IFDIR:
		ASSERT_EQ(0, mkdir(self->path, 0700));
		break;
	case S_IFCHR:
		/* Never a device of this machine: a mistake would replace it. */
		if (mknod(self->path, S_IFCHR | 0600, makedev(1, 7))) {
			source_tree_remove(&self->tree);
			SKIP(return, "only root can make a device");
		}
		break;
	default:
		ASSERT_EQ(0, mknod(self->path, variant->kind | 0600, 0));
	}
	ASSERT_EQ(0, lstat(self->path, &self->before));
}

FIXTURE_TEARDOWN(way)
{
	source_tree_remove(&self->tree);
}

static bool is_untouched(const char *path, const struct stat *before)
{
	struct stat now;

	return !lstat(path, &now) && now.st_ino == before->st_ino &&
	       now.st_mode == before->st_mode && now.st_size == before->st_size;
}

TEST_F(way, write)
{
	EXPECT_EQ(variant->error, put(self->path, "x"));
	EXPECT_EQ(!!variant->error, is_untouched(self->path, &self->before));
	EXPECT_TRUE(holds("target", "target"));
	/* target, services and it. */
	EXPECT_EQ(3, entries());
}

TEST_F(way, write_by_a_relative_name)
{
	EXPECT_EQ(variant->error, put("way", "x"));
	EXPECT_EQ(!!variant->error, is_untouched(self->path, &self->before));
	EXPECT_TRUE(holds("target", "target"));
	EXPECT_EQ(3, entries());
}

TEST_F(way, replace)
{
	int here = open(".", O_RDONLY | O_DIRECTORY);

	EXPECT_EQ(variant->error,
		  cordon_file_replace(here, "temporary", "way", "x", 1, 0600));
	EXPECT_EQ(!!variant->error, is_untouched(self->path, &self->before));
	EXPECT_TRUE(holds("target", "target"));
	EXPECT_EQ(3, entries());
	close(here);
}

TEST_F(way, create)
{
	EXPECT_EQ(-EEXIST, cordon_file_create(self->path, "x", 1, 0600));
	EXPECT_TRUE(is_untouched(self->path, &self->before));
	EXPECT_TRUE(holds("target", "target"));
}

TEST_F(file, names_that_are_none)
{
	char longest[257], name[400];

	ASSERT_EQ(0, put("regular", "bytes"));
	EXPECT_EQ(-ENOENT, put("", "x"));
	EXPECT_EQ(-EISDIR, put(".", "x"));
	EXPECT_EQ(-EISDIR, put("..", "x"));
	EXPECT_EQ(-EISDIR, put("/", "x"));
	EXPECT_EQ(-EISDIR, put("new/", "x"));
	EXPECT_EQ(-EISDIR, put("./", "x"));
	EXPECT_EQ(-ENOENT, put("missing/new", "x"));
	EXPECT_EQ(-ENOTDIR, put("regular/new", "x"));
	EXPECT_EQ(0, put("./new", "x"));
	EXPECT_EQ(0, put("../../tmp/../tmp/cordon-test-other", "x"));
	EXPECT_EQ(0, unlink("/tmp/cordon-test-other"));
	memset(longest, 'n', 256);
	longest[256] = '\0';
	snprintf(name, sizeof(name), "%s/%s", self->tree.directory, longest);
	EXPECT_EQ(-ENAMETOOLONG, put(name, "x"));
	longest[255] = '\0';
	EXPECT_EQ(0, put(longest, "as long as a name can be"));
	EXPECT_EQ(0, put(longest, "and once more"));
	EXPECT_TRUE(holds(longest, "and once more"));
	EXPECT_EQ(3, entries());
}

TEST_F(file, through_a_link_to_its_directory)
{
	ASSERT_EQ(0, mkdir("real", 0700));
	ASSERT_EQ(0, symlink("real", "link"));
	EXPECT_EQ(0, put("link/file", "x"));
	EXPECT_TRUE(holds("real/file", "x"));
}

/* The system says no in the middle: as a full disk does. */
static int limit_files(rlim_t bytes)
{
	struct rlimit limit = { bytes, RLIM_INFINITY };

	signal(SIGXFSZ, SIG_IGN);
	return setrlimit(RLIMIT_FSIZE, &limit);
}

TEST_F(file, that_may_not_grow)
{
	static const char large[20000];
	struct stat info;
	int here;

	ASSERT_EQ(0, put(self->path, "old"));
	here = open(".", O_RDONLY | O_DIRECTORY);
	ASSERT_EQ(0, limit_files(sizeof(large) - 1));
	EXPECT_EQ(-EFBIG, cordon_file_write(self->path, large, sizeof(large), 0600));
	EXPECT_EQ(-EFBIG, cordon_file_replace(here, "temporary", "file", large,
					      sizeof(large), 0600));
	EXPECT_EQ(-EFBIG, cordon_file_create("new", large, sizeof(large), 0600));
	EXPECT_TRUE(holds(self->path, "old"));
	EXPECT_EQ(1, entries());
	EXPECT_EQ(0, cordon_file_write(self->path, large, sizeof(large) - 1, 0600));
	ASSERT_EQ(0, stat(self->path, &info));
	EXPECT_EQ(sizeof(large) - 1, info.st_size);
	close(here);
}

TEST_F(file, on_a_full_disk)
{
	static const char large[100000];

	if (unshare(CLONE_NEWNS) ||
	    mount("", "/", NULL, MS_REC | MS_PRIVATE, NULL) ||
	    mount("none", self->tree.directory, "tmpfs", 0, "size=64k"))
		SKIP(return, "cannot mount a small filesystem");
	ASSERT_EQ(0, chdir(self->tree.directory));
	ASSERT_EQ(0, put(self->path, "old"));
	EXPECT_EQ(-ENOSPC, cordon_file_write(self->path, large, sizeof(large), 0600));
	EXPECT_EQ(-ENOSPC, cordon_file_create("new", large, sizeof(large), 0600));
	EXPECT_TRUE(holds(self->path, "old"));
	EXPECT_EQ(1, entries());
	EXPECT_EQ(0, cordon_file_write(self->path, large, 10000, 0600));
	ASSERT_EQ(0, mount("none", self->tree.directory, NULL,
			   MS_REMOUNT | MS_RDONLY, NULL));
	EXPECT_EQ(-EROFS, put(self->path, "x"));
	EXPECT_EQ(1, entries());
	ASSERT_EQ(0, chdir("/"));
	EXPECT_EQ(0, umount(self->tree.directory));
}

/* From here on as an ordinary user, whose directory this is. */
static int become_nobody(const char *directory)
{
	if (geteuid())
		return 0;
	return chown(directory, NOBODY, NOBODY) || setegid(NOBODY) ||
	       seteuid(NOBODY);
}

TEST_F(file, in_a_directory_that_may_not_be_read)
{
	ASSERT_EQ(0, become_nobody(self->tree.directory));
	ASSERT_EQ(0, chmod(self->tree.directory, 0300));
	EXPECT_EQ(0, put(self->path, "x"));
	EXPECT_EQ(0, put(self->path, "xy"));
	EXPECT_TRUE(holds(self->path, "xy"));
	ASSERT_EQ(0, chmod(self->tree.directory, 0700));
	EXPECT_EQ(1, entries());
}

TEST_F(file, in_a_directory_that_may_not_be_written)
{
	ASSERT_EQ(0, become_nobody(self->tree.directory));
	ASSERT_EQ(0, put(self->path, "old"));
	ASSERT_EQ(0, chmod(self->tree.directory, 0500));
	EXPECT_EQ(-EACCES, put(self->path, "new"));
	EXPECT_EQ(-EACCES, put(self->other, "new"));
	EXPECT_TRUE(holds(self->path, "old"));
	EXPECT_EQ(1, entries());
	ASSERT_EQ(0, chmod(self->tree.directory, 0700));
}

/* Whenever the signal comes, there is one whole file and nothing else. */
TEST_F(file, whose_writer_is_ended)
{
	static const char large[1 << 20];
	struct stat info;
	int i, status, ready[2];
	char byte;
	pid_t pid;

	for (i = 0; i < 20; i++) {
		ASSERT_EQ(0, pipe(ready));
		pid = fork();
		ASSERT_LE(0, pid);
		while (!pid) {
			if (cordon_file_write(self->path, large, sizeof(large), 0600))
				_exit(1);
			if (write(ready[1], "", 1) < 0)
				_exit(2);
		}
		ASSERT_EQ(1, read(ready[0], &byte, 1));
		ASSERT_EQ(0, kill(pid, SIGTERM));
		ASSERT_EQ(pid, waitpid(pid, &status, 0));
		EXPECT_TRUE(WIFSIGNALED(status) && WTERMSIG(status) == SIGTERM);
		ASSERT_EQ(0, stat(self->path, &info));
		EXPECT_EQ(sizeof(large), info.st_size);
		EXPECT_EQ(1, entries());
		close(ready[0]);
		close(ready[1]);
	}
}

TEST_F(file, replaced_beside_what_a_crash_left)
{
	int here = open(".", O_RDONLY | O_DIRECTORY);

	ASSERT_EQ(0, put("temporary", "half of"));
	EXPECT_EQ(0, cordon_file_replace(here, "temporary", "file", "all", 3, 0640));
	EXPECT_TRUE(holds(self->path, "all"));
	EXPECT_EQ(S_IFREG | 0640, mode_of(self->path));
	EXPECT_EQ(1, entries());
	ASSERT_EQ(0, mkdir("temporary", 0700));
	EXPECT_EQ(-EISDIR, cordon_file_replace(here, "temporary", "file", "x", 1, 0640));
	EXPECT_TRUE(holds(self->path, "all"));
	close(here);
}

TEST_F(file, created)
{
	EXPECT_EQ(0, cordon_file_create(self->path, "bytes", 5, 0600));
	EXPECT_TRUE(holds(self->path, "bytes"));
	EXPECT_EQ(S_IFREG | 0600, mode_of(self->path));
	EXPECT_EQ(-EEXIST, cordon_file_create(self->path, "x", 1, 0600));
	EXPECT_TRUE(holds(self->path, "bytes"));
}

TEST_F(file, read)
{
	size_t size;
	char *data;

	ASSERT_EQ(0, put(self->path, "bytes"));
	ASSERT_EQ(0, cordon_file_read(self->path, 5, &data, &size));
	EXPECT_EQ(5, size);
	EXPECT_STREQ("bytes", data);
	free(data);
	EXPECT_EQ(-EFBIG, cordon_file_read(self->path, 4, &data, &size));
	EXPECT_EQ(-ENOENT, cordon_file_read(self->other, 5, &data, &size));
	EXPECT_EQ(-EISDIR, cordon_file_read(".", 5, &data, &size));
	ASSERT_EQ(0, symlink("file", "link"));
	ASSERT_EQ(0, cordon_file_read("link", 5, &data, &size));
	EXPECT_STREQ("bytes", data);
	free(data);
}

TEST_F(file, named_for_the_standard_input)
{
	int pipe_fds[2];
	size_t size;
	char *data;

	ASSERT_EQ(0, put("-", "a file"));
	ASSERT_EQ(0, pipe(pipe_fds));
	ASSERT_EQ(6, write(pipe_fds[1], "a pipe", 6));
	close(pipe_fds[1]);
	ASSERT_EQ(0, dup2(pipe_fds[0], 0));
	ASSERT_EQ(0, cordon_file_read_named("-", 6, &data, &size));
	EXPECT_STREQ("a pipe", data);
	free(data);
	ASSERT_EQ(0, cordon_file_read_named("./-", 6, &data, &size));
	EXPECT_STREQ("a file", data);
	free(data);
	/* A name that no command line gave is a name. */
	ASSERT_EQ(0, cordon_file_read("-", 6, &data, &size));
	EXPECT_STREQ("a file", data);
	free(data);
	EXPECT_TRUE(cordon_file_is_standard("-"));
	EXPECT_FALSE(cordon_file_is_standard("./-"));
	EXPECT_FALSE(cordon_file_is_standard("--"));
	EXPECT_FALSE(cordon_file_is_standard(""));
	EXPECT_STREQ("standard input", cordon_file_title("-"));
	EXPECT_STREQ("./-", cordon_file_title("./-"));
}

TEST_HARNESS_MAIN
