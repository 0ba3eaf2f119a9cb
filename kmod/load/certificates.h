/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Cordon - the certificates of both authorities, X.509 in DER
 */
#ifndef _CORDON_CERTIFICATES_H
#define _CORDON_CERTIFICATES_H

#include <linux/types.h>

extern const u8 cordon_policy_certificate[], cordon_policy_certificate_end[];
extern const u8 cordon_grant_certificate[], cordon_grant_certificate_end[];

#endif /* _CORDON_CERTIFICATES_H */
