# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=bash
#
# What install.sh knows of kernel trees: which edits one needs, which of them
# are there, what its files look like with and without them, and the same for
# the copy of kmod/. Nothing here writes to the tree.
#
# $here is integration/kernel, $kmod is kmod/, $tree the kernel tree, $work a
# directory for what is computed.

# The names above are install.sh's; what is set here is for it.
# shellcheck disable=SC2154,SC2034
edits=()     # EDIT:FILE, in the order in which they are made
files=()     # the tree's files that these edit
declare -A state=()
problems=()  # why the tree is refused

selftest=tools/testing/selftests/lsm/lsm_list_modules_test.c

problem() { problems+=("$1"); }

# Kconfig and Makefile come last: until they are edited the rest is not used.
find_edits()
{
	local hooks=$tree/include/linux/lsm_hooks.h edit file last=''

	edits=()
	if [ -f "$tree/include/uapi/linux/lsm.h" ]; then
		edits+=(lsm-id:include/uapi/linux/lsm.h)
	elif grep -qs '^struct lsm_id {' "$hooks"; then
		problem "include/uapi/linux/lsm.h: not there, though LSMs have numbers in this tree"
	fi
	if [ -f "$tree/include/linux/lsm_count.h" ]; then
		edits+=(count-define:include/linux/lsm_count.h count-use:include/linux/lsm_count.h)
	elif grep -qsE 'MAX_LSM_COUNT|LSM_CONFIG_COUNT' "$tree/security/security.c"; then
		problem "include/linux/lsm_count.h: not there, and security/security.c counts LSMs in a way not known here"
	fi
	[ ! -f "$tree/$selftest" ] || edits+=("selftest:$selftest")
	edits+=(makefile:security/Makefile config-lsm:security/Kconfig kconfig-source:security/Kconfig)

	files=()
	for edit in "${edits[@]}"; do
		file=${edit#*:}
		[ "$file" = "$last" ] || files+=("$file")
		last=$file
	done
}

what_edit()
{
	case $1 in
	lsm-id) echo "the number LSM_ID_CORDON" ;;
	count-define) echo "the definition of CORDON_ENABLED" ;;
	count-use) echo "CORDON_ENABLED in MAX_LSM_COUNT" ;;
	selftest) echo "cordon among the names that this test knows" ;;
	makefile) echo "obj-\$(CONFIG_SECURITY_CORDON) += cordon/" ;;
	config-lsm) echo "\"cordon,\" in the defaults of CONFIG_LSM" ;;
	kconfig-source) echo "source \"security/cordon/Kconfig\"" ;;
	esac
}

