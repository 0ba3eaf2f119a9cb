/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * replay - blind: why a session's names are not seen, or not to be trusted
 */
#ifndef _REPLAY_BLIND_H
#define _REPLAY_BLIND_H

#include "engine/port.h"

/**
 * enum replay_blind - why a session's names are not seen, or not to be trusted
 *
 * Each has a stable word and a sentence: replay_blind_word(), _reason().
 *
 * @REPLAY_BLIND_DNS: DNS that is encrypted: over TLS or QUIC
 * @REPLAY_BLIND_VPN: WireGuard, OpenVPN or IPsec
 * @REPLAY_BLIND_ECH: a ClientHello with ECH: the name seen may be a front
 * @REPLAY_BLIND_NO_SNI: a ClientHello that names nobody
 * @REPLAY_BLIND_QUIC_VERSION: QUIC of a version that is not read
 * @REPLAY_BLIND_QUIC_SEALED: QUIC Initials that no key opens
 * @REPLAY_BLIND_HTTP2: HTTP/2 without TLS
 * @REPLAY_BLIND_MALFORMED: a protocol that is read, but broken
 * @REPLAY_BLIND_CONFLICT: other bytes came at the same place
 * @REPLAY_BLIND_URGENT: urgent data in what was read
 * @REPLAY_BLIND_LOST: bytes that the capture misses
 * @REPLAY_BLIND_UNFINISHED: a hello or a request whose end was not seen
 * @REPLAY_BLIND_CROWDED: too many sessions at once, or questions that wait: this one
 *	was given up
 * @REPLAY_BLIND_UNNAMED: nothing was said in it that could name somebody
 * @REPLAY_BLIND_BEGAN: it began before the capture
 * @REPLAY_BLIND_COUNT: how many there are
 */
enum replay_blind {
	REPLAY_BLIND_DNS,
	REPLAY_BLIND_VPN,
	REPLAY_BLIND_ECH,
	REPLAY_BLIND_NO_SNI,
	REPLAY_BLIND_QUIC_VERSION,
	REPLAY_BLIND_QUIC_SEALED,
	REPLAY_BLIND_HTTP2,
	REPLAY_BLIND_MALFORMED,
	REPLAY_BLIND_CONFLICT,
	REPLAY_BLIND_URGENT,
	REPLAY_BLIND_LOST,
	REPLAY_BLIND_UNFINISHED,
	REPLAY_BLIND_CROWDED,
	REPLAY_BLIND_UNNAMED,
	REPLAY_BLIND_BEGAN,
	REPLAY_BLIND_COUNT,
};

const char *replay_blind_word(enum replay_blind why);
const char *replay_blind_reason(enum replay_blind why);
bool replay_blind_is_unread(enum replay_blind why);

#endif /* _REPLAY_BLIND_H */
