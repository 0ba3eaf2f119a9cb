/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * cordond's own files against a kernel of plain files
 *
 * Included by a test that is made of those files: what they call is played here.
 * The kernel's part of loading, the order of versions, is so: it takes what is
 * newer than the policy in force, or the same again.
 */
#ifndef _TESTS_CORDOND_PLAYED_H
#define _TESTS_CORDOND_PLAYED_H

#include <poll.h>
#include <stdarg.h>
#include <sys/inotify.h>
#include <time.h>
#include <unistd.h>

#include "cordond/daemon.h"
#include "cordond/log.h"
#include "engine/policy/validate.h"
#include "libcordon/device/probe.h"
#include "unit/libcordon/source_tree.h"

static int play_kernel(const struct cordon_sysfs *sysfs, const void *object,
		       size_t size, struct cordon_load_result *result);
static int play_probe(int fd);
static int play_probe_open(void);

#define cordon_sysfs_load play_kernel
#define cordon_probe_run play_probe
#define cordon_probe_open play_probe_open

/* What was said, and what the kernel was asked. */
static char said[16384];
static int offered, probed;
static int probe_answer, probe_opens;
static int in_force_content;		/* what tells contents apart */
static const char *kernel_says;		/* a word, instead of an answer */

void log_message(int priority, const char *format, ...)
{
	size_t used = strlen(said);
	va_list args;

	used += snprintf(said + used, sizeof(said) - used, "<%d>", priority);
	va_start(args, format);
	vsnprintf(said + used, sizeof(said) - used - 1, format, args);
	va_end(args);
	strcat(said, "\n");
}

static int play_probe(int fd)
{
	(void)fd;
	probed++;
	return probe_answer;
}

static int play_probe_open(void)
{
	return probe_opens;
}

static void put(int directory, const char *name, const void *data, size_t size)
{
	int fd = openat(directory, name, O_WRONLY | O_CREAT | O_TRUNC, 0600);

	if (fd < 0 || write(fd, data, size) != (ssize_t)size)
		abort();
	close(fd);
}

static void put_text(int directory, const char *name, const char *text)
{
	put(directory, name, text, strlen(text));
}

/* The nodes of a kernel whose policy has this version; 0 for none. */
static void set_in_force(int sysfs, unsigned int version, const char *signer)
{
	char text[32];

	snprintf(text, sizeof(text), "%u\n", version);
	put_text(sysfs, "mode", version ? "enforce\n" : "inactive\n");
	put_text(sysfs, "policy/name", version ? "test\n" : "\n");
	put_text(sysfs, "policy/version", text);
	put_text(sysfs, "policy/generation", text);
	put_text(sysfs, "policy/signer", signer);
}

static int refuse_object(struct cordon_load_result *result, const char *word)
{
	snprintf(result->word, sizeof(result->word), "%s", word);
	return strcmp(word, "busy") ? -ENOMEM : -EBUSY;
}

/* Its content is told by its size. */
static int play_kernel(const struct cordon_sysfs *sysfs, const void *object,
		       size_t size, struct cordon_load_result *result)
{
	struct cordon_object parts;
	struct cordon_fault fault;
	struct cordon_blob blob;
	u64 version, old;

	offered++;
	memset(result, 0, sizeof(*result));
	if (kernel_says)
		return refuse_object(result, kernel_says);
	if (cordon_object_parse(object, size, &parts, &fault) ||
	    cordon_blob_open(&blob, parts.content, parts.content_size, &fault)) {
		snprintf(result->word, sizeof(result->word), "malformed-object");
		return -EBADMSG;
	}
	version = le64_to_cpu(blob.policy->version);
	if (cordon_sysfs_read_number(sysfs, "policy/version", &old))
		old = 0;
	if (version < old || (version == old && in_force_content != (int)size)) {
		snprintf(result->word, sizeof(result->word), "stale");
		result->offset = old;
		return -ESTALE;
	}
	if (version > old)
		set_in_force(sysfs->fd, (unsigned int)version, "CN=Authority\n");
	in_force_content = (int)size;
	snprintf(result->word, sizeof(result->word), "none");
	return 0;
}

static void play_begin(void)
{
	*said = '\0';
	offered = 0;
	probed = 0;
	probe_answer = 1;
	probe_opens = 1000;
	in_force_content = 0;
	kernel_says = NULL;
}

/* A tree of nodes below @root, and no policy in force. Returns its directory. */
static int play_nodes(struct daemon *daemon, const char *root)
{
	char path[96];

	snprintf(path, sizeof(path), "%s/sysfs", root);
	if (mkdir(path, 0700) || cordon_sysfs_open(&daemon->sysfs, path) ||
	    mkdirat(daemon->sysfs.fd, "policy", 0700))
		abort();
	put_text(daemon->sysfs.fd, "backend", "lsm\n");
	set_in_force(daemon->sysfs.fd, 0, "\n");
	return daemon->sysfs.fd;
}

/* @rules tells contents of one version apart. Returns the object's size. */
static int put_object(int directory, const char *name, unsigned int version,
		      const char *rules)
{
	struct cordon_diagnostics diag = { 0 };
	struct cordon_compiled compiled;
	struct source_tree tree;
	char ini[256];
	size_t size;
	void *data;

	snprintf(ini, sizeof(ini),
		 "[policy]\nname = test\nversion = %u\nmode = enforce\nservices = services/*.list\n",
		 version);
	if (source_tree_make(&tree) ||
	    source_tree_text(&tree, "test.ini", ini) ||
	    source_tree_text(&tree, "services/a.list", rules) ||
	    cordon_compile(tree.ini, &diag, &compiled))
		abort();
	data = cordon_object_build(CORDON_OBJECT_POLICY, compiled.blob,
				   compiled.size, 0, &size);
	put(directory, name, data, size);
	free(data);
	cordon_compiled_free(&compiled);
	cordon_diagnostics_free(&diag);
	source_tree_remove(&tree);
	return (int)size;
}

#define RULES	"domain example.org\n"
#define OTHER	"domain another-name.example.org\n"

static bool is_warned(void)
{
	return strstr(said, "<4>") || strstr(said, "<3>");
}

#endif /* _TESTS_CORDOND_PLAYED_H */
