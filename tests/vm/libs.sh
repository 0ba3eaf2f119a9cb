# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=bash
#
# The shared libraries a program needs, found among the guest's own packages.
# Sourced by tests/vm/image and tests/vm/run.

# is_elf FILE: is it an ELF file?
is_elf() {
	[ "$(head -c 4 "$1" 2>/dev/null | tr -d '\0')" = $'\177ELF' ]
}

# libs_of ROOT FILE...: prints the paths of all libraries the FILEs load, those
# in ROOT first, else this machine's, and "missing NAME FILE" for those that are
# nowhere. The dynamic linker of ROOT lists them; no FILE is ever run.
libs_of() {
	local root=$1 dir=$1/usr/lib/x86_64-linux-gnu file
	shift
	for file; do
		LD_TRACE_LOADED_OBJECTS=1 "$root/usr/lib64/ld-linux-x86-64.so.2" --inhibit-cache \
			--library-path "$dir:$dir/pulseaudio:$dir/blas:$dir/lapack:$dir/systemd" \
			"$file" 2>/dev/null | awk -v file="$file" '
				$2 == "=>" && $3 == "not" { print "missing", $1, file; next }
				$2 == "=>" { print $3 }' || :
	done | sort -u
}
