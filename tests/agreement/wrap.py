# SPDX-License-Identifier: GPL-2.0-or-later
"""The same packets in other clothes: links, tunnels, fragments, segments and
file formats that the recording machine has none of.

usage: wrap.py DIRECTORY, which has the recorded captures
"""
import ipaddress
import itertools
import os
import struct
import subprocess
import sys

# What is wrapped: scenes that need no line in tests/agreement/differences.
PLAIN = ("dns", "dns_tcp", "multicast", "http", "proxies", "tls_gnutls", "browser",
         "browser_quic", "fast_open")
IPV4, IPV6 = 0x0800, 0x86dd
TCP, UDP = 6, 17
TUNNEL4 = "203.0.113.1", "203.0.113.2"
TUNNEL6 = "2001:db8:ffff::1", "2001:db8:ffff::2"


def read(path):
    """(time, bytes of a packet) of a pcap file of this machine's byte order."""
    with open(path, "rb") as file:
        data = file.read()
    at = 24
    while at < len(data):
        seconds, micro, length, _ = struct.unpack_from("=IIII", data, at)
        yield seconds * 1000000 + micro, data[at + 16:at + 16 + length]
        at += 16 + length


def write(path, packets, link, order="=", nano=False, snap=None):
    """Writes them: each a (time, bytes)."""
    scale = 1000 if nano else 1
    with open(path, "wb") as file:
        file.write(struct.pack(order + "IHHiIII", 0xa1b23c4d if nano else 0xa1b2c3d4,
                               2, 4, 0, 0, snap or 262144, link))
        for time, packet in packets:
            kept = packet[:snap]
            file.write(struct.pack(order + "IIII", time // 1000000, time % 1000000 * scale,
                                   len(kept), len(packet)) + kept)


