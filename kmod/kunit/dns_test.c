// SPDX-License-Identifier: GPL-2.0-only
/*
 * Cordon - KUnit: DNS messages, which question is asked and what answers it
 *
 * The messages are bytes as a resolver sends them, each also cut everywhere.
 */
#include <linux/slab.h>

#include "engine/names/dns.h"
#include "fixture.h"

#define ID		"\x12\x34"
#define WWW_EXAMPLE	"\3www\7example\3com\0"
/* The header of a question, recursion desired. */
#define QUERY		ID "\1\0\0\1\0\0\0\0\0\0"
#define QUESTION	QUERY WWW_EXAMPLE "\0\1\0\1"
#define QUESTION_END	33
/* A response's header, so many answers. */
#define RESPONSE(count)	ID "\x81\x80\0\1" count "\0\0\0\0"
#define ASKED		WWW_EXAMPLE "\0\1\0\1"
#define IN_A		"\0\1\0\1"
#define IN_AAAA		"\0\x1c\0\1"
#define IN_CNAME	"\0\5\0\1"
#define TTL_300		"\0\0\1\x2c"
#define TTL_60		"\0\0\0\x3c"
#define TO_QUESTION	"\xc0\x0c"
#define ADDRESS_1	"\0\4\xc6\x33\x64\1"		/* 198.51.100.1 */
#define ADDRESS_2	"\0\4\xc6\x33\x64\2"

struct bytes {
	const char *at;
	size_t length;
};

#define BYTES(text)	{ text, sizeof(text) - 1 }

/* In memory of exactly its size, so that KASAN sees a byte too far. */
static u8 *exact(struct kunit *test, const char *bytes, size_t length)
{
	u8 *copy = kmalloc(max_t(size_t, length, 1), GFP_KERNEL);

	KUNIT_ASSERT_NOT_NULL(test, copy);
	memcpy(copy, bytes, length);
	return copy;
}

struct asked {
	const char *desc;
	struct bytes bytes;
	bool response;			/* is one wanted */
	int end;			/* or -EBADMSG */
};

static const struct asked askeds[] = {
	{ "plain", BYTES(QUESTION), false, QUESTION_END },
	{ "edns",
	  BYTES(ID "\1\x20\0\1\0\0\0\0\0\1" WWW_EXAMPLE "\0\1\0\1"
		"\0\0\x29\4\xd0\0\0\0\0\0\0"), false, QUESTION_END },
	{ "root", BYTES(QUERY "\0\0\2\0\1"),
	  false, 17 },
	{ "response", BYTES(RESPONSE("\0\0") ASKED), true, QUESTION_END },
	{ "response_not_wanted", BYTES(RESPONSE("\0\0") ASKED), false,
	  -EBADMSG },
	{ "response_wanted", BYTES(QUESTION), true, -EBADMSG },
	{ "no_question",
	  BYTES(ID "\1\0\0\0\0\0\0\0\0\0" WWW_EXAMPLE "\0\1\0\1"), false,
	  -EBADMSG },
	{ "two_questions",
	  BYTES(ID "\1\0\0\2\0\0\0\0\0\0" ASKED ASKED), false, -EBADMSG },
	{ "with_answers",
	  BYTES(ID "\1\0\0\1\0\1\0\0\0\0" WWW_EXAMPLE "\0\1\0\1"), false,
	  -EBADMSG },
	{ "update",
	  BYTES(ID "\x28\0\0\1\0\0\0\0\0\0" WWW_EXAMPLE "\0\1\0\1"), false,
	  -EBADMSG },
	{ "pointer_to_itself",
	  BYTES(QUERY TO_QUESTION "\0\1\0\1"), false,
	  -EBADMSG },
	{ "pointer_into_header",
	  BYTES(QUERY "\xc0\0\0\1\0\1"), false,
	  -EBADMSG },
	{ "pointer_forward",
	  BYTES(QUERY "\1a\xc0\x14\0\1\0\1\1b\0"),
	  false, -EBADMSG },
	{ "reserved_label",
	  BYTES(QUERY "\100a\0\0\1\0\1"), false,
	  -EBADMSG },
};

static void describe_asked(const struct asked *row, char *desc)
{
	cordon_test_describe(desc, row->desc);
}

KUNIT_ARRAY_PARAM(asked, askeds, describe_asked);

static void test_question(struct kunit *test)
{
	const struct asked *row = test->param_value;
	struct cordon_dns_question question;
	u8 *message = exact(test, row->bytes.at, row->bytes.length);

	KUNIT_EXPECT_EQ(test, row->end,
			cordon_dns_read_question(message, row->bytes.length,
						 row->response, &question));
	kfree(message);
}

