// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * libcordon - explain: the sentences of an answer
 */
#include "engine/address_text.h"
#include "explain_words.h"

#include <stdlib.h>

/**
 * cordon_explain_operation() - an operation as records call it
 * @operation: the operation
 *
 * Return: the word; static storage.
 */
const char *cordon_explain_operation(enum cordon_operation operation)
{
	switch (operation) {
	case CORDON_OPERATION_EXEC:
		return "exec";
	case CORDON_OPERATION_CONNECT:
		return "connect";
	case CORDON_OPERATION_NAME:
		break;
	}
	return "name";
}

/**
 * cordon_explain_because() - what the reason's word means
 * @explanation: the answer
 *
 * Return: a phrase; static storage.
 */
const char *cordon_explain_because(const struct cordon_explanation *explanation)
{
	switch (explanation->decision.reason) {
	case CORDON_REASON_NONE:
		return "no rule of the policy names it";
	case CORDON_REASON_PATH:
		return "the file's path matches a pattern of the service";
	case CORDON_REASON_PATH_TOO_LONG:
		return "the file's path is too long to be compared";
	case CORDON_REASON_PREFIX:
		return "the address lies in a range of the service";
	case CORDON_REASON_LEARNED:
		return "a trusted resolver's answer tied the address to a name of the service";
	case CORDON_REASON_NAME:
		return "the name is one of the service, or lies under one";
	case CORDON_REASON_EXCEPT:
		return "the name is taken out of the service's names";
	case CORDON_REASON_OTHER_RESOLVER:
		return "the address is not one of the trusted resolvers, and port 53 is for DNS";
	case CORDON_REASON_DNS_TCP:
		return "DNS over TCP is not read yet, so it is refused";
	case CORDON_REASON_DNS_ENCRYPTED:
		return "port 853 is for encrypted DNS, which cannot be read";
	case CORDON_REASON_DNS_MALFORMED:
		return "the DNS question cannot be read";
	case CORDON_REASON_DNS_BUSY:
		return "too many DNS questions wait for their answers";
	case CORDON_REASON_COUNT:
		break;
	}
	return "unknown";
}

static const char let_through_effect[] =
	"it is let through and recorded if only root can change it: the never-block list names it";
static const char connect_denied_effect[] =
	"connect() and sendto() fail with EACCES, \"Permission denied\"";
static const char shared_effect[] =
	"it goes through and is recorded: refused and other names share the address";
static const char name_depends_effect[] =
	"its address decides: a connect is refused, or let through and recorded if others share it";
static const char name_shared_effect[] =
	"it goes through and is recorded: others share an address of it, and no name is read yet";
static const char name_unlearned_effect[] =
	"it goes through: no trusted answer tied its address to it, and no name is read yet";
static const char name_denied_effect[] =
	"its DNS question goes through; a connect to an address of the answer is refused";
static const char question_denied_effect[] =
	"the DNS question for it is refused where a trusted resolver is asked; others may be asked";
static const char name_beside_effect[] =
	"it goes through and is recorded: a refused name shares an address of it";
static const char name_recorded_effect[] =
	"it goes through and is recorded, unless the address of the answer is refused";

/* A name and not an address: the question for its addresses comes first. */
static bool is_name(const struct cordon_explanation *explanation)
{
	return explanation->question->operation == CORDON_OPERATION_NAME &&
	       !explanation->question->numeric;
}

static const char *
name_refusal_effect(const struct cordon_explanation *explanation)
{
	const struct cordon_policy_record *policy =
		explanation->facts->blob->policy;

	if (explanation->asking != CORDON_DENY)
		return name_denied_effect;
	return policy->other_resolvers == CORDON_OTHER_RESOLVERS_REFUSE ?
	       "the DNS question for it is refused" : question_denied_effect;
}

static const char *
name_allowed_effect(const struct cordon_explanation *explanation)
{
	if (explanation->inspected)
		return name_beside_effect;
	if (explanation->addresses)
		return explanation->decision.record ?
		       "it goes through and is recorded" : "it goes through";
	return explanation->decision.record ? name_recorded_effect :
	       "it goes through, unless the address of the answer is refused";
}

static const char *denial_effect(const struct cordon_explanation *explanation)
{
	if (explanation->facts->blob->policy->mode == CORDON_MODE_MONITOR)
		return "it goes through and is recorded: in mode monitor nothing is refused";
	if (explanation->let_through)
		return let_through_effect;
	if (explanation->question->operation == CORDON_OPERATION_EXEC)
		return "execve() fails with EACCES, \"Permission denied\"";
	return is_name(explanation) ? name_refusal_effect(explanation) :
				      connect_denied_effect;
}

/**
 * cordon_explain_effect() - what happens
 * @explanation: the answer
 *
 * Return: a sentence; static storage.
 */
