/* SPDX-FileCopyrightText: 2026 The Tensarium authors
 * SPDX-License-Identifier: MIT */
/* The sum of products behind the number of an einsum that is lit. */
#include "ui/operation/matmul/einsum-picture.h"
#include "ui/operation/matmul/sum-card.h"

/* Without bars, or without a sum, less is written. */
#define ONE_TERM_HEIGHT 98.0
#define COMPLEX_HEIGHT 128.0

typedef struct
{
  TnuSumCard card;
  const TnuEinsumPicture *picture;
  gint64 light;
  gint64 index[TNU_EINSUM_MAX_AXES];
} Sum;

/* An index is a number where it is kept, its letter where it is summed. */
static double
write_element (const Sum *sum, int block, double x, double y)
{
  const TnuEinsumSide *side = tnu_einsum_plan_get_side (sum->picture->plan, block);
  TnuSumIndex index[TNU_SHAPE_MAX_RANK];
  for (int d = 0; d < side->shape.rank; d++)
    {
      const TnuEinsumAxis *axis = &sum->picture->plan->axes[side->axes[d]];
      bool is_read_again = side->shape.sizes[d] == 1 && axis->size != 1;
      index[d].color = tnu_theme_get_axis_color (sum->card.canvas->theme, axis->color);
      if (axis->place < 0 && !is_read_again)
        g_strlcpy (index[d].text, axis->label, sizeof index[d].text);
      else
        g_snprintf (index[d].text, sizeof index[d].text, "%" G_GINT64_FORMAT,
                    is_read_again ? 0 : sum->index[side->axes[d]]);
    }
  return tnu_sum_card_write_element (&sum->card, sum->picture->names[block], index,
                                     side->shape.rank, x, y);
}

static int
list_summed (const Sum *sum, TnuSumIndex *letters, int *axes)
{
  const TnuEinsumPlan *plan = sum->picture->plan;
  int n = 0;
  for (int k = 0; k < plan->n_axes; k++)
    if (plan->axes[k].place < 0)
      {
        g_strlcpy (letters[n].text, plan->axes[k].label, sizeof letters[n].text);
        letters[n].color = tnu_theme_get_axis_color (sum->card.canvas->theme, plan->axes[k].color);
        axes[n++] = k;
      }
  return n;
}

static void
draw_title (const Sum *sum)
{
  const TnuSumCard *card = &sum->card;
  const TnuEinsumPlan *plan = sum->picture->plan;
  TnuFont font = TNU_MONO (14, 400);
  TnuSumIndex letters[TNU_EINSUM_MAX_AXES];
  int axes[TNU_EINSUM_MAX_AXES], n = list_summed (sum, letters, axes);
  double x = card->x + TNU_SUM_CARD_PADDING, y = card->y + TNU_SUM_TITLE_Y;
  x += write_element (sum, plan->n_operands, x, y);
  x += tnu_sum_card_say (card, font, "  =  ", x, y, TNU_ALIGN_START, TNU_INK2);
  if (n > 0)
    x += tnu_sum_card_say (card, font, "Σ", x, y, TNU_ALIGN_START, TNU_INK1);
  for (int k = 0; k < n; k++)
    x += tnu_text_show (card->canvas->text, card->canvas->cr, TNU_MONO (14, 700), letters[k].text,
                        x, y, TNU_ALIGN_START, letters[k].color);
  for (int k = 0; k < plan->n_operands; k++)
    {
      const char *sign = k > 0 ? " · " : n > 0 ? " " : "";
      x += tnu_sum_card_say (card, font, sign, x, y, TNU_ALIGN_START, TNU_INK1);
      x += write_element (sum, k, x, y);
    }
  g_autofree char *count = g_strdup_printf ("cell %" G_GINT64_FORMAT " of %" G_GINT64_FORMAT,
                                            sum->light + 1, plan->n_results);
  tnu_sum_card_write_count (card, count, x, y);
}

static void
draw_index (gconstpointer data, gint64 term, double x, double y)
{
  const Sum *sum = data;
  TnuSumIndex letters[TNU_EINSUM_MAX_AXES];
  gint64 index[TNU_EINSUM_MAX_AXES] = { 0 }, values[TNU_EINSUM_MAX_AXES];
  int axes[TNU_EINSUM_MAX_AXES], n = list_summed (sum, letters, axes);
  tnu_einsum_plan_get_index (sum->picture->plan, sum->light, term, index);
  for (int k = 0; k < n; k++)
    values[k] = index[axes[k]];
  tnu_sum_card_write_place (&sum->card, letters, values, n, x, y);
}

double
tnu_einsum_picture_get_sum_height (const TnuEinsumPicture *self)
{
  if (self->plan->n_terms <= 1)
    return ONE_TERM_HEIGHT;
  return self->kinds[0] == TNU_CELLS_COMPLEX ? COMPLEX_HEIGHT : TNU_SUM_CARD_HEIGHT;
}

static const char *
get_invitation (const TnuEinsumPicture *self)
{
  return self->note != NULL          ? self->note
         : self->numbers == NULL     ? "The numbers are on their way."
         : self->plan->n_results > 0 ? TNU_SUM_INVITATION
                                     : "The result has no numbers.";
}

void
tnu_einsum_picture_draw_sum (const TnuEinsumPicture *self,
                             const TnuCanvas *canvas,
                             const TnuCells *looks,
                             double x,
                             double y,
                             double w)
{
  Sum sum = { .picture = self, .light = tnu_einsum_picture_get_light (self) };
  double h = tnu_einsum_picture_get_sum_height (self);
  tnu_sum_card_begin (&sum.card, canvas, x, y, w, h);
  sum.card.draw_index = draw_index;
  sum.card.data = &sum;
  if (self->numbers == NULL || sum.light < 0)
    {
      tnu_sum_card_say (&sum.card, TNU_SANS (13, 400), get_invitation (self), x + w / 2, y + h / 2,
                        TNU_ALIGN_CENTRE, TNU_INK3);
      return;
    }
  tnu_einsum_plan_get_index (self->plan, sum.light, 0, sum.index);
  g_autoptr (TnuTerms) terms = tnu_einsum_numbers_dup_terms (self->numbers, self->plan, sum.light);
  cairo_save (canvas->cr);
  cairo_rectangle (canvas->cr, x, y, w, h);
  cairo_clip (canvas->cr);
  draw_title (&sum);
  tnu_sum_card_draw_dot (&sum.card, terms, looks, &looks[self->plan->n_operands], self->reveal);
  cairo_restore (canvas->cr);
}
