// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * libcordon - explain: what happens under a policy, why, and what to do then
 */
#include "explain.h"

#include <stdlib.h>

#include "engine/address_text.h"
#include "engine/policy/words.h"
#include "explain_words.h"
#include "json.h"
#include "safe_text.h"

/* Whoever asks: no permission is meant for anybody yet. */
static const struct cordon_subject nobody = CORDON_NOBODY;

static void decide_connect(struct cordon_explanation *explanation)
{
	const struct cordon_learned *learned = explanation->engine.learned;
	const struct cordon_question *question = explanation->question;
	const struct cordon_destination destination = {
		.address = question->address,
		.port = question->port,
		.has_port = question->port,
		.stream = question->stream,
	};

	explanation->counted_as = question->address;
	cordon_address_normalise(&explanation->counted_as, learned ?
				 cordon_learned_nat64(learned) : NULL);
	cordon_decide_destination(&explanation->engine, &nobody, &destination,
				  &explanation->decision);
}

static void decide_exec(struct cordon_explanation *explanation)
{
	const struct cordon_explain_facts *facts = explanation->facts;
	const char *path = explanation->question->target;
	size_t length = strlen(path);

	cordon_decide_exec(&explanation->engine, &nobody, path, length,
			   &explanation->decision);
	explanation->let_through =
		cordon_decision_is_sparable(explanation->engine.policy,
					    &explanation->decision) &&
		facts->never_block &&
		cordon_never_has(facts->never_block, CORDON_NEVER_PATH, path,
				 length);
}

/* Is it an address that decides the question, whatever it was asked as? */
static bool is_by_address(const struct cordon_question *question)
{
	return question->operation == CORDON_OPERATION_CONNECT ||
	       question->numeric;
}

/**
 * cordon_explain() - ask the engine
 * @facts: what the answer depends on; must outlive @explanation
 * @question: what is asked; must outlive @explanation
 * @explanation: gets the answer
 */
void cordon_explain(const struct cordon_explain_facts *facts,
		    const struct cordon_question *question,
		    struct cordon_explanation *explanation)
{
	memset(explanation, 0, sizeof(*explanation));
	explanation->facts = facts;
	explanation->question = question;
	explanation->clock.now = facts->now;
	explanation->engine.policy = facts->blob;
	explanation->engine.learned = facts->learned;
	explanation->engine.told = facts->told;
	explanation->engine.net = facts->net;
	explanation->engine.clock = &explanation->clock;
	switch (question->operation) {
	case CORDON_OPERATION_EXEC:
		decide_exec(explanation);
		break;
	case CORDON_OPERATION_CONNECT:
		decide_connect(explanation);
		break;
	case CORDON_OPERATION_NAME:
		if (question->numeric)
			decide_connect(explanation);
		else
			cordon_explain_name(explanation);
		break;
	}
}

static const struct cordon_service_record *
service_of(const struct cordon_blob *blob,
	   const struct cordon_decision *decision)
{
	return decision->service == CORDON_NO_SERVICE ? NULL :
							blob->services +
							decision->service;
}

static void print_text(FILE *out, const char *title,
		       const struct cordon_blob *blob,
		       const struct cordon_text *text)
{
	u32 length;
	const char *bytes = cordon_blob_text(blob, text, &length);

	if (length)
		fprintf(out, "  %-9s %.*s\n", title, (int)length, bytes);
}

/* "deny" is told as what it comes to, so that monitor is not mistaken. */
static void print_verdict(FILE *out,
			  const struct cordon_explanation *explanation)
{
	const struct cordon_question *question = explanation->question;

	fprintf(out, "%s: %s ", explanation->let_through ? "let through" :
		cordon_verdict_word(explanation->decision.verdict),
		cordon_explain_operation(question->operation));
	cordon_safe_text_write(out, question->target);
	fputc('\n', out);
}

static void print_service(FILE *out,
			  const struct cordon_explanation *explanation)
{
	const struct cordon_blob *blob = explanation->facts->blob;
	const struct cordon_decision *decision = &explanation->decision;
	const struct cordon_service_record *service = service_of(blob, decision);
	char rule[CORDON_RULE_TEXT_MAX];
	u32 length;
	const char *name;

	if (!service)
		return;
	name = cordon_blob_text(blob, &service->name, &length);
	fprintf(out, "  service   %.*s, action %s\n", (int)length, name,
		cordon_action_word(service->action));
	if (cordon_decision_text(blob, decision, rule, sizeof(rule)))
		fprintf(out, "  rule      %s\n", rule);
}

