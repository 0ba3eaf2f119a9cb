#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
#
# cordonctl against a tree of plain files: status with both backends, the device's
# id, a boot policy; explain with the firmware's never-block list. Prints TAP. $CORDONC is a cordonc, and the cordonctl beside
# it is tried. Steps of a check are single-quoted because `all` evaluates them
# when their turn comes.
# shellcheck disable=SC2016
set -eu

cordonc=$(realpath "${CORDONC:-build/bin/cordonc}")
cordonctl=$(dirname "$cordonc")/cordonctl
. tests/unit/programs/called.sh
called=("$cordonctl" --sysfs "$work/cordon")
# Without the right to read records: else watch would wait for some.
if [ "$(id -u)" = 0 ]; then
	called=(setpriv --bounding-set=-audit_read --inh-caps=-audit_read "${called[@]}")
fi

# A whole line.
shows() { grep -qxF -- "$1" "$work/out" || { cat "$work/out"; return 1; }; }
lacks() { ! grep -F -- "$1" "$work/out"; }
node() { printf '%s\n' "$2" > "$work/cordon/$1"; }

mkdir -p "$work/cordon/policy" "$work/cordon/load"
node abi 1
node backend lsm
node mode enforce
node device ''
node policy/name met-handset
node policy/version 12
node policy/generation 1
node policy/signer 'built in'
node policy/digest abc
node unsigned refused
node lock 0
node load/status idle
node load/error 'none 0'

check "built in" all 'exits 0 status' 'shows "  backend    lsm (built in)"' 'lacks bpf' 'lacks "last load"'
check "no id: none shown" lacks '  device '
check "nor in JSON" all 'exits 0 status --json' 'json ".backend == \"lsm\" and (has(\"device\") | not)"'
check "the boot policy" all 'exits 0 status' 'shows "  signer     built in: the boot policy of this kernel"' \
	'shows "  policy     met-handset version 12 (generation 1)"'
check "JSON has the kernel's own word" all 'exits 0 status --json' 'json ".policy.signer == \"built in\""'
node device R58M12ABCDE
check "an id" all 'exits 0 status' 'shows "  device     R58M12ABCDE"'
check "an id in JSON" all 'exits 0 status --json' 'json ".device == \"R58M12ABCDE\""'
node device "$(printf 'a\033[31mb')"
check "an id that could steer a terminal does not" all 'exits 0 status' 'shows "  device     a\x1b[31mb"'
node policy/signer 'CN=Authority'
check "a policy that was loaded" all 'exits 0 status' 'shows "  signer     CN=Authority"'
rm "$work/cordon/device"
node backend bpf
check "a module, of before there was an id" all 'exits 0 status' 'shows "  backend    bpf"' 'lacks "  device "'

check "it does without the compiler, and what that needs" all 'nm "$cordonctl" > "$work/symbols"' \
	'grep -q " T cordon_policy_open_data$" "$work/symbols"' '! grep "cordon_compile\|cordon_source_\|cordon_idn_\|uidna_" "$work/symbols"'

# Every counter of the contract has its number, in the order of the groups.
mkdir "$work/cordon/stats"
value=100
for counter in exec_checked exec_denied connect_checked connect_denied connect_inspected \
		dns_questions dns_refused dns_learned records records_merged records_dropped \
		loads loads_refused; do
	node "stats/$counter" $((value++))
done
check "the counters, a line a group" all 'exits 0 status' \
	'shows "  exec       100 checked, 101 denied"' \
	'shows "  connect    102 checked, 103 denied, 104 to inspect"' \
	'shows "  dns        105 questions, 106 refused, 107 addresses learned"' \
	'shows "  records    108 written, 109 merged, 110 dropped"' \
	'shows "  loads      111 accepted, 112 refused"'
check "the counters in JSON" all 'exits 0 status --json' \
	'json "(.stats | length) == 13 and .stats.exec_checked == 100 and .stats.loads_refused == 112"'
