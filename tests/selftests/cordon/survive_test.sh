#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
#
# Refusals do not need the daemon: they go on when cordond is killed, and while
# another takes its place no program slips through.
set -eu

cd "${0%/*}"
here=$PWD
sysfs=/sys/kernel/cordon
pins=/sys/fs/bpf/cordon
count=0
failed=0

skip() {
	echo "1..0 # SKIP $*"
	exit 4
}

# check WHAT COMMAND...: one line of TAP.
check() {
	what=$1
	shift
	count=$((count + 1))
	if "$@"; then
		echo "ok $count $what"
	else
		echo "not ok $count $what"
		failed=$((failed + 1))
	fi
}

# The process id of the cordond that runs, or nothing.
daemon() {
	for dir in /proc/[0-9]*; do
		if [ "$(cat "$dir/comm" 2>/dev/null)" = cordond ] &&
			! grep -q '^State:.Z' "$dir/status" 2>/dev/null; then
			echo "${dir#/proc/}"
			return
		fi
	done
}

# status COMMAND: what a shell says of its exit; 126 is a refused exec.
status() {
	if "$@" 2>/dev/null; then
		echo 0
	else
		echo $?
	fi
}

refuses() {
	[ "$(status ./cordon-canary)" = 126 ] && [ "$(status ./harmless)" = 42 ]
}

# What must be the same before and after.
in_force() {
	cat "$sysfs/mode" "$sysfs/policy/name" "$sysfs/policy/version" \
		"$sysfs/policy/digest" "$sysfs/policy/generation"
}

# The links, by inode: another inode is another link.
links() {
	ls -i "$pins" 2>/dev/null || :
}

same() {
	[ "$1" = "$2" ] || {
		echo "# before: $1" | tr '\n' ' '
		echo
		echo "# after: $2" | tr '\n' ' '
		echo
		return 1
	}
}

gone() {
	kill -"$1" "$pid"
	while [ "$(daemon)" = "$pid" ]; do
		sleep 0.05
	done
	[ -z "$(daemon)" ]
}

restart() {
	"$here/notify_exec" "$exe" "$dir/cmdline" >"$dir/pid" && [ -n "$(daemon)" ]
}

echo 'TAP version 13'
[ -r $sysfs/mode ] || skip "Cordon is not there: no $sysfs/mode"
[ "$(cat $sysfs/mode)" = enforce ] || skip "Cordon does not enforce: see $sysfs/mode"
[ "$(id -u)" = 0 ] || skip 'needs root'
pid=$(daemon)
[ -n "$pid" ] || skip 'no cordond runs'
if [ -d /run/systemd/system ]; then
	skip 'systemd restarts cordond by itself: stop the unit and start cordond by hand'
fi

dir=$(mktemp -d "${TMPDIR:-/tmp}/cordon-selftest-XXXXXX")
trap 'cd /; rm -rf "$dir"' EXIT
chmod 755 "$dir"
cp harmless "$dir/harmless"
cp harmless "$dir/cordon-canary"
cd "$dir"
cat "/proc/$pid/cmdline" >cmdline
exe=$(readlink "/proc/$pid/exe")

backend=$(cat $sysfs/backend)
policy=$(in_force)
links=$(links)
check 'with cordond, the canary is refused and the rest runs' refuses
if [ "$backend" = bpf ]; then
	check 'the links are pinned' test -n "$links"
fi

check 'cordond can be killed' gone KILL
check 'without it, the canary is refused and the rest runs' refuses
check 'the policy in force is the same' same "$policy" "$(in_force)"
check 'the links are the same' same "$links" "$(links)"

"$here/exec_loop" ./cordon-canary ./harmless >loop &
loop=$!
check 'cordond starts again and is ready' restart
pid=$(daemon)
check 'it is killed once more' gone KILL
check 'and starts once more' restart
kill -TERM $loop
looped=0
wait $loop || looped=$?
sed 's/^/# /' loop
check 'all that time nothing slipped through' test "$looped" = 0
check 'it took over the links that were there' same "$links" "$(links)"
check 'the policy in force is still the same' same "$policy" "$(in_force)"
check 'the canary is refused and the rest runs' refuses

pid=$(daemon)
"$here/exec_loop" ./cordon-canary ./harmless >loop &
loop=$!
check 'cordond ends when it is asked to' gone TERM
check 'and starts again' restart
kill -TERM $loop
looped=0
wait $loop || looped=$?
sed 's/^/# /' loop
check 'nothing slipped through then either' test "$looped" = 0
check 'the links are still the same' same "$links" "$(links)"
check 'and so is the policy in force' same "$policy" "$(in_force)"

echo "1..$count"
[ "$failed" = 0 ]
