// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Every name of a DNS message, and messages out of a stream
 */
#include <stdlib.h>

#include "engine/names/dns_names.h"
#include "engine/names/dns_stream.h"
#include "engine/tests/dns_message.h"
#include "kselftest_harness.h"

#define NAMES_MAX	16
#define HTTPS		CORDON_DNS_TYPE_HTTPS

/* What a walk found, each as "role type name". */
struct found {
	int count;
	int end;
	struct cordon_dns_service service;
	char text[NAMES_MAX][64 + CORDON_NAME_TEXT_MAX];
};

static const char *const roles[] = {
	[CORDON_DNS_ASKED] = "asked",
	[CORDON_DNS_CNAME_TARGET] = "cname",
	[CORDON_DNS_SVCB_TARGET] = "svcb",
};

/* In memory of exactly its size. */
static void walk(const u8 *bytes, size_t length, struct found *found)
{
	u8 *data = malloc(length ? length : 1);
	char name[CORDON_NAME_TEXT_MAX];
	struct cordon_dns_names names;

	if (!data)
		abort();
	memcpy(data, bytes, length);
	memset(found, 0, sizeof(*found));
	found->end = cordon_dns_names_start(&names, data, length);
	while (!found->end && found->count < NAMES_MAX) {
		int more = cordon_dns_names_next(&names);

		if (more != 1) {
			found->end = more;
			break;
		}
		cordon_name_to_text(names.name, names.length, name, sizeof(name));
		sprintf(found->text[found->count++], "%s %u %s",
			roles[names.role], names.type, name);
		if (names.role == CORDON_DNS_SVCB_TARGET)
			found->service = names.service;
	}
	free(data);
}

static void counts(struct test_dns_message *message, u16 questions, u16 answers,
		   u16 authorities, u16 additional)
{
	u16 count[] = { questions, answers, authorities, additional };
	size_t i;

	for (i = 0; i < 4; i++) {
		message->data[4 + 2 * i] = (u8)(count[i] >> 8);
		message->data[5 + 2 * i] = (u8)count[i];
	}
}

/* Parameters of an SVCB record, until the record's end. */
static void parameter(struct test_dns_message *message, u16 key, const void *value,
		      u16 length)
{
	cordon_test_dns_put16(message, key);
	cordon_test_dns_put16(message, length);
	cordon_test_dns_put(message, value, length);
}

static size_t https(struct test_dns_message *message, const char *owner,
		    u16 priority, const char *target)
{
	size_t record;

	cordon_test_dns_put_name(message, owner);
	record = cordon_test_dns_record(message, HTTPS, 300);
	cordon_test_dns_put16(message, priority);
	cordon_test_dns_put_name(message, target);
	return record;
}

TEST(one_question)
{
	struct test_dns_message message;
	struct found found;

	cordon_test_dns_begin(&message, DNS_QUERY, 0);
	cordon_test_dns_ask(&message, "WWW.Example.com", HTTPS);
	walk(message.data, message.length, &found);
	EXPECT_EQ(0, found.end);
	ASSERT_EQ(1, found.count);
	EXPECT_STREQ("asked 65 www.example.com", found.text[0]);
}

/* Names in any number of questions; a client may hide one behind another. */
TEST(several_questions)
{
	struct test_dns_message message;
	struct found found;

	cordon_test_dns_begin(&message, DNS_QUERY, 0);
	cordon_test_dns_ask(&message, "ok.example", 1);
	cordon_test_dns_ask(&message, "facebook.com", 28);
	cordon_test_dns_put_pointer(&message, 12);
	cordon_test_dns_put32(&message, 0x00010001);
	counts(&message, 3, 0, 0, 0);
	walk(message.data, message.length, &found);
	EXPECT_EQ(0, found.end);
	ASSERT_EQ(3, found.count);
	EXPECT_STREQ("asked 1 ok.example", found.text[0]);
	EXPECT_STREQ("asked 28 facebook.com", found.text[1]);
	EXPECT_STREQ("asked 1 ok.example", found.text[2]);
	/* One question is announced and not there. */
	counts(&message, 4, 0, 0, 0);
	walk(message.data, message.length, &found);
	EXPECT_EQ(-EBADMSG, found.end);
	EXPECT_EQ(3, found.count);
	counts(&message, 0, 0, 0, 0);
	walk(message.data, message.length, &found);
	EXPECT_EQ(0, found.end);
	EXPECT_EQ(0, found.count);
}

