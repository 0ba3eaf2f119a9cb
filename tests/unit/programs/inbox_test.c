// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * What cordond reads from its inbox, what it does not, and where it puts it
 */
#include "object_file_played.h"
#include "cordond/state.c"
#include "cordond/store.c"

#include "unit/libcordon/source_tree.h"
#include "kselftest_harness.h"

FIXTURE(inbox) {
	char root[64];
	int fd;
	struct state state;
	char place[PLACE_MAX];
};

FIXTURE_SETUP(inbox)
{
	struct account account = { .uid = getuid(), .gid = getgid() };
	const char *what;

	snprintf(self->root, sizeof(self->root), "/tmp/cordon-inbox-XXXXXX");
	ASSERT_NE(NULL, mkdtemp(self->root));
	no_memory = false;
	read_error = 0;
	ASSERT_EQ(0, state_create(self->root, &account, &what));
	ASSERT_EQ(0, state_open(&self->state, self->root, &what));
	self->fd = self->state.inbox;
}

FIXTURE_TEARDOWN(inbox)
{
	char command[128];

	snprintf(command, sizeof(command), "rm -rf %s", self->root);
	EXPECT_EQ(0, system(command));
}

static void put(int directory, const char *name, const void *data, size_t size)
{
	int fd = openat(directory, name, O_WRONLY | O_CREAT | O_TRUNC, 0600);

	if (fd < 0 || write(fd, data, size) != (ssize_t)size)
		abort();
	close(fd);
}

/* An unsigned object with a policy of this version inside. */
static void make_object(unsigned int version, struct object *object)
{
	struct cordon_diagnostics diag = { 0 };
	struct cordon_compiled compiled;
	struct source_tree tree;
	char ini[256];

	snprintf(ini, sizeof(ini),
		 "[policy]\nname = test\nversion = %u\nmode = enforce\nservices = services/*.list\n",
		 version);
	if (source_tree_make(&tree) ||
	    source_tree_text(&tree, "test.ini", ini) ||
	    source_tree_text(&tree, "services/a.list", "domain example.org\n") ||
	    cordon_compile(tree.ini, &diag, &compiled))
		abort();
	object->data = cordon_object_build(CORDON_OBJECT_POLICY, compiled.blob,
					   compiled.size, 0, &object->size);
	object->version = version;
	cordon_compiled_free(&compiled);
	cordon_diagnostics_free(&diag);
	source_tree_remove(&tree);
}

static void put_object(int directory, const char *name, unsigned int version)
{
	struct object object;

	make_object(version, &object);
	put(directory, name, object.data, object.size);
	object_free(&object);
}

static bool exists(int directory, const char *name)
{
	return faccessat(directory, name, F_OK, AT_SYMLINK_NOFOLLOW) == 0;
}

static void accept_one(struct __test_metadata *_metadata,
		       const struct state *state, const char *name,
		       unsigned int version)
{
	struct object object;
	const char *word;

	put_object(state->inbox, name, version);
	ASSERT_EQ(0, object_read(state->inbox, name, &object, &word));
	ASSERT_EQ(0, store_accept(state, name, &object));
	object_free(&object);
}

TEST_F(inbox, reads_a_file)
{
	struct object object;
	const char *word;

	put_object(self->fd, "good", 42);
	ASSERT_EQ(0, object_read(self->fd, "good", &object, &word));
	EXPECT_EQ(42, object.version);
	EXPECT_LT(0, object.size);
	object_free(&object);
	/* What is no policy has no version; the kernel will say why. */
	put(self->fd, "other", self->root, sizeof(self->root));
	ASSERT_EQ(0, object_read(self->fd, "other", &object, &word));
	EXPECT_EQ(0, object.version);
	object_free(&object);
}

static void expect_refused(struct __test_metadata *_metadata, int directory,
			   const char *name, int result, const char *wanted)
{
	struct object object;
	const char *word = "?";

	EXPECT_EQ(result, object_read(directory, name, &object, &word))
		TH_LOG("%s", name);
	EXPECT_STREQ(wanted, word)
		TH_LOG("%s", name);
	EXPECT_EQ(NULL, object.data);
}

TEST_F(inbox, refuses_what_is_no_file)
{
	put_object(self->state.accepted, "outside", 1);
	ASSERT_EQ(0, symlinkat("../accepted/outside", self->fd, "link"));
	ASSERT_EQ(0, mkfifoat(self->fd, "fifo", 0600));
	ASSERT_EQ(0, mkdirat(self->fd, "directory", 0700));
	expect_refused(_metadata, self->fd, "link", -EINVAL, "not-a-file");
	expect_refused(_metadata, self->fd, "fifo", -EINVAL, "not-a-file");
	expect_refused(_metadata, self->fd, "directory", -EINVAL, "not-a-file");
	expect_refused(_metadata, self->fd, "gone", -ENOENT, "unreadable");
	expect_refused(_metadata, self->fd, "../accepted/outside", -EXDEV,
		       "unreadable");
}

