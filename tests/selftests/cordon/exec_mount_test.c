// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Cordon selftests - exec_mount: the canary where mounts and namespaces hide it
 *
 * Paths are matched inside the file's own filesystem, so whatever a mount
 * namespace calls a file, its own name counts.
 */
#include <sys/mount.h>

#include "exec_fixture.h"

/* Runs @fn in a child of its own, which may leave for other namespaces. */
static void run_probe(struct probe *probe, void (*fn)(struct probe *probe))
{
	pid_t pid;

	memset(probe, 0, sizeof(*probe));
	probe->denied = -1;
	probe->allowed = -1;
	pid = fork();
	if (!pid) {
		fn(probe);
		_exit(0);
	}
	if (pid > 0)
		waitpid(pid, NULL, 0);
}

static void check_probe(struct __test_metadata *_metadata, struct probe *probe,
			void (*fn)(struct probe *probe))
{
	run_probe(probe, fn);
	if (probe->setup)
		SKIP(return, "cannot set the stage here: %s",
		     strerror(probe->setup));
	EXPECT_EQ(EACCES, probe->denied);
	EXPECT_EQ(0, probe->allowed);
}

static int map_self(const char *file, unsigned int id)
{
	char map[32];

	snprintf(map, sizeof(map), "0 %u 1", id);
	return -write_at(file, map, strlen(map), 0);
}

/* A mount namespace of its own, in a user namespace of its own if need be. */
static int enter_mount_namespace(void)
{
	uid_t uid = geteuid();
	gid_t gid = getegid();
	int err;

	if (unshare(CLONE_NEWNS | (uid ? CLONE_NEWUSER : 0)))
		return errno;
	if (uid) {
		err = -write_at("/proc/self/setgroups", "deny", 4, 0);
		if (!err)
			err = map_self("/proc/self/uid_map", uid);
		if (!err)
			err = map_self("/proc/self/gid_map", gid);
		if (err)
			return err;
	}
	return mount(NULL, "/", NULL, MS_REC | MS_PRIVATE, NULL) ? errno : 0;
}

static void probe_bind_mount(struct probe *probe)
{
	probe->setup = enter_mount_namespace();
	if (probe->setup)
		return;
	if (mkdir("sub", 0755) || file_text("sub/innocent", "", 0755) ||
	    file_text("sub/cordon-canary", "", 0755) ||
	    mount("cordon-canary", "sub/innocent", NULL, MS_BIND, NULL) ||
	    mount("harmless", "sub/cordon-canary", NULL, MS_BIND, NULL)) {
		probe->setup = errno;
		return;
	}
	probe->denied = try_exec("sub/innocent");
	probe->allowed = try_exec("sub/cordon-canary");
}

/* The file's own name counts, not the name that a mount namespace gives it. */
TEST_F(exec, through_a_bind_mount_of_the_file)
{
	check_probe(_metadata, self->probe, probe_bind_mount);
}

static void probe_bound_directory(struct probe *probe)
{
	probe->setup = enter_mount_namespace();
	if (probe->setup)
		return;
	if (mkdir("mnt", 0755) || mkdir("from", 0755) ||
	    copy_harmless("from/cordon-canary") ||
	    copy_harmless("from/harmless") ||
	    mount("from", "mnt", NULL, MS_BIND, NULL)) {
		probe->setup = errno;
		return;
	}
	probe->denied = try_exec("mnt/cordon-canary");
	probe->allowed = try_exec("mnt/harmless");
}

TEST_F(exec, through_a_bind_mount_of_its_directory)
{
	check_probe(_metadata, self->probe, probe_bound_directory);
}

static void probe_tmpfs(struct probe *probe)
{
	probe->setup = enter_mount_namespace();
	if (probe->setup)
		return;
	if (mkdir("mnt", 0755) || mount("none", "mnt", "tmpfs", 0, NULL) ||
	    copy_harmless("mnt/cordon-canary") ||
	    copy_harmless("mnt/harmless")) {
		probe->setup = errno;
		return;
	}
	probe->denied = try_exec("mnt/cordon-canary");
	probe->allowed = try_exec("mnt/harmless");
}

