// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
/*
 * Cordon engine - http_authority: a host and a port, in a target or in Host
 * (RFC 3986 3.2)
 *
 * Of what a registered name may hold only what real names do is taken: a server
 * may resolve an escape or cut at a comma, and then we would have read another
 * name.
 */
#include "host_text.h"
#include "http_parts.h"

enum authority {
	AUTHORITY_TEXT,
	AUTHORITY_BRACKET,		/* inside of an IPv6 literal's */
	AUTHORITY_CLOSED,
	AUTHORITY_PORT,
	AUTHORITY_BAD,
};

static bool is_digit(u8 byte)
{
	return byte >= '0' && byte <= '9';
}

static bool is_name_byte(u8 byte)
{
	u8 lower = http_lower(byte);

	return is_digit(byte) || (lower >= 'a' && lower <= 'z') || byte == '.' ||
	       byte == '-' || byte == '_';
}

static bool is_literal_byte(u8 byte)
{
	u8 lower = http_lower(byte);

	return is_digit(byte) || (lower >= 'a' && lower <= 'f') || byte == ':' ||
	       byte == '.';
}

/**
 * cordon_http_authority_start - begin with an empty text
 * @http: the request
 * @host: one of its hosts
 */
void cordon_http_authority_start(struct cordon_http *http,
				 struct cordon_host *host)
{
	cordon_host_text_start(host);
	http->authority = AUTHORITY_TEXT;
	http->value = 0;
}

static enum authority add_text(struct cordon_host *host, u8 byte,
			       enum authority next)
{
	return cordon_host_text_add(host, &byte, 1) ? next : AUTHORITY_BAD;
}

static enum authority add_port(struct cordon_http *http, u8 byte)
{
	if (!is_digit(byte))
		return AUTHORITY_BAD;
	http->value = http->value * 10 + byte - '0';
	return http->value > 0xffff ? AUTHORITY_BAD : AUTHORITY_PORT;
}

/**
 * cordon_http_authority_add - take the text's next byte
 * @http: the request
 * @host: the host whose text was started
 * @byte: belongs to the text, but may be wrong there
 */
void cordon_http_authority_add(struct cordon_http *http,
			       struct cordon_host *host, u8 byte)
{
	enum authority next = AUTHORITY_BAD;

	switch ((enum authority)http->authority) {
	case AUTHORITY_TEXT:
		if (byte == '[' && !host->length)
			next = add_text(host, byte, AUTHORITY_BRACKET);
		else if (is_name_byte(byte))
			next = add_text(host, byte, AUTHORITY_TEXT);
		else if (byte == ':')
			next = AUTHORITY_PORT;
		break;
	case AUTHORITY_BRACKET:
		if (is_literal_byte(byte))
			next = add_text(host, byte, AUTHORITY_BRACKET);
		else if (byte == ']')
			next = add_text(host, byte, AUTHORITY_CLOSED);
		break;
	case AUTHORITY_CLOSED:
		if (byte == ':')
			next = AUTHORITY_PORT;
		break;
	case AUTHORITY_PORT:
		next = add_port(http, byte);
		break;
	case AUTHORITY_BAD:
		break;
	}
	http->authority = (u8)next;
}

/**
 * cordon_http_authority_end - read the host that was gathered
 * @http: the request; the port is in @value
 * @host: holds the text, and then the host
 *
 * Return: 0, and CORDON_HOST_NONE for an empty text, or -EBADMSG.
 */
int cordon_http_authority_end(struct cordon_http *http,
			      struct cordon_host *host)
{
	if (http->authority == AUTHORITY_TEXT && !host->length)
		return 0;
	if (http->authority == AUTHORITY_BRACKET ||
	    http->authority == AUTHORITY_BAD || !host->length ||
	    (host->name[0] == '[' && host->length == 2))
		return -EBADMSG;
	return cordon_host_text_end(host);
}
