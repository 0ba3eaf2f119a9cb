# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=bash
#
# TAP for the scripts that run in the guest: each line says what was tried.

count=0
failed=0

# check WHAT COMMAND...: the command succeeds.
check() {
	local what=$1
	shift
	count=$((count + 1))
	if "$@" >/tmp/check.out 2>&1; then
		echo "ok $count $what"
	else
		echo "not ok $count $what (status $?: $*)"
		tail -n 5 /tmp/check.out | sed 's/^/# /'
		failed=$((failed + 1))
	fi
}

# ends STATUS COMMAND...: it ends with that status.
ends() {
	local wanted=$1 status=0
	shift
	"$@" || status=$?
	[ "$status" = "$wanted" ] || {
		echo "$*: status $status, not $wanted"
		return 1
	}
}

is() {
	[ "$1" = "$2" ] || {
		echo "is \"$1\", not \"$2\""
		return 1
	}
}

# as USER COMMAND...: with that user's rights and no others.
as() {
	local user=$1
	shift
	setpriv --reuid="$user" --regid="$user" --init-groups --inh-caps=-all "$@"
}

finish() {
	echo "1..$count"
	[ "$failed" = 0 ]
}
