// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Cordon selftests - audit: each refusal leaves one record that says it all
 *
 * A child makes the refusals, and its process id tells its records from those
 * of others. After them it does a last refused act, the marker: when its
 * record has come, no other is on its way.
 */
#include "audit.h"
#include "dns.h"
#include "loader.h"

FIXTURE(audit)
{
	char dir[PATH_MAX / 2];
	int fd;
	char policy[256];
	char version[32];
	char record[RECORD_MAX];
};

FIXTURE_SETUP(audit)
{
	self->dir[0] = '\0';
	self->fd = records_open();
	if (self->fd < 0)
		SKIP(return, "the audit records cannot be read: %s",
		     strerror(-self->fd));
	ASSERT_EQ(0, make_workdir(self->dir, sizeof(self->dir)));
	ASSERT_EQ(0, chmod(".", 0777));
	ASSERT_EQ(0, copy_harmless("cordon-canary"));
	ASSERT_EQ(0, copy_harmless("harmless"));
	node_read("policy/name", self->policy, sizeof(self->policy));
	node_read("policy/version", self->version, sizeof(self->version));
	if (enter_netns(false))
		SKIP(return, "cannot make a network namespace here");
}

FIXTURE_TEARDOWN(audit)
{
	close(self->fd);
	remove_workdir(self->dir);
}

static void expect_canary(struct __test_metadata *_metadata, const char *record,
			  const char *policy, const char *version)
{
	EXPECT_TRUE(record_is(record, "cordon", "DENIED"));
	EXPECT_TRUE(record_is(record, "service", "cordon-canary"));
	EXPECT_TRUE(record_is(record, "action", "deny"));
	EXPECT_TRUE(record_is(record, "policy", policy));
	EXPECT_TRUE(record_number_is(record, "version",
				     strtoul(version, NULL, 10)));
	EXPECT_TRUE(record_is(record, "mode", "enforce"));
	if (!__test_passed(_metadata))
		TH_LOG("record: %s", record);
}

static void act_nothing(void)
{
}

static void act_allowed(void)
{
	try_sendto(NEIGHBOUR4, 80);
	try_connect(NEIGHBOUR6, 80, SOCK_STREAM);
	try_address("127.0.0.1");
}

TEST_F(audit, what_is_let_through_leaves_none)
{
	expect_none(_metadata, self->fd, act_in_child(act_nothing));
	expect_none(_metadata, self->fd, act_in_child(act_allowed));
}

/* The exec itself, not a child's: the record is about this process. */
static void act_exec(void)
{
	by_execve("./cordon-canary");
}

TEST_F(audit, a_refused_exec)
{
	char path[PATH_MAX];
	pid_t pid = act_in_child(act_exec);

	expect_one(_metadata, self->fd, pid, self->record);
	expect_canary(_metadata, self->record, self->policy, self->version);
	EXPECT_TRUE(record_is(self->record, "operation", "exec"));
	EXPECT_TRUE(record_is(self->record, "reason", "path"));
	EXPECT_TRUE(record_is(self->record, "rule", "path **/cordon-canary"));
	EXPECT_TRUE(record_is(self->record, "comm", "audit_test"));
	EXPECT_TRUE(record_number_is(self->record, "uid", geteuid()));
	/* The path in its own filesystem: as long as it ends in this one. */
	record_text(self->record, "path", path, sizeof(path));
	EXPECT_NE(NULL, strstr(path, "/cordon-canary"));
	EXPECT_NE(NULL, strstr(path, strrchr(self->dir, '/')));
}

static void act_connect4(void)
{
	try_connect(CANARY4, 443, SOCK_STREAM);
}

TEST_F(audit, a_refused_connect)
{
	expect_one(_metadata, self->fd, act_in_child(act_connect4),
		   self->record);
	expect_canary(_metadata, self->record, self->policy, self->version);
	EXPECT_TRUE(record_is(self->record, "operation", "connect"));
	EXPECT_TRUE(record_is(self->record, "reason", "prefix"));
	EXPECT_TRUE(record_is(self->record, "rule", "prefix 203.0.113.222/32"));
	EXPECT_TRUE(record_is(self->record, "dest", CANARY4));
	EXPECT_TRUE(record_number_is(self->record, "port", 443));
	EXPECT_TRUE(record_is(self->record, "proto", "tcp"));
}

