// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Names as people write them, and what the network asks for: what registries sell
 * and resolvers take is taken, and nothing turns one name into another
 */
#include "libcordon/source/idn.h"
#include "libcordon/source/joiner.h"
#include "libcordon/source/rule.h"
#include "source_tree.h"
#include "kselftest_harness.h"

#define ZWNJ	"\xe2\x80\x8c"
#define ZWJ	"\xe2\x80\x8d"
#define VS16	"\xef\xb8\x8f"		/* shows the character before it as emoji */
#define LABEL_62 "a2345678b23456789c23456789d23456789e23456789f23456789g23456789"
#define LABEL_63 "a" LABEL_62

FIXTURE(domain_rule) {
	struct cordon_arena arena;
	struct cordon_rule rule;
	struct cordon_mistake mistake;
};

FIXTURE_SETUP(domain_rule)
{
	memset(self, 0, sizeof(*self));
}

FIXTURE_TEARDOWN(domain_rule)
{
	cordon_arena_free(&self->arena);
}

/* The name that a rule means, or what is wrong with it. */
static const char *meaning(FIXTURE_DATA(domain_rule) * self, const char *text)
{
	if (cordon_domain_parse(text, strlen(text), &self->arena, &self->rule,
				&self->mistake))
		return self->mistake.text;
	return self->rule.text;
}

static const struct {
	const char *written;
	const char *asked;
} taken[] = {
	/* Emoji and other symbols, which IDNA2008 leaves out. */
	{ "\xf0\x9f\x92\xa9.la", "xn--ls8h.la" },
	{ "i\xe2\x9d\xa4tacos.ws", "xn--itacos-i50d.ws" },
	{ "I\xe2\x9d\xa4TACOS.ws", "xn--itacos-i50d.ws" },
	{ "\xe2\x9d\xa4" VS16 ".ws", "xn--qei.ws" },
	{ "\xe2\x98\x83.net", "xn--n3h.net" },
	{ "\xf0\x9f\x91\xa9" ZWJ "\xf0\x9f\x9a\x80.ws", "xn--1ug1855p5kb.ws" },
	{ "xn--ls8h.la", "xn--ls8h.la" },
	{ "XN--LS8H.LA", "xn--ls8h.la" },
	/* Joiners where they show: Persian, Hindi. */
	{ "\xd9\x86\xd8\xa7\xd9\x85\xd9\x87" ZWNJ "\xd8\xa7\xdb\x8c.com",
	  "xn--mgba3gch31f060k.com" },
	{ "\xd9\x86\xd8\xa7\xd9\x85\xd9\x87\xd8\xa7\xdb\x8c.com",
	  "xn--mgba3gch31f.com" },
	{ "\xe0\xa4\x95\xe0\xa5\x8d" ZWJ "\xe0\xa4\xb7.in", "xn--11b2ezcw70k.in" },
	{ "\xe0\xa4\x95\xe0\xa5\x8d" ZWNJ "\xe0\xa4\xb7.in", "xn--11b2ezcs70k.in" },
	/* Hyphens and underscores as resolvers take them. */
	{ "r3---sn-4g5e6nz7.googlevideo.com", "r3---sn-4g5e6nz7.googlevideo.com" },
	{ "-a.tumblr.com", "-a.tumblr.com" },
	{ "a-.tumblr.com", "a-.tumblr.com" },
	{ "-.tumblr.com", "-.tumblr.com" },
	{ "ab--cd.com", "ab--cd.com" },
	{ "_dmarc.a_b.com", "_dmarc.a_b.com" },
	{ "-b\303\274cher.de", "xn---bcher-4ya.de" },
	{ "b\303\274cher-.de", "xn--bcher--3ya.de" },
	{ "b\xc3\xbc--cher.de", "xn--b--cher-n2a.de" },
	{ "_b\303\274cher.de", "xn--_bcher-4ya.de" },
	/* Letters that other tables would replace. */
	{ "stra\303\237e.de", "xn--strae-oqa.de" },
	{ "strasse.de", "strasse.de" },
	{ "\xce\xb2\xcf\x8c\xce\xbb\xce\xbf\xcf\x82.gr", "xn--nxasmm1c.gr" },
	{ "\xce\xb2\xcf\x8c\xce\xbb\xce\xbf\xcf\x83.gr", "xn--nxasmq6b.gr" },
	{ "\xc4\xb1stanbul.tr", "xn--stanbul-qfb.tr" },
	{ "istanbul.tr", "istanbul.tr" },
	/* The same name, however it is typed. */
	{ "B\303\234CHER.de", "xn--bcher-kva.de" },
	{ "bu\314\210cher.de", "xn--bcher-kva.de" },
	{ "\357\275\202\303\274cher.de", "xn--bcher-kva.de" },
	/* From the right. */
	{ "\xd7\xa9\xd7\x9c\xd7\x95\xd7\x9d.co.il", "xn--9dbne9b.co.il" },
	{ "1a.\xd7\xa9\xd7\x9c\xd7\x95\xd7\x9d.co.il", "1a.xn--9dbne9b.co.il" },
	/* As long as it gets. */
	{ LABEL_63 ".com", LABEL_63 ".com" },
	{ LABEL_62 "." LABEL_63, LABEL_62 "." LABEL_63 },
};

