// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * DNS messages for the engine's tests, put together byte by byte
 */
#include <stdlib.h>

#include "dns_message.h"
#include "policy.h"

/**
 * dns_put - add bytes
 * @message: message
 * @bytes: the bytes
 * @length: how many
 */
void dns_put(struct dns_message *message, const void *bytes, size_t length)
{
	if (message->length + length > sizeof(message->data))
		abort();
	memcpy(message->data + message->length, bytes, length);
	message->length += length;
}

/**
 * dns_put16 - add a number of 16 bits
 * @message: message
 * @value: the number
 */
void dns_put16(struct dns_message *message, u16 value)
{
	u8 bytes[] = { (u8)(value >> 8), (u8)value };

	dns_put(message, bytes, sizeof(bytes));
}

/**
 * dns_put32 - add a number of 32 bits
 * @message: message
 * @value: the number
 */
void dns_put32(struct dns_message *message, u32 value)
{
	dns_put16(message, (u16)(value >> 16));
	dns_put16(message, (u16)value);
}

/**
 * dns_put_name - add a name, uncompressed and not folded
 * @message: message
 * @name: as text; "." is the root
 */
void dns_put_name(struct dns_message *message, const char *name)
{
	size_t labels = message->length;

	while (*name && strcmp(name, ".")) {
		size_t length = strcspn(name, ".");
		u8 byte = (u8)length;

		dns_put(message, &byte, 1);
		dns_put(message, name, length);
		name += length + (name[length] == '.');
	}
	if (message->length - labels > CORDON_NAME_MAX)
		abort();
	dns_put(message, "", 1);
}

/**
 * dns_put_pointer - add a compression pointer
 * @message: message
 * @to: offset that it points to
 */
void dns_put_pointer(struct dns_message *message, size_t to)
{
	dns_put16(message, (u16)(0xc000 | to));
}

/**
 * dns_begin - begin a message with one question
 * @message: message
 * @flags: second word of the header
 * @answers: how many the header announces
 */
void dns_begin(struct dns_message *message, u16 flags, u16 answers)
{
	message->length = 0;
	dns_put16(message, DNS_ID);
	dns_put16(message, flags);
	dns_put16(message, 1);
	dns_put16(message, answers);
	dns_put32(message, 0);
}

/**
 * dns_ask - add the question
 * @message: begun
 * @name: as text
 * @type: QTYPE; the class is IN
 */
void dns_ask(struct dns_message *message, const char *name, u16 type)
{
	dns_put_name(message, name);
	dns_put16(message, type);
	dns_put16(message, CORDON_DNS_CLASS_IN);
}

/**
 * dns_record - add a record behind its owner, up to its data
 * @message: message that ends with the owner's name
 * @type: TYPE; the class is IN
 * @ttl: TTL
 *
 * Return: what dns_record_end() takes.
 */
size_t dns_record(struct dns_message *message, u16 type, u32 ttl)
{
	dns_put16(message, type);
	dns_put16(message, CORDON_DNS_CLASS_IN);
	dns_put32(message, ttl);
	dns_put16(message, 0);
	return message->length;
}

/**
 * dns_record_end - set a record's length of data
 * @message: message that ends with the record's data
 * @record: the record
 */
void dns_record_end(struct dns_message *message, size_t record)
{
	size_t length = message->length - record;

	message->data[record - 2] = (u8)(length >> 8);
	message->data[record - 1] = (u8)length;
}

/**
 * dns_put_a - add a record A or AAAA
 * @message: message
 * @owner: as text, or NULL for a pointer to the question's name
 * @ttl: TTL
 * @address: as text
 */
void dns_put_a(struct dns_message *message, const char *owner, u32 ttl,
	       const char *address)
{
	bool ipv6 = strchr(address, ':');
	u8 bytes[16];
	size_t record;

	if (inet_pton(ipv6 ? AF_INET6 : AF_INET, address, bytes) != 1)
		abort();
	if (owner)
		dns_put_name(message, owner);
	else
		dns_put_pointer(message, 12);
	record = dns_record(message, ipv6 ? CORDON_DNS_TYPE_AAAA :
					    CORDON_DNS_TYPE_A, ttl);
	dns_put(message, bytes, ipv6 ? 16 : 4);
	dns_record_end(message, record);
}

/**
 * dns_put_cname - add a record CNAME
 * @message: message
 * @owner: as text, or NULL for a pointer to the question's name
 * @ttl: TTL
 * @target: as text
 */
void dns_put_cname(struct dns_message *message, const char *owner, u32 ttl,
		   const char *target)
{
	size_t record;

	if (owner)
		dns_put_name(message, owner);
	else
		dns_put_pointer(message, 12);
	record = dns_record(message, CORDON_DNS_TYPE_CNAME, ttl);
	dns_put_name(message, target);
	dns_record_end(message, record);
}

/**
 * dns_start - begin a walk over a response to the question that was asked
 * @walk: the walk
 * @data: the response
 * @length: its bytes
 * @name: the name that was asked for
 * @type: the type that was asked for
 *
 * Return: as cordon_dns_walk_start().
 */
int dns_start(struct cordon_dns_walk *walk, const u8 *data, size_t length,
	      const char *name, u16 type)
{
	struct cordon_dns_question question = {
		.id = DNS_ID,
		.type = type,
		.class = CORDON_DNS_CLASS_IN,
	};

	question.length = (u8)cordon_test_wire(name, question.name);
	return cordon_dns_walk_start(walk, data, length, &question);
}