static void print_name(FILE *out, const struct cordon_explanation *explanation)
{
	const struct cordon_decision *decision = &explanation->decision;
	char name[CORDON_NAME_TEXT_MAX];

	if (decision->reason != CORDON_REASON_LEARNED || !decision->name_length)
		return;
	cordon_name_to_text(decision->name, decision->name_length, name,
			    sizeof(name));
	fprintf(out, "  name      %s\n", name);
}

/* A host that is an address says so, in whatever form it was written. */
static void print_address(FILE *out,
			  const struct cordon_explanation *explanation)
{
	const struct cordon_question *question = explanation->question;
	char address[CORDON_ADDRESS_TEXT_MAX];

	if (!question->numeric &&
	    (question->operation != CORDON_OPERATION_CONNECT ||
	     cordon_address_equal(&explanation->counted_as, &question->address)))
		return;
	cordon_address_to_text(&explanation->counted_as, address,
			       sizeof(address));
	fprintf(out, "  counts as %s%s\n", address, question->numeric ?
		", an address: it is decided as one, and no name is asked for" : "");
}

static u32 told_addresses(const struct cordon_explanation *explanation)
{
	return min_t(u32, explanation->addresses, CORDON_EXPLAIN_ADDRESSES);
}

/* What decided of one of a name's addresses. */
static void print_addresses(FILE *out,
			    const struct cordon_explanation *explanation)
{
	char address[CORDON_ADDRESS_TEXT_MAX], rule[CORDON_RULE_TEXT_MAX];
	u32 told = told_addresses(explanation), i;

	for (i = 0; i < told; i++) {
		const struct cordon_explained_address *one =
			explanation->address + i;

		cordon_address_to_text(&one->address, address, sizeof(address));
		fprintf(out, "  %-9s %s: %s", i ? "" : "address", address,
			cordon_verdict_word(one->decision.verdict));
		if (cordon_decision_text(explanation->facts->blob,
					 &one->decision, rule, sizeof(rule)))
			fprintf(out, ", %s", rule);
		fputc('\n', out);
	}
	if (explanation->facts->not_found)
		fprintf(out, "  address   none: %s\n",
			explanation->facts->not_found);
	if (explanation->addresses > told)
		fprintf(out, "            and %u more\n",
			explanation->addresses - told);
}

static void print_policy(FILE *out, const struct cordon_blob *blob)
{
	u32 length;
	const char *name = cordon_blob_text(blob, &blob->policy->name, &length);

	fprintf(out, "  policy    %.*s version %llu, mode %s\n", (int)length,
		name, (unsigned long long)le64_to_cpu(blob->policy->version),
		cordon_mode_word(blob->policy->mode));
}

/**
 * cordon_explanation_text() - an answer for a reader
 * @explanation: the answer
 *
 * Return: lines, each with its end, for free(); NULL without memory.
 */
char *cordon_explanation_text(const struct cordon_explanation *explanation)
{
	const struct cordon_blob *blob = explanation->facts->blob;
	const struct cordon_service_record *service =
		service_of(blob, &explanation->decision);
	char *advice = cordon_explain_advice(explanation);
	char *text = NULL;
	size_t size;
	FILE *out = open_memstream(&text, &size);

	if (!out || !advice) {
		if (out)
			fclose(out);
		free(text);
		free(advice);
		return NULL;
	}
	print_verdict(out, explanation);
	print_address(out, explanation);
	print_service(out, explanation);
	print_name(out, explanation);
	print_addresses(out, explanation);
	fprintf(out, "  reason    %s: %s\n",
		cordon_reason_word(explanation->decision.reason),
		cordon_explain_because(explanation));
	fprintf(out, "  effect    %s\n", cordon_explain_effect(explanation));
	if (service && explanation->decision.verdict == CORDON_DENY &&
	    !explanation->let_through)
		print_text(out, "message", blob, &service->message);
	if (explanation->decision.verdict != CORDON_ALLOW)
		fprintf(out, "  to do     %s\n", advice);
	print_policy(out, blob);
	free(advice);
	if (fclose(out)) {
		free(text);
		return NULL;
	}
	return text;
}

static struct json_object *blob_text_json(const struct cordon_blob *blob,
					  const struct cordon_text *text)
{
	u32 length;
	const char *bytes = cordon_blob_text(blob, text, &length);

	return length ? cordon_json_text(bytes, length) : NULL;
}

