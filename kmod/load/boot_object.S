/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Cordon - the boot policy, an object as the loader takes it
 *
 * What is in force is a copy, so this goes with all that init leaves behind;
 * but not where tests look at it.
 */
#include <linux/linkage.h>

#ifdef CONFIG_SECURITY_CORDON_KUNIT_TEST
	.section .rodata, "a", %progbits
#else
	.section .init.rodata, "a", %progbits
#endif
	.global cordon_boot_object
	.global cordon_boot_object_end
cordon_boot_object:
#ifdef CORDON_BOOT_POLICY
	.incbin CORDON_BOOT_POLICY
#endif
cordon_boot_object_end:

	.section .note.GNU-stack, "", %progbits
