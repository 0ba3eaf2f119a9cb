// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Cordon benchmarks - ask: the questions that are put to every set
 */
#include <err.h>
#include <stdlib.h>
#include <time.h>

#include "../bench.h"
#include "ask.h"

/* At least so long: others may have emptied the caches when a turn begins. */
#define TURN_S	0.02

/**
 * ask_now() - the time that this thread has had the processor
 *
 * What others take of it is not ours.
 *
 * Return: seconds.
 */
double ask_now(void)
{
	struct timespec now;

	clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
	return (double)now.tv_sec + (double)now.tv_nsec / 1e9;
}

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

/* Some of the names, and the same with a label before them. */
static void make_listed(struct questions *questions,
			const struct made_names *names)
{
	u8 wire[CORDON_NAME_MAX + 4] = "\3www";
	u32 i;

	for (i = 0; i < ASKED; i++) {
		const struct made_name *name =
			names->list + bench_random() % names->count;

		memcpy(wire + 4, name->wire, name->length);
		keep_question(&questions->list[LISTED][i], name->wire,
			      name->length, name->service);
		keep_question(&questions->list[BELOW][i], wire,
			      (u8)(name->length + 4), name->service);
	}
}

/**
 * ask_made() - questions about names that were made
 * @names: the names
 *
 * Return: the questions, never freed.
 */
struct questions *ask_made(const struct made_names *names)
{
	struct questions *questions = bench_alloc(sizeof(*questions));
	u8 wire[CORDON_NAME_MAX];
	struct made_name other;
	u64 state = 1;
	u32 i;

	make_listed(questions, names);
	for (i = 0; i < ASKED; i++) {
		do
			names_other(&state, &other, wire);
		while (names_have(names, wire, other.length));
		keep_question(&questions->list[OTHER][i], wire, other.length, 0);
	}
	return questions;
}

/**
 * ask_real() - questions about the names of a policy
 * @names: the names
 * @others: a .list file of names that must work, asked for again and again
 *
 * Return: the questions, never freed.
 */
struct questions *ask_real(const struct made_names *names, const char *others)
{
	struct questions *questions = bench_alloc(sizeof(*questions));
	FILE *file = fopen(others, "re");
	char line[1024], text[1024];
	u8 wire[CORDON_NAME_MAX];
	u32 count = 0, i;

	if (!file)
		err(1, "%s", others);
	make_listed(questions, names);
	while (count < ASKED && fgets(line, sizeof(line), file)) {
		int length;

		if (sscanf(line, "domain %1023s", text) != 1)
			continue;
		length = cordon_name_from_text(text, strlen(text), wire);
		if (length > 0)
			keep_question(&questions->list[OTHER][count++], wire,
				      (u8)length, 0);
	}
	fclose(file);
	if (!count)
		errx(1, "%s: no names", others);
	for (i = count; i < ASKED; i++)
		questions->list[OTHER][i] = questions->list[OTHER][i % count];
	return questions;
}

/*
 * Each question waits for the answer before it, as a hook's caller does: without
 * that a processor has several of them under way.
 */
static void ask_all(const struct set *set, const struct made_name *list)
{
	u32 zero = bench_unknown_zero(), answer = 0, i;

	for (i = 0; i < ASKED; i++)
		answer += (u32)set->find(set->self, list + i + (answer & zero));
	__asm__ volatile("" : : "r" (answer));
}

/* All questions, again and again until they have taken TURN_S; ns for one. */
static double time_questions(const struct set *set, const struct made_name *list)
{
	double begin = ask_now(), took;
	u32 rounds = 0;

	do {
		ask_all(set, list);
		rounds++;
		took = ask_now() - begin;
	} while (took < TURN_S);
	return took * 1e9 / ((double)rounds * ASKED);
}

static u32 count_wrong(const struct set *set, const struct questions *questions)
{
	u32 wrong = 0, kind, i;

	if (!set->make)
		return 0;
	for (kind = 0; kind < KINDS; kind++)
		for (i = 0; i < ASKED; i++) {
			const struct made_name *question = &questions->list[kind][i];
			int found = set->find(set->self, question);

			if (set->service && found >= 0)
				found = set->service(set->self, found);
			wrong += found != (kind == OTHER ? -1 : question->service);
		}
	return wrong;
}

static int compare_doubles(const void *a, const void *b)
{
	const double *x = a, *y = b;

	return (*x > *y) - (*x < *y);
}

/**
 * ask_sets() - ask all sets, in turns of a whole list of questions
 * @sets: the sets
 * @count: how many, SETS_MAX at most
 * @questions: the same for all
 * @figures: filled in, one for each set
 *
 * What disturbs the machine disturbs them alike. A set has lost the caches to
 * the others, so its first round does not count.
 */
void ask_sets(const struct set *sets, size_t count,
	      const struct questions *questions, struct figures *figures)
{
	static double ns[SETS_MAX][KINDS][ASK_TURNS];
	size_t i, kind, turn;

	for (turn = 0; turn < ASK_TURNS; turn++)
		for (i = 0; i < count; i++) {
			for (kind = 0; kind < KINDS; kind++)
				ask_all(sets + i, questions->list[kind]);
			for (kind = 0; kind < KINDS; kind++)
				ns[i][kind][turn] =
					time_questions(sets + i,
						       questions->list[kind]);
		}
	for (i = 0; i < count; i++) {
		for (kind = 0; kind < KINDS; kind++) {
			qsort(ns[i][kind], ASK_TURNS, sizeof(double),
			      compare_doubles);
			figures[i].ns[kind] = ns[i][kind][0];
			figures[i].median[kind] = ns[i][kind][ASK_TURNS / 2];
		}
		figures[i].wrong = count_wrong(sets + i, questions);
	}
}
