/* SPDX-FileCopyrightText: 2026 The Tensarium authors
 * SPDX-License-Identifier: MIT */
#include "ui/operation/matmul/matmul-chips.h"

#include <math.h>

#include "ui/draw/chips.h"
#include "ui/operation/matmul/matmul-words.h"

#define CHIP_FONT TNU_MONO (12, 500)
#define CHIP_PAD 6.0
#define CHIP_SPACE 4.0

const TnuColor *
tnu_matmul_get_axis_color (const TnuMatmulPlan *plan, const TnuTheme *theme, TnuMatmulAxis axis)
{
  int dim = tnu_matmul_plan_get_dim (plan, axis);
  return dim < 0 ? &theme->colors[TNU_INK3] : tnu_theme_get_axis_color (theme, dim);
}

char
tnu_matmul_get_letter (const TnuMatmulPlan *plan, TnuMatmulAxis axis)
{
  int dim = tnu_matmul_plan_get_dim (plan, axis);
  return dim < 0 ? '\0' : tnu_axis_get_letter (dim);
}

static double
ghost_width (TnuText *text, const char *label)
{
  return ceil (tnu_text_get_width (text, CHIP_FONT, label) + 2 * CHIP_PAD);
}

double
tnu_matmul_ghost_chip_draw (
    const TnuCanvas *canvas, const char *label, TnuToken token, double x, double y)
{
  static const double dashes[] = { 3, 3 };
  double w = ghost_width (canvas->text, label), h = TNU_CHIP_HEIGHT;
  cairo_save (canvas->cr);
  cairo_set_dash (canvas->cr, dashes, G_N_ELEMENTS (dashes), 0);
  tnu_set_token (canvas, token, 1);
  tnu_stroke_inside (canvas, x, y - h / 2, w, h, TNU_RADIUS_CHIP, token == TNU_ERR ? 1.25 : 1);
  cairo_restore (canvas->cr);
  tnu_text_show (canvas->text, canvas->cr, CHIP_FONT, label, x + w / 2, y, TNU_ALIGN_CENTRE,
                 &canvas->theme->colors[token]);
  return w;
}

/* One chip: of a dim, of a dim that was put in, or of one that is wrong. */
typedef struct
{
  gint64 size;
  int dim;
  bool is_ghost, is_wrong, is_inner;
} Chip;

static int
list_operand_chips (const TnuMatmulPlan *plan, TnuMatmulSide side, Chip *chips)
{
  const TnuShape *shape = side == TNU_MATMUL_SIDE_A ? &plan->a : &plan->b;
  int n = 0, n_batch = tnu_matmul_count_batch (shape), first = plan->batch.rank - n_batch;
  for (int d = 0; d < n_batch; d++)
    chips[n++] = (Chip){
      .size = shape->sizes[d],
      .dim = first + d,
      .is_wrong = plan->guilty == first + d,
    };
  bool is_wrong = plan->verdict == TNU_MATMUL_INNER;
  Chip inner = { .dim = plan->inner_dim, .is_inner = true };
  if (side == TNU_MATMUL_SIDE_A)
    {
      inner.size = plan->n_inner;
      chips[n++] = (Chip){ .size = plan->n_rows, .dim = plan->row_dim, .is_ghost = plan->is_row };
      chips[n++] = inner;
      return n;
    }
  inner.size = plan->n_inner_b;
  inner.is_wrong = is_wrong;
  chips[n++] = inner;
  chips[n++] = (Chip){
    .size = plan->n_columns,
    .dim = plan->column_dim,
    .is_ghost = plan->is_column,
  };
  return n;
}

static int
list_chips (const TnuMatmulPlan *plan, TnuMatmulSide side, Chip *chips)
{
  if (side == TNU_MATMUL_SIDE_C)
    {
      for (int d = 0; d < plan->result.rank; d++)
        chips[d] = (Chip){ .size = plan->result.sizes[d], .dim = d };
      return plan->result.rank;
    }
  if ((side == TNU_MATMUL_SIDE_A ? plan->a.rank : plan->b.rank) == 0)
    return 0;
  return list_operand_chips (plan, side, chips);
}

static void
print_wrong (char buffer[32], gint64 size)
{
  g_snprintf (buffer, 32, "? %" G_GINT64_FORMAT, size);
}

static double
chip_width (const Chip *chip, TnuText *text)
{
  char label[32];
  print_wrong (label, chip->size);
  return chip->is_wrong   ? ghost_width (text, label)
         : chip->is_ghost ? ghost_width (text, "1")
                          : tnu_chip_get_width (text, chip->dim, chip->size);
}

