#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
#
# Puts Cordon into a kernel tree: kmod/ becomes security/cordon/, and the files
# that list the tree's security modules get a line each. What a tree needs is
# found by looking into it. Everything is computed and tried before the first
# byte is written. See usage below.
set -euo pipefail
export LC_ALL=C
# What is new in the tree can be read by whoever builds it.
umask 022

here=$(cd -- "${BASH_SOURCE[0]%/*}" && pwd)
kmod=$here/../../kmod
me=install.sh
# shellcheck source=integration/kernel/tree.sh
. "$here/tree.sh"
# shellcheck source=integration/kernel/patch.sh
. "$here/patch.sh"

usage()
{
	cat <<- END
	usage: install.sh --kernel DIR [--check|--revert|--patch] [option...]

	Puts Cordon into the kernel tree DIR, as security/cordon. To run it again
	is safe: it brings the copy up to date and makes what edits are missing.

	  --check          change nothing, say what is missing or different, in the
	                   tree and in its .config
	  --revert         take all of it out again; in security/cordon only what is
	                   neither source nor made by a build is kept
	  --patch          change nothing, write a patch for \`git am' that does the
	                   same to an untouched tree of this kind

	  --config FILE    with --check: the configuration to look into
	  O=DIR            the same: DIR/.config (default: the tree's own)
	  --output FILE    with --patch: where to write it (default: stdout)
	  --help           this text

	Exit status: 0 done, or nothing is missing; 1 refused, failed, or something
	is missing; 2 usage.
	END
}

bad_usage()
{
	echo "$me: $1" >&2
	echo "Try \`install.sh --help'." >&2
	exit 2
}

tree='' mode=install config='' output=''

set_mode()
{
	[ "$mode" = install ] || bad_usage "one of --check, --revert and --patch at a time"
	mode=$1
}

parse_arguments()
{
	while [ $# -gt 0 ]; do
		case $1 in
		--kernel|--config|--output)
			[ $# -ge 2 ] || bad_usage "$1 wants a name after it"
			set -- "$1=$2" "${@:3}"
			continue ;;
		--kernel=*) tree=${1#*=} ;;
		--config=*) config=${1#*=} ;;
		O=*) config=${1#*=}/.config ;;
		--output=*) output=${1#*=} ;;
		--check|--revert|--patch) set_mode "${1#--}" ;;
		-h|--help) usage; exit 0 ;;
		*) bad_usage "what is \`$1'?" ;;
		esac
		shift
	done
	[ -n "$tree" ] || bad_usage "which kernel tree? Give --kernel DIR"
	[ -d "$tree" ] || bad_usage "$tree: no such directory"
	[ -z "$config" ] || [ "$mode" = check ] || bad_usage "a configuration is only looked at with --check"
	[ -z "$output" ] || [ "$mode" = patch ] || bad_usage "--output goes with --patch"
	[ -z "$config" ] || [ -f "$config" ] || bad_usage "$config: no such file"
}

# Ends here if the tree was refused. Nothing has been written yet.
refuse_if_problems()
{
	[ ${#problems[@]} != 0 ] || return 0
	printf '%s: %s\n' "$me" "cannot do this to $tree:" >&2
	printf '  %s\n' "${problems[@]}" >&2
	echo "Nothing was changed." >&2
	exit 1
}

# replace FILE: the tree's gets $1's computed text, at once and with its mode.
replace()
{
	local beside=$tree/$1.cordon-new

	cp -p "$tree/$1" "$beside"
	chmod u+w "$beside"
	cat "$2" >"$beside"
	chmod --reference="$tree/$1" "$beside"
	mv -f "$beside" "$tree/$1"
}

# copy_all TO: all of kmod/ that a kernel needs, into a directory that is new.
copy_all()
{
	local all to

	mkdir -p "$1"
	to=$(cd "$1" && pwd)
	mapfile -t all < <(sources_in "$kmod")
	(cd "$kmod" && cp --parents -- "${all[@]}" "$to")
	find "$to" -type d -exec chmod 755 {} +
	find "$to" -type f -exec chmod 644 {} +
}

# copy_file FILE: one file of kmod/, whose copy differs. It becomes as new as
# now: with an older time make would keep the old object.
copy_file()
{
	local to=$tree/security/cordon/$1

	mkdir -p "${to%/*}"
	cp "$kmod/$1" "$to.cordon-new"
	chmod 644 "$to.cordon-new"
	mv -f "$to.cordon-new" "$to"
}

# A first copy appears as a whole, an older one is updated file by file. With a
# source that is gone, or has moved, goes what was built from it.
write_copy()
{
	local place=$tree/security/cordon file orphans

	if [ -d "$place" ]; then
		for file in "${new[@]}" "${changed[@]}"; do
			copy_file "$file"
		done
		mapfile -t orphans < <(orphans_in "$place" "${stale[@]}")
		for file in "${stale[@]}" "${orphans[@]}"; do
			rm -f "$place/$file"
		done
		find "$place" -mindepth 1 -type d -empty -delete
	else
		copy_all "$place.cordon-new"
		mv "$place.cordon-new" "$place"
	fi
}

say_copy()
{
	local total

	total=$(sources_in "$kmod" | wc -l)
	if [ $((${#new[@]} + ${#changed[@]} + ${#stale[@]})) = 0 ]; then
		echo "security/cordon: $total files, up to date"
	elif [ ${#new[@]} = "$total" ]; then
		echo "security/cordon: $total files copied"
	else
		echo "security/cordon: ${#new[@]} files added, ${#changed[@]} updated, ${#stale[@]} removed, of $total"
	fi
}

# To what is half there, each edit is named, there or not.
say_half()
{
	local edit is there=0 lacking=0 list=''

	for edit in "${edits[@]}"; do
		case ${state[$edit]} in
		present) there=$((there + 1)); is='there  ' ;;
		partial) there=$((there + 1)) lacking=$((lacking + 1)); is='in part' ;;
		*) lacking=$((lacking + 1)); is='missing' ;;
		esac
		list+="  $is  ${edit#*:}: $(what_edit "${edit%%:*}")"$'\n'
	done
	if [ -d "$tree/security/cordon" ]; then
		there=$((there + 1)) list+="  there    security/cordon/"$'\n'
	else
		lacking=$((lacking + 1)) list+="  missing  security/cordon/"$'\n'
	fi
	[ "$there" != 0 ] && [ "$lacking" != 0 ] || return 0
	printf 'This tree is half patched; what is missing is added now:\n%s' "$list"
}

# The directory exists, nothing of kmod/ that every kernel needs is missing.
check_kmod()
{
	local file

	for file in Kbuild Kconfig; do
		[ -f "$kmod/$file" ] || problem "kmod/$file: missing beside this script: take a whole copy of Cordon's sources"
	done
}

# Two builds may bring the same tree up to date: one after the other.
lock_tree()
{
	! command -v flock >/dev/null || { exec 9<"$tree"; flock 9; }
}

# What a run that was cut short left: half-written files under names of ours.
clear_leftovers()
{
	local file

	for file in "${files[@]}"; do
		rm -f "$tree/$file.cordon-new"
	done
	rm -rf "$tree/security/cordon.cordon-new"
	[ ! -d "$tree/security/cordon" ] ||
		find "$tree/security/cordon" -name '*.cordon-new' -type f -delete
}

half_way()
{
	[ "$1" = 0 ] || echo "$me: stopped half way: run it again, or with --revert" >&2
}

install()
{
	local file

	check_kmod
	look_at_tree
	refuse_if_problems
	check_writable "${files[@]}"
	check_copy_place
	check_copy_inside
	compute_files
	compute_after
	refuse_if_problems
	compare_copy
	say_half

	trap 'half_way $?; rm -rf "$work"' EXIT
	clear_leftovers
	write_copy
	say_copy
	for file in "${files[@]}"; do
		if cmp -s "$work/now/$file" "$work/after/$file"; then
			echo "$file: nothing to do"
		else
			replace "$file" "$work/after/$file"
			echo "$file: edited"
		fi
	done
	trap 'rm -rf "$work"' EXIT
	cat <<- END
	Cordon is in the tree. Next: merge integration/kernel/cordon.config into the configuration
	(scripts/kconfig/merge_config.sh), name both certificates, and run this with --check.
	END
}

# What a build made goes too; other people's files, such as keys, stay.
remove_copy()
{
	local place=$tree/security/cordon file rest

	[ -d "$place" ] || return 0
	{ sources_in "$place"; products_in "$place"; } >"$work/ours"
	while IFS= read -r file; do
		rm -f "$place/$file"
	done <"$work/ours"
	find "$place" -depth -type d -empty -delete
	if [ -d "$place" ]; then
		rest=$(cd "$tree" && find security/cordon ! -type d | sort)
		echo "security/cordon: sources removed; kept, as it is not this script's:"
		printf '  %s\n' "$rest"
	else
		echo "security/cordon: removed"
	fi
}

revert()
{
	local file edited=()

	look_at_tree
	refuse_if_problems
	compute_files
	for file in "${files[@]}"; do
		cmp -s "$work/now/$file" "$work/before/$file" || edited+=("$file")
	done
	if [ ${#edited[@]} = 0 ] && [ ! -e "$tree/security/cordon" ]; then
		refuse_if_problems
		clear_leftovers
		echo "Cordon is not in this tree: nothing to do."
		return
	fi
	check_writable "${edited[@]}"
	check_copy_place
	refuse_if_problems

	trap 'half_way $?; rm -rf "$work"' EXIT
	clear_leftovers
	# From the last edit to the first: what is left builds at every moment.
	for ((i = ${#edited[@]} - 1; i >= 0; i--)); do
		file=${edited[i]}
		replace "$file" "$work/before/$file"
		echo "$file: as it was"
	done
	remove_copy
	trap 'rm -rf "$work"' EXIT
}

# Adds what is missing to $missing.
check_edits()
{
	local edit name

	for edit in "${edits[@]}"; do
		name=$(what_edit "${edit%%:*}")
		case ${state[$edit]} in
		absent) echo "missing:   ${edit#*:}: $name" ;;
		partial) echo "different: ${edit#*:}: not every default has $name" ;;
		*) continue ;; # there, or among the problems
		esac
		missing=$((missing + 1))
	done
}

check_copy()
{
	local file

	compare_copy
	if [ -d "$tree/security/cordon" ]; then
		for file in "${new[@]}"; do echo "missing:   security/cordon/$file"; done
	else
		echo "missing:   security/cordon/, all ${#new[@]} files"
	fi
	for file in "${changed[@]}"; do echo "different: security/cordon/$file: not what kmod/$file is"; done
	for file in "${stale[@]}"; do echo "stale:     security/cordon/$file: no longer in kmod/"; done
	missing=$((missing + ${#new[@]} + ${#changed[@]} + ${#stale[@]}))
}

check()
{
	local missing=0 status=0

	check_kmod
	look_at_tree
	refuse_if_problems
	check_copy_place
	check_copy_inside
	compute_files
	compute_after
	check_edits
	check_copy
	if [ ${#problems[@]} != 0 ]; then
		printf 'refused:   %s\n' "${problems[@]}"
		missing=$((missing + ${#problems[@]}))
	elif [ "$missing" != 0 ]; then
		echo "To put the tree right: install.sh --kernel $tree"
	else
		echo "The tree has all of Cordon."
	fi

	if [ -z "$config" ] && [ -f "$tree/.config" ]; then
		config=$tree/.config
	fi
	if [ -n "$config" ]; then
		"$here/check-config" --tree "$tree" "$config" || status=$?
	else
		echo "No configuration looked at: $tree/.config is not there (yet); O=DIR or --config FILE names another."
	fi
	[ "$missing" = 0 ] && [ "$status" = 0 ] || exit 1
}

patch()
{
	check_kmod
	look_at_tree
	refuse_if_problems
	compute_files
	compute_after
	refuse_if_problems
	if [ -n "$output" ]; then
		write_patch >"$work/patch"
		cp "$work/patch" "$output"
	else
		write_patch
	fi
}

parse_arguments "$@"
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
case $mode in
install|revert) lock_tree ;;
esac
"$mode"
