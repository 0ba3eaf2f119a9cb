// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Seeds of the reader of QUIC Initials, in the form of quic_fuzz.c
 */
#include "unit/engine/quic_builder.h"
#include "seeds.h"

static struct seed seed;
static struct quic_bytes hello;

/* @version and @more: see read_honest(); pieces of @step bytes, backwards. */
static void make_honest(const char *name, unsigned int a, size_t step,
			bool second)
{
	size_t at, count = (hello.length * (second ? 2 : 1) + step - 1) / step;
	unsigned int i;

	seed_begin(&seed);
	seed_put8(&seed, 1);
	seed_put8(&seed, a);
	seed_put8(&seed, (unsigned int)count);
	for (i = 0; i < count; i++) {
		at = step * (second ? i : count - 1 - i);
		seed_put16(&seed, (unsigned int)at);
		seed_put8(&seed, (unsigned int)step / 2);
		seed_put8(&seed, 1 | (i & 3) << 2);
	}
	seed_put(&seed, hello.bytes, hello.length);
	if (second)
		seed_put(&seed, hello.bytes, hello.length);
	seed_write(&seed, "quic", name);
}

/* A sealed packet with a piece of a hello. See put_packet(). */
static void put_piece(unsigned int how, unsigned int a, unsigned int b,
		      unsigned int from, unsigned int length)
{
	seed_put8(&seed, 4 | how);
	seed_put8(&seed, a);
	seed_put8(&seed, b);
	seed_put8(&seed, seed.length & 0xff);
	seed_put16(&seed, from);
	seed_put16(&seed, length);
}

/* A sealed packet with other frames. */
static void put_frames(unsigned int how, unsigned int a, unsigned int b,
		       const struct quic_bytes *frames)
{
	seed_put8(&seed, how);
	seed_put8(&seed, a);
	seed_put8(&seed, b);
	seed_put8(&seed, seed.length & 0xff);
	seed_put16(&seed, (unsigned int)frames->length);
	seed_put(&seed, frames->bytes, frames->length);
}

static void begin(void)
{
	seed_begin(&seed);
	seed_put8(&seed, 0);
}

#define SEND	8

static void make_connections(void)
{
	static struct quic_bytes frames;

	begin();
	put_piece(SEND, 0, 0, 0, 600);
	put_piece(SEND, 0, 0, 0, 600);
	seed_write(&seed, "quic", "whole");
	begin();
	put_piece(0, 1, 0, 300, 300);
	put_piece(SEND, 1, 0, 0, 300);
	seed_write(&seed, "quic", "coalesced");
	begin();
	put_piece(SEND, 0, 0, 0, 600);
	seed_put8(&seed, 3 | 3 << 2 | 0x80);	/* Retry */
	put_piece(SEND, 0, 4 | 3, 0, 600);
	seed_write(&seed, "quic", "retry");
	begin();
	put_piece(SEND, 0, 0, 0, 300);
	put_piece(SEND | 0x70, 0, 0, 0, 600);
	put_piece(SEND, 1, 8, 0, 600);		/* another version */
	put_piece(SEND, 0, 1, 0, 600);		/* another connection */
	seed_write(&seed, "quic", "versions");
	quic_put_ack(&frames, 3, true);
	quic_put_close(&frames);
	quic_put_padding(&frames, 20);
	quic_put_crypto(&frames, 0, hello.bytes, 100);
	begin();
	put_frames(SEND, 2, 0, &frames);
	put_frames(0, 0x38, 0, &frames);	/* 0-RTT */
	put_piece(SEND, 2, 0, 100, 500);
	seed_put8(&seed, 2 | SEND);
	seed_put16(&seed, 20);
	seed_put_text(&seed, "\xc0\x1a\x2a\x3a\x4a\4dcid\4scid!!!!!");
	seed_write(&seed, "quic", "frames");
}

void seeds_make_quic(void)
{
	quic_make_hello(&hello, "www.example.org", 7, 400);
	make_honest("honest-whole", 0, 400, false);
	make_honest("honest-backwards", 1, 60, false);
	make_honest("honest-twice", 3 | 16, 40, true);
	make_honest("honest-behind", 0, 510, true);
	make_honest("honest-second", 2 | 8 | 0xc0, 100, true);
	make_connections();
}
