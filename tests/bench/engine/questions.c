// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Cordon benchmarks - questions: names, addresses and paths to ask about
 */
#include <err.h>
#include <stdlib.h>

#include "../bench.h"
#include "engine/policy/domain.h"
#include "engine/policy/path.h"
#include "engine/policy/prefix.h"
#include "questions.h"

#define NET		1ULL
#define NOW		1000000ULL
#define LIFE_MS		3600000ULL
#define LEARNED_EACH	3000U

/* Programs of an ordinary system, and of an ordinary phone. */
static const char *const programs[] = {
	"/usr/bin/bash", "/usr/bin/cat", "/usr/bin/curl", "/usr/bin/dbus-daemon",
	"/usr/bin/env", "/usr/bin/find", "/usr/bin/gnome-calls", "/usr/bin/grep",
	"/usr/bin/gzip", "/usr/bin/ls", "/usr/bin/phosh", "/usr/bin/ps",
	"/usr/bin/python3.11", "/usr/bin/sed", "/usr/bin/ssh", "/usr/bin/tar",
	"/usr/bin/vim.tiny", "/usr/bin/xargs", "/usr/sbin/ip", "/usr/sbin/nft",
	"/usr/lib/firefox-esr/firefox-esr", "/usr/lib/systemd/systemd",
	"/usr/lib/systemd/systemd-logind", "/usr/lib/NetworkManager/nm-dispatcher",
	"/usr/libexec/gnome-session-binary", "/usr/libexec/geoclue",
	"/usr/lib/x86_64-linux-gnu/ld-linux-x86-64.so.2",
	"/usr/share/organicmaps/OMaps", "/opt/force/bin/evidence-camera",
	"/system/bin/app_process64", "/home/officer/.local/bin/notes",
	"/var/lib/flatpak/app/org.gnome.Maps/x86_64/stable/active/files/bin/gnome-maps",
};

/* A copy that lies right behind the last one. */
static const void *keep(const void *bytes, size_t length)
{
	static char pool[1U << 20];
	static size_t used;
	void *copy = pool + used;

	if (length > sizeof(pool) - used)
		errx(1, "more questions than there is room for");
	memcpy(copy, bytes, length);
	used += length;
	return copy;
}

static void add_name(struct names *names, const u8 *wire, size_t length)
{
	struct name_question *q = names->q + names->count++;
	char text[CORDON_NAME_TEXT_MAX];

	q->wire = keep(wire, length);
	q->length = (u8)length;
	length = cordon_name_to_text(wire, length, text, sizeof(text));
	q->text = keep(text, length + 1);
}

static void add_text(struct names *names, const char *text)
{
	u8 wire[CORDON_NAME_MAX];
	int length = cordon_name_from_text(text, strlen(text), wire);

	if (length < 0)
		errx(1, "no host name: %s", text);
	add_name(names, wire, (size_t)length);
}

/* A listed name, and the same two labels down. */
static void make_listed(struct questions *questions,
			const struct cordon_compiled *compiled)
{
	static const u8 down[] = "\4edge\5lhr-3";
	u8 wire[CORDON_NAME_MAX];

	while (questions->listed.count < QUESTIONS_MAX) {
		const struct cordon_compiled_name *name =
			compiled->names + bench_random() % compiled->name_count;

		memcpy(wire, down, sizeof(down) - 1);
		memcpy(wire + sizeof(down) - 1, name->wire, name->length);
		if (name->flags & CORDON_DOMAIN_EXCEPT)
			continue;
		add_name(&questions->listed, name->wire, name->length);
		add_name(&questions->below, wire, sizeof(down) - 1U + name->length);
	}
}

/* `domain NAME` lines of a .list file, as far as no rule covers the name. */
static void read_unlisted(struct names *names, const struct cordon_blob *blob,
			  const char *path)
{
	FILE *file = fopen(path, "re");
	char line[1024], text[1024];
	struct cordon_domain_match match;

	if (!file)
		err(1, "%s", path);
	while (names->count < QUESTIONS_MAX && fgets(line, sizeof(line), file)) {
		struct name_question *q = names->q + names->count;

		if (sscanf(line, "domain %1023s", text) != 1)
			continue;
		add_text(names, text);
		if (cordon_domain_find(blob, q->wire, q->length, &match))
			names->count--;
	}
	fclose(file);
}