TEST_F(inbox, refuses_a_second_name)
{
	struct object object;
	const char *word;

	put_object(self->fd, "one", 1);
	ASSERT_EQ(0, linkat(self->fd, "one", self->state.accepted, "two", 0));
	expect_refused(_metadata, self->fd, "one", -EMLINK, "hard-link");
	ASSERT_EQ(0, unlinkat(self->state.accepted, "two", 0));
	EXPECT_EQ(0, object_read(self->fd, "one", &object, &word));
	object_free(&object);
}

TEST_F(inbox, bounds_the_size)
{
	struct object object;
	const char *word;
	int fd;

	put(self->fd, "empty", "", 0);
	expect_refused(_metadata, self->fd, "empty", -EBADMSG,
		       "malformed-object");
	put(self->fd, "header", self->root, sizeof(struct cordon_object_header));
	expect_refused(_metadata, self->fd, "header", -EBADMSG,
		       "malformed-object");
	fd = openat(self->fd, "big", O_WRONLY | O_CREAT, 0600);
	ASSERT_LE(0, fd);
	ASSERT_EQ(0, ftruncate(fd, CORDON_OBJECT_MAX + 1));
	expect_refused(_metadata, self->fd, "big", -EFBIG, "too-big");
	ASSERT_EQ(0, ftruncate(fd, CORDON_OBJECT_MAX));
	EXPECT_EQ(0, object_read(self->fd, "big", &object, &word));
	object_free(&object);
	close(fd);
}

/* The administrator's own file may be a link, and may have two names. */
TEST_F(inbox, follows_a_trusted_path)
{
	struct object object;
	const char *word;
	char path[128];

	put_object(self->fd, "file", 3);
	ASSERT_EQ(0, linkat(self->fd, "file", self->fd, "second", 0));
	ASSERT_EQ(0, symlinkat("file", self->fd, "link"));
	snprintf(path, sizeof(path), "%s/inbox/link", self->root);
	ASSERT_EQ(0, object_read_path(path, &object, &word));
	EXPECT_EQ(3, object.version);
	object_free(&object);
	snprintf(path, sizeof(path), "%s/inbox", self->root);
	EXPECT_NE(0, object_read_path(path, &object, &word));
	EXPECT_STREQ("not-a-file", word);
}

TEST_F(inbox, keeps_the_newest)
{
	accept_one(_metadata, &self->state, "a", 5);
	accept_one(_metadata, &self->state, "b", 6);
	accept_one(_metadata, &self->state, "c", 7);
	EXPECT_TRUE(exists(self->state.accepted, "a"));
	EXPECT_FALSE(exists(self->fd, "a"));
	accept_one(_metadata, &self->state, "d", 8);
	EXPECT_FALSE(exists(self->state.accepted, "a"));
	EXPECT_TRUE(exists(self->state.accepted, "b"));
	EXPECT_TRUE(exists(self->state.accepted, "d"));
	EXPECT_FALSE(exists(self->state.accepted, ".unfinished"));
}

/* What cannot be read just now may be the newest. */
TEST_F(inbox, keeps_what_cannot_be_read_just_now)
{
	accept_one(_metadata, &self->state, "a", 8);
	accept_one(_metadata, &self->state, "b", 5);
	accept_one(_metadata, &self->state, "c", 6);
	fail_to_read(self->state.accepted, "a", EIO);
	accept_one(_metadata, &self->state, "d", 7);
	EXPECT_TRUE(exists(self->state.accepted, "a"));
	EXPECT_TRUE(exists(self->state.accepted, "b"));
	read_error = 0;
	accept_one(_metadata, &self->state, "e", 9);
	EXPECT_TRUE(exists(self->state.accepted, "a"));
	EXPECT_FALSE(exists(self->state.accepted, "b"));
	EXPECT_FALSE(exists(self->state.accepted, "c"));
	EXPECT_TRUE(exists(self->state.accepted, "d"));
	EXPECT_TRUE(exists(self->state.accepted, "e"));
}

