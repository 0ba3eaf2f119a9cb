// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * The resolvers that a resolv.conf names
 */
#include "libcordon/device/resolv_conf.h"
#include "kselftest_harness.h"

#define CONF(what, text, list)	{ what, text, sizeof(text) - 1, list }

struct conf_case {
	const char *what;
	const char *text;
	size_t length;
	const char *list;
};

static const struct conf_case cases[] = {
	CONF("one", "nameserver 10.20.0.53\n", "10.20.0.53\n"),
	CONF("no newline", "nameserver 10.20.0.53", "10.20.0.53\n"),
	CONF("tabs and blanks", "nameserver \t 9.9.9.9 \t\n", "9.9.9.9\n"),
	CONF("IPv6", "nameserver fd00:20::53\n", "fd00:20::53\n"),
	CONF("mapped", "nameserver ::ffff:9.9.9.9\n", "9.9.9.9\n"),
	CONF("scope", "nameserver fe80::1%eth0\n", "fe80::1\n"),
	CONF("comments behind",
	     "nameserver 1.1.1.1#53\nnameserver 9.9.9.9;x\n",
	     "1.1.1.1\n9.9.9.9\n"),
	CONF("comment lines",
	     "# nameserver 1.1.1.1\n;nameserver 1.1.1.1\nnameserver 9.9.9.9\n",
	     "9.9.9.9\n"),
	CONF("other lines",
	     "domain example.org\nsearch a b\noptions ndots:2 trust-ad\nnameserver 9.9.9.9\n",
	     "9.9.9.9\n"),
	CONF("short form of inet_aton", "nameserver 10.1\n", "10.0.0.1\n"),
	CONF("DOS line end", "nameserver 9.9.9.9\r\n", "9.9.9.9\n"),
	CONF("twice the same",
	     "nameserver 9.9.9.9\nnameserver 9.9.9.9\n", "9.9.9.9\n"),
	/* What the C library does not read as a resolver is none here. */
	CONF("empty", "", "\n"),
	CONF("indented", " nameserver 9.9.9.9\n", "\n"),
	CONF("keyword runs on", "nameservers 9.9.9.9\n", "\n"),
	CONF("keyword alone", "nameserver\n", "\n"),
	CONF("keyword and blank", "nameserver \t\n", "\n"),
	CONF("a name", "nameserver dns.example\n", "\n"),
	CONF("unspecified", "nameserver 0.0.0.0\nnameserver ::\n", "\n"),
	CONF("IPv6 in brackets", "nameserver [fd00::1]:53\n", "\n"),
	CONF("NUL after the keyword", "nameserver\0 9.9.9.9\n", "\n"),
	CONF("address too long",
	     "nameserver 0000:0000:0000:0000:0000:0000:0000:0000:0000:0000:0000:0000:0000:0000:0000:0001\nnameserver 9.9.9.9\n",
	     "9.9.9.9\n"),
};

TEST(parse)
{
	char text[CORDON_RESOLVERS_TEXT_MAX];
	size_t i;

	for (i = 0; i < ARRAY_SIZE(cases); i++) {
		struct cordon_resolvers resolvers = { 0 };

		EXPECT_EQ(0, cordon_resolv_conf_parse(cases[i].text,
						      cases[i].length,
						      &resolvers))
			TH_LOG("%s", cases[i].what);
		EXPECT_EQ(strlen(cases[i].list),
			  cordon_resolvers_to_text(&resolvers, text));
		EXPECT_STREQ(cases[i].list, text)
			TH_LOG("%s", cases[i].what);
	}
}

/* Two files make one list, in which nobody stands twice. */
TEST(merge)
{
	static const char first[] = "nameserver 127.0.0.53\n";
	static const char second[] = "nameserver 10.0.0.1\nnameserver 127.0.0.53\n";
	struct cordon_resolvers resolvers = { 0 };
	char text[CORDON_RESOLVERS_TEXT_MAX];

	cordon_resolv_conf_parse(first, strlen(first), &resolvers);
	cordon_resolv_conf_parse(second, strlen(second), &resolvers);
	cordon_resolvers_to_text(&resolvers, text);
	EXPECT_STREQ("127.0.0.53\n10.0.0.1\n", text);
}

TEST(too_many)
{
	struct cordon_resolvers resolvers = { 0 };
	char text[CORDON_RESOLVERS_TEXT_MAX];
	char conf[2048] = "";
	size_t used = 0;
	unsigned int i;

	for (i = 0; i < CORDON_RESOLVERS_MAX + 3; i++)
		used += snprintf(conf + used, sizeof(conf) - used,
				 "nameserver 2001:db8:1111:2222:3333:4444:5555:%x\n",
				 0x1000 + i);
	EXPECT_EQ(3, cordon_resolv_conf_parse(conf, used, &resolvers));
	EXPECT_EQ(CORDON_RESOLVERS_MAX, resolvers.count);
	/* One that is listed already is not left out. */
	EXPECT_EQ(0, cordon_resolv_conf_parse(conf, 50, &resolvers));
	used = cordon_resolvers_to_text(&resolvers, text);
	EXPECT_LT(used, sizeof(text));
	EXPECT_EQ(used, strlen(text));
}

TEST_HARNESS_MAIN
