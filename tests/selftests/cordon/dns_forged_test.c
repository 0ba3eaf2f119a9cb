// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Cordon selftests - dns_forged: answers that must not be believed
 *
 * Each test sends an answer with one thing wrong and looks that nothing came
 * of it; then the same answer without that, which closes the address.
 */
#include <netinet/ip.h>
#include <netinet/udp.h>

#include "dns_fixture.h"

TEST_F(dns, an_answer_that_nobody_asked_for)
{
	struct talk *talk = &self->talk;
	struct message question, answer;

	make_question(&question, 1, CANARY_NAME, DNS_A);
	make_answer(&answer, &question);
	put_address(&answer, NULL, DENIED_AT, 300);
	talk->asker = talk->local;
	ASSERT_EQ(0, reply(talk, &answer));
	EXPECT_EQ(0, try_address(DENIED_AT));
	/* The same answer to the same question, asked. */
	ASSERT_EQ(0, ask_message(talk, &question));
	ASSERT_EQ(0, reply(talk, &answer));
	EXPECT_EQ(EACCES, try_address(DENIED_AT));
}

TEST_F(dns, a_question_is_answered_once)
{
	struct talk *talk = &self->talk;
	struct message answer;

	ASSERT_EQ(0, ask(talk, 1, CANARY_NAME, DNS_A));
	make_answer(&answer, &talk->question);
	put_address(&answer, NULL, DENIED_AT, 300);
	ASSERT_EQ(0, reply(talk, &answer));
	make_answer(&answer, &talk->question);
	put_address(&answer, NULL, DENIED_AT2, 300);
	ASSERT_EQ(0, reply(talk, &answer));
	EXPECT_EQ(EACCES, try_address(DENIED_AT));
	EXPECT_EQ(0, try_address(DENIED_AT2));
}

/* Sends @answer, which must teach nothing; then the right one, which must. */
static void expect_not_believed(struct __test_metadata *_metadata,
				struct talk *talk, int from,
				const struct message *answer)
{
	struct message question = talk->question, right;

	ASSERT_EQ(0, reply_from(talk, from, answer));
	EXPECT_EQ(0, try_address(DENIED_AT));
	EXPECT_EQ(0, try_address(HARMLESS_AT));
	ASSERT_EQ(0, ask_message(talk, &question));
	make_answer(&right, &question);
	put_address(&right, NULL, DENIED_AT, 300);
	ASSERT_EQ(0, reply(talk, &right));
	EXPECT_EQ(EACCES, try_address(DENIED_AT));
}

TEST_F(dns, an_answer_with_another_id)
{
	struct talk *talk = &self->talk;
	struct message answer;

	ASSERT_EQ(0, ask(talk, 0x1234, CANARY_NAME, DNS_A));
	make_answer(&answer, &talk->question);
	put_address(&answer, NULL, DENIED_AT, 300);
	answer.data[1] ^= 1;
	expect_not_believed(_metadata, talk, talk->server, &answer);
}

TEST_F(dns, an_answer_to_another_name)
{
	struct talk *talk = &self->talk;
	struct message other, answer;

	ASSERT_EQ(0, ask(talk, 2, CANARY_NAME, DNS_A));
	make_question(&other, 2, "sub." CANARY_NAME, DNS_A);
	make_answer(&answer, &other);
	put_address(&answer, NULL, DENIED_AT, 300);
	expect_not_believed(_metadata, talk, talk->server, &answer);
}

TEST_F(dns, an_answer_to_another_type)
{
	struct talk *talk = &self->talk;
	struct message other, answer;

	ASSERT_EQ(0, ask(talk, 3, CANARY_NAME, DNS_A));
	make_question(&other, 3, CANARY_NAME, DNS_AAAA);
	make_answer(&answer, &other);
	put_address(&answer, NULL, DENIED_AT, 300);
	expect_not_believed(_metadata, talk, talk->server, &answer);
}

TEST_F(dns, an_answer_from_another_server)
{
	struct talk *talk = &self->talk;
	struct address other = address_of(variant->other, 53);
	int from = bound_socket(&other);
	struct message answer;

	ASSERT_LE(0, from);
	ASSERT_EQ(0, ask(talk, 4, CANARY_NAME, DNS_A));
	make_answer(&answer, &talk->question);
	put_address(&answer, NULL, DENIED_AT, 300);
	expect_not_believed(_metadata, talk, from, &answer);
	close(from);
}

