#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
#
# The lock, tried after everything else (hence the name): once it is on, no
# policy can be loaded until the next boot. So this runs only in Cordon's own
# test guest, or where CORDON_TEST_LOCK=1 says that it may.
set -eu

cd "${0%/*}"

if [ "${CORDON_TEST_LOCK:-0}" != 1 ] && [ ! -e /etc/cordon-guest ]; then
	echo 'TAP version 13'
	echo '1..0 # SKIP locks the policy until the next boot: CORDON_TEST_LOCK=1 allows it'
	exit 4
fi
if [ "$(cat /sys/kernel/cordon/lock 2>/dev/null)" = 1 ]; then
	echo 'TAP version 13'
	echo '1..0 # SKIP it is locked already'
	exit 4
fi
exec ./lock_steps
