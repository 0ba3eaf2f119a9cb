// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * cordonc - replay: words that text and JSON share
 */
#include <stdio.h>

#include "cordonc/replay.h"
#include "engine/address_text.h"
#include "engine/policy/words.h"

/**
 * replay_end_text() - an end of a session as 192.0.2.1:443 or [2001:db8::1]:443
 * @end: the end; one of a protocol without ports is told without one
 * @text: where to
 * @size: room there; REPLAY_END_TEXT_MAX is enough
 */
void replay_end_text(const struct replay_end *end, char *text, size_t size)
{
	char address[CORDON_ADDRESS_TEXT_MAX];
	bool bare = cordon_address_is_ipv4(&end->address);

	cordon_address_to_text(&end->address, address, sizeof(address));
	if (!end->port)
		snprintf(text, size, "%s", address);
	else
		snprintf(text, size, "%s%s%s:%u", bare ? "" : "[", address,
			 bare ? "" : "]", end->port);
}

/**
 * replay_host_text() - a name or an address as text
 * @host: the host; of CORDON_HOST_NONE the text is empty
 * @text: where to
 * @size: room there; CORDON_NAME_TEXT_MAX is enough
 */
void replay_host_text(const struct cordon_host *host, char *text, size_t size)
{
	if (host->kind == CORDON_HOST_NONE)
		snprintf(text, size, "%s", "");
	else if (host->kind == CORDON_HOST_ADDRESS)
		cordon_address_to_text(&host->address, text, size);
	else
		cordon_name_to_text(host->name, host->length, text, size);
}

/**
 * replay_protocol_word() - the word for a protocol over IP
 * @protocol: its number
 * @text: for a number that has no word here
 * @size: room there
 *
 * Return: the word, or @text.
 */
const char *replay_protocol_word(u8 protocol, char *text, size_t size)
{
	switch (protocol) {
	case REPLAY_TCP:
		return "tcp";
	case REPLAY_UDP:
		return "udp";
	case REPLAY_ICMP:
		return "icmp";
	case REPLAY_ICMPV6:
		return "icmpv6";
	case REPLAY_ESP:
		return "esp";
	default:
		snprintf(text, size, "ip-%u", protocol);
		return text;
	}
}

/**
 * replay_service_text() - the name of a service
 * @blob: policy
 * @service: index, or CORDON_NO_SERVICE
 * @text: where to, always terminated
 * @size: room there
 *
 * Return: bytes written without the NUL; 0 when there is no service.
 */
size_t replay_service_text(const struct cordon_blob *blob, u16 service,
			   char *text, size_t size)
{
	const char *name;
	u32 length;

	text[0] = '\0';
	if (service == CORDON_NO_SERVICE)
		return 0;
	name = cordon_blob_text(blob, &blob->services[service].name, &length);
	if (length >= size)
		length = (u32)size - 1;
	memcpy(text, name, length);
	text[length] = '\0';
	return length;
}
