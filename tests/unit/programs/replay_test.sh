#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
#
# cordonc replay as it is called: lines, summary, JSON, exit status, messages,
# and captures of every bad kind. Prints TAP. $CORDONC is the program; the
# directory is the top of the tree. Steps of a check are single-quoted because
# `all` evaluates them when their turn comes.
# shellcheck disable=SC2016
set -eu

cordonc=$(realpath "${CORDONC:-build/bin/cordonc}")
top=$PWD
called=("$cordonc" replay)
. tests/unit/programs/capture.sh
. tests/unit/programs/called.sh

# VERDICT LAYER SERVICE NAME FROM TO RULE: there is such a line of text.
tells() { sed 's/  */ /g' out | grep -qxF -- "$1 $2 $3 $4 $5 > $6 $7" || { cat out; return 1; }; }
quiet() { [ ! -s err ] || { cat err; return 1; }; }
silent() { [ ! -s out ] || { cat out; return 1; }; }
# FILTER: holds of the array of all lines; each of them is an object.
json_lines() { jq -se "all(.[]; type == \"object\") and ($1)" out || { cat out; return 1; }; }

# DIRECTORY [NETWORK]: alpha is refused, beta is let through.
make_policy()
{
	mkdir -p "$1/services"
	cat > "$1/p.ini" <<- END
	[policy]
	name = sample
	version = 7
	mode = enforce
	services = services/*.list

	[service beta]
	action = allow

	[network]
	${2:-dns = learn}
	END
	cat > "$1/services/alpha.list" <<- END
	domain alpha.example
	except domain open.alpha.example
	prefix 192.0.2.0/25
	END
	printf 'domain beta.example\nprefix 192.0.2.64/26\n' > "$1/services/beta.list"
}

cd "$work"
make_policy p
p=p/p.ini
me=10.0.0.5
dns=10.20.0.53
web=203.0.114.7

# A visit: a name is asked for, its address and the name in the hello refused;
# another site is let through.
ask=$(udp $me 5000 $dns 53 "$(question www.alpha.example)")
told=$(udp $dns 53 $me 5000 "$(answer www.alpha.example $web)")
syn=$(tcp $me 40000 $web 443 1000 02 "")
hi=$(tcp $me 40000 $web 443 1001 10 "$(hello www.alpha.example)")
get=$(tcp $me 40001 198.51.100.9 80 1 10 "$(hex_text "GET / HTTP/1.1
Host: news.example

")")
pcap "$ask" "$told" "$syn" "$hi" "$get" > visit.pcap
pcapng "$ask" "$told" "$syn" "$hi" "$get" > visit.pcapng
pcap "$get" > harmless.pcap

# Text
check "a visit: 3" all "exits 3 $p visit.pcap" quiet
check "a question goes out, and is named" tells allow dns alpha www.alpha.example $me:5000 $dns:53/udp "domain alpha.example"
check "a learned address is refused, by its name" tells deny addr alpha $web $me:40000 $web:443/tcp "domain alpha.example"
check "the name in the hello is refused" tells deny sni alpha www.alpha.example $me:40000 $web:443/tcp "domain alpha.example"
check "something else is not" tells allow http - news.example $me:40001 198.51.100.9:80/tcp none
check "no other line" [ "$(grep -c " > " out)" = 4 ]
check "the summary counts" all 'prints "1 capture, 5 packets, "' 'prints "3 flows"' 'prints "names seen: 1 dns, 1 sni, 1 http"' \
	'! prints "let through today"' 'prints "would be refused:"' 'tr -s " " < out | grep -qx " alpha 2 times"' 'prints "flows with something refused: 1;"'
check "pcapng says the same" all 'cp out text' "exits 3 $p visit.pcapng" 'diff text out'
check "and so does a second run" all "exits 3 $p visit.pcapng" 'diff text out'
check "nothing refused: 0" all "exits 0 $p harmless.pcap" quiet 'prints "would be refused: nothing"'
check "no packet: 0" all 'pcap > none.pcap' "exits 0 $p none.pcap" quiet 'prints "1 capture, 0 packets, 0 bytes, 0 flows"' 'prints "names seen: none"'
check "mode monitor: what would be refused is refused" all 'mkdir m; cp -r p/. m; sed -i s/enforce/monitor/ m/p.ini' \
	'exits 3 m/p.ini visit.pcap' 'diff text out'
pcap "$(ip $me 192.0.2.9 1 0800000000000000)" > ping.pcap
check "a protocol without ports has none in its line" all "exits 3 $p ping.pcap" \
	"tells deny addr alpha 192.0.2.9 $me 192.0.2.9/icmp 'prefix 192.0.2.0/25'"
pcap "$(tcp $me 40000 192.0.2.70 443 1 02 "")" "$(tcp $me 40000 192.0.2.70 443 2 10 "$(hello www.beta.example)")" > shared.pcap
check "an address that cannot tell is left to the name" all "exits 0 $p shared.pcap" \
	"tells allow sni beta www.beta.example $me:40000 192.0.2.70:443/tcp 'domain beta.example'" 'prints "left to the name by the address: 1"'
pcap "$(tcp $me 40000 192.0.2.70 443 1 02 "")" "$(tcp $me 40000 192.0.2.70 443 2 10 "$(hello www.alpha.example)")" > shared.pcap
check "a refused name is let through there" all "exits 0 $p shared.pcap" \
	"tells inspect sni alpha www.alpha.example $me:40000 192.0.2.70:443/tcp 'domain alpha.example'" \
	'prints "would be refused: nothing"' 'tr -s " " < out | grep -A1 -x "named, but let through today:" | grep -qx " alpha 1 time"' \
	"exits 0 --json $p shared.pcap" 'json_lines ".[-1].summary.services == {alpha: {seen: 1, refused: 0, inspected: 1}}"'
pcap "$syn" "$hi" > unasked.pcap
check "and where nobody asked for it" all "exits 0 $p unasked.pcap" \
	"tells inspect sni alpha www.alpha.example $me:40000 $web:443/tcp 'domain alpha.example'"
pcap "$(tcp $me 40000 192.0.2.1 443 1 02 "")" "$(tcp $me 40000 192.0.2.1 443 2 10 "$(hello news.example)")" > inside.pcap
check "a harmless name at a refused address meets its refusal" all "exits 3 $p inside.pcap" \
	"tells deny addr alpha 192.0.2.1 $me:40000 192.0.2.1:443/tcp 'prefix 192.0.2.0/25'" \
	"tells deny sni alpha news.example $me:40000 192.0.2.1:443/tcp 'prefix 192.0.2.0/25'"

# JSON
check "--json: 3, a line a name and one more" all "exits 3 --json $p visit.pcap" quiet '[ "$(wc -l < out)" = 5 ]' 'json_lines "length == 5"'
check "the fields of a name" json_lines '.[2] == {flow: 2, capture: "visit.pcap", packet: 4, proto: "tcp", src: "10.0.0.5:40000",
	dst: "203.0.114.7:443", layer: "sni", name: "www.alpha.example", verdict: "deny", reason: "name",
	service: "alpha", rule: "domain alpha.example"}'
check "an address is told by what was learned" json_lines '.[1] | .layer == "addr" and .name == "203.0.114.7" and .reason == "learned"'
check "no service, no rule: no field" json_lines '.[3] | .verdict == "allow" and .reason == "none" and (has("service") or has("rule") | not)'
check "a question that goes out names the service" json_lines '.[0] | .layer == "dns" and .verdict == "allow" and .service == "alpha"'
check "the last line is the summary" json_lines '.[-1].summary | .captures == 1 and .packets == 5 and .flows == 3 and .refused_flows == 1
	and .inspected_flows == 0 and .layers == {dns: 1, sni: 1, http: 1, addr: 1} and .services == {alpha: {seen: 3, refused: 2}}
	and .unseen_flows == {} and .unread_packets == {}'
check "the other lines have none" json_lines '[.[:-1][] | has("summary")] | any | not'
check "--json anywhere" all "exits 3 $p visit.pcap --json" 'json_lines "length == 5"'
check "--json of no packet" all "exits 0 --json $p none.pcap" 'json_lines "length == 1 and .[0].summary.packets == 0"'

# Policies
"$cordonc" compile p/p.ini -o p.blob > /dev/null
"$cordonc" sign --unsigned p.blob -o p.cordon > /dev/null
for form in p.blob p.cordon; do
	check "the same with $form" all "exits 3 $form visit.pcap" 'diff text out'
done
head -c 300 p.blob > cut.blob
check "a cut blob: 5" all 'exits 5 cut.blob visit.pcap' silent 'says "cut.blob: error: "'
cp -r p wrong
echo 'domain com' >> wrong/services/alpha.list
check "a source with an error: 5, with its place" all 'exits 5 wrong/p.ini visit.pcap' silent 'says "alpha.list:4:8: error: "'
check "the same in JSON" all 'exits 5 --json wrong/p.ini visit.pcap' quiet 'json_lines "length == 1 and .[0].status == 5 and .[0].diagnostics[0].line == 4"'
check "so is the older one's" all "exits 5 $p visit.pcap --was wrong/p.ini" silent 'says "alpha.list:4:8: error: "'
check "no such policy: 1" all 'exits 1 nothing.ini visit.pcap' silent 'says "nothing.ini"'
check "no such older policy: 1" all "exits 1 $p visit.pcap --was nothing.ini" silent 'says "nothing.ini"'
make_policy refuse 'dns = refuse'
check "dns = refuse refuses the question" all 'exits 3 refuse/p.ini visit.pcap' \
	"tells deny dns alpha www.alpha.example $me:5000 $dns:53/udp 'domain alpha.example'"
make_policy named 'resolvers = 10.20.0.54'
check "other resolvers than the policy's are refused" all 'exits 3 named/p.ini visit.pcap' \
	"tells deny addr - $dns $me:5000 $dns:53/udp other-resolver" "tells deny dns - www.alpha.example $me:5000 $dns:53/udp other-resolver" \
	'tr -s " " < out | grep -qx " of no service 2 times"' 'exits 3 --json named/p.ini visit.pcap' \
	'json_lines ".[-1].summary.services[\"\"] == {seen: 2, refused: 2}"'

# One question, one answer: what a line says is what explain says.
# POLICY CAPTURE LAYER EXPLAIN_FIELD OPTION VALUE
agrees()
{
	local said
	"$cordonc" replay --json "$1" "$2" > lines || :
	said=$("$cordonc" explain --json "$1" "$5" "$6" | jq -r ".$4")
	jq -se --arg said "$said" --arg layer "$3" \
		'map(select(.layer == $layer) | .verdict) | length > 0 and all(.[]; . == $said)' lines ||
		{ echo "explain: $said"; cat lines; return 1; }
}
pcap "$(udp $me 5000 $dns 53 "$(question news.example)")" "$get" > news.pcap
for policy in $p refuse/p.ini; do
	check "explain agrees on a question, $policy" all "agrees $policy visit.pcap dns question --name www.alpha.example" \
		"agrees $policy news.pcap dns question --name news.example"
	check "explain agrees on an address, $policy" agrees "$policy" inside.pcap addr verdict --connect 192.0.2.1:443
done
check "explain agrees on a name at an address that is not known" all "agrees $p unasked.pcap sni verdict --name www.alpha.example" \
	"agrees $p news.pcap http verdict --name news.example" "agrees $p shared.pcap sni verdict --name www.alpha.example"

# What changes
mkdir old
cp -r p/. old
echo 'domain other.example' > old/services/alpha.list
echo 'domain news.example' > old/services/gamma.list
check "--was: 3" all "exits 3 $p visit.pcap --was old/p.ini" quiet
check "+ is newly refused" all "tells '+ deny' addr alpha $web $me:40000 $web:443/tcp 'domain alpha.example'" \
	"tells '+ deny' sni alpha www.alpha.example $me:40000 $web:443/tcp 'domain alpha.example'"
check "~ is no longer inspected, by the older policy's rule" tells '~ allow' http gamma news.example $me:40001 198.51.100.9:80/tcp "domain news.example"
check "no other line" [ "$(grep -c " > " out)" = 3 ]
check "the summary counts what was refused" all 'tr -s " " < out | grep -A1 -x "newly refused:" | grep -qx " alpha 2 times"' \
	'prints "no longer refused: nothing"'
check "the other way round" all "exits 0 --was $p old/p.ini visit.pcap" \
	"tells '~ inspect' http gamma news.example $me:40001 198.51.100.9:80/tcp 'domain news.example'" \
	"tells '- allow' sni alpha www.alpha.example $me:40000 $web:443/tcp 'domain alpha.example'" \
	'tr -s " " < out | grep -A1 -x "no longer refused:" | grep -qx " alpha 2 times"'
check "nothing changed: no line, and still 3" all "exits 3 $p visit.pcap --was p.blob" \
	'! grep -q " > " out' 'prints "newly refused: nothing"' 'prints "no longer refused: nothing"'
check "--was in JSON: every name, and what changed" all "exits 3 --json $p visit.pcap --was old/p.ini" 'json_lines "length == 5"' \
	'json_lines "[.[:-1][].change] == [null, \"newly-refused\", \"newly-refused\", \"no-longer-inspected\"]"' \
	'json_lines ".[3] | .verdict == \"allow\" and .was == {verdict: \"inspect\", reason: \"name\", service: \"gamma\", rule: \"domain news.example\"}"' \
	'json_lines ".[0] | .verdict == .was.verdict"'
check "and how often" json_lines '.[-1].summary.services | .alpha == {seen: 3, refused: 2, newly_refused: 2, no_longer_refused: 0}
	and (has("gamma") | not)'

# Usage
check "no argument: 2" all 'exits 2' silent 'says "POLICY is missing"'
check "no capture: 2" all "exits 2 $p" silent 'says "CAPTURE is missing"'
check "the order of the arguments: 2" all "exits 2 visit.pcap $p" silent 'says "'\''visit.pcap'\'' is a capture: POLICY comes first"'
check "a capture for an older policy: 2" all "exits 2 $p visit.pcap --was visit.pcapng" silent 'says "--was takes a policy"'
check "--was without a value: 2" all "exits 2 $p visit.pcap --was" 'says "needs a value"'
check "--was twice: 2" exits 2 $p visit.pcap --was $p --was $p
check "-o: 2" all "exits 2 $p visit.pcap -o x" 'says "it writes nothing"'
check "unknown option: 2" exits 2 $p visit.pcap --what
check "help names every layer" all '"$cordonc" help replay > out' \
	'for word in dns cname svcb sni quic http connect socks addr; do grep -qw "$word" out || return 1; done'
check "usage error in JSON" all "exits 2 --json $p" 'json_lines ".[0].status == 2"'

# Captures that are not whole
visit=$(stat -c %s visit.pcap)
head -c $((visit - 1)) visit.pcap > cut.pcap
check "cut in the last packet: 1, and what comes before it" all "exits 1 $p cut.pcap" \
	"tells deny sni alpha www.alpha.example $me:40000 $web:443/tcp 'domain alpha.example'" 'prints "4 packets"' \
	'[ "$(grep -c "error: " err)" = 1 ]' 'says "cut.pcap: error: cannot read packet 5: "' 'says "hint: what comes before it was read"'
check "the same in JSON: lines, summary, error" all "exits 1 --json $p cut.pcap" quiet \
	'json_lines "length == 5 and .[3].summary.packets == 4 and .[4].status == 1 and .[4].diagnostics[0].file == \"cut.pcap\""'
for length in 1 3 4 23; do
	head -c $length visit.pcap > cut.pcap
	check "a pcap file of $length bytes: 1" all "exits 1 $p cut.pcap" 'says "cut.pcap: error: "' 'prints "0 packets"'
done
head -c 24 visit.pcap > cut.pcap
check "its header alone: no packet: 0" all "exits 0 $p cut.pcap" quiet
for length in 30 40 100; do
	head -c $length visit.pcap > cut.pcap
	check "a pcap file of $length bytes: 1" all "exits 1 $p cut.pcap" 'says "cannot read packet"'
done
for length in 4 27 40 60 200 $(($(stat -c %s visit.pcapng) - 1)); do
	head -c "$length" visit.pcapng > cut.pcapng
	check "a pcapng file of $length bytes: 1" all "exits 1 $p cut.pcapng" 'says "cut.pcapng: error: "'
done
(cat visit.pcap; echo garbage that goes on for more than a header) > longer.pcap
check "garbage behind the last packet: 1, and all before it" all "exits 1 $p longer.pcap" 'prints "5 packets"' 'says "cannot read packet 6"'
check "a text: 1" all "exits 1 $p p/p.ini" 'says "p/p.ini: error: this is no capture"' 'says "pcap or pcapng"'
check "an empty file: 1" all ': > empty' "exits 1 $p empty" 'says "empty: error: this file is empty"'
check "a compressed file: 1, and how to go on" all 'gzip -c visit.pcap > visit.pcap.gz' "exits 1 $p visit.pcap.gz" \
	'says "this file is compressed"' 'says "zcat"'
check "no such file: 1" all "exits 1 $p nothing.pcap" silent 'says "nothing.pcap: error: No such file"' 'says "hint: is its name right?"'
check "and the others are read" all "exits 1 $p nothing.pcap visit.pcap" 'says "nothing.pcap: error: No such file"' \
	'[ "$(cat out)" = "$(cat text)" ]'
check "a damaged one does not keep the next from being read" all "exits 1 $p empty visit.pcap" 'prints "2 captures, 5 packets"' \
	'says "empty: error: "' '! says visit.pcap'
check "each error is told" all "exits 1 --json $p empty nothing.pcap visit.pcap" \
	'json_lines ".[-1].diagnostics | map(.file) == [\"nothing.pcap\", \"empty\"]"'
# A file that can be opened and not read, also by root.
check "a file that cannot be read: 1" all "exits 1 $p /proc/self/mem harmless.pcap" \
	'says "/proc/self/mem: error: cannot read it: Input/output error"' 'prints news.example'

# Directories, several files, the standard input
mkdir -p many/deep empty.d others
cp visit.pcap many/deep/capture
cp harmless.pcap many/a.pcap
echo 'no capture' > many/readme.pcap
check "a directory: what begins as a capture, and how much does not" all "exits 3 $p many" quiet \
	'prints "2 captures, 6 packets"' 'prints "1 other file in the directories"' \
	"exits 3 --json $p many" 'json_lines ".[0].capture == \"many/a.pcap\" and .[1].capture == \"many/deep/capture\" and .[-1].summary.other_files == 1"'
check "an empty directory: 1" all "exits 1 $p empty.d" silent 'says "empty.d: error: no pcap or pcapng file"'
check "one of other files: 1" all 'cp p/p.ini others' "exits 1 $p others" silent 'says "known by their first bytes"'
check "a packed capture in a directory is not passed over" all 'cp visit.pcap.gz harmless.pcap others' "exits 1 $p others" \
	'says "others/visit.pcap.gz: error: this file is compressed"' 'prints "1 capture, 1 packet,"'
record=$(hello www.alpha.example)
pcap "$syn" "$(tcp $me 40000 $web 443 1001 10 "${record:0:40}")" > part1.pcap
pcap "$(tcp $me 40000 $web 443 1021 10 "${record:40}")" > part2.pcap
check "a flow goes on in the next file" all "exits 0 --json $p part1.pcap part2.pcap" \
	'json_lines ".[0] | .flow == 1 and .capture == \"part2.pcap\" and .packet == 1 and .name == \"www.alpha.example\""' \
	'json_lines ".[1].summary.flows == 1"'
check "alone each of them shows none" all "exits 0 $p part1.pcap" "exits 0 $p part2.pcap"
check "the standard input" all "exits 3 $p - < visit.pcap" 'diff text out' "exits 3 --json $p - < visit.pcapng" 'json_lines ".[0].capture == \"-\""'
check "a pipe, a byte at a time" all "dd if=visit.pcapng bs=1 status=none | exits 3 $p -" 'diff text out'
check "an empty standard input: 1" all "exits 1 $p - < /dev/null" 'says "standard input: error: this file is empty"'
check "a name with odd bytes is valid JSON" all "cp visit.pcap \$'o\\xff\\x1b\"d'" "exits 3 --json $p \$'o\\xff\\x1b\"d'" 'json_lines "length == 5"'

# What is not read is said
word() { grep -qE "^  $1 +$2  [a-zA-Z]" out || { cat out; return 1; }; }
pcap "$hi:60" "$(udp $me 5001 $dns 53 "$(question a.example)"):30" "$(ip $me 198.51.100.1 50 0000000100000001)" \
	"$(tcp $me 40002 198.51.100.1 443 1 10 "$(hello "")")" "$(tcp $me 40003 198.51.100.1 853 1 02 "")" 60ff > unseen.pcap
check "what is cut, encrypted or nameless" all "exits 3 $p unseen.pcap" quiet 'word cut 2' 'word encrypted-esp 1' 'word vpn 1' \
	'word tls-without-name 1' 'word encrypted-dns 1' 'word bad-ip-header 1'
check "DNS over TLS is refused" tells deny addr - 198.51.100.1 $me:40003 198.51.100.1:853/tcp dns-encrypted
check "the same in JSON" all "exits 3 --json $p unseen.pcap" \
	'json_lines ".[-1].summary | .unread_packets == {cut: 2, \"encrypted-esp\": 1, \"bad-ip-header\": 1}"' \
	'json_lines ".[-1].summary.unseen_flows | .vpn == 1 and .[\"tls-without-name\"] == 1 and .[\"encrypted-dns\"] == 1"'
check "DNS over TCP is refused" all "pcap '$(tcp $me 40000 $dns 53 1 02 "")' > tcp.pcap" "exits 3 $p tcp.pcap" \
	"tells deny addr - $dns $me:40000 $dns:53/tcp dns-over-tcp"
# A label of ESC, a quote, a point and a byte over 127.
odd=$(udp $me 5000 $dns 53 "12340100000100000000000004""1b222eff076578616d706c6500""00010001")
pcap "$odd" > odd.pcap
check "bytes of a name do not reach the terminal" all "exits 0 $p odd.pcap" 'prints example' '! LC_ALL=C grep -q "[^ -~]" out'
check "and are valid JSON" all "exits 0 --json $p odd.pcap" 'json_lines ".[0].name | endswith(\".example\")"'

# Output that nobody takes
check "a full disk is noticed" all 'status=0; "$cordonc" replay p/p.ini harmless.pcap > /dev/full 2> err || status=$?; [ $status = 1 ]' \
	'says "cannot write the output: No space left on device"'
# An endless capture of questions.
endless()
{
	pcap
	pcap_packets "$(udp $me 5000 $dns 53 "$(question news.example)")" > one
	for _ in $(seq 9); do cat one one > two; mv two one; done
	while cat one 2> /dev/null; do :; done
}
check "the reader of an endless capture's names goes away" all \
	'endless | timeout 60 "$cordonc" replay p/p.ini - 2> err | head -1 > out; [ "${PIPESTATUS[1]}" = 141 ]' 'prints news.example' quiet
check "also where SIGPIPE is ignored" all \
	'endless | (trap "" PIPE; timeout 60 "$cordonc" replay p/p.ini - 2> err) | head -1 > out; [ "${PIPESTATUS[1]}" = 1 ]' \
	'says "cannot write the output: Broken pipe"'

# Which end the client is, where no SYN says it
pcap "$(udp $me 443 192.0.2.9 8443 "$(hex_text x)")" "$(tcp $me 443 192.0.2.10 8443 5 10 "$(hex_text x)")" \
	"$(udp 192.0.2.11 443 $me 8443 "$(hex_text x)")" "$(udp $me 443 198.51.100.9 8443 "$(hex_text x)")" > ways.pcap
check "a client on a low port: 3" all "exits 3 $p ways.pcap" quiet
check "its datagram is refused" tells deny addr alpha 192.0.2.9 $me:443 192.0.2.9:8443/udp "prefix 192.0.2.0/25"
check "so is its segment" tells deny addr alpha 192.0.2.10 $me:443 192.0.2.10:8443/tcp "prefix 192.0.2.0/25"
check "and who answers is the server" tells deny addr alpha 192.0.2.11 $me:8443 192.0.2.11:443/udp "prefix 192.0.2.0/25"
check "nobody else is refused" all 'prints "flows with something refused: 3;"'

# More questions in one second than may wait for their answers, and as many as may
asked_at_once()
{
	local i
	pcap "$(udp $me 20000 $dns 53 "$(question x0.example)")"
	for ((i = 1; i < $1; i++)); do
		pcap_packets "$(udp $me $((20000 + i)) $dns 53 "$(question x$i.example)")"
	done
}
asked_at_once 257 > crowd.pcap
asked_at_once 256 > fit.pcap
check "a question without room is told" all "exits 0 $p crowd.pcap" 'grep -qE "^ +crowded +1 " out'
check "--strict minds it" exits 1 --strict $p crowd.pcap
check "one less has room" exits 0 --strict $p fit.pcap

# A policy that is written while it is read
mkfifo policy.pipe
"$cordonc" compile $p -o piped.blob
# COUNT: each time the policy comes whole, and its capture is read.
through_pipe()
{
	local i writer
	for ((i = 0; i < $1; i++)); do
		cat piped.blob > policy.pipe & writer=$!
		timeout 20 "$cordonc" replay policy.pipe harmless.pcap >out 2>err || { cat err; kill $writer; return 1; }
		wait $writer || return 1
	done
}
check "a policy from a FIFO is read once" through_pipe 40

# The guide
cd "$top"
check "docs/replay.md explains every layer" all \
	'for word in dns cname svcb sni quic http connect socks addr; do grep -q "^| \`$word\` |" docs/replay.md || return 1; done'
check "docs/replay.md explains every word" all \
	'words=$(sed -n "s/.*\] = { \"\([a-z0-9-]*\)\",.*/\1/p; s/^\t\t\"\([a-z0-9-]*\)\", \".*/\1/p" userspace/replay/blind.c userspace/replay/packet.c)' \
	'[ "$(echo "$words" | wc -l)" -ge 28 ]' \
	'for word in $words; do [ $word = read ] || grep -q "^| \`$word\` |" docs/replay.md || { echo $word; return 1; }; done'

end_checks
