/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * Cordon - the formats that the kernel and userspace share: object and blob
 *
 * Everything is little-endian and has no implicit padding. Offsets count from
 * the first byte of the structure that holds them. docs/formats.md describes
 * the same in prose.
 */
#ifndef _UAPI_CORDON_H
#define _UAPI_CORDON_H

#ifdef __KERNEL__
#include <linux/build_bug.h>
#else
#include <assert.h>
#endif
#include <linux/types.h>

/* The sysfs contract's version, as text in /sys/kernel/cordon/abi. */
#define CORDON_ABI		"1"

/*
 * Object: what the kernel's loader accepts.
 *
 *	struct cordon_object_header
 *	content			content_length bytes
 *	signature		signature_length bytes, detached PKCS#7 in DER
 *
 * The signature covers the header and the content.
 */
#define CORDON_OBJECT_MAGIC	"CORDONOB"
#define CORDON_OBJECT_FORMAT	1
/* Header, content and signature together; a larger one is refused (EFBIG). */
#define CORDON_OBJECT_MAX	(64U << 20)
#define CORDON_SIGNATURE_MAX	(16U << 10)

enum cordon_object_kind {
	CORDON_OBJECT_POLICY	= 1,
};

struct cordon_object_header {
	__u8	magic[8];
	__le32	format;
	__le32	kind;
	__le32	content_length;
	__le32	signature_length;
	__u8	reserved[8];		/* zero */
};

static_assert(sizeof(struct cordon_object_header) == 32,
	      "cordon_object_header");

/*
 * Blob: the compiled policy.
 *
 * The header is followed by the sections in the order of enum cordon_section,
 * each aligned to 8 bytes with zero padding before it, and nothing after the
 * last one. @crc32 is the CRC-32 of IEEE 802.3 over every byte after itself.
 * It finds damage; trust comes from the object's signature alone.
 */
#define CORDON_BLOB_MAGIC	"CORDONPB"
#define CORDON_BLOB_FORMAT	2
#define CORDON_BLOB_ALIGN	8

enum cordon_section {
	CORDON_SECTION_STRINGS,		/* bytes */
	CORDON_SECTION_POLICY,		/* one struct cordon_policy_record */
	CORDON_SECTION_SERVICES,	/* struct cordon_service_record, sorted by name */
	CORDON_SECTION_DOMAIN_SET,	/* one struct cordon_domain_set_record */
	CORDON_SECTION_DOMAIN_VALUES,	/* struct cordon_domain_value, sorted */
	CORDON_SECTION_DOMAIN_BLOCKS,	/* __le16, signed */
	CORDON_SECTION_DOMAIN_BUCKETS,	/* signed bytes, one for each and one more */
	CORDON_SECTION_DOMAIN_TAGS,	/* bytes, one for each name, and padding */
	CORDON_SECTION_DOMAIN_RESTS,	/* bytes, bits for each name, and padding */
	CORDON_SECTION_DOMAIN_PROOFS,	/* __le64, sorted */
	CORDON_SECTION_PREFIXES,	/* struct cordon_prefix_record, sorted */
	CORDON_SECTION_PATHS,		/* struct cordon_path_record, sorted */
	CORDON_SECTION_PACKAGES,	/* struct cordon_package_record, sorted by name */
	CORDON_SECTION_RESOLVERS,	/* struct cordon_address, sorted */
	CORDON_SECTION_COUNT,
};

struct cordon_section_entry {
	__le32	offset;
	__le32	count;			/* in elements, not bytes */
};

static_assert(sizeof(struct cordon_section_entry) == 8, "cordon_section_entry");

struct cordon_blob_header {
	__u8	magic[8];
	__le32	format;
	__le32	size;			/* of the whole blob, in bytes */
	__le32	crc32;
	__le32	section_count;		/* CORDON_SECTION_COUNT */
	struct cordon_section_entry section[CORDON_SECTION_COUNT];
};

