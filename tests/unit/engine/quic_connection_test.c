// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * QUIC: which packets are one connection's, and what contradicts it
 */
#include "quic_reader.h"
#include "kselftest_harness.h"

#define NAME	"www.example.com"
#define OTHER	"www.example.org"
#define HELLO	600

FIXTURE(connection) {
	struct quic_reader reader;
	struct quic_reader second;
	struct quic_bytes hello;
	struct quic_bytes other;
	struct quic_bytes frames;
	struct quic_bytes datagram;
	struct quic_spec spec;
};

FIXTURE_SETUP(connection)
{
	quic_reader_init(&self->reader);
	quic_reader_init(&self->second);
	memset(&self->spec, 0, sizeof(self->spec));
	self->spec.version = QUIC_V1;
	self->spec.to = "12345678";
	self->frames.length = 0;
	self->datagram.length = 0;
	quic_make_hello(&self->hello, NAME, 1, HELLO);
	quic_make_hello(&self->other, OTHER, 2, HELLO);
}

FIXTURE_TEARDOWN(connection)
{
}

/* What the first reader says of a part of a hello. */
#define FEED(hello, from, to) \
	quic_feed_crypto(&self->reader, &self->spec, hello, from, to)
/* And what the second one does. */
#define FEED_SECOND(hello, from, to) \
	quic_feed_crypto(&self->second, &self->spec, hello, from, to)

/* The server's id takes the place of the first one; the keys stay. */
TEST_F(connection, the_server_names_itself)
{
	EXPECT_EQ(CORDON_QUIC_MORE, FEED(&self->hello, 0, 100));
	self->spec.keys = self->spec.to;
	self->spec.to = "of the server";
	self->spec.from = "mine";
	EXPECT_EQ(CORDON_QUIC_DONE, FEED(&self->hello, 100, HELLO));
	EXPECT_TRUE(quic_names(&self->reader, NAME));
	EXPECT_EQ(CORDON_QUIC_AGAIN, FEED(&self->hello, 0, HELLO));
	/* Who comes too late for the first id can open none of it. */
	EXPECT_EQ(CORDON_QUIC_SEALED, FEED_SECOND(&self->hello, 0, HELLO));
	self->spec.to = self->spec.keys;
	EXPECT_EQ(CORDON_QUIC_DONE, FEED_SECOND(&self->hello, 0, HELLO));
}

TEST_F(connection, decoys_do_not_count)
{
	self->spec.spoil = true;
	EXPECT_EQ(CORDON_QUIC_SEALED, FEED(&self->hello, 0, HELLO));
	self->spec.to = "another id";
	EXPECT_EQ(CORDON_QUIC_SEALED, FEED(&self->hello, 0, HELLO));
	self->spec.spoil = false;
	self->spec.to = "12345678";
	EXPECT_EQ(CORDON_QUIC_MORE, FEED(&self->other, 0, 100));
	self->spec.spoil = true;
	EXPECT_EQ(CORDON_QUIC_SEALED, FEED(&self->hello, 100, HELLO));
	self->spec.to = "another id";
	EXPECT_EQ(CORDON_QUIC_SEALED, FEED(&self->hello, 100, HELLO));
	self->spec.version = QUIC_V2;
	EXPECT_EQ(CORDON_QUIC_SEALED, FEED(&self->hello, 100, HELLO));
	self->spec.spoil = false;
	self->spec.version = QUIC_V1;
	self->spec.to = "12345678";
	EXPECT_EQ(CORDON_QUIC_DONE, FEED(&self->other, 100, HELLO));
	EXPECT_TRUE(quic_names(&self->reader, OTHER));
}

/* Each of two connections has a reader, whoever began. */
TEST_F(connection, two_on_a_flow)
{
	EXPECT_EQ(CORDON_QUIC_MORE, FEED(&self->hello, 0, 300));
	self->spec.to = "another id";
	EXPECT_EQ(CORDON_QUIC_ANOTHER, FEED(&self->other, 300, HELLO));
	EXPECT_EQ(CORDON_QUIC_MORE, FEED_SECOND(&self->other, 300, HELLO));
	self->spec.keys = self->spec.to;
	self->spec.to = "of the server";
	EXPECT_EQ(CORDON_QUIC_SEALED, FEED(&self->other, 0, 300));
	EXPECT_EQ(CORDON_QUIC_DONE, FEED_SECOND(&self->other, 0, 300));
	EXPECT_TRUE(quic_names(&self->second, OTHER));
	self->spec.keys = NULL;
	self->spec.to = "12345678";
	EXPECT_EQ(CORDON_QUIC_DONE, FEED(&self->hello, 300, HELLO));
	EXPECT_TRUE(quic_names(&self->reader, NAME));
}

