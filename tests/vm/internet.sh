#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
#
# The guest's own internet, in a network namespace of that name: every address
# of IPv4 and IPv6 is one of its own and answers there. Name servers at
# 10.20.0.53 and fd00:20::53 (the handset's resolvers) and at a few public
# resolvers' addresses; a web server on ports 80 and 443 of every address.
# Runs once, at boot, from init.
set -eu -o pipefail

if [ ! -e /etc/cordon-guest ] || ! grep -qw cordon.guest /proc/cmdline; then
	echo "internet.sh: this is not the guest" >&2
	exit 1
fi

# lines: those of standard input that this kernel can do: one built without
# IPv6 lives with IPv4.
lines() {
	if [ -d /proc/sys/net/ipv6 ]; then
		cat
	else
		grep -v '::'
	fi
}

mkdir -p /run/internet /var/log/nginx
ip netns add internet

# Fixed link addresses and permanent neighbours: nothing is asked on the wire.
lines <<'EOF' | ip -batch -
link set lo up
link add net0 address 02:00:00:00:00:02 type veth peer name isp0 address 02:00:00:00:00:01 netns internet
addr add 10.20.1.2/24 dev net0
addr add fd00:20:1::2/64 dev net0 nodad
link set net0 up
neigh replace 10.20.1.1 lladdr 02:00:00:00:00:01 dev net0 nud permanent
neigh replace fd00:20:1::1 lladdr 02:00:00:00:00:01 dev net0 nud permanent
EOF
# The handset's own network goes back to it; all else is local. The local table
# is asked first, so the way back has to stand in it.
lines <<'EOF' | ip -n internet -batch -
link set lo up
addr add 10.20.1.1/32 dev isp0
addr add fd00:20:1::1/128 dev isp0 nodad
addr add 10.20.0.53/32 dev lo
addr add fd00:20::53/128 dev lo nodad
addr add 8.8.8.8/32 dev lo
addr add 2001:4860:4860::8888/128 dev lo nodad
addr add 1.1.1.1/32 dev lo
link set isp0 up
route add local 0.0.0.0/0 dev lo
route add local ::/0 dev lo
route add 10.20.1.0/24 dev isp0 table local
route add fd00:20:1::/64 dev isp0 table local
route add fe80::/64 dev isp0 table local
neigh replace 10.20.1.2 lladdr 02:00:00:00:00:02 dev isp0 nud permanent
neigh replace fd00:20:1::2 lladdr 02:00:00:00:00:02 dev isp0 nud permanent
EOF
lines <<'EOF' | ip -batch -
route add default via 10.20.1.1 dev net0
route add default via fd00:20:1::1 dev net0
EOF

lines >/run/internet/nginx.conf <<'EOF'
user www-data;
worker_processes 1;
pid /run/internet/nginx.pid;
error_log /var/log/nginx/error.log;
events { worker_connections 256; }
http {
	access_log /var/log/nginx/access.log;
	default_type text/plain;
	client_body_temp_path /run/internet/body;
	proxy_temp_path /run/internet/proxy;
	fastcgi_temp_path /run/internet/fastcgi;
	uwsgi_temp_path /run/internet/uwsgi;
	scgi_temp_path /run/internet/scgi;
	server {
		listen 80 default_server;
		listen [::]:80 default_server;
		listen 443 ssl default_server;
		listen [::]:443 ssl default_server;
		ssl_certificate /etc/internet/tls/server.crt;
		ssl_certificate_key /etc/internet/tls/server.key;
		location / {
			return 200 "You have reached $host at $server_addr by $scheme.\n";
		}
	}
}
EOF

# dns_server NAME ADDRESS...: each returns when its sockets are bound.
dns_server() {
	local name=$1 addresses
	shift
	mapfile -t addresses < <(printf -- '--listen-address=%s\n' "$@" | lines)
	ip netns exec internet dnsmasq --conf-file=/etc/internet/names.conf \
		--user=dnsmasq --pid-file="/run/internet/dns-$name.pid" \
		--no-hosts --no-resolv --bind-interfaces --except-interface=lo \
		--local='/#/' --local-ttl=300 --log-queries \
		--log-facility="/var/log/dns-$name.log" "${addresses[@]}"
}

ip netns exec internet nginx -q -c /run/internet/nginx.conf &
nginx=$!
dns_server resolver 10.20.0.53 fd00:20::53
dns_server other 8.8.8.8 2001:4860:4860::8888 1.1.1.1
wait "$nginx"
