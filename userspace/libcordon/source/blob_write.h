/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * libcordon - blob: write a resolved policy as a blob
 */
#ifndef _LIBCORDON_BLOB_WRITE_H
#define _LIBCORDON_BLOB_WRITE_H

#include "resolve.h"

int cordon_blob_write(const struct cordon_source *source,
		      const struct cordon_resolved *resolved, void **blob,
		      size_t *size);

#endif /* _LIBCORDON_BLOB_WRITE_H */
