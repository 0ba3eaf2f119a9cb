# SPDX-License-Identifier: GPL-2.0-or-later
"""What tshark and `cordonc replay` read in the same captures, side by side.

usage: compare.py REPLAYED CAPTURES

CAPTURES is a directory of directories, and REPLAYED has a DIRECTORY/NAME.json of
each file in these, as `cordonc replay --json` printed it. Prints one result a
capture and layer in which either found a name, and a line for each name that
only one of them found and that tests/agreement/differences does not list.
"""
import collections
import concurrent.futures
import fnmatch
import ipaddress
import json
import os
import re
import subprocess
import sys

HERE = os.path.dirname(os.path.abspath(__file__))
LAYERS = ("dns", "sni", "quic", "http", "connect", "socks", "cname", "svcb")
# Where tshark has a name; what says sni may be over TCP or QUIC.
FIELDS = {
    "dns.qry.name": "dns",
    "dns.cname": "cname",
    "dns.dname": "cname",
    "tls.handshake.extensions_server_name": "sni",
    "http.host": "http",
    "socks.remote_name": "socks",
    "socks.v4a_dns_name": "socks",
}
PROTOCOLS = "frame.protocols"
# Of a request: what CONNECT asks for, and an absolute URI.
METHOD, URI = "http.request.method", "http.request.uri"
# Of the records of a DNS message: a target "." is short for the owner.
TYPE, OWNER, TARGET = "dns.resp.type", "dns.resp.name", "dns.svcb.targetname"
SVCB = ("64", "65")
# Of SOCKS: tshark repeats the address with whatever follows, in SOCKS4 a wrong
# one, and has it of replies as well.
STREAM, VERSION, COMMAND = "tcp.stream", "socks.version", "socks.command"
ADDRESS_TYPE, NAME_4A = "socks.address_type", "socks.v4a_dns_name"
ADDRESSES = ("socks.dst", "socks.dstV6")
OTHERS = (PROTOCOLS, METHOD, URI, TYPE, OWNER, TARGET, STREAM, VERSION, COMMAND, ADDRESS_TYPE,
          *ADDRESSES)
ESCAPES = {chr(7 + i): "\\" + c for i, c in enumerate("abtnvfr")}
TSHARK = ["tshark", "-n", "-T", "json", "-o", "tcp.reassemble_out_of_order:TRUE"]


class Failure(Exception):
    pass


def without_port(text):
    match = re.fullmatch(r"(\[[^]]*\]|[^:]*)(:\d*)?", text)
    return match[1] if match else text


def normal(text):
    """A name as both may write it: no case, no dot at the end; an address in
    one of its spellings. None: tshark names nothing, or says what is wrong."""
    if text == "<Root>":
        return "."
    if not text or re.fullmatch(r"<[A-Z][^>]*>|<name too long>", text):
        return None
    text = "".join(c.lower() if "A" <= c <= "Z" else c for c in text)
    try:
        return str(ipaddress.ip_address(text.strip("[]")))
    except ValueError:
        return text[:-1] if text.endswith(".") and len(text) > 1 else text


def plain(name):
    """Cordon's text of a name as tshark prints it: \\DDD is a byte and \\C is C;
    bytes together are UTF-8, or are not; what cannot be printed is as in C."""
    data = re.sub(rb"\\(\d{3}|.)", lambda match: bytes([int(match[1])])
                  if len(match[1]) == 3 else match[1], name.encode())
    return "".join(ESCAPES.get(c) or ("\\%03o" % ord(c) if c < " " or c == "\x7f" else c)
                   for c in data.decode(errors="replace"))


def uri_names(packet):
    for method, uri in zip(packet.get(METHOD, ()), packet.get(URI, ())):
        absolute = re.match(r"(?i)[a-z][a-z0-9+.-]*://([^/?#]*)", uri)
        if method == "CONNECT":
            yield "connect", without_port(uri)
        elif absolute:
            yield "http", without_port(absolute[1])


def svcb_names(packet):
    owners = [owner for kind, owner in zip(packet.get(TYPE, ()), packet.get(OWNER, ()))
              if kind in SVCB]
    for owner, target in zip(owners, packet.get(TARGET, ())):
        yield "svcb", owner if target == "<Root>" else target


def socks_addresses(packet, seen):
    """Those of requests: of SOCKS4, the first packet of a connection."""
    stream = tuple(packet.get(STREAM, ()))
    if packet.get(VERSION) == ["4"]:
        if stream not in seen and NAME_4A not in packet:
            yield from (("socks", text) for text in packet.get(ADDRESSES[0], ()))
        seen.add(stream)
    elif COMMAND in packet and ADDRESS_TYPE in packet:
        yield from (("socks", text) for field in ADDRESSES for text in packet.get(field, ()))


def packet_names(packet, seen):
    quic = any("quic" in text.split(":") for text in packet.get(PROTOCOLS, ()))
    for field, layer in FIELDS.items():
        for text in packet.get(field, ()):
            if layer == "http":
                text = without_port(text.strip())
            yield "quic" if quic and layer == "sni" else layer, text
    yield from uri_names(packet)
    yield from svcb_names(packet)
    yield from socks_addresses(packet, seen)


