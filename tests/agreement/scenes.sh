# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=bash
#
# What is recorded: each scene is one capture's worth of real clients. A client
# that is refused or gets no answer has still asked.
# shellcheck disable=SC2034,SC2154 # SCENES is for inside.sh, spki from there
SCENES=(dns dns_tcp dns_encrypted multicast http http_odd proxies tls_openssl tls_gnutls
	tls_split tls_odd fast_open browser browser_quic small_mtu)

get() {
	curl -k -s -S -o /dev/null --max-time 5 "$@" || echo "curl $*: status $?"
}

ask() {
	dig +tries=1 +time=2 "$@" >/dev/null || echo "dig $*: status $?"
}

ask_knot() {
	kdig +retry=0 +timeout=2 "$@" >/dev/null 2>&1 || echo "kdig $*: status $?"
}

# Questions of every kind, and answers that lead on.
scene_dns() {
	local type
	for type in A AAAA HTTPS MX NS TXT CAA SOA ANY DS DNSKEY TYPE65280; do
		ask @10.20.0.53 facebook.com "$type"
	done
	ask @10.20.0.53 www.facebook.com
	ask @10.20.0.53 www.instagram.com AAAA
	ask @10.20.0.53 Metrics.News.Example
	ask @10.20.0.53 loop.cordon.example
	ask @10.20.0.53 www.moved.example
	ask @10.20.0.53 www.tiktok.com HTTPS
	ask @10.20.0.53 discord.com HTTPS
	ask @10.20.0.53 snapchat.com HTTPS
	ask @10.20.0.53 www.snapchat.com HTTPS
	ask @10.20.0.53 _dns.resolver.arpa SVCB
	ask @10.20.0.53 _8443._foo.api.example SVCB
	ask @10.20.0.53 -x 192.0.2.1
	ask @10.20.0.53 -x 2001:db8::1
	ask @10.20.0.53 _xmpp-client._tcp.whatsapp.net SRV
	ask @10.20.0.53 nobody.knows.this.example
	ask @10.20.0.53 . NS
	ask @10.20.0.53 version.bind CH TXT
	ask @10.20.0.53 longchain.example
	ask @fd00:20::53 www.youtube.com AAAA
	ask @192.0.2.53 www.linkedin.com
	ask @10.20.0.53 +noedns +nocookie x.com
	ask @10.20.0.53 +dnssec +nsid +padding=128 +subnet=203.0.113.0/24 api.x.com
	ask @10.20.0.53 +bufsize=4096 +ignore big.example TXT
	ask @10.20.0.53 'with\.dot.wild.example'
	ask @10.20.0.53 'with\032space.wild.example'
	ask @10.20.0.53 'nul\000byte.wild.example'
	ask @10.20.0.53 'bell\007tab\009del\127end.wild.example'
	ask @10.20.0.53 'b\195\188cher.wild.example'
	ask @10.20.0.53 'high\255\128.wild.example'
	ask @10.20.0.53 'back\\slash.and\"quote.wild.example'
	ask @10.20.0.53 xn--bcher-kva.example
	ask_knot @10.20.0.53 web.whatsapp.com A
	ask_knot @10.20.0.53 open.spotify.com HTTPS
	ask_knot @10.20.0.53 +notify cordon.example SOA
	python3 /test/odd.py dns
	python3 -c 'import socket; socket.getaddrinfo("www.reddit.com", 80)'
}

# TCP: one a connection, several, pipelined, in pieces.
scene_dns_tcp() {
	ask @10.20.0.53 +tcp www.facebook.com
	ask @fd00:20::53 +tcp www.tiktok.com HTTPS
	ask @10.20.0.53 +tcp +keepopen web.whatsapp.com www.reddit.com AAAA www.instagram.com
	ask @10.20.0.53 +tcp big.example TXT
	ask @10.20.0.53 +tcp . AXFR
	ask @10.20.0.53 +bufsize=512 big.example TXT
	ask_knot @10.20.0.53 +tcp +keepopen x.com api.x.com
	python3 /test/odd.py dns_tcp
}

