#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
#
# In the guest, as root: what calls on a socket cost whom, with a policy in force.
set -eu

# shellcheck source=tests/bench/guest/guest_lib.sh
. ./guest_lib.sh

cordonctl load policy.cordon >/dev/null
[ "$(cat $nodes/mode)" = enforce ] || fail "no policy is in force"
echo 0 >/proc/sys/kernel/randomize_va_space
if [ -e $nodes/never_block ]; then
	grep -qx 'uid 1001' $nodes/never_block || fail "the list does not name the listed user"
fi
./never_block_send other 1000 "$blocks"
./never_block_send listed 1001 "$blocks"
./never_block_send root 0 "$blocks"
