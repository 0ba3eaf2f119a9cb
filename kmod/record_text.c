// SPDX-License-Identifier: GPL-2.0-only
/*
 * Cordon - record text: an event in the words of its record
 */
#include <linux/cred.h>
#include <linux/in.h>
#include <linux/kernel.h>
#include <linux/pid.h>
#include <linux/sched.h>

#include "engine/address_text.h"
#include "engine/name.h"
#include "engine/policy/words.h"
#include "record_text.h"

/* Longest text in a record; of a longer path the end is told. */
#define VALUE_MAX	1024

static __printf(2, 3) void put(struct cordon_record_text *text,
			       const char *format, ...)
{
	size_t used = min(text->length, sizeof(text->bytes));
	va_list arguments;

	va_start(arguments, format);
	text->length += vsnprintf(text->bytes + used, sizeof(text->bytes) - used,
				  format, arguments);
	va_end(arguments);
}

/*
 * The audit's own quoting is not exported: in quotes when no byte could be
 * mistaken, else in upper-case hex without quotes.
 */
static void put_bytes(struct cordon_record_text *text, const char *key,
		      const char *bytes, size_t length)
{
	char hex[2 * 32 + 1];
	size_t i, part;

	for (i = 0; i < length; i++)
		if (bytes[i] <= ' ' || bytes[i] >= 0x7f || bytes[i] == '"')
			break;
	if (i == length) {
		put(text, " %s=\"%.*s\"", key, (int)length, bytes);
		return;
	}
	put(text, " %s=", key);
	for (; length; length -= part, bytes += part) {
		part = min_t(size_t, length, 32);
		for (i = 0; i < part; i++)
			hex_byte_pack_upper(hex + 2 * i, bytes[i]);
		hex[2 * part] = '\0';
		put(text, "%s", hex);
	}
}

static void put_string(struct cordon_record_text *text, const char *key,
		       const char *string)
{
	put_bytes(text, key, string, strlen(string));
}

static void put_blob_text(struct cordon_record_text *text, const char *key,
			  const struct cordon_blob *blob,
			  const struct cordon_text *where)
{
	u32 length;
	const char *bytes = cordon_blob_text(blob, where, &length);

	put_bytes(text, key, bytes, length);
}

static const char *outcome(const struct cordon_event *event)
{
	if (event->never_block)
		return "NEVER-BLOCK";
	switch (event->decision->verdict) {
	case CORDON_DENY:
		return cordon_enforces(event->policy) ? "DENIED" : "WOULD-DENY";
	case CORDON_INSPECT:
		return "INSPECT";
	case CORDON_ALLOW:
		break;
	}
	return "AUDIT";
}

static void put_rule(struct cordon_record_text *text,
		     const struct cordon_event *event)
{
	const struct cordon_blob *blob = &event->policy->blob;
	const struct cordon_decision *decision = event->decision;
	char rule[256];

	if (decision->service != CORDON_NO_SERVICE) {
		const struct cordon_service_record *service =
			blob->services + decision->service;

		put_blob_text(text, "service", blob, &service->name);
		put_string(text, "action", cordon_action_word(service->action));
	}
	put_string(text, "reason", cordon_reason_word(decision->reason));
	if (cordon_decision_text(blob, decision, rule, sizeof(rule)))
		put_string(text, "rule", rule);
}

static void put_destination(struct cordon_record_text *text,
			    const struct cordon_event *event)
{
	char address[CORDON_ADDRESS_TEXT_MAX];

	cordon_address_to_text(event->address, address, sizeof(address));
	put_string(text, "dest", address);
	put(text, " port=%u", event->port);
	if (event->protocol == IPPROTO_TCP)
		put_string(text, "proto", "tcp");
	else if (event->protocol == IPPROTO_UDP)
		put_string(text, "proto", "udp");
	else
		put(text, " proto=\"%u\"", event->protocol);
}

static void put_object(struct cordon_record_text *text,
		       const struct cordon_event *event)
{
	const struct cordon_decision *decision = event->decision;
	char name[VALUE_MAX];

	if (event->path) {
		size_t length = min_t(size_t, event->path_length, VALUE_MAX);

		put_bytes(text, "path", event->path + event->path_length - length,
			  length);
	}
	if (event->address)
		put_destination(text, event);
	if (decision->name_length) {
		cordon_name_to_text(decision->name, decision->name_length, name,
				    sizeof(name));
		put_string(text, "name", name);
	}
}

static void put_current(struct cordon_record_text *text)
{
	char comm[TASK_COMM_LEN];

	put(text, " pid=%d uid=%u", task_tgid_nr(current),
	    from_kuid(&init_user_ns, current_uid()));
	get_task_comm(comm, current);
	put_string(text, "comm", comm);
}

static void put_policy(struct cordon_record_text *text,
		       const struct cordon_policy *policy)
{
	put_blob_text(text, "policy", &policy->blob, &policy->blob.policy->name);
	put(text, " version=%llu", policy->version);
}

/* The words are the records' contract with who reads them. */
static void start(struct cordon_record_text *text, const char *word,
		  const char *operation)
{
	text->length = 0;
	put(text, "cordon=\"%s\"", word);
	put_string(text, "operation", operation);
}

static const char * const operations[CORDON_OP_COUNT] = {
	[CORDON_OP_EXEC] = "exec",
	[CORDON_OP_CONNECT] = "connect",
	[CORDON_OP_SENDMSG] = "sendmsg",
	[CORDON_OP_DNS] = "dns",
};

/**
 * cordon_record_text_event - write what was decided
 * @text: written
 * @event: what was decided
 *
 * Context: any but hard interrupt.
 */
void cordon_record_text_event(struct cordon_record_text *text,
			      const struct cordon_event *event)
{
	start(text, outcome(event), operations[event->operation]);
	put_rule(text, event);
	put_object(text, event);
	if (event->by_current)
		put_current(text);
	else
		put(text, " uid=%u", event->subject->uid);
	put_policy(text, event->policy);
	put_string(text, "mode",
		   cordon_mode_word(event->policy->blob.policy->mode));
}

/**
 * cordon_record_text_loaded - write that a policy came into force
 * @text: written
 * @policy: which
 *
 * Context: process; current loaded it.
 */
void cordon_record_text_loaded(struct cordon_record_text *text,
			       const struct cordon_policy *policy)
{
	start(text, "LOADED", "load");
	put_policy(text, policy);
	put(text, " digest=\"%*phN\"", SHA256_DIGEST_SIZE, policy->digest);
	put_string(text, "signer", policy->signer);
	put(text, " generation=%llu", policy->generation);
	put_current(text);
}

/**
 * cordon_record_text_refused - write that an object was refused
 * @text: written
 * @fault: why
 * @err: negative errno that the loader gets
 *
 * Context: process; current tried to load it.
 */
void cordon_record_text_refused(struct cordon_record_text *text,
				const struct cordon_fault *fault, int err)
{
	start(text, "REFUSED", "load");
	put_string(text, "error", fault->word);
	put(text, " offset=%llu errno=%d", fault->offset, -err);
	put_current(text);
}