/* Neither is it replaced by another one of its name. */
TEST_F(inbox, replaces_nothing_that_cannot_be_read_just_now)
{
	struct object object;
	const char *word;

	accept_one(_metadata, &self->state, "policy", 5);
	put_object(self->fd, "policy", 6);
	ASSERT_EQ(0, object_read(self->fd, "policy", &object, &word));
	no_memory = true;
	EXPECT_EQ(-ENOMEM, store_accept(&self->state, "policy", &object));
	EXPECT_TRUE(exists(self->fd, "policy"));
	no_memory = false;
	EXPECT_EQ(0, store_accept(&self->state, "policy", &object));
	EXPECT_TRUE(exists(self->state.accepted, "policy.5"));
	EXPECT_FALSE(exists(self->fd, "policy"));
	object_free(&object);
}

TEST_F(inbox, keeps_both_of_one_name)
{
	struct object object;
	const char *word;

	accept_one(_metadata, &self->state, "policy", 5);
	accept_one(_metadata, &self->state, "policy", 6);
	ASSERT_EQ(0, object_read(self->state.accepted, "policy", &object, &word));
	EXPECT_EQ(6, object.version);
	object_free(&object);
	EXPECT_TRUE(exists(self->state.accepted, "policy.5"));
	/* Once more the same changes nothing. */
	accept_one(_metadata, &self->state, "policy", 6);
	EXPECT_FALSE(exists(self->state.accepted, "policy.6"));
	EXPECT_FALSE(exists(self->fd, "policy"));
}

/* What is kept is what was read, whatever has become of the file since. */
TEST_F(inbox, keeps_what_was_read)
{
	struct object object, kept;
	const char *word;

	put_object(self->fd, "policy", 5);
	ASSERT_EQ(0, object_read(self->fd, "policy", &object, &word));
	put(self->fd, "policy", self->root, sizeof(self->root));
	ASSERT_EQ(0, store_accept(&self->state, "policy", &object));
	ASSERT_EQ(0, object_read(self->state.accepted, "policy", &kept, &word));
	EXPECT_EQ(5, kept.version);
	object_free(&kept);
	object_free(&object);
}

static const struct verdict stale = { "stale", 7, ESTALE };

/* What a file in refused/ says; "" if there is none. */
static const char *reason_of(const struct state *state, const char *reason)
{
	static char text[4096];
	int fd = openat(state->refused, reason, O_RDONLY);
	ssize_t n = fd < 0 ? 0 : read(fd, text, sizeof(text) - 1);

	if (fd >= 0)
		close(fd);
	text[n < 0 ? 0 : n] = '\0';
	return text;
}

/* A name, or a policy's, is one line there as everywhere. */
TEST_F(inbox, writes_a_reason_line_by_line)
{
	const char *name = "x\nword: none\033[31m";
	const char *text;
	unsigned int lines = 0;

	put(self->fd, name, "x", 1);
	ASSERT_EQ(0, store_refuse(&self->state, name, &stale, "a\nb version 6", self->place));
	EXPECT_TRUE(exists(self->state.refused, name));
	text = reason_of(&self->state, "x\nword: none\033[31m.reason");
	EXPECT_NE(NULL, strstr(text, "refused: x\\x0aword: none\\x1b[31m\nword: stale\n"))
		TH_LOG("%s", text);
	EXPECT_NE(NULL, strstr(text, "\nin force: a\\x0ab version 6\n"));
	while ((text = strchr(text, '\n'))) {
		lines++;
		text++;
	}
	EXPECT_EQ(8, lines);
}

TEST_F(inbox, sets_aside_with_a_reason)
{
	const char *text;

	put_object(self->fd, "policy", 5);
	ASSERT_EQ(0, store_refuse(&self->state, "policy", &stale, "test version 6", self->place));
	EXPECT_FALSE(exists(self->fd, "policy"));
	EXPECT_TRUE(exists(self->state.refused, "policy"));
	text = reason_of(&self->state, "policy.reason");
	EXPECT_NE(NULL, strstr(text, "refused: policy\n"));
	EXPECT_NE(NULL, strstr(text, "word: stale\n"));
	EXPECT_NE(NULL, strstr(text, "offset: 7\n"));
	EXPECT_NE(NULL, strstr(text, "error: ESTALE ("));
	EXPECT_NE(NULL, strstr(text, "in force: test version 6\n"));
}

TEST_F(inbox, moves_links_unfollowed)
{
	char target[32];

	put_object(self->state.accepted, "outside", 1);
	ASSERT_EQ(0, symlinkat("../accepted/outside", self->fd, "link"));
	ASSERT_EQ(0, store_refuse(&self->state, "link", &stale, "no policy", self->place));
	EXPECT_LT(0, readlinkat(self->state.refused, "link", target,
				sizeof(target)));
	EXPECT_TRUE(exists(self->state.accepted, "outside"));
}