rm "$work/cordon/stats/dns_learned"
check "a counter that cannot be read is left out" all 'exits 0 status' \
	'shows "  dns        105 questions, 106 refused"'

# No Cordon here: every verb says so, and at once.
none=$work/no-cordon
for words in status 'load /dev/null' 'explain --exec /x' watch 'watch --count 1'; do
	check "$words without Cordon: 4" all "exits 4 --sysfs $none $words" 'says "this kernel has no Cordon"' \
		"exits 4 --json --sysfs $none $words" 'json ".status == 4 and .hint"'
done
check "watch: what is wrong with its words comes first" all 'exits 2 --sysfs "$none" watch --count 0' 'says "--count needs a number"'
check "watch with Cordon: asks for the records" all \
	'status=0; "${called[@]}" watch 2> "$work/err" || status=$?' \
	'[ "$status" != 0 ]' 'says "audit stream"' '! grep -q "has no Cordon" "$work/err"'

check "--help names what every verb takes, and the version" all 'exits 0 --help' \
	'for option in json sysfs help version; do prints "  --$option " || return 1; done'

# Errors of usage name the word that is wrong.
check "--sysfs without a directory" all 'exits 2 --sysfs' 'says "'\''--sysfs'\'' needs a value"' 'exits 2 status --sysfs' \
	'says "'\''--sysfs'\'' needs a value"' 'exits 2 --sysfs ""' 'says "'\''--sysfs'\'' needs a value"'
check "another option is no directory" all 'exits 2 --sysfs --json' 'json ".status == 2 and (.error | contains(\"--sysfs\")) and .hint"'
check "an option of no verb" all 'exits 2 --sysf x' 'says "unknown option '\''--sysf'\''"'
truncate -s $(((64 << 20) + 1)) "$work/big"
check "load: over 64 MiB, and the kernel is not asked" all 'exits 5 load "$work/big"' 'says "over 64 MiB"' 'says "the kernel was not asked"' \
	'exits 0 load --help' 'prints "was not asked"'
rm "$work/big"
check "load: cannot read, and a hint" all 'exits 1 load "$work/none"' 'says "No such file or directory"' 'says "is its name right?"' \
	'exits 1 load --json "$work/none"' 'json .hint'

# Output
check "a full output is noticed" all 'status=0; "${called[@]}" status > /dev/full 2> "$work/err" || status=$?' \
	'[ "$status" = 1 ]' 'says "cannot write the output: No space left"'
check "in JSON, too" all 'status=0; "${called[@]}" --json status > /dev/full 2> "$work/err" || status=$?' '[ "$status" = 1 ]'
check "help, too" all 'status=0; "${called[@]}" help > /dev/full 2> "$work/err" || status=$?' '[ "$status" = 1 ]'

# What the firmware never refuses
mkdir "$work/services"
printf '[policy]\nname = p\nversion = 1\nmode = enforce\nservices = services/*.list\n' > "$work/p.ini"
printf 'path **/alpha\n' > "$work/services/alpha.list"
"$cordonc" compile "$work/p.ini" -o "$work/p.blob" > "$work/out"
"$cordonc" sign --unsigned "$work/p.blob" -o "$work/cordon/policy/object" > "$work/out"
: > "$work/cordon/learned"
: > "$work/cordon/resolvers"
check "explain: no list, a refusal" all 'exits 3 explain --exec /usr/bin/alpha' 'shows "deny: exec /usr/bin/alpha"'
node never_block "$(printf '# dialler\npath /usr/bin/alpha')"
check "explain: on the list" all 'exits 0 explain --exec /usr/bin/alpha' 'shows "let through: exec /usr/bin/alpha"'
check "explain: on the list, in JSON" all 'exits 0 explain --json --exec /usr/bin/alpha' \
	'json ".verdict == \"deny\" and .never_block"'
