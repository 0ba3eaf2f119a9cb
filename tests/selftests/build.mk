# SPDX-License-Identifier: GPL-2.0-or-later
#
# The kselftests: built as a kernel tree would build them, static, with signed
# policies beside them, and packed for any device of one architecture: this
# machine's, or with ARCH=arm64 that one, in build/arm64/.

KST := tests/selftests/cordon
KST_ARCH := $(or $(ARCH),x86_64)
KST_OUT := $(or $(O_$(KST_ARCH)),$(error ARCH=$(ARCH): x86_64 or arm64))
KST_OBJECTS := $(B)/selftests/objects
KST_BUILD := $(KST_OUT)/selftests
KST_TREE := $(KST_BUILD)/kselftest
KST_TAR := $(KST_OUT)/cordon-selftests.tar.xz
KSFT ?= $(abspath $(B)/linux/tools/testing/selftests)
KST_SRC := $(wildcard $(KST)/*.[ch] $(KST)/*.sh $(KST)/README.md) \
	$(addprefix $(KST)/,Makefile config settings)
KST_POLICIES := $(wildcard $(KST)/policies/*.ini.in $(KST)/policies/*/*.list)

.PHONY: selftests selftests-install selftests-build
##@ kselftests (tests/selftests/cordon/README.md)
selftests: $(VM_NEEDS) selftests-install ## run the kselftests in the guest, as officer and as root; BACKEND= KERNEL= ARCH=
	@tests/vm/run $(VM_ARGS) SCRIPT=tests/selftests/in-guest AS=root NAME=selftests \
		ADD=$(KST_TREE) TIMEOUT=$(or $(TIMEOUT),1200)

selftests-install: $(KST_TAR) ## build/cordon-selftests.tar.xz: static, for any device; ARCH=

selftests-build: $(KST_BUILD)/.built

# Signed policies for the tests that change the policy, the same for all.
$(KST_OBJECTS): $(B)/bin/cordonc $(B)/keys/policy.der $(KST_POLICIES) \
		tests/selftests/make-objects
	tests/selftests/make-objects $(B)/bin/cordonc $(B)/keys $(KST)/policies $@
	@touch $@

$(KST_BUILD)/.built: $(KST_SRC)
	scripts/kernel-tree
	@mkdir -p $(KST_BUILD)/bin
	+$(MAKE) -C $(KST) KSFT=$(KSFT) OUTPUT=$(abspath $(KST_BUILD)/bin) CC='$(CC_$(KST_ARCH))' \
		USERCFLAGS=-Werror USERLDFLAGS=-static all
	@touch $@

# The layout of the kernel's own kselftest_install.sh.
$(KST_TAR): $(KST_BUILD)/.built $(KST_OBJECTS) tests/selftests/run_kselftest.sh
	@rm -rf $(KST_TREE)
	@mkdir -p $(KST_TREE)/cordon
	find $(KST_BUILD)/bin -maxdepth 1 -type f -perm -100 \
		-exec cp -p -t $(KST_TREE)/cordon {} +
	cp -p $(KST)/*.sh $(KST)/README.md $(KST)/config $(KST)/settings $(KST_TREE)/cordon/
	cp -rp $(KST)/policies $(KST_OBJECTS) $(KST_TREE)/cordon/
	cp -p tests/selftests/run_kselftest.sh $(KST_TREE)/
	(cd $(KST) && printf 'cordon:%s\n' $(basename $(notdir $(wildcard $(KST)/*_test.c))) *_test.sh) \
		> $(KST_TREE)/kselftest-list.txt
	tar --sort=name --owner=0 --group=0 --numeric-owner --mtime=@0 \
		-C $(KST_BUILD) -cJf $@ kselftest
