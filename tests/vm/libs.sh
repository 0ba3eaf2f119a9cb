# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=bash
#
# The shared libraries a program needs, found among the guest's own packages.
# Sourced by tests/vm/image and tests/vm/run. ARCH, x86_64 or arm64, says whose
# libraries; what they need is read from the files, so that this machine need
# not be able to run them.

# is_elf FILE: is it an ELF file?
is_elf() {
	[ "$(head -c 4 "$1" 2>/dev/null | tr -d '\0')" = $'\177ELF' ]
}

# lib_triplet: the name of the directories with the libraries of ARCH.
lib_triplet() {
	case ${ARCH:-x86_64} in
	arm64) echo aarch64-linux-gnu ;;
	*) echo x86_64-linux-gnu ;;
	esac
}

# needed_by FILE...: a line for each library that a FILE names: its name, the
# FILE and the run path that the FILE has, with tabs between.
needed_by() {
	# A second name makes readelf say before each file which one it is.
	LC_ALL=C readelf -d "$@" /dev/null 2>/dev/null | awk '
		function tell(i) {
			for (i = 0; i < n; i++)
				printf "%s\t%s\t%s\n", names[i], file, path
			n = 0
			path = ""
		}
		/^File: / { tell(); file = substr($0, 7) }
		match($0, /\[.*\]$/) {
			value = substr($0, RSTART + 1, RLENGTH - 2)
			if ($2 == "(NEEDED)" && value !~ /^ld-linux/)
				names[n++] = value
			if ($2 == "(RPATH)" || $2 == "(RUNPATH)")
				path = value
		}
		END { tell() }'
}

# libs_of ROOT FILE...: prints the paths of all libraries the FILEs load, those
# in ROOT first, else this machine's, and "missing NAME FILE" for those that are
# nowhere.
libs_of() {
	local root=$1 triplet dir name file path places next
	declare -A seen=()
	shift
	triplet=$(lib_triplet)
	dir=$root/usr/lib/$triplet
	while [ $# -gt 0 ]; do
		next=()
		while IFS=$'\t' read -r name file path; do
			[ -z "${seen[$name]:-}" ] || continue
			seen[$name]=$file
			# shellcheck disable=SC2016 # the linker's own word
			path=${path//'$ORIGIN'/${file%/*}}
			IFS=: read -r -a places <<<"$path"
			for path in "$dir" "$dir"/{pulseaudio,blas,lapack,systemd} "${places[@]}" \
				"/usr/lib/$triplet" "/usr/$triplet/lib"; do
				if [ -e "$path/$name" ]; then
					echo "$path/$name"
					next+=("$path/$name")
					continue 2
				fi
			done
			echo "missing $name $file"
		done < <(needed_by "$@")
		set -- "${next[@]}"
	done | sort -u
}
