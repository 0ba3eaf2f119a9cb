// SPDX-License-Identifier: GPL-2.0-only
/*
 * Cordon - KUnit: policy and facts in, verdict out
 */
#include <linux/mm.h>

#include "engine/policy/verdict.h"
#include "engine/policy/words.h"
#include "engine/tests/decide.h"
#include "fixture.h"
#include "model.h"

#define NET	7
#define NOW	1000000ULL

static const struct cordon_test_line lines[] = {
	{ TEST_SERVICE, "alpha", CORDON_ACTION_DENY },
	{ TEST_SERVICE, "beta", CORDON_ACTION_RESTRICT },
	{ TEST_SERVICE, "delta", CORDON_ACTION_AUDIT },
	{ TEST_SERVICE, "gamma", CORDON_ACTION_ALLOW },
	{ TEST_DOMAIN, "alpha.example", 0 },
	{ TEST_EXCEPT, "open.alpha.example", 0 },
	{ TEST_DOMAIN, "beta.example", 1 },
	{ TEST_DOMAIN, "delta.example", 2 },
	{ TEST_DOMAIN, "gamma.example", 3 },
	{ TEST_PREFIX, "198.51.100.0/24", 0 },
	{ TEST_PREFIX, "198.51.100.128/25", 1 },
	{ TEST_PREFIX, "198.51.100.64/26", 3 },
	{ TEST_PREFIX, "198.51.100.32/28", 2 },
	{ TEST_SHARED, "198.51.100.48/28", 0 },
	{ TEST_PREFIX, "192.0.2.0/24", 2 },
	{ TEST_PREFIX, "192.0.3.0/24", 3 },
	{ TEST_SHARED, "192.0.4.0/24", 0 },
	{ TEST_PREFIX, "2001:db8:a::/48", 0 },
	{ TEST_PATH, "**/alpha", 0 }, { TEST_PATH, "/opt/*", 2 },
	{ TEST_PATH, "**/gamma", 3 }, { TEST_PATH, "**/beta*", 1 },
	{ TEST_RESOLVER, "10.20.0.53", 0 },
};

static const struct cordon_resolvers nobody;

static struct cordon_test_policy *make(struct kunit *test)
{
	return cordon_test_policy(test, lines, ARRAY_SIZE(lines));
}

/* What is asked, and what must be said: verdict, reason, service, record. */
struct asked {
	const char *what;
	const char *answer;
};

static void describe_asked(const struct asked *row, char *desc)
{
	cordon_test_describe(desc, row->what);
}

static void expect_answer(struct kunit *test, const struct cordon_blob *blob,
			  const char *expected,
			  const struct cordon_decision *decision)
{
	const char *service = "none";
	u32 length = 4;
	char text[96];

	if (decision->service != CORDON_NO_SERVICE)
		service = cordon_blob_text(blob,
					   &blob->services[decision->service].name,
					   &length);
	snprintf(text, sizeof(text), "%s %s %.*s%s",
		 cordon_verdict_word(decision->verdict),
		 cordon_reason_word(decision->reason), (int)length, service,
		 decision->record ? " recorded" : "");
	KUNIT_EXPECT_STREQ(test, expected, text);
}

static const struct asked execs[] = {
	{ "/usr/bin/alpha", "deny path alpha recorded" },
	{ "/usr/bin/beta2", "deny path beta recorded" },
	{ "/opt/anything", "allow path delta recorded" },
	{ "/opt/alpha", "deny path alpha recorded" },	/* the refusal decides */
	{ "/usr/bin/gamma", "allow path gamma" },
	{ "/usr/bin/vi", "allow none none" },
	{ "/", "allow none none" },
};

KUNIT_ARRAY_PARAM(exec, execs, describe_asked);

