# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=bash disable=SC2154
#
# Debian's stock kernel, unpacked in build/kernel/ and never installed: the boot
# loader of this machine finds no new kernel (Debian's headers package depends on
# the image). Sourced by scripts/install-deps, after apt.sh.

# Whatever firmware kernel KERNEL asks make for, it is this one that is wanted.
kernel_there() {
	KERNEL='' "$top/scripts/kernel-version" release >/dev/null 2>&1
}

# The releases apt offers whole (image and headers), oldest first.
offered_releases() {
	apt-cache pkgnames linux- 2>/dev/null | awk '
		/^linux-headers-6\.12\.[^ ]*-cloud-amd64$/ { h[substr($0, 15)] = 1 }
		/^linux-image-6\.12\.[^ ]*-cloud-amd64$/ { i[substr($0, 13)] = 1 }
		END { for (r in h) if (r in i) print r }' | sort -V
}

# The newest release that apt offers.
pick_release() {
	local r
	for r in $(offered_releases | tac); do
		if can_download "linux-image-$r" && can_download "linux-headers-$r"; then
			echo "$r"
			return
		fi
	done
}

# The packages of a release: image, its headers and what they lean on.
kernel_packages() {
	local abi=${1%-cloud-amd64}
	echo "linux-image-$1 linux-headers-$1 linux-headers-$abi-common linux-kbuild-$abi"
}

# Unpacks the packages of a release in build/debs/ into build/kernel/.
unpack_kernel() {
	local release=$1 dir=$top/build/kernel/$1 new package deb
	mkdir -p "${dir%/*}"
	new=$(mktemp -d "$top/build/kernel/.new.XXXXXX")
	chmod 755 "$new"
	for package in $(kernel_packages "$release"); do
		for deb in "$debs/$package"_*.deb; do
			if ! dpkg-deb -x "$deb" "$new"; then
				rm -rf "$new"
				die "${deb##*/} is damaged: remove it from build/debs and call again"
			fi
		done
	done
	# The one place where the headers name their installed path.
	# shellcheck disable=SC2016 # make expands it
	sed -i 's,/usr/src/,$(dir $(lastword $(MAKEFILE_LIST)))../,' \
		"$new/usr/src/linux-headers-$release/Makefile"
	PATH=$PATH:/usr/sbin:/sbin depmod -b "$new" "$release"
	touch "$new/.unpacked"
	rm -rf "$dir"
	mv "$new" "$dir"
}

# Unpacks the newest kernel that is whole in build/debs/: needs no network, as
# after `make clean`.
kernel_from_debs() {
	local deb release package
	for deb in $(printf '%s\n' "$debs"/linux-image-6.12.*-cloud-amd64_*.deb | sort -rV); do
		release=${deb##*/linux-image-}
		release=${release%%_*}
		for package in $(kernel_packages "$release"); do
			compgen -G "$debs/${package}_*.deb" >/dev/null || continue 2
		done
		unpack_kernel "$release"
		return 0
	done
	return 1
}

get_kernel() {
	local release
	! kernel_from_debs || return 0
	release=$(pick_release)
	if [ -z "$release" ] && may_install; then
		update
		release=$(pick_release)
	fi
	if [ -z "$release" ]; then
		may_install || die "apt's package lists are missing; paste: sudo apt-get update && $called"
		die "apt offers no linux-image-6.12.*-cloud-amd64: add bookworm-security to its sources"
	fi
	# shellcheck disable=SC2046 # one word a package
	download amd64 $(kernel_packages "$release") >/dev/null
	unpack_kernel "$release"
}
