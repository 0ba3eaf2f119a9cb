// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
/*
 * Cordon engine - tls: read the ClientHellos of a client's TLS stream
 *
 * Servers differ in what they pass over before and inside of a ClientHello: Go's
 * warnings, GnuTLS' change_cipher_spec, OpenSSL's empty records. All of it is
 * passed over here, so many times; whoever wants less ends the connection. The
 * version of a record is not looked at (RFC 8446 5.1), except to tell TLS from
 * other protocols sooner.
 *
 * Behind it only a server's HelloRetryRequest brings a second one, and only if
 * TLS 1.3 was offered. Whether it does is not seen. A handshake message of its
 * type is one, and nothing else may come between its records either; but a resumed
 * TLS 1.2 session sends an encrypted Finished there, behind a change_cipher_spec.
 * That may begin like a ClientHello, too: what is long enough to be a Finished is
 * a ClientHello if its type and its length are one's. One Finished in 2^15 that
 * begins with random bytes is then malformed; with less, a client could hide its
 * second hello behind one byte of it.
 *
 * Early data comes between the two if it was announced, and a server that asks again
 * passes over it (RFC 8446 4.2.10). Nothing tells it from other application data, so
 * where it was accepted some of that is passed over, too.
 *
 * A ClientHello in the form of SSL 2.0 (RFC 5246 E.2), which GnuTLS and OpenSSL still
 * read, names nobody and leads to TLS 1.2 at most.
 */
#include "tls.h"

#define RECORD_CHANGE_CIPHER_SPEC	20
#define RECORD_ALERT			21
#define RECORD_APPLICATION_DATA		23
#define RECORD_HEARTBEAT		24
#define MAJOR_VERSION			3
#define MAJOR_VERSION_END		16
#define SSL_2_HEAD			0x80
/* A Finished has 16 bytes (RFC 5246 7.4.9), and no cipher's tag less than 8. */
#define ENCRYPTED_FINISHED_MIN		24

enum state {
	STATE_HEAD,
	STATE_HANDSHAKE,
	STATE_SKIP,
	STATE_SSL_2,
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
	tls->passed = 0;
	tls->count = 0;
	tls->left = 0;
	tls->early = 0;
}

static void fail(struct cordon_tls *tls)
{
	tls->state = tls->sure ? STATE_MALFORMED : STATE_OTHER;
}

/* Nothing came before this record. */
static bool is_first(const struct cordon_tls *tls)
{
	return !tls->hellos && !tls->in_hello && !tls->passed;
}

/* What the first byte of a record's head tells already. */
static void take_type(struct cordon_tls *tls)
{
	u8 type = tls->head[0];

	if (type & SSL_2_HEAD && is_first(tls))
		return;
	if (type < RECORD_CHANGE_CIPHER_SPEC || type > RECORD_HEARTBEAT)
		tls->state = tls->passed && !tls->hellos ? STATE_MALFORMED :
							   STATE_OTHER;
	if (tls->in_hello && (type < RECORD_CHANGE_CIPHER_SPEC ||
			      type > CORDON_TLS_HANDSHAKE))
		tls->state = STATE_MALFORMED;
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
	return (type == RECORD_ALERT || type == CORDON_TLS_HANDSHAKE) &&
	       major < MAJOR_VERSION_END && tls->left <= CORDON_TLS_RECORD_MAX;
}

/* Between the hellos application data and an encrypted Finished may come. */
static bool is_surely_hello(const struct cordon_tls *tls)
{
	u8 type = tls->head[0];

	if (type == CORDON_TLS_HANDSHAKE && tls->ciphered)
		return tls->left < ENCRYPTED_FINISHED_MIN ||
		       tls->left > CORDON_TLS_RECORD_MAX;
	return type != RECORD_APPLICATION_DATA;
}

/* Of no meaning to some server, wherever it stands. */
static bool is_passed_over(const struct cordon_tls *tls)
{
	u8 type = tls->head[0];

	if (!tls->sure && !tls->hellos)
		return false;
	return type == CORDON_TLS_HANDSHAKE ? !tls->left :
	       (type == RECORD_CHANGE_CIPHER_SPEC || type == RECORD_ALERT) &&
	       tls->left <= CORDON_TLS_RECORD_MAX;
}

static void pass_over(struct cordon_tls *tls)
{
	if (tls->hellos && tls->head[0] == RECORD_CHANGE_CIPHER_SPEC)
		tls->ciphered = true;
	if (tls->passed++ == CORDON_TLS_PASSED_MAX)
		tls->state = STATE_MALFORMED;
	else
		tls->state = tls->left ? STATE_SKIP : STATE_HEAD;
}

/* Application data between the hellos; returns whether it is passed over. */
static bool take_early_data(struct cordon_tls *tls)
{
	u32 size = CORDON_TLS_RECORD_HEAD + tls->left;

	if (!tls->hellos || tls->in_hello ||
	    tls->head[0] != RECORD_APPLICATION_DATA || size > tls->early)
		return false;
	tls->early = (u16)(tls->early - size);
	tls->state = tls->left ? STATE_SKIP : STATE_HEAD;
	return true;
}

/* Two bytes of length, the type of the message, two of the version. */
static void take_ssl_2(struct cordon_tls *tls)
{
	if ((tls->count > 2 && tls->head[2] != CORDON_TLS_CLIENT_HELLO) ||
	    (tls->count > 3 && tls->head[3] != MAJOR_VERSION))
		tls->state = STATE_OTHER;
	else if (tls->count == CORDON_TLS_RECORD_HEAD)
		tls->state = STATE_SSL_2;
}

static void take_head(struct cordon_tls *tls)
{
	tls->count = 0;
	tls->left = cordon_get_be16(tls->head + 3);
	if (!tls->in_hello)
		tls->sure = tls->hellos ? is_surely_hello(tls) :
					  tls->sure || is_surely_tls(tls);
	if (is_passed_over(tls))
		pass_over(tls);
	else if (take_early_data(tls))
		return;
	else if (tls->head[0] == CORDON_TLS_HANDSHAKE && tls->left &&
		 tls->left <= CORDON_TLS_RECORD_MAX)
		tls->state = STATE_HANDSHAKE;
	else
		fail(tls);
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

	while (at < length && tls->state < STATE_SSL_2) {
		size_t some = min_t(size_t, tls->left, length - at);

		switch ((enum state)tls->state) {
		case STATE_HEAD:
			tls->head[tls->count++] = bytes[at++];
			if (tls->count == 1)
				take_type(tls);
			else if (tls->head[0] & SSL_2_HEAD)
				take_ssl_2(tls);
			else if (tls->count == CORDON_TLS_RECORD_HEAD)
				take_head(tls);
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
		case STATE_SSL_2:
		case STATE_OTHER:
		case STATE_MALFORMED:
			break;
		}
	}
	*used = at;
	if (tls->state == STATE_SSL_2) {
		tls->hellos = 1;
		tls->state = STATE_OTHER;
		return CORDON_READ_DONE;
	}
	if (tls->state == STATE_OTHER)
		return CORDON_READ_OTHER;
	return tls->state == STATE_MALFORMED ? CORDON_READ_MALFORMED :
					       CORDON_READ_MORE;
}
