// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Cordon selftests - sysfs: the nodes, who may touch them, what they say
 */
#include <ctype.h>

#include "loader.h"
#include "net.h"

static const char *const stats[] = {
	"exec_checked", "exec_denied", "connect_checked", "connect_denied",
	"connect_inspected", "dns_questions", "dns_refused", "dns_learned",
	"records", "records_merged", "records_dropped", "loads", "loads_refused",
};

/* Every node of the contract, with its mode. */
static const struct {
	const char *node;
	mode_t mode;
} contract[] = {
	{ "abi", 0444 },
	{ "backend", 0444 },
	{ "mode", 0444 },
	{ "lock", 0660 },
	{ "unsigned", 0444 },
	{ "load/loading", 0220 },
	{ "load/data", 0220 },
	{ "load/status", 0444 },
	{ "load/error", 0444 },
	{ "policy/name", 0444 },
	{ "policy/version", 0444 },
	{ "policy/digest", 0444 },
	{ "policy/signer", 0444 },
	{ "policy/generation", 0444 },
	{ "policy/object", 0440 },
	{ "resolvers", 0660 },
	{ "learned", 0440 },
};

FIXTURE(nodes)
{
	gid_t gid;	/* whom cordond gave what it writes and reads */
};

FIXTURE_SETUP(nodes)
{
	struct stat st;

	ASSERT_EQ(0, stat(SYSFS "load/loading", &st));
	self->gid = st.st_gid;
}

FIXTURE_TEARDOWN(nodes)
{
}

TEST_F(nodes, the_abi_is_the_one_these_tests_are_for)
{
	EXPECT_TRUE(node_is("abi", "1"));
	EXPECT_TRUE(node_is("backend", "bpf") || node_is("backend", "lsm"));
}

TEST_F(nodes, modes_and_owners_are_those_of_the_contract)
{
	char path[PATH_MAX];
	struct stat st;
	size_t i;

	for (i = 0; i < ARRAY_SIZE(contract); i++) {
		snprintf(path, sizeof(path), SYSFS "%s", contract[i].node);
		ASSERT_EQ(0, stat(path, &st))
			TH_LOG("%s", path);
		EXPECT_EQ(contract[i].mode, st.st_mode & 07777)
			TH_LOG("%s: mode %o", path, st.st_mode & 07777);
		EXPECT_EQ(0, st.st_uid);
		EXPECT_TRUE(!st.st_gid || st.st_gid == self->gid)
			TH_LOG("%s: gid %d", path, (int)st.st_gid);
	}
	for (i = 0; i < ARRAY_SIZE(stats); i++) {
		snprintf(path, sizeof(path), SYSFS "stats/%s", stats[i]);
		ASSERT_EQ(0, stat(path, &st))
			TH_LOG("%s", path);
		EXPECT_EQ(0444, st.st_mode & 07777)
			TH_LOG("%s: mode %o", path, st.st_mode & 07777);
		EXPECT_EQ(0, st.st_uid);
	}
}

static bool is_number(const char *text)
{
	size_t i;

	for (i = 0; text[i]; i++)
		if (!isdigit((unsigned char)text[i]))
			return false;
	return i > 0;
}

/* Reads a node that must be one line with its newline; drops that. */
static bool read_line(const char *node, char *line, size_t size)
{
	ssize_t length = node_read_raw(node, line, size - 1);

	if (length < 1 || line[length - 1] != '\n')
		return false;
	line[length - 1] = '\0';
	return !strchr(line, '\n') && strlen(line) == (size_t)length - 1;
}

TEST_F(nodes, one_value_a_file_with_a_newline)
{
	char line[NODE_MAX], node[64];
	size_t i;

	for (i = 0; i < ARRAY_SIZE(contract); i++) {
		if (contract[i].mode != 0444)
			continue;
		EXPECT_TRUE(read_line(contract[i].node, line, sizeof(line)))
			TH_LOG("node %zu", i);
	}
	for (i = 0; i < ARRAY_SIZE(stats); i++) {
		snprintf(node, sizeof(node), "stats/%s", stats[i]);
		EXPECT_TRUE(read_line(node, line, sizeof(line)) &&
			    is_number(line))
			TH_LOG("%s", node);
	}
}

static bool is_word(const char *text)
{
	return *text && strspn(text, "abcdefghijklmnopqrstuvwxyz-") ==
			strlen(text);
}

