# SPDX-License-Identifier: GPL-2.0-or-later
#
# cordond without what is a convenience, in the guest.

.PHONY: check-daemon
##@ Tests
check-daemon: programs $(VM_NEEDS) ## what cordond does without: state, inotify, audit, account, hooks
	@tests/daemon/run
