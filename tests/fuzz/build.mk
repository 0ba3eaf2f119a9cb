# SPDX-License-Identifier: GPL-2.0-or-later
#
# Fuzzing: each *_fuzz.c is a libFuzzer target, made by clang with the address
# and undefined behaviour sanitizers over the same sources as everything else.
# Other .c files here are what several of them share, but for seeds_*.c: those
# make the committed seeds.

FUZZ := $(B)/fuzz
FUZZ_CC := clang
FUZZ_TARGETS := $(patsubst tests/fuzz/%_fuzz.c,%,$(wildcard tests/fuzz/*_fuzz.c))
FUZZ_SHARED := $(filter-out %_fuzz.c tests/fuzz/seeds_%.c,$(wildcard tests/fuzz/*.c))
# What the unit tests build their packets and policies with.
FUZZ_UNIT := $(addprefix tests/unit/engine/,blob_parts.c blob_walk.c policy.c quic_builder.c) \
	$(wildcard kmod/engine/tests/*.c) $(addprefix tests/unit/replay/,capture_file.c packet.c)
FUZZ_SANITIZE := -fsanitize=address,undefined -fno-sanitize-recover=all \
	-fno-omit-frame-pointer
FUZZ_CFLAGS = -std=gnu11 -O2 -g $(WARN) $(CPPFLAGS) -Itests -Itests/fuzz \
	$(FUZZ_SANITIZE) -fsanitize=fuzzer-no-link -MMD -MP
FUZZ_PROGRAMS := $(FUZZ_TARGETS:%=$(FUZZ)/%)
# Seconds for each target of `make fuzz`, and which ones.
T := 20
TARGETS := $(FUZZ_TARGETS)

$(FUZZ)/obj/%.o: %.c
	@mkdir -p $(@D)
	$(FUZZ_CC) $(FUZZ_CFLAGS) -c -o $@ $<

$(FUZZ)/libfuzzed.a: $(patsubst %.c,$(FUZZ)/obj/%.o,$(ENGINE_SRC) $(LIB_SRC) \
		$(REPLAY_SRC) $(FUZZ_SHARED) $(FUZZ_UNIT))
	@rm -f $@
	ar rcs $@ $^

$(FUZZ_PROGRAMS): $(FUZZ)/%: $(FUZZ)/obj/tests/fuzz/%_fuzz.o $(FUZZ)/libfuzzed.a
	$(FUZZ_CC) -g $(FUZZ_SANITIZE) -fsanitize=fuzzer $(FUZZ_LINK) -o $@ $^ $(LIB_LIBS) $(REPLAY_LIBS)

# cipher_check.h, pool.h
FUZZ_CIPHER := -Wl,--wrap=cordon_aes_encrypt,--wrap=cordon_gcm_open
$(FUZZ)/quic: FUZZ_LINK := $(FUZZ_CIPHER)
$(FUZZ)/replay: FUZZ_LINK := $(FUZZ_CIPHER) -Wl,--wrap=malloc,--wrap=calloc,--wrap=free

.PHONY: fuzz check-fuzz fuzz-seeds
##@ Tests
fuzz: $(FUZZ_PROGRAMS) ## fuzz each reader for T=20 seconds, or TARGETS="dns tls"; goes on where it was
	@tests/fuzz/run $(FUZZ) $(T) keep $(TARGETS)

check-fuzz: $(FUZZ_PROGRAMS) ## fuzz each reader for 20 seconds, the same every time
	@tests/fuzz/run $(FUZZ) 20 fresh $(FUZZ_TARGETS)

# After a change of a format or a builder. Commit what it has made.
fuzz-seeds: $(FUZZ)/make_seeds ## make the committed seeds of the fuzz targets anew
	@$(FUZZ)/make_seeds tests/fuzz/seeds

$(FUZZ)/make_seeds: $(patsubst %.c,$(B)/obj/%.o,$(wildcard tests/fuzz/seeds_*.c) $(FUZZ_UNIT)) \
		$(B)/libreplay.a $(LIB)
	@mkdir -p $(@D)
	$(CC) $(CFLAGS) $(LDFLAGS) -o $@ $^ $(LIB_LIBS) $(REPLAY_LIBS)

$(B)/obj/tests/%.o: CPPFLAGS += -Itests

-include $(shell find $(FUZZ)/obj -name '*.d' 2>/dev/null)
