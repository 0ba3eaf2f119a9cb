/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * libcordon - records: read what Cordon writes into the kernel's audit stream
 *
 * A record is one line of text, `audit(SECONDS.MS:SERIAL): cordon="DENIED" ...`
 * (docs/records.md). Strings stand in double quotes, or as upper-case hex
 * without quotes where they hold a space, a quote or a byte that does not print:
 * so what a process calls itself can never look like another field.
 */
#ifndef _LIBCORDON_RECORDS_H
#define _LIBCORDON_RECORDS_H

#include <stdbool.h>
#include <stddef.h>

#include "engine/port.h"

/* Longest text of a record, as the kernel's MAX_AUDIT_MESSAGE_LENGTH. */
#define CORDON_RECORD_TEXT_MAX	8970U

enum cordon_record_kind {
	CORDON_RECORD_DENIED,
	CORDON_RECORD_INSPECT,
	CORDON_RECORD_AUDIT,
	CORDON_RECORD_WOULD_DENY,
	CORDON_RECORD_NEVER_BLOCK,	/* refused, but let through all the same */
	CORDON_RECORD_LOADED,
	CORDON_RECORD_REFUSED,
	CORDON_RECORD_KINDS,
};

/* In the order in which the kernel writes them. */
enum cordon_record_field {
	CORDON_FIELD_OPERATION,
	CORDON_FIELD_SERVICE,
	CORDON_FIELD_ACTION,
	CORDON_FIELD_REASON,
	CORDON_FIELD_RULE,
	CORDON_FIELD_PATH,
	CORDON_FIELD_DEST,
	CORDON_FIELD_PORT,
	CORDON_FIELD_PROTO,
	CORDON_FIELD_NAME,
	CORDON_FIELD_ERROR,
	CORDON_FIELD_OFFSET,
	CORDON_FIELD_ERRNO,
	CORDON_FIELD_PID,
	CORDON_FIELD_UID,
	CORDON_FIELD_COMM,
	CORDON_FIELD_POLICY,
	CORDON_FIELD_VERSION,
	CORDON_FIELD_MODE,
	CORDON_FIELD_DIGEST,
	CORDON_FIELD_SIGNER,
	CORDON_FIELD_GENERATION,
	CORDON_FIELD_COUNT,		/* of equal events that one record tells */
	CORDON_FIELDS,
};

/**
 * struct cordon_record - one record, decoded
 *
 * Strings come from processes and files: any byte but NUL may be in them.
 * Whoever prints one makes it printable first.
 *
 * @seconds: when, since 1970
 * @milliseconds: of that second
 * @serial: audit's number of the event
 * @kind: what happened
 * @text: per field the decoded string, or the digits of a number; points into
 *	@store; NULL if the record has no such field
 * @number: per numeric field that is there its value
 * @store: holds the strings
 */
struct cordon_record {
	u64 seconds;
	unsigned int milliseconds;
	u64 serial;
	enum cordon_record_kind kind;
	const char *text[CORDON_FIELDS];
	u64 number[CORDON_FIELDS];
	char store[CORDON_RECORD_TEXT_MAX + 1];
};

const char *cordon_record_kind_word(enum cordon_record_kind kind);
const char *cordon_record_field_name(enum cordon_record_field field);
bool cordon_record_field_is_number(enum cordon_record_field field);
int cordon_record_parse(struct cordon_record *record, const char *text,
			size_t length);
int cordon_records_socket(void);
int cordon_records_join(int fd);
int cordon_records_open(void);
int cordon_records_read(int fd, struct cordon_record *record);

#endif /* _LIBCORDON_RECORDS_H */
