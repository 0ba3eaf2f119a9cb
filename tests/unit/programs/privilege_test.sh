#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
#
# What cordond is left with once it has given its rights up. The program is
# compiled here, as it needs libcap and libseccomp and no other test does.
set -eu

cd "$(dirname "$0")/../../.."
if [ "$(id -u)" -ne 0 ]; then
	echo "TAP version 13"
	echo "1..1"
	echo "ok 1 # SKIP giving up root's rights needs root"
	exit 0
fi
program=$(mktemp)
trap 'rm -f "$program"' EXIT
# shellcheck disable=SC2046,SC2086 # pkg-config and $CC are words
${CC:-cc} -std=gnu11 -D_GNU_SOURCE -O2 -g -Wall -Wextra -Werror -Wno-unused-parameter \
	-Wno-missing-field-initializers \
	-Iuserspace -Ikmod -isystem build/linux/tools/testing/selftests -o "$program" \
	tests/unit/programs/confinement/confinement.c userspace/cordond/privilege.c \
	userspace/cordond/privilege_verify.c userspace/cordond/seccomp.c \
	$(pkg-config --libs libcap libseccomp)
"$program"