static_assert(sizeof(struct cordon_blob_header) == 24 + 8 * CORDON_SECTION_COUNT,
	      "cordon_blob_header");

/*
 * A run of bytes in the STRINGS section: printable UTF-8, not terminated. Runs
 * may share bytes, so that each is bounded bounds the work of looking at all.
 */
#define CORDON_TEXT_MAX		2048U
struct cordon_text {
	__le32	offset;
	__le32	length;
};

static_assert(sizeof(struct cordon_text) == 8, "cordon_text");

/*
 * An address, always 16 bytes: IPv6, or IPv4 in its mapped form ::ffff:a.b.c.d.
 * In a blob it is normalised: no 6to4, Teredo or NAT64 form.
 */
struct cordon_address {
	__u8	byte[16];
};

static_assert(sizeof(struct cordon_address) == 16, "cordon_address");

enum cordon_mode {
	CORDON_MODE_MONITOR	= 1,	/* decide and record, refuse nothing */
	CORDON_MODE_ENFORCE	= 2,
};

enum cordon_action {
	CORDON_ACTION_DENY	= 1,	/* refused; no grant lifts it */
	CORDON_ACTION_RESTRICT	= 2,	/* refused unless granted */
	CORDON_ACTION_AUDIT	= 3,	/* let through, recorded */
	CORDON_ACTION_ALLOW	= 4,
};

/* What happens to a DNS question for a refused service's name. */
enum cordon_dns {
	CORDON_DNS_LEARN	= 1,	/* let through; the connect is refused */
	CORDON_DNS_REFUSE	= 2,	/* refuse the question */
};

enum cordon_other_resolvers {
	CORDON_OTHER_RESOLVERS_REFUSE	= 1,
	CORDON_OTHER_RESOLVERS_ALLOW	= 2,
};

struct cordon_policy_record {
	struct cordon_text name;
	__le64	version;
	__u8	mode;			/* enum cordon_mode */
	__u8	dns;			/* enum cordon_dns */
	__u8	other_resolvers;	/* enum cordon_other_resolvers */
	__u8	reserved[5];		/* zero */
};

static_assert(sizeof(struct cordon_policy_record) == 24,
	      "cordon_policy_record");

struct cordon_service_record {
	struct cordon_text name;
	struct cordon_text message;	/* why it is refused, for the user; may be empty */
	struct cordon_text help;	/* where to ask, a URL; may be empty */
	__u8	action;			/* enum cordon_action */
	__u8	reserved[7];		/* zero */
};

static_assert(sizeof(struct cordon_service_record) == 32,
	      "cordon_service_record");

/* A rule that belongs to no service: a shared range (CORDON_PREFIX_SHARED). */
#define CORDON_NO_SERVICE	0xffffU
#define CORDON_SERVICES_MAX	0xfffeU
static_assert(CORDON_SERVICES_MAX < CORDON_NO_SERVICE, "an index is no service");

/* `except domain`: the name and what lies under it is no name of the service. */
#define CORDON_DOMAIN_EXCEPT	0x01U
/* Longest domain rule in wire form, root byte left out (see name.h). */
#define CORDON_DOMAIN_MAX	127U
/* Most labels of a domain rule. */
#define CORDON_DOMAIN_LABELS	64U
/* Names in a bucket on the average, and at most: bounds the work of a look-up. */
#define CORDON_DOMAIN_BUCKET_LOAD 4U
#define CORDON_DOMAIN_BUCKET_MAX 32U
/* Buckets in a block. */
#define CORDON_DOMAIN_BLOCK	64U
/* Bytes of zero behind the tags and behind the rests: both are read by words. */
#define CORDON_DOMAIN_PAD	8U
#define CORDON_DOMAIN_REST_BITS	31U

