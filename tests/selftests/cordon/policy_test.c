// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Cordon selftests - policy: the same acts under policies that differ
 *
 * Loads signed policies of policies/, one after the other, and so leaves the
 * last of them in force.
 */
#include "dns.h"
#include "loader.h"

#define PROBE4		"198.51.100.77"
#define PROBE6		"2001:db8:caf0::1"
#define PROBE_NAME	"cordon-probe.test"
#define RESOLVER	"10.98.76.53"
#define OTHER_RESOLVER	"10.98.76.54"
#define LEARNED_AT	"192.88.99.90"

FIXTURE(policy)
{
	char dir[PATH_MAX / 2];
	struct talk talk;
};

FIXTURE_SETUP(policy)
{
	struct object good;
	int err = put_good_in_force(&good);

	self->dir[0] = '\0';
	if (!must_load() && (err == -ENOKEY || err == -EKEYREJECTED))
		SKIP(return, "the device knows another policy authority");
	if (err == -ESTALE && !next_version("selftest"))
		SKIP(return, WHY_NO_VERSION);
	ASSERT_EQ(0, err);
	object_free(&good);
	ASSERT_EQ(0, make_workdir(self->dir, sizeof(self->dir)));
	ASSERT_EQ(0, copy_harmless("cordon-canary"));
	ASSERT_EQ(0, copy_harmless("cordon-probe"));
	ASSERT_EQ(0, talk_tell(&self->talk, RESOLVER));
	ASSERT_EQ(0, enter_netns(false));
	ASSERT_EQ(0, talk_open(&self->talk, "192.0.2.1", RESOLVER));
}

FIXTURE_TEARDOWN(policy)
{
	talk_close(&self->talk);
	remove_workdir(self->dir);
}

static int put_in_force(const char *kind)
{
	struct object object = { .data = NULL };
	int err = load_next(kind, &object);

	object_free(&object);
	return err;
}

TEST_F(policy, a_path_is_refused_as_long_as_a_rule_names_it)
{
	EXPECT_EQ(EACCES, try_exec("./cordon-probe"));
	ASSERT_EQ(0, put_in_force("other"));
	EXPECT_EQ(0, try_exec("./cordon-probe"));
	EXPECT_EQ(EACCES, try_exec("./cordon-canary"));
	ASSERT_EQ(0, put_in_force("selftest"));
	EXPECT_EQ(EACCES, try_exec("./cordon-probe"));
	EXPECT_EQ(EACCES, try_exec("./cordon-canary"));
}

TEST_F(policy, a_prefix_is_refused_as_long_as_a_rule_names_it)
{
	EXPECT_EQ(EACCES, try_address(PROBE4));
	EXPECT_EQ(EACCES, try_address(PROBE6));
	ASSERT_EQ(0, put_in_force("other"));
	EXPECT_EQ(0, try_address(PROBE4));
	EXPECT_EQ(0, try_address(PROBE6));
	EXPECT_EQ(EACCES, try_address(CANARY4));
	ASSERT_EQ(0, put_in_force("selftest"));
	EXPECT_EQ(EACCES, try_address(PROBE4));
	EXPECT_EQ(EACCES, try_address(PROBE6));
}

/* The new policy judges what was learned under the old one. */
TEST_F(policy, a_learned_address_is_refused_as_long_as_a_rule_names_it)
{
	ASSERT_EQ(0, resolve(&self->talk, PROBE_NAME, LEARNED_AT));
	EXPECT_EQ(EACCES, try_address(LEARNED_AT));
	ASSERT_EQ(0, put_in_force("other"));
	EXPECT_EQ(0, try_address(LEARNED_AT));
	ASSERT_EQ(0, put_in_force("selftest"));
	EXPECT_EQ(EACCES, try_address(LEARNED_AT));
}

TEST_F(policy, an_answer_from_before_a_rule_counts_after_it)
{
	ASSERT_EQ(0, put_in_force("other"));
	ASSERT_EQ(0, resolve(&self->talk, PROBE_NAME, LEARNED_AT));
	EXPECT_EQ(0, try_address(LEARNED_AT));
	ASSERT_EQ(0, put_in_force("selftest"));
	EXPECT_EQ(EACCES, try_address(LEARNED_AT));
}

