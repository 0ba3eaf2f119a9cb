# SPDX-License-Identifier: GPL-2.0-or-later
#
# A record of Cordon's in a sentence.

def actions: {restrict: "is restricted", deny: "is denied", audit: "is watched", allow: "is allowed"};

def because:
	if .reason == "path" then "the file matches \"\(.rule)\""
	elif .reason == "prefix" then "\(.dest) lies in its \"\(.rule)\""
	elif .reason == "learned" then
		"the name server said that \(.dest) is \(.name), of its \"\(.rule)\""
	elif .reason == "name" then "\(.name) belongs to its \"\(.rule)\""
	elif .reason == "other-resolver" then
		"\(.dest) is none of the phone's name servers (other-resolver)"
	elif .reason == "dns-over-tcp" then
		"Cordon cannot read a question over TCP (dns-over-tcp)"
	else .reason end;

# Its name, without the key's fingerprint.
def signer: sub(": [0-9a-f]{40}$"; "");

def why:
	if .record == "REFUSED" then "the kernel refused the object: \(.error)"
	elif .record == "LOADED" then "\(.policy) version \(.version) is in force, signed by \(.signer | signer)"
	elif .service then "\(.service) \(actions[.action]): \(because)"
	else because end;
