// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Objects and their signatures
 */
#include <openssl/ec.h>
#include <openssl/pem.h>
#include <stdlib.h>
#include <sys/stat.h>

#include "libcordon/file.h"
#include "libcordon/policy_file.h"
#include "libcordon/sign/sign.h"
#include "source_tree.h"
#include "kselftest_harness.h"

FIXTURE(sign) {
	struct source_tree tree;
	struct cordon_diagnostics diag;
	struct cordon_compiled compiled;
	char key[128];
	char certificate[128];
	char other[128];
};

static void path(FIXTURE_DATA(sign) * self, char *to, const char *name)
{
	snprintf(to, 128, "%s/keys/%s", self->tree.directory, name);
}

FIXTURE_SETUP(sign)
{
	char keys[128];

	memset(&self->diag, 0, sizeof(self->diag));
	memset(&self->compiled, 0, sizeof(self->compiled));
	ASSERT_EQ(0, source_tree_make(&self->tree));
	ASSERT_EQ(0, source_tree_text(&self->tree, "test.ini", SOURCE_POLICY));
	ASSERT_EQ(0, source_tree_text(&self->tree, "services/a.list",
				      "domain a.org\n"));
	ASSERT_EQ(0, cordon_compile(self->tree.ini, &self->diag,
				    &self->compiled));
	path(self, keys, "");
	ASSERT_EQ(0, cordon_keys_create(keys, &self->diag));
	path(self, self->key, "policy.key");
	path(self, self->certificate, "policy.der");
	path(self, self->other, "grant.crt");
}

FIXTURE_TEARDOWN(sign)
{
	cordon_compiled_free(&self->compiled);
	cordon_diagnostics_free(&self->diag);
	source_tree_remove(&self->tree);
}

static int sign(FIXTURE_DATA(sign) * self, const char *key,
		const char *certificate, void **object, size_t *size)
{
	cordon_diagnostics_free(&self->diag);
	return cordon_sign(CORDON_OBJECT_POLICY, self->compiled.blob,
			   self->compiled.size, key, certificate, &self->diag,
			   object, size);
}

TEST_F(sign, keys)
{
	struct stat info;
	char keys[128];

	ASSERT_EQ(0, stat(self->key, &info));
	EXPECT_EQ(0600, info.st_mode & 0777);
	path(self, keys, "");
	EXPECT_EQ(-EEXIST, cordon_keys_create(keys, &self->diag));
	EXPECT_NE(NULL, source_finding(&self->diag, "not overwritten"));
}

TEST_F(sign, an_object_is_what_it_says)
{
	struct cordon_signature signature;
	struct cordon_object parts;
	struct cordon_fault fault;
	void *object;
	size_t size;

	ASSERT_EQ(0, sign(self, self->key, self->certificate, &object, &size));
	ASSERT_EQ(0, cordon_object_parse(object, size, &parts, &fault));
	EXPECT_EQ(self->compiled.size, parts.content_size);
	EXPECT_EQ(0, memcmp(parts.content, self->compiled.blob,
			    parts.content_size));
	EXPECT_EQ(size, parts.covered_size + parts.signature_size);
	EXPECT_EQ(0, cordon_signature_verify(&parts, self->certificate,
					     &self->diag));
	EXPECT_EQ(-EKEYREJECTED, cordon_signature_verify(&parts, self->other,
							 &self->diag));
	ASSERT_EQ(0, cordon_signature_read(&parts, &signature));
	EXPECT_STREQ("CN=Cordon development policy authority",
		     signature.issuer);
	EXPECT_STREQ("sha256", signature.digest);
	EXPECT_STREQ("rsaEncryption", signature.algorithm);
	EXPECT_EQ(2048, signature.bits);
	cordon_signature_free(&signature);
	free(object);
}

/*
 * Each byte changed: malformed, or not signed with that key. Between what is
 * signed and the signature's value stand names and numbers that say no more
 * than whose key it was; changing them changes nothing that is loaded.
 */
TEST_F(sign, every_byte_counts)
{
	struct cordon_object parts;
	struct cordon_fault fault;
	void *object;
	size_t size, i, taken = 0;

	ASSERT_EQ(0, sign(self, self->key, self->certificate, &object, &size));
	for (i = 0; i < size; i++) {
		((u8 *)object)[i] ^= 0x41;
		if (!cordon_object_parse(object, size, &parts, &fault) &&
		    !cordon_signature_verify(&parts, self->certificate,
					     &self->diag) &&
		    (i < parts.covered_size || i >= size - 2048 / 8)) {
			TH_LOG("byte %zu of %zu does not count", i, size);
			taken++;
		}
		((u8 *)object)[i] ^= 0x41;
		cordon_diagnostics_free(&self->diag);
	}
	EXPECT_EQ(0, taken);
	ASSERT_EQ(0, cordon_object_parse(object, size, &parts, &fault));
	EXPECT_EQ(0, cordon_signature_verify(&parts, self->certificate,
					     &self->diag));
	free(object);
}

