/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * Cordon engine - http_parts: what the files of the HTTP reader share
 */
#ifndef _CORDON_ENGINE_HTTP_PARTS_H
#define _CORDON_ENGINE_HTTP_PARTS_H

#include "http_head.h"

/* What a request held, beside what its flags say. */
enum http_seen {
	HTTP_SEEN_CR		= 1 << 0,	/* and its LF must follow */
	HTTP_SEEN_SURE		= 1 << 1,	/* it is HTTP/1 */
	HTTP_SEEN_KNOWN		= 1 << 2,	/* one of the methods we know */
	HTTP_SEEN_USERINFO	= 1 << 3,
	HTTP_SEEN_1_1		= 1 << 4,
	HTTP_SEEN_LENGTH		= 1 << 5,
	HTTP_SEEN_CODING		= 1 << 6,
	HTTP_SEEN_CHUNKED	= 1 << 7,	/* as the last coding */
	HTTP_SEEN_BLANK		= 1 << 8,	/* in the value */
	HTTP_SEEN_BODY		= 1 << 9,	/* the head is behind us */
	HTTP_SEEN_UPGRADE	= 1 << 10,	/* something else may follow */
	HTTP_SEEN_PRI		= 1 << 11,	/* the method of HTTP/2's preface */
	HTTP_SEEN_BROKEN	= 1 << 12,	/* see CORDON_HTTP_BROKEN */
};

/* Beside the fields that matter: a line that goes on with another one's value. */
#define HTTP_FIELD_OTHER	254
#define HTTP_FIELD_NONE		255		/* no field stands before */

/* What the next byte is. */
enum http_state {
	HTTP_STATE_START,	/* empty lines may come first */
	HTTP_STATE_DOUBT,	/* no request to us: its last word tells */
	/* Up to here a CR stands for itself. */
	HTTP_STATE_METHOD,
	HTTP_STATE_TARGET_GAP,
	HTTP_STATE_SCHEME,
	HTTP_STATE_SLASHES,
	HTTP_STATE_AUTHORITY,
	HTTP_STATE_TARGET,
	HTTP_STATE_VERSION_GAP,
	HTTP_STATE_VERSION,
	HTTP_STATE_VERSION_END,
	/* Up to here it is the request line's. */
	HTTP_STATE_LINE,		/* the first one of a field's */
	HTTP_STATE_FOLD,		/* blanks before a value that goes on */
	HTTP_STATE_NAME,
	HTTP_STATE_VALUE_GAP,
	HTTP_STATE_VALUE,
	HTTP_STATE_PASS,		/* over a value that does not matter */
	HTTP_STATE_CHUNK_SIZE,
	HTTP_STATE_CHUNK_EXTENSION,
	HTTP_STATE_CHUNK_END,
	HTTP_STATE_CHUNK,
	HTTP_STATE_BODY,
	/* Here nothing is read any more. */
	HTTP_STATE_DONE,
	HTTP_STATE_OTHER,
	HTTP_STATE_MALFORMED,
};

/* What a byte may stand in, anywhere. */
enum http_class {
	HTTP_CLASS_VALUE	= 1 << 0,
	HTTP_CLASS_TARGET	= 1 << 1,
	HTTP_CLASS_TOKEN	= 1 << 2,	/* RFC 9110 5.6.2 */
};

extern const u8 cordon_http_class[256];

static inline bool http_is_token(u8 byte)
{
	return cordon_http_class[byte] & HTTP_CLASS_TOKEN;
}

static inline bool http_is_blank(u8 byte)
{
	return byte == ' ' || byte == '\t';
}

static inline u8 http_lower(u8 byte)
{
	return byte >= 'A' && byte <= 'Z' ? byte | 0x20 : byte;
}

/* A line of the head that some servers refuse and some pass over or read. */
static inline void http_break(struct cordon_http *http, enum http_state next)
{
	http->seen |= HTTP_SEEN_BROKEN;
	http->field = HTTP_FIELD_OTHER;
	http->state = (u8)next;
}

/* What a server may read otherwise than we do; or another protocol. */
static inline void http_fail(struct cordon_http *http)
{
	http->state = http->seen & HTTP_SEEN_SURE ?
		      HTTP_STATE_MALFORMED : HTTP_STATE_OTHER;
}

static inline void http_start_word(struct cordon_http *http,
				   enum http_state state)
{
	http->state = (u8)state;
	http->value = 0;
	http->count = 0;
}

void cordon_http_line_add(struct cordon_http *http, u8 byte);
void cordon_http_line_doubt(struct cordon_http *http, u8 byte);
void cordon_http_authority_start(struct cordon_http *http,
				 struct cordon_host *host);
void cordon_http_authority_add(struct cordon_http *http,
			       struct cordon_host *host, u8 byte);
int cordon_http_authority_end(struct cordon_http *http,
			      struct cordon_host *host);
void cordon_http_field_start(struct cordon_http *http);
bool cordon_http_field_name(struct cordon_http *http, u8 byte);
int cordon_http_value_start(struct cordon_http *http);
int cordon_http_value_add(struct cordon_http *http, u8 byte);
void cordon_http_value_fold(struct cordon_http *http);
int cordon_http_value_end(struct cordon_http *http);

#endif /* _CORDON_ENGINE_HTTP_PARTS_H */
