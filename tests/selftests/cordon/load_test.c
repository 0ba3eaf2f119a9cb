// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Cordon selftests - load: what the kernel's loader accepts, and what not
 *
 * Whatever is refused, the policy in force stays in force: each test ends with
 * a look at it, and at a program that it refuses.
 */
#include "loader.h"

#define BAD_PREFIX	"bad-"

FIXTURE(load)
{
	char dir[PATH_MAX / 2];
	struct object good;	/* the object in force */
	struct in_force before;
};

FIXTURE_SETUP(load)
{
	int err;

	self->dir[0] = '\0';
	err = put_good_in_force(&self->good);
	if (!must_load() && (err == -ENOKEY || err == -EKEYREJECTED))
		SKIP(return, "the device knows another policy authority");
	if (err == -ESTALE && !next_version("selftest"))
		SKIP(return, WHY_NO_VERSION);
	ASSERT_EQ(0, err);
	ASSERT_EQ(0, make_workdir(self->dir, sizeof(self->dir)));
	ASSERT_EQ(0, copy_harmless("cordon-canary"));
	ASSERT_EQ(0, copy_harmless("cordon-probe"));
	ASSERT_EQ(0, copy_harmless("harmless"));
	read_in_force(&self->before);
	ASSERT_STREQ("enforce", self->before.mode);
}

FIXTURE_TEARDOWN(load)
{
	remove_workdir(self->dir);
	object_free(&self->good);
}

static void expect_still_in_force(struct __test_metadata *_metadata,
				  const struct in_force *before)
{
	struct in_force now;

	read_in_force(&now);
	EXPECT_STREQ(before->mode, now.mode);
	EXPECT_STREQ(before->name, now.name);
	EXPECT_STREQ(before->version, now.version);
	EXPECT_STREQ(before->digest, now.digest);
	EXPECT_STREQ(before->signer, now.signer);
	EXPECT_STREQ(before->generation, now.generation);
	EXPECT_EQ(EACCES, try_exec("./cordon-canary"));
	EXPECT_EQ(EACCES, try_exec("./cordon-probe"));
	EXPECT_EQ(0, try_exec("./harmless"));
}

/* The twin of every refusal: the object in force loads, and changes nothing. */
static void expect_good_loads(struct __test_metadata *_metadata,
			      const struct object *good,
			      const struct in_force *before)
{
	EXPECT_EQ(0, load(good->data, good->size));
	EXPECT_TRUE(node_is("load/status", "committed"));
	EXPECT_TRUE(node_is("load/error", "none 0"));
	expect_still_in_force(_metadata, before);
}

static void expect_refused(struct __test_metadata *_metadata, int err,
			   const char *word)
{
	char now[128];

	EXPECT_TRUE(node_is("load/status", "refused"));
	if (word)
		EXPECT_STREQ(word, load_error(now, sizeof(now)));
	EXPECT_GT(0, err);
}

TEST_F(load, a_newer_object_is_in_force_at_once)
{
	static unsigned char back[1 << 20];
	__u64 generation = node_number("policy/generation");
	__u64 loads = counter("loads");
	struct object next;
	char version[32];

	snprintf(version, sizeof(version), "%llu",
		 (unsigned long long)next_version("selftest"));
	ASSERT_EQ(0, load_next("selftest", &next));
	EXPECT_TRUE(node_is("policy/name", "selftest"));
	EXPECT_TRUE(node_is("policy/version", version));
	EXPECT_FALSE(node_is("policy/digest", self->before.digest));
	EXPECT_EQ(generation + 1, node_number("policy/generation"));
	EXPECT_TRUE(node_is("load/status", "committed"));
	EXPECT_TRUE(node_is("load/error", "none 0"));
	EXPECT_EQ(loads + 1, counter("loads"));
	ASSERT_EQ((ssize_t)next.size,
		  node_read_raw("policy/object", back, sizeof(back)));
	EXPECT_EQ(0, memcmp(back, next.data, next.size));
	EXPECT_EQ(EACCES, try_exec("./cordon-canary"));
	EXPECT_EQ(EACCES, try_exec("./cordon-probe"));
	object_free(&next);
}