TEST_F(policy, mode_monitor_refuses_nothing)
{
	__u64 exec, connect;

	ASSERT_EQ(0, put_in_force("monitor"));
	EXPECT_TRUE(node_is("mode", "monitor"));
	exec = counter("exec_checked");
	connect = counter("connect_checked");
	EXPECT_EQ(0, try_exec("./cordon-canary"));
	EXPECT_EQ(0, try_exec("./cordon-probe"));
	EXPECT_EQ(0, try_address(CANARY4));
	EXPECT_EQ(0, try_sendto(CANARY6, 80));
	EXPECT_EQ(0, try_sendto(OTHER_RESOLVER, 53));
	EXPECT_EQ(0, try_connect(NEIGHBOUR4, 853, SOCK_DGRAM));
	ASSERT_EQ(0, resolve(&self->talk, CANARY_NAME, LEARNED_AT));
	EXPECT_EQ(0, try_address(LEARNED_AT));
	/* It is let through by decision, not because nobody looked. */
	EXPECT_LE(exec + 2, counter("exec_checked"));
	EXPECT_LE(connect + 3, counter("connect_checked"));

	ASSERT_EQ(0, put_in_force("selftest"));
	EXPECT_TRUE(node_is("mode", "enforce"));
	EXPECT_EQ(EACCES, try_exec("./cordon-canary"));
	EXPECT_EQ(EACCES, try_exec("./cordon-probe"));
	EXPECT_EQ(EACCES, try_address(CANARY4));
	EXPECT_EQ(EACCES, try_sendto(CANARY6, 80));
	EXPECT_EQ(EACCES, try_sendto(OTHER_RESOLVER, 53));
	EXPECT_EQ(EACCES, try_connect(NEIGHBOUR4, 853, SOCK_DGRAM));
	EXPECT_EQ(EACCES, try_address(LEARNED_AT));
}

/* Where the question leaves its answer counts, whatever address it went to. */
TEST_F(policy, mode_monitor_learns_from_a_resolver_that_would_be_refused)
{
	talk_close(&self->talk);
	memset(&self->talk, 0, sizeof(self->talk));
	ASSERT_EQ(0, talk_tell(&self->talk, PROBE4));
	ASSERT_EQ(0, talk_open(&self->talk, "192.0.2.1", PROBE4));
	ASSERT_EQ(0, put_in_force("monitor"));
	ASSERT_EQ(0, resolve(&self->talk, PROBE_NAME, LEARNED_AT));
	EXPECT_EQ(0, try_address(LEARNED_AT));
	ASSERT_EQ(0, put_in_force("selftest"));
	EXPECT_EQ(EACCES, try_address(LEARNED_AT));
	EXPECT_EQ(EACCES, try_sendto(PROBE4, 53));
}

static int send_question(struct talk *talk, const char *name)
{
	struct message question;

	make_question(&question, 77, name, DNS_A);
	if (sendto(talk->client, question.data, question.length, 0,
		   &talk->resolver.sa, talk->resolver.length) < 0)
		return errno;
	return 0;
}

/* Refused on the way out, so the one who sends it is told. */
TEST_F(policy, dns_refuse_refuses_the_question)
{
	struct talk *talk = &self->talk;
	__u64 refused;

	EXPECT_EQ(0, send_question(talk, PROBE_NAME));
	EXPECT_EQ(0, take_question(talk));
	ASSERT_EQ(0, put_in_force("refuse"));
	refused = counter("dns_refused");
	EXPECT_EQ(EACCES, send_question(talk, PROBE_NAME));
	EXPECT_EQ(EACCES, send_question(talk, "sub." CANARY_NAME));
	EXPECT_EQ(EACCES, send_question(talk, "SUB.Cordon-Canary.TEST"));
	EXPECT_LE(refused + 3, counter("dns_refused"));
	/* The next one to reach the resolver is the one that may. */
	EXPECT_EQ(0, resolve(talk, HARMLESS_NAME, LEARNED_AT));
	EXPECT_EQ(0, memcmp(talk->question.data + DNS_HEADER + 1, "harmless",
			    8));
	EXPECT_EQ(0, try_address(LEARNED_AT));
	ASSERT_EQ(0, put_in_force("selftest"));
	EXPECT_EQ(0, send_question(talk, PROBE_NAME));
}

