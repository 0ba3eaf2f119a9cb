#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
#
# integration/kernel/install.sh on small git trees, made of the files it looks
# at from both of Debian's linux-source packages. Prints TAP and ends with
# `N passed, N failed`. Steps of a check are single-quoted because `all`
# evaluates them when their turn comes.
# shellcheck disable=SC2016,SC2034
set -eu
export LC_ALL=C

cd -- "${BASH_SOURCE[0]%/*}/../.."
top=$PWD
work=$(mktemp -d)
trap 'chmod -R u+w "$work"; rm -rf "$work"' EXIT
export GIT_CONFIG_GLOBAL=$work/gitconfig GIT_CONFIG_NOSYSTEM=1
printf '[user]\nname = Tester\nemail = tester@example.invalid\n[commit]\ngpgsign = false\n' >"$work/gitconfig"
# shellcheck source=tests/firmware/install_lib.sh
. tests/firmware/install_lib.sh

make_repo
make_later
mkdir -p "$work/include/generated"
: >"$work/include/generated/autoconf.h"
for series in 6.1 6.12; do
	make_base $series
done

# What the edits are for, seen with the tools that read those files.
objects() { printf 'include security/Makefile\nall:; @echo $(obj-y)\n' | make -s -C "$tree" -f - "$@" all; }
lsm_count()
{
	printf '#include <linux/kconfig.h>\n#include <linux/lsm_count.h>\nMAX_LSM_COUNT\n' |
		gcc -E -P -nostdinc -I "$work/include" -I "$tree/include" -DCONFIG_SECURITY=1 "$@" - | tail -n 1
}
lsm_ids() { sed -n 's/^#define LSM_ID_[A-Z]*[ \t]*//p' "$tree/include/uapi/linux/lsm.h"; }
every_lsm=(SECURITY_{SELINUX,SMACK,APPARMOR,TOMOYO,YAMA,LOADPIN,LOCKDOWN_LSM,SAFESETID,LANDLOCK,IPE} BPF_LSM IMA EVM)
menu() { sed -n '/^menu/,/^endmenu/p' "$tree/security/Kconfig"; }
defaults() { sed -n '/^config LSM$/,/^\thelp/p' "$tree/security/Kconfig" | grep -c "^	default \"$1"; }

edits_work()
{
	all '[ "$(objects CONFIG_SECURITY_CORDON=y | grep -c cordon/)" = 1 ]' \
		'! objects | grep cordon' \
		'[ "$(menu | grep -c "^source \"security/cordon/Kconfig\"$")" = 1 ]' \
		'[ "$(defaults cordon,landlock,lockdown)" = 5 ]' '[ "$(defaults "")" = 5 ]'
	[ "$1" != 6.12 ] || all \
		'[ "$(lsm_count)" = 1 ]' '[ "$(lsm_count -DCONFIG_SECURITY_CORDON=1)" = 2 ]' \
		'[ "$(lsm_count "${every_lsm[@]/#/-DCONFIG_}")" = 14 ]' \
		'[ "$(lsm_count "${every_lsm[@]/#/-DCONFIG_}" -DCONFIG_SECURITY_CORDON=1)" = 15 ]' \
		'[ -z "$(lsm_ids | sort | uniq -d)" ]' '[ "$(lsm_ids | grep -c -x 0x434f52444f4e)" = 1 ]' \
		'grep -A 1 "case LSM_ID_CORDON:" $tree/$selftest | grep "name = \"cordon\";"'
}

declare -A edited=(
	[6.1]='security/Kconfig security/Makefile'
	[6.12]='include/linux/lsm_count.h include/uapi/linux/lsm.h security/Kconfig security/Makefile tools/testing/selftests/lsm/lsm_list_modules_test.c'
)

