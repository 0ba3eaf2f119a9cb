// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Cordon selftests - loader: who may load, and two who try at once
 *
 * The object that is loaded is the one in force (policy/object), which is
 * always accepted and changes nothing: these tests need no object of their own.
 */
#include "loader.h"

FIXTURE(loader)
{
	char dir[PATH_MAX / 2];
	struct object good;
	struct in_force before;
};

FIXTURE_SETUP(loader)
{
	static unsigned char now[OBJECT_MAX];
	ssize_t size = node_read_raw("policy/object", now, sizeof(now));

	self->dir[0] = '\0';
	if (size <= (ssize_t)OBJECT_HEADER)
		SKIP(return, "no policy is in force");
	self->good.data = now;
	self->good.size = size;
	ASSERT_EQ(0, make_workdir(self->dir, sizeof(self->dir)));
	ASSERT_EQ(0, copy_harmless("cordon-canary"));
	read_in_force(&self->before);
}

FIXTURE_TEARDOWN(loader)
{
	remove_workdir(self->dir);
}

static void expect_good_loads(struct __test_metadata *_metadata,
			      const struct object *good,
			      const struct in_force *before)
{
	struct in_force now;

	EXPECT_EQ(0, load(good->data, good->size));
	EXPECT_TRUE(node_is("load/status", "committed"));
	read_in_force(&now);
	EXPECT_EQ(0, memcmp(before, &now, sizeof(now)));
	EXPECT_EQ(EACCES, try_exec("./cordon-canary"));
}

static int begin_as_nobody(void *unused)
{
	int err = become_nobody();

	(void)unused;
	return err ?: load_begin();
}

TEST_F(loader, an_ordinary_user_cannot_open_the_nodes)
{
	EXPECT_EQ(-EACCES, in_child(begin_as_nobody, NULL));
	expect_good_loads(_metadata, &self->good, &self->before);
}

static int begin_without_cap(void *unused)
{
	int err = drop_cap(CAP_MAC_ADMIN);

	(void)unused;
	return err ?: load_begin();
}

TEST_F(loader, root_without_the_capability)
{
	EXPECT_EQ(-EPERM, in_child(begin_without_cap, NULL));
	expect_good_loads(_metadata, &self->good, &self->before);
}

static int begin_in_user_namespace(void *unused)
{
	(void)unused;
	if (unshare(CLONE_NEWUSER))
		return -EXDEV;
	return load_begin();
}

static int begin_opened_before(void *unused)
{
	int fd = open(SYSFS "load/loading", O_WRONLY);

	(void)unused;
	if (fd < 0)
		return -errno;
	if (unshare(CLONE_NEWUSER))
		return -EXDEV;
	return write(fd, "1", 1) == 1 ? 0 : -errno;
}

/* Its capabilities are worth nothing outside its namespace. */
TEST_F(loader, root_of_another_user_namespace)
{
	int err = in_child(begin_in_user_namespace, NULL);

	if (err == -EXDEV)
		SKIP(return, "no user namespaces here");
	EXPECT_EQ(-EPERM, err);
	EXPECT_EQ(-EPERM, in_child(begin_opened_before, NULL));
	expect_good_loads(_metadata, &self->good, &self->before);
}

/* Opens @node with or without the capability and sends the descriptor. */
struct opener {
	const char *node;
	int channel;
	bool drop;
};

static int open_and_send(void *data)
{
	const struct opener *opener = data;
	char path[PATH_MAX];
	int fd, err;

	if (opener->drop && drop_cap(CAP_MAC_ADMIN))
		return -EXDEV;
	snprintf(path, sizeof(path), SYSFS "%s", opener->node);
	fd = open(path, O_WRONLY);
	if (fd < 0)
		return -errno;
	err = send_fd(opener->channel, fd);
	close(fd);
	return err;
}

