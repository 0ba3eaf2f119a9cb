# SPDX-License-Identifier: GPL-2.0-or-later
#
# Cordon: everything is made into build/; `make help` lists the targets.

B := build
CC := gcc
BPF_CLANG := clang
CFLAGS := -O2 -g
WARN := -Wall -Wextra -Werror -Wshadow -Wstrict-prototypes -Wmissing-prototypes
HARDEN := -D_FORTIFY_SOURCE=2 -fstack-protector-strong -fPIE
CPPFLAGS := -D_GNU_SOURCE -I$(B)/gen -Ikmod -Iuserspace
ALL_CFLAGS = -std=gnu11 $(CFLAGS) $(WARN) $(HARDEN) $(CPPFLAGS) -MMD -MP
LDFLAGS := -pie -Wl,-z,relro,-z,now

.DEFAULT_GOAL := all
.SUFFIXES:
.DELETE_ON_ERROR:

include scripts/deps/goals.mk
include userspace/build.mk
include kmod/build.mk
include integration/build.mk
include tests/unit/build.mk
include tests/vm/build.mk
include tests/daemon/build.mk
include tests/firmware/build.mk
include tests/selftests/build.mk
include tests/bench/build.mk
include tests/agreement/build.mk
include tests/fuzz/build.mk
include tests/build.mk

.PHONY: all clean help
##@ Build
all: programs module ## everything: build/bin/* and build/cordon.ko

clean: ## remove build/ (keeps downloaded packages in build/debs)
	find $(B) -mindepth 1 -maxdepth 1 ! -name debs -exec rm -rf {} + 2>/dev/null || :

help: ## this list
	@awk 'BEGIN {FS = ":.*## "} /^##@/ {printf "\n%s\n", substr($$0, 5)} \
		/^[a-z][a-z0-9-]*:.*## / {printf "  %-20s %s\n", $$1, $$2}' \
		tests/build.mk $(filter-out tests/build.mk,$(MAKEFILE_LIST))
