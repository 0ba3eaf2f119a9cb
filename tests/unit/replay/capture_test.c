// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Capture files: which there are, what is in them, how they end
 */
#include <errno.h>
#include <sched.h>
#include <stdlib.h>
#include <sys/ioctl.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "capture_file.h"
#include "replay/capture.h"
#include "replay/input.h"
#include "kselftest_harness.h"

#define SECOND	1000000000ULL
#define TIME	(1700000000 * SECOND + 123456000)
#define KEPT	16U

/* What was read of a file. */
struct seen {
	u64 count;
	u64 progress;
	struct replay_frame frame[KEPT];
	u8 first[KEPT];
};

FIXTURE(capture) {
	char directory[64];
	char path[128];
	struct capture_file file;
	struct cordon_diagnostics diag;
	struct replay_captures captures;
	struct seen seen;
};

FIXTURE_SETUP(capture)
{
	snprintf(self->directory, sizeof(self->directory),
		 "/tmp/cordon-capture-XXXXXX");
	ASSERT_NE(NULL, mkdtemp(self->directory));
	snprintf(self->path, sizeof(self->path), "%s/file", self->directory);
}

FIXTURE_TEARDOWN(capture)
{
	char command[128];

	snprintf(command, sizeof(command), "rm -rf %s", self->directory);
	EXPECT_EQ(0, system(command));
	capture_free(&self->file);
	cordon_diagnostics_free(&self->diag);
	replay_captures_free(&self->captures);
}

static void on_frame(void *data, const struct replay_frame *frame)
{
	struct seen *seen = data;

	if (seen->count < KEPT) {
		seen->frame[seen->count] = *frame;
		seen->first[seen->count] = frame->length ? frame->bytes[0] : 0;
	}
	seen->count++;
}

static void on_progress(void *data, u64 bytes)
{
	struct seen *seen = data;

	seen->progress = bytes;
}

static int read_path(FIXTURE_DATA(capture) * self, const char *path)
{
	struct replay_capture_calls calls = {
		.frame = on_frame,
		.progress = on_progress,
		.data = &self->seen,
	};

	self->seen = (struct seen){ 0 };
	cordon_diagnostics_free(&self->diag);
	return replay_capture_read(path, &calls, &self->diag);
}

/* Reads the beginning of the file that was built. */
static int read_part(FIXTURE_DATA(capture) * self, size_t length)
{
	if (capture_write(&self->file, self->path, length))
		return 1;
	return read_path(self, self->path);
}

static int read_all(FIXTURE_DATA(capture) * self)
{
	return read_part(self, self->file.length);
}

/* Does the first finding say this? */
static bool says(const FIXTURE_DATA(capture) * self, const char *text)
{
	if (self->diag.count && strstr(self->diag.list[0].text, text))
		return true;
	printf("# not '%s' but '%s'\n", text,
	       self->diag.count ? self->diag.list[0].text : "nothing");
	return false;
}

TEST_F(capture, pcap_in_all_its_forms)
{
	u32 form;

	for (form = 0; form < 4; form++) {
		capture_free(&self->file);
		self->file.big = form & 1;
		self->file.nano = form & 2;
		capture_pcap(&self->file, 101);
		capture_pcap_packet(&self->file, TIME, "abc", 3, 3);
		capture_pcap_packet(&self->file, TIME + SECOND, "de", 2, 1000);
		ASSERT_EQ(0, read_all(self));
		ASSERT_EQ(2, self->seen.count);
		EXPECT_EQ(TIME, self->seen.frame[0].time);
		EXPECT_EQ(1, self->seen.frame[0].number);
		EXPECT_EQ(3, self->seen.frame[0].length);
		EXPECT_EQ(3, self->seen.frame[0].whole);
		EXPECT_EQ('a', self->seen.first[0]);
		/* The number that libpcap has for it on this system. */
		EXPECT_EQ(12, self->seen.frame[0].link_type);
		EXPECT_EQ(2, self->seen.frame[1].number);
		EXPECT_EQ(2, self->seen.frame[1].length);
		EXPECT_EQ(1000, self->seen.frame[1].whole);
		EXPECT_EQ('d', self->seen.first[1]);
		EXPECT_EQ(self->file.length, self->seen.progress);
	}
	self->file.nano = true;
	capture_pcap_packet(&self->file, TIME + 789, "f", 1, 1);
	ASSERT_EQ(0, read_all(self));
	EXPECT_EQ(TIME + 789, self->seen.frame[2].time);
}

