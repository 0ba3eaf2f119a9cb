// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * libcordon - rule: read the value of a prefix rule
 */
#include "engine/address_text.h"
#include "engine/policy/prefix.h"
#include "rule.h"

/* Bits before the IPv4 address in a mapped one. */
#define MAPPED	96U

/**
 * struct transition - a form in which an IPv4 address travels in IPv6
 * @name: for messages
 * @prefix: where those addresses lie
 * @length: bits of @prefix
 * @ipv4: byte at which the IPv4 address begins; 0 if it is not there plainly
 */
static const struct transition {
	const char *name;
	struct cordon_address prefix;
	u8 length;
	u8 ipv4;
} transitions[] = {
	{ "an IPv4-mapped", { { [10] = 0xff, [11] = 0xff } }, 96, 12 },
	{ "a 6to4", { { 0x20, 0x02 } }, 16, 2 },
	{ "a Teredo", { { 0x20, 0x01 } }, 32, 0 },
	{ "a NAT64", { { 0x00, 0x64, 0xff, 0x9b } }, 96, 12 },
};

/* "N" with no sign and no leading zero; -1 if it is not that. */
static int read_number(const char *text, size_t length, unsigned int most)
{
	unsigned int value = 0;
	size_t i;

	if (!length || length > 3 || (length > 1 && text[0] == '0'))
		return -1;
	for (i = 0; i < length; i++) {
		if (text[i] < '0' || text[i] > '9')
			return -1;
		value = value * 10 + (unsigned int)(text[i] - '0');
	}
	return value <= most ? (int)value : -1;
}

static void prefix_text(const struct cordon_address *address, u8 length,
			char *text, size_t size)
{
	char plain[CORDON_ADDRESS_TEXT_MAX];

	cordon_address_to_text(address, plain, sizeof(plain));
	if (cordon_address_is_ipv4(address))
		length -= MAPPED;
	snprintf(text, size, "%s/%u", plain, length);
}

/* Zero the bits after the first @length ones; returns whether one was set. */
static bool clear_host_bits(struct cordon_address *address, u8 length)
{
	bool was_set = false;
	unsigned int bit;

	for (bit = length; bit < 128; bit++) {
		u8 mask = (u8)(0x80 >> (bit & 7));

		if (address->byte[bit / 8] & mask)
			was_set = true;
		address->byte[bit / 8] &= (u8)~mask;
	}
	return was_set;
}

/* The same range as an IPv4 prefix, for the hint. */
static void hint_ipv4(const struct transition *form,
		      const struct cordon_address *address, u8 length,
		      struct cordon_mistake *mistake)
{
	unsigned int before = form->ipv4 * 8U;
	struct cordon_address ipv4;
	char text[CORDON_ADDRESS_TEXT_MAX + 4];
	u8 bits;

	if (!form->ipv4 || length <= before)
		return;
	bits = length - before > 32 ? 128 : (u8)(MAPPED + length - before);
	cordon_address_from_ipv4(&ipv4, address->byte + form->ipv4);
	clear_host_bits(&ipv4, bits);
	prefix_text(&ipv4, bits, text, sizeof(text));
	snprintf(mistake->hint, sizeof(mistake->hint),
		 "every form of an IPv4 address counts as that address: prefix %s",
		 text);
}

static int check_transition(const struct cordon_address *address, u8 length,
			    struct cordon_mistake *mistake)
{
	size_t i;

	for (i = 0; i < ARRAY_SIZE(transitions); i++) {
		const struct transition *form = transitions + i;

		if (length < form->length ||
		    !cordon_prefix_contains(&form->prefix, form->length,
					    address))
			continue;
		cordon_mistaken(mistake, 0,
				"every form of an IPv4 address counts as that address: write the IPv4 prefix",
				"this is %s range", form->name);
		hint_ipv4(form, address, length, mistake);
		return -EINVAL;
	}
	if (cordon_prefix_contains(address, length, &transitions[0].prefix))
		return cordon_mistaken(mistake, 0, "write a longer prefix",
				       "this range holds every IPv4 address");
	return 0;
}

static int read_length(const char *text, size_t length, const char *slash,
		       struct cordon_mistake *mistake)
{
	unsigned int most = memchr(text, ':', length) ? 128 : 32;
	size_t at;
	int bits;

	if (!slash) {
		cordon_mistaken(mistake, length, NULL,
				"the prefix's length is missing");
		snprintf(mistake->hint, sizeof(mistake->hint),
			 "for one address: prefix %.*s/%u", (int)length, text,
			 most);
		return -EINVAL;
	}
	at = (size_t)(slash - text) + 1;
	bits = read_number(slash + 1, length - at, most);
	if (bits < 0)
		return cordon_mistaken(mistake, at, NULL,
				       "the length of an %s prefix is a number from 1 to %u",
				       most == 32 ? "IPv4" : "IPv6", most);
	if (!bits)
		return cordon_mistaken(mistake, at,
				       "a policy names what it refuses",
				       "a prefix of length 0 covers every address");
	return most == 32 ? bits + (int)MAPPED : bits;
}

/**
 * cordon_prefix_parse() - read a prefix
 * @text: ADDRESS/LENGTH
 * @length: bytes of @text
 * @arena: keeps the text
 * @rule: gets the prefix
 * @mistake: says what is wrong
 *
 * Return: 0; -EINVAL; -ENOMEM.
 */
int cordon_prefix_parse(const char *text, size_t length,
			struct cordon_arena *arena, struct cordon_rule *rule,
			struct cordon_mistake *mistake)
{
	const char *slash = memchr(text, '/', length);
	size_t address_length = slash ? (size_t)(slash - text) : length;
	char canonical[CORDON_ADDRESS_TEXT_MAX + 4];
	int bits;

	if (!length)
		return cordon_mistaken(mistake, 0, "e.g. prefix 192.0.2.0/24",
				       "the prefix is missing");
	if (!cordon_address_read(&rule->address, text, address_length))
		return cordon_mistaken(mistake, 0,
				       "e.g. prefix 192.0.2.0/24 or prefix 2001:db8::/32",
				       "'%.*s' is not an address",
				       (int)min_t(size_t, address_length, 64),
				       text);
	bits = read_length(text, length, slash, mistake);
	if (bits < 0)
		return -EINVAL;
	if (memchr(text, ':', length) &&
	    check_transition(&rule->address, (u8)bits, mistake))
		return -EINVAL;
	if (clear_host_bits(&rule->address, (u8)bits)) {
		prefix_text(&rule->address, (u8)bits, canonical,
			    sizeof(canonical));
		cordon_mistaken(mistake, 0, NULL,
				"the address has bits after its first %d",
				memchr(text, ':', length) ?
				bits : bits - (int)MAPPED);
		snprintf(mistake->hint, sizeof(mistake->hint),
			 "the range is prefix %s", canonical);
		return -EINVAL;
	}
	prefix_text(&rule->address, (u8)bits, canonical, sizeof(canonical));
	rule->kind = CORDON_RULE_PREFIX;
	rule->length = (u8)bits;
	rule->text_length = (u16)strlen(canonical);
	rule->text = cordon_arena_copy(arena, canonical, rule->text_length);
	return rule->text ? 0 : -ENOMEM;
}
