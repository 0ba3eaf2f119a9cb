// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * cordond - backend_bpf: hang cordon.ko on the LSM hooks of a stock kernel
 *
 * Everything that goes wrong here is fatal: a daemon that runs while the kernel
 * asks nobody would look like protection and be none.
 */
#include <bpf/btf.h>
#include <errno.h>
#include <fcntl.h>
#include <linux/magic.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/vfs.h>
#include <unistd.h>

#include "cordon.skel.h"
#include "cordond/backend.h"
#include "cordond/log.h"
#include "engine/port.h"

/* linux/lsm.h is not in Debian 12's linux-libc-dev (6.1). */
#define LSM_ID_BPF		110ULL
#define LSM_MAX			32U
#ifndef SYS_lsm_list_modules
#define SYS_lsm_list_modules	461
#endif

/* The end of what libbpf said: the verifier's log has its verdict last. */
static char messages[3000];

static int keep_message(enum libbpf_print_level level, const char *format,
			va_list args)
{
	size_t used = strlen(messages);
	size_t length, over;
	const char *tail;
	char *text;

	if (level == LIBBPF_DEBUG || vasprintf(&text, format, args) < 0)
		return 0;
	length = strlen(text);
	tail = text;
	if (length >= sizeof(messages)) {
		tail += length - (sizeof(messages) - 1);
		length = sizeof(messages) - 1;
	}
	over = used + length < sizeof(messages) ?
	       0 : used + length - (sizeof(messages) - 1);
	memmove(messages, messages + over, used - over);
	memcpy(messages + used - over, tail, length + 1);
	free(text);
	return 0;
}

/*
 * A kernel whose `lsm=` leaves bpf out attaches programs all the same, and
 * never calls them.
 */
static void require_bpf_lsm(void)
{
	u64 ids[LSM_MAX];
	u32 size = sizeof(ids);
	long count = syscall(SYS_lsm_list_modules, ids, &size, 0);
	long i;

	if (count < 0)
		log_fatal(errno,
			  "cannot ask which LSMs are active: %s; the backend bpf needs kernel 6.12",
			  strerror(errno));
	for (i = 0; i < count; i++) {
		if (ids[i] == LSM_ID_BPF)
			return;
	}
	log_fatal(EOPNOTSUPP,
		  "the LSM bpf is not active, so no program would be asked: add it to lsm= on the kernel's command line (CONFIG_BPF_LSM, CONFIG_LSM)");
}