TEST_F(domain_rule, taken)
{
	size_t i;

	for (i = 0; i < ARRAY_SIZE(taken); i++) {
		const char *asked = taken[i].asked;

		EXPECT_STREQ(asked, meaning(self, taken[i].written));
		/* What the network asks for can be written as well. */
		EXPECT_STREQ(asked, meaning(self, asked));
	}
}

/* What is refused, and what its hint offers to write instead, if it does. */
static const struct {
	const char *written;
	const char *wrong;
	const char *hint;
} refused[] = {
	{ "a" ZWNJ "b.com", "a joiner that joins nothing stands in it", NULL },
	{ "a" ZWJ "b.com", "a joiner that joins nothing stands in it", NULL },
	{ ZWNJ "\xd8\xa7\xdb\x8c.com", "a joiner that joins nothing", NULL },
	{ "\xd8\xa7" ZWNJ ".com", "a joiner that joins nothing", NULL },
	{ "\xf0\x9f\x91\xa9" ZWNJ "\xf0\x9f\x9a\x80.ws", "a joiner", NULL },
	{ "\xf0\x9f\x91\xa9" ZWJ "a.ws", "a joiner", NULL },
	{ "STRA\341\272\236E.de", "the capital sharp s", NULL },
	{ "b\303\274cher\343\200\202de", "the dot between labels is '.'", NULL },
	{ "b\303\274cher\357\274\216de", "the dot between labels is '.'", NULL },
	{ "\xe2\x92\x88.com", "a character that may not stand in a name", NULL },
	{ "b\xc3\xbc!.de", "a character that may not stand in a name", NULL },
	{ "\314\201a.com", "begins with a mark", NULL },
	{ "\327\251a.co.il", "from the left and from the right", NULL },
	{ VS16 ".com", "none of its characters counts", NULL },
	{ "xn--b\xc3\xbc.de", "the ASCII form of another label", NULL },
	{ "\xc3\xbc" LABEL_62 ".com", "longer than 63 bytes", NULL },
	{ LABEL_63 "a.com", "a label of 64 bytes; 63 is the limit", NULL },
	{ LABEL_63 "." LABEL_63, "a name of 127 bytes; 126 is the limit", NULL },
	{ "*.a.com", "no wildcard", "a.com" },
	{ "*." LABEL_62 "." LABEL_62, "no wildcard", LABEL_62 "." LABEL_62 },
	{ "*.com", "no wildcard", NULL },
	{ "*.*.com", "no wildcard", NULL },
	{ "*.a..com", "no wildcard", NULL },
	{ "192.0.2.1", "this is an address", "192.0.2.1/32" },
	{ "::ffff:192.0.2.1", "this is an address", "192.0.2.1/32" },
	{ "2002:c000:201::1", "this is an address", "192.0.2.1/32" },
	{ "2001:DB8::1", "this is an address", "2001:db8::1/128" },
	{ "a.1", "digits only", NULL },
	{ "1.2.3.4.5", "digits only", NULL },
	{ "0x9d.0xf0.9.35", "digits only", "157.240.9.35/32" },
	{ "2649753891", "digits only", "157.240.9.35/32" },
	{ "a.0x1F", "the top-level domain is a number", NULL },
	{ "157.0XF00923", "the top-level domain is a number", "157.240.9.35/32" },
	{ "a.0x", "the top-level domain is a number", NULL },
	{ "\xef\xbc\x91.\xef\xbc\x91", "digits only", "1.0.0.1/32" },
};

/* The last word of a hint, if a rule stands there. */
static const char *rule_in_hint(const char *hint)
{
	const char *word = strrchr(hint, ' ');

	return word && word > hint + 5 && !strstr(hint, "e.g.") &&
	       (!strncmp(word - 6, "domain", 6) ||
		!strncmp(word - 6, "prefix", 6)) ? word + 1 : NULL;
}

