// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Verdicts over random policies, against the design's table taken literally
 */
#include "policy.h"
#include "engine/address_text.h"
#include "engine/policy/verdict.h"
#include "engine/tests/decide.h"
#include "engine/tests/model.h"
#include "kselftest_harness.h"

#define NET		7
#define NOW		1000000ULL
#define SERVICES	6
#define PREFIXES	60
#define DOMAINS		60
#define PATHS		40
#define SHARED		SERVICES

static const struct {
	const char *name;
	const char *keys;
	bool refuses;
	bool audit;
} services[SERVICES] = {
	{ "s0", NULL, true, false },
	{ "s1", "action = deny\n", true, false },
	{ "s2", "action = audit\n", false, true },
	{ "s3", "action = allow\n", false, false },
	{ "s4", "action = restrict\n", true, false },
	{ "s5", "action = audit\n", false, true },
};

/**
 * struct world - a policy as its source has it
 * @policy: the same, compiled
 * @prefix: prefixes
 * @prefix_of: each one's service, or SHARED
 * @domain: domain rules
 * @domain_text: their text
 * @domain_of: each one's service
 * @except: which of them take names out
 * @path: patterns
 * @path_of: each one's service
 */
struct world {
	struct test_policy policy;
	struct cordon_model_prefix prefix[PREFIXES];
	u32 prefix_of[PREFIXES];
	struct cordon_model_name domain[DOMAINS];
	char domain_text[DOMAINS][64];
	u32 domain_of[DOMAINS];
	bool except[DOMAINS];
	char path[PATHS][64];
	u32 path_of[PATHS];
};

/* What stands behind something. */
struct behind {
	bool firm;			/* a prefix of a refused service */
	bool yields;			/* to a prefix of an open one */
	bool refused;
	bool other;
	bool audit;
};

static struct cordon_address random_address(u64 *state)
{
	const u8 ipv4[4] = { 20, (u8)model_below(state, 8),
			     (u8)model_below(state, 8),
			     (u8)model_below(state, 256) };
	struct cordon_address address;

	cordon_address_from_ipv4(&address, ipv4);
	return address;
}

static void make_prefixes(struct world *world, u64 *state)
{
	int i, j, bit;

	for (i = 0; i < PREFIXES;) {
		struct cordon_model_prefix *prefix = &world->prefix[i];

		prefix->length = 96 + 15 + (int)model_below(state, 18);
		prefix->address = random_address(state);
		for (bit = prefix->length; bit < 128; bit++)
			prefix->address.byte[bit / 8] &= (u8)~(0x80 >> bit % 8);
		for (j = 0; j < i; j++) {
			if (world->prefix[j].length == prefix->length &&
			    !memcmp(&world->prefix[j].address, &prefix->address,
				    16))
				break;
		}
		if (j < i)
			continue;
		world->prefix_of[i++] = model_below(state, SERVICES + 1);
	}
}

static void random_name(u64 *state, char *text, int labels)
{
	*text = '\0';
	while (labels--)
		sprintf(text + strlen(text), "%c.",
			"abc"[model_below(state, 3)]);
	strcat(text, "test");
}

static int longest(const struct world *world, int count,
		   const struct cordon_model_name *name)
{
	int best = -1;
	int i;

	for (i = 0; i < count; i++) {
		if (cordon_model_name_covers(&world->domain[i], name) &&
		    (best < 0 ||
		     world->domain[best].count < world->domain[i].count))
			best = i;
	}
	return best;
}

static void read_text(struct cordon_model_name *name, const char *text)
{
	u8 wire[CORDON_NAME_MAX];

	cordon_model_name_read(name, wire, cordon_test_wire(text, wire));
}

/* The shorter ones first, so that an `except` sees the rule above it. */
static void make_domains(struct world *world, u64 *state)
{
	int i = 0;

	while (i < DOMAINS) {
		int labels = i < 2 ? 1 : i < 9 ? 2 : i < 30 ? 3 : 4;
		char *text = world->domain_text[i];
		int above;

		random_name(state, text, labels);
		read_text(&world->domain[i], text);
		above = longest(world, i, &world->domain[i]);
		if (above >= 0 &&
		    world->domain[above].count == world->domain[i].count)
			continue;
		world->domain_of[i] = model_below(state, SERVICES);
		world->except[i] = above >= 0 && !world->except[above] &&
				   !model_below(state, 4);
		if (world->except[i])
			world->domain_of[i] = world->domain_of[above];
		i++;
	}
}