static void test_question_parts(struct kunit *test)
{
	static const u8 message[] =
		QUERY "\3wWw\7eXAMPLE\3Com\0\0\x1c\0\1";
	struct cordon_dns_question question;

	KUNIT_ASSERT_EQ(test, QUESTION_END,
			cordon_dns_read_question(message, sizeof(message) - 1,
						 false, &question));
	KUNIT_EXPECT_EQ(test, 0x1234, (int)question.id);
	KUNIT_EXPECT_EQ(test, CORDON_DNS_TYPE_AAAA, (int)question.type);
	KUNIT_EXPECT_EQ(test, CORDON_DNS_CLASS_IN, (int)question.class);
	KUNIT_ASSERT_EQ(test, 16, (int)question.length);
	KUNIT_EXPECT_EQ(test, 0, memcmp(WWW_EXAMPLE, question.name, 16));
}

static void test_question_cut(struct kunit *test)
{
	struct cordon_dns_question question;
	size_t cut;

	for (cut = 0; cut < QUESTION_END; cut++) {
		u8 *message = exact(test, QUESTION, cut);

		KUNIT_EXPECT_EQ(test, -EBADMSG,
				cordon_dns_read_question(message, cut, false,
							 &question));
		kfree(message);
	}
}

/* 127 labels of one byte are a name, 128 are none. */
static void test_many_labels(struct kunit *test)
{
	u8 *message = kunit_kzalloc(test, 512, GFP_KERNEL);
	struct cordon_dns_question question;
	size_t at = 12, i;

	KUNIT_ASSERT_NOT_NULL(test, message);
	memcpy(message, QUESTION, 12);
	for (i = 0; i < 127; i++, at += 2)
		memcpy(message + at, "\1a", 2);
	memcpy(message + at, "\0\0\1\0\1", 5);
	KUNIT_EXPECT_EQ(test, (int)at + 5,
			cordon_dns_read_question(message, 512, false, &question));
	KUNIT_EXPECT_EQ(test, CORDON_NAME_MAX, (unsigned int)question.length);
	memcpy(message + at, "\1a\0\0\1\0\1", 7);
	KUNIT_EXPECT_EQ(test, -EBADMSG,
			cordon_dns_read_question(message, 512, false, &question));
}

struct answered {
	const char *desc;
	struct bytes bytes;
	const char *answers;		/* "ADDRESS/TTL/NAMES ..." */
	size_t spare;			/* bytes behind what the header announces */
};

