// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Cordon selftests - connect_hidden: destinations that no plain call shows
 *
 * A socket whose family changes while it sends, and SCTP, which connects
 * through a socket option. In a network namespace as connect_test.
 */
#include <pthread.h>

#include "net.h"

#ifndef IPPROTO_SCTP
#define IPPROTO_SCTP		132
#endif
/* linux/sctp.h; not every C library's system has it. */
#define CONNECTX_OLD		107
#define CONNECTX		110

#define PEER_PORT		(PORT + 1)
#define RACES			2000
#define ALLOWED_RACES		200

FIXTURE(hidden)
{
	int tcp;
	int udp;
};

FIXTURE_SETUP(hidden)
{
	const char *why = stage(false, &self->tcp, &self->udp);
	struct timeval limit = { .tv_sec = 5 };

	if (why)
		SKIP(return, "%s", why);
	setsockopt(self->udp, SOL_SOCKET, SO_RCVTIMEO, &limit, sizeof(limit));
}

FIXTURE_TEARDOWN(hidden)
{
	close(self->tcp);
	close(self->udp);
}

/* One thread sends while the other one changes the socket's family. */
struct race {
	pthread_t changer;
	int fd;
	unsigned int round;	/* begun by the sender; 0 ends it all */
	unsigned int changed;	/* the last one that the changer has done */
	int err;		/* of the changer */
};

static int to_ipv4(int fd)
{
	int family = AF_INET;

	if (setsockopt(fd, IPPROTO_IPV6, IPV6_ADDRFORM, &family,
		       sizeof(family)))
		return errno;
	return 0;
}

static void *change_family(void *data)
{
	struct race *race = data;
	unsigned int round, last = 1;

	for (;;) {
		round = __atomic_load_n(&race->round, __ATOMIC_ACQUIRE);
		if (!round)
			return NULL;
		if (round == last) {
			sched_yield();
			continue;
		}
		race->err = to_ipv4(race->fd) ?: race->err;
		last = round;
		__atomic_store_n(&race->changed, round, __ATOMIC_RELEASE);
	}
}

static int race_start(struct race *race)
{
	memset(race, 0, sizeof(*race));
	race->round = 1;
	race->changed = 1;
	return pthread_create(&race->changer, NULL, change_family, race);
}

static void race_stop(struct race *race)
{
	__atomic_store_n(&race->round, 0, __ATOMIC_RELEASE);
	pthread_join(race->changer, NULL);
}

/* A new IPv6 socket, connected to an IPv4 peer, is about to change. */
static int race_begin(struct race *race)
{
	struct address peer = address_of("::ffff:127.0.0.1", PEER_PORT);

	race->fd = open_socket(AF_INET6, SOCK_DGRAM, 0);
	if (race->fd < 0)
		return -race->fd;
	if (connect(race->fd, &peer.sa, peer.length))
		return errno;
	__atomic_store_n(&race->round, race->round + 1, __ATOMIC_RELEASE);
	return 0;
}

static bool race_is_on(const struct race *race)
{
	return __atomic_load_n(&race->changed, __ATOMIC_ACQUIRE) != race->round;
}

static bool can_change_family(void)
{
	struct address peer = address_of("::ffff:127.0.0.1", PEER_PORT);
	int fd = open_socket(AF_INET6, SOCK_DGRAM, 0);
	bool can = fd >= 0 && !connect(fd, &peer.sa, peer.length) &&
		   !to_ipv4(fd);

	close(fd);
	return can;
}

/* What has arrived by now. */
static unsigned long arrived(int fd)
{
	unsigned long n = 0;
	char got;

	while (recv(fd, &got, 1, MSG_DONTWAIT) == 1)
		n++;
	return n;
}

/* What arrives before the letter @last: how many, or -errno. */
static int arrived_before(int fd, char last)
{
	char got;
	int n;

	for (n = 0; recv(fd, &got, 1, 0) == 1; n++)
		if (got == last)
			return n;
	return -errno;
}

/*
 * An IPv6 datagram socket takes AF_UNSPEC for no address, an IPv4 one takes it
 * for AF_INET: what is looked at as the one may be sent as the other.
 */
