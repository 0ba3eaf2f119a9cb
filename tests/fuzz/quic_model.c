// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * A model of the CRYPTO stream of one connection
 */
#include "fuzz.h"
#include "quic_model.h"

void quic_model_init(struct quic_model *model)
{
	memset(model, 0, sizeof(*model));
}

/**
 * quic_model_add - a CRYPTO frame
 * @model: the model
 * @offset: where it belongs
 * @bytes: its bytes
 * @length: how many
 */
void quic_model_add(struct quic_model *model, u64 offset, const u8 *bytes,
		    size_t length)
{
	size_t i;

	if (length && offset + length > CORDON_QUIC_WINDOW)
		model->malformed = true;
	for (i = 0; i < length && !model->malformed; i++)
		if (model->seen[offset + i] &&
		    model->byte[offset + i] != bytes[i])
			model->malformed = true;
	for (i = 0; i < length && !model->malformed; i++) {
		model->seen[offset + i] = true;
		model->byte[offset + i] = bytes[i];
	}
}

/* The next byte; returns whether all is still well. */
static bool read_byte(struct quic_model *model, bool *done)
{
	size_t used;

	if (*done || model->hellos == 2)
		return false;
	if (!model->in_hello)
		cordon_tls_hello_init(&model->hello);
	model->in_hello = true;
	switch (cordon_tls_hello_read(&model->hello, model->byte + model->next,
				      1, &used)) {
	case CORDON_READ_MORE:
		break;
	case CORDON_READ_DONE:
		model->hellos++;
		model->in_hello = false;
		*done = true;
		break;
	default:
		return false;
	}
	model->next++;
	return true;
}

/**
 * quic_model_read - a datagram has come
 * @model: with all its frames added
 *
 * Return: what the reader should say.
 */
enum cordon_quic_read quic_model_read(struct quic_model *model)
{
	bool more = !model->hellos, done = false;

	model->told = false;
	while (!model->malformed && model->seen[model->next])
		if (!read_byte(model, &done))
			model->malformed = true;
	if (model->malformed)
		return CORDON_QUIC_MALFORMED;
	model->told = done;
	if (done)
		return CORDON_QUIC_DONE;
	return more || model->in_hello ? CORDON_QUIC_MORE : CORDON_QUIC_AGAIN;
}

/**
 * quic_model_agrees - is what was told the same
 * @model: has read a datagram
 * @hello: the reader's, after the same one
 *
 * Return: whether it is, or nothing was told.
 */
bool quic_model_agrees(const struct quic_model *model,
		       const struct cordon_tls_hello *hello)
{
	return !model->told ||
	       (model->hello.flags == hello->flags &&
		model->hello.alpn == hello->alpn &&
		model->hello.version == hello->version &&
		fuzz_check_host(0, &model->hello.host) ==
		fuzz_check_host(0, &hello->host));
}
