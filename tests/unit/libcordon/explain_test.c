// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * What is said of a host is what happens: addresses in every form, and names by
 * where they lead
 */
#include <arpa/inet.h>

#include "engine/address_text.h"
#include "engine/policy/validate.h"
#include "engine/policy/words.h"
#include "libcordon/explain.h"
#include "source_tree.h"
#include "kselftest_harness.h"

#define NET	7
#define NOW	1000
#define LATER	(NOW + 60000)

FIXTURE(explain) {
	struct source_tree tree;
	struct cordon_diagnostics diag;
	struct cordon_compiled compiled;
	struct cordon_blob blob;
	struct cordon_learned *learned;
	struct cordon_address found[2];
	u64 net;
	struct cordon_explain_facts facts;
	struct cordon_question question;
	struct cordon_explanation explanation;
};

FIXTURE_SETUP(explain)
{
	memset(self, 0, sizeof(*self));
	self->net = NET;
	ASSERT_EQ(0, source_tree_make(&self->tree));
	self->learned = malloc(cordon_learned_size());
	ASSERT_NE(NULL, self->learned);
	cordon_learned_init(self->learned, 1);
}

FIXTURE_TEARDOWN(explain)
{
	free(self->learned);
	cordon_compiled_free(&self->compiled);
	cordon_diagnostics_free(&self->diag);
	source_tree_remove(&self->tree);
}

/* "alpha" is refused; "beta" has a range inside alpha's, and is open. */
static int put_in_force(FIXTURE_DATA(explain) * self, const char *network)
{
	struct cordon_fault fault;
	char ini[1024];

	cordon_compiled_free(&self->compiled);
	snprintf(ini, sizeof(ini),
		 SOURCE_POLICY "[service beta]\naction = audit\n[network]\n%s",
		 network);
	return source_tree_text(&self->tree, "test.ini", ini) ?:
	       source_tree_text(&self->tree, "cdn.list", "prefix 45.0.1.0/24\n") ?:
	       source_tree_text(&self->tree, "services/alpha.list",
				"domain alpha.test\nexcept domain open.alpha.test\n"
				"prefix 157.240.0.0/16\nprefix 2600:1::/32\n") ?:
	       source_tree_text(&self->tree, "services/beta.list",
				"domain beta.test\nprefix 157.240.9.0/24\n") ?:
	       cordon_compile(self->tree.ini, &self->diag, &self->compiled) ?:
	       cordon_blob_open(&self->blob, self->compiled.blob,
				self->compiled.size, &fault);
}

static struct cordon_address address_of(const char *text)
{
	struct cordon_address address;
	u8 ipv4[4];

	if (inet_pton(AF_INET, text, ipv4) == 1)
		cordon_address_from_ipv4(&address, ipv4);
	else if (inet_pton(AF_INET6, text, address.byte) != 1)
		abort();
	return address;
}

static void learn(FIXTURE_DATA(explain) * self, const char *name,
		  const char *text)
{
	struct cordon_address address = address_of(text);
	u8 wire[CORDON_NAME_MAX];
	int length = cordon_name_from_text(name, strlen(name), wire);

	cordon_learned_add(self->learned, &self->blob, NET, &address, wire,
			   (size_t)length, LATER, NOW);
}

/* The answer as "deny prefix alpha", with what was learned if @learned. */
static const char *ask(FIXTURE_DATA(explain) * self, const char *host,
		       bool learned)
{
	const struct cordon_decision *decision = &self->explanation.decision;
	const char *why, *service = "-";
	static char said[160];
	u32 length = 1;

	if (cordon_question_parse(CORDON_OPERATION_NAME, host, &self->question,
				  &why))
		return why;
	self->facts.blob = &self->blob;
	self->facts.learned = learned ? self->learned : NULL;
	self->facts.net = self->net;
	self->facts.now = NOW;
	cordon_explain(&self->facts, &self->question, &self->explanation);
	if (decision->service != CORDON_NO_SERVICE)
		service = cordon_blob_text(&self->blob,
					   &self->blob.services[decision->service].name,
					   &length);
	snprintf(said, sizeof(said), "%s %s %.*s",
		 cordon_verdict_word(decision->verdict),
		 cordon_reason_word(decision->reason), (int)length, service);
	return said;
}

