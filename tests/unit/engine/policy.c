// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Policies for the engine's tests: sources written to a temporary directory
 * and compiled, or the real one
 */
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "policy.h"
#include "engine/policy/validate.h"

#define MET_HANDSET	"policy/met-handset.ini"

static const char head[] =
	"[policy]\n"
	"name = engine-test\n"
	"version = 7\n"
	"mode = enforce\n"
	"services = *.list\n"
	"[defaults]\n"
	"action = restrict\n"
	"help = https://intranet.example/ask\n";

static void print_findings(const struct cordon_diagnostics *diag)
{
	size_t i;

	for (i = 0; i < diag->count; i++) {
		char *text = cordon_diagnostic_format(&diag->list[i], false);

		if (diag->list[i].severity == CORDON_ERROR)
			fprintf(stderr, "# %s\n", text ? text : "?");
		free(text);
	}
}

/* Moves the blob into memory of exactly its size and opens it there. */
static int compile(struct test_policy *policy, const char *path)
{
	const struct cordon_compile_options wanted = { .names = true };
	struct cordon_diagnostics diag = { 0 };
	struct cordon_compiled compiled;
	struct cordon_fault fault;
	int error;

	memset(policy, 0, sizeof(*policy));
	error = cordon_compile_with(path, &wanted, &diag, &compiled);
	if (error) {
		print_findings(&diag);
		cordon_diagnostics_free(&diag);
		return error;
	}
	policy->names = compiled.names;
	policy->name_count = compiled.name_count;
	compiled.names = NULL;
	policy->size = compiled.size;
	policy->data = malloc(policy->size);
	if (policy->data) {
		memcpy(policy->data, compiled.blob, policy->size);
		error = cordon_blob_open(&policy->blob, policy->data,
					 policy->size, &fault);
	} else {
		error = -ENOMEM;
	}
	cordon_compiled_free(&compiled);
	cordon_diagnostics_free(&diag);
	return error;
}

static FILE *create(const char *directory, const char *name)
{
	char path[512];

	snprintf(path, sizeof(path), "%s/%s", directory, name);
	return fopen(path, "w");
}

static int write_text(const char *directory, const char *name, const char *text)
{
	FILE *file = create(directory, name);

	if (!file)
		return -errno;
	fputs(text, file);
	return fclose(file) ? -errno : 0;
}

static int write_policy(const char *directory, const char *network,
			const char *shared, const struct test_service *services)
{
	FILE *file = create(directory, "policy.ini");
	char name[128];
	int error = 0;

	if (!file)
		return -errno;
	fputs(head, file);
	if (network || shared)
		fprintf(file, "[network]\n%s", network ? network : "");
	if (shared) {
		fputs("shared = shared.txt\n", file);
		error = write_text(directory, "shared.txt", shared);
	}
	for (; services->name && !error; services++) {
		if (services->keys)
			fprintf(file, "[service %s]\n%s", services->name,
				services->keys);
		snprintf(name, sizeof(name), "%s.list", services->name);
		error = write_text(directory, name, services->rules);
	}
	if (fclose(file) && !error)
		error = -errno;
	return error;
}

static void remove_policy(const char *directory,
			  const struct test_service *services)
{
	char path[512];

	for (; services->name; services++) {
		snprintf(path, sizeof(path), "%s/%s.list", directory,
			 services->name);
		unlink(path);
	}
	snprintf(path, sizeof(path), "%s/policy.ini", directory);
	unlink(path);
	snprintf(path, sizeof(path), "%s/shared.txt", directory);
	unlink(path);
	rmdir(directory);
}

/**
 * test_policy_make - compile a policy that a test writes down
 * @policy: the result
 * @network: what stands in its section [network], or NULL
 * @shared: its list of shared ranges, or NULL
 * @services: its services
 *
 * Every service restricts unless its section says otherwise. What the compiler
 * has against the source goes to stderr.
 *
 * Return: 0, or a negative errno.
 */
