// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
/*
 * Cordon engine - address text: addresses as people write them
 */
#include "address_text.h"

#define GROUPS	8U			/* of 16 bits */

static bool is_digit(u8 byte)
{
	return byte >= '0' && byte <= '9';
}

/* Four decimal numbers without leading zeroes, and nothing else. */
static bool read_quad(u8 ipv4[4], const u8 *text, size_t length)
{
	unsigned int value = 0, digits = 0, count = 0;
	size_t i;

	for (i = 0; i <= length; i++) {
		if (i < length && is_digit(text[i])) {
			if (digits++ && !value)
				return false;
			value = value * 10 + text[i] - '0';
			if (digits > 3)
				return false;
			continue;
		}
		if ((i < length && text[i] != '.') || !digits || value > 255 ||
		    count == 4)
			return false;
		ipv4[count++] = (u8)value;
		value = 0;
		digits = 0;
	}
	return count == 4;
}

/**
 * cordon_address_read_ipv4 - read a dotted quad
 * @address: filled in with the mapped form if it is one
 * @text: four decimal numbers without leading zeroes, and nothing else
 * @length: its bytes
 *
 * Return: whether it is one.
 */
bool cordon_address_read_ipv4(struct cordon_address *address, const u8 *text,
			      size_t length)
{
	u8 ipv4[4];

	if (!read_quad(ipv4, text, length))
		return false;
	cordon_address_from_ipv4(address, ipv4);
	return true;
}

/* One to four hex digits. Returns how many; 0 if there are none, or more. */
static size_t read_group(u16 *group, const u8 *text, size_t length)
{
	unsigned int value = 0;
	size_t i;

	for (i = 0; i < length; i++) {
		u8 byte = text[i], low = text[i] | 0x20;

		if (is_digit(byte))
			value = value << 4 | (byte - '0');
		else if (low >= 'a' && low <= 'f')
			value = value << 4 | (low - 'a' + 10);
		else
			break;
		if (i == 4)
			return 0;
	}
	*group = (u16)value;
	return i;
}

static void put_groups(u8 *byte, const u16 *group, unsigned int count)
{
	for (; count--; group++) {
		*byte++ = (u8)(*group >> 8);
		*byte++ = (u8)*group;
	}
}

/**
 * cordon_address_read_ipv6 - read an IPv6 address
 * @address: filled in as it stands, if it is one
 * @text: RFC 4291, 2.2: groups of one to four digits, "::" once and for one group
 *	or more, the last 32 bits as a dotted quad or not; no zone, no brackets
 * @length: its bytes
 *
 * Return: whether it is one.
 */
bool cordon_address_read_ipv6(struct cordon_address *address, const u8 *text,
			      size_t length)
{
	unsigned int count = 0, gap = GROUPS;
	size_t at = 0, digits;
	u16 group[GROUPS];
	u8 ipv4[4];

	if (length >= 2 && text[0] == ':' && text[1] == ':') {
		gap = 0;
		at = 2;
	}
	while (at < length) {
		if (count + 2 <= GROUPS &&
		    read_quad(ipv4, text + at, length - at)) {
			group[count++] = cordon_get_be16(ipv4);
			group[count++] = cordon_get_be16(ipv4 + 2);
			break;
		}
		digits = count < GROUPS ?
			 read_group(group + count, text + at, length - at) : 0;
		if (!digits)
			return false;
		count++;
		at += digits;
		if (at == length)
			break;
		/* A colon, and something behind it. */
		if (count == GROUPS || text[at++] != ':' || at == length)
			return false;
		if (text[at] != ':')
			continue;
		if (gap < GROUPS)
			return false;
		gap = count;
		at++;
	}
	if (gap < GROUPS ? count == GROUPS : count != GROUPS)
		return false;
	if (gap > count)
		gap = count;
	memset(address, 0, sizeof(*address));
	put_groups(address->byte, group, gap);
	put_groups(address->byte + 2 * (GROUPS - (count - gap)), group + gap,
		   count - gap);
	return true;
}

/**
 * cordon_address_read - read an address of either family
 * @address: filled in if it is one; IPv4 in its mapped form, IPv6 as it stands
 * @text: as for cordon_address_read_ipv4() or cordon_address_read_ipv6()
 * @length: its bytes
 *
 * Return: whether it is one.
 */
bool cordon_address_read(struct cordon_address *address, const char *text,
			 size_t length)
{
	const u8 *bytes = (const u8 *)text;

	return cordon_address_read_ipv4(address, bytes, length) ||
	       cordon_address_read_ipv6(address, bytes, length);
}

/* The longest run of two zero groups or more, and the first of such (RFC 5952, 4.2). */
static unsigned int longest_run(const u8 *byte, unsigned int *first)
{
	unsigned int i, run = 0, best = 0;

	for (i = 0; i < GROUPS; i++) {
		run = cordon_get_be16(byte + 2 * i) ? 0 : run + 1;
		if (run > best) {
			best = run;
			*first = i + 1 - run;
		}
	}
	return best > 1 ? best : 0;
}

/**
 * cordon_address_to_text - write an address as people do
 * @address: any; the mapped form is written as IPv4, all others as RFC 5952, 4
 *	has it, without a dotted quad
 * @text: where to, always terminated
 * @size: room at @text, at least CORDON_ADDRESS_TEXT_MAX
 *
 * Return: bytes written without the NUL.
 */
size_t cordon_address_to_text(const struct cordon_address *address, char *text,
			      size_t size)
{
	const u8 *byte = address->byte;
	unsigned int i, first = 0, run;
	size_t length = 0;

	if (cordon_address_is_ipv4(address))
		return (size_t)snprintf(text, size, "%u.%u.%u.%u", byte[12],
					byte[13], byte[14], byte[15]);
	run = longest_run(byte, &first);
	for (i = 0; i < GROUPS; i++) {
		if (run && i == first) {
			/* The colon before it stands there, but at the beginning. */
			length += (size_t)snprintf(text + length, size - length,
						   i ? ":" : "::");
			i += run - 1;
			continue;
		}
		length += (size_t)snprintf(text + length, size - length, "%x%s",
					   cordon_get_be16(byte + 2 * i),
					   i < GROUPS - 1 ? ":" : "");
	}
	return length;
}
