// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * cordonc keys
 */
#include <stdio.h>

#include "cordonc/cordonc.h"
#include "libcordon/file.h"
#include "libcordon/sign/sign.h"

static const struct {
	const char *file;
	const char *use;
} files[] = {
	{ "policy.key", "signs policies: cordonc sign --key" },
	{ "policy.crt", "its certificate: cordonc sign --cert" },
	{ "policy.der", "the same for the kernel's policy keyring: compiled in" },
	{ "grant.key", "signs grants" },
	{ "grant.crt", "its certificate" },
	{ "grant.der", "the same for the kernel's grant keyring: compiled in" },
};

static int show_keys(const char *directory)
{
	struct json_object *array;
	size_t i;

	if (json_wanted) {
		struct json_object *object = json_object_new_object();

		array = json_object_new_array();
		for (i = 0; i < ARRAY_SIZE(files); i++) {
			struct json_object *file = json_object_new_object();

			cordon_json_add_text(file, "file", files[i].file);
			cordon_json_add_text(file, "use", files[i].use);
			json_object_array_add(array, file);
		}
		cordon_json_add_text(object, "directory", directory);
		json_object_object_add(object, "files", array);
		return print_json(object, CORDON_EXIT_OK);
	}
	for (i = 0; i < ARRAY_SIZE(files); i++) {
		cordon_safe_text_write(stdout, directory);
		printf("/%-10s  %s\n", files[i].file, files[i].use);
	}
	printf("For development only: the private keys lie there unprotected. An authority's own\n"
	       "keys are made and kept where signing is done, and never in a source tree.\n");
	return CORDON_EXIT_OK;
}

int cmd_keys(int argc, char **argv)
{
	static const struct option options[] = {
		{ NULL, 0, NULL, 0 },
	};
	struct cordon_diagnostics diag = { 0 };
	int option, status;

	while ((option = next_option("keys", argc, argv, options)) != -1) {
		if (option == '?')
			return CORDON_EXIT_USAGE;
		if (option == 'o')
			return usage_error("keys", "name the directory without -o");
	}
	status = want_arguments("keys", argc, 1, "DIRECTORY");
	if (status)
		return status;
	if (cordon_file_is_standard(argv[optind]))
		return usage_error("keys",
				   "'-' is the standard output, and keys go into a directory; './-' is one of that name");
	if (cordon_keys_create(argv[optind], &diag))
		return fail(CORDON_EXIT_FAILED, &diag);
	return show_keys(argv[optind]);
}
