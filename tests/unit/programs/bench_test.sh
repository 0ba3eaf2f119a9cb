#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
#
# tests/bench/run: what becomes of the other parts when one fails. A make of our
# own plays the parts; nothing is measured. Prints TAP; the directory is the top of
# the tree.
set -eu

. tests/unit/programs/called.sh

# The parts: good leaves figures, as does late; bad fails after it left some, torn
# leaves half of them.
cat >"$work/make" <<'EOF'
#!/bin/sh
for goal; do :; done
part=${goal#bench-}
echo "the table of $part"
case $part in
good | late) echo '{"rows": [{"ratio": 1, "met": true}, {"ratio": 9, "met": false}]}' ;;
bad) echo '{"rows": []}' ;;
torn) echo '{"rows": ' ;;
esac >"$OUT/$part.json"
[ "$part" != bad ] || { echo "visits.pcap: No such file"; echo "make: *** [bad] Error 1"; exit 2; } >&2
EOF
chmod +x "$work/make"

# bench PART...: sets status; what it printed is in said.
bench() {
	status=0
	MAKE=$work/make OUT=$work tests/bench/run "$work" "$@" >"$work/said" 2>&1 || status=$?
}

says() {
	grep -qxF -e "$1" "$work/said"
}

# JQ-EXPRESSION: of bench.json
holds() {
	jq -e "$1" "$work/bench.json" >/dev/null
}

bench good late
check "all is well: status 0" [ "$status" = 0 ]
check "a target that is missed is counted, and fails nothing" \
	says "bench: 2 targets met, 2 MISSED; all of it is in $work/bench.json"
check "the figures of all parts" holds 'keys == ["good", "late"] and .late.rows[1].ratio == 9'

echo '{"rows": "of an earlier run"}' >"$work/bad.json"
bench good bad torn late
check "a part failed: status 1" [ "$status" = 1 ]
check "the parts before it and behind it print their tables" says "the table of late"
check "one line says which one failed, and why" \
	says "bench: bad FAILED: visits.pcap: No such file; all that it said: $work/bad.log"
check "half a file is a failure" says "bench: torn FAILED: it left no figures in $work/torn.json"
check "the figures of the others" holds 'keys == ["good", "late"]'

bench bad
check "nothing but failures: no figures, nor those of an earlier run" [ ! -e "$work/bench.json" ]
end_checks