static int open_by_other(const char *node, bool drop)
{
	struct opener opener = { .node = node, .drop = drop };
	int channel[2], fd;

	if (socketpair(AF_UNIX, SOCK_STREAM, 0, channel))
		return -errno;
	opener.channel = channel[1];
	fd = in_child(open_and_send, &opener);
	if (!fd)
		fd = receive_fd(channel[0]);
	close(channel[0]);
	close(channel[1]);
	return fd;
}

TEST_F(loader, the_opener_has_to_have_the_capability)
{
	int fd = open_by_other("load/loading", true);

	ASSERT_LE(0, fd);
	EXPECT_EQ(-1, write(fd, "1", 1));
	EXPECT_EQ(EPERM, errno);
	close(fd);

	fd = open_by_other("load/loading", false);
	ASSERT_LE(0, fd);
	EXPECT_EQ(1, write(fd, "1", 1));
	close(fd);
	expect_good_loads(_metadata, &self->good, &self->before);
}

static int write_without_cap(void *data)
{
	int fd = *(int *)data;
	int err = drop_cap(CAP_MAC_ADMIN);

	if (err)
		return err;
	return write(fd, "1", 1) == 1 ? 0 : -errno;
}

TEST_F(loader, the_writer_has_to_have_the_capability)
{
	int fd = open(SYSFS "load/loading", O_WRONLY | O_CLOEXEC);

	ASSERT_LE(0, fd);
	EXPECT_EQ(-EPERM, in_child(write_without_cap, &fd));
	EXPECT_EQ(1, write(fd, "1", 1));
	close(fd);
	expect_good_loads(_metadata, &self->good, &self->before);
}

static int data_without_cap(void *data)
{
	const struct object *good = data;
	int err = load_begin();

	if (!err)
		err = drop_cap(CAP_MAC_ADMIN);
	if (err)
		return -EXDEV;
	err = load_put(good->data, good->size, 0, 4096);
	if (err == -EPERM)
		err = load_commit();
	return err;
}

TEST_F(loader, every_step_needs_the_capability)
{
	EXPECT_EQ(-EPERM, in_child(data_without_cap, &self->good));
	expect_good_loads(_metadata, &self->good, &self->before);
}

/* A loader in a process of its own, which does what it is told, in steps. */
struct other_loader {
	pid_t pid;
	int to;
	int from;
};

static void other_loader_serve(const struct object *good, int in, int out)
{
	size_t half = good->size / 2;
	char step;
	int err;

	while (read(in, &step, 1) == 1) {
		switch (step) {
		case 'b':
			err = load_begin();
			break;
		case 'h':
			err = load_put(good->data, half, 0, 4096);
			break;
		case 'r':
			err = load_put(good->data + half, good->size - half,
				       half, 4096);
			break;
		case 'c':
			err = load_commit();
			break;
		default:
			err = load_abort();
		}
		if (write(out, &err, sizeof(err)) != sizeof(err))
			break;
	}
	_exit(0);
}

static int other_loader_start(struct other_loader *other,
			      const struct object *good)
{
	int in[2], out[2];

	if (pipe2(in, O_CLOEXEC) || pipe2(out, O_CLOEXEC))
		return -errno;
	other->pid = fork();
	if (!other->pid) {
		close(in[1]);
		close(out[0]);
		other_loader_serve(good, in[0], out[1]);
	}
	close(in[0]);
	close(out[1]);
	other->to = in[1];
	other->from = out[0];
	return other->pid < 0 ? -ECHILD : 0;
}

static int other_loader_do(struct other_loader *other, char step)
{
	int err;

	if (write(other->to, &step, 1) != 1 ||
	    read(other->from, &err, sizeof(err)) != sizeof(err))
		return -ECHILD;
	return err;
}

static void other_loader_end(struct other_loader *other, int signal)
{
	if (signal)
		kill(other->pid, signal);
	close(other->to);
	close(other->from);
	waitpid(other->pid, NULL, 0);
}

