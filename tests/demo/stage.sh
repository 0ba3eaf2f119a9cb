# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=bash
#
# The stage of the demo: acts, what is expected of them, and the printing.
# Sourced by story.sh.
#
# Every act is judged by the records that Cordon wrote because of it. They come
# from `cordonctl watch`, in order. To know that none is still on its way, the
# stage executes a file named cordon-canary, which every policy refuses: once
# its record has come, all earlier ones have.

WIDTH=84
LIMIT=60				# seconds to wait for what must happen
stage=/run/demo
records=$stage/records

number=0
as_expected=0
canaries=0

# Of the scene that is playing.
problems=()
why=
out=
status=0
mark=0

if [ -e colours ]; then
	bold=$'\e[1m' dim=$'\e[2m' red=$'\e[31m' green=$'\e[32m' yellow=$'\e[33m'
	alarm=$'\e[1;41m' plain=$'\e[0m'
else
	bold='' dim='' red='' green='' yellow='' alarm='' plain=''
fi

# wait_for COMMAND...: until it succeeds. Fails after LIMIT seconds.
wait_for() {
	local deadline=$((SECONDS + LIMIT))
	until "$@"; do
		[ "$SECONDS" -lt "$deadline" ] || return 1
		sleep 0.05
	done
}

# is_listening: has `cordonctl watch` joined the kernel's audit (protocol 9)?
is_listening() {
	awk -v pid="$watcher" '$2 == 9 && $3 == pid && $4 != "00000000" { found = 1 }
		END { exit !found }' /proc/net/netlink
}

open_stage() {
	mkdir -p "$stage"
	chmod 755 "$stage"
	officer mkdir -p .local/share
	: >"$records"
	cordonctl watch --json >"$records" 2>"$stage/watch.log" &
	watcher=$!
	if ! wait_for is_listening; then
		echo "demo: cordonctl watch does not start: $(cat "$stage/watch.log")"
		exit 1
	fi
}

close_stage() {
	kill "$watcher"
	echo
	echo "demo: $number scenes, $as_expected as expected"
	[ "$as_expected" = "$number" ]
	exit
}

# chapter TITLE LINE...: a heading and what to know.
chapter() {
	printf '\n%s%s%s\n' "$bold" "$1" "$plain"
	shift
	printf "$dim  %s$plain\\n" "$@"
}

# indented TEXT: below a scene's first line, wrapped.
indented() {
	fold -s -w "$WIDTH" <<<"$1" | sed "s/ *\$/$plain/; s/^/                $dim/"
}

# play VERDICT TITLE FUNCTION: one scene.
play() {
	local colour=$green problem
	number=$((number + 1))
	problems=()
	why=
	out=
	begin
	"$3"
	case $1 in
	refused) colour=$red ;;
	recorded) colour=$yellow ;;
	esac
	if [ ${#problems[@]} -eq 0 ]; then
		as_expected=$((as_expected + 1))
		printf '%3d  %s%-9s%s  %s\n' "$number" "$colour" "$1" "$plain" "$2"
		indented "$why"
		return
	fi
	printf '%3d  %s%-9s%s  %s\n' "$number" "$alarm" FAILED "$plain" "$2"
	indented "expected: $1"
	for problem in "${problems[@]}"; do
		indented "but $problem"
	done
	indented "output: ${out:-none}"
	indented "$(scene_records | sed 's/^/record: /')"
}

# begin: records from now on belong to what follows.
begin() {
	mark=$(wc -l <"$records")
}

problem() {
	problems+=("$*")
}

# officer COMMAND...: as the officer would run it, without a display.
officer() {
	setpriv --reuid=1000 --regid=1000 --init-groups --inh-caps=-all --bounding-set=-all \
		env -i -C /home/officer HOME=/home/officer USER=officer LANG=C.UTF-8 \
		PATH="$PATH" QT_QPA_PLATFORM=offscreen "$@"
}

# act COMMAND...: what is done; sets `out` and `status`.
act() {
	status=0
	out=$("$@" 2>&1 </dev/null) || status=$?
}

# surf URL: the officer opens a page.
surf() {
	act officer curl -sS --max-time "$LIMIT" "$1"
}

has_canary() {
	grep -qF "\"$canary\"" "$records"
}

# settle: every record of what happened so far has come.
settle() {
	canaries=$((canaries + 1))
	canary=$stage/$canaries/cordon-canary
	mkdir "$stage/$canaries"
	cp /usr/bin/true "$canary"
	# A path in a record counts from its filesystem's root: /run is one.
	if "$canary" 2>/dev/null; then
		problem "a program that every policy refuses could be executed"
		return
	fi
	canary=${canary#/run}
	! grep -q '"record":"LOST"' "$records" || problem "records were lost"
	wait_for has_canary || problem "no record of the canary has come in $LIMIT s"
}

# scene_records: those of this scene, one JSON object a line.
scene_records() {
	tail -n "+$((mark + 1))" "$records" | grep -v cordon-canary
}

# recorded FILTER: is there a record that jq's FILTER selects? Sets `why`.
recorded() {
	local text
	text=$(scene_records | jq -r -s -L "${BASH_SOURCE[0]%/*}" \
		"include \"why\"; map(select($1)) | first // empty | why")
	[ -n "$text" ] || return 1
	why=$text
}

# expect_refused FILTER: the act failed, and a record selected by FILTER says
# that Cordon refused it.
expect_refused() {
	settle
	[ "$status" != 0 ] || problem "it was not refused"
	recorded ".record == \"DENIED\" and ($1)" || problem "no record says why: $1"
}

# expect_passed: the act succeeded, and nothing was refused on the way.
expect_passed() {
	settle
	[ "$status" = 0 ] || problem "it failed with status $status"
	! recorded '.record == "DENIED"' || problem "it was refused: $why"
}

# expect_page HOST: its page came.
expect_page() {
	expect_passed
	case $out in
	"You have reached $1 at "*" by https.") why="the page came, over TLS: \"$out\"" ;;
	*) problem "the page of $1 did not come" ;;
	esac
}
