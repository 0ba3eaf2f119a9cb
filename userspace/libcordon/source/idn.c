// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * libcordon - idn: names in other scripts (IDNA2008)
 *
 * A policy may be written with them; the blob, the engine and the network know
 * only their ASCII form (A-labels, RFC 5890, 2.3.2.1).
 */
#include "idn.h"

#include <errno.h>
#include <idn2.h>
#include <stdlib.h>
#include <string.h>

#define LABEL_MAX	256U	/* bytes of UTF-8; one of IDNA's has 63 characters */

static bool is_ascii(const char *text, size_t length)
{
	while (length)
		if ((unsigned char)text[--length] >= 0x80)
			return false;
	return true;
}

/* Returns the A-label for idn2_free(), or NULL with the reason. */
static char *convert(const char *label, size_t length, const char **why)
{
	unsigned char copy[LABEL_MAX], *ascii = NULL;
	int status;

	*why = "it is too long";
	if (length >= sizeof(copy))
		return NULL;
	memcpy(copy, label, length);
	copy[length] = '\0';
	status = idn2_lookup_u8(copy, &ascii,
				IDN2_NFC_INPUT | IDN2_NONTRANSITIONAL);
	if (status != IDN2_OK) {
		*why = idn2_strerror(status);
		return NULL;
	}
	/* Some scripts' full stops stand for a dot. */
	if (strchr((char *)ascii, '.')) {
		idn2_free(ascii);
		*why = "the dot between labels is '.'";
		return NULL;
	}
	return (char *)ascii;
}

/**
 * cordon_idn_to_ascii() - the ASCII form of a name
 * @text: UTF-8, with ASCII dots; labels in ASCII are left as they are
 * @length: its bytes
 * @ascii: where to, terminated
 * @size: room there
 * @offset: gets the bytes before the label that is none
 * @why: gets what is wrong with it; static storage
 *
 * Return: bytes written; -EINVAL.
 */
int cordon_idn_to_ascii(const char *text, size_t length, char *ascii,
			size_t size, size_t *offset, const char **why)
{
	size_t start = 0, used = 0;

	while (start <= length) {
		const char *label = text + start;
		const char *dot = memchr(label, '.', length - start);
		size_t bytes = dot ? (size_t)(dot - label) : length - start;
		size_t room = bytes;
		char *made = NULL;

		*offset = start;
		if (!is_ascii(label, bytes)) {
			made = convert(label, bytes, why);
			if (!made)
				return -EINVAL;
			room = strlen(made);
		}
		if (room + 2 > size - used) {
			idn2_free(made);
			*why = "the name is too long";
			return -EINVAL;
		}
		memcpy(ascii + used, made ? made : label, room);
		idn2_free(made);
		used += room;
		if (dot)
			ascii[used++] = '.';
		start += bytes + 1;
	}
	ascii[used] = '\0';
	return (int)used;
}

/**
 * cordon_idn_is_valid() - is a label that begins with "xn--" an A-label
 * @label: ASCII, folded
 * @length: its bytes
 *
 * Return: whether it stands for something, and that for it alone.
 */
bool cordon_idn_is_valid(const char *label, size_t length)
{
	char copy[LABEL_MAX], *decoded = NULL;
	const char *why;
	char *again;
	bool same;

	if (length >= sizeof(copy))
		return false;
	memcpy(copy, label, length);
	copy[length] = '\0';
	if (idn2_to_unicode_8z8z(copy, &decoded, 0) != IDN2_OK)
		return false;
	again = convert(decoded, strlen(decoded), &why);
	same = again && !strcmp(again, copy);
	idn2_free(again);
	idn2_free(decoded);
	return same;
}
