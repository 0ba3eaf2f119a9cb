// SPDX-License-Identifier: GPL-2.0-only
/*
 * Cordon - KUnit: whom a SOCKS proxy is asked to reach
 */
#include "engine/names/socks.h"
#include "fixture.h"
#include "stream.h"

#define PORT	"\1\xbb"
#define NAME	"\5\1\0\3\2Ab" PORT

struct asked {
	const char *desc;
	const char *bytes;
	size_t length;
	const char *said;
};

#define ASKED(desc, bytes, said)	{ desc, bytes, sizeof(bytes) - 1, said }

static const struct asked askeds[] = {
	ASKED("4", "\4\1" PORT "\xc0\0\2\1me\0", "@192.0.2.1 443 1; "),
	ASKED("4_behind", "\4\1" PORT "\xc0\0\2\1\0GET", "@192.0.2.1 443 1; other"),
	ASKED("4_command", "\4\3" PORT "\xc0\0\2\1\0", "other"),
	ASKED("4_user", "\4\1" PORT "\xc0\0\2\1\xff\1\0", "@192.0.2.1 443 1; "),
	ASKED("4a", "\4\2" PORT "\0\0\0\1\xff\0A.b\0", "a.b 443 2; "),
	ASKED("4a_empty", "\4\1" PORT "\0\0\0\1\0\0", "malformed"),
	ASKED("4a_bad", "\4\1" PORT "\0\0\0\1\0a b\0", "malformed"),
	ASKED("5_name", "\5\1\0" NAME, "ab 443 1; "),
	ASKED("5_behind", "\5\1\0" NAME "GET", "ab 443 1; other"),
	ASKED("5_password", "\5\2\0\2\1\2me\1p" NAME, "ab 443 1; "),
	ASKED("5_unknown_beside", "\5\3\x20\0\xff" NAME, "ab 443 1; "),
	ASKED("5_ipv4", "\5\1\0\5\2\0\1\xc0\0\2\1" PORT, "@192.0.2.1 443 2; "),
	ASKED("5_ipv6", "\5\1\0\5\3\0\4\x20\1\xd\xb8\0\0\0\0\0\0\0\0\0\0\0\1" PORT,
	      "@2001:db8::1 443 3; "),
	ASKED("5_no_method", "\5\0\5\1", "other"),
	ASKED("5_method", "\5\1\x7f\5\1", "other"),
	ASKED("5_password_not_offered", "\5\1\0\1\2me\1p" NAME, "other"),
	ASKED("5_command", "\5\1\0\5\4", "other"),
	ASKED("5_reserved", "\5\1\0\5\1\1\3\1a" PORT, "malformed"),
	ASKED("5_type", "\5\1\0\5\1\0\2", "malformed"),
	ASKED("5_no_name", "\5\1\0\5\1\0\3\0" PORT, "malformed"),
	ASKED("5_nul", "\5\1\0\5\1\0\3\3a\0b" PORT, "malformed"),
	ASKED("5_nul_in_literal", "\5\1\0\5\1\0\3\5::1\0x" PORT, "malformed"),
	ASKED("5_dotted_quad", "\5\1\0\5\1\0\3\012192.0.2.1." PORT,
	      "@192.0.2.1 443 1; "),
	ASKED("5_short_number", "\5\1\0\5\1\0\3\005127.1" PORT, "malformed"),
	ASKED("5_hex_number", "\5\1\0\5\1\0\3\0060x7f.1" PORT, "malformed"),
	ASKED("5_octal_number", "\5\1\0\5\1\0\3\011010.0.0.1" PORT, "malformed"),
	ASKED("5_one_number", "\5\1\0\5\1\0\3\0122130706433" PORT, "malformed"),
	ASKED("5_no_number", "\5\1\0\5\1\0\3\006127.1a" PORT, "127.1a 443 1; "),
	ASKED("tls", "\x16\3\1\2\0\1", "other"),
};

static void describe_asked(const struct asked *row, char *desc)
{
	cordon_test_describe(desc, row->desc);
}

KUNIT_ARRAY_PARAM(asked, askeds, describe_asked);

static void print_socks(const void *state, char *text)
{
	const struct cordon_socks *socks = state;

	cordon_test_print_host(text, &socks->host);
	cordon_test_print(text, " %u %u", socks->port, socks->command);
}

TEST_READER(socks, print_socks);

static void test_request(struct kunit *test)
{
	const struct asked *row = test->param_value;

	cordon_test_stream(test, &socks, row->bytes, row->length, row->said);
}

static struct kunit_case socks_cases[] = {
	KUNIT_CASE_PARAM(test_request, asked_gen_params),
	{}
};

static struct kunit_suite socks_suite = {
	.name = "cordon_socks",
	.test_cases = socks_cases,
};

kunit_test_suite(socks_suite);
