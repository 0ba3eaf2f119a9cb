# SPDX-License-Identifier: GPL-2.0-or-later
"""A SOCKS4 and 4a proxy: Debian has none that is small. Wherever it is asked to
go, it goes to the one address of the recorded world.

usage: socks4_server.py ADDRESS PORT
"""
import socket
import socketserver
import struct
import sys
import threading

WORLD = "192.0.2.1"


def copy(source, target):
    try:
        while data := source.recv(65536):
            target.sendall(data)
        target.shutdown(socket.SHUT_WR)
    except OSError:
        pass


class Socks4(socketserver.StreamRequestHandler):
    rbufsize = 0

    def text(self):
        data = b""
        while (byte := self.rfile.read(1)) not in (b"", b"\0"):
            data += byte
        return data

    def handle(self):
        head = self.rfile.read(8)
        if len(head) < 8:
            return
        version, command, port, address = struct.unpack(">BBHI", head)
        self.text()
        if 0 < address < 256:
            self.text()
        if (version, command) != (4, 1):
            return
        with socket.create_connection((WORLD, port)) as there:
            self.request.sendall(struct.pack(">BBHI", 0, 90, 0, 0))
            back = threading.Thread(target=copy, args=(there, self.request))
            back.start()
            copy(self.request, there)
            back.join()


socketserver.ThreadingTCPServer.allow_reuse_address = True
socketserver.ThreadingTCPServer.daemon_threads = True
with socketserver.ThreadingTCPServer((sys.argv[1], int(sys.argv[2])), Socks4) as server:
    server.serve_forever()
