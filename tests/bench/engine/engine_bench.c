// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Cordon benchmarks - engine_bench: the engine in userspace, in nanoseconds
 *
 * usage: engine_bench POLICY.ini UNLISTED.list OUT.json
 *
 * The files timed are those that the module is built from. Each question is
 * also put to a hash table and to a list, in the same run.
 */
#include <err.h>
#include <json-c/json.h>

#include "cases.h"
#include "engine/policy/validate.h"

static struct cordon_blob blob;
static struct cordon_compiled compiled;

static struct json_object *print_sections(void)
{
	static const struct {
		const char *name;
		size_t element;
	} section[CORDON_SECTION_COUNT] = {
		[CORDON_SECTION_STRINGS] = { "strings", 1 },
		[CORDON_SECTION_POLICY] = { "policy", sizeof(struct cordon_policy_record) },
		[CORDON_SECTION_SERVICES] = { "services", sizeof(struct cordon_service_record) },
		[CORDON_SECTION_DOMAIN_SET] = {
			"domain set", sizeof(struct cordon_domain_set_record) },
		[CORDON_SECTION_DOMAIN_VALUES] = {
			"domain values", sizeof(struct cordon_domain_value) },
		[CORDON_SECTION_DOMAIN_BLOCKS] = { "domain blocks", sizeof(__le16) },
		[CORDON_SECTION_DOMAIN_BUCKETS] = { "domain buckets", 1 },
		[CORDON_SECTION_DOMAIN_TAGS] = { "domain tags", 1 },
		[CORDON_SECTION_DOMAIN_RESTS] = { "domain rests", 1 },
		[CORDON_SECTION_DOMAIN_PROOFS] = { "domain proofs", sizeof(__le64) },
		[CORDON_SECTION_PREFIXES] = { "prefixes", sizeof(struct cordon_prefix_record) },
		[CORDON_SECTION_PATHS] = { "paths", sizeof(struct cordon_path_record) },
		[CORDON_SECTION_PACKAGES] = { "packages", sizeof(struct cordon_package_record) },
		[CORDON_SECTION_RESOLVERS] = { "resolvers", sizeof(struct cordon_address) },
	};
	const struct cordon_blob_header *header = (const void *)blob.data;
	struct json_object *array = json_object_new_array();
	size_t i;

	printf("%-38s %10s %10s\n", "section of the blob", "elements", "bytes");
	for (i = 0; i < CORDON_SECTION_COUNT; i++) {
		struct json_object *row = json_object_new_object();
		u32 count = le32_to_cpu(header->section[i].count);
		size_t bytes = count * section[i].element;

		printf("%-38s %10u %10zu\n", section[i].name, count, bytes);
		json_object_object_add(row, "section",
				       json_object_new_string(section[i].name));
		json_object_object_add(row, "elements", json_object_new_int64(count));
		json_object_object_add(row, "bytes",
				       json_object_new_int64((int64_t)bytes));
		json_object_array_add(array, row);
	}
	printf("%-38s %10s %10zu\n", "the whole blob", "", blob.size);
	return array;
}

/* What the engine needs for the names alone. */
static size_t name_bytes(void)
{
	const struct cordon_blob_header *header = (const void *)blob.data;

	return le32_to_cpu(header->section[CORDON_SECTION_DOMAIN_PROOFS].offset) +
	       blob.proof_count * sizeof(*blob.domain_proofs) -
	       le32_to_cpu(header->section[CORDON_SECTION_DOMAIN_SET].offset);
}

static struct json_object *print_memory(const struct rivals *rivals)
{
	static const struct bench_target target = { BENCH_AT_LEAST, 6 };
	double own = (double)name_bytes() / blob.domain_count;
	double table = (double)rivals_name_table_bytes(rivals) / blob.domain_count;
	struct json_object *memory = json_object_new_object();

	printf("\n%-38s %-22s %10s %21s%s\n", "memory", "", "bytes", "", BENCH_TARGET_HEAD);
	printf("%-38s %-22s %10.1f\n", "a name of the policy", "Cordon", own);
	printf("%-38s %-22s %10.1f %21s", "", "hash table", table, "");
	bench_target_print(table / own, target);
	json_object_object_add(memory, "names", json_object_new_int64(blob.domain_count));
	json_object_object_add(memory, "bytes_a_name", json_object_new_double(own));
	json_object_object_add(memory, "bytes_a_name_in_hash_table",
			       json_object_new_double(table));
	bench_target_json(memory, table / own, target);
	return memory;
}

static void open_policy(const char *path)
{
	const struct cordon_compile_options wanted = { .names = true };
	struct cordon_diagnostics diag = { 0 };
	struct cordon_fault fault;

	if (cordon_compile_with(path, &wanted, &diag, &compiled))
		errx(1, "%s: it does not compile", path);
	if (cordon_blob_open(&blob, compiled.blob, compiled.size, &fault))
		errx(1, "%s: %s at byte %llu", path, fault.word, fault.offset);
	cordon_diagnostics_free(&diag);
}

int main(int argc, char **argv)
{
	struct json_object *out = json_object_new_object();
	struct bench_result results[CASES_MAX];
	struct bench_case cases[CASES_MAX];
	struct rivals *rivals;
	int cpu = bench_pin();
	size_t count;

	if (argc != 4)
		errx(2, "usage: engine_bench POLICY.ini UNLISTED.list OUT.json");
	open_policy(argv[1]);
	rivals = rivals_make(&blob, compiled.names);
	count = cases_make(&blob, questions_make(&blob, &compiled, argv[2]), rivals, cases);
	bench_check(cases, count);
	bench_run(cases, count, results);
	printf("The engine, natively, in nanoseconds (%s; median of %u interleaved blocks;\n",
	       cpu < 0 ? "NOT pinned to a processor" : "pinned to a processor",
	       BENCH_BLOCKS);
	puts("ratio: the time of others to Cordon's for the same question)\n");
	bench_print(cases, count, results);
	putchar('\n');
	json_object_object_add(out, "pinned", json_object_new_boolean(cpu >= 0));
	json_object_object_add(out, "questions", bench_json(cases, count, results));
	json_object_object_add(out, "blob_bytes", json_object_new_int64((int64_t)blob.size));
	json_object_object_add(out, "learned_bytes",
			       json_object_new_int64((int64_t)cordon_learned_size()));
	json_object_object_add(out, "sections", print_sections());
	json_object_object_add(out, "names", print_memory(rivals));
	if (json_object_to_file_ext(argv[3], out, JSON_C_TO_STRING_PRETTY))
		errx(1, "%s: %s", argv[3], json_util_get_last_err());
	json_object_put(out);
	return 0;
}
