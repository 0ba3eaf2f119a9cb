/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * Cordon engine - reader: what all readers of a protocol's bytes have in common
 *
 * A reader takes the bytes of one direction in their order, in pieces of any
 * size, and keeps all its state in a structure of its own: it allocates nothing
 * and never looks at a byte twice.
 */
#ifndef _CORDON_ENGINE_READER_H
#define _CORDON_ENGINE_READER_H

#include "engine/port.h"

/**
 * enum cordon_read - what a reader says of the bytes that it was given
 * @CORDON_READ_MORE: all were taken, and what they belong to is not complete
 * @CORDON_READ_DONE: a message is complete, and the reader's result says what
 *	was in it; bytes behind it are not taken yet, call again for the next one
 * @CORDON_READ_OTHER: not this protocol, or no message of it can follow
 * @CORDON_READ_MALFORMED: this protocol, but broken; the reader stays so
 */
enum cordon_read {
	CORDON_READ_MORE,
	CORDON_READ_DONE,
	CORDON_READ_OTHER,
	CORDON_READ_MALFORMED,
};

#endif /* _CORDON_ENGINE_READER_H */
