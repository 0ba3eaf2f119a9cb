// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * cordonc - help: the keys and rules of a policy
 */
#include <stdio.h>
#include <string.h>

#include "cordonc/cordonc.h"
#include "libcordon/source/source.h"

static void show_keys(void)
{
	const char *section = "";
	size_t count, i;
	const struct cordon_key_syntax *keys = cordon_key_syntaxes(&count);

	for (i = 0; i < count; i++) {
		if (strcmp(section, keys[i].section))
			printf("\n[%s]\n", keys[i].section);
		section = keys[i].section;
		printf("  %-16s = %-27s %s%s\n", keys[i].key, keys[i].value,
		       keys[i].fallback ? "without it: " : "must stand",
		       keys[i].fallback ? keys[i].fallback : "");
		printf("  %-16s   %s\n", "", keys[i].meaning);
	}
}

static void show_rules(void)
{
	size_t count, i;
	const struct cordon_rule_syntax *rules = cordon_rule_syntaxes(&count);

	for (i = 0; i < count; i++) {
		printf("  %s %s\n", rules[i].word, rules[i].value);
		printf("      %s\n", rules[i].meaning);
		printf("      e.g. %s\n", rules[i].example);
	}
}

/**
 * help_policy() - say what may stand in a policy
 *
 * Return: an exit status.
 */
int help_policy(void)
{
	printf("A policy is an .ini file and the .list files that it names, one a service: the\n"
	       "service's name is the file's name without .list.\n");
	show_keys();
	printf("\nA .list file has one rule a line; a comment stands on its own line after #:\n");
	show_rules();
	printf("\n"
	       "The same rule in two services is an error until one yields to the other. Of nested\n"
	       "domains the longest decides; of nested prefixes every one counts.\n"
	       "docs/policy.md says more.\n");
	return CORDON_EXIT_OK;
}