/* A file cannot put itself in the place of another one's reason. */
TEST_F(inbox, keeps_reasons_apart)
{
	struct stat before, after;

	put(self->fd, "policy", "x", 1);
	ASSERT_EQ(0, store_refuse(&self->state, "policy", &stale, "no policy", self->place));
	ASSERT_EQ(0, fstatat(self->state.refused, "policy.reason", &before, 0));
	put(self->fd, "policy.reason", "all is well", 11);
	ASSERT_EQ(0, store_refuse(&self->state, "policy.reason", &stale, "-", self->place));
	ASSERT_EQ(0, fstatat(self->state.refused, "policy.reason", &after, 0));
	EXPECT_EQ(before.st_ino, after.st_ino);
	EXPECT_TRUE(exists(self->state.refused, "policy.reason.object"));
}

TEST_F(inbox, bounds_what_was_refused)
{
	unsigned int i, files = 0;
	struct names names;
	char name[32];

	for (i = 0; i < REFUSED_KEPT + 3; i++) {
		snprintf(name, sizeof(name), "policy-%u", i);
		put(self->fd, name, "x", 1);
		ASSERT_EQ(0, store_refuse(&self->state, name, &stale, "-", self->place));
	}
	ASSERT_EQ(0, names_read(&names, self->state.refused));
	for (i = 0; i < names.count; i++)
		files += !is_reason(names.name[i]);
	EXPECT_EQ(REFUSED_KEPT, files);
	EXPECT_EQ(2 * REFUSED_KEPT, names.count);
	EXPECT_TRUE(exists(self->state.refused, name));
	names_free(&names);
}

/* Refuses a file of this name, at byte @offset. */
static int refuse_one(const struct state *state, const char *name, u64 offset,
		      char place[PLACE_MAX])
{
	const struct verdict verdict = { "signature", offset, EBADMSG };

	put(state->inbox, name, "x", 1);
	return store_refuse(state, name, &verdict, "-", place);
}

/* Whatever was refused before, each has a name and a reason of its own. */
TEST_F(inbox, keeps_all_of_one_name)
{
	ASSERT_EQ(0, mkdirat(self->fd, "policy", 0700));
	ASSERT_EQ(0, store_refuse(&self->state, "policy", &stale, "-", self->place));
	EXPECT_STREQ("policy", self->place);
	EXPECT_EQ(0, refuse_one(&self->state, "policy", 21, self->place));
	EXPECT_STREQ("policy.2", self->place);
	EXPECT_EQ(0, refuse_one(&self->state, "policy", 22, self->place));
	EXPECT_STREQ("policy.3", self->place);
	EXPECT_EQ(0, refuse_one(&self->state, "policy.2", 23, self->place));
	EXPECT_STREQ("policy.2.2", self->place);
	EXPECT_EQ(0, refuse_one(&self->state, "policy.reason", 24, self->place));
	EXPECT_STREQ("policy.reason.object", self->place);
	EXPECT_EQ(0, refuse_one(&self->state, "policy.reason", 25, self->place));
	EXPECT_STREQ("policy.reason.object.2", self->place);
	EXPECT_NE(NULL, strstr(reason_of(&self->state, "policy.reason"),
			       "offset: 7\n"));
	EXPECT_NE(NULL, strstr(reason_of(&self->state, "policy.2.reason"),
			       "offset: 21\n"));
	EXPECT_NE(NULL, strstr(reason_of(&self->state, "policy.3.reason"),
			       "offset: 22\n"));
	EXPECT_NE(NULL, strstr(reason_of(&self->state, "policy.reason.object.2.reason"),
			       "offset: 25\n"));
	EXPECT_FALSE(exists(self->fd, "policy"));
}

/* What cannot be moved leaves no reason, and none that was there is lost. */
TEST_F(inbox, leaves_no_reason_without_its_object)
{
	ASSERT_EQ(0, refuse_one(&self->state, "policy", 21, self->place));
	EXPECT_EQ(-ENOENT, store_refuse(&self->state, "policy", &stale, "-",
					self->place));
	EXPECT_FALSE(exists(self->state.refused, "policy.2.reason"));
	EXPECT_NE(NULL, strstr(reason_of(&self->state, "policy.reason"),
			       "offset: 21\n"));
	/* Nor does a crash: before the move, or before a reason was removed. */
	put(self->state.refused, "other.reason", "offset: 1\n", 10);
	put(self->state.refused, "gone.reason", "offset: 1\n", 10);
	EXPECT_EQ(0, refuse_one(&self->state, "other", 22, self->place));
	EXPECT_STREQ("other", self->place);
	EXPECT_NE(NULL, strstr(reason_of(&self->state, "other.reason"),
			       "offset: 22\n"));
	EXPECT_FALSE(exists(self->state.refused, "gone.reason"));
	EXPECT_TRUE(exists(self->state.refused, "policy.reason"));
}

