// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Cordon selftests - dns: what is learned from answers, and what is refused
 *
 * Each test has a network namespace of its own, owned by the initial user
 * namespace, with both ends of the conversation in it (net.h, dns.h). What a
 * namespace learns is its own, so no test sees another's addresses.
 */
#include <netinet/udp.h>

#include "dns_fixture.h"

#ifndef UDP_SEGMENT
#define UDP_SEGMENT	103
#endif

TEST_F(dns, an_answer_closes_the_address_it_names)
{
	struct talk *talk = &self->talk;
	__u64 questions = counter("dns_questions");
	__u64 learned = counter("dns_learned");

	ASSERT_EQ(0, resolve(talk, CANARY_NAME, DENIED_AT));
	ASSERT_EQ(0, resolve(talk, HARMLESS_NAME, HARMLESS_AT));
	EXPECT_EQ(EACCES, try_address(DENIED_AT));
	EXPECT_EQ(EACCES, try_connect(DENIED_AT, 80, SOCK_STREAM));
	EXPECT_EQ(EACCES, try_sendto(DENIED_AT, 80));
	EXPECT_EQ(0, try_address(HARMLESS_AT));
	EXPECT_EQ(ECONNREFUSED, try_connect(HARMLESS_AT, 80, SOCK_STREAM));
	EXPECT_EQ(0, try_sendto(HARMLESS_AT, 80));
	EXPECT_EQ(0, try_address(DENIED_AT2));
	EXPECT_LE(questions + 2, counter("dns_questions"));
	EXPECT_LT(learned, counter("dns_learned"));
	EXPECT_TRUE(is_learned(DENIED_AT));
}

TEST_F(dns, an_ipv6_answer_closes_the_address_it_names)
{
	struct talk *talk = &self->talk;

	ASSERT_EQ(0, resolve(talk, CANARY_NAME, DENIED6_AT));
	ASSERT_EQ(0, resolve(talk, HARMLESS_NAME, HARMLESS6_AT));
	EXPECT_EQ(EACCES, try_address(DENIED6_AT));
	EXPECT_EQ(EACCES, try_connect(DENIED6_AT, 80, SOCK_STREAM));
	EXPECT_EQ(EACCES, try_sendto(DENIED6_AT, 80));
	EXPECT_EQ(0, try_address(HARMLESS6_AT));
	EXPECT_EQ(0, try_sendto(HARMLESS6_AT, 80));
}

TEST_F(dns, names_below_the_rule_and_in_any_case)
{
	struct talk *talk = &self->talk;

	ASSERT_EQ(0, resolve(talk, "sub." CANARY_NAME, DENIED_AT));
	ASSERT_EQ(0, resolve(talk, "CoRdOn-CaNaRy.TeSt", DENIED_AT2));
	EXPECT_EQ(EACCES, try_address(DENIED_AT));
	EXPECT_EQ(EACCES, try_address(DENIED_AT2));
}

TEST_F(dns, names_that_are_near_are_others)
{
	static const char *const near[] = {
		"xcordon-canary.test", "cordon-canary.test.example",
		"cordon-canary", "cordon-canary2.test", "canary.test", "test",
	};
	struct talk *talk = &self->talk;
	size_t i;

	for (i = 0; i < ARRAY_SIZE(near); i++) {
		ASSERT_EQ(0, resolve(talk, near[i], HARMLESS_AT));
		EXPECT_EQ(0, try_address(HARMLESS_AT))
			TH_LOG("name %zu", i);
	}
}

/* A dot inside a label is a byte of it and separates nothing. */
TEST_F(dns, a_dot_inside_a_label_is_data)
{
	struct talk *talk = &self->talk;
	struct message question, answer;

	make_question(&question, 7, "xxxxxx-xxxxxx.test", DNS_A);
	/* One label, "cordon-canary.test", instead of two. */
	question.data[DNS_HEADER] = 18;
	memcpy(question.data + DNS_HEADER + 1, CANARY_NAME, 18);
	question.length = DNS_HEADER + 1 + 18;
	put8(&question, 0);
	put16(&question, DNS_A);
	put16(&question, DNS_IN);
	ASSERT_EQ(0, ask_message(talk, &question));
	make_answer(&answer, &talk->question);
	put_address(&answer, NULL, HARMLESS_AT, 300);
	ASSERT_EQ(0, reply(talk, &answer));
	EXPECT_EQ(0, try_address(HARMLESS_AT));
}

