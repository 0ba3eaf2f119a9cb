// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * cordond - backend_pin: one program on its hook, whatever was there before
 *
 * A link lives as long as its pin in bpffs does, so a hook stays covered while
 * cordond is away. A pin of the same program is left alone. Otherwise the new
 * program is attached and pinned under another name first, and takes the old
 * one's name by rename(), which lets the old one go in the same step: there is
 * no moment without one.
 */
#include <bpf/bpf.h>
#include <dirent.h>
#include <errno.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "cordond/backend.h"

static int program_info(int fd, struct bpf_prog_info *info)
{
	__u32 length = sizeof(*info);

	memset(info, 0, sizeof(*info));
	return bpf_obj_get_info_by_fd(fd, info, &length) ? -errno : 0;
}

/* The program behind a pinned link. */
static int pinned_info(const char *path, struct bpf_prog_info *info)
{
	struct bpf_link_info link = { 0 };
	__u32 length = sizeof(link);
	int fd = bpf_obj_get(path);
	int program;
	int r;

	if (fd < 0)
		return -errno;
	r = bpf_obj_get_info_by_fd(fd, &link, &length) ? -errno : 0;
	close(fd);
	if (r < 0)
		return r;
	if (link.type != BPF_LINK_TYPE_TRACING)
		return -EMEDIUMTYPE;
	program = bpf_prog_get_fd_by_id(link.prog_id);
	if (program < 0)
		return -errno;
	r = program_info(program, info);
	close(program);
	return r;
}

/*
 * The tag is a digest of the instructions as loaded, numbers of the module's
 * kfuncs included; the name and the hook go beside it.
 */
static bool is_same(const struct bpf_prog_info *a, const struct bpf_prog_info *b)
{
	return a->type == b->type && !memcmp(a->tag, b->tag, sizeof(a->tag)) &&
	       !strncmp(a->name, b->name, sizeof(a->name)) &&
	       a->attach_btf_obj_id == b->attach_btf_obj_id &&
	       a->attach_btf_id == b->attach_btf_id;
}

/* Attaches @program and pins it as @fresh, then lets it take the name @path. */
static int attach_as(const struct bpf_program *program, const char *path,
		     const char *fresh)
{
	struct bpf_link *link = bpf_program__attach(program);
	int r;

	if (!link)
		return -errno;
	r = bpf_link__pin(link, fresh);
	if (r == 0 && rename(fresh, path) < 0) {
		r = -errno;
		unlink(fresh);
	}
	/* Closes our descriptor; the pin holds the link. */
	bpf_link__destroy(link);
	return r;
}

/* A cordond that was killed between pin and rename left its link behind. */
static int clear_leftover(const char *path, const char *fresh)
{
	if (access(fresh, F_OK) < 0)
		return errno == ENOENT ? 0 : -errno;
	if (access(path, F_OK) == 0)
		return unlink(fresh) < 0 ? -errno : 0;
	return rename(fresh, path) < 0 ? -errno : 0;
}

/**
 * pin_program() - have a loaded program on its hook, pinned
 * @program: loaded, not attached
 * @hook: the hook's name, which is the pin's
 * @outcome: what was done
 *
 * The caller holds the lock on PIN_DIRECTORY.
 *
 * Return: 0; -EMEDIUMTYPE if something else is pinned under that name; else
 * -errno. On error what was pinned before still is.
 */
int pin_program(struct bpf_program *program, const char *hook,
		enum pin_outcome *outcome)
{
	struct bpf_prog_info pinned, ours;
	char path[128], fresh[128];
	int r;

	snprintf(path, sizeof(path), PIN_DIRECTORY "/%s", hook);
	snprintf(fresh, sizeof(fresh), PIN_DIRECTORY "/%s-new", hook);
	r = clear_leftover(path, fresh);
	if (r < 0)
		return r;
	r = program_info(bpf_program__fd(program), &ours);
	if (r < 0)
		return r;

	*outcome = PIN_NEW;
	r = pinned_info(path, &pinned);
	if (r == 0 && is_same(&pinned, &ours)) {
		*outcome = PIN_KEPT;
		return 0;
	}
	if (r == 0)
		*outcome = PIN_REPLACED;
	else if (r != -ENOENT)
		return r;
	return attach_as(program, path, fresh);
}

/**
 * pins_in_place() - how many programs are pinned on their hooks
 *
 * Return: the number.
 */
unsigned int pins_in_place(void)
{
	DIR *pins = opendir(PIN_DIRECTORY);
	unsigned int count = 0;
	struct dirent *entry;

	while (pins && (entry = readdir(pins))) {
		struct bpf_prog_info info;
		char path[sizeof(PIN_DIRECTORY) + 256];

		snprintf(path, sizeof(path), PIN_DIRECTORY "/%s", entry->d_name);
		count += *entry->d_name != '.' && pinned_info(path, &info) == 0;
	}
	if (pins)
		closedir(pins);
	return count;
}
