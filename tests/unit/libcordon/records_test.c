// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Audit records taken apart: what is read, and what is not believed
 */
#include <stdlib.h>

#include "libcordon/device/records.h"
#include "kselftest_harness.h"

#define HEAD	"audit(1700000000.123:45): "
#define DENIED	HEAD "cordon=\"DENIED\""

struct record_case {
	const char *what;
	const char *text;
	size_t length;
	int result;
	enum cordon_record_field field;
	const char *value;
};

/* A text that is read, and what one of its fields then is. */
#define GOOD(what, text, field, value) \
	{ what, text, sizeof(text) - 1, 0, field, value }
/* A text that is not. */
#define BAD(what, text, error) \
	{ what, text, sizeof(text) - 1, error, 0, NULL }

/* Each malformed text has its well-formed twin right before or after it. */
static const struct record_case cases[] = {
	GOOD("quoted",
	     DENIED " operation=\"exec\"", CORDON_FIELD_OPERATION, "exec"),
	BAD("quote not closed", DENIED " operation=\"exec", -EBADMSG),
	GOOD("empty string", DENIED " comm=\"\"", CORDON_FIELD_COMM, ""),
	GOOD("hex",
	     DENIED " rule=70617468202A2A2F78", CORDON_FIELD_RULE, "path **/x"),
	BAD("hex, odd", DENIED " rule=7061746", -EBADMSG),
	BAD("hex, lower case", DENIED " rule=70617468202a2a2f78", -EBADMSG),
	BAD("hex, no digit", DENIED " rule=7061ZZ68", -EBADMSG),
	BAD("hex, NUL inside", DENIED " comm=610062", -EBADMSG),
	BAD("hex, empty", DENIED " comm=", -EBADMSG),
	GOOD("hex, not UTF-8",
	     DENIED " comm=FF22", CORDON_FIELD_COMM, "\xff\""),
	BAD("audit's word for none", DENIED " comm=(null)", -EBADMSG),
	GOOD("number", DENIED " port=443", CORDON_FIELD_PORT, "443"),
	GOOD("largest number",
	     DENIED " version=18446744073709551615",
	     CORDON_FIELD_VERSION, "18446744073709551615"),
	BAD("number too large",
	    DENIED " version=18446744073709551616", -EBADMSG),
	BAD("number, quoted", DENIED " port=\"443\"", -EBADMSG),
	BAD("number, empty", DENIED " port=", -EBADMSG),
	BAD("number, negative", DENIED " port=-1", -EBADMSG),
	BAD("number with a tail", DENIED " port=443x", -EBADMSG),
	GOOD("protocol by name",
	     DENIED " proto=\"tcp\"", CORDON_FIELD_PROTO, "tcp"),
	GOOD("protocol by number",
	     DENIED " proto=132", CORDON_FIELD_PROTO, "132"),
	BAD("protocol in hex", DENIED " proto=746370FF", -EBADMSG),
	BAD("protocol, empty", DENIED " proto=", -EBADMSG),
	GOOD("unknown field before",
	     DENIED " tag=\"a b\" uid=0", CORDON_FIELD_UID, "0"),
	GOOD("unknown field, bare",
	     DENIED " x=?! uid=7", CORDON_FIELD_UID, "7"),
	BAD("unknown field, not closed", DENIED " x=\"?! uid=7", -EBADMSG),
	BAD("field twice", DENIED " uid=0 uid=1000", -EBADMSG),
	BAD("word without value", DENIED " uid", -EBADMSG),
	BAD("value without word", DENIED " =5", -EBADMSG),
	BAD("two blanks", DENIED "  uid=5", -EBADMSG),
	BAD("no blank between", DENIED "uid=5", -EBADMSG),
	GOOD("newline and NUL at the end",
	     DENIED " uid=5\n\0", CORDON_FIELD_UID, "5"),
	BAD("NUL inside", DENIED " comm=\"a\0b\"", -EBADMSG),
	/* What a process can call itself, as the kernel writes it. */
	GOOD("comm that looks like a field",
	     DENIED " comm=2220636F72646F6E3D224C4F414445442220 uid=5",
	     CORDON_FIELD_COMM, "\" cordon=\"LOADED\" "),
	GOOD("the uid behind it",
	     DENIED " comm=2220636F72646F6E3D224C4F414445442220 uid=5",
	     CORDON_FIELD_UID, "5"),
	GOOD("comm of hex digits stays quoted",
	     DENIED " comm=\"6162\"", CORDON_FIELD_COMM, "6162"),
	/* Whose record it is. */
	BAD("another module's", HEAD "apparmor=\"DENIED\" comm=\"x\"", -ENOMSG),
	BAD("Cordon's word in another's record",
	    HEAD "avc:  denied cordon=\"DENIED\"", -ENOMSG),
	GOOD("let through", HEAD "cordon=\"NEVER-BLOCK\" uid=5",
	     CORDON_FIELD_UID, "5"),
	GOOD("told for many", DENIED " uid=5 mode=\"enforce\" count=49",
	     CORDON_FIELD_COUNT, "49"),
	BAD("kind cut short", HEAD "cordon=\"NEVER\" uid=5", -EBADMSG),
	BAD("kind not known", HEAD "cordon=\"MAYBE\"", -EBADMSG),
	BAD("kind in hex", HEAD "cordon=44454E494544", -EBADMSG),
	BAD("kind not closed", HEAD "cordon=\"DENIED", -EBADMSG),
	/* The head. */
	BAD("empty", "", -EBADMSG),
	BAD("no head", "cordon=\"DENIED\"", -EBADMSG),
	BAD("head cut", "audit(1700000000.1", -EBADMSG),
	BAD("milliseconds too large",
	    "audit(1.1000:45): cordon=\"DENIED\"", -EBADMSG),
};