/* Is @part somewhere in the text of the last answer? */
static bool tells(FIXTURE_DATA(explain) * self, const char *part)
{
	char *text = cordon_explanation_text(&self->explanation);
	bool found = text && strstr(text, part);

	if (!found)
		printf("# no '%s' in: %s\n", part, text ? text : "nothing");
	free(text);
	return found;
}

/* Every form that inet_aton() takes is one address. */
TEST_F(explain, numeric_hosts)
{
	static const char *const forms[] = {
		"157.240.1.35", "157.240.1.35.", "0x9d.0xf0.1.35", "0X9D.0XF0.0X1.0X23",
		"0235.0360.01.043", "0x9d.0360.1.35", "157.240.291", "157.240.0x123",
		"157.15728931", "0x9df00123", "0x9df00123.", "2649751843",
		"023574000443", "000000235.0360.1.35", "::ffff:157.240.1.35",
		"[::ffff:157.240.1.35]", "[::ffff:9df0:123]", "::157.240.1.35",
		"[2002:9df0:123::1]", "64:ff9b::9df0:123",
	};
	char address[CORDON_ADDRESS_TEXT_MAX];
	size_t i;

	ASSERT_EQ(0, put_in_force(self, ""));
	for (i = 0; i < ARRAY_SIZE(forms); i++) {
		EXPECT_STREQ("deny prefix alpha", ask(self, forms[i], false)) {
			TH_LOG("form %zu", i);
		}
		EXPECT_TRUE(self->question.numeric);
		cordon_address_to_text(&self->explanation.counted_as, address,
				       sizeof(address));
		EXPECT_STREQ("157.240.1.35", address);
		EXPECT_TRUE(tells(self, "counts as 157.240.1.35, an address"));
		EXPECT_TRUE(tells(self, "connect() and sendto() fail"));
	}
	EXPECT_STREQ("deny prefix alpha", ask(self, "[2600:1::1]", false));
	/* Twins in no range. */
	EXPECT_STREQ("allow none -", ask(self, "0x9e.0xf0.1.35", false));
	EXPECT_STREQ("allow none -", ask(self, "2666528803", false));
	EXPECT_STREQ("allow none -", ask(self, "[2600:2::1]", false));
	/* With what was learned of it. */
	learn(self, "www.alpha.test", "45.0.0.7");
	EXPECT_STREQ("allow none -", ask(self, "45.7", false));
	EXPECT_STREQ("deny learned alpha", ask(self, "45.7", true));
}

/* What looks like an address and is none is no name, either. */
TEST_F(explain, neither_address_nor_name)
{
	static const struct {
		const char *host;
		const char *why;
	} cases[] = {
		{ "256.1.1.1", "a host that ends in a number is an address" },
		{ "1.2.3.4.5", "ends in a number" }, { "a.1", "ends in a number" },
		{ "1..2", "ends in a number" }, { ".1", "ends in a number" },
		{ "09.1.1.1", "ends in a number" }, { "1.2.3.08", "ends in a number" },
		{ "0x", "ends in a number" }, { "a.0x1f", "ends in a number" },
		{ "1.2.3.0x", "ends in a number" }, { "4294967296", "ends in a number" },
		{ "1.2.3.256", "ends in a number" }, { "1.16777216", "ends in a number" },
		{ "99999999999999999999999999", "ends in a number" },
		{ "1.2.3.4..", "no host's name" }, { "a..", "no host's name" },
		{ "..", "no host's name" }, { ".", "no host's name" },
		{ "", "no host's name" },
		{ "1.2.3.4:80", "without scheme, port or path" },
		{ "a.b:80", "without scheme, port or path" },
		{ "1.2.3.4/32", "without scheme, port or path" },
		{ "1.2.3.4 x", "without scheme, port or path" },
		{ "[2600:1::1]:80", "no IPv6 address" },
		{ "2600:1::1%eth0", "no IPv6 address" },
		{ "[1.2.3.4]", "no IPv6 address" }, { "[a]", "no IPv6 address" },
		{ "1:2:3:4:5:6:7:8:9", "no IPv6 address" },
	};
	size_t i;

	ASSERT_EQ(0, put_in_force(self, ""));
	for (i = 0; i < ARRAY_SIZE(cases); i++) {
		const char *said = ask(self, cases[i].host, false);

		EXPECT_NE(NULL, strstr(said, cases[i].why)) {
			TH_LOG("%s: %s", cases[i].host, said);
		}
	}
	/* Names with numbers in them. */
	EXPECT_STREQ("allow none -", ask(self, "1.2.3.4a", false));
	EXPECT_STREQ("allow none -", ask(self, "0x9d.example", false));
	EXPECT_STREQ("allow none -", ask(self, "4.3.2.1.in-addr.arpa.", false));
	EXPECT_STREQ("inspect name alpha", ask(self, "1.alpha.test", false));
}

