// SPDX-License-Identifier: GPL-2.0-only
/*
 * Cordon - what the KUnit suites share: small policies, names and addresses
 *
 * The kernel has no policy compiler. This one knows the format and nothing
 * about policies: what it is told is what the blob says.
 */
#include <linux/sort.h>

#include "engine/policy/domain.h"
#include "engine/policy/path.h"
#include "engine/policy/prefix.h"
#include "engine/policy/validate.h"
#include "fixture.h"

#define RECORDS		64
#define STRINGS		4096
#define BUCKETS		(RECORDS / CORDON_DOMAIN_BUCKET_LOAD)
#define RESTS		(8 * RECORDS)

/* A name where it goes in the set. */
struct placed {
	u32 bucket;
	u64 order;			/* tag, then rest */
	u32 value;
};

/* The sections while they grow. */
struct draft {
	u8 strings[STRINGS];
	struct cordon_policy_record policy;
	struct cordon_service_record service[RECORDS];
	struct cordon_domain_set_record set;
	struct cordon_domain_value value[RECORDS];
	__le16 block;
	s8 bucket[BUCKETS + 1];
	u8 tag[RECORDS + CORDON_DOMAIN_PAD];
	u8 rest[RESTS + CORDON_DOMAIN_PAD];
	__le64 proof[RECORDS];
	struct placed placed[RECORDS];
	struct cordon_test_policy *made;
	struct cordon_prefix_record prefix[RECORDS];
	struct cordon_path_record path[RECORDS];
	struct cordon_package_record package[RECORDS];
	struct cordon_address resolver[RECORDS];
	u32 count[CORDON_SECTION_COUNT];
};

static u32 add_bytes(struct kunit *test, struct draft *draft, const void *bytes,
		     u32 length)
{
	u32 at = draft->count[CORDON_SECTION_STRINGS];

	KUNIT_ASSERT_LE(test, at + length, (u32)STRINGS);
	memcpy(draft->strings + at, bytes, length);
	draft->count[CORDON_SECTION_STRINGS] += length;
	return at;
}

static struct cordon_text add_text(struct kunit *test, struct draft *draft,
				   const char *text)
{
	u32 length = strlen(text);

	return (struct cordon_text) {
		.offset = cpu_to_le32(add_bytes(test, draft, text, length)),
		.length = cpu_to_le32(length),
	};
}

/* The next free record of a section. */
static u32 take(struct kunit *test, struct draft *draft,
		enum cordon_section section)
{
	KUNIT_ASSERT_LT(test, draft->count[section], (u32)RECORDS);
	return draft->count[section]++;
}

static void add_domain(struct kunit *test, struct draft *draft,
		       const struct cordon_test_line *line)
{
	struct cordon_test_name *name;

	KUNIT_ASSERT_LT(test, draft->made->name_count, (u32)TEST_NAMES);
	name = draft->made->names + draft->made->name_count++;
	name->length = cordon_test_wire(line->text, name->wire);
	name->flags = line->kind == TEST_EXCEPT ? CORDON_DOMAIN_EXCEPT : 0;
	name->service = line->number;
}

static void add_prefix(struct kunit *test, struct draft *draft,
		       const struct cordon_test_line *line)
{
	u32 i = take(test, draft, CORDON_SECTION_PREFIXES);
	bool shared = line->kind == TEST_SHARED;
	const char *slash = strchr(line->text, '/');
	char address[CORDON_ADDRESS_TEXT_MAX];
	u8 length;

	KUNIT_ASSERT_NOT_NULL(test, slash);
	KUNIT_ASSERT_EQ(test, 0, kstrtou8(slash + 1, 10, &length));
	snprintf(address, sizeof(address), "%.*s", (int)(slash - line->text),
		 line->text);
	draft->prefix[i] = (struct cordon_prefix_record) {
		.address = cordon_test_address(address),
		.length = strchr(address, ':') ? length : 96 + length,
		.flags = shared ? CORDON_PREFIX_SHARED : 0,
		.service = cpu_to_le16(shared ? CORDON_NO_SERVICE : line->number),
	};
}

static void add_path(struct kunit *test, struct draft *draft,
		     const struct cordon_test_line *line)
{
	u32 i = take(test, draft, CORDON_SECTION_PATHS);
	const char *why, *last = strrchr(line->text, '/') + 1;
	int wild = cordon_path_check_pattern(line->text, strlen(line->text),
					     &why);

	KUNIT_ASSERT_GE(test, wild, 0);
	draft->path[i] = (struct cordon_path_record) {
		.pattern = add_text(test, draft, line->text),
		.hash = cpu_to_le32(wild ? 0 : cordon_path_hash(last, strlen(last))),
		.service = cpu_to_le16(line->number),
		.flags = wild ? CORDON_PATH_WILD : 0,
	};
}

