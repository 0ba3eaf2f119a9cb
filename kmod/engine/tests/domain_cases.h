/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * Cordon engine's tests - the longest domain rule that covers a name
 */
#ifndef _CORDON_ENGINE_TESTS_DOMAIN_CASES_H
#define _CORDON_ENGINE_TESTS_DOMAIN_CASES_H

#include "engine/policy/domain.h"
#include "model.h"

static const struct cordon_test_line domain_lines[] = {
	{ TEST_SERVICE, "alpha", CORDON_ACTION_DENY },
	{ TEST_SERVICE, "beta", CORDON_ACTION_ALLOW },
	{ TEST_CANARY, NULL, 0 },
	{ TEST_DOMAIN, "facebook.com", 0 },
	{ TEST_EXCEPT, "developers.facebook.com", 0 },
	{ TEST_DOMAIN, "ads.developers.facebook.com", 0 },
	{ TEST_DOMAIN, "www.developers.facebook.com", 1 },
	{ TEST_DOMAIN, "chat.facebook.com", 1 },
	{ TEST_DOMAIN, "fb.me", 0 },
	{ TEST_DOMAIN, "t.co", 1 },
	{ TEST_DOMAIN, "x.com", 0 },
	{ TEST_DOMAIN, "a-b_c.example", 0 },
	{ TEST_DOMAIN, "a\\.b.example", 0 },
	{ TEST_DOMAIN, "xn--80ak6aa92e.example", 0 },
	{ TEST_DOMAIN, "0.example", 0 },
	{ TEST_DOMAIN, "museum", 0 },
};

static const struct test_look_up {
	const char *title;		/* the name */
	const char *rule;		/* NULL: none covers it */
	bool except;
} look_ups[] = {
	{ "facebook.com", "facebook.com", false },
	{ "www.facebook.com", "facebook.com", false },
	{ "WWW.FaceBook.COM", "facebook.com", false },
	{ "a.b.c.d.e.f.facebook.com", "facebook.com", false },
	{ "chat.facebook.com", "chat.facebook.com", false },
	{ "x.chat.facebook.com", "chat.facebook.com", false },
	{ "xchat.facebook.com", "facebook.com", false },
	{ "developers.facebook.com", "developers.facebook.com", true },
	{ "x.developers.facebook.com", "developers.facebook.com", true },
	{ "docs.developers.facebook.com", "developers.facebook.com", true },
	{ "ads.developers.facebook.com", "ads.developers.facebook.com", false },
	{ "1.ads.developers.facebook.com", "ads.developers.facebook.com", false },
	{ "x.www.developers.facebook.com", "www.developers.facebook.com", false },
	{ "fb.me", "fb.me", false },
	{ "museum", "museum", false },
	{ "the.museum", "museum", false },
	{ "x.com", "x.com", false },
	{ "a-b_c.example", "a-b_c.example", false },
	{ "a\\.b.example", "a\\046b.example", false },
	{ "www.xn--80ak6aa92e.example", "xn--80ak6aa92e.example", false },
	{ "0.0.example", "0.example", false },
	{ "cordon-canary.test", "cordon-canary.test", false },
	{ "www.cordon-canary.test", "cordon-canary.test", false },
	{ "a.b.example", NULL, false },
	{ "notfacebook.com", NULL, false },
	{ "xfacebook.com", NULL, false },
	{ "facebook.com.example", NULL, false },
	{ "facebook.com.evil.example", NULL, false },
	{ "facebook.co", NULL, false },
	{ "facebook.comm", NULL, false },
	{ "facebook.comx", NULL, false },
	{ "face.book.com", NULL, false },
	{ "com", NULL, false },
	{ ".", NULL, false },
	{ "facebook", NULL, false },
	{ "netflix.com", NULL, false },
	{ "xx.com", NULL, false },
	{ "xx.example", NULL, false },
	{ "www\\.facebook.com", NULL, false },	/* one label holds a dot */
	{ "www.facebook\\.com", NULL, false },
	{ "evil\\.facebook.com", NULL, false },
	{ "not\\.t.co", NULL, false },
	{ "www\\.x.facebook.com", "facebook.com", false },
	{ "\\000.facebook.com", "facebook.com", false },
	{ "facebook.com\\000", NULL, false },
	{ "\\010facebook.com", NULL, false },
};

