// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Cordon selftests - exec: the canary's path rule, by every road to it
 *
 * The canary's rule is "**" "/cordon-canary": a file of that name, wherever it
 * lies. Each test runs a harmless program; where it is refused under that
 * name, the same act with the same program under another name is let through.
 */
#include <pthread.h>
#include <spawn.h>

#include "exec_fixture.h"

#ifndef MFD_EXEC
#define MFD_EXEC	0x0010U
#endif

static void path_in(char *path, size_t size, const char *dir, const char *name)
{
	snprintf(path, size, "%s/%s", dir, name);
}

TEST_F(exec, by_name)
{
	char path[PATH_MAX];
	__u64 denied = counter("exec_denied");

	path_in(path, sizeof(path), self->dir, "cordon-canary");
	EXPECT_EQ(EACCES, try_exec(path));
	EXPECT_EQ(EACCES, try_exec("./cordon-canary"));
	EXPECT_EQ(EACCES, try_exec("cordon-canary"));
	EXPECT_LE(denied + 3, counter("exec_denied"));

	path_in(path, sizeof(path), self->dir, "harmless");
	EXPECT_EQ(0, try_exec(path));
	EXPECT_EQ(0, try_exec("./harmless"));
	EXPECT_EQ(0, try_exec("harmless"));
}

TEST_F(exec, by_detours_in_the_path)
{
	ASSERT_EQ(0, mkdir("sub", 0755));
	EXPECT_EQ(EACCES, try_exec("./sub/../cordon-canary"));
	EXPECT_EQ(EACCES, try_exec(".//././cordon-canary"));
	EXPECT_EQ(EACCES, try_exec("/proc/self/cwd/cordon-canary"));
	EXPECT_EQ(EACCES, try_exec("/proc/self/root/proc/self/cwd/cordon-canary"));
	EXPECT_EQ(0, try_exec("./sub/../harmless"));
	EXPECT_EQ(0, try_exec(".//././harmless"));
	EXPECT_EQ(0, try_exec("/proc/self/cwd/harmless"));
}

TEST_F(exec, names_that_are_near_run)
{
	static const char *const near[] = {
		"cordon-canary2", "xcordon-canary", "cordon-canar",
		"cordon-canary.sh", "Cordon-Canary", "cordon-canary ",
		" cordon-canary", "cordon-canary\n", "cordon_canary",
		".cordon-canary", "cordon-canary\\", "**",
	};
	size_t i;

	for (i = 0; i < ARRAY_SIZE(near); i++) {
		ASSERT_EQ(0, copy_harmless(near[i]));
		EXPECT_EQ(0, try_exec(near[i]))
			TH_LOG("refused: \"%s\"", near[i]);
	}
	EXPECT_EQ(EACCES, try_exec("./cordon-canary"));
}

TEST_F(exec, a_directory_of_that_name_is_no_file)
{
	ASSERT_EQ(0, unlink("cordon-canary"));
	ASSERT_EQ(0, mkdir("cordon-canary", 0755));
	ASSERT_EQ(0, copy_harmless("cordon-canary/harmless"));
	EXPECT_EQ(0, try_exec("cordon-canary/harmless"));
	ASSERT_EQ(0, copy_harmless("cordon-canary/cordon-canary"));
	EXPECT_EQ(EACCES, try_exec("cordon-canary/cordon-canary"));
}

TEST_F(exec, a_file_that_is_not_there_is_just_not_there)
{
	ASSERT_EQ(0, unlink("cordon-canary"));
	EXPECT_EQ(ENOENT, try_exec("./cordon-canary"));
	EXPECT_EQ(ENOTDIR, try_exec("./harmless/cordon-canary"));
}

TEST_F(exec, through_a_symlink)
{
	ASSERT_EQ(0, symlink("cordon-canary", "link"));
	ASSERT_EQ(0, symlink("link", "link2"));
	EXPECT_EQ(EACCES, try_exec("./link"));
	EXPECT_EQ(EACCES, try_exec("./link2"));
	ASSERT_EQ(0, symlink("harmless", "link3"));
	EXPECT_EQ(0, try_exec("./link3"));
}