TEST_F(dns, an_answer_from_another_port)
{
	struct talk *talk = &self->talk;
	struct address other = address_of(talk->resolver_text, 5353);
	int from = bound_socket(&other);
	struct message answer;

	ASSERT_LE(0, from);
	ASSERT_EQ(0, ask(talk, 5, CANARY_NAME, DNS_A));
	make_answer(&answer, &talk->question);
	put_address(&answer, NULL, DENIED_AT, 300);
	expect_not_believed(_metadata, talk, from, &answer);
	close(from);
}

/* A neighbour's socket takes the answer to a question that it did not ask. */
TEST_F(dns, an_answer_to_another_socket)
{
	struct talk *talk = &self->talk;
	struct address local = address_of(variant->local, 0);
	int other = bound_socket(&local);
	struct message answer;
	socklen_t length = sizeof(local.in6);

	ASSERT_LE(0, other);
	ASSERT_EQ(0, getsockname(other, &local.sa, &length));
	ASSERT_EQ(0, ask(talk, 6, CANARY_NAME, DNS_A));
	make_answer(&answer, &talk->question);
	put_address(&answer, NULL, DENIED_AT, 300);
	ASSERT_LT(0, sendto(talk->server, answer.data, answer.length, 0,
			    &local.sa, local.length));
	ASSERT_EQ(0, take_answer(other));
	EXPECT_EQ(0, try_address(DENIED_AT));
	ASSERT_EQ(0, reply(talk, &answer));
	EXPECT_EQ(EACCES, try_address(DENIED_AT));
	close(other);
}

TEST_F(dns, an_answer_that_is_a_question)
{
	struct talk *talk = &self->talk;
	struct message answer;

	ASSERT_EQ(0, ask(talk, 7, CANARY_NAME, DNS_A));
	make_answer(&answer, &talk->question);
	put_address(&answer, NULL, DENIED_AT, 300);
	answer.data[2] &= 0x7f;
	expect_not_believed(_metadata, talk, talk->server, &answer);
}

TEST_F(dns, cut_short_at_every_byte)
{
	struct talk *talk = &self->talk;
	struct message question, answer, cut;
	size_t length;

	make_question(&question, 8, CANARY_NAME, DNS_A);
	make_answer(&answer, &question);
	put_cname(&answer, NULL, "edge.test");
	put_address(&answer, "edge.test", DENIED_AT, 300);
	for (length = 0; length < answer.length; length++) {
		ASSERT_EQ(0, ask_message(talk, &question));
		cut = answer;
		cut.length = length;
		ASSERT_EQ(0, reply(talk, &cut));
		EXPECT_EQ(0, try_address(DENIED_AT))
			TH_LOG("%zu bytes", length);
		ASSERT_EQ(0, resolve_to_nothing(talk));
	}
	ASSERT_EQ(0, ask_message(talk, &question));
	ASSERT_EQ(0, reply(talk, &answer));
	EXPECT_EQ(EACCES, try_address(DENIED_AT));
}

/* Takes the place of the owner of the one record. */
static void answer_with_owner(struct message *answer,
			      const struct message *question, const void *owner,
			      size_t length)
{
	make_answer(answer, question);
	memcpy(answer->data + answer->length, owner, length);
	answer->length += length;
	put16(answer, DNS_A);
	put16(answer, DNS_IN);
	put32(answer, 300);
	put16(answer, 4);
	put32(answer, ntohl(inet_addr(DENIED_AT)));
	count_record(answer);
}

