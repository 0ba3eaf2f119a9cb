// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
/*
 * Cordon engine - http: read the requests of a client's HTTP/1 stream
 *
 * A stream is HTTP once a request line's version says so, or a method that
 * everybody knows stands before a target that only HTTP writes so. It stays HTTP
 * in the requests that follow, but for what Upgrade offered. Until then what is
 * wrong makes it another protocol; from then on it makes it malformed, since a
 * server may read something out of it that we do not.
 *
 * Lines may end in LF alone, words may stand apart by more than one blank, a value
 * may go on in the next line. Where a body ends, CRLF is asked for: whoever disagrees
 * about that place reads another request there.
 *
 * Fields that are wrong are read to the head's end all the same, for some server
 * answers them, and the host that they name is given out. Behind it the stream is
 * malformed.
 */
#include "http.h"
#include "http_parts.h"

#define CHUNK_DIGITS	15

static void start_request(struct cordon_http *http)
{
	http->target.kind = CORDON_HOST_NONE;
	http->target.length = 0;
	http->host.kind = CORDON_HOST_NONE;
	http->host.length = 0;
	http->port = 0;
	http->seen &= http->seen & HTTP_SEEN_UPGRADE ? 0 : HTTP_SEEN_SURE;
	http->head = 0;
	http->value = 0;
	http->left = 0;
	http->flags = 0;
	http->state = HTTP_STATE_START;
	http->count = 0;
	http->field = HTTP_FIELD_NONE;
	http->names = 0;
	http->authority = 0;
}

/**
 * cordon_http_init - begin to read a client's stream
 * @http: set up
 */
void cordon_http_init(struct cordon_http *http)
{
	http->seen = 0;
	start_request(http);
}

static bool hosts_differ(const struct cordon_host *a, const struct cordon_host *b)
{
	if (a->kind != b->kind)
		return true;
	if (a->kind == CORDON_HOST_ADDRESS)
		return !cordon_address_equal(&a->address, &b->address);
	return a->length != b->length || memcmp(a->name, b->name, a->length);
}

/* Is it clear where the body ends (RFC 9112 6.1)? */
static bool is_framed(const struct cordon_http *http)
{
	bool coded = http->seen & HTTP_SEEN_CODING;

	/* A length and a coding disagree, whatever they say. */
	if (coded && (!(http->seen & HTTP_SEEN_CHUNKED) ||
		      http->seen & HTTP_SEEN_LENGTH ||
		      !(http->seen & HTTP_SEEN_1_1)))
		return false;
	return !(http->flags & CORDON_HTTP_CONNECT) || (!http->left && !coded);
}

/* The empty line behind the fields. */
static void end_head(struct cordon_http *http)
{
	u16 seen = http->seen;

	if (seen & HTTP_SEEN_BODY) {
		if (seen & HTTP_SEEN_BROKEN)
			http->state = HTTP_STATE_MALFORMED;
		else
			start_request(http);
		return;
	}
	if (seen & HTTP_SEEN_BROKEN || !is_framed(http))
		http->flags |= CORDON_HTTP_BROKEN;
	if (seen & HTTP_SEEN_1_1 && !(http->flags & CORDON_HTTP_HOST))
		http->flags |= CORDON_HTTP_NO_HOST;
	if (http->target.kind != CORDON_HOST_NONE &&
	    http->host.kind != CORDON_HOST_NONE &&
	    hosts_differ(&http->target, &http->host))
		http->flags |= CORDON_HTTP_CONFLICT;
	http->state = http->flags & CORDON_HTTP_BROKEN &&
		      http->target.kind == CORDON_HOST_NONE &&
		      http->host.kind == CORDON_HOST_NONE ?
		      HTTP_STATE_MALFORMED : HTTP_STATE_DONE;
}

static void take_line_start(struct cordon_http *http, u8 byte)
{
	if (http_is_blank(byte)) {
		http->state = HTTP_STATE_FOLD;
		return;
	}
	if (cordon_http_value_end(http))
		http_break(http, HTTP_STATE_LINE);
	cordon_http_field_start(http);
	if (byte == '\n')
		end_head(http);
	else if (cordon_http_field_name(http, byte))
		http->state = HTTP_STATE_NAME;
	else
		http_break(http, HTTP_STATE_PASS);
}