static const char *judge_look_up(struct cordon_test_policy *policy,
				 const void *any)
{
	const struct test_look_up *row = any;
	const struct cordon_test_name *like;
	struct cordon_domain_match match;
	u8 wire[CORDON_NAME_MAX];
	size_t length = cordon_test_wire(row->title, wire);
	const char *fault;
	char text[80];
	bool found;

	found = cordon_domain_find(&policy->blob, wire, length, &match);
	like = cordon_model_domain(policy, wire, length);
	fault = TEST_EQUAL(!!row->rule, found) ?: TEST_EQUAL(!!row->rule, !!like);
	if (fault || !row->rule)
		return fault;
	cordon_name_to_text(wire + match.start, length - match.start, text,
			    sizeof(text));
	return TEST_TEXT(row->rule, text) ?:
	       TEST_EQUAL(row->except, match.flags == CORDON_DOMAIN_EXCEPT) ?:
	       TEST_EQUAL(like->length, length - match.start) ?:
	       TEST_EQUAL(like->flags, match.flags) ?:
	       TEST_EQUAL(like->service, match.service);
}

static const char *check_look_up(const void *row)
{
	return cordon_test_with_policy(domain_lines, ARRAY_SIZE(domain_lines),
				       judge_look_up, row);
}

/* Without its proof a hit lifts nothing: a wrong one has none. */
static const char *judge_unproven(struct cordon_test_policy *policy,
				  const void *none)
{
	struct cordon_blob *blob = &policy->blob;
	struct cordon_domain_match match;
	u8 wire[CORDON_NAME_MAX];
	size_t length = cordon_test_wire("x.developers.facebook.com", wire);
	const char *fault;

	fault = TEST_HOLDS(cordon_domain_find(blob, wire, length, &match)) ?:
		TEST_EQUAL(CORDON_DOMAIN_EXCEPT, match.flags);
	if (fault)
		return fault;
	blob->proof_count = 0;
	fault = TEST_HOLDS(cordon_domain_find(blob, wire, length, &match)) ?:
		TEST_EQUAL(0, match.flags) ?:
		TEST_EQUAL(13, match.start);
	length = cordon_test_wire("t.co", wire);
	return fault ?:
	       TEST_HOLDS(!cordon_domain_find(blob, wire, length, &match));
}

static const char *check_unproven(const void *none)
{
	return cordon_test_with_policy(domain_lines, ARRAY_SIZE(domain_lines),
				       judge_unproven, none);
}

/* Bytes that are no name find nothing, wherever they are cut. */
static const char *judge_cut(struct cordon_test_policy *policy, const void *none)
{
	u8 wire[CORDON_NAME_MAX];
	size_t length = cordon_test_wire("x.facebook.com", wire), cut;
	struct cordon_domain_match match;
	const char *fault;

	fault = TEST_HOLDS(cordon_domain_find(&policy->blob, wire, length, &match));
	for (cut = 0; cut < length && !fault; cut++)
		fault = TEST_HOLDS(!cordon_domain_find(&policy->blob, wire, cut,
						       &match));
	return fault;
}

static const char *check_cut(const void *none)
{
	return cordon_test_with_policy(domain_lines, ARRAY_SIZE(domain_lines),
				       judge_cut, none);
}

/* Who asks folds: the engine compares bytes. */
static const char *judge_case(struct cordon_test_policy *policy,
			      const void *none)
{
	u8 wire[] = "\3WwW\10fAcEbOoK\3cOm";
	size_t length = sizeof(wire) - 1;
	struct cordon_domain_match match;
	const char *fault;

	fault = TEST_HOLDS(!cordon_domain_find(&policy->blob, wire, length,
					       &match));
	cordon_name_fold(wire, length);
	return fault ?: TEST_HOLDS(cordon_domain_find(&policy->blob, wire, length,
						      &match));
}

static const char *check_case(const void *none)
{
	return cordon_test_with_policy(domain_lines, ARRAY_SIZE(domain_lines),
				       judge_case, none);
}

static const struct test_no_name {
	const char *title;
	const char *wire;
	size_t length;
} no_names[] = {
	{ "a byte is missing", "\10facebook\3co", 12 },
	{ "the root's byte", "\10facebook\3com\0", 14 },
	{ "the root's byte in front", "\0\10facebook\3com", 14 },
	{ "a pointer", "\10facebook\300\14", 11 },
	{ "a length that is none", "\377", 1 },
};