static void test_exec(struct kunit *test)
{
	const struct asked *row = test->param_value;
	const struct cordon_blob *blob = &make(test)->blob;
	struct cordon_decision decision;

	test_decide_exec(blob, row->what, strlen(row->what), &decision);
	expect_answer(test, blob, row->answer, &decision);
	KUNIT_EXPECT_EQ(test, cordon_model_exec_is_denied(blob, row->what),
			decision.verdict == CORDON_DENY);
}

static const struct asked names[] = {
	{ "alpha.example", "deny name alpha recorded" },
	{ "www.alpha.example", "deny name alpha recorded" },
	{ "open.alpha.example", "allow except alpha" },
	{ "x.open.alpha.example", "allow except alpha" },
	{ "beta.example", "deny name beta recorded" },
	{ "delta.example", "allow name delta recorded" },
	{ "gamma.example", "allow name gamma" },
	{ "bbc.co.uk", "allow none none" },
	{ "xalpha.example", "allow none none" },
};

KUNIT_ARRAY_PARAM(name, names, describe_asked);

static void test_name(struct kunit *test)
{
	const struct asked *row = test->param_value;
	const struct cordon_test_policy *policy = make(test);
	const struct cordon_blob *blob = &policy->blob;
	struct cordon_decision decision;
	u8 wire[CORDON_NAME_MAX];
	size_t length = cordon_test_wire(row->what, wire);

	test_decide_name(blob, wire, length, &decision);
	expect_answer(test, blob, row->answer, &decision);
	KUNIT_EXPECT_EQ(test, cordon_model_name(policy, wire, length),
			decision.verdict);
}

static const struct asked addresses[] = {
	{ "198.51.100.1", "deny prefix alpha recorded" },
	{ "198.51.100.129", "deny prefix beta recorded" },	/* both refused */
	{ "198.51.100.65", "inspect prefix alpha recorded" },	/* and one open */
	{ "198.51.100.33", "inspect prefix alpha recorded" },
	{ "198.51.100.49", "deny prefix alpha recorded" },	/* shared */
	{ "192.0.2.1", "allow prefix delta recorded" },
	{ "192.0.3.1", "allow none none" },
	{ "192.0.4.1", "allow none none" },
	{ "198.51.101.1", "allow none none" },
	{ "2001:db8:a::1", "deny prefix alpha recorded" },
	{ "2001:db8:b::1", "allow none none" },
};

KUNIT_ARRAY_PARAM(address, addresses, describe_asked);

static void test_address(struct kunit *test)
{
	const struct asked *row = test->param_value;
	const struct cordon_blob *blob = &make(test)->blob;
	struct cordon_address address = cordon_test_address(row->what);
	struct cordon_decision decision;

	test_decide_address(blob, NULL, NET, &address, NOW, &decision);
	expect_answer(test, blob, row->answer, &decision);
	KUNIT_EXPECT_EQ(test, cordon_model_address(blob, &address),
			decision.verdict);
}

/* What names were learned for 203.0.113.9, which no prefix covers, or elsewhere. */
struct learned {
	const char *desc;
	const char *names[3];
	const char *answer;
	const char *address;
};

static const struct learned learneds[] = {
	{ "nothing", { }, "allow none none" },
	{ "refused", { "www.alpha.example" }, "deny learned alpha recorded" },
	{ "two_refused", { "alpha.example", "beta.example" },
	  "deny learned beta recorded" },
	{ "open", { "gamma.example" }, "allow none none" },
	{ "audited", { "delta.example" }, "allow learned delta recorded" },
	{ "unlisted", { "bbc.co.uk" }, "allow none none" },
	{ "refused_and_open", { "alpha.example", "gamma.example" },
	  "inspect learned alpha recorded" },
	{ "refused_and_unlisted", { "bbc.co.uk", "alpha.example" },
	  "inspect learned alpha recorded" },
	{ "refused_and_excepted", { "alpha.example", "open.alpha.example" },
	  "inspect learned alpha recorded" },
	/* A prefix of a refused service is firm. */
	{ "prefix_and_unlisted", { "198.51.100.1.nip.example" },
	  "deny prefix alpha recorded", "198.51.100.1" },
	{ "prefix_and_open", { "gamma.example", "delta.example" },
	  "deny prefix alpha recorded", "198.51.100.1" },
	{ "prefix_and_excepted", { "open.alpha.example" },
	  "deny prefix alpha recorded", "198.51.100.1" },
	{ "prefix_of_an_open_one_too", { "bbc.co.uk" },
	  "inspect prefix alpha recorded", "198.51.100.65" },
};