TEST_F(connection, two_in_a_datagram)
{
	struct quic_spec spec = self->spec;

	quic_put_crypto(&self->frames, 0, self->hello.bytes, 300);
	quic_seal(&self->datagram, &spec, &self->frames);
	spec.to = "another id";
	quic_seal(&self->datagram, &spec, &self->frames);
	EXPECT_EQ(CORDON_QUIC_MALFORMED,
		  quic_feed(&self->reader, &self->datagram));
	/* The allowed twin: another id, but the connection's keys. */
	quic_reader_init(&self->reader);
	self->datagram.length = 0;
	spec = self->spec;
	quic_seal(&self->datagram, &spec, &self->frames);
	spec.keys = spec.to;
	spec.to = "another id";
	quic_seal(&self->datagram, &spec, &self->frames);
	EXPECT_EQ(CORDON_QUIC_MORE, quic_feed(&self->reader, &self->datagram));
}

/* After a Retry the hello comes again, under another id, with a token. */
TEST_F(connection, retry)
{
	int seen, all;

	for (seen = 0; seen < 2; seen++) {
		for (all = 0; all < 2; all++) {
			quic_reader_init(&self->reader);
			self->spec.to = "12345678";
			self->spec.token = NULL;
			EXPECT_EQ(all ? CORDON_QUIC_DONE : CORDON_QUIC_MORE,
				  FEED(&self->hello, 0, all ? HELLO : 300));
			self->datagram.length = 0;
			quic_put_retry(&self->datagram, QUIC_V1, "", "retried");
			if (seen)
				cordon_quic_server(&self->reader.quic,
						   self->datagram.bytes,
						   self->datagram.length);
			self->spec.to = "retried";
			self->spec.token = "a token";
			EXPECT_EQ(all ? CORDON_QUIC_AGAIN : CORDON_QUIC_MORE,
				  FEED(&self->hello, 0, 400));
			EXPECT_EQ(all ? CORDON_QUIC_AGAIN : CORDON_QUIC_DONE,
				  FEED(&self->hello, 400, HELLO));
			EXPECT_TRUE(quic_names(&self->reader, NAME));
			EXPECT_EQ(1, self->reader.quic.hellos);
			/* What the first keys sealed still belongs to it. */
			self->spec.to = "12345678";
			EXPECT_EQ(CORDON_QUIC_AGAIN,
				  FEED(&self->hello, 0, HELLO));
			EXPECT_EQ(CORDON_QUIC_MALFORMED,
				  FEED(&self->other, 0, HELLO));
		}
	}
}

/* A token that a Retry did not give: of an earlier connection. */
TEST_F(connection, token_of_another)
{
	EXPECT_EQ(CORDON_QUIC_DONE, FEED(&self->hello, 0, HELLO));
	self->spec.to = "another id";
	self->spec.token = "a token";
	EXPECT_EQ(CORDON_QUIC_ANOTHER, FEED(&self->other, 0, 300));
	/* From then on all of it is, whatever it holds. */
	EXPECT_EQ(CORDON_QUIC_ANOTHER, FEED(&self->hello, 300, 400));
	EXPECT_EQ(CORDON_QUIC_ANOTHER, FEED(&self->other, 400, HELLO));
	self->spec.to = "12345678";
	EXPECT_EQ(CORDON_QUIC_AGAIN, FEED(&self->hello, 0, HELLO));
}

/* The same bytes first, then others: they are one connection, and broken. */
TEST_F(connection, token_and_a_hello_that_changes)
{
	EXPECT_EQ(CORDON_QUIC_DONE, FEED(&self->hello, 0, HELLO));
	self->spec.to = "another id";
	self->spec.token = "a token";
	EXPECT_EQ(CORDON_QUIC_AGAIN, FEED(&self->hello, 300, 400));
	EXPECT_EQ(CORDON_QUIC_MALFORMED, FEED(&self->other, 0, 300));
	EXPECT_EQ(CORDON_QUIC_MALFORMED, FEED(&self->hello, 0, 300));
}

