// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Fuzz target: hosts as text, read at once and in pieces, against a plain model
 */
#include <arpa/inet.h>
#include <stdlib.h>
#include <strings.h>

#include "engine/names/host_text.h"
#include "fuzz.h"

/* A label never begins or ends inside another one: joined, they are the text. */
static void check_name(const struct cordon_host *host, const u8 *text,
		       size_t length)
{
	char copy[CORDON_HOST_TEXT_MAX + 1], *last;
	struct in_addr address;
	size_t at = 0, i;

	FUZZ_NEED(length - host->length + 1U <= 1,
		  "a name is as long as its text, but for the root's dot");
	while (at < host->length) {
		size_t label = host->name[at];

		for (i = 0; i < label; i++) {
			u8 byte = text[at + i];

			if (byte >= 'A' && byte <= 'Z')
				byte |= 0x20;
			FUZZ_NEED(host->name[at + 1 + i] == byte,
				  "a name has the bytes of its text");
			FUZZ_NEED(byte > ' ' && byte < 0x7f && byte != '.',
				  "a label has no other bytes");
		}
		at += 1U + label;
		FUZZ_NEED(at > length || text[at - 1] == '.',
			  "a dot stands behind each label but the last");
	}
	memcpy(copy, text, host->length - 1U);
	copy[host->length - 1U] = '\0';
	last = strrchr(copy, '.') ? strrchr(copy, '.') + 1 : copy;
	FUZZ_NEED(!inet_aton(copy, &address) &&
		  last[strspn(last, "0123456789")] &&
		  (strncasecmp(last, "0x", 2) ||
		   last[2 + strspn(last + 2, "0123456789abcdefABCDEF")]),
		  "a name does not end in a number");
}

static void check_address(const struct cordon_host *host, const u8 *text,
			  size_t length)
{
	struct cordon_address address;
	unsigned int ipv4[4];
	char copy[64];
	int end = 0;

	FUZZ_NEED(length < sizeof(copy), "an address is short");
	memcpy(copy, text, length);
	copy[length] = '\0';
	if (copy[0] == '[') {
		memmove(copy, copy + 1, length);
		copy[length - 2] = '\0';
	}
	if (strchr(copy, ':')) {
		FUZZ_NEED(inet_pton(AF_INET6, copy, address.byte) == 1 &&
			  cordon_address_equal(&address, &host->address),
			  "an IPv6 address is what inet_pton() says");
		return;
	}
	if (copy[length - 1] == '.')
		copy[length - 1] = '\0';
	FUZZ_NEED(sscanf(copy, "%3u.%3u.%3u.%3u%n", ipv4, ipv4 + 1, ipv4 + 2,
			 ipv4 + 3, &end) == 4 && end == (int)strlen(copy),
		  "an IPv4 address is four numbers");
	FUZZ_NEED(cordon_address_is_ipv4(&host->address) &&
		  host->address.byte[12] == ipv4[0] &&
		  host->address.byte[13] == ipv4[1] &&
		  host->address.byte[14] == ipv4[2] &&
		  host->address.byte[15] == ipv4[3],
		  "an IPv4 address has the numbers of its text");
	FUZZ_NEED(inet_pton(AF_INET, copy, ipv4) == 1,
		  "an IPv4 address is what inet_pton() takes");
}

/* As a policy's writer would read it; only a backslash means more there. */
static void check_as_rule(const struct cordon_host *host, const u8 *text,
			  size_t length)
{
	u8 wire[CORDON_NAME_MAX];
	int wire_length;

	if (memchr(text, '\\', length))
		return;
	wire_length = cordon_name_from_text((const char *)text, length, wire);
	FUZZ_NEED(wire_length == host->length &&
		  !memcmp(wire, host->name, host->length),
		  "a rule's text and a host's are the same name");
}

static void check_pieces(const struct cordon_host *whole, int error,
			 const u8 *text, size_t length, size_t cut)
{
	struct cordon_host host;
	size_t at = 0, some;

	cordon_host_text_start(&host);
	for (; at < length; at += some) {
		u8 *piece;
		bool fits;

		some = length - at < cut ? length - at : cut;
		piece = fuzz_copy(text + at, some);
		fits = cordon_host_text_add(&host, piece, some);
		free(piece);
		FUZZ_NEED(fits == (at + some <= CORDON_HOST_TEXT_MAX),
			  "pieces fit as long as a host's text does");
		if (!fits) {
			FUZZ_NEED(error, "a longer text is no host's");
			return;
		}
	}
	FUZZ_NEED(cordon_host_text_end(&host) == error,
		  "in pieces it is as good as whole");
	FUZZ_NEED(error || fuzz_check_host(0, &host) == fuzz_check_host(0, whole),
		  "in pieces it is the same host");
}

int LLVMFuzzerTestOneInput(const u8 *data, size_t size)
{
	struct cordon_host host;
	size_t length;
	int error;
	u8 *text;

	if (!size)
		return 0;
	length = size - 1;
	text = fuzz_copy(data, length);
	memset(&host, 0xa5, sizeof(host));
	error = cordon_host_from_text(&host, text, length);
	FUZZ_NEED(!error || error == -EBADMSG, "it is a host or none");
	FUZZ_NEED(!error == (host.kind != CORDON_HOST_NONE),
		  "a host is of some kind");
	fuzz_check_host(0, &host);
	if (host.kind == CORDON_HOST_NAME) {
		check_name(&host, text, length);
		check_as_rule(&host, text, length);
	} else if (host.kind == CORDON_HOST_ADDRESS) {
		check_address(&host, text, length);
	}
	check_pieces(&host, error, text, length, 1U + data[length]);
	free(text);
	return 0;
}
