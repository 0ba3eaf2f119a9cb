// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Verdicts: what a policy says of programs, addresses, names and questions
 */
#include "policy.h"
#include "engine/policy/words.h"
#include "engine/tests/decide.h"
#include "kselftest_harness.h"

#define NET	7
#define NOW	1000000ULL

static const struct test_service services[] = {
	{ "facebook",
	  "domain facebook.com\n"
	  "except domain developers.facebook.com\n"
	  "prefix 157.240.0.0/16\n"
	  "prefix 2a03:2880::/32\n"
	  "prefix 104.16.0.0/16\n"
	  "path **/facebook\n"
	  "path **/meta/**\n", NULL },
	{ "whatsapp",
	  "domain whatsapp.com\n"
	  "domain wa.facebook.com\n"
	  "prefix 157.240.9.0/24\n"
	  "path **/whatsapp\n", NULL },
	{ "circumvention",
	  "domain vpn.example\n"
	  "prefix 8.8.4.0/24\n"
	  "path /usr/**/openvpn\n", "action = deny\n" },
	{ "youtube",
	  "domain youtube.com\n"
	  "prefix 142.250.0.0/15\n"
	  "prefix 157.240.20.0/24\n"
	  "path **/smtube\n"
	  "path **/both\n", "action = audit\n" },
	{ "maps",
	  "domain maps.example\n"
	  "prefix 142.250.1.0/24\n"
	  "prefix 157.240.30.0/24\n"
	  "path **/maps\n"
	  "path **/meta/maps\n", "action = allow\n" },
	{ "telegram",
	  "path /opt/**/both\n", NULL },
	{ },
};

static const char shared[] =
	"prefix 104.16.0.0/13\n"
	"prefix 157.240.40.0/24\n"
	"prefix 1.2.3.0/24\n";

#define DENY	CORDON_DENY
#define ALLOW	CORDON_ALLOW
#define INSPECT	CORDON_INSPECT

/**
 * struct row - a row of the table "behind the address"
 * @address: where to
 * @names: names that it was learned under, with spaces between them
 * @verdict: what must come out
 * @record: is it recorded
 * @reason: word
 * @service: or NULL
 * @rule: as text
 */
struct row {
	const char *address;
	const char *names;
	enum cordon_verdict verdict;
	bool record;
	const char *reason;
	const char *service;
	const char *rule;
};