# Encrypted: what the ClientHello says is all there is.
scene_dns_encrypted() {
	ask @10.20.0.53 +tls www.facebook.com
	ask @10.20.0.53 +tls +tls-hostname=dot.cordon.example www.facebook.com
	ask @10.20.0.53 -p 8443 +https=/dns-query www.facebook.com
	ask_knot @10.20.0.53 +tls +tls-sni=dns.google www.instagram.com
	ask_knot @10.20.0.53 +tls +keepopen +tls-sni=one.one.one.one www.instagram.com x.com
	ask_knot @fd00:20::53 +tls +tls-sni=dns.quad9.net www.instagram.com
	ask_knot @10.20.0.53 -p 8443 +https +tls-sni=cloudflare-dns.com www.instagram.com
	get --doh-insecure --doh-url https://doh.cordon.example:8443/dns-query https://www.reddit.com/
}

scene_multicast() {
	python3 /test/odd.py multicast
	ask @10.20.0.53 -p 5353 printer.local
}

# HTTP/1: several hosts on a connection, ports, addresses, bodies.
scene_http() {
	get http://www.facebook.com/ http://www.facebook.com/again
	get -4 http://www.bbc.co.uk/ http://www.bbc.co.uk:8080/other
	get -6 http://web.whatsapp.com/
	get http://192.0.2.1/ 'http://[2001:db8::1]:8080/'
	get -0 http://www.gov.uk/
	get -d 'GET / HTTP/1.1%0d%0aHost: not.a.host' http://api.x.com/post
	get -H Expect: -T /test/world/zone http://www.reddit.com/put
	get -H 'Transfer-Encoding: chunked' -d @/test/world/zone http://maps.google.com/chunked
	get -H 'Host: fronted.example' http://www.gov.uk/
	get -I http://open.spotify.com/
	get -X OPTIONS http://www.linkedin.com/
	get --http2 http://www.youtube.com/upgrade
	get --http2-prior-knowledge http://www.youtube.com/http2
	get --resolve 'under_score.wild.example:80:192.0.2.1' http://under_score.wild.example/
	python3 /test/odd.py http
}

# HTTP/1 that nobody should send.
scene_http_odd() {
	python3 /test/odd.py http_odd
}

# Through proxies: absolute URIs, CONNECT, SOCKS; and one through another.
scene_proxies() {
	local http=http://10.20.0.80:3128 four=10.20.0.84:1080 five=10.20.0.80:1080
	get -x $http http://www.facebook.com/ http://www.bbc.co.uk/ http://www.gov.uk:8080/
	get -x $http -p http://web.whatsapp.com/connect
	get -x $http https://www.instagram.com/
	get -x $http https://192.0.2.1/
	get -x $http 'https://[2001:db8::1]/'
	get -x http://proxy.cordon.example:3128 https://www.tiktok.com/
	get --socks4 $four http://www.reddit.com/
	get --socks4a $four http://www.reddit.com/
	get --socks4a $four https://www.youtube.com/
	get --socks5 $five https://www.linkedin.com/
	get --socks5-hostname $five https://www.linkedin.com/
	get --socks5-hostname $five http://api.x.com/
	get --socks5-hostname $five --proxy-user me:secret http://x.com/
	get --socks5-hostname $five 'https://[2001:db8::1]/'
	get --preproxy socks5h://$five -x $http https://open.spotify.com/
	get --preproxy socks5h://$five -x $http http://maps.google.com/
	browse --proxy-server=socks5://$five https://p16-sign.tiktokcdn.com/socks
	browse --proxy-server=$http https://p16-sign.tiktokcdn.com/connect
	python3 /test/odd.py proxies
}

hello() {
	openssl s_client -connect 192.0.2.1:443 "$@" </dev/null >/dev/null 2>&1 ||
		echo "s_client $*: status $?"
}

# OpenSSL: every version, both families, none, odd ones, and a second hello.
scene_tls_openssl() {
	get https://www.facebook.com/ https://www.facebook.com/again
	get -4 https://web.whatsapp.com/
	get -6 https://web.whatsapp.com/
	get --http1.1 https://www.bbc.co.uk/
	get --tls-max 1.2 https://www.tiktok.com/
	get https://192.0.2.1/
	get --connect-to ::192.0.2.1: https://xn--bcher-kva.example/
	get --connect-to ::192.0.2.1: https://UPPER.Wild.Example./
	hello -servername maps.google.com -tls1_2
	hello -servername api.x.com -tls1_3 -groups X448:P-256
	hello -servername x.com -cipher 'DEFAULT@SECLEVEL=0' -tls1_1
	hello -servername x.com -cipher 'DEFAULT@SECLEVEL=0' -tls1
	hello -noservername
	hello -servername WWW.Gov.UK -alpn h2,http/1.1
	hello -servername under_score.wild.example
	hello -servername open.spotify.com -early_data /dev/null -reconnect
	openssl s_client -dtls -connect 192.0.2.1:443 -servername dtls.example \
		</dev/null >/dev/null 2>&1 &
	sleep 0.5
	kill $! 2>/dev/null || :
}

