// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * cordond - backend_bpf: hang cordon.ko on the LSM hooks of a stock kernel
 *
 * A daemon that runs while the kernel asks nobody would look like protection and
 * be none: where no program is on its hook, it ends. Where some are, be it from an
 * earlier cordond, what goes by those is refused: it goes on, and that is an alarm.
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
#include <sys/mount.h>
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

	/* Then the canary tells. */
	if (count < 0) {
		log_warning("cannot ask which LSMs are active: %s; the backend bpf needs kernel 6.12",
			    strerror(errno));
		return;
	}
	for (i = 0; i < count; i++) {
		if (ids[i] == LSM_ID_BPF)
			return;
	}
	log_fatal(EOPNOTSUPP,
		  "the LSM bpf is not active, so no program would be asked: add it to lsm= on the kernel's command line (CONFIG_BPF_LSM, CONFIG_LSM)");
}

/* systemd mounts one; not every other init does. */
static void require_bpffs(void)
{
	struct statfs fs;

	if (statfs(BPFFS, &fs) == 0 && fs.f_type == BPF_FS_MAGIC)
		return;
	if (mount("bpf", BPFFS, "bpf", MS_NOSUID | MS_NODEV | MS_NOEXEC,
		  "mode=0700") < 0)
		log_fatal(errno, "no bpffs on %s, and none can be mounted: %s",
			  BPFFS, strerror(errno));
	log_warning("no bpffs was mounted on %s: mounted one", BPFFS);
}

/* Makes PIN_DIRECTORY and takes its lock, which the process keeps to its end. */
static void take_pin_directory(void)
{
	int fd;

	if (mkdir(PIN_DIRECTORY, 0700) < 0 && errno != EEXIST)
		log_fatal(errno, "cannot make " PIN_DIRECTORY ": %s",
			  strerror(errno));
	fd = open(PIN_DIRECTORY, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
	if (fd < 0)
		log_fatal(errno, "cannot open " PIN_DIRECTORY ": %s",
			  strerror(errno));
	if (fchown(fd, 0, 0) < 0 || fchmod(fd, 0700) < 0)
		log_warning("cannot keep " PIN_DIRECTORY " to root alone: %s",
			    strerror(errno));
	if (flock(fd, LOCK_EX | LOCK_NB) == 0)
		return;
	if (errno == EWOULDBLOCK)
		log_fatal(errno, "another cordond is running: stop it first");
	log_warning("cannot lock " PIN_DIRECTORY ": %s; let no other cordond run",
		    strerror(errno));
}

/*
 * Answers are read where UDP receives, if this kernel's compiler left the two
 * functions there are as functions: that costs TCP nothing. Otherwise where the
 * LSM hook is, which every packet of every socket passes.
 */
static int choose_receive(struct cordon_bpf *skeleton)
{
	struct btf *btf = btf__load_vmlinux_btf();
	bool udp;

	if (!btf)
		return -errno;
	udp = btf__find_by_name_kind(btf, "udp_queue_rcv_one_skb",
				     BTF_KIND_FUNC) > 0 &&
	      btf__find_by_name_kind(btf, "udpv6_queue_rcv_one_skb",
				     BTF_KIND_FUNC) > 0;
	btf__free(btf);
	bpf_program__set_autoload(skeleton->progs.cordon_receive_udp4, udp);
	bpf_program__set_autoload(skeleton->progs.cordon_receive_udp6, udp);
	bpf_program__set_autoload(skeleton->progs.cordon_receive, !udp);
	return 0;
}

/* Returns NULL with what failed, and errno. */
static struct cordon_bpf *load_programs(const char **what)
{
	struct cordon_bpf *skeleton = cordon_bpf__open();
	int r;

	*what = "the BPF object cannot be opened";
	if (!skeleton)
		return NULL;
	*what = "the kernel's types cannot be read";
	r = choose_receive(skeleton);
	if (r == 0) {
		*what = "the kernel refuses the BPF programs (does cordon.ko have BTF?)";
		r = cordon_bpf__load(skeleton) ? -errno : 0;
	}
	if (r == 0)
		return skeleton;
	cordon_bpf__destroy(skeleton);
	errno = -r;
	return NULL;
}

/* Without programs of ours: those of an earlier cordond, if there are any. */
static void go_by_others(struct troubles *troubles, const char *what, int error)
{
	unsigned int count = pins_in_place();

	log_lines(LOG_ERR, messages);
	if (!count)
		log_fatal(error, "%s: %s", what, strerror(error));
	trouble_begin(troubles, TROUBLE_BACKEND,
		      "%s: %s; the kernel goes by the %u programs that an earlier cordond attached",
		      what, strerror(error), count);
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
		/* If it stays, some answers are read twice. */
		if (unlink(path) < 0 && errno != ENOENT)
			log_warning("cannot unpin %s: %s", path,
				    strerror(errno));
	}
}

static void pin_programs(struct cordon_bpf *skeleton, struct troubles *troubles)
{
	static const char *const outcomes[] = {
		[PIN_KEPT] = "kept: the pinned program is the same",
		[PIN_NEW] = "attached and pinned",
		[PIN_REPLACED] = "attached and pinned in place of another program",
	};
	unsigned int failed = 0, done = 0;
	struct bpf_program *program;
	const char *hook = "";
	int error = 0;

	bpf_object__for_each_program(program, skeleton->obj) {
		enum pin_outcome outcome;
		int r;

		if (!bpf_program__autoload(program))
			continue;
		r = pin_program(program, hook_of(program), &outcome);
		if (r < 0) {
			hook = hook_of(program);
			error = -r;
			failed++;
			log_error("cannot attach and pin %s in " PIN_DIRECTORY ": %s",
				  hook, strerror(error));
			log_lines(LOG_ERR, messages);
			continue;
		}
		done++;
		log_info("%s: %s", hook_of(program), outcomes[outcome]);
	}
	if (!done)
		log_fatal(error, "no program is on its hook, nothing can be refused; %s: %s",
			  hook, strerror(error));
	if (failed)
		trouble_begin(troubles, TROUBLE_BACKEND,
			      "%u of %u programs are not on their hooks, so what goes by those is not refused; %s: %s; start cordond again when it is mended",
			      failed, failed + done, hook, strerror(error));
}

/**
 * backend_start() - see to it that the kernel asks Cordon
 * @name: the backend, as the kernel's node says it
 * @troubles: gets what is missing
 *
 * Ends the process if the kernel would ask nobody. Needs root.
 */
void backend_start(const char *name, struct troubles *troubles)
{
	struct cordon_bpf *skeleton;
	const char *what;

	if (!strcmp(name, "lsm"))	/* built in: on its hooks since boot */
		return;
	if (strcmp(name, "bpf"))
		log_fatal(EPROTO,
			  "this cordond does not know the kernel's backend \"%s\": use one of the same release",
			  name);
	require_bpf_lsm();
	require_bpffs();
	take_pin_directory();
	libbpf_set_print(keep_message);
	skeleton = load_programs(&what);
	if (!skeleton) {
		go_by_others(troubles, what, errno);
		return;
	}
	pin_programs(skeleton, troubles);
	unpin_unused(skeleton);
	cordon_bpf__destroy(skeleton);
}
