# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=bash
#
# What a kernel writes on its console when something is wrong with it. Sourced
# by tests/vm/run and tests/vm/selftest.sh.

COMPLAINTS=(
	'WARNING:' 'BUG:' 'kernel BUG' 'Oops' 'Call [Tt]race' 'Kernel panic'
	'general protection fault' 'Internal error' '[Uu]nable to handle'
	'refcount_t:' 'stack-protector' 'list_(add|del) corruption'
	'INFO: (task|rcu)' 'rcu: INFO'
	# What a kernel with the debug options sees.
	'KASAN' 'UBSAN' 'KCSAN' 'kmemleak: [0-9]+ new suspected memory leaks'
	'suspicious RCU'
	'possible circular locking' 'possible recursive locking'
	'possible irq lock inversion' 'possible deadlock' 'inconsistent lock state'
	'bad unlock balance' 'lock held when returning' 'held lock freed'
	'DEBUG_LOCKS_WARN_ON' 'turning off the locking correctness validator'
	'sleeping function called' 'scheduling while atomic'
)

# complaint_in LOG: the number of the first line that is a complaint, or nothing.
# A record's text is a user's own (a path may be called "BUG:"), so audit's lines
# do not count.
complaint_in() {
	local IFS='|'
	grep -a -n -E -e "${COMPLAINTS[*]}" "$1" | grep -a -v 'audit: type=' |
		head -n 1 | cut -d : -f 1
}
