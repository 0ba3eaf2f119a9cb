// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * libcordon - joiner: characters that do not show, but change their neighbours
 *
 * Persian parts a word with one, Hindi and Sinhala choose a letter's form, and
 * emoji are put together with them: with and without it are two texts, and two
 * names. Anywhere else it cannot be seen, and one text could pass for another.
 */
#include "joiner.h"

#include <unicode/uchar.h>
#include <unicode/utf8.h>

#include "engine/port.h"

#define VIRAMA			9	/* canonical combining class */
#define EMOJI_PRESENTATION	0xfe0f

/**
 * struct place - a character of a text
 * @text: UTF-8
 * @length: its bytes
 * @at: byte behind the character, going back; byte of it, going on
 */
struct place {
	const u8 *text;
	int length;
	int at;
};

/* The character before, or U_SENTINEL at the beginning. */
static UChar32 step_back(struct place *place)
{
	UChar32 character = U_SENTINEL;

	if (place->at > 0)
		U8_PREV(place->text, 0, place->at, character);
	return character;
}

/* The character here, or U_SENTINEL at the end. */
static UChar32 step_on(struct place *place)
{
	UChar32 character = U_SENTINEL;

	if (place->at < place->length)
		U8_NEXT(place->text, place->at, place->length, character);
	return character;
}

static int joining_type(UChar32 character)
{
	return character < 0 ? U_JT_NON_JOINING :
	       u_getIntPropertyValue(character, UCHAR_JOINING_TYPE);
}

/* The nearest character's type that is not transparent. */
static int type_by(struct place place, UChar32 (*step)(struct place *place))
{
	int type;

	do
		type = joining_type(step(&place));
	while (type == U_JT_TRANSPARENT);
	return type;
}

/* Would the letters on both sides join without it? (RFC 5892, A.1) */
static bool parts_letters(struct place before, struct place after)
{
	int left = type_by(before, step_back);
	int right = type_by(after, step_on);

	return (left == U_JT_LEFT_JOINING || left == U_JT_DUAL_JOINING) &&
	       (right == U_JT_RIGHT_JOINING || right == U_JT_DUAL_JOINING);
}

static bool is_picture(UChar32 character)
{
	return character >= 0 &&
	       u_hasBinaryProperty(character, UCHAR_EXTENDED_PICTOGRAPHIC);
}

/* Does it make one emoji of two? (UTS 51, ED-16) */
static bool joins_emoji(struct place before, struct place after)
{
	UChar32 character;

	do
		character = step_back(&before);
	while (character == EMOJI_PRESENTATION ||
	       (character >= 0 &&
		u_hasBinaryProperty(character, UCHAR_EMOJI_MODIFIER)));
	return is_picture(character) && is_picture(step_on(&after));
}

static bool follows_virama(struct place before)
{
	UChar32 character = step_back(&before);

	return character >= 0 && u_getCombiningClass(character) == VIRAMA;
}

/**
 * cordon_joiner_shows() - does a joiner change how its neighbours look
 * @text: valid UTF-8
 * @length: its bytes
 * @at: bytes before the joiner
 *
 * In a host's name IDNA2008 allows it there (RFC 5892, A.1 and A.2); between
 * emoji it does not, and registries do.
 *
 * Return: true if it does.
 */
bool cordon_joiner_shows(const char *text, size_t length, size_t at)
{
	struct place before = {
		.text = (const u8 *)text,
		.length = (int)length,
		.at = (int)at,
	};
	struct place after = before;
	UChar32 joiner = step_on(&after);

	if (follows_virama(before))
		return true;
	return joiner == (UChar32)CORDON_NON_JOINER ?
	       parts_letters(before, after) : joins_emoji(before, after);
}
