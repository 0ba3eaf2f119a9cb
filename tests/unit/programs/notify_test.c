// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * What cordond takes for the service manager's socket, and what arrives there
 */
#include "cordond/notify.c"
#include "kselftest_harness.h"

/* Binds a manager's socket; @name begins with @ for an abstract one. */
static int listen_at(const char *name)
{
	struct sockaddr_un at = { .sun_family = AF_UNIX };
	size_t length = strlen(name);
	int fd = socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0);

	memcpy(at.sun_path, name, length);
	if (*name == '@')
		at.sun_path[0] = '\0';
	if (bind(fd, (struct sockaddr *)&at,
		 offsetof(struct sockaddr_un, sun_path) + length) < 0)
		return -1;
	return fd;
}

TEST(nobody)
{
	unsetenv("NOTIFY_SOCKET");
	EXPECT_EQ(0, notify_open());
	EXPECT_EQ(-1, notify_fd());
	EXPECT_EQ(0, notify_send("READY=1"));
}

TEST(no_socket)
{
	char name[sizeof(manager.sun_path) + 1];

	setenv("NOTIFY_SOCKET", "run/notify", 1);
	EXPECT_EQ(-EINVAL, notify_open());
	memset(name, 'x', sizeof(name) - 1);
	name[0] = '/';
	name[sizeof(name) - 1] = '\0';
	setenv("NOTIFY_SOCKET", name, 1);
	EXPECT_EQ(-EINVAL, notify_open());
	EXPECT_EQ(-1, notify_fd());
}

TEST(arrives)
{
	char name[64], text[64] = "";
	int fd;

	snprintf(name, sizeof(name), "@cordon-notify-test-%d", (int)getpid());
	fd = listen_at(name);
	ASSERT_LE(0, fd);
	setenv("NOTIFY_SOCKET", name, 1);
	EXPECT_EQ(0, notify_open());
	EXPECT_LE(0, notify_fd());
	EXPECT_EQ(0, notify_send("STATUS=%d", 7));
	EXPECT_EQ(8, recv(fd, text, sizeof(text) - 1, MSG_DONTWAIT));
	EXPECT_STREQ("STATUS=7", text);
}

TEST_HARNESS_MAIN
