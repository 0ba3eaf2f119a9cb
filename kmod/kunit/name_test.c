// SPDX-License-Identifier: GPL-2.0-only
/*
 * Cordon - KUnit: names as wire labels, and which domain rule covers one
 */
#include "engine/policy/domain.h"
#include "fixture.h"
#include "model.h"

#define X10	"xxxxxxxxxx"
#define X63	X10 X10 X10 X10 X10 X10 "xxx"

struct text {
	const char *text;
	const char *wire;		/* NULL: refused */
	int length;
};

static const struct text texts[] = {
	{ "www.example.com", "\3www\7example\3com", 16 },
	{ "www.example.com.", "\3www\7example\3com", 16 },
	{ "WwW.ExAmPlE", "\3www\7example", 12 },
	{ ".", "", 0 },
	{ "a\\.b.c", "\3a.b\1c", 6 },
	{ "a\\046b.c", "\3a.b\1c", 6 },
	{ "\\000.c", "\1\0\1c", 4 },
	{ "\\255\\\\", "\2\xff\\", 3 },
	{ "\\065\\A", "\2aa", 3 },
	{ "\xc3\x89.example", "\2\xc3\x89\7example", 11 },
	{ X63, "\77" X63, 64 },
	{ "", NULL, 0 }, { "..", NULL, 0 }, { ".a", NULL, 0 },
	{ "a..b", NULL, 0 }, { "a..", NULL, 0 }, { X63 "x", NULL, 0 },
	{ X63 "." X63 "." X63 "." X63, NULL, 0 },
	{ "a\\", NULL, 0 }, { "a\\25", NULL, 0 }, { "a\\256", NULL, 0 },
	{ "a\\2x5", NULL, 0 }, { "a\\1:0", NULL, 0 }, { "a\\1/0", NULL, 0 },
};

static void describe_text(const struct text *row, char *desc)
{
	cordon_test_describe(desc, row->text);
}

KUNIT_ARRAY_PARAM(text, texts, describe_text);

static void test_from_text(struct kunit *test)
{
	const struct text *row = test->param_value;
	u8 wire[CORDON_NAME_MAX];
	int length = cordon_name_from_text(row->text, strlen(row->text), wire);

	if (!row->wire) {
		KUNIT_EXPECT_EQ(test, -EINVAL, length);
		return;
	}
	KUNIT_ASSERT_EQ(test, row->length, length);
	KUNIT_EXPECT_EQ(test, 0, memcmp(row->wire, wire, length));
}

struct wire {
	const char *desc;
	const char *wire;
	size_t length;
	int labels;			/* or -EBADMSG */
	const char *text;
};

static const struct wire wires[] = {
	{ "root", "", 0, 0, "." },
	{ "plain", "\3www\7example\3com", 16, 3, "www.example.com" },
	{ "dot_in_label", "\3a.b\1c", 6, 2, "a\\046b.c" },
	{ "bytes", "\4\0\n\"\xff", 5, 1, "\\000\\010\\034\\255" },
	{ "backslash", "\1\\", 2, 1, "\\092" },
	{ "cut", "\3www\7example\3co", 15, -EBADMSG, NULL },
	{ "cut_at_length", "\3www\7", 5, -EBADMSG, NULL },
	{ "root_byte", "\3www\0", 5, -EBADMSG, NULL },
	{ "label_of_64", "\100" X63 "x", 65, -EBADMSG, NULL },
	{ "pointer", "\300\14", 2, -EBADMSG, NULL },
};

static void describe_wire(const struct wire *row, char *desc)
{
	cordon_test_describe(desc, row->desc);
}

KUNIT_ARRAY_PARAM(wire, wires, describe_wire);

static void test_labels(struct kunit *test)
{
	const struct wire *row = test->param_value;
	u8 starts[CORDON_NAME_LABELS];
	char text[64];

	KUNIT_EXPECT_EQ(test, row->labels,
			cordon_name_labels(row->wire, row->length, starts));
	KUNIT_EXPECT_EQ(test, row->labels,
			cordon_name_labels(row->wire, row->length, NULL));
	if (row->labels < 0)
		return;
	KUNIT_EXPECT_EQ(test, strlen(row->text),
			cordon_name_to_text(row->wire, row->length, text,
					    sizeof(text)));
	KUNIT_EXPECT_STREQ(test, row->text, text);
}

/* However little room there is, the text is cut and ends. */
static void test_text_is_cut(struct kunit *test)
{
	static const u8 wire[] = "\3www\7\"xample\3com";
	char text[40];
	size_t size, used;

	for (size = 0; size < sizeof(text); size++) {
		memset(text, 'Z', sizeof(text));
		used = cordon_name_to_text(wire, sizeof(wire) - 1, text, size);
		KUNIT_EXPECT_LE(test, used, size ? size - 1 : 0);
		KUNIT_EXPECT_EQ(test, 'Z', text[size]);
		if (size)
			KUNIT_EXPECT_EQ(test, '\0', text[used]);
	}
}

static void test_fold(struct kunit *test)
{
	u8 every[256];
	int i;

	for (i = 0; i < 256; i++)
		every[i] = i;
	cordon_name_fold(every, sizeof(every));
	for (i = 0; i < 256; i++)
		KUNIT_EXPECT_EQ(test, i >= 'A' && i <= 'Z' ? i + 32 : i,
				(int)every[i]);
}

struct look_up {
	const char *name;
	const char *rule;		/* NULL: none covers it */
};

