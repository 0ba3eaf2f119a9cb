// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * DNS messages: which question is asked, and which addresses answer it
 */
#include "dns_message.h"
#include "policy.h"
#include "kselftest_harness.h"

#define NAME	"www.example.com"
#define TYPE_A	CORDON_DNS_TYPE_A

/* In memory of exactly its size. */
static int read_question(const struct dns_message *message, size_t length,
			 bool response, struct cordon_dns_question *question)
{
	u8 *data = malloc(length ? length : 1);
	int offset;

	if (!data)
		abort();
	memcpy(data, message->data, length);
	offset = cordon_dns_read_question(data, length, response, question);
	free(data);
	return offset;
}

TEST(question)
{
	static const struct {
		const char *name;
		u16 type;
		const char *wire;
	} rows[] = {
		{ "www.example.com", 1, "\3www\7example\3com" },
		{ "WwW.eXample.COM", 28, "\3www\7example\3com" },
		{ "a", 65, "\1a" },
		{ ".", 2, "" },
		{ "xn--80ak6aa92e.com", 255, "\16xn--80ak6aa92e\3com" },
	};
	struct cordon_dns_question question;
	struct dns_message message;
	size_t i;

	for (i = 0; i < ARRAY_SIZE(rows); i++) {
		size_t length = strlen(rows[i].wire);

		dns_begin(&message, DNS_QUERY, 0);
		dns_ask(&message, rows[i].name, rows[i].type);
		memset(&question, 0xff, sizeof(question));
		ASSERT_EQ(12 + (int)length + 5,
			  read_question(&message, message.length, false,
					&question));
		EXPECT_EQ(DNS_ID, question.id);
		EXPECT_EQ(rows[i].type, question.type);
		EXPECT_EQ(CORDON_DNS_CLASS_IN, question.class);
		ASSERT_EQ(length, question.length);
		EXPECT_EQ(0, memcmp(rows[i].wire, question.name, length));
	}
}

/* What stands behind the question, an OPT record say, is not its business. */
TEST(question_with_more)
{
	struct cordon_dns_question question;
	struct dns_message message;
	size_t length;

	dns_begin(&message, DNS_QUERY, 0);
	dns_ask(&message, NAME, TYPE_A);
	length = message.length;
	message.data[11] = 1;
	dns_put(&message, "\0\0\51\4\320\0\0\0\0\0\0", 11);
	EXPECT_EQ((int)length, read_question(&message, message.length, false,
					     &question));
	EXPECT_EQ((int)length, read_question(&message, length, false,
					     &question));
}

TEST(question_cut_anywhere)
{
	struct cordon_dns_question question;
	struct dns_message message;
	size_t length;

	dns_begin(&message, DNS_QUERY, 0);
	dns_ask(&message, NAME, TYPE_A);
	for (length = 0; length < message.length; length++)
		EXPECT_EQ(-EBADMSG, read_question(&message, length, false,
						  &question));
}

TEST(header)
{
	static const struct {
		u16 flags;
		u16 questions;
		u16 answers;
		bool response;		/* is one wanted */
		bool good;
	} rows[] = {
		{ 0x0100, 1, 0, false, true },
		{ 0x0000, 1, 0, false, true },
		{ 0x0110, 1, 0, false, true },	/* checking disabled */
		{ 0x0120, 1, 0, false, true },	/* authentic data */
		{ 0x0100, 0, 0, false, false },
		{ 0x0100, 2, 0, false, false },
		{ 0x0100, 256, 0, false, false },
		{ 0x0100, 0xffff, 0, false, false },
		{ 0x0100, 1, 1, false, false },	/* a question with answers */
		{ 0x0100, 1, 0x100, false, false },
		{ 0x8180, 1, 0, false, false },	/* a response */
		{ 0x0900, 1, 0, false, false },	/* IQUERY */
		{ 0x1100, 1, 0, false, false },	/* STATUS */
		{ 0x2100, 1, 0, false, false },	/* NOTIFY */
		{ 0x2900, 1, 0, false, false },	/* UPDATE */
		{ 0x7900, 1, 0, false, false },
		{ 0x8180, 1, 0, true, true },
		{ 0x8580, 1, 3, true, true },
		{ 0x8183, 1, 0, true, true },	/* no such name */
		{ 0x0100, 1, 0, true, false },	/* a question */
		{ 0x8180, 0, 1, true, false },
		{ 0x8180, 2, 1, true, false },
		{ 0x8980, 1, 1, true, false },
		{ 0xa980, 1, 1, true, false },
	};
	struct cordon_dns_question question;
	struct dns_message message;
	size_t i;

	for (i = 0; i < ARRAY_SIZE(rows); i++) {
		int offset;

		dns_begin(&message, rows[i].flags, rows[i].answers);
		message.data[4] = (u8)(rows[i].questions >> 8);
		message.data[5] = (u8)rows[i].questions;
		dns_ask(&message, NAME, TYPE_A);
		if (rows[i].questions == 2)
			dns_ask(&message, "www.example.org", TYPE_A);
		offset = read_question(&message, message.length,
				       rows[i].response, &question);
		EXPECT_EQ(rows[i].good, offset > 0) TH_LOG("row %zu", i);
		if (!rows[i].good)
			EXPECT_EQ(-EBADMSG, offset);
	}
}

