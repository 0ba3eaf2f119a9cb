# SPDX-License-Identifier: GPL-2.0-or-later
#
# The programs. libcordon.a holds the engine (the files the module is built
# from) and the library; each program is its folder's files on top of that.

ENGINE_SRC := $(wildcard kmod/engine/*.c)
LIB_SRC := $(wildcard userspace/libcordon/*.c)
LIB_OBJ := $(patsubst %.c,$(B)/obj/%.o,$(ENGINE_SRC) $(LIB_SRC))
LIB := $(B)/libcordon.a
PROGRAMS := cordonc cordond cordonctl
BIN := $(addprefix $(B)/bin/,$(PROGRAMS))

PKGS := inih json-c libcrypto zlib
LIB_LIBS = $(shell pkg-config --libs $(PKGS))
PKGS_cordonc :=
PKGS_cordond := libbpf libcap libseccomp
PKGS_cordonctl :=

.PHONY: programs
programs: $(BIN) ## the programs cordonc, cordond and cordonctl

$(B)/obj/%.o: %.c | gen
	@mkdir -p $(@D)
	$(CC) $(ALL_CFLAGS) -c -o $@ $<

$(LIB): $(LIB_OBJ)
	@rm -f $@
	ar rcs $@ $^

define program_rules
$(B)/bin/$(1): $(patsubst %.c,$(B)/obj/%.o,$(wildcard userspace/$(1)/*.c)) $(LIB)
	@mkdir -p $$(@D)
	$(CC) $(CFLAGS) $(LDFLAGS) -o $$@ $$^ \
		$$(if $(PKGS_$(1)),$$(shell pkg-config --libs $(PKGS_$(1)))) $$(LIB_LIBS)
endef
$(foreach p,$(PROGRAMS),$(eval $(call program_rules,$(p))))

# The BPF programs and the skeleton that carries them inside cordond.
KDIR ?= $(shell scripts/kernel-version headers 2>/dev/null)
$(B)/gen/vmlinux.h: $(KDIR)/vmlinux
	@mkdir -p $(@D)
	bpftool btf dump file $< format c > $@

$(B)/gen/cordon.bpf.o: userspace/bpf/cordon.bpf.c $(B)/gen/vmlinux.h
	$(BPF_CLANG) -O2 -g -Wall -Wextra -Werror -target bpf -D__TARGET_ARCH_x86 \
		-I$(B)/gen -c -o $@ $<

$(B)/gen/cordon.skel.h: $(B)/gen/cordon.bpf.o
	bpftool gen skeleton $< name cordon_bpf > $@

.PHONY: gen
gen: $(B)/gen/cordon.skel.h

-include $(shell find $(B)/obj -name '*.d' 2>/dev/null)
