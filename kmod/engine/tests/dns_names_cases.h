/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * Cordon engine's tests - every name of a DNS message, and messages out of a stream
 */
#ifndef _CORDON_ENGINE_TESTS_DNS_NAMES_CASES_H
#define _CORDON_ENGINE_TESTS_DNS_NAMES_CASES_H

#include "dns_message.h"
#include "reader.h"
#include "engine/names/dns_names.h"
#include "engine/names/dns_stream.h"

#define HTTPS		CORDON_DNS_TYPE_HTTPS

static struct test_dns_message told;
static struct cordon_dns_service service;

/* What a walk found, each as "ROLE TYPE NAME; ", and how it ended. */
static const char *names_of(const void *bytes, size_t length)
{
	static const char *const roles[] = {
		[CORDON_DNS_ASKED] = "asked",
		[CORDON_DNS_CNAME_TARGET] = "cname",
		[CORDON_DNS_SVCB_TARGET] = "svcb",
	};
	static char text[TEST_READER_TEXT_MAX], name[CORDON_NAME_TEXT_MAX];
	static struct cordon_dns_names names;
	u8 *copy = cordon_test_copy(bytes, length);
	int more = cordon_dns_names_start(&names, copy, length);

	text[0] = '\0';
	memset(&service, 0, sizeof(service));
	while (!more) {
		more = cordon_dns_names_next(&names);
		if (more <= 0)
			break;
		more = 0;
		cordon_name_to_text(names.name, names.length, name, sizeof(name));
		cordon_test_print(text, sizeof(text), "%s %u %s; ", roles[names.role],
				  names.type, name);
		if (names.role == CORDON_DNS_SVCB_TARGET)
			service = names.service;
	}
	cordon_test_free(copy);
	cordon_test_print(text, sizeof(text), "%s", !more ? "end" :
			  more == -EBADMSG ? "malformed" : "error");
	return text;
}

/* Of less than all bytes nothing else is found, and it is never called whole. */
static const char *names_are(const void *bytes, size_t length, const char *said)
{
	const char *fault = TEST_TEXT(said, names_of(bytes, length)), *text;
	size_t cut, found;

	for (cut = 0; cut < length && !fault; cut++) {
		text = names_of(bytes, cut);
		found = strlen(text) - strlen("malformed");
		if (strncmp(said, text, found) || strcmp("malformed", text + found))
			fault = cordon_test_fault("%zu bytes: %s", cut, text);
	}
	return fault;
}

static const char *told_are(const char *said)
{
	return TEST_TEXT(said, names_of(told.data, told.length));
}

#define QUERY(count)	"\x12\x34\1\0\0" count "\0\0\0\0\0\0"
#define RESPONSE(count)	"\x12\x34\x81\x80\0\1\0" count "\0\0\0\0"
#define ASKED(type)	"\1a\2bc\0\0" type "\0\1"

static const struct test_names {
	const char *title;
	const char *bytes;
	size_t length;
	const char *said;
} messages[] = {
#define ROW(title, bytes, said)	{ title, bytes, sizeof(bytes) - 1, said }
	ROW("question", QUERY("\1") ASKED("\1"), "asked 1 a.bc; end"),
	ROW("two_questions", QUERY("\2") ASKED("\1") "\1x\xc0\x0e\0\1\0\1",
	    "asked 1 a.bc; asked 1 x.bc; end"),
	ROW("one_announced_too_many", QUERY("\2") ASKED("\1"),
	    "asked 1 a.bc; malformed"),
	ROW("cname",
	    RESPONSE("\1") ASKED("\1") "\xc0\x0c\0\5\0\1\0\0\0\x3c\0\4\1e\xc0\x0e",
	    "asked 1 a.bc; cname 5 e.bc; end"),
	/* RDLENGTH must be the target's: else two readers see two records. */
	ROW("cname_shorter_than_its_record",
	    RESPONSE("\1") ASKED("\1") "\xc0\x0c\0\5\0\1\0\0\0\x3c\0\5\1e\xc0\x0e\0",
	    "asked 1 a.bc; malformed"),
	ROW("cname_longer_than_its_record",
	    RESPONSE("\1") ASKED("\1") "\xc0\x0c\0\5\0\1\0\0\0\x3c\0\3\1e\xc0\x0e",
	    "asked 1 a.bc; malformed"),
	ROW("dname",
	    RESPONSE("\1") ASKED("\1") "\xc0\x0e\0\x27\0\1\0\0\0\x3c\0\3\1d\0",
	    "asked 1 a.bc; cname 39 d; end"),
	ROW("https_of_the_owner",
	    RESPONSE("\1") ASKED("\x41")
	    "\xc0\x0c\0\x41\0\1\0\0\0\x3c\0\x0b\0\1\0\0\4\0\4\1\2\3\4",
	    "asked 65 a.bc; svcb 65 a.bc; end"),
	ROW("https_keys_fall",
	    RESPONSE("\1") ASKED("\x41")
	    "\xc0\x0c\0\x41\0\1\0\0\0\x3c\0\x0b\0\1\0\0\4\0\0\0\3\0\0",
	    "asked 65 a.bc; malformed"),
	/* Pointers that loop or lead forward; label types of old. */
	ROW("pointer_to_itself", QUERY("\1") "\xc0\x0c\0\1\0\1", "malformed"),
	ROW("pointer_forward", QUERY("\1") "\xc0\x0e\0\1\0\1", "malformed"),
	ROW("pointer_into_the_header", QUERY("\1") "\xc0\0\0\1\0\1", "malformed"),
	ROW("label_type_01", QUERY("\1") "\x40\0\0\1\0\1", "malformed"),
	ROW("label_type_10", QUERY("\1") "\x80\0\0\1\0\1", "malformed"),
#undef ROW
};

