// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Fuzz target: the reader of HTTP/1 requests
 *
 * The first request's head is read by a model as well, line by line; and what is
 * called another protocol has no line there that some server reads as a request.
 */
#include <ctype.h>
#include <stdlib.h>
#include <strings.h>

#include "engine/names/http.h"
#include "pieces.h"

static u64 http_result(const void *state)
{
	const struct cordon_http *http = state;
	u64 hash = fuzz_check_host(http->flags, &http->target);

	FUZZ_NEED(!(http->flags & CORDON_HTTP_2),
		  "the preface of HTTP/2 is no request");
	FUZZ_NEED(!(http->flags & CORDON_HTTP_CONNECT) ||
		  http->target.kind != CORDON_HOST_NONE,
		  "CONNECT names whom it goes to");
	FUZZ_NEED(!(http->flags & CORDON_HTTP_NO_HOST) ||
		  !(http->flags & CORDON_HTTP_HOST), "Host is there or is not");
	FUZZ_NEED(http->flags & CORDON_HTTP_HOST ||
		  http->host.kind == CORDON_HOST_NONE,
		  "without Host it names nobody");
	hash = fuzz_hash(hash, &http->port, sizeof(http->port));
	return fuzz_check_host(hash, &http->host);
}

PIECES_READER(http);

/* Up to the next line's beginning; its end, CR or not, is made a NUL. */
static char *next_line(char **at)
{
	char *line = *at, *end = strchr(line, '\n');

	FUZZ_NEED(end, "a head consists of lines");
	*at = end + 1;
	if (end > line && end[-1] == '\r')
		end--;
	*end = '\0';
	FUZZ_NEED(!strchr(line, '\r'), "a CR stands before a LF");
	return line;
}

/* @text is a host, and a port if a colon follows it. */
static void check_authority(const struct cordon_host *host, char *text)
{
	char *end = text[0] == '[' ? strchr(text, ']') : text;
	char *port = end ? strchr(end, ':') : NULL;
	struct cordon_host expected = { .kind = CORDON_HOST_NONE };

	if (port) {
		*port++ = '\0';
		FUZZ_NEED(strspn(port, "0123456789") == strlen(port),
			  "a port is a number");
	}
	if (*text || port)
		FUZZ_NEED(!cordon_host_from_text(&expected, (u8 *)text,
						 strlen(text)),
			  "a host that was read is one");
	FUZZ_NEED(fuzz_check_host(0, host) == fuzz_check_host(0, &expected),
		  "the host is what the head says");
}

/* A line that begins with a blank goes on with the one before it. */
static void unfold(char *head)
{
	char *at;

	for (at = head; (at = strchr(at, '\n')); at++) {
		if (at[1] != ' ' && at[1] != '\t')
			continue;
		at[0] = ' ';
		if (at > head && at[-1] == '\r')
			at[-1] = ' ';
	}
}

static void check_line(const struct cordon_http *http, char *line)
{
	char *method = strtok(line, " \t"), *target = strtok(NULL, " \t");
	char *version = strtok(NULL, " \t"), *authority, *userinfo;

	FUZZ_NEED(method && target && version && !strtok(NULL, " \t"),
		  "a request line has three words");
	FUZZ_NEED(strlen(version) == 8 && !strncmp(version, "HTTP/1.", 7),
		  "a request has HTTP's version");
	if (!strcasecmp(method, "CONNECT")) {
		FUZZ_NEED(http->flags & CORDON_HTTP_CONNECT, "CONNECT is told");
		check_authority(&http->target, target);
		return;
	}
	FUZZ_NEED(!(http->flags & CORDON_HTTP_CONNECT), "CONNECT was asked");
	if (target[0] == '/' || target[0] == '*') {
		FUZZ_NEED(http->target.kind == CORDON_HOST_NONE,
			  "a path names nobody");
		return;
	}
	authority = strstr(target, "://");
	FUZZ_NEED(authority, "another target is absolute");
	authority += 3;
	authority[strcspn(authority, "/?#")] = '\0';
	userinfo = strchr(authority, '@');
	check_authority(&http->target, userinfo ? userinfo + 1 : authority);
}

/* Returns whether the line is a Host. */
static bool check_field(const struct cordon_http *http, char *line)
{
	size_t length = strcspn(line, ":");
	char *value = line + length + 1, *end;

	FUZZ_NEED(length && line[length], "a field has a name");
	FUZZ_NEED(!memchr(line, ' ', length) && !memchr(line, '\t', length),
		  "a field's name has no blanks");
	if (length != 4 || strncasecmp(line, "host", 4))
		return false;
	value += strspn(value, " \t");
	for (end = value + strlen(value);
	     end > value && (end[-1] == ' ' || end[-1] == '\t'); end--)
		;
	*end = '\0';
	check_authority(&http->host, value);
	return true;
}

static void check_head(const struct cordon_http *http, const u8 *bytes,
		       size_t length)
{
	char *head = calloc(1, length + 1);
	char *at = head, *line;
	unsigned int hosts = 0;

	if (!head)
		abort();
	memcpy(head, bytes, length);
	FUZZ_NEED(strlen(head) == length, "a head has no NUL");
	FUZZ_NEED(length > 1 && head[length - 1] == '\n', "a head ends with a line");
	at += strspn(at, "\r\n");
	if (http->flags & CORDON_HTTP_BROKEN) {
		FUZZ_NEED(http->host.kind != CORDON_HOST_NONE ||
			  http->target.kind != CORDON_HOST_NONE,
			  "a broken head is told for the host that it names");
		check_line(http, next_line(&at));
		free(head);
		return;
	}
	unfold(at);
	line = next_line(&at);
	check_line(http, line);
	while (*(line = next_line(&at)))
		hosts += check_field(http, line);
	FUZZ_NEED(at == head + length, "a head ends with an empty line");
	FUZZ_NEED(hosts == !!(http->flags & CORDON_HTTP_HOST),
		  "there is one Host if it says so");
	free(head);
}

static void check_other(const struct cordon_http *http, const u8 *bytes,
			size_t length)
{
	static const char spaces[] = " \t\v\f\r";
	static const char marks[] = "!#$%&'*+-.^_`|~";
	char *copy = calloc(1, length + 1);
	char *line, *end, *word, *last = NULL;
	unsigned int words = 0;

	if (!copy)
		abort();
	memcpy(copy, bytes, length);
	line = copy + strspn(copy, "\r\n");
	end = strchr(line, '\n');
	for (word = line; isalnum((u8)*word) || (*word && strchr(marks, *word));)
		word++;
	if (end && *word && strchr(word == line ? " \t" : spaces, *word)) {
		*end = '\0';
		for (word = strtok(line, spaces); word; word = strtok(NULL, spaces)) {
			last = word;
			words++;
		}
		FUZZ_NEED(words < 3 || strncasecmp(last, "http/", 5) ||
			  http->flags & CORDON_HTTP_2,
			  "what ends with HTTP's version is a request");
	}
	free(copy);
}

int LLVMFuzzerTestOneInput(const u8 *data, size_t size)
{
	static struct pieces_said said;
	struct cordon_http first;
	enum cordon_read read;
	size_t used;

	if (size < PIECES_CUTS)
		return 0;
	size -= PIECES_CUTS;
	pieces_compare(&http_reader, data, size, data + size, &said);
	cordon_http_init(&first);
	read = cordon_http_read(&first, data, size, &used);
	if (read == CORDON_READ_DONE)
		check_head(&first, data, used);
	else if (read == CORDON_READ_OTHER)
		check_other(&first, data, size);
	return 0;
}
