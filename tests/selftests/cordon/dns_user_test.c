// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Cordon selftests - dns_user: namespaces that an ordinary user makes
 *
 * There the user is root and can be its own resolver: what it answers itself
 * must teach nothing, and what the device has learned must count there too.
 */
#include "dns.h"

#define FORGED_AT	"192.88.99.50"
#define FORGED_HARMLESS_AT "192.88.99.51"
#define LEARNED_AT	"192.88.99.60"
#define HARMLESS_AT	"192.88.99.61"
#define OWN_RESOLVER	"127.0.0.77"

/* What a user's namespace saw: errnos, -1 where it did not get that far. */
struct seen {
	int stage;		/* what failed in setting it up, or 0 */
	int talk;		/* what failed in the conversation, or 0 */
	int prefix;		/* the canary's prefix */
	int denied;
	int allowed;
};

FIXTURE(dns_user)
{
	struct talk talk;
	struct seen *seen;
	char resolver[INET6_ADDRSTRLEN];
	bool policys_own;
};

static bool in_initial_netns(void)
{
	struct stat mine, first;

	return !stat("/proc/self/ns/net", &mine) &&
	       !stat("/proc/1/ns/net", &first) && mine.st_ino == first.st_ino;
}

FIXTURE_SETUP(dns_user)
{
	struct policy_facts facts;
	const char *own;

	ASSERT_TRUE(read_policy_facts(&facts));
	if (facts.dns != 1)
		SKIP(return, "the policy refuses questions (dns = refuse)");
	own = policy_resolver(&facts, AF_INET, self->resolver,
			      sizeof(self->resolver));
	self->policys_own = facts.resolver_count;
	if (facts.resolver_count && !own)
		SKIP(return, "the policy names no resolver of this family");
	if (!own) {
		snprintf(self->resolver, sizeof(self->resolver),
			 OWN_RESOLVER);
		ASSERT_EQ(0, talk_tell(&self->talk, OWN_RESOLVER));
	}
	self->seen = mmap(NULL, sizeof(*self->seen), PROT_READ | PROT_WRITE,
			  MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	ASSERT_NE(MAP_FAILED, self->seen);
}

FIXTURE_TEARDOWN(dns_user)
{
	talk_close(&self->talk);
}

/* Becomes an ordinary user with namespaces of its own: 0, or the errno. */
static int enter_user_namespaces(void)
{
	int err = become_nobody();

	if (!err)
		err = enter_netns(true);
	return -err;
}

static void forge(const char *resolver, struct seen *seen)
{
	struct talk talk = { .told = false };

	seen->stage = enter_user_namespaces();
	if (seen->stage)
		return;
	seen->talk = talk_open(&talk, "127.0.0.1", resolver) ?:
		     resolve(&talk, CANARY_NAME, FORGED_AT) ?:
		     resolve(&talk, HARMLESS_NAME, FORGED_HARMLESS_AT);
	seen->prefix = try_address(CANARY4);
	seen->denied = try_address(FORGED_AT);
	seen->allowed = try_address(FORGED_HARMLESS_AT);
}

static void judge(struct seen *seen)
{
	seen->stage = enter_user_namespaces();
	if (seen->stage)
		return;
	seen->prefix = try_address(CANARY4);
	seen->denied = try_address(LEARNED_AT);
	seen->allowed = try_address(HARMLESS_AT);
}

static void reset(struct seen *seen)
{
	*seen = (struct seen) {
		.stage = -1, .talk = -1, .prefix = -1, .denied = -1,
		.allowed = -1,
	};
}

TEST_F(dns_user, answers_that_a_user_gives_itself_teach_nothing)
{
	pid_t pid;

	reset(self->seen);
	pid = fork();
	if (!pid) {
		forge(self->resolver, self->seen);
		_exit(0);
	}
	ASSERT_EQ(pid, waitpid(pid, NULL, 0));
	if (self->seen->stage)
		SKIP(return, "an ordinary user cannot make namespaces: %s",
		     strerror(self->seen->stage));
	ASSERT_EQ(0, self->seen->talk);
	/* Inside: the policy counts, what was forged does not. */
	EXPECT_EQ(EACCES, self->seen->prefix);
	EXPECT_EQ(0, self->seen->denied);
	EXPECT_EQ(0, self->seen->allowed);
	/* Nor outside, in any namespace. */
	EXPECT_FALSE(is_learned(FORGED_AT));
	EXPECT_FALSE(is_learned(FORGED_HARMLESS_AT));
	ASSERT_EQ(0, enter_netns(false));
	EXPECT_EQ(0, try_address(FORGED_AT));
	EXPECT_EQ(EACCES, try_address(CANARY4));
}

/* In the initial namespace, over loopback: nothing is sent anywhere. */
TEST_F(dns_user, what_the_device_learned_counts_in_a_users_namespaces)
{
	pid_t pid;
	int err;

	if (self->policys_own)
		SKIP(return, "the policy names its own resolvers");
	if (!in_initial_netns())
		SKIP(return, "not in the initial network namespace");
	err = talk_open(&self->talk, "127.0.0.1", OWN_RESOLVER);
	if (err == -EADDRINUSE)
		SKIP(return, "somebody serves on every address of port 53");
	ASSERT_EQ(0, err);
	ASSERT_EQ(0, resolve(&self->talk, CANARY_NAME, LEARNED_AT));
	ASSERT_EQ(0, resolve(&self->talk, HARMLESS_NAME, HARMLESS_AT));
	/* A datagram socket's connect sends nothing. */
	EXPECT_EQ(EACCES, try_address(LEARNED_AT));
	EXPECT_NE(EACCES, try_address(HARMLESS_AT));

	reset(self->seen);
	pid = fork();
	if (!pid) {
		judge(self->seen);
		_exit(0);
	}
	ASSERT_EQ(pid, waitpid(pid, NULL, 0));
	if (self->seen->stage)
		SKIP(return, "an ordinary user cannot make namespaces: %s",
		     strerror(self->seen->stage));
	EXPECT_EQ(EACCES, self->seen->prefix);
	EXPECT_EQ(EACCES, self->seen->denied);
	EXPECT_EQ(0, self->seen->allowed);
	/* A namespace of the initial user namespace learns for itself. */
	ASSERT_EQ(0, enter_netns(false));
	EXPECT_EQ(0, try_address(LEARNED_AT));
	EXPECT_EQ(EACCES, try_address(CANARY4));
}

int main(int argc, char **argv)
{
	return cordon_test_main(cordon_not_enforcing_or_not_root(), argc, argv);
}