static void take_name(struct cordon_http *http, u8 byte)
{
	int matters;

	if (byte == '\n') {
		http_break(http, HTTP_STATE_LINE);
		return;
	}
	if (byte != ':') {
		/* Nor may a blank stand before the colon (RFC 9112 5.1). */
		if (!cordon_http_field_name(http, byte))
			http_break(http, HTTP_STATE_PASS);
		return;
	}
	matters = cordon_http_value_start(http);
	if (matters < 0)
		http_break(http, HTTP_STATE_PASS);
	else
		http->state = matters ? HTTP_STATE_VALUE_GAP : HTTP_STATE_PASS;
}

static void take_value(struct cordon_http *http, u8 byte)
{
	if (http->state == HTTP_STATE_VALUE_GAP && http_is_blank(byte))
		return;
	/* It may go on in the next line. */
	http->state = byte == '\n' ? HTTP_STATE_LINE : HTTP_STATE_VALUE;
	if (byte != '\n' && cordon_http_value_add(http, byte))
		http_break(http, HTTP_STATE_PASS);
}

/* Of a line of blanks alone some may say that it ends the head. */
static void take_fold(struct cordon_http *http, u8 byte)
{
	if (http_is_blank(byte))
		return;
	if (byte == '\n') {
		http_fail(http);
		return;
	}
	cordon_http_value_fold(http);
	if (http->state != HTTP_STATE_PASS)
		take_value(http, byte);
}

static void start_chunk(struct cordon_http *http)
{
	http->seen |= HTTP_SEEN_BODY;
	http->head = 0;
	http_start_word(http, HTTP_STATE_CHUNK_SIZE);
}

static void end_chunk_line(struct cordon_http *http)
{
	http->left = http->value;
	http->field = HTTP_FIELD_NONE;
	http->state = http->left ? HTTP_STATE_CHUNK : HTTP_STATE_LINE;
}

static int hex_digit(u8 byte)
{
	u8 lower = http_lower(byte);

	if (byte >= '0' && byte <= '9')
		return byte - '0';
	return lower >= 'a' && lower <= 'f' ? lower - 'a' + 10 : -1;
}

/* RFC 9112 7.1. @crlf: the byte is the second one of CRLF. */
static void take_chunk_size(struct cordon_http *http, u8 byte, bool crlf)
{
	int digit = hex_digit(byte);

	if (digit >= 0 && http->count < CHUNK_DIGITS) {
		http->value = http->value << 4 | (u64)digit;
		http->count++;
	} else if (!http->count || digit >= 0) {
		http_fail(http);
	} else if (crlf) {
		end_chunk_line(http);
	} else if (byte == ';' || http_is_blank(byte)) {
		http->state = HTTP_STATE_CHUNK_EXTENSION;
	} else {
		http_fail(http);
	}
}

/* What comes in lines. Returns when the byte belongs to the head. */
static void take_byte(struct cordon_http *http, u8 byte)
{
	bool crlf = http->seen & HTTP_SEEN_CR;

	/* Some server reads more than we do, whatever it is. */
	if (++http->head > CORDON_HTTP_HEAD_MAX) {
		http->state = HTTP_STATE_MALFORMED;
		return;
	}
	http->seen &= (u16)~HTTP_SEEN_CR;
	if (!byte) {
		http_fail(http);
		return;
	}
	if (crlf && byte != '\n') {
		if (http->state < HTTP_STATE_LINE)
			cordon_http_line_doubt(http, '\r');
		else
			http_fail(http);
		if (http->state != HTTP_STATE_DOUBT)
			return;
	}
	if (byte == '\r' && http->state > HTTP_STATE_DOUBT) {
		http->seen |= HTTP_SEEN_CR;
		return;
	}
	if (http->state < HTTP_STATE_LINE) {
		cordon_http_line_add(http, byte);
		return;
	}
	switch ((enum http_state)http->state) {
	case HTTP_STATE_LINE:
		take_line_start(http, byte);
		break;
	case HTTP_STATE_FOLD:
		take_fold(http, byte);
		break;
	case HTTP_STATE_NAME:
		take_name(http, byte);
		break;
	case HTTP_STATE_VALUE_GAP:
	case HTTP_STATE_VALUE:
		take_value(http, byte);
		break;
	case HTTP_STATE_PASS:
		if (byte == '\n')
			http->state = HTTP_STATE_LINE;
		break;
	case HTTP_STATE_CHUNK_SIZE:
		take_chunk_size(http, byte, crlf);
		break;
	case HTTP_STATE_CHUNK_EXTENSION:
		if (crlf)
			end_chunk_line(http);
		else if (byte == '\n')
			http_fail(http);
		break;
	case HTTP_STATE_CHUNK_END:
		if (crlf)
			start_chunk(http);
		else
			http_fail(http);
		break;
	default:
		http_fail(http);
	}
}