static const struct row rows[] = {
	/* Nothing known */
	{ "9.9.9.9", "", ALLOW, false, "none", NULL, "" },
	{ "2001:db8::1", "", ALLOW, false, "none", NULL, "" },
	/* Only refused services */
	{ "157.240.0.1", "", DENY, true, "prefix", "facebook",
	  "prefix 157.240.0.0/16" },
	{ "2a03:2880::1", "", DENY, true, "prefix", "facebook",
	  "prefix 2a03:2880::/32" },
	{ "8.8.4.4", "", DENY, true, "prefix", "circumvention",
	  "prefix 8.8.4.0/24" },
	{ "157.240.9.1", "", DENY, true, "prefix", NULL, NULL },
	{ "9.9.9.9", "www.facebook.com", DENY, true, "learned", "facebook",
	  "domain facebook.com" },
	{ "9.9.9.9", "vpn.example", DENY, true, "learned", "circumvention",
	  "domain vpn.example" },
	{ "9.9.9.9", "www.facebook.com web.whatsapp.com", DENY, true,
	  "learned", NULL, NULL },
	/* Named by what was learned: it tells the user more. */
	{ "157.240.0.1", "x.wa.facebook.com", DENY, true, "learned",
	  "whatsapp", "domain wa.facebook.com" },
	/* A prefix is firm: no name softens it, whoever asked for it. */
	{ "157.240.0.1", "www.youtube.com", DENY, true, "prefix",
	  "facebook", "prefix 157.240.0.0/16" },
	{ "157.240.0.1", "bbc.co.uk", DENY, true, "prefix", "facebook",
	  "prefix 157.240.0.0/16" },
	{ "157.240.0.1", "developers.facebook.com", DENY, true, "prefix",
	  "facebook", "prefix 157.240.0.0/16" },
	{ "157.240.0.1", "157.240.0.1.nip.example bbc.co.uk www.youtube.com",
	  DENY, true, "prefix", "facebook", "prefix 157.240.0.0/16" },
	{ "157.240.0.1", "bbc.co.uk x.wa.facebook.com", DENY, true, "learned",
	  "whatsapp", "domain wa.facebook.com" },
	{ "2a03:2880::1", "bbc.co.uk", DENY, true, "prefix", "facebook",
	  "prefix 2a03:2880::/32" },
	/* Nor does a shared range. */
	{ "157.240.40.1", "", DENY, true, "prefix", "facebook",
	  "prefix 157.240.0.0/16" },
	{ "104.16.0.1", "", DENY, true, "prefix", "facebook",
	  "prefix 104.16.0.0/16" },
	{ "104.16.0.1", "bbc.co.uk", DENY, true, "prefix", "facebook",
	  "prefix 104.16.0.0/16" },
	/* It yields to a prefix of an open service, inside it or around it. */
	{ "157.240.20.1", "", INSPECT, true, "prefix", "facebook",
	  "prefix 157.240.0.0/16" },
	{ "157.240.30.1", "", INSPECT, true, "prefix", "facebook",
	  "prefix 157.240.0.0/16" },
	{ "157.240.20.1", "bbc.co.uk", INSPECT, true, "prefix", "facebook",
	  "prefix 157.240.0.0/16" },
	{ "142.250.5.5", "www.facebook.com", INSPECT, true, "learned",
	  "facebook", "domain facebook.com" },
	{ "9.9.9.9", "www.facebook.com www.youtube.com", INSPECT, true,
	  "learned", "facebook", "domain facebook.com" },
	{ "9.9.9.9", "maps.example www.facebook.com", INSPECT, true, "learned",
	  "facebook", "domain facebook.com" },
	/* Refused services and a name of no service */
	{ "9.9.9.9", "www.facebook.com bbc.co.uk", INSPECT, true, "learned",
	  "facebook", "domain facebook.com" },
	{ "9.9.9.9", "notfacebook.com www.facebook.com", INSPECT, true,
	  "learned", "facebook", "domain facebook.com" },
	/* A refused name in a shared range */
	{ "1.2.3.4", "www.facebook.com", INSPECT, true, "learned", "facebook",
	  "domain facebook.com" },
	/* Only open services, and nothing that is refused */
	{ "142.250.5.5", "", ALLOW, true, "prefix", "youtube",
	  "prefix 142.250.0.0/15" },
	{ "9.9.9.9", "www.youtube.com", ALLOW, true, "learned", "youtube",
	  "domain youtube.com" },
	/* One that is recorded speaks for those that are not. */
	{ "142.250.1.1", "", ALLOW, true, "prefix", "youtube",
	  "prefix 142.250.0.0/15" },
	{ "9.9.9.9", "maps.example www.youtube.com", ALLOW, true, "learned",
	  "youtube", "domain youtube.com" },
	{ "9.9.9.9", "www.youtube.com maps.example", ALLOW, true, "learned",
	  "youtube", "domain youtube.com" },
	{ "142.250.1.1", "maps.example", ALLOW, true, "prefix", "youtube",
	  "prefix 142.250.0.0/15" },
	{ "9.9.9.9", "maps.example", ALLOW, false, NULL, NULL, NULL },
	{ "9.9.9.9", "bbc.co.uk", ALLOW, false, "none", NULL, "" },
	{ "9.9.9.9", "developers.facebook.com", ALLOW, false, NULL, NULL, NULL },
	{ "1.2.3.4", "", ALLOW, false, NULL, NULL, NULL },
	{ "1.2.3.4", "bbc.co.uk", ALLOW, false, NULL, NULL, NULL },
	{ "104.23.255.255", "", ALLOW, false, NULL, NULL, NULL },
	/* Beside the prefixes */
	{ "157.239.255.255", "", ALLOW, false, "none", NULL, "" },
	{ "157.241.0.0", "", ALLOW, false, "none", NULL, "" },
	{ "2a03:2881::", "", ALLOW, false, "none", NULL, "" },
};

