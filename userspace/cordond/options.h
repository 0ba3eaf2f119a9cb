/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * cordond - options: what it is started with
 */
#ifndef _CORDOND_OPTIONS_H
#define _CORDOND_OPTIONS_H

#include <stdnoreturn.h>

enum { EXIT_OK, EXIT_FAILED, EXIT_USAGE };

/**
 * struct options - what it is started with
 * @device_object: the object that came with the device
 * @state: the directory above inbox/ and the others
 * @sysfs: the kernel's nodes
 */
struct options {
	const char *device_object;
	const char *state;
	const char *sysfs;
};

void options_parse(struct options *options, int argc, char **argv);

#endif /* _CORDOND_OPTIONS_H */
