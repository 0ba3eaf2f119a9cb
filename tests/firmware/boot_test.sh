#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
#
# What a firmware kernel promises before, and whatever, a policy is loaded: the
# boot policy, always on, never-block, the device's id; on every kernel of the
# flavour boot. And that a kernel without always-on can be booted without Cordon.
#
# usage: tests/firmware/boot_test.sh [SERIES-ARCH...]
#
# Ends with `N passed, N failed`.
set -u

here=$(cd -- "${BASH_SOURCE[0]%/*}" && pwd)
top=$(cd -- "$here/../.." && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
passed=0
failed=0

# guest TITLE NAME=VALUE...: runs a script there and counts its TAP lines.
guest() {
	local title=$1 status=0 p f
	shift
	echo "== $title"
	"$top/tests/vm/run" AS=root "$@" >"$work/out" 2>"$work/err" </dev/null || status=$?
	cat "$work/out"
	sed 's/^/# /' "$work/err"
	p=$(grep -c '^ok ' "$work/out")
	f=$(grep -c '^not ok ' "$work/out")
	if [ "$status" != 0 ] && [ "$f" = 0 ] || [ $((p + f)) = 0 ]; then
		echo "not ok: $title ended with status $status"
		f=$((f + 1))
	fi
	passed=$((passed + p))
	failed=$((failed + f))
}

# program ARCH: the dialer for it.
program() {
	local cc=gcc
	[ "$1" = x86_64 ] || cc=aarch64-linux-gnu-gcc
	mkdir -p "$work/$1"
	"$cc" -std=gnu11 -D_GNU_SOURCE -O2 -Wall -Wextra -Werror -static -pthread \
		-o "$work/$1/dialer" "$here/dialer.c" "$here/dialer_calls.c"
}

# kernel SERIES ARCH
kernel() {
	local lsm=(BACKEND=lsm "KERNEL=$1" "ARCH=$2" FLAVOUR=boot) device
	case $2 in
	x86_64) device=HANDSET-0042 ;;
	arm64) device=linux,dummy-virt ;;
	esac
	printf 'DEVICE=%q\n' "$device" >"$work/boot.settings"
	guest "$1 $2: boot policy" "${lsm[@]}" CORDOND=no "SCRIPT=$here/boot-in-guest" \
		"ADD=$here/tap.sh $work/boot.settings" \
		"CMDLINE=lsm=capability androidboot.serialno=HANDSET-0042"
	program "$2" || { failed=$((failed + 1)); return; }
	guest "$1 $2: never-block" "${lsm[@]}" "SCRIPT=$here/never-block-in-guest" \
		"POLICY=$here/policies/never-block.ini" "ADD=$here/tap.sh $work/$2/dialer"
}

[ $# -gt 0 ] || set -- 6.1-x86_64 6.12-x86_64 6.12-arm64
for name; do
	kernel "${name%%-*}" "${name#*-}"
done

# The twin of always-on: this kernel was configured without it.
cat >"$work/left-out" <<'EOF'
#!/bin/bash
. ./tap.sh
check "lsm= leaves cordon out" ends 1 grep -qw cordon /sys/kernel/security/lsm
check "there are no nodes" test ! -e /sys/kernel/cordon
check "the log says that nothing is refused" grep -q 'cordon: left out by lsm=.*NOTHING IS REFUSED' <(dmesg)
cp /usr/bin/true /tmp/telegram-desktop
check "an app runs" ends 0 /tmp/telegram-desktop
finish
EOF
guest "6.12 x86_64 noipv6: lsm= without cordon" BACKEND=off KERNEL=6.12 FLAVOUR=noipv6 \
	"SCRIPT=$work/left-out" "ADD=$here/tap.sh" CMDLINE=lsm=capability

echo "$passed passed, $failed failed"
[ "$failed" = 0 ]