TEST_F(hidden, af_unspec_while_the_family_changes)
{
	struct address denied = address_of(CANARY4, PORT);
	unsigned long tried = 0, refused = 0, left = 0;
	struct race race;
	int i;

	if (!can_change_family())
		SKIP(return, "no IPV6_ADDRFORM here");
	denied.sa.sa_family = AF_UNSPEC;
	ASSERT_EQ(0, race_start(&race));
	for (i = 0; i < RACES; i++) {
		bool on;

		ASSERT_EQ(0, race_begin(&race));
		do {
			on = race_is_on(&race);
			tried++;
			refused += sendto(race.fd, "d", 1, 0, &denied.sa,
					  denied.length) < 0 && errno == EACCES;
		} while (on);
		close(race.fd);
		left += arrived(self->udp);
	}
	race_stop(&race);
	EXPECT_EQ(0, race.err);
	EXPECT_EQ(tried, refused);
	EXPECT_EQ(0, left);
	/* Whatever slipped through has arrived before this. */
	ASSERT_EQ(0, try_sendto(NEIGHBOUR4, PORT));
	EXPECT_EQ(0, arrived_before(self->udp, 'x'));
}

TEST_F(hidden, af_unspec_while_the_family_changes_to_a_neighbour)
{
	struct address allowed = address_of(NEIGHBOUR4, PORT);
	int peer = open_sink(SOCK_DGRAM, PEER_PORT);
	struct race race;
	int i;

	if (!can_change_family())
		SKIP(return, "no IPV6_ADDRFORM here");
	ASSERT_LE(0, peer);
	allowed.sa.sa_family = AF_UNSPEC;
	ASSERT_EQ(0, race_start(&race));
	for (i = 0; i < ALLOWED_RACES; i++) {
		ASSERT_EQ(0, race_begin(&race));
		/* To the peer or to the neighbour. */
		EXPECT_EQ(1, sendto(race.fd, "r", 1, 0, &allowed.sa,
				    allowed.length));
		while (race_is_on(&race))
			sched_yield();
		EXPECT_EQ(1, sendto(race.fd, "a", 1, 0, &allowed.sa,
				    allowed.length));
		EXPECT_LE(0, arrived_before(self->udp, 'a'));
		close(race.fd);
	}
	race_stop(&race);
	EXPECT_EQ(0, race.err);
	close(peer);
}

/* Connects to all of @to through a socket option: 0 or the errno. */
static int try_connectx(int type, int option, const char *const *to)
{
	unsigned char list[4 * sizeof(struct sockaddr_in6)];
	int family = strchr(to[0], ':') ? AF_INET6 : AF_INET;
	int fd = open_socket(family, type | SOCK_NONBLOCK, IPPROTO_SCTP);
	size_t length = 0;
	int err = 0;

	if (fd < 0)
		return -fd;
	for (; *to; to++) {
		struct address address = address_of(*to, PORT);

		memcpy(list + length, &address.sa, address.length);
		length += address.length;
	}
	if (setsockopt(fd, IPPROTO_SCTP, option, list, length) < 0)
		err = errno;
	close(fd);
	return err;
}

TEST_F(hidden, sctp_connects_through_a_socket_option)
{
	static const int options[] = { CONNECTX, CONNECTX_OLD };
	static const int types[] = { SOCK_STREAM, SOCK_SEQPACKET };
	static const char *const denied[][4] = {
		{ CANARY4 },
		{ CANARY6 },
		{ "::ffff:" CANARY4 },
		/* Behind those that are allowed. */
		{ NEIGHBOUR4, CANARY4 },
		{ NEIGHBOUR6, NEIGHBOUR4, CANARY6 },
		{ NEIGHBOUR6, CANARY4, NEIGHBOUR6 },
	};
	static const char *const allowed[][4] = {
		{ NEIGHBOUR4 },
		{ NEIGHBOUR6 },
		{ "::ffff:" NEIGHBOUR4 },
		{ NEIGHBOUR4, NEIGHBOUR4 },
	};
	int fd = open_socket(AF_INET, SOCK_STREAM, IPPROTO_SCTP);
	size_t i, j;

	if (fd < 0)
		SKIP(return, "no SCTP here: %s", strerror(-fd));
	close(fd);
	for (i = 0; i < 4; i++) {
		int type = types[i / 2], option = options[i % 2];

		for (j = 0; j < ARRAY_SIZE(denied); j++)
			EXPECT_EQ(EACCES, try_connectx(type, option, denied[j]))
				TH_LOG("denied[%zu], %zu", j, i);
		for (j = 0; j < ARRAY_SIZE(allowed); j++)
			EXPECT_NE(EACCES,
				  try_connectx(type, option, allowed[j]))
				TH_LOG("allowed[%zu], %zu", j, i);
	}
}

int main(int argc, char **argv)
{
	return cordon_test_main(cordon_not_enforcing(), argc, argv);
}
