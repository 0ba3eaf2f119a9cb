// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
/*
 * Cordon engine - never_block: what no policy can refuse
 *
 * A path in a list that reads as another, or as none, would be found out in the
 * worst moment. So whatever could be meant in two ways is refused.
 */
#include "never_block.h"
#include "engine/utf8.h"
#include "package.h"

/* What is left of a line. */
struct rest {
	const char *at, *end;
};

/**
 * cordon_never_start - read a text from its beginning
 * @reader: filled in
 * @text: the text; must outlive @reader and what it reads
 * @size: its bytes
 */
void cordon_never_start(struct cordon_never_reader *reader, const char *text,
			size_t size)
{
	reader->at = text;
	reader->end = text + size;
	reader->line = 0;
}

static void take_line(struct cordon_never_reader *reader, struct rest *line)
{
	size_t left = (size_t)(reader->end - reader->at);
	const char *end = memchr(reader->at, '\n', left);

	line->at = reader->at;
	line->end = end ? end : reader->end;
	reader->at = end ? end + 1 : reader->end;
	reader->line++;
}

/* Leaves @rest at the wrong place. */
static int refuse(struct rest *rest, const char *at, const char *text,
		  const char **why)
{
	rest->at = at;
	*why = text;
	return -EBADMSG;
}

/* Every byte of a line, those of a comment, too. */
static int check_bytes(struct rest *line, const char **why)
{
	unsigned int character = 0, used;
	const char *at;

	if (line->end - line->at > CORDON_NEVER_LINE_MAX)
		return refuse(line, line->at + CORDON_NEVER_LINE_MAX,
			      "the line has more than 4096 bytes", why);
	for (at = line->at; at < line->end; at += used) {
		used = cordon_utf8_next(at, (size_t)(line->end - at),
					&character);
		if (!used)
			return refuse(line, at, "a byte that is not valid UTF-8",
				      why);
		if (character == '\r')
			return refuse(line, at,
				      "a carriage return: lines end in LF alone",
				      why);
		if (character == '\t')
			return refuse(line, at, "a tab: write spaces", why);
		if (character < 0x20 || character == 0x7f)
			return refuse(line, at, "a control byte", why);
		if (!cordon_utf8_is_printable(character))
			return refuse(line, at, "a character that does not show",
				      why);
	}
	return 0;
}

static int check_inline_comment(struct rest *line, const char **why)
{
	const char *at;

	for (at = line->at + 1; at < line->end; at++)
		if (*at == '#' && at[-1] == ' ')
			return refuse(line, at,
				      "a comment stands on a line of its own",
				      why);
	return 0;
}

static bool is_dots(const char *component, size_t length)
{
	return length && length <= 2 && component[0] == '.' &&
	       component[length - 1] == '.';
}

static int check_path(struct rest *value, const char **why)
{
	const char *at;

	if (*value->at != '/')
		return refuse(value, value->at,
			      "the path is not absolute: it begins with /", why);
	for (at = value->at; at < value->end; at++)
		if (*at == '*' || *at == '?')
			return refuse(value, at,
				      "a path stands for itself alone: no * and no ?",
				      why);
	for (at = value->at; at < value->end;) {
		const char *name = at + 1;
		size_t left = (size_t)(value->end - name);
		const char *slash = memchr(name, '/', left);

		at = slash ? slash : value->end;
		if (name == at)
			return refuse(value, slash ? name : name - 1, slash ?
				      "the path has an empty component" :
				      "the path ends in /: it names no file",
				      why);
		if (is_dots(name, (size_t)(at - name)))
			return refuse(value, name,
				      "the path has a component that is . or ..",
				      why);
	}
	return 0;
}

static int read_uid(struct rest *value, u32 *uid, const char **why)
{
	u64 number = 0;
	const char *at;

	for (at = value->at; at < value->end; at++) {
		if (*at < '0' || *at > '9')
			return refuse(value, at,
				      "a uid is a number in decimal digits", why);
		number = number * 10 + (u64)(*at - '0');
		if (number > 0xfffffffe)
			return refuse(value, value->at,
				      "the uid is above 4294967294", why);
	}
	if (!number)
		return refuse(value, value->at,
			      "uid 0 is root: that would open everything", why);
	if (*value->at == '0')
		return refuse(value, value->at, "the uid begins with 0", why);
	*uid = (u32)number;
	return 0;
}

static int check_package(struct rest *value, const char **why)
{
	static const char *const texts[] = {
		[CORDON_PACKAGE_LENGTH] =
			"a package's name has 223 bytes at most",
		[CORDON_PACKAGE_BYTE] =
			"a package's name is words of letters, digits and _ that begin with a letter, with dots between them",
		[CORDON_PACKAGE_ONE_WORD] =
			"a package's name has two words at least, with a dot between them",
	};
	enum cordon_package_fault fault;
	size_t place;

	fault = cordon_package_check(value->at,
				     (size_t)(value->end - value->at), &place);
	return fault ? refuse(value, value->at + place, texts[fault], why) : 0;
}