/* Whole, cut everywhere, and through a stream byte by byte. */
static const char *check_message(const void *any)
{
	const struct test_names *row = any;
	size_t length = row->length, at, used;
	struct cordon_dns_stream stream;
	const char *fault;
	u8 kept[128], byte;

	fault = names_are(row->bytes, length, row->said);
	cordon_dns_stream_init(&stream);
	for (at = 0; at < length + 2 && !fault; at++) {
		byte = at > 1 ? (u8)row->bytes[at - 2] : at ? (u8)length : 0;
		fault = TEST_EQUAL(at < length + 1 ? CORDON_READ_MORE : CORDON_READ_DONE,
				   cordon_dns_stream_read(&stream, kept, sizeof(kept),
							  &byte, 1, &used));
	}
	return fault ?: TEST_EQUAL(length, stream.length) ?:
	       TEST_HOLDS(!memcmp(row->bytes, kept, length));
}

static void count(u16 questions, u16 answers, u16 authorities, u16 additional)
{
	u16 counts[] = { questions, answers, authorities, additional };
	size_t i;

	for (i = 0; i < 4; i++) {
		told.data[4 + 2 * i] = (u8)(counts[i] >> 8);
		told.data[5 + 2 * i] = (u8)counts[i];
	}
}

/* Names in any number of questions; a client may hide one behind another. */
static const char *check_several_questions(const void *none)
{
	const char *fault;

	cordon_test_dns_begin(&told, DNS_QUERY, 0);
	cordon_test_dns_ask(&told, "OK.Example", HTTPS);
	cordon_test_dns_ask(&told, "facebook.com", 28);
	cordon_test_dns_put_pointer(&told, 12);
	cordon_test_dns_put32(&told, 0x00010001);
	count(3, 0, 0, 0);
	fault = told_are("asked 65 ok.example; asked 28 facebook.com; "
			 "asked 1 ok.example; end");
	if (fault)
		return fault;
	/* One question is announced and not there. */
	count(4, 0, 0, 0);
	fault = told_are("asked 65 ok.example; asked 28 facebook.com; "
			 "asked 1 ok.example; malformed");
	if (fault)
		return fault;
	count(0, 0, 0, 0);
	return told_are("end");
}

static const char *check_chains(const void *none)
{
	size_t record;

	cordon_test_dns_begin(&told, DNS_RESPONSE, 4);
	cordon_test_dns_ask(&told, "news.example.com", 1);
	cordon_test_dns_put_cname(&told, "news.example.com", 60, "x.edge.example.net");
	cordon_test_dns_put_name(&told, "edge.example.net");
	record = cordon_test_dns_record(&told, CORDON_DNS_TYPE_DNAME, 60);
	cordon_test_dns_put_name(&told, "facebook.com");
	cordon_test_dns_record_end(&told, record);
	cordon_test_dns_put_cname(&told, "x.edge.example.net", 60, "x.facebook.com");
	cordon_test_dns_put_a(&told, "x.facebook.com", 60, "192.0.2.1");
	return names_are(told.data, told.length, "asked 1 news.example.com; "
			 "cname 5 x.edge.example.net; cname 39 facebook.com; "
			 "cname 5 x.facebook.com; end");
}

/* Parameters of an SVCB record, until the record's end. */
static void parameter(u16 key, const void *value, u16 length)
{
	cordon_test_dns_put16(&told, key);
	cordon_test_dns_put16(&told, length);
	cordon_test_dns_put(&told, value, length);
}

static size_t https(const char *owner, u16 priority, const char *target)
{
	size_t record;

	cordon_test_dns_put_name(&told, owner);
	record = cordon_test_dns_record(&told, HTTPS, 300);
	cordon_test_dns_put16(&told, priority);
	cordon_test_dns_put_name(&told, target);
	return record;
}

