/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * libcordon - lint: what is unwise in a policy that compiles
 */
#ifndef _LIBCORDON_LINT_H
#define _LIBCORDON_LINT_H

#include "resolve.h"

void cordon_lint_source(const struct cordon_source *source,
			const struct cordon_resolved *resolved,
			const struct cordon_blob *blob);

#endif /* _LIBCORDON_LINT_H */