static void add_question(struct json_object *object,
			 const struct cordon_explanation *explanation)
{
	const struct cordon_question *question = explanation->question;
	char address[CORDON_ADDRESS_TEXT_MAX];

	cordon_json_add_text(object, "operation",
			     cordon_explain_operation(question->operation));
	cordon_json_add_text(object, "target", question->target);
	if (!is_by_address(question))
		return;
	cordon_address_to_text(&explanation->counted_as, address,
			       sizeof(address));
	cordon_json_add_text(object, "address", address);
	if (question->numeric)
		return;
	if (question->port)
		cordon_json_add_number(object, "port", question->port);
	cordon_json_add_text(object, "proto", question->stream ? "tcp" : "udp");
}

/* The verdict, and the rule behind it. */
static void add_decision(struct json_object *object,
			 const struct cordon_blob *blob,
			 const struct cordon_decision *decision)
{
	const struct cordon_service_record *service = service_of(blob, decision);
	char text[CORDON_RULE_TEXT_MAX];

	cordon_json_add_text(object, "verdict",
			     cordon_verdict_word(decision->verdict));
	cordon_json_add_text(object, "reason",
			     cordon_reason_word(decision->reason));
	json_object_object_add(object, "service", service ?
			       blob_text_json(blob, &service->name) : NULL);
	cordon_json_add_text(object, "rule",
			     cordon_decision_text(blob, decision, text,
						  sizeof(text)) ? text : NULL);
}

static struct json_object *
addresses_json(const struct cordon_explanation *explanation)
{
	struct json_object *list = json_object_new_array(), *one;
	char address[CORDON_ADDRESS_TEXT_MAX];
	u32 i;

	for (i = 0; i < told_addresses(explanation); i++) {
		one = json_object_new_object();
		cordon_address_to_text(&explanation->address[i].address, address,
				       sizeof(address));
		cordon_json_add_text(one, "address", address);
		add_decision(one, explanation->facts->blob,
			     &explanation->address[i].decision);
		json_object_array_add(list, one);
	}
	return list;
}

static void add_steps(struct json_object *object,
		      const struct cordon_explanation *explanation)
{
	if (explanation->question->operation != CORDON_OPERATION_NAME ||
	    explanation->question->numeric)
		return;
	cordon_json_add_text(object, "question",
			     cordon_verdict_word(explanation->asking));
	json_object_object_add(object, "addresses", addresses_json(explanation));
	if (explanation->facts->not_found)
		cordon_json_add_text(object, "not_found",
				     explanation->facts->not_found);
}

static void add_service(struct json_object *object,
			const struct cordon_explanation *explanation)
{
	const struct cordon_blob *blob = explanation->facts->blob;
	const struct cordon_decision *decision = &explanation->decision;
	const struct cordon_service_record *service = service_of(blob, decision);
	char text[CORDON_NAME_TEXT_MAX];

	cordon_json_add_text(object, "action", service ?
			     cordon_action_word(service->action) : NULL);
	if (decision->name_length) {
		cordon_name_to_text(decision->name, decision->name_length, text,
				    sizeof(text));
		cordon_json_add_text(object, "name", text);
	}
	json_object_object_add(object, "message", service ?
			       blob_text_json(blob, &service->message) : NULL);
	json_object_object_add(object, "help", service ?
			       blob_text_json(blob, &service->help) : NULL);
}

/**
 * cordon_explanation_json() - an answer for a program
 * @explanation: the answer
 *
 * Return: an object for json_object_put(); NULL without memory.
 */
struct json_object *
cordon_explanation_json(const struct cordon_explanation *explanation)
{
	const struct cordon_blob *blob = explanation->facts->blob;
	struct json_object *object = json_object_new_object();
	struct json_object *policy = json_object_new_object();
	char *advice = cordon_explain_advice(explanation);

	if (!object || !policy || !advice) {
		json_object_put(object);
		json_object_put(policy);
		free(advice);
		return NULL;
	}
	add_question(object, explanation);
	add_decision(object, blob, &explanation->decision);
	cordon_json_add_text(object, "because",
			     cordon_explain_because(explanation));
	add_service(object, explanation);
	add_steps(object, explanation);
	json_object_object_add(object, "never_block",
			       json_object_new_boolean(explanation->let_through));
	cordon_json_add_text(object, "effect",
			     cordon_explain_effect(explanation));
	cordon_json_add_text(object, "todo", advice);
	json_object_object_add(policy, "name",
			       blob_text_json(blob, &blob->policy->name));
	cordon_json_add_number(policy, "version",
			       le64_to_cpu(blob->policy->version));
	cordon_json_add_text(policy, "mode",
			     cordon_mode_word(blob->policy->mode));
	json_object_object_add(object, "policy", policy);
	free(advice);
	return object;
}