/* Makes PIN_DIRECTORY and takes its lock, which the process keeps to its end. */
static void take_pin_directory(void)
{
	struct statfs fs;
	int fd;

	if (statfs(BPFFS, &fs) < 0 || fs.f_type != BPF_FS_MAGIC)
		log_fatal(ENODEV, "no bpffs on %s: mount one (mount -t bpf none %s)",
			  BPFFS, BPFFS);
	if (mkdir(PIN_DIRECTORY, 0700) < 0 && errno != EEXIST)
		log_fatal(errno, "cannot make " PIN_DIRECTORY ": %s",
			  strerror(errno));
	fd = open(PIN_DIRECTORY, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
	if (fd < 0)
		log_fatal(errno, "cannot open " PIN_DIRECTORY ": %s",
			  strerror(errno));
	if (fchown(fd, 0, 0) < 0 || fchmod(fd, 0700) < 0)
		log_fatal(errno, "cannot keep " PIN_DIRECTORY " to root alone: %s",
			  strerror(errno));
	if (flock(fd, LOCK_EX | LOCK_NB) < 0)
		log_fatal(errno, errno == EWOULDBLOCK ?
			  "another cordond is running: stop it first" :
			  "cannot lock " PIN_DIRECTORY);
}

/*
 * Answers are read where UDP receives, if this kernel's compiler left the two
 * functions there are as functions: that costs TCP nothing. Otherwise where the
 * LSM hook is, which every packet of every socket passes.
 */
static void choose_receive(struct cordon_bpf *skeleton)
{
	struct btf *btf = btf__load_vmlinux_btf();
	bool udp;

	if (!btf)
		log_fatal(errno, "cannot read the kernel's types: %s",
			  strerror(errno));
	udp = btf__find_by_name_kind(btf, "udp_queue_rcv_one_skb",
				     BTF_KIND_FUNC) > 0 &&
	      btf__find_by_name_kind(btf, "udpv6_queue_rcv_one_skb",
				     BTF_KIND_FUNC) > 0;
	btf__free(btf);
	bpf_program__set_autoload(skeleton->progs.cordon_receive_udp4, udp);
	bpf_program__set_autoload(skeleton->progs.cordon_receive_udp6, udp);
	bpf_program__set_autoload(skeleton->progs.cordon_receive, !udp);
}

static struct cordon_bpf *load_programs(void)
{
	struct cordon_bpf *skeleton = cordon_bpf__open();

	if (!skeleton)
		log_fatal(errno, "cannot open the BPF object: %s\n%s",
			  strerror(errno), messages);
	choose_receive(skeleton);
	if (cordon_bpf__load(skeleton)) {
		int error = errno;

		log_fatal(error,
			  "the kernel refuses the BPF programs: %s; cordon.ko must be of this release and have BTF (docs/daemon.md)\n%s",
			  strerror(error), messages);
	}
	return skeleton;
}

/* lsm/HOOK, lsm.s/HOOK or fentry/FUNCTION */
static const char *hook_of(const struct bpf_program *program)
{
	const char *slash = strchr(bpf_program__section_name(program), '/');

	if (!slash)
		log_fatal(EINVAL, "BPF program %s is for no hook",
			  bpf_program__name(program));
	return slash + 1;
}

/* What another cordond attached and this one does without: after ours hang. */
static void unpin_unused(struct cordon_bpf *skeleton)
{
	struct bpf_program *program;
	char path[128];

	bpf_object__for_each_program(program, skeleton->obj) {
		if (bpf_program__autoload(program))
			continue;
		snprintf(path, sizeof(path), PIN_DIRECTORY "/%s",
			 hook_of(program));
		if (unlink(path) < 0 && errno != ENOENT)
			log_fatal(errno, "cannot unpin %s: %s", path,
				  strerror(errno));
	}
}

static void pin_programs(struct cordon_bpf *skeleton)
{
	static const char *const outcomes[] = {
		[PIN_KEPT] = "kept: the pinned program is the same",
		[PIN_NEW] = "attached and pinned",
		[PIN_REPLACED] = "attached and pinned in place of another program",
	};
	struct bpf_program *program;

	bpf_object__for_each_program(program, skeleton->obj) {
		const char *hook = hook_of(program);
		enum pin_outcome outcome;
		int r;

		if (!bpf_program__autoload(program))
			continue;
		r = pin_program(program, hook, &outcome);
		if (r < 0)
			log_fatal(-r, "cannot attach and pin %s in " PIN_DIRECTORY ": %s\n%s",
				  hook, strerror(-r), messages);
		log_info("%s: %s", hook, outcomes[outcome]);
	}
}

/**
 * backend_start() - see to it that the kernel asks Cordon
 * @name: the backend, as the kernel's node says it
 *
 * Ends the process if that cannot be. Needs root.
 */
void backend_start(const char *name)
{
	struct cordon_bpf *skeleton;

	if (!strcmp(name, "lsm"))	/* built in: on its hooks since boot */
		return;
	if (strcmp(name, "bpf"))
		log_fatal(EPROTO,
			  "this cordond does not know the kernel's backend \"%s\": use one of the same release",
			  name);
	require_bpf_lsm();
	take_pin_directory();
	libbpf_set_print(keep_message);
	skeleton = load_programs();
	pin_programs(skeleton);
	unpin_unused(skeleton);
	cordon_bpf__destroy(skeleton);
}