static void learn(struct cordon_learned *learned,
		  const struct test_policy *policy,
		  const struct cordon_address *address, const char *names)
{
	while (*names) {
		size_t length = strcspn(names, " ");
		u8 wire[CORDON_NAME_MAX];
		int bytes = cordon_name_from_text(names, length, wire);

		if (bytes < 0)
			abort();
		cordon_learned_add(learned, &policy->blob, NET, address, wire,
				   (size_t)bytes, NOW + 30000, NOW);
		names += length + (names[length] == ' ');
	}
}

static void check_rule(struct __test_metadata *_metadata,
		       const struct test_policy *policy, const char *what,
		       const char *service, const char *rule,
		       const struct cordon_decision *decision)
{
	char text[CORDON_RULE_TEXT_MAX];

	if (service)
		EXPECT_EQ(test_service_index(policy, service),
			  decision->service)
			TH_LOG("%s", what);
	if (rule) {
		cordon_decision_text(&policy->blob, decision, text,
				     sizeof(text));
		EXPECT_STREQ(rule, text) TH_LOG("%s", what);
	}
	/* Whoever is named as refused is. */
	if (decision->verdict != ALLOW) {
		ASSERT_LT(decision->service, policy->blob.service_count);
		EXPECT_TRUE(cordon_blob_refuses(&policy->blob,
						decision->service));
	}
}

TEST(behind_the_address)
{
	struct cordon_decision decision;
	struct test_policy policy;
	char what[256];
	size_t i;

	ASSERT_EQ(0, test_policy_make(&policy, NULL, shared, services));
	for (i = 0; i < ARRAY_SIZE(rows); i++) {
		struct cordon_learned *learned = test_learned_make();
		struct cordon_address address = cordon_test_address(rows[i].address);

		snprintf(what, sizeof(what), "%s %s", rows[i].address,
			 rows[i].names);
		learn(learned, &policy, &address, rows[i].names);
		memset(&decision, 0xff, sizeof(decision));
		test_decide_address(&policy.blob, learned, NET, &address, NOW,
				    &decision);
		EXPECT_EQ(rows[i].verdict, decision.verdict) TH_LOG("%s", what);
		EXPECT_EQ(rows[i].record, decision.record) TH_LOG("%s", what);
		if (rows[i].reason)
			EXPECT_STREQ(rows[i].reason,
				     cordon_reason_word(decision.reason));
		check_rule(_metadata, &policy, what, rows[i].service,
			   rows[i].rule, &decision);
		free(learned);
	}
	test_policy_free(&policy);
}

/* What another namespace learned, or what has expired, counts for nothing. */
TEST(learned_elsewhere)
{
	struct cordon_learned *learned = test_learned_make();
	struct cordon_address address = cordon_test_address("9.9.9.9");
	struct cordon_decision decision;
	struct test_policy policy;

	ASSERT_EQ(0, test_policy_make(&policy, NULL, shared, services));
	learn(learned, &policy, &address, "www.facebook.com");
	test_decide_address(&policy.blob, learned, NET, &address, NOW,
			    &decision);
	EXPECT_EQ(DENY, decision.verdict);
	ASSERT_EQ(17, decision.name_length);
	EXPECT_EQ(0, memcmp("\3www\10facebook\3com", decision.name, 17));
	test_decide_address(&policy.blob, learned, NET + 1, &address, NOW,
			    &decision);
	EXPECT_EQ(ALLOW, decision.verdict);
	test_decide_address(&policy.blob, learned, NET, &address, NOW + 31000,
			    &decision);
	EXPECT_EQ(ALLOW, decision.verdict);
	test_decide_address(&policy.blob, NULL, NET, &address, NOW, &decision);
	EXPECT_EQ(ALLOW, decision.verdict);
	free(learned);
	test_policy_free(&policy);
}

/* A name learned before the policy was is judged by the policy in force. */
TEST(learned_before_the_policy)
{
	struct cordon_learned *learned = test_learned_make();
	struct cordon_address address = cordon_test_address("9.9.9.9");
	struct cordon_decision decision;
	struct test_policy policy;
	u8 wire[CORDON_NAME_MAX];
	size_t length = cordon_test_wire("www.facebook.com", wire);

	ASSERT_EQ(0, test_policy_make(&policy, NULL, shared, services));
	cordon_learned_add(learned, NULL, NET, &address, wire, length,
			   NOW + 30000, NOW);
	test_decide_address(&policy.blob, learned, NET, &address, NOW,
			    &decision);
	EXPECT_EQ(DENY, decision.verdict);
	free(learned);
	test_policy_free(&policy);
}