/* The address cannot tell which of the names is meant. */
TEST_F(dns, an_address_of_both_names_is_let_through)
{
	struct talk *talk = &self->talk;
	__u64 inspected = counter("connect_inspected");

	ASSERT_EQ(0, resolve(talk, CANARY_NAME, DENIED_AT));
	EXPECT_EQ(EACCES, try_address(DENIED_AT));
	ASSERT_EQ(0, resolve(talk, HARMLESS_NAME, DENIED_AT));
	EXPECT_EQ(0, try_address(DENIED_AT));
	EXPECT_LT(inspected, counter("connect_inspected"));

	ASSERT_EQ(0, resolve(talk, HARMLESS_NAME, HARMLESS_AT));
	ASSERT_EQ(0, resolve(talk, CANARY_NAME, HARMLESS_AT));
	EXPECT_EQ(0, try_address(HARMLESS_AT));
}

TEST_F(dns, a_learned_name_opens_no_prefix_that_is_denied)
{
	struct talk *talk = &self->talk;

	ASSERT_EQ(0, resolve(talk, CANARY_NAME, CANARY4));
	EXPECT_EQ(EACCES, try_address(CANARY4));
	ASSERT_EQ(0, resolve(talk, HARMLESS_NAME, CANARY4));
	EXPECT_EQ(EACCES, try_address(CANARY4));
	EXPECT_EQ(0, try_address(HARMLESS_AT));
}

/* Or a question for such a name would make a device look as if unprotected. */
TEST_F(dns, no_answer_gives_the_canary_a_name)
{
	static const char *const forms[] = {
		CANARY4, "::ffff:" CANARY4, "64:ff9b::" CANARY4,
		"2002:cb00:71de::1", CANARY6,
	};
	struct talk *talk = &self->talk;
	size_t i;

	for (i = 0; i < ARRAY_SIZE(forms); i++) {
		ASSERT_EQ(0, resolve(talk, HARMLESS_NAME, forms[i]));
		EXPECT_EQ(EACCES, try_address(CANARY4))
			TH_LOG("%s", forms[i]);
		EXPECT_EQ(EACCES, try_address(CANARY6))
			TH_LOG("%s", forms[i]);
		EXPECT_EQ(EACCES, try_address(forms[i]))
			TH_LOG("%s", forms[i]);
	}
	EXPECT_FALSE(is_learned(CANARY4));
	EXPECT_FALSE(is_learned(CANARY6));
	/* Any other address that both names lead to is let through. */
	ASSERT_EQ(0, resolve(talk, CANARY_NAME, DENIED_AT));
	ASSERT_EQ(0, resolve(talk, HARMLESS_NAME, DENIED_AT));
	EXPECT_EQ(0, try_address(DENIED_AT));
}

TEST_F(dns, an_alias_of_the_name)
{
	struct talk *talk = &self->talk;
	struct message answer;

	ASSERT_EQ(0, ask(talk, 1, CANARY_NAME, DNS_A));
	make_answer(&answer, &talk->question);
	put_cname(&answer, NULL, "edge.test");
	put_cname(&answer, "edge.test", "node.edge.test");
	put_address(&answer, "node.edge.test", DENIED_AT, 300);
	ASSERT_EQ(0, reply(talk, &answer));
	EXPECT_EQ(EACCES, try_address(DENIED_AT));

	ASSERT_EQ(0, ask(talk, 2, HARMLESS_NAME, DNS_A));
	make_answer(&answer, &talk->question);
	put_cname(&answer, NULL, "edge2.test");
	put_address(&answer, "edge2.test", HARMLESS_AT, 300);
	ASSERT_EQ(0, reply(talk, &answer));
	EXPECT_EQ(0, try_address(HARMLESS_AT));
}

/* Cloaking: an innocent name that leads to the denied one. */
TEST_F(dns, an_alias_that_leads_to_the_name)
{
	struct talk *talk = &self->talk;
	struct message answer;

	ASSERT_EQ(0, ask(talk, 1, "innocent.test", DNS_A));
	make_answer(&answer, &talk->question);
	put_cname(&answer, NULL, CANARY_NAME);
	put_address(&answer, CANARY_NAME, DENIED_AT, 300);
	ASSERT_EQ(0, reply(talk, &answer));
	EXPECT_EQ(EACCES, try_address(DENIED_AT));
}

