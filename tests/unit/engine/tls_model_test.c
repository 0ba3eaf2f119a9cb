// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * ClientHello messages, broken at random, beside a reader that has them whole
 */
#include <stdlib.h>

#include "engine/tests/hello.h"
#include "kselftest_harness.h"

#define ROUNDS	60000

/* A part of the message that is not taken yet. */
struct part {
	const u8 *at;
	const u8 *end;
	bool broken;
};

struct model {
	struct cordon_host host;
	unsigned int flags;
	unsigned int alpn;
};

static u32 take(struct part *part, unsigned int bytes)
{
	u32 value = 0;

	if (part->end - part->at < (long)bytes) {
		part->broken = true;
		part->at = part->end;
		return 0;
	}
	while (bytes--)
		value = value << 8 | *part->at++;
	return value;
}

/* A part whose length stands before it. */
static struct part take_part(struct part *part, unsigned int length_bytes)
{
	u32 length = take(part, length_bytes);
	struct part inner = { part->at, part->at, false };

	if (part->end - part->at < (long)length)
		part->broken = true;
	else
		part->at += length;
	inner.end = part->at;
	return inner;
}

static bool is_empty(const struct part *part)
{
	return part->at == part->end;
}

static bool is_text(const struct part *part, const char *text)
{
	return (size_t)(part->end - part->at) == strlen(text) &&
	       !memcmp(part->at, text, strlen(text));
}

static bool read_names(struct model *model, struct part extension)
{
	struct part list = take_part(&extension, 2);
	unsigned int hosts = 0;

	if (!is_empty(&extension) || is_empty(&list))
		return false;
	while (!is_empty(&list)) {
		u32 type = take(&list, 1);
		struct part name = take_part(&list, 2);

		if (list.broken)
			return false;
		if (type) {
			model->flags |= CORDON_TLS_OTHER_NAME;
			continue;
		}
		if (hosts++ || cordon_host_from_text(&model->host, name.at,
						     (size_t)(name.end - name.at)))
			return false;
	}
	return !extension.broken;
}

static unsigned int protocol(const struct part *name)
{
	size_t length = (size_t)(name->end - name->at);

	if (is_text(name, "http/1.1"))
		return CORDON_ALPN_HTTP_1;
	if (is_text(name, "h2"))
		return CORDON_ALPN_HTTP_2;
	if (is_text(name, "dot"))
		return CORDON_ALPN_DOT;
	if (is_text(name, "h3") ||
	    (length > 2 && length <= 8 && !memcmp(name->at, "h3-", 3)))
		return CORDON_ALPN_HTTP_3;
	if (length > 2 && length <= 8 && !memcmp(name->at, "doq", 3))
		return CORDON_ALPN_DOQ;
	return CORDON_ALPN_OTHER;
}

static bool read_protocols(struct model *model, struct part extension)
{
	struct part list = take_part(&extension, 2);

	if (!is_empty(&extension) || is_empty(&list))
		return false;
	while (!is_empty(&list)) {
		struct part name = take_part(&list, 1);

		if (is_empty(&name) || list.broken)
			return false;
		model->alpn |= protocol(&name);
	}
	return !extension.broken;
}

static bool read_versions(struct model *model, struct part extension)
{
	struct part list = take_part(&extension, 1);

	if (!is_empty(&extension) || is_empty(&list))
		return false;
	while (!is_empty(&list)) {
		u32 version = take(&list, 2);

		if (version == 0x0304 || (version & 0xff00) == 0x7f00 ||
		    (version & 0xff00) == 0xfb00)
			model->flags |= CORDON_TLS_13;
	}
	return !list.broken && !extension.broken;
}

static bool read_extension(struct model *model, u32 type, struct part extension)
{
	switch (type) {
	case HELLO_SERVER_NAME:
		model->flags |= CORDON_TLS_SNI;
		return read_names(model, extension);
	case HELLO_ALPN:
		return read_protocols(model, extension);
	case HELLO_VERSIONS:
		return read_versions(model, extension);
	case HELLO_ECH:
		model->flags |= CORDON_TLS_ECH;
		if (is_empty(&extension))
			return false;
		if (*extension.at == 1)
			model->flags |= CORDON_TLS_ECH_INNER;
		return true;
	case HELLO_EARLY_DATA:
		model->flags |= CORDON_TLS_EARLY_DATA;
		return true;
	case HELLO_PRE_SHARED_KEY:
		model->flags |= CORDON_TLS_PSK;
		return true;
	default:
		return true;
	}
}

/* A message that is there to its last byte. */
static bool read_model(struct model *model, const u8 *bytes, size_t length)
{
	struct part message = { bytes + 4, bytes + length, false };
	static u8 types[65536 / 8];
	struct part extensions, part;

	memset(model, 0, sizeof(*model));
	memset(types, 0, sizeof(types));
	take(&message, 2);
	if (message.end - message.at < 32)
		return false;
	message.at += 32;
	part = take_part(&message, 1);
	if (part.end - part.at > 32)
		return false;
	part = take_part(&message, 2);
	if (is_empty(&part) || (part.end - part.at) % 2)
		return false;
	part = take_part(&message, 1);
	if (is_empty(&part) || message.broken)
		return false;
	if (is_empty(&message))
		return true;
	extensions = take_part(&message, 2);
	if (!is_empty(&message) || message.broken)
		return false;
	while (!is_empty(&extensions)) {
		u32 type = take(&extensions, 2);

		part = take_part(&extensions, 2);
		if (extensions.broken || !read_extension(model, type, part))
			return false;
		if ((type < 64 || type == HELLO_ECH) &&
		    types[type / 8] & 1 << type % 8)
			return false;
		types[type / 8] |= (u8)(1 << type % 8);
	}
	return true;
}