TEST(names)
{
	static const struct {
		const char *name;
		enum cordon_verdict verdict;
		bool record;
		const char *reason;
		const char *service;
		const char *rule;
	} facts[] = {
		{ "facebook.com", DENY, true, "name", "facebook",
		  "domain facebook.com" },
		{ "a.b.facebook.com", DENY, true, "name", "facebook",
		  "domain facebook.com" },
		{ "x.wa.facebook.com", DENY, true, "name", "whatsapp",
		  "domain wa.facebook.com" },
		{ "vpn.example", DENY, true, "name", "circumvention",
		  "domain vpn.example" },
		{ "developers.facebook.com", ALLOW, false, "except", NULL,
		  NULL },
		{ "a.developers.facebook.com", ALLOW, false, "except", NULL,
		  NULL },
		{ "youtube.com", ALLOW, true, "name", "youtube",
		  "domain youtube.com" },
		{ "maps.example", ALLOW, false, NULL, NULL, NULL },
		{ "notfacebook.com", ALLOW, false, "none", NULL, "" },
		{ "facebook.com.example", ALLOW, false, "none", NULL, "" },
		{ "com", ALLOW, false, "none", NULL, "" },
		{ ".", ALLOW, false, "none", NULL, "" },
		{ "cordon-canary.test", DENY, true, "name", "cordon-canary",
		  "domain cordon-canary.test" },
	};
	struct cordon_decision decision;
	struct test_policy policy;
	size_t i;

	ASSERT_EQ(0, test_policy_make(&policy, NULL, shared, services));
	for (i = 0; i < ARRAY_SIZE(facts); i++) {
		u8 wire[CORDON_NAME_MAX];
		size_t length = cordon_test_wire(facts[i].name, wire);

		memset(&decision, 0xff, sizeof(decision));
		test_decide_name(&policy.blob, wire, length, &decision);
		EXPECT_EQ(facts[i].verdict, decision.verdict)
			TH_LOG("%s", facts[i].name);
		EXPECT_EQ(facts[i].record, decision.record)
			TH_LOG("%s", facts[i].name);
		if (facts[i].reason)
			EXPECT_STREQ(facts[i].reason,
				     cordon_reason_word(decision.reason));
		check_rule(_metadata, &policy, facts[i].name, facts[i].service,
			   facts[i].rule, &decision);
		if (decision.reason == CORDON_REASON_NAME) {
			ASSERT_EQ(length, decision.name_length);
			EXPECT_EQ(0, memcmp(wire, decision.name, length));
		}
	}
	test_policy_free(&policy);
}

TEST(programs)
{
	static const struct {
		const char *path;
		enum cordon_verdict verdict;
		bool record;
		const char *reason;
		const char *service;
		const char *rule;
	} facts[] = {
		{ "/usr/bin/facebook", DENY, true, "path", "facebook",
		  "path **/facebook" },
		{ "/usr/lib/openvpn", DENY, true, "path", "circumvention",
		  "path /usr/**/openvpn" },
		{ "/usr/bin/whatsapp", DENY, true, "path", "whatsapp",
		  "path **/whatsapp" },
		{ "/opt/openvpn", ALLOW, false, "none", NULL, "" },
		{ "/usr/bin/notfacebook", ALLOW, false, "none", NULL, "" },
		{ "/usr/bin/facebook2", ALLOW, false, "none", NULL, "" },
		{ "/usr/bin/facebook/x", ALLOW, false, "none", NULL, "" },
		{ "/usr/bin/smtube", ALLOW, true, "path", "youtube",
		  "path **/smtube" },
		{ "/usr/bin/maps", ALLOW, false, NULL, NULL, NULL },
		/* Of several that match one that refuses decides. */
		{ "/opt/x/both", DENY, true, "path", "telegram",
		  "path /opt/**/both" },
		{ "/usr/bin/both", ALLOW, true, "path", "youtube",
		  "path **/both" },
		{ "/opt/meta/maps", DENY, true, "path", "facebook",
		  "path **/meta/**" },
		{ "/opt/meta/facebook", DENY, true, "path", "facebook", NULL },
		{ "/opt/meta/smtube", DENY, true, "path", "facebook",
		  "path **/meta/**" },
		{ "/x/cordon-canary", DENY, true, "path", "cordon-canary",
		  "path **/cordon-canary" },
	};
	struct cordon_decision decision;
	struct test_policy policy;
	size_t i;

	ASSERT_EQ(0, test_policy_make(&policy, NULL, shared, services));
	for (i = 0; i < ARRAY_SIZE(facts); i++) {
		memset(&decision, 0xff, sizeof(decision));
		test_decide_exec(&policy.blob, facts[i].path,
				 strlen(facts[i].path), &decision);
		EXPECT_EQ(facts[i].verdict, decision.verdict)
			TH_LOG("%s", facts[i].path);
		EXPECT_EQ(facts[i].record, decision.record)
			TH_LOG("%s", facts[i].path);
		if (facts[i].reason)
			EXPECT_STREQ(facts[i].reason,
				     cordon_reason_word(decision.reason));
		check_rule(_metadata, &policy, facts[i].path, facts[i].service,
			   facts[i].rule, &decision);
	}
	test_policy_free(&policy);
}