/* @length bytes in labels of at most @label, which end with @end. */
static const char *long_name(size_t length, size_t label, const char *end)
{
	static char name[300];
	size_t i;

	for (i = 0; i < length - strlen(end); i++)
		name[i] = i % (label + 1) == label ? '.' : 'a';
	strcpy(name + i, end);
	return name;
}

/* A name has 253 bytes at most, and then a dot may follow. */
TEST_F(explain, longest_name)
{
	ASSERT_EQ(0, put_in_force(self, ""));
	EXPECT_STREQ("inspect name alpha",
		     ask(self, long_name(253, 63, ".alpha.test"), false));
	EXPECT_STREQ("inspect name alpha",
		     ask(self, long_name(254, 63, ".alpha.test."), false));
	EXPECT_STREQ("allow none -",
		     ask(self, long_name(253, 63, "-alpha.test"), false));
	EXPECT_NE(NULL, strstr(ask(self, long_name(254, 63, ".alpha.test"), false),
			       "no host's name"));
	EXPECT_NE(NULL, strstr(ask(self, long_name(255, 63, ".alpha.test."), false),
			       "no host's name"));
	EXPECT_NE(NULL, strstr(ask(self, long_name(75, 64, ".alpha.test"), false),
			       "no host's name"));
	EXPECT_STREQ("inspect name alpha",
		     ask(self, long_name(74, 63, ".alpha.test"), false));
}

/* Off the device, and before anybody asked: it depends on the address. */
TEST_F(explain, address_unknown)
{
	ASSERT_EQ(0, put_in_force(self, ""));
	EXPECT_STREQ("inspect name alpha", ask(self, "www.alpha.test", false));
	EXPECT_EQ(CORDON_ALLOW, self->explanation.asking);
	EXPECT_TRUE(tells(self, "its address decides: a connect is refused, or let through"));
	EXPECT_TRUE(tells(self, "explain --connect its address"));
	EXPECT_STREQ("inspect name alpha", ask(self, "www.alpha.test", true));
	EXPECT_TRUE(tells(self, "getent ahosts www.alpha.test"));
	EXPECT_STREQ("allow none -", ask(self, "www.gamma.test", false));
	EXPECT_TRUE(tells(self, "unless the address of the answer is refused"));
	EXPECT_STREQ("allow except alpha", ask(self, "open.alpha.test", true));
	EXPECT_STREQ("allow name beta", ask(self, "beta.test", true));
	EXPECT_TRUE(tells(self, "is recorded, unless the address"));
	/* A name beside it tells nothing of this one's addresses. */
	learn(self, "m.alpha.test", "45.0.0.1");
	EXPECT_STREQ("inspect name alpha", ask(self, "www.alpha.test", true));
	EXPECT_STREQ("deny name alpha", ask(self, "m.alpha.test", true));
	/* Nor does what another network namespace learned. */
	self->net = NET + 1;
	EXPECT_STREQ("inspect name alpha", ask(self, "m.alpha.test", true));
	EXPECT_EQ(0, self->explanation.addresses);
}

