#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
#
# What the build of a kernel refuses, and what Kconfig lets nobody configure: a
# boot policy that is absent, damaged, unsigned or somebody else's, a bad
# never-block list, a certificate that is none, cordon not in CONFIG_LSM. Only
# security/cordon/ is built, in the trees of `make firmware`, beside them.
#
# usage: tests/firmware/refusal_test.sh [SERIES...]      default: 6.12
#
# Ends with `N passed, N failed`.
set -u

here=$(cd -- "${BASH_SOURCE[0]%/*}" && pwd)
top=$(cd -- "$here/../.." && pwd)
cordonc=$top/build/bin/cordonc
keys=$top/build/keys
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
export KBUILD_BUILD_TIMESTAMP=2020-01-01 CCACHE_BASEDIR=$top
[ ! -d /usr/lib/ccache ] || PATH=/usr/lib/ccache:$PATH
unset MAKEFLAGS MFLAGS MAKELEVEL MAKEOVERRIDES KBUILD_OUTPUT O CC CFLAGS LDFLAGS ARCH
passed=0
failed=0

# result WHAT STATUS: the log is shown when it is bad.
result() {
	if [ "$2" = 0 ]; then
		echo "ok $((passed + failed + 1)) $series: $1"
		passed=$((passed + 1))
	else
		echo "not ok $((passed + failed + 1)) $series: $1"
		grep -v '^make' "$work/log" | tail -n 12 | sed 's/^/# /'
		failed=$((failed + 1))
	fi
}

config() {
	"$tree/scripts/config" --file "$out/.config" "$@"
}

kmake() {
	make -C "$tree" O="$out" -j"$(nproc)" "$@" >>"$work/log" 2>&1
}

