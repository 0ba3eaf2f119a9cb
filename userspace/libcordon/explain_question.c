// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * libcordon - explain: read what is asked
 */
#include "explain.h"
#include "engine/address_text.h"
#include "libcordon/numeric_host.h"

static bool read_port(const char *text, size_t length, u16 *port)
{
	unsigned int value = 0;
	size_t i;

	if (!length || length > 5)
		return false;
	for (i = 0; i < length; i++) {
		if (text[i] < '0' || text[i] > '9')
			return false;
		value = value * 10 + (unsigned int)(text[i] - '0');
	}
	*port = (u16)value;
	return value && value <= 65535;
}

/* Cuts "/tcp" or "/udp" off the end. */
static bool read_protocol(const char *text, size_t *length,
			  struct cordon_question *question)
{
	const char *slash = memchr(text, '/', *length);

	question->stream = true;
	if (!slash)
		return true;
	*length = (size_t)(slash - text);
	question->stream = !strcmp(slash, "/tcp");
	return question->stream || !strcmp(slash, "/udp");
}

static int parse_connect(const char *text, struct cordon_question *question,
			 const char **why)
{
	size_t length = strlen(text);
	const char *end, *colon;
	bool bracket = text[0] == '[';

	*why = "write ADDR, ADDR:PORT or [IPV6]:PORT, and /tcp or /udp behind it if that matters";
	if (!read_protocol(text, &length, question))
		return -EINVAL;
	if (bracket) {
		end = memchr(text, ']', length);
		if (!end)
			return -EINVAL;
		colon = end + 1 < text + length ? end + 1 : NULL;
		if (colon && *colon != ':')
			return -EINVAL;
	} else {
		colon = memchr(text, ':', length);
		/* More than one colon: a bare IPv6 address. */
		if (colon && memchr(colon + 1, ':',
				    (size_t)(text + length - colon) - 1))
			colon = NULL;
		end = colon ? colon : text + length;
	}
	if (colon &&
	    !read_port(colon + 1, (size_t)(text + length - colon) - 1,
		       &question->port)) {
		*why = "a port is a number from 1 to 65535";
		return -EINVAL;
	}
	if (!cordon_address_read(&question->address, text + bracket,
				 (size_t)(end - text) - bracket)) {
		*why = "this is no IPv4 or IPv6 address; for a host use --name";
		return -EINVAL;
	}
	return 0;
}

static const char no_address[] =
	"a host that ends in a number is an address, and this is none: write 192.0.2.1";

static int parse_name(const char *text, struct cordon_question *question,
		      const char **why)
{
	size_t length = strlen(text), i;
	const char *colon = strchr(text, ':');
	int wire_length, numeric;

	*why = no_address;
	numeric = cordon_numeric_host(text, length, &question->address);
	if (numeric < 0)
		return -EINVAL;
	if (numeric) {
		question->numeric = true;
		return 0;
	}
	*why = "this is no IPv6 address: write 2001:db8::1 or [2001:db8::1], without zone or port";
	if (text[0] == '[' || (colon && strchr(colon + 1, ':')))
		return -EINVAL;
	for (i = 0; i < length; i++) {
		*why = "write the host in its ASCII form, xn--...";
		if ((u8)text[i] >= 0x80)
			return -EINVAL;
		*why = "write the host's name alone, without scheme, port or path";
		if (text[i] <= ' ' || text[i] == '/' || text[i] == ':')
			return -EINVAL;
	}
	*why = "no host's name: labels of 1 to 63 bytes with dots between them, 253 in all";
	if (!length)
		return -EINVAL;
	wire_length = cordon_name_from_text(text, length, question->wire);
	if (wire_length <= 0)
		return -EINVAL;
	question->wire_length = (u8)wire_length;
	return 0;
}

static int parse_exec(const char *text, const char **why)
{
	const char *at = text;

	*why = "write an absolute path, as the file lies in its filesystem, without . and ..";
	if (text[0] != '/')
		return -EINVAL;
	while (*at) {
		size_t length;

		at += strspn(at, "/");
		length = strcspn(at, "/");
		if ((length == 1 && at[0] == '.') ||
		    (length == 2 && at[0] == '.' && at[1] == '.'))
			return -EINVAL;
		at += length;
	}
	return 0;
}

/**
 * cordon_question_parse() - read what is asked
 * @operation: which option it was
 * @text: the option's value
 * @question: what to fill
 * @why: set to what is to be written instead; static storage
 *
 * Return: 0; -EINVAL.
 */
int cordon_question_parse(enum cordon_operation operation, const char *text,
			  struct cordon_question *question, const char **why)
{
	memset(question, 0, sizeof(*question));
	question->operation = operation;
	*why = "this is too long";
	if (strlen(text) >= sizeof(question->target))
		return -EINVAL;
	memcpy(question->target, text, strlen(text));
	switch (operation) {
	case CORDON_OPERATION_EXEC:
		return parse_exec(text, why);
	case CORDON_OPERATION_CONNECT:
		return parse_connect(text, question, why);
	case CORDON_OPERATION_NAME:
		break;
	}
	return parse_name(text, question, why);
}
