#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
#
# The integrator's guide as a reader would use it: all ```sh blocks of
# docs/firmware.md, in the page's order, go line by line into one interactive bash
# under `set -eu`, which ends with the first command that fails, completes a name
# at a tab, and hands what was pasted too early to whoever reads. Then it is looked
# at what each step was to bring about: two kernels that boot, a patch, and a tree
# that is as it was.
#
# The kernel is 6.12 on x86_64. Its tree is unpacked anew; of the objects that
# scripts/firmware-build has left there make uses what it can. What was there before
# is there again after it. Prints TAP and ends with `N passed, N failed`.
set -u
umask 022
export LC_ALL=C

cd -- "${BASH_SOURCE[0]%/*}/../.." || exit 1
top=$PWD
guide=docs/firmware.md
firmware=build/firmware
kernel=6.12-x86_64
tree=$firmware/src/linux-6.12
objects=$firmware/obj/$kernel
first=$firmware/$kernel
second=$firmware/$kernel-boot
aside=$firmware/.guide-test
log=build/check/guide-session.log
steps=(settings environment unpack keys install configure trust check build keep boot
	boot-policy build-boot boot-boot kunit patch revert)
session=
passed=0
failed=0

# check WHAT COMMAND...: the command succeeds.
check() {
	local what=$1 said
	shift
	if said=$("$@" 2>&1); then
		passed=$((passed + 1))
		echo "ok $((passed + failed)) $what"
	else
		failed=$((failed + 1))
		echo "not ok $((passed + failed)) $what"
		[ -z "$said" ] || tail -n 20 <<<"$said" | sed 's/^/# /'
	fi
}

bail_out() {
	echo "Bail out! $*"
	exit 1
}

# pasted: what is typed. After each block a line says in the log that the shell
# came so far.
pasted() {
	echo 'set -eu'
	awk '/^<!-- step: / { name = $3 }
		/^```$/ && inside { inside = 0; print "echo \"== done: " name "\""; name = "without a name" }
		inside
		/^```sh$/ { inside = 1 }' "$guide"
}

# said STEP: what was typed and came of it, from the end of the step before; fails
# if the shell did not come to its end.
said() {
	awk -v mark="== done: $1" '/^== done: / { if ($0 == mark) { found = 1; exit } text = ""; next }
		{ text = text $0 "\n" }
		END { if (found) printf "%s", text; else print "it did not come to its end"; exit !found }' "$log"
}

# Nothing that a step makes may be there before it, but the objects, which would
# take minutes: of them those go that a step makes on purpose. What a killed run
# left can be made again.
put_aside() {
	rm -rf "$aside"
	mkdir -p "$aside"
	[ ! -d "$tree" ] || mv "$tree" "$aside/tree"
	[ ! -d "$first" ] || mv "$first" "$aside/first"
	[ ! -d "$second" ] || mv "$second" "$aside/second"
	[ ! -d "$objects" ] || cp -a "$objects" "$aside/objects"
	rm -f "$objects"/{.config,System.map,vmlinux,arch/x86/boot/bzImage,boot-policy.*,cordon.patch}
}

# put_back NAME PLACE
put_back() {
	[ -d "$aside/$1" ] || return 0
	rm -rf "$2"
	mv "$aside/$1" "$2"
}

put_all_back() {
	[ -z "$session" ] || kill -HUP -- "-$session" 2>/dev/null
	put_back first "$first"
	put_back second "$second"
	put_back objects "$objects"
	put_back tree "$tree"
	rm -rf "$aside"
}

# A shell that was opened for this: nothing of make's, of the user's own set-up,
# or of another kernel is in its environment.
paste_all() {
	pasted | env -u MAKEFLAGS -u MFLAGS -u MAKELEVEL -u MAKEOVERRIDES -u MAKE_TERMOUT -u MAKE_TERMERR \
		-u SERIES -u ARCH -u FLAVOUR -u CROSS_COMPILE -u KERNEL -u BACKEND -u KBUILD_OUTPUT -u CC -u CFLAGS -u LDFLAGS \
		PS1='$ ' PS2='> ' TERM=dumb HISTFILE=/dev/null INPUTRC=/dev/null \
		setsid bash --noprofile --norc -i >"$log" 2>&1 8>&- &
	session=$!
	wait "$session"
	local status=$?
	session=
	return "$status"
}

