/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * Cordon engine - verdict: policy and facts in, verdict out
 */
#ifndef _CORDON_ENGINE_VERDICT_H
#define _CORDON_ENGINE_VERDICT_H

#include "facts.h"
#include "learned.h"

enum cordon_verdict {
	CORDON_ALLOW,
	CORDON_DENY,
	CORDON_INSPECT,		/* the address cannot tell: the name decides */
};

/* What decided. The words of cordon_reason_word() are a contract. */
enum cordon_reason {
	CORDON_REASON_NONE,		/* "none": no rule names it */
	CORDON_REASON_PATH,		/* "path" */
	CORDON_REASON_PATH_TOO_LONG,	/* "path-too-long": cannot be rendered */
	CORDON_REASON_PREFIX,		/* "prefix" */
	CORDON_REASON_LEARNED,		/* "learned": by a learned address */
	CORDON_REASON_NAME,		/* "name" */
	CORDON_REASON_EXCEPT,		/* "except" */
	CORDON_REASON_OTHER_RESOLVER,	/* "other-resolver" */
	CORDON_REASON_DNS_TCP,		/* "dns-over-tcp" */
	CORDON_REASON_DNS_ENCRYPTED,	/* "dns-encrypted" */
	CORDON_REASON_DNS_MALFORMED,	/* "dns-malformed" */
	CORDON_REASON_DNS_BUSY,		/* "dns-busy": too many questions wait */
	CORDON_REASON_COUNT,
};

enum cordon_rule_kind {
	CORDON_RULE_NONE,
	CORDON_RULE_DOMAIN,		/* the policy holds no names */
	CORDON_RULE_PREFIX,		/* index into blob->prefixes */
	CORDON_RULE_PATH,		/* index into blob->paths */
	CORDON_RULE_PACKAGE,		/* index into blob->packages */
};

/* Room for any rule as text, with a NUL. */
#define CORDON_RULE_TEXT_MAX	1088U

/**
 * struct cordon_decision - a verdict and what decided it
 * @verdict: what the backend carries out in mode enforce
 * @reason: what kind of fact decided
 * @record: worth a record: refused, inspected, or let through by action audit
 * @kind: what @rule indexes
 * @service: index of the service, or CORDON_NO_SERVICE
 * @rule: index of the rule that decided; for CORDON_RULE_DOMAIN the offset in
 *	@name where the rule's own name begins
 * @name_length: bytes of @name
 * @name: for CORDON_RULE_DOMAIN the wire name that decided
 */
struct cordon_decision {
	enum cordon_verdict verdict;
	enum cordon_reason reason;
	bool record;
	enum cordon_rule_kind kind;
	u16 service;
	u32 rule;
	u8 name_length;
	u8 name[CORDON_NAME_MAX];
};

/**
 * struct cordon_destination - where a socket wants to talk to
 * @address: as asked for, in any form
 * @port: host byte order
 * @has_port: the protocol has ports
 * @stream: TCP and its like
 */
struct cordon_destination {
	struct cordon_address address;
	u16 port;
	bool has_port;
	bool stream;
};

void cordon_decide_exec(const struct cordon_facts *facts,
			const struct cordon_subject *subject, const char *path,
			size_t length, struct cordon_decision *decision);
void cordon_decide_address(const struct cordon_facts *facts,
			   const struct cordon_subject *subject,
			   const struct cordon_address *address,
			   struct cordon_decision *decision);
void cordon_decide_name(const struct cordon_facts *facts,
			const struct cordon_subject *subject, const u8 *wire,
			size_t length, struct cordon_decision *decision);
void cordon_decide_dns_target(const struct cordon_facts *facts,
			      const struct cordon_address *address, u16 port,
			      bool stream, struct cordon_decision *decision);
void cordon_decide_destination(const struct cordon_facts *facts,
			       const struct cordon_subject *subject,
			       const struct cordon_destination *destination,
			       struct cordon_decision *decision);
void cordon_decide_question(const struct cordon_facts *facts,
			    const struct cordon_subject *subject,
			    const struct cordon_dns_question *question,
			    struct cordon_decision *decision);
bool cordon_dns_is_judged(const struct cordon_facts *facts,
			  const struct cordon_destination *destination);
bool cordon_decide_message(const struct cordon_facts *facts,
			   const struct cordon_subject *subject,
			   const u8 *message, size_t length,
			   struct cordon_dns_question *question,
			   struct cordon_decision *decision);
void cordon_decide_refusal(enum cordon_reason reason,
			   struct cordon_decision *decision);
bool cordon_decision_is_sparable(const struct cordon_blob *blob,
				 const struct cordon_decision *decision);

#endif /* _CORDON_ENGINE_VERDICT_H */