check "explain: elsewhere it is refused" all 'exits 3 explain --exec /opt/alpha' 'shows "deny: exec /opt/alpha"'
check "explain: refused by no rule" all 'exits 0 explain --exec /usr/bin/beta' 'shows "allow: exec /usr/bin/beta"'
node never_block "$(printf 'path /usr/bin/alpha\nuid 0')"
check "explain: a list that says what this cordonctl does not know" all 'exits 1 explain --exec /usr/bin/alpha' \
	'grep -q "cannot read the firmware'\''s never-block list: line 2: uid 0 is root" "$work/err"'
rm "$work/cordon/never_block"
mkdir "$work/cordon/never_block"
check "explain: a list that cannot be read is no empty one" all 'exits 1 explain --exec /usr/bin/alpha' \
	'grep -q "cannot read the firmware'\''s never-block list" "$work/err"'

# load: a file, or the standard input. What a tree of plain files takes is no kernel's word.
: > "$work/cordon/load/loading"
: > "$work/cordon/load/data"
check "load -: what comes in is handed over" all '"${called[@]}" load - < "$work/cordon/policy/object" > "$work/out" 2> "$work/err" || :' \
	'cmp "$work/cordon/load/data" "$work/cordon/policy/object"' ': > "$work/cordon/load/data"'
check "load FILE: the same" all '"${called[@]}" load "$work/cordon/policy/object" > "$work/out" 2> "$work/err" || :' \
	'cmp "$work/cordon/load/data" "$work/cordon/policy/object"'
check "load -: nothing comes in from a directory" all 'exits 1 load - < "$work"' 'says "cannot read standard input: Is a directory"'
check "load ./-: a file" all 'cd "$work"' 'exits 1 load ./-' 'cd "$OLDPWD"' 'says "cannot read ./-: No such file"'
check "load -x is an option" all 'exits 2 load -x' 'says "no such option"'
rmdir "$work/cordon/never_block"

# What is in force: told as unknown where it cannot be read, and nothing claimed of it.
check "load: the same again" all 'exits 0 load "$work/cordon/policy/object"' \
	'shows "in force: met-handset version 12, mode enforce, generation 1 (it was in force already: nothing changed)"' \
	'exits 0 load --json "$work/cordon/policy/object"' \
	'json ".in_force == \"met-handset version 12\" and .mode == \"enforce\" and .generation == 1 and .changed == false"'
for node in name version generation signer; do
	# shellcheck disable=SC2034 # all evaluates it
	unreadable="cannot read policy/$node: No such file or directory"
	check "without policy/$node: load claims nothing" all 'mv "$work/cordon/policy/$node" "$work/kept"' \
		'exits 0 load "$work/cordon/policy/object"' 'prints "in force: unknown: $unreadable, mode enforce, generation "' \
		'lacks "no policy"' 'lacks "nothing changed"' 'exits 0 load --json "$work/cordon/policy/object"' \
		'json ".in_force == \"unknown: $unreadable\" and .changed == null"'
	check "nor does status" all 'exits 0 status' 'shows "  policy     unknown: $unreadable"' 'exits 0 status --json' \
		'json ".policy.name == null and .policy.version == null and .policy.unknown == \"$unreadable\""' \
		'mv "$work/kept" "$work/cordon/policy/$node"'
done
check "load: without a mode" all 'mv "$work/cordon/mode" "$work/kept"' 'exits 0 load "$work/cordon/policy/object"' \
	'prints ", mode unknown, generation 1"' 'exits 0 load --json "$work/cordon/policy/object"' 'json ".mode == null"' \
	'mv "$work/kept" "$work/cordon/mode"'
node mode "$(printf 'e\033[31m')"
check "load: a mode that could steer a terminal does not" all 'exits 0 load "$work/cordon/policy/object"' 'prints ", mode e\x1b[31m, "'
node mode enforce
rm "$work/cordon/load/loading"
check "load: what stays in force is unknown, too" all 'mv "$work/cordon/policy/name" "$work/kept"' \
	'exits 1 load "$work/cordon/policy/object"' 'says "still in force: unknown: cannot read policy/name: No such file"' \
	'mv "$work/kept" "$work/cordon/policy/name"'
