// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * cordonctl - status_json: the status, for a program
 */
#include <string.h>

#include "cordonctl/status.h"
#include "libcordon/device/probe.h"
#include "libcordon/device/refusal.h"
#include "libcordon/json.h"

static const char *const probe_words[] = {
	[PROBE_REFUSED] = "refused",
	[PROBE_LET_THROUGH] = "let-through",
	[PROBE_FAILED] = "failed",
	[PROBE_NOT_MADE] = "not-made",
};

/* null, or what is wrong and what to do about it. */
static struct json_object *alarm_to_json(const struct status *status)
{
	struct json_object *alarm;

	if (!status_is_broken(status))
		return NULL;
	alarm = json_object_new_object();
	cordon_json_add_text(alarm, "word", "canary-let-through");
	cordon_json_add_text(alarm, "text", STATUS_ALARM);
	cordon_json_add_text(alarm, "hint", status_advice(status));
	return alarm;
}

/* null where the node could not be read. */
static void add_known(struct json_object *object, const char *key,
		      const char *text)
{
	cordon_json_add_text(object, key, *text ? text : NULL);
}

/* Without a reason to doubt it; or null for each of its parts, and the reason. */
static struct json_object *policy_to_json(const struct status *status)
{
	const struct cordon_in_force *policy = &status->policy;
	struct json_object *object = json_object_new_object();
	static const char *const parts[] = {
		"name", "version", "signer", "digest", "generation",
	};
	char reason[CORDON_IN_FORCE_MAX];
	size_t i;

	if (status->policy_error) {
		for (i = 0; i < ARRAY_SIZE(parts); i++)
			json_object_object_add(object, parts[i], NULL);
		snprintf(reason, sizeof(reason), "cannot read %s: %s",
			 policy->node, strerror(-status->policy_error));
		cordon_json_add_text(object, "unknown", reason);
		return object;
	}
	cordon_json_add_text(object, "name", policy->name);
	cordon_json_add_number(object, "version", policy->version);
	cordon_json_add_text(object, "signer", policy->signer);
	add_known(object, "digest", policy->digest);
	cordon_json_add_number(object, "generation", policy->generation);
	return object;
}

static void add_resolvers(struct json_object *object, const char *text)
{
	struct json_object *list = json_object_new_array();

	while (*text) {
		size_t length = strcspn(text, "\n");

		if (length)
			json_object_array_add(list,
					      cordon_json_text(text, length));
		text += length;
		text += *text == '\n';
	}
	json_object_object_add(object, "resolvers", list);
}

static struct json_object *load_to_json(const struct status *status)
{
	struct json_object *load = json_object_new_object();

	add_known(load, "status", status->load_status);
	if (*status->load_word && strcmp(status->load_word, "none")) {
		const struct cordon_refusal *refusal =
			cordon_refusal_find(status->load_word);
		struct json_object *error = json_object_new_object();

		cordon_json_add_text(error, "word", status->load_word);
		cordon_json_add_number(error, "offset", status->load_offset);
		cordon_json_add_text(error, "text", refusal->meaning);
		cordon_json_add_text(error, "hint", refusal->advice);
		json_object_object_add(load, "last_error", error);
	}
	return load;
}

/**
 * status_show_json() - show the status to a program
 * @status: what was read
 */
void status_show_json(const struct status *status)
{
	struct json_object *object = json_object_new_object();
	struct json_object *stats = json_object_new_object();
	struct json_object *probe = json_object_new_object();
	size_t i;

	add_known(object, "mode", status_knows_mode(status) ? status->mode : "");
	add_known(object, "backend", status->backend);
	if (*status->device)
		cordon_json_add_text(object, "device", status->device);
	json_object_object_add(object, "policy", status_is_inactive(status) ?
			       NULL : policy_to_json(status));
	add_known(object, "unsigned", status->unsigned_objects);
	if (status->lock_known)
		json_object_object_add(object, "locked",
				       json_object_new_boolean(status->locked));
	if (status->resolvers)
		add_resolvers(object, status->resolvers);
	for (i = 0; i < CORDON_STAT_COUNT; i++) {
		if (status->counted[i])
			cordon_json_add_number(stats, cordon_counters[i].node,
					       status->count[i]);
	}
	json_object_object_add(object, "stats", stats);
	json_object_object_add(object, "load", load_to_json(status));
	cordon_json_add_text(probe, "address", CORDON_PROBE_ADDRESS);
	cordon_json_add_text(probe, "result", probe_words[status->probe]);
	json_object_object_add(object, "probe", probe);
	json_object_object_add(object, "alarm", alarm_to_json(status));
	json_object_object_add(object, "ok",
			       json_object_new_boolean(!status_is_broken(status) &&
						       !status_is_unproven(status)));
	print_json(object, CORDON_EXIT_OK);
}
