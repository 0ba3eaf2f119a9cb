#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
#
# In the guest, as root: measures exec and connect without Cordon, with it, and
# with parts of it, turn by turn in one boot. Prints what report.c reads.
set -eu

pins=/sys/fs/bpf/cordon

# shellcheck source=tests/bench/guest/guest_lib.sh
. ./guest_lib.sh

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

install -m 755 cordond cordonctl /opt/cordon/bin/
install -D -m 644 policy.cordon /etc/cordon/policy.cordon
install -d -o cordon -g cordon /var/lib/cordon
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
