// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * libcordon - explain: what becomes of a name, step by step
 *
 * Its addresses are asked for, and then one of them is connected to. Which they
 * are is known as far as a trusted resolver's answer taught them, or as somebody
 * has asked.
 */
#include "explain.h"
#include "reach.h"

static const struct cordon_subject nobody = CORDON_NOBODY;

/* The question for its addresses, to a trusted resolver. */
static void decide_asking(struct cordon_explanation *explanation,
			  struct cordon_decision *decision)
{
	const struct cordon_question *question = explanation->question;
	struct cordon_dns_question asked = {
		.type = CORDON_DNS_TYPE_A,
		.class = CORDON_DNS_CLASS_IN,
		.length = question->wire_length,
	};

	memcpy(asked.name, question->wire, question->wire_length);
	cordon_decide_question(&explanation->engine, &nobody, &asked, decision);
	explanation->asking = decision->verdict;
}

static struct cordon_address
counted_as(const struct cordon_explanation *explanation,
	   const struct cordon_address *address)
{
	const struct cordon_learned *learned = explanation->engine.learned;
	struct cordon_address counted = *address;

	cordon_address_normalise(&counted, learned ?
				 cordon_learned_nat64(learned) : NULL);
	return counted;
}

static void add_address(struct cordon_explanation *explanation,
			const struct cordon_address *address)
{
	struct cordon_explained_address one = {
		.address = counted_as(explanation, address),
	};
	const struct cordon_destination destination = { .address = *address };

	cordon_decide_destination(&explanation->engine, &nobody, &destination,
				  &one.decision);
	explanation->open += one.decision.verdict != CORDON_DENY;
	explanation->inspected += one.decision.verdict == CORDON_INSPECT;
	if (explanation->addresses < CORDON_EXPLAIN_ADDRESSES)
		explanation->address[explanation->addresses] = one;
	explanation->addresses++;
}

static bool was_found(const struct cordon_explanation *explanation,
		      const struct cordon_address *address)
{
	const struct cordon_explain_facts *facts = explanation->facts;
	size_t i;

	for (i = 0; i < facts->found_count; i++) {
		struct cordon_address found =
			counted_as(explanation, facts->found + i);

		if (cordon_address_equal(&found, address))
			return true;
	}
	return false;
}

/* Those that it has now, and those that a program may still remember. */
static void find_addresses(struct cordon_explanation *explanation)
{
	const struct cordon_explain_facts *facts = explanation->facts;
	const struct cordon_question *question = explanation->question;
	u32 slots = facts->learned ? cordon_learned_slots(facts->learned) : 0;
	size_t i;
	u32 slot;

	for (i = 0; i < facts->found_count; i++)
		add_address(explanation, facts->found + i);
	for (slot = 0; slot < slots; slot++) {
		const struct cordon_learned_entry *entry =
			cordon_learned_slot(facts->learned, slot, facts->now);

		if (entry && entry->net == facts->net &&
		    entry->length == question->wire_length &&
		    !memcmp(entry->name, question->wire, entry->length) &&
		    !was_found(explanation, &entry->address))
			add_address(explanation, &entry->address);
	}
}

/**
 * cordon_explain_lacks_addresses() - would it help to ask where a name leads
 * @explanation: the answer without that
 *
 * Return: true if it would.
 */
bool cordon_explain_lacks_addresses(const struct cordon_explanation *explanation)
{
	return explanation->question->operation == CORDON_OPERATION_NAME &&
	       !explanation->question->numeric && !explanation->addresses &&
	       explanation->asking != CORDON_DENY;
}

/**
 * cordon_explain_name() - what becomes of a name
 * @explanation: holds facts and a question about a name; gets the rest
 *
 * A client tries one address after the other, so one that is open is enough.
 */
void cordon_explain_name(struct cordon_explanation *explanation)
{
	const struct cordon_question *question = explanation->question;
	struct cordon_decision *decision = &explanation->decision;
	bool refused;

	decide_asking(explanation, decision);
	find_addresses(explanation);
	if (explanation->asking == CORDON_DENY)
		return;
	cordon_decide_name(&explanation->engine, &nobody, question->wire,
			   question->wire_length, decision);
	refused = explanation->addresses && !explanation->open;
	if (refused && decision->verdict != CORDON_DENY)
		*decision = explanation->address[0].decision;
	cordon_reach(refused, decision);
}
