// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
/*
 * Cordon engine's tests - small policies, made of lines
 *
 * The kernel has no policy compiler. This one knows the format and nothing
 * about policies: what it is told is what the blob says.
 */
#include "engine/address_text.h"
#include "engine/policy/domain.h"
#include "engine/policy/path.h"
#include "engine/policy/prefix.h"
#include "engine/policy/validate.h"
#include "small_policy.h"

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

static struct cordon_text add_text(struct draft *draft, const char *text)
{
	u32 at = draft->count[CORDON_SECTION_STRINGS];
	u32 length = (u32)strlen(text);

	if (at + length > STRINGS) {
		cordon_test_give_up("no room for '%s'", text);
		length = 0;
	}
	memcpy(draft->strings + at, text, length);
	draft->count[CORDON_SECTION_STRINGS] += length;
	return (struct cordon_text) {
		.offset = cpu_to_le32(at), .length = cpu_to_le32(length),
	};
}

/* The next free record of a section. */
static u32 take(struct draft *draft, enum cordon_section section)
{
	if (draft->count[section] < RECORDS)
		return draft->count[section]++;
	cordon_test_give_up("section %d is full", section);
	return 0;
}

static void add_domain(struct draft *draft,
		       const struct cordon_test_line *line)
{
	struct cordon_test_name *name = draft->made->names;

	if (draft->made->name_count < TEST_NAMES)
		name += draft->made->name_count++;
	else
		cordon_test_give_up("no room for '%s'", line->text);
	name->length = (u8)cordon_test_wire(line->text, name->wire);
	name->flags = line->kind == TEST_EXCEPT ? CORDON_DOMAIN_EXCEPT : 0;
	name->service = line->number;
}

/* "24" of "192.0.2.0/24"; 255, which no prefix has, when it is no number. */
static u8 parse_length(const char *text)
{
	u32 length = 0;

	if (!*text)
		return 255;
	for (; *text >= '0' && *text <= '9' && length <= 128; text++)
		length = 10 * length + (u32)(*text - '0');
	return *text || length > 128 ? 255 : (u8)length;
}

static void add_prefix(struct draft *draft,
		       const struct cordon_test_line *line)
{
	u32 i = take(draft, CORDON_SECTION_PREFIXES);
	bool shared = line->kind == TEST_SHARED;
	size_t slash = strcspn(line->text, "/");
	char address[CORDON_ADDRESS_TEXT_MAX];
	u8 length;

	length = parse_length(line->text + slash + !!line->text[slash]);
	snprintf(address, sizeof(address), "%.*s", (int)slash, line->text);
	draft->prefix[i] = (struct cordon_prefix_record) {
		.address = cordon_test_address(address),
		.length = strchr(address, ':') || length == 255 ? length :
			  96 + length,
		.flags = shared ? CORDON_PREFIX_SHARED : 0,
		.service = cpu_to_le16(shared ? CORDON_NO_SERVICE : line->number),
	};
}

static void add_path(struct draft *draft,
		     const struct cordon_test_line *line)
{
	u32 i = take(draft, CORDON_SECTION_PATHS);
	const char *why, *slash = strrchr(line->text, '/');
	const char *last = slash ? slash + 1 : "";
	int wild = cordon_path_check_pattern(line->text, strlen(line->text),
					     &why);

	if (wild < 0)
		cordon_test_give_up("'%s': %s", line->text, why);
	draft->path[i] = (struct cordon_path_record) {
		.pattern = add_text(draft, line->text),
		.hash = cpu_to_le32(wild ? 0 : cordon_path_hash(last, strlen(last))),
		.service = cpu_to_le16(line->number),
		.flags = wild ? CORDON_PATH_WILD : 0,
	};
}

static u16 add_service(struct draft *draft, const char *name, u16 action)
{
	u32 i = take(draft, CORDON_SECTION_SERVICES);

	draft->service[i].name = add_text(draft, name);
	draft->service[i].action = (u8)action;
	return (u16)i;
}