TEST_F(dns, owners_that_are_no_names)
{
	struct talk *talk = &self->talk;
	struct message question, answer;
	/* The owner stands at byte 36: header 12, name 20, type and class. */
	static const struct {
		unsigned char owner[8];
		size_t length;
	} bad[] = {
		{ { 0xc0, 36 }, 2 },		/* itself */
		{ { 0xc0, 38 }, 2 },		/* forwards */
		{ { 0xff, 0xff }, 2 },		/* past the end */
		{ { 1, 'x', 0xc0, 36 }, 4 },	/* a loop with a label */
		{ { 0xc0, 38, 0xc0, 36 }, 4 },	/* a loop of two */
		{ { 0x40, 'x', 0 }, 3 },	/* reserved label types */
		{ { 0x80, 'x', 0 }, 3 },
		{ { 0xc0, 0 }, 2 },		/* the header */
	};
	size_t i;

	make_question(&question, 9, CANARY_NAME, DNS_A);
	ASSERT_EQ(36, question.length);
	for (i = 0; i < ARRAY_SIZE(bad); i++) {
		ASSERT_EQ(0, ask_message(talk, &question));
		answer_with_owner(&answer, &question, bad[i].owner,
				  bad[i].length);
		ASSERT_EQ(0, reply(talk, &answer));
		EXPECT_EQ(0, try_address(DENIED_AT))
			TH_LOG("owner %zu", i);
		ASSERT_EQ(0, resolve_to_nothing(talk));
	}
	ASSERT_EQ(0, ask_message(talk, &question));
	answer_with_owner(&answer, &question, "\xc0\x0c", 2);
	ASSERT_EQ(0, reply(talk, &answer));
	EXPECT_EQ(EACCES, try_address(DENIED_AT));
}

/* Bytes of the record, counted from its end: A, IN, TTL, length, address. */
TEST_F(dns, records_that_are_no_addresses)
{
	struct talk *talk = &self->talk;
	struct message question, answer;
	static const struct {
		size_t from_end;
		unsigned char value;
	} bad[] = {
		{ 13, 16 },		/* type TXT */
		{ 13, DNS_AAAA },	/* four bytes are no IPv6 address */
		{ 11, 3 },		/* class CHAOS */
		{ 5, 3 },		/* one byte less than an address */
		{ 5, 5 },		/* one more, past the end */
		{ 6, 0xff },		/* far past the end */
	};
	size_t i;

	make_question(&question, 10, CANARY_NAME, DNS_A);
	for (i = 0; i < ARRAY_SIZE(bad); i++) {
		ASSERT_EQ(0, ask_message(talk, &question));
		make_answer(&answer, &question);
		put_address(&answer, NULL, DENIED_AT, 300);
		answer.data[answer.length - bad[i].from_end] = bad[i].value;
		ASSERT_EQ(0, reply(talk, &answer));
		EXPECT_EQ(0, try_address(DENIED_AT))
			TH_LOG("record %zu", i);
		ASSERT_EQ(0, resolve_to_nothing(talk));
	}
	ASSERT_EQ(0, resolve(talk, CANARY_NAME, DENIED_AT));
	EXPECT_EQ(EACCES, try_address(DENIED_AT));
}

TEST_F(dns, addresses_that_are_never_learned)
{
	static const char *const never[] = {
		"127.0.0.1", "127.8.9.10", "0.0.0.0", "10.1.2.3",
		"172.16.0.1", "172.31.255.254", "192.168.1.1", "169.254.1.1",
		"224.0.0.251", "239.1.2.3", "100.64.1.2", "198.18.0.1",
		"198.19.255.254", "192.0.0.8", "192.0.2.7", "198.51.100.7",
		"203.0.113.7", "2001:db8:1::7", "3fff:1::7",
		"64:ff9b::203.0.113.7", "2002:cb00:7107::1",
		"::1", "::", "fe80::1", "fc00::1", "fd12:3456::1", "ff02::1",
		"::ffff:127.0.0.1", "64:ff9b::10.1.2.3", "2002:7f00:1::1",
	};
	struct talk *talk = &self->talk;
	size_t i;

	for (i = 0; i < ARRAY_SIZE(never); i++) {
		ASSERT_EQ(0, resolve(talk, CANARY_NAME, never[i]));
		EXPECT_NE(EACCES, try_sendto(never[i], 443))
			TH_LOG("address %zu", i);
		EXPECT_FALSE(is_learned(never[i]));
	}
	EXPECT_EQ(0, try_address("127.0.0.1"));
	EXPECT_EQ(0, try_address("::1"));
	ASSERT_EQ(0, resolve(talk, CANARY_NAME, DENIED_AT));
	EXPECT_EQ(EACCES, try_address(DENIED_AT));
}

/* Or one answer would cut the device off from every other. */
TEST_F(dns, a_resolvers_own_address_is_never_learned)
{
	struct talk *talk = &self->talk;

	ASSERT_EQ(0, resolve(talk, CANARY_NAME, talk->resolver_text));
	EXPECT_EQ(0, try_address(talk->resolver_text));
	ASSERT_EQ(0, resolve(talk, CANARY_NAME, DENIED_AT));
	EXPECT_EQ(EACCES, try_address(DENIED_AT));
}