TEST_F(explain, refused_by_every_address)
{
	ASSERT_EQ(0, put_in_force(self, "shared = cdn.list\n"));
	learn(self, "www.alpha.test", "45.0.0.1");
	learn(self, "www.alpha.test", "157.240.1.35");
	EXPECT_STREQ("deny name alpha", ask(self, "www.alpha.test", true));
	EXPECT_EQ(2, self->explanation.addresses);
	EXPECT_TRUE(tells(self, "45.0.0.1: deny, domain alpha.test"));
	EXPECT_TRUE(tells(self, "157.240.1.35: deny, domain alpha.test"));
	EXPECT_TRUE(tells(self, "a connect to an address of the answer is refused"));
	/* A harmless name that leads into the range. */
	learn(self, "www.gamma.test", "157.240.2.1");
	EXPECT_STREQ("allow none -", ask(self, "www.gamma.test", false));
	EXPECT_STREQ("deny prefix alpha", ask(self, "www.gamma.test", true));
	EXPECT_TRUE(tells(self, "157.240.2.1: deny, prefix 157.240.0.0/16"));
	learn(self, "www.delta.test", "45.0.0.9");
	EXPECT_STREQ("allow none -", ask(self, "www.delta.test", true));
	EXPECT_TRUE(tells(self, "  effect    it goes through\n"));
}

/* An address that cannot tell lets it through; one of several is enough. */
TEST_F(explain, let_through_by_an_address)
{
	ASSERT_EQ(0, put_in_force(self, "shared = cdn.list\n"));
	learn(self, "www.alpha.test", "45.0.0.1");
	EXPECT_STREQ("deny name alpha", ask(self, "www.alpha.test", true));
	learn(self, "www.alpha.test", "45.0.1.1");
	EXPECT_STREQ("inspect name alpha", ask(self, "www.alpha.test", true));
	EXPECT_TRUE(tells(self, "45.0.0.1: deny"));
	EXPECT_TRUE(tells(self, "45.0.1.1: inspect"));
	EXPECT_TRUE(tells(self, "others share an address of it"));
	EXPECT_TRUE(tells(self, "set dns = refuse"));
	/* A harmless name shares it: both go through. */
	learn(self, "m.alpha.test", "45.0.0.2");
	EXPECT_STREQ("deny name alpha", ask(self, "m.alpha.test", true));
	learn(self, "www.gamma.test", "45.0.0.2");
	EXPECT_STREQ("inspect name alpha", ask(self, "m.alpha.test", true));
	EXPECT_STREQ("allow none -", ask(self, "www.gamma.test", true));
	EXPECT_TRUE(tells(self, "is recorded: a refused name shares an address of it"));
	/* The range of an open service. */
	learn(self, "n.alpha.test", "157.240.9.1");
	EXPECT_STREQ("inspect name alpha", ask(self, "n.alpha.test", true));
}

/* What a name server says of it counts as what was learned, and once. */
TEST_F(explain, addresses_found)
{
	ASSERT_EQ(0, put_in_force(self, "shared = cdn.list\n"));
	self->facts.found = self->found;
	self->facts.found_count = 1;
	self->found[0] = address_of("64:ff9b::157.240.1.1");
	/* An alias of a refused name: the answer is tied to that one. */
	EXPECT_STREQ("deny prefix alpha", ask(self, "social.gamma.test", true));
	EXPECT_TRUE(tells(self, "  address   157.240.1.1: deny, prefix 157.240.0.0/16"));
	learn(self, "social.gamma.test", "157.240.1.1");
	EXPECT_STREQ("deny prefix alpha", ask(self, "social.gamma.test", true));
	EXPECT_EQ(1, self->explanation.addresses);
	self->facts.found_count = 2;
	self->found[1] = address_of("45.0.0.3");
	EXPECT_STREQ("allow none -", ask(self, "social.gamma.test", true));
	EXPECT_EQ(2, self->explanation.addresses);
	/* A refused name at an address that nobody refuses is let through. */
	self->found[0] = address_of("45.0.0.4");
	EXPECT_STREQ("inspect name alpha", ask(self, "www.alpha.test", true));
	EXPECT_TRUE(tells(self, "no trusted answer tied its address to it"));
	self->facts.found_count = 0;
	self->facts.not_found = "Unknown host";
	EXPECT_STREQ("inspect name alpha", ask(self, "m.alpha.test", true));
	EXPECT_TRUE(tells(self, "  address   none: Unknown host"));
	EXPECT_TRUE(tells(self, "nothing as long as it has no address: Unknown host"));
}

