/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * libcordon - probe: is a refusal real?
 */
#ifndef _LIBCORDON_PROBE_H
#define _LIBCORDON_PROBE_H

/* The address of the canary that the probe asks for, and its port. */
#define CORDON_PROBE_ADDRESS	"203.0.113.222"
#define CORDON_PROBE_PORT	443

int cordon_probe_open(void);
int cordon_probe_run(int fd);

#endif /* _LIBCORDON_PROBE_H */
