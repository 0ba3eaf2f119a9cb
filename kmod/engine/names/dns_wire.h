/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * Cordon engine - dns_wire: names and records as DNS messages carry them
 */
#ifndef _CORDON_ENGINE_DNS_WIRE_H
#define _CORDON_ENGINE_DNS_WIRE_H

#include "engine/name.h"

#define CORDON_DNS_HEADER_LENGTH	12U

/**
 * struct cordon_dns_record - what stands before and around a record's data
 * @type: TYPE
 * @class: CLASS
 * @length: RDLENGTH
 * @ttl: in seconds
 * @data: offset of RDATA in the message
 */
struct cordon_dns_record {
	u16 type;
	u16 class;
	u16 length;
	u32 ttl;
	size_t data;
};

int cordon_dns_read_name(const u8 *message, size_t length, size_t at, u8 *name,
			 u8 *name_length);
int cordon_dns_read_record(const u8 *message, size_t length, size_t at,
			   struct cordon_dns_record *record, u8 *owner,
			   u8 *owner_length);

#endif /* _CORDON_ENGINE_DNS_WIRE_H */