/* Only where it would help is somebody asked. */
TEST_F(explain, addresses_wanted)
{
	ASSERT_EQ(0, put_in_force(self, ""));
	ask(self, "www.alpha.test", true);
	EXPECT_TRUE(cordon_explain_lacks_addresses(&self->explanation));
	ask(self, "www.gamma.test", true);
	EXPECT_TRUE(cordon_explain_lacks_addresses(&self->explanation));
	learn(self, "www.gamma.test", "45.0.0.1");
	ask(self, "www.gamma.test", true);
	EXPECT_FALSE(cordon_explain_lacks_addresses(&self->explanation));
	ask(self, "45.0.0.1", true);
	EXPECT_FALSE(cordon_explain_lacks_addresses(&self->explanation));
	ASSERT_EQ(0, put_in_force(self, "dns = refuse\n"));
	ask(self, "www.alpha.test", true);
	EXPECT_FALSE(cordon_explain_lacks_addresses(&self->explanation));
	ask(self, "www.delta.test", true);
	EXPECT_TRUE(cordon_explain_lacks_addresses(&self->explanation));
}

/* All of them count, also those that are not told one by one. */
TEST_F(explain, many_addresses)
{
	char address[32];
	int i;

	ASSERT_EQ(0, put_in_force(self, "shared = cdn.list\n"));
	for (i = 1; i <= 34; i++) {
		snprintf(address, sizeof(address), "45.0.0.%d", i);
		learn(self, "www.alpha.test", address);
	}
	EXPECT_STREQ("deny name alpha", ask(self, "www.alpha.test", true));
	EXPECT_EQ(34, self->explanation.addresses);
	EXPECT_TRUE(tells(self, "  and 2 more\n"));
	learn(self, "www.alpha.test", "45.0.1.1");
	EXPECT_STREQ("inspect name alpha", ask(self, "www.alpha.test", true));
}

TEST_F(explain, question_refused)
{
	ASSERT_EQ(0, put_in_force(self, "dns = refuse\n"));
	EXPECT_STREQ("deny name alpha", ask(self, "www.alpha.test", false));
	EXPECT_EQ(CORDON_DENY, self->explanation.asking);
	EXPECT_TRUE(tells(self, "effect    the DNS question for it is refused\n"));
	EXPECT_STREQ("allow none -", ask(self, "www.gamma.test", false));
	EXPECT_EQ(CORDON_ALLOW, self->explanation.asking);
	EXPECT_STREQ("allow except alpha", ask(self, "open.alpha.test", false));
	/* What was learned before does not open it. */
	learn(self, "www.alpha.test", "157.240.9.1");
	EXPECT_STREQ("deny name alpha", ask(self, "www.alpha.test", true));
	ASSERT_EQ(0, put_in_force(self, "dns = refuse\nother-resolvers = allow\n"));
	EXPECT_STREQ("deny name alpha", ask(self, "www.alpha.test", false));
	EXPECT_TRUE(tells(self, "others may be asked"));
}

TEST_F(explain, json)
{
	struct json_object *object, *list;

	ASSERT_EQ(0, put_in_force(self, "shared = cdn.list\n"));
	learn(self, "www.alpha.test", "45.0.1.1");
	ask(self, "www.alpha.test", true);
	object = cordon_explanation_json(&self->explanation);
	ASSERT_NE(NULL, object);
	EXPECT_STREQ("inspect", json_object_get_string(json_object_object_get(object, "verdict")));
	EXPECT_STREQ("allow", json_object_get_string(json_object_object_get(object, "question")));
	list = json_object_object_get(object, "addresses");
	ASSERT_EQ(1, json_object_array_length(list));
	list = json_object_array_get_idx(list, 0);
	EXPECT_STREQ("45.0.1.1", json_object_get_string(json_object_object_get(list, "address")));
	EXPECT_STREQ("inspect", json_object_get_string(json_object_object_get(list, "verdict")));
	EXPECT_STREQ("learned", json_object_get_string(json_object_object_get(list, "reason")));
	json_object_put(object);
	ask(self, "0x2d.1", true);
	object = cordon_explanation_json(&self->explanation);
	EXPECT_STREQ("45.0.0.1", json_object_get_string(json_object_object_get(object, "address")));
	EXPECT_EQ(NULL, json_object_object_get(object, "addresses"));
	json_object_put(object);
}

TEST_HARNESS_MAIN
