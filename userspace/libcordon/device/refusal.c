// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * libcordon - refusal: what a word of load/error means and what to do about it
 */
#include <stddef.h>
#include <stdio.h>
#include <string.h>

#include "engine/port.h"
#include "libcordon/device/refusal.h"

#define AT_BYTE	" at byte "
#define RECOMPILE \
	"compile the source again with the cordonc of this release, sign it and load that"
#define TRANSFER \
	"copy the object again and compare its SHA-256 with the one that was signed"

static const struct cordon_refusal refusals[] = {
	{ "too-big", AT_BYTE,
	  "the object is over 64 MiB, or longer than its header announces",
	  TRANSFER
	  "; a policy that is really that big must be split or thinned out" },
	{ "gap", AT_BYTE,
	  "a part of the object is missing, or its parts came out of order",
	  "load it again with `cordonctl load`" },
	{ "malformed-object", AT_BYTE,
	  "this is no object of Cordon's, or its lengths do not add up: cut off, or with bytes too many",
	  TRANSFER
	  "; a source or a bare blob needs `cordonc compile` and `cordonc sign`" },
	{ "blob-canary", AT_BYTE,
	  "the signature is good, but a rule of the policy or a shared range softens the reserved service, so that nobody could tell whether it refuses",
	  RECOMPILE
	  "; it names the rule" },
	{ "signature", AT_BYTE,
	  "the signature is not the policy authority's, or the object was changed after it was signed",
	  TRANSFER
	  "; else sign it with the key of this kernel's policy certificate" },
	{ "no-key", AT_BYTE,
	  "no certificate in this kernel belongs to the key that signed it",
	  "sign it with the key whose certificate was compiled into this kernel" },
	{ "stale", " against version ",
	  "its version is lower than the one in force or than the kernel's floor, or the same with another content",
	  "raise `version` in the source's [policy] section, compile and sign it again" },
	{ "locked", NULL,
	  "the loader is locked until the next reboot",
	  "reboot, then load it" },
	{ "kind", AT_BYTE,
	  "this kernel does not know this kind of object",
	  "load a signed policy; for newer kinds update Cordon's kernel part" },
	{ "no-memory", NULL,
	  "the kernel had no memory for it",
	  "load it again when memory is free, or make the policy smaller" },
	{ "busy", NULL,
	  "another program is loading an object",
	  "wait: a loader that does nothing for 10 seconds loses its turn" },
	{ "not-permitted", NULL,
	  "loading needs CAP_MAC_ADMIN and write access to the nodes",
	  "run it as root, or move the object into /var/lib/cordon/inbox and let cordond load it" },
	{ "not-a-file", NULL,
	  "it is a symbolic link, a directory, a FIFO or a device: only regular files are read",
	  "move the object itself into the inbox" },
	{ "hard-link", NULL,
	  "the file has more than one name, so whoever has another one could change it",
	  "copy it to a new file on the same filesystem and move that into the inbox" },
	{ "unreadable", NULL,
	  "cordond may not read the file, or reading it failed",
	  "give it mode 0644 before moving it into the inbox" },
	{ "changed", NULL,
	  "the file changed while it was read",
	  "write it beside the inbox first, and move it in when it is whole" },
	{ "io", NULL,
	  "the nodes could not be written or read",
	  "see the error beside it; `dmesg` and `cordonctl status` may tell more" },
	{ "none", NULL,
	  "nothing was refused",
	  "nothing" },
};

static const struct cordon_refusal blob_refusal = {
	NULL, AT_BYTE,
	"the signature is good, but the policy inside is damaged or made by another release",
	RECOMPILE
	"; `cordonc dump OBJECT` shows how far it can be read",
};

/**
 * cordon_refusal_find() - what a word of load/error means
 * @word: from struct cordon_load_result or load/error
 *
 * The words that are not listed here are those of cordon_blob_open(): they name
 * the part of the policy that is wrong, and all ask for the same.
 *
 * Return: never NULL; static storage.
 */
const struct cordon_refusal *cordon_refusal_find(const char *word)
{
	size_t i;

	for (i = 0; i < ARRAY_SIZE(refusals); i++) {
		if (!strcmp(refusals[i].word, word))
			return &refusals[i];
	}
	return &blob_refusal;
}

/**
 * cordon_refusal_place() - what the number beside a word of load/error is
 * @word: the word
 * @number: the number
 * @place: gets e.g. " at byte 128"; nothing for a word without a place
 *
 * Return: @place.
 */
const char *cordon_refusal_place(const char *word, unsigned long long number,
				 char place[CORDON_REFUSAL_PLACE_MAX])
{
	const char *before = cordon_refusal_find(word)->number;

	*place = '\0';
	if (before)
		snprintf(place, CORDON_REFUSAL_PLACE_MAX, "%s%llu", before, number);
	return place;
}
