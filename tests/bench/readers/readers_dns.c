// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Cordon benchmarks - readers_dns: the names of DNS messages
 */
#include <string.h>

#include "unit/engine/dns_message.h"
#include "engine/names/dns_names.h"
#include "readers_dns.h"

static struct dns_message question, answer;

static bool read_names(const void *data, u32 i)
{
	const struct dns_message *message = data;
	struct cordon_dns_names names;
	int count = 0;

	(void)i;
	if (cordon_dns_names_start(&names, message->data, message->length))
		return false;
	while (cordon_dns_names_next(&names) > 0)
		count++;
	return count > 0;
}

/**
 * bench_dns_cases - a question and an answer of usual size
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

	dns_begin(&question, DNS_QUERY, 0);
	dns_ask(&question, www, 1);
	dns_begin(&answer, DNS_RESPONSE, 6);
	dns_ask(&answer, www, 1);
	dns_put_cname(&answer, www, 300, edge);
	dns_put_cname(&answer, edge, 60, "e1.a.example.net");
	for (i = 0; i < ARRAY_SIZE(addresses); i++)
		dns_put_a(&answer, "e1.a.example.net", 20, addresses[i]);
	memset(cases, 0, BENCH_DNS_CASES * sizeof(*cases));
	cases[0].question = "DNS question";
	cases[0].data = &question;
	cases[1].question = "DNS answer, 2 CNAMEs and 4 addresses";
	cases[1].data = &answer;
	for (i = 0; i < BENCH_DNS_CASES; i++) {
		cases[i].who = "cordon";
		cases[i].answer = read_names;
		cases[i].count = 1;
		cases[i].expected = true;
	}
}