TEST_F(nodes, values_are_of_their_kind)
{
	char line[NODE_MAX], *space;
	size_t length;

	EXPECT_TRUE(node_is("mode", "inactive") || node_is("mode", "monitor") ||
		    node_is("mode", "enforce"));
	EXPECT_TRUE(node_is("unsigned", "refused") ||
		    node_is("unsigned", "accepted"));
	EXPECT_TRUE(node_is("load/status", "idle") ||
		    node_is("load/status", "receiving") ||
		    node_is("load/status", "committed") ||
		    node_is("load/status", "refused"));
	ASSERT_TRUE(read_line("load/error", line, sizeof(line)));
	space = strchr(line, ' ');
	ASSERT_NE(NULL, space);
	*space = '\0';
	EXPECT_TRUE(is_word(line));
	EXPECT_TRUE(is_number(space + 1));

	EXPECT_TRUE(is_number(node_read("policy/version", line, sizeof(line))));
	EXPECT_TRUE(is_number(node_read("policy/generation", line,
					sizeof(line))));
	node_read("policy/digest", line, sizeof(line));
	length = strlen(line);
	EXPECT_EQ(length, strspn(line, "0123456789abcdef"));
	EXPECT_TRUE(node_is("mode", "inactive") ? true : length == 64);
	if (!geteuid())
		EXPECT_TRUE(node_is("lock", "0") || node_is("lock", "1"));
}

TEST_F(nodes, the_mode_and_the_policy_agree)
{
	if (node_is("mode", "inactive")) {
		EXPECT_TRUE(node_is("policy/version", "0"));
		EXPECT_TRUE(node_is("policy/generation", "0"));
		EXPECT_TRUE(node_is("policy/name", ""));
	} else {
		EXPECT_NE(0, node_number("policy/version"));
		EXPECT_NE(0, node_number("policy/generation"));
		EXPECT_FALSE(node_is("policy/name", ""));
		EXPECT_FALSE(node_is("policy/signer", ""));
	}
}

/* Opens for writing what only root may write, as an ordinary user. */
static int open_all_as_nobody(void *unused)
{
	char path[PATH_MAX];
	size_t i;
	int fd;

	(void)unused;
	if (become_nobody())
		return -EXDEV;
	for (i = 0; i < ARRAY_SIZE(contract); i++) {
		snprintf(path, sizeof(path), SYSFS "%s", contract[i].node);
		fd = open(path, O_WRONLY);
		if (fd >= 0)
			return i + 1;
		if (errno != EACCES)
			return -errno;
		if (contract[i].mode & 04)
			continue;
		fd = open(path, O_RDONLY);
		if (fd >= 0)
			return i + 1;
	}
	for (i = 0; i < ARRAY_SIZE(stats); i++) {
		snprintf(path, sizeof(path), SYSFS "stats/%s", stats[i]);
		if (open(path, O_WRONLY) >= 0)
			return i + 1;
	}
	return 0;
}

TEST_F(nodes, an_ordinary_user_writes_nothing_and_reads_no_secret)
{
	EXPECT_EQ(0, in_child(open_all_as_nobody, NULL));
}

static int read_all_as_nobody(void *unused)
{
	char line[NODE_MAX];
	size_t i;

	(void)unused;
	if (become_nobody())
		return -EXDEV;
	for (i = 0; i < ARRAY_SIZE(contract); i++)
		if (contract[i].mode == 0444 &&
		    !read_line(contract[i].node, line, sizeof(line)))
			return i + 1;
	return 0;
}

/* The twin: what everybody may know, everybody can read. */
TEST_F(nodes, an_ordinary_user_reads_the_rest)
{
	EXPECT_EQ(0, in_child(read_all_as_nobody, NULL));
}

TEST_F(nodes, what_is_read_only_cannot_be_written_by_root)
{
	size_t i;

	if (geteuid())
		SKIP(return, "needs root");
	for (i = 0; i < ARRAY_SIZE(contract); i++) {
		if (contract[i].mode & 0222)
			continue;
		EXPECT_GT(0, node_write(contract[i].node, "1"))
			TH_LOG("node %zu", i);
	}
	EXPECT_TRUE(node_is("abi", "1"));
}

TEST_F(nodes, what_is_write_only_cannot_be_read)
{
	char line[NODE_MAX];

	EXPECT_GT(0, node_read_raw("load/loading", line, sizeof(line)));
	EXPECT_GT(0, node_read_raw("load/data", line, sizeof(line)));
}

FIXTURE(counted)
{
	char dir[PATH_MAX / 2];
};

FIXTURE_SETUP(counted)
{
	const char *why = cordon_not_enforcing();

	self->dir[0] = '\0';
	if (why)
		SKIP(return, "%s", why);
	ASSERT_EQ(0, make_workdir(self->dir, sizeof(self->dir)));
	ASSERT_EQ(0, copy_harmless("cordon-canary"));
	ASSERT_EQ(0, copy_harmless("harmless"));
}

FIXTURE_TEARDOWN(counted)
{
	remove_workdir(self->dir);
}

