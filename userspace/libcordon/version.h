/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * libcordon - version: of the programs, which come together
 */
#ifndef _LIBCORDON_VERSION_H
#define _LIBCORDON_VERSION_H

#define CORDON_VERSION	"0.1"

#endif /* _LIBCORDON_VERSION_H */