static void add_canary(struct draft *draft)
{
	u16 service = add_service(draft, CORDON_CANARY_SERVICE, CORDON_ACTION_DENY);
	const struct cordon_test_line domain = {
		TEST_DOMAIN, CORDON_CANARY_DOMAIN, service,
	}, prefix4 = {
		TEST_PREFIX, CORDON_CANARY_PREFIX4, service,
	}, prefix6 = {
		TEST_PREFIX, CORDON_CANARY_PREFIX6, service,
	}, path = {
		TEST_PATH, "**/cordon-canary", service,
	};

	add_domain(draft, &domain);
	add_prefix(draft, &prefix4);
	add_prefix(draft, &prefix6);
	add_path(draft, &path);
}

static void add_line(struct draft *draft,
		     const struct cordon_test_line *line)
{
	u32 i;

	switch (line->kind) {
	case TEST_SERVICE:
		add_service(draft, line->text, line->number);
		break;
	case TEST_CANARY:
		add_canary(draft);
		break;
	case TEST_DOMAIN:
	case TEST_EXCEPT:
		add_domain(draft, line);
		break;
	case TEST_PREFIX:
	case TEST_SHARED:
		add_prefix(draft, line);
		break;
	case TEST_PATH:
		add_path(draft, line);
		break;
	case TEST_PACKAGE:
		i = take(draft, CORDON_SECTION_PACKAGES);
		draft->package[i].name = add_text(draft, line->text);
		draft->package[i].service = cpu_to_le16(line->number);
		break;
	case TEST_RESOLVER:
		i = take(draft, CORDON_SECTION_RESOLVERS);
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

/* Of the draft whose paths are sorted: tests run one after the other. */
static const u8 *strings;

static int compare_paths(const void *a, const void *b)
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
		       min_t(u32, length, other_length));
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
	cordon_sort(draft->value, i, sizeof(draft->value[0]), compare_values);
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
	u32 buckets = count ? (count - 1) / CORDON_DOMAIN_BUCKET_LOAD + 1 : 1;
	u32 i, bucket, values;

	draft->set.key[0] = cpu_to_le64(1);
	draft->set.proof_key[0] = cpu_to_le64(2);
	draft->set.count = cpu_to_le32(count);
	for (values = make_values(draft); values > 1; values = (values + 1) / 2)
		bits++;
	for (i = 0; i < count; i++)
		place_name(draft, i, buckets);
	cordon_sort(draft->placed, count, sizeof(draft->placed[0]), compare_placed);
	cordon_sort(draft->proof, count, sizeof(draft->proof[0]), compare_proofs);
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
		(count * bits + 7) / 8 + CORDON_DOMAIN_PAD;
	draft->count[CORDON_SECTION_DOMAIN_PROOFS] = count;
}

