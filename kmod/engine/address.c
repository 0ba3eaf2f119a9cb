// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
/*
 * Cordon engine - address: one form for every address
 */
#include "address.h"

static const u8 v4_mapped[12] = { [10] = 0xff, [11] = 0xff };

#define NAT64_WELL_KNOWN	0x0064ff9b00000000ULL	/* RFC 6052, 2.1 */

static bool begins(const struct cordon_address *address, const u8 *bytes,
		   size_t length)
{
	return !memcmp(address->byte, bytes, length);
}

/* Are the first 12 bytes these? As numbers: each connect asks several times. */
static bool begins_with(const struct cordon_address *address, u64 first,
			u32 second)
{
	return cordon_get_be64(address->byte) == first &&
	       cordon_get_be32(address->byte + 8) == second;
}

/**
 * cordon_address_from_ipv4 - the mapped form ::ffff:a.b.c.d
 * @address: set
 * @ipv4: four bytes in network order
 */
void cordon_address_from_ipv4(struct cordon_address *address, const u8 ipv4[4])
{
	memcpy(address->byte, v4_mapped, sizeof(v4_mapped));
	memcpy(address->byte + 12, ipv4, 4);
}

/**
 * cordon_address_is_ipv4 - is it in the mapped form
 * @address: any address
 *
 * Return: whether it is ::ffff:a.b.c.d.
 */
bool cordon_address_is_ipv4(const struct cordon_address *address)
{
	return begins_with(address, 0, 0xffff);
}

/**
 * cordon_address_equal - are two addresses the same
 * @a: one
 * @b: the other
 *
 * Return: whether they are.
 */
bool cordon_address_equal(const struct cordon_address *a,
			  const struct cordon_address *b)
{
	return cordon_get_be64(a->byte) == cordon_get_be64(b->byte) &&
	       cordon_get_be64(a->byte + 8) == cordon_get_be64(b->byte + 8);
}

/*
 * The IPv4 address inside a NAT64 one: it follows the prefix and skips the
 * eighth octet, which is reserved (RFC 6052, 2.2).
 */
static void nat64_extract(const struct cordon_address *address, u8 prefix_length,
			  u8 ipv4[4])
{
	size_t at = prefix_length / 8U;
	size_t i;

	for (i = 0; i < 4; i++, at++) {
		if (at == 8 && prefix_length != 96)
			at++;
		ipv4[i] = address->byte[at];
	}
}

static bool nat64_unwrap(const struct cordon_nat64 *nat64,
			 const struct cordon_address *address, u8 ipv4[4])
{
	u8 i;

	for (i = 0; i < nat64->count; i++) {
		if (!begins(address, nat64->prefix[i].byte,
			    nat64->length[i] / 8U))
			continue;
		nat64_extract(address, nat64->length[i], ipv4);
		return true;
	}
	return false;
}

/**
 * cordon_address_normalise - unwrap an IPv4 address that travels inside IPv6
 * @address: changed in place to the mapped form when it wraps an IPv4 address
 * @nat64: discovered NAT64 prefixes, or NULL
 *
 * Understands IPv4-compatible (RFC 4291, 2.5.5.1), 6to4 (RFC 3056), Teredo
 * (RFC 4380: the client's address, inverted), and NAT64 with the well-known
 * and the discovered prefixes (RFC 6052).
 */
void cordon_address_normalise(struct cordon_address *address,
			      const struct cordon_nat64 *nat64)
{
	const u8 *byte = address->byte;
	u8 ipv4[4];

	if (cordon_address_is_ipv4(address))
		return;
	if (begins_with(address, 0, 0) && cordon_get_be32(byte + 12) > 1) {
		memcpy(ipv4, byte + 12, 4);
	} else if (byte[0] == 0x20 && byte[1] == 0x02) {
		memcpy(ipv4, byte + 2, 4);
	} else if (cordon_get_be32(byte) == 0x20010000) {
		size_t i;

		for (i = 0; i < 4; i++)
			ipv4[i] = (u8)~byte[12 + i];
	} else if (begins_with(address, NAT64_WELL_KNOWN, 0)) {
		memcpy(ipv4, byte + 12, 4);
	} else if (!nat64 || !nat64_unwrap(nat64, address, ipv4)) {
		return;
	}
	cordon_address_from_ipv4(address, ipv4);
}

struct ipv4_range {
	u32 address, mask;
};

static bool lies_in(const u8 ipv4[4], const struct ipv4_range *ranges,
		    size_t count)
{
	u32 ip = cordon_get_be32(ipv4);
	size_t i;

	for (i = 0; i < count; i++)
		if ((ip & ranges[i].mask) == ranges[i].address)
			return true;
	return false;
}