# configured OPTION...: the good configuration, changed; 1: does not build.
configured() {
	cp "$work/good.config" "$out/.config"
	: >"$work/log"
	[ $# = 0 ] || config "$@"
	kmake olddefconfig && kmake security/cordon/
}

builds() {
	local what=$1 status=0
	shift
	configured "$@" || status=1
	result "$what builds" $status
}

# refuses WHAT TEXT OPTION...: one message with that text, and no kernel.
refuses() {
	local what=$1 text=$2 status=0
	shift 2
	if configured "$@" || ! grep -q -e "cordon: .*$text" "$work/log"; then
		status=1
		echo "# wanted: cordon: ... $text"
	fi
	result "$what is refused" $status
}

# depends OPTION: without it there is no Cordon, and the checker says why.
depends() {
	local status=0
	cp "$work/good.config" "$out/.config"
	: >"$work/log"
	config --disable SECURITY_APPARMOR --disable "$1"	# which selects AUDIT
	kmake olddefconfig
	if grep -q '^CONFIG_SECURITY_CORDON=y' "$out/.config" ||
		"$top/integration/kernel/check-config" "$out/.config" >>"$work/log" 2>&1 ||
		! grep -q "^CONFIG_$1 is not set, should be y" "$work/log"; then
		status=1
	fi
	result "without $1 there is no Cordon, and check-config names it" $status
}

sign() {
	"$cordonc" sign --key "$1/policy.key" --cert "$1/policy.crt" "$work/blob" -o "$2" >/dev/null
}

# The objects that are tried. The policy refuses **/telegram-desktop.
make_objects() {
	"$cordonc" compile "$top/policy/met-handset.ini" -o "$work/blob" >/dev/null &&
		sign "$keys" "$work/good" &&
		"$cordonc" sign --unsigned "$work/blob" -o "$work/unsigned" >/dev/null &&
		"$cordonc" keys "$work/stranger" >/dev/null &&
		sign "$work/stranger" "$work/strange" || return 1
	cp "$work/good" "$work/changed"
	printf '\377\377\377\377' | dd of="$work/changed" bs=1 seek=5000 conv=notrunc status=none
	cp "$work/unsigned" "$work/damaged"
	printf '\377\377\377\377' | dd of="$work/damaged" bs=1 seek=5000 conv=notrunc status=none
	head -c -9 "$work/good" >"$work/short"
	printf 'path /usr/bin/dialer\nuid 1001\n' >"$work/never"
	printf 'uid 1001\npath /usr/bin/telegram-desktop\n' >"$work/hit"
	printf '# a comment\npath usr/bin/dialer\n' >"$work/relative"
	printf 'uid 0\n' >"$work/root"
	printf 'uid 1001\nuid 1002\nuid 1001\n' >"$work/twice"
}

# The tree is there, with this Cordon: nobody builds another one meanwhile.
start() {
	series=$1
	tree=$top/build/firmware/src/linux-$series
	out=$work/$series
	[ -d "$tree" ] || {
		echo "refusal_test: no $tree: run make firmware KERNEL=$series" >&2
		return 1
	}
	exec 8>"$top/build/firmware/.lock"
	flock 8
	"$top/integration/kernel/install.sh" --kernel "$tree" || return 1
	mkdir -p "$out"
	: >"$work/log"
	(cd "$tree" && scripts/kconfig/merge_config.sh -n -O "$out" \
		"$here"/{guest,"$series",x86_64}.config "$top/integration/kernel/cordon.config") >>"$work/log" 2>&1
	config --set-str SECURITY_CORDON_POLICY_CERT "$keys/policy.der" \
		--set-str SECURITY_CORDON_GRANT_CERT "$keys/grant.der" --set-str LSM cordon
	kmake olddefconfig
	cp "$out/.config" "$work/good.config"
	kmake prepare || {
		tail -n 20 "$work/log"
		return 1
	}
}

boot=SECURITY_CORDON_BOOT_POLICY
never=SECURITY_CORDON_NEVER_BLOCK

boot_policies() {
	builds "a boot policy" --set-str $boot "$work/good"
	refuses "an absent boot policy" 'no such file' --set-str $boot "$work/nothing"
	refuses "a boot policy that was changed" 'not signed by the policy authority' --set-str $boot "$work/changed"
	refuses "a boot policy that was cut short" 'no whole object' --set-str $boot "$work/short"
	refuses "a blob that is no object" 'no whole object' --set-str $boot "$work/blob"
	refuses "a stranger's boot policy" 'not signed by the policy authority' --set-str $boot "$work/strange"
	refuses "an unsigned boot policy" 'is unsigned' --set-str $boot "$work/unsigned"
	builds "an unsigned one, where that is allowed," --set-str $boot "$work/unsigned" \
		--enable SECURITY_CORDON_ALLOW_UNSIGNED
	refuses "a damaged one even there" 'is damaged' --set-str $boot "$work/damaged" \
		--enable SECURITY_CORDON_ALLOW_UNSIGNED
	refuses "a boot policy below the floor" 'below the floor 2' --set-str $boot "$work/good" \
		--set-val SECURITY_CORDON_FLOOR 2
	builds "one at the floor" --set-str $boot "$work/good" --set-val SECURITY_CORDON_FLOOR 1
}

never_block_lists() {
	builds "a never-block list" --set-str $never "$work/never" --set-str $boot "$work/good"
	refuses "a boot policy that hits it" 'hit:2 says is never refused' --set-str $never "$work/hit" \
		--set-str $boot "$work/good"
	builds "that list without a boot policy" --set-str $never "$work/hit"
	refuses "an absent never-block list" 'no such file' --set-str $never "$work/nothing"
	refuses "a relative path in it" 'relative: line 2: ' --set-str $never "$work/relative"
	refuses "uid 0 in it" 'root: line 1: ' --set-str $never "$work/root"
	refuses "what stands in it twice" 'twice: line 3: ' --set-str $never "$work/twice"
}

# A tree that keeps one module's part in a socket, as upstream's before 6.12.
one_module_a_socket() {
	local hooks=$tree/include/linux/lsm_hooks.h
	cp -p "$hooks" "$work/hooks"
	# shellcheck disable=SC2064 # that file, whatever the next tree is
	trap "cp -p '$work/hooks' '$hooks'; rm -rf '$work'" EXIT
	sed -i '/lbs_sock/d' "$hooks"
	builds "a tree that has room for one module in a socket"
	refuses "a never-block list there" 'needs a tree that has room' --set-str $never "$work/never"
	cp -p "$work/hooks" "$hooks"
	rm "$out/security/cordon/backend/lsm.o"
	trap 'rm -rf "$work"' EXIT
	builds "that list, in the tree as it was," --set-str $never "$work/never"
}

trust() {
	refuses "a kernel without cordon in CONFIG_LSM" 'is not in CONFIG_LSM' --set-str LSM landlock,yama
	builds "one with cordon behind others" --set-str LSM yama,cordon
	refuses "no policy certificate" 'POLICY_CERT=""' --set-str SECURITY_CORDON_POLICY_CERT ""
	refuses "an absent grant certificate" 'no such file' --set-str SECURITY_CORDON_GRANT_CERT "$work/nothing"
	refuses "a certificate in PEM" 'not an X.509 certificate in DER' \
		--set-str SECURITY_CORDON_POLICY_CERT "$keys/policy.crt"
	refuses "one key for both authorities" 'the same key' --set-str SECURITY_CORDON_GRANT_CERT "$keys/policy.der"
}

make_objects || { echo "refusal_test: the objects cannot be made: run make" >&2; exit 1; }
[ $# -gt 0 ] || set -- 6.12
for s; do
	start "$s" || { failed=$((failed + 1)); continue; }
	builds "the good configuration"
	boot_policies
	never_block_lists
	one_module_a_socket
	trust
	for option in AUDIT NETFILTER INET SYSFS; do
		depends "$option"
	done
	builds "a kernel without IPV6" --disable IPV6
	rm -rf "$out"
	exec 8>&-
done
echo "$passed passed, $failed failed"
[ "$failed" = 0 ]
