/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * Cordon engine's tests - cases, tried by the unit tests and by KUnit
 *
 * A file *_cases.h holds tables. Each row begins with its title, and a function
 * says of a row NULL, or what is wrong; what needs no table is such a function
 * that is asked once. At the end of the file stand all of them,
 *
 *	static const struct cordon_test_case prefix_cases[] = {
 *		TEST_TABLE(covered, check_covered),
 *		TEST_ONCE(check_every_length),
 *	};
 *
 * and both sides run that list. Functions for both begin with cordon_test_: a
 * kernel has other names, too.
 */
#ifndef _CORDON_ENGINE_TESTS_CASES_H
#define _CORDON_ENGINE_TESTS_CASES_H

#include "engine/address.h"
#include "engine/name.h"

#ifndef __printf
#define __printf(a, b) \
	__attribute__((		\
		__format__(__printf__, a, b)))
#endif

#define TEST_FAULT_MAX		4096

/**
 * struct cordon_test_case - a table, or a check that needs none
 * @name: what to call it
 * @rows: each a structure whose first member is its title; NULL for none
 * @bytes: of all rows
 * @size: of a row
 * @check: says of a row NULL, or what is wrong
 */
struct cordon_test_case {
	const char *name;
	const void *rows;
	size_t bytes;
	size_t size;
	const char *(*check)(const void *row);
};

#define TEST_TABLE(rows, check)		\
	{ #rows, rows, sizeof(rows), sizeof((rows)[0]), check }
#define TEST_ONCE(check)		{ #check, NULL, 1, 1, check }

const char *cordon_test_run(const struct cordon_test_case *test_case, size_t *at);
const char *cordon_test_fault(const char *format, ...) __printf(1, 2);
void cordon_test_give_up(const char *format, ...) __printf(1, 2);
void *cordon_test_alloc(size_t size);
void *cordon_test_copy(const void *bytes, size_t size);
void cordon_test_free(void *memory);
struct cordon_address cordon_test_address(const char *text);
size_t cordon_test_wire(const char *text, u8 *wire);
const char *cordon_test_equal(int line, const char *what, long long wanted,
			      long long found);
const char *cordon_test_text(int line, const char *what, const char *wanted,
			     const char *found);

/*
 * Each is NULL or a fault, so what has to hold in turn is chained:
 *
 *	return TEST_EQUAL(1, nat64.count) ?: TEST_HOLDS(nat64.length[0]);
 */
#define TEST_HOLDS(condition)						\
	((condition) ? NULL : cordon_test_fault("line %d: not so: %s",	\
						__LINE__, #condition))
#define TEST_EQUAL(wanted, found)					\
	cordon_test_equal(__LINE__, #found, (long long)(wanted),	\
			  (long long)(found))
#define TEST_TEXT(wanted, found)					\
	cordon_test_text(__LINE__, #found, wanted, found)

#endif /* _CORDON_ENGINE_TESTS_CASES_H */
