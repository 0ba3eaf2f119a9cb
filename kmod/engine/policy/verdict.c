// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
/*
 * Cordon engine - verdict: policy and facts in, verdict out
 */
#include "domain.h"
#include "path.h"
#include "prefix.h"
#include "verdict.h"

static void set_allow(struct cordon_decision *decision)
{
	decision->verdict = CORDON_ALLOW;
	decision->reason = CORDON_REASON_NONE;
	decision->record = false;
	decision->kind = CORDON_RULE_NONE;
	decision->service = CORDON_NO_SERVICE;
	decision->rule = 0;
	decision->name_length = 0;
}

static void set_deny(struct cordon_decision *decision, enum cordon_reason reason)
{
	set_allow(decision);
	decision->verdict = CORDON_DENY;
	decision->reason = reason;
	decision->record = true;
}

/* What a rule of one service says when nothing else is known. */
static void set_by_service(const struct cordon_facts *facts,
			   const struct cordon_subject *subject, u16 service,
			   struct cordon_decision *decision)
{
	u8 action = facts->policy->services[service].action;
	bool refuses = cordon_refuses(facts, subject, service);

	decision->verdict = refuses ? CORDON_DENY : CORDON_ALLOW;
	decision->record = refuses || action == CORDON_ACTION_AUDIT;
	decision->service = service;
}

/*
 * Whatever else would refuse what the canary names, the canary is told: that no
 * never-block list lifts it must not depend on other rules.
 */
static bool is_canary(const struct cordon_blob *blob, u16 service)
{
	static const char canary[] = CORDON_CANARY_SERVICE;
	const struct cordon_text *name;

	if (service >= blob->service_count)
		return false;
	name = &blob->services[service].name;
	return le32_to_cpu(name->length) == sizeof(canary) - 1 &&
	       !memcmp(blob->strings + le32_to_cpu(name->offset), canary,
		       sizeof(canary) - 1);
}

/**
 * cordon_decide_exec - may a file be executed
 * @facts: the policy
 * @subject: who asks
 * @path: absolute path inside the file's filesystem
 * @length: its bytes
 * @decision: filled in
 *
 * Of several rules that match, the canary's decides, else one that refuses.
 */
void cordon_decide_exec(const struct cordon_facts *facts,
			const struct cordon_subject *subject, const char *path,
			size_t length, struct cordon_decision *decision)
{
	const struct cordon_blob *blob = facts->policy;
	u16 service;
	u32 index;

	set_allow(decision);
	for (index = cordon_path_next(blob, path, length, 0);
	     index < blob->path_count;
	     index = cordon_path_next(blob, path, length, index + 1)) {
		service = le16_to_cpu(blob->paths[index].service);
		if (decision->verdict == CORDON_DENY && !is_canary(blob, service))
			continue;
		decision->reason = CORDON_REASON_PATH;
		decision->kind = CORDON_RULE_PATH;
		decision->rule = index;
		set_by_service(facts, subject, service, decision);
	}
}

/**
 * cordon_decide_name - may a name be reached
 * @facts: the policy
 * @subject: who asks
 * @wire: folded wire name
 * @length: its bytes
 * @decision: filled in
 */
void cordon_decide_name(const struct cordon_facts *facts,
			const struct cordon_subject *subject, const u8 *wire,
			size_t length, struct cordon_decision *decision)
{
	struct cordon_domain_match match;

	set_allow(decision);
	if (!cordon_domain_find(facts->policy, wire, length, &match))
		return;
	decision->kind = CORDON_RULE_DOMAIN;
	decision->rule = match.start;
	decision->name_length = (u8)length;
	memcpy(decision->name, wire, length);
	if (match.flags & CORDON_DOMAIN_EXCEPT) {
		decision->reason = CORDON_REASON_EXCEPT;
		decision->service = match.service;
		return;
	}
	decision->reason = CORDON_REASON_NAME;
	set_by_service(facts, subject, match.service, decision);
}

/*
 * What stands behind an address, gathered from every rule and every name.
 * Prefixes and names are kept apart: who asks a name server for a name of his
 * own can tie that to any address, so no name speaks against a prefix.
 */
struct behind {
	bool refused_prefix;
	bool open_prefix;		/* of an open service */
	bool refused_name;
	bool open_name;			/* of an open service, or of none */
	bool shared;
	struct cordon_decision *decision;	/* the first refused, else open one */
};

static bool is_refused(const struct behind *behind)
{
	return behind->refused_prefix || behind->refused_name;
}

/* Keep the first decision that refuses, or else the first one of a service. */
static void gather(struct behind *behind, const struct cordon_decision *one)
{
	bool refused = one->verdict == CORDON_DENY;

	if ((refused && !is_refused(behind)) ||
	    (!is_refused(behind) && one->record && !behind->decision->record))
		*behind->decision = *one;
	if (one->reason == CORDON_REASON_PREFIX) {
		behind->refused_prefix |= refused;
		behind->open_prefix |= !refused;
	} else {
		behind->refused_name |= refused;
		behind->open_name |= !refused;
	}
}

