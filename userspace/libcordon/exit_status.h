/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * libcordon - exit status: what every program of Cordon exits with
 */
#ifndef _LIBCORDON_EXIT_STATUS_H
#define _LIBCORDON_EXIT_STATUS_H

enum cordon_exit_status {
	CORDON_EXIT_OK		= 0,
	CORDON_EXIT_FAILED	= 1,
	CORDON_EXIT_USAGE	= 2,
	CORDON_EXIT_DENIED	= 3,	/* something was denied */
	CORDON_EXIT_UNSUPPORTED	= 4,	/* not supported here */
	CORDON_EXIT_POLICY	= 5,	/* the policy is invalid */
};

#endif /* _LIBCORDON_EXIT_STATUS_H */