const char *cordon_explain_effect(const struct cordon_explanation *explanation)
{
	switch (explanation->decision.verdict) {
	case CORDON_DENY:
		return denial_effect(explanation);
	case CORDON_INSPECT:
		if (!is_name(explanation))
			return shared_effect;
		if (!explanation->addresses)
			return name_depends_effect;
		return explanation->inspected ? name_shared_effect :
						name_unlearned_effect;
	case CORDON_ALLOW:
		break;
	}
	if (is_name(explanation))
		return name_allowed_effect(explanation);
	return explanation->decision.record ? "it goes through and is recorded" :
					      "it goes through";
}

static void print_resolvers(const struct cordon_explanation *explanation,
			    FILE *out)
{
	const struct cordon_blob *blob = explanation->facts->blob;
	const struct cordon_resolvers *told = explanation->facts->told;
	const struct cordon_address *list = blob->resolvers;
	char text[CORDON_ADDRESS_TEXT_MAX];
	u32 count = blob->resolver_count, i;

	if (!count && told) {
		list = told->address;
		count = told->count;
	}
	for (i = 0; i < count; i++) {
		cordon_address_to_text(list + i, text, sizeof(text));
		fprintf(out, "%s%s", i ? ", " : " (", text);
	}
	fputs(count ? ")" : " (the policy names none: cordond tells the device's)", out);
}

static void advise_on_dns(const struct cordon_explanation *explanation,
			  FILE *out)
{
	switch (explanation->decision.reason) {
	case CORDON_REASON_OTHER_RESOLVER:
		fputs("use the device's own resolver", out);
		print_resolvers(explanation, out);
		break;
	case CORDON_REASON_DNS_TCP:
		fputs("ask the resolver over UDP", out);
		break;
	case CORDON_REASON_DNS_ENCRYPTED:
		fputs("turn off private DNS (DNS over TLS) and use the device's own resolver",
		      out);
		print_resolvers(explanation, out);
		break;
	default:
		fputs("try again; if it goes on, report it to who manages the device",
		      out);
		break;
	}
}

static const char shared_name_advice[] =
	"to have it refused all the same, set dns = refuse: its DNS question is refused then";
static const char unknown_address_advice[] =
	"explain --connect its address, or ask cordonctl explain on a device that has asked for it";

/* A refused name whose address does not refuse, as far as is known. */
static void advise_on_inspected_name(const struct cordon_explanation *explanation,
				     FILE *out)
{
	if (explanation->inspected)
		fputs(shared_name_advice, out);
	else if (explanation->addresses)
		fputs("add a prefix rule for its address, if nobody else has it",
		      out);
	else if (explanation->facts->not_found)
		fprintf(out, "nothing as long as it has no address: %s",
			explanation->facts->not_found);
	else if (explanation->facts->learned)
		fprintf(out, "ask for it (getent ahosts %s), then explain it again",
			explanation->question->target);
	else
		fputs(unknown_address_advice, out);
}

static void advise_on_service(const struct cordon_explanation *explanation,
			      FILE *out)
{
	const struct cordon_blob *blob = explanation->facts->blob;
	const struct cordon_service_record *service =
		blob->services + explanation->decision.service;
	u32 name_length, help_length;
	const char *name = cordon_blob_text(blob, &service->name, &name_length);
	const char *help = cordon_blob_text(blob, &service->help, &help_length);

	if (explanation->decision.verdict == CORDON_INSPECT)
		fprintf(out, "nothing, unless it was meant for '%.*s'",
			(int)name_length, name);
	else if (service->action == CORDON_ACTION_RESTRICT)
		fprintf(out, "ask for permission to use '%.*s'",
			(int)name_length, name);
	else
		fprintf(out, "no permission lifts this; report it if it is not '%.*s'",
			(int)name_length, name);
	if (help_length && explanation->decision.verdict == CORDON_DENY)
		fprintf(out, ": %.*s", (int)help_length, help);
}

/**
 * cordon_explain_advice() - what the user can do
 * @explanation: the answer
 *
 * Return: a sentence, for free(); NULL without memory.
 */
char *cordon_explain_advice(const struct cordon_explanation *explanation)
{
	char *text = NULL;
	size_t size;
	FILE *out = open_memstream(&text, &size);

	if (!out)
		return NULL;
	if (explanation->let_through)
		fputs("narrow the rule: no policy should refuse what is on that list",
		      out);
	else if (explanation->decision.verdict == CORDON_ALLOW)
		fputs("nothing", out);
	else if (explanation->decision.verdict == CORDON_INSPECT &&
		 is_name(explanation))
		advise_on_inspected_name(explanation, out);
	else if (explanation->decision.service == CORDON_NO_SERVICE)
		advise_on_dns(explanation, out);
	else
		advise_on_service(explanation, out);
	if (fclose(out)) {
		free(text);
		return NULL;
	}
	return text;
}
