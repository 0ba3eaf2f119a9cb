// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Cordon benchmarks - names_bench: a million names, held in several ways
 *
 * usage: names_bench CORDONC POLICY-DIR WORK-DIR OUT.json
 *
 * The names are compiled by CORDONC, as a policy's are, and looked up in the
 * blob by the engine; and so are the real ones of met-handset.
 */
#include <err.h>
#include <json-c/json.h>
#include <stdio.h>

#include "../bench.h"
#include "bare.h"
#include "engine/policy/domain.h"
#include "policy.h"

#define NAMES		1000000U
#define PROBES		100000000U

static struct policy million, real;
static struct bare bare_set, bare_parts;

static struct set sets[] = {
	{ "Cordon: tags, rests, buckets of 4", false, 0, policy_make,
	  policy_find, policy_service, &million },
	{ "marisa-trie, reversed names", true, 0, marisa_make, marisa_find,
	  NULL, NULL },
	{ "hash table of strings", true, 0, table_of_strings_make,
	  table_of_strings_find, NULL, NULL },
	{ "bare: lines of the set, at once", true, 0, NULL, bare_find_at_once,
	  NULL, &bare_set },
	{ "bare: bucket, then tags (and rest)", true, 0, NULL,
	  bare_find_in_turn, NULL, &bare_parts },
	{ "packed hashes, buckets of 8", false, 0, packed_make, packed_find,
	  NULL, NULL },
	{ "sorted hashes, Elias-Fano", false, 0, elias_fano_make,
	  elias_fano_find, NULL, NULL },
	{ "records of 12 bytes, and names", true, 0, records_make, records_find,
	  NULL, NULL },
	{ "names front-coded by 16", true, 0, front_make, front_find, NULL,
	  NULL },
	{ "the same, behind a fuse filter", true, 0, fuse_make, fuse_find, NULL,
	  NULL },
	{ "nDPI's automaton", true, 0, ndpi_make, ndpi_find, NULL, NULL },
};

static struct set real_sets[] = {
	{ "Cordon", false, 0, policy_make, policy_find, NULL, &real },
	{ "marisa-trie, reversed names", true, 0, marisa_make, marisa_find,
	  NULL, NULL },
	{ "hash table of strings", true, 0, table_of_strings_make,
	  table_of_strings_find, NULL, NULL },
};

/* Where these stand in both lists. */
enum { CORDON, MARISA, TABLE, BARE_SET, BARE_PARTS };

static struct figures figures[ARRAY_SIZE(sets)];
static struct figures real_figures[ARRAY_SIZE(real_sets)];

static struct json_object *set_json(const struct set *set, double bytes,
				    const struct figures *seen)
{
	static const char *const title[KINDS] = { "listed", "below", "not_listed" };
	struct json_object *row = json_object_new_object();
	char key[32];
	int kind;

	json_object_object_add(row, "set", json_object_new_string(set->title));
	for (kind = 0; kind < KINDS; kind++) {
		snprintf(key, sizeof(key), "ns_%s", title[kind]);
		json_object_object_add(row, key,
				       json_object_new_double(seen->ns[kind]));
		snprintf(key, sizeof(key), "ns_%s_median", title[kind]);
		json_object_object_add(row, key,
				       json_object_new_double(seen->median[kind]));
	}
	if (set->make) {
		json_object_object_add(row, "bytes_a_name",
				       json_object_new_double(bytes));
		json_object_object_add(row, "exact",
				       json_object_new_boolean(set->exact));
		json_object_object_add(row, "wrong_answers",
				       json_object_new_int64(seen->wrong));
	}
	return row;
}

