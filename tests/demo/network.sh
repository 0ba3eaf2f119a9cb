# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=bash
# shellcheck disable=SC2034,SC2154 # the stage sets and reads them
#
# Scenes of the network. Sourced by story.sh.

# expect_connect_refused SERVICE ADDRESS REASON
expect_connect_refused() {
	expect_refused ".operation == \"connect\" and .proto == \"tcp\" and .port == 443 and
		.service == \"$1\" and .dest == \"$2\" and .reason == \"$3\""
	case $out in
	*"You have reached"*) problem "the page came" ;;
	esac
}

facebook() {
	surf https://www.facebook.com/
	expect_connect_refused facebook 157.240.9.35 learned
}

# Instagram lives in Facebook's ranges; the name says which of them it is.
instagram() {
	surf https://www.instagram.com/
	expect_connect_refused instagram 157.240.9.174 learned
}

tiktok() {
	surf https://www.tiktok.com/
	expect_connect_refused tiktok 71.18.1.10 learned
}

# An address that no name server was asked for.
digits() {
	surf https://157.240.9.77/
	expect_connect_refused facebook 157.240.9.77 prefix
}

# Nothing is known of the address until the name server has told.
learned_address() {
	surf https://81.130.64.12/
	expect_page 81.130.64.12
	begin
	surf https://scontent.flhr4-3.fna.fbcdn.net/
	expect_connect_refused facebook 81.130.64.12 learned
	why+=$'\n'"(before anybody asked for that name, the same address was served)"
}

datagram() {
	act officer bash -c 'echo hello | socat -u - UDP4-DATAGRAM:157.240.9.77:443'
	expect_refused '.operation == "sendmsg" and .service == "facebook" and
		.dest == "157.240.9.77" and .port == 443 and .proto == "udp"'
	local refused=$why
	begin
	act officer bash -c 'echo hello | socat -u - UDP4-DATAGRAM:198.51.100.10:443'
	expect_passed
	why="$refused"$'\n'"(the same to 198.51.100.10, which no rule names, is sent)"
}

# served HOST
served() {
	surf "https://$1/"
	expect_page "$1"
}

bbc() { served www.bbc.co.uk; }
tfl() { served tfl.gov.uk; }
openstreetmap() { served tile.openstreetmap.org; }
google_maps() { served maps.google.com; }
notfacebook() { served notfacebook.com; }

youtube() {
	served www.youtube.com
	local page=$why
	recorded '.record == "AUDIT" and .operation == "connect" and .service == "youtube"' ||
		problem "it was not recorded"
	why+=$'\n'$page
}

question() {
	act officer dig +tries=1 +timeout=5 +short "$@" www.bbc.co.uk A
}

other_resolver() {
	question @8.8.8.8
	expect_refused '.dest == "8.8.8.8" and .port == 53 and .proto == "udp" and .reason == "other-resolver"'
}

dns_over_tcp() {
	question +tcp
	expect_refused '.dest == "10.20.0.53" and .port == 53 and .proto == "tcp" and .reason == "dns-over-tcp"'
}

own_resolver() {
	question
	expect_passed
	[ "$out" = 151.101.0.81 ] || problem "the answer is not 151.101.0.81"
	why="10.20.0.53 says: $out"
}

explain_refusal() {
	act cordonctl explain --connect 157.240.9.77:443
	[ "$status" = 3 ] || problem "the exit status is $status and not 3, denied"
	case $out in
	*facebook*'prefix 157.240.0.0/17'*) ;;
	*) problem "it does not name facebook and its range 157.240.0.0/17" ;;
	esac
	why=$out
}

# tell_and_try VERDICT NAME: what explain says of a name that nobody has asked for,
# and then what its page meets. Connections that are inspected go through today.
tell_and_try() {
	local told
	begin
	told=$(cordonctl explain --json --name "$2" | jq -r .verdict)
	[ "$told" = "$1" ] || problem "explain says $told of $2, and not $1"
	surf "https://$2/"
	case $1 in
	deny) expect_refused '.operation == "connect" and .port == 443' ;;
	*) expect_page "$2" ;;
	esac
	! recorded '.comm == "cordonctl"' || problem "explain itself left a record: $why"
	[ "$1" != inspect ] || recorded '.record == "INSPECT" and .operation == "connect"' ||
		problem "the connection to $2 was not recorded as inspected"
	tried+=$'\n'"$1: $2"
}

# Eight banned names, and a harmless alias of one; then three that share an address,
# a range or nothing at all with them.
names_told_and_tried() {
	local name tried=
	for name in www.facebook.com www.tiktok.com web.telegram.org bsky.app \
		social.harmless.example; do
		tell_and_try deny "$name"
	done
	for name in www.reddit.com www.pinterest.com www.twitch.tv discord.com; do
		tell_and_try inspect "$name"
	done
	for name in museum.example www.bbc.co.uk notfacebook.com; do
		tell_and_try allow "$name"
	done
	why="told and tried alike:$tried"
}
