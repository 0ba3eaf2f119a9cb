// SPDX-License-Identifier: GPL-2.0-only
/*
 * Cordon - record: what was decided, told to the kernel's audit
 *
 * A decision never waits for its record: memory comes from GFP_ATOMIC, a limit
 * of our own keeps a busy app from filling the queue, and what was not told is
 * counted.
 */
#include <linux/audit.h>
#include <linux/cred.h>
#include <linux/in.h>
#include <linux/kernel.h>
#include <linux/ratelimit.h>
#include <linux/sched.h>

#include "engine/name.h"
#include "engine/policy/words.h"
#include "record.h"
#include "stats.h"

/* Longest text in a record; of a longer path the end is told. */
#define TEXT_MAX	1024

/* Records a second; a user's own, so that nobody hides what others do. */
#define LIMIT		100
#define LIMITS		64

static struct ratelimit_state limits[LIMITS];

/**
 * cordon_record_init - set the limits up
 */
void cordon_record_init(void)
{
	int i;

	for (i = 0; i < LIMITS; i++) {
		ratelimit_state_init(limits + i, HZ, LIMIT);
		/* Our own counter tells what is dropped, not the console. */
		ratelimit_set_flags(limits + i, RATELIMIT_MSG_ON_RELEASE);
	}
}

/*
 * The audit's own quoting is not exported: in quotes when no byte could be
 * mistaken, else in upper-case hex without quotes.
 */
static void put_text(struct audit_buffer *ab, const char *key, const char *text,
		     size_t length)
{
	char hex[2 * 32 + 1];
	size_t i, part;

	for (i = 0; i < length; i++)
		if (text[i] <= ' ' || text[i] >= 0x7f || text[i] == '"')
			break;
	if (i == length) {
		audit_log_format(ab, " %s=\"%.*s\"", key, (int)length, text);
		return;
	}
	audit_log_format(ab, " %s=", key);
	for (; length; length -= part, text += part) {
		part = min_t(size_t, length, 32);
		for (i = 0; i < part; i++)
			hex_byte_pack_upper(hex + 2 * i, text[i]);
		hex[2 * part] = '\0';
		audit_log_format(ab, "%s", hex);
	}
}

static void put_string(struct audit_buffer *ab, const char *key,
		       const char *text)
{
	put_text(ab, key, text, strlen(text));
}

static void put_blob_text(struct audit_buffer *ab, const char *key,
			  const struct cordon_blob *blob,
			  const struct cordon_text *text)
{
	u32 length;
	const char *bytes = cordon_blob_text(blob, text, &length);

	put_text(ab, key, bytes, length);
}

static const char * const operations[CORDON_OP_COUNT] = {
	[CORDON_OP_EXEC] = "exec",
	[CORDON_OP_CONNECT] = "connect",
	[CORDON_OP_SENDMSG] = "sendmsg",
	[CORDON_OP_DNS] = "dns",
};

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

static void put_rule(struct audit_buffer *ab, const struct cordon_event *event)
{
	const struct cordon_blob *blob = &event->policy->blob;
	const struct cordon_decision *decision = event->decision;
	char text[256];

	if (decision->service != CORDON_NO_SERVICE) {
		const struct cordon_service_record *service =
			blob->services + decision->service;

		put_blob_text(ab, "service", blob, &service->name);
		put_string(ab, "action", cordon_action_word(service->action));
	}
	put_string(ab, "reason", cordon_reason_word(decision->reason));
	if (cordon_decision_text(blob, decision, text, sizeof(text)))
		put_string(ab, "rule", text);
}

