// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * replay - blind: why a session's names are not seen, or not to be trusted
 */
#include "replay/blind.h"

static const struct {
	const char *word;
	const char *reason;
} blinds[] = {
	[REPLAY_BLIND_DNS] = { "encrypted-dns",
		"DNS over TLS or QUIC: its questions are encrypted" },
	[REPLAY_BLIND_VPN] = { "vpn",
		"WireGuard, OpenVPN or IPsec: what goes through it is encrypted" },
	[REPLAY_BLIND_ECH] = { "ech",
		"a hello with ECH: another name may hide behind the one seen" },
	[REPLAY_BLIND_NO_SNI] = { "tls-without-name",
		"a hello that names nobody" },
	[REPLAY_BLIND_QUIC_VERSION] = { "quic-version",
		"QUIC of a version that is not read" },
	[REPLAY_BLIND_QUIC_SEALED] = { "quic-sealed",
		"QUIC Initials that no key opens: decoys, or the first is missing" },
	[REPLAY_BLIND_HTTP2] = { "http2",
		"HTTP/2 without TLS: its requests are not read" },
	[REPLAY_BLIND_MALFORMED] = { "malformed",
		"a protocol that is read, but broken" },
	[REPLAY_BLIND_CONFLICT] = { "conflict",
		"other bytes came at the same place: one name for us, another for the peer" },
	[REPLAY_BLIND_URGENT] = { "urgent",
		"urgent data, which a peer may read or not" },
	[REPLAY_BLIND_LOST] = { "lost",
		"bytes are missing in the capture" },
	[REPLAY_BLIND_UNFINISHED] = { "unfinished",
		"a hello or a request whose end was not seen" },
	[REPLAY_BLIND_CROWDED] = { "crowded",
		"too many flows, or questions without an answer, at once: this one was given up" },
	[REPLAY_BLIND_UNNAMED] = { "unnamed",
		"a protocol that names nobody, or none that is read" },
	[REPLAY_BLIND_BEGAN] = { "began-before",
		"it began before the capture: what was said first is not in it" },
};

/**
 * replay_blind_word() - the word for a blindness
 * @why: which
 *
 * Return: the word; stable.
 */
const char *replay_blind_word(enum replay_blind why)
{
	return blinds[why].word;
}

/**
 * replay_blind_reason() - a sentence for a blindness
 * @why: which
 *
 * Return: the sentence, no full stop.
 */
const char *replay_blind_reason(enum replay_blind why)
{
	return blinds[why].reason;
}

/**
 * replay_blind_is_unread() - was something not read that may hold a name
 * @why: in which way a session is blind
 *
 * Return: false where all was read, and it names nobody or may not mean it.
 */
bool replay_blind_is_unread(enum replay_blind why)
{
	return why != REPLAY_BLIND_ECH && why != REPLAY_BLIND_NO_SNI &&
	       why != REPLAY_BLIND_UNNAMED;
}
