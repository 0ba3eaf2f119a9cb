# SPDX-License-Identifier: GPL-2.0-or-later
#
# Kernels with Cordon built in, by the guide docs/firmware.md, and their tests.
# A kernel's NAME is SERIES-ARCH[-FLAVOUR], as in build/firmware/.

# of NAME: SERIES ARCH [FLAVOUR]; and the same as variables of make vm-run. The
# debug flavour needs memory and time for what it writes down.
fw_words = $(subst -, ,$(1))
fw_guest = BACKEND=lsm KERNEL=$(word 1,$(fw_words)) ARCH=$(word 2,$(fw_words)) \
	FLAVOUR=$(word 3,$(fw_words)) $(if $(filter %-debug,$(1)),MEM=3072 TIMEOUT=3000)

.PHONY: firmware check-firmware fw-kunit-uml
##@ Firmware kernels (docs/firmware.md)
firmware: $(B)/bin/cordonc ## build/firmware/NAME/image, by the guide; KERNEL=6.12|6.1 ARCH=x86_64|arm64 FLAVOUR=
	@scripts/firmware-build $(or $(KERNEL),6.12) $(or $(ARCH),x86_64) $(FLAVOUR)

check-firmware: ## build some and run Cordon in them; FULL=1: all of them, and docs/firmware-matrix.md
	+@$(IN_PARALLEL) all arm64-programs
	+@MAKE='$(MAKE)' tests/firmware/check

# What tests/firmware/check calls, one by one: each ends with its counts.
fw-kernel-%: $(B)/bin/cordonc
	@scripts/firmware-build $(call fw_words,$*)
	@echo "1 passed, 0 failed"

fw-guide-%:
	+@scripts/firmware-build --step boot $(call fw_words,$*)
	@scripts/firmware-build --step patch $(call fw_words,$*)
	@grep -q '^Subject: ' $(B)/firmware/obj/$*/cordon.patch
	@echo "2 passed, 0 failed"

fw-boot-%:
	@tests/firmware/boot $(call fw_words,$*)

fw-selftests-%:
	+@$(MAKE) selftests $(call fw_guest,$*)

fw-demo-%:
	+@$(MAKE) demo-play $(call fw_guest,$*)

fw-churn-%:
	@tests/firmware/churn/run $(call fw_guest,$*)

fw-kunit-uml:
	@tests/firmware/kunit uml

fw-kunit-%:
	@tests/firmware/kunit $(call fw_words,$*) boot

fw-test-%:
	@tests/firmware/$*_test.sh
