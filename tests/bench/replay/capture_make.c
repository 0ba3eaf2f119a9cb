// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Cordon benchmarks - capture_make: a capture of many short visits
 *
 * usage: capture_make NAMES OUT.pcap FLOWS
 *
 * NAMES has a name a line. Of twenty flows fourteen are TLS, three QUIC and three
 * HTTP; each begins with its DNS question and answer and goes on with a page
 * of some ten packets. All flows differ in their client. The same every time.
 */
#include <err.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "unit/replay/capture_file.h"
#include "engine/tests/dns_message.h"
#include "engine/tests/hello.h"
#include "unit/replay/packet.h"
#include "unit/engine/quic_builder.h"

#define ETHERNET	1
#define ETHERTYPE_IPV4	0x0800
#define PAGE_PACKETS	10U
#define SEGMENT		1400U
#define NAMES_MAX	8192
#define STEP_NS		20000ULL

/**
 * struct maker - the capture, and the flow that is being written
 * @out: stream of the capture
 * @time: of the next packet
 * @name: that the flow is about
 * @client: address
 * @server: address
 * @port: of the client
 * @server_port: of the server
 * @sent: bytes that each end has sent
 */
struct maker {
	FILE *out;
	u64 time;
	const char *name;
	char client[16];
	char server[16];
	u16 port;
	u16 server_port;
	u32 sent[2];
};

static char *names[NAMES_MAX];
static u32 name_count;
static u8 page[SEGMENT];

static void read_names(const char *path)
{
	FILE *in = fopen(path, "r");
	char line[300];

	if (!in)
		err(1, "%s", path);
	while (name_count < NAMES_MAX && fgets(line, sizeof(line), in)) {
		line[strcspn(line, "\n")] = '\0';
		names[name_count] = strdup(line);
		if (!names[name_count++])
			err(1, "names");
	}
	fclose(in);
	if (!name_count)
		errx(1, "%s: no names", path);
}

static void write_packet(struct maker *maker, struct packet *packet)
{
	struct capture_file one = { 0 };

	packet_ethernet(packet, ETHERTYPE_IPV4);
	capture_pcap_packet(&one, maker->time, packet->bytes, packet->length,
			    packet->length);
	if (fwrite(one.bytes, 1, one.length, maker->out) != one.length)
		err(1, "write");
	capture_free(&one);
	maker->time += STEP_NS;
}

static void udp(struct maker *maker, bool reply, u16 server_port,
		const void *bytes, size_t length)
{
	static struct packet packet;

	packet_begin(&packet, bytes, length);
	packet_udp(&packet, reply ? server_port : maker->port,
		   reply ? maker->port : server_port);
	packet_ipv4(&packet, reply ? maker->server : maker->client,
		    reply ? maker->client : maker->server, REPLAY_UDP);
	write_packet(maker, &packet);
}

static void tcp(struct maker *maker, bool reply, u8 flags, const void *bytes,
		size_t length)
{
	static struct packet packet;

	packet_begin(&packet, bytes, length);
	packet_tcp(&packet, reply ? maker->server_port : maker->port,
		   reply ? maker->port : maker->server_port,
		   1000 + maker->sent[reply], flags);
	packet_ipv4(&packet, reply ? maker->server : maker->client,
		    reply ? maker->client : maker->server, REPLAY_TCP);
	write_packet(maker, &packet);
	maker->sent[reply] += (u32)length + !!(flags & REPLAY_TCP_SYN);
}

static void ask(struct maker *maker)
{
	struct test_dns_message message;

	cordon_test_dns_begin(&message, DNS_QUERY, 0);
	cordon_test_dns_ask(&message, maker->name, 1);
	udp(maker, false, 53, message.data, message.length);
	cordon_test_dns_begin(&message, DNS_RESPONSE, 1);
	cordon_test_dns_ask(&message, maker->name, 1);
	cordon_test_dns_put_a(&message, maker->name, 60, maker->server);
	udp(maker, true, 53, message.data, message.length);
}

static void begin_tcp(struct maker *maker, u16 port)
{
	maker->server_port = port;
	maker->sent[0] = 0;
	maker->sent[1] = 0;
	tcp(maker, false, REPLAY_TCP_SYN, NULL, 0);
	tcp(maker, true, REPLAY_TCP_SYN | REPLAY_TCP_ACK, NULL, 0);
	tcp(maker, false, REPLAY_TCP_ACK, NULL, 0);
}

