/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * Cordon engine's tests - what a policy says of programs, names and addresses
 */
#ifndef _CORDON_ENGINE_TESTS_VERDICT_CASES_H
#define _CORDON_ENGINE_TESTS_VERDICT_CASES_H

#include "engine/address_text.h"
#include "answer.h"
#include "decide.h"
#include "model.h"

#define NET	7
#define NOW	1000000ULL

static const struct cordon_test_line facebook_lines[] = {
	{ TEST_SERVICE, "circumvention", CORDON_ACTION_DENY },
	{ TEST_CANARY, NULL, 0 },
	{ TEST_SERVICE, "facebook", CORDON_ACTION_RESTRICT },
	{ TEST_SERVICE, "maps", CORDON_ACTION_ALLOW },
	{ TEST_SERVICE, "telegram", CORDON_ACTION_RESTRICT },
	{ TEST_SERVICE, "whatsapp", CORDON_ACTION_RESTRICT },
	{ TEST_SERVICE, "youtube", CORDON_ACTION_AUDIT },
	{ TEST_DOMAIN, "vpn.example", 0 },
	{ TEST_PREFIX, "8.8.4.0/24", 0 }, { TEST_PATH, "/usr/**/openvpn", 0 },
	{ TEST_DOMAIN, "facebook.com", 2 },
	{ TEST_EXCEPT, "developers.facebook.com", 2 },
	{ TEST_PREFIX, "157.240.0.0/16", 2 }, { TEST_PREFIX, "2a03:2880::/32", 2 },
	{ TEST_PREFIX, "104.16.0.0/16", 2 },
	{ TEST_PATH, "**/facebook", 2 }, { TEST_PATH, "**/meta/**", 2 },
	{ TEST_DOMAIN, "maps.example", 3 },
	{ TEST_PREFIX, "142.250.1.0/24", 3 }, { TEST_PREFIX, "157.240.30.0/24", 3 },
	{ TEST_PATH, "**/maps", 3 }, { TEST_PATH, "**/meta/maps", 3 },
	{ TEST_PATH, "/opt/**/both", 4 },
	{ TEST_DOMAIN, "whatsapp.com", 5 }, { TEST_DOMAIN, "wa.facebook.com", 5 },
	{ TEST_PREFIX, "157.240.9.0/24", 5 }, { TEST_PATH, "**/whatsapp", 5 },
	{ TEST_DOMAIN, "youtube.com", 6 },
	{ TEST_PREFIX, "142.250.0.0/15", 6 }, { TEST_PREFIX, "157.240.20.0/24", 6 },
	{ TEST_PATH, "/tmp/**", 2 }, { TEST_PATH, "**/smtube", 6 }, { TEST_PATH, "**/both", 6 },
	{ TEST_SHARED, "104.16.0.0/13", 0 }, { TEST_SHARED, "157.240.40.0/24", 0 },
	{ TEST_SHARED, "1.2.3.0/24", 0 },
};

static const struct cordon_test_line greek_lines[] = {
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
};

/* What is asked; of an address, with the names that it was learned under. */
struct test_asked {
	const char *title;
	struct test_answer answer;
};