int test_policy_make(struct test_policy *policy, const char *network,
		     const char *shared, const struct test_service *services)
{
	const char *tmp = getenv("TMPDIR");
	char directory[256];
	char path[512];
	int error;

	snprintf(directory, sizeof(directory), "%s/cordon-test-XXXXXX",
		 tmp ? tmp : "/tmp");
	if (!mkdtemp(directory))
		return -errno;
	error = write_policy(directory, network, shared, services);
	if (!error) {
		snprintf(path, sizeof(path), "%s/policy.ini", directory);
		error = compile(policy, path);
	}
	remove_policy(directory, services);
	return error;
}

/**
 * test_policy_small - compile a small policy with every section filled
 * @policy: the result
 *
 * Services, sorted: alpha (audit), beta (restrict) and the reserved one. Four
 * domains, SMALL_PREFIXES prefixes, four paths of which the first is wild, and
 * two packages and resolvers.
 *
 * Return: 0, or a negative errno.
 */
int test_policy_small(struct test_policy *policy)
{
	static const struct test_service services[] = {
		{ "alpha",
		  "domain alpha.example\n"
		  "except domain open.alpha.example\n"
		  "prefix 192.0.2.0/24\n"
		  "prefix 192.0.2.128/25\n"
		  "path **/alpha\n"
		  "package com.alpha\n",
		  "action = audit\nmessage = Alpha is seen.\n" },
		{ "beta",
		  "domain beta.example\n"
		  "prefix 2001:db8:1::/48\n"
		  "path /opt/*/beta*\n"
		  "path **/beta\n"
		  "package org.beta\n",
		  "message = Beta is not allowed.\n"
		  "help = https://intranet.example/beta\n" },
		{ },
	};

	return test_policy_make(policy, "resolvers = 10.20.0.53, 2001:db8::53\n",
				"prefix 192.0.2.0/24\n", services);
}

/**
 * test_root_path - find a file of the repository
 * @path: from its root
 *
 * Looks in the working directory and above it for the repository.
 *
 * Return: its path, for free(), or NULL when there is none.
 */
char *test_root_path(const char *path)
{
	static const char * const roots[] = { "", "../", "../../", "../../../" };
	char full[4096];
	size_t i;

	for (i = 0; i < ARRAY_SIZE(roots); i++) {
		snprintf(full, sizeof(full), "%s" MET_HANDSET, roots[i]);
		if (!access(full, R_OK))
			break;
	}
	if (i == ARRAY_SIZE(roots))
		return NULL;
	snprintf(full, sizeof(full), "%s%s", roots[i], path);
	return access(full, R_OK) ? NULL : strdup(full);
}

/**
 * test_policy_real - compile the policy met-handset
 * @policy: the result
 *
 * Return: 0, or a negative errno.
 */
int test_policy_real(struct test_policy *policy)
{
	char *path = test_root_path(MET_HANDSET);
	int error;

	if (!path) {
		fprintf(stderr, "# no " MET_HANDSET " here: run it in the repository\n");
		return -ENOENT;
	}
	error = compile(policy, path);
	free(path);
	return error;
}

/**
 * test_policy_free - give a policy back
 * @policy: made, or zeroed
 */
void test_policy_free(struct test_policy *policy)
{
	free(policy->data);
	free(policy->names);
	memset(policy, 0, sizeof(*policy));
}

/**
 * test_service_index - where a service stands in a policy
 * @policy: the policy
 * @name: of the service
 *
 * Return: its index, or CORDON_NO_SERVICE.
 */
u16 test_service_index(const struct test_policy *policy, const char *name)
{
	u16 service;

	if (!cordon_blob_find_service(&policy->blob, name, strlen(name),
				      &service))
		return CORDON_NO_SERVICE;
	return service;
}

/**
 * test_learned_make - make empty stores in memory that was not empty
 *
 * Return: the stores, for free().
 */
struct cordon_learned *test_learned_make(void)
{
	struct cordon_learned *learned = malloc(cordon_learned_size());

	if (!learned)
		abort();
	memset(learned, 0xa5, cordon_learned_size());
	cordon_learned_init(learned, 0x123456789abcdefULL);
	return learned;
}
