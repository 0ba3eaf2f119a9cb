// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Fuzz target: DNS messages, their names, their addresses, and streams of them
 *
 * The input is a stream of messages, each with its length before it; the last
 * bytes say how it is cut and how much room there is for a message.
 */
#include <stdlib.h>

#include "engine/names/dns.h"
#include "engine/names/dns_names.h"
#include "engine/names/dns_stream.h"
#include "pieces.h"

#define TAIL	(PIECES_CUTS + 1U)

/* Labels one by one; the way back is what went before, and never ahead. */
static int model_name(const u8 *message, size_t length, size_t at, u8 *name,
		      size_t *name_length)
{
	size_t from = at;
	int behind = -1, jumps = 0;

	for (*name_length = 0; at < length && message[at]; ) {
		if (message[at] >= 0xc0) {
			if (at + 1 == length || ++jumps > 126)
				return -EBADMSG;
			if (behind < 0)
				behind = (int)at + 2;
			at = (message[at] & 0x3fU) << 8 | message[at + 1];
			if (at >= from || at < 12)
				return -EBADMSG;
			from = at;
			continue;
		}
		if (message[at] > 63 || at + message[at] >= length ||
		    *name_length + 1 + message[at] > 254)
			return -EBADMSG;
		memcpy(name + *name_length, message + at, 1U + message[at]);
		*name_length += 1U + message[at];
		at += 1U + message[at];
	}
	if (at >= length)
		return -EBADMSG;
	return behind < 0 ? (int)at + 1 : behind;
}

static void check_name_at(const u8 *message, size_t length, size_t at)
{
	u8 name[CORDON_NAME_MAX], expected[CORDON_NAME_MAX];
	size_t expected_length;
	u8 name_length = 0;
	int end, expected_end;

	end = cordon_dns_read_name(message, length, at, name, &name_length);
	expected_end = model_name(message, length, at, expected,
				  &expected_length);
	FUZZ_NEED(end == expected_end, "a name ends where the model says");
	if (end < 0)
		return;
	cordon_name_fold(expected, expected_length);
	FUZZ_NEED(name_length == expected_length &&
		  !memcmp(name, expected, name_length),
		  "a name is what the model says");
	fuzz_check_name(name, name_length);
}

static void check_names(const u8 *message, size_t length)
{
	struct cordon_dns_names names;
	size_t count = 0;
	int more;

	memset(&names, 0xa5, sizeof(names));
	if (cordon_dns_names_start(&names, message, length)) {
		FUZZ_NEED(length < CORDON_DNS_HEADER_LENGTH,
			  "a header is all that it takes");
		return;
	}
	while ((more = cordon_dns_names_next(&names)) > 0) {
		const struct cordon_dns_service *service = &names.service;

		/* The shortest question is the root's. */
		FUZZ_NEED(++count <= length / 5, "names take room");
		FUZZ_NEED(names.at <= length, "it stays inside the message");
		fuzz_check_name(names.name, names.length);
		if (names.role != CORDON_DNS_SVCB_TARGET)
			continue;
		FUZZ_NEED(service->hints4_at + 4U * service->hints4 <= length &&
			  service->hints6_at + 16U * service->hints6 <= length,
			  "hints lie inside the message");
	}
	FUZZ_NEED(cordon_dns_names_next(&names) == 0, "the end stays the end");
}

static void check_answer(const struct cordon_dns_walk *walk)
{
	const struct cordon_dns_chain *chain = &walk->chain;
	u8 i;

	FUZZ_NEED(chain->count && chain->count <= CORDON_DNS_CHAIN_MAX,
		  "a chain has its first name and no more than fit");
	for (i = 0; i < chain->count; i++) {
		fuzz_check_name(chain->name[i], chain->length[i]);
		FUZZ_NEED(!i || chain->ttl[i] <= chain->ttl[i - 1],
			  "lifetimes only get shorter");
	}
	FUZZ_NEED(walk->answer.names && walk->answer.names <= chain->count,
		  "an address belongs to names of the chain");
	FUZZ_NEED(walk->answer.ttl <= chain->ttl[walk->answer.names - 1] &&
		  walk->answer.ttl <= 0x7fffffff,
		  "an address lives no longer than what leads to it");
}

