// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Seeds of the replay target: captures, frames and flows
 */
#include <stdlib.h>

#include "unit/replay/capture_file.h"
#include "engine/tests/dns_message.h"
#include "engine/tests/hello.h"
#include "unit/replay/packet.h"
#include "unit/engine/quic_builder.h"
#include "replay/frame.h"
#include "replay_input.h"
#include "seeds.h"

static struct seed seed;
static struct packet packet;
static struct test_hello hello;
static struct test_dns_message dns;
static u8 records[4096];
static size_t records_length;

/* @which, @how: see put_flow_packet(). */
static void put_flow(unsigned int which, unsigned int how, unsigned int sequence,
		     const void *bytes, size_t length)
{
	seed_put8(&seed, which);
	seed_put8(&seed, how);
	seed_put8(&seed, 0);
	seed_put16(&seed, sequence);
	seed_put16(&seed, (unsigned int)length);
	seed_put(&seed, bytes, length);
}

#define SYN	4
#define ACK	0
#define BACK	1
#define UDP	2
#define WEB	0x20
#define DNS	0x40

static void begin_flows(void)
{
	seed_begin(&seed);
	seed_put8(&seed, REPLAY_INPUT_FLOWS);
}

static void make_tcp_flows(void)
{
	static const char get[] = "GET / HTTP/1.1\r\nHost: www.beta.example\r\n\r\n";

	begin_flows();
	put_flow(0, SYN, 99, "", 0);
	put_flow(0, 2 << 2 | BACK, 10, "", 0);
	put_flow(0, ACK, 100 + 200, records + 200, records_length - 200);
	put_flow(0, ACK, 100, records, 200);
	put_flow(0, ACK, 150, "other", 5);
	put_flow(0, 3 << 2, 300, records + 200, 10);
	seed_write(&seed, "replay", "flow-tls");
	begin_flows();
	put_flow(WEB | 4, SYN, 7, "", 0);
	put_flow(WEB | 4, ACK, 8, get, 20);
	put_flow(WEB | 4, ACK, 8 + 20, get + 20, sizeof(get) - 21);
	put_flow(WEB | 4, 0x80, 8, get, sizeof(get) - 1);
	put_flow(WEB, 0x40, 1, get, 20);
	put_flow(WEB | 1, ACK, 60000, get, 10);
	seed_write(&seed, "replay", "flow-http");
}

static void make_dns_flows(void)
{
	cordon_test_dns_begin(&dns, DNS_QUERY, 0);
	cordon_test_dns_ask(&dns, "www.beta.example", CORDON_DNS_TYPE_A);
	begin_flows();
	put_flow(DNS | 2, UDP, 0, dns.data, dns.length);
	cordon_test_dns_begin(&dns, DNS_RESPONSE, 2);
	cordon_test_dns_ask(&dns, "www.beta.example", CORDON_DNS_TYPE_A);
	cordon_test_dns_put_cname(&dns, NULL, 60, "cdn.example");
	cordon_test_dns_put_a(&dns, "cdn.example", 60, "198.51.100.2");
	put_flow(DNS | 2, UDP | BACK, 0, dns.data, dns.length);
	put_flow(1, SYN, 0, "", 0);
	seed_write(&seed, "replay", "flow-dns");
}

static void make_quic_flow(void)
{
	static struct quic_bytes client, frames, datagram;
	const struct quic_spec spec = {
		.version = QUIC_V1, .to = "somebody", .from = "me",
	};

	quic_make_hello(&client, "www.alpha.example", 1, 300);
	quic_put_crypto(&frames, 0, client.bytes, client.length);
	quic_put_padding(&frames, 100);
	quic_seal(&datagram, &spec, &frames);
	begin_flows();
	put_flow(0, UDP, 0, datagram.bytes, datagram.length);
	put_flow(0, UDP | BACK, 0, datagram.bytes, 100);
	seed_write(&seed, "replay", "flow-quic");
}

static void put_tls_packet(void)
{
	packet_begin(&packet, records, records_length);
	packet_tcp(&packet, 40000, 443, 1, REPLAY_TCP_ACK);
	packet_ipv4(&packet, "192.168.0.2", "192.0.2.1", REPLAY_TCP);
}

/* @link: index of replay_input.c. */
static void write_frame(const char *name, unsigned int link)
{
	seed_begin(&seed);
	seed_put8(&seed, REPLAY_INPUT_FRAMES);
	seed_put8(&seed, link);
	seed_put16(&seed, (unsigned int)packet.length);
	seed_put(&seed, packet.bytes, packet.length);
	seed_write(&seed, "replay", name);
}