static const char *judge_no_name(struct cordon_test_policy *policy,
				 const void *any)
{
	const struct test_no_name *row = any;
	u8 *wire = cordon_test_copy(row->wire, row->length);
	struct cordon_domain_match match;
	const char *fault;

	fault = TEST_HOLDS(!cordon_domain_find(&policy->blob, wire, row->length,
					       &match));
	cordon_domain_hash(policy->blob.domain->key, wire, row->length);
	cordon_test_free(wire);
	return fault;
}

static const char *check_no_name(const void *row)
{
	return cordon_test_with_policy(domain_lines, ARRAY_SIZE(domain_lines),
				       judge_no_name, row);
}

/* The rule itself, what is under it, and what is neither. */
static const char *judge_longest_rule(struct cordon_test_policy *policy,
				      const void *text)
{
	u8 wire[CORDON_NAME_MAX];
	size_t length = cordon_test_wire(text, wire + 4);
	struct cordon_domain_match match;
	const char *fault;

	memcpy(wire, "\3www", 4);
	fault = TEST_EQUAL(CORDON_DOMAIN_MAX, length) ?:
		TEST_HOLDS(cordon_domain_find(&policy->blob, wire + 4, length,
					      &match)) ?:
		TEST_HOLDS(cordon_domain_find(&policy->blob, wire, length + 4,
					      &match));
	wire[5]++;
	return fault ?: TEST_HOLDS(!cordon_domain_find(&policy->blob, wire,
						       length + 4, &match));
}

/* Rules of CORDON_DOMAIN_MAX bytes: few labels, and as many as fit. */
static const char *check_longest_rules(const void *none)
{
	char wide[63 + 1 + 57 + 6], many[2 * 61 + 5];
	const struct cordon_test_line lines[] = {
		{ TEST_SERVICE, "alpha", CORDON_ACTION_DENY },
		{ TEST_DOMAIN, wide, 0 }, { TEST_DOMAIN, many, 0 },
	};
	int i;

	memset(wide, 'a', 63 + 1 + 57);
	wide[63] = '.';
	memcpy(wide + 63 + 1 + 57, ".test", 6);
	for (i = 0; i < 61; i++)
		memcpy(many + 2 * i, i ? "a." : "b.", 2);
	memcpy(many + 2 * 61, "test", 5);
	return cordon_test_with_policy(lines, ARRAY_SIZE(lines),
				       judge_longest_rule, wide) ?:
	       cordon_test_with_policy(lines, ARRAY_SIZE(lines),
				       judge_longest_rule, many);
}

/* The longest name there is, under a rule and not: its last bytes are t.co. */
static const char *judge_longest_name(struct cordon_test_policy *policy,
				      const void *none)
{
	u8 *wire = cordon_test_alloc(CORDON_NAME_MAX);
	struct cordon_domain_match match;
	const char *fault;
	int i;

	memcpy(wire, "\2yy", 3);
	for (i = 3; i < 249; i += 2)
		memcpy(wire + i, "\1y", 2);
	memcpy(wire + 249, "\1t\2co", 5);
	fault = TEST_HOLDS(cordon_domain_find(&policy->blob, wire,
					      CORDON_NAME_MAX, &match));
	wire[250] = 'u';
	fault = fault ?: TEST_HOLDS(!cordon_domain_find(&policy->blob, wire,
							CORDON_NAME_MAX, &match));
	cordon_test_free(wire);
	return fault;
}

static const char *check_longest_name(const void *none)
{
	return cordon_test_with_policy(domain_lines, ARRAY_SIZE(domain_lines),
				       judge_longest_name, none);
}

static const struct cordon_test_case domain_cases[] = {
	TEST_TABLE(look_ups, check_look_up),
	TEST_ONCE(check_unproven),
	TEST_ONCE(check_cut),
	TEST_ONCE(check_case),
	TEST_TABLE(no_names, check_no_name),
	TEST_ONCE(check_longest_rules),
	TEST_ONCE(check_longest_name),
};

#endif /* _CORDON_ENGINE_TESTS_DOMAIN_CASES_H */
