#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
#
# In the guest, as root: measures exec and connect once, on a kernel that says
# what is in it. The file boot-phase names the phase, and what it is to have:
# cordon, apparmor, lsm (the framework alone) or none. Prints what report.c reads.
set -eu

# shellcheck source=tests/bench/guest/guest_lib.sh
. ./guest_lib.sh

active=/sys/kernel/security/lsm

# What the kernel has must be what the phase is called after.
expect_kernel() {
	local modules=none
	[ ! -e $active ] || modules=$(cat $active)
	echo "modules $phase $modules"
	case $has:$modules in
	cordon:capability,cordon|apparmor:capability,apparmor|lsm:capability|none:none) ;;
	*) fail "phase $phase is to have $has; active is $modules" ;;
	esac
	[ "$has" = cordon ] || [ ! -e "$nodes" ] || fail "Cordon is in this kernel"
}

# One profile, for the program that is measured and for what it starts. Debian's
# parser would look for the features of Debian's kernel; this one's are asked for.
load_profile() {
	local said features=/sys/kernel/security/apparmor/features
	: >parser.conf
	apparmor_parser --config-file=parser.conf --policy-features "$features" \
		--skip-cache --replace guest_bench.apparmor
	said=$(./guest_bench confinement)
	[ "$said" = "cordon-bench (enforce)" ] || fail "the profile is not in force: $said"
}

# As on a handset: the daemon runs, the policy is in force.
start_cordon() {
	start-cordond
	[ "$(cat "$nodes"/backend)" = lsm ] || fail "the backend is $(cat "$nodes"/backend)"
	[ "$(cat "$nodes"/mode)" = enforce ] || fail "no policy is in force"
}

# kB of memory that the kernel took for itself, to the page.
kernel_kilobytes() {
	cat /proc/sys/vm/stat_refresh
	awk '/^(SUnreclaim|VmallocUsed):/ { sum += $2 } END { print sum }' /proc/meminfo
}

# What a policy takes: a small one and met-handset in turn, each loaded twice.
measure_memory() {
	local small big version
	for version in 2 4 6; do
		cordonctl load small-$version.cordon >/dev/null
		small=$(kernel_kilobytes)
		cordonctl load policy-$((version + 1)).cordon >/dev/null
		big=$(kernel_kilobytes)
		echo "memory policy $(((big - small) * 1024))"
	done
}

read -r phase has <boot-phase
prepare
expect_kernel
# Caches fill; every part was there once.
./guest_bench warm-up 2 >/dev/null
case $has in
cordon) start_cordon ;;
apparmor) load_profile ;;
esac
./guest_bench warm-up 1 >/dev/null
if [ "$has" = cordon ]; then
	measure_with "$phase"
	measure_memory
else
	measure_without "$phase"
fi
echo end
