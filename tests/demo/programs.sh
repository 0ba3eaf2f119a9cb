# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=bash
# shellcheck disable=SC2034,SC2154 # the stage sets and reads them
#
# Scenes of programs. Sourced by story.sh.

telegram=/usr/bin/telegram-desktop
telegram_log=/home/officer/.local/share/TelegramDesktop/log.txt

status_enforcing() {
	local json
	act cordonctl status --json
	json=$out
	[ "$status" = 0 ] || problem "cordonctl status ended with $status"
	jq -e '.mode == "enforce" and .probe.result == "refused" and .policy.version == 1' \
		<<<"$json" >/dev/null || problem "the policy is not enforced"
	why=$(jq -r '"mode \(.mode), policy \(.policy.name) version \(.policy.version), signed by \(.policy.signer | sub(": [0-9a-f]{40}$"; "")), backend \(.backend);\na connection to the canary, which every policy refuses, is \(.probe.result)"' <<<"$json")
}

expect_telegram_refused() {
	expect_refused '.operation == "exec" and .service == "telegram" and .reason == "path"'
	[ "$status" = 126 ] || problem "the shell got status $status and not 126, permission denied"
	[ ! -e "$telegram_log" ] || problem "telegram-desktop has run: it left $telegram_log"
}

telegram_by_name() {
	act officer bash -c telegram-desktop
	expect_telegram_refused
}

telegram_by_symlink() {
	officer ln -s "$telegram" calculator
	act officer bash -c ./calculator
	expect_telegram_refused
}

telegram_by_bind_mount() {
	: >/opt/calculator
	mount --bind "$telegram" /opt/calculator || problem "mount failed"
	act officer bash -c /opt/calculator
	expect_telegram_refused
	umount /opt/calculator
}

ordinary_program() {
	act officer bash -c 'echo Cordon | xxd -p'
	expect_passed
	[ "$out" = 436f72646f6e0a ] || problem "it did not do its work"
	why="it ran and printed $out"
}

# expect_telegram_ran: without a display it ends soon, but its log shows that
# it was the real one and that it ran.
expect_telegram_ran() {
	local line
	settle
	line=$(grep -m 1 -o 'Launched version: [0-9]*' "$telegram_log" 2>/dev/null)
	[ -n "$line" ] || problem "telegram-desktop did not start: its log does not say so"
	why="it ran, as far as it gets without a display; its own log says: $line"
	rm -rf "${telegram_log%/*}"
}

telegram_renamed() {
	ln "$telegram" /opt/notes
	act officer bash -c /opt/notes
	expect_telegram_ran
	rm /opt/notes
}

telegram_server() {
	surf https://149.154.167.99/
	expect_refused '.operation == "connect" and .service == "telegram" and .reason == "prefix"'
}

telegram_let_through() {
	act officer bash -c telegram-desktop
	expect_telegram_ran
	local ran=$why
	recorded '.record == "AUDIT" and .operation == "exec" and .service == "telegram"' ||
		problem "it was not recorded"
	why+=$'\n'$ran
}