# GnuTLS: libcurl with it, its own client.
scene_tls_gnutls() {
	local priority
	python3 /test/gnutls_client.py https://www.instagram.com/ https://www.facebook.com/ \
		https://www.reddit.com/ https://www.bbc.co.uk/
	for priority in NORMAL:-VERS-ALL:+VERS-TLS1.3 NORMAL:-VERS-ALL:+VERS-TLS1.2 \
		NORMAL:-VERS-ALL:+VERS-TLS1.1:%NO_EXTENSIONS SECURE256; do
		gnutls-cli --insecure --priority "$priority" --sni-hostname gnutls.wild.example \
			192.0.2.1 </dev/null >/dev/null 2>&1 || :
	done
	gnutls-cli --insecure --disable-sni 192.0.2.1 </dev/null >/dev/null 2>&1 || :
}

# One hello in many records and segments.
scene_tls_split() {
	python3 /test/odd.py tls_split
}

# Hellos that nobody should send.
scene_tls_odd() {
	python3 /test/odd.py tls_odd
}

# The first bytes in the SYN (RFC 7413); here without its cookie.
scene_fast_open() {
	echo 1543 >/proc/sys/net/ipv4/tcp_fastopen
	get -4 --tcp-fastopen https://www.facebook.com/
	get -6 --tcp-fastopen https://web.whatsapp.com/
	get -4 --tcp-fastopen http://www.reddit.com/
	get --tcp-fastopen -x http://10.20.0.80:3128 https://www.tiktok.com/
	ask_knot @10.20.0.53 +tcp +fastopen x.com
	ask_knot @10.20.0.53 +tls +fastopen +tls-sni=dns.google x.com
	echo 1 >/proc/sys/net/ipv4/tcp_fastopen
}

browse() {
	local home
	home=$(mktemp -d)
	timeout 30 chromium-headless-shell --no-sandbox --disable-gpu --disable-dev-shm-usage \
		--user-data-dir="$home" --ignore-certificate-errors-spki-list="$spki" \
		--ignore-certificate-errors --timeout=4000 --virtual-time-budget=3000 --dump-dom "$@" \
		>/run/dom 2>/run/browser.log || echo "browser $*: status $?"
	rm -rf "$home"
}

# TCP, and what a page fetches beside itself; DNS asked by itself or the system.
scene_browser() {
	browse --disable-quic https://www.facebook.com/page
	grep -o 'secure [a-z.]*' /run/dom || :
	browse --disable-quic --disable-features=AsyncDns http://www.bbc.co.uk/
	browse --disable-quic --disable-features=PostQuantumKyber https://www.snapchat.com/page
}

scene_browser_quic() {
	browse --enable-quic --origin-to-force-quic-on=www.tiktok.com:443,web.whatsapp.com:443 \
		https://www.tiktok.com/page
	browse --enable-quic --origin-to-force-quic-on=web.whatsapp.com:443 \
		https://web.whatsapp.com/page
	browse --enable-quic --origin-to-force-quic-on=www.youtube.com:443 \
		--host-resolver-rules='MAP www.youtube.com [2001:db8::1]' https://www.youtube.com/page
}

# Segments and fragments, for everything is too large.
scene_small_mtu() {
	set_mtu 1280
	get -6 https://web.whatsapp.com/
	ask @fd00:20::53 +bufsize=4096 +ignore big.example TXT
	browse --disable-quic https://www.youtube.com/page
	# Too small for IPv6, which the kernel takes away for good: so this is last.
	set_mtu 576
	get -4 https://www.facebook.com/
	python3 /test/gnutls_client.py https://www.instagram.com/
	ask -4 @10.20.0.53 +bufsize=4096 +ignore big.example TXT
	ask_knot @10.20.0.53 +bufsize=4096 longchain.example
	browse --disable-quic https://www.tiktok.com/page
	get -b "$(printf 'cookie=%0999d; ' 1 2 3)" http://www.reddit.com/
}
