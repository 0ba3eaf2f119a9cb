/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * Cordon engine's tests - DNS messages, put together byte by byte
 */
#ifndef _CORDON_ENGINE_TESTS_DNS_MESSAGE_H
#define _CORDON_ENGINE_TESTS_DNS_MESSAGE_H

#include "engine/names/dns.h"

#define DNS_ID		0x1234
#define DNS_QUERY	0x0100		/* recursion desired */
#define DNS_RESPONSE	0x8180		/* and available */
#define DNS_TYPE_TXT	16

/**
 * struct test_dns_message - a message
 * @length: its bytes
 * @data: the bytes
 */
struct test_dns_message {
	size_t length;
	u8 data[8192];
};

void cordon_test_dns_put(struct test_dns_message *message, const void *bytes, size_t length);
void cordon_test_dns_put16(struct test_dns_message *message, u16 value);
void cordon_test_dns_put32(struct test_dns_message *message, u32 value);
void cordon_test_dns_put_name(struct test_dns_message *message, const char *name);
void cordon_test_dns_put_pointer(struct test_dns_message *message, size_t to);
void cordon_test_dns_begin(struct test_dns_message *message, u16 flags, u16 answers);
void cordon_test_dns_ask(struct test_dns_message *message, const char *name, u16 type);
size_t cordon_test_dns_record(struct test_dns_message *message, u16 type, u32 ttl);
void cordon_test_dns_record_end(struct test_dns_message *message, size_t record);
void cordon_test_dns_put_a(struct test_dns_message *message, const char *owner, u32 ttl,
			   const char *address);
void cordon_test_dns_put_cname(struct test_dns_message *message, const char *owner, u32 ttl,
			       const char *target);
int cordon_test_dns_start(struct cordon_dns_walk *walk, const u8 *data, size_t length,
			  const char *name, u16 type);

#endif /* _CORDON_ENGINE_TESTS_DNS_MESSAGE_H */
