// SPDX-License-Identifier: GPL-2.0-only
/*
 * Cordon - device: the id of this device
 *
 * Set once at boot, from the source that the firmware's maker chose.
 */
#define pr_fmt(fmt) KBUILD_MODNAME ": " fmt

#include <linux/dmi.h>
#include <linux/init.h>
#include <linux/of.h>
#include <linux/string.h>

#include "device.h"

#define ID_MAX	64

static char id[ID_MAX + 1] __ro_after_init;

/* An id stands in records and policies, between spaces. */
static bool is_id(const char *text)
{
	size_t i;

	for (i = 0; text[i]; i++)
		if (text[i] <= ' ' || text[i] >= 0x7f || text[i] == '"' ||
		    i == ID_MAX)
			return false;
	return i;
}

#if defined(CONFIG_SECURITY_CORDON_DEVICE_CMDLINE)

static const char *param __ro_after_init;

static int __init read_param(char *value)
{
	param = value;
	return 1;
}
__setup(CONFIG_SECURITY_CORDON_DEVICE_PARAM "=", read_param);

static const char *__init read_source(void)
{
	return param;
}

#elif defined(CONFIG_SECURITY_CORDON_DEVICE_TREE)

static const char *__init read_source(void)
{
	char path[] = CONFIG_SECURITY_CORDON_DEVICE_PROPERTY;
	char *name = strrchr(path, '/');
	const char *value = NULL;
	struct device_node *node;

	if (!name)
		return NULL;
	*name++ = '\0';
	node = of_find_node_by_path(*path ? path : "/");
	if (node && of_property_read_string(node, name, &value))
		value = NULL;
	of_node_put(node);
	return value;
}

#elif defined(CONFIG_SECURITY_CORDON_DEVICE_DMI)

static const char *__init read_source(void)
{
	return dmi_get_system_info(DMI_PRODUCT_SERIAL);
}

#else

static const char *__init read_source(void)
{
	return "";
}

#endif

/**
 * cordon_device_init - read the id
 *
 * A device without one goes on: it has a policy, but none of its own.
 *
 * Context: init.
 */
void __init cordon_device_init(void)
{
	const char *text = read_source();

	if (text && !*text)
		return;
	if (!text)
		pr_warn("the device's id is not where CONFIG_SECURITY_CORDON_DEVICE_* says\n");
	else if (!is_id(text))
		pr_warn("the device's id is not of 1 to %d printable characters without spaces and quotes\n",
			ID_MAX);
	else
		strscpy(id, text, sizeof(id));
}

/**
 * cordon_device_id - the id of this device
 *
 * Return: static text, empty when it has none.
 */
const char *cordon_device_id(void)
{
	return id;
}