#define VALUE	HTTP_CLASS_VALUE
#define TARGET	(VALUE | HTTP_CLASS_TARGET)
#define TOKEN	(TARGET | HTTP_CLASS_TOKEN)

const u8 cordon_http_class[256] = {
	/* All but NUL, LF and CR. */
	[0x01 ... 0x09] = VALUE,
	[0x0b ... 0x0c] = VALUE,
	[0x0e ... 0x20] = VALUE,
	['!'] = TOKEN,
	['"'] = TARGET,
	['#' ... '\''] = TOKEN,
	['(' ... ')'] = TARGET,
	['*' ... '+'] = TOKEN,
	[','] = TARGET,
	['-' ... '.'] = TOKEN,
	['/'] = TARGET,
	['0' ... '9'] = TOKEN,
	[':' ... '@'] = TARGET,
	['A' ... 'Z'] = TOKEN,
	['[' ... ']'] = TARGET,
	['^' ... 'z'] = TOKEN,
	['{'] = TARGET,
	['|'] = TOKEN,
	['}'] = TARGET,
	['~'] = TOKEN,
	[0x7f] = VALUE,
	[0x80 ... 0xff] = TARGET,
};

/* Bytes that do not matter, up to one that may. */
static size_t pass(struct cordon_http *http, const u8 *bytes, size_t length)
{
	size_t room = CORDON_HTTP_HEAD_MAX - http->head, i = 0;
	u8 class;

	if (http->state == HTTP_STATE_PASS)
		class = HTTP_CLASS_VALUE;
	else if (http->state == HTTP_STATE_TARGET)
		class = HTTP_CLASS_TARGET;
	else if (http->state == HTTP_STATE_NAME && !http->names)
		class = HTTP_CLASS_TOKEN;
	else
		return 0;
	if (http->seen & HTTP_SEEN_CR)
		return 0;
	if (length > room)
		length = room;
	while (i < length && cordon_http_class[bytes[i]] & class)
		i++;
	http->head += (u32)i;
	return i;
}

static size_t take_body(struct cordon_http *http, size_t length)
{
	size_t some = (size_t)min_t(u64, http->left, length);

	http->left -= some;
	if (http->left)
		return some;
	if (http->state == HTTP_STATE_BODY) {
		start_request(http);
	} else {
		http->head = 0;
		http->state = HTTP_STATE_CHUNK_END;
	}
	return some;
}

/* What follows a head that was read. */
static void go_on(struct cordon_http *http)
{
	if (http->flags & CORDON_HTTP_BROKEN)
		http->state = HTTP_STATE_MALFORMED;
	else if (http->flags & CORDON_HTTP_CONNECT)
		http->state = HTTP_STATE_OTHER;
	else if (http->seen & HTTP_SEEN_CHUNKED)
		start_chunk(http);
	else if (http->left)
		http->state = HTTP_STATE_BODY;
	else
		start_request(http);
}

/**
 * cordon_http_read - read more of a client's stream
 * @http: begun with cordon_http_init()
 * @bytes: what comes next, from the connection's first byte on
 * @length: how many
 * @used: how many of them were taken
 *
 * Return: CORDON_READ_DONE at the end of each request's head; CORDON_READ_OTHER
 * behind CONNECT's, with what goes through the tunnel not taken; CORDON_READ_MALFORMED
 * behind one that is CORDON_HTTP_BROKEN.
 */
enum cordon_read cordon_http_read(struct cordon_http *http, const u8 *bytes,
				  size_t length, size_t *used)
{
	size_t at = 0;

	if (http->state == HTTP_STATE_DONE)
		go_on(http);
	while (at < length && http->state < HTTP_STATE_DONE) {
		if (http->state == HTTP_STATE_BODY || http->state == HTTP_STATE_CHUNK) {
			at += take_body(http, length - at);
			continue;
		}
		at += pass(http, bytes + at, length - at);
		if (at < length)
			take_byte(http, bytes[at++]);
	}
	*used = at;
	switch ((enum http_state)http->state) {
	case HTTP_STATE_DONE:
		return CORDON_READ_DONE;
	case HTTP_STATE_OTHER:
		return CORDON_READ_OTHER;
	case HTTP_STATE_MALFORMED:
		return CORDON_READ_MALFORMED;
	default:
		return CORDON_READ_MORE;
	}
}