static bool take_word(struct rest *line, const char *word)
{
	size_t length = strlen(word);
	size_t left = (size_t)(line->end - line->at);

	if (left < length || memcmp(line->at, word, length) ||
	    (left > length && line->at[length] != ' '))
		return false;
	line->at += length;
	while (line->at < line->end && *line->at == ' ')
		line->at++;
	return true;
}

/* A line that is no comment; leaves @line at its value, or at what is wrong. */
static int read_entry(struct rest *line, struct cordon_never_entry *entry,
		      const char **why)
{
	if (take_word(line, "path"))
		entry->kind = CORDON_NEVER_PATH;
	else if (take_word(line, "uid"))
		entry->kind = CORDON_NEVER_UID;
	else if (take_word(line, "package"))
		entry->kind = CORDON_NEVER_PACKAGE;
	else
		return refuse(line, line->at,
			      "the line begins with none of path, uid and package",
			      why);
	if (line->at == line->end)
		return refuse(line, line->end, "the value is missing", why);
	if (entry->kind == CORDON_NEVER_PATH)
		return check_path(line, why);
	if (entry->kind == CORDON_NEVER_UID)
		return read_uid(line, &entry->uid, why);
	return check_package(line, why);
}

/* Return: 1 for an entry, 0 for a line that says nothing, or -EBADMSG. */
static int read_line(struct rest *line, struct cordon_never_entry *entry,
		     const char **why)
{
	int error = check_bytes(line, why);

	if (error)
		return error;
	while (line->end > line->at && line->end[-1] == ' ')
		line->end--;
	if (line->at == line->end || *line->at == '#')
		return 0;
	if (*line->at == ' ')
		return refuse(line, line->at, "the line begins with a space",
			      why);
	error = check_inline_comment(line, why);
	if (!error)
		error = read_entry(line, entry, why);
	return error ? error : 1;
}

/**
 * cordon_never_next - the next entry
 * @reader: where to go on; left behind the line, also if it is refused
 * @entry: filled in
 * @why: set to what is wrong with the line, a phrase; static storage
 *
 * Return: 1; 0 at the end of the text; -EBADMSG for a line that is no entry,
 * and then @entry has its number and the wrong place.
 */
int cordon_never_next(struct cordon_never_reader *reader,
		      struct cordon_never_entry *entry, const char **why)
{
	struct rest line;
	int found;

	while (reader->at < reader->end) {
		take_line(reader, &line);
		entry->uid = 0;
		found = read_line(&line, entry, why);
		if (!found)
			continue;
		entry->line = reader->line;
		entry->value = line.at;
		entry->length = found < 0 ? 0 : (size_t)(line.end - line.at);
		return found;
	}
	return 0;
}

static bool hits_path(const struct cordon_blob *blob,
		      struct cordon_never_hit *hit)
{
	const struct cordon_subject nobody = CORDON_NOBODY;
	const struct cordon_facts facts = { .policy = blob };
	struct cordon_decision decision __uninitialized;

	cordon_decide_exec(&facts, &nobody, hit->entry.value,
			   hit->entry.length, &decision);
	if (decision.verdict != CORDON_DENY)
		return false;
	hit->service = decision.service;
	hit->kind = decision.kind;
	hit->rule = decision.rule;
	return true;
}

static bool hits_package(const struct cordon_blob *blob,
			 struct cordon_never_hit *hit)
{
	const char *name;
	u32 i, length;

	for (i = 0; i < blob->package_count; i++) {
		name = cordon_blob_text(blob, &blob->packages[i].name, &length);
		if (length != hit->entry.length ||
		    memcmp(name, hit->entry.value, length))
			continue;
		hit->service = le16_to_cpu(blob->packages[i].service);
		hit->kind = CORDON_RULE_PACKAGE;
		hit->rule = i;
		return cordon_blob_refuses(blob, hit->service);
	}
	return false;
}

/**
 * cordon_never_next_hit - the next entry that a policy would refuse
 * @reader: where to go on; the text is checked
 * @blob: policy
 * @hit: filled in
 *
 * An entry is told once, with the rule that decides. No rule names a uid.
 *
 * Return: 1; 0 at the end of the text; -EBADMSG for a line that is no entry,
 * and then @hit has its number.
 */
int cordon_never_next_hit(struct cordon_never_reader *reader,
			  const struct cordon_blob *blob,
			  struct cordon_never_hit *hit)
{
	const char *why;
	int found;

	while ((found = cordon_never_next(reader, &hit->entry, &why)) > 0) {
		if (hit->entry.kind == CORDON_NEVER_PATH ?
		    hits_path(blob, hit) :
		    hit->entry.kind == CORDON_NEVER_PACKAGE &&
		    hits_package(blob, hit))
			return 1;
	}
	return found;
}