static __u32 sum16(__u32 sum, const void *data, size_t length)
{
	const unsigned char *byte = data;
	size_t i;

	for (i = 0; i < length; i++)
		sum += i & 1 ? byte[i] : byte[i] << 8;
	return sum;
}

static __u16 fold(__u32 sum)
{
	while (sum >> 16)
		sum = (sum & 0xffff) + (sum >> 16);
	return ~sum;
}

/* Sends @answer as a packet of its own making from the resolver's address. */
static int forge_packet(const struct talk *talk, const struct message *answer,
			bool good_checksum)
{
	struct {
		struct iphdr ip;
		struct udphdr udp;
		unsigned char data[sizeof(answer->data)];
	} packet = {
		.ip = {
			.version = 4,
			.ihl = 5,
			.ttl = 64,
			.protocol = IPPROTO_UDP,
			.saddr = talk->resolver.in.sin_addr.s_addr,
			.daddr = talk->asker.in.sin_addr.s_addr,
		},
		.udp = {
			.source = htons(53),
			.dest = talk->asker.in.sin_port,
			.len = htons(sizeof(packet.udp) + answer->length),
		},
	};
	size_t size = sizeof(packet.udp) + answer->length;
	struct address to = talk->asker;
	int fd = open_socket(AF_INET, SOCK_RAW, IPPROTO_RAW);
	__u32 sum = IPPROTO_UDP + size;
	int err = 0;

	if (fd < 0)
		return fd;
	memcpy(packet.data, answer->data, answer->length);
	sum = sum16(sum, &packet.ip.saddr, 8);
	sum = fold(sum16(sum, &packet.udp, size));
	packet.udp.check = htons(good_checksum ? sum : sum ^ 0x5555);
	to.in.sin_port = 0;
	if (sendto(fd, &packet, sizeof(packet.ip) + size, 0, &to.sa,
		   to.length) < 0)
		err = -errno;
	close(fd);
	return err;
}

/*
 * A packet with a bad checksum never reaches its reader, but a hook may see it
 * first. The right answer that follows it shows that it has been dealt with.
 */
TEST_F(dns, a_bad_checksum)
{
	struct talk *talk = &self->talk;
	struct message question, bad, answer;

	if (variant->family != AF_INET)
		SKIP(return, "the packet is made for IPv4 only");
	make_question(&question, 27, CANARY_NAME, DNS_A);
	make_answer(&bad, &question);
	put_address(&bad, NULL, DENIED_AT, 300);
	ASSERT_EQ(0, ask_message(talk, &question));
	ASSERT_EQ(0, forge_packet(talk, &bad, false));
	make_answer(&answer, &question);
	put_address(&answer, NULL, DENIED_AT2, 300);
	ASSERT_EQ(0, reply(talk, &answer));
	EXPECT_EQ(0, try_address(DENIED_AT));
	EXPECT_EQ(EACCES, try_address(DENIED_AT2));
	/* The same packet with a good one is an answer like any other. */
	ASSERT_EQ(0, ask_message(talk, &question));
	ASSERT_EQ(0, forge_packet(talk, &bad, true));
	ASSERT_EQ(0, take_answer(talk->client));
	EXPECT_EQ(EACCES, try_address(DENIED_AT));
}

/* Its datagrams pass the same hook, and are no packets at all. */
TEST_F(dns, an_answer_over_af_unix)
{
	struct talk *talk = &self->talk;
	struct message answer;
	int pair[2];

	ASSERT_EQ(0, ask(talk, 28, CANARY_NAME, DNS_A));
	make_answer(&answer, &talk->question);
	put_address(&answer, NULL, DENIED_AT, 300);
	ASSERT_EQ(0, socketpair(AF_UNIX, SOCK_DGRAM, 0, pair));
	ASSERT_LT(0, send(pair[0], answer.data, answer.length, 0));
	ASSERT_EQ(0, take_answer(pair[1]));
	EXPECT_EQ(0, try_address(DENIED_AT));
	close(pair[0]);
	close(pair[1]);
	ASSERT_EQ(0, reply(talk, &answer));
	EXPECT_EQ(EACCES, try_address(DENIED_AT));
}

int main(int argc, char **argv)
{
	return cordon_test_main(cordon_not_enforcing_or_not_root(), argc, argv);
}
