# SPDX-License-Identifier: GPL-2.0-or-later
#
# make install and make uninstall, with the variables that everybody's have. In
# the system's own prefixes configuration and state have the system's own places.

prefix ?= /usr/local
exec_prefix ?= $(prefix)
bindir ?= $(exec_prefix)/bin
sbindir ?= $(exec_prefix)/sbin
sysconfdir ?= $(if $(filter /usr /usr/local,$(prefix)),,$(prefix))/etc
localstatedir ?= $(if $(filter /usr /usr/local,$(prefix)),,$(prefix))/var
includedir ?= $(prefix)/include
datadir ?= $(prefix)/share
docdir ?= $(datadir)/doc/cordon
unitdir ?= $(prefix)/lib/systemd/system
sysusersdir ?= $(prefix)/lib/sysusers.d
tmpfilesdir ?= $(prefix)/lib/tmpfiles.d
INSTALL_VARIABLES := DESTDIR bindir sbindir sysconfdir localstatedir includedir datadir \
	docdir unitdir sysusersdir tmpfilesdir
$(foreach v,$(INSTALL_VARIABLES),$(eval install uninstall: export $(v) := $$($(v))))

.PHONY: install uninstall check-install
install: programs ## programs, service, header and guides to prefix=/usr/local below DESTDIR=
	@scripts/install

uninstall: ## take away what make install put there
	@scripts/install --remove

check-install: programs
	@tests/install_test.sh
