// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * cordonc sign
 */
#include <stdio.h>
#include <stdlib.h>

#include "cordonc/cordonc.h"
#include "libcordon/file.h"
#include "libcordon/policy_file.h"
#include "libcordon/sign/sign.h"

/**
 * struct request - what is to be signed with what
 * @key: NULL for an unsigned object
 * @certificate: NULL for an unsigned object
 * @blob: the blob's file
 * @output: the object's file
 */
struct request {
	const char *key;
	const char *certificate;
	const char *blob;
	const char *output;
};

static int open_blob(const struct request *request,
		     struct cordon_policy_file *file,
		     struct cordon_diagnostics *diag)
{
	struct cordon_where where = { .file = cordon_file_title(request->blob) };
	int error;

	error = cordon_policy_open(file, request->blob, false, diag);
	if (error)
		return status_of(error);
	if (!file->is_object)
		return 0;
	cordon_diagnose(diag, CORDON_ERROR, &where,
			"sign the blob that cordonc compile wrote",
			"this is an object already");
	return CORDON_EXIT_POLICY;
}

static int show_object(const struct request *request, size_t size)
{
	struct json_object *object;
	FILE *to;

	if (json_wanted) {
		object = json_object_new_object();
		cordon_json_add_text(object, "object", request->output);
		cordon_json_add_number(object, "bytes", size);
		json_object_object_add(object, "signed",
				       json_object_new_boolean(!!request->key));
		return print_json(object, CORDON_EXIT_OK);
	}
	to = remark_stream(request->output);
	cordon_safe_text_write(to, output_title(request->output));
	fprintf(to, ": %zu bytes, %s\n", size, request->key ?
		"signed, and the signature verified" :
		"NOT signed: only a kernel built to accept that takes it");
	return CORDON_EXIT_OK;
}

static int sign_blob(const struct request *request,
		     const struct cordon_policy_file *file,
		     struct cordon_diagnostics *diag)
{
	void *object;
	size_t size;
	int error;

	error = cordon_sign(CORDON_OBJECT_POLICY, file->data, file->size,
			    request->key, request->certificate, diag, &object,
			    &size);
	if (error)
		return CORDON_EXIT_FAILED;
	error = write_output(request->output, object, size, diag);
	free(object);
	return error ? CORDON_EXIT_FAILED : show_object(request, size);
}

static int check_sign_files(const struct request *request)
{
	const struct input inputs[] = {
		{ request->blob, "the blob itself" },
		{ request->key, "the key" },
		{ request->certificate, "the certificate" },
	};

	return check_files("sign", inputs, ARRAY_SIZE(inputs), request->output);
}

static int read_arguments(int argc, char **argv, struct request *request)
{
	static const struct option options[] = {
		{ "key", required_argument, NULL, 'k' },
		{ "cert", required_argument, NULL, 'c' },
		{ "output", required_argument, NULL, 'o' },
		{ "unsigned", no_argument, NULL, 'u' },
		{ NULL, 0, NULL, 0 },
	};
	bool is_unsigned = false;
	int option, status = 0;

	while ((option = next_option("sign", argc, argv, options)) != -1) {
		if (option == '?')
			return CORDON_EXIT_USAGE;
		if (option == 'k')
			status = take_once("sign", "--key", &request->key);
		else if (option == 'c')
			status = take_once("sign", "--cert",
					   &request->certificate);
		else if (option == 'o')
			status = take_once("sign", "-o", &request->output);
		else
			is_unsigned = true;
		if (status)
			return status;
	}
	status = want_arguments("sign", argc, 1, "BLOB");
	if (status)
		return status;
	request->blob = argv[optind];
	if (!request->output)
		return usage_error("sign", "-o OBJECT is missing");
	if (is_unsigned && (request->key || request->certificate))
		return usage_error("sign", "--unsigned takes neither --key nor --cert");
	if (!is_unsigned && !(request->key && request->certificate))
		return usage_error("sign", "--key KEY and --cert CERTIFICATE are needed");
	return check_sign_files(request);
}

int cmd_sign(int argc, char **argv)
{
	struct cordon_diagnostics diag = { 0 };
	struct cordon_policy_file file = { 0 };
	struct request request = { 0 };
	int status;

	status = read_arguments(argc, argv, &request);
	if (status)
		return status;
	status = open_blob(&request, &file, &diag);
	if (!status)
		status = sign_blob(&request, &file, &diag);
	cordon_policy_close(&file);
	if (status)
		return fail(status, &diag);
	cordon_diagnostics_free(&diag);
	return status;
}
