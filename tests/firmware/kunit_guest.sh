#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
#
# Runs in a guest that was booted with kunit.enable=1: reads from the kernel's
# log what Cordon's KUnit suites said at boot, and says it as TAP, a line a suite.
# Ends with `N passed, N failed, N skipped`, of the tests in them. A suite that did
# not run is a failure. What a failed suite said follows it as comments.
set -eu

# All that kmod/kunit/ has; tests/firmware/kunit compares.
suites=(
	cordon_address cordon_blob cordon_boot_policy cordon_destination cordon_dns
	cordon_domain cordon_flight cordon_flow cordon_http cordon_learned cordon_load
	cordon_name cordon_never_block cordon_never_block_index cordon_object cordon_path
	cordon_prefix cordon_publish cordon_question cordon_quic cordon_signature
	cordon_socks cordon_subject cordon_tls cordon_utf8 cordon_verdict
)

if [ "${1:-}" = --list ]; then
	printf '%s\n' "${suites[@]}"
	exit 0
fi

# A test with parameters counts as many tests as it has: its own line, which
# follows theirs, is not counted then.
dmesg | awk -v list="${suites[*]}" '
	{ sub(/^(<[0-9]+>)?\[ *[0-9]+\.[0-9]+\](\[ *[TC][0-9]+\])? ?/, "") }

	function count(line) {
		if (line ~ /^not ok/) failed[suite]++
		else if (line ~ / # SKIP/) { skipped[suite]++; why[suite] = substr(line, index(line, "# SKIP") + 7) }
		else passed[suite]++
	}

	/^    # Subtest: cordon_/ { suite = $3; parameters = 0; next }
	suite == "" { next }
	/^        (not )?ok [0-9]/ { count(substr($0, 9)); parameters++; next }
	/^    (not )?ok [0-9]/ {
		if (!parameters) count(substr($0, 5))
		parameters = 0
		next
	}
	/^(not )?ok [0-9]/ && $NF == suite { ended[suite] = /^ok/ ? "ok" : "not ok"; suite = ""; next }
	/^(not )?ok [0-9]/ && $0 ~ " " suite " # SKIP" { ended[suite] = "ok"; suite = ""; next }
	/^ / && !/^ *(KTAP version|1\.\.|# Subtest:)/ { said[suite] = said[suite] "# " $0 "\n" }

	END {
		n = split(list, names, " ")
		print "1.." n
		for (i = 1; i <= n; i++) {
			s = names[i]
			if (!(s in ended)) {
				print "not ok " i " " s ": did not run, or its end is missing"
				failed[s]++
			} else if (failed[s] || ended[s] == "not ok") {
				if (!failed[s]) failed[s]++
				print "not ok " i " " s ": " passed[s] + 0 " passed, " failed[s] " failed"
				printf "%s", said[s]
			} else if (!passed[s]) {
				print "ok " i " " s " # SKIP " why[s]
			} else {
				print "ok " i " " s ": " passed[s] " passed" \
					(skipped[s] ? ", " skipped[s] " skipped" : "")
			}
			p += passed[s]; f += failed[s]; k += skipped[s]
		}
		print p + 0 " passed, " f + 0 " failed, " k + 0 " skipped"
		exit f > 0 || !p
	}'