/* Bytes where the question's name stands. */
TEST(question_names)
{
	static const struct {
		const char *bytes;
		size_t length;
		bool good;
	} rows[] = {
		{ "\1a", 3, true },
		{ "\3a.b\1c", 7, true },		/* a dot in a label */
		{ "\2\0\xff", 4, true },
		{ "\300\14", 2, false },		/* to itself */
		{ "\300\0", 2, false },			/* into the header */
		{ "\1a\300\14", 4, false },
		{ "\1a\300\16", 4, false },
		{ "\1a\300\377", 4, false },		/* behind the end */
		{ "\1a\100\14", 4, false },		/* reserved label types */
		{ "\1a\200\14", 4, false },
		{ "\100aaaa", 6, false },
	};
	struct cordon_dns_question question;
	struct dns_message message;
	size_t i;

	for (i = 0; i < ARRAY_SIZE(rows); i++) {
		int offset;

		dns_begin(&message, DNS_QUERY, 0);
		dns_put(&message, rows[i].bytes, rows[i].length);
		dns_put32(&message, 0x00010001);
		/* Room for whatever a pointer makes of it. */
		dns_put(&message, "\1b\0\0\1\0\1\0\0\0\0\0\0\0\0\0\0\0", 18);
		offset = read_question(&message, message.length, false,
				       &question);
		EXPECT_EQ(rows[i].good, offset > 0) TH_LOG("row %zu", i);
	}
}

/* Four labels, of which the last one has so many bytes. */
static int read_long_name(u8 last, struct cordon_dns_question *question)
{
	struct dns_message message;
	u8 label[64];
	int i;

	dns_begin(&message, DNS_QUERY, 0);
	memset(label, 'a', sizeof(label));
	label[0] = 63;
	for (i = 0; i < 3; i++)
		dns_put(&message, label, 64);
	label[0] = last;
	dns_put(&message, label, last + 1U);
	dns_put(&message, "", 1);
	dns_put32(&message, 0x00010001);
	return read_question(&message, message.length, false, question);
}

TEST(long_names)
{
	struct cordon_dns_question question;

	EXPECT_EQ(12 + 253 + 5, read_long_name(60, &question));
	EXPECT_EQ(253, question.length);
	/* 255 bytes with the root's */
	EXPECT_EQ(CORDON_DNS_QUESTION_MAX, read_long_name(61, &question));
	EXPECT_EQ(254, question.length);
	EXPECT_EQ(-EBADMSG, read_long_name(62, &question));
	EXPECT_EQ(-EBADMSG, read_long_name(63, &question));
}

/* 127 labels of one byte are a name, 128 are none. */
TEST(many_labels)
{
	struct cordon_dns_question question;
	struct dns_message message;
	int labels;
	int i;

	for (labels = 126; labels <= 128; labels++) {
		dns_begin(&message, DNS_QUERY, 0);
		for (i = 0; i < labels; i++)
			dns_put(&message, "\1a", 2);
		dns_put(&message, "", 1);
		dns_put32(&message, 0x00010001);
		EXPECT_EQ(labels < 128 ? 12 + 2 * labels + 5 : -EBADMSG,
			  read_question(&message, message.length, false,
					&question));
	}
}