def tshark_names(capture):
    command = TSHARK + ["-r", capture]
    for field in (*FIELDS, *OTHERS):
        command += ["-e", field]
    run = subprocess.run(command, capture_output=True, text=True, errors="replace", check=False)
    if run.returncode:
        raise Failure("tshark: " + run.stderr.strip())
    names, seen = collections.defaultdict(set), set()
    for packet in json.loads(run.stdout or "[]"):
        for layer, text in packet_names(packet["_source"]["layers"], seen):
            if (name := normal(text)) is not None:
                names[layer].add(name)
    return names


def cordon_names(path):
    names, addresses = collections.defaultdict(set), 0
    with open(path, encoding="utf-8", errors="replace") as lines:
        for line in map(json.loads, lines):
            if "summary" in line:
                break
            if line["layer"] == "addr":
                addresses += 1
            elif line["name"]:  # a broken message of DNS has none
                names[line["layer"]].add(normal(plain(line["name"])))
        else:
            raise Failure("replay ended without its summary")
    return names, addresses


def shown(name):
    """A name as one word of ASCII: how differences has it."""
    return json.dumps(name)[1:-1].replace(" ", "\\u0020")


def lines_of(name, words):
    """The lines of a table beside this file, each in so many words, numbered."""
    with open(os.path.join(HERE, name), encoding="utf-8") as lines:
        for number, line in enumerate(lines, 1):
            line = line.split(None, words - 1)
            if line and not line[0].startswith("#"):
                if len(line) != words:
                    sys.exit("%s:%d: too few words" % (name, number))
                yield number, line


class Differences:
    """Those that are right: CAPTURE LAYER tshark|cordon NAME, then why."""

    def __init__(self):
        self.entries = [(number, words[0], words[1:4], set())
                        for number, words in lines_of("differences", 5)]
        for number, _, (layer, who, _), _ in self.entries:
            if layer not in LAYERS or who not in ("tshark", "cordon"):
                sys.exit("differences:%d: no such layer, or nobody" % number)

    def explain(self, capture, *what):
        found = False
        for _, captures, entry, used in self.entries:
            if entry == list(what) and fnmatch.fnmatchcase(capture, captures):
                used.add(capture)
                found = True
        return found

    def unneeded(self, captures):
        """Each capture that an entry names must need it."""
        for number, pattern, entry, used in self.entries:
            meant = set(fnmatch.filter(captures, pattern))
            if meant - used:
                yield "differences:%d: %s has no %s" % (
                    number, ", ".join(sorted(meant - used)), " ".join(entry))


class Results:
    def __init__(self):
        self.passed = self.failed = 0

    def add(self, right, text, lines=()):
        self.passed += bool(right)
        self.failed += not right
        print("%-7s %s" % ("ok" if right else "FAILED", text))
        for line in lines:
            print("          " + line)


def compare(capture, there, here, differences, results):
    """One result a layer."""
    for layer in LAYERS:
        both, wrong, listed = there[layer] & here[layer], [], 0
        for who, only in ("tshark", there[layer] - both), ("cordon", here[layer] - both):
            for name in sorted(only):
                if differences.explain(capture, layer, who, shown(name)):
                    listed += 1
                else:
                    wrong.append("only %s: %s" % (who, shown(name)))
        if both or wrong or listed:
            results.add(not wrong, "%s %s: %d names%s" % (
                capture, layer, len(both), ", %d listed" % listed if listed else ""), wrong)
    if not any(there.values()) and not any(here.values()):
        results.add(True, capture + ": no name, and neither finds one")


def find_wanted(captures, entry):
    """Whether a capture has what it was recorded for; None: it is not there."""
    capture, why, wanted = entry
    if capture not in captures:
        return None
    run = subprocess.run(["tshark", "-n", "-r", captures[capture], "-Y",
                          wanted.strip()], capture_output=True, check=False)
    return run.returncode == 0 and bool(run.stdout), "%s has %s" % (capture, why.replace("-", " "))


def main():
    replayed, directory = sys.argv[1:]
    captures = {}
    for kind in sorted(os.listdir(directory)):
        for name in sorted(os.listdir(os.path.join(directory, kind))):
            if not name.startswith("."):
                captures[kind + "/" + name] = os.path.join(directory, kind, name)
    differences, results, refused = Differences(), Results(), 0

    def read(capture):
        try:
            return (tshark_names(captures[capture]),
                    *cordon_names(os.path.join(replayed, capture + ".json")))
        except (Failure, OSError, ValueError, KeyError) as error:
            return error

    with concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as pool:
        for capture, names in zip(captures, pool.map(read, captures)):
            if isinstance(names, Exception):
                results.add(False, "%s: %r" % (capture, names))
                continue
            compare(capture, names[0], names[1], differences, results)
            refused += names[2]
        for text in differences.unneeded(captures):
            results.add(False, text)
        entries = [words for _, words in lines_of("wanted", 3)]
        for found in pool.map(lambda entry: find_wanted(captures, entry), entries):
            if found:
                results.add(*found)
    print("beside them %d flows in the layer addr, which no name is in" % refused)
    print("%d passed, %d failed" % (results.passed, results.failed))
    return results.failed != 0


if __name__ == "__main__":
    sys.exit(main())
