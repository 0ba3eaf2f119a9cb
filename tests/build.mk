# SPDX-License-Identifier: GPL-2.0-or-later
#
# What a newcomer, a developer and the CI call.

# Whoever did not say how many jobs has as many as processors.
IN_PARALLEL = $(MAKE) --no-print-directory -s $(if $(filter -j%,$(MAKEFLAGS)),,-j$(shell nproc))
# Suites of `make check`; each ends with `N passed, N failed`, or as the demo does.
CHECKS := check-unit selftests vm-selftest demo
CHECKS_MORE := check-daemon check-style lint-code check-fuzz check-agreement check-firmware

.PHONY: demo demo-play check check-all check-fresh check-style lint-code
##@ First of all
demo: ## the whole story in a guest, scene by scene (installs what is missing)
	+@$(IN_PARALLEL) demo-play

demo-play:
	+@echo "Building Cordon and the guest (the first time takes a few minutes) ..."
	+@$(MAKE) $(VM_NEEDS)
	@tests/demo/run

##@ Tests
check: ## unit tests, kselftests, the harness itself, the demo (installs what is missing)
	+@$(IN_PARALLEL) all vm-image
	+@MAKE='$(MAKE)' tests/suites $(CHECKS)

check-all: ## what check leaves out: style, sparse, fuzzing, tshark, the firmware's kernels
	+@$(IN_PARALLEL) all
	+@MAKE='$(MAKE)' tests/suites $(CHECKS_MORE)

check-fresh: ## on a Debian with nothing but make: demo, check, and what the others would miss
	@tests/fresh

check-style: ## checkpatch, shellcheck and an SPDX line in every file
	@scripts/kernel-tree
	@scripts/check-style

lint-code: all ## gcc, clang, sparse, cordonc lint, JSON, the module's BTF
	+@MAKE='$(MAKE)' tests/lint-code
