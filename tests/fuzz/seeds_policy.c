// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Seeds of what reads policies, and of what learns under one
 */
#include <stdlib.h>

#include "unit/engine/policy.h"
#include "seeds.h"

static struct seed seed;

static void write_blob(const char *name, const struct test_policy *policy,
		       const char *query)
{
	seed_begin(&seed);
	seed_put16(&seed, (unsigned int)strlen(query));
	seed_put_text(&seed, query);
	seed_put(&seed, policy->data, policy->size);
	seed_write(&seed, "blob", name);
}

static void make_blobs(void)
{
	static const struct test_service services[] = {
		{ "a",
		  "domain a.example\ndomain b.a.example\nexcept domain c.b.a.example\n"
		  "domain x.example\ndomain www.long-label-after-long-label.example.org\n"
		  "path /usr/bin/a\npath **/b*\npath /x/**/y?\n", NULL },
		{ "b",
		  "domain d.a.example\nprefix 198.51.100.0/24\nprefix 198.51.100.128/25\n"
		  "prefix 198.51.100.130/32\nprefix 2001:db8:1::/48\nprefix 2001:db8:1:8000::/49\n"
		  "package com.b\n", "action = allow\n" },
		{ },
	};
	static const struct test_service one[] = {
		{ "a", "package com.a\n", NULL }, { },
	};
	struct test_policy policy;

	if (test_policy_small(&policy))
		abort();
	write_blob("small", &policy, "x.open.alpha.example");
	write_blob("small-path", &policy, "/opt/y/beta7");
	write_blob("small-address", &policy, "192.0.2.200");
	test_policy_free(&policy);
	if (test_policy_make(&policy, NULL, "prefix 198.51.100.0/25\n", services))
		abort();
	write_blob("nested", &policy, "e.c.b.a.example");
	write_blob("nested-other", &policy, "d.a.example");
	write_blob("nested-path", &policy, "/x/1/2/yz");
	write_blob("nested-address", &policy, "198.51.100.130");
	write_blob("nested-ipv6", &policy, "[2001:db8:1:ffff::1]");
	test_policy_free(&policy);
	if (test_policy_make(&policy, NULL, NULL, one))
		abort();
	write_blob("canary", &policy, "cordon-canary.test");
	test_policy_free(&policy);
}

/* Steps of learned_fuzz.c. */
static void make_learned(void)
{
	static const u8 asks[] = {
		0, 0, 0, 0, 0, 1, 1, 0, 0, 1, 0, 0, 1, 0, 0, 1, 0, 0, 3, 200,
		0, 2, 2, 0, 3, 255, 1, 2, 2,
	};
	static const u8 adds[] = {
		2, 0, 0, 30, 2, 1, 0, 60, 2, 16, 1, 1, 2, 0, 4, 90, 2, 0, 5, 1,
		4, 0, 3, 20, 4, 1, 2, 7, 2, 0, 33, 5, 3, 0, 0, 9, 99, 3, 255, 4, 0,
	};
	static const u8 answers[] = {
		5, 0, 0, 2, 7, 1, 100, 5, 1, 3, 1, 6, 2, 9, 5, 2, 9, 0, 0, 0, 0,
		3, 9, 5, 3, 4, 1, 5, 1, 20, 4, 1,
	};

	seed_begin(&seed);
	seed_put(&seed, asks, sizeof(asks));
	seed_write(&seed, "learned", "asks");
	seed_begin(&seed);
	seed_put(&seed, adds, sizeof(adds));
	seed_write(&seed, "learned", "adds");
	seed_begin(&seed);
	seed_put(&seed, answers, sizeof(answers));
	seed_write(&seed, "learned", "answers");
}

void seeds_make_policy(void)
{
	make_blobs();
	make_learned();
}