TEST_F(loader, a_second_loader_waits_for_the_first)
{
	struct other_loader other;

	ASSERT_EQ(0, other_loader_start(&other, &self->good));
	ASSERT_EQ(0, other_loader_do(&other, 'b'));
	EXPECT_EQ(-EBUSY, load_begin());
	ASSERT_EQ(0, other_loader_do(&other, 'h'));
	EXPECT_EQ(-EBUSY, load_begin());
	EXPECT_EQ(-EBUSY, load_put(self->good.data, 10, 0, 10));
	EXPECT_EQ(-EBUSY, load_put(self->good.data + self->good.size / 2, 10,
				   self->good.size / 2, 10));
	EXPECT_EQ(-EBUSY, load_commit());
	EXPECT_EQ(-EBUSY, load_abort());
	/* It was not disturbed. */
	EXPECT_EQ(0, other_loader_do(&other, 'r'));
	EXPECT_EQ(0, other_loader_do(&other, 'c'));
	EXPECT_TRUE(node_is("load/status", "committed"));
	/* Done: the second one's turn, while the first still lives. */
	expect_good_loads(_metadata, &self->good, &self->before);
	other_loader_end(&other, 0);
}

TEST_F(loader, an_aborted_load_makes_room)
{
	struct other_loader other;

	ASSERT_EQ(0, other_loader_start(&other, &self->good));
	ASSERT_EQ(0, other_loader_do(&other, 'b'));
	EXPECT_EQ(-EBUSY, load_begin());
	ASSERT_EQ(0, other_loader_do(&other, 'a'));
	expect_good_loads(_metadata, &self->good, &self->before);
	other_loader_end(&other, 0);
}

TEST_F(loader, a_loader_killed_half_way_makes_room)
{
	struct other_loader other;

	ASSERT_EQ(0, other_loader_start(&other, &self->good));
	ASSERT_EQ(0, other_loader_do(&other, 'b'));
	ASSERT_EQ(0, other_loader_do(&other, 'h'));
	EXPECT_EQ(-EBUSY, load_begin());
	other_loader_end(&other, SIGKILL);
	/* What it left cannot be finished by somebody else. */
	EXPECT_GT(0, load_commit());
	expect_good_loads(_metadata, &self->good, &self->before);
}

/* The thread group that began is the loader, not who holds a descriptor. */
TEST_F(loader, a_descriptor_passed_on_does_not_make_a_loader)
{
	struct other_loader other;
	int fd = open_by_other("load/data", false);

	ASSERT_LE(0, fd);
	ASSERT_EQ(0, other_loader_start(&other, &self->good));
	ASSERT_EQ(0, other_loader_do(&other, 'b'));
	EXPECT_EQ(-1, pwrite(fd, self->good.data, 10, 0));
	EXPECT_EQ(EBUSY, errno);
	EXPECT_EQ(0, other_loader_do(&other, 'h'));
	EXPECT_EQ(0, other_loader_do(&other, 'r'));
	EXPECT_EQ(0, other_loader_do(&other, 'c'));
	other_loader_end(&other, 0);

	/* The loader itself may use it, whoever opened it. */
	ASSERT_EQ(0, load_begin());
	EXPECT_EQ(10, pwrite(fd, self->good.data, 10, 0));
	EXPECT_EQ(0, load_put(self->good.data + 10, self->good.size - 10, 10,
			      4096));
	EXPECT_EQ(0, load_commit());
	close(fd);
	expect_good_loads(_metadata, &self->good, &self->before);
}

static int put_in_child(void *data)
{
	const struct object *good = data;

	return load_put(good->data, 10, 0, 10);
}

TEST_F(loader, a_child_of_the_loader_is_not_the_loader)
{
	ASSERT_EQ(0, load_begin());
	EXPECT_EQ(-EBUSY, in_child(put_in_child, &self->good));
	EXPECT_EQ(0, load_put(self->good.data, self->good.size, 0, 4096));
	EXPECT_EQ(0, load_commit());
	expect_good_loads(_metadata, &self->good, &self->before);
}

static const char *missing(void)
{
	const char *why = cordon_not_enforcing_or_not_root();

	if (!why && node_is("lock", "1"))
		why = WHY_LOCKED;
	return why;
}

int main(int argc, char **argv)
{
	return cordon_test_main(missing(), argc, argv);
}
