# SPDX-License-Identifier: GPL-2.0-or-later
#
# Speed: natively, in nanoseconds, of the engine; in the guest, in instructions,
# of exec and connect with and without Cordon. docs/benchmarks.md.

BENCH := $(B)/bench
BENCH_OBJ := $(B)/obj/tests/bench
BENCH_ENGINE := bench target resolv $(addprefix engine/,engine_bench cases questions rivals)
BENCH_NAMES := bench target $(addprefix names/,names_bench ask bare policy names_million sets sets_exact sets_hashes \
	sets_front sets_foreign)
BENCH_READERS := bench target resolv $(addprefix readers/,readers_bench readers readers_dns readers_quic)
BENCH_BUILDERS := $(patsubst %.c,%,$(wildcard kmod/engine/tests/*.c)) \
	$(addprefix tests/unit/engine/,quic_builder policy) \
	$(addprefix tests/unit/replay/,packet capture_file)
BENCH_REPORT := target $(addprefix report/,report report_kernels samples)
BENCH_ADD := $(addprefix $(BENCH)/,guest_bench guest_tiny guest_attach empty.bpf.o policy.cordon) \
	$(B)/cordon.ko $(B)/bin/cordond $(B)/bin/cordonctl
# What is compared with what: built with Cordon, without it, without the framework.
BENCH_FLAVOURS := "" nocordon nosecurity
BENCH_FLOWS := 20000

BENCH_PARTS := engine names readers replay guest kernels never-block
bench_part = $(IN_PARALLEL) bench-measure-$(1)

.PHONY: bench $(BENCH_PARTS:%=bench-%) $(BENCH_PARTS:%=bench-measure-%)
##@ Speed (docs/benchmarks.md)
bench: ## all that follows; tables, and JSON in build/bench/bench.json (installs what is missing)
	+@MAKE='$(MAKE)' tests/bench/run $(BENCH) $(BENCH_PARTS)

bench-engine: ## the engine and the real policy, in nanoseconds
	+@$(call bench_part,engine)

bench-names: ## a million names beside other ways to hold them, in a few minutes
	+@$(call bench_part,names)

bench-readers: ## the name readers
	+@$(call bench_part,readers)

bench-replay: ## cordonc replay beside libpcap alone, tshark and ndpiReader
	+@$(call bench_part,replay)

bench-guest: ## exec and connect on the stock kernel, in instructions
	+@$(call bench_part,guest)

bench-kernels: ## the same on kernels with Cordon built in, which it builds
	+@$(call bench_part,kernels)

bench-never-block: ## what a never-block list costs a socket, on such kernels
	+@$(call bench_part,never-block)

bench-measure-engine: $(BENCH)/engine_bench
	@$< policy/met-handset.ini policy/lists/controls.list $(BENCH)/engine.json

# docs/domain-set.md
bench-measure-names: $(BENCH)/names_bench $(B)/bin/cordonc
	@$< $(B)/bin/cordonc policy $(BENCH)/million $(BENCH)/names.json

bench-measure-readers: $(BENCH)/readers_bench
	@$< $(BENCH)/readers.json

# tshark and ndpiReader are run where the agreement test runs them.
bench-measure-replay: $(BENCH)/visits.pcap $(BENCH)/pcap_loop $(B)/bin/cordonc
	@tests/agreement/image
	@tests/bench/replay/compare $< $(B)/agreement/root $(BENCH) $(BENCH)/replay.json

# The guest boots without Cordon; its script puts it on and takes it off.
bench-measure-guest: $(BENCH)/report $(BENCH_ADD) vm-image
	@echo "bench: measuring in the guest; takes some minutes" >&2
	@tests/vm/run SCRIPT=tests/bench/guest/guest.sh AS=root BACKEND=off ICOUNT=1 NAME=bench \
		TIMEOUT=1800 ADD="$(BENCH_ADD) tests/bench/guest/guest_lib.sh" >$(BENCH)/guest.txt || \
		{ tail -n 5 $(BENCH)/guest.txt >&2; exit 1; }
	@$< guest $(BENCH)/guest.txt $(BENCH)/guest.json

# One boot for each kernel and turn. The kernels are built if they are not there.
bench-measure-kernels: $(BENCH)/report $(BENCH)/guest_bench $(BENCH)/guest_tiny \
		$(B)/keys/policy.der programs vm-image
	@for flavour in $(BENCH_FLAVOURS); do scripts/firmware-build 6.12 x86_64 $$flavour || exit 1; done
	@echo "bench: measuring kernels in the guest; takes some minutes" >&2
	@tests/bench/kernels/boots $(BENCH) $(BENCH)/kernels.txt
	@$< kernels $(BENCH)/kernels.txt $(BENCH)/kernels.json

bench-measure-never-block: $(BENCH)/never_block_send $(BENCH)/policy.cordon programs vm-image
	@tests/bench/never_block/boots $(BENCH) $(BENCH)/never-block.txt
	@awk -v json=$(BENCH)/never-block.json -f tests/bench/never_block/table.awk $(BENCH)/never-block.txt

$(BENCH)/engine_bench: $(BENCH_ENGINE:%=$(BENCH_OBJ)/%.o) $(LIB)
	@mkdir -p $(@D)
	$(CC) $(CFLAGS) $(LDFLAGS) -o $@ $^ $(LIB_LIBS) -lresolv

$(BENCH)/names_bench: $(BENCH_NAMES:%=$(BENCH_OBJ)/%.o) $(BENCH_OBJ)/names/sets_marisa.o $(LIB)
	@mkdir -p $(@D)
	$(CXX) $(CFLAGS) $(LDFLAGS) -o $@ $^ $(LIB_LIBS) $(shell pkg-config --libs marisa libndpi)

$(BENCH_OBJ)/names/sets_foreign.o: ALL_CFLAGS += $(shell pkg-config --cflags libndpi 2>/dev/null)

$(BENCH_OBJ)/names/sets_marisa.o: tests/bench/names/sets_marisa.cc tests/bench/names/sets_marisa.h
	@mkdir -p $(@D)
	$(CXX) $(CFLAGS) -Wall -Wextra -Werror -fPIE -c -o $@ $<

$(BENCH)/readers_bench: $(BENCH_READERS:%=$(BENCH_OBJ)/%.o) $(BENCH_BUILDERS:%=$(B)/obj/%.o) \
		$(B)/libreplay.a $(LIB)
	@mkdir -p $(@D)
	$(CC) $(CFLAGS) $(LDFLAGS) -o $@ $^ $(LIB_LIBS) -lresolv

$(BENCH)/capture_make: $(BENCH_OBJ)/replay/capture_make.o $(BENCH_BUILDERS:%=$(B)/obj/%.o) \
		$(B)/libreplay.a $(LIB)
	@mkdir -p $(@D)
	$(CC) $(CFLAGS) $(LDFLAGS) -o $@ $^ $(LIB_LIBS)

$(BENCH)/pcap_loop: $(BENCH_OBJ)/replay/pcap_loop.o
	@mkdir -p $(@D)
	$(CC) $(CFLAGS) $(LDFLAGS) -o $@ $^ $(REPLAY_LIBS)

# Names that are refused and names that must work, each with a label more.
$(BENCH)/visits.names: policy/lists/controls.list $(wildcard policy/services/*.list)
	@mkdir -p $(@D)
	@awk '$$1 == "domain" { print "www." $$2 }' $^ >$@

$(BENCH)/visits.pcap: $(BENCH)/capture_make $(BENCH)/visits.names
	@$(BENCH)/capture_make $(BENCH)/visits.names $@ $(BENCH_FLOWS)

$(BENCH)/report: $(BENCH_REPORT:%=$(BENCH_OBJ)/%.o) $(LIB)
	@mkdir -p $(@D)
	$(CC) $(CFLAGS) $(LDFLAGS) -o $@ $^ $(LIB_LIBS)

$(BENCH)/met-handset.blob: $(B)/bin/cordonc $(wildcard policy/*.ini policy/*/*.list)
	@mkdir -p $(@D)
	@$(B)/bin/cordonc compile policy/met-handset.ini -o $@ >/dev/null

$(BENCH)/policy.cordon: $(BENCH)/met-handset.blob $(B)/keys/policy.der
	@$(B)/bin/cordonc sign --key $(B)/keys/policy.key --cert $(B)/keys/policy.crt $< -o $@ >/dev/null

# Static: the libraries of the guest play no part.
$(BENCH)/guest_bench: tests/bench/guest/guest_bench.c tests/bench/guest/guest_net.c tests/bench/guest/guest_bench.h
	@mkdir -p $(@D)
	$(CC) -std=gnu11 -D_GNU_SOURCE $(CFLAGS) $(WARN) -static -o $@ $(filter %.c,$^)

$(BENCH)/never_block_send: tests/bench/never_block/send.c
	@mkdir -p $(@D)
	$(CC) -std=gnu11 -D_GNU_SOURCE $(CFLAGS) $(WARN) -static -o $@ $<

$(BENCH)/guest_tiny: tests/bench/guest/guest_tiny.S
	@mkdir -p $(@D)
	$(CC) -nostdlib -static -o $@ $<

$(BENCH)/guest_attach: $(BENCH_OBJ)/guest/guest_attach.o
	@mkdir -p $(@D)
	$(CC) $(CFLAGS) $(LDFLAGS) -o $@ $^ $(shell pkg-config --libs libbpf)

$(BENCH)/empty.bpf.o: tests/bench/guest/empty.bpf.c $(B)/gen/vmlinux.h
	@mkdir -p $(@D)
	$(BPF_CLANG) -O2 -g -Wall -Wextra -Werror -Wno-unused-parameter -target bpf \
		-D__TARGET_ARCH_x86 -I$(B)/gen -c -o $@ $<
