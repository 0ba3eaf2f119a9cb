// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Cordon benchmarks - readers_bench: the name readers in userspace, in nanoseconds
 *
 * usage: readers_bench OUT.json
 */
#include <err.h>
#include <json-c/json.h>
#include <stdio.h>

#include "readers.h"
#include "readers_dns.h"
#include "readers_quic.h"

#define CASES	(READERS_CASES + BENCH_DNS_CASES + BENCH_QUIC_CASES)

int main(int argc, char **argv)
{
	struct json_object *out = json_object_new_object();
	struct bench_result results[CASES];
	struct bench_case cases[CASES];
	int cpu = bench_pin();
	size_t count;

	if (argc != 2)
		errx(2, "usage: readers_bench OUT.json");
	count = readers_make(cases);
	bench_dns_cases(cases + count);
	count += BENCH_DNS_CASES;
	bench_quic_cases(cases + count);
	count += BENCH_QUIC_CASES;
	bench_check(cases, count);
	bench_run(cases, count, results);
	printf("The readers, natively, in nanoseconds (%s; median of %u interleaved blocks)\n\n",
	       cpu < 0 ? "NOT pinned to a processor" : "pinned to a processor",
	       BENCH_BLOCKS);
	bench_print(cases, count, results);
	putchar('\n');
	json_object_object_add(out, "pinned", json_object_new_boolean(cpu >= 0));
	json_object_object_add(out, "questions", bench_json(cases, count, results));
	if (json_object_to_file_ext(argv[1], out, JSON_C_TO_STRING_PRETTY))
		errx(1, "%s: %s", argv[1], json_util_get_last_err());
	json_object_put(out);
	return 0;
}