static double
draw_chip (const Chip *chip, const TnuCanvas *canvas, double x, double y)
{
  char label[32];
  print_wrong (label, chip->size);
  if (chip->is_wrong)
    return tnu_matmul_ghost_chip_draw (canvas, label, TNU_ERR, x, y);
  if (chip->is_ghost)
    return tnu_matmul_ghost_chip_draw (canvas, "1", TNU_INK3, x, y);
  return tnu_chip_draw (canvas, chip->dim, chip->size, x, y);
}

double
tnu_matmul_chips_get_width (const TnuMatmulPlan *plan, TnuMatmulSide side, TnuText *text)
{
  Chip chips[TNU_SHAPE_MAX_RANK + 2];
  int n = list_chips (plan, side, chips);
  double w = 0;
  for (int k = 0; k < n; k++)
    w += chip_width (&chips[k], text) + (k > 0 ? CHIP_SPACE : 0);
  return w;
}

double
tnu_matmul_chips_draw (const TnuMatmulPlan *plan,
                       TnuMatmulSide side,
                       const TnuCanvas *canvas,
                       double x,
                       double y,
                       double *inner_x)
{
  Chip chips[TNU_SHAPE_MAX_RANK + 2];
  int n = list_chips (plan, side, chips);
  double at = x;
  if (inner_x != NULL)
    *inner_x = 0;
  for (int k = 0; k < n; k++)
    {
      double w = draw_chip (&chips[k], canvas, at, y);
      if (chips[k].is_inner && inner_x != NULL)
        *inner_x = at + w / 2;
      at += w + (k < n - 1 ? CHIP_SPACE : 0);
    }
  return at - x;
}

/* ---- words ---- */

const TnuColor *
tnu_matmul_get_mark_color (const TnuMatmulPlan *plan, const TnuTheme *theme, char mark)
{
  switch (mark)
    {
    case 'i':
      return tnu_matmul_get_axis_color (plan, theme, TNU_MATMUL_I);
    case 'j':
      return tnu_matmul_get_axis_color (plan, theme, TNU_MATMUL_J);
    case 'k':
      return tnu_matmul_get_axis_color (plan, theme, TNU_MATMUL_K);
    default:
      return g_ascii_isdigit (mark) ? tnu_theme_get_axis_color (theme, mark - '0')
                                    : &theme->colors[TNU_INK1];
    }
}

double
tnu_matmul_words_draw (const TnuMatmulPlan *plan,
                       const TnuCanvas *canvas,
                       TnuFont font,
                       TnuToken token,
                       const char *words,
                       double x,
                       double y,
                       double w,
                       double limit)
{
  const TnuColor *plain = &canvas->theme->colors[token];
  TnuFont bold = font;
  double at = 0, line = round (font.size * 1.45),
         space = tnu_text_get_width (canvas->text, font, " ");
  char mark, *next, *rest;
  bold.weight = 700;
  while ((next = tnu_matmul_words_next (&words, &mark, &rest)) != NULL)
    {
      g_autofree char *word = next, *tail = rest;
      TnuFont own = mark != '\0' ? bold : font;
      double width = tnu_text_get_width (canvas->text, own, word)
                     + tnu_text_get_width (canvas->text, font, tail);
      if (at > 0 && at + width > w)
        {
          at = 0;
          y += line;
        }
      if (y > limit)
        continue;
      at += tnu_text_show (canvas->text, canvas->cr, own, word, x + at, y, TNU_ALIGN_START,
                           mark != '\0' ? tnu_matmul_get_mark_color (plan, canvas->theme, mark)
                                        : plain);
      at += tnu_text_show (canvas->text, canvas->cr, font, tail, x + at, y, TNU_ALIGN_START, plain)
            + space;
    }
  return y + line;
}

char *
tnu_matmul_words_dup_markup (const TnuMatmulPlan *plan, const TnuTheme *theme, const char *words)
{
  GString *markup = g_string_new (NULL);
  char mark, *next, *rest;
  while ((next = tnu_matmul_words_next (&words, &mark, &rest)) != NULL)
    {
      g_autofree char *word = g_markup_escape_text (next, -1);
      g_autofree char *tail = g_markup_escape_text (rest, -1);
      const TnuColor *color = tnu_matmul_get_mark_color (plan, theme, mark);
      if (markup->len > 0 && markup->str[markup->len - 1] != '\n')
        g_string_append_c (markup, ' ');
      if (mark == '\0')
        g_string_append (markup, word);
      else
        g_string_append_printf (markup, "<span weight=\"bold\" color=\"#%02x%02x%02x\">%s</span>%s",
                                (int)lround (color->r * 255), (int)lround (color->g * 255),
                                (int)lround (color->b * 255), word, tail);
      g_free (next);
      g_free (rest);
    }
  return g_string_free (markup, FALSE);
}
