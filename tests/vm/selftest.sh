#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
#
# Tries the harness itself: what it promises about status, output, time-out,
# broken guests and kernel complaints, that the guest's internet answers, and
# which kernels and daemons a run gets. Prints TAP; fails if one thing fails.
#
# Takes BACKEND, KERNEL, ARCH and FLAVOUR from the environment, as tests/vm/run
# does: with BACKEND=lsm the guests have Cordon built in, but none of its
# programs starts and no policy is loaded, except where that is what is tried.
#
# All guests are started first, as many at a time as there are processors, and
# looked at when they have ended.
set -eu

vm=$(cd -- "${BASH_SOURCE[0]%/*}" && pwd)
top=$(cd -- "$vm/../.." && pwd)
# shellcheck source=/dev/null
. "$vm/console.sh"
dir=$(mktemp -d)
fake=$top/build/firmware/selftest.$$-x86_64
trap 'jobs -rp | xargs -r kill; rm -rf "$dir" "$fake"' EXIT
declare -A pids=()
# One more: the guest that has no end sleeps.
slots=$(($(nproc) + 1))
backend=${BACKEND:-bpf}
plain=(BACKEND=off)
if [ "$backend" = lsm ]; then
	plain=(BACKEND=lsm CORDOND=no POLICY=none)
fi
# Our own variables must not come from whoever called us.
unset ADD POLICY ICOUNT CMDLINE TIMEOUT AS BACKEND CORDOND NAME SCRIPT
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

# background RUN COMMAND...: a guest's, as soon as there is a processor for it.
background() {
	local run=$dir/run.$1
	while [ "$(jobs -rp | wc -l)" -ge "$slots" ]; do
		wait -n || :
	done
	# Without the redirection it would have no input.
	(exec "${@:2}" >"$run.out" 2>"$run.err") <&0 &
	pids[$1]=$!
}

# start RUN SCRIPT [NAME=VALUE...]: a guest with that script, in the background.
start() {
	background "$1" "$vm/run" "${plain[@]}" "SCRIPT=$dir/$2" "${@:3}" </dev/null
}

