// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * cordond - resolvers: tell the kernel whose answers programs ask for
 *
 * /etc/resolv.conf names the resolvers of programs, often one on this device;
 * systemd-resolved's own list names those behind it. Both count. A policy that
 * names resolvers overrules them, inside the kernel.
 *
 * The files are replaced rather than written, appear late, and are links into
 * other directories. So what is watched are the directories on the way to each
 * file, as far as they exist, and the file itself, which may be another one that
 * was mounted there; after any event everything is looked up again. What cannot be
 * watched is looked at from time to time.
 */
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <sys/inotify.h>
#include <sys/stat.h>
#include <unistd.h>

#include "cordond/log.h"
#include "cordond/resolvers.h"

static const char *const files[] = {
	"/etc/resolv.conf",
	"/run/systemd/resolve/resolv.conf",
};

/* Links followed on the way to a file, as the kernel's own limit is 40. */
#define LINKS_MAX	16U

#define DIRECTORY_EVENTS (IN_CREATE | IN_CLOSE_WRITE | IN_MOVED_TO | \
			  IN_MOVED_FROM | IN_DELETE | IN_DELETE_SELF | \
			  IN_MOVE_SELF | IN_ONLYDIR)
#define FILE_EVENTS	(IN_CLOSE_WRITE | IN_ATTRIB | IN_DELETE_SELF | IN_MOVE_SELF)

/**
 * resolvers_begin() - get ready
 * @resolvers: filled in; lives until the process ends
 * @sysfs: the kernel's nodes
 * @loop: the event loop
 * @troubles: gets what fails
 */
void resolvers_begin(struct resolvers *resolvers,
		     const struct cordon_sysfs *sysfs, struct loop *loop,
		     struct troubles *troubles)
{
	memset(resolvers, 0, sizeof(*resolvers));
	resolvers->sysfs = sysfs;
	resolvers->loop = loop;
	resolvers->troubles = troubles;
	resolvers->notify = -1;
}

static void resolvers_changed(void *context)
{
	struct resolvers *resolvers = context;
	char events[4096];

	while (read(resolvers->notify, events, sizeof(events)) > 0)
		;
	resolvers_update(resolvers);
}

static int open_notify(struct resolvers *resolvers)
{
	int r;

	if (resolvers->notify >= 0)
		return 0;
	r = loop_add_inotify(resolvers->loop, resolvers_changed, resolvers);
	if (r < 0)
		return r;
	resolvers->notify = r;
	return 0;
}

/*
 * Watches the directory of @path, or the nearest one above it that exists. One
 * that is watched already stays so: the kernel knows it by its inode.
 */
static int watch_directory(int notify, const char *path)
{
	char directory[PATH_MAX];
	char *slash;

	snprintf(directory, sizeof(directory), "%s", path);
	while ((slash = strrchr(directory, '/'))) {
		slash[slash == directory] = '\0';
		if (inotify_add_watch(notify, directory, DIRECTORY_EVENTS) >= 0)
			return 0;
		if (errno != ENOENT && errno != ENOTDIR)
			return -errno;
		if (slash == directory)
			break;
	}
	return 0;
}

/* Replaces @path by what the link at @path points to; false if it is no link. */
static bool follow_link(char path[PATH_MAX])
{
	char target[PATH_MAX];
	char joined[2 * PATH_MAX];
	ssize_t n = readlink(path, target, sizeof(target) - 1);
	int directory;

	if (n <= 0)
		return false;
	target[n] = '\0';
	directory = *target == '/' ? 0 : strrchr(path, '/') + 1 - path;
	n = snprintf(joined, sizeof(joined), "%.*s%s", directory, path, target);
	if (n >= PATH_MAX)
		return false;
	memcpy(path, joined, n + 1);
	return true;
}

/* Returns 0, or -errno of the last watch that could not be set. */
static int watch_file(int notify, const char *file)
{
	char path[PATH_MAX];
	unsigned int links = 0;
	int result = 0;
	int r;

	snprintf(path, sizeof(path), "%s", file);
	do {
		r = watch_directory(notify, path);
		if (r < 0)
			result = r;
	} while (links++ < LINKS_MAX && follow_link(path));
	if (inotify_add_watch(notify, path, FILE_EVENTS) < 0 &&
	    errno != ENOENT && errno != ENOTDIR && errno != EACCES)
		result = -errno;
	return result;
}

static void watch_files(struct resolvers *resolvers)
{
	int r = open_notify(resolvers);
	size_t i;

	for (i = 0; r == 0 && i < ARRAY_SIZE(files); i++)
		r = watch_file(resolvers->notify, files[i]);
	if (r < 0)
		trouble_begin(resolvers->troubles, TROUBLE_WATCH,
			      "cannot watch for resolvers: %s; looking every second",
			      strerror(-r));
	else
		trouble_end(resolvers->troubles, TROUBLE_WATCH);
}