/*
 * The set of names holds no name, only 39 bits of each one's keyed hash; in
 * which bucket these stand says more. cordon_domain_hash() makes the hash. Of
 * its 64 bits
 *
 *	the upper 32, times the number of buckets, over 2^32	is the bucket,
 *	bits 32 to 39						are the tag,
 *	bits 0 to 30						are the rest.
 *
 * Bucket b holds the names [first(b), first(b + 1)), by tag, then by rest;
 * first(b) is CORDON_DOMAIN_BUCKET_LOAD * b, plus the number of its block in
 * BLOCKS, plus its own one in BUCKETS, both signed. RESTS has, from its first
 * byte's lowest bit on, for each name the rest and then the index of its value,
 * in as few bits as the number of values needs.
 *
 * What lifts a refusal has to be proven: the whole hash under another key has
 * to stand in PROOFS. See cordon_domain_find().
 */
struct cordon_domain_set_record {
	__le64	key[2];
	__le64	proof_key[2];
	__le64	labels;			/* bit n - 1: there are names of n labels */
	__le32	count;			/* names */
	__u8	reserved[4];		/* zero */
};

static_assert(sizeof(struct cordon_domain_set_record) == 48,
	      "cordon_domain_set_record");
static_assert(CORDON_DOMAIN_LABELS <= 64, "labels has a bit for each number");

/* What a name stands for; each pair once. */
struct cordon_domain_value {
	__le16	service;
	__u8	flags;			/* CORDON_DOMAIN_* */
	__u8	reserved;		/* zero */
};

static_assert(sizeof(struct cordon_domain_value) == 4, "cordon_domain_value");

/* A range that many unrelated names share (CDN): there a learned name refuses nothing. */
#define CORDON_PREFIX_SHARED	0x01U
#define CORDON_NO_PARENT	0xffffffffU

/*
 * Sorted by address, then by length, then by service. @parent is the index of
 * the longest other prefix that covers this one (for equal prefixes: the one
 * before it), so a walk over the parents meets every covering prefix.
 */
struct cordon_prefix_record {
	struct cordon_address address;
	__u8	length;			/* 0 to 128; an IPv4 /n is 96 + n */
	__u8	flags;			/* CORDON_PREFIX_* */
	__le16	service;
	__le32	parent;
};

static_assert(sizeof(struct cordon_prefix_record) == 24,
	      "cordon_prefix_record");

/* The last component has a wildcard: the hash is 0 and the record comes first. */
#define CORDON_PATH_WILD	0x01U
#define CORDON_PATH_PATTERN_MAX	1023U
#define CORDON_PATH_WILD_MAX	256U
static_assert(CORDON_PATH_PATTERN_MAX <= CORDON_TEXT_MAX, "a pattern is a text");

/*
 * Sorted: wild ones first, then by hash, then by pattern. @hash is
 * cordon_path_hash() of the pattern's last component.
 */
struct cordon_path_record {
	struct cordon_text pattern;
	__le32	hash;
	__le16	service;
	__u8	flags;			/* CORDON_PATH_* */
	__u8	reserved;		/* zero */
};

static_assert(sizeof(struct cordon_path_record) == 16, "cordon_path_record");

struct cordon_package_record {
	struct cordon_text name;
	__le16	service;
	__u8	reserved[6];		/* zero */
};

static_assert(sizeof(struct cordon_package_record) == 16,
	      "cordon_package_record");

/*
 * The reserved service that every blob carries, action deny, so that a test
 * can see a refusal on a device whose policy it cannot change. The prefixes lie
 * in documentation ranges (RFC 5737, RFC 3849), the name under a reserved
 * top-level domain (RFC 6761): no real thing is touched.
 */
#define CORDON_CANARY_SERVICE	"cordon-canary"
#define CORDON_CANARY_DOMAIN	"cordon-canary.test"
#define CORDON_CANARY_PREFIX4	"203.0.113.222/32"
#define CORDON_CANARY_PREFIX6	"2001:db8:c0de::/48"
#define CORDON_CANARY_PATH	"**/cordon-canary"

#endif /* _UAPI_CORDON_H */
