// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * DNS in captures of real traffic
 *
 * The captures lie beside the repository, in ../shared/data/captures; where
 * they are absent the tests are skipped.
 */
#include "engine/tests/dns_message.h"
#include "policy.h"
#include "kselftest_harness.h"

#define CAPTURES	"../shared/data/captures/"
#define CAPTURE_MAX	1048576
#define PCAP_MAGIC	0xa1b2c3d4
#define PCAPNG_SECTION	0x0a0d0d0a
#define PCAPNG_PACKET	6

/**
 * struct tally - what was seen in a capture
 * @messages: UDP payloads from or to port 53
 * @questions: read as a question
 * @responses: read as a response
 * @addresses: tied to their question
 * @malformed: neither, or a walk that met something malformed
 */
struct tally {
	int messages;
	int questions;
	int responses;
	int addresses;
	int malformed;
};

static u32 get32(const u8 *bytes)
{
	u32 value;

	memcpy(&value, bytes, 4);
	return le32_to_cpu(value);
}

static void walk_response(const u8 *data, size_t length,
			  const struct cordon_dns_question *question,
			  struct tally *tally)
{
	struct cordon_dns_walk *walk = malloc(sizeof(*walk));
	int more;

	if (!walk)
		abort();
	tally->responses++;
	more = cordon_dns_walk_start(walk, data, length, question);
	while (!more) {
		more = cordon_dns_walk_next(walk);
		if (more != 1)
			break;
		tally->addresses++;
		more = 0;
	}
	tally->malformed += more < 0;
	free(walk);
}

/* A message as it is, or, with @damage, cut and changed at every byte. */
static void read_message(const u8 *bytes, size_t length, bool damage,
			 struct tally *tally)
{
	struct cordon_dns_question question;
	struct tally ignored;
	u8 *data = malloc(length ? length : 1);
	size_t at;

	if (!data)
		abort();
	memcpy(data, bytes, length);
	tally->messages++;
	if (cordon_dns_read_question(data, length, false, &question) > 0)
		tally->questions++;
	else if (cordon_dns_read_question(data, length, true, &question) > 0)
		walk_response(data, length, &question, tally);
	else
		tally->malformed++;
	free(data);
	for (at = 0; damage && at < length; at++) {
		read_message(bytes, at, false, &ignored);
		data = malloc(length);
		if (!data)
			abort();
		memcpy(data, bytes, length);
		data[at] ^= 1 + at % 255;
		read_message(data, length, false, &ignored);
		free(data);
	}
}

/* An Ethernet frame with IPv4 or IPv6 and UDP, not a later fragment. */
static void read_frame(const u8 *frame, size_t length, bool damage,
		       struct tally *tally)
{
	size_t at = 14;
	size_t udp;

	if (length < at)
		return;
	if (cordon_get_be16(frame + 12) == 0x8100)
		at += 4;
	if (length < at + 40)
		return;
	if (frame[at] >> 4 == 4 && frame[at + 9] == 17 &&
	    !(cordon_get_be16(frame + at + 6) & 0x1fff))
		udp = at + 4U * (frame[at] & 15);
	else if (frame[at] >> 4 == 6 && frame[at + 6] == 17)
		udp = at + 40;
	else
		return;
	if (length < udp + 8 || (cordon_get_be16(frame + udp) != 53 &&
				 cordon_get_be16(frame + udp + 2) != 53))
		return;
	length -= udp;
	if (cordon_get_be16(frame + udp + 4) >= 8 &&
	    cordon_get_be16(frame + udp + 4) < length)
		length = cordon_get_be16(frame + udp + 4);
	read_message(frame + udp + 8, length - 8, damage, tally);
}

/* Little-endian pcap, or pcapng with enhanced packet blocks; Ethernet. */
static void read_capture(const u8 *data, size_t size, bool damage,
			 struct tally *tally)
{
	bool pcapng = get32(data) == PCAPNG_SECTION;
	size_t at = pcapng ? 0 : 24;

	while (at + 28 < size) {
		size_t frame = at + (pcapng ? 28 : 16);
		size_t bytes = get32(data + at + (pcapng ? 20 : 8));

		if (!pcapng || get32(data + at) == PCAPNG_PACKET) {
			if (frame + bytes > size)
				abort();
			read_frame(data + frame, bytes, damage, tally);
		}
		at = pcapng ? at + get32(data + at + 4) : frame + bytes;
	}
}

/* Whether there is such a capture; @tally then says what is in it. */
static bool tally_capture(const char *name, bool damage, struct tally *tally)
{
	char path[128];
	char *full;
	size_t size;
	FILE *file;
	u8 *data;

	memset(tally, 0, sizeof(*tally));
	snprintf(path, sizeof(path), CAPTURES "%s", name);
	full = test_root_path(path);
	if (!full)
		return false;
	file = fopen(full, "r");
	data = malloc(CAPTURE_MAX);
	if (!file || !data)
		abort();
	size = fread(data, 1, CAPTURE_MAX, file);
	if (size < 28 || (get32(data) != PCAP_MAGIC &&
			  get32(data) != PCAPNG_SECTION))
		abort();
	read_capture(data, size, damage, tally);
	fclose(file);
	free(data);
	free(full);
	return true;
}

/* Counted once with another decoder. */
static const struct {
	const char *name;
	struct tally tally;
} captures[] = {
	{ "dns.pcap", { 3, 1, 2, 0, 0 } },
	/* Three first fragments end within their answers. */
	{ "dns_fragmented.pcap", { 36, 20, 16, 11, 3 } },
	/* Four say QDCOUNT 2. */
	{ "malformed_dns.pcap", { 6, 2, 0, 0, 4 } },
	{ "instagram.pcap", { 7, 4, 3, 12, 0 } },
};

TEST(captures_as_they_are)
{
	struct tally tally;
	size_t i;

	for (i = 0; i < ARRAY_SIZE(captures); i++) {
		const struct tally *expected = &captures[i].tally;

		if (!tally_capture(captures[i].name, false, &tally))
			SKIP(return, "no " CAPTURES "%s", captures[i].name);
		EXPECT_EQ(expected->messages, tally.messages);
		EXPECT_EQ(expected->questions, tally.questions);
		EXPECT_EQ(expected->responses, tally.responses);
		EXPECT_EQ(expected->addresses, tally.addresses);
		EXPECT_EQ(expected->malformed, tally.malformed);
	}
}

TEST(captures_damaged)
{
	struct tally tally;
	size_t i;

	for (i = 0; i < ARRAY_SIZE(captures); i++) {
		if (!tally_capture(captures[i].name, true, &tally))
			SKIP(return, "no " CAPTURES "%s", captures[i].name);
	}
}

TEST_HARNESS_MAIN
