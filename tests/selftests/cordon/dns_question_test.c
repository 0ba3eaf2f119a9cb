// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Cordon selftests - dns_question: what is looked at is what leaves
 *
 * Bytes that change after the send, questions that are none or whose answers
 * cannot be learned from, and one question asked again.
 */
#include "dns_fixture.h"

#ifndef SO_ZEROCOPY
#define SO_ZEROCOPY	60
#endif
#ifndef MSG_ZEROCOPY
#define MSG_ZEROCOPY	0x4000000
#endif

#define PAGE		4096
#define DNS_TXT		16
#define DNS_SVCB	64
#define DNS_HTTPS	65
#define DNS_ANY		255

/* Sends @size bytes that stay where they are: 0 or the errno. */
typedef int (*lend_fn)(int fd, void *page, size_t size);

static int by_splice(int fd, void *page, size_t size)
{
	struct iovec iov = { .iov_base = page, .iov_len = size };
	int pipe_fd[2], err = 0;

	if (pipe2(pipe_fd, O_CLOEXEC))
		return errno;
	if (vmsplice(pipe_fd[1], &iov, 1, 0) != (ssize_t)size ||
	    splice(pipe_fd[0], NULL, fd, NULL, size, 0) != (ssize_t)size)
		err = errno;
	close(pipe_fd[0]);
	close(pipe_fd[1]);
	return err;
}

static int by_zerocopy(int fd, void *page, size_t size)
{
	int on = 1;

	if (setsockopt(fd, SOL_SOCKET, SO_ZEROCOPY, &on, sizeof(on)))
		return errno;
	return send(fd, page, size, MSG_ZEROCOPY) < 0 ? errno : 0;
}

/* Sends a question for @name, and at once writes one for @after over it. */
static void lend(struct __test_metadata *_metadata, struct talk *talk,
		 lend_fn fn, const char *name, const char *after)
{
	struct message first, second;
	void *page = mmap(NULL, PAGE, PROT_READ | PROT_WRITE,
			  MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);

	ASSERT_NE(MAP_FAILED, page);
	make_question(&first, 40, name, DNS_A);
	make_question(&second, 40, after, DNS_A);
	ASSERT_EQ(first.length, second.length);
	memcpy(page, first.data, first.length);
	ASSERT_EQ(0, fn(talk->client, page, first.length));
	memcpy(page, second.data, second.length);
	ASSERT_EQ(0, take_question(talk));
	ASSERT_EQ(first.length, talk->question.length);
	EXPECT_EQ(0, memcmp(first.data, talk->question.data, first.length))
		TH_LOG("the resolver is asked for %s, and not for %s",
		       after, name);
	munmap(page, PAGE);
}

/* What the resolver was asked for is what is waited for. */
static void lend_both(struct __test_metadata *_metadata, struct talk *talk,
		      lend_fn fn)
{
	struct message answer;

	ASSERT_EQ(0, connect(talk->client, &talk->resolver.sa,
			     talk->resolver.length));
	lend(_metadata, talk, fn, HARMLESS_NAME, CANARY_NAME);
	make_answer(&answer, &talk->question);
	put_address(&answer, NULL, HARMLESS_AT, 300);
	ASSERT_EQ(0, reply(talk, &answer));
	EXPECT_TRUE(is_learned(HARMLESS_AT));
	EXPECT_EQ(0, try_address(HARMLESS_AT));

	lend(_metadata, talk, fn, CANARY_NAME, HARMLESS_NAME);
	make_answer(&answer, &talk->question);
	put_address(&answer, NULL, DENIED_AT, 300);
	ASSERT_EQ(0, reply(talk, &answer));
	EXPECT_EQ(EACCES, try_address(DENIED_AT));
	EXPECT_EQ(0, try_address(DENIED_AT2));
}

TEST_F(dns, bytes_lent_by_splice_are_those_that_were_looked_at)
{
	lend_both(_metadata, &self->talk, by_splice);
}

TEST_F(dns, bytes_lent_by_zerocopy_are_those_that_were_looked_at)
{
	lend_both(_metadata, &self->talk, by_zerocopy);
}

/* Sends @message to the resolver: 0 or the errno. */
static int try_message(struct talk *talk, const struct message *message)
{
	if (sendto(talk->client, message->data, message->length, 0,
		   &talk->resolver.sa, talk->resolver.length) < 0)
		return errno;
	return 0;
}

static int try_question(struct talk *talk, const char *name, __u16 type)
{
	struct message question;

	make_question(&question, 41, name, type);
	return try_message(talk, &question);
}

/* Nothing but the question with @id has reached the resolver. */
static void expect_only(struct __test_metadata *_metadata, struct talk *talk,
			__u16 id)
{
	struct message last;

	make_question(&last, id, HARMLESS_NAME, DNS_A);
	ASSERT_EQ(0, ask_message(talk, &last));
	EXPECT_EQ(last.data[0], talk->question.data[0]);
	EXPECT_EQ(last.data[1], talk->question.data[1]);
}

