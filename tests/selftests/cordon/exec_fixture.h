/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Cordon selftests - exec_fixture: a directory with a refused program in it
 *
 * Its working directory has two copies of the same harmless program:
 * cordon-canary, which is refused, and harmless, which runs.
 */
#ifndef _CORDON_SELFTEST_EXEC_FIXTURE_H
#define _CORDON_SELFTEST_EXEC_FIXTURE_H

#include "common.h"

/* What a probe saw: errnos of the refused act and of its twin. */
struct probe {
	int setup;		/* why the stage could not be set, or 0 */
	int denied;
	int allowed;
};

FIXTURE(exec)
{
	char dir[PATH_MAX / 2];
	struct probe *probe;
};

FIXTURE_VARIANT(exec)
{
	bool nobody;
};

/* clang-format off */
FIXTURE_VARIANT_ADD(exec, as_caller) {
	/* clang-format on */
	.nobody = false,
};

/* clang-format off */
FIXTURE_VARIANT_ADD(exec, as_nobody) {
	/* clang-format on */
	.nobody = true,
};

FIXTURE_SETUP(exec)
{
	self->dir[0] = '\0';
	if (variant->nobody && geteuid())
		SKIP(return, "the caller is an ordinary user already");
	self->probe = mmap(NULL, sizeof(*self->probe), PROT_READ | PROT_WRITE,
			   MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	ASSERT_NE(MAP_FAILED, self->probe);
	ASSERT_EQ(0, make_workdir(self->dir, sizeof(self->dir)));
	ASSERT_EQ(0, copy_harmless("cordon-canary"));
	ASSERT_EQ(0, copy_harmless("harmless"));
	if (variant->nobody) {
		ASSERT_EQ(0, chown(".", NOBODY, NOBODY));
		ASSERT_EQ(0, chown("cordon-canary", NOBODY, NOBODY));
		ASSERT_EQ(0, chown("harmless", NOBODY, NOBODY));
		ASSERT_EQ(0, become_nobody());
	}
	if (try_exec("./harmless"))
		SKIP(return, "nothing can be executed here: set TMPDIR");
}

FIXTURE_TEARDOWN(exec)
{
	remove_workdir(self->dir);
}

#endif /* _CORDON_SELFTEST_EXEC_FIXTURE_H */
