// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
/*
 * Cordon engine - dns_wire: names and records as DNS messages carry them
 *
 * Every offset is checked against the message before it is read; compression
 * pointers must point before the name they stand in, so no walk can loop
 * (RFC 9267, 2).
 */
#include "dns_wire.h"

#define RECORD_LENGTH	10U		/* type, class, ttl, rdlength */
#define POINTERS_MAX	126U

/**
 * cordon_dns_read_name - read a name, compressed or not (RFC 1035, 4.1.4)
 * @message: the whole message, or as much of it as there is
 * @length: its bytes
 * @at: offset of the name
 * @name: room for CORDON_NAME_MAX bytes; gets the wire name, A-Z folded
 * @name_length: set to its bytes
 *
 * Return: the offset behind the name as it stands at @at, or -EBADMSG.
 */
int cordon_dns_read_name(const u8 *message, size_t length, size_t at, u8 *name,
			 u8 *name_length)
{
	size_t used = 0, lowest = at, behind = 0;
	unsigned int pointers = 0;

	for (;;) {
		u8 label;

		if (at >= length)
			return -EBADMSG;
		label = message[at];
		if (!label)
			break;
		if (label >= 0xc0) {
			size_t target;

			if (length - at < 2 || ++pointers > POINTERS_MAX)
				return -EBADMSG;
			target = cordon_get_be16(message + at) & 0x3fffU;
			if (target >= lowest || target < CORDON_DNS_HEADER_LENGTH)
				return -EBADMSG;
			if (!behind)
				behind = at + 2;
			at = target;
			lowest = target;
			continue;
		}
		if (label > CORDON_LABEL_MAX || label >= length - at ||
		    used + 1U + label > CORDON_NAME_MAX)
			return -EBADMSG;
		memcpy(name + used, message + at, 1U + label);
		used += 1U + label;
		at += 1U + label;
	}
	cordon_name_fold(name, used);
	*name_length = (u8)used;
	return (int)(behind ? behind : at + 1);
}

/**
 * cordon_dns_read_record - read a resource record up to its data
 * @message: the whole message
 * @length: its bytes
 * @at: offset of the record
 * @record: filled in
 * @owner: room for CORDON_NAME_MAX bytes; gets the owner's wire name, folded
 * @owner_length: set to its bytes
 *
 * Return: the offset behind the record, or -EBADMSG.
 */
int cordon_dns_read_record(const u8 *message, size_t length, size_t at,
			   struct cordon_dns_record *record, u8 *owner,
			   u8 *owner_length)
{
	int end = cordon_dns_read_name(message, length, at, owner, owner_length);

	if (end < 0 || length - (size_t)end < RECORD_LENGTH)
		return -EBADMSG;
	record->type = cordon_get_be16(message + end);
	record->class = cordon_get_be16(message + end + 2);
	record->ttl = cordon_get_be32(message + end + 4);
	if (record->ttl > 0x7fffffff)
		record->ttl = 0;		/* RFC 2181, 8 */
	record->length = cordon_get_be16(message + end + 8);
	record->data = (size_t)end + RECORD_LENGTH;
	if (record->length > length - record->data)
		return -EBADMSG;
	return (int)(record->data + record->length);
}