static bool ipv4_is_local(const u8 ipv4[4])
{
	static const struct ipv4_range local[] = {
		{ 0x00000000, 0xff000000 },	/* "this network" */
		{ 0x0a000000, 0xff000000 },	/* private, RFC 1918 */
		{ 0x64400000, 0xffc00000 },	/* shared, RFC 6598 */
		{ 0x7f000000, 0xff000000 },	/* loopback */
		{ 0xa9fe0000, 0xffff0000 },	/* link-local */
		{ 0xac100000, 0xfff00000 },	/* private */
		{ 0xc0a80000, 0xffff0000 },	/* private */
		{ 0xe0000000, 0xe0000000 },	/* multicast, reserved, broadcast */
	};

	return lies_in(ipv4, local, ARRAY_SIZE(local));
}

static bool ipv4_is_reserved(const u8 ipv4[4])
{
	static const struct ipv4_range reserved[] = {
		{ 0xc0000000, 0xffffff00 },	/* protocols, RFC 6890 */
		{ 0xc0000200, 0xffffff00 },	/* documentation, RFC 5737 */
		{ 0xc6120000, 0xfffe0000 },	/* benchmarks, RFC 2544 */
		{ 0xc6336400, 0xffffff00 },	/* documentation */
		{ 0xcb007100, 0xffffff00 },	/* documentation: the canary's */
	};

	return lies_in(ipv4, reserved, ARRAY_SIZE(reserved));
}

static bool ipv6_is_local(const u8 *byte)
{
	static const u8 zero[15];

	if (!memcmp(byte, zero, sizeof(zero)))
		return true;			/* ::, ::1 */
	if (byte[0] == 0xff || (byte[0] & 0xfe) == 0xfc)
		return true;			/* multicast, unique local */
	return byte[0] == 0xfe && byte[1] & 0x80;	/* fe80::/10, fec0::/10 */
}

/* Documentation: RFC 3849, with the canary's; RFC 9637, 3fff::/20. */
static bool ipv6_is_reserved(const u8 *byte)
{
	u32 first = cordon_get_be32(byte);

	return first == 0x20010db8 || first >> 12 == 0x3fff0;
}

/**
 * cordon_address_is_local - is it reached without the internet, if at all
 * @address: normalised
 *
 * Return: true for unspecified, loopback, link-local, private, shared and
 * multicast addresses.
 */
bool cordon_address_is_local(const struct cordon_address *address)
{
	if (cordon_address_is_ipv4(address))
		return ipv4_is_local(address->byte + 12);
	return ipv6_is_local(address->byte);
}

/**
 * cordon_address_is_learnable - may an answer tie this address to a name
 * @address: any; what a discovered NAT64 prefix wraps is unwrapped already
 *
 * Return: false for a local address, which an answer must not take away from
 * others, and for one that is reserved for documentation, benchmarks or
 * protocols. The canary's are such: no answer may give it a name.
 */
bool cordon_address_is_learnable(const struct cordon_address *address)
{
	struct cordon_address plain = *address;

	cordon_address_normalise(&plain, NULL);
	if (cordon_address_is_local(&plain))
		return false;
	if (cordon_address_is_ipv4(&plain))
		return !ipv4_is_reserved(plain.byte + 12);
	return !ipv6_is_reserved(plain.byte);
}

static void add_nat64(struct cordon_nat64 *nat64,
		      const struct cordon_address *answer, u8 length)
{
	u8 i = nat64->next;

	memset(nat64->prefix + i, 0, sizeof(nat64->prefix[i]));
	memcpy(nat64->prefix[i].byte, answer->byte, length / 8U);
	nat64->length[i] = length;
	nat64->next = (u8)((i + 1) % CORDON_NAT64_MAX);
	if (nat64->count < CORDON_NAT64_MAX)
		nat64->count++;
}

/**
 * cordon_nat64_discover - learn the NAT64 prefix from an AAAA of ipv4only.arpa
 * @nat64: the prefix is added; when full, in place of the oldest
 * @answer: the address that the resolver synthesised
 *
 * The name has the addresses 192.0.0.170 and 192.0.0.171 only, so where one of
 * them stands tells the prefix's length (RFC 7050, 3).
 *
 * Return: whether a prefix was added.
 */
bool cordon_nat64_discover(struct cordon_nat64 *nat64,
			   const struct cordon_address *answer)
{
	static const u8 lengths[] = { 96, 64, 56, 48, 40, 32 };
	struct cordon_address normal = *answer;
	u8 ipv4[4];
	size_t i;

	cordon_address_normalise(&normal, nat64);
	if (cordon_address_is_ipv4(&normal) || cordon_address_is_local(&normal))
		return false;
	for (i = 0; i < ARRAY_SIZE(lengths); i++) {
		u32 ip;

		nat64_extract(answer, lengths[i], ipv4);
		ip = cordon_get_be32(ipv4);
		if (ip != 0xc00000aa && ip != 0xc00000ab)
			continue;
		add_nat64(nat64, answer, lengths[i]);
		return true;
	}
	return false;
}
