/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * An input of the replay target, made a capture file
 *
 * What begins like a capture is one. Of anything else the first byte says what
 * it is: packets with a type of link, or what a few flows send.
 */
#ifndef _TESTS_FUZZ_REPLAY_INPUT_H
#define _TESTS_FUZZ_REPLAY_INPUT_H

#include "fuzz.h"

/* The first byte of an input that is no capture. */
enum replay_input_form {
	REPLAY_INPUT_FRAMES,
	REPLAY_INPUT_FLOWS,
	REPLAY_INPUT_FORMS,
};

#define REPLAY_INPUT_ROOM	262144U

size_t replay_input_capture(const u8 *data, size_t size, u8 *file);

#endif /* _TESTS_FUZZ_REPLAY_INPUT_H */
