#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
#
# The demo, inside the guest, as root: plays the scenes in order. Each scene is
# a function that acts, mostly as the officer, and says what it expects; the
# verdict and the reason are read from Cordon's own records. tests/demo/run
# makes the objects it uses and starts it.
set -u

if [ ! -e /etc/cordon-guest ] || ! grep -qw cordon.guest /proc/cmdline; then
	echo "story.sh: this is not the guest: run make demo" >&2
	exit 1
fi

here=$(cd -- "${BASH_SOURCE[0]%/*}" && pwd)
for part in stage programs network policy daemon; do
	# shellcheck source=/dev/null
	. "$here/$part.sh"
done

open_stage

chapter "The phone" \
	"A police force bans social media on its officers' phones. This phone runs a stock" \
	"Linux $(uname -r), Cordon and the force's policy. It has an internet of" \
	"its own, with the services' real names and addresses, name servers and TLS servers."
play in-force  "cordonctl status: is the policy really enforced?" status_enforcing

chapter "Programs" \
	"A program that the policy names does not start. What counts is the file, wherever it" \
	"is seen from: links and mounts change nothing."
play refused   "telegram-desktop, as Debian ships it" telegram_by_name
play refused   "the same through a symbolic link named calculator" telegram_by_symlink
play refused   "the same through a bind mount at /opt/calculator" telegram_by_bind_mount
play starts    "a program that no rule names: xxd" ordinary_program
play starts    "the same telegram-desktop as a file named notes: a path rule names a file" telegram_renamed
play refused   "... but its servers stay out of reach: 149.154.167.99" telegram_server

chapter "The web" \
	"An address is refused when it lies in a refused service's own ranges, or when the" \
	"phone's name server said that it is a refused name's. All else is left alone."
play refused   "https://www.facebook.com/" facebook
play refused   "https://www.instagram.com/" instagram
play refused   "https://www.tiktok.com/" tiktok
play refused   "https://157.240.9.77/, an address of Facebook's, typed as digits" digits
play refused   "a Facebook cache at an internet provider's, outside every listed range" learned_address
play refused   "a datagram to Facebook's UDP port 443, as QUIC would send" datagram
play served    "https://www.bbc.co.uk/" bbc
play served    "https://tfl.gov.uk/" tfl
play served    "https://tile.openstreetmap.org/" openstreetmap
play served    "https://maps.google.com/" google_maps
play served    "https://notfacebook.com/, which is somebody else's" notfacebook
play recorded  "https://www.youtube.com/, let through and recorded" youtube

chapter "Ways round" \
	"Only the phone's own name servers are asked, over UDP, where Cordon reads the answers."
play refused   "dig @8.8.8.8: a name server of one's own choice" other_resolver
play refused   "dig +tcp: a question over TCP" dns_over_tcp
play answered  "dig: the same question to the phone's own name server" own_resolver

chapter "Explained" \
	"What a policy decides, and why, is one command away. A banned name whose address" \
	"others share goes through today, and is recorded: the name in the connection is not" \
	"read yet."
play explained "cordonctl explain --connect 157.240.9.77:443" explain_refusal
play explained "cordonctl explain --name: eight banned names and four others, told and tried" names_told_and_tried

chapter "The policy" \
	"A policy counts when the force has signed it and it is no older than the one in force." \
	"Somebody wants Facebook: policy 3 would let it through. What they try is refused, and" \
	"the good policy stays in force."
play refused   "the officer loads a policy, even a well-signed one" load_as_officer
play refused   "policy 3 with one byte changed, put into cordond's inbox" load_tampered
play refused   "policy 3 cut short" load_truncated
play refused   "policy 3 without a signature" load_unsigned
play refused   "policy 3 signed with a key of somebody's own" load_stranger
play accepted  "policy 2, signed by the force, put into cordond's inbox" load_newer
play starts    "telegram-desktop: policy 2 tries it out, let through and recorded" telegram_let_through
play refused   "policy 1 again: signed, but older than the one in force" load_older

chapter "The daemon" \
	"cordond brings policies in and watches. It decides nothing: the kernel does."
play refused   "cordond is killed with kill -9; https://www.facebook.com/" facebook_without_daemon
play served    "... and https://www.bbc.co.uk/" bbc
play in-force  "cordond is back: nothing was lost" daemon_back
play refused   "https://www.facebook.com/" facebook

close_stage
