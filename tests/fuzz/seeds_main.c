// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Makes the committed seeds of the fuzz targets: make_seeds DIRECTORY
 */
#include <stdlib.h>
#include <sys/stat.h>

#include "seeds.h"

static const char *directory;

void seed_begin(struct seed *seed)
{
	seed->length = 0;
}

void seed_put(struct seed *seed, const void *bytes, size_t length)
{
	if (length > sizeof(seed->bytes) - seed->length)
		abort();
	if (length)
		memcpy(seed->bytes + seed->length, bytes, length);
	seed->length += length;
}

void seed_put8(struct seed *seed, unsigned int value)
{
	u8 byte = (u8)value;

	seed_put(seed, &byte, 1);
}

void seed_put16(struct seed *seed, unsigned int value)
{
	seed_put8(seed, value >> 8);
	seed_put8(seed, value);
}

void seed_put32(struct seed *seed, u32 value)
{
	seed_put16(seed, value >> 16);
	seed_put16(seed, value);
}

void seed_put_text(struct seed *seed, const char *text)
{
	seed_put(seed, text, strlen(text));
}

/**
 * seed_write - write a seed
 * @seed: the input
 * @target: whose
 * @name: of the file
 */
void seed_write(const struct seed *seed, const char *target, const char *name)
{
	char path[512];
	FILE *file;

	snprintf(path, sizeof(path), "%s/%s", directory, target);
	mkdir(path, 0755);
	snprintf(path, sizeof(path), "%s/%s/%s", directory, target, name);
	file = fopen(path, "w");
	if (!file || fwrite(seed->bytes, 1, seed->length, file) != seed->length ||
	    fclose(file)) {
		perror(path);
		exit(1);
	}
}

/**
 * seed_write_cut - write a stream
 * @seed: the stream; gets how it is cut
 * @target: whose
 * @name: of the file
 */
void seed_write_cut(struct seed *seed, const char *target, const char *name)
{
	static const u8 cuts[] = { 1, 7, 0, 40 };

	seed_put(seed, cuts, sizeof(cuts));
	seed_write(seed, target, name);
}

int main(int argc, char **argv)
{
	if (argc != 2) {
		fputs("usage: make_seeds DIRECTORY\n", stderr);
		return 2;
	}
	directory = argv[1];
	seeds_make_streams();
	seeds_make_dns();
	seeds_make_quic();
	seeds_make_policy();
	seeds_make_replay();
	return 0;
}
