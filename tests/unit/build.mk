# SPDX-License-Identifier: GPL-2.0-or-later
#
# Unit tests: each *_test.c is a program on the kernel's kselftest_harness.h,
# made twice: plain, and with the address and undefined behaviour sanitizers. A
# folder for what they try: engine/ replay/ libcordon/ cli/ programs/. Other .c files
# there are what several of them share. What reads captures is for replay/ alone,
# so that all others do without libpcap. Each *_test.sh prints TAP, too, and tries
# a cordonc of each flavour, or the cordonctl beside it.

UNIT := $(B)/unit
KSELFTEST := $(B)/linux/tools/testing/selftests
UNIT_TESTS := $(patsubst tests/unit/%.c,%,$(wildcard tests/unit/*/*_test.c))
UNIT_REPLAY_SHARED := $(filter-out %_test.c,$(wildcard tests/unit/replay/*.c))
UNIT_SHARED := $(filter-out %_test.c $(UNIT_REPLAY_SHARED),$(wildcard tests/unit/*/*.c)) \
	$(wildcard kmod/engine/tests/*.c)
UNIT_SCRIPTS := $(wildcard tests/unit/*/*_test.sh)

UNIT_FLAGS_plain :=
UNIT_FLAGS_asan := -fsanitize=address,undefined -fno-sanitize-recover=all \
	-fno-omit-frame-pointer
# What checks the rows of a table is given one, also where there is none.
UNIT_CFLAGS = -std=gnu11 -O1 -g $(WARN) -Wno-missing-prototypes \
	-Wno-unused-parameter $(CPPFLAGS) \
	-Itests -Itests/unit/harness -isystem $(KSELFTEST) -MMD -MP

$(KSELFTEST)/kselftest_harness.h:
	scripts/kernel-tree

define unit_flavour
UNIT_LIB_$(1) := $(patsubst %.c,$(UNIT)/$(1)/%.o,$(ENGINE_SRC) $(LIB_SRC) $(CLI_SRC) $(UNIT_SHARED))
UNIT_REPLAY_$(1) := $(patsubst %.c,$(UNIT)/$(1)/%.o,$(REPLAY_SRC) $(UNIT_REPLAY_SHARED))
UNIT_CORDONC_$(1) := $(patsubst %.c,$(UNIT)/$(1)/%.o,$(wildcard userspace/cordonc/*.c))
UNIT_CORDONCTL_$(1) := $(patsubst %.c,$(UNIT)/$(1)/%.o,$(wildcard userspace/cordonctl/*.c))

$(UNIT)/$(1)/%.o: %.c | $(KSELFTEST)/kselftest_harness.h
	@mkdir -p $$(@D)
	$(CC) $$(UNIT_CFLAGS) $(UNIT_FLAGS_$(1)) -c -o $$@ $$<

$(UNIT)/$(1)/libunit.a: $$(UNIT_LIB_$(1))
	@rm -f $$@
	ar rcs $$@ $$^

$(UNIT)/$(1)/libreplay.a: $$(UNIT_REPLAY_$(1))
	@rm -f $$@
	ar rcs $$@ $$^

$(UNIT)/$(1)/%_test: $(UNIT)/$(1)/tests/unit/%_test.o $(UNIT)/$(1)/libunit.a
	@mkdir -p $$(@D)
	$(CC) -g $(UNIT_FLAGS_$(1)) -o $$@ $$^ $$(LIB_LIBS)

$(UNIT)/$(1)/replay/%_test: $(UNIT)/$(1)/tests/unit/replay/%_test.o \
		$(UNIT)/$(1)/libreplay.a $(UNIT)/$(1)/libunit.a
	@mkdir -p $$(@D)
	$(CC) -g $(UNIT_FLAGS_$(1)) -o $$@ $$^ $$(LIB_LIBS) $$(REPLAY_LIBS)

$(UNIT)/$(1)/cordonc: $$(UNIT_CORDONC_$(1)) $(UNIT)/$(1)/libreplay.a $(UNIT)/$(1)/libunit.a
	$(CC) -g $(UNIT_FLAGS_$(1)) -o $$@ $$^ $$(LIB_LIBS) $$(REPLAY_LIBS)

$(UNIT)/$(1)/cordonctl: $$(UNIT_CORDONCTL_$(1)) $(UNIT)/$(1)/libunit.a
	$(CC) -g $(UNIT_FLAGS_$(1)) -o $$@ $$^ $$(LIB_LIBS)
endef
$(foreach f,plain asan,$(eval $(call unit_flavour,$(f))))

# One result a program and flavour: the stamp of a test that passed, as new as what
# it is made of. Scripts are tried with the programs, and read the docs.
UNIT_FLAVOURS := plain asan
UNIT_RESULTS := $(foreach f,$(UNIT_FLAVOURS),$(UNIT_TESTS:%=$(UNIT)/results/$f/%) \
	$(UNIT_SCRIPTS:tests/unit/%.sh=$(UNIT)/results/$f/%.sh))
UNIT_DATA := $(wildcard policy/*.ini policy/*/*.list ../shared/data/captures/*)
# T counts only when given on the command line: the fuzz targets have one, too.
UNIT_WANTED = $(if $(filter command,$(firstword $(origin T))),$(T))
UNIT_CHOSEN = $(if $(UNIT_WANTED),$(strip $(foreach r,$(UNIT_RESULTS),\
	$(if $(findstring $(UNIT_WANTED),$r),$r))),$(UNIT_RESULTS))

define unit_results
$(UNIT)/results/$(1)/%_test: $(UNIT)/$(1)/%_test tests/unit/try $(UNIT_DATA)
	@tests/unit/try $$@ $(1)/$$* $$<

$(UNIT)/results/$(1)/%_test.sh: tests/unit/%_test.sh $(UNIT)/$(1)/cordonc $(UNIT)/$(1)/cordonctl \
		$(LIB) $(UNIT_DATA) $(wildcard tests/unit/programs/*.sh tests/unit/programs/*/* docs/*.md \
		userspace/cordond/*.[ch] integration/debian/*) tests/unit/try
	@tests/unit/try $$@ "$(1) tests/unit/$$*_test.sh" env CORDONC=$(UNIT)/$(1)/cordonc CC='$(CC)' $$<
endef
$(foreach f,$(UNIT_FLAVOURS),$(eval $(call unit_results,$f)))
.SECONDARY:

.PHONY: check-unit unit-results
##@ Tests
check-unit: $(KSELFTEST)/kselftest_harness.h ## unit tests, plain and under sanitizers; what passed and did not change is not run again; T=verdict
	$(if $(UNIT_CHOSEN),,$(error T=$(T): no unit test is called so))
	@mkdir -p $(UNIT)/results && touch $(UNIT)/results/.since
	+@$(MAKE) --no-print-directory -s -k $(if $(filter -j%,$(MAKEFLAGS)),,-j$(shell nproc)) unit-results || \
		{ echo "the unit tests do not build"; exit 1; }
	@tests/unit/sum $(UNIT)/results/.since $(UNIT_CHOSEN)

unit-results: $(UNIT_CHOSEN)

-include $(shell find $(UNIT) -name '*.d' 2>/dev/null)
