#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
#
# cordonctl against a tree of plain files: status with both backends, the device's
# id, a boot policy; explain with the firmware's never-block list. Prints TAP. $CORDONC is a cordonc, and the cordonctl beside
# it is tried. Steps of a check are single-quoted because `all` evaluates them
# when their turn comes.
# shellcheck disable=SC2016
set -eu

cordonc=$(realpath "${CORDONC:-build/bin/cordonc}")
cordonctl=$(dirname "$cordonc")/cordonctl
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
number=0

# DESCRIPTION COMMAND...: the command succeeds.
check()
{
	local what=$1
	shift
	number=$((number + 1))
	if "$@" > "$work/check.out" 2>&1; then
		echo "ok $number $what"
	else
		echo "not ok $number $what"
		sed 's/^/# /' "$work/check.out"
	fi
}

# STATUS ARGUMENT...: cordonctl exits with it; its output goes to $work/out, err.
exits()
{
	local wanted=$1 status=0
	shift
	"$cordonctl" --sysfs "$work/cordon" "$@" > "$work/out" 2> "$work/err" || status=$?
	[ "$status" -eq "$wanted" ] && return
	echo "exit status $status, not $wanted:"
	cat "$work/out" "$work/err"
	return 1
}

prints() { grep -qxF -- "$1" "$work/out" || { cat "$work/out"; return 1; }; }
lacks() { ! grep -F -- "$1" "$work/out"; }
json() { jq -e "$1" "$work/out" || { cat "$work/out"; return 1; }; }
all() { local step; for step; do eval "$step" || return 1; done; }
node() { printf '%s\n' "$2" > "$work/cordon/$1"; }

mkdir -p "$work/cordon/policy" "$work/cordon/load"
node abi 1
node backend lsm
node mode enforce
node device ''
node policy/name met-handset
node policy/version 12
node policy/generation 1
node policy/signer 'built in'
node policy/digest abc
node unsigned refused
node lock 0
node load/status idle
node load/error 'none 0'

check "built in" all 'exits 0 status' 'prints "  backend    lsm (built in)"' 'lacks bpf' 'lacks "last load"'
check "no id: none shown" lacks '  device '
check "nor in JSON" all 'exits 0 status --json' 'json ".backend == \"lsm\" and (has(\"device\") | not)"'
check "the boot policy" all 'exits 0 status' 'prints "  signer     built in: the boot policy of this kernel"' \
	'prints "  policy     met-handset version 12 (generation 1)"'
check "JSON has the kernel's own word" all 'exits 0 status --json' 'json ".policy.signer == \"built in\""'
node device R58M12ABCDE
check "an id" all 'exits 0 status' 'prints "  device     R58M12ABCDE"'
check "an id in JSON" all 'exits 0 status --json' 'json ".device == \"R58M12ABCDE\""'
node device "$(printf 'a\033[31mb')"
check "an id that could steer a terminal does not" all 'exits 0 status' 'prints "  device     a\x1b[31mb"'
node policy/signer 'CN=Authority'
check "a policy that was loaded" all 'exits 0 status' 'prints "  signer     CN=Authority"'
rm "$work/cordon/device"
node backend bpf
check "a module, of before there was an id" all 'exits 0 status' 'prints "  backend    bpf"' 'lacks "  device "'

# What the firmware never refuses
mkdir "$work/services"
printf '[policy]\nname = p\nversion = 1\nmode = enforce\nservices = services/*.list\n' > "$work/p.ini"
printf 'path **/alpha\n' > "$work/services/alpha.list"
"$cordonc" compile "$work/p.ini" -o "$work/p.blob" > "$work/out"
"$cordonc" sign --unsigned "$work/p.blob" -o "$work/cordon/policy/object" > "$work/out"
: > "$work/cordon/learned"
: > "$work/cordon/resolvers"
check "explain: no list, a refusal" all 'exits 3 explain --exec /usr/bin/alpha' 'prints "deny: exec /usr/bin/alpha"'
node never_block "$(printf '# dialler\npath /usr/bin/alpha')"
check "explain: on the list" all 'exits 0 explain --exec /usr/bin/alpha' 'prints "let through: exec /usr/bin/alpha"'
check "explain: on the list, in JSON" all 'exits 0 explain --json --exec /usr/bin/alpha' \
	'json ".verdict == \"deny\" and .never_block"'
check "explain: elsewhere it is refused" all 'exits 3 explain --exec /opt/alpha' 'prints "deny: exec /opt/alpha"'
check "explain: refused by no rule" all 'exits 0 explain --exec /usr/bin/beta' 'prints "allow: exec /usr/bin/beta"'
rm "$work/cordon/never_block"
mkdir "$work/cordon/never_block"
check "explain: a list that cannot be read is no empty one" all 'exits 1 explain --exec /usr/bin/alpha' \
	'grep -q "cannot read the firmware'\''s never-block list" "$work/err"'
echo "1..$number"
