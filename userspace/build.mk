# SPDX-License-Identifier: GPL-2.0-or-later
#
# The programs. libcordon.a holds the engine (the files the module is built
# from) and the library; each program is its folder's files on top of that, and
# cordonc has libreplay.a in between: what reads captures. The command lines share
# libcli.a: verbs, output, safe text.
# One set of rules makes them twice: for this machine, and for arm64.

ENGINE_SRC := $(wildcard $(addsuffix /*.c,kmod/engine $(addprefix kmod/engine/,policy names)))
LIB_SRC := $(wildcard userspace/libcordon/*.c userspace/libcordon/*/*.c)
CLI_SRC := $(wildcard userspace/cli/*.c)
REPLAY_SRC := $(wildcard userspace/replay/*.c)
LIB := $(B)/libcordon.a
PROGRAMS := cordonc cordond cordonctl

# Per architecture: where its objects go, and what makes them. Those of arm64
# are cross-built with the libraries that `scripts/install-deps --arm64`
# unpacked.
SYSROOT := $(CURDIR)/build/sysroot-arm64
SYSROOT_LIBS := $(SYSROOT)/usr/lib/aarch64-linux-gnu
O_x86_64 := $(B)
O_arm64 := $(B)/arm64
CC_x86_64 := $(CC)
CC_arm64 := aarch64-linux-gnu-gcc --sysroot=$(SYSROOT)
AR_x86_64 := ar
AR_arm64 := aarch64-linux-gnu-ar
PKG_CONFIG_x86_64 := pkg-config
PKG_CONFIG_arm64 := PKG_CONFIG_SYSROOT_DIR=$(SYSROOT) PKG_CONFIG_LIBDIR=$(SYSROOT_LIBS)/pkgconfig pkg-config

PKGS := inih json-c libcrypto zlib
LIB_LIBS = $(shell $(PKG_CONFIG_x86_64) --libs icu-uc $(PKGS))
REPLAY_LIBS = $(shell $(PKG_CONFIG_x86_64) --libs $(PKGS_cordonc))
PKGS_cordonc := libpcap icu-uc
PKGS_cordond := libbpf libcap libseccomp
PKGS_cordonctl :=
ARCHIVES_cordonc := libcli.a libreplay.a
ARCHIVES_cordonctl := libcli.a

.PHONY: programs arm64-programs
programs: $(PROGRAMS:%=$(O_x86_64)/bin/%) ## the programs cordonc, cordond and cordonctl

arm64-programs: $(PROGRAMS:%=$(O_arm64)/bin/%) ## the same for arm64, in build/arm64/bin

# arch_rules ARCH
define arch_rules
$(O_$(1))/obj/%.o: %.c | gen
	@mkdir -p $$(@D)
	$$(CC_$(1)) $$(ALL_CFLAGS) -c -o $$@ $$<

$(O_$(1))/libcordon.a: $(patsubst %.c,$(O_$(1))/obj/%.o,$(ENGINE_SRC) $(LIB_SRC))
	@rm -f $$@
	$$(AR_$(1)) rcs $$@ $$^

$(O_$(1))/libcli.a: $(patsubst %.c,$(O_$(1))/obj/%.o,$(CLI_SRC))
	@rm -f $$@
	$$(AR_$(1)) rcs $$@ $$^

$(O_$(1))/libreplay.a: $(patsubst %.c,$(O_$(1))/obj/%.o,$(REPLAY_SRC))
	@rm -f $$@
	$$(AR_$(1)) rcs $$@ $$^

-include $(shell find $(O_$(1))/obj -name '*.d' 2>/dev/null)
endef
$(eval $(call arch_rules,x86_64))
$(eval $(call arch_rules,arm64))

# program_rules ARCH, PROGRAM
define program_rules
$(O_$(1))/bin/$(2): $(patsubst %.c,$(O_$(1))/obj/%.o,$(wildcard userspace/$(2)/*.c)) \
		$(ARCHIVES_$(2):%=$(O_$(1))/%) $(O_$(1))/libcordon.a
	@mkdir -p $$(@D)
	$$(CC_$(1)) $$(CFLAGS) $$(LDFLAGS) -o $$@ $$^ \
		$$(shell $$(PKG_CONFIG_$(1)) --libs $(PKGS_$(2)) $(PKGS))
endef
$(foreach a,x86_64 arm64,$(foreach p,$(PROGRAMS),$(eval $(call program_rules,$(a),$(p)))))

# The BPF programs and the skeleton that carries them inside cordond. arm64's
# cordond carries these too, and has no use for them: the backend bpf is for
# stock x86_64 kernels.
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
