// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Cordon benchmarks - policy: names as the engine holds them, in a policy's blob
 */
#include <err.h>
#include <openssl/evp.h>
#include <stdlib.h>
#include <sys/resource.h>

#include "../bench.h"
#include "ask.h"
#include "engine/policy/domain.h"
#include "engine/policy/validate.h"
#include "libcordon/source/compile.h"
#include "libcordon/file.h"
#include "policy.h"

#define VALIDATE_TURNS	7

static size_t section_offset(const struct cordon_blob *blob, u32 section)
{
	const struct cordon_blob_header *header = (const void *)blob->data;

	return le32_to_cpu(header->section[section].offset);
}

/**
 * policy_set() - where the set of names begins
 * @blob: policy
 *
 * Return: its record, which all other parts follow.
 */
const u8 *policy_set(const struct cordon_blob *blob)
{
	return blob->data + section_offset(blob, CORDON_SECTION_DOMAIN_SET);
}

/**
 * policy_set_bytes() - how much of the blob is for the names
 * @blob: policy
 *
 * Return: bytes, from the set's record to the end of its proofs.
 */
size_t policy_set_bytes(const struct cordon_blob *blob)
{
	return section_offset(blob, CORDON_SECTION_DOMAIN_PROOFS) +
	       blob->proof_count * sizeof(__le64) -
	       section_offset(blob, CORDON_SECTION_DOMAIN_SET);
}

static void open_blob(struct policy *policy, const char *path, const void *data,
		      size_t size)
{
	struct cordon_fault fault;

	if (cordon_blob_open(&policy->blob, data, size, &fault))
		errx(1, "%s: %s at byte %llu", path, fault.word, fault.offset);
}

static double children_s(void)
{
	struct rusage usage;

	getrusage(RUSAGE_CHILDREN, &usage);
	return (double)(usage.ru_utime.tv_sec + usage.ru_stime.tv_sec) +
	       (double)(usage.ru_utime.tv_usec + usage.ru_stime.tv_usec) / 1e6;
}

/**
 * policy_make_million() - have names compiled, as a policy's are
 * @policy: filled in
 * @names: the names; borrowed for good
 * @cordonc: the compiler
 * @work: directory for source and blob
 *
 * Return: seconds that the compiler had a processor.
 */
double policy_make_million(struct policy *policy, const struct made_names *names,
			   const char *cordonc, const char *work)
{
	char command[4096], path[1024];
	double took;
	size_t size;
	char *data;

	names_write(names, work);
	snprintf(path, sizeof(path), "%s/million.blob", work);
	snprintf(command, sizeof(command),
		 "'%s' compile '%s/million.ini' -o '%s' >/dev/null", cordonc, work,
		 path);
	took = children_s();
	if (system(command))
		errx(1, "failed: %s", command);
	took = children_s() - took;
	if (cordon_file_read(path, CORDON_OBJECT_MAX, &data, &size))
		err(1, "%s", path);
	open_blob(policy, path, data, size);
	policy->names = names;
	return took;
}

/**
 * policy_make_real() - compile a policy
 * @policy: filled in
 * @ini: its source
 *
 * Return: its names, of the blob's services, never freed.
 */
struct made_names *policy_make_real(struct policy *policy, const char *ini)
{
	const struct cordon_compile_options wanted = { .names = true };
	struct made_names *names = bench_alloc(sizeof(*names));
	static struct cordon_compiled compiled;
	struct cordon_diagnostics diag = { 0 };
	char text[CORDON_NAME_TEXT_MAX];
	u32 i;

	if (cordon_compile_with(ini, &wanted, &diag, &compiled))
		errx(1, "%s: it does not compile", ini);
	open_blob(policy, ini, compiled.blob, compiled.size);
	names->list = bench_alloc(compiled.name_count * sizeof(*names->list));
	names->service_count = compiled.services;
	for (; names->count < compiled.name_count; names->count++) {
		const struct cordon_compiled_name *from = compiled.names + names->count;
		struct made_name *name = names->list + names->count;

		i = (u32)cordon_name_to_text(from->wire, from->length, text,
					     sizeof(text));
		names->text_bytes += i;
		name->text = strdup(text);
		if (!name->text)
			err(1, "names");
		name->wire = from->wire;
		name->length = from->length;
		name->service = from->service;
	}
	cordon_diagnostics_free(&diag);
	policy->names = names;
	return names;
}

/**
 * policy_validate() - how long validating takes, beside a hash of the same bytes
 * @policy: a policy
 * @least_s: set to seconds for validating
 *
 * SHA-256 over them is what checking a signature takes before that.
 *
 * Return: the ratio to SHA-256.
 */
double policy_validate(const struct policy *policy, double *least_s)
{
	const struct cordon_blob *blob = &policy->blob;
	unsigned char digest[EVP_MAX_MD_SIZE];
	double hash_s = 1e9, took;
	struct policy again;
	int i;

	*least_s = 1e9;
	for (i = 0; i < VALIDATE_TURNS; i++) {
		took = ask_now();
		open_blob(&again, "the blob", blob->data, blob->size);
		took = ask_now() - took;
		*least_s = took < *least_s ? took : *least_s;
		took = ask_now();
		if (!EVP_Digest(blob->data, blob->size, digest, NULL, EVP_sha256(),
				NULL))
			errx(1, "libcrypto refuses SHA-256");
		took = ask_now() - took;
		hash_s = took < hash_s ? took : hash_s;
	}
	return *least_s / hash_s;
}

/* See policy.h: it is there already. */
void *policy_make(struct set *set, const struct made_names *names)
{
	struct policy *policy = set->self;

	if (policy->names != names)
		errx(1, "%s: of other names", set->title);
	set->bytes = policy_set_bytes(&policy->blob);
	return policy;
}

/* See policy.h: the service is the blob's. */
int policy_find(const void *self, const struct made_name *name)
{
	const struct policy *policy = self;
	struct cordon_domain_match match;

	if (!cordon_domain_find(&policy->blob, name->wire, name->length, &match))
		return -1;
	return match.service;
}

/* See policy.h: which one it is of the names. */
int policy_service(const void *self, int found)
{
	const struct policy *policy = self;
	const struct made_names *names = policy->names;
	u32 length, i;
	const char *name = cordon_blob_text(&policy->blob,
					    &policy->blob.services[found].name,
					    &length);

	for (i = 0; i < names->service_count; i++)
		if (strlen(names->services[i]) == length &&
		    !memcmp(names->services[i], name, length))
			return (int)i;
	return -1;
}
