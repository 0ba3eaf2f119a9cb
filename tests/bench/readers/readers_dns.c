// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Cordon benchmarks - readers_dns: the names of DNS messages
 */
#include <string.h>

#include "engine/tests/dns_message.h"
#include "../resolv.h"
#include "engine/names/dns_names.h"
#include "readers_dns.h"

static struct test_dns_message question, answer;

static bool read_names(const void *data, u32 i)
{
	const struct test_dns_message *message = data;
	struct cordon_dns_names names;
	int count = 0;

	(void)i;
	if (cordon_dns_names_start(&names, message->data, message->length))
		return false;
	while (cordon_dns_names_next(&names) > 0)
		count++;
	return count > 0;
}

static bool resolv_names(const void *data, u32 i)
{
	const struct test_dns_message *message = data;

	return i || bench_resolv_records(message->data, message->length) > 0;
}

/**
 * bench_dns_cases() - a question and an answer of usual size
 * @cases: filled in
 */
void bench_dns_cases(struct bench_case cases[BENCH_DNS_CASES])
{
	static const char www[] = "www.example.com";
	static const char edge[] = "www.example.com.edge.example.net";
	static const char *const addresses[] = {
		"192.0.2.1", "192.0.2.2", "192.0.2.3", "192.0.2.4",
	};
	size_t i;

	cordon_test_dns_begin(&question, DNS_QUERY, 0);
	cordon_test_dns_ask(&question, www, 1);
	cordon_test_dns_begin(&answer, DNS_RESPONSE, 6);
	cordon_test_dns_ask(&answer, www, 1);
	cordon_test_dns_put_cname(&answer, www, 300, edge);
	cordon_test_dns_put_cname(&answer, edge, 60, "e1.a.example.net");
	for (i = 0; i < ARRAY_SIZE(addresses); i++)
		cordon_test_dns_put_a(&answer, "e1.a.example.net", 20, addresses[i]);
	memset(cases, 0, BENCH_DNS_CASES * sizeof(*cases));
	for (i = 0; i < BENCH_DNS_CASES; i++) {
		struct bench_case *c = cases + i;

		c->question = i < 2 ? "DNS question" :
				      "DNS answer, 2 CNAMEs and 4 addresses";
		c->who = i % 2 ? "libresolv" : "Cordon";
		c->answer = i % 2 ? resolv_names : read_names;
		c->data = i < 2 ? &question : &answer;
		c->count = 1;
		c->expected = true;
		if (i % 2)
			c->target = (struct bench_target) { BENCH_AT_LEAST, 0.8 };
	}
}
