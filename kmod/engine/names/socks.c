// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
/*
 * Cordon engine - socks: read the request of a client's SOCKS stream
 *
 * Version 5: a greeting with the methods that the client offers, what the method
 * asks for, of which only a user's name and password can be read, the request.
 * Version 4: version, command, port, IPv4 address, the user's name, a NUL; 4a: an
 * address 0.0.0.x, and behind that NUL the host's name and another one.
 *
 * A random stream may begin with a 4 or a 5, too, so much must fit before one is
 * called SOCKS. But what a server passes over is passed over here, too: so of
 * those one in 2^8 is taken for version 4, one in 2^31 for 4a and one in 2^14 for
 * version 5. Only of the latter two is anything called malformed.
 */
#include "host_text.h"
#include "socks.h"

#define TYPE_IPV4	1
#define TYPE_NAME	3
#define TYPE_IPV6	4
#define METHOD_OPEN	0
#define METHOD_PASSWORD	2
/* RFC 1928 3: assigned up to here, then reserved, then anybody's, then none. */
#define METHOD_ASSIGNED	9
#define METHOD_PRIVATE	0x80
#define METHOD_NONE	0xff
#define USER_MAX	255
#define HEAD_4		7	/* command, port, address */
#define PORT_LENGTH	2

/* What the greeting offered. */
enum offered {
	OFFERED_OPEN		= 1 << 0,
	OFFERED_PASSWORD	= 1 << 1,
	OFFERED_UNKNOWN		= 1 << 2,
};

/* What the next byte belongs to. */
enum state {
	STATE_VERSION,
	STATE_4_HEAD,
	STATE_4_USER,
	STATE_4_NAME,
	STATE_METHOD_COUNT,
	STATE_METHODS,
	STATE_MESSAGE,			/* first byte of what follows the greeting */
	STATE_USER_LENGTH,
	STATE_USER,
	STATE_PASSWORD_LENGTH,
	STATE_PASSWORD,
	STATE_REQUEST,			/* its version */
	STATE_COMMAND,
	STATE_RESERVED,
	STATE_TYPE,
	STATE_ADDRESS,
	STATE_NAME_LENGTH,
	STATE_NAME,
	STATE_PORT,
	/* Here nothing is read any more. */
	STATE_DONE,
	STATE_OTHER,
	STATE_MALFORMED,
};

/**
 * cordon_socks_init - begin to read a client's stream
 * @socks: set up
 */
void cordon_socks_init(struct cordon_socks *socks)
{
	cordon_host_text_start(&socks->host);
	socks->port = 0;
	socks->version = 0;
	socks->command = 0;
	socks->state = STATE_VERSION;
	socks->left = 0;
	socks->count = 0;
	socks->offered = 0;
}

static void expect(struct cordon_socks *socks, enum state state, u8 left)
{
	socks->state = (u8)state;
	socks->left = left;
	socks->count = 0;
}

static void set_ipv4(struct cordon_socks *socks, const u8 *bytes)
{
	cordon_address_from_ipv4(&socks->host.address, bytes);
	socks->host.kind = CORDON_HOST_ADDRESS;
}

static void take_version(struct cordon_socks *socks, u8 byte)
{
	socks->version = byte;
	if (byte == 4)
		expect(socks, STATE_4_HEAD, HEAD_4);
	else if (byte == 5)
		expect(socks, STATE_METHOD_COUNT, 0);
	else
		socks->state = STATE_OTHER;
}

static void take_head_4(struct cordon_socks *socks, u8 byte)
{
	const u8 *field = socks->field;

	socks->field[socks->count++] = byte;
	if (field[0] != CORDON_SOCKS_CONNECT && field[0] != CORDON_SOCKS_BIND) {
		socks->state = STATE_OTHER;
		return;
	}
	if (--socks->left)
		return;
	socks->command = field[0];
	socks->port = cordon_get_be16(field + 1);
	if (field[3] || field[4] || field[5])
		set_ipv4(socks, field + 3);
	else if (!field[6])
		socks->state = STATE_OTHER;
	if (socks->state == STATE_4_HEAD)
		expect(socks, STATE_4_USER, 0);
}

static bool is_4a(const struct cordon_socks *socks)
{
	return socks->host.kind == CORDON_HOST_NONE;
}

static void take_user_4(struct cordon_socks *socks, u8 byte)
{
	if (!byte)
		expect(socks, is_4a(socks) ? STATE_4_NAME : STATE_DONE, 0);
	else if (socks->count++ == USER_MAX)
		socks->state = is_4a(socks) ? STATE_MALFORMED : STATE_OTHER;
}

static void take_name_4(struct cordon_socks *socks, u8 byte)
{
	if (byte) {
		if (!cordon_host_text_add(&socks->host, &byte, 1))
			socks->state = STATE_MALFORMED;
	} else {
		socks->state = cordon_host_text_end(&socks->host) ?
			       STATE_MALFORMED : STATE_DONE;
	}
}

/* A server passes over the methods that it does not know, if it knows one. */
static void take_method(struct cordon_socks *socks, u8 byte)
{
	if (byte == METHOD_OPEN)
		socks->offered |= OFFERED_OPEN;
	else if (byte == METHOD_PASSWORD)
		socks->offered |= OFFERED_PASSWORD;
	else if ((byte > METHOD_ASSIGNED && byte < METHOD_PRIVATE) ||
		 byte == METHOD_NONE)
		socks->offered |= OFFERED_UNKNOWN;
	if (--socks->left)
		return;
	socks->state = socks->offered == OFFERED_UNKNOWN ? STATE_OTHER :
							   STATE_MESSAGE;
}