static void add_line(struct kunit *test, struct draft *draft,
		     const struct cordon_test_line *line)
{
	u32 i;

	switch (line->kind) {
	case TEST_SERVICE:
		i = take(test, draft, CORDON_SECTION_SERVICES);
		draft->service[i].name = add_text(test, draft, line->text);
		draft->service[i].action = line->number;
		break;
	case TEST_DOMAIN:
	case TEST_EXCEPT:
		add_domain(test, draft, line);
		break;
	case TEST_PREFIX:
	case TEST_SHARED:
		add_prefix(test, draft, line);
		break;
	case TEST_PATH:
		add_path(test, draft, line);
		break;
	case TEST_PACKAGE:
		i = take(test, draft, CORDON_SECTION_PACKAGES);
		draft->package[i].name = add_text(test, draft, line->text);
		draft->package[i].service = cpu_to_le16(line->number);
		break;
	case TEST_RESOLVER:
		i = take(test, draft, CORDON_SECTION_RESOLVERS);
		draft->resolver[i] = cordon_test_address(line->text);
		break;
	}
}

static int compare_values(const void *a, const void *b)
{
	const struct cordon_domain_value *one = a, *other = b;

	if (one->service != other->service)
		return le16_to_cpu(one->service) - le16_to_cpu(other->service);
	return one->flags - other->flags;
}

static int compare_placed(const void *a, const void *b)
{
	const struct placed *one = a, *other = b;

	if (one->bucket != other->bucket)
		return one->bucket < other->bucket ? -1 : 1;
	return one->order < other->order ? -1 : one->order > other->order;
}

static int compare_proofs(const void *a, const void *b)
{
	u64 one = le64_to_cpu(*(const __le64 *)a);
	u64 other = le64_to_cpu(*(const __le64 *)b);

	return one < other ? -1 : one > other;
}

static int compare_prefixes(const void *a, const void *b)
{
	const struct cordon_prefix_record *one = a, *other = b;
	int order = memcmp(&one->address, &other->address, sizeof(one->address));

	if (!order)
		order = one->length - other->length;
	return order ? order :
	       le16_to_cpu(one->service) - le16_to_cpu(other->service);
}

static int compare_paths(const void *a, const void *b, const void *strings)
{
	const struct cordon_path_record *one = a, *other = b;
	u32 hash = le32_to_cpu(one->hash), other_hash = le32_to_cpu(other->hash);
	u32 length = le32_to_cpu(one->pattern.length);
	u32 other_length = le32_to_cpu(other->pattern.length);
	int order;

	if (one->flags != other->flags)
		return one->flags ? -1 : 1;
	if (hash != other_hash)
		return hash < other_hash ? -1 : 1;
	order = memcmp(strings + le32_to_cpu(one->pattern.offset),
		       strings + le32_to_cpu(other->pattern.offset),
		       min(length, other_length));
	return order ? order : (int)length - (int)other_length;
}

static int compare_addresses(const void *a, const void *b)
{
	return memcmp(a, b, sizeof(struct cordon_address));
}

/* What names stand for, sorted, each once. */
static u32 make_values(struct draft *draft)
{
	const struct cordon_test_policy *policy = draft->made;
	u32 count = 0, i;

	for (i = 0; i < policy->name_count; i++) {
		draft->value[i].service = cpu_to_le16(policy->names[i].service);
		draft->value[i].flags = policy->names[i].flags;
	}
	sort(draft->value, i, sizeof(draft->value[0]), compare_values, NULL);
	for (i = 0; i < policy->name_count; i++)
		if (!i || compare_values(draft->value + i - 1, draft->value + i))
			draft->value[count++] = draft->value[i];
	draft->count[CORDON_SECTION_DOMAIN_VALUES] = count;
	return count;
}

static void place_name(struct draft *draft, u32 index, u32 buckets)
{
	const struct cordon_test_name *name = draft->made->names + index;
	struct placed *placed = draft->placed + index;
	u64 hash = cordon_domain_hash(draft->set.key, name->wire, name->length);
	struct cordon_domain_value like = {
		.service = cpu_to_le16(name->service), .flags = name->flags,
	};

	placed->bucket = cordon_domain_bucket(hash, buckets);
	placed->order = (u64)cordon_domain_tag(hash) << 32 |
			cordon_domain_rest(hash);
	while (compare_values(draft->value + placed->value, &like))
		placed->value++;
	draft->proof[index] = cpu_to_le64(cordon_domain_hash(draft->set.proof_key,
							     name->wire,
							     name->length));
	draft->set.labels |= cpu_to_le64(1ULL << (cordon_name_labels(name->wire,
						name->length, NULL) - 1));
}