TEST_F(exec, on_a_tmpfs_of_ones_own)
{
	check_probe(_metadata, self->probe, probe_tmpfs);
}

static int mount_overlay(void)
{
	if (mkdir("mnt", 0755) || mount("none", "mnt", "tmpfs", 0, NULL))
		return errno;
	if (mkdir("mnt/lower", 0755) || mkdir("mnt/upper", 0755) ||
	    mkdir("mnt/work", 0755) || mkdir("mnt/merged", 0755) ||
	    copy_harmless("mnt/lower/cordon-canary") ||
	    copy_harmless("mnt/lower/harmless"))
		return errno;
	if (mount("none", "mnt/merged", "overlay", 0,
		  "lowerdir=mnt/lower,upperdir=mnt/upper,workdir=mnt/work"))
		return errno;
	return 0;
}

static void probe_overlay(struct probe *probe)
{
	probe->setup = enter_mount_namespace();
	if (!probe->setup)
		probe->setup = mount_overlay();
	if (probe->setup)
		return;
	probe->denied = try_exec("mnt/merged/cordon-canary");
	probe->allowed = try_exec("mnt/merged/harmless");
}

TEST_F(exec, on_an_overlay)
{
	check_probe(_metadata, self->probe, probe_overlay);
}

static void probe_overlay_copied_up(struct probe *probe)
{
	probe->setup = enter_mount_namespace();
	if (!probe->setup)
		probe->setup = mount_overlay();
	if (probe->setup)
		return;
	if (chmod("mnt/merged/cordon-canary", 0700) ||
	    chmod("mnt/merged/harmless", 0700)) {
		probe->setup = errno;
		return;
	}
	probe->denied = try_exec("mnt/merged/cordon-canary");
	probe->allowed = try_exec("mnt/merged/harmless");
}

TEST_F(exec, on_an_overlay_copied_up)
{
	check_probe(_metadata, self->probe, probe_overlay_copied_up);
}

static void probe_chroot(struct probe *probe)
{
	if (geteuid() && unshare(CLONE_NEWUSER))
		probe->setup = errno;
	else if (chroot("."))
		probe->setup = errno;
	if (probe->setup)
		return;
	probe->denied = try_exec("/cordon-canary");
	probe->allowed = try_exec("/harmless");
}

TEST_F(exec, in_a_chroot)
{
	check_probe(_metadata, self->probe, probe_chroot);
}

static void probe_mount_namespace(struct probe *probe)
{
	probe->setup = enter_mount_namespace();
	if (probe->setup)
		return;
	probe->denied = try_exec("./cordon-canary");
	probe->allowed = try_exec("./harmless");
}

TEST_F(exec, in_a_mount_namespace)
{
	check_probe(_metadata, self->probe, probe_mount_namespace);
}

static void probe_user_namespace(struct probe *probe)
{
	if (unshare(CLONE_NEWUSER)) {
		probe->setup = errno;
		return;
	}
	probe->denied = try_exec("./cordon-canary");
	probe->allowed = try_exec("./harmless");
}

TEST_F(exec, in_a_user_namespace)
{
	check_probe(_metadata, self->probe, probe_user_namespace);
}

static void probe_pid_namespace(struct probe *probe)
{
	if (unshare((geteuid() ? CLONE_NEWUSER : 0) | CLONE_NEWPID)) {
		probe->setup = errno;
		return;
	}
	/* The first child is the namespace's init: its end ends the others. */
	if (!fork()) {
		probe->denied = try_exec("./cordon-canary");
		probe->allowed = try_exec("./harmless");
		_exit(0);
	}
	wait(NULL);
}

TEST_F(exec, in_a_pid_namespace)
{
	check_probe(_metadata, self->probe, probe_pid_namespace);
}

int main(int argc, char **argv)
{
	return cordon_test_main(cordon_not_enforcing(), argc, argv);
}
