// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * A QUIC reader with its memory, and what the tests ask of it
 */
#include "quic_reader.h"

#include <stdlib.h>

void quic_reader_init(struct quic_reader *reader)
{
	cordon_quic_init(&reader->quic, reader->memory);
}

/* Memory of just the size that is needed: so a byte too many is noticed. */
enum cordon_quic_read quic_feed_bytes(struct quic_reader *reader,
				      const u8 *bytes, size_t length)
{
	size_t size = CORDON_QUIC_SCRATCH(length);
	u8 *datagram = malloc(length + !length), *scratch = malloc(size);
	enum cordon_quic_read read;

	if (!datagram || !scratch)
		abort();
	memcpy(datagram, bytes, length);
	memset(scratch, 0xa5, size);
	read = cordon_quic_client(&reader->quic, datagram, length, scratch,
				  size);
	free(datagram);
	free(scratch);
	return read;
}

enum cordon_quic_read quic_feed(struct quic_reader *reader,
				const struct quic_bytes *datagram)
{
	return quic_feed_bytes(reader, datagram->bytes, datagram->length);
}

/* A datagram of one packet. */
enum cordon_quic_read quic_feed_packet(struct quic_reader *reader,
				       const struct quic_spec *spec,
				       const struct quic_bytes *frames)
{
	static struct quic_bytes datagram;

	datagram.length = 0;
	quic_seal(&datagram, spec, frames);
	return quic_feed(reader, &datagram);
}

/* A datagram of one packet with a part of @hello. */
enum cordon_quic_read quic_feed_crypto(struct quic_reader *reader,
				       const struct quic_spec *spec,
				       const struct quic_bytes *hello,
				       size_t from, size_t to)
{
	static struct quic_bytes frames;

	frames.length = 0;
	quic_put_crypto(&frames, from, hello->bytes + from, to - from);
	return quic_feed_packet(reader, spec, &frames);
}

bool quic_names(const struct quic_reader *reader, const char *name)
{
	const struct cordon_host *host = &reader->quic.hello.host;
	u8 wire[CORDON_NAME_MAX];
	int length = cordon_name_from_text(name, strlen(name), wire);

	return host->kind == CORDON_HOST_NAME && length == host->length &&
	       !memcmp(host->name, wire, host->length);
}
