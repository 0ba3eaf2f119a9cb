// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Fuzz target: the reader of QUIC Initials
 *
 * The input says what is in packets; they are sealed here, with the right keys
 * or with others, so that what lies behind a tag is reached. An odd first byte
 * makes one honest connection, which a model reads, too.
 */
#include <stdlib.h>

#include "fuzz.h"
#include "unit/engine/quic_builder.h"
#include "quic_model.h"

#define PACKETS_MAX	24U
#define DATAGRAM_MAX	4000U

static const u32 versions[] = {
	QUIC_V1, QUIC_V2, QUIC_DRAFT_29, QUIC_MVFST, QUIC_DRAFT_28, QUIC_V1,
	QUIC_V1, QUIC_V2,
};

static const char *const ids[] = {
	"to-whom1", "another-id-of-20-byt", "", "retry-id",
};

static struct cordon_quic *quic;
static void *memory;

static void begin(void)
{
	quic = malloc(sizeof(*quic));
	memory = malloc(CORDON_QUIC_MEMORY);
	if (!quic || !memory)
		abort();
	memset(quic, 0xa5, sizeof(*quic));
	memset(memory, 0xa5, CORDON_QUIC_MEMORY);
	cordon_quic_init(quic, memory);
}

static void end(void)
{
	free(quic);
	free(memory);
}

static void check_result(enum cordon_quic_read read, bool was_malformed,
			 u8 hellos)
{
	FUZZ_NEED((unsigned int)read <= CORDON_QUIC_MALFORMED,
		  "it says something that it can say");
	FUZZ_NEED(!was_malformed ||
		  (quic->malformed && (read < CORDON_QUIC_AGAIN ||
				       read == CORDON_QUIC_ANOTHER ||
				       read == CORDON_QUIC_MALFORMED)),
		  "of a malformed connection nothing is read");
	FUZZ_NEED(!was_malformed || quic->hellos == hellos,
		  "nor is a hello complete in it");
	FUZZ_NEED(quic->hellos <= 2 && quic->sources <= 2,
		  "there are two hellos and two sources of keys at most");
	FUZZ_NEED(read != CORDON_QUIC_DONE || quic->hellos == hellos + 1,
		  "done says that a hello is complete");
	FUZZ_NEED(read == CORDON_QUIC_DONE || read == CORDON_QUIC_MALFORMED ||
		  quic->hellos == hellos, "a hello that is complete is told");
	FUZZ_NEED(read != CORDON_QUIC_AGAIN || quic->hellos,
		  "nothing comes again before it came");
	FUZZ_NEED(quic->sources || read < CORDON_QUIC_AGAIN ||
		  read == CORDON_QUIC_MALFORMED, "without keys nothing is opened");
	if (read == CORDON_QUIC_DONE)
		fuzz_check_host(0, &quic->hello.host);
}

static enum cordon_quic_read client(const u8 *bytes, size_t length)
{
	size_t size = CORDON_QUIC_SCRATCH(length);
	bool was_malformed = quic->malformed;
	u8 *datagram = fuzz_copy(bytes, length);
	enum cordon_quic_read read;
	u8 hellos = quic->hellos;
	void *scratch = malloc(size);

	if (!scratch)
		abort();
	FUZZ_NEED(!cordon_quic_is_initial(datagram, length) ||
		  cordon_quic_is_long(datagram, length),
		  "an Initial has a long header");
	read = cordon_quic_client(quic, datagram, length, scratch, size);
	free(scratch);
	free(datagram);
	check_result(read, was_malformed, hellos);
	return read;
}

static void server(const u8 *bytes, size_t length)
{
	u8 *datagram = fuzz_copy(bytes, length);

	cordon_quic_server(quic, datagram, length);
	free(datagram);
}

/* Frames as they stand in the input, or a piece of a hello. */
static void put_frames(struct fuzz_input *input, bool hello_piece,
		       struct quic_bytes *frames)
{
	static struct quic_bytes hello;
	u16 from, length;
	const u8 *bytes;
	size_t got;

	frames->length = 0;
	if (!hello_piece) {
		bytes = fuzz_take(input, fuzz_16(input) % 1500, &got);
		quic_put(frames, bytes, got);
		return;
	}
	if (!hello.length)
		quic_make_hello(&hello, "www.example.org", 1, 600);
	from = fuzz_16(input) % 700;
	length = fuzz_16(input) % 700;
	if (from > hello.length)
		from = (u16)hello.length;
	if (length > hello.length - from)
		length = (u16)(hello.length - from);
	quic_put_crypto(frames, from, hello.bytes + from, length);
}