/* A refused service, and something else that the address could be asked for. */
static bool cannot_tell(const struct behind *behind)
{
	if (behind->refused_prefix)
		return behind->open_prefix;
	return behind->refused_name &&
	       (behind->open_prefix || behind->open_name || behind->shared);
}

static void gather_learned(const struct cordon_facts *facts,
			   const struct cordon_subject *subject,
			   const struct cordon_address *address,
			   struct behind *behind)
{
	const struct cordon_learned *learned = facts->learned;
	const struct cordon_learned_entry *entry;
	struct cordon_decision one __uninitialized;

	for (entry = cordon_learned_find(learned, facts->net, address, facts->clock);
	     entry; entry = cordon_learned_next(learned, entry, facts->clock)) {
		cordon_decide_name(facts, subject, entry->name, entry->length,
				   &one);
		if (one.reason == CORDON_REASON_NAME)
			one.reason = CORDON_REASON_LEARNED;
		gather(behind, &one);
	}
}

static void gather_prefixes(const struct cordon_facts *facts,
			    const struct cordon_subject *subject,
			    const struct cordon_address *address,
			    struct behind *behind)
{
	const struct cordon_blob *blob = facts->policy;
	struct cordon_decision one __uninitialized;
	u32 index;

	for (index = cordon_prefix_find(blob, address);
	     index != CORDON_NO_PARENT;
	     index = cordon_prefix_parent(blob, index)) {
		const struct cordon_prefix_record *record = blob->prefixes + index;

		if (record->flags & CORDON_PREFIX_SHARED) {
			behind->shared = true;
			continue;
		}
		set_allow(&one);
		one.reason = CORDON_REASON_PREFIX;
		one.kind = CORDON_RULE_PREFIX;
		one.rule = index;
		set_by_service(facts, subject, le16_to_cpu(record->service), &one);
		gather(behind, &one);
	}
}

/**
 * cordon_decide_address - may an address be connected to
 * @facts: what is known
 * @subject: who asks
 * @address: normalised
 * @decision: filled in
 *
 * A prefix of a refused service is firm: deny, unless a prefix of an open service
 * covers the address, too; then inspect. No learned name and no shared range
 * opens it. A learned name of a refused service: deny, or inspect together with
 * anything else: an open service, a name of none, a shared range. Otherwise allow.
 * A learned name is named before a prefix: it tells the user more.
 */
void cordon_decide_address(const struct cordon_facts *facts,
			   const struct cordon_subject *subject,
			   const struct cordon_address *address,
			   struct cordon_decision *decision)
{
	struct behind behind = { .decision = decision };

	set_allow(decision);
	if (facts->learned)
		gather_learned(facts, subject, address, &behind);
	gather_prefixes(facts, subject, address, &behind);
	if (cannot_tell(&behind))
		decision->verdict = CORDON_INSPECT;
}

/**
 * cordon_decide_dns_target - may DNS be spoken with an address
 * @facts: the policy, and the resolvers that cordond tells
 * @address: normalised
 * @port: host byte order
 * @stream: TCP and its like
 * @decision: filled in; allow when it is no DNS port
 *
 * What cannot be read cannot be learned from: with `other-resolvers = refuse`
 * DNS goes over UDP to a trusted resolver only, never over TCP or encrypted.
 */
void cordon_decide_dns_target(const struct cordon_facts *facts,
			      const struct cordon_address *address, u16 port,
			      bool stream, struct cordon_decision *decision)
{
	set_allow(decision);
	if (facts->policy->policy->other_resolvers != CORDON_OTHER_RESOLVERS_REFUSE)
		return;
	if (port == CORDON_DNS_TLS_PORT)
		set_deny(decision, CORDON_REASON_DNS_ENCRYPTED);
	else if (port != CORDON_DNS_PORT)
		return;
	else if (!cordon_is_resolver(facts->policy, facts->told, address))
		set_deny(decision, CORDON_REASON_OTHER_RESOLVER);
	else if (stream)
		set_deny(decision, CORDON_REASON_DNS_TCP);
}

/* The canary is refused as the canary, on the ports of DNS as well. */
static void prefer_canary(const struct cordon_facts *facts,
			  const struct cordon_subject *subject,
			  const struct cordon_address *address,
			  struct cordon_decision *decision)
{
	struct cordon_decision by_address __uninitialized;

	cordon_decide_address(facts, subject, address, &by_address);
	if (by_address.verdict == CORDON_DENY &&
	    is_canary(facts->policy, by_address.service))
		*decision = by_address;
}

/* @address is one form of the destination's. */
static void decide_form(const struct cordon_facts *facts,
			const struct cordon_subject *subject,
			const struct cordon_destination *destination,
			const struct cordon_address *address,
			struct cordon_decision *decision)
{
	if (destination->has_port) {
		cordon_decide_dns_target(facts, address, destination->port,
					 destination->stream, decision);
		if (decision->verdict == CORDON_DENY) {
			prefer_canary(facts, subject, address, decision);
			return;
		}
	}
	cordon_decide_address(facts, subject, address, decision);
}

