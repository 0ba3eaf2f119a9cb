// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * cordond - options: what it is started with
 */
#include <getopt.h>
#include <stdio.h>
#include <stdlib.h>

#include "cordond/options.h"
#include "libcordon/device/sysfs.h"
#include "libcordon/version.h"

#define DEVICE_OBJECT	"/etc/cordon/policy.cordon"
#define STATE		"/var/lib/cordon"

static const char help[] =
	"usage: cordond [--policy FILE] [--state DIR] [--sysfs DIR]\n"
	"       cordond --version\n"
	"\n"
	"Attaches Cordon's kernel part, loads its signed policy, tells it the\n"
	"resolvers, and loads objects that are moved into DIR/inbox. Runs in the\n"
	"foreground; start it as root: it gives up what it does not need.\n"
	"\n"
	"  --policy FILE  signed policy that came with the device\n"
	"                 (default " DEVICE_OBJECT ")\n"
	"  --state DIR    holds inbox/, accepted/ and refused/\n"
	"                 (default " STATE ")\n"
	"  --sysfs DIR    the kernel's nodes, for tests\n"
	"                 (default " CORDON_SYSFS_ROOT ")\n"
	"  --version      which cordond this is\n"
	"  --help         this text\n"
	"\n"
	"SIGTERM ends it; the kernel goes on refusing. SIGHUP makes it look at its\n"
	"policies and at the resolvers again. What is a convenience may fail: it goes on\n"
	"without, says so and tries again.\n"
	"Exit status: 0 ended by a signal, 1 failed, 2 usage.\n";

/* Ends the process: somebody asked, and reads the answer. */
static noreturn void answer(const char *text)
{
	fputs(text, stdout);
	if (fflush(stdout)) {
		perror("cordond: standard output");
		exit(EXIT_FAILED);
	}
	exit(EXIT_OK);
}

/**
 * options_parse() - read the command line
 * @options: filled in
 * @argc: of main()
 * @argv: of main()
 *
 * Ends the process after --help and --version, and where something is wrong.
 */
void options_parse(struct options *options, int argc, char **argv)
{
	static const struct option table[] = {
		{ "policy", required_argument, NULL, 'p' },
		{ "state", required_argument, NULL, 's' },
		{ "sysfs", required_argument, NULL, 'f' },
		{ "version", no_argument, NULL, 'v' },
		{ "help", no_argument, NULL, 'h' },
		{ NULL, 0, NULL, 0 },
	};
	int option;

	options->device_object = DEVICE_OBJECT;
	options->state = STATE;
	options->sysfs = CORDON_SYSFS_ROOT;
	while ((option = getopt_long(argc, argv, "", table, NULL)) >= 0) {
		switch (option) {
		case 'p':
			options->device_object = optarg;
			break;
		case 's':
			options->state = optarg;
			break;
		case 'f':
			options->sysfs = optarg;
			break;
		case 'v':
			answer("cordond " CORDON_VERSION "\n");
		case 'h':
			answer(help);
		default:
			fputs("see cordond --help\n", stderr);
			exit(EXIT_USAGE);
		}
	}
	if (optind < argc) {
		fprintf(stderr, "cordond: what is \"%s\"? see cordond --help\n",
			argv[optind]);
		exit(EXIT_USAGE);
	}
}