TEST_F(load, the_same_object_again_changes_nothing)
{
	expect_good_loads(_metadata, &self->good, &self->before);
	expect_good_loads(_metadata, &self->good, &self->before);
}

TEST_F(load, chunks_of_any_size_are_put_together)
{
	static const size_t chunks[] = { 1, 7, 31, 33, 1000, 4095, 4096, 65536 };
	size_t i;

	for (i = 0; i < ARRAY_SIZE(chunks); i++)
		EXPECT_EQ(0, load_chunked(self->good.data, self->good.size,
					  chunks[i]))
			TH_LOG("chunks of %zu", chunks[i]);
	expect_still_in_force(_metadata, &self->before);
}

TEST_F(load, older_is_stale)
{
	__u64 refused = counter("loads_refused");
	struct object old;
	int err;

	ASSERT_TRUE(object_read_version(&old, "selftest", 1));
	err = load(old.data, old.size);
	EXPECT_EQ(-ESTALE, err);
	expect_refused(_metadata, err, "stale");
	EXPECT_EQ(refused + 1, counter("loads_refused"));
	expect_still_in_force(_metadata, &self->before);
	object_free(&old);
	expect_good_loads(_metadata, &self->good, &self->before);
}

TEST_F(load, the_same_version_with_other_content_is_stale)
{
	struct object other;
	int err;

	ASSERT_TRUE(object_read_version(&other, "other",
					node_number("policy/version")));
	err = load(other.data, other.size);
	EXPECT_EQ(-ESTALE, err);
	expect_refused(_metadata, err, "stale");
	expect_still_in_force(_metadata, &self->before);
	object_free(&other);
	expect_good_loads(_metadata, &self->good, &self->before);
}

static int error_of(const char *name)
{
	if (!strncmp(name, "EBADMSG-", 8))
		return -EBADMSG;
	if (!strncmp(name, "EOPNOTSUPP-", 11))
		return -EOPNOTSUPP;
	if (!strncmp(name, "EKEYREJECTED-", 13))
		return -EKEYREJECTED;
	if (!strncmp(name, "ENOKEY-", 7))
		return -ENOKEY;
	return 0;
}

/* The bad objects' names say with what they are refused: make-objects. */
TEST_F(load, every_bad_object_is_refused_with_its_errno)
{
	char dir[OBJECTS_PATH];
	struct dirent *entry;
	DIR *list = opendir(objects_dir(dir, sizeof(dir)));
	int count = 0;

	ASSERT_NE(NULL, list);
	while ((entry = readdir(list)) != NULL) {
		const char *name = entry->d_name;
		struct object bad;
		int err;

		if (strncmp(name, BAD_PREFIX, strlen(BAD_PREFIX)))
			continue;
		ASSERT_TRUE(object_read(&bad, name));
		err = load(bad.data, bad.size);
		EXPECT_EQ(error_of(name + strlen(BAD_PREFIX)), err)
			TH_LOG("%s", name);
		expect_refused(_metadata, err, NULL);
		expect_still_in_force(_metadata, &self->before);
		object_free(&bad);
		count++;
	}
	closedir(list);
	EXPECT_LE(5, count);
	expect_good_loads(_metadata, &self->good, &self->before);
}

/* The twin of the forged ones among them: put together the same way. */
TEST_F(load, a_forged_object_with_nothing_wrong_loads)
{
	struct object next;

	if (!next_version("forged"))
		SKIP(return, WHY_NO_VERSION);
	EXPECT_EQ(0, load_next("forged", &next));
	EXPECT_TRUE(node_is("load/status", "committed"));
	object_free(&next);
}

TEST_F(load, the_errors_say_what_was_wrong)
{
	static const struct {
		const char *name;
		const char *word;
	} want[] = {
		{ "bad-EKEYREJECTED-grant-key.object", "signature" },
		{ "bad-ENOKEY-unknown-key.object", "no-key" },
		{ "bad-EOPNOTSUPP-kind.object", "kind" },
	};
	struct object bad;
	size_t i;

	for (i = 0; i < ARRAY_SIZE(want); i++) {
		ASSERT_TRUE(object_read(&bad, want[i].name));
		expect_refused(_metadata, load(bad.data, bad.size),
			       want[i].word);
		object_free(&bad);
	}
	expect_good_loads(_metadata, &self->good, &self->before);
}

