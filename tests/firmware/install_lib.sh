# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=bash
#
# The trees that install_test.sh and check_config_test.sh work on, and what can
# be said of them. $top is the top of Cordon's sources, $work a directory for
# all that is made.
# shellcheck disable=SC2154,SC2034

repo=$work/repo
later=$work/later
tree=$work/tree
selftest=tools/testing/selftests/lsm/lsm_list_modules_test.c
passed=0
failed=0
hunks=()

# DESCRIPTION COMMAND...: the command succeeds.
check()
{
	local what=$1
	shift
	if "$@" >"$work/check.out" 2>&1; then
		passed=$((passed + 1))
		echo "ok $((passed + failed)) $what"
	else
		failed=$((failed + 1))
		echo "not ok $((passed + failed)) $what"
		tail -n 30 "$work/check.out" | sed 's/^/# /'
	fi
}

finish()
{
	echo "1..$((passed + failed))"
	echo "$passed passed, $failed failed"
	[ "$failed" = 0 ]
}

all() { local step; for step; do eval "$step" || { echo "failed: $step"; return 1; }; done; }

# STATUS ARGUMENT...: install.sh ends with it; its output goes to $work/out, err.
runs()
{
	local wanted=$1 status=0
	shift
	"$repo/integration/kernel/install.sh" "$@" >"$work/out" 2>"$work/err" || status=$?
	[ "$status" = "$wanted" ] && return
	echo "install.sh $*: exit status $status, not $wanted:"
	cat "$work/out" "$work/err"
	return 1
}

installs()
{
	local wanted=$1
	shift
	runs "$wanted" --kernel "$tree" "$@"
}

prints() { grep -q -- "$1" "$work/out" || { echo "not printed: $1"; cat "$work/out"; return 1; }; }
says() { grep -q -- "$1" "$work/err" || { echo "not said: $1"; cat "$work/err"; return 1; }; }

# All of a tree but git's own: names, modes, times, links, contents.
state()
{
	(cd "$1" && find . -path ./.git -prune -o -printf '%p %y %m %l %T@\n' | sort &&
		find . -path ./.git -prune -o -type f -exec sha256sum {} + | sort)
}
remember() { state "$tree" >"$work/state"; }
unchanged() { state "$tree" | diff "$work/state" -; }

# As git sees it, ignored files too.
pristine()
{
	local said

	said=$(git -C "$tree" status --porcelain --ignored) &&
		[ -z "$said" ] && git -C "$tree" diff --exit-code && return
	echo "$said"
	return 1
}

same_copy() { diff -r -x build.mk "$repo/kmod" "$tree/security/cordon"; }

# Debian's package, its few files once for a version of it.
unpack()
{
	local series=$1 tarball=/usr/src/linux-source-$1.tar.xz cache=$top/build/install-test/$1 new
	local names=(.gitignore Makefile scripts/config security/{Kconfig,Makefile,security.c}
		include/linux/{lsm_hooks,kconfig}.h)

	[ "$cache/Makefile" -nt "$tarball" ] && [ "$cache/Makefile" -nt "${BASH_SOURCE[0]}" ] && return
	[ -r "$tarball" ] || { echo "Bail out! no $tarball: run scripts/install-deps --firmware=$series-x86_64"; exit 1; }
	[ "$series" = 6.1 ] ||
		names+=(include/linux/{lsm_count,args}.h include/uapi/linux/lsm.h "$selftest")
	mkdir -p "$top/build/install-test"
	new=$(mktemp -d "$top/build/install-test/.new.XXXXXX")
	tar -xf "$tarball" -C "$new" --strip-components=1 --occurrence=1 "${names[@]/#/linux-source-$series/}"
	# Debian's own end of it ignores every file.
	sed -i '/^# Debian packaging/,$d' "$new/.gitignore"
	touch "$new/Makefile"
	rm -rf "$cache"
	mv "$new" "$cache"
}

make_base()
{
	unpack "$1"
	cp -a "$top/build/install-test/$1" "$work/base-$1"
	chmod 755 "$work/base-$1"
	git -C "$work/base-$1" init -q
	git -C "$work/base-$1" add -A -f
	git -C "$work/base-$1" commit -q -m untouched
}

fresh_tree()
{
	tree=$work/tree
	chmod -R u+w "$tree"* 2>/dev/null || :
	rm -rf "$tree" "$tree".*
	cp -a "$work/base-$1" "$tree"
}

# A few files stand for Cordon's sources, with the scripts as they are.
make_repo()
{
	local file

	mkdir -p "$repo/integration" "$repo"/kmod/{engine,host,uapi}
	cp -a integration/kernel "$repo/integration/kernel"
	cp kmod/Kconfig "$repo/kmod/Kconfig"
	for file in Kbuild Kbuild.part main.c exec.c cert.S .kunitconfig engine/{a.c,a.h} \
		host/h.c uapi/u.h build.mk; do
		echo "$file" >"$repo/kmod/$file"
	done
}

# The same sources a version later, in $later: files have moved into folders, also
# into a folder of their own name and out of one that then has no source left.
make_later()
{
	local k=$later/kmod

	cp -a "$repo" "$later"
	mkdir -p "$k"/{exec,load,engine/policy}
	mv "$k/main.c" "$k/exec/main.c"
	mv "$k/exec.c" "$k/exec/exec.c"
	mv "$k/cert.S" "$k/load/cert.S"
	mv "$k/engine/a.c" "$k/engine/policy/a.c"
	mv "$k/engine/a.h" "$k/engine/policy/a.h"
	mv "$k/host/h.c" "$k/load/h.c"
	rmdir "$k/host"
	echo start >"$k/start.c"
	echo "Kbuild, later" >"$k/Kbuild"
}

# A whole install of SERIES, and the patch of each of its edits.
make_hunks()
{
	fresh_tree "$1"
	installs 0
	cp -a "$tree" "$work/whole-$1"
	rm -f "$work"/hunk.*
	git -C "$tree" diff -U1 | awk -v out="$work/hunk." '
		/^diff / { head = "" }
		/^@@/ { n++; name = out sprintf("%02d", n); printf "%s", head >name; on = 1 }
		/^(diff|index|---|\+\+\+) / && !/^--- [^ab\/]/ { on = 0; head = head $0 "\n"; next }
		on { print >name }'
	hunks=("$work"/hunk.*)
}
