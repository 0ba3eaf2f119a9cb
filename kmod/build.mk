# SPDX-License-Identifier: GPL-2.0-only
#
# cordon.ko against the kernel's headers, built in a mirror of the sources so
# that the tree stays clean. `make -C $(KDIR) M=$PWD modules` works too.

MOD := $(B)/module
MOD_SRC := $(wildcard Kbuild kmod/Kbuild* kmod/*.[chS] kmod/*/*.[chS] kmod/engine/*/*.[ch])
CORDON_KEYS ?= $(abspath $(B)/keys)

.PHONY: module
module: $(B)/cordon.ko ## the kernel module

# Once: a pair that is there is kept, whatever changes in cordonc.
$(B)/keys/policy.der: | $(B)/bin/cordonc
	$(B)/bin/cordonc keys $(B)/keys

$(B)/cordon.ko: $(MOD_SRC) $(B)/keys/policy.der
	@mkdir -p $(MOD)
	rsync -a --delete --include='*/' --include='*.[chS]' --include='Kbuild*' \
		--exclude='*' --prune-empty-dirs Kbuild kmod $(MOD)/ --exclude='.*'
	$(MAKE) -C $(KDIR) M=$(abspath $(MOD)) CORDON_KEYS=$(CORDON_KEYS) \
		modules
	cp $(MOD)/kmod/cordon.ko $@