/* The table of some sets that hold the same names. */
static struct json_object *print_sets(const struct set *list, size_t count,
				      const struct figures *seen, u32 names)
{
	struct json_object *rows = json_object_new_array();
	size_t i;

	printf("%-9u %-28s %8s %8s %8s %8s  %s\n", names, "names, ns a question", "bytes",
	       "hit", "below", "miss", "wrong answers");
	for (i = 0; i < count; i++) {
		double bytes = (double)list[i].bytes / names;

		printf("%-38s", list[i].title);
		if (list[i].make)
			printf(" %8.2f", bytes);
		else
			printf(" %8s", "");
		printf(" %8.1f %8.1f %8.1f", seen[i].ns[LISTED], seen[i].ns[BELOW],
		       seen[i].ns[OTHER]);
		if (list[i].make)
			printf("  %u", seen[i].wrong);
		putchar('\n');
		json_object_array_add(rows, set_json(list + i, bytes, seen + i));
	}
	return rows;
}

/* One row of the targets. */
static void target(struct json_object *rows, const char *what, double ratio,
		   enum bench_bound bound, double limit)
{
	const struct bench_target wanted = { bound, limit };
	struct json_object *row = json_object_new_object();

	printf("%-56s", what);
	bench_target_print(ratio, wanted);
	json_object_object_add(row, "what", json_object_new_string(what));
	bench_target_json(row, ratio, wanted);
	json_object_array_add(rows, row);
}

/* How many times as long as Cordon another set takes. */
static double times(const struct figures *seen, int other, enum kind kind)
{
	return seen[other].ns[kind] / seen[CORDON].ns[kind];
}

static double bytes_to(const struct set *list, int other)
{
	return (double)list[CORDON].bytes / (double)list[other].bytes;
}

static void compare_million(struct json_object *rows)
{
	target(rows, "hit: marisa-trie to Cordon", times(figures, MARISA, LISTED),
	       BENCH_AT_LEAST, 9);
	target(rows, "miss: marisa-trie to Cordon", times(figures, MARISA, OTHER),
	       BENCH_AT_LEAST, 3.3);
	target(rows, "bytes: Cordon to marisa-trie", bytes_to(sets, MARISA),
	       BENCH_AT_MOST, 1);
	target(rows, "hit: hash table to Cordon", times(figures, TABLE, LISTED),
	       BENCH_AT_LEAST, 3);
	target(rows, "miss: hash table to Cordon", times(figures, TABLE, OTHER),
	       BENCH_AT_LEAST, 5);
	target(rows, "bytes: Cordon to hash table", bytes_to(sets, TABLE),
	       BENCH_AT_MOST, 0.1);
	target(rows, "hit: Cordon to three lines of the set, at once",
	       1 / times(figures, BARE_SET, LISTED), BENCH_AT_MOST, 2);
	target(rows, "miss: Cordon to two lines of the set, at once",
	       1 / times(figures, BARE_SET, OTHER), BENCH_AT_MOST, 2);
	target(rows, "hit: Cordon to bucket, then tags and rest",
	       1 / times(figures, BARE_PARTS, LISTED), BENCH_AT_MOST, 2);
	target(rows, "miss: Cordon to bucket, then tags",
	       1 / times(figures, BARE_PARTS, OTHER), BENCH_AT_MOST, 2);
}

static void compare_real(struct json_object *rows)
{
	target(rows, "real names, hit: marisa-trie to Cordon",
	       times(real_figures, MARISA, LISTED), BENCH_AT_LEAST, 5);
	target(rows, "real names, miss: marisa-trie to Cordon",
	       times(real_figures, MARISA, OTHER), BENCH_AT_LEAST, 2);
	target(rows, "real names, hit: hash table to Cordon",
	       times(real_figures, TABLE, LISTED), BENCH_AT_LEAST, 0.5);
	target(rows, "real names, miss: hash table to Cordon",
	       times(real_figures, TABLE, OTHER), BENCH_AT_LEAST, 0.5);
	target(rows, "real names, bytes: Cordon to hash table",
	       bytes_to(real_sets, TABLE), BENCH_AT_MOST, 0.15);
}

/* Asks for @PROBES names that are not there; how many are found. */
static u32 count_false(const struct made_names *names, double *seconds)
{
	struct cordon_domain_match match;
	u8 wire[CORDON_NAME_MAX];
	struct made_name name;
	u32 asked = 0, wrong = 0;
	u64 state = 99;

	*seconds = ask_now();
	while (asked < PROBES) {
		names_other(&state, &name, wire);
		asked++;
		if (!cordon_domain_find(&million.blob, wire, name.length, &match))
			continue;
		if (names_have(names, wire, name.length))
			asked--;
		else
			wrong++;
	}
	*seconds = ask_now() - *seconds;
	return wrong;
}