/* Is every address that may come known by its record. */
TEST(is_learnable)
{
	static const struct {
		u16 class;
		u16 type;
		bool learnable;
	} rows[] = {
		{ 1, 1, true }, { 1, 28, true }, { 255, 1, true },
		{ 1, 255, false }, { 1, 65, false }, { 1, 64, false },
		{ 1, 5, false }, { 1, 0, false }, { 3, 1, false },
		{ 0, 1, false },
	};
	size_t i;

	for (i = 0; i < ARRAY_SIZE(rows); i++) {
		struct cordon_dns_question question = {
			.class = rows[i].class, .type = rows[i].type,
		};

		EXPECT_EQ(rows[i].learnable, cordon_dns_is_learnable(&question))
			TH_LOG("row %zu", i);
	}
}

/* The answers as "ADDRESS/TTL/NAMES ...", or what went wrong. */
static const char *walk_text(const struct dns_message *message,
			     const char *name, u16 type)
{
	static char text[4096];
	struct cordon_dns_walk *walk = malloc(sizeof(*walk));
	u8 *data = malloc(message->length);
	size_t length = 0;
	int more;

	if (!walk || !data)
		abort();
	memcpy(data, message->data, message->length);
	*text = '\0';
	more = dns_start(walk, data, message->length, name, type);
	if (more)
		memcpy(text, "start ", 7);
	else
		more = 1;
	while (more == 1) {
		char address[CORDON_ADDRESS_TEXT_MAX];

		more = cordon_dns_walk_next(walk);
		if (more != 1)
			break;
		cordon_address_to_text(&walk->answer.address, address,
				       sizeof(address));
		length += (size_t)sprintf(text + length, "%s%s/%u/%u",
					  length ? " " : "", address,
					  walk->answer.ttl,
					  walk->answer.names);
	}
	if (more)
		strcat(text, more == -EBADMSG ? "malformed" : "error");
	free(data);
	free(walk);
	return text;
}

TEST(answers)
{
	struct dns_message message;

	dns_begin(&message, DNS_RESPONSE, 3);
	dns_ask(&message, "WWW.Example.com", TYPE_A);
	dns_put_a(&message, NULL, 300, "192.0.2.1");
	dns_put_a(&message, "www.EXAMPLE.com", 60, "192.0.2.2");
	dns_put_a(&message, NULL, 0, "2001:db8::1");
	EXPECT_STREQ("192.0.2.1/300/1 192.0.2.2/60/1 2001:db8::1/0/1",
		     walk_text(&message, NAME, TYPE_A));
	/* As it stood in the record: unwrapping is the caller's. */
	dns_begin(&message, DNS_RESPONSE, 1);
	dns_ask(&message, NAME, CORDON_DNS_TYPE_AAAA);
	dns_put_a(&message, NULL, 1, "64:ff9b::c000:201");
	EXPECT_STREQ("64:ff9b::c000:201/1/1",
		     walk_text(&message, NAME, CORDON_DNS_TYPE_AAAA));
}

TEST(no_answers)
{
	struct dns_message message;

	dns_begin(&message, 0x8183, 0);
	dns_ask(&message, NAME, TYPE_A);
	EXPECT_STREQ("", walk_text(&message, NAME, TYPE_A));
	/* Only answers count: these stand behind them. */
	message.data[9] = 1;
	message.data[11] = 1;
	dns_put_a(&message, NULL, 300, "192.0.2.1");
	dns_put_a(&message, NULL, 300, "192.0.2.2");
	EXPECT_STREQ("", walk_text(&message, NAME, TYPE_A));
}

static int start(const struct dns_message *message,
		 const struct cordon_dns_question *question)
{
	struct cordon_dns_walk walk;

	return cordon_dns_walk_start(&walk, message->data, message->length,
				     question);
}

static void make_answer(struct dns_message *message,
			struct cordon_dns_question *question)
{
	dns_begin(message, DNS_RESPONSE, 1);
	dns_ask(message, NAME, TYPE_A);
	dns_put_a(message, NULL, 300, "192.0.2.1");
	question->id = DNS_ID;
	question->type = TYPE_A;
	question->class = CORDON_DNS_CLASS_IN;
	question->length = (u8)cordon_test_wire(NAME, question->name);
}

