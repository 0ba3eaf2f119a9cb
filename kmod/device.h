/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Cordon - device: the id of this device
 */
#ifndef _CORDON_DEVICE_H
#define _CORDON_DEVICE_H

void cordon_device_init(void);
const char *cordon_device_id(void);

#endif /* _CORDON_DEVICE_H */
