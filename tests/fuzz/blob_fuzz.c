// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Fuzz target: a policy blob is refused, or every look-up in it is right
 *
 * The input is a name, an address and a path to look up, and behind them the
 * blob. Its checksum is made right, for it only finds accidents. What an accepted
 * blob says is compared with a look at each of its rules.
 */
#include <stdlib.h>

#include "engine/tests/small_policy.h"
#include "engine/policy/domain.h"
#include "engine/policy/path.h"
#include "engine/policy/prefix.h"
#include "engine/policy/validate.h"
#include "engine/policy/words.h"
#include "engine/tests/decide.h"
#include "engine/tests/model.h"
#include "unit/engine/blob_parts.h"
#include "unit/engine/blob_walk.h"
#include "fuzz.h"

#define QUERY_MAX	600U

/* Is the name's proof among the others: look at them all. */
static bool has_proof(const struct cordon_blob *blob, const u8 *wire,
		      size_t length)
{
	u64 hash = cordon_domain_hash(blob->domain->proof_key, wire, length);
	u32 i;

	for (i = 0; i < blob->proof_count; i++)
		if (le64_to_cpu(blob->domain_proofs[i]) == hash)
			return true;
	return false;
}

/* Suffix by suffix, the shortest first. Returns -1, or the value's index. */
static int model_domain(const struct cordon_blob *blob, const u8 *wire,
			size_t length, u8 *start)
{
	u64 lengths = le64_to_cpu(blob->domain->labels);
	u8 starts[CORDON_NAME_LABELS];
	int count = cordon_name_labels(wire, length, starts), i, found = -1;
	u32 value;

	for (i = 1; i <= count && i <= 64; i++) {
		const struct cordon_domain_value *hit;
		u8 at = starts[count - i];

		if (!(lengths >> (i - 1) & 1) || length - at > CORDON_DOMAIN_MAX ||
		    !cordon_domain_probe(blob, wire + at, length - at, &value))
			continue;
		FUZZ_NEED(value < blob->domain_value_count, "a name has a value");
		hit = blob->domain_values + value;
		if ((hit->flags & CORDON_DOMAIN_EXCEPT ||
		     !cordon_blob_refuses(blob, le16_to_cpu(hit->service)) ||
		     (found >= 0 && found != (int)value)) &&
		    !has_proof(blob, wire + at, length - at))
			continue;
		found = (int)value;
		*start = at;
	}
	return found;
}

static void check_domain(const struct cordon_blob *blob, const u8 *wire,
			 size_t length)
{
	struct cordon_dns_question question = { .length = (u8)length };
	char text[CORDON_RULE_TEXT_MAX];
	struct cordon_domain_match match;
	struct cordon_decision decision;
	u8 start = 0;
	bool found = cordon_domain_find(blob, wire, length, &match);
	int value = model_domain(blob, wire, length, &start);

	FUZZ_NEED(found == (value >= 0), "a name is found if a rule covers it");
	if (found)
		FUZZ_NEED(match.service < blob->service_count &&
			  match.service == le16_to_cpu(blob->domain_values[value].service) &&
			  match.flags == blob->domain_values[value].flags &&
			  match.start == start,
			  "the longest rule that covers a name decides");
	if (cordon_name_labels(wire, length, NULL) < 0)
		return;
	test_decide_name(blob, wire, length, &decision);
	cordon_decision_text(blob, &decision, text, sizeof(text));
	FUZZ_NEED(decision.service == CORDON_NO_SERVICE ||
		  decision.service < blob->service_count,
		  "a decision names a service that is there");
	memcpy(question.name, wire, length);
	test_decide_question(blob, &question, &decision);
}

static void check_address(const struct cordon_blob *blob,
			  const struct cordon_address *address)
{
	static const struct cordon_resolvers told;
	char text[CORDON_RULE_TEXT_MAX];
	struct cordon_decision decision;
	u32 next = cordon_prefix_find(blob, address), i;

	for (i = blob->prefix_count; i--; ) {
		if (!cordon_model_record_covers(blob->prefixes + i, address))
			continue;
		FUZZ_NEED(next == i, "every prefix that covers an address is met");
		next = cordon_prefix_parent(blob, i);
	}
	FUZZ_NEED(next == CORDON_NO_PARENT, "no other prefix is met");
	test_decide_address(blob, NULL, 0, address, 0, &decision);
	cordon_decision_text(blob, &decision, text, sizeof(text));
	test_decide_dns_target(blob, &told, address, 53, false, &decision);
}

static void check_path(const struct cordon_blob *blob, const char *path,
		       size_t length)
{
	char text[CORDON_RULE_TEXT_MAX];
	struct cordon_decision decision;
	u32 i, pattern_length, next = 0;

	next = cordon_path_next(blob, path, length, 0);
	for (i = 0; i < blob->path_count; i++) {
		const char *pattern = cordon_blob_text(blob, &blob->paths[i].pattern,
						       &pattern_length);

		if (!cordon_path_matches(pattern, pattern_length, path, length))
			continue;
		FUZZ_NEED(next == i, "every pattern that matches is met");
		next = cordon_path_next(blob, path, length, i + 1);
	}
	FUZZ_NEED(next == blob->path_count, "no other pattern is met");
	test_decide_exec(blob, path, length, &decision);
	cordon_decision_text(blob, &decision, text, sizeof(text));
}