TEST(answers_of_another_name)
{
	struct cordon_dns_question question;
	struct dns_message message;

	make_answer(&message, &question);
	EXPECT_EQ(0, start(&message, &question));
	question.name[1] = 'v';
	EXPECT_EQ(-EBADMSG, start(&message, &question));
	question.name[1] = 'w';
	question.length -= 4;
	EXPECT_EQ(-EBADMSG, start(&message, &question));
	question.length += 4;
	EXPECT_EQ(0, start(&message, &question));
	/* A question is no response. */
	message.data[2] &= 0x7f;
	EXPECT_EQ(-EBADMSG, start(&message, &question));
}

/* The response must repeat what was asked, all of it. */
TEST(answers_to_another_question)
{
	struct cordon_dns_question question;
	struct dns_message message;

	make_answer(&message, &question);
	EXPECT_EQ(0, start(&message, &question));
	question.id++;
	EXPECT_EQ(-EBADMSG, start(&message, &question)) TH_LOG("id");
	question.id--;
	question.type = CORDON_DNS_TYPE_AAAA;
	EXPECT_EQ(-EBADMSG, start(&message, &question)) TH_LOG("type");
	question.type = TYPE_A;
	question.class = 3;
	EXPECT_EQ(-EBADMSG, start(&message, &question)) TH_LOG("class");
	question.class = CORDON_DNS_CLASS_IN;
	message.data[5] = 2;
	EXPECT_EQ(-EBADMSG, start(&message, &question)) TH_LOG("QDCOUNT");
	message.data[5] = 1;
	message.data[2] |= 0x28;
	EXPECT_EQ(-EBADMSG, start(&message, &question)) TH_LOG("opcode");
	message.data[2] &= (u8)~0x28;
	EXPECT_EQ(0, start(&message, &question));
}

/* Records that tie nothing to the question. */
TEST(records_aside)
{
	struct dns_message message;
	size_t record;

	dns_begin(&message, DNS_RESPONSE, 6);
	dns_ask(&message, NAME, TYPE_A);
	dns_put_a(&message, "example.com", 300, "192.0.2.1");
	dns_put_a(&message, "a.www.example.com", 300, "192.0.2.2");
	dns_put_a(&message, "other.example", 300, "192.0.2.3");
	dns_put_cname(&message, "other.example", 300, NAME);
	/* Another class */
	dns_put_a(&message, NULL, 300, "192.0.2.4");
	message.data[message.length - 11] = 3;
	/* Another type */
	dns_put_pointer(&message, 12);
	record = dns_record(&message, DNS_TYPE_TXT, 300);
	dns_put(&message, "\3abc", 4);
	dns_record_end(&message, record);
	EXPECT_STREQ("", walk_text(&message, NAME, TYPE_A));
}

TEST(chains)
{
	struct dns_message message;

	dns_begin(&message, DNS_RESPONSE, 4);
	dns_ask(&message, NAME, TYPE_A);
	dns_put_cname(&message, NULL, 300, "shop.cdn.example");
	dns_put_cname(&message, "shop.cdn.example", 20, "edge.cdn.example");
	dns_put_a(&message, "edge.cdn.example", 60, "192.0.2.1");
	dns_put_a(&message, "shop.cdn.example", 60, "192.0.2.2");
	EXPECT_STREQ("192.0.2.1/20/3 192.0.2.2/60/2",
		     walk_text(&message, NAME, TYPE_A));

	/* Out of order, the addresses before the names that lead to them. */
	dns_begin(&message, DNS_RESPONSE, 4);
	dns_ask(&message, NAME, TYPE_A);
	dns_put_a(&message, "edge.cdn.example", 60, "192.0.2.1");
	dns_put_cname(&message, "SHOP.cdn.example", 20, "edge.cdn.EXAMPLE");
	dns_put_a(&message, NULL, 7, "192.0.2.3");
	dns_put_cname(&message, NULL, 300, "shop.CDN.example");
	EXPECT_STREQ("192.0.2.1/20/3 192.0.2.3/7/1",
		     walk_text(&message, NAME, TYPE_A));

	/* Loops: of one, and of two. */
	dns_begin(&message, DNS_RESPONSE, 2);
	dns_ask(&message, NAME, TYPE_A);
	dns_put_cname(&message, NULL, 300, NAME);
	dns_put_a(&message, NULL, 60, "192.0.2.1");
	EXPECT_STREQ("192.0.2.1/60/1", walk_text(&message, NAME, TYPE_A));
	dns_begin(&message, DNS_RESPONSE, 3);
	dns_ask(&message, NAME, TYPE_A);
	dns_put_cname(&message, NULL, 300, "a.example");
	dns_put_cname(&message, "a.example", 300, NAME);
	dns_put_a(&message, "a.example", 60, "192.0.2.1");
	EXPECT_STREQ("192.0.2.1/60/2", walk_text(&message, NAME, TYPE_A));
}

