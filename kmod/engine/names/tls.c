// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
/*
 * Cordon engine - tls: read the ClientHellos of a client's TLS stream
 *
 * Before the first ClientHello is complete nothing but handshake records may
 * come, for servers differ in what else they pass over: warnings, empty records.
 * The version of a record is not looked at (RFC 8446 5.1), except to tell TLS
 * from other protocols sooner.
 *
 * Behind it only a server's HelloRetryRequest brings a second one, and only if
 * TLS 1.3 was offered. Whether it does is not seen. A handshake message of its
 * type is one, and nothing may come between its records either; but a resumed
 * TLS 1.2 session sends an encrypted Finished there, behind a change_cipher_spec.
 * That may begin like a ClientHello, too: what is long enough to be a Finished is
 * a ClientHello if its type and its length are one's. One Finished in 2^15 that
 * begins with random bytes is then malformed; with less, a client could hide its
 * second hello behind one byte of it.
 *
 * Early data comes between the two if it was announced, and a server that asks again
 * passes over it (RFC 8446 4.2.10). Nothing tells it from other application data, so
 * where it was accepted some of that is passed over, too.
 */
#include "tls.h"

#define RECORD_CHANGE_CIPHER_SPEC	20
#define RECORD_ALERT			21
#define RECORD_HANDSHAKE		22
#define RECORD_APPLICATION_DATA		23
#define RECORD_HEARTBEAT		24
#define MAJOR_VERSION			3
#define MAJOR_VERSION_END		16
/* A Finished has 16 bytes (RFC 5246 7.4.9), and no cipher's tag less than 8. */
#define ENCRYPTED_FINISHED_MIN		24

enum state {
	STATE_HEAD,
	STATE_HANDSHAKE,
	STATE_SKIP,
	STATE_OTHER,
	STATE_MALFORMED,
};

/**
 * cordon_tls_init - begin to read a client's stream
 * @tls: set up
 */
void cordon_tls_init(struct cordon_tls *tls)
{
	cordon_tls_hello_init(&tls->hello);
	tls->hellos = 0;
	tls->state = STATE_HEAD;
	tls->sure = false;
	tls->in_hello = false;
	tls->ciphered = false;
	tls->count = 0;
	tls->left = 0;
	tls->early = 0;
}

static void fail(struct cordon_tls *tls)
{
	tls->state = tls->sure ? STATE_MALFORMED : STATE_OTHER;
}

/* What the first byte of a record's head tells already. */
static void take_type(struct cordon_tls *tls)
{
	u8 type = tls->head[0];

	if (tls->in_hello) {
		if (type != RECORD_HANDSHAKE)
			tls->state = STATE_MALFORMED;
	} else if (type < RECORD_CHANGE_CIPHER_SPEC || type > RECORD_HEARTBEAT) {
		tls->state = STATE_OTHER;
	}
}

/*
 * Is this the head of a record, if no ClientHello follows? Servers want the
 * major version; but Go takes every one below 16, and passes over alerts.
 */
static bool is_surely_tls(const struct cordon_tls *tls)
{
	u8 type = tls->head[0], major = tls->head[1];

	if (major == MAJOR_VERSION)
		return true;
	return (type == RECORD_ALERT || type == RECORD_HANDSHAKE) &&
	       major < MAJOR_VERSION_END && tls->left <= CORDON_TLS_RECORD_MAX;
}

/* Between the hellos application data and an encrypted Finished may come. */
static bool is_surely_hello(const struct cordon_tls *tls)
{
	u8 type = tls->head[0];

	if (type == RECORD_HANDSHAKE && tls->ciphered)
		return tls->left < ENCRYPTED_FINISHED_MIN ||
		       tls->left > CORDON_TLS_RECORD_MAX;
	return type != RECORD_APPLICATION_DATA;
}

