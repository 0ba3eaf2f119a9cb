/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * cordonc - replay: how a run is shown
 */
#ifndef _CORDONC_REPLAY_H
#define _CORDONC_REPLAY_H

#include <json-c/json.h>

#include "engine/address_text.h"
#include "replay/replay.h"

/* Room for an end as text: an address in brackets and a port. */
#define REPLAY_END_TEXT_MAX	(CORDON_ADDRESS_TEXT_MAX + 10)

/* replay_text.c */
void replay_show_line(const struct replay_run *run,
		      const struct replay_line *line);
void replay_show_summary(const struct replay_run *run,
			 const struct replay_tally *tally);

/* replay_json.c */
void replay_json_line(const struct replay_run *run,
		      const struct replay_line *line);
struct json_object *replay_json_summary(const struct replay_run *run,
					const struct replay_tally *tally);

/* replay_words.c */
void replay_end_text(const struct replay_end *end, char *text, size_t size);
void replay_host_text(const struct cordon_host *host, char *text, size_t size);
const char *replay_protocol_word(u8 protocol, char *text, size_t size);
size_t replay_service_text(const struct cordon_blob *blob, u16 service,
			   char *text, size_t size);

#endif /* _CORDONC_REPLAY_H */
