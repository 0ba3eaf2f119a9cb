// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
/*
 * Cordon engine's tests - what the cases are written with
 */
#ifdef __KERNEL__
#include <linux/slab.h>
#else
#include <stdarg.h>
#endif

#include "engine/address_text.h"
#include "cases.h"

#ifdef __KERNEL__

/* No run of a guest survives a warning. */
#define give_up(text)		WARN(1, "%s\n", text)

/**
 * cordon_test_alloc - get memory for a test
 * @size: bytes, not 0
 *
 * In exactly its size, so that sanitizers see a byte too far.
 *
 * Context: May sleep.
 * Return: zeroed memory, for cordon_test_free(). In userspace the program ends when
 * there is none, in a kernel it waits.
 */
void *cordon_test_alloc(size_t size)
{
	return kvzalloc(size, GFP_KERNEL | __GFP_NOFAIL);
}

/**
 * cordon_test_free - give memory back
 * @memory: of cordon_test_alloc(), or NULL
 */
void cordon_test_free(void *memory)
{
	kvfree(memory);
}

#else

static void give_up(const char *text)
{
	fprintf(stderr, "# %s\n", text);
	abort();
}

void *cordon_test_alloc(size_t size)
{
	void *memory = calloc(1, size);

	if (!memory)
		give_up("no memory");
	return memory;
}

void cordon_test_free(void *memory)
{
	free(memory);
}

#endif /* __KERNEL__ */

/**
 * cordon_test_copy - copy bytes into memory of exactly their size
 * @bytes: the bytes
 * @size: how many
 *
 * Context: May sleep.
 * Return: the copy, for cordon_test_free().
 */
void *cordon_test_copy(const void *bytes, size_t size)
{
	return memcpy(cordon_test_alloc(size + !size), bytes, size);
}

/**
 * cordon_test_fault - say what is wrong
 * @format: as printf()
 *
 * Tests run one after the other: there is one text.
 *
 * Return: the text, valid until the next call.
 */
const char *cordon_test_fault(const char *format, ...)
{
	static char text[TEST_FAULT_MAX];
	va_list arguments;

	va_start(arguments, format);
	vsnprintf(text, sizeof(text), format, arguments);
	va_end(arguments);
	return text;
}

/**
 * cordon_test_give_up - say that a test is wrong itself
 * @format: as printf()
 *
 * In userspace it ends there.
 */
void cordon_test_give_up(const char *format, ...)
{
	static char text[TEST_FAULT_MAX];
	va_list arguments;

	va_start(arguments, format);
	vsnprintf(text, sizeof(text), format, arguments);
	va_end(arguments);
	give_up(text);
}

/**
 * cordon_test_run - try the rows of a case until one is wrong
 * @test_case: the case
 * @at: where to begin, and where to go on; 0 at first
 *
 * Return: NULL when there is no more, else the title of the row and what is
 * wrong, valid until the next call.
 */
const char *cordon_test_run(const struct cordon_test_case *test_case, size_t *at)
{
	static char text[TEST_FAULT_MAX + 256];

	while (*at < test_case->bytes) {
		const u8 *row = test_case->rows ?
				(const u8 *)test_case->rows + *at : NULL;
		const char *fault = test_case->check(row);

		*at += test_case->size;
		if (!fault)
			continue;
		if (!row)
			return fault;
		snprintf(text, sizeof(text), "%s: %s",
			 *(const char * const *)row, fault);
		return text;
	}
	return NULL;
}

/**
 * cordon_test_equal - compare two numbers, for TEST_EQUAL()
 * @line: of the check
 * @what: is compared, as the check has it
 * @wanted: what it should be
 * @found: what it is
 *
 * Return: NULL when they are equal, else the fault.
 */
const char *cordon_test_equal(int line, const char *what, long long wanted,
			      long long found)
{
	return wanted == found ? NULL :
	       cordon_test_fault("line %d: %s is %lld, not %lld", line, what,
				 found, wanted);
}

/**
 * cordon_test_text - compare two texts, for TEST_TEXT()
 * @line: of the check
 * @what: is compared, as the check has it
 * @wanted: what it should be
 * @found: what it is
 *
 * Return: NULL when they are equal, else the fault.
 */
const char *cordon_test_text(int line, const char *what, const char *wanted,
			     const char *found)
{
	return !strcmp(wanted, found) ? NULL :
	       cordon_test_fault("line %d: %s is \"%s\", not \"%s\"", line,
				 what, found, wanted);
}

/**
 * cordon_test_address - make an address of a text that a test knows to be right
 * @text: IPv4, which gives the mapped form, or IPv6 as it stands
 *
 * Return: the address, not normalised.
 */
struct cordon_address cordon_test_address(const char *text)
{
	struct cordon_address address = { };

	if (!cordon_address_read(&address, text, strlen(text)))
		cordon_test_give_up("'%s' is no address", text);
	return address;
}

/**
 * cordon_test_wire - make a wire name of a text that a test knows to be right
 * @text: the name
 * @wire: room for CORDON_NAME_MAX bytes
 *
 * Return: bytes written.
 */
size_t cordon_test_wire(const char *text, u8 *wire)
{
	int length = cordon_name_from_text(text, strlen(text), wire);

	if (length < 0) {
		cordon_test_give_up("'%s' is no name", text);
		return 0;
	}
	return (size_t)length;
}
