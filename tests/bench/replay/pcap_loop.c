// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Cordon benchmarks - pcap_loop: what reading a capture takes, if nothing is read in it
 *
 * usage: pcap_loop CAPTURE
 *
 * Prints how many packets there are and how many bytes they have in all.
 */
#include <err.h>
#include <pcap/pcap.h>
#include <stdio.h>

int main(int argc, char **argv)
{
	unsigned long long packets = 0, bytes = 0;
	char error[PCAP_ERRBUF_SIZE];
	struct pcap_pkthdr *header;
	const u_char *data;
	pcap_t *capture;
	int got;

	if (argc != 2)
		errx(2, "usage: pcap_loop CAPTURE");
	capture = pcap_open_offline(argv[1], error);
	if (!capture)
		errx(1, "%s", error);
	while ((got = pcap_next_ex(capture, &header, &data)) == 1) {
		packets++;
		bytes += header->caplen;
	}
	if (got != PCAP_ERROR_BREAK)
		errx(1, "%s: %s", argv[1], pcap_geterr(capture));
	pcap_close(capture);
	printf("%llu packets, %llu bytes\n", packets, bytes);
	return 0;
}
