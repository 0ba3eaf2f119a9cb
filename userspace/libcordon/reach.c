// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * libcordon - reach: what a connection meets that names somebody
 *
 * The engine says which names are refused. The kernel of this version refuses the
 * DNS question and the address, and reads no name inside a connection: where the
 * address does not refuse, a refused name is let through. Whoever tells a user
 * what happens asks here.
 */
#include "reach.h"

/**
 * cordon_reach() - from what is decided of a name to what happens
 * @address_refused: the connection is refused for the address it goes to
 * @decision: what is decided of the name, or of an address where a name could
 *	stand; its verdict becomes what happens
 */
void cordon_reach(bool address_refused, struct cordon_decision *decision)
{
	if (decision->verdict == CORDON_DENY && !address_refused)
		decision->verdict = CORDON_INSPECT;
}