/* A record between the hellos; returns whether it is one to pass over. */
static bool take_between(struct cordon_tls *tls)
{
	u32 size = CORDON_TLS_RECORD_HEAD + tls->left;

	switch (tls->head[0]) {
	case RECORD_CHANGE_CIPHER_SPEC:
		tls->ciphered = true;
		return true;
	case RECORD_ALERT:
		return true;
	case RECORD_APPLICATION_DATA:
		if (size > tls->early)
			return false;
		tls->early = (u16)(tls->early - size);
		return true;
	default:
		return false;
	}
}

static void take_head(struct cordon_tls *tls)
{
	u8 type = tls->head[0];

	tls->count = 0;
	tls->left = cordon_get_be16(tls->head + 3);
	if (!tls->in_hello)
		tls->sure = tls->hellos ? is_surely_hello(tls) :
					  is_surely_tls(tls);
	if (tls->hellos && !tls->in_hello && take_between(tls)) {
		tls->state = STATE_SKIP;
	} else if (type == RECORD_HANDSHAKE && tls->left &&
		   tls->left <= CORDON_TLS_RECORD_MAX) {
		tls->state = STATE_HANDSHAKE;
	} else {
		fail(tls);
	}
}

static enum cordon_read take_handshake(struct cordon_tls *tls, const u8 *bytes,
				       size_t length, size_t *used)
{
	struct cordon_tls_hello *hello = &tls->hello;
	enum cordon_read read = cordon_tls_hello_read(hello, bytes, length, used);

	tls->left = (u16)(tls->left - *used);
	tls->in_hello = read == CORDON_READ_MORE;
	/* The first one's type is enough. */
	if (!tls->hellos || cordon_tls_hello_fits(hello))
		tls->sure = true;
	if (!tls->left)
		tls->state = STATE_HEAD;
	if (read == CORDON_READ_OTHER)
		tls->state = STATE_OTHER;
	if (read == CORDON_READ_MALFORMED)
		fail(tls);
	if (read == CORDON_READ_DONE) {
		if (hello->flags & CORDON_TLS_EARLY_DATA)
			tls->early = CORDON_TLS_EARLY_MAX;
		if (tls->hellos++ || !(hello->flags & CORDON_TLS_13))
			tls->state = STATE_OTHER;
	}
	return read;
}

/**
 * cordon_tls_read - read more of a client's stream
 * @tls: begun with cordon_tls_init()
 * @bytes: what comes next, from the connection's first byte on
 * @length: how many
 * @used: how many of them were taken
 *
 * Return: CORDON_READ_DONE at the end of each ClientHello; CORDON_READ_OTHER
 * behind the last one.
 */
enum cordon_read cordon_tls_read(struct cordon_tls *tls, const u8 *bytes,
				 size_t length, size_t *used)
{
	size_t at = 0;

	while (at < length && tls->state < STATE_OTHER) {
		size_t some = min_t(size_t, tls->left, length - at);

		switch ((enum state)tls->state) {
		case STATE_HEAD:
			tls->head[tls->count++] = bytes[at++];
			if (tls->count == CORDON_TLS_RECORD_HEAD)
				take_head(tls);
			else if (tls->count == 1)
				take_type(tls);
			break;
		case STATE_HANDSHAKE:
			if (take_handshake(tls, bytes + at, some, &some) ==
			    CORDON_READ_DONE) {
				*used = at + some;
				return CORDON_READ_DONE;
			}
			at += some;
			break;
		case STATE_SKIP:
			at += some;
			tls->left = (u16)(tls->left - some);
			if (!tls->left)
				tls->state = STATE_HEAD;
			break;
		case STATE_OTHER:
		case STATE_MALFORMED:
			break;
		}
	}
	*used = at;
	if (tls->state == STATE_OTHER)
		return CORDON_READ_OTHER;
	return tls->state == STATE_MALFORMED ? CORDON_READ_MALFORMED :
					       CORDON_READ_MORE;
}
