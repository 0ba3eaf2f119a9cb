# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=bash
#
# In the chroot and the namespaces: a network of loopback alone, the servers, and
# then each scene, recorded.
#
# usage: inside.sh NAMESPACE [SCENE...], NAMESPACE being the one we came from
set -eu
# shellcheck source=/dev/null
. /test/scenes.sh

die() {
	echo "inside: $*"
	tail -n 5 /run/*.log || :
	exit 1
}

# Nothing that is sent here can get anywhere: no device but lo, and no route
# that leads to any other.
prove_alone() {
	[ "$(readlink /proc/self/ns/net)" != "$1" ] || die "this is the machine's own network"
	[ "$(ip -o link | cut -d : -f 2)" = ' lo' ] || die "there is a device beside lo"
	! { ip route show table all; ip -6 route show table all; } | grep -v ' dev lo ' ||
		die "a route leads out"
	! ip route get 198.41.0.4 2>/dev/null || die "the internet can be reached"
	! ip -6 route get 2001:503:ba3e::2:30 2>/dev/null || die "the internet can be reached"
}

set_up_network() {
	ip link set lo up multicast on
	ip address add 10.20.0.2/32 dev lo
	ip -6 address add fd00:20::2/128 dev lo nodad
	# All of these are us; who asks does so from the addresses above.
	ip route add local 10.20.0.0/24 dev lo src 10.20.0.2
	ip route add local 192.0.2.0/24 dev lo src 10.20.0.2
	ip -6 route add local fd00:20::/64 dev lo src fd00:20::2
	ip -6 route add local 2001:db8::/32 dev lo src fd00:20::2
	ip route add 224.0.0.0/4 dev lo src 10.20.0.2
	echo 1 >/proc/sys/net/ipv6/ip_nonlocal_bind
	echo 'nameserver 10.20.0.53' >/etc/resolv.conf
	set_mtu 1500
}

# Packets as a wire would carry them, and not as the kernel would rather.
set_mtu() {
	ip link set lo mtu "$1"
	ethtool -K lo tso off gso off gro off tx-udp-segmentation off >/dev/null 2>&1 ||
		ethtool -K lo tso off gso off gro off
}

# A certificate of our own for every name; its key's hash is what the browser
# is told to believe.
set_up_keys() {
	openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 30 \
		-subj '/CN=cordon.example' -addext 'subjectAltName=DNS:cordon.example,DNS:*.example' \
		-keyout /run/key.pem -out /run/cert.pem 2>/dev/null
	# shellcheck disable=SC2034 # the scenes' browser
	spki=$(openssl x509 -in /run/cert.pem -noout -pubkey | openssl pkey -pubin -outform der |
		openssl dgst -sha256 -binary | openssl base64)
}

# wait_for ADDRESS PORT: until something listens.
wait_for() {
	local i
	for ((i = 0; i < 100; i++)); do
		if (: <"/dev/tcp/$1/$2") 2>/dev/null; then
			return 0
		fi
		sleep 0.1
	done
	die "nothing listens on $1 port $2"
}

set_up_servers() {
	mkdir -p /run/caddy
	unbound -c /test/world/unbound.conf &
	HOME=/run/caddy caddy run --config /test/world/Caddyfile --adapter caddyfile 2>/run/caddy.log &
	tinyproxy -d -c /test/world/tinyproxy.conf >/dev/null 2>&1 &
	microsocks -i 10.20.0.80 -p 1080 2>/dev/null &
	python3 /test/socks4_server.py 10.20.0.84 1080 &
	wait_for 10.20.0.53 53
	wait_for 10.20.0.53 8443
	wait_for 192.0.2.1 443
	wait_for 10.20.0.80 3128
	wait_for 10.20.0.80 1080
	wait_for 10.20.0.84 1080
}

# record SCENE: runs it, and keeps what lo carried, twice: as Ethernet, and as
# seen by the device that stands for all. tcpdump would want to become another
# user, which root of a user namespace cannot.
record() {
	local scene=$1 pids=() how=(-q -P -s 9000 -B 32)
	echo "== $scene"
	: >/run/dumpcap.1
	: >/run/dumpcap.2
	dumpcap -i lo "${how[@]}" -w "/recording/$scene.pcap" 2>/run/dumpcap.1 &
	pids+=($!)
	dumpcap -i any -y LINUX_SLL2 "${how[@]}" -w "/recording/$scene-any.pcap" 2>/run/dumpcap.2 &
	pids+=($!)
	until grep -q '^File: ' /run/dumpcap.1 && grep -q '^File: ' /run/dumpcap.2; do
		kill -0 "${pids[@]}" || die "$(cat /run/dumpcap.?)"
		sleep 0.05
	done
	"scene_$scene"
	# The kernel hands out the last packets after a quarter of a second.
	sleep 0.7
	kill -INT "${pids[@]}"
	wait "${pids[@]}" || die "dumpcap failed"
	[ "$(cat /run/dumpcap.? | grep -c 'Packets received/dropped on interface .*: [0-9]*/0 ')" = 2 ] ||
		die "packets were missed: $(cat /run/dumpcap.?)"
	prove_alone "$namespace"
}

namespace=$1
shift
[ $# != 0 ] || all=yes
set_up_network
prove_alone "$namespace"
set_up_keys
set_up_servers
for scene in "${@:-${SCENES[@]}}"; do
	record "$scene"
done
[ -z "${all:-}" ] || python3 /test/wrap.py /recording
echo "only lo" >/recording/.alone
