# SPDX-License-Identifier: GPL-2.0-or-later
#
# Captures for scripts, made by hand: everything is hex until it is written, and
# packets grow from the inside out. Sourced by *_test.sh.
# shellcheck shell=bash

hex8() { printf %02x "$1"; }
hex16() { printf %04x "$1"; }
hex32() { printf %08x "$1"; }
little32() { printf '%02x%02x%02x%02x' $(($1 & 255)) $(($1 >> 8 & 255)) $(($1 >> 16 & 255)) $(($1 >> 24 & 255)); }
hex_text() { printf %s "$1" | od -An -v -tx1 | tr -d ' \n'; }
# shellcheck disable=SC2086 # words are numbers
hex_ip() { local IFS=.; set -- $1; printf %02x%02x%02x%02x "$@"; }
# HEX: how many bytes it is.
size() { echo $((${#1} / 2)); }
# shellcheck disable=SC2001,SC2059 # the format is the bytes
write() { printf "$(sed 's/../\\x&/g' <<< "$1")"; }

# SOURCE DESTINATION PROTOCOL PAYLOAD
ip() { echo "4500$(hex16 $(($(size "$4") + 20)))0000000040$(hex8 "$3")0000$(hex_ip "$1")$(hex_ip "$2")$4"; }
# SOURCE PORT DESTINATION PORT PAYLOAD
udp() { ip "$1" "$3" 17 "$(hex16 "$2")$(hex16 "$4")$(hex16 $(($(size "$5") + 8)))0000$5"; }
# SOURCE PORT DESTINATION PORT SEQUENCE FLAGS PAYLOAD
tcp() { ip "$1" "$3" 6 "$(hex16 "$2")$(hex16 "$4")$(hex32 "$5")0000000050${6}ffff00000000$7"; }

# NAME: labels, and the root's.
dns_name()
{
	local label IFS=.
	for label in $1; do
		printf '%02x%s' "${#label}" "$(hex_text "$label")"
	done
	echo 00
}
# NAME [TYPE]: of type A unless said otherwise.
question() { echo "123401000001000000000000$(dns_name "$1")$(hex16 "${2:-1}")0001"; }
# NAME ADDRESS
answer() { echo "123481800001000100000000$(dns_name "$1")00010001c00c000100010000003c0004$(hex_ip "$2")"; }

# HEX: with its length before it, in so many bytes.
sized8() { echo "$(hex8 "$(size "$1")")$1"; }
sized16() { echo "$(hex16 "$(size "$1")")$1"; }
# NAME: a ClientHello in its record; one without SNI if there is no name.
hello()
{
	local extensions=00170000 random
	random=$(printf '%064d' 0)
	[ -z "$1" ] || extensions="0000$(sized16 "$(sized16 "00$(sized16 "$(hex_text "$1")")")")$extensions"
	set -- "0303${random}00$(sized16 1301)$(sized8 00)$(sized16 "$extensions")"
	echo "160301$(sized16 "0100$(sized16 "$1")")"
}

# PACKET...: a pcap file of raw IP packets to the standard output. PACKET:LENGTH
# is one of which the capture kept no more. Seconds pass from packet to packet.
pcap()
{
	write "d4c3b2a10200040000000000000000000000040065000000"
	pcap_packets "$@"
}
pcap_packets()
{
	local one packet kept second=1700000000
	for one; do
		packet=${one%:*} kept=${one##*:}
		[ "$kept" != "$one" ] || kept=$(size "$packet")
		write "$(little32 "$second")00000000$(little32 "$kept")$(little32 "$(size "$packet")")${packet:0:$((kept * 2))}"
		second=$((second + 1))
	done
}
# PACKET...: a pcapng file of them to the standard output.
pcapng()
{
	local packet padded length
	write "0a0d0d0a1c0000004d3c2b1a01000000ffffffffffffffff1c000000"
	write "01000000140000006500000000000000""14000000"
	for packet; do
		padded=$packet
		while [ $((${#padded} % 8)) -ne 0 ]; do padded+=00; done
		length=$(little32 $(($(size "$padded") + 32)))
		write "06000000${length}000000000000000000000000$(little32 "$(size "$packet")")$(little32 "$(size "$packet")")$padded$length"
	done
}
