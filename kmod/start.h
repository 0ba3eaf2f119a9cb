/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Cordon - start: what begins in which order
 */
#ifndef _CORDON_START_H
#define _CORDON_START_H

#include <linux/types.h>

int cordon_start_deciding(void);
bool cordon_is_deciding(void);

#endif /* _CORDON_START_H */
