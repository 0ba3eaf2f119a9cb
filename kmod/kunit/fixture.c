// SPDX-License-Identifier: GPL-2.0-only
/*
 * Cordon - what the KUnit suites share: names of rows
 */
#include "fixture.h"

/**
 * cordon_test_describe - name a row of a table
 * @desc: KUNIT_PARAM_DESC_SIZE bytes
 * @text: what it is about; what KTAP could take for its own is left out
 */
void cordon_test_describe(char *desc, const char *text)
{
	size_t i;

	for (i = 0; text[i] && i < KUNIT_PARAM_DESC_SIZE - 1; i++)
		desc[i] = text[i] > 0x20 && text[i] < 0x7f && text[i] != '#' ?
			  text[i] : '_';
	desc[i] = '\0';
}