/* The server's choice is not seen; what the client sends tells it. */
static void take_message(struct cordon_socks *socks, u8 byte)
{
	if (byte == 5)
		socks->state = STATE_COMMAND;
	else if (byte == 1 && socks->offered & OFFERED_PASSWORD &&
		 socks->state == STATE_MESSAGE)
		socks->state = STATE_USER_LENGTH;
	else
		socks->state = STATE_OTHER;
}

/* The length of something that is passed over. */
static void take_length(struct cordon_socks *socks, u8 byte, enum state content,
			enum state behind)
{
	expect(socks, byte ? content : behind, byte);
}

static void take_command(struct cordon_socks *socks, u8 byte)
{
	bool known = (byte >= CORDON_SOCKS_CONNECT &&
		      byte <= CORDON_SOCKS_UDP_ASSOCIATE) ||
		     byte == CORDON_SOCKS_RESOLVE ||
		     byte == CORDON_SOCKS_RESOLVE_PTR;

	socks->command = byte;
	socks->state = known ? STATE_RESERVED : STATE_OTHER;
}

static void take_type(struct cordon_socks *socks, u8 byte)
{
	if (byte == TYPE_IPV4)
		expect(socks, STATE_ADDRESS, 4);
	else if (byte == TYPE_IPV6)
		expect(socks, STATE_ADDRESS, 16);
	else if (byte == TYPE_NAME)
		expect(socks, STATE_NAME_LENGTH, 0);
	else
		socks->state = STATE_MALFORMED;
}

static void take_address(struct cordon_socks *socks, u8 byte)
{
	struct cordon_host *host = &socks->host;

	socks->field[socks->count++] = byte;
	if (--socks->left)
		return;
	if (socks->count == 4) {
		set_ipv4(socks, socks->field);
	} else {
		memcpy(host->address.byte, socks->field, 16);
		host->kind = CORDON_HOST_ADDRESS;
	}
	expect(socks, STATE_PORT, PORT_LENGTH);
}

static void take_name(struct cordon_socks *socks, u8 byte)
{
	if (!cordon_host_text_add(&socks->host, &byte, 1))
		socks->state = STATE_MALFORMED;
	else if (!--socks->left)
		expect(socks, cordon_host_text_end(&socks->host) ?
			      STATE_MALFORMED : STATE_PORT, PORT_LENGTH);
}

static void take_port(struct cordon_socks *socks, u8 byte)
{
	socks->port = (u16)(socks->port << 8 | byte);
	if (!--socks->left)
		socks->state = STATE_DONE;
}

static void take_byte(struct cordon_socks *socks, u8 byte)
{
	switch ((enum state)socks->state) {
	case STATE_VERSION:
		take_version(socks, byte);
		break;
	case STATE_4_HEAD:
		take_head_4(socks, byte);
		break;
	case STATE_4_USER:
		take_user_4(socks, byte);
		break;
	case STATE_4_NAME:
		take_name_4(socks, byte);
		break;
	case STATE_METHOD_COUNT:
		expect(socks, byte ? STATE_METHODS : STATE_OTHER, byte);
		break;
	case STATE_METHODS:
		take_method(socks, byte);
		break;
	case STATE_MESSAGE:
	case STATE_REQUEST:
		take_message(socks, byte);
		break;
	case STATE_USER_LENGTH:
		take_length(socks, byte, STATE_USER, STATE_PASSWORD_LENGTH);
		break;
	case STATE_USER:
		if (!--socks->left)
			socks->state = STATE_PASSWORD_LENGTH;
		break;
	case STATE_PASSWORD_LENGTH:
		take_length(socks, byte, STATE_PASSWORD, STATE_REQUEST);
		break;
	case STATE_PASSWORD:
		if (!--socks->left)
			socks->state = STATE_REQUEST;
		break;
	case STATE_COMMAND:
		take_command(socks, byte);
		break;
	case STATE_RESERVED:
		/* Servers differ in whether they look at it. */
		socks->state = byte ? STATE_MALFORMED : STATE_TYPE;
		break;
	case STATE_TYPE:
		take_type(socks, byte);
		break;
	case STATE_ADDRESS:
		take_address(socks, byte);
		break;
	case STATE_NAME_LENGTH:
		expect(socks, byte ? STATE_NAME : STATE_MALFORMED, byte);
		break;
	case STATE_NAME:
		take_name(socks, byte);
		break;
	case STATE_PORT:
		take_port(socks, byte);
		break;
	case STATE_DONE:
	case STATE_OTHER:
	case STATE_MALFORMED:
		break;
	}
}

/**
 * cordon_socks_read - read more of a client's stream
 * @socks: begun with cordon_socks_init()
 * @bytes: what comes next, from the connection's first byte on
 * @length: how many
 * @used: how many of them were taken
 *
 * Return: CORDON_READ_DONE at the request's end, and CORDON_READ_OTHER behind it,
 * with what goes through the tunnel not taken.
 */
enum cordon_read cordon_socks_read(struct cordon_socks *socks, const u8 *bytes,
				   size_t length, size_t *used)
{
	size_t at = 0;

	if (socks->state == STATE_DONE)
		socks->state = STATE_OTHER;
	while (at < length && socks->state < STATE_DONE)
		take_byte(socks, bytes[at++]);
	*used = at;
	switch ((enum state)socks->state) {
	case STATE_DONE:
		return CORDON_READ_DONE;
	case STATE_OTHER:
		return CORDON_READ_OTHER;
	case STATE_MALFORMED:
		return CORDON_READ_MALFORMED;
	default:
		return CORDON_READ_MORE;
	}
}
