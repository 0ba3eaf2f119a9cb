// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * cordonc dump
 */
#include <string.h>

#include "cordonc/cordonc.h"
#include "cordonc/dump.h"
#include "libcordon/file.h"

static int show(struct dump *dump, const char *certificate,
		struct cordon_diagnostics *diag)
{
	struct cordon_where where = { .file = dump->path };
	int error;

	error = dump_collect(dump);
	if (error == -EBADMSG)
		cordon_diagnose(diag, CORDON_ERROR, &where,
				"it is damaged, or was made by something else: sign the blob again",
				"not a valid object: the signature is no PKCS#7 with one signer");
	if (error)
		return status_of(error);
	if (certificate && !dump->file->is_object) {
		cordon_diagnose(diag, CORDON_ERROR, &where,
				"leave out --cert, or name the object",
				"a blob has no signature");
		return CORDON_EXIT_FAILED;
	}
	if (certificate) {
		if (cordon_signature_verify(&dump->file->object, certificate,
					    diag))
			return CORDON_EXIT_POLICY;
		dump->verified = true;
	}
	if (json_wanted)
		return print_json(dump_json(dump), CORDON_EXIT_OK);
	dump_text(dump);
	return CORDON_EXIT_OK;
}

/*
 * Else what is damaged would be reported as a source full of mistakes. What comes
 * without a name may be one.
 */
static bool looks_like_source(const char *path)
{
	const char *dot = strrchr(path, '.');

	return cordon_file_is_standard(path) || (dot && !strcmp(dot, ".ini"));
}

static int check_dump_files(const char *path, const char *certificate)
{
	const struct input inputs[] = {
		{ path, "the policy" }, { certificate, "the certificate" },
	};

	return check_files("dump", inputs, ARRAY_SIZE(inputs), NULL);
}

int cmd_dump(int argc, char **argv)
{
	static const struct option options[] = {
		{ "cert", required_argument, NULL, 'c' },
		{ NULL, 0, NULL, 0 },
	};
	struct cordon_diagnostics diag = { 0 };
	struct cordon_policy_file file = { 0 };
	struct dump dump = { .file = &file };
	const char *certificate = NULL;
	int option, status;

	while ((option = next_option("dump", argc, argv, options)) != -1) {
		if (option == '?')
			return CORDON_EXIT_USAGE;
		if (option == 'o')
			return usage_error("dump", "it writes nothing: -o has no meaning");
		if (take_once("dump", "--cert", &certificate))
			return CORDON_EXIT_USAGE;
	}
	status = want_arguments("dump", argc, 1, "FILE");
	if (status)
		return status;
	status = check_dump_files(argv[optind], certificate);
	if (status)
		return status;
	dump.path = cordon_file_title(argv[optind]);
	status = cordon_policy_open(&file, argv[optind],
				    looks_like_source(argv[optind]), &diag);
	if (status)
		status = status_of(status);
	else
		status = show(&dump, certificate, &diag);
	dump_free(&dump);
	cordon_policy_close(&file);
	if (diag.errors)
		return fail(status, &diag);
	cordon_diagnostics_free(&diag);
	return status;
}