static void describe_learned(const struct learned *row, char *desc)
{
	cordon_test_describe(desc, row->desc);
}

KUNIT_ARRAY_PARAM(learned, learneds, describe_learned);

static void test_learned(struct kunit *test)
{
	const struct learned *row = test->param_value;
	const struct cordon_blob *blob = &make(test)->blob;
	struct cordon_address address =
		cordon_test_address(row->address ?: "203.0.113.9");
	struct cordon_decision decision, unlearned;
	u8 wire[CORDON_NAME_MAX];
	size_t i, length;

	test_decide_address(blob, NULL, NET, &address, NOW, &unlearned);
	for (i = 0; i < ARRAY_SIZE(row->names) && row->names[i]; i++) {
		length = cordon_test_wire(row->names[i], wire);
		cordon_learned_add(test->priv, blob, NET, &address, wire, length,
				   NOW + 30000, NOW);
	}
	test_decide_address(blob, test->priv, NET, &address, NOW, &decision);
	expect_answer(test, blob, row->answer, &decision);
	/* Its time over, or asked from another namespace: as if never learned. */
	test_decide_address(blob, test->priv, NET, &address, NOW + 30000,
			    &decision);
	KUNIT_EXPECT_EQ(test, unlearned.verdict, decision.verdict);
	KUNIT_EXPECT_EQ(test, unlearned.reason, decision.reason);
	test_decide_address(blob, test->priv, NET + 1, &address, NOW, &decision);
	KUNIT_EXPECT_EQ(test, unlearned.verdict, decision.verdict);
	KUNIT_EXPECT_EQ(test, unlearned.reason, decision.reason);
}

struct target {
	const char *desc;
	const char *address;
	u16 port;
	bool has_port;
	bool stream;
	const char *answer;
};

static const struct target targets[] = {
	{ "web", "8.8.8.8", 443, true, true, "allow none none" },
	{ "refused_web", "198.51.100.1", 443, true, true,
	  "deny prefix alpha recorded" },
	{ "mapped", "::ffff:198.51.100.1", 443, true, true,
	  "deny prefix alpha recorded" },
	{ "6to4", "2002:c633:6401::1", 443, true, true,
	  "deny prefix alpha recorded" },
	{ "nat64", "64:ff9b::c633:6401", 443, true, true,
	  "deny prefix alpha recorded" },
	{ "resolver", "10.20.0.53", 53, true, false, "allow none none" },
	{ "resolver_over_tcp", "10.20.0.53", 53, true, true,
	  "deny dns-over-tcp none recorded" },
	{ "resolver_encrypted", "10.20.0.53", 853, true, true,
	  "deny dns-encrypted none recorded" },
	{ "other_resolver", "8.8.8.8", 53, true, false,
	  "deny other-resolver none recorded" },
	{ "ping", "8.8.8.8", 53, false, false, "allow none none" },
};

static void describe_target(const struct target *row, char *desc)
{
	cordon_test_describe(desc, row->desc);
}

KUNIT_ARRAY_PARAM(target, targets, describe_target);