/* It stays malformed under all its keys; what begins anew is not held against it. */
TEST_F(connection, another_behind_a_malformed_one)
{
	struct quic_spec handshake = self->spec;

	EXPECT_EQ(CORDON_QUIC_MORE, FEED(&self->hello, 0, 300));
	EXPECT_EQ(CORDON_QUIC_MALFORMED, FEED(&self->other, 0, 400));
	EXPECT_TRUE(self->reader.quic.malformed);
	EXPECT_EQ(CORDON_QUIC_MALFORMED, FEED(&self->hello, 300, HELLO));
	/* In another version, and as if retried. */
	self->spec.version = QUIC_V2;
	EXPECT_EQ(CORDON_QUIC_MALFORMED, FEED(&self->hello, 200, HELLO));
	quic_put_ack(&self->frames, 0, false);
	EXPECT_EQ(CORDON_QUIC_MALFORMED,
		  quic_feed_packet(&self->reader, &self->spec, &self->frames));
	quic_reader_init(&self->reader);
	self->spec.version = QUIC_V1;
	EXPECT_EQ(CORDON_QUIC_MORE, FEED(&self->hello, 0, 300));
	EXPECT_EQ(CORDON_QUIC_MALFORMED, FEED(&self->other, 0, 400));
	self->spec.version = QUIC_V2;
	quic_put_ack(&self->frames, 0, false);
	EXPECT_EQ(CORDON_QUIC_MALFORMED,
		  quic_feed_packet(&self->reader, &self->spec, &self->frames));
	self->spec.version = QUIC_V1;
	self->spec.to = "another id";
	self->spec.token = "a token";
	EXPECT_EQ(CORDON_QUIC_ANOTHER, FEED(&self->other, 0, HELLO));
	EXPECT_EQ(CORDON_QUIC_ANOTHER, FEED(&self->hello, 0, HELLO));
	self->spec.to = "12345678";
	self->spec.token = NULL;
	EXPECT_EQ(CORDON_QUIC_MALFORMED, FEED(&self->hello, 0, HELLO));
	self->spec.spoil = true;
	EXPECT_EQ(CORDON_QUIC_SEALED, FEED(&self->hello, 0, HELLO));
	handshake.type = QUIC_HANDSHAKE;
	quic_put_padding(&self->frames, 300);
	EXPECT_EQ(CORDON_QUIC_SILENT,
		  quic_feed_packet(&self->reader, &handshake, &self->frames));
	EXPECT_EQ(0, self->reader.quic.hellos);
}

/* Nothing of it was seen before, or a part: only the latter tells. */
TEST_F(connection, token_and_a_hello_in_parts)
{
	EXPECT_EQ(CORDON_QUIC_MORE, FEED(&self->hello, 0, 300));
	self->spec.to = "another id";
	self->spec.token = "a token";
	EXPECT_EQ(CORDON_QUIC_ANOTHER, FEED(&self->hello, 300, HELLO));
	EXPECT_EQ(CORDON_QUIC_ANOTHER, FEED(&self->hello, 0, 300));
	quic_reader_init(&self->reader);
	self->spec.to = "12345678";
	EXPECT_EQ(CORDON_QUIC_MORE, FEED(&self->hello, 0, 300));
	self->spec.to = "another id";
	quic_put_crypto(&self->frames, 0, self->hello.bytes, 100);
	quic_put_crypto(&self->frames, 300, self->hello.bytes + 300,
			HELLO - 300);
	EXPECT_EQ(CORDON_QUIC_DONE,
		  quic_feed_packet(&self->reader, &self->spec, &self->frames));
	/* A connection is retried once. */
	self->spec.to = "a third id";
	EXPECT_EQ(CORDON_QUIC_ANOTHER, FEED(&self->hello, 0, HELLO));
}

/* It was seen where the client was sent: so what comes there is its own. */
TEST_F(connection, retry_and_another_hello)
{
	EXPECT_EQ(CORDON_QUIC_DONE, FEED(&self->hello, 0, HELLO));
	quic_put_retry(&self->datagram, QUIC_V1, "", "retried");
	cordon_quic_server(&self->reader.quic, self->datagram.bytes,
			   self->datagram.length);
	self->spec.to = "retried";
	self->spec.token = "a token";
	EXPECT_EQ(CORDON_QUIC_MALFORMED, FEED(&self->other, 0, HELLO));
}

