// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Cordon benchmarks - names_bench: a million names, held in several ways
 *
 * usage: names_bench CORDONC POLICY-DIR REAL.blob WORK-DIR OUT.json
 *
 * The names are compiled by CORDONC, as a policy's are, and looked up in the
 * blob by the engine. All sets are asked in turns of a whole list of questions.
 */
#include <err.h>
#include <json-c/json.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <time.h>

#include "../bench.h"
#include "engine/policy/domain.h"
#include "engine/policy/validate.h"
#include "libcordon/file.h"
#include "sets.h"

#define NAMES		1000000U
#define ASKED		32768U
#define TURNS		11U
#define PROBES		100000000U

/* What the numbers of the issue are. */
#define BYTES_MAX	6.0
#define HIT_MAX		100.0
#define MISS_MAX	60.0
#define REAL_NS_MAX	40.0
#define REAL_BYTES_MAX	(24.0 * 1024)
#define BUILD_MAX	5.0
#define OPEN_MAX	50.0

enum kind { LISTED, BELOW, OTHER, KINDS };

static const char *const kind_title[KINDS] = {
	"listed", "one below a listed one", "not listed, 2 to 5 labels",
};

static struct cordon_blob blob, real;
static struct made_name questions[KINDS][ASKED];
static struct made_names *names;
static const char *work;

/* Our time on the processor: what others take of it is not ours. */
static double now_s(void)
{
	struct timespec now;

	clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
	return (double)now.tv_sec + (double)now.tv_nsec / 1e9;
}

static size_t set_bytes(const struct cordon_blob *of)
{
	return sizeof(*of->domain) +
	       of->domain_value_count * sizeof(*of->domain_values) +
	       (of->bucket_count / CORDON_DOMAIN_BLOCK + 1) * sizeof(__le16) +
	       of->bucket_count + 1 + of->domain_count + CORDON_DOMAIN_PAD +
	       ((u64)of->domain_count * of->domain_rest_bits + 7) / 8 +
	       CORDON_DOMAIN_PAD + of->proof_count * sizeof(__le64);
}

static double open_blob(const char *path, struct cordon_blob *to)
{
	struct cordon_fault fault;
	double best = 1, took;
	size_t size;
	char *data;
	int i;

	if (cordon_file_read(path, CORDON_OBJECT_MAX, &data, &size))
		err(1, "%s", path);
	for (i = 0; i < 7; i++) {
		took = now_s();
		if (cordon_blob_open(to, data, size, &fault))
			errx(1, "%s: %s at byte %llu", path, fault.word,
			     fault.offset);
		took = now_s() - took;
		best = took < best ? took : best;
	}
	return best;
}

static double children_s(void)
{
	struct rusage usage;

	getrusage(RUSAGE_CHILDREN, &usage);
	return (double)(usage.ru_utime.tv_sec + usage.ru_stime.tv_sec) +
	       (double)(usage.ru_utime.tv_usec + usage.ru_stime.tv_usec) / 1e6;
}

/* Compiles the names; returns seconds on the processor. */
static double compile_names(const char *cordonc, char *blob_path, size_t size)
{
	char command[4096];
	double took;

	names_write(names, work);
	snprintf(blob_path, size, "%s/million.blob", work);
	snprintf(command, sizeof(command),
		 "'%s' compile '%s/million.ini' -o '%s' >/dev/null", cordonc,
		 work, blob_path);
	took = children_s();
	if (system(command))
		errx(1, "failed: %s", command);
	return children_s() - took;
}

static void *cordon_make(struct set *set, const struct made_names *made)
{
	(void)made;
	set->bytes = set_bytes(&blob);
	return &blob;
}

/* The service's number in the blob: the reserved one stands among them. */
static int cordon_find(const void *self, const struct made_name *name)
{
	struct cordon_domain_match match;

	if (!cordon_domain_find(self, name->wire, name->length, &match))
		return -1;
	return match.service;
}

static struct set sets[] = {
	{ "cordon: tags, rests, buckets of 4", false, 0, cordon_make,
	  cordon_find, NULL },
	{ "packed hashes, buckets of 8", false, 0, packed_make, packed_find, NULL },
	{ "sorted hashes, Elias-Fano", false, 0, elias_fano_make,
	  elias_fano_find, NULL },
	{ "records of 12 bytes, and names", true, 0, records_make,
	  records_find, NULL },
	{ "names front-coded by 16", true, 0, front_make, front_find, NULL },
	{ "the same, behind a fuse filter", true, 0, fuse_make, fuse_find, NULL },
	{ "marisa-trie, reversed names", true, 0, marisa_make, marisa_find, NULL },
	{ "nDPI's automaton", true, 0, ndpi_make, ndpi_find, NULL },
	{ "hash table of strings", true, 0, table_of_strings_make,
	  table_of_strings_find, NULL },
};

