# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=bash
#
# What all benchmarks in the guest begin with, and how one phase is measured.
# Sourced there by guest.sh and guest_kernel.sh.

blocks=${BENCH_BLOCKS:-7}
nodes=/sys/kernel/cordon

fail() {
	echo "${0##*/}: $*" >&2
	exit 1
}

if [ ! -e /etc/cordon-guest ] || ! grep -qw cordon.guest /proc/cmdline; then
	fail "this is not the guest"
fi

# The canary says whether Cordon is in force: no phase is taken for another.
expect_canary() {
	local canary
	canary=$(./guest_bench canary)
	[ "$canary" = "$1" ] || fail "the canary is $canary, expected $1"
}

measure_without() {
	expect_canary open
	./guest_bench "$1" "$blocks"
}

stat() {
	cat "$nodes/stats/$1"
}

# Every exec and every connect was looked at, and none refused.
measure_with() {
	local execs connects denied
	expect_canary refused
	execs=$(stat exec_checked) connects=$(stat connect_checked)
	denied=$(($(stat exec_denied) + $(stat connect_denied)))
	./guest_bench "$1" "$blocks"
	execs=$(($(stat exec_checked) - execs))
	connects=$(($(stat connect_checked) - connects))
	denied=$(($(stat exec_denied) + $(stat connect_denied) - denied))
	[ "$denied" -eq 0 ] || fail "$denied refusals: the operations meet listed things"
	if [ "$execs" -lt $((184 * blocks)) ] || [ "$connects" -lt $((5120 * blocks)) ]; then
		fail "only $execs execs and $connects connects were looked at"
	fi
	echo "checked $1 $execs $connects $(stat dns_learned)"
}

# Whatever would make one round dearer than the next.
prepare() {
	# Asked by guest_bench, answered by it: no name server's time is counted.
	grep -qx "nameserver 10.20.0.54" /etc/resolv.conf ||
		echo "nameserver 10.20.0.54" >>/etc/resolv.conf
	# What fork and exec cost depends on where things lie: always the same place.
	echo 0 >/proc/sys/kernel/randomize_va_space
	# No closed connection leaves something behind that the next one pays for.
	echo 0 >/proc/sys/net/ipv4/tcp_max_tw_buckets
	ip netns exec internet sh -c 'echo 0 >/proc/sys/net/ipv4/tcp_max_tw_buckets'
	echo "clock $(cat /sys/devices/system/clocksource/clocksource0/current_clocksource)"
	echo "kernel $(uname -r)"
}
