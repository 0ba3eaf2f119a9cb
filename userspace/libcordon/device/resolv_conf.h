/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * libcordon - resolv_conf: the resolvers that a resolv.conf names
 */
#ifndef _LIBCORDON_RESOLV_CONF_H
#define _LIBCORDON_RESOLV_CONF_H

#include <stddef.h>

#include "engine/address_text.h"
#include "engine/policy/verdict.h"

/* Longest file that is read: more is no resolv.conf. */
#define CORDON_RESOLV_CONF_MAX	65536U
/* Room for any list as text, with a NUL. */
#define CORDON_RESOLVERS_TEXT_MAX \
	(CORDON_RESOLVERS_MAX * CORDON_ADDRESS_TEXT_MAX + 2)

unsigned int cordon_resolv_conf_parse(const char *text, size_t length,
				      struct cordon_resolvers *resolvers);
size_t cordon_resolvers_to_text(const struct cordon_resolvers *resolvers,
				char text[CORDON_RESOLVERS_TEXT_MAX]);

#endif /* _LIBCORDON_RESOLV_CONF_H */
