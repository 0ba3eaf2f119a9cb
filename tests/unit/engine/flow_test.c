// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Flows: what becomes of the bytes of a first flight, however they are handed in
 */
#include "engine/tests/flow_cases.h"
#include "cases.h"
#include "quic_builder.h"
#include "kselftest_harness.h"

TEST(cases)
{
	EXPECT_EQ(0, cases_faults(flow_cases, ARRAY_SIZE(flow_cases)));
}

/* What is sealed first, which takes libcrypto. */
FIXTURE(datagrams)
{
	struct test_driver driver;
	struct quic_spec spec;
	struct quic_bytes hello;
};

FIXTURE_SETUP(datagrams)
{
	memset(self, 0, sizeof(*self));
	self->spec.version = QUIC_V1;
	self->spec.to = "12345678";
	self->spec.from = "";
}

FIXTURE_TEARDOWN(datagrams)
{
	forget_connections();
}

/* An Initial with the hello's bytes in [from, to). */
static const char *send_initial(FIXTURE_DATA(datagrams) * self, size_t from,
				size_t to, bool dns)
{
	static struct quic_bytes frames, datagram;

	frames.length = 0;
	quic_put_crypto(&frames, from, self->hello.bytes + from, to - from);
	quic_put_padding(&frames, 400);
	datagram.length = 0;
	quic_seal(&datagram, &self->spec, &frames);
	self->spec.number++;
	return send_bytes(&self->driver, datagram.bytes, datagram.length, dns);
}

static void make_hello(FIXTURE_DATA(datagrams) * self, const char *id,
		       const char *name)
{
	self->spec.to = id;
	self->spec.number = 0;
	quic_make_hello(&self->hello, name, (u64)id[0], 900);
}

TEST_F(datagrams, quic)
{
	make_hello(self, "aaaa", "yes.example");
	EXPECT_STREQ("quic yes.example; allow",
		     send_initial(self, 0, self->hello.length, false));
	EXPECT_EQ(CORDON_QUIC_DONE, flow_quic);
	/* Again, and another connection of the same peer. */
	EXPECT_STREQ("allow", send_initial(self, 0, self->hello.length, false));
	EXPECT_EQ(CORDON_QUIC_AGAIN, flow_quic);
	make_hello(self, "bbbb", "no.example");
	EXPECT_STREQ("wait", send_initial(self, 500, self->hello.length, false));
	EXPECT_STREQ("quic no.example; refuse", send_initial(self, 0, 500, false));
	/* What its hello named still counts. */
	EXPECT_STREQ("refuse", send_initial(self, 0, 500, false));
	make_hello(self, "cccc", "yes.example");
	EXPECT_STREQ("quic yes.example; allow",
		     send_initial(self, 0, self->hello.length, true));
	EXPECT_EQ(3, self->driver.begun);
	EXPECT_EQ(0, self->driver.ended);
}

/* Halves of several hellos in turn. */
TEST_F(datagrams, quic_in_turn)
{
	static const char *const ids[] = { "aaaa", "bbbb", "cccc", "dddd" };
	size_t i;

	for (i = 0; i < ARRAY_SIZE(ids); i++) {
		make_hello(self, ids[i], "yes.example");
		EXPECT_STREQ("wait", send_initial(self, 0, 500, false));
	}
	for (i = 0; i < ARRAY_SIZE(ids); i++) {
		make_hello(self, ids[i], "yes.example");
		self->spec.number = 1;
		EXPECT_STREQ("quic yes.example; allow",
			     send_initial(self, 500, self->hello.length, false));
	}
	EXPECT_EQ(4, self->driver.begun);
}

TEST_F(datagrams, quic_unreadable)
{
	static u8 other[1200] = { 0xc0, 0xba, 0xba, 0xba, 0xbb, 8 };

	EXPECT_STREQ("unreadable", send_bytes(&self->driver, other, sizeof(other), false));
	EXPECT_EQ(CORDON_QUIC_UNKNOWN, flow_quic);
	make_hello(self, "aaaa", "no.example");
	self->spec.spoil = true;
	EXPECT_STREQ("unreadable", send_initial(self, 0, self->hello.length, false));
	EXPECT_EQ(CORDON_QUIC_SEALED, flow_quic);
	EXPECT_EQ(NULL, connections);
	EXPECT_EQ(2, self->driver.begun);
	EXPECT_EQ(2, self->driver.ended);
	self->spec.spoil = false;
	/* Other bytes at the same place. */
	EXPECT_STREQ("wait", send_initial(self, 0, 500, false));
	self->hello.bytes[400] ^= 1;
	EXPECT_STREQ("unreadable", send_initial(self, 300, self->hello.length, false));
	EXPECT_EQ(CORDON_QUIC_MALFORMED, flow_quic);
	/* It stays so; another connection of the same peer does not. */
	make_hello(self, "bbbb", "yes.example");
	EXPECT_STREQ("wait", send_initial(self, 0, 500, false));
	make_hello(self, "aaaa", "no.example");
	EXPECT_STREQ("unreadable", send_initial(self, 0, self->hello.length, false));
	make_hello(self, "bbbb", "yes.example");
	EXPECT_STREQ("quic yes.example; allow",
		     send_initial(self, 500, self->hello.length, false));
	make_hello(self, "cccc", "no.example");
	EXPECT_STREQ("quic no.example; refuse",
		     send_initial(self, 0, self->hello.length, false));
}

/* No memory: then nothing passes that might name somebody. */
TEST_F(datagrams, quic_without_memory)
{
	self->driver.poor = true;
	make_hello(self, "bbbb", "yes.example");
	EXPECT_STREQ("unreadable", send_initial(self, 0, self->hello.length, false));
	EXPECT_EQ(CORDON_QUIC_ANOTHER, flow_quic);
	self->driver.poor = false;
	EXPECT_STREQ("quic yes.example; allow",
		     send_initial(self, 0, self->hello.length, false));
}

TEST_F(datagrams, answered)
{
	static const u8 short_header[40] = { 0x40, 1, 2, 3 };

	/* Who answers a client is a server, whatever its datagrams look like. */
	EXPECT_FALSE(cordon_flow_receive(connections, short_header, 40));
	make_hello(self, "aaaa", "yes.example");
	send_initial(self, 0, 500, false);
	EXPECT_TRUE(cordon_flow_receive(connections, short_header, 40));
}

TEST_HARNESS_MAIN