static void put_bits(u8 *to, u32 bit, u64 value)
{
	for (; value; value >>= 1, bit++)
		to[bit / 8] |= (value & 1) << bit % 8;
}

/* Every name gets its proof, whether a look-up will ask for it or not. */
static void make_names(struct draft *draft)
{
	u32 bits = CORDON_DOMAIN_REST_BITS, count = draft->made->name_count;
	u32 buckets = max(1U, DIV_ROUND_UP(count, CORDON_DOMAIN_BUCKET_LOAD));
	u32 i, bucket, values;

	draft->set.key[0] = cpu_to_le64(1);
	draft->set.proof_key[0] = cpu_to_le64(2);
	draft->set.count = cpu_to_le32(count);
	for (values = make_values(draft); values > 1; values = (values + 1) / 2)
		bits++;
	for (i = 0; i < count; i++)
		place_name(draft, i, buckets);
	sort(draft->placed, count, sizeof(draft->placed[0]), compare_placed, NULL);
	sort(draft->proof, count, sizeof(draft->proof[0]), compare_proofs, NULL);
	for (i = 0, bucket = 0; bucket <= buckets; bucket++) {
		draft->bucket[bucket] = i - CORDON_DOMAIN_BUCKET_LOAD * bucket;
		while (i < count && draft->placed[i].bucket == bucket)
			i++;
	}
	for (i = 0; i < count; i++) {
		const struct placed *placed = draft->placed + i;

		draft->tag[i] = placed->order >> 32;
		put_bits(draft->rest, i * bits,
			 (u64)placed->value << CORDON_DOMAIN_REST_BITS |
			 (u32)placed->order);
	}
	draft->count[CORDON_SECTION_DOMAIN_SET] = 1;
	draft->count[CORDON_SECTION_DOMAIN_BLOCKS] = 1;
	draft->count[CORDON_SECTION_DOMAIN_BUCKETS] = buckets + 1;
	draft->count[CORDON_SECTION_DOMAIN_TAGS] = count + CORDON_DOMAIN_PAD;
	draft->count[CORDON_SECTION_DOMAIN_RESTS] =
		DIV_ROUND_UP(count * bits, 8) + CORDON_DOMAIN_PAD;
	draft->count[CORDON_SECTION_DOMAIN_PROOFS] = count;
}

/* What covers a prefix stands before it, and the longest of these comes last. */
static void sort_prefixes(struct draft *draft)
{
	u32 count = draft->count[CORDON_SECTION_PREFIXES], i, parent;
	struct cordon_prefix_record *list = draft->prefix;

	sort(list, count, sizeof(*list), compare_prefixes, NULL);
	for (i = 0; i < count; i++) {
		for (parent = i; parent--;)
			if (list[parent].length <= list[i].length &&
			    cordon_prefix_contains(&list[parent].address,
						   list[parent].length,
						   &list[i].address))
				break;
		list[i].parent = cpu_to_le32(parent);	/* ~0 when none does */
	}
}

/* Sections in their order: where each begins, and how large an element is. */
static void assemble(struct kunit *test, const struct draft *draft,
		     struct cordon_test_policy *policy)
{
	const struct {
		const void *data;
		size_t element;
	} sections[CORDON_SECTION_COUNT] = {
		{ draft->strings, 1 },
		{ &draft->policy, sizeof(draft->policy) },
		{ draft->service, sizeof(draft->service[0]) },
		{ &draft->set, sizeof(draft->set) },
		{ draft->value, sizeof(draft->value[0]) },
		{ &draft->block, sizeof(draft->block) },
		{ draft->bucket, 1 },
		{ draft->tag, 1 },
		{ draft->rest, 1 },
		{ draft->proof, sizeof(draft->proof[0]) },
		{ draft->prefix, sizeof(draft->prefix[0]) },
		{ draft->path, sizeof(draft->path[0]) },
		{ draft->package, sizeof(draft->package[0]) },
		{ draft->resolver, sizeof(draft->resolver[0]) },
	};
	struct cordon_blob_header *header;
	size_t at = sizeof(*header);
	int i;

