# SPDX-License-Identifier: GPL-2.0-or-later
#
# Speed: natively, in nanoseconds, of the engine; in the guest, in instructions,
# of exec and connect with and without Cordon. docs/benchmarks.md.

BENCH := $(B)/bench
BENCH_POLICY := $(BENCH)/met-handset.blob
BENCH_ENGINE := engine_bench bench cases questions rivals

$(BENCH)/engine_bench: $(BENCH_ENGINE:%=$(B)/obj/tests/bench/%.o) $(LIB)
	@mkdir -p $(@D)
	$(CC) $(CFLAGS) $(LDFLAGS) -o $@ $^ $(LIB_LIBS)

$(BENCH_POLICY): $(B)/bin/cordonc $(wildcard policy/*.ini policy/*/*.list)
	@mkdir -p $(@D)
	$(B)/bin/cordonc compile policy/met-handset.ini -o $@

.PHONY: bench-engine
bench-engine: $(BENCH)/engine_bench $(BENCH_POLICY)
	@$(BENCH)/engine_bench $(BENCH_POLICY) policy/lists/controls.list $(BENCH)/engine.json
