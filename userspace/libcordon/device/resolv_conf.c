// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * libcordon - resolv_conf: the resolvers that a resolv.conf names
 *
 * Reads what the C library reads (resolv.conf(5)), so that the kernel trusts
 * the resolvers that programs ask: `nameserver` at the start of a line, blanks,
 * an address that ends at a blank, `;` or `#`. IPv4 goes by inet_aton(), which
 * also takes 10.1 for 10.0.0.1.
 */
#include <arpa/inet.h>
#include <string.h>

#include "engine/address_text.h"
#include "libcordon/device/resolv_conf.h"

#define KEYWORD		"nameserver"
#define BLANKS		" \t\r"

/* The scope of fe80::1%eth0 says through which link; the address is the same. */
static bool read_address(char *text, struct cordon_address *address)
{
	static const struct cordon_address unspecified;
	struct in_addr ipv4;
	char *scope;

	if (inet_aton(text, &ipv4)) {
		cordon_address_from_ipv4(address, (const u8 *)&ipv4);
		return ipv4.s_addr != INADDR_ANY;
	}
	scope = strchr(text, '%');
	if (scope)
		*scope = '\0';
	if (!cordon_address_read_ipv6(address, (const u8 *)text, strlen(text)))
		return false;
	cordon_address_normalise(address, NULL);
	return !cordon_address_equal(address, &unspecified);
}

static bool read_line(const char *line, size_t length,
		      struct cordon_address *address)
{
	char text[INET6_ADDRSTRLEN + 32];
	size_t at = strlen(KEYWORD);
	size_t n = 0;

	if (length <= at || memcmp(line, KEYWORD, at) || !strchr(BLANKS, line[at]))
		return false;
	while (at < length && line[at] && strchr(BLANKS, line[at]))
		at++;
	while (at < length && !strchr(BLANKS ";#", line[at])) {
		if (n == sizeof(text) - 1)
			return false;
		text[n++] = line[at++];
	}
	text[n] = '\0';
	return read_address(text, address);
}

static bool is_listed(const struct cordon_resolvers *resolvers,
		      const struct cordon_address *address)
{
	u32 i;

	for (i = 0; i < resolvers->count; i++) {
		if (cordon_address_equal(&resolvers->address[i], address))
			return true;
	}
	return false;
}

/**
 * cordon_resolv_conf_parse() - add the resolvers that a resolv.conf names
 * @text: the file
 * @length: bytes of it
 * @resolvers: the list so far; each address stands in it once
 *
 * Lines that are no `nameserver` with an address are read over, as the C
 * library does.
 *
 * Return: how many were left out because the list was full.
 */
unsigned int cordon_resolv_conf_parse(const char *text, size_t length,
				      struct cordon_resolvers *resolvers)
{
	const char *end = text + length;
	unsigned int left_out = 0;

	while (text < end) {
		const char *newline = memchr(text, '\n', end - text);
		const char *stop = newline ? newline : end;
		struct cordon_address address;

		if (read_line(text, stop - text, &address) &&
		    !is_listed(resolvers, &address)) {
			if (resolvers->count == CORDON_RESOLVERS_MAX)
				left_out++;
			else
				resolvers->address[resolvers->count++] = address;
		}
		text = newline ? newline + 1 : end;
	}
	return left_out;
}

/**
 * cordon_resolvers_to_text() - what /sys/kernel/cordon/resolvers takes
 * @resolvers: the list
 * @text: gets one address a line; a newline alone if the list is empty, since
 *	a write of nothing would not reach the kernel
 *
 * Return: bytes written without the NUL.
 */
size_t cordon_resolvers_to_text(const struct cordon_resolvers *resolvers,
				char text[CORDON_RESOLVERS_TEXT_MAX])
{
	size_t length = 0;
	u32 i;

	for (i = 0; i < resolvers->count; i++) {
		length += cordon_address_to_text(&resolvers->address[i],
						 text + length,
						 CORDON_ADDRESS_TEXT_MAX);
		text[length++] = '\n';
	}
	if (!length)
		text[length++] = '\n';
	text[length] = '\0';
	return length;
}