# Is it a kernel tree, of a sort that Cordon's sources are written for?
look_at_tree()
{
	local file

	if ! grep -qs '^VERSION = [0-9]' "$tree/Makefile" ||
	   ! grep -qs '^PATCHLEVEL = [0-9]' "$tree/Makefile"; then
		if [ -f "$tree/source/Makefile" ]; then
			problem "this is a build directory: give the tree that it was made from, $(readlink -f "$tree/source")"
		else
			problem "this is no kernel tree: its Makefile has no VERSION and PATCHLEVEL"
		fi
		return
	fi
	for file in security/Kconfig security/Makefile include/linux/lsm_hooks.h; do
		[ -f "$tree/$file" ] || problem "$file: not there; the top of a kernel tree is wanted"
	done
	[ ${#problems[@]} = 0 ] || return 0

	file=include/linux/lsm_hooks.h
	grep -q '^#define DEFINE_LSM(' "$tree/$file" ||
		problem "$file: no DEFINE_LSM(); this kernel is too old"
	sed -n '/^struct lsm_info {/,/^}/p' "$tree/$file" | grep -q 'const char \*name;' ||
		problem "$file: struct lsm_info has no name; Cordon does not know this kernel yet"
	find_edits
}

# edit_file EDIT ACTION FILE: as edits.awk says; its complaint names FILE.
edit_file()
{
	awk -v edit="$1" -v action="$2" -f "$here/edits.awk" "$3"
}

# without FILE, reading $work/now/FILE: the same without any edit, to stdout.
without()
{
	local edit text=$work/without

	cp "$work/now/$1" "$text"
	# Nothing to take out: byte for byte the same, whatever its last line is.
	grep -q -i cordon "$text" || { cat "$text"; return; }
	for edit in "${edits[@]}"; do
		[ "${edit#*:}" = "$1" ] || continue
		edit_file "${edit%%:*}" remove "$text" >"$text.next" || return 1
		mv "$text.next" "$text"
	done
	cat "$text"
}

# Fills $work/now and before with the files that are edited: as they are, and as
# they were before install.sh came. And says of each edit in state[EDIT:FILE]
# whether it is absent, present, partial or double; unknown if nobody can say.
compute_files()
{
	local file odd found edit

	for file in "${files[@]}"; do
		mkdir -p "$work/now/${file%/*}" "$work/before/${file%/*}" "$work/after/${file%/*}"
		cp "$tree/$file" "$work/now/$file"
		without "$file" >"$work/before/$file"
		odd=$(grep -n -i cordon "$work/before/$file") || continue
		while IFS= read -r found; do
			problem "$file: \`${found#*:}' is not what this script writes: take it out first (git checkout $file)"
		done <<<"${odd//$'\t'/ }"
	done
	for edit in "${edits[@]}"; do
		state[$edit]=$(edit_file "${edit%%:*}" state "$work/now/${edit#*:}" 2>/dev/null) ||
			state[$edit]=unknown
	done
}

# Each file's after/: the edits that it lacks are made, the others left alone.
compute_after()
{
	local edit name file text=$work/text said

	for file in "${files[@]}"; do
		cp "$work/now/$file" "$work/after/$file"
	done
	for edit in "${edits[@]}"; do
		name=${edit%%:*} file=${edit#*:}
		[ "${state[$edit]}" != present ] || continue
		if [ "${state[$edit]}" = double ]; then
			problem "$file: $(what_edit "$name") is there more than once: take one out"
		elif ! (cd "$work/after" && edit_file "$name" add "$file") >"$text" 2>"$work/said"; then
			said=$(cat "$work/said")
			problem "${said:-$file: cannot be edited}"
		else
			cp "$text" "$work/after/$file"
		fi
	done
	[ ${#problems[@]} = 0 ] || return 0
	verify_after
}

# What was computed holds every edit, and gives the file back when reverted.
verify_after()
{
	local edit file

	for edit in "${edits[@]}"; do
		[ "$(edit_file "${edit%%:*}" state "$work/after/${edit#*:}")" = present ] ||
			problem "${edit#*:}: $(what_edit "${edit%%:*}") could not be added"
	done
	for file in "${files[@]}"; do
		cp "$work/after/$file" "$work/after.now"
		mkdir -p "$work/verify/now/${file%/*}"
		mv "$work/after.now" "$work/verify/now/$file"
		work=$work/verify without "$file" >"$work/again"
		cmp -s "$work/again" "$work/before/$file" ||
			problem "$file: could not be given back by --revert (does it end without a newline?)"
	done
}

# made_file PATH: the record that a kernel build keeps beside a PATH it made.
made_file()
{
	local name=${1##*/}

	record=${1%"$name"}.$name.cmd
}

# What of a directory a kernel needs, one path a line, without what was made.
sources_in()
{
	local file record

	(cd "$1" && find . -type f \( -name '*.c' -o -name '*.h' -o -name '*.S' \
		-o -name Kbuild -o -name 'Kbuild.*' -o -name Kconfig -o -name 'Kconfig.*' \
		-o -name .kunitconfig \) ! -name '*.mod.c' -printf '%P\n') | LC_ALL=C sort |
	while IFS= read -r file; do
		made_file "$file"
		[ -e "$1/$record" ] || printf '%s\n' "$file"
	done
}

# What a build inside the tree left in a directory.
products_in()
{
	local file record

	(cd "$1" && find . -type f -printf '%P\n') | LC_ALL=C sort |
	while IFS= read -r file; do
		made_file "$file"
		case ${file##*/} in
		*.o|*.a|*.ko|*.mod|*.mod.c|*.s|*.i|*.d|*.su|*.gcno|.*.cmd|modules.order)
			printf '%s\n' "$file" ;;
		*)
			[ ! -e "$1/$record" ] || printf '%s\n' "$file" ;;
		esac
	done
}

# stem_of PATH: what a source has in common with all that is made from it: its
# folder, and its name up to the first dot (exec.c, exec.o and .exec.o.cmd).
stem_of()
{
	local name=${1##*/}

	stem=${1%"$name"}
	name=${name#.}
	stem+=${name%%.*}
}

# orphans_in DIRECTORY SOURCE...: what a build made there from those sources.
orphans_in()
{
	local place=$1 file stem
	local -A gone=()

	shift
	for file; do
		stem_of "$file"
		gone[$stem]=1
	done
	while IFS= read -r file; do
		stem_of "$file"
		[ -z "${gone[$stem]:-}" ] || printf '%s\n' "$file"
	done < <(products_in "$place")
}

# The copy: what has to be written, and what is left of an older version.
compare_copy()
{
	local file

	new=() changed=() stale=()
	while read -r file; do
		if [ ! -e "$tree/security/cordon/$file" ]; then
			new+=("$file")
		elif ! cmp -s "$kmod/$file" "$tree/security/cordon/$file"; then
			changed+=("$file")
		fi
	done < <(sources_in "$kmod")
	[ -d "$tree/security/cordon" ] || return 0
	while read -r file; do
		[ -f "$kmod/$file" ] || stale+=("$file")
	done < <(sources_in "$tree/security/cordon")
}

# Can what is wanted be written? Asked of the mode too: root may write anyway,
# but a file without any write bit is one that somebody keeps so on purpose.
check_writable()
{
	local file

	for file in "$@"; do
		if [ -L "$tree/$file" ]; then
			problem "$file: a symbolic link; run this on the tree that it points into"
		elif [ ! -w "$tree/$file" ] || [ -z "$(find "$tree/$file" -perm /222)" ]; then
			problem "$file: read-only; make it writable first (chmod u+w, or your version control's way)"
		elif [ ! -w "$tree/${file%/*}" ]; then
			problem "${file%/*}: nothing can be written in this directory"
		fi
	done
}

check_copy_place()
{
	local place=$tree/security/cordon

	if [ -L "$place" ]; then
		problem "security/cordon: a symbolic link to $(readlink "$place"): remove it; this script makes a copy"
	elif [ -e "$place" ] && [ ! -d "$place" ]; then
		problem "security/cordon: not a directory"
	elif [ ! -w "$tree/security" ] || { [ -d "$place" ] && [ ! -w "$place" ]; }; then
		problem "security/cordon: nothing can be written there"
	elif [ -d "$place" ] && [ -n "$(ls -A "$place")" ] &&
	     ! grep -qs 'config SECURITY_CORDON$' "$place/Kconfig" && [ ! -e "$place/Kbuild" ]; then
		problem "security/cordon: there, but not from this script: it has no Kconfig and no Kbuild of Cordon"
	fi
}

# folders_of, reading paths: the folders that they lie in, each once.
folders_of()
{
	local path

	while IFS= read -r path; do
		while [ "$path" != "${path%/*}" ]; do
			path=${path%/*}
			printf '%s\n' "$path"
		done
	done | sort -u
}

# Folders that move stand in nobody's way, and nothing is written through a link
# that leads out of the copy.
check_copy_inside()
{
	local place=$tree/security/cordon path

	[ -d "$place" ] && [ ! -L "$place" ] || return 0
	while IFS= read -r path; do
		if [ -L "$place/$path" ] || { [ -e "$place/$path" ] && [ ! -d "$place/$path" ]; }; then
			problem "security/cordon/$path: not a directory, and Cordon's sources have one of that name: remove it"
		elif [ -d "$place/$path" ] && [ ! -w "$place/$path" ]; then
			problem "security/cordon/$path: nothing can be written there"
		fi
	done < <(sources_in "$kmod" | folders_of)
	while IFS= read -r path; do
		[ ! -d "$place/$path" ] ||
			problem "security/cordon/$path: a directory, and Cordon's sources have a file of that name: remove it"
	done < <(sources_in "$kmod")
}
