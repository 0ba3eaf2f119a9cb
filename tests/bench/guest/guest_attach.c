// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Cordon benchmarks - guest_attach: hang a BPF object's programs on their hooks
 *
 * usage: guest_attach OBJECT DIRECTORY
 *
 * The links are pinned in DIRECTORY, by their programs' names: removing a pin
 * takes that program off its hook.
 */
#include <bpf/libbpf.h>
#include <err.h>
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

int main(int argc, char **argv)
{
	struct bpf_program *program;
	struct bpf_object *object;
	struct bpf_link *link;
	char path[256];

	if (argc != 3)
		errx(2, "usage: guest_attach OBJECT DIRECTORY");
	if (access("/etc/cordon-guest", F_OK))
		errx(1, "this is not the guest");
	object = bpf_object__open_file(argv[1], NULL);
	if (!object || bpf_object__load(object))
		err(1, "%s", argv[1]);
	if (mkdir(argv[2], 0700))
		err(1, "%s", argv[2]);
	bpf_object__for_each_program(program, object) {
		snprintf(path, sizeof(path), "%s/%s", argv[2],
			 bpf_program__name(program));
		link = bpf_program__attach(program);
		if (!link || bpf_link__pin(link, path))
			err(1, "%s", path);
	}
	return 0;
}