/* Names that make the engine look at many labels, and find nothing. */
static void make_deep(struct questions *questions)
{
	char text[CORDON_NAME_TEXT_MAX];
	size_t used;
	u32 i, label;

	for (i = 0; i < 64; i++) {
		used = 0;
		for (label = 0; label < DEEP - 2; label++)
			used += (size_t)sprintf(text + used, "n%llu.",
						bench_random() % 100);
		sprintf(text + used, "site%u.example", i);
		add_text(&questions->deep, text);
		for (used = 0; used < 252; used += 2) {
			text[used] = (char)('a' + bench_random() % 26);
			text[used + 1] = '.';
		}
		sprintf(text + used, "z");
		add_text(&questions->longest, text);
	}
}

static struct cordon_address random_address(bool ipv4)
{
	struct cordon_address address;
	u64 high = bench_random(), low = bench_random();

	memcpy(address.byte, &high, sizeof(high));
	memcpy(address.byte + sizeof(high), &low, sizeof(low));
	if (ipv4)
		cordon_address_from_ipv4(&address, (const u8 *)&high);
	else
		address.byte[0] = 0x2a;
	return address;
}

static struct cordon_address address_inside(const struct cordon_prefix_record *record)
{
	struct cordon_address address = random_address(false);
	u8 bytes = record->length / 8, mask = (u8)(0xff00U >> record->length % 8U);

	memcpy(&address, &record->address, bytes);
	if (bytes < sizeof(address))
		address.byte[bytes] = (record->address.byte[bytes] & mask) |
				      (address.byte[bytes] & (u8)~mask);
	return address;
}

static void make_hits(struct addresses *addresses, const struct cordon_blob *blob,
		      bool ipv4)
{
	while (addresses->count < QUESTIONS_MAX) {
		const struct cordon_prefix_record *record =
			blob->prefixes + bench_random() % blob->prefix_count;

		if (!(record->flags & CORDON_PREFIX_SHARED) &&
		    cordon_address_is_ipv4(&record->address) == ipv4)
			addresses->q[addresses->count++] = address_inside(record);
	}
}

static struct cordon_address unlisted_address(const struct cordon_blob *blob,
					      bool ipv4)
{
	struct cordon_address address;

	do
		address = random_address(ipv4);
	while (!cordon_address_is_learnable(&address) ||
	       cordon_prefix_find(blob, &address) != CORDON_NO_PARENT);
	return address;
}

static void make_misses(struct addresses *addresses, const struct cordon_blob *blob,
			bool ipv4)
{
	while (addresses->count < QUESTIONS_MAX)
		addresses->q[addresses->count++] = unlisted_address(blob, ipv4);
}

/* Both rings of the stores three quarters full: nothing is pushed out. */
static void make_learned(struct questions *questions, const struct cordon_blob *blob)
{
	u32 i;

	questions->now = NOW;
	questions->learned = bench_alloc(cordon_learned_size());
	cordon_learned_init(questions->learned, bench_random());
	for (i = 0; i < 2 * LEARNED_EACH; i++) {
		struct cordon_address address = unlisted_address(blob, true);
		struct addresses *kept = i % 2 ? &questions->listed_names :
						 &questions->other_names;
		const struct names *names = i % 2 ? &questions->below :
						    &questions->unlisted;
		const struct name_question *q = names->q + i / 2 % names->count;

		cordon_learned_add(questions->learned, blob, NET, &address,
				   q->wire, q->length, NOW + LIFE_MS, NOW);
		if (kept->count < QUESTIONS_MAX)
			kept->q[kept->count++] = address;
	}
}