/* Others may be counted at the same time: at least as much as we did. */
TEST_F(counted, execs)
{
	__u64 checked = counter("exec_checked");
	__u64 denied = counter("exec_denied");
	__u64 records = counter("records") + counter("records_dropped");
	int i;

	for (i = 0; i < 5; i++) {
		EXPECT_EQ(0, try_exec("./harmless"));
		EXPECT_EQ(EACCES, try_exec("./cordon-canary"));
	}
	EXPECT_LE(checked + 10, counter("exec_checked"));
	EXPECT_LE(denied + 5, counter("exec_denied"));
	EXPECT_LT(records,
		  counter("records") + counter("records_dropped"));
}

TEST_F(counted, connects)
{
	__u64 checked = counter("connect_checked");
	__u64 denied = counter("connect_denied");
	int i;

	if (enter_netns(geteuid()))
		SKIP(return, "cannot make a network namespace here");
	for (i = 0; i < 5; i++) {
		EXPECT_EQ(0, try_connect(NEIGHBOUR4, PORT, SOCK_DGRAM));
		EXPECT_EQ(EACCES, try_connect(CANARY4, PORT, SOCK_DGRAM));
		EXPECT_EQ(EACCES, try_sendto(CANARY6, PORT));
	}
	EXPECT_LE(checked + 15, counter("connect_checked"));
	EXPECT_LE(denied + 10, counter("connect_denied"));
}

FIXTURE(resolvers)
{
	char before[NODE_MAX];
};

FIXTURE_SETUP(resolvers)
{
	const char *why = cordon_not_enforcing_or_not_root();

	if (why)
		SKIP(return, "%s", why);
	node_read("resolvers", self->before, sizeof(self->before));
}

FIXTURE_TEARDOWN(resolvers)
{
	char list[NODE_MAX + 1];

	snprintf(list, sizeof(list), "%s\n", self->before);
	node_write("resolvers", list);
}

TEST_F(resolvers, a_write_replaces_the_list)
{
	EXPECT_EQ(0, node_write("resolvers", "192.0.2.53\n2001:db8::53\n"));
	EXPECT_TRUE(node_is("resolvers", "192.0.2.53\n2001:db8::53"));
	EXPECT_EQ(0, node_write("resolvers", "192.0.2.54\n"));
	EXPECT_TRUE(node_is("resolvers", "192.0.2.54"));
}

TEST_F(resolvers, what_is_no_list_changes_nothing)
{
	static const char *const bad[] = {
		"192.0.2.53x\n", "192.0.2\n", "192.0.2.256\n", "name.test\n",
		"192.0.2.53 192.0.2.54\n", "2001:db8::53%lo\n", "::g\n",
		"192.0.2.55\nrubbish\n",
	};
	char many[2048] = "";
	size_t i;

	ASSERT_EQ(0, node_write("resolvers", "192.0.2.53\n"));
	for (i = 0; i < ARRAY_SIZE(bad); i++) {
		EXPECT_GT(0, node_write("resolvers", bad[i]))
			TH_LOG("list %zu", i);
		EXPECT_TRUE(node_is("resolvers", "192.0.2.53"))
			TH_LOG("list %zu", i);
	}
	for (i = 1; i <= 17; i++)
		snprintf(many + strlen(many), 32, "192.0.2.%zu\n", i);
	EXPECT_GT(0, node_write("resolvers", many));
	EXPECT_TRUE(node_is("resolvers", "192.0.2.53"));
	/* One line less, and it is a list. */
	many[strlen(many) - strlen("192.0.2.17\n")] = '\0';
	EXPECT_EQ(0, node_write("resolvers", many));
}

static int tell_without_cap(void *unused)
{
	(void)unused;
	if (drop_cap(CAP_MAC_ADMIN))
		return -EXDEV;
	return node_write("resolvers", "192.0.2.66\n");
}

TEST_F(resolvers, root_without_the_capability)
{
	ASSERT_EQ(0, node_write("resolvers", "192.0.2.53\n"));
	EXPECT_EQ(-EPERM, in_child(tell_without_cap, NULL));
	EXPECT_TRUE(node_is("resolvers", "192.0.2.53"));
}

static int lock_without_cap(void *unused)
{
	(void)unused;
	if (drop_cap(CAP_MAC_ADMIN))
		return -EXDEV;
	return node_write("lock", "1");
}

/* That it locks is tried last of all: zz_lock_test.sh. */
TEST_F(resolvers, the_lock_takes_nothing_but_its_one)
{
	char before[8];

	node_read("lock", before, sizeof(before));
	EXPECT_EQ(-EPERM, in_child(lock_without_cap, NULL));
	EXPECT_GT(0, node_write("lock", "2"));
	EXPECT_GT(0, node_write("lock", "yes"));
	EXPECT_TRUE(node_is("lock", before));
}

static const char *missing(void)
{
	if (access(SYSFS "abi", F_OK))
		return "Cordon is not there: no " SYSFS "abi";
	return NULL;
}

int main(int argc, char **argv)
{
	return cordon_test_main(missing(), argc, argv);
}
