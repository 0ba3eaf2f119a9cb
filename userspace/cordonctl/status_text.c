// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * cordonctl - status_text: the status, for a person
 */
#include <string.h>

#include "cordonctl/status.h"
#include "libcordon/device/probe.h"
#include "libcordon/device/refusal.h"

static void show_row(const char *label, const char *value)
{
	printf("  %-10s ", label);
	cordon_safe_text_write(stdout, value);
	putchar('\n');
}

/* Part of the kernel: nothing attaches it, nothing takes it off. */
static bool is_built_in(const struct status *status)
{
	return !strcmp(status->backend, "lsm");
}

static void show_headline(const struct session *session,
			  const struct status *status)
{
	const char *colour = "\033[1;32m";
	const char *text = "enforcing";

	if (status_is_inactive(status)) {
		colour = "\033[1;31m";
		text = "inactive: nothing is refused (no valid policy is loaded)";
	} else if (status_is_broken(status)) {
		colour = "\033[1;31m";
		text = "ALARM: " STATUS_ALARM;
	} else if (!status_knows_mode(status)) {
		colour = "\033[1;33m";
		text = "nobody can tell what it does: its mode is unknown";
	} else if (status_is_unproven(status)) {
		colour = "\033[1;33m";
		text = "the mode is enforce, but whether anything is refused could not be seen";
	} else if (!strcmp(status->mode, "monitor")) {
		colour = "\033[1;33m";
		text = "monitoring: refusals are recorded, nothing is refused";
	}
	if (!session->colour)
		colour = "";
	printf("Cordon: %s%s%s\n", colour, text, session->colour ? "\033[0m" : "");
}

/* Why the mode is unknown, and what to do about it. */
static void show_mode(const struct status *status)
{
	printf("  %-10s ", "mode");
	if (status->mode_error) {
		printf("cannot be read: %s\n", strerror(-status->mode_error));
		show_row("what to do",
			 "read the node `mode` as root; see the kernel's log");
		return;
	}
	putchar('\'');
	cordon_safe_text_write(stdout, status->mode);
	fputs("', which this cordonctl does not know\n", stdout);
	show_row("what to do", "use the cordonctl of the kernel part's release");
}

static void show_policy(const struct status *status)
{
	const struct cordon_in_force *policy = &status->policy;

	printf("  %-10s ", "policy");
	if (status->policy_error) {
		printf("unknown: cannot read %s: %s\n", policy->node,
		       strerror(-status->policy_error));
		return;
	}
	cordon_safe_text_write(stdout, policy->name);
	printf(" version %llu (generation %llu)\n",
	       (unsigned long long)policy->version,
	       (unsigned long long)policy->generation);
	if (cordon_in_force_is_built_in(policy))
		show_row("signer", "built in: the boot policy of this kernel");
	else
		show_row("signer", policy->signer);
	show_row("digest", *policy->digest ? policy->digest : "unknown");
}

static void show_resolvers(const struct status *status)
{
	const char *text = status->resolvers;
	char line[128];

	printf("  %-10s", "resolvers");
	if (!text)
		fputs(" only root and cordond may read them", stdout);
	else if (!*text)
		fputs(" none", stdout);
	while (text && *text) {
		size_t length = strcspn(text, "\n");

		/* An address is shorter. */
		snprintf(line, sizeof(line), " %.*s", (int)length, text);
		cordon_safe_text_write(stdout, line);
		text += length;
		text += *text == '\n';
	}
	putchar('\n');
}

/* A line a group: "exec  12 checked, 3 denied". */
static void show_counters(const struct status *status)
{
	const char *group = "";
	size_t i;

	for (i = 0; i < CORDON_STAT_COUNT; i++) {
		if (!status->counted[i])
			continue;
		if (!strcmp(group, cordon_counters[i].group))
			fputs(", ", stdout);
		else
			printf("%s  %-10s ", *group ? "\n" : "",
			       cordon_counters[i].group);
		group = cordon_counters[i].group;
		printf("%llu %s", (unsigned long long)status->count[i],
		       cordon_counters[i].word);
	}
	if (*group)
		putchar('\n');
}

static void show_probe(const struct status *status)
{
	static const char *const texts[] = {
		[PROBE_REFUSED] = "refused",
		[PROBE_LET_THROUGH] = "let through",
		[PROBE_FAILED] = "could not be made",
		[PROBE_NOT_MADE] = "not made: these nodes are not this kernel's",
	};
	bool alarm = status_is_broken(status);

	printf("  %-10s connect to the canary %s: %s%s%s\n", "probe",
	       CORDON_PROBE_ADDRESS, texts[status->probe], alarm ? "; " : "",
	       alarm ? status_advice(status) : "");
}

static void show_load(const struct status *status)
{
	char place[CORDON_REFUSAL_PLACE_MAX];
	const struct cordon_refusal *refusal;

	if (!*status->load_word || !strcmp(status->load_word, "none"))
		return;
	refusal = cordon_refusal_find(status->load_word);
	fputs("  last load  refused: ", stdout);
	cordon_safe_text_write(stdout, status->load_word);
	printf("%s: %s\n",
	       cordon_refusal_place(status->load_word, status->load_offset,
				    place),
	       refusal->meaning);
	printf("  %-10s %s\n", "", refusal->advice);
}

/**
 * status_show_text() - show the status to a person
 * @session: whether in colour
 * @status: what was read
 */
void status_show_text(const struct session *session, const struct status *status)
{
	show_headline(session, status);
	if (!status_knows_mode(status))
		show_mode(status);
	if (status_is_inactive(status))
		show_row("what to do",
			 "cordonctl load OBJECT, or move a signed policy into cordond's inbox");
	else
		show_policy(status);
	show_row("backend", is_built_in(status) ? "lsm (built in)" :
						  status->backend);
	if (*status->device)
		show_row("device", status->device);
	printf("  %-10s unsigned ones are ", "objects");
	cordon_safe_text_write(stdout, *status->unsigned_objects ?
			       status->unsigned_objects : "unknown");
	puts(status->locked ? "; LOCKED: no other until reboot" : "");
	show_resolvers(status);
	show_probe(status);
	show_counters(status);
	show_load(status);
}