static void act_connect6(void)
{
	try_connect(CANARY6, 5222, SOCK_DGRAM);
}

TEST_F(audit, a_refused_connect_over_ipv6)
{
	expect_one(_metadata, self->fd, act_in_child(act_connect6),
		   self->record);
	expect_canary(_metadata, self->record, self->policy, self->version);
	EXPECT_TRUE(record_is(self->record, "operation", "connect"));
	EXPECT_TRUE(record_is(self->record, "rule",
			      "prefix 2001:db8:c0de::/48"));
	EXPECT_TRUE(record_is(self->record, "dest", CANARY6));
	EXPECT_TRUE(record_number_is(self->record, "port", 5222));
	EXPECT_TRUE(record_is(self->record, "proto", "udp"));
}

static void act_sendto(void)
{
	try_sendto(CANARY4, 4433);
}

TEST_F(audit, a_refused_datagram)
{
	expect_one(_metadata, self->fd, act_in_child(act_sendto),
		   self->record);
	expect_canary(_metadata, self->record, self->policy, self->version);
	EXPECT_TRUE(record_is(self->record, "operation", "sendmsg"));
	EXPECT_TRUE(record_is(self->record, "dest", CANARY4));
	EXPECT_TRUE(record_number_is(self->record, "port", 4433));
	EXPECT_TRUE(record_is(self->record, "proto", "udp"));
}

static void act_as_nobody(void)
{
	become_nobody();
	prctl(PR_SET_NAME, "an officer");
	act_exec();
}

/* The record says who it was, and a comm with a space is encoded. */
TEST_F(audit, a_refusal_of_an_ordinary_user)
{
	char raw[64];

	expect_one(_metadata, self->fd, act_in_child(act_as_nobody),
		   self->record);
	expect_canary(_metadata, self->record, self->policy, self->version);
	EXPECT_TRUE(record_number_is(self->record, "uid", NOBODY));
	EXPECT_TRUE(record_is(self->record, "comm", "an officer"));
	record_raw(self->record, "comm", raw, sizeof(raw));
	EXPECT_STREQ("616E206F666669636572", raw);
}

static void act_hostile(void)
{
	static const char forged[] = "x\" uid=0 cordon=";

	mkdir("a\" cordon=\"ALLOWED\" pid=1\nuid=0", 0755);
	prctl(PR_SET_NAME, forged);
	if (!copy_harmless("a\" cordon=\"ALLOWED\" pid=1\nuid=0/cordon-canary"))
		by_execve("a\" cordon=\"ALLOWED\" pid=1\nuid=0/cordon-canary");
}

/* What a user chooses cannot pass for a field of the record. */
TEST_F(audit, hostile_text_is_encoded)
{
	char path[PATH_MAX], raw[RECORD_MAX];

	expect_one(_metadata, self->fd, act_in_child(act_hostile),
		   self->record);
	expect_canary(_metadata, self->record, self->policy, self->version);
	EXPECT_EQ(NULL, strchr(self->record, '\n'));
	EXPECT_EQ(NULL, strstr(self->record, "ALLOWED"));
	record_raw(self->record, "path", raw, sizeof(raw));
	EXPECT_NE('"', raw[0]);
	record_text(self->record, "path", path, sizeof(path));
	EXPECT_NE(NULL, strstr(path, "/a\" cordon=\"ALLOWED\" pid=1\nuid=0/"));
	record_raw(self->record, "comm", raw, sizeof(raw));
	EXPECT_NE('"', raw[0]);
	EXPECT_TRUE(record_is(self->record, "comm", "x\" uid=0 cordon"));
}

static struct talk talk;

static void act_learned(void)
{
	try_connect("192.88.99.10", 443, SOCK_STREAM);
}

static void act_inspected(void)
{
	try_connect("192.88.99.11", 443, SOCK_DGRAM);
}