/* A record about something else in the answer ties nothing to anything. */
TEST_F(dns, a_record_outside_the_chain_is_not_learned)
{
	struct talk *talk = &self->talk;
	struct message answer;

	ASSERT_EQ(0, ask(talk, 1, HARMLESS_NAME, DNS_A));
	make_answer(&answer, &talk->question);
	put_address(&answer, NULL, HARMLESS_AT, 300);
	put_address(&answer, CANARY_NAME, DENIED_AT, 300);
	ASSERT_EQ(0, reply(talk, &answer));
	EXPECT_EQ(0, try_address(DENIED_AT));
	EXPECT_EQ(0, try_address(HARMLESS_AT));
}

TEST_F(dns, every_address_of_an_answer_counts)
{
	struct talk *talk = &self->talk;
	struct message answer;
	char address[32];
	int i;

	ASSERT_EQ(0, ask(talk, 1, CANARY_NAME, DNS_A));
	make_answer(&answer, &talk->question);
	for (i = 100; i < 130; i++) {
		snprintf(address, sizeof(address), "192.88.99.%d", i);
		put_address(&answer, NULL, address, 300);
	}
	ASSERT_EQ(0, reply(talk, &answer));
	for (i = 100; i < 130; i++) {
		snprintf(address, sizeof(address), "192.88.99.%d", i);
		EXPECT_EQ(EACCES, try_address(address))
			TH_LOG("address %d", i);
	}
	EXPECT_EQ(0, try_address("192.88.99.130"));
}

/* A lifetime of nothing would be a way out between answer and connect. */
TEST_F(dns, a_lifetime_of_zero_is_lengthened)
{
	struct talk *talk = &self->talk;
	struct message answer;

	ASSERT_EQ(0, ask(talk, 1, CANARY_NAME, DNS_A));
	make_answer(&answer, &talk->question);
	put_address(&answer, NULL, DENIED_AT, 0);
	ASSERT_EQ(0, reply(talk, &answer));
	EXPECT_EQ(EACCES, try_address(DENIED_AT));
}

TEST_F(dns, other_forms_of_a_learned_ipv4_address)
{
	struct talk *talk = &self->talk;

	ASSERT_EQ(0, resolve(talk, CANARY_NAME, DENIED_AT));
	EXPECT_EQ(EACCES, try_address("::ffff:" DENIED_AT));
	EXPECT_EQ(EACCES, try_address("64:ff9b::" DENIED_AT));
	EXPECT_EQ(EACCES, try_address("2002:c058:630a::1"));
	EXPECT_EQ(0, try_address("::ffff:" DENIED_AT2));
	EXPECT_EQ(0, try_address("64:ff9b::" DENIED_AT2));
	EXPECT_EQ(0, try_address("2002:c058:630b::1"));
	/* And the other way round: what DNS64 makes of an IPv4 address. */
	ASSERT_EQ(0, resolve(talk, CANARY_NAME, "64:ff9b::" DENIED_AT2));
	EXPECT_EQ(EACCES, try_address(DENIED_AT2));
	EXPECT_EQ(0, try_address(HARMLESS_AT));
}

TEST_F(dns, a_connected_client_learns_too)
{
	struct talk *talk = &self->talk;

	ASSERT_EQ(0, connect(talk->client, &talk->resolver.sa,
			     talk->resolver.length));
	ASSERT_EQ(0, resolve(talk, CANARY_NAME, DENIED_AT));
	EXPECT_EQ(EACCES, try_address(DENIED_AT));
}

TEST_F(dns, questions_to_other_resolvers_are_refused)
{
	struct talk *talk = &self->talk;
	struct address other = address_of(variant->other, 53);
	struct policy_facts facts;
	struct message question;
	__u64 refused = counter("connect_denied") + counter("dns_refused");

	read_policy_facts(&facts);
	if (facts.other_resolvers != 1)
		SKIP(return, "the policy allows other resolvers");
	make_question(&question, 1, HARMLESS_NAME, DNS_A);
	EXPECT_EQ(-1, sendto(talk->client, question.data, question.length, 0,
			     &other.sa, other.length));
	EXPECT_EQ(EACCES, errno);
	EXPECT_EQ(EACCES, try_connect(variant->other, 53, SOCK_DGRAM));
	EXPECT_EQ(EACCES, try_connect(variant->other, 53, SOCK_STREAM));
	EXPECT_LE(refused + 3,
		  counter("connect_denied") + counter("dns_refused"));
	/* The address is not what is refused, nor is the question. */
	EXPECT_EQ(0, try_connect(variant->other, 54, SOCK_DGRAM));
	EXPECT_EQ(0, try_connect(talk->resolver_text, 53, SOCK_DGRAM));
	EXPECT_EQ(0, ask_message(talk, &question));
}

