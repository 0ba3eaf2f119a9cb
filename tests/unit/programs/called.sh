# SPDX-License-Identifier: GPL-2.0-or-later
#
# Checks of a program as it is called, for *_test.sh: TAP, a directory $work that
# is gone at the end, and what was said. Whoever sources it sets the array called,
# the program and what it is always called with, and ends with end_checks: status 1
# if a check failed.
# shellcheck shell=bash

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
number=0
failures=0

# DESCRIPTION COMMAND...: the command succeeds.
check()
{
	local what=$1
	shift
	number=$((number + 1))
	if "$@" > "$work/check.out" 2>&1; then
		echo "ok $number $what"
	else
		failures=$((failures + 1))
		echo "not ok $number $what"
		sed 's/^/# /' "$work/check.out"
	fi
}

# STATUS ARGUMENT...: the program exits with it; its output goes to $work/out, err.
exits()
{
	local wanted=$1 status=0
	shift
	# shellcheck disable=SC2154 # the other file sets it
	"${called[@]}" "$@" > "$work/out" 2> "$work/err" || status=$?
	[ "$status" -eq "$wanted" ] && return
	echo "exit status $status, not $wanted:"
	cat "$work/out" "$work/err"
	return 1
}

says() { grep -qF -- "$1" "$work/err" || { cat "$work/err"; return 1; }; }
prints() { grep -qF -- "$1" "$work/out" || { cat "$work/out"; return 1; }; }
json() { jq -e "$1" "$work/out" || { cat "$work/out"; return 1; }; }
all() { local step; for step; do eval "$step" || return 1; done; }
end_checks() { echo "1..$number"; [ "$failures" -eq 0 ]; }
