// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Hosts as protocols write them: names, addresses, and neither
 */
#include "engine/names/host_text.h"
#include "engine/tests/reader.h"
#include "kselftest_harness.h"

static const struct {
	const char *text;
	const char *said;	/* as cordon_test_host(), or NULL for none */
} rows[] = {
	{ "a", "a" },
	{ "a.", "a" },
	{ "WWW.Example.COM", "www.example.com" },
	{ "xn--bcher-kva.example", "xn--bcher-kva.example" },
	{ "_dns.resolver.arpa", "_dns.resolver.arpa" },
	{ "a-.-b", "a-.-b" },
	{ "@[`{", "@[`{" },		/* what lies beside A-Z and a-z */
	{ "192.0.2.1", "@192.0.2.1" },
	{ "255.255.255.255", "@255.255.255.255" },
	{ "0.0.0.0", "@0.0.0.0" },
	{ "192.0.2.1.", "@192.0.2.1" },
	/* Some clients read these as addresses, each its own way. */
	{ "192.0.2", NULL },
	{ "127.1", NULL },
	{ "127.1.", NULL },
	{ "127", NULL },
	{ "2130706433", NULL },
	{ "256.0.0.1", NULL },
	{ "1.2.3.4.5", NULL },
	{ "0x7f.0.0.1", NULL },
	{ "0x7f.1", NULL },
	{ "0X7F000001", NULL },
	{ "127.0x1", NULL },
	{ "127.0x", NULL },
	{ "a.0xaF09.", NULL },
	{ "a.1", NULL },
	{ "0001.2.3.4", NULL },
	{ "010.0.0.1", NULL },
	{ "10.0.0.01", NULL },
	{ "10.00.0.1", NULL },
	{ "192.0.2.1..", NULL },
	{ "192.0..1", NULL },
	/* And nobody these. */
	{ "1a", "1a" },
	{ "127.1a", "127.1a" },
	{ "1.2.3.x4", "1.2.3.x4" },
	{ "1.2.3.0xg", "1.2.3.0xg" },
	{ "1.2.3.1x1", "1.2.3.1x1" },
	{ "0x.a", "0x.a" },
	{ "1.2.3.-4", "1.2.3.-4" },
	{ "1.0.0.127.in-addr.arpa", "1.0.0.127.in-addr.arpa" },
	{ "2001:db8::1", "@2001:db8::1" },
	{ "[2001:DB8::1]", "@2001:db8::1" },
	{ "::", "@::" },
	{ "::ffff:192.0.2.1", "@192.0.2.1" },
	{ "", NULL },
	{ ".", NULL },
	{ "..", NULL },
	{ "a..", NULL },
	{ ".a", NULL },
	{ "a..b", NULL },
	{ "a b", NULL },
	{ "a\tb", NULL },
	{ "a\x7f", NULL },
	{ "a\x80", NULL },
	{ "a:", NULL },
	{ "a:80", NULL },
	{ ":", NULL },
	{ ":::", NULL },
	{ "[::1", NULL },
	{ "::1]", NULL },
	{ "[[::1]]", NULL },
	{ "[a]", NULL },
	{ "[192.0.2.1]", NULL },
	{ "1:2:3:4:5:6:7:8:9", NULL },
	{ "::1%lo", NULL },
};

static int from_text(struct cordon_host *host, const char *text, size_t length)
{
	u8 *copy = cordon_test_copy(text, length);
	int error = cordon_host_from_text(host, copy, length);

	cordon_test_free(copy);
	return error;
}

TEST(texts)
{
	struct cordon_host host;
	size_t i;

	for (i = 0; i < ARRAY_SIZE(rows); i++) {
		memset(&host, 0xa5, sizeof(host));
		EXPECT_EQ(rows[i].said ? 0 : -EBADMSG,
			  from_text(&host, rows[i].text, strlen(rows[i].text)))
			TH_LOG("%s", rows[i].text);
		EXPECT_STREQ(rows[i].said ? rows[i].said : "-",
			     cordon_test_host(&host));
	}
	EXPECT_EQ(-EBADMSG, from_text(&host, "a\0b", 3));
	EXPECT_EQ(-EBADMSG, from_text(&host, "a\0", 2));
	EXPECT_EQ(-EBADMSG, from_text(&host, "::1\0", 4));
	EXPECT_EQ(-EBADMSG, from_text(&host, "[::1\0x]", 7));
}

/* In pieces it is the same. */
TEST(pieces)
{
	struct cordon_host host, whole;
	size_t i, cut, length;

	for (i = 0; i < ARRAY_SIZE(rows); i++) {
		const u8 *text = (const u8 *)rows[i].text;

		length = strlen(rows[i].text);
		for (cut = 0; cut <= length; cut++) {
			memset(&host, 0xa5, sizeof(host));
			cordon_host_text_start(&host);
			ASSERT_EQ(true, cordon_host_text_add(&host, text, cut));
			ASSERT_EQ(true, cordon_host_text_add(&host, text + cut,
							     length - cut));
			EXPECT_EQ(cordon_host_from_text(&whole, text, length),
				  cordon_host_text_end(&host));
			EXPECT_STREQ(cordon_test_host(&whole), cordon_test_host(&host));
		}
	}
}

TEST(labels)
{
	struct cordon_host host;
	char text[256];
	size_t length;

	memset(text, 'a', sizeof(text));
	EXPECT_EQ(0, from_text(&host, text, 63));
	EXPECT_EQ(64, host.length);
	EXPECT_EQ(63, host.name[0]);
	EXPECT_EQ(-EBADMSG, from_text(&host, text, 64));
	for (length = 63; length < sizeof(text); length += 64)
		text[length] = '.';
	EXPECT_EQ(0, from_text(&host, text, 253));
	EXPECT_EQ(254, host.length);
	EXPECT_EQ(-EBADMSG, from_text(&host, text, 254));
	text[253] = '.';
	EXPECT_EQ(0, from_text(&host, text, 254));
	EXPECT_EQ(254, host.length);
	EXPECT_EQ(-EBADMSG, from_text(&host, text, 255));
	for (length = 0; length < sizeof(text); length += 2)
		memcpy(text + length, "a.", 2);
	EXPECT_EQ(0, from_text(&host, text, 254));
	EXPECT_EQ(254, host.length);
	EXPECT_EQ(-EBADMSG, from_text(&host, text, 255));
}

/* More than a host's text can be is not taken, and harms nothing. */
TEST(too_much)
{
	struct cordon_host host;
	u8 text[300];

	memset(text, 'a', sizeof(text));
	cordon_host_text_start(&host);
	EXPECT_EQ(false, cordon_host_text_add(&host, text, 255));
	EXPECT_EQ(true, cordon_host_text_add(&host, text, 63));
	EXPECT_EQ(false, cordon_host_text_add(&host, text, 192));
	EXPECT_EQ(false, cordon_host_text_add(&host, text, (size_t)-1));
	EXPECT_EQ(0, cordon_host_text_end(&host));
	EXPECT_EQ(64, host.length);
	cordon_host_text_start(&host);
	EXPECT_EQ(true, cordon_host_text_add(&host, text, 254));
	EXPECT_EQ(false, cordon_host_text_add(&host, text, 1));
	EXPECT_EQ(-EBADMSG, cordon_host_text_end(&host));
	EXPECT_EQ(CORDON_HOST_NONE, host.kind);
}

TEST_HARNESS_MAIN