/* Other ways to write the address of a resolver that nobody trusts. */
TEST_F(dns, other_resolvers_in_other_forms_are_refused)
{
	struct address other = address_of(variant->other, 53);
	struct policy_facts facts;
	char mapped[INET6_ADDRSTRLEN + 8];
	int fd;

	read_policy_facts(&facts);
	if (facts.other_resolvers != 1)
		SKIP(return, "the policy allows other resolvers");
	if (variant->family != AF_INET)
		SKIP(return, "an IPv6 address has one form");
	snprintf(mapped, sizeof(mapped), "::ffff:%s", variant->other);
	EXPECT_EQ(EACCES, try_sendto(mapped, 53));
	EXPECT_EQ(EACCES, try_connect(mapped, 53, SOCK_DGRAM));
	EXPECT_EQ(0, try_sendto(mapped, 54));
	/* An IPv4 datagram socket takes AF_UNSPEC for AF_INET. */
	fd = open_socket(AF_INET, SOCK_DGRAM, 0);
	other.sa.sa_family = AF_UNSPEC;
	EXPECT_EQ(-1, sendto(fd, "x", 1, 0, &other.sa, other.length));
	EXPECT_EQ(EACCES, errno);
	close(fd);
	/* And an IPv6 one takes an IPv4 address as it is. */
	fd = open_socket(AF_INET6, SOCK_DGRAM, 0);
	other.sa.sa_family = AF_INET;
	EXPECT_EQ(-1, sendto(fd, "x", 1, 0, &other.sa, other.length));
	EXPECT_EQ(EACCES, errno);
	close(fd);
	/* The trusted one, written so, is the trusted one. */
	snprintf(mapped, sizeof(mapped), "::ffff:%s",
		 self->talk.resolver_text);
	EXPECT_EQ(0, try_connect(mapped, 53, SOCK_DGRAM));
}

/* Connects by sending: 0 or the errno. */
static int try_fastopen(const char *text, __u16 port)
{
	struct address to = address_of(text, port);
	int fd = open_socket(to.sa.sa_family, SOCK_STREAM, 0);
	int err = 0;

	if (fd < 0)
		return -fd;
	if (sendto(fd, "x", 1, MSG_FASTOPEN, &to.sa, to.length) != 1)
		err = errno;
	close(fd);
	return err;
}

TEST_F(dns, dns_over_tcp_is_refused)
{
	struct talk *talk = &self->talk;
	struct policy_facts facts;

	read_policy_facts(&facts);
	if (facts.other_resolvers != 1)
		SKIP(return, "the policy allows other resolvers");
	EXPECT_EQ(EACCES, try_connect(talk->resolver_text, 53, SOCK_STREAM));
	EXPECT_EQ(ECONNREFUSED,
		  try_connect(talk->resolver_text, 54, SOCK_STREAM));
	EXPECT_EQ(EACCES, try_fastopen(talk->resolver_text, 53));
	EXPECT_EQ(ECONNREFUSED, try_fastopen(talk->resolver_text, 54));
}

TEST_F(dns, encrypted_dns_is_refused)
{
	struct talk *talk = &self->talk;
	struct policy_facts facts;

	read_policy_facts(&facts);
	if (facts.other_resolvers != 1)
		SKIP(return, "the policy allows other resolvers");
	EXPECT_EQ(EACCES, try_connect(variant->other, 853, SOCK_STREAM));
	EXPECT_EQ(EACCES, try_connect(variant->other, 853, SOCK_DGRAM));
	EXPECT_EQ(EACCES, try_sendto(variant->other, 853));
	EXPECT_EQ(EACCES, try_connect(talk->resolver_text, 853, SOCK_STREAM));
	EXPECT_EQ(ECONNREFUSED,
		  try_connect(variant->other, 854, SOCK_STREAM));
	EXPECT_EQ(0, try_connect(variant->other, 854, SOCK_DGRAM));
	EXPECT_EQ(0, try_sendto(variant->other, 854));
}

/* Answers the question that the server takes next. */
static int serve(struct talk *talk, const char *address)
{
	struct message answer;
	int err = take_question(talk);

	if (err)
		return err;
	make_answer(&answer, &talk->question);
	put_address(&answer, NULL, address, 300);
	return reply(talk, &answer);
}

