/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Cordon selftests - dns: messages, and both ends of a conversation
 *
 * One process plays client and resolver: it sends a question, takes it out at
 * the resolver's socket, sends whatever answer the test is about, and takes
 * that out at the client's. Nothing has to be waited for.
 */
#ifndef _CORDON_SELFTEST_DNS_H
#define _CORDON_SELFTEST_DNS_H

#include "net.h"

#ifndef IPV6_FREEBIND
#define IPV6_FREEBIND	78
#endif

#define DNS_A		1
#define DNS_CNAME	5
#define DNS_AAAA	28
#define DNS_IN		1
#define DNS_HEADER	12
/* Where the question's name begins, as a compression pointer. */
#define DNS_AT_QUESTION	0xc00c

#define CANARY_NAME	"cordon-canary.test"
/* As many bytes as the canary's: for what depends on a message's size. */
#define HARMLESS_NAME	"harmless-name.test"

/* The blob inside an object: struct cordon_blob_header and its sections. */
#define BLOB_AT		32U
#define BLOB_SECTIONS	24U
#define SECTION_POLICY	1
#define SECTION_RESOLVERS 13
#define BLOB_FORMAT_AT	8U
#define BLOB_FORMAT	2		/* another one may have other sections */
#define POLICY_DNS	17U
#define POLICY_OTHER_RESOLVERS 18U

struct message {
	unsigned char data[1400];
	size_t length;
};

/* Both ends. The client is not connected: every answer reaches it. */
struct talk {
	int client;
	int server;
	char resolver_text[INET6_ADDRSTRLEN];
	struct address resolver;
	struct address local;		/* the client's */
	struct address asker;		/* whom the last question came from */
	struct message question;	/* the last one that the server took */
	char told_before[NODE_MAX];
	bool told;
};

static inline void put8(struct message *m, unsigned int value)
{
	m->data[m->length++] = value;
}

static inline void put16(struct message *m, unsigned int value)
{
	put8(m, value >> 8);
	put8(m, value & 0xff);
}

static inline void put32(struct message *m, __u32 value)
{
	put16(m, value >> 16);
	put16(m, value & 0xffff);
}

static inline void put_name(struct message *m, const char *text)
{
	while (*text) {
		size_t length = strcspn(text, ".");

		put8(m, length);
		memcpy(m->data + m->length, text, length);
		m->length += length;
		text += length + (text[length] == '.');
	}
	put8(m, 0);
}

static inline void make_question(struct message *m, __u16 id, const char *name,
				 __u16 type)
{
	m->length = 0;
	put16(m, id);
	put16(m, 0x0100);	/* recursion desired */
	put16(m, 1);
	put16(m, 0);
	put32(m, 0);
	put_name(m, name);
	put16(m, type);
	put16(m, DNS_IN);
}

/* A response to @question without any record yet. */
static inline void make_answer(struct message *m, const struct message *question)
{
	*m = *question;
	m->data[2] = 0x81;
	m->data[3] = 0x80;
}

static inline void count_record(struct message *m)
{
	unsigned int count = (m->data[6] << 8 | m->data[7]) + 1;

	m->data[6] = count >> 8;
	m->data[7] = count & 0xff;
}

/* A record's beginning up to its data; a NULL owner is the question's name. */
static inline void put_record(struct message *m, const char *owner, __u16 type,
			      __u32 ttl, __u16 length)
{
	if (owner)
		put_name(m, owner);
	else
		put16(m, DNS_AT_QUESTION);
	put16(m, type);
	put16(m, DNS_IN);
	put32(m, ttl);
	put16(m, length);
	count_record(m);
}

static inline void put_address(struct message *m, const char *owner,
			       const char *text, __u32 ttl)
{
	struct address address = address_of(text, 0);
	bool ipv4 = address.sa.sa_family == AF_INET;
	size_t length = ipv4 ? 4 : 16;

	put_record(m, owner, ipv4 ? DNS_A : DNS_AAAA, ttl, length);
	memcpy(m->data + m->length, ipv4 ?
	       (void *)&address.in.sin_addr : (void *)&address.in6.sin6_addr,
	       length);
	m->length += length;
}

static inline void put_cname(struct message *m, const char *owner,
			     const char *target)
{
	struct message name = { .length = 0 };

	put_name(&name, target);
	put_record(m, owner, DNS_CNAME, 300, name.length);
	put_name(m, target);
}

/* The policy in force, as its blob says it. */
struct policy_facts {
	unsigned char dns;		/* 1: learn */
	unsigned char other_resolvers;	/* 1: refuse */
	__u32 resolver_count;
	unsigned char resolvers[16][16];
};

static inline bool read_policy_facts(struct policy_facts *facts)
{
	static unsigned char object[64 << 20];
	ssize_t size = node_read_raw("policy/object", object, sizeof(object));
	const unsigned char *blob = object + BLOB_AT, *entry;
	__u32 at;

	memset(facts, 0, sizeof(*facts));
	if (size < (ssize_t)(BLOB_AT + BLOB_SECTIONS + 14 * 8) ||
	    get_le32(blob + BLOB_FORMAT_AT) != BLOB_FORMAT)
		return false;
	entry = blob + BLOB_SECTIONS + 8 * SECTION_POLICY;
	at = get_le32(entry);
	facts->dns = blob[at + POLICY_DNS];
	facts->other_resolvers = blob[at + POLICY_OTHER_RESOLVERS];
	entry = blob + BLOB_SECTIONS + 8 * SECTION_RESOLVERS;
	at = get_le32(entry);
	facts->resolver_count = get_le32(entry + 4);
	if (facts->resolver_count > 16)
		facts->resolver_count = 16;
	memcpy(facts->resolvers, blob + at, 16 * facts->resolver_count);
	return true;
}

