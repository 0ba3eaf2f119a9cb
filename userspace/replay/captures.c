// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * replay - captures: which files the arguments mean
 */
#include <errno.h>
#include <fcntl.h>
#include <fts.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "libcordon/file.h"
#include "replay/capture.h"
#include "replay/input.h"

static int complain(const char *path, struct cordon_diagnostics *diag,
		    int error, const char *hint, const char *text)
{
	struct cordon_where where = { .file = path };

	cordon_diagnose(diag, CORDON_ERROR, &where, hint, "%s", text);
	return error;
}

static int keep(struct replay_captures *captures, const char *path,
		const struct stat *status)
{
	size_t count = captures->count;
	char **paths;

	/* Grown at the powers of two. */
	if (!(count & (count - 1))) {
		paths = reallocarray(captures->paths, count ? count * 2 : 1,
				     sizeof(*paths));
		if (!paths)
			return -ENOMEM;
		captures->paths = paths;
	}
	captures->paths[count] = strdup(path);
	if (!captures->paths[count])
		return -ENOMEM;
	captures->count++;
	if (status && S_ISREG(status->st_mode))
		captures->bytes += (u64)status->st_size;
	else
		captures->unsized = true;
	if (captures->unsized)
		captures->bytes = 0;
	return 0;
}

/* Returns an enum replay_format, or a negative errno. */
static int look_at(const char *path)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC);
	ssize_t got;
	u8 magic[4];

	if (fd < 0)
		return -errno;
	got = read(fd, magic, sizeof(magic));
	if (got < 0)
		got = -errno;
	close(fd);
	return got < 0 ? (int)got :
			 (int)replay_format_of(magic, (size_t)got);
}

/* A capture by its name, which matters for packed ones alone. */
static bool is_named_capture(const char *name)
{
	return strstr(name, ".pcap") || strstr(name, ".cap");
}

static int add_found(struct replay_captures *captures, const FTSENT *entry,
		     struct cordon_diagnostics *diag)
{
	int format = look_at(entry->fts_path);

	if (format < 0)
		return complain(entry->fts_path, diag, format,
				cordon_file_advice(format),
				strerror(-format));
	if (format == REPLAY_FORMAT_PACKED && is_named_capture(entry->fts_name))
		return complain(entry->fts_path, diag, -EINVAL,
				"unpack it first", "this file is compressed");
	if (format == REPLAY_FORMAT_PCAP || format == REPLAY_FORMAT_PCAPNG)
		return keep(captures, entry->fts_path, entry->fts_statp);
	captures->skipped++;
	return 0;
}

static int by_name(const FTSENT **a, const FTSENT **b)
{
	return strcmp((*a)->fts_name, (*b)->fts_name);
}

static int add_directory(struct replay_captures *captures, const char *path,
			 struct cordon_diagnostics *diag)
{
	char *roots[2] = { (char *)path };
	size_t before = captures->count;
	int error = 0, status;
	FTSENT *entry;
	FTS *tree;

	/* Links are followed; fts finds out if they lead in a circle. */
	tree = fts_open(roots, FTS_LOGICAL | FTS_NOCHDIR, by_name);
	if (!tree)
		return -errno;
	while ((entry = fts_read(tree))) {
		status = 0;
		/* A regular file: whatever else there is may wait for ever. */
		if (entry->fts_info == FTS_F)
			status = add_found(captures, entry, diag);
		else if (entry->fts_info == FTS_DNR ||
			 entry->fts_info == FTS_ERR ||
			 entry->fts_info == FTS_NS)
			status = complain(entry->fts_path, diag,
					  -entry->fts_errno,
					  cordon_file_advice(-entry->fts_errno),
					  strerror(entry->fts_errno));
		if (!error)
			error = status;
	}
	fts_close(tree);
	if (!error && captures->count == before)
		error = complain(path, diag, -ENOENT,
				 "captures are known by their first bytes, not by their names",
				 "no pcap or pcapng file is in this directory");
	return error;
}

static int add(struct replay_captures *captures, const char *path,
	       struct cordon_diagnostics *diag)
{
	struct stat status;

	if (!strcmp(path, "-")) {
		if (isatty(STDIN_FILENO))
			return complain("standard input", diag, -EINVAL,
					"pipe a capture in: tcpdump -w - | cordonc replay POLICY -",
					"this is a terminal");
		return keep(captures, path,
			    fstat(STDIN_FILENO, &status) ? NULL : &status);
	}
	if (stat(path, &status))
		return complain(path, diag, -errno, cordon_file_advice(-errno),
				strerror(errno));
	if (S_ISDIR(status.st_mode))
		return add_directory(captures, path, diag);
	return keep(captures, path, &status);
}

/**
 * replay_captures_add() - find the captures that an argument means
 * @captures: the files so far
 * @argument: a file, a directory, or "-" for the standard input
 * @diag: gets what is wrong
 *
 * Of a directory and those in it come all files that begin as captures do,
 * sorted by name. A file that is named is not looked at before it is read.
 *
 * Return: 0, or a negative errno after an error in @diag; what could be found
 * is in @captures all the same.
 */
int replay_captures_add(struct replay_captures *captures, const char *argument,
			struct cordon_diagnostics *diag)
{
	unsigned int errors = diag->errors;
	int error = add(captures, argument, diag);

	if (error && diag->errors == errors)
		complain(argument, diag, error, cordon_file_advice(error),
			 strerror(-error));
	return error;
}

/**
 * replay_captures_free() - give the memory back
 * @captures: the files; empty afterwards
 */
void replay_captures_free(struct replay_captures *captures)
{
	size_t i;

	for (i = 0; i < captures->count; i++)
		free(captures->paths[i]);
	free(captures->paths);
	*captures = (struct replay_captures){ 0 };
}