/* What the blob's own rules stand for, or nearly. */
static void check_own(const struct cordon_blob *blob)
{
	struct cordon_address address;
	u32 i, length;

	for (i = 0; i < blob->prefix_count && i < 32; i++) {
		address = blob->prefixes[i].address;
		check_address(blob, &address);
		address.byte[15] ^= 0xff;
		check_address(blob, &address);
	}
	for (i = 0; i < blob->resolver_count && i < 32; i++) {
		static const struct cordon_resolvers told;

		FUZZ_NEED(cordon_is_resolver(blob, &told, blob->resolvers + i),
			  "a resolver is one");
	}
	for (i = 0; i < blob->path_count && i < 32; i++) {
		const char *pattern = cordon_blob_text(blob, &blob->paths[i].pattern,
						       &length);

		check_path(blob, pattern, length);
	}
}

static void check_query(const struct cordon_blob *blob, const u8 *bytes,
			size_t length)
{
	struct cordon_address address = { 0 };
	struct cordon_host host;
	u8 *copy = fuzz_copy(bytes, length);

	if (!cordon_host_from_text(&host, copy, length)) {
		if (host.kind == CORDON_HOST_NAME)
			check_domain(blob, host.name, host.length);
		else
			check_address(blob, &host.address);
	}
	if (length <= CORDON_NAME_MAX)
		check_domain(blob, copy, length);
	memcpy(address.byte, copy, min_t(size_t, length, 16));
	check_address(blob, &address);
	if (length)
		check_path(blob, (const char *)copy, length);
	free(copy);
}

int LLVMFuzzerTestOneInput(const u8 *data, size_t size)
{
	struct fuzz_input input = { data, size };
	struct cordon_fault fault = { NULL, ~0ULL };
	struct cordon_blob blob;
	const u8 *query;
	size_t length;
	u8 *bytes;
	int error;

	query = fuzz_take(&input, fuzz_16(&input) % QUERY_MAX, &length);
	size = input.left;
	bytes = fuzz_copy(input.at, size);
	if (size >= sizeof(struct cordon_blob_header))
		cordon_test_mend(bytes, size);
	error = cordon_blob_open(&blob, bytes, size, &fault);
	if (error) {
		FUZZ_NEED(error == -EBADMSG && fault.word &&
			  !strncmp(fault.word, "blob-", 5) && fault.offset <= size,
			  "a blob that is refused says where and why");
	} else {
		blob_walk_texts(&blob);
		check_own(&blob);
		check_query(&blob, query, length);
	}
	free(bytes);
	return 0;
}

/* An element more, one less, or one changed; the blob stays well formed. */
static void change_parts(struct blob_parts *parts, unsigned int seed)
{
	enum cordon_section section = seed % CORDON_SECTION_COUNT;
	size_t size = cordon_blob_element_size(section);
	u32 count = parts->count[section], index;

	index = count ? seed / 64 % count : 0;
	switch (seed / 16 % 4) {
	case 0:
		blob_insert(parts, section, index);
		if (count)
			memcpy(parts->data[section] + index * size,
			       parts->data[section] + (index + 1) * size, size);
		break;
	case 1:
		if (count)
			blob_remove(parts, section, index);
		break;
	default:
		if (count)
			LLVMFuzzerMutate(parts->data[section] + index * size,
					 size, size);
	}
}

/* Half of the time inside a section, so that what is around it stays right. */
size_t LLVMFuzzerCustomMutator(u8 *data, size_t size, size_t max_size,
			       unsigned int seed)
{
	size_t query = size < 2 ? size : 2U + (data[0] << 8 | data[1]) % QUERY_MAX;
	struct cordon_fault fault;
	struct cordon_blob opened;
	struct blob_parts parts;
	size_t length;
	u8 *blob;

	if (query >= size || size - query < sizeof(struct cordon_blob_header) ||
	    seed & 1)
		return LLVMFuzzerMutate(data, size, max_size);
	blob = fuzz_copy(data + query, size - query);
	cordon_test_mend(blob, size - query);
	if (cordon_blob_open(&opened, blob, size - query, &fault) ||
	    blob_split(blob, size - query, &parts)) {
		free(blob);
		return LLVMFuzzerMutate(data, size, max_size);
	}
	free(blob);
	change_parts(&parts, seed >> 1);
	blob = blob_join(&parts, &length);
	if (blob && length <= max_size - query) {
		memcpy(data + query, blob, length);
		size = query + length;
	}
	free(blob);
	blob_parts_free(&parts);
	return size;
}