: > "$work/cordon/load/loading"

# Where a name leads, as this network namespace has learned it
printf 'domain alpha.example\nprefix 45.0.2.0/24\n' > "$work/services/alpha.list"
printf 'prefix 45.0.1.0/24\n' > "$work/cdn.list"
cat >> "$work/p.ini" << END
[network]
shared = cdn.list
END
"$cordonc" compile "$work/p.ini" -o "$work/p.blob" > "$work/out"
"$cordonc" sign --unsigned "$work/p.blob" -o "$work/cordon/policy/object" > "$work/out"
# The number of the network namespace; 0 where the kernel has none. Perl's own
# getsockopt() asks for more bytes than it has.
here=$(perl -MPOSIX -MSocket -e 'my %getsockopt = (x86_64 => 55, aarch64 => 209);
	socket(my $socket, AF_UNIX, SOCK_DGRAM, 0) or die;
	my ($cookie, $length, $option) = (pack("Q", 0), pack("L", 8), 71);
	syscall($getsockopt{(uname())[4]}, fileno($socket), SOL_SOCKET, $option, $cookie, $length);
	print unpack("Q", $cookie)')
# learned ADDRESS NAME...: this is all that was learned.
learned() {
	: > "$work/cordon/learned"
	while [ $# -gt 0 ]; do
		echo "$1 $2 60 $here" >> "$work/cordon/learned"
		shift 2
	done
}
# told STATUS VERDICT NAME: that is what explain says of it, in both forms.
told() {
	exits "$1" explain --name "$3" && shows "$2: name $3" &&
		exits "$1" explain --json --name "$3" && json ".verdict == \"$2\""
}
name=www.alpha.example
check "explain: a name that nobody asked for depends on its address" all 'told 0 inspect $name' \
	'json ".question == \"allow\" and .addresses == []"' 'exits 0 explain --name $name' 'prints "getent ahosts $name"'
learned 45.0.0.1 $name
check "explain: learned for it alone, it is refused" all 'told 3 deny $name' \
	'json ".addresses == [{address: \"45.0.0.1\", verdict: \"deny\", reason: \"learned\", service: \"alpha\", rule: \"domain alpha.example\"}]"'
learned 45.0.1.1 $name
check "explain: in a shared range it is inspected" all 'told 0 inspect $name' 'json ".addresses[0].verdict == \"inspect\""' \
	'exits 0 explain --name $name' 'prints "others share an address of it"'
learned 45.0.0.1 $name 45.0.0.1 news.example
check "explain: a harmless name shares the address" all 'told 0 inspect $name' 'told 0 allow news.example' \
	'exits 0 explain --name news.example' 'prints "a refused name shares an address of it"'
learned 45.0.2.1 news.example
check "explain: a harmless name at a refused service's address" all 'told 3 deny news.example' 'json ".rule == \"prefix 45.0.2.0/24\""' \
	'told 0 allow other.example'
echo "45.0.0.1 $name 60 18446744073709551615" > "$work/cordon/learned"
check "explain: what another namespace learned does not count" told 0 inspect $name
learned 45.0.0.1 $name
check "explain: an address as a host, with what was learned" all 'told 3 deny 0x2d000001' 'json ".address == \"45.0.0.1\""' \
	'told 0 allow 0x2d000003' 'exits 2 explain --name 45.0.0.0.1'

# What the kernel lists is read strictly; what cannot be is counted, told once, and what to do.
told_once() { [ "$(grep -c "cannot be read" "$work/err")" = 1 ] && says "$1" && says "kernel's release"; }
good="45.0.0.1 $name 60 $here"
for bad in "45.0.0.1 $name -5 $here" "45.0.0.1 $name x $here" "45.0.0.1 $name 60 x" "45.0.0.1 $name 60 -1" "45.0.0.1 $name +60 $here" \
		"45.0.0.1 $name 60" "45.0.0.1 $name 60 $here more" "45.0.0.1 $name 99999999999999999999 $here" \
		"45.0.0.1 $name 18446744073709551 $here" "45.0.0 $name 60 $here" "45.0.0.1 a..b 60 $here" "45.0.0.1"; do
	echo "$bad" > "$work/cordon/learned"
	check "learned: does not count: $bad" all 'exits 0 explain --name $name' 'told_once "1 line of $work/cordon/learned cannot be read: it does not count"' \
		'exits 0 explain --json --name $name' 'json ".addresses == [] and (.warnings | length) == 1 and .warnings[0].hint"' '[ ! -s "$work/err" ]'
done
printf '%s\n' "x" "$good" "y" > "$work/cordon/learned"
check "learned: what else there is counts" all 'exits 3 explain --name $name' 'told_once "2 lines of $work/cordon/learned cannot be read: they do not count"'
learned 45.0.0.1 $name
printf '10.0.0.53\nx\n10.0.0\n' > "$work/cordon/resolvers"
check "resolvers: the same" all 'exits 0 explain --connect 10.0.0.53:53/udp' 'told_once "2 lines of $work/cordon/resolvers cannot be read: they do not count"' \
	'exits 0 explain --json --connect 10.0.0.53:53/udp' 'json ".warnings[0].text and .verdict == \"allow\""' '[ ! -s "$work/err" ]'
echo 10.0.0.53 > "$work/cordon/resolvers"
check "the twin: nothing to tell" all 'exits 0 explain --connect 10.0.0.53:53/udp' '[ ! -s "$work/err" ]' \
	'exits 0 explain --json --connect 10.0.0.53:53/udp' 'json "has(\"warnings\") | not"'

# No word of the kernel's steers a terminal.
steers_nothing() { ! grep -q "$(printf '\033')" "$work/out" "$work/err"; }
red=$(printf 'r\033[31m')
for node in backend device unsigned load/status load/error policy/name policy/signer policy/digest resolvers mode; do
	check "status: an odd $node" all 'cp "$work/cordon/$node" "$work/kept" 2> "$work/none" || : > "$work/kept"' 'node $node "$red"' \
		'"${called[@]}" status > "$work/out" 2> "$work/err" || :' '[ -s "$work/out" ]' \
		'[ $node = load/status ] || grep -qF "r\x1b[31m" "$work/out"' steers_nothing 'cp "$work/kept" "$work/cordon/$node"'
done
node load/error 'stale -5'
check "status: a place that is no number" all 'exits 0 status' 'prints "last load  refused: stale -5"'
node load/error 'stale 5'
check "the twin" all 'exits 0 status' 'prints "last load  refused: stale"' 'lacks "-5"' 'exits 0 status --json' 'json ".load.last_error.offset == 5"'
node load/error "$red 7"
check "load: the kernel's word" all 'rm "$work/cordon/load/data"' 'mkdir "$work/cordon/load/data"' \
	'! "${called[@]}" load "$work/cordon/policy/object" > "$work/out" 2> "$work/err"' 'says "refused: r\x1b[31m"' steers_nothing
# The guide
check "docs/records.md explains every word" all \
	'words=$(sed -n "s/.*\[CORDON_R[A-Z_]*\][[:space:]]*= \"\([A-Za-z-]*\)\",.*/\1/p; s/.*{ .name = \"\([a-z]*\)\".*/\1/p" userspace/libcordon/device/records.c kmod/engine/policy/words.c)' \
	'[ "$(echo "$words" | wc -l)" -ge 42 ]' \
	'for word in $words; do grep -q "^|.*\`$word\`.* |" docs/records.md || grep -q "\`$word\`" <(sed -n "/^## Fields of a load/,/^## What/p" docs/records.md) || { echo "$word"; return 1; }; done'
end_checks
