// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * cordonctl - status: what Cordon does on this device, and whether it is true
 */
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "cordonctl/status.h"
#include "libcordon/json.h"
#include "libcordon/device/probe.h"
#include "libcordon/device/refusal.h"

const char help_status[] =
	"[status] [--json]\n"
	"\n"
	"Shows the mode, the policy in force, what was counted, and whether a refusal is\n"
	"real: it connects a UDP socket to the canary " CORDON_PROBE_ADDRESS ", which every\n"
	"policy refuses. That sends no packet and leaves one record.\n"
	"\n"
	"Exit status: 0 enforcing, monitoring or plainly inactive; 1 the mode is enforce\n"
	"and the canary is let through, which is an alarm, or could not be asked for;\n"
	"4 no Cordon in this kernel.\n";

static const char *const probe_words[] = {
	[PROBE_REFUSED] = "refused",
	[PROBE_LET_THROUGH] = "let-through",
	[PROBE_FAILED] = "failed",
	[PROBE_NOT_MADE] = "not-made",
};

static void read_load_error(const struct cordon_sysfs *sysfs,
			    struct status *status)
{
	char text[CORDON_LOAD_WORD_MAX + 32];
	char *space;

	if (cordon_sysfs_read(sysfs, "load/error", text, sizeof(text)) < 0)
		return;
	space = strchr(text, ' ');
	if (space) {
		*space = '\0';
		status->load_offset = strtoull(space + 1, NULL, 10);
	}
	snprintf(status->load_word, sizeof(status->load_word), "%.63s", text);
}

static enum probe make_probe(const struct session *session)
{
	int fd, r;

	if (!is_real_kernel(session))
		return PROBE_NOT_MADE;
	fd = cordon_probe_open();
	if (fd < 0)
		return PROBE_FAILED;
	r = cordon_probe_run(fd);
	close(fd);
	if (r < 0)
		return PROBE_FAILED;
	return r ? PROBE_REFUSED : PROBE_LET_THROUGH;
}

static void read_status(const struct session *session,
			const struct cordon_sysfs *sysfs, struct status *status)
{
	char node[64];
	size_t size, i;
	void *text;
	int r;

	memset(status, 0, sizeof(*status));
	cordon_sysfs_read(sysfs, "mode", status->mode, sizeof(status->mode));
	cordon_sysfs_read(sysfs, "backend", status->backend,
			  sizeof(status->backend));
	cordon_sysfs_read(sysfs, "device", status->device,
			  sizeof(status->device));
	cordon_sysfs_read(sysfs, "policy/name", status->name,
			  sizeof(status->name));
	cordon_sysfs_read(sysfs, "policy/signer", status->signer,
			  sizeof(status->signer));
	cordon_sysfs_read(sysfs, "policy/digest", status->digest,
			  sizeof(status->digest));
	cordon_sysfs_read(sysfs, "unsigned", status->unsigned_objects,
			  sizeof(status->unsigned_objects));
	cordon_sysfs_read(sysfs, "load/status", status->load_status,
			  sizeof(status->load_status));
	read_load_error(sysfs, status);
	cordon_sysfs_read_number(sysfs, "policy/version", &status->version);
	cordon_sysfs_read_number(sysfs, "policy/generation",
				 &status->generation);
	status->lock_known =
		cordon_sysfs_read_number(sysfs, "lock", &status->locked) == 0;
	if (cordon_sysfs_read_bytes(sysfs, "resolvers", 65536, &text, &size) == 0)
		status->resolvers = text;
	for (i = 0; i < CORDON_STAT_COUNT; i++) {
		snprintf(node, sizeof(node), "stats/%s", cordon_counters[i].node);
		r = cordon_sysfs_read_number(sysfs, node, &status->count[i]);
		status->counted[i] = r == 0;
	}
	status->probe = make_probe(session);
}

/**
 * status_is_inactive() - is no policy in force?
 * @status: what was read
 *
 * Return: true if nothing is refused, and the kernel says so.
 */
bool status_is_inactive(const struct status *status)
{
	return !strcmp(status->mode, "inactive");
}

/**
 * status_is_broken() - does the mode say enforce, and the canary came through?
 * @status: what was read
 *
 * Return: true for the one thing that must not be.
 */
bool status_is_broken(const struct status *status)
{
	return !strcmp(status->mode, "enforce") &&
	       status->probe == PROBE_LET_THROUGH;
}

/**
 * status_is_unproven() - does the mode say enforce, and nobody can tell?
 * @status: what was read
 *
 * Return: true if the canary could not be asked for.
 */
bool status_is_unproven(const struct status *status)
{
	return !strcmp(status->mode, "enforce") &&
	       status->probe == PROBE_FAILED;
}

/**
 * status_advice() - what to do about a canary that was let through
 * @status: what was read
 *
 * Return: a sentence; static storage.
 */
const char *status_advice(const struct status *status)
{
	/* Part of the kernel: nothing attaches it, nothing takes it off. */
	if (!strcmp(status->backend, "lsm"))
		return "is this user, or cordonctl, on the firmware's never-block list?";
	return "start cordond again: it attaches the backend";
}

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

	cordon_json_add_text(load, "status", status->load_status);
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

static void show_json(const struct status *status)
{
	struct json_object *object = json_object_new_object();
	struct json_object *policy = NULL;
	struct json_object *stats = json_object_new_object();
	struct json_object *probe = json_object_new_object();
	size_t i;

	cordon_json_add_text(object, "mode", status->mode);
	cordon_json_add_text(object, "backend", status->backend);
	if (*status->device)
		cordon_json_add_text(object, "device", status->device);
	if (!status_is_inactive(status)) {
		policy = json_object_new_object();
		cordon_json_add_text(policy, "name", status->name);
		cordon_json_add_number(policy, "version", status->version);
		cordon_json_add_text(policy, "signer", status->signer);
		cordon_json_add_text(policy, "digest", status->digest);
		cordon_json_add_number(policy, "generation", status->generation);
	}
	json_object_object_add(object, "policy", policy);
	cordon_json_add_text(object, "unsigned", status->unsigned_objects);
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

int cmd_status(int argc, char **argv)
{
	const struct session *session = start_session(argv[0]);
	static struct status status;
	struct cordon_sysfs sysfs;
	int r;

	if (argc > 1)
		return usage(session, "status takes no words", argv[1]);
	r = open_kernel(session, &sysfs);
	if (r)
		return r;
	read_status(session, &sysfs, &status);
	cordon_sysfs_close(&sysfs);
	if (session->json)
		show_json(&status);
	else
		status_show_text(session, &status);
	free(status.resolvers);
	return status_is_broken(&status) || status_is_unproven(&status) ?
	       CORDON_EXIT_FAILED : CORDON_EXIT_OK;
}
