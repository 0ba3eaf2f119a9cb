// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * The engine's cases as a unit test
 */
#include "cases.h"

/**
 * cases_faults - run a list of cases
 * @list: of engine/tests/cases.h
 * @count: how many
 *
 * What is wrong goes to stderr, a line a row.
 *
 * Return: how many rows were wrong.
 */
int cases_faults(const struct cordon_test_case *list, size_t count)
{
	const char *fault;
	int faults = 0;
	size_t i, at;

	for (i = 0; i < count; i++) {
		at = 0;
		while ((fault = cordon_test_run(list + i, &at))) {
			fprintf(stderr, "# %s: %s\n", list[i].name, fault);
			faults++;
		}
	}
	return faults;
}