TEST(chains)
{
	struct test_dns_message message;
	struct found found;
	size_t record;

	cordon_test_dns_begin(&message, DNS_RESPONSE, 4);
	cordon_test_dns_ask(&message, "news.example.com", 1);
	cordon_test_dns_put_cname(&message, "news.example.com", 60, "x.edge.example.net");
	cordon_test_dns_put_name(&message, "edge.example.net");
	record = cordon_test_dns_record(&message, CORDON_DNS_TYPE_DNAME, 60);
	cordon_test_dns_put_name(&message, "facebook.com");
	cordon_test_dns_record_end(&message, record);
	cordon_test_dns_put_cname(&message, "x.edge.example.net", 60, "x.facebook.com");
	cordon_test_dns_put_a(&message, "x.facebook.com", 60, "192.0.2.1");
	walk(message.data, message.length, &found);
	EXPECT_EQ(0, found.end);
	ASSERT_EQ(4, found.count);
	EXPECT_STREQ("asked 1 news.example.com", found.text[0]);
	EXPECT_STREQ("cname 5 x.edge.example.net", found.text[1]);
	EXPECT_STREQ("cname 39 facebook.com", found.text[2]);
	EXPECT_STREQ("cname 5 x.facebook.com", found.text[3]);
}

/* RDLENGTH must be the target's: else two readers see two records. */
TEST(target_fills_its_record)
{
	static const int more[] = { -1, 1 };
	struct test_dns_message message;
	struct found found;
	size_t i;

	for (i = 0; i < ARRAY_SIZE(more); i++) {
		cordon_test_dns_begin(&message, DNS_RESPONSE, 1);
		cordon_test_dns_ask(&message, "a.example", 1);
		cordon_test_dns_put_cname(&message, "a.example", 60, "b.example");
		if (more[i] > 0)
			cordon_test_dns_put(&message, "", 1);
		message.data[message.length - 12 - (more[i] > 0)] += (u8)more[i];
		walk(message.data, message.length, &found);
		EXPECT_EQ(-EBADMSG, found.end);
		EXPECT_EQ(1, found.count);
	}
}

TEST(service_records)
{
	static const u8 v4[8] = { 192, 0, 2, 1, 192, 0, 2, 2 };
	static const u8 v6[16] = { 0x20, 1, 0xd, 0xb8 };
	struct test_dns_message message;
	struct found found;
	size_t record;

	cordon_test_dns_begin(&message, DNS_RESPONSE, 1);
	cordon_test_dns_ask(&message, "www.example.com", HTTPS);
	record = https(&message, "www.example.com", 1, "svc.example.net");
	parameter(&message, 1, "\2h3\2h2", 6);
	parameter(&message, 4, v4, 8);
	parameter(&message, 5, "config", 6);
	parameter(&message, 6, v6, 16);
	cordon_test_dns_record_end(&message, record);
	walk(message.data, message.length, &found);
	EXPECT_EQ(0, found.end);
	ASSERT_EQ(2, found.count);
	EXPECT_STREQ("svcb 65 svc.example.net", found.text[1]);
	EXPECT_FALSE(found.service.alias);
	EXPECT_TRUE(found.service.ech);
	EXPECT_EQ(2, found.service.hints4);
	EXPECT_EQ(0, memcmp(message.data + found.service.hints4_at, v4, 8));
	EXPECT_EQ(1, found.service.hints6);
	EXPECT_EQ(0, memcmp(message.data + found.service.hints6_at, v6, 16));

	/* "." is the owner; in AliasMode there are no parameters. */
	cordon_test_dns_begin(&message, DNS_RESPONSE, 2);
	cordon_test_dns_ask(&message, "www.example.com", HTTPS);
	cordon_test_dns_record_end(&message, https(&message, "www.example.com", 1, "."));
	cordon_test_dns_record_end(&message, https(&message, "example.org", 0, "facebook.com"));
	walk(message.data, message.length, &found);
	EXPECT_EQ(0, found.end);
	ASSERT_EQ(3, found.count);
	EXPECT_STREQ("svcb 65 www.example.com", found.text[1]);
	EXPECT_STREQ("svcb 65 facebook.com", found.text[2]);
	EXPECT_TRUE(found.service.alias);
	EXPECT_FALSE(found.service.ech);
	EXPECT_EQ(0, found.service.hints4 + found.service.hints6);
}

