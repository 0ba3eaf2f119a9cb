/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Cordon - exec: may a file be executed
 */
#ifndef _CORDON_EXEC_H
#define _CORDON_EXEC_H

struct file;

int cordon_exec_check(struct file *file);

#endif /* _CORDON_EXEC_H */
