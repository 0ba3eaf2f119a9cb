// SPDX-License-Identifier: GPL-2.0-only
/*
 * Cordon - load: the transaction that brings an object into the kernel
 *
 * The firmware loader's convention, with an owner: the thread group that began
 * the load is the only one that may go on with it. Received bytes are kept in
 * one buffer of the size that the header announces, and that buffer becomes the
 * memory of what is published, so a load never needs more than the old and the new object.
 */
#include <linux/jiffies.h>
#include <linux/mm.h>
#include <linux/mutex.h>
#include <linux/pid.h>
#include <linux/sched/signal.h>
#include <linux/slab.h>

#include "engine/policy/object.h"
#include "load.h"
#include "record.h"
#include "stats.h"
#include "verify.h"

/* A loader that is silent for longer may be pushed aside. */
#define OWNER_LIFE	(10 * HZ)

static const char *const status_words[] = {
	"idle", "receiving", "committed", "refused",
};

enum status {
	STATUS_IDLE,
	STATUS_RECEIVING,
	STATUS_COMMITTED,
	STATUS_REFUSED,
};

/* All under cordon_policy_mutex. */
static struct {
	enum status status;
	struct pid *owner;		/* of the transaction that is receiving */
	unsigned long active;		/* jiffies of the owner's last word */
	struct cordon_object_header header;
	u8 *object;			/* allocated once the header is complete */
	size_t expected;
	size_t received;
	struct cordon_fault fault;	/* of the last refusal */
	bool locked;
} load = {
	.fault = { .word = "none" },
};

/* Forget what was received; the status says how it ended. */
static void end_transaction(enum status status)
{
	kvfree(load.object);
	load.object = NULL;
	put_pid(load.owner);
	load.owner = NULL;
	load.received = 0;
	load.status = status;
}

static int refuse(int err)
{
	end_transaction(STATUS_REFUSED);
	cordon_count(CORDON_STAT_LOADS_REFUSED);
	cordon_record_load_refusal(&load.fault, err);
	return err;
}

static int refuse_with(const char *word, u64 offset, int err)
{
	load.fault.word = word;
	load.fault.offset = offset;
	return refuse(err);
}

/* 0 when current's thread group owns the transaction that is receiving. */
static int check_owner(void)
{
	if (load.status != STATUS_RECEIVING)
		return -EINVAL;
	if (load.owner != task_tgid(current))
		return -EBUSY;
	load.active = jiffies;
	return 0;
}

static bool is_taken(void)
{
	return load.status == STATUS_RECEIVING &&
	       load.owner != task_tgid(current) &&
	       pid_has_task(load.owner, PIDTYPE_TGID) &&
	       time_before(jiffies, load.active + OWNER_LIFE);
}

static int begin(void)
{
	if (load.locked)
		return refuse_with("locked", 0, -EPERM);
	if (is_taken())
		return -EBUSY;
	end_transaction(STATUS_RECEIVING);
	load.owner = get_pid(task_tgid(current));
	load.active = jiffies;
	return 0;
}

/**
 * cordon_load_begin - start a transaction; a former one of the caller is dropped
 *
 * Context: process. The caller checked capabilities.
 *
 * Return: 0, -EBUSY: somebody else is loading, or -EPERM: locked.
 */
int cordon_load_begin(void)
{
	guard(mutex)(&cordon_policy_mutex);
	return begin();
}

/* Take header bytes until the header is complete. Returns how many were taken. */
static ssize_t receive_header(const u8 *chunk, size_t length)
{
	size_t part;
	int err;

	if (load.received >= sizeof(load.header))
		return 0;
	part = min(length, sizeof(load.header) - load.received);
	memcpy((u8 *)&load.header + load.received, chunk, part);
	load.received += part;
	if (load.received < sizeof(load.header))
		return part;
	err = cordon_object_measure(&load.header, &load.expected, &load.fault);
	if (err)
		return err;
	load.object = kvmalloc(load.expected, GFP_KERNEL);
	if (!load.object) {
		load.fault = (struct cordon_fault){ .word = "no-memory" };
		return -ENOMEM;
	}
	memcpy(load.object, &load.header, sizeof(load.header));
	return part;
}

