// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Names of Android's packages: what is one, and where another text is wrong
 */
#include "engine/policy/package.h"
#include "kselftest_harness.h"

static const struct {
	const char *name;
	enum cordon_package_fault fault;
	size_t place;
} names[] = {
	{ "com.whatsapp", CORDON_PACKAGE_GOOD, 0 },
	{ "a.b", CORDON_PACKAGE_GOOD, 0 },
	{ "A9_.z_0.Q", CORDON_PACKAGE_GOOD, 0 },
	{ "", CORDON_PACKAGE_LENGTH, 0 },
	{ "whatsapp", CORDON_PACKAGE_ONE_WORD, 8 },
	{ "com.", CORDON_PACKAGE_ONE_WORD, 4 },
	{ ".com", CORDON_PACKAGE_BYTE, 0 },
	{ "com..whatsapp", CORDON_PACKAGE_BYTE, 4 },
	{ "9com.whatsapp", CORDON_PACKAGE_BYTE, 0 },
	{ "com.9gag", CORDON_PACKAGE_BYTE, 4 },
	{ "com._gag", CORDON_PACKAGE_BYTE, 4 },
	{ "com.what-sapp", CORDON_PACKAGE_BYTE, 8 },
	{ "com.what app", CORDON_PACKAGE_BYTE, 8 },
	{ "com.\303\251", CORDON_PACKAGE_BYTE, 4 },
	{ "com.what@", CORDON_PACKAGE_BYTE, 8 },
	{ "com.what[", CORDON_PACKAGE_BYTE, 8 },
	{ "com.what`", CORDON_PACKAGE_BYTE, 8 },
	{ "com.what{", CORDON_PACKAGE_BYTE, 8 },
	{ "com.what/", CORDON_PACKAGE_BYTE, 8 },
	{ "com.what:", CORDON_PACKAGE_BYTE, 8 },
};

TEST(grammar)
{
	size_t i, place;

	for (i = 0; i < ARRAY_SIZE(names); i++) {
		enum cordon_package_fault fault =
			cordon_package_check(names[i].name,
					     strlen(names[i].name), &place);

		EXPECT_EQ(names[i].fault, fault)
			TH_LOG("'%s'", names[i].name);
		if (fault) {
			EXPECT_EQ(names[i].place, place)
				TH_LOG("'%s'", names[i].name);
		}
	}
}

TEST(longest)
{
	char name[CORDON_PACKAGE_MAX + 1];
	size_t place;

	memset(name, 'a', sizeof(name));
	name[1] = '.';
	EXPECT_EQ(CORDON_PACKAGE_GOOD,
		  cordon_package_check(name, CORDON_PACKAGE_MAX, &place));
	EXPECT_EQ(CORDON_PACKAGE_LENGTH,
		  cordon_package_check(name, CORDON_PACKAGE_MAX + 1, &place));
	EXPECT_EQ(CORDON_PACKAGE_MAX, place);
}

/* Bytes behind the name are not looked at. */
TEST(bounded)
{
	size_t place;

	EXPECT_EQ(CORDON_PACKAGE_GOOD,
		  cordon_package_check("com.what-", 8, &place));
	EXPECT_EQ(CORDON_PACKAGE_BYTE,
		  cordon_package_check("com.what-", 9, &place));
}

TEST_HARNESS_MAIN
