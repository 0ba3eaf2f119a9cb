// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
/*
 * Cordon engine - name: host names as wire labels
 */
#include "name.h"

static u8 fold(u8 byte)
{
	return byte >= 'A' && byte <= 'Z' ? byte | 0x20 : byte;
}

/* One byte of a label: plain, \DDD or \X (RFC 4343, 2.1). */
static int read_byte(const char *text, size_t length, size_t *at)
{
	unsigned int value = 0;
	size_t i;

	if (text[*at] != '\\')
		return (u8)text[(*at)++];
	if (++*at == length)
		return -EINVAL;
	if (text[*at] < '0' || text[*at] > '9')
		return (u8)text[(*at)++];
	if (length - *at < 3)
		return -EINVAL;
	for (i = 0; i < 3; i++) {
		char digit = text[(*at)++];

		if (digit < '0' || digit > '9')
			return -EINVAL;
		value = value * 10 + (unsigned int)(digit - '0');
	}
	return value > 255 ? -EINVAL : (int)value;
}

/**
 * cordon_name_from_text - make a wire name of "www.example.com"
 * @text: the name; one trailing dot is allowed, \DDD and \X are understood
 * @length: bytes of @text
 * @wire: room for CORDON_NAME_MAX bytes
 *
 * Any byte but an unescaped dot may stand in a label; who wants host names
 * only checks that himself.
 *
 * Return: bytes written, 0 for "." alone, or -EINVAL: empty text, empty label,
 * a label over 63 bytes, a name over CORDON_NAME_MAX or a bad escape.
 */
int cordon_name_from_text(const char *text, size_t length, u8 *wire)
{
	size_t at = 0, used = 0, start;
	int byte;

	if (length == 1 && text[0] == '.')
		return 0;
	if (!length)
		return -EINVAL;
	while (at < length) {
		start = used++;
		if (used > CORDON_NAME_MAX)
			return -EINVAL;
		while (at < length && text[at] != '.') {
			byte = read_byte(text, length, &at);
			if (byte < 0 || used == CORDON_NAME_MAX)
				return -EINVAL;
			wire[used++] = fold((u8)byte);
		}
		if (used - start - 1 < 1 || used - start - 1 > CORDON_LABEL_MAX)
			return -EINVAL;
		wire[start] = (u8)(used - start - 1);
		at++;
	}
	return (int)used;
}

/**
 * cordon_name_to_text - write a wire name as text
 * @wire: a valid wire name
 * @length: its bytes
 * @text: where to; always terminated when @size > 0
 * @size: room at @text; CORDON_NAME_TEXT_MAX is enough for any name
 *
 * Bytes that are neither printable ASCII nor safe in text become \DDD.
 *
 * Return: bytes written without the NUL; the text is cut when it does not fit.
 */
size_t cordon_name_to_text(const u8 *wire, size_t length, char *text,
			   size_t size)
{
	size_t at = 0, used = 0, end;

	if (!size)
		return 0;
	while (at < length && used + 5 < size) {
		if (at)
			text[used++] = '.';
		end = at + 1 + wire[at];
		for (at++; at < end && at < length && used + 5 < size; at++) {
			u8 byte = wire[at];

			if (byte > 0x20 && byte < 0x7f && byte != '.' &&
			    byte != '\\' && byte != '"') {
				text[used++] = (char)byte;
				continue;
			}
			text[used++] = '\\';
			text[used++] = (char)('0' + byte / 100);
			text[used++] = (char)('0' + byte / 10 % 10);
			text[used++] = (char)('0' + byte % 10);
		}
	}
	if (!length && size > 1)
		text[used++] = '.';
	text[used] = '\0';
	return used;
}

/**
 * cordon_name_labels - check a wire name and find its labels
 * @wire: bytes that should be a wire name
 * @length: how many
 * @starts: room for CORDON_NAME_LABELS offsets, or NULL
 *
 * Return: how many labels, or -EBADMSG.
 */
int cordon_name_labels(const u8 *wire, size_t length, u8 *starts)
{
	size_t at = 0;
	int count = 0;

	if (length > CORDON_NAME_MAX)
		return -EBADMSG;
	while (at < length) {
		if (!wire[at] || wire[at] > CORDON_LABEL_MAX ||
		    wire[at] >= length - at)
			return -EBADMSG;
		if (starts)
			starts[count] = (u8)at;
		count++;
		at += 1U + wire[at];
	}
	return count;
}

/**
 * cordon_name_fold - fold A-Z to a-z, in place
 * @wire: a valid wire name
 * @length: its bytes
 *
 * Length bytes are below 0x40 and thus never change.
 */
void cordon_name_fold(u8 *wire, size_t length)
{
	size_t i;

	for (i = 0; i < length; i++)
		wire[i] = fold(wire[i]);
}

/**
 * cordon_name_covers - is a name the same as another one or under it
 * @suffix: folded wire name
 * @suffix_length: its bytes
 * @name: folded wire name
 * @name_length: its bytes
 *
 * Return: whether @name is @suffix or lies under it, label by label.
 */
bool cordon_name_covers(const u8 *suffix, size_t suffix_length, const u8 *name,
			size_t name_length)
{
	size_t at = 0;

	while (name_length - at > suffix_length)
		at += 1U + name[at];
	return name_length - at == suffix_length &&
	       !memcmp(name + at, suffix, suffix_length);
}