# ended RUN: waits for it; its status, out and err are left.
ended() {
	status=0
	wait "${pids[$1]}" || status=$?
	out=$dir/run.$1.out
	err=$dir/run.$1.err
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

# The guests.
script endless <<-'EOF'
	echo started
	sleep infinity
EOF
start endless endless TIMEOUT=60

bytes >"$dir/bytes"
script output <<-'EOF'
	cat bytes
	echo more >/dev/stderr
	kill -USR1 $$
EOF
start output output "ADD=$dir/bytes"

script processors <<-'EOF'
	nproc
EOF
start processors processors CPUS=3

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
start internet internet

script complaint <<-'EOF'
	echo '<4>BUG: this is the self-test of the harness' >/dev/kmsg
EOF
start complaint complaint AS=root

script twin <<-'EOF'
	echo '<4>a line of no harm' >/dev/kmsg
	ls -A
EOF
mkdir "$dir/tree"
: >"$dir/tree/leaf"
start twin twin AS=root "ADD=$dir/tree $dir/bytes" ICOUNT=1

script never <<-'EOF'
	exit 0
EOF
start never never CMDLINE=rdinit=/nonexistent

# A stock kernel where a firmware kernel should lie: it has nothing built in.
mkdir -p "$fake"
ln -s "$(env -u KERNEL -u ARCH -u FLAVOUR "$top/scripts/kernel-version" image)" "$fake/image"
start fake never BACKEND=lsm "KERNEL=selftest.$$" ARCH=x86_64 FLAVOUR=

script daemon <<-'EOF'
	read -r backend </sys/kernel/cordon/backend
	read -r mode </sys/kernel/cordon/mode
	daemons=$(pgrep -x -c cordond)
	echo $backend $mode $daemons $(ls /opt/cordon/bin)
EOF
for word in no yes; do
	start "daemon-$word" daemon "BACKEND=$backend" "CORDOND=$word" POLICY="$top/policy/met-handset.ini"
done

background piped "$vm/run" "${plain[@]}" < <(printf 'exit 7\n')

# Side by side, each with a name that is the same.
script both <<-'EOF'
	cat which
EOF
for i in 1 2; do
	mkdir "$dir/$i"
	echo "$i" >"$dir/$i/which"
	start "both-$i" both CPUS=1 "ADD=$dir/$i/which"
done

# Meanwhile what needs none.
# complains YES|NO: is each line of standard input taken for a complaint?
complains() {
	local line wrong=0 is
	while IFS= read -r line; do
		echo "[    1.234567] $line" >"$dir/line"
		is=no
		[ -z "$(complaint_in "$dir/line")" ] || is=yes
		if [ "$is" != "$1" ]; then
			echo "# a complaint? $is: $line"
			wrong=1
		fi
	done
	return $wrong
}

check "what kernels complain of" complains yes <<-'EOF'
	WARNING: CPU: 1 PID: 77 at kernel/workqueue.c:3110 __flush_work+0x2f/0x40
	BUG: kernel NULL pointer dereference, address: 0000000000000008
	Unable to handle kernel NULL pointer dereference at virtual address 0000000000000008
	Internal error: Oops: 0000000096000004 [#1] PREEMPT SMP
	Call Trace:
	Call trace:
	kernel BUG at mm/slub.c:448!
	Kernel panic - not syncing: Attempted to kill init!
	general protection fault, probably for non-canonical address 0xdead000000000100: 0000 [#1]
	BUG: KASAN: slab-use-after-free in cordon_decide+0x12/0x90
	UBSAN: array-index-out-of-bounds in security/cordon/engine/policy/blob.c:12:3
	kmemleak: 1 new suspected memory leaks (see /sys/kernel/debug/kmemleak)
	WARNING: possible circular locking dependency detected
	WARNING: possible recursive locking detected
	WARNING: inconsistent lock state
	INFO: suspicious RCU usage
	BUG: sleeping function called from invalid context at mm/slab.h:333
	[ BUG: Invalid wait context ]
	INFO: task cordond:211 blocked for more than 120 seconds.
	rcu: INFO: rcu_preempt self-detected stall on CPU
	refcount_t: underflow; use-after-free.
	list_del corruption. prev->next should be ffff888003a4c6c0
EOF
check "what they say in good health" complains no <<-'EOF'
	kasan: KernelAddressSanitizer initialized (generic)
	kmemleak: Kernel memory leak detector initialized (mem pool available: 15849)
	kmemleak: Automatic memory scanning thread started
	Lock dependency validator: Copyright (c) 2006 Red Hat, Inc., Ingo Molnar
	Running RCU self tests
	rcu: RCU lockdep checking is enabled.
	cordon: loading out-of-tree module taints kernel.
	audit: type=1400 audit(1.2:3): cordon="DENIED" path="/tmp/BUG: KASAN Call Trace:"
EOF

# refuses WHY NAME=VALUE...: ends with 125 and says WHY.
refuses() {
	local status=0
	"$vm/run" "${plain[@]}" "SCRIPT=$dir/never" "${@:2}" >"$dir/said" 2>&1 </dev/null || status=$?
	is "$status" 125 && has "$dir/said" "$1"
}
check "a wrong backend: 125" refuses 'bpf, lsm or off' BACKEND=none
check "a wrong architecture" refuses 'x86_64 or arm64' ARCH=riscv
check "a wrong word for the daemon" refuses 'yes or no' CORDOND=perhaps
check "a flavour that is a path" refuses 'plain words' FLAVOUR=../6.12
check "a flavour of the stock kernel" refuses 'has no flavours' BACKEND=bpf ARCH=x86_64 FLAVOUR=debug
check "a stock kernel that is not there" refuses 'no stock kernel for KERNEL=4.9' \
	BACKEND=bpf ARCH=x86_64 FLAVOUR= KERNEL=4.9
check "a firmware kernel that is not there, and how to get it" \
	refuses 'no build/firmware/4.9-x86_64/image: run make firmware KERNEL=4.9$' \
	BACKEND=lsm KERNEL=4.9 ARCH=x86_64 FLAVOUR=
check "the same with another architecture and a flavour" \
	refuses 'no build/firmware/4.9-arm64-odd/image: run make firmware KERNEL=4.9 ARCH=arm64 FLAVOUR=odd$' \
	BACKEND=off KERNEL=4.9 ARCH=arm64 FLAVOUR=odd
# All programs of this machine but one.
mkdir "$dir/path"
ln -s /usr/sbin/* /usr/bin/* "$dir/path/" 2>/dev/null || :
rm "$dir/path/qemu-system-x86_64"
PATH=$dir/path check "an emulator that is not there, and how to get it" \
	refuses 'no qemu-system-x86_64: run scripts/install-deps --guest$' \
	BACKEND=bpf KERNEL=6.12 ARCH=x86_64 FLAVOUR=

# What came of them.
ended output
check "the script's death by a signal is its status" is "$status" 138
check "the output is byte-clean, to its end" cmp "$out" <(cat "$dir/bytes"; echo more)
ended processors
check "the script has the processors that it asked for" is "$(cat "$out")" 3
ended internet
check "status, names, addresses and the real app in the guest" is "$status" 42
check "the page names the host and the address" has "$out" '^You have reached bbc.co.uk at 151.101.0.81 by https.$'
[ "$status" = 42 ] || sed 's/^/# | /' "$out"
ended complaint
check "a BUG line of the kernel fails the run" is "$status" 125
check "with an excerpt of the console" has "$err" 'BUG: this is the self-test'
ended twin
check "another line does not" is "$status" 0
check "what was added lies beside the script" is "$(sort "$out" | tr '\n' ' ')" "bytes tree twin "
ended never
check "a guest that does not boot: 125" is "$status" 125
ended fake
check "a firmware kernel that has not all built in: 125" is "$status" 125
check "and what it lacks" has "$err" 'is not built into this kernel'
ended daemon-no
check "no daemon where none is wanted, but it is at hand" \
	is "$(cat "$out")" "$backend inactive 0 cordonc cordonctl cordond"
ended daemon-yes
check "else there is one, with the policy" \
	is "$(cat "$out")" "$backend enforce 1 cordonc cordonctl cordond"
ended piped
check "what is piped into a shell is its script" is "$status" 7
ended both-1
first=$(cat "$out")
ended both-2
check "two guests side by side do not meet" is "$first $(cat "$out")" "1 2"
ended endless
check "a run without end is ended: 124" is "$status" 124
check "what it printed until then is kept" has "$out" '^started$'

echo "1..$count"
echo "vm-selftest: $((count - failed)) passed, $failed failed"
[ "$failed" = 0 ]