TEST_F(connection, retry_that_another_ignores)
{
	EXPECT_EQ(CORDON_QUIC_DONE, FEED(&self->hello, 0, HELLO));
	quic_put_retry(&self->datagram, QUIC_V1, "", "retried");
	cordon_quic_server(&self->reader.quic, self->datagram.bytes,
			   self->datagram.length);
	self->spec.to = "another id";
	self->spec.token = "a token";
	EXPECT_EQ(CORDON_QUIC_ANOTHER, FEED(&self->hello, 0, HELLO));
}

/* RFC 9369 4.1: the server answers in version 2, and the client goes on so. */
TEST_F(connection, version_changes)
{
	EXPECT_EQ(CORDON_QUIC_MORE, FEED(&self->hello, 0, 300));
	self->spec.version = QUIC_V2;
	self->spec.keys = self->spec.to;
	self->spec.to = "of the server";
	quic_put_ack(&self->frames, 0, false);
	quic_put_padding(&self->frames, 30);
	EXPECT_EQ(CORDON_QUIC_MORE,
		  quic_feed_packet(&self->reader, &self->spec, &self->frames));
	EXPECT_EQ(CORDON_QUIC_MORE, FEED(&self->hello, 200, 400));
	EXPECT_EQ(CORDON_QUIC_DONE, FEED(&self->hello, 400, HELLO));
	EXPECT_TRUE(quic_names(&self->reader, NAME));
	EXPECT_EQ(CORDON_QUIC_AGAIN,
		  quic_feed_packet(&self->reader, &self->spec, &self->frames));
	self->spec.version = QUIC_V1;
	EXPECT_EQ(CORDON_QUIC_AGAIN, FEED(&self->hello, 0, 300));
	EXPECT_EQ(CORDON_QUIC_MALFORMED, FEED(&self->other, 0, 300));
}

/* The first thing in the new version may be a second hello, but no half one. */
TEST_F(connection, version_and_second_hello)
{
	EXPECT_EQ(CORDON_QUIC_MORE, FEED(&self->hello, 0, 300));
	self->spec.version = QUIC_V2;
	EXPECT_EQ(CORDON_QUIC_ANOTHER, FEED(&self->hello, 300, HELLO));
	quic_reader_init(&self->reader);
	self->spec.version = QUIC_V1;
	EXPECT_EQ(CORDON_QUIC_DONE, FEED(&self->hello, 0, HELLO));
	self->spec.version = QUIC_V2;
	quic_put(&self->hello, self->other.bytes, self->other.length);
	EXPECT_EQ(CORDON_QUIC_DONE, FEED(&self->hello, HELLO, 2 * HELLO));
	EXPECT_TRUE(quic_names(&self->reader, OTHER));
}

/*
 * After a version negotiation the id may stay, but all begins anew; nothing of
 * it may get lost between the readers.
 */
TEST_F(connection, version_negotiation)
{
	self->spec.version = QUIC_DRAFT_29;
	EXPECT_EQ(CORDON_QUIC_DONE, FEED(&self->hello, 0, HELLO));
	self->spec.version = QUIC_V1;
	EXPECT_EQ(CORDON_QUIC_ANOTHER, FEED(&self->other, 0, 300));
	EXPECT_EQ(CORDON_QUIC_MORE, FEED_SECOND(&self->other, 0, 300));
	EXPECT_EQ(CORDON_QUIC_ANOTHER, FEED(&self->hello, 300, 400));
	EXPECT_EQ(CORDON_QUIC_ANOTHER, FEED(&self->other, 300, HELLO));
	EXPECT_EQ(CORDON_QUIC_DONE, FEED_SECOND(&self->other, 300, HELLO));
	EXPECT_TRUE(quic_names(&self->second, OTHER));
}

/* The other way round: it looked like the same connection, and is broken. */
TEST_F(connection, version_and_a_hello_that_changes)
{
	EXPECT_EQ(CORDON_QUIC_DONE, FEED(&self->hello, 0, HELLO));
	self->spec.version = QUIC_V2;
	EXPECT_EQ(CORDON_QUIC_AGAIN, FEED(&self->hello, 300, 400));
	EXPECT_EQ(CORDON_QUIC_MALFORMED, FEED(&self->other, 0, 300));
}

