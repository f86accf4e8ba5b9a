/* SPDX-FileCopyrightText: 2026 The Tensarium authors
 * SPDX-License-Identifier: MIT */
#include "ui/stage/flow.h"

#include <math.h>

/* A card this much wider than its numbers need looks empty. */
#define MAX_STRETCH 1.5
/* Cards may be this much narrower than they like, if one more then fits in the row. */
#define SQUEEZE .95
/* A row that ends because there are no more cards is stretched only when it is nearly full. */
#define NEARLY_FULL .75
/* A card is tall when others fit beside it twice. */
#define TALL 1.7

typedef struct
{
  const TnuFlow *flow;
  TnuFlowItem *items;
  int n_items;
} Job;

static bool
stands_alone (const Job *job, int k, double width)
{
  return job->items[k].is_wide || job->items[k].natural > width;
}

/* How many items from @first share a row of @width; at least one. */
static int
count_row (const Job *job, int first, double width)
{
  double used = job->items[first].natural;
  int n = 1;

  if (stands_alone (job, first, width))
    return 1;
  while (first + n < job->n_items && !stands_alone (job, first + n, width))
    {
      used += job->flow->gutter + job->items[first + n].natural;
      if (used * SQUEEZE > width)
        break;
      n++;
    }
  return n;
}

/* Widths of a row and their places; the last px go to the last card. */
static void
place_across (const Job *job, int first, int n, double x, double width)
{
  TnuFlowItem *items = job->items + first;
  double free_width = width - (n - 1) * job->flow->gutter;
  double natural = 0;
  double factor;
  double right = x + width;

  for (int i = 0; i < n; i++)
    natural += MIN (items[i].natural, width);
  factor = free_width / MAX (natural, 1);
  if (stands_alone (job, first, width))
    factor = MAX (factor, 1);
  else if (first + n == job->n_items && factor > 1 / NEARLY_FULL)
    factor = 1;
  else
    factor = MIN (factor, MAX_STRETCH);

  for (int i = 0; i < n; i++)
    {
      items[i].x = x;
      items[i].width = floor (MIN (items[i].natural, width) * factor);
      if (i == n - 1 && right - x - items[i].width <= n)
        items[i].width = right - x;
      x += items[i].width + job->flow->gutter;
    }
}

static double
place_down (const Job *job, int first, int n, double y)
{
  double height = 0;

  for (int k = first; k < first + n; k++)
    height = MAX (height, job->flow->get_height (k, job->items[k].width, job->flow->data));
  for (int k = first; k < first + n; k++)
    {
      job->items[k].y = y;
      job->items[k].height = height;
    }
  return height;
}

/* Rows beside the tall item @first; returns how many items they took, 0 when it is not worth it. */
static int
place_beside (const Job *job, int first, double x, double y, double width, double *height)
{
  const TnuFlow *flow = job->flow;
  TnuFlowItem *tall = &job->items[first];
  double tall_height = flow->get_height (first, tall->natural, flow->data);
  double left = x + tall->natural + flow->gutter;
  double room = x + width - left;
  double used = 0;
  int n_rows = 0;
  int last_first = first + 1;
  int k = first + 1;

  while (k < job->n_items && !job->items[k].is_wide && job->items[k].natural <= room)
    {
      int n = count_row (job, k, room);
      double gap = n_rows > 0 ? flow->gutter : 0;
      double row;

      place_across (job, k, n, left, room);
      row = place_down (job, k, n, y + used + gap);
      if (n_rows == 0 && row * TALL > tall_height)
        return 0;
      if (used + gap + row > tall_height * 1.08)
        break;
      used += gap + row;
      last_first = k;
      k += n;
      n_rows++;
    }
  if (n_rows < 2)
    return 0;
  *height = MAX (tall_height, used);
  tall->x = x;
  tall->y = y;
  tall->width = floor (tall->natural);
  tall->height = *height;
  for (int i = last_first; i < k; i++)
    job->items[i].height = y + *height - job->items[i].y;
  return k - first;
}

double
tnu_flow_place (const TnuFlow *self, TnuFlowItem *items, int n_items)
{
  const Job job = { self, items, n_items };
  double width = MAX (1, self->width - 2 * self->margin);
  double y = self->margin;
  int k = 0;

  while (k < n_items)
    {
      double height = 0;
      int n = stands_alone (&job, k, width)
                  ? 0
                  : place_beside (&job, k, self->margin, y, width, &height);

      if (n == 0)
        {
          n = count_row (&job, k, width);
          place_across (&job, k, n, self->margin, width);
          height = place_down (&job, k, n, y);
        }
      y += height + (k + n < n_items ? self->gutter : 0);
      k += n;
    }
  return y + self->margin;
}