/* A byte of the header made something else, which no question has. */
TEST_F(dns, a_malformed_question_is_refused_at_once)
{
	static const struct {
		size_t at;
		unsigned char value;
	} bad[] = {
		{ 2, 0x81 },		/* a response */
		{ 2, 0x29 },		/* an update */
		{ 5, 0 },		/* no question */
		{ 7, 1 },		/* an answer */
		{ 9, 1 },		/* an authority */
		{ DNS_HEADER, 0xc0 },	/* a pointer for a name */
	};
	struct talk *talk = &self->talk;
	__u64 refused = counter("dns_refused");
	struct message good, question;
	size_t i;

	make_question(&good, 42, HARMLESS_NAME, DNS_A);
	for (i = 0; i < ARRAY_SIZE(bad); i++) {
		question = good;
		question.data[bad[i].at] = bad[i].value;
		EXPECT_EQ(EACCES, try_message(talk, &question))
			TH_LOG("question %zu", i);
	}
	question = good;
	question.length = DNS_HEADER - 1;
	EXPECT_EQ(EACCES, try_message(talk, &question));
	EXPECT_LE(refused + ARRAY_SIZE(bad) + 1, counter("dns_refused"));
	expect_only(_metadata, talk, 43);
	EXPECT_EQ(0, ask_message(talk, &good));
}

/* The first is harmless, the second one is what some resolvers answer. */
TEST_F(dns, two_questions_in_one_message_are_refused_at_once)
{
	struct talk *talk = &self->talk;
	struct message question;

	make_question(&question, 44, HARMLESS_NAME, DNS_A);
	question.data[5] = 2;
	put_name(&question, CANARY_NAME);
	put16(&question, DNS_A);
	put16(&question, DNS_IN);
	EXPECT_EQ(EACCES, try_message(talk, &question));
	expect_only(_metadata, talk, 45);
	ASSERT_EQ(0, connect(talk->client, &talk->resolver.sa,
			     talk->resolver.length));
	EXPECT_EQ(-1, send(talk->client, question.data, question.length, 0));
	EXPECT_EQ(EACCES, errno);
	expect_only(_metadata, talk, 46);
}

/* Their answers hold addresses outside of A and AAAA records. */
TEST_F(dns, types_that_cannot_be_learned_from_are_refused_for_its_names)
{
	static const __u16 types[] = {
		DNS_HTTPS, DNS_SVCB, DNS_ANY, DNS_TXT, DNS_CNAME,
	};
	struct talk *talk = &self->talk;
	size_t i;

	for (i = 0; i < ARRAY_SIZE(types); i++) {
		EXPECT_EQ(EACCES, try_question(talk, CANARY_NAME, types[i]))
			TH_LOG("type %u", types[i]);
		EXPECT_EQ(EACCES, try_question(talk, "Sub." CANARY_NAME,
					       types[i]))
			TH_LOG("type %u", types[i]);
		expect_only(_metadata, talk, 100 + i);
		/* For another name it leaves. */
		ASSERT_EQ(0, ask(talk, 200 + i, HARMLESS_NAME, types[i]))
			TH_LOG("type %u", types[i]);
		EXPECT_EQ(200 + i, talk->question.data[1]);
	}
	/* And for this one leave those that can be learned from. */
	EXPECT_EQ(0, ask(talk, 47, CANARY_NAME, DNS_A));
	EXPECT_EQ(0, ask(talk, 48, CANARY_NAME, DNS_AAAA));
	ASSERT_EQ(0, resolve(talk, CANARY_NAME, DENIED_AT));
	EXPECT_EQ(EACCES, try_address(DENIED_AT));
	EXPECT_EQ(0, try_address(HARMLESS_AT));
}

/* An answer without addresses must not use up the wait for the next. */
TEST_F(dns, a_question_asked_twice_is_answered_twice)
{
	struct talk *talk = &self->talk;
	struct message question, answer;

	make_question(&question, 49, CANARY_NAME, DNS_A);
	ASSERT_EQ(0, ask_message(talk, &question));
	ASSERT_EQ(0, ask_message(talk, &question));
	ASSERT_EQ(0, resolve_to_nothing(talk));
	make_answer(&answer, &question);
	put_address(&answer, NULL, DENIED_AT, 300);
	ASSERT_EQ(0, reply(talk, &answer));
	EXPECT_EQ(EACCES, try_address(DENIED_AT));
	/* And not a third time. */
	make_answer(&answer, &question);
	put_address(&answer, NULL, DENIED_AT2, 300);
	ASSERT_EQ(0, reply(talk, &answer));
	EXPECT_EQ(0, try_address(DENIED_AT2));
}

int main(int argc, char **argv)
{
	return cordon_test_main(cordon_not_enforcing_or_not_root(), argc, argv);
}
