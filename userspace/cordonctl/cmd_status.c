// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * cordonctl - status: what Cordon does on this device, and whether it is true
 */
#include <stdlib.h>

#include "cordonctl/status.h"
#include "libcordon/device/probe.h"

const char help_status[] =
	"[status] [--json]\n"
	"\n"
	"Shows the mode, the policy in force, what was counted, and whether a refusal is\n"
	"real: it connects a UDP socket to the canary " CORDON_PROBE_ADDRESS ", which every\n"
	"policy refuses. That sends no packet and leaves one record.\n"
	"\n"
	"Exit status: 0 enforcing, monitoring or plainly inactive; 1 the mode is enforce\n"
	"and the canary is let through, which is an alarm, or could not be asked for; or\n"
	"the mode is unknown; 4 no Cordon in this kernel.\n";

int cmd_status(int argc, char **argv)
{
	const struct session *session = start_session(argv[0]);
	static struct status status;
	struct cordon_sysfs sysfs;
	int r;

	if (argc > 1)
		return usage(session, "status takes no words", argv[1]);
	r = open_kernel(session, &sysfs);
	if (r)
		return r;
	status_read(session, &sysfs, &status);
	cordon_sysfs_close(&sysfs);
	if (session->json)
		status_show_json(&status);
	else
		status_show_text(session, &status);
	free(status.resolvers);
	return status_is_broken(&status) || status_is_unproven(&status) ?
	       CORDON_EXIT_FAILED : CORDON_EXIT_OK;
}
