/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * replay - capture: files of packets, and the packets in them
 */
#ifndef _REPLAY_CAPTURE_H
#define _REPLAY_CAPTURE_H

#include "engine/port.h"
#include "libcordon/diagnostics.h"

/**
 * struct replay_captures - the files to be read, in their order
 *
 * Zero it before its first use; replay_captures_free() when done.
 *
 * @paths: their paths; "-" is the standard input
 * @count: how many
 * @bytes: how many are in them; 0 if one of them does not tell, as a pipe
 * @skipped: files in directories that are no captures
 * @unsized: private: one of them does not tell its size
 */
struct replay_captures {
	char **paths;
	size_t count;
	u64 bytes;
	u64 skipped;
	bool unsized;
};

/**
 * struct replay_frame - a packet as it was captured
 * @time: nanoseconds since 1970
 * @number: in its file, from 1
 * @link_type: what its first header is: LINKTYPE_* as files have it
 * @bytes: of the packet, valid until the callback returns
 * @length: how many the file has
 * @whole: how many there were on the wire
 */
struct replay_frame {
	u64 time;
	u64 number;
	u32 link_type;
	const u8 *bytes;
	size_t length;
	size_t whole;
};

/**
 * struct replay_capture_calls - who wants to know what of a file
 * @frame: called for each packet
 * @progress: called every some packets and at the end with the number of bytes
 *	of this file that are read; may be NULL
 * @data: handed to both
 */
struct replay_capture_calls {
	void (*frame)(void *data, const struct replay_frame *frame);
	void (*progress)(void *data, u64 bytes);
	void *data;
};

int replay_captures_add(struct replay_captures *captures, const char *argument,
			struct cordon_diagnostics *diag);
void replay_captures_free(struct replay_captures *captures);
int replay_capture_read(const char *path,
			const struct replay_capture_calls *calls,
			struct cordon_diagnostics *diag);

#endif /* _REPLAY_CAPTURE_H */