static const struct test_asked facebook_contacts[] = {
	/* Nothing known */
	{ "9.9.9.9", { CORDON_ALLOW, false, "none", NULL, "" } },
	{ "2001:db8::1", { CORDON_ALLOW, false, "none", NULL, "" } },
	/* Only refused services */
	{ "157.240.0.1",
	  { CORDON_DENY, true, "prefix", "facebook", "prefix 157.240.0.0/16" } },
	{ "2a03:2880::1",
	  { CORDON_DENY, true, "prefix", "facebook", "prefix 2a03:2880::/32" } },
	{ "8.8.4.4",
	  { CORDON_DENY, true, "prefix", "circumvention", "prefix 8.8.4.0/24" } },
	{ "157.240.9.1", { CORDON_DENY, true, "prefix", NULL, NULL } },
	{ "9.9.9.9 www.facebook.com",
	  { CORDON_DENY, true, "learned", "facebook", "domain facebook.com" } },
	{ "9.9.9.9 vpn.example",
	  { CORDON_DENY, true, "learned", "circumvention", "domain vpn.example" } },
	{ "9.9.9.9 www.facebook.com web.whatsapp.com",
	  { CORDON_DENY, true, "learned", NULL, NULL } },
	/* Named by what was learned: it tells the user more. */
	{ "157.240.0.1 x.wa.facebook.com",
	  { CORDON_DENY, true, "learned", "whatsapp", "domain wa.facebook.com" } },
	/* A prefix is firm: no name softens it, whoever asked for it. */
	{ "157.240.0.1 www.youtube.com",
	  { CORDON_DENY, true, "prefix", "facebook", "prefix 157.240.0.0/16" } },
	{ "157.240.0.1 bbc.co.uk",
	  { CORDON_DENY, true, "prefix", "facebook", "prefix 157.240.0.0/16" } },
	{ "157.240.0.1 developers.facebook.com",
	  { CORDON_DENY, true, "prefix", "facebook", "prefix 157.240.0.0/16" } },
	{ "157.240.0.1 157.240.0.1.nip.example bbc.co.uk www.youtube.com",
	  { CORDON_DENY, true, "prefix", "facebook", "prefix 157.240.0.0/16" } },
	{ "157.240.0.1 bbc.co.uk x.wa.facebook.com",
	  { CORDON_DENY, true, "learned", "whatsapp", "domain wa.facebook.com" } },
	{ "2a03:2880::1 bbc.co.uk",
	  { CORDON_DENY, true, "prefix", "facebook", "prefix 2a03:2880::/32" } },
	/* Nor does a shared range. */
	{ "157.240.40.1",
	  { CORDON_DENY, true, "prefix", "facebook", "prefix 157.240.0.0/16" } },
	{ "104.16.0.1",
	  { CORDON_DENY, true, "prefix", "facebook", "prefix 104.16.0.0/16" } },
	{ "104.16.0.1 bbc.co.uk",
	  { CORDON_DENY, true, "prefix", "facebook", "prefix 104.16.0.0/16" } },
	/* It yields to a prefix of an open service, inside it or around it. */
	{ "157.240.20.1",
	  { CORDON_INSPECT, true, "prefix", "facebook", "prefix 157.240.0.0/16" } },
	{ "157.240.30.1",
	  { CORDON_INSPECT, true, "prefix", "facebook", "prefix 157.240.0.0/16" } },
	{ "157.240.20.1 bbc.co.uk",
	  { CORDON_INSPECT, true, "prefix", "facebook", "prefix 157.240.0.0/16" } },
	{ "142.250.5.5 www.facebook.com",
	  { CORDON_INSPECT, true, "learned", "facebook", "domain facebook.com" } },
	{ "9.9.9.9 www.facebook.com www.youtube.com",
	  { CORDON_INSPECT, true, "learned", "facebook", "domain facebook.com" } },
	{ "9.9.9.9 maps.example www.facebook.com",
	  { CORDON_INSPECT, true, "learned", "facebook", "domain facebook.com" } },
	/* Refused services and a name of no service */
	{ "9.9.9.9 www.facebook.com bbc.co.uk",
	  { CORDON_INSPECT, true, "learned", "facebook", "domain facebook.com" } },
	{ "9.9.9.9 notfacebook.com www.facebook.com",
	  { CORDON_INSPECT, true, "learned", "facebook", "domain facebook.com" } },
	/* A refused name in a shared range */
	{ "1.2.3.4 www.facebook.com",
	  { CORDON_INSPECT, true, "learned", "facebook", "domain facebook.com" } },
	/* Only open services, and nothing that is refused */
	{ "142.250.5.5",
	  { CORDON_ALLOW, true, "prefix", "youtube", "prefix 142.250.0.0/15" } },
	{ "9.9.9.9 www.youtube.com",
	  { CORDON_ALLOW, true, "learned", "youtube", "domain youtube.com" } },
	/* One that is recorded speaks for those that are not. */
	{ "142.250.1.1",
	  { CORDON_ALLOW, true, "prefix", "youtube", "prefix 142.250.0.0/15" } },
	{ "9.9.9.9 maps.example www.youtube.com",
	  { CORDON_ALLOW, true, "learned", "youtube", "domain youtube.com" } },
	{ "9.9.9.9 www.youtube.com maps.example",
	  { CORDON_ALLOW, true, "learned", "youtube", "domain youtube.com" } },
	{ "142.250.1.1 maps.example",
	  { CORDON_ALLOW, true, "prefix", "youtube", "prefix 142.250.0.0/15" } },
	{ "9.9.9.9 maps.example", { CORDON_ALLOW, false, NULL, NULL, NULL } },
	{ "9.9.9.9 bbc.co.uk", { CORDON_ALLOW, false, "none", NULL, "" } },
	{ "9.9.9.9 developers.facebook.com",
	  { CORDON_ALLOW, false, NULL, NULL, NULL } },
	{ "1.2.3.4", { CORDON_ALLOW, false, NULL, NULL, NULL } },
	{ "1.2.3.4 bbc.co.uk", { CORDON_ALLOW, false, NULL, NULL, NULL } },
	{ "104.23.255.255", { CORDON_ALLOW, false, NULL, NULL, NULL } },
	/* Beside the prefixes */
	{ "157.239.255.255", { CORDON_ALLOW, false, "none", NULL, "" } },
	{ "157.241.0.0", { CORDON_ALLOW, false, "none", NULL, "" } },
	{ "2a03:2881::", { CORDON_ALLOW, false, "none", NULL, "" } },
	{ "203.0.113.222", { CORDON_DENY, true, "prefix", "cordon-canary", NULL } },
	{ "2001:db8:c0de::7", { CORDON_DENY, true, "prefix", "cordon-canary", NULL } },
};

