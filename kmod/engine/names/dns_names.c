// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
/*
 * Cordon engine - dns_names: every name that a DNS message asks for or leads to
 */
#include "dns.h"
#include "dns_names.h"

#define FLAG_RESPONSE	0x8000U

/* SvcParamKeys (RFC 9460, 14.3.2). */
#define KEY_IPV4HINT	4
#define KEY_ECH		5
#define KEY_IPV6HINT	6

/**
 * cordon_dns_names_start - begin a walk over the names of a message
 * @names: set up
 * @message: the message, from its id on; must outlive the walk
 * @length: its bytes
 *
 * Return: 0, or -EBADMSG: too short for a header.
 */
int cordon_dns_names_start(struct cordon_dns_names *names, const u8 *message,
			   size_t length)
{
	if (length < CORDON_DNS_HEADER_LENGTH)
		return -EBADMSG;
	names->message = message;
	names->message_length = length;
	names->at = CORDON_DNS_HEADER_LENGTH;
	names->response = cordon_get_be16(message + 2) & FLAG_RESPONSE;
	names->questions = cordon_get_be16(message + 4);
	names->records = (u32)cordon_get_be16(message + 6) +
			 cordon_get_be16(message + 8) +
			 cordon_get_be16(message + 10);
	return 0;
}

static int read_asked(struct cordon_dns_names *names)
{
	int end = cordon_dns_read_name(names->message, names->message_length,
				       names->at, names->name, &names->length);

	if (end < 0 || names->message_length - (size_t)end < 4)
		return -EBADMSG;
	names->role = CORDON_DNS_ASKED;
	names->type = cordon_get_be16(names->message + end);
	names->at = (size_t)end + 4;
	return 1;
}

/* One SvcParam at @at. Returns 0, or -EBADMSG. */
static int read_parameter(struct cordon_dns_service *service, u16 key,
			  size_t at, u16 length)
{
	switch (key) {
	case KEY_ECH:
		service->ech = true;
		return length ? 0 : -EBADMSG;
	case KEY_IPV4HINT:
		service->hints4 = length / 4;
		service->hints4_at = at;
		return length && !(length % 4) ? 0 : -EBADMSG;
	case KEY_IPV6HINT:
		service->hints6 = length / 16;
		service->hints6_at = at;
		return length && !(length % 16) ? 0 : -EBADMSG;
	default:
		return 0;
	}
}

/* The parameters from @at to @end, keys rising (RFC 9460, 2.2). */
static int read_parameters(struct cordon_dns_names *names, size_t at,
			   size_t end)
{
	const u8 *message = names->message;
	int last = -1;

	while (at < end) {
		u16 key, length;

		if (end - at < 4)
			return -EBADMSG;
		key = cordon_get_be16(message + at);
		length = cordon_get_be16(message + at + 2);
		at += 4;
		if (length > end - at || key <= last ||
		    read_parameter(&names->service, key, at, length))
			return -EBADMSG;
		last = key;
		at += length;
	}
	return 0;
}

/*
 * The target of an SVCB record whose owner is in @names->name: "." stands for
 * the owner itself in ServiceMode, and for no service in AliasMode.
 */
static int read_service(struct cordon_dns_names *names,
			const struct cordon_dns_record *record)
{
	size_t end = record->data + record->length;
	u8 owner_length = names->length;
	int at;

	memset(&names->service, 0, sizeof(names->service));
	if (record->length < 3)
		return -EBADMSG;
	names->service.alias = !cordon_get_be16(names->message + record->data);
	if (!names->message[record->data + 2]) {
		names->length = owner_length;
		at = (int)record->data + 3;
	} else {
		at = cordon_dns_read_name(names->message, end, record->data + 2,
					  names->name, &names->length);
	}
	if (at < 0 || read_parameters(names, (size_t)at, end))
		return -EBADMSG;
	names->role = CORDON_DNS_SVCB_TARGET;
	return 1;
}

/* Returns 1 when the record at @names->at leads to a name, 0, or -EBADMSG. */
static int read_leading(struct cordon_dns_names *names)
{
	struct cordon_dns_record record;
	int end = cordon_dns_read_record(names->message, names->message_length,
					 names->at, &record, names->name,
					 &names->length);

	if (end < 0)
		return end;
	names->at = (size_t)end;
	names->type = record.type;
	if (record.class != CORDON_DNS_CLASS_IN)
		return 0;
	switch (record.type) {
	case CORDON_DNS_TYPE_CNAME:
	case CORDON_DNS_TYPE_DNAME:
		if (cordon_dns_read_name(names->message, (size_t)end,
					 record.data, names->name,
					 &names->length) != end)
			return -EBADMSG;
		names->role = CORDON_DNS_CNAME_TARGET;
		return 1;
	case CORDON_DNS_TYPE_SVCB:
	case CORDON_DNS_TYPE_HTTPS:
		return read_service(names, &record);
	default:
		return 0;
	}
}

/**
 * cordon_dns_names_next - the next name of a message
 * @names: begun
 *
 * Questions come first. Of the records, those of class IN that lead from one
 * name to another count, in any section: a resolver may put a chain's end or an
 * HTTPS record among the additional ones.
 *
 * Return: 1 with the result in @names, 0 at the end, or -EBADMSG; then the names
 * so far hold, and there are no more.
 */
int cordon_dns_names_next(struct cordon_dns_names *names)
{
	int result = 0;

	if (names->questions) {
		names->questions--;
		result = read_asked(names);
	} else {
		while (names->records && !result) {
			names->records--;
			result = read_leading(names);
		}
	}
	if (result < 0) {
		names->questions = 0;
		names->records = 0;
	}
	return result;
}

/**
 * cordon_dns_is_whole - can a message be read to its end
 * @message: the message, or anything else
 * @length: its bytes
 *
 * Return: whether all that its header announces is there.
 */
bool cordon_dns_is_whole(const u8 *message, size_t length)
{
	struct cordon_dns_names names;
	int more;

	if (cordon_dns_names_start(&names, message, length))
		return false;
	do {
		more = cordon_dns_names_next(&names);
	} while (more > 0);
	return !more;
}