TEST_F(exec, a_symlink_of_that_name_to_another_file_runs)
{
	ASSERT_EQ(0, mkdir("sub", 0755));
	ASSERT_EQ(0, symlink("../harmless", "sub/cordon-canary"));
	EXPECT_EQ(0, try_exec("sub/cordon-canary"));
	/* The very same name, when it is the file's own. */
	EXPECT_EQ(EACCES, try_exec("./cordon-canary"));
}

/* What a path rule cannot see, and the guide says so: another name. */
TEST_F(exec, a_hard_link_with_another_name_runs_as_documented)
{
	ASSERT_EQ(0, link("cordon-canary", "other"));
	EXPECT_EQ(0, try_exec("./other"));
	EXPECT_EQ(EACCES, try_exec("./cordon-canary"));
}

TEST_F(exec, a_hard_link_of_that_name_is_refused)
{
	ASSERT_EQ(0, mkdir("sub", 0755));
	ASSERT_EQ(0, link("harmless", "sub/cordon-canary"));
	EXPECT_EQ(EACCES, try_exec("sub/cordon-canary"));
	EXPECT_EQ(0, try_exec("./harmless"));
}

TEST_F(exec, the_name_counts_at_the_time_of_the_exec)
{
	ASSERT_EQ(0, rename("cordon-canary", "renamed"));
	EXPECT_EQ(0, try_exec("./renamed"));
	ASSERT_EQ(0, rename("renamed", "cordon-canary"));
	EXPECT_EQ(EACCES, try_exec("./cordon-canary"));
	ASSERT_EQ(0, rename("harmless", "cordon-canary"));
	EXPECT_EQ(EACCES, try_exec("./cordon-canary"));
}

TEST_F(exec, in_a_renamed_directory)
{
	ASSERT_EQ(0, mkdir("before", 0755));
	ASSERT_EQ(0, copy_harmless("before/cordon-canary"));
	ASSERT_EQ(0, copy_harmless("before/harmless"));
	EXPECT_EQ(EACCES, try_exec("before/cordon-canary"));
	ASSERT_EQ(0, rename("before", "after"));
	EXPECT_EQ(EACCES, try_exec("after/cordon-canary"));
	EXPECT_EQ(0, try_exec("after/harmless"));
}

static int by_proc_self_fd(const char *path)
{
	char *const argv[] = { "x", NULL };
	char link[64];
	int fd = open(path, O_RDONLY);

	if (fd < 0)
		return -errno;
	snprintf(link, sizeof(link), "/proc/self/fd/%d", fd);
	execve(link, argv, argv + 1);
	return -errno;
}

TEST_F(exec, by_proc_self_fd)
{
	EXPECT_EQ(EACCES, try_exec_by(by_proc_self_fd, "cordon-canary"));
	EXPECT_EQ(0, try_exec_by(by_proc_self_fd, "harmless"));
}

static int by_execveat(const char *path)
{
	char *const argv[] = { "x", NULL };
	int fd = open(path, O_PATH);

	if (fd < 0)
		return -errno;
	syscall(SYS_execveat, fd, "", argv, argv + 1, AT_EMPTY_PATH);
	return -errno;
}

TEST_F(exec, by_execveat_of_a_descriptor)
{
	EXPECT_EQ(EACCES, try_exec_by(by_execveat, "cordon-canary"));
	EXPECT_EQ(0, try_exec_by(by_execveat, "harmless"));
}

static int by_execveat_dirfd(const char *path)
{
	char *const argv[] = { "x", NULL };
	int fd = open(".", O_PATH | O_DIRECTORY);

	if (fd < 0 || chdir("/"))
		return -errno;
	syscall(SYS_execveat, fd, path, argv, argv + 1, 0);
	return -errno;
}

TEST_F(exec, by_execveat_of_a_directory)
{
	EXPECT_EQ(EACCES, try_exec_by(by_execveat_dirfd, "cordon-canary"));
	EXPECT_EQ(0, try_exec_by(by_execveat_dirfd, "harmless"));
}

static int by_execveat_unlinked(const char *path)
{
	char *const argv[] = { "x", NULL };
	int fd = open(path, O_RDONLY);

	if (fd < 0 || unlink(path))
		return -errno;
	syscall(SYS_execveat, fd, "", argv, argv + 1, AT_EMPTY_PATH);
	return -errno;
}

