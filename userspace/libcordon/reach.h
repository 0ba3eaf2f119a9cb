/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * libcordon - reach: what a connection meets that names somebody
 */
#ifndef _LIBCORDON_REACH_H
#define _LIBCORDON_REACH_H

#include "engine/policy/verdict.h"

void cordon_reach(bool address_refused, struct cordon_decision *decision);

#endif /* _LIBCORDON_REACH_H */
