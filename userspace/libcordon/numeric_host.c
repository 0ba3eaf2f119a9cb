// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * libcordon - numeric host: an address where a host is written
 *
 * The engine takes the plain forms of an address alone, since readers differ over
 * the others. Who asks about one is told of the address that inet_aton() makes of
 * it, as nearly every program does that takes it at all.
 */
#include "numeric_host.h"

#include <arpa/inet.h>
#include <errno.h>
#include <string.h>

#include "engine/address_text.h"
#include "engine/names/host.h"

/* "255.255.255.255" in octal, with zeroes to spare. */
#define NUMBERS_MAX	64U

static bool read_numbers(const char *text, size_t length,
			 struct cordon_address *address)
{
	char copy[NUMBERS_MAX];
	struct in_addr ipv4;

	if (length >= sizeof(copy))
		return false;
	memcpy(copy, text, length);
	copy[length] = '\0';
	/* inet_aton() takes what stands behind a space for nothing. */
	if (strspn(copy, "0123456789abcdefABCDEFxX.") != length ||
	    !inet_aton(copy, &ipv4))
		return false;
	cordon_address_from_ipv4(address, (const u8 *)&ipv4.s_addr);
	return true;
}

/**
 * cordon_numeric_host() - read a host that is an address
 * @text: a host as it is written in a URL: IPv4 in one to four numbers, decimal,
 *	octal or hexadecimal; IPv6, with or without brackets; the root's dot may
 *	stand behind IPv4
 * @length: its bytes
 * @address: gets it, as written; IPv4 in its mapped form
 *
 * Return: 1 if it is an address; 0 if it does not look like one; -EINVAL if it
 * ends in a number, as no name does, and is no address.
 */
int cordon_numeric_host(const char *text, size_t length,
			struct cordon_address *address)
{
	bool bracketed = length > 2 && text[0] == '[' && text[length - 1] == ']';

	if (bracketed) {
		text++;
		length -= 2;
	}
	if (bracketed || memchr(text, ':', length))
		return memchr(text, ':', length) &&
		       cordon_address_read(address, text, length);
	if (length > 1 && text[length - 1] == '.')
		length--;
	if (!cordon_host_ends_in_number((const u8 *)text, length))
		return 0;
	return read_numbers(text, length, address) ? 1 : -EINVAL;
}
