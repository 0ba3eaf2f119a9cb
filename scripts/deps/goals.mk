# SPDX-License-Identifier: GPL-2.0-or-later
#
# What the goals of this call of make need is installed before any other line of
# the Makefile is read, or make ends here: scripts/install-deps says in one line
# what is missing. So any target may be the first after a clone, and what looks
# for the kernel, its headers or a library finds it.

GOALS := $(or $(MAKECMDGOALS),all)
# goals PATTERN...: those of them that match. part PART, PATTERN...: --PART, if any does.
goals = $(filter $(1),$(GOALS))
part = $(if $(call goals,$(2)),--$(1))

# Goals that boot a guest, and the firmware kernel that they ask for.
GUEST_GOALS := demo demo-play selftests vm-run vm-shell vm-selftest
GUEST_NAME := $(or $(KERNEL),6.12)-$(or $(ARCH),x86_64)
GUEST_IMAGE := $(if $(filter lsm,$(BACKEND))$(filter arm64,$(ARCH))$(FLAVOUR),$(B)/firmware/$(GUEST_NAME)$(FLAVOUR:%=-%)/image)
# of fw-WHAT-SERIES-ARCH[-FLAVOUR]
fw_kernel = $(word 3,$(subst -, ,$(1)))-$(word 4,$(subst -, ,$(1)))

GOALS_NEED := $(sort \
	$(if $(filter-out clean help uninstall check-style check-fresh,$(GOALS)),--build $(if $(KDIR),,--kernel)) \
	$(call part,unit,check check-unit selftests% $(B)/unit/%) \
	$(call part,guest,check bench bench-guest bench-kernels bench-never-block check-daemon vm-image \
		$(GUEST_GOALS)) \
	$(call part,fresh,check-fresh) \
	$(call part,style,check-all check-style) \
	$(call part,lint,check-all lint-code) \
	$(call part,fuzz,check-all check-fuzz fuzz $(B)/fuzz/%) \
	$(call part,agreement,check-all check-agreement bench bench-replay) \
	$(call part,bench,bench bench-names $(B)/bench/%) \
	$(call part,arm64,arm64-programs $(B)/arm64/% $(if $(filter arm64,$(ARCH)),selftests-%)) \
	$(call part,firmware,check-all check-firmware fw-test-%) \
	$(call part,firmware=6.12-x86_64,bench bench-kernels bench-never-block fw-kunit-uml) \
	$(call part,firmware=$(GUEST_NAME),firmware $(if $(filter arm64,$(ARCH)),vm-image $(GUEST_GOALS))) \
	$(foreach g,$(filter-out fw-test-% fw-kunit-uml,$(call goals,fw-%)),--firmware=$(call fw_kernel,$(g))))
# Not what the make that called this one has seen to, nor for make -n.
NEEDS := $(filter-out $(DEPS_DONE),$(if $(findstring n,$(firstword -$(MAKEFLAGS))),,$(GOALS_NEED)))
export DEPS_DONE += $(NEEDS)

ifneq ($(GUEST_IMAGE),)
ifneq ($(call goals,$(GUEST_GOALS)),)
ifeq ($(wildcard $(GUEST_IMAGE)),)
$(error no $(GUEST_IMAGE): run make firmware KERNEL=$(or $(KERNEL),6.12)$(ARCH:%= ARCH=%)$(FLAVOUR:%= FLAVOUR=%))
endif
endif
endif
ifneq ($(NEEDS),)
ifeq ($(shell DEPS='$(DEPS)' scripts/install-deps $(NEEDS) >&2 && echo yes),)
$(error stopped before anything was begun: see what install-deps says above)
endif
endif
