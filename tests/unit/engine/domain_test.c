// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Domain rules: the longest one that covers a name, label by label
 */
#include "policy.h"
#include "engine/policy/domain.h"
#include "engine/tests/domain_cases.h"
#include "engine/tests/model.h"
#include "cases.h"
#include "kselftest_harness.h"

#define RULES		1200
#define RULE_NONE	(-1)

/**
 * struct rule - a rule as the source has it
 * @name: label by label
 * @wire: wire name
 * @length: its bytes
 * @service: 0 or 1
 * @except: takes names out
 */
struct rule {
	struct cordon_model_name name;
	u8 wire[CORDON_NAME_MAX];
	size_t length;
	int service;
	bool except;
};

TEST(cases)
{
	EXPECT_EQ(0, cases_faults(domain_cases, ARRAY_SIZE(domain_cases)));
}

/* Few different labels, so that names nest and nearly meet. */
static size_t random_rule_text(u64 *state, char *text)
{
	static const char * const words[] = {
		"a", "b", "ab", "ba", "aa", "c", "com", "xcom", "a-b", "a_b",
		"facebook", "notfacebook", "www", "0",
	};
	int labels = 2 + (int)model_below(state, 4);
	size_t length = 0;

	while (labels--) {
		length += (size_t)sprintf(text + length, "%s%s",
			words[model_below(state, ARRAY_SIZE(words))],
			labels ? "." : ".test");
	}
	return length;
}

static int naive_find(const struct rule *rules, int count,
		      const struct cordon_model_name *name)
{
	int best = RULE_NONE;
	int i;

	for (i = 0; i < count; i++) {
		if (cordon_model_name_covers(&rules[i].name, name) &&
		    (best == RULE_NONE ||
		     rules[i].name.count > rules[best].name.count))
			best = i;
	}
	return best;
}

static int by_labels(const void *a, const void *b)
{
	return ((const struct rule *)a)->name.count -
	       ((const struct rule *)b)->name.count;
}

/* Different names, the shorter ones first. */
static void make_names(struct rule *rules, int most, u64 *state)
{
	int count = 0;

	while (count < most) {
		struct rule *rule = &rules[count];
		char text[256];
		int above;

		random_rule_text(state, text);
		rule->length = cordon_test_wire(text, rule->wire);
		cordon_model_name_read(&rule->name, rule->wire, rule->length);
		above = naive_find(rules, count, &rule->name);
		if (above == RULE_NONE ||
		    rules[above].name.count < rule->name.count)
			count++;
	}
	qsort(rules, (size_t)count, sizeof(*rules), by_labels);
}

/*
 * Fills @rules and the two services' list files. An `except` only where the
 * rule above it is a plain one of the same service.
 */
static void make_rules(struct rule *rules, int count, u64 *state, char **lists)
{
	char text[CORDON_NAME_TEXT_MAX];
	FILE *files[2];
	size_t sizes[2];
	int i;

	for (i = 0; i < 2; i++)
		files[i] = open_memstream(&lists[i], &sizes[i]);
	make_names(rules, count, state);
	for (i = 0; i < count; i++) {
		struct rule *rule = &rules[i];
		int above = naive_find(rules, i, &rule->name);

		rule->service = (int)model_below(state, 2);
		rule->except = above != RULE_NONE && !rules[above].except &&
			       rules[above].service == rule->service &&
			       !model_below(state, 2);
		cordon_name_to_text(rule->wire, rule->length, text,
				    sizeof(text));
		fprintf(files[rule->service], "%sdomain %s\n",
			rule->except ? "except " : "", text);
	}
	for (i = 0; i < 2; i++)
		fclose(files[i]);
}

