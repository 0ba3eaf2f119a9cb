#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
#
# make install and make uninstall, into directories of this test's own. Prints TAP;
# `make check-install` builds the programs first. Steps of a check are single-quoted
# because `all` evaluates them when their turn comes.
# shellcheck disable=SC2016
set -eu

cd -- "${BASH_SOURCE[0]%/*}/.."
# What another make is called with is not for this one.
unset MAKEFLAGS MAKELEVEL DESTDIR prefix bindir sbindir sysconfdir localstatedir includedir datadir docdir
. tests/unit/programs/called.sh
called=("${MAKE:-make}" --no-print-directory -s)

odd=/opt/odd-1.0_x
# shellcheck disable=SC2034 # all evaluates it
unit=lib/systemd/system/cordond.service
root="$work/a root"
mkdir "$root"
stage() { exits "$1" "$2" DESTDIR="$root" prefix=$odd "${@:3}"; }
empty() { [ -z "$(find "$1" -mindepth 1 | tee "$work/left")" ] || { cat "$work/left"; return 1; }; }
absent() { [ ! -e "$1" ]; }

# Where everything has to lie, below the prefix.
expected()
{
	cat <<- END
	bin/cordonc
	bin/cordonctl
	include/cordon/cordon.h
	lib/systemd/system/cordond.service
	lib/sysusers.d/cordon.conf
	lib/tmpfiles.d/cordon.conf
	sbin/cordond
	share/cordon/installed
	END
	(cd docs && printf 'share/doc/cordon/%s\n' *.md kernel/ABI/testing/sysfs-kernel-cordon)
}

# ROOT: whoever includes the header has only it, and the kernel's own types.
compiles()
{
	printf '%s\n' '#include <cordon/cordon.h>' \
		'_Static_assert(sizeof(struct cordon_object_header) == 32, "header");' \
		'int main(void) { return CORDON_OBJECT_POLICY - 1; }' > "$work/alone.c"
	# shellcheck disable=SC2086 # it may be two words
	${CC:-cc} -std=c11 -Wall -Wextra -Werror -pedantic -I"$1$odd/include" \
		-o "$work/alone" "$work/alone.c" && "$work/alone"
}