/* To the address of the message before, the kernel asks no LSM again. */
TEST_F(dns, the_second_message_of_sendmmsg)
{
	struct talk *talk = &self->talk;
	struct message questions[2];
	struct mmsghdr msgs[2] = { 0 };
	struct iovec iov[2];
	int i;

	make_question(&questions[0], 21, HARMLESS_NAME, DNS_A);
	make_question(&questions[1], 22, CANARY_NAME, DNS_A);
	for (i = 0; i < 2; i++) {
		iov[i].iov_base = questions[i].data;
		iov[i].iov_len = questions[i].length;
		msgs[i].msg_hdr.msg_iov = &iov[i];
		msgs[i].msg_hdr.msg_iovlen = 1;
		msgs[i].msg_hdr.msg_name = &talk->resolver.sa;
		msgs[i].msg_hdr.msg_namelen = talk->resolver.length;
	}
	ASSERT_EQ(2, sendmmsg(talk->client, msgs, 2, 0));
	ASSERT_EQ(0, serve(talk, HARMLESS_AT));
	ASSERT_EQ(0, serve(talk, DENIED_AT));
	EXPECT_EQ(EACCES, try_address(DENIED_AT));
	EXPECT_EQ(0, try_address(HARMLESS_AT));
}

/*
 * A question in pieces may be refused. If it is let through it has been read,
 * so its answer counts.
 */
static void expect_read(struct __test_metadata *_metadata, struct talk *talk,
			ssize_t sent)
{
	if (sent < 0) {
		EXPECT_EQ(EACCES, errno);
		return;
	}
	ASSERT_EQ(0, serve(talk, DENIED_AT));
	EXPECT_EQ(EACCES, try_address(DENIED_AT));
}

TEST_F(dns, a_question_put_together_with_msg_more)
{
	struct talk *talk = &self->talk;
	struct message question;
	ssize_t sent;

	make_question(&question, 23, CANARY_NAME, DNS_A);
	sent = sendto(talk->client, question.data, 20, MSG_MORE,
		      &talk->resolver.sa, talk->resolver.length);
	if (sent >= 0)
		sent = sendto(talk->client, question.data + 20,
			      question.length - 20, 0, &talk->resolver.sa,
			      talk->resolver.length);
	expect_read(_metadata, talk, sent);
}

TEST_F(dns, a_question_put_together_with_udp_cork)
{
	struct talk *talk = &self->talk;
	struct message question;
	int on = 1, off = 0;
	ssize_t sent;

	make_question(&question, 24, CANARY_NAME, DNS_A);
	ASSERT_EQ(0, connect(talk->client, &talk->resolver.sa,
			     talk->resolver.length));
	ASSERT_EQ(0, setsockopt(talk->client, IPPROTO_UDP, UDP_CORK, &on,
				sizeof(on)));
	sent = send(talk->client, question.data, 13, 0);
	if (sent >= 0)
		sent = send(talk->client, question.data + 13,
			    question.length - 13, 0);
	if (sent >= 0)
		sent = setsockopt(talk->client, IPPROTO_UDP, UDP_CORK, &off,
				  sizeof(off));
	expect_read(_metadata, talk, sent);
}

/* One send, two datagrams: the second carries the name. */
TEST_F(dns, the_second_segment_of_udp_segmentation)
{
	struct talk *talk = &self->talk;
	struct message both, second;
	int segment;

	make_question(&both, 25, HARMLESS_NAME, DNS_A);
	segment = both.length;
	make_question(&second, 26, CANARY_NAME, DNS_A);
	ASSERT_EQ(both.length, second.length);
	memcpy(both.data + both.length, second.data, second.length);
	both.length += second.length;
	if (setsockopt(talk->client, IPPROTO_UDP, UDP_SEGMENT, &segment,
		       sizeof(segment)))
		SKIP(return, "no UDP segmentation here");
	if (sendto(talk->client, both.data, both.length, 0, &talk->resolver.sa,
		   talk->resolver.length) < 0) {
		EXPECT_EQ(EACCES, errno);
		return;
	}
	ASSERT_EQ(0, serve(talk, HARMLESS_AT));
	ASSERT_EQ(0, serve(talk, DENIED_AT));
	EXPECT_EQ(EACCES, try_address(DENIED_AT));
	EXPECT_EQ(0, try_address(HARMLESS_AT));
}

int main(int argc, char **argv)
{
	return cordon_test_main(cordon_not_enforcing_or_not_root(), argc, argv);
}
