/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Cordon - the never-block list, as the firmware's maker wrote it
 */
#include <linux/linkage.h>

	.section .rodata, "a", %progbits
	.global cordon_never_block_list
	.global cordon_never_block_list_end
cordon_never_block_list:
#ifdef CORDON_NEVER_BLOCK
	.incbin CORDON_NEVER_BLOCK
#endif
cordon_never_block_list_end:

	.section .note.GNU-stack, "", %progbits