/* RFC 9460, 2.2: keys rise, and lengths are what they must be. */
TEST(service_records_broken)
{
	static const struct {
		const char *what;
		u16 key[2];
		u16 length[2];
		int end;
	} rows[] = {
		{ "good", { 4, 6 }, { 4, 16 }, 0 },
		{ "keys fall", { 6, 4 }, { 16, 4 }, -EBADMSG },
		{ "a key twice", { 4, 4 }, { 4, 4 }, -EBADMSG },
		{ "half an IPv4 address", { 4, 6 }, { 2, 16 }, -EBADMSG },
		{ "half an IPv6 address", { 4, 6 }, { 4, 8 }, -EBADMSG },
		{ "no IPv4 address", { 4, 6 }, { 0, 16 }, -EBADMSG },
		{ "no ECH configuration", { 4, 5 }, { 4, 0 }, -EBADMSG },
		{ "an unknown key", { 4, 999 }, { 4, 3 }, 0 },
	};
	struct test_dns_message message;
	struct found found;
	size_t i, record;
	u8 value[16] = { 0 };

	for (i = 0; i < ARRAY_SIZE(rows); i++) {
		cordon_test_dns_begin(&message, DNS_RESPONSE, 1);
		cordon_test_dns_ask(&message, "a.example", HTTPS);
		record = https(&message, "a.example", 1, "b.example");
		parameter(&message, rows[i].key[0], value, rows[i].length[0]);
		parameter(&message, rows[i].key[1], value, rows[i].length[1]);
		cordon_test_dns_record_end(&message, record);
		walk(message.data, message.length, &found);
		EXPECT_EQ(rows[i].end, found.end) {
			TH_LOG("%s", rows[i].what);
		}
	}
}

/* Records of another class, and those that lead nowhere, are passed over. */
TEST(other_records)
{
	struct test_dns_message message;
	struct found found;
	size_t record;

	cordon_test_dns_begin(&message, DNS_RESPONSE, 0);
	cordon_test_dns_ask(&message, "a.example", 1);
	record = message.length;
	cordon_test_dns_put_cname(&message, "a.example", 60, "chaos.example");
	message.data[record + 14] = 3;		/* CLASS */
	cordon_test_dns_put_name(&message, "a.example");
	record = cordon_test_dns_record(&message, DNS_TYPE_TXT, 60);
	cordon_test_dns_put(&message, "\13hello world", 12);
	cordon_test_dns_record_end(&message, record);
	/* OPT: its class is a size. */
	cordon_test_dns_put_name(&message, ".");
	cordon_test_dns_record(&message, 41, 0);
	cordon_test_dns_put_cname(&message, "a.example", 60, "b.example");
	counts(&message, 1, 1, 1, 2);
	walk(message.data, message.length, &found);
	EXPECT_EQ(0, found.end);
	ASSERT_EQ(2, found.count);
	EXPECT_STREQ("cname 5 b.example", found.text[1]);
}

/* Cut anywhere: what was found is right, and it is never called whole. */
TEST(truncated)
{
	struct test_dns_message message;
	struct found whole, found;
	size_t record, i;
	int n;

	cordon_test_dns_begin(&message, DNS_RESPONSE, 2);
	cordon_test_dns_ask(&message, "www.example.com", HTTPS);
	cordon_test_dns_put_cname(&message, "www.example.com", 60, "edge.example.net");
	record = https(&message, "edge.example.net", 1, "svc.example.net");
	parameter(&message, 4, "\300\0\2\1", 4);
	cordon_test_dns_record_end(&message, record);
	walk(message.data, message.length, &whole);
	ASSERT_EQ(0, whole.end);
	ASSERT_EQ(3, whole.count);
	for (i = 0; i < message.length; i++) {
		walk(message.data, i, &found);
		EXPECT_EQ(-EBADMSG, found.end);
		for (n = 0; n < found.count; n++)
			EXPECT_STREQ(whole.text[n], found.text[n]);
	}
}

