# SPDX-License-Identifier: GPL-2.0-or-later
"""Clients that write their bytes themselves: what no ordinary client sends, or
not in such pieces.

usage: odd.py dns|dns_tcp|multicast|http|http_odd|proxies|tls_split|tls_odd
"""
import socket
import ssl
import struct
import sys
import time

RESOLVER = "10.20.0.53"
WORLD = "192.0.2.1"


def connect(address, port):
    conn = socket.create_connection((address, port), timeout=2)
    conn.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    return conn


def answer(conn):
    """Some of the answer, if there is one."""
    try:
        return conn.recv(65536)
    except OSError:
        return b""


def exchange(address, port, *pieces, pause=0.02):
    """Sends each piece as a segment of its own, and reads a little."""
    try:
        with connect(address, port) as conn:
            for piece in pieces:
                conn.sendall(piece)
                time.sleep(pause)
            conn.settimeout(0.3)
            return answer(conn)
    except OSError as error:
        print("odd:", error)
        return b""


def pieces(data, size):
    return [data[at:at + size] for at in range(0, len(data), size)]


# DNS

def wire(name):
    return b"".join(bytes([len(label)]) + label
                    for label in name.encode().split(b".") if label) + b"\0"


def question(name, kind=1, ident=0x4242, flags=0x0100):
    return struct.pack(">HHHHHH", ident, flags, 1, 0, 0, 0) + wire(name) + \
        struct.pack(">HH", kind, 1)


def send(data, address=RESOLVER, port=53):
    family = socket.AF_INET6 if ":" in address else socket.AF_INET
    with socket.socket(family, socket.SOCK_DGRAM) as sock:
        sock.settimeout(0.3)
        try:
            sock.sendto(data, (address, port))
        except OSError as error:
            print("odd:", address, error)
        try:
            sock.recv(65536)
        except OSError:
            pass


def dns():
    # Two questions; none; an update, whose zone stands where questions do.
    head = struct.pack(">HHHHHH", 7, 0x0100, 2, 0, 0, 0)
    send(head + wire("first.example") + b"\0\1\0\1" + wire("second.example") + b"\0\1\0\1")
    send(head + wire("pointed.example") + b"\0\1\0\1" + b"\4more\xc0\x0c" + b"\0\1\0\1")
    send(struct.pack(">HHHHHH", 8, 0, 0, 0, 0, 0))
    send(question("zone.update.example", 6, flags=0x2800))
    # As long as a name can be, and as deep; upper case.
    send(question(".".join(["x" * 63] * 3 + ["y" * 61])))
    send(question("." .join("a" * 127)))
    send(question("MiXeD.CaSe.ExAmPlE"))
    # Ends too early: in the name, behind it, in the type.
    whole = question("cut.short.example")
    for cut in 5, 3, 1:
        send(whole[:-cut])
    # An answer that nobody asked for.
    send(struct.pack(">HHHHHH", 9, 0x8180, 1, 1, 0, 0) + wire("unasked.example") +
         b"\0\1\0\1" + b"\xc0\x0c\0\5\0\1\0\0\0\x3c\0\x07\4leda\xc0\x0c")


def dns_tcp():
    def framed(message):
        return struct.pack(">H", len(message)) + message
    names = ["pipe%d.wild.example" % i for i in range(5)]
    stream = b"".join(framed(question(name, ident=i)) for i, name in enumerate(names))
    exchange(RESOLVER, 53, stream)
    exchange(RESOLVER, 53, *pieces(framed(question("bytewise.wild.example")), 1))
    exchange(RESOLVER, 53, *pieces(b"".join(
        framed(question("seven%d.wild.example" % i)) for i in range(4)), 7))


def multicast():
    for port, groups, name in (
            (5353, ("224.0.0.251", "fd00:20::53"), "_googlecast._tcp.local"),
            (5353, ("224.0.0.251", "fd00:20::53"), "Living-Room.local"),
            (5355, ("224.0.0.252", "fd00:20::53"), "fileserver")):
        for group in groups:
            send(question(name, 255, 0, 0), group, port)
    # The announcement of a service: no question at all.
    send(struct.pack(">HHHHHH", 0, 0x8400, 0, 1, 0, 0) + wire("announced.local") +
         struct.pack(">HHIH", 1, 0x8001, 120, 4) + b"\x0a\x14\0\2", "224.0.0.251", 5353)
    # Two questions, the second one asking for an answer to itself alone.
    send(struct.pack(">HHHHHH", 0, 0, 2, 0, 0, 0) + wire("_ipp._tcp.local") + b"\0\x0c\0\1" +
         b"\x04_sub\xc0\x0c" + b"\0\x0c\x80\1", "224.0.0.251", 5353)