static int receive(const u8 *chunk, loff_t offset, size_t length)
{
	ssize_t taken;
	int err;

	err = check_owner();
	if (err)
		return err;
	if (offset != load.received)
		return refuse_with("gap", load.received, -EILSEQ);
	taken = receive_header(chunk, length);
	if (taken < 0)
		return refuse(taken);
	length -= taken;
	if (!length)
		return 0;
	if (length > load.expected - load.received)
		return refuse_with("too-big", load.expected, -EFBIG);
	memcpy(load.object + load.received, chunk + taken, length);
	load.received += length;
	return 0;
}

/**
 * cordon_load_data - receive the next bytes
 * @chunk: the bytes
 * @offset: where in the object they belong
 * @length: how many
 *
 * Return: 0; -EINVAL: nothing was begun; -EBUSY: by somebody else; -EILSEQ: not
 * the next bytes; -EFBIG: more than the header announces or than is allowed;
 * -EBADMSG or -EOPNOTSUPP: what the header says; -ENOMEM. Except for the first
 * two the transaction ends.
 */
int cordon_load_data(const void *chunk, loff_t offset, size_t length)
{
	guard(mutex)(&cordon_policy_mutex);
	return receive(chunk, offset, length);
}

/* Verify, check and publish, as its kind wants it. */
static int put_in_force(void)
{
	struct cordon_received received = {
		.data = load.object, .size = load.received,
	};
	const struct cordon_kind *kind;
	void *checked;
	int err;

	err = cordon_verify(&received, &kind, &load.fault);
	if (err)
		return err;
	checked = kind->check(&received, &load.fault);
	if (IS_ERR(checked))
		return PTR_ERR(checked);
	load.object = NULL;			/* its memory now */
	return kind->publish(checked, &load.fault);
}

static int commit(void)
{
	int err;

	err = check_owner();
	if (err)
		return err;
	if (load.received < sizeof(load.header) || load.received != load.expected)
		return refuse_with("malformed-object", load.received, -EBADMSG);
	err = put_in_force();
	if (err)
		return refuse(err);
	end_transaction(STATUS_COMMITTED);
	cordon_count(CORDON_STAT_LOADS);
	load.fault = (struct cordon_fault){ .word = "none" };
	return 0;
}

/**
 * cordon_load_commit - verify, validate and publish what was received
 *
 * Return: 0: in force, or it was already; -EINVAL, -EBUSY as above; -EBADMSG:
 * malformed; -EKEYREJECTED or -ENOKEY: signature; -ESTALE: version; -ENOMEM.
 * After an error the policy in force stays in force.
 */
int cordon_load_commit(void)
{
	guard(mutex)(&cordon_policy_mutex);
	return commit();
}

static int abort_load(void)
{
	int err = check_owner();

	if (err)
		return err;
	end_transaction(STATUS_IDLE);
	return 0;
}

/**
 * cordon_load_abort - drop what was received
 *
 * Return: 0, -EINVAL or -EBUSY.
 */
int cordon_load_abort(void)
{
	guard(mutex)(&cordon_policy_mutex);
	return abort_load();
}

/**
 * cordon_load_status - idle, receiving, committed or refused
 *
 * Return: static text.
 */
const char *cordon_load_status(void)
{
	guard(mutex)(&cordon_policy_mutex);
	return status_words[load.status];
}

/**
 * cordon_load_error - the reason of the last refusal: a stable word, an offset
 * @text: where to
 * @size: room there
 *
 * Return: bytes written.
 */
size_t cordon_load_error(char *text, size_t size)
{
	guard(mutex)(&cordon_policy_mutex);
	return scnprintf(text, size, "%s %llu\n", load.fault.word,
			 load.fault.offset);
}

/**
 * cordon_load_is_locked - is the policy frozen until reboot
 *
 * Return: whether it is.
 */
bool cordon_load_is_locked(void)
{
	guard(mutex)(&cordon_policy_mutex);
	return load.locked;
}

/**
 * cordon_load_lock - freeze the policy until reboot; a load under way ends
 */
void cordon_load_lock(void)
{
	guard(mutex)(&cordon_policy_mutex);
	load.locked = true;
	if (load.status == STATUS_RECEIVING)
		refuse_with("locked", 0, -EPERM);
}

/**
 * cordon_load_exit - the module goes away
 *
 * Context: the nodes are gone.
 */
void cordon_load_exit(void)
{
	end_transaction(STATUS_IDLE);
}