static const struct test_asked greek_contacts[] = {
	{ "198.51.100.1", { CORDON_DENY, true, "prefix", "alpha", NULL } },
	/* both refused */
	{ "198.51.100.129", { CORDON_DENY, true, "prefix", "beta", NULL } },
	/* and one open */
	{ "198.51.100.65", { CORDON_INSPECT, true, "prefix", "alpha", NULL } },
	{ "198.51.100.33", { CORDON_INSPECT, true, "prefix", "alpha", NULL } },
	/* shared */
	{ "198.51.100.49", { CORDON_DENY, true, "prefix", "alpha", NULL } },
	{ "192.0.2.1", { CORDON_ALLOW, true, "prefix", "delta", NULL } },
	{ "192.0.3.1", { CORDON_ALLOW, false, "none", "none", NULL } },
	{ "192.0.4.1", { CORDON_ALLOW, false, "none", "none", NULL } },
	{ "198.51.101.1", { CORDON_ALLOW, false, "none", "none", NULL } },
	{ "2001:db8:a::1", { CORDON_DENY, true, "prefix", "alpha", NULL } },
	{ "2001:db8:b::1", { CORDON_ALLOW, false, "none", "none", NULL } },
	/* no prefix covers it */
	{ "203.0.113.9", { CORDON_ALLOW, false, "none", "none", NULL } },
	{ "203.0.113.9 www.alpha.example",
	  { CORDON_DENY, true, "learned", "alpha", NULL } },
	{ "203.0.113.9 alpha.example beta.example",
	  { CORDON_DENY, true, "learned", "beta", NULL } },
	{ "203.0.113.9 gamma.example", { CORDON_ALLOW, false, "none", "none", NULL } },
	{ "203.0.113.9 delta.example",
	  { CORDON_ALLOW, true, "learned", "delta", NULL } },
	{ "203.0.113.9 bbc.co.uk", { CORDON_ALLOW, false, "none", "none", NULL } },
	{ "203.0.113.9 alpha.example gamma.example",
	  { CORDON_INSPECT, true, "learned", "alpha", NULL } },
	{ "203.0.113.9 bbc.co.uk alpha.example",
	  { CORDON_INSPECT, true, "learned", "alpha", NULL } },
	{ "203.0.113.9 alpha.example open.alpha.example",
	  { CORDON_INSPECT, true, "learned", "alpha", NULL } },
	/* A prefix of a refused service is firm. */
	{ "198.51.100.1 198.51.100.1.nip.example",
	  { CORDON_DENY, true, "prefix", "alpha", NULL } },
	{ "198.51.100.1 gamma.example delta.example",
	  { CORDON_DENY, true, "prefix", "alpha", NULL } },
	{ "198.51.100.1 open.alpha.example",
	  { CORDON_DENY, true, "prefix", "alpha", NULL } },
	{ "198.51.100.65 bbc.co.uk",
	  { CORDON_INSPECT, true, "prefix", "alpha", NULL } },
};