static void make_paths(struct world *world, u64 *state)
{
	int i, j;

	for (i = 0; i < PATHS;) {
		snprintf(world->path[i], sizeof(world->path[i]), "%s%c%s%c%s",
			 model_below(state, 2) ? "/" : "**/",
			 "abc"[model_below(state, 3)],
			 model_below(state, 2) ? "/" : "/**/",
			 "abc"[model_below(state, 3)],
			 model_below(state, 3) ? "" : "*");
		for (j = 0; j < i; j++) {
			if (!strcmp(world->path[i], world->path[j]))
				break;
		}
		if (j == i)
			world->path_of[i++] = model_below(state, SERVICES);
	}
}

static int compile_world(struct world *world)
{
	struct test_service list[SERVICES + 1] = { };
	char *texts[SERVICES + 1];
	FILE *files[SERVICES + 1];
	size_t size;
	int error;
	int i;

	for (i = 0; i <= SERVICES; i++)
		files[i] = open_memstream(&texts[i], &size);
	for (i = 0; i < PREFIXES; i++) {
		char text[CORDON_ADDRESS_TEXT_MAX];

		cordon_address_to_text(&world->prefix[i].address, text,
				       sizeof(text));
		fprintf(files[world->prefix_of[i]], "prefix %s/%d\n", text,
			world->prefix[i].length - 96);
	}
	for (i = 0; i < DOMAINS; i++)
		fprintf(files[world->domain_of[i]], "%sdomain %s\n",
			world->except[i] ? "except " : "",
			world->domain_text[i]);
	for (i = 0; i < PATHS; i++)
		fprintf(files[world->path_of[i]], "path %s\n", world->path[i]);
	for (i = 0; i <= SERVICES; i++)
		fclose(files[i]);
	for (i = 0; i < SERVICES; i++)
		list[i] = (struct test_service){ services[i].name, texts[i],
						 services[i].keys };
	error = test_policy_make(&world->policy, NULL, texts[SHARED], list);
	for (i = 0; i <= SERVICES; i++)
		free(texts[i]);
	return error;
}

static void make_world(struct __test_metadata *_metadata, struct world *world,
		       u64 *state)
{
	memset(world, 0, sizeof(*world));
	make_prefixes(world, state);
	make_domains(world, state);
	make_paths(world, state);
	ASSERT_EQ(0, compile_world(world));
}

static void add_service(struct behind *behind, u32 service)
{
	behind->refused |= services[service].refuses;
	behind->other |= !services[service].refuses;
	behind->audit |= services[service].audit;
}

static void add_prefix(struct behind *behind, u32 service)
{
	behind->firm |= services[service].refuses;
	behind->yields |= !services[service].refuses;
	add_service(behind, service);
}

static void add_name(const struct world *world, struct behind *behind,
		     const char *text)
{
	struct cordon_model_name name;
	int rule;

	read_text(&name, text);
	rule = longest(world, DOMAINS, &name);
	if (rule < 0 || world->except[rule])
		behind->other = true;
	else
		add_service(behind, world->domain_of[rule]);
}

static void add_prefixes(const struct world *world, struct behind *behind,
			 const struct cordon_address *address)
{
	int i;

	for (i = 0; i < PREFIXES; i++) {
		if (!cordon_model_prefix_covers(&world->prefix[i], address))
			continue;
		if (world->prefix_of[i] == SHARED)
			behind->other = true;
		else
			add_prefix(behind, world->prefix_of[i]);
	}
}

/* May something else be meant by an address than what is refused there? */
static bool is_soft(const struct behind *behind)
{
	return behind->firm ? behind->yields : behind->other;
}