static void put_packet(struct fuzz_input *input, u8 how,
		       struct quic_bytes *datagram)
{
	static struct quic_bytes frames;
	u8 a = fuzz_byte(input), b = fuzz_byte(input);
	const struct quic_spec spec = {
		.version = versions[a & 7],
		/* One in four is no Initial. */
		.type = (a >> 3 & 3) == 3 ? (enum quic_type)(a >> 5 & 3) :
					    QUIC_INITIAL,
		.to = ids[b & 3],
		.keys = b & 8 ? ids[b >> 4 & 3] : NULL,
		.from = "me",
		.token = b & 4 ? "token" : NULL,
		.number = fuzz_byte(input),
		.number_size = 1 + (b >> 6),
		.spoil = (how & 0x70) == 0x70,
	};

	put_frames(input, how & 4, &frames);
	quic_seal(datagram, &spec, &frames);
}

/* Puts together what the input says; returns whether it is to be sent. */
static bool put_something(struct fuzz_input *input, u8 how,
			  struct quic_bytes *datagram)
{
	const u8 *bytes;
	size_t got;

	switch (how & 3) {
	case 0:
	case 1:
		put_packet(input, how, datagram);
		break;
	case 2:
		bytes = fuzz_take(input, fuzz_16(input) % 1500, &got);
		quic_put(datagram, bytes, got);
		break;
	default:
		quic_put_retry(datagram, versions[how >> 4 & 7], "me",
			       ids[how >> 2 & 3]);
	}
	return how & 8 || datagram->length > DATAGRAM_MAX;
}

static void read_anything(struct fuzz_input *input)
{
	static struct quic_bytes datagram;
	unsigned int count;
	u8 how;

	datagram.length = 0;
	for (count = 0; count < PACKETS_MAX && input->left; count++) {
		how = fuzz_byte(input);
		if (!put_something(input, how, &datagram) && input->left)
			continue;
		if ((how & 3) == 3 && how & 0x80)
			server(datagram.bytes, datagram.length);
		else
			client(datagram.bytes, datagram.length);
		datagram.length = 0;
	}
	client(datagram.bytes, datagram.length);
}

/**
 * struct honest - a connection as a client makes it, but for its CRYPTO bytes
 * @count: datagrams
 * @what: four bytes for each: offset, length, flags
 * @truth: all the bytes
 */
struct honest {
	u8 count;
	const u8 *what;
	struct fuzz_input truth;
};

static void put_honest(const struct honest *honest, unsigned int number,
		       struct quic_model *model, struct quic_bytes *frames)
{
	const u8 *what = honest->what + 4U * number;
	u64 offset = (u64)(what[0] << 8 | what[1]) % (honest->truth.left + 16);
	size_t length = what[2] << (what[3] & 3);
	static u8 piece[8 * 256];
	size_t i;

	/* Where the window ends, and behind it. */
	if ((what[3] & 0x30) == 0x30)
		offset = CORDON_QUIC_WINDOW - 1024U + 2 * (offset % 1024);
	for (i = 0; i < length; i++)
		piece[i] = offset + i < honest->truth.left ?
			   honest->truth.at[offset + i] : 0;
	if ((what[3] & 0xc0) == 0xc0 && length)
		piece[what[1] % length] ^= 0x20;
	if (what[3] & 4)
		quic_put_byte(frames, 1);	/* PING */
	quic_put_crypto(frames, offset, piece, length);
	quic_put_padding(frames, what[3] & 8 ? 7 : 0);
	quic_model_add(model, offset, piece, length);
}

/* Each datagram has one Initial, each Initial one CRYPTO frame or two. */
static void read_honest(struct fuzz_input *input)
{
	static struct quic_bytes datagram, frames;
	static struct quic_model model;
	struct honest honest;
	struct quic_spec spec = { .from = "me" };
	unsigned int i;
	size_t got;
	u8 a = fuzz_byte(input);

	spec.version = versions[a & 7];
	spec.to = ids[a >> 3 & 1];
	spec.number_size = 1 + (a >> 6);
	honest.count = fuzz_byte(input) % PACKETS_MAX;
	honest.what = fuzz_take(input, 4U * honest.count, &got);
	honest.count = (u8)(got / 4);
	honest.truth = *input;
	quic_model_init(&model);
	for (i = 0; i < honest.count; i++) {
		spec.number = i;
		frames.length = 0;
		datagram.length = 0;
		put_honest(&honest, i, &model, &frames);
		if (a & 16 && i + 1 < honest.count)
			put_honest(&honest, ++i, &model, &frames);
		quic_seal(&datagram, &spec, &frames);
		FUZZ_NEED(client(datagram.bytes, datagram.length) ==
			  quic_model_read(&model),
			  "the reader says what the model says");
		FUZZ_NEED(quic_model_agrees(&model, &quic->hello),
			  "the hello is what the model says");
	}
}

int LLVMFuzzerTestOneInput(const u8 *data, size_t size)
{
	struct fuzz_input input = { data, size };

	begin();
	if (fuzz_byte(&input) & 1)
		read_honest(&input);
	else
		read_anything(&input);
	end();
	return 0;
}
