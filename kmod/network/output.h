/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Cordon - output: what leaves, seen as packets
 */
#ifndef _CORDON_OUTPUT_H
#define _CORDON_OUTPUT_H

int cordon_output_init(void);
void cordon_output_exit(void);

#endif /* _CORDON_OUTPUT_H */
