/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * cordond - backend: see to it that the kernel asks Cordon
 */
#ifndef _CORDOND_BACKEND_H
#define _CORDOND_BACKEND_H

#include <bpf/libbpf.h>

#include "cordond/trouble.h"

#define BPFFS		"/sys/fs/bpf"
#define PIN_DIRECTORY	BPFFS "/cordon"

void backend_start(const char *name, struct troubles *troubles);

/**
 * enum pin_outcome - what pin_program() did
 * @PIN_KEPT: the pinned link already holds the same program
 * @PIN_NEW: there was none
 * @PIN_REPLACED: another program was pinned; it is detached now
 */
enum pin_outcome {
	PIN_KEPT,
	PIN_NEW,
	PIN_REPLACED,
};

int pin_program(struct bpf_program *program, const char *hook,
		enum pin_outcome *outcome);
unsigned int pins_in_place(void);

#endif /* _CORDOND_BACKEND_H */
