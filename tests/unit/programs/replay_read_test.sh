#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
#
# What cordonc replay says of DNS messages, which is what a handset says of them,
# and how it counts what it could not read. Prints TAP. $CORDONC is the program; the
# directory is the top of the tree. Steps of a check are single-quoted because
# `all` evaluates them when their turn comes.
# shellcheck disable=SC2016
set -eu

cordonc=$(realpath "${CORDONC:-build/bin/cordonc}")
top=$PWD
called=("$cordonc" replay)
. tests/unit/programs/capture.sh
. tests/unit/programs/called.sh

# FILTER: holds of the array of all lines; each of them is an object.
json_lines() { jq -se "all(.[]; type == \"object\") and ($1)" out || { cat out; return 1; }; }
# WORD COUNT: of flows that have it, or of packets.
counted() { json_lines ".[-1].summary | (.unseen_flows[\"$1\"] // .unread_packets[\"$1\"]) == $2"; }
# FLOWS PACKETS: that could not be read.
unreadable() { json_lines ".[] | select(.summary) | .summary.unreadable == {flows: $1, packets: $2}"; }
quiet() { [ ! -s err ] || { cat err; return 1; }; }

# DIRECTORY [NETWORK]
make_policy()
{
	mkdir -p "$1/services"
	cat > "$1/p.ini" <<- END
	[policy]
	name = sample
	version = 7
	mode = enforce
	services = services/*.list

	[network]
	${2:-dns = learn}
	END
	printf 'domain alpha.example\n' > "$1/services/alpha.list"
}

cd "$work"
make_policy p
make_policy refuse 'dns = refuse'
make_policy open $'other-resolvers = allow\nresolvers = 10.20.0.53'
me=10.0.0.5
dns=10.20.0.53
web=203.0.114.7
alpha=$(dns_name www.alpha.example)
news=$(dns_name news.example)

# FLAGS QUESTIONS ANSWERS AUTHORITY ADDITIONAL REST: a message, flags and counts as numbers.
message() { echo "1234$(hex16 "$1")$(hex16 "$2")$(hex16 "$3")$(hex16 "$4")$(hex16 "$5")$6"; }
# NAME TYPE CLASS
asks() { echo "$1$(hex16 "$2")$(hex16 "$3")"; }
# MESSAGE...: a datagram each from its own port to the name server.
to_dns()
{
	local one port=5000
	packets=()
	for one; do
		packets+=("$(udp $me $port $dns 53 "$one")")
		port=$((port + 1))
	done
	pcap "${packets[@]}" > dns.pcap
}
# POLICY STATUS WORD...: of each message, in order: verdict and reason.
is_said()
{
	local policy=$1 status=$2
	shift 2
	exits "$status" --json "$policy/p.ini" dns.pcap || return 1
	json_lines "[.[:-1][] | select(.layer == \"dns\") | .verdict + \" \" + .reason] == $(jq -nc '$ARGS.positional' --args "$@")"
}

# What a handset says of a message: the twin of each is a plain question.
opt=0000290200000000000000
to_dns "$(message 0x0100 1 0 0 0 "$(asks "$alpha" 1 1)")" "$(message 0 1 0 0 0 "$(asks "$alpha" 28 1)")" \
	"$(message 0x0100 1 0 0 1 "$(asks "$alpha" 1 1)$opt")" "$(message 0x0370 1 0 0 0 "$(asks "$alpha" 1 1)")" \
	"$(message 0x0100 1 0 0 0 "$(asks "$alpha" 1 255)")" "$(message 0x0100 1 0 0 0 "$(asks "$alpha" 1 1)ffffffff")"
check "plain questions go out" is_said p 0 "allow name" "allow name" "allow name" "allow name" "allow name" "allow name"
check "dns = refuse refuses each of them" is_said refuse 3 "deny name" "deny name" "deny name" "deny name" "deny name" "deny name"
to_dns "$(message 0x0100 1 0 0 0 "$(asks "$alpha" 65 1)")" "$(message 0x0100 1 0 0 0 "$(asks "$alpha" 16 1)")" \
	"$(message 0x0100 1 0 0 0 "$(asks "$alpha" 255 1)")" "$(message 0x0100 1 0 0 0 "$(asks "$alpha" 1 3)")" \
	"$(message 0x0100 1 0 0 0 "$(asks "$alpha" 1 4)")" "$(message 0x0100 1 0 0 0 "$(asks "$alpha" 1 254)")" \
	"$(message 0x0100 1 0 0 0 "$(asks "$alpha" 1 32769)")" "$(message 0x0100 1 0 0 0 "$(asks "$news" 65 1)")"
check "types and classes that cannot be learned from" \
	is_said p 3 "deny name" "deny name" "deny name" "deny name" "deny name" "deny name" "deny name" "allow none"
# Two questions, none, a response, IQUERY, STATUS, NOTIFY, UPDATE, DSO, answers, IXFR.
to_dns "$(message 0x0100 2 0 0 0 "$(asks "$news" 1 1)$(asks "$alpha" 1 1)")" "$(message 0x0100 0 0 0 0 "$(asks "$alpha" 1 1)")" \
	"$(message 0x8180 1 0 0 0 "$(asks "$news" 1 1)")" "$(message 0x0900 1 0 0 0 "$(asks "$news" 1 1)")" \
	"$(message 0x1100 1 0 0 0 "$(asks "$news" 1 1)")" "$(message 0x2400 1 0 0 0 "$(asks "$news" 6 1)")" \
	"$(message 0x2800 1 0 0 0 "$(asks "$news" 6 1)")" "$(message 0x3000 0 0 0 0 "")" \
	"$(message 0x0100 1 1 0 0 "$(asks "$news" 1 1)c00c00010001000000000004cb007207")" \
	"$(message 0x0100 1 0 1 0 "$(asks "$news" 251 1)c00c00060001000000000016000000000001000000010000000100000001""00000001")"
bad="deny dns-malformed"
check "what is no plain question is malformed, whatever it names" is_said p 3 "$bad" "$bad" "$bad" "$bad" "$bad" "$bad" "$bad" "$bad" "$bad" "$bad" "$bad"
check "and names no service" json_lines '[.[:-1][] | select(has("service") or has("rule"))] == []'
check "all the names that it asks for have their line, and so has none" \
	json_lines '[.[:-1][].name] | .[:3] == ["news.example", "www.alpha.example", ""] and length == 11'
check "it was read all the same" unreadable 0 0
check "in text a name that is not there is a dash" all 'exits 3 p/p.ini dns.pcap' \
	'sed "s/  */ /g" out | grep -qxF "deny dns - - $me:5001 > $dns:53/udp dns-malformed"' 'prints "names seen: 9 dns"'
# Names: compressed forwards, to itself, into the header; over 63 bytes; a reserved label; cut off.
to_dns "$(message 0x0100 1 0 0 0 "03777777c01600010001${alpha}")" "$(message 0x0100 1 0 0 0 "c00c00010001")" \
	"$(message 0x0100 1 0 0 0 "c00400010001")" "$(message 0x0100 1 0 0 0 "4161626300""00010001")" \
	"$(message 0x0100 1 0 0 0 "88777777770000010001")" "$(message 0x0100 1 0 0 0 "0377777708616c70")" "12340100"
check "nor is what cannot be read" is_said p 3 "$bad" "$bad" "$bad" "$bad" "$bad" "$bad" "$bad"
check "that is counted" all 'counted malformed 7' 'unreadable 7 0'
check "without a policy on DNS nothing of it is read" all \
	'pcap "$(udp $me 5000 10.20.0.54 53 "$(message 0x0100 2 0 0 0 "$(asks "$news" 1 1)$(asks "$alpha" 1 1)")")" > dns.pcap' \
	'is_said open 0 "allow none" "allow name"' 'is_said p 3 "$bad" "$bad"'
whole=$(udp $me 5000 $dns 53 "$(message 0x0100 1 0 0 1 "$(asks "$alpha" 65 1)$opt")")
pcap "$whole:$(($(size "$whole") - 11))" > dns.pcap
check "cut off behind the question: the question tells" all 'is_said p 3 "deny name"' 'counted cut 1'
pcap "$whole:$(($(size "$whole") - 13))" > dns.pcap
check "cut off inside of it: nothing can be told" all 'is_said p 0' 'counted cut 1' 'counted lost 1'

# Who is no resolver
pcap "$(udp $me 5353 224.0.0.251 5353 "$(question www.alpha.example 65)")" "$(udp $me 5000 224.0.0.252 5355 "$(question www.alpha.example 16)")" \
	"$(udp $me 5001 $dns 5355 "$(message 0x0100 2 0 0 0 "$(asks "$alpha" 1 1)$(asks "$alpha" 28 1)")")" > dns.pcap
check "mDNS and LLMNR ask no resolver" all 'is_said p 0 "allow name" "allow name" "allow name" "allow name"' 'json_lines ".[0].service == \"alpha\""'
# TEXT PORT: a stream to the name server.
stream() { echo "$(tcp $me "$2" $dns "$3" 1000 02 "")" "$(tcp $me "$2" $dns "$3" 1001 10 "$1")"; }
two="$(sized16 "$(question news.example 16)")$(sized16 "$(question www.alpha.example 16)")"
# shellcheck disable=SC2046 # hex has no blanks
pcap $(stream "$two" 40000 53) $(stream "$two" 40001 5353) $(stream "$two" 40002 5355) > dns.pcap
check "over TCP a handset refuses the connection, or reads nothing of it" all \
	'is_said p 3 "deny dns-over-tcp" "deny dns-over-tcp" "allow none" "allow name" "allow none" "allow name"' \
	'json_lines "[.[] | select(.layer == \"addr\") | .reason] == [\"dns-over-tcp\"]"' 'is_said open 0 "allow none" "allow name" "allow none" "allow name" "allow none" "allow name"'
# shellcheck disable=SC2046
pcap $(stream "$(hello www.alpha.example)" 40000 53) $(stream "$(hex_text "GET / HTTP/1.1
Host: www.alpha.example

")" 40001 53) > other.pcap
check "TLS and HTTP on port 53 are read as on any" all 'exits 0 --strict --json open/p.ini other.pcap' quiet \
	'json_lines "[.[:-1][] | .layer + \" \" + .name] == [\"sni www.alpha.example\", \"http www.alpha.example\"]"'

# Aliases: a handset follows 16, and the replay says where it ends.
# ALIASES: a question, its answer over so many aliases, and a connection to it.
chain()
{
	local i records="" owner=n0.example target
	for i in $(seq "$1"); do
		target=n$i.example
		[ "$i" -lt "$1" ] || target=www.alpha.example
		records+=$(dns_name "$owner")000500010000003c$(sized16 "$(dns_name "$target")")
		owner=$target
	done
	pcap "$(udp $me 5000 $dns 53 "$(question n0.example)")" \
		"$(udp $dns 53 $me 5000 "$(message 0x8180 1 $(($1 + 1)) 0 0 "$(asks "$(dns_name n0.example)" 1 1)$records$(dns_name "$owner")000100010000003c0004$(hex_ip $web)")")" \
		"$(tcp $me 40000 $web 443 1 02 "")" > chain.pcap
}
for aliases in 1 2 15 16; do
	chain $aliases
	check "the last of $aliases aliases counts" all 'exits 3 --strict --json p/p.ini chain.pcap' quiet \
		'json_lines "[.[] | select(.layer == \"addr\") | .reason + \" \" + .service] == [\"learned alpha\"]"'
done
for aliases in 17 20 40; do
	chain $aliases
	check "of $aliases none does, and the answer counts as unread" all 'exits 0 --json p/p.ini chain.pcap' \
		'json_lines "[.[] | select(.layer == \"addr\")] == []"' 'counted malformed 1' 'unreadable 1 0'
done

# --strict
syn=$(tcp $me 40000 $web 443 1000 02 "")
pcap "$(udp $me 5000 $dns 53 "$(question news.example)")" > clean.pcap
pcap "$(udp $me 5000 $dns 53 "$(question www.alpha.example 65)")" > refused.pcap
pcap "$syn" "$(tcp $me 40000 $web 443 1001 10 "17030100017800")" > broken.pcap
pcap "$(udp $me 5000 $dns 53 "$(question www.alpha.example 65)")" "$syn" "$(tcp $me 40000 $web 443 1001 10 "17030100017800")" > both.pcap
check "--strict, all read: 0" all 'exits 0 --strict p/p.ini clean.pcap' quiet
check "and something refused: 3" all 'exits 3 --strict p/p.ini refused.pcap' quiet
check "something unread: 1, and what to do" all 'exits 1 --strict p/p.ini broken.pcap' \
	'says "error: could not be read: 1 flow, 0 packets"' 'says "hint: the summary says why"' 'prints "could not be read: 1 flow, 0 packets"'
check "without --strict: 0, and it is counted" all 'exits 0 p/p.ini broken.pcap' quiet 'prints "could not be read: 1 flow, 0 packets"' \
	'grep -qE "^  malformed +1  a" out'
check "refused and unread: 1, and both are told" all 'exits 1 --strict --json p/p.ini both.pcap' \
	'json_lines ".[-2].summary | .refused_flows == 1 and .unreadable == {flows: 1, packets: 0} and .unseen_flows.malformed == 1"' \
	'json_lines ".[-1] | .status == 1 and .error == \"could not be read: 1 flow, 0 packets\" and .diagnostics[0].severity == \"error\""'
check "and without: 3" exits 3 --json p/p.ini both.pcap
check "with --was as well" all 'exits 1 --strict p/p.ini both.pcap --was open/p.ini' 'says "could not be read"' 'exits 3 p/p.ini both.pcap --was open/p.ini'
check "a flow counts once, a packet as often as there are" all \
	'pcap "$syn" "$(tcp $me 40000 $web 443 1001 30 "17030100017800"):40" "$(tcp $me 40000 $web 443 1001 30 "17030100017800")" 60ff 60ff > broken.pcap' \
	'exits 1 --strict --json p/p.ini broken.pcap' 'json_lines ".[-2].summary | .unreadable == {flows: 1, packets: 3} and .unread_packets == {cut: 1, \"bad-ip-header\": 2}"'
# Nothing of these hides a name that a handset would read.
ssh=$(tcp $me 40001 $web 22 1001 10 "$(hex_text "SSH-2.0-x
")")
pcap "$(tcp $me 40001 $web 22 1000 02 "")" "$ssh" "$(ip $me $web 1 0800000000000000)" "$syn" "$(tcp $me 40000 $web 443 1001 10 "$(hello "")")" > nameless.pcap
check "what names nobody was read" all 'exits 0 --strict --json p/p.ini nameless.pcap' quiet \
	'json_lines ".[-1].summary | .unseen_flows == {\"tls-without-name\": 1, unnamed: 1} and .unread_packets == {\"other-protocol\": 1}"' 'unreadable 0 0'
pcap "$ssh" > nameless.pcap
check "what began before the capture was not" all 'exits 1 --strict --json p/p.ini nameless.pcap' 'json_lines ".[-2].summary.unseen_flows == {\"began-before\": 1}"'
check "an empty capture: 0" all 'pcap > none.pcap' 'exits 0 --strict p/p.ini none.pcap' quiet

# What others found to be read wrongly, where it lies beside the repository.
trials=$top/../shared/trials/names
policy=$top/policy/met-handset.ini
# FILE FILTER: holds of what the policy says of it.
trial()
{
	if [ ! -e "$trials/$1.pcap" ]; then
		number=$((number + 1))
		echo "ok $number $1 # SKIP no $trials/$1.pcap"
		return
	fi
	check "$1" all "\"\$cordonc\" replay '$policy' '$trials/$1.pcap' --json > out || [ \$? = 3 ]" "json_lines '$2'"
}
dns_said='[.[] | select(.layer == "dns") | .verdict + " " + .reason]'
nothing_unread='.[-1].summary.unreadable == {flows: 0, packets: 0}'
trial 02-dns-two-questions "$dns_said"' == ["deny dns-malformed", "deny dns-malformed"]'
trial 02b-dns-no-question "$dns_said"' == ["deny dns-malformed"]'
trial 05-dns-compressed-question "$dns_said"' == [range(5) | "deny dns-malformed"] and .[-1].summary.unreadable.flows == 5'
trial 14-dns-class-opcode "($dns_said"' | map(select(. == "deny dns-malformed")) | length) == 4 and '"($dns_said"' | map(select(. == "deny name")) | length) == 4'
trial 16-dns-not-a-plain-question "($dns_said"' | map(select(. == "deny dns-malformed")) | length) == 10'
trial 16b-dns-notify-update-ixfr "$dns_said"' == [range(3) | "deny dns-malformed"]'
trial 17-mdns-llmnr "$dns_said"' == [range(8) | "allow name"]'
# Its addresses are the documentation's, so nothing is learned of them.
trial 18-dns-long-chains '([.[] | select(.layer == "cname" and .service == "facebook")] | length == 12) and .[-1].summary.unseen_flows == {malformed: 2}'
trial 22-tls-before-hello '([.[] | select(.layer == "sni")] | length == 24) and .[-1].summary.unseen_flows == {malformed: 1, unnamed: 4}'
trial 25-dns-tcp '[.[] | select(.layer == "dns")] | length == 9'
# Each flow has a name, or it is counted.
trial 30-http-hosts '([.[:-1][].flow] | unique | length) == 29 and .[-1].summary.unseen_flows == {malformed: 15, unnamed: 1}'
trial 32-http-framing '([.[:-1][].flow] | unique | length) == 34 and .[-1].summary.unseen_flows == {malformed: 40, unnamed: 1}'
trial 33-http-fold-te-cl '[.[:-1][].name] == [range(2) | "www.facebook.com"] and .[-1].summary.unseen_flows == {malformed: 1}'
trial 34-http-length-19-digits '[.[:-1][].name] == ["www.facebook.com"] and '"$nothing_unread"
trial 35-http-no-target '.[-1].summary.unseen_flows == {malformed: 1}'
trial 40-quic '[.[] | select(.layer == "quic")] | length == 20'
trial 41-quic-reuse '[.[] | select(.layer == "quic")] | length == 10'
trial 44-quic-tls-port53 '[.[] | select(.layer == "quic" or .layer == "sni") | .name] == [range(2) | "www.facebook.com"] and '"$nothing_unread"

end_checks
