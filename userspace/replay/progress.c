// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * replay - progress: a line on the terminal while large files are read
 *
 * It stands only on a terminal, comes after a moment (small files need none),
 * and is wiped away for everything else that is written.
 */
#include <stdlib.h>
#include <sys/ioctl.h>
#include <time.h>
#include <unistd.h>

#include "replay/progress.h"

#define SECOND		1000000000ULL
#define DRAW_EVERY	(SECOND / 10)
#define BAR_MAX		32U
#define WIDTH_UNKNOWN	80U

static u64 clock_now(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return (u64)now.tv_sec * SECOND + (u64)now.tv_nsec;
}

static bool is_terminal(FILE *out)
{
	const char *term = getenv("TERM");

	return out && isatty(fileno(out)) && !(term && !strcmp(term, "dumb"));
}

/**
 * replay_progress_start() - begin to count
 * @progress: set
 * @out: where the line may stand, if that is a terminal
 * @total: bytes to be read; 0 if nobody knows
 */
void replay_progress_start(struct replay_progress *progress, FILE *out,
			   u64 total)
{
	*progress = (struct replay_progress){
		.out = is_terminal(out) ? out : NULL,
		.total = total,
	};
	if (progress->out) {
		progress->started = clock_now();
		progress->drawn = progress->started;
	}
}

static const char *print_bytes(char text[16], double bytes)
{
	static const char *const unit[] = { "B", "kB", "MB", "GB", "TB", "PB" };
	u32 i = 0;

	while (bytes >= 999.5 && i + 1 < ARRAY_SIZE(unit)) {
		bytes /= 1000;
		i++;
	}
	snprintf(text, 16, "%.*f %s", i && bytes < 9.95, bytes, unit[i]);
	return text;
}

static const char *print_time(char text[24], double seconds)
{
	u32 whole = seconds < 3e6 ? (u32)(seconds + 0.5) : 3000000;

	if (whole >= 3600)
		snprintf(text, 24, "%u h %02u min", whole / 3600,
			 whole / 60 % 60);
	else if (whole >= 60)
		snprintf(text, 24, "%u min %02u s", whole / 60, whole % 60);
	else
		snprintf(text, 24, "%u s", whole);
	return text;
}

/* How much, of how much, how fast, how long still: as far as that is known. */
static void print_facts(const struct replay_progress *progress, u64 elapsed,
			char *text, size_t size)
{
	double now = (double)progress->now, total = (double)progress->total;
	double rate = elapsed ? now * (double)SECOND / (double)elapsed : 0;
	char a[16], b[16], c[16], left[24];
	size_t at = 0;

	at += (size_t)snprintf(text, size, "%s", print_bytes(a, now));
	if (total > 0)
		at += (size_t)snprintf(text + at, size - at, " of %s",
				       print_bytes(b, total));
	if (rate < 1)
		return;
	at += (size_t)snprintf(text + at, size - at, "  %s/s",
			       print_bytes(c, rate));
	if (total > 0)
		snprintf(text + at, size - at, "  %s left",
			 print_time(left, total > now ? (total - now) / rate :
							0));
}

/* "[#####.....]  50 %  ", or nothing where there is no room or no end. */
static void print_bar(const struct replay_progress *progress, u32 room,
		      char *text, size_t size)
{
	u32 bar = room > BAR_MAX + 12 ? BAR_MAX : room > 20 ? room - 12 : 0;
	double done = (double)progress->now / (double)progress->total;
	char dots[BAR_MAX + 1];
	u32 filled;

	if (done > 1)
		done = 1;
	if (!bar) {
		snprintf(text, size, "%3u %%  ", (u32)(done * 100));
		return;
	}
	filled = (u32)(done * bar);
	memset(dots, '#', filled);
	memset(dots + filled, '.', bar - filled);
	dots[bar] = '\0';
	snprintf(text, size, "[%s] %3u %%  ", dots, (u32)(done * 100));
}

/**
 * replay_progress_text() - the line itself
 * @progress: what is to be shown
 * @elapsed: nanoseconds since the start
 * @width: columns of the terminal
 * @text: gets the line
 * @size: of @text
 *
 * Return: its length, less than @width and less than @size.
 */
size_t replay_progress_text(const struct replay_progress *progress, u64 elapsed,
			    unsigned int width, char *text, size_t size)
{
	char bar[BAR_MAX + 16] = "", facts[128];
	size_t length;

	print_facts(progress, elapsed, facts, sizeof(facts));
	length = strlen(facts);
	if (progress->total)
		print_bar(progress, width > length ? width - (u32)length : 0,
			  bar, sizeof(bar));
	snprintf(text, size < width ? size : width, "%s%s", bar, facts);
	return strlen(text);
}

static void draw(struct replay_progress *progress, u64 now)
{
	struct winsize window;
	u32 width = WIDTH_UNKNOWN;
	char text[256];

	if (!ioctl(fileno(progress->out), TIOCGWINSZ, &window) &&
	    window.ws_col)
		width = window.ws_col;
	replay_progress_text(progress, now - progress->started, width, text,
			     sizeof(text));
	fprintf(progress->out, "\r%s\033[K", text);
	fflush(progress->out);
	progress->shown = true;
	progress->drawn = now;
}

/**
 * replay_progress_update() - so much of a file has been read
 * @progress: the line
 * @bytes: of the file that is being read
 */
void replay_progress_update(struct replay_progress *progress, u64 bytes)
{
	u64 now;

	progress->now = progress->before + bytes;
	if (!progress->out)
		return;
	now = clock_now();
	if (now - progress->drawn >= DRAW_EVERY)
		draw(progress, now);
}

/**
 * replay_progress_next() - a file is done
 * @progress: the line
 */
void replay_progress_next(struct replay_progress *progress)
{
	progress->before = progress->now;
}

/**
 * replay_progress_hide() - wipe the line away, before something is written and
 * at the end
 * @progress: the line; comes again with the next update
 */
void replay_progress_hide(struct replay_progress *progress)
{
	if (!progress->shown)
		return;
	fputs("\r\033[K", progress->out);
	fflush(progress->out);
	progress->shown = false;
}
