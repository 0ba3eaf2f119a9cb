// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Who gives packets to replay's reader of names, and what was heard from it
 */
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#include "engine/address_text.h"
#include "engine/tests/hello.h"
#include "listener.h"

static void say(struct listener *self, const char *format, ...)
{
	size_t used = strlen(self->said);
	va_list args;

	va_start(args, format);
	vsnprintf(self->said + used, sizeof(self->said) - used, format, args);
	va_end(args);
}

static void on_session(void *data, struct replay_session *session,
		       const struct replay_packet *packet)
{
	struct listener *self = data;

	(void)packet;
	if (self->reverses && session->guessed)
		replay_session_reverse(session);
	self->flows = session->number;
}

static void on_name(void *data, const struct replay_sighting *sighting)
{
	char text[CORDON_NAME_TEXT_MAX] = "-";

	if (sighting->host->kind == CORDON_HOST_NONE)
		;
	else if (sighting->host->kind == CORDON_HOST_ADDRESS)
		cordon_address_to_text(&sighting->host->address, text,
				       sizeof(text));
	else
		cordon_name_to_text(sighting->host->name,
				    sighting->host->length, text, sizeof(text));
	say(data, "%llu%s %s %s; ", (unsigned long long)sighting->session->number,
	    sighting->sender ? "<" : ">", cordon_layer_word(sighting->layer),
	    text);
}

static bool on_message(void *data, const struct replay_session *session,
		       unsigned int sender, const struct replay_packet *packet)
{
	struct listener *self = data;

	(void)session;
	(void)sender;
	(void)packet;
	self->messages++;
	return !self->deaf;
}

static void on_blind(void *data, const struct replay_session *session,
		     enum replay_blind why)
{
	struct listener *self = data;

	(void)session;
	self->blind[why]++;
	say(self, "!%s; ", replay_blind_word(why));
}

/**
 * listen_start() - a reader that tells what it finds
 * @self: set up; free @self->names when done
 *
 * Return: whether there is memory.
 */
bool listen_start(struct listener *self)
{
	const struct replay_watch watch = {
		.session = on_session,
		.name = on_name,
		.message = on_message,
		.blind = on_blind,
		.data = self,
	};

	memset(self, 0, sizeof(*self));
	self->names = replay_names_new(&watch);
	return self->names;
}

/**
 * listen_heard() - compare what was said since the last time
 * @self: listener
 * @expected: it, as "FLOW> LAYER NAME; " ("<" from the server), "!WORD; " of a
 *	session that cannot be seen
 *
 * Return: whether it is that; else it is printed.
 */
bool listen_heard(struct listener *self, const char *expected)
{
	bool same = !strcmp(self->said, expected);

	if (!same)
		printf("# said \"%s\", not \"%s\"\n", self->said, expected);
	self->said[0] = '\0';
	return same;
}

/**
 * listen_give() - give a packet
 * @self: listener; @packet says whose it is
 * @bytes: its payload
 * @length: bytes of it
 *
 * In memory of exactly its size.
 */
void listen_give(struct listener *self, const void *bytes, size_t length)
{
	u8 *copy = malloc(length ? length : 1);

	if (!copy)
		abort();
	memcpy(copy, bytes, length);
	self->packet.payload = copy;
	self->packet.length = length;
	self->packet.whole = length;
	self->packet.number++;
	replay_names_packet(self->names, &self->packet);
	free(copy);
}

/**
 * listen_between() - the packets that follow are of this session
 * @self: listener
 * @protocol: REPLAY_*
 * @client: its port
 * @server: the other one's
 */
void listen_between(struct listener *self, u8 protocol, u16 client,
		    u16 server)
{
	static const u8 handset[] = { 192, 0, 2, 1 }, host[] = { 198, 51, 100, 1 };

	memset(&self->packet, 0, sizeof(self->packet));
	cordon_address_from_ipv4(&self->packet.source, handset);
	cordon_address_from_ipv4(&self->packet.destination, host);
	self->packet.source_port = client;
	self->packet.destination_port = server;
	self->packet.protocol = protocol;
}

/**
 * listen_turn() - the packets that follow go the other way
 * @self: listener
 */
void listen_turn(struct listener *self)
{
	struct cordon_address address = self->packet.source;
	u16 port = self->packet.source_port;

	self->packet.source = self->packet.destination;
	self->packet.destination = address;
	self->packet.source_port = self->packet.destination_port;
	self->packet.destination_port = port;
}

/**
 * listen_segment() - give a segment
 * @self: listener
 * @flags: REPLAY_TCP_*
 * @sequence: of the first byte, or of the SYN
 * @bytes: payload
 * @length: bytes of it
 */
void listen_segment(struct listener *self, u8 flags, u32 sequence,
		    const void *bytes, size_t length)
{
	self->packet.flags = flags;
	self->packet.sequence = sequence;
	listen_give(self, bytes, length);
}

/**
 * listen_reply() - give a segment of the server
 * @self: listener
 * @flags: REPLAY_TCP_*
 * @sequence: of the first byte, or of the SYN
 * @acknowledged: up to where the client's bytes have come
 * @text: payload
 */
void listen_reply(struct listener *self, u8 flags, u32 sequence,
		  u32 acknowledged, const char *text)
{
	listen_turn(self);
	self->packet.acknowledged = acknowledged;
	listen_segment(self, flags, sequence, text, strlen(text));
	self->packet.acknowledged = 0;
	listen_turn(self);
}

/**
 * listen_handshake() - both ends say that they begin
 * @self: listener
 */
void listen_handshake(struct listener *self)
{
	listen_segment(self, SYN, CLIENT_FIRST - 1, "", 0);
	listen_reply(self, SYN | ACK, SERVER_FIRST - 1, CLIENT_FIRST, "");
	listen_segment(self, ACK, CLIENT_FIRST, "", 0);
}

/**
 * listen_hello() - make a ClientHello in one record, as a browser's
 * @out: room for it, 4096 bytes
 * @name: server name
 *
 * It has an ECH extension that means nothing.
 *
 * Return: its bytes.
 */
size_t listen_hello(u8 *out, const char *name)
{
	static struct test_hello hello;

	cordon_test_hello_browser(&hello, name, HELLO_POST_QUANTUM);
	return cordon_test_hello_records(hello.data, hello.length, 16384, out);
}
