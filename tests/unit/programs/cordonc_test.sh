#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
#
# cordonc as it is called: exit status, messages, files, JSON. Prints TAP.
# $CORDONC is the program; the directory is the top of the tree. Steps of a check
# are single-quoted because `all` evaluates them when their turn comes.
# shellcheck disable=SC2016
set -eu

cordonc=$(realpath "${CORDONC:-build/bin/cordonc}")
called=("$cordonc")
. tests/unit/programs/called.sh

absent() { [ ! -e "$1" ]; }
steers_nothing() { ! grep -q "$(printf '\033')" "$work/out" "$work/err"; }

# DIRECTORY: a policy with every kind of rule.
make_policy()
{
	mkdir -p "$1/services"
	cat > "$1/p.ini" <<- END
	[policy]
	name = sample
	version = 7
	mode = enforce
	services = services/*.list
	must-work = works.list

	[defaults]
	help = https://help.example/ask

	[service alpha]
	message = Alpha is not for phones.

	[service beta]
	action = audit

	[network]
	resolvers = 10.20.0.53
	shared = cdn.list
	END
	cat > "$1/services/alpha.list" <<- END
	domain alpha.example
	except domain open.alpha.example
	prefix 192.0.2.0/25
	prefix 2001:db8:a::/48
	path **/alpha-app
	package com.alpha
	END
	printf 'domain beta.example\nprefix 192.0.2.128/25\n' > "$1/services/beta.list"
	printf 'prefix 198.51.100.0/24\n' > "$1/cdn.list"
	printf 'domain news.example\n' > "$1/works.list"
}

p=$work/p
make_policy "$p"
cd "$work"

# Usage
check "no verb: 2" all 'exits 2' 'says "a verb is missing"'
check "unknown verb: 2, and the nearest" all 'exits 2 complie' 'says "did you mean '\''compile'\''"'
check "--help" all 'exits 0 --help' 'prints explain'
check "--help names what every verb takes, and the version" all 'for option in json help version; do prints "  --$option " || return 1; done'
check "dump --help promises no names of an object" all 'exits 0 dump --help' 'prints "spells out no name"' '! grep -q "show all" out' \
	'exits 0 --help' '! grep -q "show all" out'
check "--version" all 'exits 0 --version' 'prints "cordonc "'
for verb in compile lint sign keys dump explain help; do
	check "$verb --help" all "exits 0 $verb --help" "prints 'usage: cordonc $verb'"
	check "help $verb says the same" all "exits 0 help $verb" "prints 'usage: cordonc $verb'"
