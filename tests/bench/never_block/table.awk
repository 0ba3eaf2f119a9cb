# SPDX-License-Identifier: GPL-2.0-or-later
#
# Lines `LIST-LINES WHO CALL ROUNDS NANOSECONDS`, a line a block, to a table, and to
# JSON in the file `json`: the cheapest block without a list, and what each list
# adds to it. A call's ratio is the dearest list's to none; it has a target.

BEGIN {
	target["udp-send"] = target["udp-sendto"] = 1.01
	target["udp-connect"] = 1.025
	target["tcp-send"] = 1.001
}

{
	cost = $5 / $4
	key = $2 SUBSEP $3
	if (!(key in seen)) {
		seen[key]
		order[++count] = key
	}
	if (!($1 in with)) {
		with[$1]
		list[++lists] = $1
	}
	if (!(($1, key) in least) || cost < least[$1, key])
		least[$1, key] = cost
}

function heading(lines) {
	return lines " line" (lines == 1 ? "" : "s")
}

END {
	if (!count || list[1] != 0)
		exit 1
	printf "%-12s %-8s %12s", "call", "user", "no list"
	for (i = 2; i <= lists; i++)
		printf " %12s", heading(list[i])
	printf " %8s %9s\n", "ratio", "target"
	printf "{\"instructions\": [" >json
	for (n = 1; n <= count; n++) {
		split(order[n], part, SUBSEP)
		none = dearest = least[0, order[n]]
		printf "%-12s %-8s %12.1f", part[2], part[1], none
		printf "%s{\"call\": \"%s\", \"user\": \"%s\", \"no_list\": %.1f",
			(n > 1 ? ", " : ""), part[2], part[1], none >json
		for (i = 2; i <= lists; i++) {
			cost = least[list[i], order[n]]
			printf " %+12.1f", cost - none
			printf ", \"lines_%d\": %.1f", list[i], cost >json
			if (cost > dearest)
				dearest = cost
		}
		met = dearest <= none * target[part[2]]
		printf " %8.4f %9s  %s\n", dearest / none, "<= " target[part[2]], (met ? "met" : "MISSED")
		printf ", \"ratio\": %.5f, \"at_most\": %s, \"met\": %s}", dearest / none,
			target[part[2]], (met ? "true" : "false") >json
	}
	print "]}" >json
	print "instructions of a call and its system call, in the cheapest block"
}
