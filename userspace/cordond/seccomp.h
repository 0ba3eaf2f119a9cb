/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * cordond - seccomp: which system calls are left
 */
#ifndef _CORDOND_SECCOMP_H
#define _CORDOND_SECCOMP_H

#include <stdbool.h>

/**
 * struct seccomp_sockets - the sockets that are left, -1 for none
 * @notify: may be sent to (service manager)
 * @audit: may be received from, and join the audit stream
 * @probe: may be connected
 * @audit_later: @audit could not be opened: it may be tried again
 * @probe_later: the same of @probe
 */
struct seccomp_sockets {
	int notify;
	int audit;
	int probe;
	bool audit_later;
	bool probe_later;
};

int seccomp_confine(const struct seccomp_sockets *sockets);

#endif /* _CORDOND_SECCOMP_H */
