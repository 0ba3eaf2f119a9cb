# SPDX-License-Identifier: GPL-2.0-or-later
#
# The agreement test: tshark and `cordonc replay` side by side.

.PHONY: check-agreement
##@ Agreement with tshark (tests/agreement/README)
check-agreement: $(B)/bin/cordonc ## record captures of real clients, read them and those given with both
	@tests/agreement/run