basics()
{
	fresh_tree "$1"
	check "$1: a tree gets Cordon" all 'installs 0' 'same_copy' \
		'[ "$(git -C $tree diff --name-only | xargs)" = "${edited['"$1"']}" ]' \
		'[ "$(git -C $tree status --porcelain --ignored | grep -v "^ M" | xargs)" = "?? security/cordon/ !! security/cordon/.kunitconfig" ]'
	check "$1: the tree's tools see it" edits_work "$1"
	check "$1: a second run changes nothing, no time either" all 'remember' 'installs 0' 'unchanged'
	check "$1: --check finds nothing missing, and changes nothing" all 'installs 0 --check' 'prints "has all of Cordon"' 'unchanged'
	check "$1: --revert leaves nothing behind" all 'installs 0 --revert' 'pristine'
	check "$1: --revert of an untouched tree does nothing" all 'remember' 'installs 0 --revert' 'prints "nothing to do"' 'unchanged'
	check "$1: --check of an untouched tree says what is missing" all 'installs 1 --check' \
		'prints "missing:   security/Kconfig: source"' 'prints "missing:   security/Makefile: obj-"' \
		'prints "security/cordon/, all"' 'unchanged'
}

for series in 6.1 6.12; do
	basics $series
done

# A combination of edits, the copy there or not: HUNKS holds a patch for each
# edit, taken from a whole install.
combination()
{
	local mask=$1 i

	fresh_tree "$2"
	for ((i = 0; i < ${#hunks[@]}; i++)); do
		((mask >> i & 1)) && cat "${hunks[i]}"
	done >"$work/some.patch"
	[ ! -s "$work/some.patch" ] || git -C "$tree" apply "$work/some.patch" || return 1
	[ "$3" = 0 ] || cp -a "$work/whole-$2/security/cordon" "$tree/security/cordon"
	cp -a "$tree" "$tree.revert"
	installs 0 || return 1
	diff -r -x .git "$tree" "$work/whole-$2" || return 1
	if [ "$mask" != 0 ] && [ "$mask" != $(((1 << ${#hunks[@]}) - 1)) ]; then
		prints "half patched" || return 1
	fi
	tree=$tree.revert
	installs 0 --revert && pristine
}

combinations()
{
	local mask bits

	for ((mask = 0; mask < 1 << ${#hunks[@]}; mask++)); do
		for ((bits = 0, i = mask; i; i >>= 1)); do
			bits=$((bits + (i & 1)))
		done
		# One, two, none, and all but so many: edits do not know of each other.
		[ $bits -le 2 ] || [ $bits -ge $((${#hunks[@]} - 2)) ] || continue
		combination $mask "$1" $((bits % 2)) || { echo "combination $mask"; return 1; }
		# Both, with and without the copy, on the tree that has few edits.
		[ ${#hunks[@]} -gt 4 ] || combination $mask "$1" $((1 - bits % 2)) || { echo "combination $mask"; return 1; }
	done
}

for series in 6.1 6.12; do
	make_hunks $series
	check "$series: ${#hunks[@]} edits, seen apart" [ ${#hunks[@]} = "$([ $series = 6.1 ] && echo 3 || echo 7)" ]
	check "$series: half-patched trees are completed, or reverted" combinations $series
done

# One default of CONFIG_LSM with or without cordon, the others the other way.
partial_defaults()
{
	local n expression

	for n in 1 2 3 4 5; do
		for expression in "$n s/\"cordon,/\"/" "$n! s/\"cordon,/\"/"; do
			fresh_tree 6.12
			installs 0 || return 1
			sed -i "/^config LSM\$/,/^\thelp/ { /^\tdefault/ { x; s/\$/x/; x; }; }" "$tree/security/Kconfig"
			awk -v n="$n" -v but="${expression//[^!]/}" '/^config LSM$/ { on = 1 }
				on && /^\tdefault "/ { k++; if ((k == n) == (but == "")) sub(/"cordon,/, "\"") } { print }' \
				"$work/whole-6.12/security/Kconfig" >"$tree/security/Kconfig"
			installs 1 --check && prints "not every default" || return 1
			installs 0 && diff -r -x .git "$tree" "$work/whole-6.12" || return 1
		done
	done
}
check "a default of CONFIG_LSM that lacks cordon is seen and mended" partial_defaults

# --check names each edit that is missing, and only that.
each_missing()
{
	local i

	for i in "${!hunks[@]}"; do
		fresh_tree 6.12
		installs 0 && git -C "$tree" apply -R "${hunks[i]}" && installs 1 --check || return 1
		[ "$(grep -c '^missing:\|^different:' "$work/out")" = 1 ] || { cat "$work/out"; return 1; }
		prints "missing:   $(sed -n 's|^+++ b/||p' "${hunks[i]}"):" || return 1
	done
}
check "--check names each missing edit, and no other" each_missing

fresh_tree 6.12
check "--check names files of the copy that are missing, different, stale" all 'installs 0' \
	'rm $tree/security/cordon/engine/a.h' 'echo >>$tree/security/cordon/main.c' \
	'echo >$tree/security/cordon/engine/old.c' 'installs 1 --check' \
	'prints "missing:   security/cordon/engine/a.h"' 'prints "different: security/cordon/main.c"' \
	'prints "stale:     security/cordon/engine/old.c"' '[ "$(grep -c "security/cordon/" $work/out)" = 3 ]'
check "and an install mends all three" all 'installs 0' 'same_copy' 'installs 0 --check'

# An older version of the sources in the tree, and a kernel built there.
fresh_tree 6.12
upgrade_setup()
{
	installs 0
	mkdir "$tree/security/cordon/gone" "$tree/security/cordon/keys"
	echo old >"$tree/security/cordon/gone/stale.c"
	echo key >"$tree/security/cordon/keys/policy.der"
	touch "$tree/security/cordon/main.o" "$tree/security/cordon/.main.o.cmd" \
		"$tree/security/cordon/made.c" "$tree/security/cordon/.made.c.cmd"
	find "$tree" -exec touch -h -d '2026-01-02 00:00' {} +
	echo older >"$tree/security/cordon/engine/a.c"
	touch -d '2026-01-02 00:00' "$tree/security/cordon/engine/a.c"
	touch -d '2026-01-01 00:00' "$repo/kmod/engine/a.c"
}
newer() { [ -n "$(find "$tree/$1" -newermt '2026-01-03 00:00')" ]; }
check "an older copy is brought up to date" all 'upgrade_setup' 'installs 0' \
	'prints "0 files added, 1 updated, 1 removed"' '[ ! -e $tree/security/cordon/gone ]' \
	'cmp $tree/security/cordon/engine/a.c $repo/kmod/engine/a.c'
check "what changed is as new as now, for make; the rest keeps its time" all \
	'newer security/cordon/engine/a.c' '! newer security/cordon/main.c' '! newer security/cordon/uapi/u.h' \
	'! newer security/Kconfig' '! newer include/linux/lsm_count.h'
check "what is not this script's stays: keys, a build's files" all \
	'[ -f $tree/security/cordon/keys/policy.der ]' '[ -f $tree/security/cordon/main.o ]' \
	'[ -f $tree/security/cordon/made.c ]' 'installs 0 --check'
check "--revert removes a build's files and keeps keys" all 'installs 0 --revert' \
	'prints "security/cordon/keys/policy.der"' \
	'[ "$(cd $tree && find security/cordon -type f)" = security/cordon/keys/policy.der ]' \
	'rm -r $tree/security/cordon' 'pristine'

# Cut short: mv fails for one file.
broken_mv()
{
	mkdir -p "$work/bin"
	printf '#!/bin/sh\ncase "$*" in *" %s") exit 1 ;; esac\nexec %s "$@"\n' "$tree/$1" "$(command -v mv)" >"$work/bin/mv"
	chmod +x "$work/bin/mv"
}
cut_short() { PATH=$work/bin:$PATH installs 1 "$@" && says "stopped half way"; }

# Files that moved into folders, in a tree in which a kernel was built: what was
# made from a file goes with it. And the way back.
files_in_copy() { (cd "$tree/security/cordon" && find . -mindepth 1 "$@" -printf '%P\n' | sort | xargs); }
build_in_tree()
{
	(cd "$tree/security/cordon" && touch main.o .main.o.cmd exec.o .exec.o.cmd .exec.o.d cert.o engine/a.o \
		engine/.a.o.cmd engine/a.su host/h.o uapi/u.o engine/ab.o modules.order && mkdir keys && echo key >keys/policy.der)
}
later() { local repo=$later; "$@"; }
kept='engine/ab.o keys/policy.der modules.order uapi/u.o'
moved=$(cd "$later/kmod" && find . -type f ! -name build.mk -printf '%P\n')
fresh_tree 6.12
check "moved: --check names each file, where it is and where it should be" all 'installs 0' 'build_in_tree' \
	'remember' 'later installs 1 --check' 'unchanged' \
	'[ "$(sed -n "s,^missing:   security/cordon/,,p" $work/out | xargs)" = "engine/policy/a.c engine/policy/a.h exec/exec.c exec/main.c load/cert.S load/h.c start.c" ]' \
	'[ "$(sed -n "s,^stale:     security/cordon/\(.*\): no.*,\1,p" $work/out | xargs)" = "cert.S engine/a.c engine/a.h exec.c host/h.c main.c" ]' \
	'prints "different: security/cordon/Kbuild:"' '[ "$(grep -c "security/cordon/" $work/out)" = 14 ]'
check "moved: an update leaves no file, object or folder of the older version" all 'later installs 0' \
	'prints "7 files added, 1 updated, 6 removed"' '[ "$(files_in_copy -type f)" = "$(printf "%s\n" $kept $moved | sort | xargs)" ]' \
	'[ "$(files_in_copy -type d)" = "engine engine/policy exec keys load uapi" ]' '[ -z "$(files_in_copy -type d -empty)" ]' \
	'later installs 0 --check' 'remember' 'later installs 0' 'prints "up to date"' 'unchanged'
check "moved: the way back leaves none of the newer one" all 'installs 0' 'rm -r $tree/security/cordon/keys' \
	'(cd $tree/security/cordon && rm modules.order uapi/u.o engine/ab.o)' 'same_copy' 'installs 0 --check'
check "moved: --revert by the newer version takes out the older, and the reverse" all 'later installs 0 --revert' 'pristine' \
	'later installs 0' 'installs 0 --revert' 'pristine'
check "moved: --patch, then git am, is what install.sh does" all 'later installs 0 --patch' 'cp $work/out $work/patch' 'pristine' \
	'git -C $tree am -q $work/patch' '[ -z "$(git -C $tree status --porcelain)" ]' 'later same_copy' 'later installs 0 --check'
fresh_tree 6.12
check "moved: a patch of the newer version is one of an untouched tree, whatever is in it" all 'installs 0' \
	'later installs 0 --patch' 'cmp $work/out $work/patch'
check "moved: an update that was cut short is completed" all 'build_in_tree' 'broken_mv security/cordon/load/h.c' \
	'later cut_short' 'later installs 1 --check' 'later installs 0' 'later installs 0 --check' \
	'[ "$(files_in_copy -type f)" = "$(printf "%s\n" $kept $moved | sort | xargs)" ]'
check "moved: folders and files are readable to others, whatever the umask" all 'installs 0' '(umask 077; later installs 0)' \
	'[ -z "$(find $tree/security/cordon -type d ! -perm 755 ! -name keys)" ]' '[ -z "$(find $tree/security/cordon -name "*.[ch]" ! -perm 644)" ]'

# Where a folder is wanted stands something else; each with its twin.
in_the_way()
{
	local title=$1 path=$2 message=$3
	shift 3
	fresh_tree 6.12
	check "refused: moved, and in the way is $title" all 'installs 0' "$@" 'remember' 'later installs 1' 'unchanged' \
		'says "Nothing was changed"' "says 'security/cordon/$path: $message'" 'later installs 1 --check' 'unchanged' \
		"prints 'refused: .*$path: $message'"
	check "allowed: the same, taken away" all "rm -r \$tree/security/cordon/$path" 'later installs 0' 'later same_copy'
}
in_the_way "a file" load "not a directory" 'touch $tree/security/cordon/load'
in_the_way "a link to a directory" load "not a directory" 'ln -s ../keys $tree/security/cordon/load'
in_the_way "a folder that became a link" engine "not a directory" 'mv $tree/security/cordon/engine $tree.engine' \
	'ln -s $tree.engine $tree/security/cordon/engine'
in_the_way "a directory" start.c "a directory" 'mkdir $tree/security/cordon/start.c'

fresh_tree 6.1
check "a hard-linked copy of a tree is left alone" all 'cp -al $tree $tree.linked' 'installs 0' \
	'tree=$tree.linked' 'pristine'
fresh_tree 6.1
check "a tree named from where one stands" all '(cd $work && $repo/integration/kernel/install.sh --kernel tree >out)' 'same_copy' \
	'(cd $tree && ../repo/integration/kernel/install.sh --kernel . --revert >../out)' 'pristine'
fresh_tree 6.1
check "an edited file keeps its mode" all 'chmod 640 $tree/security/Kconfig' 'installs 0' \
	'[ "$(stat -c %a $tree/security/Kconfig)" = 640 ]' '[ "$(stat -c %a $tree/security/Makefile)" = 644 ]'

for series in 6.1 6.12; do
	fresh_tree $series
	check "$series: an install that was cut short is completed" all 'broken_mv security/Kconfig' 'cut_short' \
		'installs 1 --check' 'installs 0' 'same_copy' 'diff -r -x .git $tree $work/whole-$series'
	check "$series: a revert that was cut short is completed" all 'broken_mv security/Makefile' 'cut_short --revert' \
		'installs 0 --revert' 'pristine'
	check "$series: the first copy is there as a whole or not at all" all 'broken_mv security/cordon' 'cut_short' \
		'[ ! -e $tree/security/cordon ]' 'installs 0 --revert' 'pristine'
done

fresh_tree 6.12
check "what a killed run left is cleared away" all 'touch $tree/security/Makefile.cordon-new' 'mkdir $tree/security/cordon.cordon-new' 'touch $tree/security/cordon.cordon-new/old.c' \
	'installs 0' 'same_copy' 'touch $tree/security/cordon/engine/a.c.cordon-new' 'installs 0' 'same_copy' \
	'touch $tree/security/Kconfig.cordon-new' 'installs 0 --revert' 'touch $tree/security/Makefile.cordon-new' \
	'installs 0 --revert' 'pristine'

# The patch.
patch_is_install()
{
	fresh_tree "$1"
	remember
	installs 0 --patch && cp "$work/out" "$work/patch" && unchanged || return 1
	git -C "$tree" am -q "$work/patch" || return 1
	diff -r -x .git "$tree" "$work/whole-$1" || return 1
	all '[ -z "$(git -C $tree status --porcelain)" ]' \
		'[ "$(git -C $tree log -1 --format=%an)" = Cordon ]' 'installs 0 --check'
}
same_bytes()
{
	fresh_tree "$1"
	installs 0 --patch && cp "$work/out" "$work/patch" || return 1
	(export TZ=Asia/Tokyo GIT_AUTHOR_NAME=Other GIT_AUTHOR_DATE=2001-01-01T00:00:00Z COLUMNS=200
	 umask 077
	 git config --global diff.noprefix true
	 git config --global core.abbrev 9
	 git config --global format.signature Other
	 installs 0 --patch --output "$work/patch.again")
	git config --global --remove-section diff
	git config --global --remove-section format
	cmp "$work/patch" "$work/patch.again" || return 1
	installs 0 && installs 0 --patch && cmp "$work/out" "$work/patch"
}
for series in 6.1 6.12; do
	check "$series: --patch, then git am, is what install.sh does" patch_is_install $series
	check "$series: the patch is the same bytes each time, of a patched tree too" same_bytes $series
done

# refused TITLE MESSAGE STEP...: after the steps the tree is refused, with that
# message, and nothing in it has changed.
refused()
{
	local title=$1 message=$2
	shift 2
	fresh_tree 6.12
	check "refused: $title" all "$@" 'remember' 'installs 1' 'unchanged' "says '$message'" 'says "Nothing was changed"'
}

refused "a directory that is no kernel tree" "no kernel tree" 'rm $tree/Makefile'
refused "somebody else's Makefile" "no kernel tree" 'echo all: >$tree/Makefile'
refused "a build directory" "build directory" 'mv $tree $tree.src' 'mkdir $tree' 'ln -s $tree.src $tree/source' 'echo "include source/Makefile" >$tree/Makefile'
refused "no security/Kconfig" "security/Kconfig: not there" 'rm $tree/security/Kconfig'
refused "no landlock in security/Makefile" "security/Makefile: there should be one line" 'sed -i /landlock/d $tree/security/Makefile'
refused "landlock twice in security/Makefile" "and there are 2" 'sed -i "/landlock/p" $tree/security/Makefile'
refused "no landlock in security/Kconfig" "security/Kconfig: there should be one line" 'sed -i "/landlock.Kconfig/d" $tree/security/Kconfig'
refused "landlock twice in security/Kconfig" "and there are 2" 'sed -i "/landlock.Kconfig/p" $tree/security/Kconfig'
refused "no config LSM" "security/Kconfig: there should be one line .config LSM" 'sed -i "s/^config LSM$/config LSMS/" $tree/security/Kconfig'
refused "no default of CONFIG_LSM" "has no default" 'sed -i "/^config LSM$/,\$ { /default/d; }" $tree/security/Kconfig'
refused "a default of CONFIG_LSM that is no list" "is not a list of names" 'sed -i "s/default \"landlock.*apparmor,ipe,bpf\"$/default LSM_LIST/" $tree/security/Kconfig'
refused "no place for CORDON_ENABLED" "lsm_count.h: no .#define NAME_ENABLED" 'sed -i "/^#endif$/d" $tree/include/linux/lsm_count.h'
refused "no end of MAX_LSM_COUNT" "the last of MAX_LSM_COUNT" 'sed -i "s/IPE_ENABLED)/IPE_ENABLED )/" $tree/include/linux/lsm_count.h'
refused "two ends of MAX_LSM_COUNT" "and there are 2" 'sed -i "/IPE_ENABLED)/p" $tree/include/linux/lsm_count.h'
refused "LSMs counted another way" "counts LSMs in a way not known" 'rm $tree/include/linux/lsm_count.h'
refused "no LSM_ID_UNDEF" "LSM_ID_UNDEF" 'sed -i "/LSM_ID_UNDEF/d" $tree/include/uapi/linux/lsm.h'
refused "an LSM_ID_ apart from the others" "outside the run" 'sed -i "/LSM_ID_IMA/i\\\\" $tree/include/uapi/linux/lsm.h'
refused "numbers without their header" "not there, though LSMs have numbers" 'rm $tree/include/uapi/linux/lsm.h'
refused "another form of the selftest" "lsm_list_modules_test.c: there should be one line" 'sed -i s/INVALID/WRONG/ $tree/$selftest'
refused "a kernel that is too new" "struct lsm_info has no name" 'sed -i "/const char .name;.*Required/d" $tree/include/linux/lsm_hooks.h'
refused "a kernel that is too old" "no DEFINE_LSM" 'sed -i /DEFINE_LSM/d $tree/include/linux/lsm_hooks.h'
refused "a line about cordon by somebody else" "is not what this script writes" 'echo "obj-y += cordon/" >>$tree/security/Makefile'
refused "a number for cordon by somebody else" "is not what this script writes" 'sed -i "/LSM_ID_IPE/a #define LSM_ID_CORDON 114" $tree/include/uapi/linux/lsm.h'
refused "its own line twice" "more than once" 'installs 0' 'sed -i "/cordon/p" $tree/security/Makefile'
refused "half of its own block" "is not what this script writes" 'installs 0' 'sed -i "/^#define CORDON_ENABLED 1,/d" $tree/include/linux/lsm_count.h'
refused "no newline at the end" "could not be given back" 'truncate -s -1 $tree/security/Makefile'
refused "lines that end as in DOS" "there should be one line" 'sed -i "s/$/\r/" $tree/security/Makefile'
refused "a read-only file" "security/Makefile: read-only" 'chmod a-w $tree/security/Makefile'
check "allowed: the same, writable again" all 'chmod u+w $tree/security/Makefile' 'installs 0' 'same_copy'
refused "a file that is a symbolic link" "a symbolic link" 'mv $tree/security/Kconfig $tree/Kconfig.real' 'ln -s ../Kconfig.real $tree/security/Kconfig'
refused "security/cordon is a symbolic link" "symbolic link to" 'ln -s $repo/kmod $tree/security/cordon'
refused "security/cordon is a file" "not a directory" 'touch $tree/security/cordon'
refused "security/cordon is somebody else's" "not from this script" 'mkdir $tree/security/cordon' 'echo >$tree/security/cordon/x.c'
check "allowed: the same, taken away" all 'rm -r $tree/security/cordon' 'installs 0' 'same_copy'

# The other verbs touch a tree as little as they promise.
fresh_tree 6.12
check "refused: --revert of a read-only file, nothing changed" all 'installs 0' 'chmod a-w $tree/security/Kconfig' \
	'remember' 'installs 1 --revert' 'unchanged' 'says "security/Kconfig: read-only"'
check "allowed: the same, writable again" all 'chmod u+w $tree/security/Kconfig' 'installs 0 --revert' 'pristine'
fresh_tree 6.12
check "refused: --revert where a line is somebody else's" all 'installs 0' 'echo "# cordon" >>$tree/security/Makefile' \
	'remember' 'installs 1 --revert' 'unchanged' 'says "security/Makefile"'
fresh_tree 6.12
check "refused: --patch of a tree that cannot be edited" all 'sed -i /landlock/d $tree/security/Makefile' 'remember' \
	'installs 1 --patch' 'unchanged' '[ ! -s $work/out ]'
check "--check tells of it too" all 'installs 1 --check' 'prints "refused:   security/Makefile"'
fresh_tree 6.12
check "refused: sources of Cordon without a Kconfig" all 'mv $repo/kmod/Kconfig $work/K' 'remember' 'installs 1' 'unchanged' \
	'says "kmod/Kconfig: missing"'
mv "$work/K" "$repo/kmod/Kconfig"
check "allowed: the same with it" all 'installs 0' 'same_copy'
fresh_tree 6.12
check "a tree without that selftest needs no edit of it" all 'rm $tree/$selftest' 'installs 0' 'installs 0 --check' '[ ! -e $tree/$selftest ]'

# Usage.
check "usage: --help" all 'runs 0 --help' 'prints "usage: install.sh --kernel DIR"'
for arguments in '' '--kernel' '--kernel $work/nowhere' '--kernel $tree --chek' '--kernel $tree --check --revert' \
	'--kernel $tree --config x' '--kernel $tree --output x' '--kernel $tree --check --config $work/nowhere'; do
	check "usage: \`install.sh $arguments' ends with 2" all 'remember' "runs 2 $arguments" 'unchanged' "says 'install.sh --help'"
done

# The real sources.
whole_kmod()
{
	local file

	fresh_tree 6.12
	"$top/integration/kernel/install.sh" --kernel "$tree" >"$work/out" || return 1
	git ls-files kmod | grep -v '^kmod/build.mk$' | while read -r file; do
		[ ! -f "$file" ] || cmp "$file" "$tree/security/cordon/${file#kmod/}" || exit 1
	done
}
check "every file of kmod/ that git knows is copied, but build.mk" all 'whole_kmod' '[ ! -e $tree/security/cordon/build.mk ]'
finish
