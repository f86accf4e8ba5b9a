/* SPDX-FileCopyrightText: 2026 The Tensarium authors
 * SPDX-License-Identifier: MIT */
/* What the head of a card says of the cell at its cursor. */
#include "ui/stage/stage-card.h"

#include <math.h>

static void
print_element (const TnuStageCard *self, const TnuCardTable *table, gsize i,
               char buffer[TNU_NUMBER_SIZE])
{
  const TnuCellsKind kind = self->content.kind;
  TnuNumberStyle style = TNU_NUMBER_FIXED;

  if (kind == TNU_CELLS_BOOL)
    style = TNU_NUMBER_BOOL;
  else if (kind == TNU_CELLS_INT || kind == TNU_CELLS_IMAGE)
    style = TNU_NUMBER_INT;
  if (table->integers != NULL && kind != TNU_CELLS_BOOL)
    tnu_number_print_int (table->integers[i], buffer);
  else
    tnu_number_print_exact (style, table->values[i], buffer);
}

/* "12, 200, 31"; means where a pixel is many elements. */
static void
print_pixel (TnuStageCard *self, const TnuCardTable *channels, gsize i)
{
  char number[TNU_NUMBER_SIZE];

  self->value_text[0] = '\0';
  for (int c = 0; c < self->content.map.n_channels; c++)
    {
      tnu_number_print_short (channels[c].values[i], number);
      if (c > 0)
        g_strlcat (self->value_text, ", ", sizeof self->value_text);
      g_strlcat (self->value_text, number, sizeof self->value_text);
    }
}

static void
print_value (TnuStageCard *self, const TnuCardTable *table, gsize i)
{
  char *text = self->value_text;
  const gsize size = sizeof self->value_text;
  char number[TNU_NUMBER_SIZE];
  char other[TNU_NUMBER_SIZE];

  if (self->content.map.n_channels > 1)
    {
      print_pixel (self, table, i);
      return;
    }
  if (table->min != NULL)
    {
      tnu_number_print_exact (TNU_NUMBER_FIXED, table->min[i], number);
      tnu_number_print_exact (TNU_NUMBER_FIXED, table->max[i], other);
      g_snprintf (text, size, "%s … %s", number, other);
      return;
    }
  if (table->imag != NULL && self->content.is_polar)
    {
      tnu_number_print (&(TnuNumberFormat){ .style = TNU_NUMBER_FIXED, .decimals = 4,
                                            .is_complex = true, .is_polar = true },
                        table->values[i], table->imag[i], text);
      return;
    }
  print_element (self, table, i, number);
  if (table->imag == NULL)
    {
      g_strlcpy (text, number, size);
      return;
    }
  tnu_number_print_exact (TNU_NUMBER_FIXED, fabs (table->imag[i]), other);
  g_snprintf (text, size, "%s%s%sj", number, signbit (table->imag[i]) ? "−" : "+", other);
}

void
tnu_stage_card_set_cursor (TnuStageCard *self, int facet, int row, int col)
{
  TnuCardContent *content = &self->content;
  TnuCardCursor *cursor = &content->cursor;
  gint64 index[TNK_MAX_RANK];

  tnu_stage_card_touch (self);
  *cursor = (TnuCardCursor){ .is_set = facet >= 0, .facet = facet, .row = row, .col = col };
  if (!self->exists)
    cursor->is_set = false;
  if (self->layout != NULL)
    self->layout->rulers.marked
        = cursor->is_set ? (TnuCellRun){ row, col, 1, 1 } : (TnuCellRun){ 0 };
  if (!cursor->is_set)
    return;
  tnu_card_get_index (content, facet, row, col, index);
  cursor->offset = tnu_stage_card_get_offset (self, index);
  cursor->item_size = (int) tnk_dtype_size (tns_moment_get_meta (self->value)->dtype);
  if (content->tables == NULL)
    return;
  print_value (self, &content->tables[facet * MAX (1, content->window.n_channels)],
               (gsize) row * (gsize) content->window.n_cols + (gsize) col);
  cursor->value = self->value_text;
}