/* The policy's own resolver of @family as text, or NULL. */
static inline const char *policy_resolver(const struct policy_facts *facts,
					  int family, char *text, size_t size)
{
	static const unsigned char mapped[12] = { [10] = 0xff, [11] = 0xff };
	__u32 i;

	for (i = 0; i < facts->resolver_count; i++) {
		const unsigned char *byte = facts->resolvers[i];
		bool ipv4 = !memcmp(byte, mapped, sizeof(mapped));

		if (ipv4 ? family == AF_INET : family == AF_INET6)
			return inet_ntop(family, ipv4 ? byte + 12 : byte, text,
					 size);
	}
	return NULL;
}

static inline int bound_socket(const struct address *to)
{
	struct timeval limit = { .tv_sec = 5 };
	int fd = open_socket(to->sa.sa_family, SOCK_DGRAM, 0);
	int err, on = 1;

	if (fd < 0)
		return fd;
	/* A route of type local is enough for IPv4, but not for IPv6. */
	if (to->sa.sa_family == AF_INET6)
		setsockopt(fd, IPPROTO_IPV6, IPV6_FREEBIND, &on, sizeof(on));
	setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, &limit, sizeof(limit));
	if (bind(fd, &to->sa, to->length)) {
		err = -errno;
		close(fd);
		return err;
	}
	return fd;
}

/* Opens both ends between @local and @resolver, whoever trusts that. */
static inline int talk_open(struct talk *talk, const char *local,
			    const char *resolver)
{
	socklen_t length = sizeof(talk->local.in6);

	snprintf(talk->resolver_text, sizeof(talk->resolver_text), "%s",
		 resolver);
	talk->resolver = address_of(resolver, 53);
	talk->local = address_of(local, 0);
	talk->server = bound_socket(&talk->resolver);
	if (talk->server < 0)
		return talk->server;
	talk->client = bound_socket(&talk->local);
	if (talk->client < 0)
		return talk->client;
	if (getsockname(talk->client, &talk->local.sa, &length))
		return -errno;
	return 0;
}

/*
 * Makes @resolver one that Cordon believes; the policy's own beats it. Ended
 * by talk_close(), which tells what was told before.
 */
static inline int talk_tell(struct talk *talk, const char *resolver)
{
	char line[INET6_ADDRSTRLEN + 2];
	int err;

	node_read("resolvers", talk->told_before, sizeof(talk->told_before));
	snprintf(line, sizeof(line), "%s\n", resolver);
	err = node_write("resolvers", line);
	talk->told = !err;
	return err;
}

static inline void talk_close(struct talk *talk)
{
	char list[NODE_MAX + 1];

	if (talk->client > 0)
		close(talk->client);
	if (talk->server > 0)
		close(talk->server);
	if (!talk->told)
		return;
	snprintf(list, sizeof(list), "%s\n", talk->told_before);
	node_write("resolvers", list);
}

static inline int take_question(struct talk *talk)
{
	ssize_t got;

	talk->asker.length = sizeof(talk->asker.in6);
	got = recvfrom(talk->server, talk->question.data,
		       sizeof(talk->question.data), 0, &talk->asker.sa,
		       &talk->asker.length);
	if (got < 0)
		return -errno;
	talk->question.length = got;
	return 0;
}

/* Sends @question to the resolver and takes it out there. */
static inline int ask_message(struct talk *talk, const struct message *question)
{
	if (sendto(talk->client, question->data, question->length, 0,
		   &talk->resolver.sa, talk->resolver.length) < 0)
		return -errno;
	return take_question(talk);
}

static inline int ask(struct talk *talk, __u16 id, const char *name, __u16 type)
{
	struct message question;

	make_question(&question, id, name, type);
	return ask_message(talk, &question);
}

static inline int take_answer(int client)
{
	char byte;

	return recv(client, &byte, 1, MSG_TRUNC) < 0 ? -errno : 0;
}

/* Sends @answer from @from to the last asker, and takes it out there. */
static inline int reply_from(struct talk *talk, int from,
			     const struct message *answer)
{
	if (sendto(from, answer->data, answer->length, 0, &talk->asker.sa,
		   talk->asker.length) < 0)
		return -errno;
	return take_answer(talk->client);
}

static inline int reply(struct talk *talk, const struct message *answer)
{
	return reply_from(talk, talk->server, answer);
}

/* The whole conversation: @name is at @address. */
static inline int resolve(struct talk *talk, const char *name,
			  const char *address)
{
	static __u16 id = 100;
	struct message answer;
	int err = ask(talk, ++id, name, strchr(address, ':') ?
		      DNS_AAAA : DNS_A);

	if (err)
		return err;
	make_answer(&answer, &talk->question);
	put_address(&answer, NULL, address, 300);
	return reply(talk, &answer);
}

/* An answer without a record: it ends the outstanding question. */
static inline int resolve_to_nothing(struct talk *talk)
{
	struct message answer;

	make_answer(&answer, &talk->question);
	return reply(talk, &answer);
}

/* Does the list of learned addresses name @address, in any namespace? */
static inline bool is_learned(const char *address)
{
	static char list[1 << 20];
	size_t length = strlen(address);
	const char *line;

	node_read("learned", list, sizeof(list));
	for (line = list; line; line = strchr(line, '\n')) {
		line += *line == '\n';
		if (!strncmp(line, address, length) && line[length] == ' ')
			return true;
	}
	return false;
}

/* A datagram socket connected to @address: 0 or the errno. */
static inline int try_address(const char *address)
{
	return try_connect(address, 443, SOCK_DGRAM);
}

#endif /* _CORDON_SELFTEST_DNS_H */