/* Pointers that loop or lead forward. */
TEST(pointers)
{
	static const u8 rows[][6] = {
		{ 0xc0, 0x0c, 0, 1, 0, 1 },	/* to itself */
		{ 0xc0, 0x0e, 0, 1, 0, 1 },	/* forward */
		{ 0xc0, 0x00, 0, 1, 0, 1 },	/* into the header */
		{ 0x40, 0x00, 0, 1, 0, 1 },	/* a label type of old */
		{ 0x80, 0x00, 0, 1, 0, 1 },
	};
	struct test_dns_message message;
	struct found found;
	size_t i;

	for (i = 0; i < ARRAY_SIZE(rows); i++) {
		cordon_test_dns_begin(&message, DNS_QUERY, 0);
		cordon_test_dns_put(&message, rows[i], 6);
		walk(message.data, message.length, &found);
		EXPECT_EQ(-EBADMSG, found.end);
		EXPECT_EQ(0, found.count);
	}
}

/* The stream's bytes in pieces of every size give the same messages. */
TEST(stream)
{
	u8 bytes[64], buffer[32];
	size_t length = 0, piece, i;
	static const u8 sizes[] = { 12, 20, 13 };

	for (i = 0; i < ARRAY_SIZE(sizes); i++) {
		bytes[length++] = 0;
		bytes[length++] = sizes[i];
		memset(bytes + length, 'a' + (int)i, sizes[i]);
		length += sizes[i];
	}
	for (piece = 1; piece <= length; piece++) {
		struct cordon_dns_stream stream;
		size_t at = 0, end, used, message = 0;

		cordon_dns_stream_init(&stream);
		while (at < length) {
			enum cordon_read read;

			end = at + piece < length ? at + piece : length;
			while (at < end) {
				read = cordon_dns_stream_read(&stream, buffer,
							      sizeof(buffer),
							      bytes + at,
							      end - at, &used);
				at += used;
				if (read == CORDON_READ_MORE) {
					ASSERT_EQ(at, end);
					continue;
				}
				ASSERT_EQ(CORDON_READ_DONE, read);
				ASSERT_GT(3, message);
				ASSERT_EQ(sizes[message], stream.length);
				for (i = 0; i < stream.length; i++)
					ASSERT_EQ('a' + message, buffer[i]);
				message++;
			}
		}
		EXPECT_EQ(3, message);
	}
}

