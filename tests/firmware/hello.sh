#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
#
# In the guest, as root: shows what the integrator's guide says is to be seen.
# Fails if Cordon is not built in and in force.
set -u
failed=0

# refused COMMAND...: the kernel said no; its twin below gets through.
refused() {
	if "$@" >/tmp/said 2>&1 || ! grep -qi 'permission denied\|EACCES\|error 13' /tmp/said; then
		echo "NOT REFUSED: $*: $(tail -n 1 /tmp/said)"
		failed=1
	else
		echo "refused: $*"
	fi
}

through() {
	if "$@" >/tmp/said 2>&1; then
		echo "let through: $*"
	else
		echo "REFUSED: $*: $(tail -n 1 /tmp/said)"
		failed=1
	fi
}

echo "Linux $(uname -r)"
echo "security modules: $(cat /sys/kernel/security/lsm)"
echo "backend: $(cat /sys/kernel/cordon/backend), mode: $(cat /sys/kernel/cordon/mode)"
echo "policy: $(cat /sys/kernel/cordon/policy/name), version $(cat /sys/kernel/cordon/policy/version)," \
	"signer: $(cat /sys/kernel/cordon/policy/signer)"
echo "device: $(cat /sys/kernel/cordon/device)"
grep -qw lsm /sys/kernel/cordon/backend || failed=1
grep -qw cordon /sys/kernel/security/lsm || failed=1
grep -qw enforce /sys/kernel/cordon/mode || failed=1

connect='import socket, sys; socket.create_connection((sys.argv[1], 443), 60)'
refused sh -c 'exec telegram-desktop --version'
refused python3 -c "$connect" 157.240.9.35
through /bin/true
through python3 -c "$connect" 151.101.0.81
exit $failed
