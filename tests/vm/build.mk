# SPDX-License-Identifier: GPL-2.0-or-later
#
# The guest. Variables of `make vm-run` are those of tests/vm/run, whose head
# explains them; AS counts only when given on the command line, make itself
# has a variable of that name.

VM_VARS := SCRIPT POLICY BACKEND KERNEL ARCH FLAVOUR CORDOND ADD TIMEOUT MEM CPUS ICOUNT NAME \
	CMDLINE CORDON_ACCEL
VM_ARGS = $(foreach v,$(VM_VARS),$(if $($(v)),'$(v)=$($(v))')) \
	$(if $(filter command,$(firstword $(origin AS))),'AS=$(AS)')
# What the guest runs: the module only where Cordon is not built in. The policy
# is compiled here, so the programs of this machine are always wanted.
VM_NEEDS = $(if $(filter off,$(BACKEND)),,programs \
	$(if $(filter lsm,$(BACKEND)),$(if $(filter arm64,$(ARCH)),arm64-programs),module)) vm-image

.PHONY: vm-run vm-shell vm-image vm-selftest
##@ The guest (tests/vm/README)
vm-run: $(VM_NEEDS) ## run SCRIPT=FILE in a guest; AS= POLICY= BACKEND= KERNEL= ADD= TIMEOUT=
	@$(if $(SCRIPT),,echo "usage: make vm-run SCRIPT=attack.sh [AS=officer|root] [POLICY=x.ini|none] [BACKEND=bpf|lsm|off] [KERNEL=6.12|6.1] [ARCH=x86_64|arm64] [FLAVOUR=...] [ADD=\"files...\"] [TIMEOUT=s] [MEM=MiB] [ICOUNT=1]" >&2; exit 2)
	@tests/vm/run $(VM_ARGS)

vm-shell: $(VM_NEEDS) ## a shell in the same guest, on this terminal
	@tests/vm/run $(VM_ARGS) SCRIPT=

vm-image: ## the guest's base image (done by the others as needed)
	@tests/vm/image

vm-selftest: programs $(VM_NEEDS) ## try the harness itself: status, time-out, broken boot, kernel BUG
	@tests/vm/selftest.sh
