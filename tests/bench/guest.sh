#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
#
# In the guest, as root: measures exec and connect without Cordon, with it, and
# with parts of it, turn by turn in one boot. Prints what report.c reads.
set -eu

blocks=${BENCH_BLOCKS:-7}
pins=/sys/fs/bpf/cordon
nodes=/sys/kernel/cordon

fail() {
	echo "guest.sh: $*" >&2
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

# wait_for COMMAND...: it succeeds within a minute, or this fails.
wait_for() {
	local tries=0
	until "$@"; do
		tries=$((tries + 1))
		[ $tries -lt 600 ] || fail "still not: $*"
		sleep 0.1
	done
}

no_cordond() {
	! pgrep -x cordond >/dev/null
}

module_is_free() {
	[ "$(cat /sys/module/cordon/refcnt)" = 0 ]
}

attach_empty() {
	./guest_attach empty.bpf.o /sys/fs/bpf/empty
}

detach_empty() {
	rm -r /sys/fs/bpf/empty
}

start_cordon() {
	[ -d "$nodes" ] || insmod cordon.ko
	start-cordond
	[ "$(cat $nodes/mode)" = enforce ] || fail "no policy is in force"
	for hook in bprm_check_security sctp_bind_connect socket_connect socket_sendmsg \
		udp_queue_rcv_one_skb udpv6_queue_rcv_one_skb; do
		[ -e "$pins/$hook" ] || fail "no pin of $hook"
	done
}

stop_cordond() {
	pkill -x cordond
	wait_for no_cordond
}

# Programs go some time after their pins: the kernel waits for their users.
detach_cordon() {
	rm -r "$pins"
	wait_for module_is_free
}

stop_cordon() {
	stop_cordond
	detach_cordon
	rmmod cordon
}

prepare() {
	install -m 755 cordond cordonctl /opt/cordon/bin/
	install -D -m 644 policy.cordon /etc/cordon/policy.cordon
	install -d -o cordon -g cordon /var/lib/cordon
	# Asked by guest_bench, answered by it: no name server's time is counted.
	echo "nameserver 10.20.0.54" >>/etc/resolv.conf
	# What fork and exec cost depends on where things lie: always the same place.
	echo 0 >/proc/sys/kernel/randomize_va_space
	# No closed connection leaves something behind that the next one pays for.
	echo 0 >/proc/sys/net/ipv4/tcp_max_tw_buckets
	ip netns exec internet sh -c 'echo 0 >/proc/sys/net/ipv4/tcp_max_tw_buckets'
	echo "clock $(cat /sys/devices/system/clocksource/clocksource0/current_clocksource)"
	echo "kernel $(uname -r)"
}

prepare
# Caches fill; every part was there once.
./guest_bench warm-up 2 >/dev/null
start_cordon
./guest_bench warm-up 1 >/dev/null
stop_cordon

for turn in 1 2 3; do
	measure_without "without.$turn"
	start_cordon
	measure_with "with.$turn"
	stop_cordon
	attach_empty
	measure_without "empty-programs.$turn"
	detach_empty
	insmod cordon.ko
	measure_without "module-alone.$turn"
	rmmod cordon
done
measure_without "without.$((turn + 1))"
echo end
