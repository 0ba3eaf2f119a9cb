// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * cordonctl - load: hand the kernel a signed object
 */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "cordonctl/cordonctl.h"
#include "libcordon/file.h"
#include "libcordon/json.h"
#include "libcordon/device/in_force.h"
#include "libcordon/device/refusal.h"
#include "uapi/cordon.h"

const char help_load[] =
	"load [--json] OBJECT\n"
	"\n"
	"Hands the kernel a signed policy (made by `cordonc sign`); OBJECT may be -, the\n"
	"standard input. It comes into force at once and until the next boot; to keep it,\n"
	"move it into /var/lib/cordon/inbox instead, from where cordond loads it. Needs\n"
	"CAP_MAC_ADMIN and write access to the nodes: root has both.\n"
	"\n"
	"Whatever is refused, the policy in force stays in force.\n"
	"\n"
	"Exit status: 0 in force, 1 could not be handed over, 2 usage, 4 no Cordon in\n"
	"this kernel, 5 the object is invalid: the kernel refused it, or was not asked as\n"
	"it is over 64 MiB.\n";

/* What the library or a lock says is not about the object. */
static bool is_about_object(const char *word)
{
	static const char *const others[] = {
		"busy", "not-permitted", "io", "locked", "no-memory",
	};
	size_t i;

	for (i = 0; i < ARRAY_SIZE(others); i++) {
		if (!strcmp(word, others[i]))
			return false;
	}
	return true;
}

static int report_refusal(const struct session *session, const char *path,
			  int error, const struct cordon_load_result *result,
			  const char *policy)
{
	const struct cordon_refusal *refusal = cordon_refusal_find(result->word);
	int status = is_about_object(result->word) ? CORDON_EXIT_POLICY :
						     CORDON_EXIT_FAILED;
	char place[CORDON_REFUSAL_PLACE_MAX];

	if (session->json) {
		struct json_object *object = json_object_new_object();

		cordon_json_add_text(object, "error", refusal->meaning);
		cordon_json_add_number(object, "status", status);
		cordon_json_add_text(object, "hint", refusal->advice);
		cordon_json_add_text(object, "word", result->word);
		cordon_json_add_number(object, "offset", result->offset);
		cordon_json_add_text(object, "errno", strerrorname_np(-error));
		cordon_json_add_text(object, "object", path);
		cordon_json_add_text(object, "node", result->node);
		cordon_json_add_text(object, "in_force", policy);
		return print_json(object, status);
	}
	fputs("cordonctl: ", stderr);
	cordon_safe_text_write(stderr, path);
	fputs(": refused: ", stderr);
	cordon_safe_text_write(stderr, result->word);
	fprintf(stderr, "%s (%s): %s\n",
		cordon_refusal_place(result->word, result->offset, place),
		strerror(-error), refusal->meaning);
	fprintf(stderr, "  what to do: %s\n  still in force: ", refusal->advice);
	cordon_safe_text_write(stderr, policy);
	fputc('\n', stderr);
	return status;
}

/**
 * struct outcome - how it stands after a load
 * @policy: what is in force, in words
 * @mode: empty if it cannot be read
 * @generation_known: it could be read
 * @generation: of what is in force
 * @changed_known: it is known whether the load changed anything
 * @changed: it did
 */
struct outcome {
	char policy[CORDON_IN_FORCE_MAX];
	char mode[32];
	bool generation_known;
	u64 generation;
	bool changed_known;
	bool changed;
};

/* @before: the generation before the load, NULL if it could not be read */
static void read_outcome(const struct cordon_sysfs *sysfs, const u64 *before,
			 struct outcome *outcome)
{
	int r = cordon_in_force_describe(sysfs, outcome->policy);

	cordon_sysfs_read(sysfs, "mode", outcome->mode, sizeof(outcome->mode));
	outcome->generation_known =
		!cordon_sysfs_read_number(sysfs, "policy/generation",
					  &outcome->generation);
	outcome->changed_known = before && outcome->generation_known && !r;
	outcome->changed = outcome->changed_known &&
			   outcome->generation != *before;
}

static struct json_object *outcome_to_json(const struct outcome *outcome)
{
	struct json_object *object = json_object_new_object();

	cordon_json_add_text(object, "in_force", outcome->policy);
	cordon_json_add_text(object, "mode",
			     *outcome->mode ? outcome->mode : NULL);
	json_object_object_add(object, "generation", outcome->generation_known ?
			       json_object_new_uint64(outcome->generation) :
			       NULL);
	json_object_object_add(object, "changed", outcome->changed_known ?
			       json_object_new_boolean(outcome->changed) : NULL);
	return object;
}

static int report_success(const struct session *session,
			  const struct outcome *outcome)
{
	if (session->json)
		return print_json(outcome_to_json(outcome), CORDON_EXIT_OK);
	fputs("in force: ", stdout);
	cordon_safe_text_write(stdout, outcome->policy);
	fputs(", mode ", stdout);
	cordon_safe_text_write(stdout, *outcome->mode ? outcome->mode : "unknown");
	fputs(", generation ", stdout);
	if (outcome->generation_known)
		printf("%llu", (unsigned long long)outcome->generation);
	else
		fputs("unknown", stdout);
	if (!outcome->changed_known)
		puts(" (the kernel took it; whether that changed anything is unknown)");
	else
		puts(outcome->changed ? "" :
		     " (it was in force already: nothing changed)");
	return CORDON_EXIT_OK;
}

static int load(const struct session *session, const struct cordon_sysfs *sysfs,
		const char *path, const void *data, size_t size)
{
	struct cordon_load_result result;
	struct outcome outcome;
	u64 generation;
	int before, r;

	before = cordon_sysfs_read_number(sysfs, "policy/generation",
					  &generation);
	r = cordon_sysfs_load(sysfs, data, size, &result);
	read_outcome(sysfs, before < 0 ? NULL : &generation, &outcome);
	if (r < 0)
		return report_refusal(session, path, r, &result, outcome.policy);
	return report_success(session, &outcome);
}

int cmd_load(int argc, char **argv)
{
	const struct session *session = start_session(argv[0]);
	struct cordon_sysfs sysfs;
	const char *path;
	size_t size;
	char *data;
	int r;

	if (argc > 2 && !strcmp(argv[1], "--")) {
		argc--;
		argv++;
	} else if (argc > 1 && *argv[1] == '-' &&
		   !cordon_file_is_standard(argv[1])) {
		return usage(session, "no such option", argv[1]);
	}
	if (argc != 2)
		return usage(session, argc > 1 ? "one object at a time" :
						 "which object?", NULL);
	r = cordon_file_read_named(argv[1], CORDON_OBJECT_MAX, &data, &size);
	path = cordon_file_title(argv[1]);
	if (r == -EFBIG)
		return fail(session, CORDON_EXIT_POLICY,
			    "a policy that is really that big must be thinned out",
			    "%s: over 64 MiB: no object is; the kernel was not asked", path);
	if (r < 0)
		return fail(session, CORDON_EXIT_FAILED, cordon_file_advice(r),
			    "cannot read %s: %s", path, strerror(-r));
	r = open_kernel(session, &sysfs);
	if (r == 0) {
		r = load(session, &sysfs, path, data, size);
		cordon_sysfs_close(&sysfs);
	}
	free(data);
	return r;
}
