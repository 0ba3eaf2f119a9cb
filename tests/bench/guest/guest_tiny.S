/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Cordon benchmarks - guest_tiny: the smallest program: it ends. x86_64. */
	.globl	_start
_start:
	movl	$60, %eax
	xorl	%edi, %edi
	syscall
	.section .note.GNU-stack, "", %progbits