static u32 random_below(u64 *seed, u32 below)
{
	*seed = *seed * 6364136223846793005ULL + 1442695040888963407ULL;
	return (u32)(*seed >> 33) % below;
}

static void random_hello(struct test_hello *hello, u64 *seed)
{
	static const u16 types[] = {
		HELLO_SERVER_NAME, HELLO_ALPN, HELLO_VERSIONS, HELLO_ECH,
		HELLO_EARLY_DATA, HELLO_PRE_SHARED_KEY, HELLO_KEY_SHARE, 23, 63, 64,
	};
	static const char *const names[] = {
		"a", "www.facebook.com", "192.0.2.1", "2001:db8::1", "a..b",
	};
	static const char *const protocols[] = {
		"h2,http/1.1", "h3", "h3-29,x", "dot", "doq-i03", "doqqqqqqq",
	};
	static const u8 major[] = { 3, 3, 3, 0x7f, 0xfb, 0xfa };
	u32 count = random_below(seed, 6);

	cordon_test_hello_begin(hello);
	if (!random_below(seed, 4))
		cordon_test_hello_set16(hello, 4, random_below(seed, 65536));
	if (random_below(seed, 16))
		cordon_test_hello_extend(hello);
	while (hello->extensions && count--) {
		u16 type = types[random_below(seed, ARRAY_SIZE(types))];

		if (type == HELLO_SERVER_NAME) {
			cordon_test_hello_sni(hello, names[random_below(seed, 5)]);
		} else if (type == HELLO_ALPN) {
			cordon_test_hello_alpn(hello, protocols[random_below(seed, 6)]);
		} else if (type == HELLO_VERSIONS) {
			cordon_test_hello_versions(hello);
			hello->data[hello->length - 4] =
				major[random_below(seed, ARRAY_SIZE(major))];
		} else if (type == HELLO_ECH) {
			cordon_test_hello_ech(hello, (u8)random_below(seed, 3), 3);
		} else {
			cordon_test_hello_pad(hello, type, random_below(seed, 4));
		}
	}
	cordon_test_hello_end(hello);
}

/* Change, add or take away a byte; lengths at their place mostly fit again. */
static void mutate(struct test_hello *hello, u64 *seed)
{
	u32 at = random_below(seed, (u32)hello->length);
	u32 from = 4 + 2 + 32;

	/* The fixed part is long, and its bytes say little. */
	if (random_below(seed, 4) && hello->extensions)
		from = (u32)hello->extensions;
	at = from + random_below(seed, (u32)hello->length - from);
	switch (random_below(seed, 4)) {
	case 0:
		hello->data[at] = (u8)random_below(seed, 256);
		break;
	case 1:
		hello->data[at] = (u8)(hello->data[at] +
				       (random_below(seed, 2) ? 1 : 255));
		break;
	case 2:
		memmove(hello->data + at + 1, hello->data + at,
			hello->length++ - at);
		break;
	default:
		memmove(hello->data + at, hello->data + at + 1,
			--hello->length - at);
	}
	if (random_below(seed, 2))
		cordon_test_hello_end(hello);
	else
		cordon_test_hello_set24(hello, 1, hello->length - 4);
}

static bool equal(const struct cordon_tls_hello *hello, const struct model *model)
{
	const struct cordon_host *a = &hello->host, *b = &model->host;

	if (hello->flags != model->flags || hello->alpn != model->alpn ||
	    a->kind != b->kind)
		return false;
	if (a->kind == CORDON_HOST_NAME)
		return a->length == b->length &&
		       !memcmp(a->name, b->name, a->length);
	return a->kind == CORDON_HOST_NONE ||
	       cordon_address_equal(&a->address, &b->address);
}

TEST(model)
{
	static struct test_hello hello;
	struct cordon_tls_hello state;
	struct model model;
	unsigned int i, good = 0, named = 0;
	u64 seed = 20240917;

	for (i = 0; i < ROUNDS; i++) {
		enum cordon_read read;
		unsigned int times;
		size_t used;
		u8 *data;
		bool is;

		random_hello(&hello, &seed);
		for (times = random_below(&seed, 3); times; times--)
			mutate(&hello, &seed);
		data = malloc(hello.length);
		ASSERT_NE(NULL, data);
		memcpy(data, hello.data, hello.length);
		cordon_tls_hello_init(&state);
		read = cordon_tls_hello_read(&state, data, hello.length, &used);
		is = read_model(&model, data, hello.length);
		ASSERT_EQ(is ? CORDON_READ_DONE : CORDON_READ_MALFORMED, read)
			TH_LOG("round %u", i);
		if (is) {
			ASSERT_EQ(true, equal(&state, &model))
				TH_LOG("round %u", i);
			ASSERT_EQ(hello.length, used);
			good++;
			named += model.host.kind != CORDON_HOST_NONE;
		}
		free(data);
	}
	/* Both sorts came often. */
	EXPECT_GT(good, ROUNDS / 4);
	EXPECT_GT(ROUNDS - good, ROUNDS / 4);
	EXPECT_GT(named, ROUNDS / 25);
	TH_LOG("%u good, %u of them with a host", good, named);
}

TEST_HARNESS_MAIN