# HTTP

def request(host, target="/", method="GET", more="", body=""):
    if body:
        more += "Content-Length: %d\r\n" % len(body)
    return ("%s %s HTTP/1.1\r\nHost: %s\r\n%s\r\n%s" % (method, target, host, more, body)).encode()


def http():
    inner = request("inside.a.body.example").decode()
    exchange(WORLD, 80, *[request("keep%d.wild.example" % i) for i in range(4)])
    exchange(WORLD, 80, b"".join(request("pipelined%d.wild.example" % i) for i in range(4)))
    exchange(WORLD, 80, request("before.post.example", "/", "POST", body=inner),
             request("after.post.example"))
    exchange(WORLD, 80, b"POST / HTTP/1.1\r\nHost: before.chunks.example\r\n"
             b"Transfer-Encoding: chunked\r\n\r\n%x\r\n%s\r\n0\r\n\r\n" %
             (len(inner), inner.encode()), request("after.chunks.example"))
    exchange(WORLD, 80, *pieces(request("bytewise.wild.example"), 1), pause=0.005)
    exchange(WORLD, 80, *pieces(request("sevenwise.wild.example", more="X: " + "y" * 99 + "\r\n"), 7))
    exchange(WORLD, 80, request("CASE.Wild.Example:80"), request("dot.wild.example."))
    exchange(WORLD, 80, b"GET / HTTP/1.0\r\n\r\n")
    exchange(WORLD, 80, b"GET / HTTP/1.1\r\nhOsT:tight.wild.example\r\n\r\n",
             b"GET / HTTP/1.1\r\nHost:   \tloose.wild.example \t \r\n\r\n")
    exchange(WORLD, 80, b"GET / HTTP/1.1\r\n" + b"X-Long: " + b"z" * 6000 +
             b"\r\nHost: late.wild.example\r\n\r\n")
    exchange(WORLD, 80, request("192.0.2.1"), request("[2001:db8::1]:80"))
    exchange(WORLD, 8080, request("dav.wild.example", "/", "PROPFIND"),
             request("dav2.wild.example", "/", "REPORT"))


def http_odd():
    exchange(WORLD, 80, request("other.wild.example", "http://absolute.wild.example/"))
    exchange(WORLD, 80, b"GET / HTTP/1.1\r\nHost: first.wild.example\r\n"
             b"Host: second.wild.example\r\n\r\n")
    exchange(WORLD, 80, b"GET / HTTP/1.1\r\nHost: folded\r\n .wild.example\r\n\r\n")
    exchange(WORLD, 80, b"GET / HTTP/1.1\nHost: newline.wild.example\n\n")
    exchange(WORLD, 80, b"\r\n\r\n" + request("blank.lines.wild.example"))
    exchange(WORLD, 80, b"GET / HTTP/1.1\r\nHost : space.wild.example\r\n\r\n")
    exchange(WORLD, 80, b"GET / HTTP/1.1\r\nX-Host: not.this.example\r\n"
             b"Host: this.wild.example\r\n\r\n")
    exchange(WORLD, 80, request(""))
    exchange(WORLD, 80, request("not a host"))
    exchange(WORLD, 80, request("user@wild.example"))
    exchange(WORLD, 80, request("b\u00fccher.wild.example"))
    exchange(WORLD, 80, request("port.wild.example:99999"))


def proxies():
    inner = request("inside.the.tunnel.example")
    for host in "tunnel.wild.example:80", "Tunnel2.Wild.Example:443":
        exchange("10.20.0.80", 3128,
                 ("CONNECT %s HTTP/1.1\r\nHost: %s\r\n\r\n" % (host, host)).encode(), inner,
                 pause=0.2)
    exchange("10.20.0.80", 3128, b"CONNECT only.target.example:443 HTTP/1.0\r\n\r\n")
    name = b"socks5.wild.example"
    exchange("10.20.0.80", 1080, b"\5\1\0", b"\5\1\0\3" + bytes([len(name)]) + name + b"\0\x50",
             inner, pause=0.2)
    exchange("10.20.0.84", 1080, b"\4\1\0\x50\0\0\0\1me\0socks4a.wild.example\0", inner, pause=0.2)


