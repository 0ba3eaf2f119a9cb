// SPDX-License-Identifier: GPL-2.0-or-later
/* Switches the guest off at once: the last thing its init does. */
#include <sys/reboot.h>
#include <unistd.h>

int main(void)
{
	sync();
	return reboot(RB_POWER_OFF);
}
