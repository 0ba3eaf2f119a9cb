// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Cordon benchmarks - resolv: DNS messages, read by the C library
 */
#include <arpa/nameser.h>

#include "resolv.h"

/* The owner's name is read with the record; an alias is a name that follows. */
static int read_record(ns_msg *handle, ns_sect section, int i)
{
	char alias[NS_MAXDNAME];
	ns_rr record;

	if (ns_parserr(handle, section, i, &record))
		return -1;
	if (section == ns_s_qd || ns_rr_type(record) != ns_t_cname)
		return 0;
	return ns_name_uncompress(ns_msg_base(*handle), ns_msg_end(*handle),
				  ns_rr_rdata(record), alias, sizeof(alias));
}

/**
 * bench_resolv_records() - read every record of a message, with all names
 * @message: DNS message
 * @length: its bytes
 *
 * Return: how many records, questions among them; or -1.
 */
int bench_resolv_records(const u8 *message, size_t length)
{
	ns_msg handle;
	int section, i, count, all = 0;

	if (ns_initparse(message, (int)length, &handle))
		return -1;
	for (section = ns_s_qd; section <= ns_s_an; section++) {
		count = ns_msg_count(handle, (ns_sect)section);
		for (i = 0; i < count; i++)
			if (read_record(&handle, (ns_sect)section, i) < 0)
				return -1;
		all += count;
	}
	return all;
}
