// SPDX-License-Identifier: GPL-2.0-only
/*
 * Cordon - KUnit: who is never refused, by this kernel's own never-block list
 *
 * What a task keeps is compared with the text of the list, read anew for each
 * question, while its credentials change from one question to the next.
 */
#include <kunit/test.h>
#include <linux/cred.h>
#include <linux/in.h>
#include <linux/net.h>
#include <linux/prandom.h>
#include <linux/user_namespace.h>
#include <net/net_namespace.h>
#include <net/sock.h>

#include "backend/backend.h"
#include "engine/policy/never_block.h"
#include "subject/never_block.h"
#include "subject/subject.h"

#define USERS_MAX	16U

/* Users to ask about: of the list, beside them, and others. */
struct users {
	u32 uid[USERS_MAX];
	u32 count;
};

static bool list_names(u32 uid)
{
	struct cordon_never_reader reader;
	struct cordon_never_entry entry;
	const char *text, *why;
	size_t size;

	text = cordon_never_block_text(&size);
	cordon_never_start(&reader, text, size);
	while (cordon_never_next(&reader, &entry, &why) > 0)
		if (entry.kind == CORDON_NEVER_UID && entry.uid == uid)
			return true;
	return false;
}

static void find_users(struct kunit *test, struct users *users)
{
	struct cordon_never_reader reader;
	struct cordon_never_entry entry;
	const char *text, *why;
	size_t size;

	users->uid[0] = 0;
	users->uid[1] = 1000;
	users->uid[2] = 4294967294U;
	users->count = 3;
	text = cordon_never_block_text(&size);
	cordon_never_start(&reader, text, size);
	while (cordon_never_next(&reader, &entry, &why) > 0 &&
	       users->count + 2 <= USERS_MAX) {
		if (entry.kind != CORDON_NEVER_UID)
			continue;
		users->uid[users->count++] = entry.uid;
		users->uid[users->count++] = entry.uid + 1;
	}
	if (users->count == 3)
		kunit_skip(test, "no never-block list that names a user");
}

/* As the kernel does for a while, and setuid() for good. */
static const struct cred *become(struct kunit *test, u32 uid, u32 euid)
{
	struct cred *cred = prepare_creds();
	const struct cred *old;

	KUNIT_ASSERT_NOT_NULL(test, cred);
	cred->uid = make_kuid(&init_user_ns, uid);
	cred->euid = make_kuid(&init_user_ns, euid);
	old = override_creds(cred);
	put_cred(cred);
	return old;
}

static bool asked_as(struct kunit *test, u32 uid, u32 euid)
{
	const struct cred *old = become(test, uid, euid);
	bool may = cordon_subject_may_connect();

	revert_creds(old);
	return may;
}

static void test_users(struct kunit *test)
{
	struct rnd_state random;
	struct users users;
	u32 round, listed = 0;

	find_users(test, &users);
	prandom_seed_state(&random, 7);
	for (round = 0; round < 2000; round++) {
		u32 uid = users.uid[prandom_u32_state(&random) % users.count];
		u32 euid = prandom_u32_state(&random) % 4 ? uid :
			   users.uid[prandom_u32_state(&random) % users.count];
		bool wanted = uid == euid && list_names(uid);

		if (asked_as(test, uid, euid) != wanted)
			KUNIT_FAIL(test, "uid %u, euid %u: not %d", uid, euid,
				   wanted);
		listed += wanted;
	}
	KUNIT_EXPECT_GT(test, listed, 100U);
}

/* A listed path's process is free as root alone, and what follows an exec is not. */
static void test_path(struct kunit *test)
{
	struct cordon_subject_task *task;
	struct users users;

	find_users(test, &users);
	task = cordon_backend_task(current);
	KUNIT_ASSERT_NOT_NULL(test, task);
	KUNIT_EXPECT_FALSE(test, asked_as(test, 0, 0));
	task->path_staged = true;
	KUNIT_EXPECT_FALSE(test, asked_as(test, 0, 0));
	cordon_subject_exec();
	KUNIT_EXPECT_TRUE(test, asked_as(test, 0, 0));
	KUNIT_EXPECT_FALSE(test, asked_as(test, 0, 1000));
	KUNIT_EXPECT_FALSE(test, asked_as(test, 1000, 0));
	KUNIT_EXPECT_FALSE(test, asked_as(test, 1000, 1000));
	KUNIT_EXPECT_TRUE(test, asked_as(test, 0, 0));
	/* An exec that fails had been staged; the next one begins anew. */
	task->path_staged = true;
	cordon_subject_stages_exec();
	cordon_subject_exec();
	KUNIT_EXPECT_FALSE(test, asked_as(test, 0, 0));
}

static void use_as(struct kunit *test, const struct sock *sk, u32 uid)
{
	const struct cred *old = become(test, uid, uid);

	cordon_subject_capture(sk);
	revert_creds(old);
}

/* Whoever used a socket last counts, whoever is current when it is asked. */
static void test_socket(struct kunit *test)
{
	struct socket *socket;
	struct users users;
	u32 listed;

	find_users(test, &users);
	listed = users.uid[3];
	KUNIT_ASSERT_EQ(test, 0, sock_create_kern(&init_net, PF_INET, SOCK_DGRAM,
						  IPPROTO_UDP, &socket));
	KUNIT_EXPECT_FALSE(test, cordon_subject_socket_may(socket->sk));
	use_as(test, socket->sk, 1000);
	KUNIT_EXPECT_FALSE(test, cordon_subject_socket_may(socket->sk));
	use_as(test, socket->sk, listed);
	KUNIT_EXPECT_TRUE(test, cordon_subject_socket_may(socket->sk));
	use_as(test, socket->sk, listed);
	KUNIT_EXPECT_TRUE(test, cordon_subject_socket_may(socket->sk));
	use_as(test, socket->sk, 0);
	KUNIT_EXPECT_FALSE(test, cordon_subject_socket_may(socket->sk));
	KUNIT_EXPECT_FALSE(test, cordon_subject_socket_may(NULL));
	sock_release(socket);
}

static struct kunit_case subject_cases[] = {
	KUNIT_CASE(test_users),
	KUNIT_CASE(test_path),
	KUNIT_CASE(test_socket),
	{}
};

static struct kunit_suite subject_suite = {
	.name = "cordon_subject",
	.test_cases = subject_cases,
};

kunit_test_suite(subject_suite);
