# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=bash
#
# For the scenes in in-guest: a phone that was just started, and what it does.
# Needs tap.sh.

nodes=/sys/kernel/cordon
pins=/sys/fs/bpf/cordon
state=/var/lib/cordon
log=/var/log/cordond.log
device_policy=/etc/cordon/policy.cordon
LIMIT=90

# wait_for COMMAND...: until it succeeds. cordond tries again every minute.
wait_for() {
	local tries=$((LIMIT * 5))
	while ! "$@" >/dev/null 2>&1; do
		[ $((tries--)) -gt 0 ] || return 1
		sleep 0.2
	done
}

not() {
	! "$@"
}

node() {
	cat "$nodes/$1"
}

node_is() {
	[ "$(node "$1" | xargs)" = "$2" ]
}

alive() {
	pgrep -x cordond
}

# cordond hears a group of netlink's protocol 9, audit.
joined() {
	awk -v pid="$(alive)" '$2 == 9 && $3 == pid && $4 != "00000000"' /proc/net/netlink | grep .
}

said() {
	grep -F -- "$1" $log
}

# said_once TEXT: said, and not again and again.
said_once() {
	is "$(grep -cF -- "$1" $log)" 1
}

# Neither warnings nor errors.
said_nothing_bad() {
	if grep -E '^<[0-4]>' $log; then
		return 1
	fi
}

# reach ADDRESS: a TCP connection of the officer's; 13 is EACCES.
reach() {
	as officer python3 -c 'import socket, sys
s = socket.socket()
s.settimeout(60)
sys.exit(s.connect_ex((sys.argv[1], 443)))' "$1"
}

app() {
	as officer bash -c 'telegram-desktop --version'
}

# The phone is closed, and of use.
protected() {
	is "$(node mode)" enforce && ends 13 reach 157.240.9.35 && ends 126 app && ends 0 reach 151.101.0.81
}

open_phone() {
	is "$(node mode)" inactive && ends 0 reach 157.240.9.35
}

resolv() {
	printf 'nameserver %s\n' "$@" >/etc/resolv.conf.new
	mv /etc/resolv.conf.new /etc/resolv.conf
}

# told ADDRESS...: the kernel knows these resolvers and no others.
told() {
	wait_for node_is resolvers "$*"
}

# drop OBJECT: as an administrator leaves one in the inbox.
drop() {
	cp "objects/$1.cordon" "$state/inbox/.$1"
	chown cordon: "$state/inbox/.$1"
	mv "$state/inbox/.$1" "$state/inbox/$1.cordon"
}

in_force() {
	wait_for node_is policy/version "$1"
}

kept() {
	wait_for test -e "$state/accepted/$1.cordon"
}

directories() {
	install -d -o cordon -g cordon "$state"/{inbox,accepted,refused}
}

stop_cordond() {
	local pid
	pid=$(alive) || return 0
	kill "$pid"
	wait_for not alive
}

unload() {
	[ -d $nodes ] || return 0
	rm -rf $pins
	wait_for rmmod cordon
}

# A phone that was just started: nothing attached, nothing in force, no state.
fresh() {
	stop_cordond && unload || return 1
	umount -q "$state" /etc/resolv.conf
	rm -rf "$state" /etc/resolv.conf
	install -d -o cordon -g cordon "$state"
	resolv 10.20.0.53 fd00:20::53
	cp saved/policy.cordon $device_policy
	cp -p saved/passwd /etc/passwd
	sysctl -q -w fs.inotify.max_user_instances=128 fs.inotify.max_user_watches=8192
	: >$log
	insmod /opt/cordon/cordon.ko
}

# What scenes change, to be put back.
save() {
	mkdir saved && cp -p $device_policy /etc/passwd saved/
}