static void act_other_resolver(void)
{
	try_sendto("10.98.76.54", 53);
}

FIXTURE(audit_dns)
{
	int fd;
	char record[RECORD_MAX];
};

FIXTURE_SETUP(audit_dns)
{
	char text[INET6_ADDRSTRLEN];
	const char *resolver = "10.98.76.53";
	struct policy_facts facts;

	self->fd = records_open();
	if (self->fd < 0)
		SKIP(return, "the audit records cannot be read: %s",
		     strerror(-self->fd));
	ASSERT_TRUE(read_policy_facts(&facts));
	if (facts.dns != 1 || facts.other_resolvers != 1)
		SKIP(return, "the policy has another dns or other-resolvers");
	if (facts.resolver_count)
		resolver = policy_resolver(&facts, AF_INET, text, sizeof(text));
	else
		ASSERT_EQ(0, talk_tell(&talk, resolver));
	if (!resolver)
		SKIP(return, "the policy names no resolver of this family");
	if (enter_netns(false)) {
		talk_close(&talk);
		SKIP(return, "cannot make a network namespace here");
	}
	ASSERT_EQ(0, talk_open(&talk, "192.0.2.1", resolver));
}

FIXTURE_TEARDOWN(audit_dns)
{
	close(self->fd);
	talk_close(&talk);
}

TEST_F(audit_dns, a_refusal_by_a_learned_address_says_the_name)
{
	ASSERT_EQ(0, resolve(&talk, "www." CANARY_NAME, "192.88.99.10"));
	expect_one(_metadata, self->fd, act_in_child(act_learned),
		   self->record);
	EXPECT_TRUE(record_is(self->record, "cordon", "DENIED"));
	EXPECT_TRUE(record_is(self->record, "operation", "connect"));
	EXPECT_TRUE(record_is(self->record, "service", "cordon-canary"));
	EXPECT_TRUE(record_is(self->record, "reason", "learned"));
	EXPECT_TRUE(record_is(self->record, "rule",
			      "domain cordon-canary.test"));
	EXPECT_TRUE(record_is(self->record, "name", "www." CANARY_NAME));
	EXPECT_TRUE(record_is(self->record, "dest", "192.88.99.10"));
	if (!__test_passed(_metadata))
		TH_LOG("record: %s", self->record);
}

TEST_F(audit_dns, what_the_address_cannot_tell_is_recorded)
{
	ASSERT_EQ(0, resolve(&talk, CANARY_NAME, "192.88.99.11"));
	ASSERT_EQ(0, resolve(&talk, HARMLESS_NAME, "192.88.99.11"));
	expect_one(_metadata, self->fd, act_in_child(act_inspected),
		   self->record);
	EXPECT_TRUE(record_is(self->record, "cordon", "INSPECT"));
	EXPECT_TRUE(record_is(self->record, "operation", "connect"));
	EXPECT_TRUE(record_is(self->record, "dest", "192.88.99.11"));
	if (!__test_passed(_metadata))
		TH_LOG("record: %s", self->record);
}

TEST_F(audit_dns, a_question_to_another_resolver)
{
	expect_one(_metadata, self->fd, act_in_child(act_other_resolver),
		   self->record);
	EXPECT_TRUE(record_is(self->record, "cordon", "DENIED"));
	EXPECT_TRUE(record_is(self->record, "reason", "other-resolver"));
	EXPECT_TRUE(record_is(self->record, "dest", "10.98.76.54"));
	EXPECT_TRUE(record_number_is(self->record, "port", 53));
	if (!__test_passed(_metadata))
		TH_LOG("record: %s", self->record);
}

FIXTURE(audit_load)
{
	int fd;
	char record[RECORD_MAX];
};

FIXTURE_SETUP(audit_load)
{
	struct object good;
	const char *why = loader_missing();
	int err;

	if (why)
		SKIP(return, "%s", why);
	self->fd = records_open();
	if (self->fd < 0)
		SKIP(return, "the audit records cannot be read: %s",
		     strerror(-self->fd));
	err = put_good_in_force(&good);
	if (!must_load() && (err == -ENOKEY || err == -EKEYREJECTED))
		SKIP(return, "the device knows another policy authority");
	if (err == -ESTALE && !next_version("selftest"))
		SKIP(return, WHY_NO_VERSION);
	ASSERT_EQ(0, err);
	object_free(&good);
}