static const struct answered answereds[] = {
	{ "none", BYTES(RESPONSE("\0\0") ASKED), "" },
	{ "one",
	  BYTES(RESPONSE("\0\1") ASKED TO_QUESTION IN_A TTL_300 ADDRESS_1),
	  "198.51.100.1/300/1" },
	{ "two_and_another_case",
	  BYTES(RESPONSE("\0\2") ASKED TO_QUESTION IN_A TTL_300 ADDRESS_1
		"\3WWW\7exAmple\3com\0" IN_A TTL_60 ADDRESS_2),
	  "198.51.100.1/300/1 198.51.100.2/60/1" },
	{ "aaaa",
	  BYTES(RESPONSE("\0\1") ASKED TO_QUESTION IN_AAAA TTL_60
		"\0\x10\x20\1\xd\xb8\0\0\0\0\0\0\0\0\0\0\0\1"),
	  "2001:db8::1/60/1" },
	/* www.example.com, an alias of cdn.example.com, as it is compressed. */
	{ "alias",
	  BYTES(RESPONSE("\0\2") ASKED
		TO_QUESTION IN_CNAME TTL_60 "\0\6\3cdn\xc0\x10"
		"\xc0\x2d" IN_A TTL_300 ADDRESS_1),
	  "198.51.100.1/60/2" },
	{ "alias_behind_address",
	  BYTES(RESPONSE("\0\2") ASKED
		"\3cdn\xc0\x10" IN_A TTL_300 ADDRESS_1
		TO_QUESTION IN_CNAME TTL_60 "\0\2\xc0\x21"),
	  "198.51.100.1/60/2" },
	{ "loop_of_aliases",
	  BYTES(RESPONSE("\0\2") ASKED
		TO_QUESTION IN_CNAME TTL_60 "\0\2\xc0\x0c"
		TO_QUESTION IN_A TTL_300 ADDRESS_1),
	  "198.51.100.1/300/1" },
	{ "loop_of_aliases_then_broken",
	  BYTES(RESPONSE("\0\3") ASKED
		TO_QUESTION IN_CNAME TTL_60 "\0\2\xc0\x0c"
		TO_QUESTION IN_A TTL_300 ADDRESS_1 TO_QUESTION IN_A),
	  "malformed" },
	{ "of_another_name",
	  BYTES(RESPONSE("\0\2") ASKED "\4evil\xc0\x10" IN_A TTL_60 ADDRESS_1
		TO_QUESTION IN_A TTL_300 ADDRESS_2),
	  "198.51.100.2/300/1" },
	{ "other_class",
	  BYTES(RESPONSE("\0\1") ASKED TO_QUESTION "\0\1\0\3" TTL_60 ADDRESS_1),
	  "" },
	{ "wrong_size",
	  BYTES(RESPONSE("\0\1") ASKED TO_QUESTION IN_A TTL_60 "\0\3\xc6\x33\x64"),
	  "" },
	{ "negative_ttl",
	  BYTES(RESPONSE("\0\1") ASKED TO_QUESTION IN_A "\x80\0\0\0" ADDRESS_1),
	  "198.51.100.1/0/1" },
	{ "text_record",
	  BYTES(RESPONSE("\0\2") ASKED TO_QUESTION "\0\x10\0\1" TTL_60
		"\0\5\4\xc6\x33\x64\1" TO_QUESTION IN_A TTL_60 ADDRESS_2),
	  "198.51.100.2/60/1" },
	{ "more_than_announced",
	  BYTES(RESPONSE("\0\1") ASKED TO_QUESTION IN_A TTL_300 ADDRESS_1
		TO_QUESTION IN_A TTL_60 ADDRESS_2),
	  "198.51.100.1/300/1", 16 },
	{ "fewer_than_announced",
	  BYTES(RESPONSE("\0\2") ASKED TO_QUESTION IN_A TTL_300 ADDRESS_1),
	  "malformed" },
	{ "data_behind_the_end",
	  BYTES(RESPONSE("\0\1") ASKED TO_QUESTION IN_A TTL_60 "\0\5\xc6\x33\x64\1"),
	  "malformed" },
	{ "owner_points_to_itself",
	  BYTES(RESPONSE("\0\1") ASKED "\xc0\x21" IN_A TTL_60 ADDRESS_1),
	  "malformed" },
	{ "owner_points_forward",
	  BYTES(RESPONSE("\0\1") ASKED "\xc0\x2d" IN_A TTL_60 ADDRESS_1 "\0"),
	  "malformed" },
	{ "alias_points_to_itself",
	  BYTES(RESPONSE("\0\1") ASKED TO_QUESTION IN_CNAME TTL_60 "\0\2\xc0\x2d"),
	  "malformed" },
	{ "other_id",
	  BYTES("\x12\x35\x81\x80\0\1\0\1\0\0\0\0" ASKED
		TO_QUESTION IN_A TTL_60 ADDRESS_1), "malformed" },
	{ "other_name",
	  BYTES(RESPONSE("\0\1") "\3wwx\7example\3com\0\0\1\0\1"
		TO_QUESTION IN_A TTL_60 ADDRESS_1), "malformed" },
	{ "other_type",
	  BYTES(RESPONSE("\0\1") WWW_EXAMPLE "\0\x1c\0\1"
		TO_QUESTION IN_A TTL_60 ADDRESS_1), "malformed" },
	{ "a_question",
	  BYTES(ID "\1\0\0\1\0\1\0\0\0\0" ASKED
		TO_QUESTION IN_A TTL_60 ADDRESS_1), "malformed" },
};

static void describe_answered(const struct answered *row, char *desc)
{
	cordon_test_describe(desc, row->desc);
}

KUNIT_ARRAY_PARAM(answered, answereds, describe_answered);

/* The answers to www.example.com's A as text, or what went wrong. */
static void walk_text(struct kunit *test, const char *bytes, size_t length,
		      char *text, size_t size)
{
	struct cordon_dns_walk *walk = test->priv;
	struct cordon_dns_question question = {
		.id = 0x1234, .type = CORDON_DNS_TYPE_A,
		.class = CORDON_DNS_CLASS_IN, .length = 16,
	};
	char address[CORDON_ADDRESS_TEXT_MAX];
	u8 *message = exact(test, bytes, length);
	size_t used = 0;
	int more;

	memcpy(question.name, WWW_EXAMPLE, 16);
	text[0] = '\0';
	more = cordon_dns_walk_start(walk, message, length, &question);
	while (!more) {
		more = cordon_dns_walk_next(walk);
		if (more <= 0)
			break;
		cordon_address_to_text(&walk->answer.address, address,
				       sizeof(address));
		used += scnprintf(text + used, size - used, "%s%s/%u/%u",
				  used ? " " : "", address, walk->answer.ttl,
				  walk->answer.names);
		more = 0;
	}
	if (more)
		strscpy(text, more == -EBADMSG ? "malformed" : "error", size);
	kfree(message);
}

static void test_answer(struct kunit *test)
{
	const struct answered *row = test->param_value;
	char text[128];

	walk_text(test, row->bytes.at, row->bytes.length, text, sizeof(text));
	KUNIT_EXPECT_STREQ(test, row->answers, text);
}