def checksum(data):
    total = sum(struct.unpack(">%dH" % (len(data) // 2), data))
    while total >> 16:
        total = (total & 0xffff) + (total >> 16)
    return ~total & 0xffff


def header4(payload, protocol, ident=0, fragment=0, ends=TUNNEL4):
    ends = b"".join(ipaddress.IPv4Address(end).packed for end in ends)
    head = struct.pack(">BBHHHBBH", 0x45, 0, 20 + len(payload), ident, fragment, 64,
                       protocol, 0) + ends
    return head[:10] + struct.pack(">H", checksum(head)) + head[12:]


def header6(payload, protocol, ends=TUNNEL6):
    return struct.pack(">IHBB", 0x60000000, len(payload), protocol, 64) + \
        b"".join(ipaddress.IPv6Address(end).packed for end in ends)


def in4(payload, protocol):
    return header4(payload, protocol) + payload


def in6(payload, protocol):
    return header6(payload, protocol) + payload


def in_udp(payload, port, inside=in4):
    return inside(struct.pack(">HHHH", 49152, port, 8 + len(payload), 0) + payload, UDP)


def ethertype(packet):
    return IPV4 if packet[0] >> 4 == 4 else IPV6


def type_of(packet):
    return struct.pack(">H", ethertype(packet))


def ethernet(packet):
    return b"\x02\0\0\0\0\1\x02\0\0\0\0\2" + type_of(packet) + packet


def tagged(*tags):
    def wrap(packet):
        frame = ethernet(packet)
        return frame[:12] + b"".join(struct.pack(">HH", *tag) for tag in tags) + frame[12:]
    return wrap


def pppoe(packet):
    data = (b"\0\x21" if ethertype(packet) == IPV4 else b"\0\x57") + packet
    return ethernet(packet)[:12] + b"\x88\x64\x11\0\0\1" + struct.pack(">H", len(data)) + data


def ppp(packet):
    return b"\xff\x03" + (b"\0\x21" if ethertype(packet) == IPV4 else b"\0\x57") + packet


def gtp(options=b""):
    def wrap(packet):
        data = options + packet
        return ethernet(in_udp(struct.pack(">BBHI", 0x34 if options else 0x30, 255, len(data), 7) +
                               data, 2152))
    return wrap


def wifi(packet):
    """A data frame of 802.11 from a station, behind the header of radiotap."""
    return b"\0\0\x08\0\0\0\0\0" + b"\x08\x01\0\0" + b"\x02\0\0\0\0\1" * 3 + b"\0\0" + \
        b"\xaa\xaa\x03\0\0\0" + type_of(packet) + packet


def l2tp(packet):
    data = ppp(packet)
    return ethernet(in_udp(struct.pack(">HHHH", 0x4002, 8 + len(data), 1, 1) + data, 1701))


# How one packet is wrapped, and what link its file says.
WRAPPED = {
    "raw": (lambda p: p, 101),
    "null": (lambda p: struct.pack("=I", 2 if ethertype(p) == IPV4 else 30) + p, 0),
    "ppp": (ppp, 9),
    "hdlc": (lambda p: b"\x0f\0" + type_of(p) + p, 104),
    "cooked_1": (lambda p: b"\0\4\0\1\0\6\2\0\0\0\0\1\0\0" + type_of(p) + p, 113),
    "wifi": (wifi, 127),
    "vlan": (tagged((0x8100, 42)), 1),
    "vlan_twice": (tagged((0x88a8, 7), (0x8100, 42)), 1),
    "mpls": (lambda p: ethernet(p)[:12] + b"\x88\x47" + b"\0\1\0\x40" + b"\0\2\1\x40" + p, 1),
    "pppoe": (pppoe, 1),
    "gre": (lambda p: ethernet(in4(b"\0\0" + type_of(p) + p, 47)), 1),
    "gre_key": (lambda p: ethernet(in6(b"\xb0\0" + type_of(p) + b"\0" * 12 + p, 47)), 1),
    "gre_ethernet": (lambda p: ethernet(in4(b"\0\0\x65\x58" + ethernet(p), 47)), 1),
    "erspan": (lambda p: ethernet(in4(b"\x10\0\x88\xbe\0\0\0\1" + b"\x10\x2a\0\1\0\0\0\0" +
                                      ethernet(p), 47)), 1),
    "vxlan": (lambda p: ethernet(in_udp(b"\x08\0\0\0\0\0\x2a\0" + ethernet(p), 4789)), 1),
    "vxlan_6": (lambda p: ethernet(in_udp(b"\x08\0\0\0\0\0\x2a\0" + ethernet(p), 4789, in6)), 1),
    "geneve": (lambda p: ethernet(in_udp(b"\2\0\x65\x58\0\0\x2a\0" + b"\1\2\3\1\0\0\0\0" +
                                         ethernet(p), 6081)), 1),
    "gtp": (gtp(), 1),
    "gtp_options": (gtp(b"\0\0\0\x85" + b"\1\0\1\0"), 1),
    "teredo": (lambda p: ethernet(in_udp(p, 3544)) if ethertype(p) == IPV6 else ethernet(p), 1),
    "l2tp": (l2tp, 1),
    "ip_in_ip": (lambda p: ethernet(in4(p, 4 if ethertype(p) == IPV4 else 41)), 1),
    "ip_in_ip6": (lambda p: ethernet(in6(p, 4 if ethertype(p) == IPV4 else 41)), 1),
    "gtp_in_vxlan": (lambda p: ethernet(in_udp(b"\x08\0\0\0\0\0\x2a\0" + gtp()(p), 4789)), 1),
}


def parts(packet):
    """Header of IP, protocol, payload; no options and no extensions, as our own
    clients send, or no protocol."""
    if packet[0] == 0x45 and not struct.unpack_from(">H", packet, 6)[0] & 0x3fff:
        end = struct.unpack_from(">H", packet, 2)[0]
        return packet[:20], packet[9], packet[20:end]
    if packet[0] >> 4 == 6 and packet[6] in (TCP, UDP):
        return packet[:40], packet[6], packet[40:40 + struct.unpack_from(">H", packet, 4)[0]]
    return None, 0, b""


def again(head, payload):
    """A packet with that header and another payload."""
    if head[0] >> 4 == 4:
        head = head[:2] + struct.pack(">H", 20 + len(payload)) + head[4:10] + b"\0\0" + head[12:20]
        return head[:10] + struct.pack(">H", checksum(head)) + head[12:] + payload
    return head[:4] + struct.pack(">H", len(payload)) + head[6:] + payload


def fragments(packet, ident, size=120):
    head, protocol, payload = parts(packet)
    if not protocol or len(payload) <= size:
        return [packet]
    result = []
    for at in range(0, len(payload), size):
        more = at + size < len(payload)
        piece = payload[at:at + size]
        if head[0] >> 4 == 4:
            flags = head[:4] + struct.pack(">HH", ident & 0xffff, more << 13 | at // 8) + head[8:]
            result.append(again(flags, piece))
        else:
            result.append(again(head[:6] + b"\x2c" + head[7:],
                                struct.pack(">BBHI", protocol, 0, at | more, ident) + piece))
    return result


def fragments_twice(packet, ident):
    """But not of QUIC: at times tshark 4.0 cannot open a datagram that it has put
    together from these."""
    _, protocol, payload = parts(packet)
    if protocol == UDP and 443 in struct.unpack_from(">HH", payload):
        return [packet]
    return [piece for piece in fragments(packet, ident) for _ in (1, 2)]


def extended(packet):
    """Hop-by-hop options, a routing header that leads nowhere, options."""
    head, protocol, payload = parts(packet)
    if not protocol or head[0] >> 4 != 6:
        return packet
    return again(head[:6] + b"\0" + head[7:],
                 b"\x2b\0\1\4\0\0\0\0" + b"\x3c\0\xfd\0\0\0\0\0" +
                 bytes([protocol]) + b"\1\1\x0c" + b"\0" * 12 + payload)


def optioned(packet):
    """Options of IPv4: nothing, and a router's alert."""
    head, protocol, payload = parts(packet)
    if not protocol or head[0] >> 4 != 4:
        return packet
    head = b"\x47" + head[1:2] + struct.pack(">H", 28 + len(payload)) + head[4:10] + b"\0\0" + \
        head[12:] + b"\1\1\1\1\x94\4\0\0"
    return head[:10] + struct.pack(">H", checksum(head)) + head[12:] + payload


def segments(packet, size, overlap=0):
    head, protocol, payload = parts(packet)
    if protocol != TCP:
        return [packet]
    length = payload[12] >> 4 << 2
    tcp, data = payload[:length], payload[length:]
    if len(data) <= size or tcp[13] & 2:
        return [packet]
    number, = struct.unpack_from(">I", tcp, 4)
    result = []
    for at in range(0, len(data), size):
        begin = max(0, at - overlap)
        # Only the last one ends the stream.
        flags = tcp[13] if at + size >= len(data) else tcp[13] & ~1
        result.append(again(head, tcp[:4] + struct.pack(">I", number + begin & 0xffffffff) +
                            tcp[8:13] + bytes([flags]) + tcp[14:] + data[begin:at + size]))
    return result


def each(packets, change):
    """change(packet, its number) makes some of one."""
    for number, (time, packet) in enumerate(packets):
        for one in change(packet, number):
            yield time, ethernet(one)


def swapped(packets):
    """Pieces in pairs, the second one first."""
    def change(packet, number):
        pieces = segments(packet, 90)
        return itertools.chain.from_iterable(
            reversed(pieces[at:at + 2]) for at in range(0, len(pieces), 2))
    return each(packets, change)


CHANGED = {
    "fragments": lambda ps: each(ps, fragments),
    "fragments_backwards": lambda ps: each(ps, lambda p, n: reversed(fragments(p, n))),
    "fragments_twice": lambda ps: each(ps, fragments_twice),
    "extensions": lambda ps: each(ps, lambda p, n: [extended(p)]),
    "options": lambda ps: each(ps, lambda p, n: [optioned(p)]),
    "twice": lambda ps: each(ps, lambda p, n: [p, p]),
    "segments": lambda ps: each(ps, lambda p, n: segments(p, 50)),
    "segments_overlap": lambda ps: each(ps, lambda p, n: segments(p, 50, 20)),
    "segments_swapped": swapped,
}


def main():
    directory = sys.argv[1]

    def path(name):
        return os.path.join(directory, name)
    packets = [(time, frame[14:]) for scene in PLAIN
               for time, frame in read(path(scene + ".pcap"))]
    for name, (wrap, link) in WRAPPED.items():
        write(path("as_%s.pcap" % name), ((time, wrap(packet)) for time, packet in packets), link)
    for name, change in CHANGED.items():
        write(path("as_%s.pcap" % name), change(packets), 1)
    plain = [(time, ethernet(packet)) for time, packet in packets]
    write(path("as_big_endian.pcap"), plain, 1, order=">")
    write(path("as_nanoseconds.pcap"), plain, 1, nano=True)
    # Behind the names of most questions, and inside most requests of HTTP.
    cut = [(time, frame) for scene in ("dns", "multicast", "http")
           for time, frame in read(path(scene + ".pcap"))]
    write(path("as_cut_off.pcap"), cut, 1, snap=160)
    # Two interfaces, two links, in one file.
    subprocess.run(["mergecap", "-w", path("as_interfaces.pcapng"), path("dns.pcap"),
                    path("http-any.pcap"), path("browser_quic.pcap")], check=True)


if __name__ == "__main__":
    main()