/**
 * cordon_decide_destination - may a socket talk to a destination
 * @facts: what is known
 * @subject: who asks
 * @destination: as asked for
 * @decision: filled in
 *
 * A NAT64 prefix is discovered from an answer, and a network may lie about it:
 * unwrapping must not take an address out of the rules. So an address that only
 * a discovered prefix unwraps is decided in both forms, and the stricter wins.
 */
void cordon_decide_destination(const struct cordon_facts *facts,
			       const struct cordon_subject *subject,
			       const struct cordon_destination *destination,
			       struct cordon_decision *decision)
{
	struct cordon_address plain = destination->address;
	struct cordon_address inner __uninitialized;
	struct cordon_decision other __uninitialized;

	cordon_address_normalise(&plain, NULL);
	decide_form(facts, subject, destination, &plain, decision);
	if (decision->verdict == CORDON_DENY || !facts->learned ||
	    cordon_address_is_ipv4(&plain))
		return;
	inner = plain;
	cordon_address_normalise(&inner, cordon_learned_nat64(facts->learned));
	if (cordon_address_equal(&plain, &inner))
		return;
	decide_form(facts, subject, destination, &inner, &other);
	if (other.verdict == CORDON_DENY ||
	    (decision->verdict == CORDON_ALLOW &&
	     (other.verdict == CORDON_INSPECT || !decision->record)))
		*decision = other;
}

/**
 * cordon_decide_question - may a DNS question go out
 * @facts: the policy
 * @subject: who asks
 * @question: to a trusted resolver
 * @decision: filled in
 *
 * With `dns = learn` a question may whose answer can be learned from: the
 * connect is refused instead. Other answers, such as those of type HTTPS, can
 * hold addresses too, and these would go by unlearned.
 */
void cordon_decide_question(const struct cordon_facts *facts,
			    const struct cordon_subject *subject,
			    const struct cordon_dns_question *question,
			    struct cordon_decision *decision)
{
	set_allow(decision);
	if (facts->policy->policy->dns == CORDON_DNS_REFUSE ||
	    !cordon_dns_is_learnable(question))
		cordon_decide_name(facts, subject, question->name,
				   question->length, decision);
}

/**
 * cordon_dns_is_judged - is what is sent to a destination judged as DNS
 * @facts: the policy, or none, and the resolvers that cordond tells
 * @destination: as asked for
 *
 * Only what goes over UDP to port 53 of a trusted resolver is read: mDNS and
 * LLMNR ask no resolver, and of what others are asked nothing is believed.
 *
 * Return: whether each datagram is for cordon_decide_message().
 */
bool cordon_dns_is_judged(const struct cordon_facts *facts,
			  const struct cordon_destination *destination)
{
	struct cordon_address address = destination->address;

	if (!destination->has_port || destination->stream ||
	    destination->port != CORDON_DNS_PORT)
		return false;
	cordon_address_normalise(&address, NULL);
	return cordon_is_resolver(facts->policy, facts->told, &address);
}

/**
 * cordon_decide_message - may a DNS message go out
 * @facts: the policy; without one it may
 * @subject: who asks
 * @message: to where cordon_dns_is_judged(); its first CORDON_DNS_QUESTION_MAX
 *	bytes are enough
 * @length: how many bytes are there
 * @question: filled in, if there is one
 * @decision: filled in
 *
 * What is no plain question is refused: resolvers differ in what they make of it.
 *
 * Return: whether it is a plain question, whose answer can be waited for.
 */
bool cordon_decide_message(const struct cordon_facts *facts,
			   const struct cordon_subject *subject,
			   const u8 *message, size_t length,
			   struct cordon_dns_question *question,
			   struct cordon_decision *decision)
{
	bool plain;

	length = min_t(size_t, length, CORDON_DNS_QUESTION_MAX);
	plain = cordon_dns_read_question(message, length, false, question) >= 0;
	if (!facts->policy)
		set_allow(decision);
	else if (plain)
		cordon_decide_question(facts, subject, question, decision);
	else
		set_deny(decision, CORDON_REASON_DNS_MALFORMED);
	return plain;
}

/**
 * cordon_decide_refusal - a refusal that no rule of the policy names
 * @reason: why
 * @decision: filled in
 */
void cordon_decide_refusal(enum cordon_reason reason,
			   struct cordon_decision *decision)
{
	set_deny(decision, reason);
}

/**
 * cordon_decision_is_sparable - may a never-block list lift a decision
 * @blob: the policy that decided
 * @decision: what was decided
 *
 * Nothing softens the canary: whoever looks whether refusals are real may stand on
 * the list himself, as cordond does.
 *
 * Return: whether it is a refusal, and not the canary's.
 */
bool cordon_decision_is_sparable(const struct cordon_blob *blob,
				 const struct cordon_decision *decision)
{
	return decision->verdict == CORDON_DENY &&
	       !is_canary(blob, decision->service);
}
