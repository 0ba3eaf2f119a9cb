// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * More sessions than are kept, and sessions that end too early
 */
#include "unit/engine/quic_builder.h"
#include "kselftest_harness.h"
#include "listener.h"

FIXTURE(session)
{
	struct listener ear;
};

FIXTURE_SETUP(session)
{
	ASSERT_TRUE(listen_start(&self->ear));
}

FIXTURE_TEARDOWN(session)
{
	replay_names_free(self->ear.names);
}

/* Half a hello when the captures end; and a whole one. */
TEST_F(session, unfinished)
{
	static u8 bytes[4096];
	size_t length = listen_hello(bytes, "a.example");

	listen_between(&self->ear, REPLAY_TCP, 40000, 443);
	listen_segment(&self->ear, ACK, CLIENT_FIRST, bytes, 1000);
	listen_between(&self->ear, REPLAY_TCP, 40001, 443);
	listen_segment(&self->ear, ACK, CLIENT_FIRST, bytes, length);
	EXPECT_TRUE(listen_heard(&self->ear, "2> sni a.example; !ech; "));
	replay_names_free(self->ear.names);
	self->ear.names = NULL;
	EXPECT_TRUE(listen_heard(&self->ear, "!unfinished; "));
}

/* Nothing of who had its place before is left in a session. */
TEST_F_TIMEOUT(session, place_of_another, 600)
{
	const u32 many = REPLAY_SESSIONS_MAX;
	u32 i;

	for (i = 0; i < many; i++) {
		listen_between(&self->ear, REPLAY_TCP, (u16)(1 + i), i < 65535 ? 443 : 444);
		listen_segment(&self->ear, SYN, CLIENT_FIRST - 1, "", 0);
	}
	listen_between(&self->ear, REPLAY_TCP, 40000, 445);
	listen_segment(&self->ear, ACK, CLIENT_FIRST, "x", 1);
	self->ear.said[0] = '\0';
	replay_names_free(self->ear.names);
	self->ear.names = NULL;
	EXPECT_TRUE(listen_heard(&self->ear, "!began-before; "));
}

/* Where nothing but the ports says who is the client, the guess may be corrected. */
TEST_F(session, other_way_round)
{
	static const char get[] = "GET / HTTP/1.1\r\nHost: a.example\r\n\r\n";

	self->ear.reverses = true;
	/* A SYN says it. */
	listen_between(&self->ear, REPLAY_TCP, 443, 8443);
	listen_segment(&self->ear, SYN, CLIENT_FIRST - 1, "", 0);
	listen_segment(&self->ear, ACK, CLIENT_FIRST, get, sizeof(get) - 1);
	EXPECT_TRUE(listen_heard(&self->ear, "1> http a.example; "));
	/* From 443 to 8443: taken for an answer, unless somebody knows better. */
	listen_between(&self->ear, REPLAY_TCP, 443, 8444);
	listen_segment(&self->ear, ACK, CLIENT_FIRST, get, sizeof(get) - 1);
	EXPECT_TRUE(listen_heard(&self->ear, "2> http a.example; "));
	self->ear.reverses = false;
	listen_between(&self->ear, REPLAY_TCP, 443, 8445);
	listen_segment(&self->ear, ACK, CLIENT_FIRST, get, sizeof(get) - 1);
	EXPECT_TRUE(listen_heard(&self->ear, "3< http a.example; "));
}

/* More sessions than are kept: the oldest goes, and nothing else is lost. */
TEST_F_TIMEOUT(session, crowd, 600)
{
	static u8 bytes[4096];
	size_t length = listen_hello(bytes, "a.example");
	const u32 many = REPLAY_READING_MAX + 500;
	u32 i;

	for (i = 0; i < many; i++) {
		listen_between(&self->ear, REPLAY_TCP, (u16)(1024 + i), 443);
		listen_segment(&self->ear, SYN, CLIENT_FIRST - 1, "", 0);
		listen_segment(&self->ear, ACK, CLIENT_FIRST, bytes, 500);
	}
	EXPECT_EQ(500, self->ear.blind[REPLAY_BLIND_CROWDED]);
	self->ear.said[0] = '\0';
	listen_between(&self->ear, REPLAY_TCP, (u16)(1024 + many - 1), 443);
	listen_segment(&self->ear, ACK, CLIENT_FIRST + 500, bytes + 500, length - 500);
	EXPECT_TRUE(listen_heard(&self->ear, "1524> sni a.example; !ech; "));
	listen_between(&self->ear, REPLAY_TCP, 1024, 443);
	listen_segment(&self->ear, ACK, CLIENT_FIRST + 500, bytes + 500, length - 500);
	EXPECT_TRUE(listen_heard(&self->ear, ""));
}