/* Makes each set; what marisa-trie took for it. */
static double make_sets(struct set *list, size_t count,
			const struct made_names *names)
{
	double took[SETS_MAX];
	size_t i;

	for (i = 0; i < count; i++) {
		took[i] = ask_now();
		if (list[i].make)
			list[i].self = list[i].make(list + i, names);
		took[i] = ask_now() - took[i];
	}
	return took[MARISA];
}

static void measure_million(struct json_object *out, struct json_object *targets,
			    const struct made_names *names, double compile)
{
	const struct questions *questions = ask_made(names);
	double validate_s, validate = policy_validate(&million, &validate_s), marisa;

	bare_anywhere(&bare_set, questions, policy_set(&million.blob),
		      policy_set_bytes(&million.blob));
	bare_in_place(&bare_parts, questions, &million.blob);
	marisa = make_sets(sets, ARRAY_SIZE(sets), names);
	ask_sets(sets, ARRAY_SIZE(sets), questions, figures);
	json_object_object_add(out, "sets", print_sets(sets, ARRAY_SIZE(sets), figures,
						       names->count));
	printf("\n%-56s%s\n", "", BENCH_TARGET_HEAD);
	compare_million(targets);
	target(targets, "cordonc compile to building marisa-trie", compile / marisa,
	       BENCH_AT_MOST, 2);
	target(targets, "validating the blob to SHA-256 over it", validate,
	       BENCH_AT_MOST, 3);
	printf("cordonc compile took %.1f s, the validator %.1f ms\n", compile,
	       validate_s * 1e3);
	json_object_object_add(out, "compile_s", json_object_new_double(compile));
	json_object_object_add(out, "validate_s", json_object_new_double(validate_s));
}

static void measure_real(struct json_object *out, struct json_object *targets,
			 const struct made_names *names, const char *controls)
{
	make_sets(real_sets, ARRAY_SIZE(real_sets), names);
	ask_sets(real_sets, ARRAY_SIZE(real_sets), ask_real(names, controls),
		 real_figures);
	putchar('\n');
	json_object_object_add(out, "real_sets",
			       print_sets(real_sets, ARRAY_SIZE(real_sets), real_figures,
					  names->count));
	printf("\n%-56s%s\n", "", BENCH_TARGET_HEAD);
	compare_real(targets);
	printf("Cordon's set is of %zu bytes\n", policy_set_bytes(&real.blob));
}

static void measure_false(struct json_object *targets, const struct made_names *names)
{
	double seconds;
	u32 wrong = count_false(names, &seconds);

	printf("\nasking a million names for %u others took %.0f s\n", PROBES, seconds);
	target(targets, "wrong hits among them", wrong, BENCH_AT_MOST, 0);
}

int main(int argc, char **argv)
{
	struct json_object *out = json_object_new_object();
	struct json_object *targets = json_object_new_array();
	char ini[1024], controls[1024];
	struct made_names *names;
	double compile;

	setvbuf(stdout, NULL, _IOLBF, 0);
	if (argc != 5)
		errx(2, "usage: names_bench CORDONC POLICY-DIR WORK-DIR OUT.json");
	snprintf(ini, sizeof(ini), "%s/met-handset.ini", argv[2]);
	snprintf(controls, sizeof(controls), "%s/lists/controls.list", argv[2]);
	bench_pin();
	names = names_make(argv[2], NAMES);
	compile = policy_make_million(&million, names, argv[1], argv[3]);
	measure_million(out, targets, names, compile);
	measure_real(out, targets, policy_make_real(&real, ini), controls);
	measure_false(targets, names);
	json_object_object_add(out, "targets", targets);
	if (json_object_to_file_ext(argv[4], out, JSON_C_TO_STRING_PRETTY))
		errx(1, "%s: %s", argv[4], json_util_get_last_err());
	json_object_put(out);
	return 0;
}
