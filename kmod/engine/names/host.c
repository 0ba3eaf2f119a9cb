// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
/*
 * Cordon engine - host: whom a protocol's text names, a name or an address
 */
#include "engine/address_text.h"
#include "host.h"

static bool is_digit(u8 byte)
{
	return byte >= '0' && byte <= '9';
}

/**
 * cordon_host_ends_in_number - is the last label a number
 * @text: a host, without the root's dot
 * @length: its bytes
 *
 * A decimal number, or one that begins with 0x: inet_aton() and what is like it
 * make an address of such a host (WHATWG URL, 3.5), and no name ends so.
 *
 * Return: true if it is.
 */
bool cordon_host_ends_in_number(const u8 *text, size_t length)
{
	size_t start = length, i;
	bool hex;

	while (start && text[start - 1] != '.')
		start--;
	hex = length - start > 1 && text[start] == '0' &&
	      (text[start + 1] | 0x20) == 'x';
	for (i = hex ? start + 2 : start; i < length; i++)
		if (!is_digit(text[i]) &&
		    !(hex && (text[i] | 0x20) >= 'a' && (text[i] | 0x20) <= 'f'))
			return false;
	return start < length;
}

/* Labels between dots; what no host name has makes it none. */
static int read_name(struct cordon_host *host, const u8 *text, size_t length)
{
	size_t i, start = 0;

	if (length + 1 > CORDON_NAME_MAX ||
	    cordon_host_ends_in_number(text, length))
		return -EBADMSG;
	for (i = 0; i <= length; i++) {
		if (i == length || text[i] == '.') {
			if (i == start || i - start > CORDON_LABEL_MAX)
				return -EBADMSG;
			host->name[start] = (u8)(i - start);
			start = i + 1;
			continue;
		}
		if (text[i] <= 0x20 || text[i] >= 0x7f)
			return -EBADMSG;
		host->name[i + 1] = text[i];
	}
	host->length = (u8)(length + 1);
	cordon_name_fold(host->name, host->length);
	host->kind = CORDON_HOST_NAME;
	return 0;
}

/**
 * cordon_host_from_text - read a host as TLS, HTTP and SOCKS write it
 * @host: filled in; CORDON_HOST_NONE when the text is none
 * @text: a name, an IPv4 address, or an IPv6 address with or without brackets;
 *	no port
 * @length: its bytes
 *
 * Unlike in DNS text a backslash means nothing. A name is host-like: any byte
 * that is printable ASCII may stand in a label, since clients send underscores
 * and worse; a NUL, a space or a byte over 0x7e makes it malformed, for what one
 * reader skips another may take. So does a number at its end, but for the plain
 * dotted quad: 127.1, 0x7f.1 and 010.0.0.1 are addresses to some, and not to all
 * the same ones. A name never ends so.
 *
 * Return: 0, or -EBADMSG.
 */
int cordon_host_from_text(struct cordon_host *host, const u8 *text,
			  size_t length)
{
	host->kind = CORDON_HOST_NONE;
	host->length = 0;
	if (!length)
		return -EBADMSG;
	if (length > 2 && text[0] == '[' && text[length - 1] == ']') {
		text++;
		length -= 2;
	} else if (!memchr(text, ':', length)) {
		/* The root's dot says the same as none. */
		if (text[length - 1] == '.' && !--length)
			return -EBADMSG;
		if (!cordon_address_read_ipv4(&host->address, text, length))
			return read_name(host, text, length);
		host->kind = CORDON_HOST_ADDRESS;
		return 0;
	}
	if (!cordon_address_read_ipv6(&host->address, text, length))
		return -EBADMSG;
	host->kind = CORDON_HOST_ADDRESS;
	return 0;
}