	for (i = 0; i < CORDON_SECTION_COUNT; i++)
		at = ALIGN(at, CORDON_BLOB_ALIGN) +
		     draft->count[i] * sections[i].element;
	policy->size = at;
	policy->data = kunit_kzalloc(test, at, GFP_KERNEL);
	KUNIT_ASSERT_NOT_NULL(test, policy->data);
	header = (void *)policy->data;
	memcpy(header->magic, CORDON_BLOB_MAGIC, sizeof(header->magic));
	header->format = cpu_to_le32(CORDON_BLOB_FORMAT);
	header->size = cpu_to_le32(at);
	header->section_count = cpu_to_le32(CORDON_SECTION_COUNT);
	for (i = 0, at = sizeof(*header); i < CORDON_SECTION_COUNT; i++) {
		size_t bytes = draft->count[i] * sections[i].element;

		at = ALIGN(at, CORDON_BLOB_ALIGN);
		header->section[i].offset = cpu_to_le32(at);
		header->section[i].count = cpu_to_le32(draft->count[i]);
		memcpy(policy->data + at, sections[i].data, bytes);
		at += bytes;
	}
	cordon_test_mend(policy->data, policy->size);
}

/**
 * cordon_test_policy - make a policy
 * @test: the test; ends when the lines make no valid policy
 * @lines: what it says
 * @count: how many lines
 *
 * Its name is "test", its version 7, its mode enforce; it learns from DNS and
 * refuses other resolvers.
 *
 * Return: the policy; lives as long as the test.
 */
struct cordon_test_policy *
cordon_test_policy(struct kunit *test, const struct cordon_test_line *lines,
		   size_t count)
{
	struct draft *draft = kunit_kzalloc(test, sizeof(*draft), GFP_KERNEL);
	struct cordon_test_policy *policy;
	struct cordon_fault fault = { };
	size_t i;

	KUNIT_ASSERT_NOT_NULL(test, draft);
	policy = kunit_kzalloc(test, sizeof(*policy), GFP_KERNEL);
	KUNIT_ASSERT_NOT_NULL(test, policy);
	draft->policy = (struct cordon_policy_record) {
		.name = add_text(test, draft, "test"),
		.version = cpu_to_le64(7),
		.mode = CORDON_MODE_ENFORCE,
		.dns = CORDON_DNS_LEARN,
		.other_resolvers = CORDON_OTHER_RESOLVERS_REFUSE,
	};
	draft->count[CORDON_SECTION_POLICY] = 1;
	draft->made = policy;
	for (i = 0; i < count; i++)
		add_line(test, draft, lines + i);
	make_names(draft);
	sort_prefixes(draft);
	sort_r(draft->path, draft->count[CORDON_SECTION_PATHS],
	       sizeof(draft->path[0]), compare_paths, NULL, draft->strings);
	sort(draft->resolver, draft->count[CORDON_SECTION_RESOLVERS],
	     sizeof(draft->resolver[0]), compare_addresses, NULL);
	assemble(test, draft, policy);
	KUNIT_ASSERT_EQ_MSG(test, 0,
			    cordon_blob_open(&policy->blob, policy->data,
					     policy->size, &fault),
			    "%s at %llu", fault.word, fault.offset);
	return policy;
}

/**
 * cordon_test_record - the policy's own record, to change it
 * @policy: made; its checksum is wrong afterwards, which no reader minds
 *
 * Return: the record.
 */
struct cordon_policy_record *
cordon_test_record(struct cordon_test_policy *policy)
{
	const struct cordon_blob_header *header = (void *)policy->data;

	return (void *)(policy->data +
			le32_to_cpu(header->section[CORDON_SECTION_POLICY].offset));
}

/**
 * cordon_test_mend - make a blob's checksum right again
 * @blob: the blob
 * @size: its bytes
 */
void cordon_test_mend(u8 *blob, size_t size)
{
	size_t covered = offsetof(struct cordon_blob_header, section_count);
	struct cordon_blob_header *header = (void *)blob;

	header->crc32 = cpu_to_le32(cordon_crc32(blob + covered, size - covered));
}

/**
 * cordon_test_describe - name a row of a table
 * @desc: KUNIT_PARAM_DESC_SIZE bytes
 * @text: what it is about; what KTAP could take for its own is left out
 */
void cordon_test_describe(char *desc, const char *text)
{
	size_t i;

	for (i = 0; text[i] && i < KUNIT_PARAM_DESC_SIZE - 1; i++)
		desc[i] = text[i] > 0x20 && text[i] < 0x7f && text[i] != '#' ?
			  text[i] : '_';
	desc[i] = '\0';
}