/* A path that a pattern matches. */
static void path_of_pattern(const struct cordon_blob *blob, u32 index, char *path)
{
	u32 length, i;
	const char *text = cordon_blob_text(blob, &blob->paths[index].pattern,
					    &length);
	char *to = path;

	for (i = 0; i < length && to < path + 480; i++) {
		if (text[i] == '*' && i + 1 < length && text[i + 1] == '*') {
			to += sprintf(to, "%s", i ? "lib" : "/usr/lib");
			i++;
		} else {
			*to++ = text[i] == '*' || text[i] == '?' ? 'x' : text[i];
		}
	}
	*to = '\0';
}

static void add_path(struct paths *paths, const char *text)
{
	struct path_question *q = paths->q + paths->count++;

	q->length = strlen(text);
	q->text = keep(text, q->length + 1);
}

static void make_paths(struct questions *questions, const struct cordon_blob *blob)
{
	char path[512];
	size_t used, i;
	u32 deep;

	for (i = 0; i < blob->path_count && i < QUESTIONS_MAX; i++) {
		path_of_pattern(blob, (u32)i, path);
		add_path(&questions->path_hit, path);
	}
	for (i = 0; i < ARRAY_SIZE(programs); i++) {
		add_path(&questions->path_miss, programs[i]);
		for (used = 0, deep = 1; deep < DEEP; deep++)
			used += (size_t)sprintf(path + used, "/d%llu",
						bench_random() % 1000);
		sprintf(path + used, "%s", strrchr(programs[i], '/'));
		add_path(&questions->path_deep, path);
	}
}

static size_t put(u8 *message, size_t at, const void *bytes, size_t length)
{
	memcpy(message + at, bytes, length);
	return at + length;
}

/* www.shop.example is an alias of an alias; the names are compressed. */
static void make_dns(struct dns_messages *dns)
{
	static const u8 header[] = "\x12\x34\x01\0\0\1\0\0\0\0\0\0";
	static const u8 asked[] = "\3www\4shop\7example\0\0\1\0\1";
	static const u8 alias[] = "\xc0\x0c\0\5\0\1\0\0\1\x2c\0\7\4edge\xc0\x10";
	static const u8 again[] = "\xc0\x2e\0\5\0\1\0\0\0\x3c\0\x0a"
				  "\7cluster\xc0\x2e";
	static const u8 address1[] = "\xc0\x41\0\1\0\1\0\0\0\x3c\0\4\x5d\xb8\xd8\x22";
	static const u8 address2[] = "\xc0\x41\0\1\0\1\0\0\0\x3c\0\4\x5d\xb8\xd8\x23";
	size_t at = put(dns->question, 0, header, sizeof(header) - 1);

	dns->question_length = put(dns->question, at, asked, sizeof(asked) - 1);
	memcpy(dns->answer, dns->question, dns->question_length);
	dns->answer[2] = 0x81;
	dns->answer[3] = 0x80;
	dns->answer[7] = 4;
	at = put(dns->answer, dns->question_length, alias, sizeof(alias) - 1);
	at = put(dns->answer, at, again, sizeof(again) - 1);
	at = put(dns->answer, at, address1, sizeof(address1) - 1);
	dns->answer_length = put(dns->answer, at, address2, sizeof(address2) - 1);
}

/**
 * questions_make() - make all questions
 * @blob: the policy
 * @compiled: the same, with its names
 * @unlisted: a .list file of names that nothing refuses
 *
 * Return: the questions, never freed.
 */
struct questions *questions_make(const struct cordon_blob *blob,
				 const struct cordon_compiled *compiled,
				 const char *unlisted)
{
	struct questions *questions = bench_alloc(sizeof(*questions));

	if (!blob->domain_count || !blob->prefix_count || !blob->path_count)
		errx(1, "the policy lacks domain, prefix or path rules to ask about");
	make_listed(questions, compiled);
	read_unlisted(&questions->unlisted, blob, unlisted);
	make_deep(questions);
	make_hits(&questions->hit4, blob, true);
	make_hits(&questions->hit6, blob, false);
	make_misses(&questions->miss4, blob, true);
	make_misses(&questions->miss6, blob, false);
	make_learned(questions, blob);
	make_paths(questions, blob);
	make_dns(&questions->dns);
	return questions;
}