/* One reason of two may be given where a contact is wrong twice. */
static const struct {
	const char *address;
	u16 port;
	bool stream;
	enum cordon_verdict verdict;
	const char *reason;
	const char *other;
} targets[] = {
	{ "10.20.0.53", 53, false, ALLOW, NULL, NULL },
	{ "10.20.0.53", 53, true, DENY, "dns-over-tcp", NULL },
	{ "10.20.0.53", 853, true, DENY, "dns-encrypted", NULL },
	{ "10.20.0.53", 853, false, DENY, "dns-encrypted", NULL },
	{ "9.9.9.9", 53, false, DENY, "other-resolver", NULL },
	{ "9.9.9.9", 53, true, DENY, "other-resolver", "dns-over-tcp" },
	{ "9.9.9.9", 853, true, DENY, "other-resolver", "dns-encrypted" },
	{ "9.9.9.9", 853, false, DENY, "other-resolver", "dns-encrypted" },
	{ "127.0.0.53", 53, false, DENY, "other-resolver", NULL },
	{ "2001:db8::53", 53, false, DENY, "other-resolver", NULL },
	{ "9.9.9.9", 443, true, ALLOW, NULL, NULL },
	{ "9.9.9.9", 5353, false, ALLOW, NULL, NULL },
	{ "9.9.9.9", 0, false, ALLOW, NULL, NULL },
	{ "9.9.9.9", 13568, false, ALLOW, NULL, NULL },	/* 53, bytes swapped */
	{ "10.20.0.53", 80, true, ALLOW, NULL, NULL },
};

static void check_targets(struct __test_metadata *_metadata,
			  const struct test_policy *policy,
			  const struct cordon_resolvers *told, bool refuse)
{
	struct cordon_decision decision;
	const char *word;
	size_t i;

	for (i = 0; i < ARRAY_SIZE(targets); i++) {
		struct cordon_address address = cordon_test_address(targets[i].address);
		enum cordon_verdict expected = refuse ? targets[i].verdict :
							ALLOW;

		memset(&decision, 0xff, sizeof(decision));
		test_decide_dns_target(&policy->blob, told, &address,
				       targets[i].port, targets[i].stream,
				       &decision);
		EXPECT_EQ(expected, decision.verdict) TH_LOG("row %zu", i);
		EXPECT_EQ(expected == DENY, decision.record)
			TH_LOG("row %zu", i);
		if (expected == ALLOW)
			continue;
		word = cordon_reason_word(decision.reason);
		EXPECT_TRUE(!strcmp(targets[i].reason, word) ||
			    (targets[i].other &&
			     !strcmp(targets[i].other, word)))
			TH_LOG("row %zu: %s", i, word);
		EXPECT_EQ(CORDON_RULE_NONE, decision.kind);
		EXPECT_EQ(CORDON_NO_SERVICE, decision.service);
	}
}