static void put_object(struct audit_buffer *ab, const struct cordon_event *event)
{
	const struct cordon_decision *decision = event->decision;
	char text[TEXT_MAX];

	if (event->path) {
		size_t length = min_t(size_t, event->path_length, TEXT_MAX);

		put_text(ab, "path", event->path + event->path_length - length,
			 length);
	}
	if (event->address) {
		cordon_address_to_text(event->address, text, sizeof(text));
		put_string(ab, "dest", text);
		audit_log_format(ab, " port=%u", event->port);
		if (event->protocol == IPPROTO_TCP)
			put_string(ab, "proto", "tcp");
		else if (event->protocol == IPPROTO_UDP)
			put_string(ab, "proto", "udp");
		else
			audit_log_format(ab, " proto=\"%u\"", event->protocol);
	}
	if (decision->name_length) {
		cordon_name_to_text(decision->name, decision->name_length, text,
				    sizeof(text));
		put_string(ab, "name", text);
	}
}

static void put_current(struct audit_buffer *ab)
{
	char comm[TASK_COMM_LEN];

	audit_log_format(ab, " pid=%d uid=%u", task_tgid_nr(current),
			 from_kuid(&init_user_ns, current_uid()));
	get_task_comm(comm, current);
	put_string(ab, "comm", comm);
}

static void put_policy(struct audit_buffer *ab, const struct cordon_policy *policy)
{
	put_blob_text(ab, "policy", &policy->blob, &policy->blob.policy->name);
	audit_log_format(ab, " version=%llu", policy->version);
}

static struct audit_buffer *start(struct audit_context *context,
				  const char *word)
{
	struct audit_buffer *ab = audit_log_start(context, GFP_ATOMIC, AUDIT_AVC);

	if (!ab) {
		cordon_count(CORDON_STAT_RECORDS_DROPPED);
		return NULL;
	}
	cordon_count(CORDON_STAT_RECORDS);
	audit_log_format(ab, "cordon=\"%s\"", word);
	return ab;
}

/**
 * cordon_record - record a decision, if it is worth one
 * @event: what was decided
 *
 * Context: any but hard interrupt; never sleeps.
 */
void cordon_record(const struct cordon_event *event)
{
	u32 uid = event->subject->uid;
	struct audit_buffer *ab;

	if (!event->decision->record)
		return;
	if (!__ratelimit(limits + uid % LIMITS)) {
		cordon_count(CORDON_STAT_RECORDS_DROPPED);
		return;
	}
	ab = start(event->by_current ? audit_context() : NULL, outcome(event));
	if (!ab)
		return;
	put_string(ab, "operation", operations[event->operation]);
	put_rule(ab, event);
	put_object(ab, event);
	if (event->by_current)
		put_current(ab);
	else
		audit_log_format(ab, " uid=%u", uid);
	put_policy(ab, event->policy);
	put_string(ab, "mode", cordon_mode_word(event->policy->blob.policy->mode));
	audit_log_end(ab);
}

/**
 * cordon_record_load - record that a policy came into force
 * @policy: which
 *
 * Context: process.
 */
void cordon_record_load(const struct cordon_policy *policy)
{
	struct audit_buffer *ab = start(audit_context(), "LOADED");

	if (!ab)
		return;
	put_string(ab, "operation", "load");
	put_policy(ab, policy);
	audit_log_format(ab, " digest=\"%*phN\"", SHA256_DIGEST_SIZE,
			 policy->digest);
	put_string(ab, "signer", policy->signer);
	audit_log_format(ab, " generation=%llu", policy->generation);
	put_current(ab);
	audit_log_end(ab);
}

/**
 * cordon_record_load_refusal - record that an object was refused
 * @fault: why
 * @err: negative errno that the loader gets
 *
 * Context: process.
 */
void cordon_record_load_refusal(const struct cordon_fault *fault, int err)
{
	struct audit_buffer *ab = start(audit_context(), "REFUSED");

	if (!ab)
		return;
	put_string(ab, "operation", "load");
	put_string(ab, "error", fault->word);
	audit_log_format(ab, " offset=%llu errno=%d", fault->offset, -err);
	put_current(ab);
	audit_log_end(ab);
}
