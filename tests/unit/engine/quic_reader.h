/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * A QUIC reader with its memory, and what the tests ask of it
 */
#ifndef _CORDON_TESTS_QUIC_READER_H
#define _CORDON_TESTS_QUIC_READER_H

#include "quic_builder.h"

struct quic_reader {
	struct cordon_quic quic;
	u8 memory[CORDON_QUIC_MEMORY];
};

void quic_reader_init(struct quic_reader *reader);
enum cordon_quic_read quic_feed_bytes(struct quic_reader *reader,
				      const u8 *bytes, size_t length);
enum cordon_quic_read quic_feed(struct quic_reader *reader,
				const struct quic_bytes *datagram);
enum cordon_quic_read quic_feed_packet(struct quic_reader *reader,
				       const struct quic_spec *spec,
				       const struct quic_bytes *frames);
enum cordon_quic_read quic_feed_crypto(struct quic_reader *reader,
				       const struct quic_spec *spec,
				       const struct quic_bytes *hello,
				       size_t from, size_t to);
bool quic_names(const struct quic_reader *reader, const char *name);

#endif /* _CORDON_TESTS_QUIC_READER_H */