static void send_page(struct maker *maker)
{
	unsigned int i;

	for (i = 0; i < PAGE_PACKETS; i++)
		tcp(maker, true, REPLAY_TCP_ACK, page, SEGMENT);
	tcp(maker, false, REPLAY_TCP_ACK, NULL, 0);
}

static void visit_tls(struct maker *maker)
{
	static struct test_hello hello;
	static u8 records[8192];
	size_t length;

	cordon_test_hello_browser(&hello, maker->name, HELLO_POST_QUANTUM);
	length = cordon_test_hello_records(hello.data, hello.length, 16384, records);
	begin_tcp(maker, 443);
	tcp(maker, false, REPLAY_TCP_ACK, records, SEGMENT);
	tcp(maker, false, REPLAY_TCP_ACK, records + SEGMENT, length - SEGMENT);
	/* An application data record stands for all that is encrypted. */
	memcpy(page, "\27\3\3\105\163", 5);
	send_page(maker);
}

static void visit_http(struct maker *maker)
{
	char request[512];
	int length = snprintf(request, sizeof(request),
			      "GET / HTTP/1.1\r\nHost: %s\r\nAccept: */*\r\n\r\n",
			      maker->name);

	begin_tcp(maker, 80);
	tcp(maker, false, REPLAY_TCP_ACK, request, (size_t)length);
	memcpy(page, "HTTP/1.1 200 OK\r\n\r\n", 19);
	send_page(maker);
}

/* Each connection has an id of its own: tshark tells them apart by it. */
static void visit_quic(struct maker *maker, u32 number)
{
	static struct quic_bytes hello, frames, datagram;
	char id[9];
	struct quic_spec spec = { .version = QUIC_V1, .to = id, .from = "" };
	unsigned int i;

	snprintf(id, sizeof(id), "%08u", number % 100000000);
	quic_make_hello(&hello, maker->name, (u8)number, HELLO_POST_QUANTUM);
	for (i = 0; i < 2; i++) {
		frames.length = 0;
		datagram.length = 0;
		quic_put_crypto(&frames, i * 1000, hello.bytes + i * 1000,
				i ? hello.length - 1000 : 1000);
		quic_put_padding(&frames, i ? 200 : 100);
		spec.number = i;
		quic_seal(&datagram, &spec, &frames);
		udp(maker, false, 443, datagram.bytes, datagram.length);
	}
	page[0] = 0x40;
	for (i = 0; i < PAGE_PACKETS; i++)
		udp(maker, true, 443, page, 1200);
}

static void visit(struct maker *maker, u32 i)
{
	maker->name = names[i * 2654435761U % name_count];
	snprintf(maker->client, sizeof(maker->client), "10.%u.%u.%u",
		 i >> 16 & 255, i >> 8 & 255, i & 255);
	snprintf(maker->server, sizeof(maker->server), "192.88.%u.%u",
		 i * 7 >> 8 & 255, i * 7 & 255);
	/* Ports that tshark takes for nothing else. */
	maker->port = (u16)(50000 + i % 4000);
	ask(maker);
	if (i % 20 < 14)
		visit_tls(maker);
	else if (i % 20 < 17)
		visit_quic(maker, i);
	else
		visit_http(maker);
}

int main(int argc, char **argv)
{
	struct maker maker = { .time = 1700000000000000000ULL };
	struct capture_file head = { 0 };
	u32 i, flows;

	if (argc != 4)
		errx(2, "usage: capture_make NAMES OUT.pcap FLOWS");
	read_names(argv[1]);
	maker.out = fopen(argv[2], "w");
	flows = (u32)strtoul(argv[3], NULL, 10);
	capture_pcap(&head, ETHERNET);
	if (!maker.out ||
	    fwrite(head.bytes, 1, head.length, maker.out) != head.length)
		err(1, "%s", argv[2]);
	capture_free(&head);
	for (i = 0; i < flows; i++)
		visit(&maker, i);
	if (fclose(maker.out))
		err(1, "%s", argv[2]);
	return 0;
}
