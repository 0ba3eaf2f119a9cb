/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * DNS messages for the engine's tests, put together byte by byte
 */
#ifndef _TESTS_ENGINE_DNS_MESSAGE_H
#define _TESTS_ENGINE_DNS_MESSAGE_H

#include "engine/names/dns.h"

#define DNS_ID		0x1234
#define DNS_QUERY	0x0100		/* recursion desired */
#define DNS_RESPONSE	0x8180		/* and available */
#define DNS_TYPE_TXT	16

/**
 * struct dns_message - a message
 * @length: its bytes
 * @data: the bytes
 */
struct dns_message {
	size_t length;
	u8 data[8192];
};

void dns_put(struct dns_message *message, const void *bytes, size_t length);
void dns_put16(struct dns_message *message, u16 value);
void dns_put32(struct dns_message *message, u32 value);
void dns_put_name(struct dns_message *message, const char *name);
void dns_put_pointer(struct dns_message *message, size_t to);
void dns_begin(struct dns_message *message, u16 flags, u16 answers);
void dns_ask(struct dns_message *message, const char *name, u16 type);
size_t dns_record(struct dns_message *message, u16 type, u32 ttl);
void dns_record_end(struct dns_message *message, size_t record);
void dns_put_a(struct dns_message *message, const char *owner, u32 ttl,
	       const char *address);
void dns_put_cname(struct dns_message *message, const char *owner, u32 ttl,
		   const char *target);
int dns_start(struct cordon_dns_walk *walk, const u8 *data, size_t length,
	      const char *name, u16 type);

#endif /* _TESTS_ENGINE_DNS_MESSAGE_H */
