/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * cordonctl - watch: how records are shown
 */
#ifndef _CORDONCTL_WATCH_H
#define _CORDONCTL_WATCH_H

#include "cordonctl/cordonctl.h"
#include "libcordon/device/records.h"

#define RECORD_SCHEMA	"cordon.record/1"

struct json_object *record_to_json(const struct cordon_record *record);
void record_print(const struct session *session,
		  const struct cordon_record *record);

#endif /* _CORDONCTL_WATCH_H */
