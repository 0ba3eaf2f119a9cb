# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=bash disable=SC2154
#
# What scripts/install-deps asks apt and dpkg for. Sourced by it; it sets top,
# the tree, debs, where packages are downloaded to, and called, as it was called.

aptq=(-q -o APT::Sandbox::User=root -o Debug::NoLocking=1)

say() {
	echo "install-deps: $*" >&2
}

die() {
	say "$@"
	exit 1
}

# read_list FILE: prints the packages that it names, one a line.
read_list() {
	sed 's/[[:space:]]*#.*//; /^$/d' "$top/scripts/deps/$1"
}

# Prints those of the packages named that are not installed.
missing() {
	{
		dpkg-query -W -f='${db:Status-Status} ${Package}\n' "$@" 2>/dev/null || :
		printf 'wanted %s\n' "$@"
	} | awk '$1 == "installed" { have[$2] } $1 == "wanted" && !($2 in have) { print $2 }'
}

may_install() {
	[ "$(id -u)" = 0 ] || [ "${DEPS:-}" = 1 ]
}

root() {
	if [ "$(id -u)" = 0 ]; then
		DEBIAN_FRONTEND=noninteractive "$@"
	else
		sudo DEBIAN_FRONTEND=noninteractive "$@"
	fi
}

updated=
update() {
	[ -z "$updated" ] || return 0
	say "apt-get update"
	root apt-get -qq update
	updated=yes
}

# apt_get ARCHITECTURE ARGUMENT...: amd64 is this machine's own.
apt_get() {
	local config=()
	[ "$1" = amd64 ] || config=(-c "$debs/.apt-$1/apt.conf")
	shift
	apt-get "${config[@]}" "${aptq[@]}" "$@"
}

# Only a candidate can be downloaded; a name alone may be an old leftover.
can_download() {
	[ -n "$(apt-cache "${aptq[@]}" madison "$1" 2>/dev/null)" ]
}

# need_lists PACKAGE: apt knows it, or is told to look what there is.
need_lists() {
	can_download "$1" && return 0
	may_install ||
		die "apt's package lists are missing; paste: sudo apt-get update && $called"
	update
	can_download "$1" || die "apt offers no $1: are its sources those of Debian 12?"
}

# install PACKAGE...: on this machine, or says what to paste.
install() {
	if ! may_install; then
		say "packages are missing. Paste this line, or call again with DEPS=1:"
		echo "sudo apt-get update && sudo apt-get install -y --no-install-recommends $*" >&2
		exit 1
	fi
	update
	say "installing $*"
	root apt-get -q -y install --no-install-recommends "$@" >&2
}

# download ARCHITECTURE PACKAGE...: downloads those (NAME or NAME=VERSION) that
# build/debs/ does not hold, in a directory of its own first, so that no half
# file is left under a name that counts. Prints the files' names, one a line.
download() {
	local arch=$1 uris name tmp need=()
	shift
	uris=$(apt_get "$arch" download --print-uris "$@") ||
		die "apt cannot find these packages: $*: run apt-get update"
	while read -r _ name _; do
		echo "$name"
		[ ! -s "$debs/$name" ] || continue
		name=${name%_*}
		name=${name/_/=}
		need+=("${name//%3a/:}")
	done <<<"$uris"
	[ ${#need[@]} -gt 0 ] || return 0

	say "downloading ${#need[@]} packages into build/debs"
	tmp=$(mktemp -d "$debs/.new.XXXXXX")
	(cd "$tmp" && apt_get "$arch" download "${need[@]}") >"$tmp/log" 2>&1 || {
		tail -n 5 "$tmp/log" >&2
		rm -rf "$tmp"
		die "the download failed: check the network, then run apt-get update and this again"
	}
	mv "$tmp"/*.deb "$debs/"
	rm -rf "$tmp"
}

# foreign_lists ARCHITECTURE: an apt of our own, with its own lists of the
# Debian archives among this machine's sources (others may have no such
# architecture). Refreshed when this machine's are newer.
foreign_lists() {
	local arch=$1 dir=$debs/.apt-$1 keyring=/usr/share/keyrings/debian-archive-keyring.gpg by=
	[ ! -r "$keyring" ] || by="[signed-by=$keyring] "
	mkdir -p "$dir"/{lists/partial,cache/archives/partial}
	cat >"$dir/apt.conf" <<-END
		#clear APT::Architectures;
		#clear APT::Update::Pre-Invoke;
		#clear APT::Update::Post-Invoke;
		#clear APT::Update::Post-Invoke-Success;
		APT::Architecture "$arch";
		APT::Architectures { "$arch"; };
		APT::Update::Error-Mode "any";
		Acquire::Languages "none";
		Dir::Etc::sourcelist "$dir/sources.list";
		Dir::Etc::sourceparts "-";
		Dir::State "$dir";
		Dir::State::status "$dir/status";
		Dir::Cache "$dir/cache";
	END
	: >"$dir/status"
	# shellcheck disable=SC2016 # apt expands it
	apt-get indextargets --format '$(ORIGIN)|$(REPO_URI) $(RELEASE) $(COMPONENT)' \
		'Created-By: Packages' | sed -n "s,^Debian|,deb $by,p" | sort -u >"$dir/sources.new"
	[ -s "$dir/sources.new" ] || die "no source of apt is a Debian archive"
	if [ "$dir/updated" -nt /var/lib/apt/lists ] && cmp -s "$dir/sources.new" "$dir/sources.list"; then
		return 0
	fi
	mv "$dir/sources.new" "$dir/sources.list"
	say "fetching the package lists of $arch"
	apt_get "$arch" update >"$dir/log" 2>&1 || {
		tail -n 5 "$dir/log" >&2
		die "apt cannot fetch the package lists of $arch: check the network"
	}
	touch "$dir/updated"
}