TEST_F(load, unsigned_is_refused)
{
	struct object next;
	int err;

	if (!node_is("unsigned", "refused"))
		SKIP(return, "this build says that it takes unsigned objects");
	ASSERT_TRUE(object_read_version(&next, "selftest",
					next_version("selftest")));
	put_le32(next.data + OBJECT_SIGNATURE_LENGTH, 0);
	err = load(next.data, OBJECT_HEADER +
		   get_le32(next.data + OBJECT_CONTENT_LENGTH));
	EXPECT_TRUE(err == -EKEYREJECTED || err == -ENOKEY)
		TH_LOG("error %d", err);
	expect_refused(_metadata, err, NULL);
	expect_still_in_force(_metadata, &self->before);
	object_free(&next);
	expect_good_loads(_metadata, &self->good, &self->before);
}

/* Where in the object a byte lies says with which error its change ends. */
static bool error_fits(const struct object *good, size_t at, int err)
{
	size_t content = get_le32(good->data + OBJECT_CONTENT_LENGTH);

	if (at >= OBJECT_KIND && at < OBJECT_KIND + 4)
		return err == -EOPNOTSUPP;
	if (at < OBJECT_HEADER)
		return err == -EBADMSG || err == -EFBIG ||
		       err == -EKEYREJECTED;
	if (at < OBJECT_HEADER + content)
		return err == -EKEYREJECTED;
	return err == -EKEYREJECTED || err == -ENOKEY || err == -EBADMSG;
}

/*
 * The object is the one in force: a change in the signature that the kernel's
 * reader does not mind leaves the same policy, and that is success.
 */
static void flip(struct __test_metadata *_metadata, const struct object *good,
		 const struct in_force *before, size_t at)
{
	size_t content = get_le32(good->data + OBJECT_CONTENT_LENGTH);
	int err;

	good->data[at] ^= 0x01;
	err = load(good->data, good->size);
	good->data[at] ^= 0x01;
	if (err || at < OBJECT_HEADER + content) {
		EXPECT_TRUE(error_fits(good, at, err))
			TH_LOG("byte %zu: error %d", at, err);
		expect_refused(_metadata, err, NULL);
	}
	EXPECT_TRUE(node_is("policy/digest", before->digest));
	EXPECT_TRUE(node_is("policy/generation", before->generation));
}

TEST_F(load, a_flipped_bit_in_each_byte_of_the_header)
{
	size_t at;

	for (at = 0; at < OBJECT_HEADER; at++)
		flip(_metadata, &self->good, &self->before, at);
	expect_good_loads(_metadata, &self->good, &self->before);
}

TEST_F(load, a_flipped_bit_in_the_content)
{
	size_t content = get_le32(self->good.data + OBJECT_CONTENT_LENGTH);
	size_t at, step = content / 64 + 1;

	for (at = 0; at < content; at += step)
		flip(_metadata, &self->good, &self->before,
		     OBJECT_HEADER + at);
	flip(_metadata, &self->good, &self->before,
	     OBJECT_HEADER + content - 1);
	expect_good_loads(_metadata, &self->good, &self->before);
}

TEST_F(load, a_flipped_bit_in_the_signature)
{
	size_t from = OBJECT_HEADER +
		get_le32(self->good.data + OBJECT_CONTENT_LENGTH);
	size_t at;

	for (at = from; at < self->good.size; at += 13)
		flip(_metadata, &self->good, &self->before, at);
	flip(_metadata, &self->good, &self->before, self->good.size - 1);
	expect_good_loads(_metadata, &self->good, &self->before);
}

TEST_F(load, cut_short_anywhere)
{
	size_t step = self->good.size / 96 + 1, size;
	int err;

	for (size = 0; size < self->good.size; size += step) {
		err = load(self->good.data, size);
		EXPECT_EQ(-EBADMSG, err)
			TH_LOG("%zu bytes", size);
		expect_refused(_metadata, err, NULL);
	}
	EXPECT_EQ(-EBADMSG, load(self->good.data, self->good.size - 1));
	expect_still_in_force(_metadata, &self->before);
	expect_good_loads(_metadata, &self->good, &self->before);
}

