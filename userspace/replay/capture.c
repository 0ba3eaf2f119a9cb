// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * replay - capture: the packets of a file, by libpcap
 */
#include <errno.h>
#include <fcntl.h>
#include <pcap/pcap.h>
#include <unistd.h>

#include "libcordon/file.h"
#include "replay/capture.h"
#include "replay/input.h"

/* Packets between two reports of progress. */
#define PROGRESS_EVERY	2048U

/**
 * struct reading - a file that is being read
 * @path: "-" is the standard input
 * @calls: who wants to know
 * @diag: gets what is wrong
 * @input: its bytes
 * @pcap: libpcap's
 * @number: of the packet read last
 */
struct reading {
	const char *path;
	const struct replay_capture_calls *calls;
	struct cordon_diagnostics *diag;
	struct replay_input *input;
	pcap_t *pcap;
	u64 number;
};

static const struct cordon_where *where_of(const char *path,
					   struct cordon_where *where)
{
	*where = (struct cordon_where){
		.file = strcmp(path, "-") ? path : "standard input",
	};
	return where;
}

static int complain(const struct reading *reading, int error, const char *hint,
		    const char *text)
{
	struct cordon_where where;

	cordon_diagnose(reading->diag, CORDON_ERROR,
			where_of(reading->path, &where), hint, "%s", text);
	return error;
}

static int check_format(const struct reading *reading)
{
	const struct replay_input *input = reading->input;
	char text[128];

	if (input->error) {
		snprintf(text, sizeof(text), "cannot read it: %s",
			 strerror(input->error));
		return complain(reading, -input->error,
				cordon_file_advice(-input->error), text);
	}
	switch (input->format) {
	case REPLAY_FORMAT_PACKED:
		return complain(reading, -EINVAL,
				"unpack it first, or pipe it in: zcat FILE | cordonc replay POLICY -",
				"this file is compressed");
	case REPLAY_FORMAT_OTHER:
		return complain(reading, -EINVAL,
				"captures are pcap or pcapng files, as tcpdump and Wireshark write them",
				input->filled ? "this is no capture" :
						 "this file is empty");
	default:
		return 0;
	}
}

/* Says what libpcap says, and what of the file counts. */
static int complain_broken(const struct reading *reading, const char *why)
{
	const struct replay_input *input = reading->input;
	char text[PCAP_ERRBUF_SIZE + 64];
	const char *hint = NULL;

	if (input->too_many)
		why = "more interfaces than a capture has";
	else if (input->error)
		why = strerror(input->error);
	if (!reading->pcap) {
		snprintf(text, sizeof(text), "cannot read its beginning: %s",
			 why);
	} else {
		snprintf(text, sizeof(text), "cannot read packet %llu: %s",
			 reading->number + 1, why);
		hint = "what comes before it was read";
	}
	return complain(reading, input->error ? -input->error : -EINVAL, hint,
			text);
}

static void give_packet(struct reading *reading, u32 link_type,
			const struct pcap_pkthdr *header, const u8 *bytes)
{
	const struct replay_input *input = reading->input;
	struct replay_frame frame = {
		/* With this precision tv_usec counts nanoseconds. */
		.time = (u64)header->ts.tv_sec * 1000000000 +
			(u64)header->ts.tv_usec,
		.number = ++reading->number,
		.link_type = link_type,
		.bytes = bytes,
		.length = header->caplen,
		.whole = header->len,
	};

	if (input->format == REPLAY_FORMAT_PCAPNG) {
		frame.link_type = replay_input_link(input);
		if (input->whole)
			frame.whole = input->whole;
	}
	/* Some writers give the length without what they captured besides. */
	if (frame.whole < frame.length)
		frame.whole = frame.length;
	reading->calls->frame(reading->calls->data, &frame);
}

static int read_packets(struct reading *reading)
{
	const struct replay_capture_calls *calls = reading->calls;
	u32 link_type = (u32)pcap_datalink(reading->pcap);
	struct pcap_pkthdr *header;
	const u8 *bytes;
	int status;

	while ((status = pcap_next_ex(reading->pcap, &header, &bytes)) == 1) {
		give_packet(reading, link_type, header, bytes);
		if (calls->progress && reading->number % PROGRESS_EVERY == 0)
			calls->progress(calls->data, reading->input->bytes);
	}
	if (calls->progress)
		calls->progress(calls->data, reading->input->bytes);
	if (status == PCAP_ERROR_BREAK)
		return 0;
	return complain_broken(reading, pcap_geterr(reading->pcap));
}

static int read_source(struct reading *reading)
{
	char text[PCAP_ERRBUF_SIZE] = "";
	FILE *stream;
	int error;

	error = check_format(reading);
	if (error)
		return error;
	stream = replay_input_stream(reading->input);
	if (!stream)
		return complain(reading, -ENOMEM, NULL, "out of memory");
	reading->pcap = pcap_fopen_offline_with_tstamp_precision(stream,
								 PCAP_TSTAMP_PRECISION_NANO,
								 text);
	if (!reading->pcap) {
		fclose(stream);
		return complain_broken(reading, text);
	}
	error = read_packets(reading);
	pcap_close(reading->pcap);
	return error;
}

/**
 * replay_capture_read() - read the packets of a file
 * @path: the file; "-" for the standard input
 * @calls: who gets them
 * @diag: gets what is wrong
 *
 * A file that is damaged or ends in the middle is read up to there.
 *
 * Return: 0, or a negative errno after an error in @diag.
 */
int replay_capture_read(const char *path,
			const struct replay_capture_calls *calls,
			struct cordon_diagnostics *diag)
{
	struct reading reading = {
		.path = path,
		.calls = calls,
		.diag = diag,
	};
	bool is_stdin = !strcmp(path, "-");
	int fd = STDIN_FILENO, error;

	if (!is_stdin)
		fd = open(path, O_RDONLY | O_CLOEXEC);
	if (fd < 0)
		return complain(&reading, -errno, cordon_file_advice(-errno),
				strerror(errno));
	reading.input = replay_input_open(fd);
	if (reading.input)
		error = read_source(&reading);
	else
		error = complain(&reading, -ENOMEM, NULL, "out of memory");
	replay_input_close(reading.input);
	if (!is_stdin)
		close(fd);
	return error;
}
