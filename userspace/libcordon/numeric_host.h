/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * libcordon - numeric host: an address where a host is written
 */
#ifndef _LIBCORDON_NUMERIC_HOST_H
#define _LIBCORDON_NUMERIC_HOST_H

#include "engine/address.h"

int cordon_numeric_host(const char *text, size_t length,
			struct cordon_address *address);

#endif /* _LIBCORDON_NUMERIC_HOST_H */
