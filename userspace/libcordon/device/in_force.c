// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * libcordon - in force: which policy the kernel enforces, in words
 */
#include <stdio.h>
#include <string.h>

#include "libcordon/device/in_force.h"

/* What the kernel calls the signer of the policy that was compiled into it. */
#define SIGNER_BUILT_IN	"built in"

/**
 * cordon_in_force_version() - the version of the policy in force
 * @sysfs: the kernel's nodes
 *
 * Return: the version; 0 if no policy is in force.
 */
u64 cordon_in_force_version(const struct cordon_sysfs *sysfs)
{
	u64 version;

	if (cordon_sysfs_read_number(sysfs, "policy/version", &version) < 0)
		return 0;
	return version;
}

/**
 * cordon_in_force_is_built_in() - is it the policy compiled into the kernel
 * @sysfs: the kernel's nodes
 *
 * Return: whether it is.
 */
bool cordon_in_force_is_built_in(const struct cordon_sysfs *sysfs)
{
	char signer[CORDON_SYSFS_VALUE_MAX];

	return cordon_sysfs_read(sysfs, "policy/signer", signer,
				 sizeof(signer)) >= 0 &&
	       !strcmp(signer, SIGNER_BUILT_IN);
}

/**
 * cordon_in_force_describe() - the policy in force, in words
 * @sysfs: the kernel's nodes
 * @text: gets "NAME version N", with ", built into the kernel" behind it where
 *	that is so, or "no policy"
 */
void cordon_in_force_describe(const struct cordon_sysfs *sysfs,
			      char text[CORDON_IN_FORCE_MAX])
{
	u64 version = cordon_in_force_version(sysfs);
	char name[200];

	if (cordon_sysfs_read(sysfs, "policy/name", name, sizeof(name)) < 0 ||
	    !*name || !version)
		snprintf(text, CORDON_IN_FORCE_MAX, "no policy");
	else
		snprintf(text, CORDON_IN_FORCE_MAX, "%s version %llu%s", name,
			 (unsigned long long)version,
			 cordon_in_force_is_built_in(sysfs) ?
			 ", built into the kernel" : "");
}
