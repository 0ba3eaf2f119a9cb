// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
/*
 * Cordon engine - words: what verdicts, reasons and rules are called
 */
#include "engine/address_text.h"
#include "words.h"

/**
 * cordon_verdict_word - the word for a verdict
 * @verdict: any
 *
 * Return: static text.
 */
const char *cordon_verdict_word(enum cordon_verdict verdict)
{
	static const char *const words[] = {
		[CORDON_ALLOW] = "allow",
		[CORDON_DENY] = "deny",
		[CORDON_INSPECT] = "inspect",
	};

	return verdict < ARRAY_SIZE(words) ? words[verdict] : "unknown";
}

/**
 * cordon_reason_word - the word for a reason
 * @reason: any
 *
 * Return: static text.
 */
const char *cordon_reason_word(enum cordon_reason reason)
{
	static const char *const words[CORDON_REASON_COUNT] = {
		[CORDON_REASON_NONE] = "none",
		[CORDON_REASON_PATH] = "path",
		[CORDON_REASON_PATH_TOO_LONG] = "path-too-long",
		[CORDON_REASON_PREFIX] = "prefix",
		[CORDON_REASON_LEARNED] = "learned",
		[CORDON_REASON_NAME] = "name",
		[CORDON_REASON_EXCEPT] = "except",
		[CORDON_REASON_OTHER_RESOLVER] = "other-resolver",
		[CORDON_REASON_DNS_TCP] = "dns-over-tcp",
		[CORDON_REASON_DNS_ENCRYPTED] = "dns-encrypted",
		[CORDON_REASON_DNS_MALFORMED] = "dns-malformed",
		[CORDON_REASON_DNS_BUSY] = "dns-busy",
	};

	return reason < ARRAY_SIZE(words) ? words[reason] : "unknown";
}

/**
 * cordon_action_word - the word for an action
 * @action: enum cordon_action
 *
 * Return: static text.
 */
const char *cordon_action_word(u8 action)
{
	static const char *const words[] = {
		[CORDON_ACTION_DENY] = "deny",
		[CORDON_ACTION_RESTRICT] = "restrict",
		[CORDON_ACTION_AUDIT] = "audit",
		[CORDON_ACTION_ALLOW] = "allow",
	};

	return action && action < ARRAY_SIZE(words) ? words[action] : "unknown";
}

/**
 * cordon_mode_word - the word for a mode
 * @mode: enum cordon_mode
 *
 * Return: static text.
 */
const char *cordon_mode_word(u8 mode)
{
	static const char *const words[] = {
		[CORDON_MODE_MONITOR] = "monitor",
		[CORDON_MODE_ENFORCE] = "enforce",
	};

	return mode && mode < ARRAY_SIZE(words) ? words[mode] : "unknown";
}

static int prefix_text(const struct cordon_blob *blob, u32 rule, char *text,
		       size_t size)
{
	const struct cordon_prefix_record *record = blob->prefixes + rule;
	char address[CORDON_ADDRESS_TEXT_MAX];
	unsigned int length = record->length;

	if (cordon_address_is_ipv4(&record->address) && length >= 96)
		length -= 96;
	cordon_address_to_text(&record->address, address, sizeof(address));
	return snprintf(text, size, "prefix %s/%u", address, length);
}

/**
 * cordon_rule_text - a rule as a list file has it
 * @blob: policy
 * @kind: which section; a domain's text stands in none
 * @rule: index there
 * @text: where to, always terminated
 * @size: room at @text; CORDON_RULE_TEXT_MAX is enough for any rule
 *
 * Return: bytes written without the NUL; 0 when there is no rule.
 */
size_t cordon_rule_text(const struct cordon_blob *blob,
			enum cordon_rule_kind kind, u32 rule, char *text,
			size_t size)
{
	const char *name;
	int used = 0;
	u32 length;

	text[0] = '\0';
	switch (kind) {
	case CORDON_RULE_NONE:
	case CORDON_RULE_DOMAIN:
		break;
	case CORDON_RULE_PREFIX:
		used = prefix_text(blob, rule, text, size);
		break;
	case CORDON_RULE_PATH:
		name = cordon_blob_text(blob, &blob->paths[rule].pattern, &length);
		used = snprintf(text, size, "path %.*s", (int)length, name);
		break;
	case CORDON_RULE_PACKAGE:
		name = cordon_blob_text(blob, &blob->packages[rule].name, &length);
		used = snprintf(text, size, "package %.*s", (int)length, name);
		break;
	}
	if (used < 0)
		return 0;
	return min_t(size_t, (size_t)used, size - 1);
}

/* The policy holds no names: the rule's is the end of the name that it covers. */
static size_t domain_text(const struct cordon_decision *decision, char *text,
			  size_t size)
{
	const char *word = decision->reason == CORDON_REASON_EXCEPT ?
			   "except domain " : "domain ";
	size_t used = strlen(word);

	text[0] = '\0';
	if (used >= size || decision->rule >= decision->name_length)
		return 0;
	memcpy(text, word, used + 1);
	return used + cordon_name_to_text(decision->name + decision->rule,
					  decision->name_length - decision->rule,
					  text + used, size - used);
}

/**
 * cordon_decision_text - the rule that decided, as a list file has it
 * @blob: policy
 * @decision: by that policy
 * @text: where to, always terminated
 * @size: room at @text; CORDON_RULE_TEXT_MAX is enough for any rule
 *
 * Return: bytes written without the NUL; 0 when no rule decided.
 */
size_t cordon_decision_text(const struct cordon_blob *blob,
			    const struct cordon_decision *decision, char *text,
			    size_t size)
{
	if (decision->kind == CORDON_RULE_DOMAIN)
		return domain_text(decision, text, size);
	return cordon_rule_text(blob, decision->kind, decision->rule, text, size);
}
