// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
/*
 * Cordon engine - host_text: a host whose text comes in pieces
 */
#include "host_text.h"

/**
 * cordon_host_text_start - begin with an empty text
 * @host: is CORDON_HOST_NONE until the text's end
 */
void cordon_host_text_start(struct cordon_host *host)
{
	host->kind = CORDON_HOST_NONE;
	host->length = 0;
}

/**
 * cordon_host_text_add - take more of the text
 * @host: started
 * @bytes: the piece
 * @length: its bytes
 *
 * Return: whether the text is no longer than a host's can be; if it is, nothing
 * was taken.
 */
bool cordon_host_text_add(struct cordon_host *host, const u8 *bytes,
			  size_t length)
{
	if (length > CORDON_HOST_TEXT_MAX - host->length)
		return false;
	memcpy(host->name + host->length, bytes, length);
	host->length = (u8)(host->length + length);
	return true;
}

/**
 * cordon_host_text_end - read what was gathered, see cordon_host_from_text()
 * @host: holds a text, and then the host
 *
 * Return: 0, or -EBADMSG, also for an empty text.
 */
int cordon_host_text_end(struct cordon_host *host)
{
	u8 text[CORDON_HOST_TEXT_MAX];
	size_t length = host->length;

	memcpy(text, host->name, length);
	return cordon_host_from_text(host, text, length);
}