/* A chain of so many names, then an address of the last one and a stranger's. */
static void put_chain(struct dns_message *message, int names)
{
	char owner[32] = NAME;
	int i;

	dns_begin(message, DNS_RESPONSE, (u16)(names + 1));
	dns_ask(message, NAME, TYPE_A);
	for (i = 1; i < names; i++) {
		char target[32];

		snprintf(target, sizeof(target), "n%d.example", i);
		dns_put_cname(message, owner, 1000 - (u32)i, target);
		memcpy(owner, target, sizeof(owner));
	}
	dns_put_a(message, owner, 2000, "192.0.2.1");
	dns_put_a(message, "stranger.example", 2000, "192.0.2.2");
}

static int start_chain(int names)
{
	struct cordon_dns_walk *walk = malloc(sizeof(*walk));
	struct dns_message message;
	int error;

	put_chain(&message, names);
	if (!walk)
		abort();
	error = dns_start(walk, message.data, message.length, NAME, TYPE_A);
	free(walk);
	return error;
}

/* Every alias counts up to the bound; past it nothing does. */
TEST(chain_limit)
{
	struct dns_message message;
	char expected[64];
	int names;

	for (names = 2; names <= CORDON_DNS_CHAIN_MAX; names++) {
		put_chain(&message, names);
		snprintf(expected, sizeof(expected), "192.0.2.1/%d/%d",
			 1001 - names, names);
		EXPECT_STREQ(expected, walk_text(&message, NAME, TYPE_A));
	}
	/* 16 aliases, as systemd-resolved follows. */
	EXPECT_EQ(0, start_chain(17));
	EXPECT_EQ(-EBADMSG, start_chain(18));
	EXPECT_EQ(-EBADMSG, start_chain(40));
}

/* A loop ends the chain, and hides nothing that is broken behind it. */
TEST(loop_and_broken_end)
{
	struct cordon_dns_walk *walk = malloc(sizeof(*walk));
	struct dns_message message;
	size_t whole, length;

	ASSERT_NE(NULL, walk);
	dns_begin(&message, DNS_RESPONSE, 4);
	dns_ask(&message, NAME, TYPE_A);
	dns_put_cname(&message, NULL, 300, "a.example");
	dns_put_cname(&message, "a.example", 300, NAME);
	dns_put_a(&message, "a.example", 60, "192.0.2.1");
	whole = message.length;
	dns_put_a(&message, "a.example", 60, "192.0.2.2");
	for (length = whole; length < message.length; length++)
		EXPECT_EQ(-EBADMSG, dns_start(walk, message.data, length, NAME,
					      TYPE_A));
	EXPECT_STREQ("192.0.2.1/60/2 192.0.2.2/60/2",
		     walk_text(&message, NAME, TYPE_A));
	free(walk);
}

TEST(lifetimes)
{
	static const struct {
		u32 cname;
		u32 address;
		u32 ttl;
	} rows[] = {
		{ 300, 60, 60 }, { 60, 300, 60 }, { 0, 300, 0 }, { 300, 0, 0 },
		{ 0x7fffffff, 0x7fffffff, 0x7fffffff },
		/* The top bit set: zero (RFC 2181, 8). */
		{ 0x80000000, 300, 0 }, { 300, 0x80000000, 0 },
		{ 0xffffffff, 0xffffffff, 0 },
	};
	struct dns_message message;
	char expected[64];
	size_t i;

	for (i = 0; i < ARRAY_SIZE(rows); i++) {
		dns_begin(&message, DNS_RESPONSE, 2);
		dns_ask(&message, NAME, TYPE_A);
		dns_put_cname(&message, NULL, rows[i].cname, "a.example");
		dns_put_a(&message, "a.example", rows[i].address, "192.0.2.1");
		snprintf(expected, sizeof(expected), "192.0.2.1/%u/2",
			 rows[i].ttl);
		EXPECT_STREQ(expected, walk_text(&message, NAME, TYPE_A));
	}
}

TEST_HARNESS_MAIN