static const struct cordon_test_line lines[] = {
	{ TEST_SERVICE, "alpha", CORDON_ACTION_DENY },
	{ TEST_SERVICE, "beta", CORDON_ACTION_ALLOW },
	{ TEST_DOMAIN, "facebook.com", 0 },
	{ TEST_EXCEPT, "developers.facebook.com", 0 },
	{ TEST_DOMAIN, "www.developers.facebook.com", 1 },
	{ TEST_DOMAIN, "fb.me", 0 },
	{ TEST_DOMAIN, "t.co", 1 },
	{ TEST_DOMAIN, "a\\.b.example", 0 },
	{ TEST_DOMAIN, "museum", 0 },
};

static const struct look_up look_ups[] = {
	{ "facebook.com", "facebook.com" },
	{ "www.facebook.com", "facebook.com" },
	{ "WWW.FaceBook.COM", "facebook.com" },
	{ "a.b.c.d.e.f.facebook.com", "facebook.com" },
	{ "developers.facebook.com", "developers.facebook.com" },
	{ "x.developers.facebook.com", "developers.facebook.com" },
	{ "x.www.developers.facebook.com", "www.developers.facebook.com" },
	{ "fb.me", "fb.me" },
	{ "museum", "museum" },
	{ "the.museum", "museum" },
	{ "a\\.b.example", "a\\046b.example" },
	{ "a.b.example", NULL },
	{ "xfacebook.com", NULL },
	{ "facebook.com.evil.example", NULL },
	{ "facebook.co", NULL },
	{ "facebook.comx", NULL },
	{ "www\\.facebook.com", NULL },
	{ "com", NULL },
	{ ".", NULL },
};

static void describe_look_up(const struct look_up *row, char *desc)
{
	cordon_test_describe(desc, row->name);
}

KUNIT_ARRAY_PARAM(look_up, look_ups, describe_look_up);

static void test_domain_find(struct kunit *test)
{
	const struct look_up *row = test->param_value;
	const struct cordon_test_policy *policy =
		cordon_test_policy(test, lines, ARRAY_SIZE(lines));
	const struct cordon_test_name *like;
	struct cordon_domain_match match;
	u8 wire[CORDON_NAME_MAX];
	size_t length = cordon_test_wire(row->name, wire);
	char text[64];

	KUNIT_ASSERT_EQ(test, !!row->rule,
			cordon_domain_find(&policy->blob, wire, length, &match));
	like = cordon_model_domain(policy, wire, length);
	KUNIT_ASSERT_EQ(test, !!row->rule, !!like);
	if (!row->rule)
		return;
	cordon_name_to_text(wire + match.start, length - match.start, text,
			    sizeof(text));
	KUNIT_EXPECT_STREQ(test, row->rule, text);
	KUNIT_EXPECT_EQ(test, (size_t)like->length, length - match.start);
	KUNIT_EXPECT_EQ(test, like->flags, match.flags);
	KUNIT_EXPECT_EQ(test, like->service, match.service);
}

/* Without its proof a hit lifts nothing: a wrong one has none. */
static void test_domain_unproven(struct kunit *test)
{
	struct cordon_test_policy *policy =
		cordon_test_policy(test, lines, ARRAY_SIZE(lines));
	struct cordon_domain_match match;
	u8 wire[CORDON_NAME_MAX];
	size_t length = cordon_test_wire("x.developers.facebook.com", wire);

	KUNIT_ASSERT_TRUE(test, cordon_domain_find(&policy->blob, wire, length,
						   &match));
	KUNIT_EXPECT_EQ(test, CORDON_DOMAIN_EXCEPT, (u32)match.flags);
	policy->blob.proof_count = 0;
	KUNIT_ASSERT_TRUE(test, cordon_domain_find(&policy->blob, wire, length,
						   &match));
	KUNIT_EXPECT_EQ(test, 0U, (u32)match.flags);
	KUNIT_EXPECT_EQ(test, 13U, (u32)match.start);
	length = cordon_test_wire("t.co", wire);
	KUNIT_EXPECT_FALSE(test, cordon_domain_find(&policy->blob, wire, length,
						    &match));
}

/* Bytes that are no name find nothing, wherever they are cut. */
static void test_domain_find_cut(struct kunit *test)
{
	const struct cordon_blob *blob =
		&cordon_test_policy(test, lines, ARRAY_SIZE(lines))->blob;
	u8 wire[CORDON_NAME_MAX];
	size_t length = cordon_test_wire("x.facebook.com", wire), cut;
	struct cordon_domain_match match;

	KUNIT_EXPECT_TRUE(test, cordon_domain_find(blob, wire, length, &match));
	for (cut = 0; cut < length; cut++)
		KUNIT_EXPECT_FALSE(test,
				   cordon_domain_find(blob, wire, cut, &match));
}

static struct kunit_case name_cases[] = {
	KUNIT_CASE_PARAM(test_from_text, text_gen_params),
	KUNIT_CASE_PARAM(test_labels, wire_gen_params),
	KUNIT_CASE(test_text_is_cut),
	KUNIT_CASE(test_fold),
	KUNIT_CASE_PARAM(test_domain_find, look_up_gen_params),
	KUNIT_CASE(test_domain_find_cut),
	KUNIT_CASE(test_domain_unproven),
	{}
};

static struct kunit_suite name_suite = {
	.name = "cordon_name",
	.test_cases = name_cases,
};

kunit_test_suite(name_suite);