static void learn_names(struct cordon_learned *learned,
			const struct cordon_blob *blob,
			const struct cordon_address *address, const char *names)
{
	while (*names) {
		size_t length = strcspn(names, " ");
		u8 wire[CORDON_NAME_MAX];
		int bytes = cordon_name_from_text(names, length, wire);

		if (bytes < 0) {
			cordon_test_give_up("'%s': no names", names);
			return;
		}
		cordon_learned_add(learned, blob, NET, address, wire,
				   (size_t)bytes, NOW + 30000, NOW);
		names += length + (names[length] == ' ');
	}
}

/* As if nothing had been learned. */
static const char *check_as_unlearned(const struct cordon_blob *blob,
				      const struct cordon_learned *learned,
				      u64 net, const struct cordon_address *address,
				      u64 now, enum cordon_reason reason)
{
	struct cordon_decision decision;

	test_decide_address(blob, learned, net, address, now, &decision);
	return TEST_EQUAL(cordon_model_address(blob, address), decision.verdict) ?:
	       TEST_EQUAL(reason, decision.reason);
}

/* Its time over, or asked from another namespace. */
static const char *check_unlearned(const struct cordon_blob *blob,
				   const struct cordon_learned *learned,
				   const struct cordon_address *address)
{
	struct cordon_decision none;

	test_decide_address(blob, NULL, NET, address, NOW, &none);
	return TEST_EQUAL(cordon_model_address(blob, address), none.verdict) ?:
	       check_as_unlearned(blob, learned, NET, address, NOW + 30000,
				  none.reason) ?:
	       check_as_unlearned(blob, learned, NET + 1, address, NOW,
				  none.reason);
}

static const char *judge_contact(struct cordon_test_policy *policy,
				 const void *any)
{
	struct cordon_learned *learned = cordon_test_learned();
	const struct test_asked *row = any;
	char text[CORDON_ADDRESS_TEXT_MAX];
	struct cordon_decision decision;
	struct cordon_address address;
	size_t length = strcspn(row->title, " ");
	const char *fault;

	snprintf(text, sizeof(text), "%.*s", (int)length, row->title);
	address = cordon_test_address(text);
	length += row->title[length] == ' ';
	learn_names(learned, &policy->blob, &address, row->title + length);
	memset(&decision, 0xff, sizeof(decision));
	test_decide_address(&policy->blob, learned, NET, &address, NOW, &decision);
	fault = test_answers(&policy->blob, &row->answer, &decision) ?:
		check_unlearned(&policy->blob, learned, &address);
	cordon_test_free(learned);
	return fault;
}

static const char *check_facebook_contact(const void *row)
{
	return cordon_test_with_policy(facebook_lines, ARRAY_SIZE(facebook_lines),
				       judge_contact, row);
}

static const char *check_greek_contact(const void *row)
{
	return cordon_test_with_policy(greek_lines, ARRAY_SIZE(greek_lines),
				       judge_contact, row);
}

/* A decision by what was learned tells the name, whatever policy it was before. */
static const char *judge_learned_name(struct cordon_test_policy *policy,
				      const void *none)
{
	struct cordon_address address = cordon_test_address("9.9.9.9");
	struct cordon_learned *learned = cordon_test_learned();
	struct cordon_decision decision;

	learn_names(learned, NULL, &address, "www.facebook.com");
	test_decide_address(&policy->blob, learned, NET, &address, NOW, &decision);
	cordon_test_free(learned);
	return TEST_EQUAL(CORDON_DENY, decision.verdict) ?:
	       TEST_EQUAL(17, decision.name_length) ?:
	       TEST_EQUAL(0, memcmp("\3www\10facebook\3com", decision.name, 17));
}

static const char *check_learned_name(const void *none)
{
	return cordon_test_with_policy(facebook_lines, ARRAY_SIZE(facebook_lines),
				       judge_learned_name, none);
}

