// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * cordonc compile, cordonc lint
 */
#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

#include "cordonc/cordonc.h"
#include "libcordon/source/compile.h"
#include "libcordon/file.h"

static struct json_object *summary_json(const struct cordon_compiled *compiled,
					const struct cordon_diagnostics *diag)
{
	struct json_object *object = json_object_new_object();

	cordon_json_add_text(object, "name", compiled->name);
	cordon_json_add_number(object, "version", compiled->version);
	cordon_json_add_number(object, "services", compiled->services);
	cordon_json_add_number(object, "domains", compiled->domains);
	cordon_json_add_number(object, "excepts", compiled->excepts);
	cordon_json_add_number(object, "prefixes", compiled->prefixes);
	cordon_json_add_number(object, "shared", compiled->shared);
	cordon_json_add_number(object, "paths", compiled->paths);
	cordon_json_add_number(object, "packages", compiled->packages);
	cordon_json_add_number(object, "resolvers", compiled->resolvers);
	cordon_json_add_number(object, "yielded", compiled->yielded);
	cordon_json_add_number(object, "never_block", compiled->never_block);
	cordon_json_add_number(object, "bytes", compiled->size);
	cordon_json_add_number(object, "warnings", diag->warnings);
	json_object_object_add(object, "diagnostics",
			       cordon_json_diagnostics(diag));
	return object;
}

static void show_summary(const struct cordon_compiled *compiled)
{
	printf("%s version %llu: %u services, %u resolvers\n", compiled->name,
	       (unsigned long long)compiled->version, compiled->services,
	       compiled->resolvers);
	printf("%u domains and %u excepted, %u prefixes and %u shared, %u paths, %u packages\n",
	       compiled->domains, compiled->excepts, compiled->prefixes,
	       compiled->shared, compiled->paths, compiled->packages);
	if (compiled->yielded)
		printf("%u rules were given up by yields-to\n",
		       compiled->yielded);
	if (compiled->packages)
		puts("package rules take effect only once cordond maps packages to uids");
	if (compiled->never_block)
		printf("%u entries of the never-block file: none is refused\n",
		       compiled->never_block);
}

/* Writing the blob over its own source would lose the source. */
static bool is_same_file(const char *a, const char *b)
{
	struct stat a_stat, b_stat;

	return !stat(a, &a_stat) && !stat(b, &b_stat) &&
	       a_stat.st_dev == b_stat.st_dev && a_stat.st_ino == b_stat.st_ino;
}

static int write_result(const char *path,
			const struct cordon_compiled *compiled,
			struct cordon_diagnostics *diag)
{
	struct cordon_where where = { .file = path };
	int error;

	error = cordon_file_write(path, compiled->blob, compiled->size, 0644);
	if (error)
		cordon_diagnose(diag, CORDON_ERROR, &where, NULL,
				"cannot write it: %s", strerror(-error));
	return error;
}

static int set_never_block(const char *verb,
			   struct cordon_compile_options *to)
{
	if (to->never_block)
		return usage_error(verb, "--never-block stands twice");
	to->never_block = optarg;
	return 0;
}

int cmd_compile(int argc, char **argv)
{
	static const struct option options[] = {
		{ "output", required_argument, NULL, 'o' },
		{ "never-block", required_argument, NULL, 'n' },
		{ "json", no_argument, NULL, 'j' },
		{ NULL, 0, NULL, 0 },
	};
	struct cordon_compile_options wanted = { .lint = false };
	struct cordon_diagnostics diag = { 0 };
	struct cordon_compiled compiled;
	const char *output = NULL;
	int option, status, error;

	while ((option = next_option("compile", argc, argv, options)) != -1) {
		if (option == '?')
			return CORDON_EXIT_USAGE;
		if (option == 'o')
			output = optarg;
		if (option == 'n' && set_never_block("compile", &wanted))
			return CORDON_EXIT_USAGE;
	}
	status = want_arguments("compile", argc, 1, "SOURCE");
	if (status)
		return status;
	if (!output)
		return usage_error("compile", "-o BLOB is missing");
	if (is_same_file(argv[optind], output))
		return usage_error("compile",
				   "'%s' is the source itself", output);
	if (wanted.never_block && is_same_file(wanted.never_block, output))
		return usage_error("compile",
				   "'%s' is the never-block file", output);
	error = cordon_compile_with(argv[optind], &wanted, &diag, &compiled);
	if (error)
		return fail(status_of(error), &diag);
	error = write_result(output, &compiled, &diag);
	if (error) {
		status = fail(CORDON_EXIT_FAILED, &diag);
	} else if (json_wanted) {
		status = print_json(summary_json(&compiled, &diag), 0);
	} else {
		show_remarks(&diag);
		show_summary(&compiled);
		printf("%s: %zu bytes\n", output, compiled.size);
	}
	cordon_compiled_free(&compiled);
	cordon_diagnostics_free(&diag);
	return status;
}

int cmd_lint(int argc, char **argv)
{
	static const struct option options[] = {
		{ "strict", no_argument, NULL, 's' },
		{ "never-block", required_argument, NULL, 'n' },
		{ "json", no_argument, NULL, 'j' },
		{ NULL, 0, NULL, 0 },
	};
	struct cordon_compile_options wanted = { .lint = true };
	struct cordon_diagnostics diag = { 0 };
	struct cordon_compiled compiled;
	bool strict = false;
	int option, status, error;

	while ((option = next_option("lint", argc, argv, options)) != -1) {
		if (option == '?')
			return CORDON_EXIT_USAGE;
		if (option == 's')
			strict = true;
		else if (option == 'o')
			return usage_error("lint", "it writes nothing: -o has no meaning");
		else if (option == 'n' && set_never_block("lint", &wanted))
			return CORDON_EXIT_USAGE;
	}
	status = want_arguments("lint", argc, 1, "SOURCE");
	if (status)
		return status;
	error = cordon_compile_with(argv[optind], &wanted, &diag, &compiled);
	if (error)
		return fail(status_of(error), &diag);
	status = strict && diag.warnings ? CORDON_EXIT_POLICY : CORDON_EXIT_OK;
	if (json_wanted) {
		status = print_json(summary_json(&compiled, &diag), status);
	} else {
		show_remarks(&diag);
		show_summary(&compiled);
		printf("%s: no error, %u warnings, %u notes\n", argv[optind],
		       diag.warnings, diag.notes);
	}
	cordon_compiled_free(&compiled);
	cordon_diagnostics_free(&diag);
	return status;
}
