/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * A policy, and what is said of what a capture shows: names, addresses, messages
 */
#ifndef _TESTS_JUDGE_FIXTURE_H
#define _TESTS_JUDGE_FIXTURE_H

#include <arpa/inet.h>

#include "engine/policy/validate.h"
#include "engine/policy/words.h"
#include "engine/tests/dns_message.h"
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
	struct replay_clock clock;
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
static inline int put_in_force(FIXTURE_DATA(judge) * self, const char *network)
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
		self->judge = replay_judge_new(&self->blob, &self->clock);
	return error ?: self->judge ? 0 : -ENOMEM;
}

static inline struct cordon_address address_of(const char *text)
{
	struct cordon_address address;
	u8 ipv4[4];

	if (inet_pton(AF_INET, text, ipv4) == 1)
		cordon_address_from_ipv4(&address, ipv4);
	else if (inet_pton(AF_INET6, text, address.byte) != 1)
		abort();
	return address;
}

static inline struct replay_session session_of(const char *client, u16 client_port,
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
static inline const char *connect_from(FIXTURE_DATA(judge) * self, const char *client,
				       const char *server, u16 port, u8 protocol)
{
	static const char *const verdicts[] = { "allow", "deny", "inspect" };
	struct replay_session session = session_of(client, 40000, server, port,
						   protocol);
	struct cordon_decision *decision = &self->decision;
	static char text[160];
	const char *service = "-";
	u32 length = 1;

	replay_clock_tick(&self->clock, self->time);
	replay_judge_session(self->judge, &session, decision);
	if (decision->service != CORDON_NO_SERVICE)
		service = cordon_blob_text(&self->blob,
					   &self->blob.services[decision->service].name,
					   &length);
	snprintf(text, sizeof(text), "%s %s %.*s", verdicts[decision->verdict],
		 cordon_reason_word(decision->reason), (int)length, service);
	return text;
}

static inline const char *connect_to(FIXTURE_DATA(judge) * self, const char *server)
{
	return connect_from(self, CLIENT, server, 443, REPLAY_TCP);
}

/*
 * A DNS message between @client and @resolver, sent by the session's end @sender.
 * Returns -EBUSY if there was no room for the question.
 */
static inline int tell_message(FIXTURE_DATA(judge) * self, const char *client,
			       const char *resolver, unsigned int sender,
			       const struct test_dns_message *message, size_t length)
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

	replay_clock_tick(&self->clock, self->time);
	return replay_judge_message(self->judge, &session, sender, &packet);
}

static inline int ask(FIXTURE_DATA(judge) * self, const char *client,
		      const char *resolver, const char *name)
{
	struct test_dns_message message;

	cordon_test_dns_begin(&message, DNS_QUERY, 0);
	cordon_test_dns_ask(&message, name, CORDON_DNS_TYPE_A);
	return tell_message(self, client, resolver, 0, &message, message.length);
}

static inline void answer(FIXTURE_DATA(judge) * self, const char *client,
			  const char *resolver, const char *name, const char *address)
{
	struct test_dns_message message;

	cordon_test_dns_begin(&message, DNS_RESPONSE, 1);
	cordon_test_dns_ask(&message, name, CORDON_DNS_TYPE_A);
	cordon_test_dns_put_a(&message, name, 60, address);
	tell_message(self, client, resolver, 1, &message, message.length);
}

static inline void resolve(FIXTURE_DATA(judge) * self, const char *name,
			   const char *address)
{
	ask(self, CLIENT, RESOLVER, name);
	answer(self, CLIENT, RESOLVER, name, address);
}

/* What becomes of a name, as "deny name". An empty one is none. */
static inline const char *judge_sighting(FIXTURE_DATA(judge) * self,
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
	replay_clock_tick(&self->clock, self->time);
	replay_judge_session(self->judge, sighting->session, &self->decision);
	refused = self->decision.verdict == CORDON_DENY;
	replay_judge_name(self->judge, sighting, refused, &self->decision);
	snprintf(said, sizeof(said), "%s %s", verdicts[self->decision.verdict],
		 cordon_reason_word(self->decision.reason));
	return said;
}

/* What becomes of a name in a connection to @server. */
static inline const char *judge_host_at(FIXTURE_DATA(judge) * self, const char *server,
					enum cordon_layer layer, const char *text)
{
	struct replay_session session = session_of(CLIENT, 40000, server, 443,
						   REPLAY_TCP);
	struct replay_sighting sighting = { .session = &session, .layer = layer };

	return judge_sighting(self, &sighting, text);
}

static inline const char *judge_name(FIXTURE_DATA(judge) * self, const char *name)
{
	return judge_host_at(self, "203.0.114.1", CORDON_LAYER_SNI, name);
}

/* @name in a message to or from @server, its port and protocol; cut or not. */
static inline const char *judge_in(FIXTURE_DATA(judge) * self, const char *server,
				   u16 port, u8 protocol, unsigned int sender,
				   const struct test_dns_message *data, bool cut,
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

static inline const char *judge_asked(FIXTURE_DATA(judge) * self, u16 type,
				      const char *name)
{
	struct test_dns_message message;

	cordon_test_dns_begin(&message, DNS_QUERY, 0);
	cordon_test_dns_ask(&message, name, type);
	return judge_in(self, RESOLVER, 53, REPLAY_UDP, 0, &message, false, name);
}

/* A CNAME or an SVCB leads to the name. */
static inline const char *judge_target(FIXTURE_DATA(judge) * self,
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

#endif /* _TESTS_JUDGE_FIXTURE_H */