static void build_pcapng(struct capture_file *file)
{
	capture_section(file);
	capture_block(file, 0x0bad, "comment", 7);
	capture_interface(file, 1, 65535, 6);
	capture_packet(file, 0, TIME / 1000, "abc", 3, 3);
	capture_interface(file, 113, 96, 9);
	capture_interface(file, 276, 0, 6);
	capture_block(file, 4, "\0\0\0\0", 4);
	capture_packet(file, 1, TIME + 789, "defgh", 5, 1000);
	capture_old_packet(file, 2, TIME / 1000, "ij", 2);
	capture_packet(file, 0, TIME / 1000, "k", 1, 1);
}

TEST_F(capture, pcapng_with_different_interfaces)
{
	static const u32 link[] = { 1, 113, 276, 1, 1, 228 };
	u32 big, i;

	for (big = 0; big < 2; big++) {
		capture_free(&self->file);
		self->file.big = big;
		build_pcapng(&self->file);
		/* A second file behind the first: numbers begin again. */
		capture_section(&self->file);
		capture_interface(&self->file, 1, 3, 6);
		capture_interface(&self->file, 228, 7, 6);
		capture_simple_packet(&self->file, "lmn", 3, 1500);
		capture_packet(&self->file, 1, 1, "op", 2, 2);
		ASSERT_EQ(0, read_all(self));
		ASSERT_EQ(6, self->seen.count);
		for (i = 0; i < 6; i++) {
			EXPECT_EQ(link[i], self->seen.frame[i].link_type);
			EXPECT_EQ("adiklo"[i], self->seen.first[i]);
			EXPECT_EQ(i + 1, self->seen.frame[i].number);
		}
		EXPECT_EQ(TIME, self->seen.frame[0].time);
		EXPECT_EQ(TIME + 789, self->seen.frame[1].time);
		EXPECT_EQ(5, self->seen.frame[1].length);
		EXPECT_EQ(1000, self->seen.frame[1].whole);
		EXPECT_EQ(3, self->seen.frame[4].length);
		EXPECT_EQ(1500, self->seen.frame[4].whole);
		EXPECT_EQ(2, self->seen.frame[5].whole);
		EXPECT_EQ(self->file.length, self->seen.progress);
	}
}

/* Reads the file cut at every byte; @whole[i]: where packet i ends. */
static bool reads_every_beginning(FIXTURE_DATA(capture) * self,
				  const size_t *whole, u32 packets)
{
	size_t length;
	u32 count = 0;

	for (length = 0; length < self->file.length; length++) {
		int error = read_part(self, length);

		while (count < packets && length >= whole[count])
			count++;
		if (self->seen.count != count || (error && !self->diag.errors))
			return false;
		/* Between two packets nobody can tell. */
		if (!error && count && length != whole[count - 1])
			return false;
	}
	return true;
}

TEST_F(capture, pcap_that_ends_at_every_byte)
{
	size_t whole[3];
	u32 i;

	capture_pcap(&self->file, 1);
	for (i = 0; i < 3; i++) {
		capture_pcap_packet(&self->file, TIME, "abcdefgh", 8, 8);
		whole[i] = self->file.length;
	}
	EXPECT_TRUE(reads_every_beginning(self, whole, 3));
	EXPECT_NE(0, read_part(self, whole[1] + 5));
	EXPECT_TRUE(says(self, "cannot read packet 3: truncated dump file"));
	EXPECT_NE(NULL, self->diag.list[0].hint);
	EXPECT_STREQ(self->path, self->diag.list[0].file);
	EXPECT_EQ(1, self->diag.count);
	EXPECT_NE(0, read_part(self, 0));
	EXPECT_TRUE(says(self, "this file is empty"));
	EXPECT_NE(0, read_part(self, 20));
	EXPECT_TRUE(says(self, "cannot read its beginning: truncated"));
	EXPECT_EQ(0, read_part(self, 24));
	EXPECT_EQ(0, self->seen.count);
}

TEST_F(capture, pcapng_that_ends_at_every_byte)
{
	size_t length, packets = 0;
	int error;

	build_pcapng(&self->file);
	for (length = 0; length < self->file.length; length++) {
		error = read_part(self, length);
		ASSERT_GE(self->seen.count, packets);
		packets = self->seen.count;
		EXPECT_EQ(error != 0, self->diag.errors == 1);
		if (error && packets)
			EXPECT_TRUE(says(self, "truncated"));
	}
	EXPECT_EQ(3, packets);
	ASSERT_EQ(0, read_all(self));
	EXPECT_EQ(4, self->seen.count);
}

