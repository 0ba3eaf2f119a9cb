// SPDX-License-Identifier: GPL-2.0-only
/*
 * Cordon - check_firmware: what is about to be compiled into a kernel
 *
 * Runs on the machine that builds, as a part of the build: the certificates, the
 * boot policy and the never-block list, looked at with the engine that reads
 * them in the kernel. One line on stderr says what is wrong.
 *
 * Exit status: 0 all is well, 1 it is not, 2 usage.
 */
#include <getopt.h>
#include <openssl/bio.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/pkcs7.h>
#include <openssl/x509.h>
#include <stdarg.h>
#include <stdlib.h>
#include <stdnoreturn.h>

#include "engine/policy/never_block_index.h"
#include "engine/policy/object.h"
#include "engine/policy/validate.h"
#include "engine/policy/words.h"

#define __printf(a, b) \
	__attribute__((		\
		__format__(__printf__, a, b)))

struct options {
	const char *policy_cert;
	const char *grant_cert;
	const char *boot_policy;
	const char *never_block;
	u64 floor;
	bool allow_unsigned;
};

struct bytes {
	u8 *data;
	size_t size;
};

static noreturn __printf(2, 3) void fail(const char *path, const char *format,
					 ...)
{
	va_list args;

	fprintf(stderr, "cordon: %s: ", path);
	va_start(args, format);
	vfprintf(stderr, format, args);
	va_end(args);
	fputc('\n', stderr);
	exit(1);
}

static struct bytes read_file(const char *path)
{
	struct bytes file = { NULL, 0 };
	FILE *stream = fopen(path, "rb");
	long size = -1;

	if (stream && !fseek(stream, 0, SEEK_END))
		size = ftell(stream);
	if (size < 0)
		fail(path, "%s", strerror(errno));
	rewind(stream);
	file.size = size;
	file.data = malloc(file.size + 1);
	if (!file.data || fread(file.data, 1, file.size, stream) != file.size)
		fail(path, "cannot be read whole");
	fclose(stream);
	return file;
}

/* RSA, as the kernels it is for have nothing else everywhere. */
static X509 *read_certificate(const char *path)
{
	struct bytes file = read_file(path);
	const u8 *at = file.data;
	X509 *certificate = d2i_X509(NULL, &at, file.size);

	if (!certificate || at != file.data + file.size)
		fail(path,
		     "not an X.509 certificate in DER; `cordonc keys` makes one, and openssl x509 -outform DER turns PEM into it");
	if (EVP_PKEY_base_id(X509_get0_pubkey(certificate)) != EVP_PKEY_RSA)
		fail(path,
		     "its key is not RSA; `cordonc keys` makes one that is");
	free(file.data);
	return certificate;
}

/* Did this key sign it? As the kernel asks, chains and dates do not matter. */
static bool verify(const struct cordon_object *object, X509 *certificate)
{
	const u8 *at = object->signature;
	PKCS7 *pkcs7 = d2i_PKCS7(NULL, &at, object->signature_size);
	BIO *covered = BIO_new_mem_buf(object->covered, object->covered_size);
	struct stack_st_X509 *signers = sk_X509_new_null();
	bool good;

	good = pkcs7 && covered && signers && sk_X509_push(signers, certificate) &&
	       PKCS7_verify(pkcs7, signers, NULL, covered, NULL,
			    PKCS7_NOVERIFY | PKCS7_NOINTERN | PKCS7_BINARY) == 1;
	sk_X509_free(signers);
	BIO_free(covered);
	PKCS7_free(pkcs7);
	return good;
}

static void check_signature(const struct options *options,
			    const struct cordon_object *object,
			    X509 *certificate)
{
	if (!object->signature_size) {
		if (!options->allow_unsigned)
			fail(options->boot_policy,
			     "the boot policy is unsigned; sign it with `cordonc sign`");
		return;
	}
	if (!verify(object, certificate))
		fail(options->boot_policy,
		     "the boot policy is not signed by the policy authority of %s; sign it with that authority's key",
		     options->policy_cert);
}

static void check_never_block(const struct options *options,
			      const struct bytes *list,
			      const struct cordon_blob *blob)
{
	struct cordon_never_reader reader;
	char rule[CORDON_RULE_TEXT_MAX];
	struct cordon_never_hit hit;
	u32 length;
	const char *name;

	cordon_never_start(&reader, (const char *)list->data, list->size);
	if (cordon_never_next_hit(&reader, blob, &hit) <= 0)
		return;
	name = cordon_blob_text(blob, &blob->services[hit.service].name, &length);
	cordon_rule_text(blob, hit.kind, hit.rule, rule, sizeof(rule));
	fail(options->boot_policy,
	     "the boot policy would refuse %.*s, which %s:%u says is never refused: service %.*s, rule \"%s\"; take the rule out of the policy (cordonc lint --never-block shows where)",
	     (int)hit.entry.length, hit.entry.value,
	     options->never_block, hit.entry.line, (int)length, name, rule);
}