static void test_destination(struct kunit *test)
{
	const struct target *row = test->param_value;
	struct cordon_test_policy *policy = make(test);
	struct cordon_destination destination = {
		.address = cordon_test_address(row->address),
		.port = row->port,
		.has_port = row->has_port,
		.stream = row->stream,
	};
	struct cordon_decision decision;

	test_decide_destination(&policy->blob, test->priv, &nobody, NET,
				&destination, NOW, &decision);
	expect_answer(test, &policy->blob, row->answer, &decision);
	if (decision.reason < CORDON_REASON_OTHER_RESOLVER)
		return;
	/* What DNS forbids, the policy can allow. */
	cordon_test_record(policy)->other_resolvers = CORDON_OTHER_RESOLVERS_ALLOW;
	test_decide_destination(&policy->blob, test->priv, &nobody, NET,
				&destination, NOW, &decision);
	expect_answer(test, &policy->blob, "allow none none", &decision);
}

/* With dns = learn only what cannot be learned from is refused as a question. */
static void test_question(struct kunit *test)
{
	struct cordon_test_policy *policy = make(test);
	struct cordon_dns_question question = {
		.type = CORDON_DNS_TYPE_A, .class = CORDON_DNS_CLASS_IN,
	};
	struct cordon_decision decision;

	question.length = cordon_test_wire("alpha.example", question.name);
	test_decide_question(&policy->blob, &question, &decision);
	expect_answer(test, &policy->blob, "allow none none", &decision);
	question.type = 65;
	test_decide_question(&policy->blob, &question, &decision);
	expect_answer(test, &policy->blob, "deny name alpha recorded", &decision);
	question.type = CORDON_DNS_TYPE_A;
	cordon_test_record(policy)->dns = CORDON_DNS_REFUSE;
	test_decide_question(&policy->blob, &question, &decision);
	expect_answer(test, &policy->blob, "deny name alpha recorded", &decision);
}

/* A prefix that a network lies about cannot take an address out of the rules. */
static void test_discovered_prefix(struct kunit *test)
{
	const struct cordon_blob *blob = &make(test)->blob;
	struct cordon_dns_chain *chain = kunit_kzalloc(test, sizeof(*chain),
						       GFP_KERNEL);
	struct cordon_dns_answer answer = {
		.address = cordon_test_address("2001:db8:a::c000:aa"),
		.ttl = 300, .names = 1,
	};
	struct cordon_destination destination = { .port = 443, .has_port = true };
	struct cordon_decision decision;

	KUNIT_ASSERT_NOT_NULL(test, chain);
	chain->count = 1;
	chain->length[0] = cordon_test_wire("ipv4only.arpa", chain->name[0]);
	cordon_learned_answer(test->priv, blob, &nobody, NET, chain, &answer, NOW);
	KUNIT_ASSERT_EQ(test, 1, (int)cordon_learned_nat64(test->priv)->count);
	/* The rule's own address, inside which an allowed one seems to stand. */
	destination.address = cordon_test_address("2001:db8:a::c000:301");
	test_decide_destination(blob, test->priv, &nobody, NET, &destination,
				NOW, &decision);
	expect_answer(test, blob, "deny prefix alpha recorded", &decision);
}

static int verdict_init(struct kunit *test)
{
	struct cordon_learned *learned = kvmalloc(cordon_learned_size(), GFP_KERNEL);

	if (!learned)
		return -ENOMEM;
	cordon_learned_init(learned, 1);
	test->priv = learned;
	return 0;
}

static void verdict_exit(struct kunit *test)
{
	kvfree(test->priv);
}

static struct kunit_case verdict_cases[] = {
	KUNIT_CASE_PARAM(test_exec, exec_gen_params),
	KUNIT_CASE_PARAM(test_name, name_gen_params),
	KUNIT_CASE_PARAM(test_address, address_gen_params),
	KUNIT_CASE_PARAM(test_learned, learned_gen_params),
	KUNIT_CASE_PARAM(test_destination, target_gen_params),
	KUNIT_CASE(test_question),
	KUNIT_CASE(test_discovered_prefix),
	{}
};

static struct kunit_suite verdict_suite = {
	.name = "cordon_verdict",
	.init = verdict_init,
	.exit = verdict_exit,
	.test_cases = verdict_cases,
};

kunit_test_suite(verdict_suite);