TEST(parse)
{
	static struct cordon_record record;
	size_t i;

	for (i = 0; i < ARRAY_SIZE(cases); i++) {
		const struct record_case *c = &cases[i];
		/* On the heap, without a NUL behind it: ASan sees an overrun. */
		char *text = malloc(c->length ? c->length : 1);

		ASSERT_NE(NULL, text);
		memcpy(text, c->text, c->length);
		EXPECT_EQ(c->result, cordon_record_parse(&record, text, c->length))
			TH_LOG("%s", c->what);
		if (c->result == 0)
			EXPECT_STREQ(c->value, record.text[c->field])
				TH_LOG("%s", c->what);
		free(text);
	}
}

TEST(whole_record)
{
	static const char *const fields[] = {
		"operation=\"connect\"", "service=\"facebook\"",
		"action=\"restrict\"", "reason=\"learned\"",
		"rule=646F6D61696E2066616365626F6F6B2E636F6D",
		"dest=\"157.240.9.35\"", "port=443", "proto=\"tcp\"",
		"name=\"www.facebook.com\"", "pid=123", "uid=1000",
		"comm=\"curl\"", "policy=\"met-handset\"", "version=1",
		"mode=\"enforce\"",
	};
	char text[1024] = DENIED;
	size_t i;
	static struct cordon_record record;

	for (i = 0; i < ARRAY_SIZE(fields); i++) {
		strcat(text, " ");
		strcat(text, fields[i]);
	}
	ASSERT_EQ(0, cordon_record_parse(&record, text, strlen(text)));
	EXPECT_EQ(1700000000, record.seconds);
	EXPECT_EQ(123, record.milliseconds);
	EXPECT_EQ(45, record.serial);
	EXPECT_EQ(CORDON_RECORD_DENIED, record.kind);
	EXPECT_STREQ("domain facebook.com", record.text[CORDON_FIELD_RULE]);
	EXPECT_EQ(443, record.number[CORDON_FIELD_PORT]);
	EXPECT_EQ(1000, record.number[CORDON_FIELD_UID]);
	EXPECT_STREQ("enforce", record.text[CORDON_FIELD_MODE]);
	EXPECT_EQ(NULL, record.text[CORDON_FIELD_PATH]);
	EXPECT_EQ(NULL, record.text[CORDON_FIELD_ERROR]);
}

/* Cut off after every byte: an error or fewer fields, and never an overrun. */
TEST(cut_off)
{
	static const char text[] = DENIED
		" operation=\"exec\" rule=6162 port=443 comm=\"x\"";
	static struct cordon_record record;
	size_t length;

	for (length = 0; length < strlen(text); length++) {
		char *part = malloc(length ? length : 1);
		int r;

		ASSERT_NE(NULL, part);
		memcpy(part, text, length);
		r = cordon_record_parse(&record, part, length);
		EXPECT_TRUE(r == 0 || r == -EBADMSG || r == -ENOMSG)
			TH_LOG("%zu bytes: %d", length, r);
		if (r == 0)
			EXPECT_EQ(NULL, record.text[CORDON_FIELD_COMM])
				TH_LOG("%zu bytes", length);
		free(part);
	}
}

/* The longest record fills the store to its end; one byte more is too long. */
TEST(longest)
{
	static struct cordon_record record;
	static char text[CORDON_RECORD_TEXT_MAX + 1];
	size_t head = strlen(DENIED " comm=\"");

	memset(text, 'a', sizeof(text));
	memcpy(text, DENIED " comm=\"", head);
	text[CORDON_RECORD_TEXT_MAX - 1] = '"';
	ASSERT_EQ(0, cordon_record_parse(&record, text, CORDON_RECORD_TEXT_MAX));
	EXPECT_EQ(CORDON_RECORD_TEXT_MAX - head - 1,
		  strlen(record.text[CORDON_FIELD_COMM]));
	text[CORDON_RECORD_TEXT_MAX - 1] = 'a';
	text[CORDON_RECORD_TEXT_MAX] = '"';
	EXPECT_EQ(-EMSGSIZE, cordon_record_parse(&record, text, sizeof(text)));
}

/* Nothing of the record before is left in the next one. */
TEST(no_leftovers)
{
	static struct cordon_record record;
	const char *first = DENIED " port=443 comm=\"first\"";
	const char *second = HEAD "cordon=\"LOADED\" operation=\"load\"";

	ASSERT_EQ(0, cordon_record_parse(&record, first, strlen(first)));
	ASSERT_EQ(0, cordon_record_parse(&record, second, strlen(second)));
	EXPECT_EQ(CORDON_RECORD_LOADED, record.kind);
	EXPECT_EQ(NULL, record.text[CORDON_FIELD_COMM]);
	EXPECT_EQ(0, record.number[CORDON_FIELD_PORT]);
}

TEST_HARNESS_MAIN