# TLS

def hello(name, **limits):
    """The first flight of OpenSSL for that name."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.check_hostname = False
    context.verify_mode = ssl.CERT_NONE
    context.set_alpn_protocols(["h2", "http/1.1"])
    for limit, value in limits.items():
        setattr(context, limit, value)
    out = ssl.MemoryBIO()
    try:
        context.wrap_bio(ssl.MemoryBIO(), out, server_hostname=name).do_handshake()
    except ssl.SSLWantReadError:
        pass
    return out.read()


def records(flight, *sizes):
    """The handshake message of a flight again, in records of such sizes; the
    last size goes on."""
    data, result, at = flight[5:], [], 0
    sizes = list(sizes)
    while at < len(data):
        size = sizes.pop(0) if len(sizes) > 1 else sizes[0]
        result.append(flight[:3] + struct.pack(">H", len(data[at:at + size])) + data[at:at + size])
        at += size
    return result


def tls_split():
    for size in 1, 2, 7, 100, 200, 400:
        exchange(WORLD, 443, *pieces(hello("segments%d.wild.example" % size), size), pause=0.002)
    for size in 1, 5, 50, 150:
        exchange(WORLD, 443, b"".join(records(hello("records%d.wild.example" % size), size)))
    exchange(WORLD, 443, *records(hello("both.wild.example"), 60))
    exchange(WORLD, 443, *records(hello("first-byte.wild.example"), 1, 9999))
    exchange(WORLD, 443, *records(hello("header.wild.example"), 4, 9999))
    exchange(WORLD, 443, *records(hello("two.wild.example", maximum_version=ssl.TLSVersion.TLSv1_2),
                                  40, 9999))
    exchange("10.20.0.53", 8443, hello("port8443.wild.example"))
    exchange(WORLD, 80, hello("port80.wild.example"))
    exchange(WORLD, 8080, hello("port8080.wild.example"))
    exchange("10.20.0.53", 853, hello("port853.wild.example"))


def with_name(flight, data):
    """The flight with another server_name extension: its whole content."""
    body = flight[9:]
    at = 34
    at += 1 + body[at]
    at += 2 + struct.unpack_from(">H", body, at)[0]
    at += 1 + body[at]
    head, rest, extensions = body[:at], body[at + 2:], b""
    while rest:
        kind, length = struct.unpack_from(">HH", rest)
        content, rest = rest[4:4 + length], rest[4 + length:]
        if kind == 0:
            for content in data:
                extensions += struct.pack(">HH", 0, len(content)) + content
        else:
            extensions += struct.pack(">HH", kind, length) + content
    body = head + struct.pack(">H", len(extensions)) + extensions
    message = b"\1" + struct.pack(">I", len(body))[1:] + body
    return flight[:3] + struct.pack(">H", len(message)) + message


def entry(name, kind=0):
    return struct.pack(">BH", kind, len(name)) + name


def listed(*entries):
    data = b"".join(entries)
    return struct.pack(">H", len(data)) + data


def tls_odd():
    plain = hello("plain.wild.example")
    for names in (
            [listed(entry(b"dot.wild.example."))],
            [listed(entry(b"CASE.Wild.EXAMPLE"))],
            [listed(entry(b"192.0.2.1"))],
            [listed(entry(b"2001:db8::1"))],
            [listed(entry(b""))],
            [listed()],
            [listed(entry(b"one.wild.example"), entry(b"two.wild.example"))],
            [listed(entry(b"\1\2\3", 7), entry(b"behind.another.type.example"))],
            [listed(entry(b"twice1.wild.example")), listed(entry(b"twice2.wild.example"))],
            [listed(entry(b"nul\0byte.wild.example"))],
            [listed(entry("b\u00fccher.wild.example".encode()))],
            [listed(entry(b"sp ace.wild.example"))],
            [listed(entry(b"wrong.length.example"))[:-3]],
            [listed(entry(b"l" * 64 + b".example"))],
            [listed(entry(b".".join([b"x" * 60] * 5)))],
            [listed(entry(b"dots..wild.example"))]):
        exchange(WORLD, 443, with_name(plain, names))
    # Never finished: the last byte is missing.
    exchange(WORLD, 443, hello("unfinished.wild.example")[:-1])


globals()[sys.argv[1]]()