same_steps() {
	diff <(printf '%s\n' "${steps[@]}") <(pasted | sed -n 's/^echo "== done: \(.*\)"$/\1/p')
}

# What another kind of block has in it nobody pastes here.
# shellcheck disable=SC2016 # backquotes are what is looked for
only_sh_blocks() {
	! grep -n '^ *[`~][`~][`~]' "$guide" | grep -v -x '[0-9]*:```\(sh\)\?'
}

ended() {
	said "$1" >/dev/null
}

# has STEP LINE...: these lines are in what came of it.
has() {
	local step=$1 line text
	shift
	text=$(said "$step") || { echo "$text"; return 1; }
	for line; do
		grep -q -x -- "$line" <<<"$text" || { echo "no line \"$line\" in:"; echo "$text"; return 1; }
	done
}

# is_set FILE NAME=VALUE...: of a configuration
is_set() {
	local file=$1 line
	shift
	for line; do
		grep -q -x -F -- "CONFIG_$line" "$file" || { echo "$file: no line CONFIG_$line"; return 1; }
	done
}

nothing_left_out() {
	ended configure && ! grep 'Value requested for\|^Requested value' "$log"
}

refuses() {
	has "$1" 'backend: lsm, mode: enforce' 'refused: sh -c exec telegram-desktop --version' \
		'refused: python3 .* 157\.240\.9\.35' 'let through: python3 .* 151\.101\.0\.81'
}

image_and_all() {
	if ! [ -s "$1/image" ] || ! [ -s "$1/System.map" ] || ! [ -s "$1/config" ]; then
		ls -l "$1"
		return 1
	fi
}

untouched() {
	integration/kernel/install.sh --kernel "$tree" --revert | tee /dev/stderr | grep -q 'Cordon is not in this tree: nothing to do'
}

[ -x build/bin/cordonc ] || bail_out "no build/bin/cordonc: run make"
mkdir -p "$firmware" "${log%/*}"
exec 8>"$firmware/.lock"
flock 8
trap put_all_back EXIT
trap 'exit 130' INT TERM HUP
put_aside
echo "# what the shell says: $log"

check "the page has the steps that are looked at here, in this order" same_steps
check "and no block that is not pasted" only_sh_blocks
check "the shell ended as it should" paste_all
for step in "${steps[@]}"; do
	check "$step: pasted, and nothing in it failed" ended "$step"
done
check "install: Cordon is in the tree" has install 'Cordon is in the tree\. .*'
check "configure: no option was left out" nothing_left_out
check "trust: certificates, and the place among the modules" is_set "$first/config" \
	"SECURITY_CORDON_POLICY_CERT=\"$top/build/keys/policy.der\"" \
	"SECURITY_CORDON_GRANT_CERT=\"$top/build/keys/grant.der\"" 'LSM="cordon"'
check "check: nothing is missing" has check 'The tree has all of Cordon\.'
check "keep: image, configuration and symbols are where the guest looks" image_and_all "$first"
check "boot: an app and an address are refused, another is not" refuses boot
check "boot-policy: policy, never-block and device id are configured" is_set "$second/config" \
	"SECURITY_CORDON_BOOT_POLICY=\"$top/$objects/boot-policy.cordon\"" \
	"SECURITY_CORDON_NEVER_BLOCK=\"$top/tests/firmware/never-block\"" SECURITY_CORDON_DEVICE_CMDLINE=y
check "build-boot: nothing is missing" has build-boot 'The tree has all of Cordon\.'
check "build-boot: image, configuration and symbols, beside the first" image_and_all "$second"
check "boot-boot: the same is refused before cordond comes" refuses boot-boot
check "boot-boot: the policy is the kernel's own, and the device has an id" has boot-boot \
	'policy: met-handset, version [0-9]*, signer: built in' 'device: HANDSET-0042'
check "kunit: suites ran, and none failed" has kunit '[1-9][0-9]* passed, 0 failed, [0-9]* skipped'
check "patch: there is one" grep '^Subject: ' "$objects/cordon.patch"
check "revert: the tree has nothing of Cordon's" untouched
echo "1..$((passed + failed))"
if [ "$failed" != 0 ]; then
	echo "# the last lines of $log:"
	tail -n 25 "$log" | sed 's/^/# /'
fi
echo "$passed passed, $failed failed"
[ "$failed" = 0 ]
