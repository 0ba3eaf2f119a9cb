/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Cordon benchmarks - samples: what the guests measured
 */
#ifndef _SAMPLES_H
#define _SAMPLES_H

#include <json-c/json.h>

#define BLOCKS_MAX	64U
#define TURNS_MAX	8U

/**
 * enum phase - what was in the kernel
 * @WITHOUT: a stock kernel
 * @WITH: with Cordon, backend bpf
 * @EMPTY: with BPF programs that do nothing
 * @MODULE: with the module alone
 * @LSM_WITHOUT: a kernel of the guest's, built without Cordon
 * @LSM_WITH: built with it, backend lsm
 * @APPARMOR: LSM_WITHOUT's kernel, AppArmor active, one profile
 * @BARE: built without the LSM framework
 * @PHASES: how many
 */
enum phase {
	WITHOUT, WITH, EMPTY, MODULE, LSM_WITHOUT, LSM_WITH, APPARMOR, BARE,
	PHASES,
};

/**
 * struct sample - what an operation cost in one phase of one turn
 * @block: instructions of a round, block by block
 * @count: blocks
 */
struct sample {
	double block[BLOCKS_MAX];
	unsigned int count;
};

/**
 * struct operation - something that was measured
 * @name: as the guest calls it
 * @text: as the table does
 * @bpf: what it should take with backend bpf as a ratio to without; 0: no target
 * @lsm: the same with backend lsm
 * @sample: phase by phase, turn by turn
 */
struct operation {
	const char *name;
	const char *text;
	double bpf;
	double lsm;
	struct sample sample[PHASES][TURNS_MAX];
};

/**
 * struct kernel_size - sections of a part of a kernel
 * @text: bytes of code and constants
 * @data: bytes of variables that have a value
 * @bss: bytes of the others
 */
struct kernel_size {
	long long text;
	long long data;
	long long bss;
};

/**
 * struct sizes - what Cordon takes
 * @own: Cordon's own objects
 * @tests: its unit tests' objects, which no phone has
 * @policy: bytes of memory for met-handset, swap by swap
 * @policy_count: how many
 */
struct sizes {
	struct kernel_size own;
	struct kernel_size tests;
	long long policy[TURNS_MAX * 4];
	unsigned int policy_count;
};

/* What ends with an entry that has no name. */
extern struct operation operations[];
extern struct sizes sizes;

void read_samples(const char *path, struct json_object *about);
unsigned int count_turns(const struct operation *operation, enum phase phase);
double median(const struct operation *operation, enum phase phase,
	      unsigned int first, unsigned int last);
double ratio(const struct operation *operation, enum phase with,
	     enum phase without, unsigned int first, unsigned int last);
double print_turns(struct json_object *row, const struct operation *operation,
		   enum phase with, enum phase without);
void add_double(struct json_object *object, const char *key, double value);
void add_target(struct json_object *row, double seen, double limit);

/* report_kernels.c */
void report_kernels(struct json_object *out);

#endif /* _SAMPLES_H */