/* What covers a prefix stands before it, and the longest of these comes last. */
static void sort_prefixes(struct draft *draft)
{
	u32 count = draft->count[CORDON_SECTION_PREFIXES], i, parent;
	struct cordon_prefix_record *list = draft->prefix;

	cordon_sort(list, count, sizeof(*list), compare_prefixes);
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

static u32 align(u32 at)
{
	return (at + CORDON_BLOB_ALIGN - 1) & ~(u32)(CORDON_BLOB_ALIGN - 1);
}

/* Header and sections, in their order. */
static void assemble(const struct draft *draft,
		     struct cordon_test_policy *policy)
{
	const void *sections[CORDON_SECTION_COUNT] = {
		draft->strings, &draft->policy, draft->service, &draft->set,
		draft->value, &draft->block, draft->bucket, draft->tag,
		draft->rest, draft->proof, draft->prefix, draft->path,
		draft->package, draft->resolver,
	};
	struct cordon_blob_header *header;
	u32 at = sizeof(*header);
	int i;

	for (i = 0; i < CORDON_SECTION_COUNT; i++)
		at = align(at) + draft->count[i] * cordon_blob_element_size(i);
	policy->size = at;
	policy->data = cordon_test_alloc(at);
	header = (void *)policy->data;
	memcpy(header->magic, CORDON_BLOB_MAGIC, sizeof(header->magic));
	header->format = cpu_to_le32(CORDON_BLOB_FORMAT);
	header->size = cpu_to_le32(at);
	header->section_count = cpu_to_le32(CORDON_SECTION_COUNT);
	for (i = 0, at = sizeof(*header); i < CORDON_SECTION_COUNT; i++) {
		u32 bytes = draft->count[i] * cordon_blob_element_size(i);

		at = align(at);
		header->section[i].offset = cpu_to_le32(at);
		header->section[i].count = cpu_to_le32(draft->count[i]);
		memcpy(policy->data + at, sections[i], bytes);
		at += bytes;
	}
	cordon_test_mend(policy->data, policy->size);
}

static void fill(struct draft *draft, const struct cordon_test_line *lines,
		 size_t count)
{
	size_t i;

	draft->policy = (struct cordon_policy_record) {
		.name = add_text(draft, "test"),
		.version = cpu_to_le64(7),
		.mode = CORDON_MODE_ENFORCE,
		.dns = CORDON_DNS_LEARN,
		.other_resolvers = CORDON_OTHER_RESOLVERS_REFUSE,
	};
	draft->count[CORDON_SECTION_POLICY] = 1;
	for (i = 0; i < count; i++)
		add_line(draft, lines + i);
	make_names(draft);
	sort_prefixes(draft);
	strings = draft->strings;
	cordon_sort(draft->path, draft->count[CORDON_SECTION_PATHS],
		    sizeof(draft->path[0]), compare_paths);
	cordon_sort(draft->resolver, draft->count[CORDON_SECTION_RESOLVERS],
		    sizeof(draft->resolver[0]), compare_addresses);
}

/**
 * cordon_test_policy - make a policy
 * @lines: what it says
 * @count: how many lines
 *
 * Its name is "test", its version 7, its mode enforce; it learns from DNS and
 * refuses other resolvers. The test gives up when the lines make no valid policy.
 *
 * Context: May sleep.
 * Return: the policy, for cordon_test_policy_free().
 */
struct cordon_test_policy *
cordon_test_policy(const struct cordon_test_line *lines, size_t count)
{
	struct cordon_test_policy *policy = cordon_test_alloc(sizeof(*policy));
	struct draft *draft = cordon_test_alloc(sizeof(*draft));
	struct cordon_fault fault = { };

	draft->made = policy;
	fill(draft, lines, count);
	assemble(draft, policy);
	cordon_test_free(draft);
	if (cordon_blob_open(&policy->blob, policy->data, policy->size, &fault))
		cordon_test_give_up("a test's policy: %s at %llu", fault.word,
				    (unsigned long long)fault.offset);
	return policy;
}

/**
 * cordon_test_policy_free - give a policy back
 * @policy: made
 */
void cordon_test_policy_free(struct cordon_test_policy *policy)
{
	cordon_test_free(policy->data);
	cordon_test_free(policy);
}

/**
 * cordon_test_with_policy - judge a row by a policy of its own
 * @lines: what it says
 * @count: how many lines
 * @judge: the check, which may change the policy
 * @row: the row
 *
 * Return: what the check says: NULL, or what is wrong.
 */
const char *
cordon_test_with_policy(const struct cordon_test_line *lines, size_t count,
			const char *(*judge)(struct cordon_test_policy *policy,
					     const void *row),
			const void *row)
{
	struct cordon_test_policy *policy = cordon_test_policy(lines, count);
	const char *fault = judge(policy, row);

	cordon_test_policy_free(policy);
	return fault;
}

/**
 * cordon_test_section - a section's first element, to change it
 * @policy: made; its checksum is wrong afterwards, which no reader minds
 * @section: which
 *
 * Return: its first byte.
 */
u8 *cordon_test_section(struct cordon_test_policy *policy,
			enum cordon_section section)
{
	const struct cordon_blob_header *header = (void *)policy->data;

	return policy->data + le32_to_cpu(header->section[section].offset);
}

/**
 * cordon_test_record - the policy's own record, to change it
 * @policy: made
 *
 * Return: the record.
 */
struct cordon_policy_record *
cordon_test_record(struct cordon_test_policy *policy)
{
	return (void *)cordon_test_section(policy, CORDON_SECTION_POLICY);
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
 * cordon_test_learned - make empty stores in memory that was not empty
 *
 * Context: May sleep.
 * Return: the stores, for cordon_test_free().
 */
struct cordon_learned *cordon_test_learned(void)
{
	struct cordon_learned *learned = cordon_test_alloc(cordon_learned_size());

	memset(learned, 0xa5, cordon_learned_size());
	cordon_learned_init(learned, 0x123456789abcdefULL);
	return learned;
}
