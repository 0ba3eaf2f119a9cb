// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * QUIC: whatever is sent on a flow, no server gets a hello that nobody told
 *
 * Pieces of two hellos, which differ in the name alone, go out under some ids and
 * versions in any mixture, but for what a reader says is malformed. A server sees
 * those that it likes: so as soon as all pieces of a hello were sent under one id and
 * version, a reader must have told that hello.
 */
#include "quic_reader.h"
#include "kselftest_harness.h"

#define HELLO		240
#define PIECE		40
#define PIECES		(HELLO / PIECE)
#define READERS_MAX	8
#define STEPS		60
#define SCRIPTS		1500

static const char *const ids[] = { "12345678", "another id", "a third id" };
static const u32 versions[] = { QUIC_V1, QUIC_V2 };
static const char *const names[] = { "www.example.com", "www.example.org" };

struct flow {
	struct quic_reader readers[READERS_MAX];
	unsigned int count;
	unsigned int refused;		/* packets */
	bool told[ARRAY_SIZE(names)];
	/* Pieces that were sent. */
	u8 sent[ARRAY_SIZE(ids)][ARRAY_SIZE(versions)][ARRAY_SIZE(names)];
};

static u32 random_state;

static unsigned int pick(unsigned int bound)
{
	random_state = random_state * 1664525 + 1013904223;
	return (random_state >> 8) % bound;
}

static struct quic_reader *add_reader(struct flow *flow)
{
	struct quic_reader *reader = &flow->readers[flow->count++];

	quic_reader_init(reader);
	return reader;
}

/* As whoever has the readers is to do it. */
static enum cordon_quic_read show(struct flow *flow,
				  const struct quic_spec *spec,
				  const struct quic_bytes *frames,
				  const struct quic_reader **by)
{
	enum cordon_quic_read read = CORDON_QUIC_ANOTHER;
	bool another = !flow->count;
	unsigned int i;

	for (i = 0; i < flow->count; i++) {
		*by = &flow->readers[i];
		read = quic_feed_packet(&flow->readers[i], spec, frames);
		another |= read == CORDON_QUIC_ANOTHER;
		if (read != CORDON_QUIC_ANOTHER && read != CORDON_QUIC_SEALED)
			return read;
	}
	if (!another || flow->count == READERS_MAX)
		return read;
	*by = add_reader(flow);
	return quic_feed_packet(&flow->readers[flow->count - 1], spec, frames);
}

/* One packet that is made up. */
static void step(struct flow *flow, const struct quic_bytes *hellos,
		 u64 number)
{
	unsigned int id = pick(2) ? 0 : pick(ARRAY_SIZE(ids));
	unsigned int version = !pick(4), name = !pick(5), i;
	unsigned int from = pick(PIECES), to = from + 1 + pick(PIECES - from);
	struct quic_spec spec = {
		.version = versions[version], .to = ids[id],
		.token = pick(2) ? "a token" : NULL, .number = number,
		.number_size = 2, .spoil = !pick(8),
	};
	static struct quic_bytes frames;
	const struct quic_reader *by;
	enum cordon_quic_read read;

	frames.length = 0;
	quic_put_crypto(&frames, from * PIECE, hellos[name].bytes + from * PIECE,
			(to - from) * PIECE);
	read = show(flow, &spec, &frames, &by);
	if (read == CORDON_QUIC_DONE)
		for (i = 0; i < ARRAY_SIZE(names); i++)
			flow->told[i] |= quic_names(by, names[i]);
	if (read == CORDON_QUIC_MALFORMED)
		flow->refused++;
	else if (!spec.spoil)
		for (i = from; i < to; i++)
			flow->sent[id][version][name] |= (u8)(1 << i);
}

/* Whether a server can have got a hello that nobody told. */
static bool got_by(const struct flow *flow)
{
	unsigned int id, version, name;

	for (id = 0; id < ARRAY_SIZE(ids); id++)
		for (version = 0; version < ARRAY_SIZE(versions); version++)
			for (name = 0; name < ARRAY_SIZE(names); name++)
				if (flow->sent[id][version][name] ==
				    (1 << PIECES) - 1 && !flow->told[name])
					return true;
	return false;
}

TEST(no_hello_gets_by)
{
	unsigned int script, i, told = 0, both = 0, refused = 0, after = 0;
	static struct quic_bytes hellos[ARRAY_SIZE(names)];
	static struct flow flow;
	bool was_told, was_refused;

	for (i = 0; i < ARRAY_SIZE(names); i++)
		quic_make_hello(&hellos[i], names[i], 1, HELLO);
	for (script = 0; script < SCRIPTS; script++) {
		memset(&flow, 0, sizeof(flow));
		random_state = script;
		for (i = 0; i < STEPS; i++) {
			was_told = flow.told[0] || flow.told[1];
			was_refused = flow.refused;
			step(&flow, hellos, i);
			ASSERT_FALSE(got_by(&flow))
				TH_LOG("script %u, step %u", script, i);
			after += was_refused && !was_told &&
				 (flow.told[0] || flow.told[1]);
		}
		told += flow.told[0] || flow.told[1];
		both += flow.told[0] && flow.told[1];
		refused += flow.refused > 0;
	}
	/* The scripts are no good if all of them end the same way. */
	EXPECT_LT(SCRIPTS / 10, told);
	EXPECT_LT(SCRIPTS / 100, both);
	EXPECT_LT(SCRIPTS / 10, refused);
	/* What one hello did is not held against another. */
	EXPECT_LT(SCRIPTS / 10, after);
}

TEST_HARNESS_MAIN
