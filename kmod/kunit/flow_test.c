// SPDX-License-Identifier: GPL-2.0-only
/*
 * Cordon - KUnit: what becomes of the bytes of a first flight
 *
 * Names that begin with "no" are refused. Each piece is read from a copy of the flow
 * that is kept, as where a protocol has the bytes only then.
 */
#include "engine/flow.h"
#include "fixture.h"
#include "engine/tests/quic_packets.h"

#define TEXT_MAX	128
#define SIZE		CORDON_FLOW_SIZE(CORDON_DNS_QUESTION_MAX)
#define GET(host)	"GET / HTTP/1.1\r\nHost: " host "\r\n\r\n"
#define RANDOM		"0123456789abcdef0123456789abcdef"
/* A ClientHello of 57 bytes that names "no.a", in one record; and one of "ye.a". */
#define HELLO(name)	"\x16\3\1\0\x3c\1\0\0\x38\3\3" RANDOM \
			"\0\0\2\x13\1\1\0\0\x0d\0\0\0\x09\0\7\0\0\4" name
#define QUESTION(name)	"\0\x16\x12\x34\1\0\0\1\0\0\0\0\0\0\2" name "\1a\0\0\1\0\1"

struct heard {
	char text[TEXT_MAX];
	struct cordon_flow_connection *memory;
};

static bool hear(struct heard *heard, const char *layer, const u8 *wire,
		 size_t length)
{
	size_t used = strlen(heard->text);

	used += scnprintf(heard->text + used, TEXT_MAX - used, "%s ", layer);
	used += cordon_name_to_text(wire, length, heard->text + used,
				    TEXT_MAX - used);
	scnprintf(heard->text + used, TEXT_MAX - used, "; ");
	return length > 2 && !memcmp(wire + 1, "no", 2);
}

static bool on_name(void *data, const struct cordon_flow_name *name)
{
	return hear(data, cordon_layer_word(name->layer), name->host->name,
		    name->host->kind == CORDON_HOST_NAME ? name->host->length : 0);
}

static bool on_message(void *data, const u8 *message, size_t kept, size_t length)
{
	struct cordon_dns_question question;

	if (cordon_dns_read_question(message, kept, false, &question) < 0)
		return hear(data, "broken", NULL, 0);
	return hear(data, "dns", question.name, question.length);
}

static struct cordon_flow_connection *on_begin(void *data)
{
	struct heard *heard = data;
	struct cordon_flow_connection *memory = heard->memory;

	heard->memory = NULL;
	return memory;
}

static void on_end(void *data, struct cordon_flow_connection *connection)
{
	struct heard *heard = data;

	heard->memory = connection;
}

static const struct cordon_flow_calls calls = {
	.name = on_name,
	.message = on_message,
	.begin = on_begin,
	.end = on_end,
};

struct sent {
	const char *desc;
	const char *bytes;
	size_t length;
	bool dns;
	enum cordon_flow_says says;
	const char *said;
};

