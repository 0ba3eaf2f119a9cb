// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
/*
 * Cordon engine - http_field: the fields of a request's head (RFC 9110 5)
 *
 * Four of them matter: who is asked, how long the body is, and what is offered
 * instead of HTTP/1. The others are passed over.
 */
#include "http_parts.h"
#include "short_word.h"

enum field {
	FIELD_HOST,
	FIELD_LENGTH,
	FIELD_CODING,
	FIELD_UPGRADE,
	FIELD_COUNT,
};

static const char field_name[FIELD_COUNT][18] = {
	[FIELD_HOST] = "host",
	[FIELD_LENGTH] = "content-length",
	[FIELD_CODING] = "transfer-encoding",
	[FIELD_UPGRADE] = "upgrade",
};

/* Count of an entry that is longer than any word, or has a blank inside. */
#define NO_WORD		255

/**
 * cordon_http_field_start - begin a field's name
 * @http: the request
 */
void cordon_http_field_start(struct cordon_http *http)
{
	/* What stands behind the body has no say any more (RFC 9110 6.5.1). */
	http->names = http->seen & HTTP_SEEN_BODY ? 0 :
							   (1 << FIELD_COUNT) - 1;
	http->count = 0;
}

/**
 * cordon_http_field_name - take the next byte of a field's name
 * @http: the request
 * @byte: any
 *
 * Return: whether it can be one.
 */
bool cordon_http_field_name(struct cordon_http *http, u8 byte)
{
	unsigned int i;

	if (!http_is_token(byte))
		return false;
	if (!http->names)
		return true;
	for (i = 0; i < FIELD_COUNT; i++)
		if (http_lower(byte) != field_name[i][http->count])
			http->names &= (u8)~(1 << i);
	http->count++;
	return true;
}

/**
 * cordon_http_value_start - the name is complete, begin the value
 * @http: the request
 *
 * Return: 1 when the value matters, 0 when it is to be passed over, or -EBADMSG
 * when it is another value of what has one.
 */
int cordon_http_value_start(struct cordon_http *http)
{
	unsigned int i;

	for (i = 0; i < FIELD_COUNT; i++)
		if ((http->names & (1 << i)) && !field_name[i][http->count])
			break;
	if (i == FIELD_COUNT) {
		http->field = HTTP_FIELD_OTHER;
		return 0;
	}
	http->field = (u8)i;
	http->value = 0;
	http->count = 0;
	http->seen &= (u16)~HTTP_SEEN_BLANK;
	if (i == FIELD_CODING)
		http->seen |= HTTP_SEEN_CODING;
	if (i == FIELD_UPGRADE)
		http->seen |= HTTP_SEEN_UPGRADE;
	if (i == FIELD_HOST) {
		/* RFC 9112 3.2, even if both say the same. */
		if (http->flags & CORDON_HTTP_HOST)
			return -EBADMSG;
		http->flags |= CORDON_HTTP_HOST;
		cordon_http_authority_start(http, &http->host);
	}
	return 1;
}

static int add_digit(struct cordon_http *http, u8 byte)
{
	if (byte < '0' || byte > '9' || http->value > (~0ULL - 9) / 10)
		return -EBADMSG;
	http->value = http->value * 10 + byte - '0';
	/* However many zeros come first. */
	if (http->count < NO_WORD)
		http->count++;
	return 0;
}

/* An entry of a list is complete; empty ones mean nothing. */
static int end_entry(struct cordon_http *http, enum field field)
{
	u64 word = http->count <= CORDON_WORD_MAX ? http->value : 0;
	bool empty = !http->count;

	http->value = 0;
	http->count = 0;
	http->seen &= (u16)~HTTP_SEEN_BLANK;
	if (empty)
		return 0;
	if (field == FIELD_UPGRADE) {
		if (word == cordon_word("h2c"))
			http->flags |= CORDON_HTTP_UPGRADE_H2C;
		return 0;
	}
	/* Nothing may follow chunked, not even chunked (RFC 9112 6.1). */
	if (http->seen & HTTP_SEEN_CHUNKED)
		return -EBADMSG;
	if (word == cordon_word("chunked"))
		http->seen |= HTTP_SEEN_CHUNKED;
	return 0;
}

static int add_to_list(struct cordon_http *http, u8 byte)
{
	if (byte == ',')
		return end_entry(http, http->field);
	if (http->seen & HTTP_SEEN_BLANK && http->count)
		http->count = NO_WORD;
	http->seen &= (u16)~HTTP_SEEN_BLANK;
	if (http->count < NO_WORD)
		http->count++;
	http->value = http->value << 8 | http_lower(byte);
	return 0;
}

/**
 * cordon_http_value_add - take the next byte of a value that matters
 * @http: the request
 * @byte: any but the line's end
 *
 * Return: 0, or -EBADMSG.
 */
int cordon_http_value_add(struct cordon_http *http, u8 byte)
{
	bool list = http->field == FIELD_CODING || http->field == FIELD_UPGRADE;

	if (http_is_blank(byte)) {
		http->seen |= HTTP_SEEN_BLANK;
		return 0;
	}
	if (list)
		return add_to_list(http, byte);
	if (http->seen & HTTP_SEEN_BLANK)
		return -EBADMSG;
	if (http->field == FIELD_LENGTH)
		return add_digit(http, byte);
	cordon_http_authority_add(http, &http->host, byte);
	return 0;
}

/**
 * cordon_http_value_fold - a line began with a blank
 * @http: the request
 *
 * It goes on with the value before it (RFC 9112 5.2), and most servers that take
 * such a request read it so.
 */
void cordon_http_value_fold(struct cordon_http *http)
{
	bool empty = http->field == FIELD_HOST ? !http->host.length : !http->count;

	if (http->field == HTTP_FIELD_NONE) {
		http_break(http, HTTP_STATE_PASS);
	} else if (http->field == HTTP_FIELD_OTHER) {
		http->state = HTTP_STATE_PASS;
	} else if (empty) {
		http->state = HTTP_STATE_VALUE_GAP;
	} else {
		http->seen |= HTTP_SEEN_BLANK;
		http->state = HTTP_STATE_VALUE;
	}
}

static int end_length(struct cordon_http *http)
{
	if (!http->count || (http->seen & HTTP_SEEN_LENGTH &&
			     http->left != http->value))
		return -EBADMSG;
	http->seen |= HTTP_SEEN_LENGTH;
	http->left = http->value;
	return 0;
}

/**
 * cordon_http_value_end - the value that was read is complete
 * @http: the request
 *
 * Return: 0, also if there was none that matters; or -EBADMSG.
 */
int cordon_http_value_end(struct cordon_http *http)
{
	u8 field = http->field;

	if (field >= FIELD_COUNT)
		return 0;
	http->field = HTTP_FIELD_OTHER;
	switch ((enum field)field) {
	case FIELD_HOST:
		return cordon_http_authority_end(http, &http->host);
	case FIELD_LENGTH:
		return end_length(http);
	default:
		return end_entry(http, (enum field)field);
	}
}
