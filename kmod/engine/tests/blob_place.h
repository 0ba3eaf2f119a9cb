/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * Cordon engine's tests - where in a blob a fault has to be
 */
#ifndef _CORDON_ENGINE_TESTS_BLOB_PLACE_H
#define _CORDON_ENGINE_TESTS_BLOB_PLACE_H

#include "engine/fault.h"
#include "engine/port.h"

bool cordon_test_is_placed(const u8 *blob, size_t size,
			   const struct cordon_fault *fault);

#endif /* _CORDON_ENGINE_TESTS_BLOB_PLACE_H */