/* Questions stand close together: they shall not fill the caches. */
static void *keep(const void *bytes, size_t length)
{
	static char pool[24U << 20];
	static size_t used;
	void *copy = pool + used;

	if (length > sizeof(pool) - used)
		errx(1, "more questions than there is room for");
	used += length;
	return memcpy(copy, bytes, length);
}

static void keep_question(struct made_name *question, const u8 *wire, u8 length,
			  u16 service)
{
	char text[CORDON_NAME_TEXT_MAX];
	size_t bytes = cordon_name_to_text(wire, length, text, sizeof(text));

	question->wire = keep(wire, length);
	question->text = keep(text, bytes + 1);
	question->length = length;
	question->service = service;
}

static void make_questions(void)
{
	static const u8 www[] = "\3www";
	u8 wire[CORDON_NAME_MAX];
	struct made_name other;
	u64 state = 1;
	u32 i;

	for (i = 0; i < ASKED; i++) {
		const struct made_name *name =
			names->list + bench_random() % names->count;

		memcpy(wire, www, 4);
		memcpy(wire + 4, name->wire, name->length);
		keep_question(&questions[LISTED][i], name->wire, name->length,
			      name->service);
		keep_question(&questions[BELOW][i], wire,
			      (u8)(name->length + 4), name->service);
		do
			names_other(&state, &other, wire);
		while (names_have(names, wire, other.length));
		keep_question(&questions[OTHER][i], wire, other.length, 0);
	}
}

/* A name's service, as a set should say it; the longest of its suffixes. */
static u32 count_wrong(const struct set *set, enum kind kind)
{
	u32 wrong = 0, i;

	for (i = 0; i < ASKED; i++) {
		const struct made_name *question = &questions[kind][i];
		int expected = kind == OTHER ? -1 : question->service;
		int found = set->find(set->self, question);

		if (set->self == &blob && found >= 0) {
			u32 length;
			const char *name = cordon_blob_text(&blob,
				&blob.services[found].name, &length);

			wrong += expected < 0 ||
				 strncmp(name, names->services[expected], length);
			continue;
		}
		wrong += found != expected;
	}
	return wrong;
}

static double ask_all(const struct set *set, enum kind kind)
{
	double took = now_s();
	u64 sum = 0;
	u32 i;

	for (i = 0; i < ASKED; i++)
		sum += (u64)set->find(set->self, &questions[kind][i]);
	__asm__ volatile("" : : "r" (sum));
	return (now_s() - took) * 1e9 / ASKED;
}

static int compare_doubles(const void *a, const void *b)
{
	const double *x = a, *y = b;

	return (*x > *y) - (*x < *y);
}

/*
 * All sets in turn; what disturbs the machine disturbs them alike. A set has
 * lost the caches to the others, so its first round does not count.
 */
static void time_sets(double least[][KINDS], double median[][KINDS])
{
	static double ns[SETS_MAX][KINDS][TURNS];
	size_t i, kind, turn;

	for (turn = 0; turn < TURNS; turn++)
		for (i = 0; i < ARRAY_SIZE(sets); i++) {
			for (kind = 0; kind < KINDS; kind++)
				ask_all(sets + i, kind);
			for (kind = 0; kind < KINDS; kind++)
				ns[i][kind][turn] = ask_all(sets + i, kind);
		}
	for (i = 0; i < ARRAY_SIZE(sets); i++) {
		for (kind = 0; kind < KINDS; kind++) {
			qsort(ns[i][kind], TURNS, sizeof(double),
			      compare_doubles);
			least[i][kind] = ns[i][kind][0];
			median[i][kind] = ns[i][kind][TURNS / 2];
		}
	}
}

static void print_sets(struct json_object *out)
{
	static double least[SETS_MAX][KINDS], median[SETS_MAX][KINDS];
	struct json_object *rows = json_object_new_array();
	size_t i, kind;

	time_sets(least, median);
	printf("%-35s %8s %8s %8s %8s %8s  %s\n", "1,000,000 names", "bytes",
	       "hit ns", "below", "miss", "ratio", "wrong answers");
	for (i = 0; i < ARRAY_SIZE(sets); i++) {
		struct json_object *row = json_object_new_object();
		double each = (double)sets[i].bytes / names->count;
		u32 wrong = 0;

		for (kind = 0; kind < KINDS; kind++) {
			wrong += count_wrong(sets + i, kind);
			json_object_object_add(row, kind_title[kind],
					       json_object_new_double(least[i][kind]));
		}
		printf("%-35s %8.2f %8.1f %8.1f %8.1f %7.1fx  %u\n",
		       sets[i].title, each, least[i][LISTED], least[i][BELOW],
		       least[i][OTHER], least[i][LISTED] / least[0][LISTED],
		       wrong);
		json_object_object_add(row, "set",
				       json_object_new_string(sets[i].title));
		json_object_object_add(row, "bytes_a_name",
				       json_object_new_double(each));
		json_object_object_add(row, "ns_hit_median",
				       json_object_new_double(median[i][LISTED]));
		json_object_object_add(row, "ns_miss_median",
				       json_object_new_double(median[i][OTHER]));
		json_object_object_add(row, "wrong_answers",
				       json_object_new_int64(wrong));
		json_object_array_add(rows, row);
	}
	json_object_object_add(out, "sets", rows);
}