/* Cut at every byte, in exactly so many bytes that a sanitizer sees overreads. */
TEST_F(sign, every_length_counts)
{
	struct cordon_object parts;
	struct cordon_fault fault;
	void *object, *part;
	size_t size, i;

	ASSERT_EQ(0, sign(self, self->key, self->certificate, &object, &size));
	for (i = 0; i < size; i++) {
		part = malloc(i ? i : 1);
		memcpy(part, object, i);
		EXPECT_EQ(-EBADMSG, cordon_object_parse(part, i, &parts, &fault));
		free(part);
	}
	part = calloc(1, size + 1);
	memcpy(part, object, size);
	EXPECT_EQ(-EBADMSG, cordon_object_parse(part, size + 1, &parts, &fault));
	EXPECT_EQ(0, cordon_object_parse(part, size, &parts, &fault));
	free(part);
	free(object);
}

TEST_F(sign, unsigned_object)
{
	struct cordon_signature signature;
	struct cordon_object parts;
	struct cordon_fault fault;
	void *object;
	size_t size;

	ASSERT_EQ(0, sign(self, NULL, NULL, &object, &size));
	EXPECT_EQ(sizeof(struct cordon_object_header) + self->compiled.size,
		  size);
	ASSERT_EQ(0, cordon_object_parse(object, size, &parts, &fault));
	EXPECT_EQ(-ENODATA, cordon_signature_read(&parts, &signature));
	EXPECT_NE(0, cordon_signature_verify(&parts, self->certificate,
					     &self->diag));
	free(object);
}

TEST_F(sign, key_and_certificate_differ)
{
	void *object;
	size_t size;

	EXPECT_EQ(-EINVAL, sign(self, self->key, self->other, &object, &size));
	EXPECT_NE(NULL, source_finding(&self->diag, "does not belong to the key"));
	EXPECT_EQ(NULL, object);
}

static int write_key(FIXTURE_DATA(sign) * self, EVP_PKEY *key)
{
	FILE *file = fopen(self->key, "w");
	bool good = file && PEM_write_PrivateKey(file, key, NULL, NULL, 0, NULL,
						 NULL);

	if (file)
		fclose(file);
	EVP_PKEY_free(key);
	return good ? 0 : -EIO;
}

TEST_F(sign, keys_that_do_not_sign)
{
	void *object;
	size_t size;

	ASSERT_EQ(0, write_key(self, EVP_EC_gen("P-256")));
	EXPECT_EQ(-EINVAL, sign(self, self->key, self->certificate, &object,
				&size));
	EXPECT_NE(NULL, source_finding(&self->diag, "does not sign"));
	ASSERT_EQ(0, write_key(self, EVP_RSA_gen(1024)));
	EXPECT_EQ(-EINVAL, sign(self, self->key, self->certificate, &object,
				&size));
	EXPECT_NE(NULL, source_finding(&self->diag, "a key of 1024 bits"));
	EXPECT_EQ(-EINVAL, sign(self, self->certificate, self->certificate,
				&object, &size));
	EXPECT_NE(NULL, source_finding(&self->diag, "no private key"));
	EXPECT_EQ(-EINVAL, sign(self, "/nonexistent", self->certificate,
				&object, &size));
	EXPECT_NE(NULL, source_finding(&self->diag, "cannot read it"));
}

TEST_F(sign, what_opens_as_a_policy)
{
	struct cordon_policy_file file;
	char name[128];
	void *object;
	size_t size;

	snprintf(name, sizeof(name), "%s/object", self->tree.directory);
	ASSERT_EQ(0, sign(self, self->key, self->certificate, &object, &size));
	ASSERT_EQ(0, cordon_file_write(name, object, size, 0644));
	EXPECT_EQ(0, cordon_policy_open(&file, name, false, &self->diag));
	EXPECT_TRUE(file.is_object);
	cordon_policy_close(&file);
	((u8 *)object)[sizeof(struct cordon_object_header) + 200] ^= 1;
	ASSERT_EQ(0, cordon_file_write(name, object, size, 0644));
	EXPECT_EQ(-EBADMSG, cordon_policy_open(&file, name, true, &self->diag));
	EXPECT_NE(NULL, source_finding(&self->diag, "blob-crc"));
	cordon_policy_close(&file);
	EXPECT_EQ(0, cordon_policy_open(&file, self->tree.ini, true,
					&self->diag));
	cordon_policy_close(&file);
	EXPECT_EQ(-EINVAL, cordon_policy_open(&file, self->tree.ini, false,
					      &self->diag));
	cordon_policy_close(&file);
	free(object);
}

TEST_HARNESS_MAIN