/* A server may ask for a second hello; what it names is told as well. */
TEST_F(connection, second_hello)
{
	struct quic_bytes both = self->hello;

	quic_put(&both, self->other.bytes, self->other.length);
	self->hello = both;
	EXPECT_EQ(CORDON_QUIC_DONE, FEED(&self->hello, 0, HELLO));
	EXPECT_TRUE(quic_names(&self->reader, NAME));
	EXPECT_EQ(CORDON_QUIC_MORE, FEED(&self->hello, HELLO, HELLO + 10));
	EXPECT_EQ(CORDON_QUIC_DONE, FEED(&self->hello, HELLO + 10, 2 * HELLO));
	EXPECT_TRUE(quic_names(&self->reader, OTHER));
	EXPECT_EQ(2, self->reader.quic.hellos);
	EXPECT_EQ(CORDON_QUIC_AGAIN, FEED(&self->hello, 100, 2 * HELLO));
	/* There is no third one. */
	quic_put(&self->hello, self->other.bytes, self->other.length);
	EXPECT_EQ(CORDON_QUIC_MALFORMED,
		  FEED(&self->hello, 2 * HELLO, 2 * HELLO + 1));
	/* Nor a second one before the first was answered. */
	quic_reader_init(&self->reader);
	EXPECT_EQ(CORDON_QUIC_MALFORMED, FEED(&self->hello, 0, HELLO + 1));
	quic_reader_init(&self->reader);
	EXPECT_EQ(CORDON_QUIC_MORE, FEED(&self->hello, HELLO, HELLO + 1));
	EXPECT_EQ(CORDON_QUIC_MALFORMED, FEED(&self->hello, 0, HELLO));
}

/* Bytes that come again must be the same, before and after they were read. */
TEST_F(connection, overlaps)
{
	size_t from, to;

	for (from = 1; from < HELLO; from += 37) {
		for (to = from + 1; to < HELLO; to += 41) {
			u8 *at = self->hello.bytes + (from + to) / 2;

			quic_reader_init(&self->reader);
			EXPECT_EQ(CORDON_QUIC_MORE,
				  FEED(&self->hello, from, to));
			EXPECT_EQ(CORDON_QUIC_MORE,
				  FEED(&self->hello, from, to));
			EXPECT_EQ(CORDON_QUIC_DONE,
				  FEED(&self->hello, 0, HELLO));
			EXPECT_EQ(CORDON_QUIC_AGAIN,
				  FEED(&self->hello, from, to));
			*at ^= 1;
			EXPECT_EQ(CORDON_QUIC_MALFORMED,
				  FEED(&self->hello, from, to));
			quic_reader_init(&self->reader);
			EXPECT_EQ(CORDON_QUIC_MORE,
				  FEED(&self->hello, from, to));
			*at ^= 1;
			EXPECT_EQ(CORDON_QUIC_MALFORMED,
				  FEED(&self->hello, 0, HELLO));
		}
	}
}

/* The most of a hello that is kept, and a byte behind it. */
TEST_F(connection, longest_hello)
{
	quic_make_hello(&self->hello, NAME, 3, CORDON_QUIC_WINDOW);
	EXPECT_EQ(CORDON_QUIC_MORE, FEED(&self->hello, CORDON_QUIC_WINDOW - 1,
					 CORDON_QUIC_WINDOW));
	EXPECT_EQ(CORDON_QUIC_DONE,
		  FEED(&self->hello, 0, CORDON_QUIC_WINDOW - 1));
	EXPECT_TRUE(quic_names(&self->reader, NAME));
	EXPECT_EQ(CORDON_QUIC_MALFORMED, FEED(&self->hello, CORDON_QUIC_WINDOW,
					      CORDON_QUIC_WINDOW + 1));
}

/* No hello, but something else of TLS. */
TEST_F(connection, no_hello)
{
	self->hello.bytes[0] = 2;
	EXPECT_EQ(CORDON_QUIC_MALFORMED, FEED(&self->hello, 0, 1));
}

/* Each packet costs: so there is a last one in a datagram. */
TEST_F(connection, many_packets)
{
	unsigned int count, i;

	quic_put_padding(&self->frames, 4);
	for (count = 1; count < 20; count++) {
		quic_reader_init(&self->reader);
		self->datagram.length = 0;
		self->spec.spoil = true;
		for (i = 0; i < count; i++)
			quic_seal(&self->datagram, &self->spec, &self->frames);
		EXPECT_EQ(count > 16 ? CORDON_QUIC_MALFORMED :
				       CORDON_QUIC_SEALED,
			  quic_feed(&self->reader, &self->datagram));
		self->spec.spoil = false;
		EXPECT_EQ(CORDON_QUIC_DONE, FEED(&self->hello, 0, HELLO));
	}
}

TEST_HARNESS_MAIN
