# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=bash disable=SC2154
#
# Packages that are never installed but downloaded with all they need, for a
# guest or a root of its own: no web or name server is set up on the machine
# that builds. Sourced by scripts/install-deps, after apt.sh.
#
# What was picked is a list of files in build/debs/, each "named" or "library",
# under the key of the .pool it was picked for.

# picked POOL LIST: is LIST of this very POOL, and each of its files there?
picked() {
	local pool=$1 list=$2 name
	[ -s "$list" ] && [ "$(head -n 1 "$list")" = "# $(pool_key "$pool")" ] || return 1
	while read -r name _; do
		[ "$name" = '#' ] || [ -s "$debs/$name" ] || return 1
	done <"$list"
}

pool_key() {
	read_list "$1.pool" | sha256sum | cut -d ' ' -f 1
}

# pick POOL ARCHITECTURE LIST: downloads them with all they need, and writes
# LIST. It is resolved as for an empty machine: the guest is the same everywhere,
# whatever is installed here.
pick() {
	local pool=$1 arch=$2 list=$3 named empty closure names
	mapfile -t named < <(read_list "$pool.pool")
	if [ "$arch" = amd64 ]; then
		need_lists "${named[0]}"
	else
		foreign_lists "$arch"
	fi
	empty=$(mktemp "$debs/.status.XXXXXX")
	closure=$(LC_ALL=C apt_get "$arch" -o Dir::State::status="$empty" -s install \
		--no-install-recommends "${named[@]}" |
		sed -nE 's/^Inst ([^ ]+) (\[[^]]*\] )?\(([^ ]+) .*/\1=\3/p') || closure=
	rm -f "$empty"
	[ -n "$closure" ] || die "apt cannot resolve the $arch packages: run apt-get update"
	# shellcheck disable=SC2086 # one word a package
	names=$(download "$arch" $closure)
	mkdir -p "${list%/*}"
	{
		echo "# $(pool_key "$pool")"
		awk -v named=" ${named[*]} " '{
			p = $1; sub(/_.*/, "", p)
			print $1, (index(named, " " p " ") ? "named" : "library")
		}' <<<"$names"
	} >"$list.$$"
	mv "$list.$$" "$list"
}

# unpack_sysroot LIST DIRECTORY: what we cross-build with; absolute links would
# lead out of it. LIST becomes part of it.
unpack_sysroot() {
	local list=$1 sysroot=$2 new name link
	new=$(mktemp -d "${sysroot%/*}/.sysroot.XXXXXX")
	chmod 755 "$new"
	mkdir -p "$new/usr/lib"
	ln -s usr/lib "$new/lib"
	while read -r name _; do
		[ "$name" != '#' ] || continue
		dpkg-deb --fsys-tarfile "$debs/$name" |
			tar -x -p --no-same-owner --keep-directory-symlink -C "$new" --exclude=./usr/share \
				--exclude=./usr/bin --exclude=./usr/sbin --exclude=./bin --exclude=./sbin \
				--exclude=./etc --exclude=./var || {
			rm -rf "$new"
			die "$name is damaged: remove it from build/debs and call again"
		}
	done <"$list"
	find "$new" -type l -lname '/*' | while read -r link; do
		ln -snfr "$new$(readlink "$link")" "$link"
	done
	mv "$list" "$new/debs.list"
	rm -rf "$sysroot"
	mv "$new" "$sysroot"
}