done
check "unknown option: 2" all 'exits 2 lint --stict p/p.ini' 'says "unknown option"'
for words in '-xo' '-x' '--strict -xo' '-ox' '-o' '--strict -so'; do
	option=${words##*-}
	check "unknown option, by its name: lint p/p.ini $words" all "exits 2 lint p/p.ini $words" \
		"says \"unknown option '-${option:0:1}'\" || says '-o has no meaning' || says \"'-o' needs a value\"" \
		'! grep -qF p/p.ini err'
done
check "an option behind the file" all 'exits 2 lint p/p.ini --stict' 'says "unknown option '\''--stict'\''"'
check "a value that is none of an option's" all 'exits 2 lint p/p.ini --strict=yes' 'says "'\''--strict'\'' takes no value"'
check "a value that is missing" all 'exits 2 lint p/p.ini --never-block' 'says "'\''--never-block'\'' needs a value"' \
	'exits 2 compile p/p.ini -o' 'says "'\''-o'\'' needs a value"'
check "an option of no verb" all 'exits 2 --stict' 'says "unknown option '\''--stict'\''"'
check "missing operand: 2" exits 2 dump
check "operand too many: 2" exits 2 dump a b
check "usage error in JSON" all 'exits 2 lint --json' 'json ".status == 2 and .error"'
check "help policy names every key" all 'exits 0 help policy' \
	'for key in name version mode services must-work action message help yields-to resolvers dns other-resolvers shared; do prints " $key " || return 1; done' \
	'for rule in domain "except domain" prefix path package; do prints "e.g. $rule " || return 1; done'

# Compile
check "compile" all 'exits 0 compile p/p.ini -o p.blob' 'prints "sample version 7: 3 services"' '[ -s p.blob ]'
check "compile says what packages do" prints "take effect only once cordond maps packages"
check "compile --json" all 'exits 0 compile --json p/p.ini -o p2.blob' \
	'json ".services == 3 and .domains == 3 and .excepts == 1 and .packages == 1 and .name == \"sample\""'
make_policy "$work/elsewhere"
touch -d @0 elsewhere/services/beta.list
check "same source elsewhere: same bytes" all 'exits 0 compile elsewhere/p.ini -o e.blob' 'cmp p.blob e.blob'
check "no path of this machine in it" all '! grep -qaF "$work" p.blob'
echo 'domain com' >> elsewhere/services/alpha.list
cp e.blob before.blob
check "an error: 5, a place, a caret, a hint" all 'exits 5 compile elsewhere/p.ini -o e.blob' \
	'says "elsewhere/services/alpha.list:7:8: error: "' 'says "         ^"' 'says "hint: "'
check "and the old output is as it was" cmp e.blob before.blob
check "and a new one is not made" all 'exits 5 compile elsewhere/p.ini -o new.blob' 'absent new.blob'
check "the error in JSON" all 'exits 5 compile --json elsewhere/p.ini -o new.blob' \
	'json ".status == 5 and .diagnostics[0].line == 7 and .diagnostics[0].column == 8"'
check "not over the source" all 'exits 2 compile p/p.ini -o p/p.ini' 'grep -q sample p/p.ini'
check "no such source: 1" exits 1 compile nothing.ini -o new.blob
check "no such directory for the output: 1" all 'exits 1 compile p/p.ini -o no/such/blob' 'says "cannot write"'
check "no temporary file is left" all '[ -z "$(find . -name ".cordon-*")" ]'
check "colours only on a terminal" all 'exits 5 lint elsewhere/p.ini' '! grep -q "$(printf "\033")" err'

# Lint
check "lint: clean" all 'exits 0 lint p/p.ini' 'prints "no error, 0 warnings"'
check "lint --json" all 'exits 0 lint --json p/p.ini' 'json ".warnings == 0"'
cp -r p warn
echo 'path /usr/bin/x' >> warn/services/alpha.list
check "lint: warnings pass" all 'exits 0 lint warn/p.ini' 'says "warning: "'
check "lint --strict: they do not" exits 5 lint --strict warn/p.ini
cp -r p refused
echo 'domain alpha.example' > refused/works.list
check "lint: what must work is refused: 5" all 'exits 5 lint refused/p.ini' 'says "must work but is refused"'
check "compile takes it all the same" exits 0 compile refused/p.ini -o refused.blob

# Never-block
printf '# firmware\n\npath /usr/bin/dialer\nuid 1001\npackage com.android.phone\n' > never.list
check "never-block: nothing hit" all 'exits 0 lint p/p.ini --never-block never.list' \
	'prints "3 entries of the never-block file: none is refused"'
check "never-block in JSON" all 'exits 0 lint --json p/p.ini --never-block never.list' 'json ".never_block == 3"'
check "without one it is 0" all 'exits 0 lint --json p/p.ini' 'json ".never_block == 0"'
printf 'path /usr/bin/dialer\n\npath /opt/alpha-app\n' > hit.list
check "never-block: a path is hit: 5, at the rule" all 'exits 5 lint p/p.ini --never-block hit.list' \
	'says "p/services/alpha.list:5:6: error: "' 'says "  path **/alpha-app"' 'says "       ^"' \
	'says "hit.list:3 names it"' 'says "/opt/alpha-app"'
check "and that alone" all '! grep -qF dialer err' '[ "$(grep -c "error: " err)" = 1 ]'
check "compile, too, and nothing is written" all \
	'exits 5 compile p/p.ini -o never.blob --never-block hit.list' 'says "must never be blocked"' 'absent never.blob'
check "compile without a hit" all 'exits 0 compile p/p.ini -o never.blob --never-block never.list' 'cmp p.blob never.blob'
check "the hit in JSON" all 'exits 5 lint --json p/p.ini --never-block hit.list' \
	'json ".status == 5 and .diagnostics[0].file == \"p/services/alpha.list\" and .diagnostics[0].line == 5 and .diagnostics[0].column == 6"'
printf 'package com.alpha\n' > hit.list
check "never-block: a package is hit" all 'exits 5 lint p/p.ini --never-block hit.list' 'says "alpha.list:6:9: error: "' 'says "hit.list:1 names it"'
cp -r p audited
sed -i 's/^\[service beta\]/action = audit\n&/' audited/p.ini
check "not by a service that is let through" exits 0 lint audited/p.ini --never-block hit.list
printf 'package com.alpha.more\npath /opt/alpha-app2\npath /alpha-app/x\n' > hit.list
check "not by what only looks alike" exits 0 lint p/p.ini --never-block hit.list
printf 'uid 1\npath /x/cordon-canary\n' > hit.list
check "never-block: the reserved rules, at the entry" all 'exits 5 lint p/p.ini --never-block hit.list' \
	'says "hit.list:2:6: error: every policy refuses"'
printf '# x\npath usr/bin/x\nuid 0\npath /ok\n' > bad.list
check "never-block: each bad line: 5" all 'exits 5 lint p/p.ini --never-block bad.list' \
	'says "bad.list:2:6: error: the path is not absolute"' 'says "  path usr/bin/x"' 'says "       ^"' \
	'says "bad.list:3:5: error: uid 0 is root"' '[ "$(grep -c "error: " err)" = 2 ]'
check "and compile writes nothing" all 'exits 5 compile p/p.ini -o bad.blob --never-block bad.list' 'absent bad.blob'
printf 'uid 1\nuid 2\nuid 1\n' > bad.list
check "never-block: an entry that stands twice" all 'exits 5 lint p/p.ini --never-block bad.list' 'says "bad.list:3:5: error: the entry stands above already"'
yes '# far too many' | head -c 65537 > bad.list
check "never-block: too large" all 'exits 5 lint p/p.ini --never-block bad.list' 'says "bad.list: error: the text has more than 65536 bytes"'
truncate -s 65536 bad.list
check "never-block: just not" exits 0 lint p/p.ini --never-block bad.list
check "never-block: empty" exits 0 lint p/p.ini --never-block /dev/null
check "never-block: no such file: 1" all 'exits 1 lint p/p.ini --never-block none.list' 'says "cannot read '\''none.list'\''"'
check "never-block: a value is missing: 2" exits 2 lint p/p.ini --never-block
check "never-block: twice: 2" exits 2 lint p/p.ini --never-block never.list --never-block never.list
cp never.list keep.list
check "never-block: not over it" all 'exits 2 compile p/p.ini -o keep.list --never-block keep.list' 'cmp never.list keep.list'

# Keys and signatures
check "keys" all 'exits 0 keys k' 'prints "For development only"' \
	'for f in policy grant; do [ -s k/$f.key ] && [ -s k/$f.crt ] && [ -s k/$f.der ] || return 1; done'
check "private keys are private" all '[ "$(stat -c %a k/policy.key k/grant.key | sort -u)" = 600 ]'
check "keys overwrites nothing" all 'exits 1 keys k' 'says "not overwritten"'
check "certificate: names, use, and what the kernel's parser needs" all \
	'openssl x509 -in k/policy.crt -noout -text > text' \
	'grep -q "Issuer: CN = Cordon development policy authority" text' \
	'grep -q "Digital Signature" text' 'grep -q "CA:FALSE" text' \
	'grep -q "Subject Key Identifier" text' 'grep -q "Authority Key Identifier" text' \
	'grep -q "sha256WithRSAEncryption" text' 'grep -q "Version: 3" text'
check "PEM and DER are one certificate" all \
	'openssl x509 -in k/policy.crt -outform DER | cmp - k/policy.der'
check "sign" all 'exits 0 sign --key k/policy.key --cert k/policy.crt p.blob -o p.cordon' 'prints verified'
check "signing twice gives the same bytes" all \
	'exits 0 sign --key k/policy.key --cert k/policy.der p.blob -o p3.cordon' 'cmp p.cordon p3.cordon'
# The object is 32 bytes of header, the blob and the signature.
content=$(stat -c %s p.blob)
head -c $((32 + content)) p.cordon > covered
tail -c +$((33 + content)) p.cordon > signature
check "openssl verifies it" openssl smime -verify -binary -inform DER -in signature \
	-content covered -certfile k/policy.crt -nointern -noverify -out /dev/null
check "openssl cms verifies it" openssl cms -verify -binary -inform DER -in signature \
	-content covered -certfile k/policy.crt -nointern -noverify -out /dev/null
check "not with the other certificate" all '! openssl smime -verify -binary -inform DER -in signature \
	-content covered -certfile k/grant.crt -nointern -noverify -out /dev/null'
check "and openssl makes the same signature" all \
	'openssl smime -sign -binary -noattr -nocerts -md sha256 -outform DER -signer k/policy.crt -inkey k/policy.key -in covered -out theirs' \
	'cmp signature theirs'
check "no certificate, no attribute in it" all \
	'openssl asn1parse -inform DER -in signature > text' '! grep -q "cont \[ 0 \].*signingTime\|commonName.*commonName" text' \
	'[ "$(stat -c %s signature)" -lt 600 ]'
check "key and certificate of two authorities" all \
	'exits 1 sign --key k/policy.key --cert k/grant.crt p.blob -o no.cordon' 'says "does not belong"' 'absent no.cordon'
openssl ecparam -name prime256v1 -genkey -noout -out ec.key 2> /dev/null
check "a key that is not RSA" all 'exits 1 sign --key ec.key --cert k/policy.crt p.blob -o no.cordon' 'says "RSA"' 'absent no.cordon'
check "a source is no blob: 5" all 'exits 5 sign --key k/policy.key --cert k/policy.crt p/p.ini -o no.cordon' 'absent no.cordon'
check "an object is no blob: 5" exits 5 sign --key k/policy.key --cert k/policy.crt p.cordon -o no.cordon
head -c 500 p.blob > cut.blob
check "a cut blob is not signed: 5" exits 5 sign --key k/policy.key --cert k/policy.crt cut.blob -o no.cordon
check "sign without a key: 2" exits 2 sign p.blob -o no.cordon
check "sign --unsigned" all 'exits 0 sign --unsigned p.blob -o unsigned.cordon' 'prints "NOT signed"' \
	'[ "$(stat -c %s unsigned.cordon)" = $((32 + content)) ]'

# Dump
cat > wanted <<- END
	network resolver 10.20.0.53
	policy mode enforce
	policy name sample
	policy version 7
	rule alpha domain alpha.example
	rule alpha except domain open.alpha.example
	rule alpha package com.alpha
	rule alpha path **/alpha-app
	rule alpha prefix 192.0.2.0/25
	rule alpha prefix 2001:db8:a::/48
	rule beta domain beta.example
	rule beta prefix 192.0.2.128/25
	rule cordon-canary domain cordon-canary.test
	rule cordon-canary path **/cordon-canary
	rule cordon-canary prefix 2001:db8:c0de::/48
	rule cordon-canary prefix 203.0.113.222/32
	service alpha action restrict
	service alpha help https://help.example/ask
	service alpha message Alpha is not for phones.
	service beta action audit
	service beta help https://help.example/ask
	service cordon-canary action deny
	service cordon-canary help https://help.example/ask
	shared prefix 198.51.100.0/24
END
check "dump of a source shows all of it, and nothing else" all 'exits 0 dump p/p.ini' \
	'grep "^policy\|^network resolver\|^service\|^rule\|^shared" out | LC_ALL=C sort | diff wanted -' \
	'grep -q "network dns learn" out' 'grep -q "network other-resolvers refuse" out' '! grep -q unused out'
check "dump of a blob has all but the names" all 'grep -v " domain " wanted > nameless' 'exits 0 dump p.blob' \
	'grep "^policy\|^network resolver\|^service\|^rule\|^shared" out | LC_ALL=C sort | diff nameless -'
check "and says how many there are" all 'exits 0 dump p.blob' 'prints "names alpha covered 1"' \
	'prints "names alpha excepted 1"' 'prints "names beta covered 1"' 'prints "names proven 2"'
check "a source and its blob are the same policy" all 'exits 0 dump p/p.ini' 'grep -v " domain " out > a' \
	'exits 0 dump p.blob' 'diff a out'
check "dump of an object" all 'exits 0 dump p.cordon' 'prints "signature issuer CN=Cordon development policy authority"' \
	'prints "signature digest sha256"' 'prints "signature not verified"' 'prints "rule beta prefix 192.0.2.128/25"'
check "dump --cert verifies" all 'exits 0 dump --cert k/policy.crt p.cordon' 'prints "signature verified"'
check "dump --cert of another authority: 5" all 'exits 5 dump --cert k/grant.crt p.cordon' '[ ! -s out ]'
check "dump --cert of an unsigned object: 5" exits 5 dump --cert k/policy.crt unsigned.cordon
check "dump of an unsigned object" all 'exits 0 dump unsigned.cordon' 'prints "signature none"'
check "dump --json" all 'exits 0 dump --json p.cordon' \
	'json ".services[0].rules | length == 4"' 'json ".names.of | map(.names) == [1, 1, 1, 1]"' \
	'json ".object.signature.verified == false"' 'json ".shared == [\"prefix 198.51.100.0/24\"]"' \
	'json ".blob.unused == 0"'
check "both forms have the same rules" all 'exits 0 dump p/p.ini' 'grep "^rule" out | cut -d" " -f3- > a' \
	'exits 0 dump --json p/p.ini' 'jq -r ".services[].rules[]" out | diff a -'
check "two dumps can be compared" all 'sed -i s/beta.example/gamma.example/ elsewhere/services/beta.list' \
	'sed -i /com$/d elsewhere/services/alpha.list' 'exits 0 compile elsewhere/p.ini -o g.blob' \
	'exits 0 dump elsewhere/p.ini' 'cp out g.dump' 'exits 0 dump p/p.ini' \
	'[ "$(diff out g.dump | grep -c "^[<>] rule")" = 2 ]' \
	'exits 0 dump g.blob' 'cp out g.dump' 'exits 0 dump e.blob' 'diff out g.dump | grep "^[<>] names key"'
for cut in 0 7 31 32 200 $((32 + content)) $((content + 100)); do
	head -c "$cut" p.cordon > cut.cordon
	check "an object cut at $cut is refused: 5" all 'exits 5 dump cut.cordon' '[ ! -s out ]'
done
(cat p.cordon; printf x) > long.cordon
check "an object with a byte more is refused: 5" exits 5 dump long.cordon
# FILE OFFSET: one bit of it is turned.
flip()
{
	cp "$1" flipped
	byte=$(od -An -tu1 -j "$2" -N 1 "$1")
	# shellcheck disable=SC2059 # the format is the byte
	printf "\\x$(printf %02x $((byte ^ 1)))" |
		dd of=flipped bs=1 seek="$2" conv=notrunc status=none
}
for offset in 0 8 12 16 20 24 33 $((content / 2)) $((31 + content)); do
	flip p.cordon "$offset"
	check "an object with a bit turned at $offset is refused: 5" all 'exits 5 dump flipped' \
		'says "not a valid" || says "neither a policy blob nor an object"'
done
flip p.cordon $((content + 440))
check "a signature with a bit turned is refused with the certificate: 5" exits 5 dump --cert k/policy.crt flipped
check "and the error is JSON" all 'exits 5 dump --json --cert k/policy.crt flipped' 'json ".status == 5"'
check "no such file: 1" all 'exits 1 dump nothing' 'says "No such file"'

# Explain: status, verdict, and the rule.
# WHAT STATUS VERDICT SERVICE RULE REASON ARGUMENT...
explains()
{
	local what=$1 status=$2 filter
	filter=".verdict == \"$3\" and .service == $4 and .rule == $5 and .reason == \"$6\""
	shift 6
	local arguments="$*"
	check "explain $what" all "exits $status explain p.cordon $arguments" \
		"exits $status explain --json p.cordon $arguments" "json '$filter'"
}
explains "exec refused" 3 deny '"alpha"' '"path **/alpha-app"' path --exec /opt/alpha-app
printf 'path /opt/alpha-app\npath /opt/alpha-apps\n' > never.list
check "explain: let through by the firmware's list" all \
	'exits 0 explain p.cordon --never-block never.list --exec /opt/alpha-app' \
	'prints "let through: exec /opt/alpha-app"' 'prints "rule      path **/alpha-app"' 'prints "never-block list names it"' \
	'! grep -q "Alpha is not for phones" out'
check "explain: the same in JSON" all \
	'exits 0 explain p.cordon --json --never-block never.list --exec /opt/alpha-app' \
	'json ".verdict == \"deny\" and .never_block == true"'
check "explain: not on the list" all \
	'exits 3 explain p.cordon --never-block never.list --exec /alpha-app' 'prints "deny: exec /alpha-app"'
check "explain: on the list, and not refused" all \
	'exits 0 explain p.cordon --json --never-block never.list --exec /opt/alpha-apps' 'json ".verdict == \"allow\" and .never_block == false"'
echo uid 0 > bad.list
check "explain: a bad list: 5" all 'exits 5 explain p.cordon --never-block bad.list --exec /x' 'says "bad.list"'
explains "exec of something else" 0 allow null null none --exec /opt/alpha-apps
explains "address refused" 3 deny '"alpha"' '"prefix 192.0.2.0/25"' prefix --connect 192.0.2.1:443
explains "address in a 6to4 form" 3 deny '"alpha"' '"prefix 192.0.2.0/25"' prefix --connect 2002:c000:0201::1
explains "IPv6 address" 3 deny '"alpha"' '"prefix 2001:db8:a::/48"' prefix --connect '[2001:db8:a::1]:443/udp'
explains "IPv6 address without port" 3 deny '"alpha"' '"prefix 2001:db8:a::/48"' prefix --connect 2001:db8:a::1
explains "address recorded" 0 allow '"beta"' '"prefix 192.0.2.128/25"' prefix --connect 192.0.2.129
explains "address of nobody" 0 allow null null none --connect 198.18.0.1:443
explains "address as a host" 3 deny '"alpha"' '"prefix 192.0.2.0/25"' prefix --name 192.0.2.1.
explains "address in hexadecimal" 3 deny '"alpha"' '"prefix 192.0.2.0/25"' prefix --name 0xc0.0.0x2.1
explains "address as one number" 3 deny '"alpha"' '"prefix 192.0.2.0/25"' prefix --name 3221225985
explains "address of nobody in octal" 0 allow null null none --name 0306.022.1
explains "IPv6 address as a host" 3 deny '"alpha"' '"prefix 2001:db8:a::/48"' prefix --name "'[2001:db8:a::1]'"
check "explain says that the host is an address" all 'exits 3 explain p/p.ini --name 0xc0.0.0x2.1' \
	'prints "counts as 192.0.2.1, an address: it is decided as one"' 'exits 3 explain --json p/p.ini --name 0xc0.0.0x2.1' \
	'json ".operation == \"name\" and .target == \"0xc0.0.0x2.1\" and .address == \"192.0.2.1\" and (has(\"question\") | not)"'
explains "name, its address unknown" 0 inspect '"alpha"' '"domain alpha.example"' name --name www.Alpha.example.
explains "name of another script" 0 inspect '"alpha"' '"domain alpha.example"' name --name www.bücher.alpha.example
check "explain: what the answer depends on" all 'exits 0 explain p/p.ini --name alpha.example' \
	'prints "inspect: name alpha.example"' 'prints "its address decides: a connect is refused, or let through"' \
	'prints "to do     explain --connect its address"' 'exits 0 explain --json p/p.ini --name alpha.example' \
	'json ".question == \"allow\" and .addresses == []"'
check "explain: of a harmless name, too" all 'exits 0 explain p/p.ini --name news.example' \
	'prints "it goes through, unless the address of the answer is refused"'
check "explain: a question that is refused: 3" all 'sed "s/^shared/dns = refuse\n&/" p/p.ini > p/refuse.ini' \
	'exits 3 explain p/refuse.ini --name www.alpha.example' 'prints "deny: name www.alpha.example"' \
	'prints "effect    the DNS question for it is refused"' 'exits 3 explain --json p/refuse.ini --name www.alpha.example' \
	'json ".question == \"deny\""' 'exits 0 explain p/refuse.ini --name open.alpha.example'
explains "name of another script beside it" 0 allow null null none --name bücher-alpha.example
check "explain shows the name that the network knows" all 'exits 0 explain p/p.ini --name Bücher.alpha.example' \
	'prints "xn--bcher-kva.alpha.example"'
check "explain: no name of any script" all 'exits 2 explain p/p.ini --name bü!.example' 'says "no host'\''s name in any script"'
check "a name with a joiner is another name than without, in every form" all 'cp -r p joiner' \
	"printf 'domain \\331\\206\\330\\247\\331\\205\\331\\207\\342\\200\\214\\330\\247\\333\\214.example\\n' > joiner/services/alpha.list" \
	'exits 0 lint --strict joiner/p.ini' 'exits 0 explain joiner/p.ini --name xn--mgba3gch31f060k.example' 'prints "inspect: "' \
	'exits 0 explain joiner/p.ini --name xn--mgba3gch31f.example' 'prints "allow: "'
check "an emoji name is taken in both forms" all 'cp -r p emoji' 'echo "domain xn--ls8h.example" > emoji/services/alpha.list' \
	'exits 0 lint --strict emoji/p.ini' 'exits 0 compile emoji/p.ini -o ascii.blob' 'echo "domain 💩.example" > emoji/services/alpha.list' \
	'exits 0 lint --strict emoji/p.ini' 'exits 0 compile emoji/p.ini -o emoji.blob' 'cmp ascii.blob emoji.blob'
explains "name excepted" 0 allow '"alpha"' '"except domain open.alpha.example"' except --name open.alpha.example
explains "name beside it" 0 allow null null none --name notalpha.example
explains "another resolver" 3 deny null null other-resolver --connect 9.9.9.9:53/udp
explains "the resolver" 0 allow null null none --connect 10.20.0.53:53/udp
explains "the resolver over TCP" 3 deny null null dns-over-tcp --connect 10.20.0.53:53
explains "encrypted DNS" 3 deny null null dns-encrypted --connect 10.20.0.53:853
check "explain says why, and what to do" all 'exits 3 explain p/p.ini --connect 192.0.2.1' \
	'prints "Alpha is not for phones."' 'prints "ask for permission to use '\''alpha'\'': https://help.example/ask"' \
	'prints "sample version 7, mode enforce"'
check "source, blob and object give one answer" all \
	'exits 3 explain p/p.ini --exec /alpha-app' 'cp out a' 'exits 3 explain p.blob --exec /alpha-app' 'cmp out a' \
	'exits 3 explain p.cordon --exec /alpha-app' 'cmp out a'
check "explain in mode monitor: what would be denied is denied" all \
	'sed s/enforce/monitor/ p/p.ini > p/m.ini' 'exits 3 explain p/m.ini --exec /alpha-app' 'prints "in mode monitor nothing is refused"'
for bad in '--exec alpha-app' '--exec /a/../b' '--connect 192.0.2.1:0' '--connect 192.0.2.1:65536' '--connect 192.0.2' \
	'--connect [::1' '--connect [::1]443' '--connect 192.0.2.1:53/sctp' '--name a..b' '--name https://a.b' \
	'--name a.b:443' '--name a.b --exec /c' '--name 1.2.3.4.5' '--name 256.1.1.1' '--name a.b..' '--name [::1' ''; do
	# shellcheck disable=SC2086 # words are arguments
	check "explain refuses '$bad': 2" exits 2 explain p.blob $bad
done
check "explain with a damaged policy: 5" exits 5 explain cut.blob --name a.b
check "explain: bytes of a file's name are valid JSON" all \
	"exits 0 explain --json p.blob --exec \$'/a\\xff\\x1b'" 'json ".target"'
check "explain: and do not reach the terminal" all \
	"exits 0 explain p.blob --exec \$'/a\\xff\\x1b'" 'steers_nothing' 'prints "exec /a\xff\x1b"'
check "a full disk is noticed" all 'status=0; "$cordonc" dump p.blob > /dev/full 2> err || status=$?; [ $status = 1 ]' 'says "cannot write"'

# Names of files are anybody's: what could steer a terminal is shown as \xNN.
red=$(printf 'r\033[31m')
mkdir "$red"
make_policy "$red/p"
echo 'domain com' > "$red/p/services/gamma.list"
check "lint: the name of a list" all 'exits 5 lint "$red/p/p.ini"' 'says "r\x1b[31m/p/services/gamma.list:1:8: error: "' steers_nothing
check "in JSON it is what it is" all 'exits 5 lint --json "$red/p/p.ini"' \
	'json "[.diagnostics[].file] | any(contains(\"r\u001b[31m/p/services/gamma.list\"))"' steers_nothing
rm "$red/p/services/gamma.list"
check "lint: of the source, on the standard output" all 'exits 0 lint "$red/p/p.ini"' 'prints "r\x1b[31m/p/p.ini: no error"' steers_nothing
check "compile: of the output" all 'exits 0 compile p/p.ini -o "$red/blob"' 'prints "r\x1b[31m/blob: "' steers_nothing
check "sign: of the output" all 'exits 0 sign --unsigned p.blob -o "$red/object"' 'prints "r\x1b[31m/object: "' steers_nothing
check "keys: of the directory" all 'exits 0 keys "$red/k"' 'prints "r\x1b[31m/k/policy.key "' steers_nothing
check "replay: of a capture" all 'exits 1 replay p.blob "$red/none.pcap"' 'says "r\x1b[31m/none.pcap: "' steers_nothing
for words in 'compile "$red" -o x' 'lint p/p.ini --never-block "$red"' 'compile p/p.ini -o "$red"' 'sign --key "$red" --cert k/policy.crt p.blob -o x' \
		'sign --unsigned "$red" -o x' 'dump "$red"' 'dump --cert "$red" p.cordon' 'explain "$red" --exec /x' 'keys "$red/blob"' \
		'"$red"' 'lint "--$red"' 'help "$red"'; do
	check "and in the error of: $words" all "\"\$cordonc\" $words > out 2> err || status=\$?" '[ "$status" != 0 ]' 'says "r\x1b"' steers_nothing
done

# The library and the text
cd "$OLDPWD"
"$cordonc" help policy > "$work/help"
check "docs/policy.md explains every key and every rule" all \
	'keys=$(sed -n "s/^  \([a-z-]*\)  *= .*/\1/p" "$work/help")' '[ "$(echo "$keys" | wc -l)" -ge 13 ]' \
	'for key in $keys; do grep -q "| \`$key\` |" docs/policy.md || return 1; done' \
	'for rule in domain "except domain" prefix path package; do grep -q "^| \`$rule " docs/policy.md || return 1; done'
check "every global symbol of the library begins with cordon_" all \
	'nm --defined-only -g build/libcordon.a > "$work/symbols"' 'grep " [A-Za-z] " "$work/symbols" > "$work/global"' \
	'! grep -v " cordon_" "$work/global"'

end_checks
