/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * libcordon - compile: policy source in, policy blob out
 */
#ifndef _LIBCORDON_COMPILE_H
#define _LIBCORDON_COMPILE_H

#include <stddef.h>

#include "libcordon/diagnostics.h"
#include "engine/port.h"

/**
 * struct cordon_compiled_name - a domain rule, which the blob does not spell out
 * @wire: folded wire name
 * @length: its bytes
 * @flags: CORDON_DOMAIN_*
 * @service: index of the service
 */
struct cordon_compiled_name {
	const u8 *wire;
	u8 length;
	u8 flags;
	u16 service;
};

/**
 * struct cordon_compiled - a policy blob and what is in it
 *
 * The counts are those of the blob, the reserved service cordon-canary and its
 * rules included.
 *
 * @blob: from malloc(); owned by this structure
 * @size: bytes of @blob
 * @version: the policy's version
 * @name: the policy's name; owned by this structure
 * @names: the domain rules, sorted by their text, if they were asked for; with
 *	the bytes they point to one piece from malloc(), owned by this structure
 * @name_count: how many
 * @services: services
 * @domains: domain rules without the excepted ones
 * @excepts: `except domain` rules
 * @prefixes: prefix rules without the shared ranges
 * @shared: shared ranges
 * @paths: path rules
 * @packages: package rules
 * @resolvers: trusted resolvers
 * @yielded: rules given up by `yields-to`
 * @never_block: entries of the never-block file, none of them refused
 */
struct cordon_compiled {
	void *blob;
	size_t size;
	u64 version;
	char *name;
	struct cordon_compiled_name *names;
	size_t name_count;
	u32 services;
	u32 domains;
	u32 excepts;
	u32 prefixes;
	u32 shared;
	u32 paths;
	u32 packages;
	u32 resolvers;
	u32 yielded;
	u32 never_block;
};

/**
 * struct cordon_compile_options - what else to look at
 * @lint: look for what is unwise, as cordon_lint() does
 * @never_block: file of what no policy may refuse (engine/policy/never_block.h); a
 *	policy that would refuse an entry has an error; NULL for none
 * @names: keep the domain rules
 * @output: where the blob is going to be written; that must not be a file of
 *	the source; NULL for nowhere
 * @text: bytes of the .ini file, if they have been read already; else NULL
 * @text_size: how many
 */
struct cordon_compile_options {
	bool lint;
	const char *never_block;
	bool names;
	const char *output;
	const char *text;
	size_t text_size;
};

/**
 * cordon_compile() - compile a policy source
 * @source_path: the .ini file; the files it names are looked up beside it
 * @diag: gets every error, warning and note found
 * @out: the result; zeroed on error, else for cordon_compiled_free()
 *
 * The same source gives the same bytes, wherever it lies and in whatever order
 * its directory lists its files. The blob has passed cordon_blob_open().
 *
 * Return: 0; -EINVAL if the source has errors, which are in @diag; -ENOMEM;
 * what reading @source_path itself failed with, which is in @diag, too.
 */
int cordon_compile(const char *source_path, struct cordon_diagnostics *diag,
		   struct cordon_compiled *out);

/**
 * cordon_lint() - compile a policy source and look for what is unwise in it
 * @source_path: the .ini file
 * @diag: as for cordon_compile(), and what else is to be said
 * @out: as for cordon_compile()
 *
 * Every name of the source's must-work files is put to the compiled policy:
 * one that would be refused is an error.
 *
 * Return: 0, warnings or not; else as cordon_compile().
 */
int cordon_lint(const char *source_path, struct cordon_diagnostics *diag,
		struct cordon_compiled *out);

/**
 * cordon_compile_with() - compile a policy source and look at more
 * @source_path: the .ini file
 * @options: at what
 * @diag: as for cordon_compile(), and what else is to be said
 * @out: as for cordon_compile()
 *
 * Return: as cordon_compile(); also -EINVAL for errors in the never-block file,
 * and what reading that failed with.
 */
int cordon_compile_with(const char *source_path,
			const struct cordon_compile_options *options,
			struct cordon_diagnostics *diag,
			struct cordon_compiled *out);

/**
 * cordon_compiled_free() - give back what cordon_compile() made
 * @compiled: may be zeroed
 */
void cordon_compiled_free(struct cordon_compiled *compiled);

#endif /* _LIBCORDON_COMPILE_H */
