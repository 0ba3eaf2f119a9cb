/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Cordon - the never-block list, as the firmware's maker wrote it, and room for
 * its index, which is written in init alone
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

	/* As much as cordon_never_index_size() can say. */
	.section .data..ro_after_init, "aw", %progbits
	.balign 8
	.global cordon_never_block_room
	.global cordon_never_block_room_end
cordon_never_block_room:
#ifdef CORDON_NEVER_BLOCK
	.skip 3 * (cordon_never_block_list_end - cordon_never_block_list) + 16
#endif
cordon_never_block_room_end:

	.section .note.GNU-stack, "", %progbits