static void make_frames(void)
{
	static const u8 vxlan[] = { 8, 0, 0, 0, 0, 0, 1, 0 };
	static const u8 gtp[] = { 0x30, 0xff, 1, 0, 0, 0, 0, 1 };
	static const u8 tag[] = { 0, 5 };

	put_tls_packet();
	write_frame("raw", 1);
	packet_ethernet(&packet, 0x0800);
	write_frame("ethernet", 0);
	packet_put(&packet, vxlan, sizeof(vxlan));
	packet_udp(&packet, 50000, 4789);
	packet_ipv6(&packet, "2001:db8::1", "2001:db8::2", REPLAY_UDP);
	packet_ethernet(&packet, 0x86dd);
	write_frame("vxlan", 0);
	put_tls_packet();
	packet_put(&packet, gtp, sizeof(gtp));
	packet.bytes[2] = (u8)((packet.length - 8) >> 8);
	packet.bytes[3] = (u8)(packet.length - 8);
	packet_udp(&packet, 2152, 2152);
	packet_ipv4(&packet, "10.0.0.1", "10.0.0.2", REPLAY_UDP);
	packet_put16(&packet, 0x0800);
	packet_put(&packet, tag, sizeof(tag));
	packet_ethernet(&packet, 0x8100);
	write_frame("gtp", 0);
	put_tls_packet();
	packet_put16(&packet, 0x0021);
	write_frame("ppp", 3);
	put_tls_packet();
	packet_put16(&packet, 0x0800);
	packet_put(&packet, "\0\0\0\1\0\6\2\0\0\0\0\1\0\0", 14);
	write_frame("cooked", 9);
}

static void put_fragments(unsigned int version)
{
	static struct packet whole;
	size_t at;

	packet_begin(&whole, dns.data, dns.length);
	packet_udp(&whole, 53, 40000);
	for (at = 0; at < whole.length; at += 40) {
		size_t to = at + 40 < whole.length ? at + 40 : whole.length;

		packet_piece(&packet, &whole, version, 7, at, to);
		seed_put16(&seed, (unsigned int)packet.length);
		seed_put(&seed, packet.bytes, packet.length);
	}
}

static void make_fragments(void)
{
	seed_begin(&seed);
	seed_put8(&seed, REPLAY_INPUT_FRAMES);
	seed_put8(&seed, 1);
	put_fragments(4);
	put_fragments(6);
	seed_write(&seed, "replay", "fragments");
}

static void write_file(const char *name, struct capture_file *file)
{
	seed_begin(&seed);
	seed_put(&seed, file->bytes, file->length);
	seed_write(&seed, "replay", name);
	capture_free(file);
}

static void make_files(void)
{
	struct capture_file pcap = { .big = true, .nano = true }, next = { 0 };
	u64 time = 1700000000000000000ULL;

	put_tls_packet();
	capture_pcap(&pcap, REPLAY_LINK_RAW);
	capture_pcap_packet(&pcap, time, packet.bytes, packet.length,
			    packet.length);
	capture_pcap_packet(&pcap, time, packet.bytes, 60, packet.length);
	write_file("pcap", &pcap);
	capture_section(&next);
	capture_interface(&next, REPLAY_LINK_RAW, 0, 6);
	capture_interface(&next, REPLAY_LINK_ETHERNET, 262144, 9);
	capture_packet(&next, 0, time / 1000, packet.bytes, packet.length,
		       packet.length);
	capture_old_packet(&next, 0, time / 1000, packet.bytes, packet.length);
	capture_simple_packet(&next, packet.bytes, packet.length, packet.length);
	packet_ethernet(&packet, 0x0800);
	capture_packet(&next, 1, time, packet.bytes, packet.length,
		       packet.length);
	capture_block(&next, 5, "statistics..", 12);
	write_file("pcapng", &next);
}

void seeds_make_replay(void)
{
	cordon_test_hello_begin(&hello);
	cordon_test_hello_extend(&hello);
	cordon_test_hello_sni(&hello, "www.beta.example");
	cordon_test_hello_alpn(&hello, "h2");
	cordon_test_hello_pad(&hello, HELLO_PADDING, 300);
	cordon_test_hello_end(&hello);
	records_length = cordon_test_hello_records(hello.data, hello.length, 1000, records);
	make_tcp_flows();
	make_dns_flows();
	make_quic_flow();
	make_frames();
	make_fragments();
	make_files();
}
