// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * replay - packet: what the capture half hands on, and what it could not read
 */
#include "replay/packet.h"

static const struct {
	const char *word;
	const char *reason;
} unread[REPLAY_UNREAD_COUNT] = {
	[REPLAY_READ] = { "read", "it was read" },
	[REPLAY_CUT] = {
		"cut", "the capture kept only the beginning of the packet" },
	[REPLAY_UNKNOWN_LINK] = {
		"unknown-link", "a type of link that is not known here" },
	[REPLAY_BAD_FRAME] = {
		"bad-frame", "the header of the link is broken" },
	[REPLAY_NOT_IP] = {
		"not-ip", "it carries something else than IP" },
	[REPLAY_ENCRYPTED_WIFI] = {
		"encrypted-wifi", "the wireless network encrypted it" },
	[REPLAY_BAD_IP] = {
		"bad-ip-header", "a header of IP is broken" },
	[REPLAY_JUMBO] = {
		"jumbo", "a jumbogram of IPv6" },
	[REPLAY_FRAGMENT_BAD] = {
		"fragment-bad", "a fragment that no sender makes" },
	[REPLAY_FRAGMENT_OVERLAP] = {
		"fragment-overlap", "fragments that contradict each other" },
	[REPLAY_FRAGMENT_LOST] = {
		"fragment-lost", "fragments of the packet are missing" },
	[REPLAY_BAD_TRANSPORT] = {
		"bad-transport-header", "the header of TCP or UDP is broken" },
	[REPLAY_BAD_TUNNEL] = {
		"bad-tunnel-header", "the header of a tunnel is broken" },
	[REPLAY_TOO_DEEP] = {
		"too-deep", "too many tunnels inside each other" },
	[REPLAY_ENCRYPTED_ESP] = {
		"encrypted-esp", "IPsec encrypted it" },
	[REPLAY_OTHER_PROTOCOL] = {
		"other-protocol", "neither TCP nor UDP" },
};

/**
 * replay_unreadable_packets() - how many packets could not be read
 * @counters: counts
 *
 * What is not IP concerns nobody, and the address of another protocol is judged.
 *
 * Return: their number.
 */
u64 replay_unreadable_packets(const struct replay_counters *counters)
{
	u64 count = 0;
	int i;

	for (i = REPLAY_READ + 1; i < REPLAY_UNREAD_COUNT; i++)
		if (i != REPLAY_NOT_IP && i != REPLAY_OTHER_PROTOCOL)
			count += counters->unread[i];
	return count;
}

/**
 * replay_unread_word() - the stable word for a reason
 * @why: the reason
 *
 * Return: the word; static storage.
 */
const char *replay_unread_word(enum replay_unread why)
{
	return unread[why].word;
}

/**
 * replay_unread_reason() - a reason for a person
 * @why: the reason
 *
 * Return: half a sentence; static storage.
 */
const char *replay_unread_reason(enum replay_unread why)
{
	return unread[why].reason;
}

/**
 * replay_span_skip() - go past a header
 * @span: moved
 * @count: bytes of the header
 *
 * Return: whether the span has so many; if not, it is as it was.
 */
bool replay_span_skip(struct replay_span *span, size_t count)
{
	if (span->length < count)
		return false;
	span->bytes += count;
	span->length -= count;
	span->whole -= count;
	return true;
}

/**
 * replay_span_limit() - take off what lies behind the end that a header gives
 * @span: shortened; never made longer
 * @whole: bytes that belong to it
 */
void replay_span_limit(struct replay_span *span, size_t whole)
{
	if (span->whole > whole)
		span->whole = whole;
	if (span->length > whole)
		span->length = whole;
}

/**
 * replay_span_short() - are there enough bytes, and if not, why
 * @span: the bytes
 * @needed: how many must be there
 * @otherwise: what is wrong if the packet never had so many
 *
 * Return: REPLAY_READ, REPLAY_CUT if the capture lost them, or @otherwise.
 */
enum replay_unread replay_span_short(const struct replay_span *span,
				     size_t needed,
				     enum replay_unread otherwise)
{
	if (span->length >= needed)
		return REPLAY_READ;
	return span->whole >= needed ? REPLAY_CUT : otherwise;
}