static void check_walk(const u8 *message, size_t length)
{
	static struct cordon_dns_walk walk;
	struct cordon_dns_question question;
	size_t count = 0;
	int end, more;

	end = cordon_dns_read_question(message, length, false, &question);
	FUZZ_NEED(end <= (int)length, "a question lies inside the message");
	if (end >= 0)
		fuzz_check_name(question.name, question.length);
	end = cordon_dns_read_question(message, length, true, &question);
	FUZZ_NEED(end <= (int)length, "a question lies inside the message");
	if (end < 0)
		return;
	fuzz_check_name(question.name, question.length);
	memset(&walk, 0xa5, sizeof(walk));
	if (cordon_dns_walk_start(&walk, message, length, &question))
		return;
	while ((more = cordon_dns_walk_next(&walk)) > 0) {
		FUZZ_NEED(++count <= length / 11, "records take room");
		check_answer(&walk);
	}
	question.id ^= 1;
	FUZZ_NEED(cordon_dns_walk_start(&walk, message, length, &question),
		  "an answer to another question is none");
}

static void check_message(const u8 *bytes, size_t length)
{
	u8 *message = fuzz_copy(bytes, length);
	size_t at;

	check_names(message, length);
	check_walk(message, length);
	for (at = CORDON_DNS_HEADER_LENGTH; at < length && at < 64; at++)
		check_name_at(message, length, at);
	free(message);
}

/* The stream's reader, and behind it as much room for a message as is used. */
struct stream {
	struct cordon_dns_stream dns;
	u8 message[];
};

/* Told here, since its init has no other argument. */
static u32 room;

static void init_stream(void *state)
{
	struct stream *stream = state;

	cordon_dns_stream_init(&stream->dns);
}

static enum cordon_read read_stream(void *state, const u8 *bytes,
				    size_t length, size_t *used)
{
	struct stream *stream = state;

	return cordon_dns_stream_read(&stream->dns, stream->message, room, bytes,
				      length, used);
}

static u64 hash_kept(const u8 *message, u32 length)
{
	return fuzz_hash(length, message, min_t(u32, length, room));
}

static u64 stream_result(const void *state)
{
	const struct stream *stream = state;

	return hash_kept(stream->message, stream->dns.length);
}

/* What a stream says is plain to see: so each message is looked at, too. */
static void check_stream(const u8 *bytes, size_t length,
			 const struct pieces_said *said)
{
	size_t at = 0, message, i;

	for (i = 0; i < PIECES_EVENTS && length - at >= 2; i++) {
		const struct pieces_event *event = said->event + i;

		message = (size_t)bytes[at] << 8 | bytes[at + 1];
		at += 2;
		if (message > length - at)
			break;
		FUZZ_NEED(i < said->count, "each message is told");
		FUZZ_NEED(event->read == CORDON_READ_DONE &&
			  event->at == at + message &&
			  event->result == hash_kept(bytes + at, (u32)message),
			  "a message is what stands in the stream");
		check_message(bytes + at, message);
		at += message;
	}
	FUZZ_NEED(said->count == i || i == PIECES_EVENTS,
		  "no other message is told");
}

int LLVMFuzzerTestOneInput(const u8 *data, size_t size)
{
	struct pieces_reader reader = {
		sizeof(struct stream), init_stream, read_stream, stream_result,
	};
	static struct pieces_said said;

	if (size < TAIL)
		return 0;
	size -= TAIL;
	room = 2U * data[size + PIECES_CUTS];
	reader.size += room;
	pieces_compare(&reader, data, size, data + size, &said);
	check_stream(data, size, &said);
	/* And as one message, whatever its length is. */
	check_message(data, size);
	return 0;
}
