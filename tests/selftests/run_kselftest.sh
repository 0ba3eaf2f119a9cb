#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
#
# Runs Cordon's kselftests on the device they were unpacked on. Needs a POSIX
# shell, sed, grep and tr: busybox will do.
#
# usage: run_kselftest.sh [-l] [-t TEST]... [-s]
#
#   -l        list the tests
#   -t TEST   run this one; may be given more than once
#   -s        print the summary and what failed only
#
# KSELFTEST_NAME_ARGS, with a test's name in capitals, holds arguments for it,
# for example KSELFTEST_EXEC_TEST_ARGS='-v as_caller'.
#
# Prints TAP, and last "N passed, N failed, N skipped". Exits with 1 if
# something failed, with 4 if everything was skipped, else with 0.
set -u

cd "$(dirname -- "$0")/cordon" || exit 1

list() {
	sed -n 's/^cordon://p' ../kselftest-list.txt
}

usage() {
	sed -n 's/^# \{0,1\}//p' "../${0##*/}" | sed -n '/^usage/,$p' >&2
	exit 2
}

tests=
short=
while getopts lt:s option; do
	case $option in
	l)
		list
		exit 0 ;;
	t) tests="$tests $OPTARG" ;;
	s) short=1 ;;
	*) usage ;;
	esac
done
[ $# -ge $OPTIND ] && usage
[ -n "$tests" ] || tests=$(list)

limit=$(sed -n 's/^timeout=//p' settings)
passed=0
failed=0
skipped=0
number=0
log=$(mktemp "${TMPDIR:-/tmp}/cordon-kselftest-XXXXXX") || exit 1
trap 'rm -f "$log"' EXIT

# Runs a test with a limit, if this system knows how to set one.
limited() {
	if command -v timeout >/dev/null 2>&1; then
		timeout "$limit" "$@"
	else
		"$@"
	fi
}

# how_many PATTERN [BUT]: lines of the log.
how_many() {
	grep "$1" "$log" | grep -vc "${2:-^$}"
}

# shellcheck disable=SC2086 # a list of words
set -- $tests
echo 'TAP version 13'
echo "1..$#"
for test; do
	number=$((number + 1))
	[ -n "$short" ] || echo "# selftests: cordon: $test"
	if [ ! -x "./$test" ]; then
		echo "not ok $number selftests: cordon: $test # there is no such test"
		failed=$((failed + 1))
		continue
	fi
	variable=$(echo "KSELFTEST_${test}_ARGS" | tr a-z. A-Z_)
	eval "args=\${$variable:-}"
	# shellcheck disable=SC2086,SC2154 # a list of words, set by eval
	limited "./$test" $args >"$log" 2>&1
	status=$?
	p=$(how_many '^ok ' '# SKIP')
	f=$(how_many '^not ok ')
	s=$(how_many '^\(ok .*\|1\.\.0 \)# SKIP')
	result="ok $number selftests: cordon: $test"
	case $status in
	0) ;;
	4) result="$result # SKIP" ;;
	124)
		result="not $result # TIMEOUT $limit seconds"
		f=$((f + 1)) ;;
	*)
		result="not $result # exit=$status"
		[ "$f" -gt 0 ] || f=1 ;;
	esac
	# A test whose plan was not carried out died on the way.
	plan=$(sed -n 's/^1\.\.\([1-9][0-9]*\)$/\1/p' "$log")
	if [ "$f" = 0 ] && [ -n "$plan" ] && [ "$plan" != $((p + s)) ]; then
		result="not $result # $plan planned"
		f=1
	fi
	if [ -z "$short" ]; then
		sed 's/^/# /' "$log"
	elif [ "$f" -gt 0 ]; then
		grep -e '^not ok' -e ':Expected ' -e '^#.*[a-z]_test.*:' "$log" |
			sed 's/^/# /'
	fi
	echo "$result"
	passed=$((passed + p))
	failed=$((failed + f))
	skipped=$((skipped + s))
done

echo "$passed passed, $failed failed, $skipped skipped"
[ "$failed" = 0 ] || exit 1
[ "$passed" != 0 ] || exit 4
exit 0