/* The last name that it had is the name of an unlinked file. */
TEST_F(exec, of_an_open_file_that_was_unlinked)
{
	EXPECT_EQ(EACCES, try_exec_by(by_execveat_unlinked, "cordon-canary"));
	EXPECT_EQ(0, try_exec_by(by_execveat_unlinked, "harmless"));
}

static int by_removed_directory(const char *path)
{
	char *const argv[] = { "x", NULL };
	int fd;

	if (mkdir("gone", 0755) || rename(path, "gone/cordon-canary"))
		return -errno;
	fd = open("gone/cordon-canary", O_RDONLY);
	if (fd < 0 || unlink("gone/cordon-canary") || rmdir("gone"))
		return -errno;
	syscall(SYS_execveat, fd, "", argv, argv + 1, AT_EMPTY_PATH);
	return -errno;
}

TEST_F(exec, of_an_open_file_whose_directory_was_removed)
{
	EXPECT_EQ(EACCES, try_exec_by(by_removed_directory, "harmless"));
}

static int by_memfd(const char *path)
{
	char *const argv[] = { "cordon-canary", NULL };
	size_t size;
	void *data = file_load(path, &size);
	int fd = memfd_create("cordon-canary", MFD_EXEC);

	if (fd < 0 && errno == EINVAL)
		fd = memfd_create("cordon-canary", 0);
	if (!data || fd < 0 || write(fd, data, size) != (ssize_t)size)
		return -EIO;
	fchmod(fd, 0755);
	syscall(SYS_execveat, fd, "", argv, argv + 1, AT_EMPTY_PATH);
	return -errno;
}

/* A path rule names files; a copy in a memfd is one of another name. */
TEST_F(exec, a_copy_in_a_memfd_runs_as_documented)
{
	EXPECT_EQ(0, try_exec_by(by_memfd, "cordon-canary"));
	EXPECT_EQ(EACCES, try_exec("./cordon-canary"));
}

TEST_F(exec, a_script_of_that_name)
{
	char script[PATH_MAX];

	snprintf(script, sizeof(script), "#!%s/harmless\n", self->dir);
	ASSERT_EQ(0, unlink("cordon-canary"));
	ASSERT_EQ(0, file_text("cordon-canary", script, 0755));
	ASSERT_EQ(0, file_text("script", script, 0755));
	EXPECT_EQ(EACCES, try_exec("./cordon-canary"));
	EXPECT_EQ(0, try_exec("./script"));
}

TEST_F(exec, a_script_whose_interpreter_it_is)
{
	char script[PATH_MAX];

	snprintf(script, sizeof(script), "#!%s/cordon-canary\n", self->dir);
	ASSERT_EQ(0, file_text("denied", script, 0755));
	snprintf(script, sizeof(script), "#!%s/harmless\n", self->dir);
	ASSERT_EQ(0, file_text("allowed", script, 0755));
	EXPECT_EQ(EACCES, try_exec("./denied"));
	EXPECT_EQ(0, try_exec("./allowed"));
}

TEST_F(exec, a_script_whose_interpreters_interpreter_it_is)
{
	char script[PATH_MAX];

	snprintf(script, sizeof(script), "#!%s/cordon-canary\n", self->dir);
	ASSERT_EQ(0, file_text("inner-denied", script, 0755));
	snprintf(script, sizeof(script), "#!%s/inner-denied\n", self->dir);
	ASSERT_EQ(0, file_text("denied", script, 0755));
	snprintf(script, sizeof(script), "#!%s/harmless\n", self->dir);
	ASSERT_EQ(0, file_text("inner-allowed", script, 0755));
	snprintf(script, sizeof(script), "#!%s/inner-allowed\n", self->dir);
	ASSERT_EQ(0, file_text("allowed", script, 0755));
	EXPECT_EQ(EACCES, try_exec("./denied"));
	EXPECT_EQ(0, try_exec("./allowed"));
}

/* The caller's argv[0] and a symlink's name say nothing about the file. */
static int by_other_argv0(const char *path)
{
	char *const argv[] = { "/usr/bin/cordon-canary", NULL };

	execve(path, argv, argv + 1);
	return -errno;
}

