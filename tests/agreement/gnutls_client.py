# SPDX-License-Identifier: GPL-2.0-or-later
"""curl as a library, which Debian links with GnuTLS for Python.

usage: gnutls_client.py URL...
"""
import io
import sys

import pycurl

assert "GnuTLS" in pycurl.version
for url in sys.argv[1:]:
    for version in pycurl.SSLVERSION_TLSv1_2, pycurl.SSLVERSION_TLSv1_3:
        curl = pycurl.Curl()
        curl.setopt(pycurl.URL, url)
        curl.setopt(pycurl.SSL_VERIFYPEER, 0)
        curl.setopt(pycurl.SSL_VERIFYHOST, 0)
        curl.setopt(pycurl.SSLVERSION, version)
        curl.setopt(pycurl.TIMEOUT, 5)
        curl.setopt(pycurl.WRITEDATA, io.BytesIO())
        try:
            curl.perform()
        except pycurl.error as error:
            print(url, error)