/* The real names, asked of the real policy. */
static double time_real(enum kind kind)
{
	const struct set one = { .find = cordon_find, .self = &real };
	double best = 1e9, took;
	int i;

	for (i = 0; i < 31; i++) {
		took = ask_all(&one, kind);
		best = took < best ? took : best;
	}
	return best;
}

/* Asks for @PROBES names that are not there; how many are found. */
static u32 count_false(double *seconds)
{
	struct cordon_domain_match match;
	u8 wire[CORDON_NAME_MAX];
	struct made_name name;
	u32 asked = 0, wrong = 0;
	u64 state = 99;

	*seconds = now_s();
	while (asked < PROBES) {
		names_other(&state, &name, wire);
		asked++;
		if (!cordon_domain_find(&blob, wire, name.length, &match))
			continue;
		if (names_have(names, wire, name.length))
			asked--;
		else
			wrong++;
	}
	*seconds = now_s() - *seconds;
	return wrong;
}

static void target(struct json_object *out, const char *title, double value,
		   double most, const char *unit)
{
	struct json_object *row = json_object_new_object();

	printf("%-44s %10.1f %-6s <= %g  %s\n", title, value, unit, most,
	       value <= most ? "PASS" : "over");
	json_object_object_add(row, "value", json_object_new_double(value));
	json_object_object_add(row, "target", json_object_new_double(most));
	json_object_object_add(out, title, row);
}

static double least_of(struct json_object *out, const char *title)
{
	struct json_object *rows, *value;

	json_object_object_get_ex(out, "sets", &rows);
	json_object_object_get_ex(json_object_array_get_idx(rows, 0), title,
				  &value);
	return json_object_get_double(value);
}

/* Real names are asked for as they are, others as in the large set. */
static void make_real_questions(const char *list)
{
	FILE *file = fopen(list, "re");
	char line[1024], text[1024];
	u8 wire[CORDON_NAME_MAX];
	u32 count = 0, i;

	if (!file)
		err(1, "%s", list);
	while (count < ASKED && fgets(line, sizeof(line), file)) {
		int length;

		if (sscanf(line, "domain %1023s", text) != 1)
			continue;
		length = cordon_name_from_text(text, strlen(text), wire);
		if (length > 0)
			keep_question(&questions[OTHER][count++], wire,
				      (u8)length, 0);
	}
	fclose(file);
	for (i = count; count && i < ASKED; i++)
		questions[OTHER][i] = questions[OTHER][i % count];
}

int main(int argc, char **argv)
{
	struct json_object *out = json_object_new_object();
	struct json_object *targets = json_object_new_object();
	char path[1024], controls[1024];
	double build, open, probing;
	u32 wrong;
	size_t i;

	setvbuf(stdout, NULL, _IOLBF, 0);
	if (argc != 6)
		errx(2, "usage: names_bench CORDONC POLICY-DIR REAL.blob WORK-DIR OUT.json");
	setvbuf(stdout, NULL, _IOLBF, 0);
	bench_pin();
	work = argv[4];
	names = names_make(argv[2], NAMES);
	build = compile_names(argv[1], path, sizeof(path));
	open = open_blob(path, &blob);
	open_blob(argv[3], &real);
	make_questions();
	for (i = 0; i < ARRAY_SIZE(sets); i++)
		sets[i].self = sets[i].make(sets + i, names);
	print_sets(out);
	wrong = count_false(&probing);
	target(targets, "bytes a name of 1,000,000",
	       (double)set_bytes(&blob) / blob.domain_count, BYTES_MAX, "");
	target(targets, "hit", least_of(out, kind_title[LISTED]), HIT_MAX, "ns");
	target(targets, "miss", least_of(out, kind_title[OTHER]), MISS_MAX, "ns");
	printf("asking for %u other names took %.0f s\n", PROBES, probing);
	target(targets, "wrong hits of 100,000,000", wrong, 0, "");
	target(targets, "cordonc compile", build, BUILD_MAX, "s");
	target(targets, "validate the blob", open * 1e3, OPEN_MAX, "ms");
	snprintf(controls, sizeof(controls), "%s/lists/controls.list", argv[2]);
	make_real_questions(controls);
	target(targets, "real set", (double)set_bytes(&real), REAL_BYTES_MAX,
	       "bytes");
	target(targets, "real set, what must work", time_real(OTHER), REAL_NS_MAX,
	       "ns");
	target(targets, "real set, made names", time_real(LISTED), REAL_NS_MAX,
	       "ns");
	json_object_object_add(out, "targets", targets);
	if (json_object_to_file_ext(argv[5], out, JSON_C_TO_STRING_PRETTY))
		errx(1, "%s: %s", argv[5], json_util_get_last_err());
	json_object_put(out);
	return 0;
}
