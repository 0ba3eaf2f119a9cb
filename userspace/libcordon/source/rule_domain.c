// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * libcordon - rule: read the value of a domain rule
 */
#include "engine/address_text.h"
#include "engine/names/host.h"
#include "idn.h"
#include "libcordon/numeric_host.h"
#include "rule.h"

static bool is_digit(char c)
{
	return c >= '0' && c <= '9';
}

static bool is_name_byte(char c)
{
	return (c >= 'a' && c <= 'z') || is_digit(c) || c == '-' || c == '_';
}

/* "*.example.com": its hint is a name only where that one is right and whole. */
static int refuse_wildcard(const char *text, size_t length,
			   struct cordon_arena *arena,
			   struct cordon_mistake *mistake)
{
	struct cordon_mistake unused;
	struct cordon_rule rule;
	int room = (int)sizeof(mistake->hint);

	cordon_mistaken(mistake, 0, "a domain covers its sub-names",
			"a domain rule has no wildcard");
	if (!cordon_domain_parse(text + 2, length - 2, arena, &rule, &unused) &&
	    snprintf(mistake->hint, sizeof(mistake->hint),
		     "a domain covers its sub-names: domain %.*s",
		     (int)length - 2, text + 2) >= room)
		strcpy(mistake->hint, "a domain covers its sub-names");
	return -EINVAL;
}

/* The rule for an address, in the form that is taken. */
static void hint_prefix(const struct cordon_address *address, const char *before,
			struct cordon_mistake *mistake)
{
	struct cordon_address normal = *address;
	char text[CORDON_ADDRESS_TEXT_MAX];

	cordon_address_normalise(&normal, NULL);
	cordon_address_to_text(&normal, text, sizeof(text));
	snprintf(mistake->hint, sizeof(mistake->hint), "%sprefix %s/%u", before,
		 text, cordon_address_is_ipv4(&normal) ? 32 : 128);
}

/* Things that are often written where a name belongs. */
static int check_form(const char *text, size_t length,
		      struct cordon_arena *arena,
		      struct cordon_mistake *mistake)
{
	struct cordon_address address;

	if (!length)
		return cordon_mistaken(mistake, 0, "e.g. domain example.com",
				       "the name is missing");
	if (length > 2 && !memcmp(text, "*.", 2))
		return refuse_wildcard(text, length, arena, mistake);
	if (memmem(text, length, "://", 3))
		return cordon_mistaken(mistake, 0,
				       "write the host's name alone",
				       "this is a URL, not a name");
	if (cordon_address_read(&address, text, length)) {
		cordon_mistaken(mistake, 0, NULL,
				"this is an address, not a name");
		hint_prefix(&address, "", mistake);
		return -EINVAL;
	}
	if (text[length - 1] == '.')
		return cordon_mistaken(mistake, length - 1, "leave it out",
				       "the name ends with a dot");
	return 0;
}

static int check_byte(const char *text, size_t at,
		      struct cordon_mistake *mistake)
{
	if (text[at] == ' ')
		return cordon_mistaken(mistake, at, "one rule a line",
				       "more than one word");
	if (text[at] == '/')
		return cordon_mistaken(mistake, at,
				       "write the host's name alone: a rule cannot tell pages apart",
				       "'/' in a name");
	if (text[at] == '*')
		return cordon_mistaken(mistake, at,
				       "a domain covers its sub-names",
				       "a domain rule has no wildcard");
	return cordon_mistaken(mistake, at,
			       "a name has letters, digits, '-', '_' and dots",
			       "'%c' in a name", text[at]);
}

static int check_label(size_t start, size_t end, struct cordon_mistake *mistake)
{
	if (start == end)
		return cordon_mistaken(mistake, start, "write one dot",
				       "an empty label");
	if (end - start > CORDON_LABEL_MAX)
		return cordon_mistaken(mistake, start, NULL,
				       "a label of %zu bytes; 63 is the limit",
				       end - start);
	return 0;
}

/* The last label, from @last on, is no number: no name ends so. */
static int check_top_level(const char *text, size_t last, size_t length,
			   struct cordon_mistake *mistake)
{
	struct cordon_address address;

	if (!cordon_host_ends_in_number((const u8 *)text, length))
		return 0;
	cordon_mistaken(mistake, last,
			"an address is written as a prefix, e.g. prefix 192.0.2.1/32",
			strspn(text + last, "0123456789") == length - last ?
			"the top-level domain has digits only" :
			"the top-level domain is a number");
	if (cordon_numeric_host(text, length, &address) > 0)
		hint_prefix(&address, "an address is written as a prefix: ",
			    mistake);
	return -EINVAL;
}

