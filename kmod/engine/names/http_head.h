/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * Cordon engine - http_head: what is read of a request's head
 */
#ifndef _CORDON_ENGINE_HTTP_HEAD_H
#define _CORDON_ENGINE_HTTP_HEAD_H

#include "host.h"

/**
 * enum cordon_http_flag - what a request's head said, beside the hosts
 * @CORDON_HTTP_CONNECT: the target is a tunnel's end; behind the head comes what
 *	is sent through it
 * @CORDON_HTTP_HOST: there is a Host field, maybe an empty one
 * @CORDON_HTTP_NO_HOST: there is none, and HTTP/1.1 asks for one
 * @CORDON_HTTP_CONFLICT: the target names a host and Host another one; servers
 *	differ in whom they believe
 * @CORDON_HTTP_UPGRADE_H2C: it offers to go on in HTTP/2, where no name is read
 * @CORDON_HTTP_2: it was no request but the preface of HTTP/2 (RFC 9113 3.4);
 *	always with CORDON_READ_OTHER
 * @CORDON_HTTP_BROKEN: some servers refuse the head, some read it, and they may
 *	differ in where it leads or where its body ends: behind the hosts that it
 *	names comes CORDON_READ_MALFORMED
 */
enum cordon_http_flag {
	CORDON_HTTP_CONNECT	= 1 << 0,
	CORDON_HTTP_HOST	= 1 << 1,
	CORDON_HTTP_NO_HOST	= 1 << 2,
	CORDON_HTTP_CONFLICT	= 1 << 3,
	CORDON_HTTP_UPGRADE_H2C	= 1 << 4,
	CORDON_HTTP_2		= 1 << 5,
	CORDON_HTTP_BROKEN	= 1 << 6,
};

/**
 * struct cordon_http - a request's head, and how far the stream has been read
 * @target: host of an absolute target or of CONNECT's; CORDON_HOST_NONE when
 *	the target names none
 * @host: of the Host field
 * @port: of @target; 0 when it names none
 * @flags: of enum cordon_http_flag
 *
 * The others are private; the result holds after CORDON_READ_DONE, until the
 * next call.
 */
struct cordon_http {
	struct cordon_host target;
	struct cordon_host host;
	u16 port;
	u8 flags;
	/* private: */
	u8 state;
	u16 seen;
	u8 count;		/* bytes of the word or the number */
	u8 field;		/* which one's value is read, or was */
	u8 names;		/* which ones the name can still be */
	u8 authority;		/* how far a host's text got */
	u32 head;		/* bytes of the head */
	u64 value;		/* of the word or the number that is read */
	u64 left;		/* bytes of the body, or of its chunk */
};

#endif /* _CORDON_ENGINE_HTTP_HEAD_H */
