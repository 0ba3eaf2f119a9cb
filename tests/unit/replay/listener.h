/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Who gives packets to replay's reader of names, and what was heard from it
 */
#ifndef _TESTS_REPLAY_LISTENER_H
#define _TESTS_REPLAY_LISTENER_H

#include "replay/names.h"

#define ACK		REPLAY_TCP_ACK
#define SYN		REPLAY_TCP_SYN
/* What listen_handshake() agrees on. */
#define CLIENT_FIRST	1000U
#define SERVER_FIRST	5000U

/**
 * struct listener - who reads packets, and what was heard
 * @names: reader
 * @packet: the packet that is given next, but for its payload
 * @flows: number of the last session
 * @blind: how often each was told
 * @messages: of DNS over UDP
 * @deaf: there is no room for another message
 * @reverses: a session whose direction is a guess goes the other way
 * @said: what was told since it was last compared
 */
struct listener {
	struct replay_names *names;
	struct replay_packet packet;
	u64 flows;
	u64 blind[REPLAY_BLIND_COUNT];
	u64 messages;
	bool deaf;
	bool reverses;
	char said[2048];
};

bool listen_start(struct listener *self);
bool listen_heard(struct listener *self, const char *expected);
void listen_give(struct listener *self, const void *bytes, size_t length);
void listen_between(struct listener *self, u8 protocol, u16 client, u16 server);
void listen_turn(struct listener *self);
void listen_segment(struct listener *self, u8 flags, u32 sequence,
		    const void *bytes, size_t length);
void listen_reply(struct listener *self, u8 flags, u32 sequence,
		  u32 acknowledged, const char *text);
void listen_handshake(struct listener *self);
size_t listen_hello(u8 *out, const char *name);

#endif /* _TESTS_REPLAY_LISTENER_H */