TEST_F(exec, argv0_does_not_count)
{
	EXPECT_EQ(0, try_exec_by(by_other_argv0, "./harmless"));
	EXPECT_EQ(EACCES, try_exec_by(by_other_argv0, "./cordon-canary"));
}

/* Goes @levels directories down, 200 bytes each, making them. */
static int descend(int levels)
{
	char name[201];

	memset(name, 'd', sizeof(name) - 1);
	name[sizeof(name) - 1] = '\0';
	while (levels--)
		if (mkdir(name, 0755) || chdir(name))
			return -errno;
	return 0;
}

TEST_F(exec, deep_down)
{
	ASSERT_EQ(0, descend(15));
	ASSERT_EQ(0, copy_harmless("cordon-canary"));
	ASSERT_EQ(0, copy_harmless("harmless"));
	EXPECT_EQ(EACCES, try_exec("./cordon-canary"));
	EXPECT_EQ(0, try_exec("./harmless"));
}

/* A path that cannot be written down is no way out. */
TEST_F(exec, deeper_than_a_path_can_say)
{
	ASSERT_EQ(0, descend(60));
	ASSERT_EQ(0, copy_harmless("cordon-canary"));
	EXPECT_EQ(EACCES, try_exec("./cordon-canary"));
}

TEST_F(exec, a_refused_exec_leaves_the_caller_intact)
{
	char *const argv[] = { "./cordon-canary", NULL };
	char before[64] = "", after[64] = "";
	int fd = open("harmless", O_RDONLY | O_CLOEXEC);
	pid_t pid = getpid();
	int i;

	ASSERT_LE(0, fd);
	prctl(PR_GET_NAME, before);
	for (i = 0; i < 100; i++) {
		ASSERT_EQ(-1, execve("./cordon-canary", argv, argv + 1));
		ASSERT_EQ(EACCES, errno);
	}
	prctl(PR_GET_NAME, after);
	EXPECT_STREQ(before, after);
	EXPECT_EQ(pid, getpid());
	/* The point of no return was not passed: the descriptor is open. */
	EXPECT_LE(0, fcntl(fd, F_GETFD));
	EXPECT_EQ(0, try_exec("./harmless"));
}

TEST_F(exec, by_posix_spawn)
{
	char *const argv[] = { "x", NULL };
	int status;
	pid_t pid;

	EXPECT_EQ(EACCES, posix_spawn(&pid, "./cordon-canary", NULL, NULL,
				      argv, argv + 1));
	ASSERT_EQ(0, posix_spawn(&pid, "./harmless", NULL, NULL, argv,
				 argv + 1));
	ASSERT_EQ(pid, waitpid(pid, &status, 0));
	EXPECT_EQ(HARMLESS_STATUS, WEXITSTATUS(status));
}

static void vfork_exec(char *path, struct probe *probe, int *status)
{
	char *const argv[] = { path, NULL };
	pid_t pid;

	probe->denied = 0;
	pid = vfork();
	if (!pid) {
		execve(path, argv, argv + 1);
		probe->denied = errno;
		_exit(127);
	}
	if (pid < 0 || waitpid(pid, status, 0) != pid)
		probe->denied = -1;
}

TEST_F(exec, by_vfork)
{
	int status = 0;

	vfork_exec("./cordon-canary", self->probe, &status);
	EXPECT_EQ(EACCES, self->probe->denied);
	vfork_exec("./harmless", self->probe, &status);
	EXPECT_EQ(0, self->probe->denied);
	EXPECT_EQ(HARMLESS_STATUS, WEXITSTATUS(status));
}

static void *exec_in_thread(void *path)
{
	return (void *)(intptr_t)by_execve(path);
}

static int by_thread(const char *path)
{
	pthread_t thread;
	void *result;

	if (pthread_create(&thread, NULL, exec_in_thread, (void *)path) ||
	    pthread_join(thread, &result))
		return -ECHILD;
	/* Reached only if the other threads were left alive. */
	return (intptr_t)result;
}

TEST_F(exec, by_a_thread)
{
	EXPECT_EQ(EACCES, try_exec_by(by_thread, "./cordon-canary"));
	EXPECT_EQ(0, try_exec_by(by_thread, "./harmless"));
}

int main(int argc, char **argv)
{
	return cordon_test_main(cordon_not_enforcing(), argc, argv);
}