static const struct test_asked facebook_names[] = {
	{ "facebook.com",
	  { CORDON_DENY, true, "name", "facebook", "domain facebook.com" } },
	{ "a.b.facebook.com",
	  { CORDON_DENY, true, "name", "facebook", "domain facebook.com" } },
	{ "x.wa.facebook.com",
	  { CORDON_DENY, true, "name", "whatsapp", "domain wa.facebook.com" } },
	{ "vpn.example",
	  { CORDON_DENY, true, "name", "circumvention", "domain vpn.example" } },
	{ "developers.facebook.com", { CORDON_ALLOW, false, "except", NULL, NULL } },
	{ "a.developers.facebook.com", { CORDON_ALLOW, false, "except", NULL, NULL } },
	{ "youtube.com",
	  { CORDON_ALLOW, true, "name", "youtube", "domain youtube.com" } },
	{ "maps.example", { CORDON_ALLOW, false, NULL, NULL, NULL } },
	{ "notfacebook.com", { CORDON_ALLOW, false, "none", NULL, "" } },
	{ "facebook.com.example", { CORDON_ALLOW, false, "none", NULL, "" } },
	{ "com", { CORDON_ALLOW, false, "none", NULL, "" } },
	{ ".", { CORDON_ALLOW, false, "none", NULL, "" } },
	{ "cordon-canary.test",
	  { CORDON_DENY, true, "name", "cordon-canary",
	    "domain cordon-canary.test" } },
	{ "x.cordon-canary.test", { CORDON_DENY, true, "name", "cordon-canary", NULL } },
};

static const struct test_asked greek_names[] = {
	{ "alpha.example", { CORDON_DENY, true, "name", "alpha", NULL } },
	{ "www.alpha.example", { CORDON_DENY, true, "name", "alpha", NULL } },
	{ "open.alpha.example", { CORDON_ALLOW, false, "except", "alpha", NULL } },
	{ "x.open.alpha.example", { CORDON_ALLOW, false, "except", "alpha", NULL } },
	{ "beta.example", { CORDON_DENY, true, "name", "beta", NULL } },
	{ "delta.example", { CORDON_ALLOW, true, "name", "delta", NULL } },
	{ "gamma.example", { CORDON_ALLOW, false, "name", "gamma", NULL } },
	{ "bbc.co.uk", { CORDON_ALLOW, false, "none", "none", NULL } },
	{ "xalpha.example", { CORDON_ALLOW, false, "none", "none", NULL } },
};

static const char *judge_name(struct cordon_test_policy *policy, const void *any)
{
	const struct test_asked *row = any;
	struct cordon_decision decision;
	u8 wire[CORDON_NAME_MAX];
	size_t length = cordon_test_wire(row->title, wire);
	const char *fault;

	memset(&decision, 0xff, sizeof(decision));
	test_decide_name(&policy->blob, wire, length, &decision);
	fault = test_answers(&policy->blob, &row->answer, &decision) ?:
		TEST_EQUAL(cordon_model_name_verdict(policy, wire, length),
			   decision.verdict);
	if (fault || decision.reason != CORDON_REASON_NAME)
		return fault;
	return TEST_EQUAL(length, decision.name_length) ?:
	       TEST_EQUAL(0, memcmp(wire, decision.name, length));
}

static const char *check_facebook_name(const void *row)
{
	return cordon_test_with_policy(facebook_lines, ARRAY_SIZE(facebook_lines),
				       judge_name, row);
}

static const char *check_greek_name(const void *row)
{
	return cordon_test_with_policy(greek_lines, ARRAY_SIZE(greek_lines),
				       judge_name, row);
}

