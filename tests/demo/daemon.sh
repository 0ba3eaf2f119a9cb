# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=bash
# shellcheck disable=SC2034,SC2154 # the stage sets and reads them
#
# Scenes of the daemon's death and return. Sourced by story.sh.

pins=/sys/fs/bpf/cordon

# What keeps the kernel asking Cordon: the backend that is built in needs nothing.
backend=$(cat /sys/kernel/cordon/backend)

# attached: the pinned links; another link at the same name is another inode.
attached() {
	[ "$backend" = lsm ] || stat -c '%n %i' $pins/*
}

no_daemon() {
	! pgrep -x cordond >/dev/null
}

facebook_without_daemon() {
	links=$(attached)
	kill -9 "$(pgrep -x cordond)"
	wait_for no_daemon || problem "cordond does not die"
	facebook
	no_daemon || problem "cordond is alive"
	if [ "$backend" = lsm ]; then
		why+=$'\nCordon is part of the kernel and goes on by itself'
	else
		why+=$'\n'"$(wc -l <<<"$links") programs stay attached to the kernel's hooks, pinned in $pins"
	fi
}

daemon_back() {
	local before
	before=$(in_force)
	act start-cordond
	[ "$status" = 0 ] || problem "cordond does not start: $(tail -n 3 /var/log/cordond.log)"
	! no_daemon || problem "cordond is not alive"
	[ "$(attached)" = "$links" ] || problem "other programs are attached now"
	[ "$(in_force)" = "$before" ] || problem "another policy is in force: $(in_force)"
	act cordonctl status --json
	jq -e '.mode == "enforce" and .probe.result == "refused"' <<<"$out" >/dev/null ||
		problem "the policy is not enforced"
	why="$([ "$backend" = lsm ] || echo "the same $(wc -l <<<"$links") programs are attached, and ")$(jq -r '"\(.policy.name) version \(.policy.version)"' <<<"$out") was in force all the time"
}
