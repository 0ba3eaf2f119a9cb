// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
/*
 * Cordon engine - learned: addresses that trusted answers tied to names
 *
 * Entries live in two rings, so that an app which makes the resolver answer for
 * thousands of its own names only pushes out names that no rule refuses. In its
 * ring the oldest entry makes room.
 */
#include "domain.h"
#include "learned.h"

#define QUESTIONS		1024U
#define QUESTIONS_PER_UID	256U
#define RING_SLOTS		4096U
#define SLOTS			(2 * RING_SLOTS)
#define BUCKETS			4096U	/* the upper 12 bits of a hash */
#define NO_SLOT			0xffffffffU
/* Unclaimed names kept for one address: one of them is enough to say inspect. */
#define UNCLAIMED_PER_ADDRESS	16U

/* What decides whether a slot is the one; the name stands beside it. */
struct question_key {
	u64 expires;
	u32 times;			/* asked, and not answered yet */
	struct cordon_endpoints ends;
	u32 uid;
	u16 id;
	u16 type;
	u16 class;
	u8 length;
};

struct cordon_learned {
	u64 seed;
	struct cordon_nat64 nat64;
	u32 next_unclaimed;		/* where each ring writes next */
	u32 next_claimed;
	u32 bucket[BUCKETS];
	struct cordon_learned_entry entry[SLOTS];	/* unclaimed, then claimed */
	u32 waiting;			/* questions in use, without gaps */
	struct question_key question[QUESTIONS];
	u8 question_name[QUESTIONS][CORDON_NAME_MAX];
};

/**
 * cordon_learned_size - how much memory the stores take
 *
 * Return: bytes.
 */
size_t cordon_learned_size(void)
{
	return sizeof(struct cordon_learned);
}

/**
 * cordon_learned_init - empty stores
 * @learned: cordon_learned_size() bytes, aligned for u64
 * @seed: random, so that nobody can choose addresses that share a bucket
 */
void cordon_learned_init(struct cordon_learned *learned, u64 seed)
{
	memset(learned, 0, sizeof(*learned));
	memset(learned->bucket, 0xff, sizeof(learned->bucket));
	learned->seed = seed;
}

/**
 * cordon_learned_nat64 - the NAT64 prefixes seen in answers
 * @learned: stores
 *
 * Return: them; borrowed.
 */
const struct cordon_nat64 *
cordon_learned_nat64(const struct cordon_learned *learned)
{
	return &learned->nat64;
}

static bool same_ends(const struct cordon_endpoints *a, const struct cordon_endpoints *b)
{
	return a->net == b->net && a->local_port == b->local_port &&
	       a->remote_port == b->remote_port &&
	       cordon_address_equal(&a->local, &b->local) &&
	       cordon_address_equal(&a->remote, &b->remote);
}

static bool same_question(const struct cordon_learned *learned, u32 slot,
			  const struct cordon_endpoints *ends,
			  const struct cordon_dns_question *question)
{
	const struct question_key *key = learned->question + slot;

	return key->id == question->id && key->type == question->type &&
	       key->class == question->class && same_ends(&key->ends, ends) &&
	       key->length == question->length &&
	       !memcmp(learned->question_name[slot], question->name, key->length);
}

/* The last one moves into the gap. */
static void drop_question(struct cordon_learned *learned, u32 slot)
{
	u32 last = --learned->waiting;

	if (slot == last)
		return;
	learned->question[slot] = learned->question[last];
	memcpy(learned->question_name[slot], learned->question_name[last],
	       learned->question[last].length);
}

/* The slot of the same question, or @learned->waiting; forgets the expired. */
static u32 find_question(struct cordon_learned *learned,
			 const struct cordon_endpoints *ends,
			 const struct cordon_dns_question *question, u64 now)
{
	u32 slot = 0;

	while (slot < learned->waiting) {
		if (learned->question[slot].expires <= now) {
			drop_question(learned, slot);
			continue;
		}
		if (same_question(learned, slot, ends, question))
			return slot;
		slot++;
	}
	return slot;
}

