// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Seeds of the readers of DNS
 */
#include "engine/tests/dns_message.h"
#include "seeds.h"

#define TYPE_DNAME	39
#define TYPE_HTTPS	65

static struct test_dns_message message;
static struct seed seed;

/* As a stream of one message, and as a message. */
static void write_message(const char *name)
{
	char bare[64];

	seed_begin(&seed);
	seed_put16(&seed, (unsigned int)message.length);
	seed_put(&seed, message.data, message.length);
	seed_put(&seed, "\5\0\1\x1e\x40", 5);
	seed_write(&seed, "dns", name);
	snprintf(bare, sizeof(bare), "%s-bare", name);
	seed_begin(&seed);
	seed_put(&seed, message.data, message.length);
	seed_put(&seed, "\3\3\3\3\xff", 5);
	seed_write(&seed, "dns", bare);
}

static void make_answers(void)
{
	cordon_test_dns_begin(&message, DNS_QUERY, 0);
	cordon_test_dns_ask(&message, "www.Example.org", CORDON_DNS_TYPE_A);
	write_message("question");
	cordon_test_dns_begin(&message, DNS_RESPONSE, 2);
	cordon_test_dns_ask(&message, "www.example.org", CORDON_DNS_TYPE_A);
	cordon_test_dns_put_a(&message, NULL, 60, "192.0.2.1");
	cordon_test_dns_put_a(&message, NULL, 0x80000000, "2001:db8::1");
	write_message("answer");
	cordon_test_dns_begin(&message, DNS_RESPONSE, 4);
	cordon_test_dns_ask(&message, "a.example", CORDON_DNS_TYPE_AAAA);
	cordon_test_dns_put_a(&message, "c.example", 9, "2001:db8::1");
	cordon_test_dns_put_cname(&message, "b.example", 50, "c.example");
	cordon_test_dns_put_cname(&message, NULL, 100, "b.example");
	cordon_test_dns_put_cname(&message, "c.example", 5, "a.example");
	write_message("chain");
}

static void make_service(void)
{
	static const u8 parameters[] = {
		0, 1, 0, 6, 2, 'h', '2', 2, 'h', '3',
		0, 4, 0, 8, 192, 0, 2, 1, 192, 0, 2, 2,
		0, 5, 0, 3, 0, 1, 2,
		0, 6, 0, 16, 32, 1, 13, 184, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1,
	};
	size_t record;

	cordon_test_dns_begin(&message, DNS_RESPONSE, 3);
	cordon_test_dns_ask(&message, "a.example", TYPE_HTTPS);
	cordon_test_dns_put_pointer(&message, 12);
	record = cordon_test_dns_record(&message, TYPE_HTTPS, 60);
	cordon_test_dns_put16(&message, 1);
	cordon_test_dns_put_name(&message, ".");
	cordon_test_dns_put(&message, parameters, sizeof(parameters));
	cordon_test_dns_record_end(&message, record);
	cordon_test_dns_put_pointer(&message, 12);
	record = cordon_test_dns_record(&message, TYPE_HTTPS, 60);
	cordon_test_dns_put16(&message, 0);
	cordon_test_dns_put_name(&message, "svc.example.net");
	cordon_test_dns_record_end(&message, record);
	cordon_test_dns_put_name(&message, "example");
	record = cordon_test_dns_record(&message, TYPE_DNAME, 60);
	cordon_test_dns_put(&message, "\1b", 2);
	cordon_test_dns_put_pointer(&message, 14);
	cordon_test_dns_record_end(&message, record);
	write_message("service");
}

/* Pointers to pointers, and one that leads to itself. */
static void make_pointers(void)
{
	unsigned int i;

	cordon_test_dns_begin(&message, DNS_RESPONSE, 6);
	cordon_test_dns_ask(&message, "p.example", CORDON_DNS_TYPE_A);
	for (i = 0; i < 5; i++) {
		size_t record, owner = message.length;

		cordon_test_dns_put(&message, "\1x", 2);
		cordon_test_dns_put_pointer(&message, i ? owner - 16 : 12);
		record = cordon_test_dns_record(&message, DNS_TYPE_TXT, 1);
		cordon_test_dns_put(&message, "\1t", 2);
		cordon_test_dns_record_end(&message, record);
	}
	cordon_test_dns_put_pointer(&message, message.length);
	cordon_test_dns_record(&message, CORDON_DNS_TYPE_A, 1);
	write_message("pointers");
}

static void make_stream(void)
{
	unsigned int i;

	cordon_test_dns_begin(&message, DNS_QUERY, 0);
	cordon_test_dns_ask(&message, "s.example", CORDON_DNS_TYPE_A);
	seed_begin(&seed);
	for (i = 0; i < 3; i++) {
		seed_put16(&seed, (unsigned int)message.length);
		seed_put(&seed, message.data, message.length);
	}
	seed_put(&seed, "\0\3abc\1\2\0\1\6", 10);
	seed_write(&seed, "dns", "three");
	/* To a port of DNS, and the second one is refused. */
	seed.bytes[seed.length - 1] = 2 << 1 | 1;
	seed_write(&seed, "flow", "dns-three");
}

void seeds_make_dns(void)
{
	make_answers();
	make_service();
	make_pointers();
	make_stream();
}