static const char *check_service(const void *none)
{
	static const u8 v4[8] = { 192, 0, 2, 1, 192, 0, 2, 2 };
	static const u8 v6[16] = { 0x20, 1, 0xd, 0xb8 };
	size_t record;

	cordon_test_dns_begin(&told, DNS_RESPONSE, 1);
	cordon_test_dns_ask(&told, "www.example.com", HTTPS);
	record = https("www.example.com", 1, "svc.example.net");
	parameter(1, "\2h3\2h2", 6);
	parameter(4, v4, 8);
	parameter(5, "config", 6);
	parameter(6, v6, 16);
	cordon_test_dns_record_end(&told, record);
	return names_are(told.data, told.length,
			 "asked 65 www.example.com; svcb 65 svc.example.net; end") ?:
	       told_are("asked 65 www.example.com; svcb 65 svc.example.net; end") ?:
	       TEST_HOLDS(!service.alias) ?: TEST_HOLDS(service.ech) ?:
	       TEST_EQUAL(2, service.hints4) ?:
	       TEST_HOLDS(!memcmp(told.data + service.hints4_at, v4, 8)) ?:
	       TEST_EQUAL(1, service.hints6) ?:
	       TEST_HOLDS(!memcmp(told.data + service.hints6_at, v6, 16));
}

/* "." is the owner; in AliasMode there are no parameters. */
static const char *check_alias(const void *none)
{
	cordon_test_dns_begin(&told, DNS_RESPONSE, 2);
	cordon_test_dns_ask(&told, "www.example.com", HTTPS);
	cordon_test_dns_record_end(&told, https("www.example.com", 1, "."));
	cordon_test_dns_record_end(&told, https("example.org", 0, "facebook.com"));
	return told_are("asked 65 www.example.com; svcb 65 www.example.com; "
			"svcb 65 facebook.com; end") ?:
	       TEST_HOLDS(service.alias) ?: TEST_HOLDS(!service.ech) ?:
	       TEST_EQUAL(0, service.hints4 + service.hints6);
}

/* RFC 9460, 2.2: keys rise, and lengths are what they must be. */
static const struct test_service {
	const char *title;
	u16 key[2];
	u16 length[2];
	bool good;
} services[] = {
	{ "good", { 4, 6 }, { 4, 16 }, true },
	{ "keys fall", { 6, 4 }, { 16, 4 }, false },
	{ "a key twice", { 4, 4 }, { 4, 4 }, false },
	{ "half an IPv4 address", { 4, 6 }, { 2, 16 }, false },
	{ "half an IPv6 address", { 4, 6 }, { 4, 8 }, false },
	{ "no IPv4 address", { 4, 6 }, { 0, 16 }, false },
	{ "no ECH configuration", { 4, 5 }, { 4, 0 }, false },
	{ "an unknown key", { 4, 999 }, { 4, 3 }, true },
};

static const char *check_parameters(const void *any)
{
	const struct test_service *row = any;
	static const u8 value[16];
	size_t record;

	cordon_test_dns_begin(&told, DNS_RESPONSE, 1);
	cordon_test_dns_ask(&told, "a.example", HTTPS);
	record = https("a.example", 1, "b.example");
	parameter(row->key[0], value, row->length[0]);
	parameter(row->key[1], value, row->length[1]);
	cordon_test_dns_record_end(&told, record);
	return told_are(row->good ? "asked 65 a.example; svcb 65 b.example; end" :
			"asked 65 a.example; malformed");
}

/* Records of another class, and those that lead nowhere, are passed over. */
static const char *check_other_records(const void *none)
{
	size_t record;

	cordon_test_dns_begin(&told, DNS_RESPONSE, 0);
	cordon_test_dns_ask(&told, "a.example", 1);
	record = told.length;
	cordon_test_dns_put_cname(&told, "a.example", 60, "chaos.example");
	told.data[record + 14] = 3;		/* CLASS */
	cordon_test_dns_put_name(&told, "a.example");
	record = cordon_test_dns_record(&told, DNS_TYPE_TXT, 60);
	cordon_test_dns_put(&told, "\13hello world", 12);
	cordon_test_dns_record_end(&told, record);
	/* OPT: its class is a size. */
	cordon_test_dns_put_name(&told, ".");
	cordon_test_dns_record(&told, 41, 0);
	cordon_test_dns_put_cname(&told, "a.example", 60, "b.example");
	count(1, 1, 1, 2);
	return told_are("asked 1 a.example; cname 5 b.example; end");
}

static const struct cordon_test_case dns_names_cases[] = {
	TEST_TABLE(messages, check_message),
	TEST_ONCE(check_several_questions),
	TEST_ONCE(check_chains),
	TEST_ONCE(check_service),
	TEST_ONCE(check_alias),
	TEST_TABLE(services, check_parameters),
	TEST_ONCE(check_other_records),
};

#endif /* _CORDON_ENGINE_TESTS_DNS_NAMES_CASES_H */