/* Folds @text in place and checks each label. */
static int check_labels(char *text, size_t length,
			struct cordon_mistake *mistake)
{
	size_t start = 0, last = 0, labels = 0, at;

	for (at = 0; at <= length; at++) {
		if (at < length && text[at] >= 'A' && text[at] <= 'Z')
			text[at] = (char)(text[at] - 'A' + 'a');
		if (at < length && text[at] != '.') {
			if (!is_name_byte(text[at]))
				return check_byte(text, at, mistake);
			continue;
		}
		if (check_label(start, at, mistake))
			return -EINVAL;
		last = start;
		start = at + 1;
		labels++;
	}
	if (check_top_level(text, last, length, mistake))
		return -EINVAL;
	if (labels < 2)
		return cordon_mistaken(mistake, 0,
				       "one label is a top-level domain: name the domains under it that are meant",
				       "'%.*s' would cover a whole top-level domain",
				       (int)length, text);
	if (labels > CORDON_DOMAIN_LABELS)
		return cordon_mistaken(mistake, 0, NULL,
				       "a name of %zu labels; %u is the limit",
				       labels, CORDON_DOMAIN_LABELS);
	return 0;
}

/* The name in ASCII; labels of other scripts become A-labels. */
static char *to_ascii(const char *text, size_t length, size_t *used,
		      struct cordon_arena *arena, struct cordon_mistake *mistake)
{
	char ascii[4 * CORDON_NAME_MAX];
	const char *why = "";
	size_t offset = 0;
	int bytes = cordon_idn_to_ascii(text, length, ascii, sizeof(ascii),
					&offset, &why);

	mistake->text[0] = '\0';
	if (bytes >= 0) {
		*used = (size_t)bytes;
		return cordon_arena_copy(arena, ascii, *used);
	}
	cordon_mistaken(mistake, offset,
			"if somebody has it all the same, write the label as it is asked for: xn--...",
			"no host name can have this label: %s", why);
	return NULL;
}

static bool is_ascii(const char *text, size_t length)
{
	while (length)
		if ((u8)text[--length] >= 0x80)
			return false;
	return true;
}

/**
 * cordon_domain_parse() - read a domain
 * @text: the name as written, UTF-8
 * @length: its bytes
 * @arena: keeps the name
 * @rule: gets the name, folded, as text and as wire name
 * @mistake: says what is wrong
 *
 * Return: 0; -EINVAL; -ENOMEM.
 */
int cordon_domain_parse(const char *text, size_t length,
			struct cordon_arena *arena, struct cordon_rule *rule,
			struct cordon_mistake *mistake)
{
	u8 wire[CORDON_NAME_MAX];
	int wire_length;
	char *folded;
	bool ascii;

	if (check_form(text, length, arena, mistake))
		return -EINVAL;
	ascii = is_ascii(text, length);
	mistake->text[0] = '\0';
	folded = ascii ? cordon_arena_copy(arena, text, length) :
			 to_ascii(text, length, &length, arena, mistake);
	if (!folded)
		return mistake->text[0] ? -EINVAL : -ENOMEM;
	if (length >= CORDON_NAME_MAX)
		return cordon_mistaken(mistake, 0, NULL,
				       "a name of %zu bytes; %u is the limit",
				       length, CORDON_DOMAIN_MAX - 1);
	if (check_labels(folded, length, mistake)) {
		/* A place in the A-labels is none in the line. */
		if (!ascii)
			mistake->offset = 0;
		return -EINVAL;
	}
	wire_length = cordon_name_from_text(folded, length, wire);
	if (wire_length < 0)
		return cordon_mistaken(mistake, 0, NULL, "not a valid name");
	if (wire_length > (int)CORDON_DOMAIN_MAX)
		return cordon_mistaken(mistake, 0, NULL,
				       "a name of %zu bytes; %u is the limit",
				       length, CORDON_DOMAIN_MAX - 1);
	rule->wire = (const u8 *)cordon_arena_copy(arena, wire,
						   (size_t)wire_length);
	if (!rule->wire)
		return -ENOMEM;
	rule->kind = CORDON_RULE_DOMAIN;
	rule->length = (u8)wire_length;
	rule->text = folded;
	rule->text_length = (u16)length;
	return 0;
}