/* The kernel asks no LSM about the second message: it is read all the same. */
TEST_F(policy, dns_refuse_reads_the_second_message_of_sendmmsg)
{
	struct talk *talk = &self->talk;
	struct message questions[3];
	struct mmsghdr msgs[3] = { 0 };
	struct iovec iov[3];
	int i, sent;

	ASSERT_EQ(0, put_in_force("refuse"));
	make_question(&questions[0], 1, HARMLESS_NAME, DNS_A);
	make_question(&questions[1], 2, CANARY_NAME, DNS_A);
	make_question(&questions[2], 3, "after.test", DNS_A);
	for (i = 0; i < 3; i++) {
		iov[i].iov_base = questions[i].data;
		iov[i].iov_len = questions[i].length;
		msgs[i].msg_hdr.msg_iov = &iov[i];
		msgs[i].msg_hdr.msg_iovlen = 1;
		msgs[i].msg_hdr.msg_name = &talk->resolver.sa;
		msgs[i].msg_hdr.msg_namelen = talk->resolver.length;
	}
	sent = sendmmsg(talk->client, msgs, 3, 0);
	EXPECT_EQ(1, sent);
	ASSERT_EQ(0, take_question(talk));
	EXPECT_EQ(1, talk->question.data[1]);
	ASSERT_EQ(1, sendmmsg(talk->client, msgs + 2, 1, 0));
	ASSERT_EQ(0, take_question(talk));
	EXPECT_EQ(3, talk->question.data[1]);
	ASSERT_EQ(0, put_in_force("selftest"));
}

TEST_F(policy, other_resolvers_allow_allows_them)
{
	EXPECT_EQ(EACCES, try_sendto(OTHER_RESOLVER, 53));
	EXPECT_EQ(EACCES, try_connect(OTHER_RESOLVER, 53, SOCK_DGRAM));
	ASSERT_EQ(0, put_in_force("open"));
	EXPECT_EQ(0, try_connect(OTHER_RESOLVER, 53, SOCK_DGRAM));
	EXPECT_EQ(0, send_question(&self->talk, HARMLESS_NAME));
	EXPECT_EQ(EACCES, try_address(CANARY4));
	ASSERT_EQ(0, put_in_force("selftest"));
	EXPECT_EQ(EACCES, try_connect(OTHER_RESOLVER, 53, SOCK_DGRAM));
}

/* What a child saw that tried without a break while policies changed. */
struct slips {
	bool stop;
	unsigned long rounds;
	unsigned long exec;
	unsigned long connect;
	unsigned long learned;
};

static void watch_for_slips(struct slips *slips)
{
	while (!__atomic_load_n(&slips->stop, __ATOMIC_ACQUIRE)) {
		slips->exec += try_exec("./cordon-canary") != EACCES;
		slips->connect += try_address(CANARY4) != EACCES;
		slips->learned += try_address(LEARNED_AT) != EACCES;
		__atomic_add_fetch(&slips->rounds, 1, __ATOMIC_RELEASE);
	}
}

/* Waits until the child has tried once more. */
static void await_round(const struct slips *slips, pid_t pid)
{
	unsigned long from = __atomic_load_n(&slips->rounds, __ATOMIC_ACQUIRE);

	while (__atomic_load_n(&slips->rounds, __ATOMIC_ACQUIRE) == from &&
	       !kill(pid, 0))
		sched_yield();
}

TEST_F(policy, nothing_slips_through_while_policies_change)
{
	static const char *const kinds[] = {
		"other", "selftest", "open", "selftest",
	};
	struct slips *slips = mmap(NULL, sizeof(*slips),
				   PROT_READ | PROT_WRITE,
				   MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	pid_t pid;
	size_t i;

	ASSERT_NE(MAP_FAILED, slips);
	ASSERT_EQ(0, resolve(&self->talk, CANARY_NAME, LEARNED_AT));
	pid = fork();
	if (!pid) {
		watch_for_slips(slips);
		_exit(0);
	}
	for (i = 0; i < ARRAY_SIZE(kinds); i++) {
		await_round(slips, pid);
		EXPECT_EQ(0, put_in_force(kinds[i]));
	}
	await_round(slips, pid);
	__atomic_store_n(&slips->stop, true, __ATOMIC_RELEASE);
	ASSERT_EQ(pid, waitpid(pid, NULL, 0));
	EXPECT_LE(5, slips->rounds);
	EXPECT_EQ(0, slips->exec);
	EXPECT_EQ(0, slips->connect);
	EXPECT_EQ(0, slips->learned);
}

int main(int argc, char **argv)
{
	return cordon_test_main(loader_missing(), argc, argv);
}