# DIRECTORY: every link of its guides leads to a file that is there.
links_lead()
{
	local file target

	while IFS=: read -r file target; do
		target=${target#](}
		target=${target%%[#)]*}
		[ -z "$target" ] || [ -e "$1/$target" ] || { echo "$file: $target"; return 1; }
	done < <(cd "$1" && grep -H -o -E '\]\([^)]*\)' -- *.md | grep -v '](https\?:')
}

# FILE...: no path of a Debian package is left in them.
has_own_paths()
{
	! grep -nE '(^|[^A-Za-z0-9_])/(usr|etc|var)/' "$@" | grep -v '^[^:]*:[0-9]*:#\|:[0-9]*:#'
}

# ROOT: as systemd reads it, with the programs that it starts.
verifies()
{
	rm -rf "$work/verify"
	cp -a -- "$1" "$work/verify"
	install -D /bin/true "$work/verify/usr/bin/kill"
	SYSTEMD_UNIT_PATH=$odd/lib/systemd/system \
		systemd-analyze verify --root="$work/verify" cordond.service
}

check "install" all 'stage 0 install' 'prints "installed "'
check "all of it lies below the prefix, and nothing else" all \
	'(cd "$root$odd" && find . -type f | sed "s|^./||" | sort) > "$work/found"' \
	'expected | sort | diff - "$work/found"' '[ "$(find "$root" -type f | wc -l)" = "$(wc -l < "$work/found")" ]'
check "the programs run" all '"$root$odd/bin/cordonc" --version' '"$root$odd/bin/cordonctl" --help' \
	'"$root$odd/sbin/cordond" --help'
check "the header compiles alone" compiles "$root"
check "the guides' links lead somewhere" links_lead "$root$odd/share/doc/cordon"
check "the unit, user and directories follow the prefix" all \
	'has_own_paths "$root$odd/$unit" "$root$odd"/lib/*.d/cordon.conf' \
	'grep -qx "ExecStart=$odd/sbin/cordond --policy $odd/etc/cordon/policy.cordon --state $odd/var/lib/cordon" "$root$odd/$unit"' \
	'grep -qx "ReadWritePaths=-$odd/var/lib/cordon" "$root$odd/$unit"' \
	'grep -q "^d $odd/var/lib/cordon/inbox " "$root$odd/lib/tmpfiles.d/cordon.conf"' \
	'[ -f "$root$(sed -n "s|^Documentation=file://||p" "$root$odd/$unit")" ]'
if command -v systemd-analyze > "$work/out"; then
	check "systemd takes the unit" verifies "$root"
	check "and would not if its program were elsewhere" all 'cp -a "$root" "$work/less"' \
		'rm "$work/less$odd/sbin/cordond"' '! verifies "$work/less"'
else
	check "systemd takes the unit # SKIP no systemd-analyze here" true
fi
check "again, over it" all 'stage 0 install' 'stage 0 install'
cp -a "$root" "$work/twin"
check "uninstall" all 'stage 0 uninstall' 'prints "removed "'
check "nothing is left, no directory either" empty "$root"
check "once more: there is nothing" all 'stage 2 uninstall' 'says "nothing is installed here: no $root$odd/share/cordon/installed"'

# What the checks above would say of mistakes.
sed -i '/bin.cordonctl$/d' "$work/twin$odd/share/cordon/installed"
check "a file that is not listed would be left, and seen" all \
	'exits 0 uninstall DESTDIR="$work/twin" prefix=$odd' '! empty "$work/twin"' \
	'[ "$(find "$work/twin" -type f)" = "$work/twin$odd/bin/cordonctl" ]'
check "a link to what is not there would be seen" all 'stage 0 install' \
	'echo "[x](../x)" >> "$root$odd/share/doc/cordon/testing.md"' '! links_lead "$root$odd/share/doc/cordon"' 'stage 0 uninstall'
check "a header that needs more would not compile, and one path would be seen" all \
	'stage 0 install' 'echo "extern u32 cordon_more;" >> "$root$odd/include/cordon/cordon.h"' '! compiles "$root"' \
	'echo "ReadWritePaths=/var/lib/x" >> "$root$odd/$unit"' '! has_own_paths "$root$odd/$unit"' 'stage 0 uninstall'

# Whose is what
mkdir -p "$root$odd/bin" "$root$odd/include" "$root$odd/share/doc/cordon"
echo mine > "$root$odd/bin/mine"
echo mine > "$root$odd/share/doc/cordon/mine"
(cd "$root" && find . | sort) > "$work/before"
check "what was there before stays, empty directories too" all 'stage 0 install' 'stage 0 uninstall' \
	'(cd "$root" && find . | sort | diff "$work/before" -)'
rm -rf "${root:?}$odd"
check "what came since stays" all 'stage 0 install' 'echo new > "$root$odd/include/cordon/new.h"' 'stage 0 uninstall' \
	'[ "$(find "$root" -type f)" = "$root$odd/include/cordon/new.h" ]'
rm -rf "${root:?}/opt"

# Places
check "prefix=/usr: the system's own /etc and /var" all 'exits 0 install DESTDIR="$root" prefix=/usr' \
	'grep -qx "ExecStart=/usr/sbin/cordond --policy /etc/cordon/policy.cordon --state /var/lib/cordon" "$root/usr/$unit"' \
	'grep -q "^d /etc/cordon " "$root/usr/lib/tmpfiles.d/cordon.conf"' \
	'exits 0 uninstall DESTDIR="$root" prefix=/usr' 'empty "$root"'
check "each place alone" all \
	'stage 0 install sbindir=/s sysconfdir=/c localstatedir=/v includedir=/i unitdir=/u bindir=/b' \
	'[ -x "$root/s/cordond" ]' '[ -x "$root/b/cordonc" ]' '[ -f "$root/i/cordon/cordon.h" ]' \
	'grep -qx "ExecStart=/s/cordond --policy /c/cordon/policy.cordon --state /v/lib/cordon" "$root/u/cordond.service"' \
	'stage 0 uninstall' 'empty "$root"'
check "a prefix that holds the names of others" all 'exits 0 install DESTDIR="$root" prefix=/etc/cordon/var/lib/cordon' \
	'grep -q "^ExecStart=/etc/cordon/var/lib/cordon/sbin/cordond --policy /etc/cordon/var/lib/cordon/etc/cordon/policy" "$root/etc/cordon/var/lib/cordon/$unit"' \
	'exits 0 uninstall DESTDIR="$root" prefix=/etc/cordon/var/lib/cordon' 'empty "$root"'
check "no prefix: the root itself" all 'exits 0 install DESTDIR="$root" prefix=' '[ -x "$root/sbin/cordond" ]' \
	'grep -qx "ExecStart=/sbin/cordond --policy /etc/cordon/policy.cordon --state /var/lib/cordon" "$root/$unit"' \
	'exits 0 uninstall DESTDIR="$root" prefix=' 'empty "$root"'
for bad in opt/odd '/opt/an odd' '/opt/odd%i' /opt/../odd /opt/./odd; do
	# shellcheck disable=SC2034 # all evaluates it
	prefix=$bad
	check "prefix='$bad' is refused, and nothing is written" all \
		'exits 2 install DESTDIR="$root" prefix="$prefix"' 'says "should be an absolute path"' 'empty "$root"'
done
unset prefix

# In the way
rm -rf "${root:?}"/*
mkdir -p "$root$odd"
echo file > "$root$odd/lib"
check "a file where a directory should be: nothing is written" all 'stage 2 install' \
	'says "$root$odd/lib is in the way"' 'grep -qx file "$root$odd/lib"' '[ "$(find "$root" -type f | wc -l)" = 1 ]'
rm "$root$odd/lib"
mkdir -p "$root$odd/bin/cordonc"
check "a directory where a file should be: nothing is written" all 'stage 2 install' \
	'says "$root$odd/bin/cordonc is in the way"' '[ -z "$(find "$root" -type f)" ]'
rm -r "${root:?}/opt"
ln -s "$work/elsewhere" "$root/opt"
check "a link to nowhere: nothing is written" all 'stage 2 install' 'says "$root/opt is in the way"' 'absent "$work/elsewhere"'
rm "$root/opt"
if [ "$(id -u)" = 0 ]; then
	check "no right to write # SKIP root may write everywhere" true
else
	chmod a-w "$root"
	check "no right to write" all 'stage 2 install' 'says "cannot write to $root/: be root"'
	chmod u+w "$root"
fi

end_checks