TEST_F(capture, any_byte_of_a_file_may_be_anything)
{
	static const u8 value[] = { 0, 1, 0x0a, 0x80, 0xff };
	u32 form, i;
	size_t at;
	u8 was;

	for (form = 0; form < 4; form++) {
		capture_free(&self->file);
		self->file.big = form & 1;
		self->file.nano = false;
		if (form & 2) {
			build_pcapng(&self->file);
			capture_simple_packet(&self->file, "xyz", 3, 3);
		} else {
			capture_pcap(&self->file, 1);
			capture_pcap_packet(&self->file, TIME, "abc", 3, 3);
		}
		for (at = 0; at < self->file.length; at++) {
			was = self->file.bytes[at];
			for (i = 0; i < ARRAY_SIZE(value); i++) {
				int error;

				self->file.bytes[at] = value[i];
				error = read_all(self);
				ASSERT_GE(0, error);
				ASSERT_EQ(error != 0, self->diag.errors == 1);
			}
			self->file.bytes[at] = was;
		}
	}
}

TEST_F(capture, a_broken_block_in_the_middle)
{
	size_t end;

	build_pcapng(&self->file);
	end = self->file.length;
	capture_packet(&self->file, 0, 1, "x", 1, 1);
	/* A length that no block has. */
	self->file.bytes[end + 4] = 6;
	EXPECT_NE(0, read_all(self));
	EXPECT_EQ(4, self->seen.count);
	EXPECT_TRUE(says(self, "cannot read packet 5: "));
	/* An interface that nobody described. */
	self->file.length = end;
	capture_packet(&self->file, 3, 1, "x", 1, 1);
	EXPECT_NE(0, read_all(self));
	EXPECT_EQ(4, self->seen.count);
	EXPECT_TRUE(says(self, "arrived on interface 3"));
	self->file.length = end;
	capture_packet(&self->file, 2, 1, "x", 1, 1);
	EXPECT_EQ(0, read_all(self));
	EXPECT_EQ(5, self->seen.count);
}

TEST_F(capture, interfaces_are_bounded)
{
	u32 i;

	capture_section(&self->file);
	for (i = 0; i < REPLAY_INTERFACES_MAX; i++)
		capture_interface(&self->file, (u16)i, i, 6);
	capture_packet(&self->file, REPLAY_INTERFACES_MAX - 1, 1, "x", 1, 1);
	ASSERT_EQ(0, read_all(self));
	EXPECT_EQ(REPLAY_INTERFACES_MAX - 1,
		  self->seen.frame[0].link_type);
	capture_interface(&self->file, 1, 0, 6);
	EXPECT_NE(0, read_all(self));
	EXPECT_EQ(1, self->seen.count);
	EXPECT_TRUE(says(self, "more interfaces"));
	/* Those of the next section are others. */
	self->file.length -= 20;
	capture_section(&self->file);
	capture_interface(&self->file, 1, 0, 6);
	capture_packet(&self->file, 0, 1, "x", 1, 1);
	EXPECT_EQ(0, read_all(self));
	EXPECT_EQ(2, self->seen.count);
}

TEST_F(capture, blocks_larger_than_all_buffers)
{
	static u8 large[262144];

	capture_section(&self->file);
	capture_interface(&self->file, 1, 0, 6);
	capture_interface(&self->file, 101, 0, 6);
	capture_packet(&self->file, 1, 1, large, sizeof(large), sizeof(large));
	capture_block(&self->file, 0x0bad, large, sizeof(large));
	capture_packet(&self->file, 0, 1, "x", 1, 1);
	ASSERT_EQ(0, read_all(self));
	ASSERT_EQ(2, self->seen.count);
	EXPECT_EQ(101, self->seen.frame[0].link_type);
	EXPECT_EQ(sizeof(large), self->seen.frame[0].length);
	EXPECT_EQ(1, self->seen.frame[1].link_type);
}

TEST_F(capture, what_is_no_capture)
{
	static const struct {
		const char *bytes;
		size_t length;
		const char *text;
	} files[] = {
		{ "\x1f\x8b\x08\0", 4, "compressed" },
		{ "\xfd\67zXZ", 5, "compressed" },
		{ "\x28\xb5\x2f\xfd", 4, "compressed" },
		{ "BZh9", 4, "compressed" },
		{ "hello", 5, "no capture" },
		{ "abc", 3, "no capture" },
	};
	u32 i;

	for (i = 0; i < ARRAY_SIZE(files); i++) {
		capture_free(&self->file);
		capture_put(&self->file, files[i].bytes, files[i].length);
		EXPECT_EQ(-EINVAL, read_all(self));
		EXPECT_TRUE(says(self, files[i].text));
		EXPECT_NE(NULL, self->diag.list[0].hint);
	}
	EXPECT_EQ(-ENOENT, read_path(self, "/nowhere"));
	EXPECT_TRUE(says(self, "No such file"));
	EXPECT_EQ(-EISDIR, read_path(self, self->directory));
}

