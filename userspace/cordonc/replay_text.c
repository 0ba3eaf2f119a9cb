// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * cordonc - replay: a run as text
 */
#include <stdio.h>

#include "cordonc/replay.h"
#include "engine/policy/words.h"

static const char *mark_of(const struct replay_line *line)
{
	if (!line->was)
		return "";
	if (line->decision->verdict == CORDON_DENY)
		return "+ ";
	return line->was->verdict == CORDON_DENY ? "- " : "~ ";
}

/* Whose rule is told of what changed: the stricter policy's. */
static bool older_is_stricter(const struct replay_line *line)
{
	return line->changed && (line->was->verdict == CORDON_DENY ||
				 line->decision->verdict == CORDON_ALLOW);
}

/**
 * replay_show_line() - print a name
 * @run: what was asked for
 * @line: the name
 *
 * Compared with an older policy only what changed is worth a line: "+" is newly
 * refused, "-" no longer, "~" newly inspected or no longer.
 */
void replay_show_line(const struct replay_run *run,
		      const struct replay_line *line)
{
	const struct replay_sighting *sighting = line->sighting;
	const struct replay_session *session = sighting->session;
	const struct cordon_decision *decision = line->decision;
	const struct cordon_blob *blob = run->blob;
	char from[REPLAY_END_TEXT_MAX], to[REPLAY_END_TEXT_MAX];
	char name[CORDON_NAME_TEXT_MAX], rule[CORDON_RULE_TEXT_MAX];
	char service[CORDON_RULE_TEXT_MAX], protocol[16];

	if (line->was && !line->changed)
		return;
	if (older_is_stricter(line)) {
		decision = line->was;
		blob = run->was;
	}
	replay_end_text(&session->end[sighting->sender], from, sizeof(from));
	replay_end_text(&session->end[!sighting->sender], to, sizeof(to));
	replay_host_text(sighting->host, name, sizeof(name));
	if (!name[0])
		snprintf(name, sizeof(name), "-");
	if (!replay_service_text(blob, decision->service, service, sizeof(service)))
		snprintf(service, sizeof(service), "-");
	if (!cordon_decision_text(blob, decision, rule, sizeof(rule)))
		snprintf(rule, sizeof(rule), "%s",
			 cordon_reason_word(decision->reason));
	printf("%s%-7s %-7s %-15s %-40s %s > %s/%s  %s\n", mark_of(line),
	       cordon_verdict_word(line->decision->verdict),
	       cordon_layer_word(sighting->layer), service, name, from, to,
	       replay_protocol_word(session->protocol, protocol, sizeof(protocol)),
	       rule);
}

static const char *plural(u64 count)
{
	return count == 1 ? "" : "s";
}

static void show_layers(const struct replay_tally *tally)
{
	const char *before = "";
	int i;

	printf("names seen: ");
	for (i = 0; i < CORDON_LAYER_COUNT; i++)
		if (tally->layer[i] && i != CORDON_LAYER_ADDRESS) {
			printf("%s%llu %s", before,
			       (unsigned long long)tally->layer[i],
			       cordon_layer_word(i));
			before = ", ";
		}
	printf("%s\n", *before ? "" : "none");
}

static u64 count_of(const struct replay_service_tally *service, size_t field)
{
	u64 count;

	memcpy(&count, (const u8 *)service + field, sizeof(count));
	return count;
}

static bool any_of(const struct cordon_blob *blob,
		   const struct replay_service_tally *list,
		   const struct replay_service_tally *other, size_t field)
{
	u32 i;

	for (i = 0; i < blob->service_count; i++)
		if (count_of(list + i, field))
			return true;
	return count_of(other, field);
}

static void show_services(const char *title, const struct cordon_blob *blob,
			  const struct replay_service_tally *list,
			  const struct replay_service_tally *other,
			  size_t field)
{
	char name[CORDON_RULE_TEXT_MAX];
	bool any = false;
	u32 i;

	printf("%s:", title);
	for (i = 0; i <= blob->service_count; i++) {
		const struct replay_service_tally *one =
			i < blob->service_count ? list + i : other;
		u64 count = count_of(one, field);

		if (!count)
			continue;
		if (!replay_service_text(blob, i < blob->service_count ?
					 (u16)i : CORDON_NO_SERVICE, name,
					 sizeof(name)))
			snprintf(name, sizeof(name), "of no service");
		printf("\n  %-20s %8llu time%s", name, (unsigned long long)count,
		       plural(count));
		any = true;
	}
	printf("%s\n", any ? "" : " nothing");
}

#define FIELD(name)	offsetof(struct replay_service_tally, name)

static void show_unseen(const struct replay_tally *tally)
{
	bool any = false;
	int i;

	for (i = 0; i < REPLAY_BLIND_COUNT; i++) {
		if (!tally->blind[i])
			continue;
		if (!any)
			printf("flows whose names may not be seen:\n");
		any = true;
		printf("  %-20s %8llu  %s\n", replay_blind_word(i),
		       (unsigned long long)tally->blind[i],
		       replay_blind_reason(i));
	}
	any = false;
	for (i = REPLAY_READ + 1; i < REPLAY_UNREAD_COUNT; i++) {
		if (!tally->counters.unread[i])
			continue;
		if (!any)
			printf("packets that were not read:\n");
		any = true;
		printf("  %-20s %8llu  %s\n", replay_unread_word(i),
		       (unsigned long long)tally->counters.unread[i],
		       replay_unread_reason(i));
	}
}

static void show_unreadable(const struct replay_tally *tally)
{
	u64 packets = replay_unreadable_packets(&tally->counters);

	if (tally->unreadable_flows || packets)
		printf("could not be read: %llu flow%s, %llu packet%s\n",
		       (unsigned long long)tally->unreadable_flows,
		       plural(tally->unreadable_flows),
		       (unsigned long long)packets, plural(packets));
}

/**
 * replay_show_summary() - print what was counted
 * @run: what was asked for
 * @tally: the counts
 */
void replay_show_summary(const struct replay_run *run,
			 const struct replay_tally *tally)
{
	printf("\n%zu capture%s, %llu packet%s, %llu bytes, %llu flow%s\n",
	       run->captures->count, plural(run->captures->count),
	       (unsigned long long)tally->counters.frames,
	       plural(tally->counters.frames),
	       (unsigned long long)tally->counters.bytes,
	       (unsigned long long)tally->flows, plural(tally->flows));
	if (run->captures->skipped)
		printf("%llu other file%s in the directories: no capture by the first bytes\n",
		       (unsigned long long)run->captures->skipped,
		       plural(run->captures->skipped));
	show_layers(tally);
	if (run->was) {
		show_services("newly refused", run->blob, tally->service,
			      &tally->other, FIELD(newly));
		show_services("no longer refused", run->was, tally->was_service,
			      &tally->other, FIELD(no_longer));
	} else {
		show_services("would be refused", run->blob, tally->service,
			      &tally->other, FIELD(refused));
		if (any_of(run->blob, tally->service, &tally->other,
			   FIELD(inspected)))
			show_services("named, but let through today", run->blob,
				      tally->service, &tally->other,
				      FIELD(inspected));
	}
	printf("flows with something refused: %llu; left to the name by the address: %llu\n",
	       (unsigned long long)tally->refused_flows,
	       (unsigned long long)tally->inspected_flows);
	show_unseen(tally);
	show_unreadable(tally);
}