TEST(dns_targets)
{
	const struct cordon_resolvers told = {
		.count = 1, .address = { cordon_test_address("10.20.0.53") },
	};
	const struct cordon_resolvers other = {
		.count = 1, .address = { cordon_test_address("9.9.9.9") },
	};
	struct test_policy policy;

	ASSERT_EQ(0, test_policy_make(&policy, NULL, NULL, services));
	check_targets(_metadata, &policy, &told, true);
	test_policy_free(&policy);
	/* The policy's own resolvers count alone. */
	ASSERT_EQ(0, test_policy_make(&policy, "resolvers = 10.20.0.53\n", NULL,
				      services));
	check_targets(_metadata, &policy, &other, true);
	test_policy_free(&policy);
	ASSERT_EQ(0, test_policy_make(&policy, "other-resolvers = allow\n",
				      NULL, services));
	check_targets(_metadata, &policy, &told, false);
	test_policy_free(&policy);
}

/* Is a question for the name refused, by @dns and by the question's type. */
static void check_question(struct __test_metadata *_metadata,
			   const struct test_policy *policy, const char *name,
			   u16 class, u16 type, bool refused)
{
	struct cordon_dns_question question = { .type = type, .class = class };
	struct cordon_decision decision;

	question.length = (u8)cordon_test_wire(name, question.name);
	memset(&decision, 0xff, sizeof(decision));
	test_decide_question(&policy->blob, &question, &decision);
	EXPECT_EQ(refused ? DENY : ALLOW, decision.verdict)
		TH_LOG("%s, type %u, class %u", name, type, class);
	if (!refused)
		return;
	EXPECT_TRUE(decision.record);
	EXPECT_EQ(CORDON_REASON_NAME, decision.reason);
	EXPECT_EQ(CORDON_RULE_DOMAIN, decision.kind);
}

static const struct {
	const char *name;
	bool refused;
} asked[] = {
	{ "www.facebook.com", true }, { "vpn.example", true },
	{ "developers.facebook.com", false }, { "www.youtube.com", false },
	{ "maps.example", false }, { "notfacebook.com", false },
	{ ".", false },
};

/* What may be asked is refused at the connect; what cannot be learned is not. */
TEST(questions_to_learn_from)
{
	static const struct {
		u16 class;
		u16 type;
		bool learned;
	} types[] = {
		{ 1, 1, true }, { 1, 28, true },	/* A, AAAA */
		{ 255, 1, true }, { 255, 28, true },
		{ 1, 65, false }, { 1, 64, false },	/* HTTPS, SVCB */
		{ 1, 255, false }, { 1, 38, false },	/* ANY, A6 */
		{ 3, 1, false },			/* class CH */
	};
	struct test_policy policy;
	size_t i, type;

	ASSERT_EQ(0, test_policy_make(&policy, "dns = learn\n", NULL,
				      services));
	for (i = 0; i < ARRAY_SIZE(asked); i++) {
		for (type = 0; type < ARRAY_SIZE(types); type++)
			check_question(_metadata, &policy, asked[i].name,
				       types[type].class, types[type].type,
				       asked[i].refused && !types[type].learned);
	}
	test_policy_free(&policy);
}

TEST(questions_to_refuse)
{
	static const u16 types[] = { 1, 28, 65, 16, 255 };
	struct test_policy policy;
	size_t i, type;

	ASSERT_EQ(0, test_policy_make(&policy, "dns = refuse\n", NULL,
				      services));
	for (i = 0; i < ARRAY_SIZE(asked); i++) {
		for (type = 0; type < ARRAY_SIZE(types); type++)
			check_question(_metadata, &policy, asked[i].name, 1,
				       types[type], asked[i].refused);
	}
	test_policy_free(&policy);
}

TEST(refusals)
{
	struct cordon_decision decision;
	int reason;

	for (reason = 0; reason < CORDON_REASON_COUNT; reason++) {
		memset(&decision, 0xff, sizeof(decision));
		cordon_decide_refusal(reason, &decision);
		EXPECT_EQ(DENY, decision.verdict);
		EXPECT_EQ(reason, (int)decision.reason);
		EXPECT_TRUE(decision.record);
		EXPECT_EQ(CORDON_RULE_NONE, decision.kind);
		EXPECT_EQ(CORDON_NO_SERVICE, decision.service);
		EXPECT_EQ(0, decision.name_length);
	}
}

TEST_HARNESS_MAIN