static const struct test_asked facebook_programs[] = {
	{ "/usr/bin/facebook",
	  { CORDON_DENY, true, "path", "facebook", "path **/facebook" } },
	{ "/usr/lib/openvpn",
	  { CORDON_DENY, true, "path", "circumvention", "path /usr/**/openvpn" } },
	{ "/usr/bin/whatsapp",
	  { CORDON_DENY, true, "path", "whatsapp", "path **/whatsapp" } },
	{ "/opt/openvpn", { CORDON_ALLOW, false, "none", NULL, "" } },
	{ "/usr/bin/notfacebook", { CORDON_ALLOW, false, "none", NULL, "" } },
	{ "/usr/bin/facebook2", { CORDON_ALLOW, false, "none", NULL, "" } },
	{ "/usr/bin/facebook/x", { CORDON_ALLOW, false, "none", NULL, "" } },
	{ "/usr/bin/smtube",
	  { CORDON_ALLOW, true, "path", "youtube", "path **/smtube" } },
	{ "/usr/bin/maps", { CORDON_ALLOW, false, NULL, NULL, NULL } },
	/* Of several that match one that refuses decides. */
	{ "/opt/x/both",
	  { CORDON_DENY, true, "path", "telegram", "path /opt/**/both" } },
	{ "/usr/bin/both", { CORDON_ALLOW, true, "path", "youtube", "path **/both" } },
	{ "/opt/meta/maps",
	  { CORDON_DENY, true, "path", "facebook", "path **/meta/**" } },
	{ "/opt/meta/facebook", { CORDON_DENY, true, "path", "facebook", NULL } },
	{ "/opt/meta/smtube",
	  { CORDON_DENY, true, "path", "facebook", "path **/meta/**" } },
	{ "/x/cordon-canary",
	  { CORDON_DENY, true, "path", "cordon-canary", "path **/cordon-canary" } },
	/* Whatever else refuses it: no never-block list lifts the canary. */
	{ "/tmp/cordon-canary",
	  { CORDON_DENY, true, "path", "cordon-canary", "path **/cordon-canary" } },
	{ "/tmp/x", { CORDON_DENY, true, "path", "facebook", "path /tmp/**" } },
};

static const struct test_asked greek_programs[] = {
	{ "/usr/bin/alpha", { CORDON_DENY, true, "path", "alpha", NULL } },
	{ "/usr/bin/beta2", { CORDON_DENY, true, "path", "beta", NULL } },
	{ "/opt/anything", { CORDON_ALLOW, true, "path", "delta", NULL } },
	/* the refusal decides */
	{ "/opt/alpha", { CORDON_DENY, true, "path", "alpha", NULL } },
	{ "/usr/bin/gamma", { CORDON_ALLOW, false, "path", "gamma", NULL } },
	{ "/usr/bin/vi", { CORDON_ALLOW, false, "none", "none", NULL } },
	{ "/", { CORDON_ALLOW, false, "none", "none", NULL } },
};

static const char *judge_program(struct cordon_test_policy *policy,
				 const void *any)
{
	const struct cordon_blob *blob = &policy->blob;
	const struct test_asked *row = any;
	struct cordon_decision decision;

	memset(&decision, 0xff, sizeof(decision));
	test_decide_exec(blob, row->title, strlen(row->title), &decision);
	return test_answers(blob, &row->answer, &decision) ?:
	       TEST_EQUAL(cordon_model_exec_is_denied(blob, row->title),
			  decision.verdict == CORDON_DENY);
}

static const char *check_facebook_program(const void *row)
{
	return cordon_test_with_policy(facebook_lines, ARRAY_SIZE(facebook_lines),
				       judge_program, row);
}

static const char *check_greek_program(const void *row)
{
	return cordon_test_with_policy(greek_lines, ARRAY_SIZE(greek_lines),
				       judge_program, row);
}

static const char *check_refusals(const void *none)
{
	struct cordon_decision decision;
	const char *fault = NULL;
	int reason;

	for (reason = 0; reason < CORDON_REASON_COUNT && !fault; reason++) {
		memset(&decision, 0xff, sizeof(decision));
		cordon_decide_refusal(reason, &decision);
		fault = TEST_EQUAL(CORDON_DENY, decision.verdict) ?:
			TEST_EQUAL(reason, decision.reason) ?:
			TEST_HOLDS(decision.record) ?:
			TEST_EQUAL(CORDON_RULE_NONE, decision.kind) ?:
			TEST_EQUAL(CORDON_NO_SERVICE, decision.service) ?:
			TEST_EQUAL(0, decision.name_length);
	}
	return fault;
}

static const struct cordon_test_case verdict_cases[] = {
	TEST_TABLE(facebook_contacts, check_facebook_contact),
	TEST_TABLE(greek_contacts, check_greek_contact),
	TEST_ONCE(check_learned_name),
	TEST_TABLE(facebook_names, check_facebook_name),
	TEST_TABLE(greek_names, check_greek_name),
	TEST_TABLE(facebook_programs, check_facebook_program),
	TEST_TABLE(greek_programs, check_greek_program),
	TEST_ONCE(check_refusals),
};

#endif /* _CORDON_ENGINE_TESTS_VERDICT_CASES_H */