/* Only when a new question comes: one that waits is not counted against it. */
static bool has_room(const struct cordon_learned *learned, u32 uid)
{
	u32 own = 0, slot;

	for (slot = 0; slot < learned->waiting; slot++)
		own += learned->question[slot].uid == uid;
	return learned->waiting < QUESTIONS && own < QUESTIONS_PER_UID;
}

/**
 * cordon_learned_ask - remember a question that leaves for a trusted resolver
 * @learned: stores
 * @ends: who asks whom
 * @uid: user of the asking socket
 * @question: the question
 * @now: milliseconds
 *
 * Asking the same again renews the wait, for one more answer. An outstanding
 * question is never pushed out: its answer would go by unlearned.
 *
 * Return: 0, or -EBUSY when no further question of this user can wait.
 */
int cordon_learned_ask(struct cordon_learned *learned,
		       const struct cordon_endpoints *ends, u32 uid,
		       const struct cordon_dns_question *question, u64 now)
{
	u32 slot = find_question(learned, ends, question, now);
	struct question_key *key = learned->question + slot;

	if (slot == learned->waiting) {
		if (!has_room(learned, uid))
			return -EBUSY;
		learned->waiting++;
		key->times = 0;
	}
	key->times++;
	key->expires = now + CORDON_QUESTION_LIFE_MS;
	key->ends = *ends;
	key->uid = uid;
	key->id = question->id;
	key->type = question->type;
	key->class = question->class;
	key->length = question->length;
	memcpy(learned->question_name[slot], question->name, question->length);
	return 0;
}

/**
 * cordon_learned_take_question - does a response answer an outstanding question
 * @learned: stores
 * @ends: who asked whom
 * @question: as the response repeats it
 * @now: milliseconds
 *
 * A question is answered as often as it was asked: then it is gone.
 *
 * Return: whether it was outstanding.
 */
bool cordon_learned_take_question(struct cordon_learned *learned,
				  const struct cordon_endpoints *ends,
				  const struct cordon_dns_question *question,
				  u64 now)
{
	u32 slot = find_question(learned, ends, question, now);

	if (slot == learned->waiting)
		return false;
	if (!--learned->question[slot].times)
		drop_question(learned, slot);
	return true;
}

static u32 *find_bucket(struct cordon_learned *learned, u64 net,
			const struct cordon_address *address)
{
	u64 hash = learned->seed ^ net;

	hash = (hash ^ cordon_get_le64(address->byte)) * 0xff51afd7ed558ccdULL;
	hash ^= hash >> 32;
	hash = (hash ^ cordon_get_le64(address->byte + 8)) * 0xc4ceb9fe1a85ec53ULL;
	/* Once more: the last byte has to reach the bits that are used. */
	hash = (hash ^ hash >> 32) * 0xff51afd7ed558ccdULL;
	return learned->bucket + (hash >> 52);
}

static bool entry_is(const struct cordon_learned_entry *entry, u64 net,
		     const struct cordon_address *address)
{
	return entry->net == net && cordon_address_equal(&entry->address, address);
}

static const struct cordon_learned_entry *
first_live(const struct cordon_learned *learned, u32 slot, u64 net,
	   const struct cordon_address *address, struct cordon_clock *clock)
{
	for (; slot != NO_SLOT; slot = learned->entry[slot].next)
		if (entry_is(learned->entry + slot, net, address) &&
		    learned->entry[slot].expires > cordon_clock_now(clock))
			return learned->entry + slot;
	return NULL;
}

/**
 * cordon_learned_find - the first name that leads to an address
 * @learned: stores
 * @net: cookie of the network namespace
 * @address: normalised
 * @clock: read if an entry of that address is met
 *
 * Return: an entry, valid until the next change, or NULL.
 */
const struct cordon_learned_entry *
cordon_learned_find(const struct cordon_learned *learned, u64 net,
		    const struct cordon_address *address,
		    struct cordon_clock *clock)
{
	u32 *bucket = find_bucket((struct cordon_learned *)learned, net, address);

	return first_live(learned, *bucket, net, address, clock);
}

/**
 * cordon_learned_next - the next name that leads to the same address
 * @learned: stores
 * @entry: the last one
 * @clock: as above
 *
 * Return: an entry, or NULL.
 */