/* A hint that offers a rule offers one that is taken as it stands. */
TEST_F(domain_rule, refused)
{
	struct cordon_mistake unused;
	struct cordon_rule rule;
	const char *offer;
	size_t i;

	for (i = 0; i < ARRAY_SIZE(refused); i++) {
		const char *wrong = meaning(self, refused[i].written);

		EXPECT_NE(NULL, strstr(wrong, refused[i].wrong)) {
			TH_LOG("case %zu: '%s'", i, wrong);
		}
		offer = rule_in_hint(self->mistake.hint);
		if (!refused[i].hint) {
			EXPECT_EQ(NULL, offer) {
				TH_LOG("case %zu: '%s'", i, self->mistake.hint);
			}
			continue;
		}
		EXPECT_STREQ(refused[i].hint, offer);
		EXPECT_EQ(0, (strchr(offer, '/') ? cordon_prefix_parse :
						   cordon_domain_parse)
			     (offer, strlen(offer), &self->arena, &rule, &unused));
		EXPECT_STREQ(offer, rule.text);
	}
}

/* A hint has room for 191 bytes: a name that does not fit is not cut. */
TEST_F(domain_rule, hint_is_never_cut)
{
	static const char emoji[] = "\xf0\x9f\x92\xa9";
	char text[256] = "*.";
	size_t i;

	for (i = 0; i < 40; i++)
		strcat(text, emoji);
	strcat(text, ".la");
	EXPECT_STREQ("a domain rule has no wildcard", meaning(self, text));
	EXPECT_STREQ("a domain covers its sub-names", self->mistake.hint);
	EXPECT_STRNE("a domain rule has no wildcard", meaning(self, text + 2));
}

/* A-labels that stand for something, and for nothing. */
TEST_F(domain_rule, ascii_forms)
{
	static const struct {
		const char *label;
		bool valid;
	} cases[] = {
		{ "xn--bcher-kva", true }, { "xn--fa-hia", true },
		{ "xn--ls8h", true }, { "xn--gi8h42h", true },
		{ "xn--mgba3gch31f060k", true }, { "xn--1ug1855p5kb", true },
		{ "xn---bcher-4ya", true }, { "xn--b--cher-n2a", true },
		{ "xn--a", false }, { "xn--", false }, { "xn--abc-", false },
		{ "xn--999999999", false }, { "xn--a-b", false },
		{ "xn--ab-j1t", false },	/* a joiner between Latin letters */
		{ "xn--1ug", false },		/* a joiner alone */
		{ "xn--5fa", false },		/* a capital */
		{ "xn--a-9hcuf1d", false },	/* from both sides */
	};
	size_t i;

	for (i = 0; i < ARRAY_SIZE(cases); i++)
		EXPECT_EQ(cases[i].valid,
			  cordon_idn_is_valid(cases[i].label,
					      strlen(cases[i].label))) {
			TH_LOG("case %zu", i);
		}
}

/* Of lines, the joiner's neighbours may be anything. */
TEST_F(domain_rule, joiners)
{
	static const struct {
		const char *text;
		size_t at;
		bool shows;
	} cases[] = {
		{ ZWNJ, 0, false }, { ZWJ, 0, false },
		{ "a" ZWNJ, 1, false }, { ZWNJ "a", 0, false },
		{ "\xd9\x87" ZWNJ "\xd8\xa7", 2, true },
		/* Alef joins to the right alone. */
		{ "\xd8\xa7" ZWNJ "\xd9\x87", 2, false },
		{ "\xd9\x87" ZWNJ " \xd8\xa7", 2, false },
		/* A vowel's mark lies between, on both sides. */
		{ "\xd9\x87\xd9\x8e" ZWNJ "\xd9\x8e\xd8\xa7", 4, true },
		{ "\xd9\x87" ZWJ "\xd8\xa7", 2, false },
		{ "\xe0\xa4\x95\xe0\xa5\x8d" ZWJ, 6, true },
		{ "\xe0\xa4\x95" ZWJ, 3, false },
		{ "\xf0\x9f\x8f\xb4" ZWJ "\xe2\x98\xa0" VS16, 4, true },
		{ "\xf0\x9f\x8f\xb3" VS16 ZWJ "\xf0\x9f\x8c\x88", 7, true },
		{ "\xf0\x9f\x91\xa9\xf0\x9f\x8f\xbd" ZWJ "\xf0\x9f\x9a\x80", 8, true },
		{ "\xf0\x9f\x91\xa9" ZWJ, 4, false },
		{ ZWJ "\xf0\x9f\x91\xa9", 0, false },
		{ "\xf0\x9f\x91\xa9" ZWJ ZWJ "\xf0\x9f\x9a\x80", 4, false },
	};
	size_t i;

	for (i = 0; i < ARRAY_SIZE(cases); i++)
		EXPECT_EQ(cases[i].shows,
			  cordon_joiner_shows(cases[i].text,
					      strlen(cases[i].text),
					      cases[i].at)) {
			TH_LOG("case %zu", i);
		}
}

TEST_HARNESS_MAIN