static void check_boot_policy(const struct options *options, X509 *certificate,
			      const struct bytes *never_block)
{
	struct bytes file = read_file(options->boot_policy);
	struct cordon_object object;
	struct cordon_fault fault;
	struct cordon_blob blob;
	u64 version;

	if (cordon_object_parse(file.data, file.size, &object, &fault))
		fail(options->boot_policy,
		     "the boot policy is no whole object: %s at byte %llu; make it anew with `cordonc compile` and `cordonc sign`",
		     fault.word,
		     (unsigned long long)fault.offset);
	if (object.kind != CORDON_OBJECT_POLICY)
		fail(options->boot_policy, "this object is not a policy");
	check_signature(options, &object, certificate);
	if (cordon_blob_open(&blob, object.content, object.content_size, &fault))
		fail(options->boot_policy,
		     "the boot policy is damaged: %s at byte %llu; make it anew with `cordonc compile` and `cordonc sign`",
		     fault.word,
		     (unsigned long long)fault.offset +
		     sizeof(struct cordon_object_header));
	version = le64_to_cpu(blob.policy->version);
	if (version < options->floor)
		fail(options->boot_policy,
		     "the boot policy's version %llu is below the floor %llu (CONFIG_SECURITY_CORDON_FLOOR)",
		     (unsigned long long)version,
		     (unsigned long long)options->floor);
	if (never_block)
		check_never_block(options, never_block, &blob);
	free(file.data);
}

static struct bytes read_never_block(const char *path)
{
	struct bytes list = read_file(path);
	struct cordon_never_index index;
	struct cordon_never_entry entry;
	const char *why;
	void *memory;
	int err;

	memory = malloc(cordon_never_index_size(list.size));
	if (!memory)
		fail(path, "cannot be read whole");
	err = cordon_never_index_make(&index, memory, (const char *)list.data,
				      list.size, &entry, &why);
	if (err == -EFBIG)
		fail(path, "%s", why);
	if (err)
		fail(path, "line %u: %s", entry.line, why);
	free(memory);
	return list;
}

static noreturn void show_usage(void)
{
	fputs("usage: check_firmware --policy-cert DER --grant-cert DER [--floor N]\n"
	      "       [--allow-unsigned] [--boot-policy OBJECT] [--never-block LIST]\n",
	      stderr);
	exit(2);
}

static void parse_options(int argc, char **argv, struct options *options)
{
	static const struct option table[] = {
		{ "policy-cert", required_argument, NULL, 'p' },
		{ "grant-cert", required_argument, NULL, 'g' },
		{ "boot-policy", required_argument, NULL, 'b' },
		{ "never-block", required_argument, NULL, 'n' },
		{ "floor", required_argument, NULL, 'f' },
		{ "allow-unsigned", no_argument, NULL, 'u' },
		{ NULL, 0, NULL, 0 },
	};
	int option;

	while ((option = getopt_long(argc, argv, "", table, NULL)) >= 0) {
		switch (option) {
		case 'p':
			options->policy_cert = optarg;
			break;
		case 'g':
			options->grant_cert = optarg;
			break;
		case 'b':
			options->boot_policy = optarg;
			break;
		case 'n':
			options->never_block = optarg;
			break;
		case 'f':
			options->floor = strtoull(optarg, NULL, 10);
			break;
		case 'u':
			options->allow_unsigned = true;
			break;
		default:
			show_usage();
		}
	}
	if (optind < argc || !options->policy_cert || !options->grant_cert)
		show_usage();
}

int main(int argc, char **argv)
{
	struct options options = { 0 };
	struct bytes never_block;
	X509 *policy, *grant;

	parse_options(argc, argv, &options);
	policy = read_certificate(options.policy_cert);
	grant = read_certificate(options.grant_cert);
	if (EVP_PKEY_eq(X509_get0_pubkey(policy), X509_get0_pubkey(grant)) == 1)
		fail(options.policy_cert,
		     "the same key as in %s: whoever may sign grants could then sign policies",
		     options.grant_cert);
	if (options.never_block)
		never_block = read_never_block(options.never_block);
	if (options.boot_policy)
		check_boot_policy(&options, policy,
				  options.never_block ? &never_block : NULL);
	return 0;
}
