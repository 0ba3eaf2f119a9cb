#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
#
# Tries the harness itself: what it promises about status, output, time-out,
# broken guests and kernel complaints, and that the guest's internet answers.
# Each guest boots without Cordon. Prints TAP; fails if one thing fails.
set -eu

vm=$(cd -- "${BASH_SOURCE[0]%/*}" && pwd)
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
count=0
failed=0

# check WHAT COMMAND...: one line of TAP.
check() {
	local what=$1
	shift
	count=$((count + 1))
	if "$@"; then
		echo "ok $count $what"
	else
		echo "not ok $count $what"
		failed=$((failed + 1))
	fi
}

# script NAME: a script of that name from standard input.
script() {
	{ printf '#!/bin/bash\n'; cat; } >"$dir/$1"
}

# guest NAME [NAME=VALUE...]: runs the script; status, out and err are left.
guest() {
	local name=$1
	shift
	status=0
	# Our own variables must not come from whoever called us.
	env -u ADD -u POLICY -u ICOUNT -u CMDLINE -u TIMEOUT -u AS "$vm/run" BACKEND=off "SCRIPT=$dir/$name" "$@" \
		>"$dir/$name.out" 2>"$dir/$name.err" </dev/null || status=$?
	out=$dir/$name.out
	err=$dir/$name.err
	sed 's/^/# /' "$err"
}

is() {
	[ "$1" = "$2" ] || {
		echo "# is: $1, should be: $2"
		return 1
	}
}

has() {
	grep -q -e "$2" "$1" || {
		echo "# not found: $2"
		sed 's/^/# | /' "$1" | head -n 40
		return 1
	}
}

# Each byte there is, with line ends of all kinds, a few hundred kilobytes.
bytes() {
	local i
	for i in $(seq 0 255); do
		printf '%b' "\\0$(printf %o "$i")"
	done
	printf 'unix\ndos\r\nmac\rnone'
	head -c 500000 /dev/zero | tr '\0' '\r'
	printf 'the end\n\n\004'
}

bytes >"$dir/bytes"
script output <<-'EOF'
	cat bytes
	echo more >/dev/stderr
	kill -USR1 $$
EOF
guest output "ADD=$dir/bytes"
check "the script's death by a signal is its status" is "$status" 138
check "the output is byte-clean, to its end" cmp "$out" <(cat "$dir/bytes"; echo more)

script internet <<-'EOF'
	status=0
	try() { "$@" || { echo "failed: $*"; status=1; }; }
	reach() {
		local page
		page=$(curl -sS --max-time 60 "$@") && echo "$page" || { echo "failed: curl $*"; status=1; }
	}
	answer() {
		local want=$1 got
		shift
		got=$(dig +short +time=30 "$@" | tail -n 1)
		[ "$got" = "$want" ] || { echo "failed: dig $*: $got"; status=1; }
	}
	reach https://bbc.co.uk
	reach -6 https://www.facebook.com/
	reach -4 http://www.facebook.com/
	reach https://157.240.9.35/
	reach http://192.0.2.1/
	answer 157.240.9.35 www.facebook.com A
	answer 2a03:2880:f10d:83:face:b00c:0:25de www.facebook.com AAAA
	answer 71.18.1.10 +tcp any.tiktok.com A
	answer 81.130.64.12 news.harmless.example A
	answer 149.154.167.99 @8.8.8.8 t.me A
	answer 203.0.113.222 @fd00:20::53 cordon-canary.test A
	answer '' no-such-name.example A
	# An address with no certificate is refused by curl: the CA is really asked.
	! curl -s --max-time 60 https://192.0.2.1/ || { echo "failed: any certificate is good"; status=1; }
	QT_QPA_PLATFORM=none telegram-desktop 2>&1 | grep -q 'Could not find the Qt platform plugin' ||
		{ echo "failed: telegram-desktop does not start"; status=1; }
	try test "$(id -un)" = officer
	try test -e /etc/cordon-guest
	try grep -qw cordon.guest /proc/cmdline
	try test ! -w /etc/passwd
	exit $((42 + status))
EOF
guest internet
check "status, names, addresses and the real app in the guest" is "$status" 42
check "the page names the host and the address" has "$out" '^You have reached bbc.co.uk at 151.101.0.81 by https.$'
[ "$status" = 42 ] || sed 's/^/# | /' "$out"

script complaint <<-'EOF'
	echo '<4>BUG: this is the self-test of the harness' >/dev/kmsg
EOF
guest complaint AS=root
check "a BUG line of the kernel fails the run" is "$status" 125
check "with an excerpt of the console" has "$err" 'BUG: this is the self-test'

script twin <<-'EOF'
	echo '<4>a line of no harm' >/dev/kmsg
	ls -A
EOF
mkdir "$dir/tree"
: >"$dir/tree/leaf"
guest twin AS=root "ADD=$dir/tree $dir/bytes" ICOUNT=1
check "another line does not" is "$status" 0
check "what was added lies beside the script" is "$(sort "$out" | tr '\n' ' ')" "bytes tree twin "

script endless <<-'EOF'
	echo started
	sleep infinity
EOF
guest endless TIMEOUT=60
check "a run without end is ended: 124" is "$status" 124
check "what it printed until then is kept" has "$out" '^started$'

script never <<-'EOF'
	exit 0
EOF
guest never CMDLINE=rdinit=/nonexistent
check "a guest that does not boot: 125" is "$status" 125
guest never BACKEND=none
check "a wrong argument: 125" is "$status" 125

status=0
printf 'exit 7\n' | "$vm/run" BACKEND=off >"$dir/piped.out" 2>&1 || status=$?
check "what is piped into a shell is its script" is "$status" 7

# Side by side, each with a name that is the same.
script both <<-'EOF'
	cat which
EOF
mkdir "$dir/1" "$dir/2"
echo 1 >"$dir/1/which"
echo 2 >"$dir/2/which"
for i in 1 2; do
	"$vm/run" BACKEND=off CPUS=1 "SCRIPT=$dir/both" "ADD=$dir/$i/which" >"$dir/both.$i" 2>&1 </dev/null &
	pids[i]=$!
done
wait "${pids[@]}" || :
check "two guests side by side do not meet" is "$(cat "$dir/both.1" "$dir/both.2")" $'1\n2'

echo "1..$count"
echo "vm-selftest: $((count - failed)) passed, $failed failed"
[ "$failed" = 0 ]