/* A message over the room given is counted whole and kept in part. */
TEST(stream_limits)
{
	static const u8 sizes[] = { 0, 1, 11, 12 };
	static u8 bytes[2 + 65535 + 14];
	struct cordon_dns_stream stream;
	u8 buffer[16];
	size_t used, i;

	bytes[0] = 0xff;
	bytes[1] = 0xff;
	memset(bytes + 2, 7, 65535);
	bytes[2 + 65535 + 1] = 12;
	cordon_dns_stream_init(&stream);
	ASSERT_EQ(CORDON_READ_DONE,
		  cordon_dns_stream_read(&stream, buffer, sizeof(buffer), bytes,
					 sizeof(bytes), &used));
	EXPECT_EQ(2 + 65535, used);
	EXPECT_EQ(65535, stream.length);
	for (i = 0; i < sizeof(buffer); i++)
		EXPECT_EQ(7, buffer[i]);
	ASSERT_EQ(CORDON_READ_DONE,
		  cordon_dns_stream_read(&stream, buffer, sizeof(buffer),
					 bytes + 65537, 14, &used));
	EXPECT_EQ(14, used);
	EXPECT_EQ(12, stream.length);

	for (i = 0; i < ARRAY_SIZE(sizes); i++) {
		bytes[0] = 0;
		bytes[1] = sizes[i];
		cordon_dns_stream_init(&stream);
		EXPECT_EQ(CORDON_READ_DONE,
			  cordon_dns_stream_read(&stream, buffer, sizeof(buffer),
						 bytes, 20, &used));
		EXPECT_EQ(2U + sizes[i], used);
		EXPECT_EQ(sizes[i], stream.length);
		EXPECT_EQ(CORDON_READ_MORE,
			  cordon_dns_stream_read(&stream, buffer, sizeof(buffer),
						 bytes, 0, &used));
		EXPECT_EQ(CORDON_READ_DONE,
			  cordon_dns_stream_read(&stream, buffer, sizeof(buffer),
						 bytes, 20, &used));
		EXPECT_EQ(2U + sizes[i], used);
	}
	/* In the end there is a message, and nothing before it is lost for it. */
	memset(bytes, 0, 4);
	memcpy(bytes + 4, "\0\14questionaire", 14);
	cordon_dns_stream_init(&stream);
	for (i = 0; i < 3; i++)
		EXPECT_EQ(CORDON_READ_DONE,
			  cordon_dns_stream_read(&stream, buffer, sizeof(buffer),
						 bytes + 2 * i, 14, &used));
	EXPECT_EQ(0, memcmp("questionaire", buffer, 12));
}

/* What else may come to a name server's port, and what is DNS however odd. */
TEST(stream_fits)
{
	static const struct {
		const char *head;
		bool fits;
	} rows[] = {
		{ "\0\35\x12\x34\1\0\0\1\0\0\0\0\0\0", true },
		{ "\0\21\x12\x34\1\0\0\1\0\0\0\0\0\0", true },
		{ "\0\20\x12\x34\1\0\0\1\0\0\0\0\0\0", false },
		{ "\0\50\x12\x34\1\0\0\1\0\0\0\0\0\1", true },
		{ "\0\33\x12\x34\1\0\0\1\0\0\0\0\0\1", false },
		{ "\0\33\x12\x34\1\0\0\1\0\0\0\1\0\0", false },
		{ "\0\33\x12\x34\1\0\0\1\0\1\0\0\0\0", false },
		{ "\0\14\x12\x34\1\0\0\0\0\0\0\0\0\0", true },
		{ "\xff\xff\x12\x34\x28\0\0\1\0\0\x10\0\0\1", true },
		{ "\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff", false },
		/* Nothing first, and then a message. */
		{ "\0\0\0\35\x12\x34\1\0\0\1\0\0\0\0", true },
		{ "\0\13\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff", true },
		/* TLS: a hello, one in records of a byte, what may come before it. */
		{ "\x16\3\1\2\0\1\0\1\xfc\3\3RRR", false },
		{ "\x16\3\1\0\1\1\x16\3\1\0\1\0\x16\3", false },
		{ "\x16\3\1\0\0\x16\3\1\0\xb5\1\0\0\xb1", false },
		{ "\x16\3\1\0\0\x16\3\1\0\0\x16\3\1\0", false },
		{ "\x15\3\1\0\2\1\0\x16\3\1\0\xb5\1\0", false },
		{ "\x14\3\1\0\1\1\x16\3\1\0\xb5\1\0\0", false },
		{ "GET / HTTP/1.1", false }, { "CONNECT a.b:1 ", false },
		{ "PRI * HTTP/2.0", false }, { "SSH-2.0-OpenSS", false },
		{ "EHLO a.example", false },
		{ "\5\1\0\5\1\0\3\11a.exam", false },
		{ "\5\2\0\2\5\1\0\3\11a.exa", false },
		{ "\5\1\0\5\1\0\1\xc0\0\2\1\1\xbb\x16", false },
		{ "\4\1\1\xbb\0\0\0\1xy\0a.e", false },
	};
	size_t i;

	for (i = 0; i < ARRAY_SIZE(rows); i++) {
		EXPECT_EQ(rows[i].fits,
			  cordon_dns_stream_fits((const u8 *)rows[i].head)) {
			TH_LOG("row %zu", i);
		}
	}
}

TEST_HARNESS_MAIN
