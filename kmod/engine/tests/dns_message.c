// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
/*
 * Cordon engine's tests - DNS messages, put together byte by byte
 */
#include "cases.h"
#include "dns_message.h"

/**
 * cordon_test_dns_put - add bytes
 * @message: message
 * @bytes: the bytes
 * @length: how many
 *
 * What there is no room for is left out: the message is not what a test wants then.
 */
void cordon_test_dns_put(struct test_dns_message *message, const void *bytes, size_t length)
{
	if (message->length + length > sizeof(message->data))
		return;
	memcpy(message->data + message->length, bytes, length);
	message->length += length;
}

/**
 * cordon_test_dns_put16 - add a number of 16 bits
 * @message: message
 * @value: the number
 */
void cordon_test_dns_put16(struct test_dns_message *message, u16 value)
{
	u8 bytes[] = { (u8)(value >> 8), (u8)value };

	cordon_test_dns_put(message, bytes, sizeof(bytes));
}

/**
 * cordon_test_dns_put32 - add a number of 32 bits
 * @message: message
 * @value: the number
 */
void cordon_test_dns_put32(struct test_dns_message *message, u32 value)
{
	cordon_test_dns_put16(message, (u16)(value >> 16));
	cordon_test_dns_put16(message, (u16)value);
}

/**
 * cordon_test_dns_put_name - add a name, uncompressed and not folded
 * @message: message
 * @name: as text; "." is the root
 */
void cordon_test_dns_put_name(struct test_dns_message *message, const char *name)
{
	while (*name && strcmp(name, ".")) {
		size_t length = strcspn(name, ".");
		u8 byte = (u8)length;

		cordon_test_dns_put(message, &byte, 1);
		cordon_test_dns_put(message, name, length);
		name += length + (name[length] == '.');
	}
	cordon_test_dns_put(message, "", 1);
}

/**
 * cordon_test_dns_put_pointer - add a compression pointer
 * @message: message
 * @to: offset that it points to
 */
void cordon_test_dns_put_pointer(struct test_dns_message *message, size_t to)
{
	cordon_test_dns_put16(message, (u16)(0xc000 | to));
}

/**
 * cordon_test_dns_begin - begin a message with one question
 * @message: message
 * @flags: second word of the header
 * @answers: how many the header announces
 */
void cordon_test_dns_begin(struct test_dns_message *message, u16 flags, u16 answers)
{
	message->length = 0;
	cordon_test_dns_put16(message, DNS_ID);
	cordon_test_dns_put16(message, flags);
	cordon_test_dns_put16(message, 1);
	cordon_test_dns_put16(message, answers);
	cordon_test_dns_put32(message, 0);
}

/**
 * cordon_test_dns_ask - add the question
 * @message: begun
 * @name: as text
 * @type: QTYPE; the class is IN
 */
void cordon_test_dns_ask(struct test_dns_message *message, const char *name, u16 type)
{
	cordon_test_dns_put_name(message, name);
	cordon_test_dns_put16(message, type);
	cordon_test_dns_put16(message, CORDON_DNS_CLASS_IN);
}

/**
 * cordon_test_dns_record - add a record behind its owner, up to its data
 * @message: message that ends with the owner's name
 * @type: TYPE; the class is IN
 * @ttl: TTL
 *
 * Return: what cordon_test_dns_record_end() takes.
 */
size_t cordon_test_dns_record(struct test_dns_message *message, u16 type, u32 ttl)
{
	cordon_test_dns_put16(message, type);
	cordon_test_dns_put16(message, CORDON_DNS_CLASS_IN);
	cordon_test_dns_put32(message, ttl);
	cordon_test_dns_put16(message, 0);
	return message->length;
}

/**
 * cordon_test_dns_record_end - set a record's length of data
 * @message: message that ends with the record's data
 * @record: the record
 */
void cordon_test_dns_record_end(struct test_dns_message *message, size_t record)
{
	size_t length = message->length - record;

	message->data[record - 2] = (u8)(length >> 8);
	message->data[record - 1] = (u8)length;
}

/**
 * cordon_test_dns_put_a - add a record A or AAAA
 * @message: message
 * @owner: as text, or NULL for a pointer to the question's name
 * @ttl: TTL
 * @address: as text
 */
void cordon_test_dns_put_a(struct test_dns_message *message, const char *owner, u32 ttl,
			   const char *address)
{
	bool ipv6 = strchr(address, ':');
	struct cordon_address bytes = cordon_test_address(address);
	size_t record;

	if (owner)
		cordon_test_dns_put_name(message, owner);
	else
		cordon_test_dns_put_pointer(message, 12);
	record = cordon_test_dns_record(message, ipv6 ? CORDON_DNS_TYPE_AAAA :
					    CORDON_DNS_TYPE_A, ttl);
	cordon_test_dns_put(message, ipv6 ? bytes.byte : bytes.byte + 12, ipv6 ? 16 : 4);
	cordon_test_dns_record_end(message, record);
}

/**
 * cordon_test_dns_put_cname - add a record CNAME
 * @message: message
 * @owner: as text, or NULL for a pointer to the question's name
 * @ttl: TTL
 * @target: as text
 */
void cordon_test_dns_put_cname(struct test_dns_message *message, const char *owner, u32 ttl,
			       const char *target)
{
	size_t record;

	if (owner)
		cordon_test_dns_put_name(message, owner);
	else
		cordon_test_dns_put_pointer(message, 12);
	record = cordon_test_dns_record(message, CORDON_DNS_TYPE_CNAME, ttl);
	cordon_test_dns_put_name(message, target);
	cordon_test_dns_record_end(message, record);
}

/**
 * cordon_test_dns_start - begin a walk over a response to the question that was asked
 * @walk: the walk
 * @data: the response
 * @length: its bytes
 * @name: the name that was asked for
 * @type: the type that was asked for
 *
 * Return: as cordon_dns_walk_start().
 */
int cordon_test_dns_start(struct cordon_dns_walk *walk, const u8 *data, size_t length,
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
