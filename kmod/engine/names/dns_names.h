/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * Cordon engine - dns_names: every name that a DNS message asks for or leads to
 *
 * For whoever looks at messages one by one. What an answer may teach, bound to
 * the question that asked for it, is dns.h's part.
 */
#ifndef _CORDON_ENGINE_DNS_NAMES_H
#define _CORDON_ENGINE_DNS_NAMES_H

#include "dns_wire.h"

#define CORDON_DNS_TYPE_DNAME	39
#define CORDON_DNS_TYPE_SVCB	64
#define CORDON_DNS_TYPE_HTTPS	65

enum cordon_dns_role {
	CORDON_DNS_ASKED,		/* it stands in a question */
	CORDON_DNS_CNAME_TARGET,	/* a CNAME or a DNAME leads to it */
	CORDON_DNS_SVCB_TARGET,		/* an SVCB or HTTPS record leads to it */
};

/**
 * struct cordon_dns_service - what an SVCB or HTTPS record says (RFC 9460)
 * @alias: AliasMode, no parameters
 * @ech: has an ECHConfigList (RFC 9848): the hello's name will be encrypted
 * @hints4: IPv4 addresses that spare the client a question
 * @hints6: IPv6 addresses
 * @hints4_at: offset of the first IPv4 hint in the message
 * @hints6_at: offset of the first IPv6 hint
 */
struct cordon_dns_service {
	bool alias;
	bool ech;
	u16 hints4;
	u16 hints6;
	size_t hints4_at;
	size_t hints6_at;
};

/**
 * struct cordon_dns_names - a walk over a message's names
 * @response: the message is a response
 * @role: why @name stands in the message
 * @type: QTYPE, or the TYPE of the record that leads to @name
 * @length: bytes of @name
 * @name: wire name, A-Z folded
 * @service: for CORDON_DNS_SVCB_TARGET
 *
 * Borrows @message. Private: the members not named here.
 */
struct cordon_dns_names {
	const u8 *message;
	size_t message_length;
	size_t at;
	u16 questions;			/* not looked at yet */
	u32 records;			/* of all three sections, likewise */
	bool response;
	enum cordon_dns_role role;
	u16 type;
	u8 length;
	u8 name[CORDON_NAME_MAX];
	struct cordon_dns_service service;
};

int cordon_dns_names_start(struct cordon_dns_names *names, const u8 *message,
			   size_t length);
int cordon_dns_names_next(struct cordon_dns_names *names);
bool cordon_dns_is_whole(const u8 *message, size_t length);

#endif /* _CORDON_ENGINE_DNS_NAMES_H */