const struct cordon_learned_entry *
cordon_learned_next(const struct cordon_learned *learned,
		    const struct cordon_learned_entry *entry,
		    struct cordon_clock *clock)
{
	return first_live(learned, entry->next, entry->net, &entry->address,
			  clock);
}

/**
 * cordon_learned_slots - how many slots cordon_learned_slot() takes
 * @learned: stores
 *
 * Return: the number.
 */
u32 cordon_learned_slots(const struct cordon_learned *learned)
{
	return ARRAY_SIZE(learned->entry);
}

/**
 * cordon_learned_slot - the entry in a slot, to list them all
 * @learned: stores
 * @slot: below cordon_learned_slots()
 * @now: milliseconds
 *
 * Return: the entry, or NULL when the slot is free or the entry has expired.
 */
const struct cordon_learned_entry *
cordon_learned_slot(const struct cordon_learned *learned, u32 slot, u64 now)
{
	const struct cordon_learned_entry *entry = learned->entry + slot;

	return entry->expires > now ? entry : NULL;
}

static void unlink_slot(struct cordon_learned *learned, u32 slot)
{
	struct cordon_learned_entry *entry = learned->entry + slot;
	u32 *link;

	if (!entry->expires)
		return;
	for (link = find_bucket(learned, entry->net, &entry->address);
	     *link != slot; link = &learned->entry[*link].next)
		;
	*link = entry->next;
	entry->expires = 0;
}

static bool same_name(const struct cordon_learned_entry *a,
		      const struct cordon_learned_entry *b)
{
	u8 length = a->claimed ? a->suffix_length : a->length;

	if (a->claimed != b->claimed)
		return false;
	if (length != (b->claimed ? b->suffix_length : b->length))
		return false;
	return !memcmp(a->name + a->length - length, b->name + b->length - length,
		       length);
}

/*
 * The slot to write @new into: the one that says the same already, or for an
 * address with many unclaimed names the oldest of them, or the ring's next.
 */
static u32 choose_slot(struct cordon_learned *learned,
		       const struct cordon_learned_entry *new)
{
	u32 *ring = new->claimed ? &learned->next_claimed : &learned->next_unclaimed;
	u32 unclaimed = 0, oldest = NO_SLOT, slot;

	slot = *find_bucket(learned, new->net, &new->address);
	for (; slot != NO_SLOT; slot = learned->entry[slot].next) {
		const struct cordon_learned_entry *entry = learned->entry + slot;

		if (!entry_is(entry, new->net, &new->address))
			continue;
		if (same_name(entry, new))
			return slot;
		if (entry->claimed)
			continue;
		unclaimed++;
		if (oldest == NO_SLOT ||
		    entry->expires < learned->entry[oldest].expires)
			oldest = slot;
	}
	if (!new->claimed && unclaimed >= UNCLAIMED_PER_ADDRESS)
		return oldest;
	slot = *ring;
	*ring = (slot + 1) % RING_SLOTS;
	return slot + (new->claimed ? RING_SLOTS : 0);
}

/* A name too long for an entry keeps the last labels: rules are suffixes. */
static void set_name(struct cordon_learned_entry *entry, const u8 *name,
		     size_t length)
{
	while (length > sizeof(entry->name)) {
		length -= 1U + name[0];
		name += 1U + name[0];
	}
	memcpy(entry->name, name, length);
	entry->length = (u8)length;
}

/* Does @blob refuse the name: then how long is the part that the rule covers. */
static bool is_claimed(const struct cordon_blob *blob, const u8 *name,
		       size_t length, u8 *suffix_length)
{
	struct cordon_domain_match match;

	if (!blob || !cordon_domain_find(blob, name, length, &match))
		return false;
	*suffix_length = (u8)(length - match.start);
	return !(match.flags & CORDON_DOMAIN_EXCEPT) &&
	       cordon_blob_refuses(blob, match.service);
}

/**
 * cordon_learned_add - tie an address to a name
 * @learned: stores
 * @blob: policy in force, or NULL
 * @net: cookie of the network namespace
 * @address: normalised
 * @name: folded wire name
 * @length: its bytes
 * @expires: milliseconds
 * @now: milliseconds
 *
 * What is known already only ever lives longer by this.
 */