#define SENT(desc, bytes, dns, says, said) \
	{ desc, bytes, sizeof(bytes) - 1, dns, CORDON_FLOW_ ## says, said }

static const struct sent sents[] = {
	{ "hello_cut", HELLO("no.a"), sizeof(HELLO("no.a")) - 2, false,
	  CORDON_FLOW_WAIT, "" },
	SENT("hello_refused", HELLO("no.a"), false, REFUSE, "sni no.a; "),
	SENT("hello", HELLO("ye.a"), false, ALLOW, "sni ye.a; "),
	SENT("hello_to_dns", HELLO("no.a"), true, REFUSE, "sni no.a; "),
	SENT("request", GET("ye"), false, WAIT, "http ye; "),
	SENT("second_request", GET("ye") GET("no"), false, REFUSE,
	     "http ye; http no; "),
	SENT("broken_request", "GET / HTTP/1.1\r\nHost: ye\r\nx\r\n\r\n", false,
	     UNREADABLE, "http ye; "),
	SENT("proxy", "CONNECT ye:1 HTTP/1.0\r\n\r\n" HELLO("no.a"), false,
	     REFUSE, "connect ye; sni no.a; "),
	SENT("no_record", "\x17\3\1\1\1x", false, UNREADABLE, ""),
	SENT("nameless", "SSH-2.0-x\r\n", false, ALLOW, ""),
	SENT("questions", QUESTION("ye") QUESTION("no"), true, REFUSE,
	     "dns ye.a; dns no.a; "),
	SENT("broken_question", "\0\1x" QUESTION("ye"), true, WAIT,
	     "broken .; dns ye.a; "),
	SENT("question_elsewhere", QUESTION("no"), false, ALLOW, ""),
};

static void describe_sent(const struct sent *row, char *desc)
{
	cordon_test_describe(desc, row->desc);
}

KUNIT_ARRAY_PARAM(sent, sents, describe_sent);

static void test_stream(struct kunit *test)
{
	const struct sent *row = test->param_value;
	struct heard *heard = kunit_kzalloc(test, sizeof(*heard), GFP_KERNEL);
	enum cordon_flow_says says = CORDON_FLOW_WAIT;
	struct cordon_flow *flow, *copy;
	size_t piece, at, some;

	KUNIT_ASSERT_NOT_NULL(test, heard);
	for (piece = 1; piece <= row->length; piece++) {
		flow = kmalloc(SIZE, GFP_KERNEL);
		KUNIT_ASSERT_NOT_NULL(test, flow);
		heard->text[0] = '\0';
		cordon_flow_init(flow, CORDON_DNS_QUESTION_MAX, row->dns);
		for (at = 0; at < row->length; at += some) {
			some = min(piece, row->length - at);
			copy = kmemdup(flow, SIZE, GFP_KERNEL);
			KUNIT_ASSERT_NOT_NULL(test, copy);
			kfree(flow);
			flow = copy;
			says = cordon_flow_read(flow, row->bytes + at, some,
						&calls, heard);
		}
		KUNIT_EXPECT_EQ_MSG(test, row->says, says, "pieces of %zu", piece);
		KUNIT_EXPECT_STREQ_MSG(test, row->said, heard->text,
				       "pieces of %zu", piece);
		kfree(flow);
	}
}

static void test_datagrams(struct kunit *test)
{
	struct cordon_flow_connection *connections = NULL;
	struct heard *heard = kunit_kzalloc(test, sizeof(*heard), GFP_KERNEL);
	struct cordon_flow_datagram datagram = {
		.bytes = quic_whole, .length = sizeof(quic_whole),
	};

	KUNIT_ASSERT_NOT_NULL(test, heard);
	datagram.scratch = kunit_kzalloc(test, CORDON_QUIC_SCRATCH(sizeof(quic_whole)),
					 GFP_KERNEL);
	KUNIT_ASSERT_NOT_NULL(test, datagram.scratch);
	/* Without memory nothing passes that might name somebody. */
	KUNIT_EXPECT_EQ(test, CORDON_FLOW_UNREADABLE,
			cordon_flow_send(&connections, &datagram, &calls, heard));
	heard->memory = kunit_kzalloc(test, sizeof(*heard->memory), GFP_KERNEL);
	KUNIT_ASSERT_NOT_NULL(test, heard->memory);
	KUNIT_EXPECT_EQ(test, CORDON_FLOW_ALLOW,
			cordon_flow_send(&connections, &datagram, &calls, heard));
	KUNIT_EXPECT_STREQ(test, "quic www.example.com; ", heard->text);
	KUNIT_EXPECT_NOT_NULL(test, connections);
	KUNIT_EXPECT_EQ(test, CORDON_FLOW_ALLOW,
			cordon_flow_send(&connections, &datagram, &calls, heard));
	KUNIT_EXPECT_EQ(test, CORDON_QUIC_AGAIN, datagram.quic);
	heard->text[0] = '\0';
	datagram.dns = true;
	datagram.bytes = (const u8 *)QUESTION("no") + 2;
	datagram.length = sizeof(QUESTION("no")) - 3;
	KUNIT_EXPECT_EQ(test, CORDON_FLOW_REFUSE,
			cordon_flow_send(&connections, &datagram, &calls, heard));
	KUNIT_EXPECT_STREQ(test, "dns no.a; ", heard->text);
}

static struct kunit_case flow_cases[] = {
	KUNIT_CASE_PARAM(test_stream, sent_gen_params),
	KUNIT_CASE(test_datagrams),
	{}
};

static struct kunit_suite flow_suite = {
	.name = "cordon_flow",
	.test_cases = flow_cases,
};

kunit_test_suite(flow_suite);