TEST_F(load, more_than_the_header_announced)
{
	char *more = malloc(self->good.size + 1);
	int err;

	memcpy(more, self->good.data, self->good.size);
	more[self->good.size] = 0;
	err = load(more, self->good.size + 1);
	EXPECT_EQ(-EFBIG, err);
	expect_refused(_metadata, err, "too-big");
	err = load_chunked(more, self->good.size + 1, 1);
	EXPECT_EQ(-EFBIG, err);
	expect_refused(_metadata, err, "too-big");
	/* After a refusal nothing is left to commit. */
	EXPECT_GT(0, load_commit());
	expect_still_in_force(_metadata, &self->before);
	free(more);
	expect_good_loads(_metadata, &self->good, &self->before);
}

TEST_F(load, a_header_that_announces_more_than_the_cap)
{
	static const __u32 lengths[][2] = {
		{ OBJECT_MAX, 256 },
		{ OBJECT_MAX - OBJECT_HEADER, 256 },
		{ 0x7fffffff, 256 },
		{ 0xffffffff, 256 },
		{ 0xffffffff, 0xffffffff },
		{ 0xffffffe0, 0x00000020 },
	};
	unsigned char header[OBJECT_HEADER];
	size_t i;
	int err;

	for (i = 0; i < ARRAY_SIZE(lengths); i++) {
		memcpy(header, self->good.data, sizeof(header));
		put_le32(header + OBJECT_CONTENT_LENGTH, lengths[i][0]);
		put_le32(header + OBJECT_SIGNATURE_LENGTH, lengths[i][1]);
		err = load(header, sizeof(header));
		/* The signature's length has its own limit. */
		EXPECT_TRUE(err == -EFBIG ||
			    (err == -EBADMSG && lengths[i][1] == 0xffffffff))
			TH_LOG("%x + %x: error %d", lengths[i][0],
			       lengths[i][1], err);
		expect_refused(_metadata, err, NULL);
	}
	expect_still_in_force(_metadata, &self->before);
	expect_good_loads(_metadata, &self->good, &self->before);
}

/* The greatest object that may be announced, sent whole: no more fits. */
TEST_F_TIMEOUT(load, an_object_of_the_cap_and_a_byte_more, 240)
{
	static const size_t chunk = 4096;
	unsigned char *page = calloc(1, chunk);
	size_t done;
	int err = 0, fd;

	memcpy(page, self->good.data, OBJECT_HEADER);
	put_le32(page + OBJECT_CONTENT_LENGTH, OBJECT_MAX - OBJECT_HEADER -
		 get_le32(page + OBJECT_SIGNATURE_LENGTH));
	ASSERT_EQ(0, load_begin());
	fd = open(SYSFS "load/data", O_WRONLY | O_CLOEXEC);
	ASSERT_LE(0, fd);
	for (done = 0; done < OBJECT_MAX && !err; done += chunk) {
		if (pwrite(fd, page, chunk, done) != (ssize_t)chunk)
			err = errno;
		memset(page, 0, OBJECT_HEADER);
	}
	if (err == ENOMEM)
		SKIP(return, "not enough memory for an object of 64 MiB");
	ASSERT_EQ(0, err);
	EXPECT_EQ(-1, pwrite(fd, page, 1, done));
	EXPECT_EQ(EFBIG, errno);
	close(fd);
	EXPECT_GT(0, load_commit());
	expect_still_in_force(_metadata, &self->before);
	free(page);
	expect_good_loads(_metadata, &self->good, &self->before);
}

TEST_F(load, a_gap_between_chunks)
{
	ASSERT_EQ(0, load_begin());
	ASSERT_EQ(0, load_put(self->good.data, 100, 0, 100));
	EXPECT_EQ(-EILSEQ, load_put(self->good.data + 101, 100, 101, 100));
	EXPECT_TRUE(load_error_is("gap"));
	EXPECT_GT(0, load_commit());
	expect_still_in_force(_metadata, &self->before);

	ASSERT_EQ(0, load_begin());
	EXPECT_EQ(-EILSEQ, load_put(self->good.data, 100, 1, 100));
	EXPECT_TRUE(load_error_is("gap"));
	EXPECT_GT(0, load_commit());
	expect_good_loads(_metadata, &self->good, &self->before);
}

