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
 * file, as far as they exist, and after any event in one of them everything is
 * looked up again.
 */
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
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

#define EVENTS (IN_CREATE | IN_CLOSE_WRITE | IN_MOVED_TO | IN_MOVED_FROM | \
		IN_DELETE | IN_DELETE_SELF | IN_MOVE_SELF | IN_ONLYDIR)

/**
 * resolvers_open() - get ready to watch
 * @resolvers: filled in; lives until the process ends
 * @sysfs: the kernel's nodes
 *
 * Return: 0 or -errno.
 */
int resolvers_open(struct resolvers *resolvers, const struct cordon_sysfs *sysfs)
{
	memset(resolvers, 0, sizeof(*resolvers));
	resolvers->sysfs = sysfs;
	resolvers->inotify = inotify_init1(IN_NONBLOCK | IN_CLOEXEC);
	return resolvers->inotify < 0 ? -errno : 0;
}

/*
 * Watches the directory of @path, or the nearest one above it that exists. One
 * that is watched already stays so: the kernel knows it by its inode.
 */
static void watch_directory(int inotify, const char *path)
{
	char directory[PATH_MAX];
	char *slash;

	snprintf(directory, sizeof(directory), "%s", path);
	while ((slash = strrchr(directory, '/'))) {
		slash[slash == directory] = '\0';
		if (inotify_add_watch(inotify, directory, EVENTS) >= 0)
			return;
		if (errno != ENOENT && errno != ENOTDIR) {
			log_warning("cannot watch %s: %s; changes to the resolvers there go unseen",
				    directory, strerror(errno));
			return;
		}
		if (slash == directory)
			return;
	}
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

static void watch_file(int inotify, const char *file)
{
	char path[PATH_MAX];
	unsigned int links = 0;

	snprintf(path, sizeof(path), "%s", file);
	do {
		watch_directory(inotify, path);
	} while (links++ < LINKS_MAX && follow_link(path));
}

/* Adds what one file names. A file that is not there names nobody. */
static void read_file(const char *file, struct cordon_resolvers *list)
{
	char text[CORDON_RESOLV_CONF_MAX];
	unsigned int left_out;
	size_t length = 0;
	ssize_t n = 0;
	int fd = open(file, O_RDONLY | O_NONBLOCK | O_NOCTTY | O_CLOEXEC);

	if (fd < 0) {
		if (errno != ENOENT && errno != ENOTDIR)
			log_warning("cannot read %s: %s", file, strerror(errno));
		return;
	}
	while (length < sizeof(text)) {
		n = read(fd, text + length, sizeof(text) - length);
		if (n <= 0)
			break;
		length += n;
	}
	if (n < 0)
		log_warning("cannot read %s: %s", file, strerror(errno));
	close(fd);
	left_out = cordon_resolv_conf_parse(text, length, list);
	if (left_out)
		log_warning("%s: %u resolvers left out: the kernel takes %u",
			    file, left_out, CORDON_RESOLVERS_MAX);
}

static int tell_kernel(struct resolvers *resolvers,
		       const struct cordon_resolvers *list)
{
	char text[CORDON_RESOLVERS_TEXT_MAX];
	size_t length = cordon_resolvers_to_text(list, text);
	size_t i;
	int r;

	if (resolvers->told && !strcmp(text, resolvers->text))
		return 0;
	r = cordon_sysfs_write(resolvers->sysfs, "resolvers", text, length);
	resolvers->told = r == 0;
	if (r < 0) {
		log_error("cannot tell the kernel the resolvers: %s; it goes by the ones it had",
			  strerror(-r));
		return r;
	}
	memcpy(resolvers->text, text, length + 1);
	for (i = 0; i < length; i++) {
		if (text[i] == '\n')
			text[i] = ' ';
	}
	log_info("resolvers: %s", list->count ? text : "none");
	return 0;
}

/**
 * resolvers_update() - look everything up again, and tell what changed
 * @resolvers: from resolvers_open()
 *
 * Return: 0; else -errno of telling the kernel, which is logged.
 */
int resolvers_update(struct resolvers *resolvers)
{
	struct cordon_resolvers list = { 0 };
	size_t i;

	/* Watch first: what changes after the look makes an event. */
	for (i = 0; i < ARRAY_SIZE(files); i++)
		watch_file(resolvers->inotify, files[i]);
	for (i = 0; i < ARRAY_SIZE(files); i++)
		read_file(files[i], &list);
	return tell_kernel(resolvers, &list);
}

/**
 * resolvers_changed() - something happened in a watched directory
 * @context: the struct resolvers
 */
void resolvers_changed(void *context)
{
	struct resolvers *resolvers = context;
	char events[4096];

	while (read(resolvers->inotify, events, sizeof(events)) > 0)
		;
	resolvers_update(resolvers);
}
