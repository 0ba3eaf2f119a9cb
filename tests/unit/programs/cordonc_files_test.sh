#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
#
# What cordonc reads and writes: what an output may replace, "-" for the standard
# input and output, and what is lost when something fails (nothing). Prints TAP.
# $CORDONC is the program. Steps of a check are single-quoted because `all`
# evaluates them when their turn comes.
# shellcheck disable=SC2016
set -eu

cordonc=$(realpath "${CORDONC:-build/bin/cordonc}")
called=("$cordonc")
. tests/unit/programs/called.sh
cd "$work"

absent() { [ ! -e "$1" ] && [ ! -L "$1" ]; }
# What lies about beside what is named: nothing may be left by a failure.
tidy() { [ -z "$(find . -name '.cordon-*' | tee left)" ] || { cat left; return 1; }; }
# FILE...: their kind, mode, number, what they lead to, and the old file's bytes.
state() { stat -c '%F %a %i %s %N' "$@" && cat way/target; }

mkdir -p p/services
cat > p/p.ini << END
[policy]
name = sample
version = 7
mode = enforce
services = services/*.list
must-work = works.list

[network]
dns = refuse
END
echo 'domain alpha.example' > p/services/alpha.list
echo 'domain news.example' > p/works.list
echo 'path /usr/bin/dialer' > never.list
"$cordonc" keys k > /dev/null
"$cordonc" compile p/p.ini -o p.blob > /dev/null
"$cordonc" sign --key k/policy.key --cert k/policy.crt p.blob -o p.cordon > /dev/null
compile=(compile p/p.ini -o)
sign=(sign --key k/policy.key --cert k/policy.crt p.blob -o)

# An output is a new file, or takes the place of a regular one.
mkdir way
# Never a device of this machine, as a mistake would replace it for all.
device=way/device
if ! mknod -m 600 way/device c 1 7 2> err; then
	device=/dev/full
fi
mkfifo way/fifo
mkdir way/directory
echo old > way/target
ln -s target way/link
ln -s nothing way/dangling
ln -s /dev/null way/null
for verb in compile sign; do
	declare -n words=$verb
	for way in $device:device way/fifo:FIFO way/directory:directory way/link:link way/dangling:link \
		way/null:link; do
		check "$verb: ${way%:*} is refused and stays as it is" all \
			"state ${way%:*} way/target > before" \
			"exits 1 ${words[*]} ${way%:*}" "says 'cannot write it: '" "says '${way#*:}'" 'says "hint: "' \
			"state ${way%:*} way/target | diff before -" 'absent way/nothing' tidy
		check "$verb: and so in JSON" all "exits 1 ${words[*]} ${way%:*} --json" \
			'json ".status == 1 and (.error | startswith(\"cannot write it: \")) and .diagnostics[0].hint"'
	done
	check "$verb: a regular file is replaced and keeps its mode" all 'echo old > way/file' 'chmod 640 way/file' \
		"exits 0 ${words[*]} way/file" '[ "$(stat -c %a way/file)" = 640 ]' '[ "$(wc -c < way/file)" -gt 100 ]' tidy
	check "$verb: a directory by its slash" all "exits 1 ${words[*]} way/directory/" 'says "it is a directory"' \
		'says "hint: name a file in it"'
	check "$verb: a slash behind what is not there" all "exits 1 ${words[*]} way/new/" 'says "there is none of that name"' \
		'says "hint: leave out the /"' 'absent way/new'
	check "$verb: what has no place" all "exits 1 ${words[*]} no/such/file" 'says "No such file or directory"' 'says "hint: "' \
		"exits 1 ${words[*]} way/target/file" 'says "Not a directory"' 'says "hint: "'
	check "$verb: a file without a name" all "exits 1 ${words[*]} ''" "says \"'': error: cannot write it: no file has an empty name\"" \
		'says "hint: "'
	check "$verb: -o twice: neither is written" all "exits 2 ${words[*]} a -o b" 'says "-o stands twice"' \
		"exits 2 ${words[*]} a --output=b" 'says "-o stands twice"' 'absent a' 'absent b'
	check "$verb: through a link to a directory" all 'ln -sfn way/directory there' "exits 0 ${words[*]} there/file" \
		'[ -s way/directory/file ]'
	check "$verb: a file that may not grow so far: the old one stays" all 'echo old > small' \
		"sh -c 'ulimit -f 0; \"\$0\" \"\$@\"; echo status \$?' $cordonc ${words[*]} small 2>&1 | cat > said" \
		'grep -qx "status 1" said' 'grep -q "cannot write it: File too large" said' 'grep -qx old small' tidy
	check "$verb: standard output" all "exits 0 ${words[*]} file" "exits 0 ${words[*]} -" 'cmp file out' \
		'says "standard output: "' 'absent -'
	check "$verb: ./- is a file" all "exits 0 ${words[*]} ./-" 'cmp file ./-' 'rm ./-'
	check "$verb: not with --json, which prints there, too" all "exits 2 ${words[*]} - --json" \
		'json ".status == 2 and (.error | contains(\"name a file\"))"'
	check "$verb: a full output is noticed, and said once" all \
		"status=0; \"\$cordonc\" ${words[*]} - > /dev/full 2> err || status=\$?" '[ $status = 1 ]' \
		'[ "$(grep -c "No space left" err)" = 1 ]'
	check "$verb: not to a terminal" all \
		"status=0; script -qec '$cordonc ${words[*]} -' /dev/null > out 2> err < /dev/null || status=\$?" \
		'[ $status = 1 ]' 'grep -q "this is a terminal" out'
done

for words in 'sign --key k/policy.key --key k/grant.key --cert k/policy.crt p.blob -o no' \
		'sign --key k/policy.key --cert k/policy.crt --cert k/grant.crt p.blob -o no' \
		'dump p.cordon --cert k/grant.crt --cert k/policy.crt' 'compile p/p.ini --never-block never.list --never-block never.list -o no' \
		'explain p.blob --never-block never.list --never-block never.list --name a.b'; do
	check "what stands twice is not taken once: $words" all "exits 2 $words" 'says " stands twice"' 'absent no'
done

# What cannot be read: what, why, and what to do.
for words in 'dump none' 'dump way/target/none' 'explain none --name a.b' 'replay none way/target' 'sign --unsigned none -o no' \
		'sign --key none --cert k/policy.crt p.blob -o no' 'sign --key k/policy.key --cert none p.blob -o no' 'lint none.ini' \
		'compile none.ini -o no' 'lint p/p.ini --never-block none' 'dump way' 'lint way'; do
	check "cannot read, and a hint: $words" all "exits 1 $words" 'says "cannot read "' 'says "hint: "' 'absent no' \
		"exits 1 --json $words" 'json ".diagnostics[0].hint"'
done

# An output is no input.
for file in k/policy.key k/policy.crt p.blob; do
	check "sign: not over $file" all "cp $file kept" "exits 2 ${sign[*]} $file" "says \"'$file' is the \"" "cmp $file kept"
	check "sign: nor by another name of it" all "ln -f $file other" "exits 2 ${sign[*]} other" "cmp other kept"
done
check "sign: the twin" all "exits 0 ${sign[*]} k/policy.cordon" 'cmp p.cordon k/policy.cordon'
for file in p/p.ini p/services/alpha.list p/works.list; do
	check "compile: not over $file" all "cp $file kept" "! \"\$cordonc\" ${compile[*]} $file 2> err" \
		'says "a file of the source" || says "is the source itself"' "cmp $file kept"
done
check "compile: the twin" all "exits 0 ${compile[*]} p/services/alpha.blob" 'cmp p.blob p/services/alpha.blob'
check "compile: not over the never-block file" all 'exits 2 compile p/p.ini --never-block never.list -o never.list' \
	'grep -q dialer never.list'
check "compile: nor over the source that comes in" all 'cp p/p.ini kept' 'cd p' \
	'! "$cordonc" compile - -o p.ini < p.ini 2> ../err' 'cd ..' 'says "is the source itself"' 'cmp p/p.ini kept'

# "-" is the standard input of every verb.
# INPUT STATUS ARGUMENT...
feeds() { local input=$1; shift; exits "$@" < "$input"; }
check "compile -: paths count from the working directory" all 'cd p' 'feeds p.ini 0 compile - -o ../fed.blob' 'cd ..' \
	'cmp p.blob fed.blob'
check "lint -" all 'cd p' 'feeds p.ini 0 lint -' 'cd ..' 'prints "standard input: no error"'
check "a mistake in it has its place" all 'echo "[nonsense]" > bad.ini' 'feeds bad.ini 5 lint -' \
	'says "standard input:1:"'
check "lint --never-block -" all 'feeds never.list 0 lint p/p.ini --never-block -' 'prints "1 entries of the never-block file"'
check "its mistakes, too" all 'echo "uid x" > bad.list' 'feeds bad.list 5 lint p/p.ini --never-block -' 'says "standard input:1:"'
check "sign -" all "feeds p.blob 0 sign --key k/policy.key --cert k/policy.crt - -o fed" 'cmp p.cordon fed'
check "sign --key -" all "feeds k/policy.key 0 sign --key - --cert k/policy.crt p.blob -o fed" 'cmp p.cordon fed'
check "sign --cert -" all "feeds k/policy.der 0 sign --key k/policy.key --cert - p.blob -o fed" 'cmp p.cordon fed'
check "sign - -o -" all "feeds p.blob 0 sign --key k/policy.key --cert k/policy.crt - -o -" 'cmp p.cordon out'
check "what is no key, no certificate, no blob" all "feeds p.blob 1 sign --key - --cert k/policy.crt p.blob -o no" \
	'says "standard input: "' "feeds p.blob 1 sign --key k/policy.key --cert - p.blob -o no" 'says "standard input: "' \
	"feeds k/policy.key 5 sign --key k/policy.key --cert k/policy.crt - -o no" 'says "standard input: "' 'absent no'
for file in p.blob p.cordon; do
	check "dump - < $file" all "exits 0 dump $file" 'cp out wanted' "feeds $file 0 dump -" 'diff wanted out'
	check "explain - < $file" all "feeds $file 3 explain - --name alpha.example" 'prints "deny: name alpha.example"'
done
check "dump -, of a source" all 'exits 0 dump p/p.ini' 'cp out wanted' 'cd p' 'feeds p.ini 0 dump -' 'cd ..' 'diff wanted out'
check "explain -, of a source" all 'cd p' 'feeds p.ini 3 explain - --name alpha.example' 'cd ..'
check "a damaged blob is not taken for a source" all 'head -c 100 p.blob > cut' 'feeds cut 5 dump -' \
	'says "standard input: error: not a valid policy blob"' '(printf x; cat p.blob) > odd' 'feeds odd 5 dump -' \
	'says "neither a policy blob nor an object"' '[ "$(grep -c "error: " err)" = 1 ]'
check "dump --cert -" all 'feeds k/policy.crt 0 dump p.cordon --cert -' 'prints "signature verified"'
check "and not with another" all 'feeds k/grant.crt 5 dump p.cordon --cert -'
check "explain --never-block -" all 'echo "path /opt/x" > x.list' 'feeds x.list 0 explain p.blob --never-block - --exec /opt/x'
check "a source that is a pipe is read once" all 'mkfifo p/pipe.ini' '(cat p/p.ini > p/pipe.ini) &' \
	'exits 3 explain p/pipe.ini --name alpha.example' wait
# A capture without packets.
printf '\324\303\262\241\2\0\4\0\0\0\0\0\0\0\0\0\0\0\4\0\1\0\0\0' > empty.pcap
check "replay: POLICY may be -" all 'feeds p.blob 0 replay - empty.pcap'
check "replay: --was may be -" all 'feeds p.blob 0 replay p.blob --was - empty.pcap'
check "replay: CAPTURE may be -" all 'feeds empty.pcap 0 replay p.blob -'
for twice in 'compile - --never-block - -o no' 'lint - --never-block -' 'sign --key - --cert - p.blob -o no' \
	'sign --key - --cert k/policy.crt - -o no' 'dump - --cert -' 'explain - --never-block - --name a.b' \
	'replay - -' 'replay - --was - empty.pcap' 'replay p.blob - -'; do
	check "$twice: only one can be the standard input" all "feeds p.blob 2 $twice" 'says "can be read only once"' 'absent no'
done
check "a word of the source is no word of the command line" all 'echo "domain refused.example" > p/-' \
	'sed s/works.list/-/ p/p.ini > p/dash.ini' 'cd p' 'feeds /dev/null 0 lint dash.ini' 'cd ..' \
	'echo "domain alpha.example" > p/-' 'cd p' 'feeds /dev/null 5 lint dash.ini' 'cd ..' 'rm p/-'
check "nothing was called -" absent -

# Keys
check "keys: - is no directory, and ./- is one" all 'exits 2 keys -' 'says "standard output"' 'absent -' 'exits 0 keys ./-' \
	'[ -s ./-/grant.der ]'
check "keys: a link in the way, leading nowhere" all 'mkdir l' 'ln -s nowhere l/grant.crt' 'exits 1 keys l' \
	'says "l/grant.crt"' 'says "not overwritten"' '[ "$(find l -mindepth 1)" = l/grant.crt ]'
check "keys: a file instead of a directory" all 'exits 1 keys p.blob' 'absent p.blob/policy.key' 'cmp p.blob fed.blob'
# With room for three files of six.
# shellcheck disable=SC2034 # all evaluates it
few='mount -t tmpfs -o nr_inodes=4 none few && { "$0" keys few; s=$?; [ -z "$(find few -mindepth 1)" ] || exit 99; exit $s; }'
mkdir few
if unshare -rm mount -t tmpfs none few 2> err; then
	check "keys: all or none" all 'status=0; unshare -rm sh -c "$few" "$cordonc" > out 2> err || status=$?' \
		'[ $status = 1 ]' 'says "No space left"'
	check "keys: the twin" all 'unshare -rm sh -c "$(echo "$few" | sed "s/=4/=7/; s/\[ -z/[ -n/")" "$cordonc"'
else
	check "keys: all or none # SKIP cannot mount a small filesystem" true
fi

end_checks
