/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * cordond - trouble: what does not work just now, and that it works again
 */
#ifndef _CORDOND_TROUBLE_H
#define _CORDOND_TROUBLE_H

#include <stdbool.h>
#include <stddef.h>

#include "libcordon/diagnostics.h"

/**
 * enum trouble - what may fail while cordond goes on
 *
 * docs/daemon.md has a table of them. The first ones are alarms: the phone may
 * be open.
 */
enum trouble {
	TROUBLE_CANARY,		/* the mode is enforce, and nothing is refused */
	TROUBLE_BACKEND,	/* a hook on which no program of ours is */
	TROUBLE_PROBE,		/* the canary could not be asked for */
	TROUBLE_LOADER,		/* an object waits for another loader, or memory */
	TROUBLE_NODES,		/* a node could not be given to user cordon */
	TROUBLE_TELL,		/* the kernel does not take the resolvers */
	TROUBLE_RESOLV_CONF,	/* a file of resolvers cannot be read whole */
	TROUBLE_WATCH,		/* changes of it are not announced */
	TROUBLE_STATE,		/* the state directory */
	TROUBLE_ACCEPTED,	/* the objects in accepted/ */
	TROUBLE_LIST,		/* the objects in inbox/ */
	TROUBLE_LEFT,		/* objects cannot be moved out of the inbox */
	TROUBLE_INBOX,		/* changes of it are not announced */
	TROUBLE_AUDIT,		/* the audit stream */
	TROUBLE_MANAGER,	/* the service manager */
	TROUBLE_SIGNALS,	/* SIGHUP */
	TROUBLES,
};

/**
 * struct troubles - the troubles there are
 * @text: of each: what is the matter; empty if there is none
 * @begun: called when one begins, NULL for nobody
 * @context: handed to @begun
 */
struct troubles {
	char text[TROUBLES][400];
	void (*begun)(void *context);
	void *context;
};

void __printf(3, 4)
trouble_begin(struct troubles *troubles, enum trouble trouble,
	      const char *format, ...);
bool trouble_end(struct troubles *troubles, enum trouble trouble);
bool trouble_is_on(const struct troubles *troubles, enum trouble trouble);
size_t trouble_alarms(const struct troubles *troubles, char *text, size_t size);
size_t trouble_others(const struct troubles *troubles, char *text, size_t size);

#endif /* _CORDOND_TROUBLE_H */