static void check(struct __test_metadata *_metadata, const struct world *world,
		  const struct behind *behind, bool address,
		  const struct cordon_decision *decision)
{
	enum cordon_verdict expected = CORDON_ALLOW;

	if (behind->refused && is_soft(behind) && address)
		expected = CORDON_INSPECT;
	else if (behind->refused)
		expected = CORDON_DENY;
	ASSERT_EQ(expected, decision->verdict);
	if (expected != CORDON_ALLOW) {
		ASSERT_TRUE(decision->record);
		ASSERT_LT(decision->service, world->policy.blob.service_count);
		ASSERT_TRUE(cordon_blob_refuses(&world->policy.blob,
						decision->service));
	} else if (!behind->audit) {
		ASSERT_FALSE(decision->record);
	}
}

TEST(addresses)
{
	struct world *world = malloc(sizeof(*world));
	u32 verdicts[3] = { 0 };
	u64 state = 1;
	int policy;
	int round;
	u32 i;

	for (policy = 0; policy < 10; policy++) {
		struct cordon_learned *learned = test_learned_make();

		make_world(_metadata, world, &state);
		for (round = 0; round < 300; round++) {
			struct cordon_address address = random_address(&state);
			struct behind behind = { 0 };
			struct cordon_decision decision;

			cordon_learned_init(learned, round);
			add_prefixes(world, &behind, &address);
			for (i = model_below(&state, 3); i; i--) {
				u8 wire[CORDON_NAME_MAX];
				char text[64];
				size_t length;

				random_name(&state, text,
					    1 + (int)model_below(&state, 4));
				add_name(world, &behind, text);
				length = cordon_test_wire(text, wire);
				cordon_learned_add(learned, &world->policy.blob,
						   NET, &address, wire, length,
						   NOW + 1000, NOW);
			}
			memset(&decision, 0xff, sizeof(decision));
			test_decide_address(&world->policy.blob, learned, NET,
					    &address, NOW, &decision);
			check(_metadata, world, &behind, true, &decision);
			verdicts[decision.verdict]++;
		}
		test_policy_free(&world->policy);
		free(learned);
	}
	for (i = 0; i < 3; i++)
		EXPECT_LT(100U, verdicts[i]);
	free(world);
}

TEST(names)
{
	struct world *world = malloc(sizeof(*world));
	u32 denied = 0;
	u64 state = 2;
	int round;

	make_world(_metadata, world, &state);
	for (round = 0; round < 2000; round++) {
		struct behind behind = { 0 };
		struct cordon_decision decision;
		u8 wire[CORDON_NAME_MAX];
		char text[64];

		random_name(&state, text, 1 + (int)model_below(&state, 5));
		add_name(world, &behind, text);
		memset(&decision, 0xff, sizeof(decision));
		test_decide_name(&world->policy.blob, wire,
				 cordon_test_wire(text, wire), &decision);
		check(_metadata, world, &behind, false, &decision);
		if (behind.audit)
			ASSERT_TRUE(decision.record);
		denied += decision.verdict == CORDON_DENY;
	}
	EXPECT_LT(200U, denied);
	EXPECT_GT(1800U, denied);
	test_policy_free(&world->policy);
	free(world);
}

TEST(programs)
{
	struct world *world = malloc(sizeof(*world));
	u32 denied = 0;
	u64 state = 3;
	int round;
	int i;

	make_world(_metadata, world, &state);
	for (round = 0; round < 2000; round++) {
		struct behind behind = { 0 };
		struct cordon_decision decision;
		char path[64] = "";
		int components = 2 + (int)model_below(&state, 3);

		while (components--)
			sprintf(path + strlen(path), "/%c",
				"abcd"[model_below(&state, 4)]);
		for (i = 0; i < PATHS; i++) {
			if (cordon_model_path_matches(world->path[i], path))
				add_service(&behind, world->path_of[i]);
		}
		memset(&decision, 0xff, sizeof(decision));
		test_decide_exec(&world->policy.blob, path, strlen(path),
				 &decision);
		check(_metadata, world, &behind, false, &decision);
		denied += decision.verdict == CORDON_DENY;
	}
	EXPECT_LT(200U, denied);
	EXPECT_GT(1800U, denied);
	test_policy_free(&world->policy);
	free(world);
}

TEST_HARNESS_MAIN