FIXTURE_TEARDOWN(audit_load)
{
	close(self->fd);
}

TEST_F(audit_load, a_load_is_recorded)
{
	char want[256];
	struct object next;

	ASSERT_EQ(0, load_next("selftest", &next));
	object_free(&next);
	ASSERT_EQ(0, record_next(self->fd, getpid(), RECORD_WAIT_MS,
				 self->record, sizeof(self->record)));
	/* One may be of the load that set the stage. */
	while (!record_number_is(self->record, "version",
				 node_number("policy/version")))
		ASSERT_EQ(0, record_next(self->fd, getpid(), RECORD_WAIT_MS,
					 self->record, sizeof(self->record)));
	EXPECT_TRUE(record_is(self->record, "cordon", "LOADED"));
	EXPECT_TRUE(record_is(self->record, "operation", "load"));
	EXPECT_TRUE(record_is(self->record, "policy", "selftest"));
	EXPECT_TRUE(record_is(self->record, "digest",
			      node_read("policy/digest", want, sizeof(want))));
	EXPECT_TRUE(record_is(self->record, "signer",
			      node_read("policy/signer", want, sizeof(want))));
	EXPECT_TRUE(record_number_is(self->record, "generation",
				     node_number("policy/generation")));
	EXPECT_TRUE(record_number_is(self->record, "uid", 0));
	EXPECT_TRUE(record_is(self->record, "comm", "audit_test"));
	if (!__test_passed(_metadata))
		TH_LOG("record: %s", self->record);
}

TEST_F(audit_load, a_refused_load_is_recorded)
{
	struct object old;

	ASSERT_TRUE(object_read_version(&old, "selftest", 1));
	ASSERT_EQ(-ESTALE, load(old.data, old.size));
	object_free(&old);
	do {
		ASSERT_EQ(0, record_next(self->fd, getpid(), RECORD_WAIT_MS,
					 self->record, sizeof(self->record)));
	} while (record_is(self->record, "cordon", "LOADED"));
	EXPECT_TRUE(record_is(self->record, "cordon", "REFUSED"));
	EXPECT_TRUE(record_is(self->record, "operation", "load"));
	EXPECT_TRUE(record_is(self->record, "error", "stale"));
	EXPECT_TRUE(record_number_is(self->record, "errno", ESTALE));
	EXPECT_TRUE(record_number_is(self->record, "uid", 0));
	if (!__test_passed(_metadata))
		TH_LOG("record: %s", self->record);
}

static void act_monitored(void)
{
	try_connect(CANARY4, 443, SOCK_DGRAM);
}

TEST_F(audit_load, mode_monitor_records_what_it_would_refuse)
{
	struct object next;
	pid_t pid;

	ASSERT_EQ(0, load_next("monitor", &next));
	object_free(&next);
	ASSERT_EQ(0, enter_netns(false));
	EXPECT_EQ(0, try_address(CANARY4));
	pid = act_in_child(act_monitored);
	ASSERT_EQ(0, load_next("selftest", &next));
	object_free(&next);
	expect_one(_metadata, self->fd, pid, self->record);
	EXPECT_TRUE(record_is(self->record, "cordon", "WOULD-DENY"));
	EXPECT_TRUE(record_is(self->record, "operation", "connect"));
	EXPECT_TRUE(record_is(self->record, "service", "cordon-canary"));
	EXPECT_TRUE(record_is(self->record, "mode", "monitor"));
	EXPECT_TRUE(record_is(self->record, "dest", CANARY4));
	EXPECT_EQ(EACCES, try_address(CANARY4));
	if (!__test_passed(_metadata))
		TH_LOG("record: %s", self->record);
}

int main(int argc, char **argv)
{
	return cordon_test_main(cordon_not_enforcing_or_not_root(), argc, argv);
}
