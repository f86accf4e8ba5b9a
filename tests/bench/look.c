/* SPDX-FileCopyrightText: 2026 The Tensarium authors
 * SPDX-License-Identifier: MIT */

/* Times what looking at large tensors costs and prints the table of RESULTS.md: `look`, on a
 * display. A step of the stage is all that the window's thread does for it, in that thread's own
 * processor time, from the change until a frame with its numbers has been drawn; what workers read
 * in the meantime is waited for and not counted. Statistics are processor time as well, of all
 * threads. */
#include "tests/ui/stage-fixture.h"

#include "engine/trace/block.h"

#include <adwaita.h>
#include <time.h>

#define N_STEPS 40

typedef struct
{
  double ms[N_STEPS];
  int n;
} Times;

static double
get_ms (clockid_t clock)
{
  struct timespec now;

  clock_gettime (clock, &now);
  return (double) now.tv_sec * 1e3 + (double) now.tv_nsec / 1e6;
}

static int
compare_times (const void *a, const void *b)
{
  const double x = *(const double *) a, y = *(const double *) b;

  return (x > y) - (x < y);
}

static void
print_times (const char *what, const char *size, Times *times)
{
  qsort (times->ms, (size_t) times->n, sizeof *times->ms, compare_times);
  g_print ("| %s, %s | %.1f ms | %.1f ms |\n", what, size, times->ms[times->n / 2],
           times->ms[times->n - 1]);
}

static void
on_painted (GdkFrameClock *clock, bool *is_painted)
{
  *is_painted = true;
}

/* Serves the window until the step's numbers have been drawn, and adds what it cost. */
static void
finish_step (Fixture *fixture, TnuStageCard *card, double start, Times *times)
{
  GdkFrameClock *clock = gtk_widget_get_frame_clock (GTK_WIDGET (fixture->stage));
  bool is_painted = false;
  gulong id;

  while (fixture->stage->layout_source != 0 || card->asked != NULL)
    g_main_context_iteration (NULL, TRUE);
  id = g_signal_connect (clock, "after-paint", G_CALLBACK (on_painted), &is_painted);
  gdk_frame_clock_request_phase (clock, GDK_FRAME_CLOCK_PHASE_AFTER_PAINT);
  while (!is_painted)
    g_main_context_iteration (NULL, TRUE);
  g_signal_handler_disconnect (clock, id);
  times->ms[times->n++] = get_ms (CLOCK_THREAD_CPUTIME_ID) - start;
}

static void
time_zoom (Fixture *fixture, TnuStageCard *card, const char *size)
{
  Times times = { 0 };

  for (int k = 0; k < N_STEPS; k++)
    {
      const double start = get_ms (CLOCK_THREAD_CPUTIME_ID);

      if (!tnu_stage_zoom_card (fixture->stage, card, k < N_STEPS / 2 ? 1.25 : .8))
        break;
      finish_step (fixture, card, start, &times);
    }
  print_times ("zoom step", size, &times);
}

static void
time_pan (Fixture *fixture, TnuStageCard *card, const char *size)
{
  Times times = { 0 };

  for (int k = 0; k < 6; k++)
    tnu_stage_zoom_card (fixture->stage, card, 1.25);
  wait_until (fixture->stage->layout_source == 0 && card->asked == NULL);
  for (int k = 0; k < N_STEPS; k++)
    {
      const double start = get_ms (CLOCK_THREAD_CPUTIME_ID);

      card->zoom_window.first_row += card->zoom_window.row_step;
      card->zoom_window.first_col += card->zoom_window.col_step;
      tnu_stage_queue_layout (fixture->stage);
      finish_step (fixture, card, start, &times);
    }
  print_times ("pan step", size, &times);
}

static void
time_statistics (TnuStageCard *card, const char *size)
{
  TnsStatistics statistics;
  const double start = get_ms (CLOCK_PROCESS_CPUTIME_ID);

  g_assert_true (tns_statistics_read (card->value, &statistics, NULL, NULL));
  g_print ("| statistics, %s | %.0f ms | |\n", size,
           get_ms (CLOCK_PROCESS_CPUTIME_ID) - start);
}

static void
time_tensor (Fixture *fixture, const char *source, const char *size, bool is_drawn)
{
  TnuStageCard *card;

  run (fixture, source, "big");
  wait_until (is_read (fixture, "big"));
  card = find_card (fixture, "big");
  tns_session_select_name (fixture->session, "big");
  serve (500);
  if (is_drawn)
    {
      time_zoom (fixture, card, size);
      time_pan (fixture, card, size);
    }
  time_statistics (card, size);
}

int
main (int argc, char **argv)
{
  Fixture fixture = { 0 };

  if (!gtk_init_check ())
    return 1;
  adw_init ();
  set_up (&fixture, NULL);
  gtk_window_set_default_size (GTK_WINDOW (fixture.window), 768, 780);
  g_print ("| what | median | largest |\n|---|---:|---:|\n");
  time_tensor (&fixture, "import torch\nbig = torch.randn(1000, 1000)", "10⁶ float32", true);
  time_tensor (&fixture, "big = torch.randn(10000, 10000)", "10⁸ float32", true);
  if (argc > 1)
    time_tensor (&fixture, "big = torch.rand(31623, 31623)", "10⁹ float32", false);
  tear_down (&fixture, NULL);
  return finish (0);
}
