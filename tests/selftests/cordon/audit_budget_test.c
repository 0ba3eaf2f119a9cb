// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Cordon selftests - audit budget: no flood hides a refusal
 *
 * Records of different events are dropped past a number a second, each user's
 * and each kind's own; equal ones are merged. The audit's queue is everybody's: it
 * has to be empty again before the next is looked for, or it would be what loses
 * a record.
 */
#include "audit.h"
#include "dns.h"

/* Users that nobody else is, and ids inside a namespace of the first. */
#define FLOODER		65533
#define OTHER		65469	/* FLOODER's equal modulo 64 */
#define INNER_FIRST	700000
#define INNER_COUNT	1000

#define SHARED_AT	"192.88.99.11"

FIXTURE(budget)
{
	int fd;
	char record[RECORD_MAX];
};

FIXTURE_SETUP(budget)
{
	self->fd = records_open();
	if (self->fd < 0)
		SKIP(return, "the audit records cannot be read: %s",
		     strerror(-self->fd));
	if (enter_netns(false))
		SKIP(return, "cannot make a network namespace here");
}

FIXTURE_TEARDOWN(budget)
{
	close(self->fd);
}

/* Each at a port of its own, so that none is equal: until 100 are dropped. */
static void refused_often(void)
{
	__u64 dropped = counter("records_dropped");
	__u16 port = 1000;

	while (counter("records_dropped") < dropped + 100)
		try_sendto(CANARY4, port++);
}

static void inspected_often(void)
{
	__u64 dropped = counter("records_dropped");
	__u16 port = 1000;

	while (counter("records_dropped") < dropped + 100)
		try_sendto(SHARED_AT, port++);
}

/* Was the record of one more of them dropped? */
static int is_refused_limited(void)
{
	__u64 dropped = counter("records_dropped");

	try_sendto(CANARY4, 999);
	return counter("records_dropped") > dropped;
}

static int is_inspected_limited(void)
{
	__u64 dropped = counter("records_dropped");

	try_sendto(SHARED_AT, 999);
	return counter("records_dropped") > dropped;
}

/**
 * struct part - what a user does
 * @uid: who; INNER_FIRST and beyond: inside a user namespace that FLOODER makes
 * @flood: what he does, or NULL
 * @limited: or what he is asked
 */
struct part {
	uid_t uid;
	void (*flood)(void);
	int (*limited)(void);
};

/* FLOODER makes a user namespace; root gives it ids; then we are one of them. */
static int become_inner(uid_t uid)
{
	char map[64], path[64];
	int ready[2], fd, err = 0;
	pid_t maker = getpid(), mapper;
	char byte = 0;

	if (pipe(ready))
		return -errno;
	mapper = fork();
	if (!mapper) {
		close(ready[1]);
		if (read(ready[0], &byte, 1) != 1)
			_exit(1);
		snprintf(path, sizeof(path), "/proc/%d/uid_map", maker);
		snprintf(map, sizeof(map), "0 %d %d\n", INNER_FIRST, INNER_COUNT);
		fd = open(path, O_WRONLY);
		_exit(write(fd, map, strlen(map)) != (ssize_t)strlen(map));
	}
	if (setresuid(FLOODER, FLOODER, FLOODER))
		return -errno;
	prctl(PR_SET_DUMPABLE, 1);
	if (unshare(CLONE_NEWUSER))
		err = -errno;
	if (!err && write(ready[1], &byte, 1) != 1)
		err = -errno;
	close(ready[1]);
	if (waitpid(mapper, &fd, 0) != mapper || fd)
		err = err ? err : -EXDEV;
	if (!err && setresuid(uid - INNER_FIRST, uid - INNER_FIRST,
			      uid - INNER_FIRST))
		err = -errno;
	return err;
}

static int play(void *data)
{
	const struct part *part = data;
	int err;

	if (part->uid >= INNER_FIRST)
		err = become_inner(part->uid);
	else
		err = setresuid(part->uid, part->uid, part->uid) ? -errno : 0;
	if (err)
		return err;
	if (part->flood)
		part->flood();
	return part->limited ? part->limited() : 0;
}

/* Reads until all that @told counts has come: 0, or -ETIME. */
static int read_records(int fd, __u64 told)
{
	char record[RECORD_MAX];
	int err = 0;

	for (; !err && told; told--)
		err = record_next(fd, 0, RECORD_WAIT_MS, record, RECORD_MAX);
	return err;
}

/* Floods as @part says, and empties the queue: 0 or -errno. */
static int flood(int fd, const struct part *part)
{
	__u64 told = counter("records");
	int err = in_child(play, (void *)part);

	return err ? err : read_records(fd, counter("records") - told);
}

static void act_connect(void)
{
	try_connect(CANARY4, 443, SOCK_STREAM);
}