/* A message that lacks a byte is no message, and nothing is learned from it. */
static void test_answer_cut(struct kunit *test)
{
	const struct answered *row = test->param_value;
	char text[128];
	size_t cut;

	for (cut = 0; cut < row->bytes.length - row->spare; cut++) {
		walk_text(test, row->bytes.at, cut, text, sizeof(text));
		KUNIT_EXPECT_STREQ_MSG(test, "malformed", text, "%zu bytes", cut);
	}
}

/*
 * So many aliases lead from "a" to an address, two letters each from the second
 * on; the last record may have lost its end.
 */
static int walk_aliases(struct kunit *test, unsigned int aliases, bool whole)
{
	static const char record[] = "\2b?\0" IN_CNAME TTL_60 "\0\4\2b?\0";
	struct cordon_dns_walk *walk = test->priv;
	struct cordon_dns_question question = {
		.id = 0x1234, .type = CORDON_DNS_TYPE_A,
		.class = CORDON_DNS_CLASS_IN, .length = 3, .name = "\2b@",
	};
	u8 *message = kunit_kzalloc(test, 2048, GFP_KERNEL);
	size_t at = 20;
	unsigned int i;

	KUNIT_ASSERT_NOT_NULL(test, message);
	memcpy(message, RESPONSE("\0?") "\2b@\0\0\1\0\1", at);
	message[7] = (u8)(aliases + 1);
	for (i = 0; i < aliases; i++, at += sizeof(record) - 1) {
		memcpy(message + at, record, sizeof(record) - 1);
		message[at + 2] = (u8)('@' + i);
		message[at + sizeof(record) - 3] = (u8)('@' + i + 1);
	}
	memcpy(message + at, "\2b?\0" IN_A TTL_300 ADDRESS_1, 18);
	message[at + 2] = (u8)('@' + aliases);
	return cordon_dns_walk_start(walk, message, at + 18 - !whole, &question);
}

/* A chain counts to its end, or not at all. */
static void test_long_chain(struct kunit *test)
{
	struct cordon_dns_walk *walk = test->priv;
	unsigned int most = CORDON_DNS_CHAIN_MAX - 1;

	KUNIT_ASSERT_EQ(test, 0, walk_aliases(test, most, true));
	KUNIT_EXPECT_EQ(test, CORDON_DNS_CHAIN_MAX, (int)walk->chain.count);
	KUNIT_ASSERT_EQ(test, 1, cordon_dns_walk_next(walk));
	KUNIT_EXPECT_EQ(test, CORDON_DNS_CHAIN_MAX, (int)walk->answer.names);
	KUNIT_EXPECT_EQ(test, 0, cordon_dns_walk_next(walk));
	KUNIT_EXPECT_EQ(test, -EBADMSG, walk_aliases(test, most, false));
	KUNIT_EXPECT_EQ(test, -EBADMSG, walk_aliases(test, most + 1, true));
	KUNIT_EXPECT_EQ(test, -EBADMSG, walk_aliases(test, 2 * most, true));
}

struct kind {
	u16 class;
	u16 type;
	bool learnable;
};

static const struct kind kinds[] = {
	{ 1, 1, true }, { 1, 28, true }, { 255, 1, true }, { 1, 255, false },
	{ 1, 65, false }, { 1, 5, false }, { 3, 1, false }, { 0, 1, false },
};

static void test_learnable(struct kunit *test)
{
	size_t i;

	for (i = 0; i < ARRAY_SIZE(kinds); i++) {
		struct cordon_dns_question question = {
			.class = kinds[i].class, .type = kinds[i].type,
		};

		KUNIT_EXPECT_EQ_MSG(test, kinds[i].learnable,
				    cordon_dns_is_learnable(&question),
				    "class %u type %u", question.class,
				    question.type);
	}
}

static int dns_init(struct kunit *test)
{
	test->priv = kunit_kzalloc(test, sizeof(struct cordon_dns_walk),
				   GFP_KERNEL);
	return test->priv ? 0 : -ENOMEM;
}

static struct kunit_case dns_cases[] = {
	KUNIT_CASE_PARAM(test_question, asked_gen_params),
	KUNIT_CASE(test_question_parts),
	KUNIT_CASE(test_question_cut),
	KUNIT_CASE(test_many_labels),
	KUNIT_CASE_PARAM(test_answer, answered_gen_params),
	KUNIT_CASE_PARAM(test_answer_cut, answered_gen_params),
	KUNIT_CASE(test_long_chain),
	KUNIT_CASE(test_learnable),
	{}
};

static struct kunit_suite dns_suite = {
	.name = "cordon_dns",
	.init = dns_init,
	.test_cases = dns_cases,
};

kunit_test_suite(dns_suite);