/* Nobody looks into them: one that is not empty stays, and so does its reason. */
TEST_F(inbox, removes_empty_directories)
{
	unsigned int i;
	char name[32];
	int full;

	ASSERT_EQ(0, mkdirat(self->fd, "empty", 0700));
	ASSERT_EQ(0, mkdirat(self->fd, "full", 0700));
	full = openat(self->fd, "full", O_RDONLY | O_DIRECTORY);
	ASSERT_LE(0, full);
	put(full, "file", "x", 1);
	close(full);
	ASSERT_EQ(0, store_refuse(&self->state, "empty", &stale, "-", self->place));
	ASSERT_EQ(0, store_refuse(&self->state, "full", &stale, "-", self->place));
	for (i = 0; i < REFUSED_KEPT; i++) {
		snprintf(name, sizeof(name), "policy-%u", i);
		ASSERT_EQ(0, refuse_one(&self->state, name, i, self->place));
	}
	EXPECT_FALSE(exists(self->state.refused, "empty"));
	EXPECT_FALSE(exists(self->state.refused, "empty.reason"));
	EXPECT_TRUE(exists(self->state.refused, "full/file"));
	EXPECT_TRUE(exists(self->state.refused, "full.reason"));
	EXPECT_TRUE(exists(self->state.refused, "policy-0"));
	ASSERT_EQ(0, refuse_one(&self->state, "one-more", 0, self->place));
	EXPECT_FALSE(exists(self->state.refused, "policy-0"));
	EXPECT_TRUE(exists(self->state.refused, "full.reason"));
}

/* The longest name that a file can have still gets a reason. */
TEST_F(inbox, takes_long_names)
{
	char name[256], reason[256];

	memset(name, 'n', 255);
	name[255] = '\0';
	put(self->fd, name, "x", 1);
	ASSERT_EQ(0, store_refuse(&self->state, name, &stale, "-", self->place));
	EXPECT_FALSE(exists(self->fd, name));
	EXPECT_EQ(0, refuse_one(&self->state, name, 1, self->place));
	/* Where such a name is cut, it may look like a reason. */
	memcpy(name + NAME_PART_MAX - 7, ".reason", 7);
	EXPECT_EQ(0, refuse_one(&self->state, name, 2, self->place));
	EXPECT_EQ(0, refuse_one(&self->state, name, 3, self->place));
	snprintf(reason, sizeof(reason), "%.*s.object.2.reason", NAME_PART_MAX, name);
	EXPECT_NE(NULL, strstr(reason_of(&self->state, reason), "offset: 3\n"));
	accept_one(_metadata, &self->state, name, 5);
	accept_one(_metadata, &self->state, name, 6);
	EXPECT_TRUE(exists(self->state.accepted, name));
}

/* A link of ours was made by somebody: it is neither followed nor replaced. */
TEST_F(inbox, writes_over_no_link)
{
	struct object object;
	const char *word;

	put(self->fd, "target", "x", 1);
	ASSERT_EQ(0, symlinkat("../inbox/target", self->state.accepted, "a"));
	put_object(self->fd, "a", 1);
	ASSERT_EQ(0, object_read(self->fd, "a", &object, &word));
	EXPECT_EQ(-ELOOP, store_accept(&self->state, "a", &object));
	EXPECT_TRUE(exists(self->fd, "a"));
	ASSERT_EQ(0, unlinkat(self->state.accepted, "a", 0));
	EXPECT_EQ(0, store_accept(&self->state, "a", &object));
	EXPECT_FALSE(exists(self->fd, "a"));
	object_free(&object);
}

/* What a crash left behind is in nobody's way. */
TEST_F(inbox, writes_beside_what_is_unfinished)
{
	put(self->state.accepted, UNFINISHED, "half", 4);
	accept_one(_metadata, &self->state, "a", 1);
	EXPECT_TRUE(exists(self->state.accepted, "a"));
	EXPECT_FALSE(exists(self->state.accepted, UNFINISHED));
}

TEST_F(inbox, lists_no_hidden_names)
{
	struct names names;

	put(self->fd, ".half", "x", 1);
	put(self->fd, "whole", "x", 1);
	ASSERT_EQ(0, names_read(&names, self->fd));
	ASSERT_EQ(1, names.count);
	EXPECT_STREQ("whole", names.name[0]);
	names_free(&names);
}

TEST_HARNESS_MAIN