TEST_F(capture, a_pipe)
{
	int end[2], status;
	pid_t writer;

	build_pcapng(&self->file);
	ASSERT_EQ(0, pipe(end));
	writer = fork();
	if (!writer) {
		int waiting = 0;
		size_t i;

		/* A byte at a time, the magic number too. */
		for (i = 0; i < self->file.length; i++) {
			if (write(end[1], self->file.bytes + i, 1) != 1)
				_exit(1);
			while (!ioctl(end[0], FIONREAD, &waiting) && waiting)
				sched_yield();
		}
		_exit(0);
	}
	close(end[1]);
	snprintf(self->path, sizeof(self->path), "/dev/fd/%d", end[0]);
	EXPECT_EQ(0, read_path(self, self->path));
	EXPECT_EQ(4, self->seen.count);
	close(end[0]);
	ASSERT_EQ(writer, waitpid(writer, &status, 0));
	EXPECT_EQ(0, status);
}

static void put_file(FIXTURE_DATA(capture) * self, const char *name,
		     const char *bytes, size_t length)
{
	struct capture_file file = { 0 };
	char path[160];

	snprintf(path, sizeof(path), "%s/%s", self->directory, name);
	capture_put(&file, bytes, length);
	capture_write(&file, path, length);
	capture_free(&file);
}

static bool is_path(const FIXTURE_DATA(capture) * self, u32 i, const char *name)
{
	return i < self->captures.count &&
	       !strcmp(self->captures.paths[i] + strlen(self->directory) + 1,
		       name);
}

static int add(FIXTURE_DATA(capture) * self, const char *argument)
{
	cordon_diagnostics_free(&self->diag);
	return replay_captures_add(&self->captures, argument, &self->diag);
}

TEST_F(capture, a_directory_is_sorted_and_sifted)
{
	char path[160];

	snprintf(path, sizeof(path), "%s/b", self->directory);
	ASSERT_EQ(0, mkdir(path, 0700));
	put_file(self, "c", "\xd4\xc3\xb2\xa1", 4);
	put_file(self, "a.txt", "hello", 5);
	put_file(self, "a.pcap", "\x0a\x0d\x0d\x0a", 4);
	put_file(self, "b/z", "\xa1\xb2\x3c\x4d", 4);
	put_file(self, "b/y.pcap", "", 0);
	put_file(self, "b/x.gz", "\x1f\x8b\x08\0", 4);
	/* What would wait for ever is not opened; a circle has an end. */
	snprintf(path, sizeof(path), "%s/pipe", self->directory);
	ASSERT_EQ(0, mkfifo(path, 0600));
	snprintf(path, sizeof(path), "%s/b/up", self->directory);
	ASSERT_EQ(0, symlink("..", path));
	ASSERT_EQ(0, add(self, self->directory));
	EXPECT_EQ(3, self->captures.count);
	EXPECT_TRUE(is_path(self, 0, "a.pcap"));
	EXPECT_TRUE(is_path(self, 1, "b/z"));
	EXPECT_TRUE(is_path(self, 2, "c"));
	EXPECT_EQ(12, self->captures.bytes);
	EXPECT_EQ(3, self->captures.skipped);
	/* Those that are named come as they are named, sifted or not. */
	snprintf(path, sizeof(path), "%s/a.txt", self->directory);
	ASSERT_EQ(0, add(self, path));
	EXPECT_TRUE(is_path(self, 3, "a.txt"));
	EXPECT_EQ(17, self->captures.bytes);
	/* How much comes out of a pipe nobody knows. */
	snprintf(path, sizeof(path), "%s/pipe", self->directory);
	ASSERT_EQ(0, add(self, path));
	EXPECT_EQ(0, self->captures.bytes);
	snprintf(path, sizeof(path), "%s/c", self->directory);
	ASSERT_EQ(0, add(self, path));
	EXPECT_EQ(0, self->captures.bytes);
	EXPECT_EQ(6, self->captures.count);
}

TEST_F(capture, a_packed_capture_is_not_passed_over)
{
	put_file(self, "a.pcap.gz", "\x1f\x8b\x08\0", 4);
	put_file(self, "b.pcap", "\xd4\xc3\xb2\xa1", 4);
	EXPECT_EQ(-EINVAL, add(self, self->directory));
	EXPECT_TRUE(says(self, "compressed"));
	EXPECT_EQ(1, self->captures.count);
	EXPECT_TRUE(is_path(self, 0, "b.pcap"));
}

TEST_F(capture, where_there_is_nothing)
{
	EXPECT_EQ(-ENOENT, add(self, self->directory));
	EXPECT_TRUE(says(self, "no pcap or pcapng file"));
	EXPECT_EQ(-ENOENT, add(self, self->path));
	EXPECT_TRUE(says(self, "No such file"));
	EXPECT_EQ(0, self->captures.count);
}

TEST_HARNESS_MAIN
