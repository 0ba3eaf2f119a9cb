# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=bash
# shellcheck disable=SC2034,SC2154 # the stage sets and reads them
#
# Scenes of policies, good and bad. Sourced by story.sh.

cordon=/sys/kernel/cordon
state=/var/lib/cordon

# in_force: which policy, and how often one came into force.
in_force() {
	echo "$(<$cordon/policy/name) $(<$cordon/policy/version) $(<$cordon/policy/digest) $(<$cordon/policy/generation)"
}

# expect_kept BEFORE: nothing changed, and Facebook is still refused.
expect_kept() {
	[ "$(in_force)" = "$1" ] || problem "another policy is in force: $(in_force)"
	surf https://www.facebook.com/
	settle
	[ "$status" != 0 ] || problem "Facebook is let through"
	recorded '.record == "DENIED" and .service == "facebook"' ||
		problem "no record says that Facebook is still refused"
}

# still: what goes on, in words.
still() {
	echo "still in force: $(<$cordon/policy/name) version $(<$cordon/policy/version); https://www.facebook.com/ is still refused"
}

# expect_load_refused WORD OBJECT: root tries, the kernel says WORD.
expect_load_refused() {
	local before reason
	before=$(in_force)
	act cordonctl load "$2"
	settle
	[ "$status" = 5 ] || problem "cordonctl load ended with $status and not with 5, refused"
	recorded ".record == \"REFUSED\" and .error == \"$1\"" || problem "no record says $1"
	read -r reason _ <$cordon/load/error
	[ "$reason" = "$1" ] || problem "load/error says $reason and not $1"
	reason=$(sed -n '1s/^.*: refused: //p' <<<"$out")
	expect_kept "$before"
	why="cordonctl load: $reason"$'\n'$(still)
}

load_truncated() { expect_load_refused malformed-object 3-truncated.cordon; }
load_unsigned() { expect_load_refused signature 3-unsigned.cordon; }
load_stranger() { expect_load_refused no-key 3-stranger.cordon; }
load_older() { expect_load_refused stale 1.cordon; }

load_as_officer() {
	local before
	before=$(in_force)
	cp 2.cordon /home/officer/
	act officer cordonctl load 2.cordon
	local said=$out
	[ "$status" = 1 ] || problem "cordonctl load ended with $status and not with 1, failed"
	case $out in
	*not-permitted*) ;;
	*) problem "it does not say not-permitted" ;;
	esac
	act officer bash -c "echo 1 >$cordon/load/loading"
	[ "$status" != 0 ] || problem "the officer could write to $cordon/load/loading"
	expect_kept "$before"
	why="cordonctl load: $(sed -n '1s/^.*: refused: //p' <<<"$said")"$'\n'$(still)
}

# deliver OBJECT: whole and with one step, as cordond's inbox wants it.
deliver() {
	install -m 644 "$1" "$state/$1.new"
	mv "$state/$1.new" "$state/inbox/$1"
}

load_tampered() {
	local before reason=$state/refused/3-tampered.cordon.reason
	before=$(in_force)
	deliver 3-tampered.cordon
	wait_for test -e "$reason" || problem "cordond did not set it aside in $state/refused"
	settle
	recorded '.record == "REFUSED" and .error == "signature"' || problem "no record says signature"
	grep -qx 'word: signature' "$reason" || problem "$reason does not say signature"
	expect_kept "$before"
	why="cordond set it aside: $(sed -n 's/^meaning: //p' "$reason")"$'\n'$(still)
}

load_newer() {
	deliver 2.cordon
	wait_for test -e "$state/accepted/2.cordon" || problem "cordond did not accept it"
	settle
	[ "$(<$cordon/policy/version)" = 2 ] || problem "version $(<$cordon/policy/version) is in force"
	recorded '.record == "LOADED" and .version == 2' || problem "no record says that it was loaded"
}
