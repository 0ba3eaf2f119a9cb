// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * cordonctl - see what Cordon does on this device, and give it a policy
 */
#include "cli/verbs.h"
#include "cordonctl/cordonctl.h"
#include "engine/port.h"

static const struct verb table[] = {
	{ "status", cmd_status, "what is in force, and whether refusals are real",
	  help_status },
	{ "load", cmd_load, "hand the kernel a signed policy", help_load },
	{ "watch", cmd_watch, "print refusals and other records as they come",
	  help_watch },
	{ "explain", cmd_explain,
	  "what the policy in force says about a file, an address or a name",
	  help_explain },
};

static const struct program program = {
	.name = "cordonctl",
	.usage = "[--json] [VERB [...]]\n\n"
		 "Verbs (without one: status):",
	.notes = "Options of every verb:\n"
		 "  --json       print JSON, also for errors\n"
		 "  --sysfs DIR  the kernel's nodes, for tests (default " CORDON_SYSFS_ROOT ")\n"
		 "  --help       the verb's own help\n"
		 "Without a verb:\n"
		 "  --version    the version\n"
		 "\n"
		 "Exit status: 0 ok, 1 failed, 2 usage, 3 something was denied, 4 no Cordon in\n"
		 "this kernel, 5 policy invalid. NO_COLOR in the environment: no colours.\n",
	.verbs = table,
	.count = ARRAY_SIZE(table),
	.help = {
		.name = "help",
		.brief = "explain a verb",
		.usage = "help [VERB]\n",
	},
	.fallback = "status",
	.option = take_root,
};

int main(int argc, char **argv)
{
	return run_program(&program, argc, argv);
}
