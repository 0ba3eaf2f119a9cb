/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Cordon - the certificates of both authorities, X.509 in DER
 */
#include <linux/linkage.h>

.macro certificate name file
	.global cordon_\name\()_certificate
	.global cordon_\name\()_certificate_end
cordon_\name\()_certificate:
	.incbin "\file"
cordon_\name\()_certificate_end:
.endm

	.section .rodata, "a", %progbits
	certificate policy, CORDON_POLICY_DER
	certificate grant, CORDON_GRANT_DER

	.section .note.GNU-stack, "", %progbits
