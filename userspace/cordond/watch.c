// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * cordond - watch: count the refusals that go by in the audit stream
 */
#include <errno.h>
#include <string.h>

#include "cordond/daemon.h"
#include "cordond/log.h"
#include "libcordon/device/records.h"

/* Messages taken at once, so that a flood does not hold up the rest. */
#define BATCH	256U

/**
 * watch_records() - the audit stream has something
 * @context: the daemon
 */
void watch_records(void *context)
{
	struct daemon *daemon = context;
	struct cordon_record record;
	bool changed = false;
	unsigned int i;

	for (i = 0; i < BATCH; i++) {
		int r = cordon_records_read(daemon->audit, &record);

		if (r == -EAGAIN)
			break;
		if (r == -ENOBUFS) {
			daemon->overruns++;
			changed = true;
		} else if (r == -EBADMSG || r == -EMSGSIZE) {
			log_warning("a record in the audit stream cannot be read: is the kernel part of another release?");
		} else if (r == 0 && record.kind == CORDON_RECORD_DENIED) {
			daemon->refusals += record.text[CORDON_FIELD_COUNT] ?
				record.number[CORDON_FIELD_COUNT] : 1;
			changed = true;
		} else if (r < 0 && r != -ENOMSG) {
			log_warning("reading the audit stream: %s",
				    strerror(-r));
			break;
		}
	}
	if (changed)
		status_soon(daemon);
}
