# SPDX-License-Identifier: GPL-2.0-or-later
#
# The edits of a kernel tree's own files, one a name: each is found, added and
# removed by what stands in the file, so that adding and then removing gives
# the file back byte for byte (install.sh tries that before it writes).
#
# usage: awk -v edit=NAME -v action=state|add|remove -f edits.awk FILE
#
#   state   prints absent, present, partial or double
#   add     prints the file with the edit
#   remove  prints the file without it
#
# A file in which the place for an edit is missing or not the only one is
# refused by add: a message on stderr, exit status 1.

BEGIN {
	# The letters CORDON. Upstream counts on from 100 and keeps 1 to 99; a
	# number that somebody else hands out would name the wrong module to
	# whoever calls lsm_list_modules(), and six letters are far from both.
	lsm_id = "0x434f52444f4e"
}

{ line[NR] = $0 }

END {
	if (edit == "config-lsm")
		config_lsm()
	else
		block_edit()
}

function fail(message)
{
	print FILENAME ": " message > "/dev/stderr"
	exit 1
}

function put(text)
{
	block[++size] = text
}

# The lines that an edit adds, all but config-lsm's.
function make_block()
{
	if (edit == "kconfig-source") {
		put("source \"security/cordon/Kconfig\"")
	} else if (edit == "makefile") {
		put("obj-$(CONFIG_SECURITY_CORDON)\t\t+= cordon/")
	} else if (edit == "count-define") {
		put("")
		put("#if IS_ENABLED(CONFIG_SECURITY_CORDON)")
		put("#define CORDON_ENABLED 1,")
		put("#else")
		put("#define CORDON_ENABLED")
		put("#endif")
	} else if (edit == "count-use") {
		put("\t\tCORDON_ENABLED\t\t\\")
	} else if (edit == "lsm-id") {
		put("")
		put("/*")
		put(" * Not one of upstream's numbers, which run on from 100: the letters CORDON.")
		put(" */")
		put("#define LSM_ID_CORDON\t\t" lsm_id)
	} else if (edit == "selftest") {
		put("\t\tcase LSM_ID_CORDON:")
		put("\t\t\tname = \"cordon\";")
		put("\t\t\tbreak;")
	} else {
		fail("no edit is called " edit)
	}
}

# The line after which an edit's block goes.
function place()
{
	if (edit == "kconfig-source")
		return end_of_run(only("^source \"security/landlock/Kconfig\"$",
			"source \"security/landlock/Kconfig\""),
			"^source \"security/.*Kconfig\"$")
	if (edit == "makefile")
		return end_of_run(only("^obj-[$][(]CONFIG_SECURITY_LANDLOCK[)][ \t]*[+]=[ \t]*landlock/$",
			"obj-$(CONFIG_SECURITY_LANDLOCK) += landlock/"),
			"^obj-[$][(]CONFIG_[A-Z0-9_]+[)][ \t]*[+]=")
	if (edit == "count-define")
		return last_count_define()
	if (edit == "count-use")
		return only("^\t\t[A-Z0-9_]+_ENABLED[)]$",
			"NAME_ENABLED), the last of MAX_LSM_COUNT") - 1
	if (edit == "lsm-id")
		return last_lsm_id()
	return before_default(only("^\t\t\tname = \"INVALID\";$", "name = \"INVALID\";"))
}

function before_default(at)
{
	if (line[at - 1] != "\t\tdefault:")
		fail("line " at - 1 " should be `default:'")
	return at - 2
}

# The number of the one line that matches.
function only(pattern, text,    i, at, n)
{
	for (i = 1; i <= NR; i++)
		if (line[i] ~ pattern) {
			at = i
			n++
		}
	if (n != 1)
		fail("there should be one line `" text "', and there are " n + 0)
	return at
}

function end_of_run(at, pattern)
{
	while (line[at + 1] ~ pattern)
		at++
	return at
}

# The #endif of the last #if IS_ENABLED() ... NAME_ENABLED ... #endif.
function last_count_define(    i)
{
	for (i = only("^#define __COUNT_LSMS[(]", "#define __COUNT_LSMS(...)"); i > 1; i--)
		if (line[i] == "#endif" && line[i - 1] ~ /^#define [A-Z0-9_]+_ENABLED$/)
			return i
	fail("no `#define NAME_ENABLED' with its #endif above __COUNT_LSMS")
}

# The numbers stand in one run that starts with LSM_ID_UNDEF.
function last_lsm_id(    at, i)
{
	at = end_of_run(only("^#define LSM_ID_UNDEF[ \t]", "#define LSM_ID_UNDEF 0"),
		"^#define LSM_ID_[A-Z0-9_]+[ \t]+[0-9]+$")
	for (i = at + 1; i <= NR; i++)
		if (line[i] ~ /^#define LSM_ID_/ && line[i] !~ /LSM_ID_CORDON/)
			fail("line " i " defines an LSM_ID_ outside the run that ends in line " at)
	return at
}

function is_block(at,    i)
{
	for (i = 1; i <= size; i++)
		if (line[at + i - 1] != block[i] || at + i - 1 > NR)
			return 0
	return 1
}

function block_edit(    i, j, n, at)
{
	make_block()
	for (i = 1; i <= NR; i++)
		n += is_block(i)
	if (action == "state") {
		print n == 0 ? "absent" : n == 1 ? "present" : "double"
		return
	}
	at = action == "add" && n == 0 ? place() : -1
	for (i = 0; i <= NR; i++) {
		if (action == "remove" && i > 0 && is_block(i)) {
			i += size - 1
			continue
		}
		if (i > 0)
			print line[i]
		if (i == at)
			for (j = 1; j <= size; j++)
				print block[j]
	}
}

# Each default of `config LSM' begins with cordon.
function config_lsm(    i, n, with, at)
{
	at = action == "remove" ? 0 : only("^config LSM$", "config LSM")
	for (i = 1; i <= NR && !at; i++)
		if (line[i] == "config LSM")
			at = i
	for (i = at + 1; at && i <= NR && line[i] !~ /^[^ \t]/; i++) {
		if (line[i] !~ /^\tdefault /)
			continue
		n++
		if (action != "remove" && line[i] !~ /^\tdefault "[a-z]/)
			fail("line " i ", a default of config LSM, is not a list of names")
		if (line[i] ~ /^\tdefault "cordon,/) {
			with++
			if (action == "remove")
				sub(/"cordon,/, "\"", line[i])
		} else if (action == "add") {
			sub(/"/, "\"cordon,", line[i])
		}
	}
	if (action != "remove" && n == 0)
		fail("config LSM has no default")
	if (action == "state") {
		print with == 0 ? "absent" : with == n ? "present" : "partial"
		return
	}
	for (i = 1; i <= NR; i++)
		print line[i]
}
