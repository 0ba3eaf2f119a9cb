// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * What a policy says of what a capture shows: names, addresses, and addresses
 * that answers tied to names
 */
#include <arpa/inet.h>

#include "engine/policy/validate.h"
#include "engine/policy/words.h"
#include "unit/engine/dns_message.h"
#include "replay/judge.h"
#include "unit/libcordon/source_tree.h"
#include "kselftest_harness.h"

#define SECOND		1000000000ULL
#define START		(1700000000 * SECOND)
#define RESOLVER	"10.20.0.53"
#define CLIENT		"192.0.2.1"

FIXTURE(judge)
{
	struct source_tree tree;
	struct cordon_diagnostics diag;
	struct cordon_compiled compiled;
	struct cordon_blob blob;
	struct replay_judge *judge;
	struct cordon_decision decision;
	u64 time;
};

FIXTURE_SETUP(judge)
{
	memset(self, 0, sizeof(*self));
	self->time = START;
	ASSERT_EQ(0, source_tree_make(&self->tree));
}

FIXTURE_TEARDOWN(judge)
{
	replay_judge_free(self->judge);
	cordon_compiled_free(&self->compiled);
	cordon_diagnostics_free(&self->diag);
	source_tree_remove(&self->tree);
}

/* A policy with the service "alpha", and with "beta", which is let through. */
static int put_in_force(FIXTURE_DATA(judge) * self, const char *network)
{
	static const char alpha[] =
		"domain alpha.test\nexcept domain open.alpha.test\n"
		"prefix 198.51.100.0/24\nprefix 2001:db8:a::/48\n";
	struct cordon_fault fault;
	char ini[1024];
	int error;

	replay_judge_free(self->judge);
	self->judge = NULL;
	cordon_compiled_free(&self->compiled);
	snprintf(ini, sizeof(ini),
		 SOURCE_POLICY "[service beta]\naction = allow\n[network]\n%s",
		 network);
	error = source_tree_text(&self->tree, "test.ini", ini) ?:
		source_tree_text(&self->tree, "cdn.list",
				 "prefix 198.51.100.128/25\nprefix 203.0.114.64/26\n") ?:
		source_tree_text(&self->tree, "services/alpha.list", alpha) ?:
		source_tree_text(&self->tree, "services/beta.list",
				 "domain beta.test\nprefix 198.51.100.64/26\n") ?:
		cordon_compile(self->tree.ini, &self->diag, &self->compiled) ?:
		cordon_blob_open(&self->blob, self->compiled.blob,
				 self->compiled.size, &fault);
	source_show(&self->diag);
	if (!error)
		self->judge = replay_judge_new(&self->blob);
	return error ?: self->judge ? 0 : -ENOMEM;
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

static struct replay_session session_of(const char *client, u16 client_port,
					const char *server, u16 server_port,
					u8 protocol)
{
	struct replay_session session = {
		.end = { { address_of(client), client_port },
			 { address_of(server), server_port } },
		.protocol = protocol,
	};

	return session;
}

/* What becomes of a connection, as "deny prefix alpha". */
static const char *connect_from(FIXTURE_DATA(judge) * self, const char *client,
				const char *server, u16 port, u8 protocol)
{
	static const char *const verdicts[] = { "allow", "deny", "inspect" };
	struct replay_session session = session_of(client, 40000, server, port,
						   protocol);
	struct cordon_decision *decision = &self->decision;
	static char text[160];
	const char *service = "-";
	u32 length = 1;

	replay_judge_session(self->judge, &session, self->time, decision);
	if (decision->service != CORDON_NO_SERVICE)
		service = cordon_blob_text(&self->blob,
					   &self->blob.services[decision->service].name,
					   &length);
	snprintf(text, sizeof(text), "%s %s %.*s", verdicts[decision->verdict],
		 cordon_reason_word(decision->reason), (int)length, service);
	return text;
}

static const char *connect_to(FIXTURE_DATA(judge) * self, const char *server)
{
	return connect_from(self, CLIENT, server, 443, REPLAY_TCP);
}

/* A DNS message between @client and @resolver, sent by the session's end @sender. */
static void tell_message(FIXTURE_DATA(judge) * self, const char *client,
			 const char *resolver, unsigned int sender,
			 const struct dns_message *message, size_t length)
{
	struct replay_session session = session_of(client, 5000, resolver, 53,
						   REPLAY_UDP);
	struct replay_packet packet = {
		.time = self->time,
		.source = session.end[sender].address,
		.destination = session.end[!sender].address,
		.source_port = session.end[sender].port,
		.destination_port = session.end[!sender].port,
		.protocol = REPLAY_UDP,
		.cut = length < message->length,
		.payload = message->data,
		.length = length,
		.whole = message->length,
	};

	replay_judge_message(self->judge, &session, sender, &packet);
}

static void ask(FIXTURE_DATA(judge) * self, const char *client,
		const char *resolver, const char *name)
{
	struct dns_message message;

	dns_begin(&message, DNS_QUERY, 0);
	dns_ask(&message, name, CORDON_DNS_TYPE_A);
	tell_message(self, client, resolver, 0, &message, message.length);
}

static void answer(FIXTURE_DATA(judge) * self, const char *client,
		   const char *resolver, const char *name, const char *address)
{
	struct dns_message message;

	dns_begin(&message, DNS_RESPONSE, 1);
	dns_ask(&message, name, CORDON_DNS_TYPE_A);
	dns_put_a(&message, name, 60, address);
	tell_message(self, client, resolver, 1, &message, message.length);
}

static void resolve(FIXTURE_DATA(judge) * self, const char *name,
		    const char *address)
{
	ask(self, CLIENT, RESOLVER, name);
	answer(self, CLIENT, RESOLVER, name, address);
}

/* What becomes of a name, as "deny name". An empty one is none. */
static const char *judge_sighting(FIXTURE_DATA(judge) * self,
				  struct replay_sighting *sighting,
				  const char *text)
{
	static const char *const verdicts[] = { "allow", "deny", "inspect" };
	const struct replay_packet packet = { .time = self->time };
	struct cordon_host host = { .kind = CORDON_HOST_NONE };
	static char said[80];
	bool refused;

	if (*text && cordon_host_from_text(&host, (const u8 *)text, strlen(text)))
		abort();
	sighting->packet = &packet;
	sighting->host = &host;
	replay_judge_session(self->judge, sighting->session, self->time,
			     &self->decision);
	refused = self->decision.verdict == CORDON_DENY;
	replay_judge_name(self->judge, sighting, refused, &self->decision);
	snprintf(said, sizeof(said), "%s %s", verdicts[self->decision.verdict],
		 cordon_reason_word(self->decision.reason));
	return said;
}

/* What becomes of a name in a connection to @server. */
static const char *judge_host_at(FIXTURE_DATA(judge) * self, const char *server,
				 enum cordon_layer layer, const char *text)
{
	struct replay_session session = session_of(CLIENT, 40000, server, 443,
						   REPLAY_TCP);
	struct replay_sighting sighting = { .session = &session, .layer = layer };

	return judge_sighting(self, &sighting, text);
}

static const char *judge_name(FIXTURE_DATA(judge) * self, const char *name)
{
	return judge_host_at(self, "203.0.114.1", CORDON_LAYER_SNI, name);
}

/* @name in a message to or from @server, its port and protocol; cut or not. */
static const char *judge_in(FIXTURE_DATA(judge) * self, const char *server,
			    u16 port, u8 protocol, unsigned int sender,
			    const struct dns_message *data, bool cut,
			    const char *name)
{
	struct replay_session session = session_of(CLIENT, 40000, server, port,
						   protocol);
	const struct replay_message message = {
		.bytes = data->data, .length = data->length, .cut = cut,
	};
	struct replay_sighting sighting = {
		.session = &session,
		.sender = sender,
		.layer = CORDON_LAYER_DNS,
		.message = &message,
	};

	return judge_sighting(self, &sighting, name);
}

static const char *judge_asked(FIXTURE_DATA(judge) * self, u16 type,
			       const char *name)
{
	struct dns_message message;

	dns_begin(&message, DNS_QUERY, 0);
	dns_ask(&message, name, type);
	return judge_in(self, RESOLVER, 53, REPLAY_UDP, 0, &message, false, name);
}

/* A CNAME or an SVCB leads to the name. */
static const char *judge_target(FIXTURE_DATA(judge) * self,
				enum cordon_layer layer, const char *name)
{
	struct replay_session session = session_of(CLIENT, 40000, RESOLVER, 53,
						   REPLAY_UDP);
	const struct replay_message message = { .length = 0 };
	struct replay_sighting sighting = {
		.session = &session,
		.sender = 1,
		.layer = layer,
		.message = &message,
	};

	return judge_sighting(self, &sighting, name);
}

TEST_F(judge, prefixes)
{
	ASSERT_EQ(0, put_in_force(self, "shared = cdn.list\n"));
	EXPECT_STREQ("deny prefix alpha", connect_to(self, "198.51.100.1"));
	EXPECT_STREQ("deny prefix alpha", connect_to(self, "2001:db8:a::1"));
	EXPECT_STREQ("deny prefix alpha", connect_to(self, "2002:c633:6401::1"));
	EXPECT_STREQ("allow none -", connect_to(self, "198.51.101.1"));
	EXPECT_STREQ("allow none -", connect_to(self, "2001:db8:b::1"));
	/* Beside beta, which is open; and in a range that is shared. */
	EXPECT_STREQ("inspect prefix alpha", connect_to(self, "198.51.100.65"));
	EXPECT_STREQ("deny prefix alpha", connect_to(self, "198.51.100.129"));
	/* Whatever the protocol. */
	EXPECT_STREQ("deny prefix alpha",
		     connect_from(self, CLIENT, "198.51.100.1", 0, REPLAY_ICMP));
	EXPECT_STREQ("allow none -",
		     connect_from(self, CLIENT, "198.51.101.1", 0, REPLAY_ICMP));
}

TEST_F(judge, names)
{
	ASSERT_EQ(0, put_in_force(self, ""));
	/* Its address is nobody's: the kernel does not refuse it. */
	EXPECT_STREQ("inspect name", judge_name(self, "alpha.test"));
	EXPECT_STREQ("inspect name", judge_name(self, "WWW.Alpha.Test."));
	EXPECT_STREQ("allow except", judge_name(self, "a.open.alpha.test"));
	EXPECT_STREQ("allow none", judge_name(self, "notalpha.test"));
	EXPECT_STREQ("allow name", judge_name(self, "beta.test"));
	EXPECT_NE(CORDON_NO_SERVICE, self->decision.service);
}

TEST_F(judge, address_literals)
{
	ASSERT_EQ(0, put_in_force(self, "shared = cdn.list\n"));
	EXPECT_STREQ("inspect prefix", judge_name(self, "198.51.100.1"));
	EXPECT_STREQ("inspect prefix", judge_name(self, "[2001:db8:a::1]"));
	EXPECT_STREQ("inspect prefix", judge_name(self, "[::ffff:198.51.100.1]"));
	EXPECT_STREQ("inspect prefix", judge_name(self, "[2002:c633:6401::1]"));
	EXPECT_STREQ("inspect prefix", judge_name(self, "198.51.100.65"));
	EXPECT_STREQ("allow none", judge_name(self, "198.51.101.1"));
	/* Asked of the address itself. */
	EXPECT_STREQ("deny prefix",
		     judge_host_at(self, "198.51.100.1", CORDON_LAYER_HTTP,
				   "198.51.100.1"));
}

/* A name in a connection is refused where the connection is, and only there. */
TEST_F(judge, names_by_their_addresses)
{
	static const enum cordon_layer layers[] = {
		CORDON_LAYER_SNI, CORDON_LAYER_QUIC, CORDON_LAYER_HTTP,
		CORDON_LAYER_CONNECT, CORDON_LAYER_SOCKS,
	};
	size_t i;

	ASSERT_EQ(0, put_in_force(self, "shared = cdn.list\n"));
	resolve(self, "www.alpha.test", "203.0.114.7");
	resolve(self, "www.alpha.test", "203.0.114.8");
	resolve(self, "www.gamma.test", "203.0.114.8");
	resolve(self, "www.alpha.test", "203.0.114.65");
	for (i = 0; i < ARRAY_SIZE(layers); i++) {
		/* Learned for it alone, learned for a harmless one, too. */
		EXPECT_STREQ("deny name",
			     judge_host_at(self, "203.0.114.7", layers[i],
					   "www.alpha.test"));
		EXPECT_STREQ("inspect name",
			     judge_host_at(self, "203.0.114.8", layers[i],
					   "www.alpha.test"));
		/* In a shared range; in its own, and where that is not its alone. */
		EXPECT_STREQ("inspect name",
			     judge_host_at(self, "203.0.114.65", layers[i],
					   "www.alpha.test"));
		EXPECT_STREQ("deny name",
			     judge_host_at(self, "198.51.100.1", layers[i],
					   "www.alpha.test"));
		EXPECT_STREQ("deny name",
			     judge_host_at(self, "198.51.100.129", layers[i],
					   "www.alpha.test"));
		EXPECT_STREQ("inspect name",
			     judge_host_at(self, "198.51.100.65", layers[i],
					   "www.alpha.test"));
		/* Another's name meets the same. */
		EXPECT_STREQ("deny learned",
			     judge_host_at(self, "203.0.114.7", layers[i],
					   "www.gamma.test"));
		EXPECT_NE(CORDON_NO_SERVICE, self->decision.service);
		EXPECT_STREQ("deny prefix",
			     judge_host_at(self, "198.51.100.1", layers[i],
					   "www.beta.test"));
		EXPECT_STREQ("allow none",
			     judge_host_at(self, "203.0.114.8", layers[i],
					   "www.gamma.test"));
		EXPECT_STREQ("allow name",
			     judge_host_at(self, "198.51.100.65", layers[i],
					   "www.beta.test"));
	}
}

/* dns = learn: what can be learned from goes out, and the connect is refused. */
TEST_F(judge, questions)
{
	static const struct {
		u16 type;
		const char *learn, *refuse;
	} cases[] = {
		{ CORDON_DNS_TYPE_A, "allow name", "deny name" },
		{ CORDON_DNS_TYPE_AAAA, "allow name", "deny name" },
		{ DNS_TYPE_TXT, "deny name", "deny name" },
		{ 65, "deny name", "deny name" },
	};
	size_t i;

	ASSERT_EQ(0, put_in_force(self, "dns = learn\n"));
	for (i = 0; i < ARRAY_SIZE(cases); i++) {
		EXPECT_STREQ(cases[i].learn,
			     judge_asked(self, cases[i].type, "www.alpha.test"));
		/* Whose it is can be told all the same. */
		EXPECT_NE(CORDON_NO_SERVICE, self->decision.service);
		EXPECT_STREQ("allow none",
			     judge_asked(self, cases[i].type, "www.gamma.test"));
	}
	ASSERT_EQ(0, put_in_force(self, "dns = refuse\n"));
	for (i = 0; i < ARRAY_SIZE(cases); i++) {
		EXPECT_STREQ(cases[i].refuse,
			     judge_asked(self, cases[i].type, "www.alpha.test"));
		EXPECT_STREQ("allow none",
			     judge_asked(self, cases[i].type, "www.gamma.test"));
		EXPECT_STREQ("allow except",
			     judge_asked(self, cases[i].type, "open.alpha.test"));
	}
	/* Answers are not refused, with either. */
	EXPECT_STREQ("allow name",
		     judge_target(self, CORDON_LAYER_CNAME, "www.alpha.test"));
	EXPECT_STREQ("allow name",
		     judge_target(self, CORDON_LAYER_SVCB, "www.alpha.test"));
	EXPECT_NE(CORDON_NO_SERVICE, self->decision.service);
}

/* What a handset says of a message, and where it does not read it at all. */
TEST_F(judge, messages)
{
	static const struct {
		const char *server;
		u16 port;
		u8 protocol;
		bool judged;
	} rows[] = {
		{ RESOLVER, 53, REPLAY_UDP, true },
		{ RESOLVER, 53, REPLAY_TCP, false },
		{ RESOLVER, 5353, REPLAY_UDP, false },
		{ RESOLVER, 5355, REPLAY_UDP, false },
		{ "224.0.0.251", 5353, REPLAY_UDP, false },
		{ "9.9.9.9", 53, REPLAY_UDP, false },
	};
	struct dns_message https, two, none;
	size_t i;

	dns_begin(&https, DNS_QUERY, 0);
	dns_ask(&https, "www.alpha.test", 65);
	dns_begin(&two, DNS_QUERY, 0);
	two.data[5] = 2;
	dns_ask(&two, "www.gamma.test", 1);
	dns_ask(&two, "www.alpha.test", 1);
	dns_begin(&none, DNS_QUERY, 0);
	none.data[5] = 0;
	ASSERT_EQ(0, put_in_force(self, "other-resolvers = allow\n"
				  "resolvers = " RESOLVER "\n"));
	for (i = 0; i < ARRAY_SIZE(rows); i++) {
		bool judged = rows[i].judged;

#define SAYS(message, cut, name)						\
	judge_in(self, rows[i].server, rows[i].port, rows[i].protocol, 0,	\
		 message, cut, name)
		EXPECT_STREQ(judged ? "deny name" : "allow name",
			     SAYS(&https, false, "www.alpha.test"));
		EXPECT_NE(CORDON_NO_SERVICE, self->decision.service);
		EXPECT_STREQ(judged ? "deny dns-malformed" : "allow name",
			     SAYS(&two, false, "www.alpha.test"));
		EXPECT_STREQ(judged ? "deny dns-malformed" : "allow none",
			     SAYS(&two, false, "www.gamma.test"));
		EXPECT_STREQ(judged ? "deny dns-malformed" : "allow none",
			     SAYS(&none, false, ""));
		/* Nobody knows what stood in the rest. */
		EXPECT_STREQ("allow none", SAYS(&none, true, ""));
		EXPECT_STREQ(judged ? "deny name" : "allow name",
			     SAYS(&https, true, "www.alpha.test"));
	}
}

/* What goes to where nothing may go is refused for that, whatever it asks. */
TEST_F(judge, messages_to_refused_addresses)
{
	static const struct {
		const char *server;
		u16 port;
		u8 protocol;
		const char *said;
	} rows[] = {
		{ "9.9.9.9", 53, REPLAY_UDP, "deny other-resolver" },
		{ RESOLVER, 53, REPLAY_TCP, "deny dns-over-tcp" },
		{ "198.51.100.1", 5355, REPLAY_UDP, "deny prefix" },
		{ RESOLVER, 53, REPLAY_UDP, "allow none" },
		{ "198.51.101.1", 5355, REPLAY_TCP, "allow none" },
	};
	struct dns_message message;
	size_t i;

	ASSERT_EQ(0, put_in_force(self, "resolvers = " RESOLVER "\n"));
	dns_begin(&message, DNS_QUERY, 0);
	dns_ask(&message, "www.gamma.test", 1);
	for (i = 0; i < ARRAY_SIZE(rows); i++)
		EXPECT_STREQ(rows[i].said,
			     judge_in(self, rows[i].server, rows[i].port,
				      rows[i].protocol, 0, &message, false,
				      "www.gamma.test"));
}

/* A question that the capture has in its answer alone. */
TEST_F(judge, repeated_questions)
{
	struct dns_message message;

	ASSERT_EQ(0, put_in_force(self, ""));
	dns_begin(&message, DNS_RESPONSE, 0);
	dns_ask(&message, "www.alpha.test", 65);
	EXPECT_STREQ("deny name", judge_in(self, RESOLVER, 53, REPLAY_UDP, 1,
					   &message, false, "www.alpha.test"));
	dns_begin(&message, DNS_RESPONSE, 0);
	dns_ask(&message, "www.alpha.test", 1);
	EXPECT_STREQ("allow name", judge_in(self, RESOLVER, 53, REPLAY_UDP, 1,
					    &message, false, "www.alpha.test"));
	/* Whatever was asked, nothing is said of an answer. */
	message.data[5] = 0;
	EXPECT_STREQ("allow name", judge_in(self, RESOLVER, 53, REPLAY_UDP, 1,
					    &message, false, "www.alpha.test"));
	EXPECT_STREQ("allow none", judge_in(self, RESOLVER, 53, REPLAY_UDP, 1,
					    &message, false, ""));
}

TEST_F(judge, learned_from_answers)
{
	ASSERT_EQ(0, put_in_force(self, ""));
	EXPECT_STREQ("allow none -", connect_to(self, "203.0.114.7"));
	resolve(self, "www.alpha.test", "203.0.114.7");
	EXPECT_STREQ("deny learned alpha", connect_to(self, "203.0.114.7"));
	EXPECT_STREQ("allow none -", connect_to(self, "203.0.114.8"));
	/* A harmless name leads there, too. */
	resolve(self, "www.gamma.test", "203.0.114.7");
	EXPECT_STREQ("inspect learned alpha", connect_to(self, "203.0.114.7"));
	resolve(self, "open.alpha.test", "203.0.114.9");
	EXPECT_STREQ("allow none -", connect_to(self, "203.0.114.9"));
	/* Nor does a name open a prefix. */
	resolve(self, "www.beta.test", "198.51.100.1");
	EXPECT_STREQ("deny prefix alpha", connect_to(self, "198.51.100.1"));
}

TEST_F(judge, only_for_who_asked)
{
	ASSERT_EQ(0, put_in_force(self, ""));
	resolve(self, "www.alpha.test", "203.0.114.7");
	EXPECT_STREQ("allow none -",
		     connect_from(self, "192.0.2.2", "203.0.114.7", 443, REPLAY_TCP));
	EXPECT_STREQ("allow none -",
		     connect_from(self, "2001:db8::1", "203.0.114.7", 443, REPLAY_TCP));
	EXPECT_STREQ("deny learned alpha",
		     connect_from(self, CLIENT, "203.0.114.7", 443, REPLAY_TCP));
	/* An answer to another client, to another question, of another server. */
	ask(self, CLIENT, RESOLVER, "a.alpha.test");
	answer(self, "192.0.2.2", RESOLVER, "a.alpha.test", "203.0.114.8");
	answer(self, CLIENT, RESOLVER, "b.alpha.test", "203.0.114.8");
	answer(self, CLIENT, "10.20.0.54", "a.alpha.test", "203.0.114.8");
	EXPECT_STREQ("allow none -", connect_to(self, "203.0.114.8"));
	EXPECT_STREQ("allow none -",
		     connect_from(self, "192.0.2.2", "203.0.114.8", 443, REPLAY_TCP));
	answer(self, CLIENT, RESOLVER, "a.alpha.test", "203.0.114.8");
	EXPECT_STREQ("deny learned alpha", connect_to(self, "203.0.114.8"));
}

TEST_F(judge, no_answer_without_question)
{
	ASSERT_EQ(0, put_in_force(self, ""));
	answer(self, CLIENT, RESOLVER, "www.alpha.test", "203.0.114.7");
	EXPECT_STREQ("allow none -", connect_to(self, "203.0.114.7"));
	/* One answer for one question. */
	resolve(self, "www.alpha.test", "203.0.114.7");
	answer(self, CLIENT, RESOLVER, "www.alpha.test", "203.0.114.8");
	EXPECT_STREQ("deny learned alpha", connect_to(self, "203.0.114.7"));
	EXPECT_STREQ("allow none -", connect_to(self, "203.0.114.8"));
	/* Too late. */
	ask(self, CLIENT, RESOLVER, "www.alpha.test");
	self->time += 10 * SECOND;
	answer(self, CLIENT, RESOLVER, "www.alpha.test", "203.0.114.8");
	EXPECT_STREQ("allow none -", connect_to(self, "203.0.114.8"));
	ask(self, CLIENT, RESOLVER, "www.alpha.test");
	self->time += 10 * SECOND - SECOND / 1000;
	answer(self, CLIENT, RESOLVER, "www.alpha.test", "203.0.114.8");
	EXPECT_STREQ("deny learned alpha", connect_to(self, "203.0.114.8"));
}

/* The lifetime is the answer's; a clock that goes back takes nothing back. */
TEST_F(judge, lifetime)
{
	ASSERT_EQ(0, put_in_force(self, ""));
	resolve(self, "www.alpha.test", "203.0.114.7");
	self->time += 60 * SECOND - SECOND / 1000;
	EXPECT_STREQ("deny learned alpha", connect_to(self, "203.0.114.7"));
	self->time = 0;
	EXPECT_STREQ("deny learned alpha", connect_to(self, "203.0.114.7"));
	self->time = START + 60 * SECOND;
	EXPECT_STREQ("allow none -", connect_to(self, "203.0.114.7"));
	self->time = START;
	EXPECT_STREQ("allow none -", connect_to(self, "203.0.114.7"));
	resolve(self, "www.alpha.test", "203.0.114.7");
	EXPECT_STREQ("deny learned alpha", connect_to(self, "203.0.114.7"));
}

/* One packet from the far future ends nothing; a long pause does. */
TEST_F(judge, leaps_of_the_clock)
{
	ASSERT_EQ(0, put_in_force(self, ""));
	resolve(self, "www.alpha.test", "203.0.114.7");
	self->time = START + 400 * 86400 * SECOND;
	connect_to(self, "203.0.114.99");
	self->time = START + SECOND;
	EXPECT_STREQ("deny learned alpha", connect_to(self, "203.0.114.7"));
	self->time = START + 2 * 86400 * SECOND;
	connect_to(self, "203.0.114.99");
	EXPECT_STREQ("allow none -", connect_to(self, "203.0.114.7"));
}

TEST_F(judge, messages_that_teach_nothing)
{
	static const u8 opt[] = { 0, 0, 41, 4, 208, 0, 0, 0, 0, 0, 0 };
	struct dns_message message;
	size_t answers, i;

	ASSERT_EQ(0, put_in_force(self, ""));
	/* Cut by the capture: not all of the answers stand there. */
	dns_begin(&message, DNS_RESPONSE, 2);
	message.data[11] = 1;
	dns_ask(&message, "www.alpha.test", CORDON_DNS_TYPE_A);
	dns_put_a(&message, "www.alpha.test", 60, "203.0.114.7");
	dns_put_a(&message, "www.alpha.test", 60, "203.0.114.8");
	answers = message.length;
	dns_put(&message, opt, sizeof(opt));
	for (i = 0; i < answers; i++) {
		ask(self, CLIENT, RESOLVER, "www.alpha.test");
		tell_message(self, CLIENT, RESOLVER, 1, &message, i);
		EXPECT_STREQ("allow none -", connect_to(self, "203.0.114.7"));
	}
	/* What comes behind them is not needed. */
	ask(self, CLIENT, RESOLVER, "www.alpha.test");
	tell_message(self, CLIENT, RESOLVER, 1, &message, answers);
	EXPECT_STREQ("deny learned alpha", connect_to(self, "203.0.114.7"));
	EXPECT_STREQ("deny learned alpha", connect_to(self, "203.0.114.8"));
	/* Addresses that an answer must not take from others. */
	resolve(self, "www.alpha.test", "10.1.2.3");
	resolve(self, "www.alpha.test", "127.0.0.1");
	EXPECT_STREQ("allow none -", connect_to(self, "10.1.2.3"));
	EXPECT_STREQ("allow none -", connect_to(self, "127.0.0.1"));
}

/* Nobody can take DNS away by pointing a name at its server. */
TEST_F(judge, resolver_is_not_learned)
{
	ASSERT_EQ(0, put_in_force(self, ""));
	ask(self, CLIENT, "203.0.114.53", "www.alpha.test");
	answer(self, CLIENT, "203.0.114.53", "www.alpha.test", "203.0.114.53");
	EXPECT_STREQ("allow none -",
		     connect_from(self, CLIENT, "203.0.114.53", 53, REPLAY_UDP));
	ask(self, CLIENT, "203.0.114.53", "www.alpha.test");
	answer(self, CLIENT, "203.0.114.53", "www.alpha.test", "203.0.114.54");
	EXPECT_STREQ("deny learned alpha",
		     connect_from(self, CLIENT, "203.0.114.54", 53, REPLAY_UDP));
}

/* Questions that nobody answers fill the room of their own client alone. */
TEST_F(judge, unanswered_questions)
{
	char name[32];
	int i;

	ASSERT_EQ(0, put_in_force(self, ""));
	for (i = 0; i < 1000; i++) {
		snprintf(name, sizeof(name), "n%d.gamma.test", i);
		ask(self, "192.0.2.2", RESOLVER, name);
	}
	ask(self, "192.0.2.2", RESOLVER, "www.alpha.test");
	answer(self, "192.0.2.2", RESOLVER, "www.alpha.test", "203.0.114.7");
	EXPECT_STREQ("allow none -",
		     connect_from(self, "192.0.2.2", "203.0.114.7", 443, REPLAY_TCP));
	resolve(self, "www.alpha.test", "203.0.114.7");
	EXPECT_STREQ("deny learned alpha", connect_to(self, "203.0.114.7"));
}

TEST_F(judge, resolvers_of_the_policy)
{
	ASSERT_EQ(0, put_in_force(self, "resolvers = " RESOLVER "\n"));
	EXPECT_STREQ("allow none -",
		     connect_from(self, CLIENT, RESOLVER, 53, REPLAY_UDP));
	EXPECT_STREQ("deny dns-over-tcp -",
		     connect_from(self, CLIENT, RESOLVER, 53, REPLAY_TCP));
	EXPECT_STREQ("deny other-resolver -",
		     connect_from(self, CLIENT, "9.9.9.9", 53, REPLAY_UDP));
	/* Nor does anybody believe what another one answers. */
	ask(self, CLIENT, "9.9.9.9", "www.alpha.test");
	answer(self, CLIENT, "9.9.9.9", "www.alpha.test", "203.0.114.7");
	EXPECT_STREQ("allow none -", connect_to(self, "203.0.114.7"));
	resolve(self, "www.alpha.test", "203.0.114.7");
	EXPECT_STREQ("deny learned alpha", connect_to(self, "203.0.114.7"));
	EXPECT_STREQ("deny other-resolver -",
		     connect_from(self, CLIENT, "9.9.9.9", 53, REPLAY_TCP));
	EXPECT_STREQ("deny dns-encrypted -",
		     connect_from(self, CLIENT, RESOLVER, 853, REPLAY_TCP));
	EXPECT_STREQ("allow none -",
		     connect_from(self, CLIENT, "9.9.9.9", 443, REPLAY_UDP));
	/* No port is meant where there are none. */
	EXPECT_STREQ("allow none -",
		     connect_from(self, CLIENT, "9.9.9.9", 53, REPLAY_ICMP));
	ASSERT_EQ(0, put_in_force(self, "resolvers = " RESOLVER "\nother-resolvers = allow\n"));
	EXPECT_STREQ("allow none -",
		     connect_from(self, CLIENT, "9.9.9.9", 53, REPLAY_TCP));
	EXPECT_STREQ("allow none -",
		     connect_from(self, CLIENT, "9.9.9.9", 853, REPLAY_TCP));
}

/* cordond tells those of the phone's network: whoever the capture shows. */
TEST_F(judge, resolvers_of_the_network)
{
	ASSERT_EQ(0, put_in_force(self, ""));
	EXPECT_STREQ("allow none -",
		     connect_from(self, CLIENT, "9.9.9.9", 53, REPLAY_UDP));
	EXPECT_STREQ("allow none -",
		     connect_from(self, CLIENT, "2001:db8::53", 53, REPLAY_UDP));
	EXPECT_STREQ("deny dns-over-tcp -",
		     connect_from(self, CLIENT, "9.9.9.9", 53, REPLAY_TCP));
	EXPECT_STREQ("deny dns-encrypted -",
		     connect_from(self, CLIENT, "9.9.9.9", 853, REPLAY_TCP));
	/* It stands in a refused range. */
	EXPECT_STREQ("deny prefix alpha",
		     connect_from(self, CLIENT, "198.51.100.1", 53, REPLAY_UDP));
	ASSERT_EQ(0, put_in_force(self, "other-resolvers = allow\n"));
	EXPECT_STREQ("allow none -",
		     connect_from(self, CLIENT, "9.9.9.9", 53, REPLAY_TCP));
}

/* A prefix of NAT64 that the network has: the IPv4 address in it counts. */
TEST_F(judge, nat64)
{
	struct dns_message message;
	size_t record;
	struct cordon_address found = address_of("2001:db8:64::c000:aa");

	ASSERT_EQ(0, put_in_force(self, ""));
	EXPECT_STREQ("allow none -", connect_to(self, "2001:db8:64::c633:6401"));
	dns_begin(&message, DNS_QUERY, 0);
	dns_ask(&message, "ipv4only.arpa", CORDON_DNS_TYPE_AAAA);
	tell_message(self, CLIENT, RESOLVER, 0, &message, message.length);
	dns_begin(&message, DNS_RESPONSE, 1);
	dns_ask(&message, "ipv4only.arpa", CORDON_DNS_TYPE_AAAA);
	dns_put_name(&message, "ipv4only.arpa");
	record = dns_record(&message, CORDON_DNS_TYPE_AAAA, 60);
	dns_put(&message, found.byte, sizeof(found.byte));
	dns_record_end(&message, record);
	tell_message(self, CLIENT, RESOLVER, 1, &message, message.length);
	EXPECT_STREQ("deny prefix alpha",
		     connect_to(self, "2001:db8:64::c633:6401"));
	EXPECT_STREQ("allow none -", connect_to(self, "2001:db8:64::c633:6501"));
	/* A resolver behind it is one in both forms. */
	EXPECT_STREQ("allow none -",
		     connect_from(self, CLIENT, "2001:db8:64::909:909", 53,
				  REPLAY_UDP));
}

/* Two policies see the same, and each learns for itself. */
TEST_F(judge, two_at_once)
{
	struct replay_judge *first, *second;

	ASSERT_EQ(0, put_in_force(self, ""));
	first = self->judge;
	second = replay_judge_new(&self->blob);
	ASSERT_NE(NULL, second);
	EXPECT_EQ(&self->blob, replay_judge_blob(second));
	resolve(self, "www.alpha.test", "203.0.114.7");
	self->judge = second;
	EXPECT_STREQ("allow none -", connect_to(self, "203.0.114.7"));
	self->judge = first;
	EXPECT_STREQ("deny learned alpha", connect_to(self, "203.0.114.7"));
	replay_judge_free(second);
	replay_judge_free(NULL);
}

TEST_HARNESS_MAIN