void cordon_learned_add(struct cordon_learned *learned,
			const struct cordon_blob *blob, u64 net,
			const struct cordon_address *address, const u8 *name,
			size_t length, u64 expires, u64 now)
{
	struct cordon_learned_entry new = {
		.net = net, .expires = expires, .address = *address,
	};
	u32 slot, *bucket;
	struct cordon_learned_entry *entry;

	if (expires <= now)
		return;
	set_name(&new, name, length);
	new.claimed = is_claimed(blob, new.name, new.length, &new.suffix_length);
	slot = choose_slot(learned, &new);
	entry = learned->entry + slot;
	if (entry->expires > expires && entry_is(entry, net, address) &&
	    same_name(entry, &new))
		new.expires = entry->expires;
	unlink_slot(learned, slot);
	bucket = find_bucket(learned, net, address);
	new.next = *bucket;
	*entry = new;
	*bucket = slot;
}

/*
 * Which name of the chain the address is tied to: the first one that a rule
 * covers, since "www.shop.example" may be an alias of a refused name; without
 * such a name, the one that was asked for.
 */
static u8 deciding_name(const struct cordon_blob *blob,
			const struct cordon_dns_chain *chain, u8 names)
{
	struct cordon_domain_match match;
	u8 i;

	for (i = 0; blob && i < names; i++)
		if (cordon_domain_find(blob, chain->name[i], chain->length[i],
				       &match))
			return i;
	return 0;
}

static bool is_ipv4only_arpa(const struct cordon_dns_chain *chain)
{
	static const u8 name[] = {
		8, 'i', 'p', 'v', '4', 'o', 'n', 'l', 'y', 4, 'a', 'r', 'p', 'a',
	};

	return chain->length[0] == sizeof(name) &&
	       !memcmp(chain->name[0], name, sizeof(name));
}

/**
 * cordon_learned_answer - learn one address of a trusted answer
 * @learned: stores
 * @blob: policy in force, or NULL
 * @told: resolvers that cordond tells
 * @net: cookie of the network namespace
 * @chain: names of the walk
 * @answer: address of the walk
 * @now: milliseconds
 *
 * Never learned: what cordon_address_is_learnable() says, and a resolver's own
 * address. The lifetime is the answer's, kept between CORDON_TTL_MIN_S and
 * CORDON_TTL_MAX_S.
 *
 * Return: whether an address was learned.
 */
bool cordon_learned_answer(struct cordon_learned *learned,
			   const struct cordon_blob *blob,
			   const struct cordon_resolvers *told, u64 net,
			   const struct cordon_dns_chain *chain,
			   const struct cordon_dns_answer *answer, u64 now)
{
	struct cordon_address address = answer->address;
	u32 ttl = answer->ttl;
	u8 name;

	if (is_ipv4only_arpa(chain))
		cordon_nat64_discover(&learned->nat64, &address);
	cordon_address_normalise(&address, &learned->nat64);
	if (!cordon_address_is_learnable(&address) ||
	    cordon_is_resolver(blob, told, &address))
		return false;
	if (ttl < CORDON_TTL_MIN_S)
		ttl = CORDON_TTL_MIN_S;
	if (ttl > CORDON_TTL_MAX_S)
		ttl = CORDON_TTL_MAX_S;
	name = deciding_name(blob, chain, answer->names);
	cordon_learned_add(learned, blob, net, &address, chain->name[name],
			   chain->length[name], now + ttl * 1000ULL, now);
	return true;
}

/**
 * cordon_is_resolver - is an address that of a trusted resolver
 * @blob: policy in force, or NULL; its resolvers count alone when it has some
 * @told: resolvers that cordond tells, or NULL for none
 * @address: normalised
 *
 * Return: whether it is.
 */
bool cordon_is_resolver(const struct cordon_blob *blob,
			const struct cordon_resolvers *told,
			const struct cordon_address *address)
{
	bool own = blob && blob->resolver_count;
	const struct cordon_address *list;
	u32 count, i;

	if (!own && !told)
		return false;
	list = own ? blob->resolvers : told->address;
	count = own ? blob->resolver_count : told->count;
	for (i = 0; i < count; i++)
		if (cordon_address_equal(list + i, address))
			return true;
	return false;
}
