// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * libcordon - idn: names in other scripts
 *
 * A policy may be written with them; the blob, the engine and the network know
 * only their ASCII form (A-labels, RFC 5890, 2.3.2.1). What counts is what a
 * client asks for: browsers follow UTS 46, nontransitional.
 * It takes what registries sell and IDNA2008 leaves out, such as emoji. Hyphens
 * may stand anywhere: resolvers take them.
 */
#include "idn.h"

#include <errno.h>
#include <string.h>
#include <unicode/uidna.h>

#include "engine/name.h"
#include "engine/utf8.h"
#include "joiner.h"

#define LABEL_TEXT_MAX	(4 * CORDON_LABEL_MAX + 1)
#define CAPITAL_SHARP_S	0x1e9eU

#define HYPHENS	(UIDNA_ERROR_LEADING_HYPHEN | UIDNA_ERROR_TRAILING_HYPHEN | \
		 UIDNA_ERROR_HYPHEN_3_4)

static bool is_ascii(const char *text, size_t length)
{
	while (length)
		if ((unsigned char)text[--length] >= 0x80)
			return false;
	return true;
}

static const UIDNA *uts46(void)
{
	UErrorCode error = U_ZERO_ERROR;
	static UIDNA *opened;

	if (!opened)
		opened = uidna_openUTS46(UIDNA_NONTRANSITIONAL_TO_ASCII |
					 UIDNA_NONTRANSITIONAL_TO_UNICODE |
					 UIDNA_CHECK_BIDI, &error);
	return U_SUCCESS(error) ? opened : NULL;
}

static const char *reason(u32 errors)
{
	static const struct {
		u32 errors;
		const char *why;
	} reasons[] = {
		{ UIDNA_ERROR_LABEL_HAS_DOT, "the dot between labels is '.'" },
		{ UIDNA_ERROR_PUNYCODE | UIDNA_ERROR_INVALID_ACE_LABEL,
		  "what begins with 'xn--' is the ASCII form of another label" },
		{ UIDNA_ERROR_LEADING_COMBINING_MARK,
		  "it begins with a mark that belongs to a letter before it" },
		{ UIDNA_ERROR_BIDI,
		  "it mixes characters that are written from the left and from the right" },
		{ UIDNA_ERROR_EMPTY_LABEL, "none of its characters counts" },
		{ UIDNA_ERROR_LABEL_TOO_LONG, "its ASCII form is longer than 63 bytes" },
	};
	size_t i;

	for (i = 0; i < ARRAY_SIZE(reasons); i++)
		if (errors & reasons[i].errors)
			return reasons[i].why;
	return "it has a character that may not stand in a name";
}

/* What UTS 46 leaves to others. NULL, or what is wrong. */
static const char *check_characters(const char *label, size_t length)
{
	unsigned int character = 0, used;
	size_t at;

	for (at = 0; at < length; at += used) {
		used = cordon_utf8_next(label + at, length - at, &character);
		if (!used)
			return "it is not UTF-8";
		if (cordon_is_joiner(character) &&
		    !cordon_joiner_shows(label, length, at))
			return "a joiner that joins nothing stands in it";
		/* Unicode 15.1 turned it from one name into another. */
		if (character == CAPITAL_SHARP_S)
			return "clients differ over the capital sharp s: write it small, or ss";
	}
	return NULL;
}

static bool is_host_text(const char *text)
{
	return strspn(text, "abcdefghijklmnopqrstuvwxyz0123456789-_") ==
	       strlen(text);
}

/* Bytes written at @ascii, terminated; or -EINVAL. */
static int convert(const char *label, size_t length,
		   char ascii[CORDON_LABEL_MAX + 1], const char **why)
{
	UIDNAInfo info = UIDNA_INFO_INITIALIZER;
	UErrorCode error = U_ZERO_ERROR;
	const UIDNA *idna = uts46();
	int used;

	*why = check_characters(label, length);
	if (*why)
		return -EINVAL;
	*why = "the tables of Unicode cannot be read";
	if (!idna)
		return -EINVAL;
	used = uidna_labelToASCII_UTF8(idna, label, (int)length, ascii,
				       CORDON_LABEL_MAX + 1, &info, &error);
	info.errors &= ~(u32)HYPHENS;
	*why = reason(info.errors);
	if (info.errors || U_FAILURE(error) || used > (int)CORDON_LABEL_MAX)
		return -EINVAL;
	ascii[used] = '\0';
	return is_host_text(ascii) ? used : -EINVAL;
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
	char made[CORDON_LABEL_MAX + 1];
	size_t start = 0, used = 0;

	while (start <= length) {
		const char *label = text + start;
		const char *dot = memchr(label, '.', length - start);
		size_t bytes = dot ? (size_t)(dot - label) : length - start;
		size_t room = bytes;
		int converted;

		*offset = start;
		if (!is_ascii(label, bytes)) {
			converted = convert(label, bytes, made, why);
			if (converted < 0)
				return -EINVAL;
			room = (size_t)converted;
			label = made;
		}
		if (room + 2 > size - used) {
			*why = "the name is too long";
			return -EINVAL;
		}
		memcpy(ascii + used, label, room);
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
	char decoded[LABEL_TEXT_MAX], again[CORDON_LABEL_MAX + 1];
	UIDNAInfo info = UIDNA_INFO_INITIALIZER;
	UErrorCode error = U_ZERO_ERROR;
	const UIDNA *idna = uts46();
	const char *why;
	int used;

	if (!idna)
		return false;
	used = uidna_labelToUnicodeUTF8(idna, label, (int)length, decoded,
					sizeof(decoded), &info, &error);
	if (U_FAILURE(error) || info.errors & ~(u32)HYPHENS)
		return false;
	return convert(decoded, (size_t)used, again, &why) == (int)length &&
	       !memcmp(again, label, length);
}