/* Who has named somebody is forgotten in silence, and read again. */
TEST_F(session, crowd_that_is_done)
{
	static const char get[] = "GET / HTTP/1.1\r\nHost: a.example\r\n\r\n";
	const u32 many = REPLAY_READING_MAX + 500;
	u32 i;

	for (i = 0; i < many; i++) {
		listen_between(&self->ear, REPLAY_TCP, (u16)(1024 + i), 80);
		listen_segment(&self->ear, SYN, CLIENT_FIRST - 1, "", 0);
		listen_segment(&self->ear, ACK, CLIENT_FIRST, get, sizeof(get) - 1);
		self->ear.said[0] = '\0';
	}
	EXPECT_EQ(0, self->ear.blind[REPLAY_BLIND_CROWDED]);
	listen_between(&self->ear, REPLAY_TCP, 1024, 80);
	listen_segment(&self->ear, ACK, CLIENT_FIRST + sizeof(get) - 1, get,
		       sizeof(get) - 1);
	EXPECT_TRUE(listen_heard(&self->ear, "1> http a.example; "));
}

/*
 * Few sessions, each with as many unfinished connections as one may have: together they
 * take no more memory than all sessions may, and the oldest pay for it.
 */
TEST_F_TIMEOUT(session, crowd_of_connections, 600)
{
	static struct quic_bytes hello, frames, datagram;
	struct quic_spec spec = { .version = QUIC_V1, .from = "" };
	u16 port, ports = 400;
	char id[16];
	int i;

	spec.to = id;
	quic_make_hello(&hello, "a.example", 1, 300);
	for (i = 0; i < 32; i++) {
		sprintf(id, "%04d", i);
		frames.length = 0;
		quic_put_crypto(&frames, 0, hello.bytes, 150);
		datagram.length = 0;
		quic_seal(&datagram, &spec, &frames);
		for (port = 0; port < ports; port++) {
			listen_between(&self->ear, REPLAY_UDP, 1024 + port, 443);
			listen_give(&self->ear, datagram.bytes, datagram.length);
		}
		self->ear.said[0] = '\0';
	}
	EXPECT_GT(self->ear.blind[REPLAY_BLIND_CROWDED], 0);
	EXPECT_LT(self->ear.blind[REPLAY_BLIND_CROWDED], ports);
	/* The last one's last connection goes on. */
	spec.number = 1;
	frames.length = 0;
	quic_put_crypto(&frames, 150, hello.bytes + 150, hello.length - 150);
	datagram.length = 0;
	quic_seal(&datagram, &spec, &frames);
	listen_give(&self->ear, datagram.bytes, datagram.length);
	EXPECT_TRUE(listen_heard(&self->ear, "400> quic a.example; "));
}

/* A million sessions that never finish: they are counted, and memory is bounded. */
TEST_F_TIMEOUT(session, a_million_flows, 600)
{
	u32 i;

	listen_between(&self->ear, REPLAY_TCP, 40000, 443);
	for (i = 0; i < 1000000; i++) {
		self->ear.packet.source.byte[12] = (u8)(i >> 16);
		self->ear.packet.source.byte[13] = (u8)(i >> 8);
		self->ear.packet.source.byte[14] = (u8)i;
		listen_segment(&self->ear, ACK, CLIENT_FIRST, "\26\3\1\2\0\1\0", 7);
	}
	EXPECT_EQ(1000000, self->ear.flows);
	EXPECT_EQ(1000000 - REPLAY_READING_MAX,
		  self->ear.blind[REPLAY_BLIND_CROWDED]);
}

TEST_HARNESS_MAIN
