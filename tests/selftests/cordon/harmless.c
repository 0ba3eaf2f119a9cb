// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Cordon selftests - harmless: the program that tests run, under other names
 */
int main(void)
{
	return 42;	/* HARMLESS_STATUS */
}