/* A name made from a rule's: itself, under it, beside it, over it. */
static size_t make_probe(u64 *state, const struct rule *rule, u8 *wire)
{
	static const struct {
		u8 length;
		u8 wire[8];
	} front[] = {
		{ 0, "" }, { 2, "\1a" }, { 4, "\3www" }, { 7, "\1a\1b\2ab" },
		{ 4, "\3a.b" }, { 2, "\1." }, { 3, { 2, 0, 'a' } },
	};
	u32 which = model_below(state, ARRAY_SIZE(front));
	size_t length = front[which].length;
	size_t first;

	memcpy(wire, front[which].wire, length);
	first = length;
	memcpy(wire + length, rule->wire, rule->length);
	length += rule->length;
	switch (model_below(state, 8)) {
	case 0:				/* a longer first label: notfacebook.com */
		memmove(wire + first + 2, wire + first + 1, length - first - 1);
		wire[first]++;
		wire[first + 1] = "n.a"[model_below(state, 3)];
		length++;
		break;
	case 1:				/* a label more at the end */
		memcpy(wire + length, "\7example", 8);
		length += 8;
		break;
	case 2:				/* the last label is left out */
		length -= 5;
		break;
	case 3:				/* another byte somewhere */
		first += 1 + model_below(state, (u32)(length - first - 1));
		wire[first] ^= 1;
		break;
	case 4:				/* two labels become one that holds a dot */
		if (rule->name.count > 1) {
			u8 bytes = wire[first];

			wire[first] = bytes + 1 + wire[first + 1 + bytes];
			wire[first + 1 + bytes] = '.';
		}
		break;
	default:
		break;
	}
	return length;
}

struct random_policy {
	struct test_policy policy;
	struct rule *rules;
	int count;
	u64 state;
};

static void random_make(struct __test_metadata *_metadata,
			struct random_policy *random)
{
	struct test_service two[] = {
		{ "one", NULL, NULL }, { "two", NULL, NULL }, { },
	};
	char *lists[2];
	int i;

	random->state = 1;
	random->rules = calloc(RULES, sizeof(*random->rules));
	ASSERT_NE(NULL, random->rules);
	random->count = RULES;
	make_rules(random->rules, RULES, &random->state, lists);
	for (i = 0; i < 2; i++)
		two[i].rules = lists[i];
	ASSERT_EQ(0, test_policy_make(&random->policy, NULL, NULL, two));
	/* One more is the reserved service's. */
	ASSERT_EQ(RULES + 1, random->policy.blob.domain_count);
	for (i = 0; i < 2; i++)
		free(lists[i]);
}

static void random_free(struct random_policy *random)
{
	test_policy_free(&random->policy);
	free(random->rules);
}

/* What was found is the rule that the model found. */
static void check_found(struct __test_metadata *_metadata,
			const struct test_policy *policy,
			const struct rule *rule, size_t length,
			const struct cordon_domain_match *match)
{
	ASSERT_EQ(rule->length, length - match->start);
	ASSERT_EQ(rule->except ? CORDON_DOMAIN_EXCEPT : 0U, match->flags);
	ASSERT_EQ(test_service_index(policy, rule->service ? "two" : "one"),
		  match->service);
}

TEST(against_model)
{
	struct random_policy random;
	u32 hits = 0;
	u32 misses = 0;
	int round;

	random_make(_metadata, &random);
	for (round = 0; round < 20000; round++) {
		const struct rule *from =
			&random.rules[model_below(&random.state, RULES)];
		struct cordon_model_name name;
		u8 wire[CORDON_NAME_MAX];
		size_t length = make_probe(&random.state, from, wire);
		u8 *exact = malloc(length ? length : 1);
		char text[CORDON_NAME_TEXT_MAX];
		struct cordon_domain_match match;
		bool found;
		int rule;

		ASSERT_NE(NULL, exact);
		memcpy(exact, wire, length);
		found = cordon_domain_find(&random.policy.blob, exact, length,
					   &match);
		free(exact);
		cordon_name_to_text(wire, length, text, sizeof(text));
		if (!cordon_model_name_read(&name, wire, length)) {
			ASSERT_FALSE(found) TH_LOG("%s is no name", text);
			continue;
		}
		rule = naive_find(random.rules, random.count, &name);
		ASSERT_EQ(rule != RULE_NONE, found) TH_LOG("%s", text);
		if (found)
			check_found(_metadata, &random.policy,
				    &random.rules[rule], length, &match);
		*(found ? &hits : &misses) += 1;
	}
	EXPECT_LT(2000U, hits);
	EXPECT_LT(2000U, misses);
	random_free(&random);
}

TEST_HARNESS_MAIN
