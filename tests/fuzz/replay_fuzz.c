// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Fuzz target: a capture file through all of `cordonc replay`, against a small
 * policy and an older one
 */
#include <stdlib.h>
#include <sys/mman.h>
#include <unistd.h>

#include "unit/engine/policy.h"
#include "pool.h"
#include "replay/replay.h"
#include "replay_input.h"

/**
 * struct told - what a run told
 * @lines: how many
 * @hash: of all of them, in their order
 * @layer: how many, by layer
 * @half: @hash after as many lines as another run told
 * @half_lines: how many that are
 */
struct told {
	u64 lines;
	u64 hash;
	u64 layer[CORDON_LAYER_COUNT];
	u64 half;
	u64 half_lines;
};

static struct test_policy policy, was;
static char path[64];
static int file;

int LLVMFuzzerInitialize(int *argc, char ***argv)
{
	static const struct test_service services[] = {
		{ "alpha", "domain www.alpha.example\nprefix 2001:db8:2::/48\n", NULL },
		{ },
	};

	(void)argc;
	(void)argv;
	file = memfd_create("capture", MFD_CLOEXEC);
	if (file < 0 || test_policy_small(&policy) ||
	    test_policy_make(&was, "dns = refuse\n", NULL, services))
		abort();
	snprintf(path, sizeof(path), "/proc/self/fd/%d", file);
	return 0;
}

static u64 hash_decision(u64 hash, const struct test_policy *under,
			 const struct cordon_decision *decision)
{
	FUZZ_NEED(decision->service == CORDON_NO_SERVICE ||
		  decision->service < under->blob.service_count,
		  "a decision names a service of its policy");
	FUZZ_NEED(decision->verdict <= CORDON_INSPECT, "a verdict is one");
	hash = fuzz_hash(hash, &decision->verdict, sizeof(decision->verdict));
	return fuzz_hash(hash, &decision->service, sizeof(decision->service));
}

static void on_line(void *data, const struct replay_line *line)
{
	const struct replay_sighting *seen = line->sighting;
	struct told *told = data;
	u64 hash = told->hash;

	FUZZ_NEED(seen->layer < CORDON_LAYER_COUNT, "a name stands in a layer");
	FUZZ_NEED(seen->sender < 2, "one of both ends sent it");
	FUZZ_NEED(seen->host->kind != CORDON_HOST_NONE ||
		  (seen->layer == CORDON_LAYER_DNS &&
		   (line->decision->reason == CORDON_REASON_DNS_MALFORMED ||
		    line->was->reason == CORDON_REASON_DNS_MALFORMED)),
		  "a line names somebody, or is of a message that is malformed");
	/* DNS names the root as well. */
	if (seen->host->kind == CORDON_HOST_ADDRESS || seen->host->length)
		hash = fuzz_check_host(hash, seen->host);
	hash = fuzz_hash(hash, &seen->layer, sizeof(seen->layer));
	hash = fuzz_hash(hash, &seen->session->number,
			 sizeof(seen->session->number));
	hash = fuzz_hash(hash, &seen->packet->number,
			 sizeof(seen->packet->number));
	hash = hash_decision(hash, &policy, line->decision);
	told->hash = hash_decision(hash, &was, line->was);
	told->layer[seen->layer] += seen->host->kind != CORDON_HOST_NONE;
	if (++told->lines == told->half_lines)
		told->half = told->hash;
}

static void check_tally(const struct replay_tally *tally, const struct told *told)
{
	u64 refused = tally->other.refused;
	unsigned int i;

	FUZZ_NEED(!memcmp(tally->layer, told->layer, sizeof(told->layer)),
		  "the tally counts the lines");
	for (i = 0; i < policy.blob.service_count; i++) {
		const struct replay_service_tally *service = tally->service + i;

		refused += service->refused;
		FUZZ_NEED(service->refused <= service->names &&
			  service->newly <= service->refused,
			  "what is refused was seen");
	}
	FUZZ_NEED(refused <= told->lines, "what is refused is told");
	FUZZ_NEED(tally->refused_flows <= tally->flows &&
		  tally->inspected_flows <= tally->flows &&
		  tally->flows <= tally->counters.packets,
		  "a flow has a packet");
	FUZZ_NEED(tally->counters.packets <= tally->counters.frames,
		  "a packet comes in a frame");
	FUZZ_NEED(!tally->counters.unread[REPLAY_READ], "what was read was read");
	for (i = 0; i < REPLAY_BLIND_COUNT; i++)
		FUZZ_NEED(tally->blind[i] <= tally->flows,
			  "a flow is blind once in each way");
}

/* The first bytes of what the file holds. */
static void run(size_t length, struct told *told)
{
	const struct replay_captures captures = {
		.paths = (char *[]){ path }, .count = 1, .bytes = length,
	};
	const struct replay_run run = {
		.captures = &captures, .blob = &policy.blob, .was = &was.blob,
		.line = on_line, .data = told,
	};
	struct cordon_diagnostics diag = { 0 };
	struct replay_tally tally;
	int error;

	if (ftruncate(file, (off_t)length))
		abort();
	pool_begin();
	error = replay_run(&run, &tally, &diag);
	pool_end();
	FUZZ_NEED(error != -ENOMEM, "there is memory");
	FUZZ_NEED(diag.errors == !!error, "what is damaged is told, once");
	check_tally(&tally, told);
	replay_tally_free(&tally);
	cordon_diagnostics_free(&diag);
}

int LLVMFuzzerTestOneInput(const u8 *data, size_t size)
{
	static u8 bytes[REPLAY_INPUT_ROOM];
	struct told whole = { 0 }, part = { 0 };
	size_t length = replay_input_capture(data, size, bytes), cut;

	if (ftruncate(file, 0) || pwrite(file, bytes, length, 0) != (ssize_t)length)
		abort();
	/* Where it ends in the middle, the same was told up to there. */
	cut = size ? length * data[size - 1] / 256 : 0;
	if (size % 8 == 0) {
		run(cut, &part);
		whole.half_lines = part.lines;
		if (pwrite(file, bytes, length, 0) != (ssize_t)length)
			abort();
	}
	run(length, &whole);
	FUZZ_NEED(whole.lines >= part.lines && whole.half == part.hash,
		  "a part of a capture tells a part of the lines");
	return 0;
}
