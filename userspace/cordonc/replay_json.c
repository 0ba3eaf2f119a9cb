// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * cordonc - replay: a run as JSON, a line a name and a last one for all
 */
#include <stdio.h>

#include "cordonc/cordonc.h"
#include "cordonc/replay.h"
#include "engine/policy/words.h"

static void add_decision(struct json_object *object,
			 const struct cordon_blob *blob,
			 const struct cordon_decision *decision)
{
	char text[CORDON_RULE_TEXT_MAX];

	cordon_json_add_text(object, "verdict",
			     cordon_verdict_word(decision->verdict));
	cordon_json_add_text(object, "reason",
			     cordon_reason_word(decision->reason));
	if (replay_service_text(blob, decision->service, text, sizeof(text)))
		cordon_json_add_text(object, "service", text);
	if (cordon_decision_text(blob, decision, text, sizeof(text)))
		cordon_json_add_text(object, "rule", text);
}

static const char *change_word(const struct replay_line *line)
{
	if (line->decision->verdict == CORDON_DENY)
		return "newly-refused";
	if (line->was->verdict == CORDON_DENY)
		return "no-longer-refused";
	return line->decision->verdict == CORDON_INSPECT ?
	       "newly-inspected" : "no-longer-inspected";
}

/**
 * replay_json_line() - print a name
 * @run: what was asked for
 * @line: the name
 */
void replay_json_line(const struct replay_run *run,
		      const struct replay_line *line)
{
	const struct replay_sighting *sighting = line->sighting;
	const struct replay_session *session = sighting->session;
	struct json_object *object = json_object_new_object();
	struct json_object *was;
	char text[CORDON_NAME_TEXT_MAX];

	cordon_json_add_number(object, "flow", session->number);
	cordon_json_add_text(object, "capture", line->capture);
	cordon_json_add_number(object, "packet", sighting->packet->number);
	cordon_json_add_text(object, "proto",
			     replay_protocol_word(session->protocol, text,
						  sizeof(text)));
	replay_end_text(&session->end[sighting->sender], text, sizeof(text));
	cordon_json_add_text(object, "src", text);
	replay_end_text(&session->end[!sighting->sender], text, sizeof(text));
	cordon_json_add_text(object, "dst", text);
	cordon_json_add_text(object, "layer", cordon_layer_word(sighting->layer));
	replay_host_text(sighting->host, text, sizeof(text));
	cordon_json_add_text(object, "name", text);
	add_decision(object, run->blob, line->decision);
	if (line->was) {
		was = json_object_new_object();
		add_decision(was, run->was, line->was);
		json_object_object_add(object, "was", was);
	}
	if (line->changed)
		cordon_json_add_text(object, "change", change_word(line));
	print_json(object, 0);
}

static void add_service(struct json_object *list, const char *name,
			const struct replay_service_tally *service,
			bool compared)
{
	struct json_object *object;

	if (!service->names && !service->no_longer)
		return;
	object = json_object_new_object();
	cordon_json_add_number(object, "seen", service->names);
	cordon_json_add_number(object, "refused", service->refused);
	if (service->inspected)
		cordon_json_add_number(object, "inspected", service->inspected);
	if (compared) {
		cordon_json_add_number(object, "newly_refused", service->newly);
		cordon_json_add_number(object, "no_longer_refused",
				       service->no_longer);
	}
	json_object_object_add(list, name, object);
}

/* Services of the policy, then those that only the older one had. */
static struct json_object *services(const struct replay_run *run,
				    const struct replay_tally *tally)
{
	struct json_object *list = json_object_new_object();
	struct replay_service_tally both;
	char name[CORDON_RULE_TEXT_MAX];
	u32 i, length;
	u16 index;

	for (i = 0; i < run->blob->service_count; i++) {
		length = (u32)replay_service_text(run->blob, (u16)i, name,
						  sizeof(name));
		both = tally->service[i];
		if (run->was && cordon_blob_find_service(run->was, name, length,
							 &index))
			both.no_longer = tally->was_service[index].no_longer;
		add_service(list, name, &both, run->was);
	}
	for (i = 0; run->was && i < run->was->service_count; i++) {
		length = (u32)replay_service_text(run->was, (u16)i, name,
						  sizeof(name));
		if (!cordon_blob_find_service(run->blob, name, length, &index))
			add_service(list, name, tally->was_service + i, true);
	}
	add_service(list, "", &tally->other, run->was);
	return list;
}

/**
 * replay_json_summary() - all that was counted
 * @run: what was asked for
 * @tally: the counts
 *
 * Return: the object, with one member "summary".
 */
struct json_object *replay_json_summary(const struct replay_run *run,
					const struct replay_tally *tally)
{
	struct json_object *object = json_object_new_object();
	struct json_object *summary = json_object_new_object();
	struct json_object *list;
	int i;

	cordon_json_add_number(summary, "captures", run->captures->count);
	cordon_json_add_number(summary, "other_files", run->captures->skipped);
	cordon_json_add_number(summary, "packets", tally->counters.frames);
	cordon_json_add_number(summary, "bytes", tally->counters.bytes);
	cordon_json_add_number(summary, "flows", tally->flows);
	cordon_json_add_number(summary, "refused_flows", tally->refused_flows);
	cordon_json_add_number(summary, "inspected_flows",
			       tally->inspected_flows);
	list = json_object_new_object();
	for (i = 0; i < CORDON_LAYER_COUNT; i++)
		if (tally->layer[i])
			cordon_json_add_number(list, cordon_layer_word(i),
					       tally->layer[i]);
	json_object_object_add(summary, "layers", list);
	json_object_object_add(summary, "services", services(run, tally));
	list = json_object_new_object();
	for (i = 0; i < REPLAY_BLIND_COUNT; i++)
		if (tally->blind[i])
			cordon_json_add_number(list, replay_blind_word(i),
					       tally->blind[i]);
	json_object_object_add(summary, "unseen_flows", list);
	list = json_object_new_object();
	for (i = REPLAY_READ + 1; i < REPLAY_UNREAD_COUNT; i++)
		if (tally->counters.unread[i])
			cordon_json_add_number(list, replay_unread_word(i),
					       tally->counters.unread[i]);
	json_object_object_add(summary, "unread_packets", list);
	list = json_object_new_object();
	cordon_json_add_number(list, "flows", tally->unreadable_flows);
	cordon_json_add_number(list, "packets",
			       replay_unreadable_packets(&tally->counters));
	json_object_object_add(summary, "unreadable", list);
	json_object_object_add(object, "summary", summary);
	return object;
}
