// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Memory does not grow with a capture: a million sessions that never finish, in all
 * the ways that keep something for a session
 *
 * The capture comes through a pipe, so that it is nowhere in full. A run of a
 * fifth of it first fills all that may be filled; what the long run takes beyond
 * that is measured.
 */
#include <stdlib.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include "capture_file.h"
#include "engine/tests/dns_message.h"
#include "unit/engine/policy.h"
#include "engine/tests/hello.h"
#include "kselftest_harness.h"
#include "packet.h"
#include "unit/engine/quic_builder.h"
#include "replay/frame.h"
#include "replay/replay.h"

#define FLOWS_FIRST	200000U
#define FLOWS_MANY	1000000U
/* Nothing may be kept for each session: a byte each would already be a fifth of it. */
#define GROWTH_MAX_KIB	4096

/**
 * struct halves - what begins and does not go on
 * @hello: the first half of a ClientHello
 * @length: its bytes
 * @quic: an Initial with the first half of another one
 * @question: of DNS, without an answer
 */
struct halves {
	u8 hello[4096];
	size_t length;
	struct quic_bytes quic;
	struct test_dns_message question;
};

static struct halves halves;

static void make_halves(void)
{
	const struct quic_spec spec = {
		.version = QUIC_V1, .to = "somebody", .from = "me",
	};
	static struct quic_bytes whole, frames;
	static struct test_hello hello;

	cordon_test_hello_browser(&hello, "www.beta.example", HELLO_CLASSIC);
	halves.length = cordon_test_hello_records(hello.data, hello.length, 1000,
						  halves.hello) / 2;
	quic_make_hello(&whole, "www.beta.example", 1, 300);
	quic_put_crypto(&frames, 0, whole.bytes, 150);
	quic_put_padding(&frames, 100);
	quic_seal(&halves.quic, &spec, &frames);
	cordon_test_dns_begin(&halves.question, DNS_QUERY, 0);
	cordon_test_dns_ask(&halves.question, "www.beta.example", CORDON_DNS_TYPE_A);
}

/* Flow @number has an address of its own; most of them are TCP. */
static void make_flow(struct packet *packet, u32 number)
{
	static struct packet whole;
	char client[32];

	snprintf(client, sizeof(client), "10.%u.%u.%u", number >> 16 & 0xff,
		 number >> 8 & 0xff, number & 0xff);
	if (number % 64 == 1) {
		packet_begin(packet, halves.quic.bytes, halves.quic.length);
		packet_udp(packet, 40000, 443);
		packet_ipv4(packet, client, "192.0.2.1", REPLAY_UDP);
	} else if (number % 16 == 2) {
		packet_begin(packet, halves.question.data,
			     halves.question.length);
		packet_udp(packet, 40000, 53);
		packet_ipv4(packet, client, "192.0.2.53", REPLAY_UDP);
	} else if (number % 16 == 3) {
		packet_begin(&whole, halves.hello, 200);
		packet_piece(packet, &whole, 6, number, 0, 160);
	} else {
		bool behind = number % 4 == 0;	/* a gap before it */

		packet_begin(packet, halves.hello, halves.length);
		packet_tcp(packet, 40000, number % 16 == 5 ? 53 : 443,
			   1000 + behind, REPLAY_TCP_ACK | REPLAY_TCP_PSH);
		packet_ipv4(packet, client, "192.0.2.1", REPLAY_TCP);
	}
}

static void write_all(int fd, const u8 *bytes, size_t length)
{
	while (length) {
		ssize_t done = write(fd, bytes, length);

		if (done <= 0)
			_exit(1);
		bytes += done;
		length -= (size_t)done;
	}
}

/* In a process of its own, whose memory does not count. */
static void write_flows(int fd, u32 count)
{
	static struct packet packet;
	struct capture_file file = { 0 };
	u32 i;

	capture_pcap(&file, REPLAY_LINK_RAW);
	for (i = 0; i < count; i++) {
		make_flow(&packet, i);
		capture_pcap_packet(&file, i * 1000000ULL, packet.bytes,
				    packet.length, packet.length);
		if (file.length > 60000 || i + 1 == count) {
			write_all(fd, file.bytes, file.length);
			file.length = 0;
		}
	}
	_exit(0);
}

static void on_line(void *data, const struct replay_line *line)
{
	u64 *lines = data;

	(void)line;
	(*lines)++;
}

/* Returns replay_run()'s status, or -1. */
static int run_flows(const struct test_policy *policy, u32 count,
		     struct replay_tally *tally)
{
	char path[32];
	const struct replay_captures captures = {
		.paths = (char *[]){ path }, .count = 1,
	};
	u64 lines = 0;
	const struct replay_run run = {
		.captures = &captures, .blob = &policy->blob,
		.line = on_line, .data = &lines,
	};
	struct cordon_diagnostics diag = { 0 };
	int ends[2], status, error;
	pid_t child;

	if (pipe(ends))
		return -1;
	child = fork();
	if (!child) {
		close(ends[0]);
		write_flows(ends[1], count);
	}
	close(ends[1]);
	snprintf(path, sizeof(path), "/proc/self/fd/%d", ends[0]);
	error = replay_run(&run, tally, &diag);
	cordon_diagnostics_free(&diag);
	close(ends[0]);
	return waitpid(child, &status, 0) == child && !status ? error : -1;
}

/* The most memory that this process has ever had. */
static long peak_kib(void)
{
	struct rusage usage;

	getrusage(RUSAGE_SELF, &usage);
	return usage.ru_maxrss;
}

FIXTURE(memory)
{
	struct test_policy policy;
};

FIXTURE_SETUP(memory)
{
	make_halves();
	ASSERT_EQ(0, test_policy_small(&self->policy));
}

FIXTURE_TEARDOWN(memory)
{
	test_policy_free(&self->policy);
}

TEST_F_TIMEOUT(memory, a_million_flows_that_never_finish, 600)
{
	struct replay_tally tally;
	u64 blind = 0;
	long first, more;
	u32 i;

	ASSERT_EQ(0, run_flows(&self->policy, FLOWS_FIRST, &tally));
	EXPECT_EQ(FLOWS_FIRST, tally.counters.frames);
	replay_tally_free(&tally);
	first = peak_kib();
	ASSERT_EQ(0, run_flows(&self->policy, FLOWS_MANY, &tally));
	more = peak_kib() - first;
	EXPECT_EQ(FLOWS_MANY, tally.counters.frames);
	/* All but the fragments begin a session. */
	EXPECT_EQ(FLOWS_MANY - FLOWS_MANY / 16, tally.flows);
	EXPECT_EQ(FLOWS_MANY / 16,
		  tally.counters.unread[REPLAY_FRAGMENT_LOST]);
	for (i = 0; i < REPLAY_BLIND_COUNT; i++)
		blind += tally.blind[i];
	EXPECT_GT(blind, FLOWS_MANY / 2);
	replay_tally_free(&tally);
	EXPECT_LE(more, GROWTH_MAX_KIB) {
		TH_LOG("%ld KiB at first, then %ld more", first, more);
	}
}

TEST_HARNESS_MAIN