/* As @uid: is it refused with one record that says so? */
static void expect_refusal(struct __test_metadata *_metadata, int fd, uid_t uid,
			   char *record)
{
	pid_t pid = fork();

	if (!pid) {
		if (setresuid(uid, uid, uid))
			_exit(1);
		act_connect();
		try_sendto(MARKER_AT, MARKER_PORT);
		_exit(0);
	}
	waitpid(pid, NULL, 0);
	expect_one(_metadata, fd, pid, record);
	EXPECT_TRUE(record_is(record, "cordon", "DENIED"));
	EXPECT_TRUE(record_is(record, "dest", CANARY4));
	EXPECT_TRUE(record_number_is(record, "uid", uid));
}

/*
 * A flood counts when its second was not over before the other's turn: if it
 * was, there is another one.
 */
TEST_F(budget, a_flood_of_one_user_hides_nobody_elses)
{
	const struct part flooder = { FLOODER, refused_often, NULL };
	const struct part after = { FLOODER, NULL, is_refused_limited };
	int limited;

	do {
		ASSERT_EQ(0, flood(self->fd, &flooder));
		expect_refusal(_metadata, self->fd, 0, self->record);
		expect_refusal(_metadata, self->fd, OTHER, self->record);
		limited = in_child(play, (void *)&after);
		ASSERT_LE(0, limited);
	} while (!limited);
}

/* Thousands of ids in a namespace of one's own make no thousands of budgets. */
TEST_F(budget, ids_of_a_namespace_are_its_makers)
{
	const struct part inner = { INNER_FIRST + 5, refused_often, NULL };
	const struct part sibling = { INNER_FIRST + 6, NULL, is_refused_limited };
	const struct part maker = { FLOODER, NULL, is_refused_limited };
	const struct part other = { OTHER, NULL, is_refused_limited };
	int err, limited, others;

	do {
		err = flood(self->fd, &inner);
		if (err == -EPERM || err == -ENOSPC || err == -EINVAL)
			SKIP(return, "a user cannot make a user namespace here");
		ASSERT_EQ(0, err);
		limited = in_child(play, (void *)&sibling);
		others = in_child(play, (void *)&other);
		if (limited == 1)
			limited = in_child(play, (void *)&maker);
		ASSERT_LE(0, limited);
		EXPECT_EQ(0, others);
	} while (!limited);
}

static void act_often(void)
{
	int i;

	for (i = 0; i < 50; i++)
		try_sendto(CANARY4, 80);
}

/* The first one is told at once, the others together when a second is over. */
TEST_F(budget, equal_refusals_are_merged)
{
	__u64 merged = counter("records_merged");
	char count[32];
	pid_t pid = act_in_child(act_often);

	expect_one(_metadata, self->fd, pid, self->record);
	EXPECT_STREQ("", record_raw(self->record, "count", count, sizeof(count)));
	EXPECT_TRUE(record_number_is(self->record, "port", 80));
	ASSERT_EQ(0, record_next(self->fd, pid, RECORD_WAIT_MS, self->record,
				 RECORD_MAX));
	EXPECT_TRUE(record_is(self->record, "cordon", "DENIED"));
	EXPECT_TRUE(record_is(self->record, "dest", CANARY4));
	EXPECT_TRUE(record_number_is(self->record, "port", 80));
	EXPECT_TRUE(record_number_is(self->record, "count", 49));
	EXPECT_LE(merged + 48, counter("records_merged"));
	if (!__test_passed(_metadata))
		TH_LOG("record: %s", self->record);
}

/* What differs in anything that a record says is told for itself. */
TEST_F(budget, others_are_not_merged)
{
	pid_t pid;

	pid = act_in_child(act_connect);
	expect_one(_metadata, self->fd, pid, self->record);
	pid = act_in_child(act_connect);
	expect_one(_metadata, self->fd, pid, self->record);
}

static struct talk talk;

/* Packets to where nothing is refused cost no refusal its record. */
TEST_F(budget, a_flood_of_inspections_hides_no_refusal)
{
	const struct part flooder = { FLOODER, inspected_often, NULL };
	const struct part after = { FLOODER, NULL, is_inspected_limited };
	const char *resolver = "10.98.76.53";
	struct policy_facts facts;
	int limited;

	ASSERT_TRUE(read_policy_facts(&facts));
	if (facts.dns != 1 || facts.other_resolvers != 1 || facts.resolver_count)
		SKIP(return, "the policy does not learn from a resolver told");
	ASSERT_EQ(0, talk_tell(&talk, resolver));
	ASSERT_EQ(0, talk_open(&talk, "192.0.2.1", resolver));
	ASSERT_EQ(0, resolve(&talk, CANARY_NAME, SHARED_AT));
	ASSERT_EQ(0, resolve(&talk, HARMLESS_NAME, SHARED_AT));
	do {
		ASSERT_EQ(0, flood(self->fd, &flooder));
		expect_refusal(_metadata, self->fd, FLOODER, self->record);
		limited = in_child(play, (void *)&after);
		ASSERT_LE(0, limited);
	} while (!limited);
	talk_close(&talk);
}

int main(int argc, char **argv)
{
	return cordon_test_main(cordon_not_enforcing_or_not_root(), argc, argv);
}