TEST_F(load, chunks_that_overlap)
{
	ASSERT_EQ(0, load_begin());
	ASSERT_EQ(0, load_put(self->good.data, 100, 0, 100));
	EXPECT_EQ(-EILSEQ, load_put(self->good.data + 99, 100, 99, 100));
	EXPECT_GT(0, load_commit());

	ASSERT_EQ(0, load_begin());
	ASSERT_EQ(0, load_put(self->good.data, 100, 0, 100));
	EXPECT_EQ(-EILSEQ, load_put(self->good.data, 100, 0, 100));
	EXPECT_GT(0, load_commit());
	expect_still_in_force(_metadata, &self->before);
	expect_good_loads(_metadata, &self->good, &self->before);
}

TEST_F(load, nothing_was_begun)
{
	EXPECT_EQ(-EINVAL, load_commit());
	EXPECT_EQ(-EINVAL, load_abort());
	EXPECT_EQ(-EINVAL, load_put(self->good.data, 10, 0, 10));
	expect_still_in_force(_metadata, &self->before);
	/* A commit ends what was begun: a second one has nothing. */
	expect_good_loads(_metadata, &self->good, &self->before);
	EXPECT_EQ(-EINVAL, load_commit());
	EXPECT_EQ(-EINVAL, load_put(self->good.data, 10, 0, 10));
	expect_still_in_force(_metadata, &self->before);
}

TEST_F(load, what_is_no_number)
{
	static const char *const words[] = {
		"\n", "abc", "2", "-2", "1 1", "1x", "01x", "0x", "--1",
		"11111111111111111111111", "1\n1\n",
	};
	size_t i;

	for (i = 0; i < ARRAY_SIZE(words); i++)
		EXPECT_EQ(-EINVAL, node_write("load/loading", words[i]))
			TH_LOG("word %zu", i);
	EXPECT_EQ(-EINVAL, write_at(SYSFS "load/loading", "1\0x", 3, 0));
	/* None of them began a load. */
	EXPECT_EQ(-EINVAL, load_commit());
	expect_still_in_force(_metadata, &self->before);
	/* With a newline, as echo writes it, it is one. */
	EXPECT_EQ(0, node_write("load/loading", "1\n"));
	EXPECT_EQ(0, load_put(self->good.data, self->good.size, 0, 4096));
	EXPECT_EQ(0, node_write("load/loading", "0\n"));
	expect_still_in_force(_metadata, &self->before);
}

TEST_F(load, abort_discards)
{
	ASSERT_EQ(0, load_begin());
	EXPECT_TRUE(node_is("load/status", "receiving"));
	ASSERT_EQ(0, load_put(self->good.data, self->good.size, 0, 4096));
	EXPECT_EQ(0, load_abort());
	/* Nobody refused it. */
	EXPECT_TRUE(node_is("load/status", "idle"));
	EXPECT_TRUE(load_error_is("none"));
	EXPECT_EQ(-EINVAL, load_commit());
	EXPECT_EQ(-EINVAL, load_put(self->good.data, 10, 0, 10));
	expect_still_in_force(_metadata, &self->before);
	expect_good_loads(_metadata, &self->good, &self->before);
}

TEST_F(load, beginning_anew_discards)
{
	ASSERT_EQ(0, load_begin());
	ASSERT_EQ(0, load_put("garbage", 7, 0, 7));
	expect_good_loads(_metadata, &self->good, &self->before);

	/* Nothing of the first try is left for the second to lean on. */
	ASSERT_EQ(0, load_begin());
	ASSERT_EQ(0, load_put(self->good.data, 100, 0, 100));
	ASSERT_EQ(0, load_begin());
	EXPECT_EQ(-EILSEQ, load_put(self->good.data + 100, 100, 100, 100));
	expect_still_in_force(_metadata, &self->before);
	expect_good_loads(_metadata, &self->good, &self->before);
}

int main(int argc, char **argv)
{
	return cordon_test_main(loader_missing(), argc, argv);
}
