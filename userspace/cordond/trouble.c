// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * cordond - trouble: what does not work just now, and that it works again
 *
 * Whatever is tried again and again would say the same again and again. So a
 * trouble is said when it begins, when its reason changes, and when it is over.
 */
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "cordond/log.h"
#include "cordond/trouble.h"
#include "engine/port.h"

/* Priority of what another message tells better. */
#define SAID_BEFORE	(-1)

static const struct {
	int priority;
	bool alarm;
	const char *over;	/* NULL: another message tells */
} kinds[TROUBLES] = {
	[TROUBLE_CANARY] = { LOG_ERR, true, NULL },
	[TROUBLE_BACKEND] = { LOG_ERR, true, NULL },
	[TROUBLE_PROBE] = { LOG_ERR, false, "the canary can be asked for again" },
	[TROUBLE_LOADER] = { LOG_INFO, false, NULL },
	[TROUBLE_NODES] = { LOG_ERR, false, NULL },
	[TROUBLE_TELL] = { LOG_ERR, false, "the kernel takes the resolvers again" },
	[TROUBLE_RESOLV_CONF] = { LOG_WARNING, false,
		"the resolvers' files can be read again" },
	[TROUBLE_WATCH] = { LOG_WARNING, false,
		"changes of the resolvers are announced again" },
	[TROUBLE_STATE] = { LOG_ERR, false,
		"the state directory can be used again" },
	[TROUBLE_ACCEPTED] = { LOG_ERR, false,
		"the accepted objects can be listed again" },
	[TROUBLE_LIST] = { LOG_ERR, false, "the inbox can be listed again" },
	[TROUBLE_LEFT] = { SAID_BEFORE, false,
		"what was left in the inbox is moved" },
	[TROUBLE_INBOX] = { LOG_WARNING, false,
		"changes of the inbox are announced again" },
	[TROUBLE_AUDIT] = { LOG_WARNING, false,
		"the audit stream can be read again" },
	[TROUBLE_MANAGER] = { LOG_WARNING, false,
		"the service manager listens again" },
	[TROUBLE_SIGNALS] = { LOG_WARNING, false, NULL },
};

/**
 * trouble_begin() - something does not work
 * @troubles: all of them
 * @trouble: which
 * @format: what is the matter and what is done about it, for a person, as for
 *	printf()
 *
 * The same twice is said once.
 */
void trouble_begin(struct troubles *troubles, enum trouble trouble,
		   const char *format, ...)
{
	char text[sizeof(troubles->text[0])];
	bool was_on = trouble_is_on(troubles, trouble);
	va_list args;

	va_start(args, format);
	vsnprintf(text, sizeof(text), format, args);
	va_end(args);
	if (!strcmp(text, troubles->text[trouble]))
		return;
	memcpy(troubles->text[trouble], text, sizeof(text));
	if (kinds[trouble].priority != SAID_BEFORE)
		log_message(kinds[trouble].priority, "%s", text);
	if (!was_on && troubles->begun)
		troubles->begun(troubles->context);
}

/**
 * trouble_end() - it works, or works again
 * @troubles: all of them
 * @trouble: which
 *
 * Return: whether it was one.
 */
bool trouble_end(struct troubles *troubles, enum trouble trouble)
{
	if (!trouble_is_on(troubles, trouble))
		return false;
	*troubles->text[trouble] = '\0';
	if (kinds[trouble].over)
		log_notice("%s", kinds[trouble].over);
	return true;
}

/**
 * trouble_is_on() - is it one now?
 * @troubles: all of them
 * @trouble: which
 *
 * Return: whether it has begun and not ended.
 */
bool trouble_is_on(const struct troubles *troubles, enum trouble trouble)
{
	return *troubles->text[trouble];
}

static size_t print_list(const struct troubles *troubles, bool alarms,
			 char *text, size_t size)
{
	const char *format = alarms ? "ALARM: %s; " : "; %s";
	size_t used = 0;
	size_t i;

	*text = '\0';
	for (i = 0; i < TROUBLES && used < size - 1; i++) {
		if (kinds[i].alarm != alarms || !*troubles->text[i])
			continue;
		used += snprintf(text + used, size - used, format,
				 troubles->text[i]);
		used = min_t(size_t, used, size - 1);
	}
	return used;
}

/**
 * trouble_alarms() - the alarms, for the beginning of a line
 * @troubles: all of them
 * @text: gets them, each "ALARM: ...; "; empty if there are none
 * @size: room there
 *
 * Return: bytes of @text.
 */
size_t trouble_alarms(const struct troubles *troubles, char *text, size_t size)
{
	return print_list(troubles, true, text, size);
}

/**
 * trouble_others() - the other troubles, for the end of a line
 * @troubles: all of them
 * @text: gets them, each "; ..."; empty if there are none
 * @size: room there
 *
 * Return: bytes of @text.
 */
size_t trouble_others(const struct troubles *troubles, char *text, size_t size)
{
	return print_list(troubles, false, text, size);
}
