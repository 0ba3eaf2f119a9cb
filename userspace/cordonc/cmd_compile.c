// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * cordonc compile, cordonc lint
 */
#include <errno.h>
#include <stdio.h>
#include <string.h>

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

static void show_summary(FILE *to, const struct cordon_compiled *compiled)
{
	fprintf(to, "%s version %llu: %u services, %u resolvers\n",
		compiled->name, (unsigned long long)compiled->version,
		compiled->services, compiled->resolvers);
	fprintf(to,
		"%u domains and %u excepted, %u prefixes and %u shared, %u paths, %u packages\n",
		compiled->domains, compiled->excepts, compiled->prefixes,
		compiled->shared, compiled->paths, compiled->packages);
	if (compiled->yielded)
		fprintf(to, "%u rules were given up by yields-to\n",
			compiled->yielded);
	if (compiled->packages)
		fputs("package rules take effect only once cordond maps packages to uids\n",
		      to);
	if (compiled->never_block)
		fprintf(to, "%u entries of the never-block file: none is refused\n",
			compiled->never_block);
}

static int check_compile_files(const char *verb, const char *source,
			       const struct cordon_compile_options *wanted)
{
	const struct input inputs[] = {
		{ source, "the source itself" },
		{ wanted->never_block, "the never-block file" },
	};

	return check_files(verb, inputs, ARRAY_SIZE(inputs), wanted->output);
}

int cmd_compile(int argc, char **argv)
{
	static const struct option options[] = {
		{ "output", required_argument, NULL, 'o' },
		{ "never-block", required_argument, NULL, 'n' },
		{ NULL, 0, NULL, 0 },
	};
	struct cordon_compile_options wanted = { .lint = false };
	struct cordon_diagnostics diag = { 0 };
	struct cordon_compiled compiled;
	int option, status, error;

	while ((option = next_option("compile", argc, argv, options)) != -1) {
		if (option == '?')
			return CORDON_EXIT_USAGE;
		status = option == 'o' ?
			 take_once("compile", "-o", &wanted.output) :
			 take_once("compile", "--never-block",
				   &wanted.never_block);
		if (status)
			return status;
	}
	status = want_arguments("compile", argc, 1, "SOURCE");
	if (status)
		return status;
	if (!wanted.output)
		return usage_error("compile", "-o BLOB is missing");
	status = check_compile_files("compile", argv[optind], &wanted);
	if (status)
		return status;
	error = cordon_compile_with(argv[optind], &wanted, &diag, &compiled);
	if (error)
		return fail(status_of(error), &diag);
	error = write_output(wanted.output, compiled.blob, compiled.size,
			     &diag);
	if (error) {
		status = fail(CORDON_EXIT_FAILED, &diag);
	} else if (json_wanted) {
		status = print_json(summary_json(&compiled, &diag), 0);
	} else {
		FILE *to = remark_stream(wanted.output);

		show_remarks(&diag);
		show_summary(to, &compiled);
		cordon_safe_text_write(to, output_title(wanted.output));
		fprintf(to, ": %zu bytes\n", compiled.size);
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
		else if (take_once("lint", "--never-block", &wanted.never_block))
			return CORDON_EXIT_USAGE;
	}
	status = want_arguments("lint", argc, 1, "SOURCE");
	if (!status)
		status = check_compile_files("lint", argv[optind], &wanted);
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
		show_summary(stdout, &compiled);
		cordon_safe_text_write(stdout, cordon_file_title(argv[optind]));
		printf(": no error, %u warnings, %u notes\n", diag.warnings,
		       diag.notes);
	}
	cordon_compiled_free(&compiled);
	cordon_diagnostics_free(&diag);
	return status;
}
