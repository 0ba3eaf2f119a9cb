// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Cordon selftests - lock_steps: the lock, which nothing but a restart opens
 *
 * Run by zz_lock_test.sh, after everything else.
 */
#include "loader.h"

FIXTURE(lock)
{
	char dir[PATH_MAX / 2];
};

FIXTURE_SETUP(lock)
{
	ASSERT_EQ(0, make_workdir(self->dir, sizeof(self->dir)));
	ASSERT_EQ(0, copy_harmless("cordon-canary"));
	ASSERT_EQ(0, copy_harmless("harmless"));
}

FIXTURE_TEARDOWN(lock)
{
	remove_workdir(self->dir);
}

TEST_F(lock, after_it_nothing_can_be_loaded)
{
	static unsigned char now[OBJECT_MAX];
	ssize_t size = node_read_raw("policy/object", now, sizeof(now));
	struct in_force before, after;
	int err;

	ASSERT_LT((ssize_t)OBJECT_HEADER, size);
	ASSERT_TRUE(node_is("lock", "0"));
	/* The twin: the object in force is accepted as long as it is open. */
	ASSERT_EQ(0, load(now, size));
	read_in_force(&before);
	/* A load on its way when the lock falls is not finished either. */
	ASSERT_EQ(0, load_begin());
	ASSERT_EQ(0, load_put(now, size, 0, 4096));
	ASSERT_EQ(0, node_write("lock", "1"));
	EXPECT_TRUE(node_is("lock", "1"));
	/* It is refused, or the lock has ended it and nothing was begun. */
	err = load_commit();
	EXPECT_TRUE(err == -EPERM || err == -EINVAL);
	EXPECT_EQ(-EPERM, load_begin());
	EXPECT_TRUE(load_error_is("locked"));
	EXPECT_GT(0, load_put(now, size, 0, 4096));
	read_in_force(&after);
	EXPECT_EQ(0, memcmp(&before, &after, sizeof(before)));
	EXPECT_EQ(EACCES, try_exec("./cordon-canary"));
	EXPECT_EQ(0, try_exec("./harmless"));
}

TEST_F(lock, it_cannot_be_opened)
{
	ASSERT_TRUE(node_is("lock", "1"));
	EXPECT_GT(0, node_write("lock", "0"));
	EXPECT_GT(0, node_write("lock", "-1"));
	EXPECT_GT(0, node_write("lock", "\n"));
	EXPECT_TRUE(node_is("lock", "1"));
	EXPECT_EQ(-EPERM, load_begin());
	EXPECT_EQ(EACCES, try_exec("./cordon-canary"));
}

int main(int argc, char **argv)
{
	return cordon_test_main(cordon_not_enforcing_or_not_root(), argc, argv);
}