/**
 * struct reading - what reading the files has come to
 * @list: the resolvers
 * @unread: a file that is there could not be read at all
 * @file: one that could not be read as it should be, or NULL
 * @problem: what was the matter with it
 */
struct reading {
	struct cordon_resolvers list;
	bool unread;
	const char *file;
	char problem[128];
};

static void __printf(3, 4)
problem(struct reading *reading, const char *file, const char *format, ...)
{
	va_list args;

	reading->file = file;
	va_start(args, format);
	vsnprintf(reading->problem, sizeof(reading->problem), format, args);
	va_end(args);
}

/* Of more than CORDON_RESOLV_CONF_MAX, the whole lines that fit. */
static size_t whole_lines(const char *text, size_t length)
{
	while (length && text[length - 1] != '\n')
		length--;
	return length;
}

static void parse(struct reading *reading, const char *file, const char *text,
		  size_t length)
{
	unsigned int left_out;

	if (length > CORDON_RESOLV_CONF_MAX) {
		problem(reading, file, "read in part: over %u bytes",
			CORDON_RESOLV_CONF_MAX);
		length = whole_lines(text, CORDON_RESOLV_CONF_MAX);
	}
	left_out = cordon_resolv_conf_parse(text, length, &reading->list);
	if (left_out)
		problem(reading, file, "%u resolvers left out: the kernel takes %u",
			left_out, CORDON_RESOLVERS_MAX);
}

/* Adds what one file names. A file that is not there names nobody. */
static void read_file(const char *file, struct reading *reading)
{
	char text[CORDON_RESOLV_CONF_MAX + 1];
	size_t length = 0;
	ssize_t n = 0;
	int fd = open(file, O_RDONLY | O_NONBLOCK | O_NOCTTY | O_CLOEXEC);

	if (fd < 0 && (errno == ENOENT || errno == ENOTDIR))
		return;
	reading->unread |= fd < 0;
	if (fd < 0) {
		problem(reading, file, "%s", strerror(errno));
		return;
	}
	while (length < sizeof(text)) {
		n = read(fd, text + length, sizeof(text) - length);
		if (n <= 0)
			break;
		length += n;
	}
	reading->unread |= n < 0;
	if (n < 0)
		problem(reading, file, "%s", strerror(errno));
	close(fd);
	parse(reading, file, text, length);
}

static void read_files(struct resolvers *resolvers, struct reading *reading)
{
	size_t i;

	memset(reading, 0, sizeof(*reading));
	for (i = 0; i < ARRAY_SIZE(files); i++)
		read_file(files[i], reading);
	if (reading->file)
		trouble_begin(resolvers->troubles, TROUBLE_RESOLV_CONF,
			      "%s: %s", reading->file, reading->problem);
	else
		trouble_end(resolvers->troubles, TROUBLE_RESOLV_CONF);
}

/* @text: a line each, as the kernel takes them; is changed. */
static void tell_log(char *text)
{
	char *end = text + strlen(text);

	while (end > text && end[-1] == '\n')
		*--end = '\0';
	for (; end > text; end--) {
		if (end[-1] == '\n')
			end[-1] = ' ';
	}
	log_info("resolvers: %s", *text ? text : "none");
}

static void tell_kernel(struct resolvers *resolvers,
			const struct cordon_resolvers *list)
{
	char text[CORDON_RESOLVERS_TEXT_MAX];
	size_t length = cordon_resolvers_to_text(list, text);
	int r;

	if (resolvers->told && !strcmp(text, resolvers->text))
		return;
	r = cordon_sysfs_write(resolvers->sysfs, "resolvers", text, length);
	resolvers->told = r == 0;
	if (r < 0) {
		trouble_begin(resolvers->troubles, TROUBLE_TELL,
			      "cannot tell the kernel the resolvers: %s; it goes by the ones it had",
			      strerror(-r));
		return;
	}
	trouble_end(resolvers->troubles, TROUBLE_TELL);
	memcpy(resolvers->text, text, length + 1);
	tell_log(text);
}

/**
 * resolvers_update() - look everything up again, and tell what changed
 * @resolvers: from resolvers_begin()
 */
void resolvers_update(struct resolvers *resolvers)
{
	struct reading reading;

	/* Watch first: what changes after the look makes an event. */
	watch_files(resolvers);
	read_files(resolvers, &reading);
	/* Whom programs asked so far is a better guess than nobody. */
	if (reading.unread && resolvers->told)
		return;
	tell_kernel(resolvers, &reading.list);
}
