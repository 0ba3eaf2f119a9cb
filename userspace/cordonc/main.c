// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * cordonc - the policy team's program: its verbs
 */
#include <signal.h>

#include "cli/verbs.h"
#include "cordonc/cordonc.h"
#include "engine/port.h"

#define NEVER_BLOCK_HELP \
	"  --never-block FILE   what no policy may refuse: a firmware's list with a line\n" \
	"                       each, `path PATH`, `uid NUMBER` or `package NAME`; a rule\n" \
	"                       that refuses one of them is an error\n"

static const struct verb table[] = {
	{ "compile", cmd_compile, "compile a policy source to a blob",
	  "compile SOURCE -o BLOB [--never-block FILE] [--json]\n"
	  "\n"
	  NEVER_BLOCK_HELP
	  "\n"
	  "Nothing is written if the source has an error. BLOB is a new file or takes the\n"
	  "place of an old one, whole or not at all; - is the standard output. Of a SOURCE\n"
	  "called -, the standard input, paths count from the working directory.\n" },
	{ "lint", cmd_lint, "compile, and look for what is unwise",
	  "lint SOURCE [--strict] [--never-block FILE] [--json]\n"
	  "\n"
	  "  --strict             warnings fail as errors do\n"
	  NEVER_BLOCK_HELP
	  "\n"
	  "Exits with 5 if there are errors; with warnings alone with 0.\n" },
	{ "sign", cmd_sign, "sign a blob: make the object that a kernel takes",
	  "sign --key KEY --cert CERTIFICATE BLOB -o OBJECT [--json]\n"
	  "       cordonc sign --unsigned BLOB -o OBJECT [--json]\n"
	  "\n"
	  "  --key KEY            private RSA key in PEM, 2048 bits or more\n"
	  "  --cert CERTIFICATE   its certificate, PEM or DER\n"
	  "  --unsigned           for kernels built to accept that\n"
	  "\n"
	  "OBJECT is a new file or takes the place of an old one, whole or not at all; - is\n"
	  "the standard output. One of the others may be -, the standard input.\n" },
	{ "keys", cmd_keys, "make key pairs for development",
	  "keys DIRECTORY [--json]\n"
	  "\n"
	  "Makes policy.{key,crt,der} and grant.{key,crt,der}; overwrites nothing.\n" },
	{ "dump", cmd_dump, "show what a blob, an object or a source says",
	  "dump FILE [--cert CERTIFICATE] [--json]\n"
	  "\n"
	  "  --cert CERTIFICATE   verify the object's signature with it\n"
	  "\n"
	  "FILE is a blob, an object, or a source (NAME.ini). A blob, and the one in an object,\n"
	  "spells out no name of a domain rule: of it, see how many each service has; of a\n"
	  "source, see each of them. All else is shown of each. The same source gives the same\n"
	  "blob: two dumps with one `names key` have the same names.\n"
	  "Lines are sorted by what they say: two dumps can be compared with diff.\n" },
	{ "explain", cmd_explain, "say what a policy decides, and why",
	  "explain POLICY (--exec PATH | --connect ADDR[:PORT] | --name HOST)\n"
	  "               [--never-block FILE] [--json]\n"
	  "\n"
	  "POLICY is a source, a blob or an object.\n"
	  "  --exec PATH            execute a file; its path inside its filesystem\n"
	  "  --connect ADDR[:PORT]  connect to an address: 192.0.2.1:443, 192.0.2.1:53/udp,\n"
	  "                         2001:db8::1, [2001:db8::1]:443; /tcp without a word\n"
	  "  --name HOST            reach a host; of any script, or in its xn-- form; an\n"
	  "                         address is decided as one: 0x9d.0xf0.9.35, [2001:db8::1]\n"
	  "  --never-block FILE     the firmware's list: a path on it is let through\n"
	  "\n"
	  "A name that a rule refuses is inspected unless its DNS question is refused: its\n"
	  "address decides, which is not known here. docs/policy.md says more.\n"
	  "Exits with 3 if the policy denies it, also in mode monitor.\n" },
	{ "replay", cmd_replay, "say what a policy would have refused in captures",
	  "replay POLICY CAPTURE... [--was OLD_POLICY] [--strict] [--json]\n"
	  "\n"
	  "A line for each name seen, and for each flow that its address refuses; then what\n"
	  "was counted. CAPTURE is a file, pcap or pcapng, a directory of such, or - for the\n"
	  "standard input. The columns: verdict, layer, service, name, flow, rule. Layers:\n"
	  "dns (asked), cname and svcb (an answer leads there), sni, quic, http, connect and\n"
	  "socks (asked of a proxy), addr (no name, the address).\n"
	  "\n"
	  "  --was OLD_POLICY     only what changed: + is newly refused, - no longer, ~ newly\n"
	  "                       inspected or no longer\n"
	  "  --strict             exit with 1 if something could not be read; the summary says\n"
	  "                       what and how often\n"
	  "  --json               a JSON object a name, and one with the summary behind them;\n"
	  "                       with --was every name, and what was decided of it before\n"
	  "\n"
	  "Exits with 3 if something would be refused, also in mode monitor; with 1, whatever\n"
	  "is refused, if a capture is missing or damaged: what could be read of it counts.\n"
	  "docs/replay.md says how to capture, what the words mean, and what cannot be told.\n" },
};

static const struct program program = {
	.name = "cordonc",
	.usage = "VERB [ARGUMENT...]\n\n"
		 "Writes, checks, signs and explains policies of Cordon.",
	.notes = "Options of every verb:\n"
		 "  --json     print JSON, also for errors\n"
		 "  --help     the verb's own help\n"
		 "Without a verb:\n"
		 "  --version  the version\n"
		 "\n"
		 "A file called - is the standard input, and after -o the standard output.\n"
		 "cordonc VERB --help explains a verb; cordonc help policy lists the keys and rules.\n"
		 "Exit status: 0 ok, 1 failed, 2 usage, 3 something was denied, 4 not supported here,\n"
		 "5 policy invalid.\n",
	.verbs = table,
	.count = ARRAY_SIZE(table),
	.help = {
		.name = "help",
		.brief = "explain a verb, or the keys and rules of a policy",
		.usage = "help [VERB | policy]\n",
	},
	.topic = "policy",
	.show_topic = help_policy,
};

int main(int argc, char **argv)
{
	/* A file that may not grow is an error like a full disk, not the end. */
	signal(SIGXFSZ, SIG_IGN);
	return run_program(&program, argc, argv);
}
