/* SPDX-FileCopyrightText: 2026 The Tensarium authors
 * SPDX-License-Identifier: MIT */
/* Cells are drawn, not made of widgets. For the screen reader one child without a picture stands
 * where the current cell is, carries its name and number and is the stage's active descendant. */
#include "ui/stage/stage-private.h"

/* ---- a cell to be read ---- */

#define TYPE_SPOKEN_CELL (spoken_cell_get_type ())
G_DECLARE_FINAL_TYPE (SpokenCell, spoken_cell, SPOKEN, CELL, GtkWidget)

struct _SpokenCell
{
  GtkWidget parent_instance;
};

G_DEFINE_FINAL_TYPE (SpokenCell, spoken_cell, GTK_TYPE_WIDGET)

static void
spoken_cell_class_init (SpokenCellClass *klass)
{
  gtk_widget_class_set_accessible_role (GTK_WIDGET_CLASS (klass), GTK_ACCESSIBLE_ROLE_GRID_CELL);
}

static void
spoken_cell_init (SpokenCell *self)
{
  gtk_widget_set_can_target (GTK_WIDGET (self), FALSE);
}

/* ---- the words ---- */

static void
append_place (GString *words, const TnuStageCard *card)
{
  const TnuCardCursor *cursor = &card->content.cursor;
  gint64 index[TNK_MAX_RANK];

  tnu_card_get_index (&card->content, cursor->facet, cursor->row, cursor->col, index);
  g_string_append (words, card->name);
  for (int dim = 0; dim < card->content.rank; dim++)
    {
      g_string_append (words, dim > 0 ? ", " : "[");
      if (index[dim] < 0)
        g_string_append (words, "all");
      else
        g_string_append_printf (words, "%" G_GINT64_FORMAT, index[dim]);
    }
  g_string_append (words, card->content.rank > 0 ? "]" : "");
  if (cursor->value != NULL)
    g_string_append_printf (words, " = %s", cursor->value);
}

static void
append_range (TnuStageView *self, GString *words, const TnuStageCard *card)
{
  g_autofree char *index = NULL;
  gint64 n;

  if (g_strcmp0 (tnu_selection_get_name (self->selection), card->name) != 0)
    return;
  index = tnu_selection_dup_index (self->selection);
  n = tnu_box_count (tnu_selection_get_box (self->selection));
  g_string_append_printf (words, ", %s[%s] selected, %" G_GINT64_FORMAT " elements", card->name,
                          index, n);
}

static char *
dup_card_words (const TnuStageCard *card)
{
  GString *words = g_string_new (card->name);

  g_string_append (words, ", ");
  for (int dim = 0; dim < card->content.rank; dim++)
    g_string_append_printf (words, "%s%" G_GINT64_FORMAT, dim > 0 ? " by " : "",
                            card->content.sizes[dim]);
  g_string_append_printf (words, "%s %s", card->content.rank == 0 ? "one number" : "",
                          card->content.dtype);
  return g_string_free (words, FALSE);
}

static void
say_cell (TnuStageView *self, const TnuStageCard *card)
{
  GtkAccessible *cell = GTK_ACCESSIBLE (self->spoken);
  GString *words = g_string_new (NULL);
  g_autofree char *place = NULL;

  append_place (words, card);
  append_range (self, words, card);
  place = g_strdup_printf ("%s, storage offset %" G_GINT64_FORMAT, card->content.dtype,
                           card->content.cursor.offset);
  gtk_accessible_update_property (cell, GTK_ACCESSIBLE_PROPERTY_LABEL, words->str,
                                  GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, place, -1);
  gtk_accessible_update_relation (cell, GTK_ACCESSIBLE_RELATION_ROW_INDEX,
                                  card->content.cursor.row + 1, GTK_ACCESSIBLE_RELATION_COL_INDEX,
                                  card->content.cursor.col + 1, -1);
  gtk_accessible_update_relation (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_RELATION_ACTIVE_DESCENDANT,
                                  cell, -1);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION,
                                  words->str, -1);
  g_string_free (words, TRUE);
}

void
tnu_stage_place_spoken (TnuStageView *self)
{
  const TnuStageCard *card = self->focused;
  GtkAllocation place = { 0, 0, 1, 1 };
  TnuRect cell;

  if (self->spoken == NULL || !gtk_widget_get_visible (self->spoken))
    return;
  if (card != NULL && card->layout != NULL)
    {
      const TnuCardCursor *cursor = &card->content.cursor;

      cell = tnu_card_get_cell_rect (card->layout, cursor->facet, cursor->row, cursor->col);
      place = (GtkAllocation){ (int) (card->x + cell.x),
                               (int) (card->y + cell.y - tnu_stage_get_scroll (self)),
                               MAX (1, (int) cell.w), MAX (1, (int) cell.h) };
    }
  gtk_widget_measure (self->spoken, GTK_ORIENTATION_HORIZONTAL, -1, NULL, NULL, NULL, NULL);
  gtk_widget_size_allocate (self->spoken, &place, -1);
}

void
tnu_stage_say (TnuStageView *self)
{
  const TnuStageCard *card = self->focused;
  const bool has_cell
      = card != NULL && self->focus == TNU_FOCUS_CELL && card->content.cursor.is_set;
  g_autofree char *words = NULL;

  if (self->spoken == NULL)
    {
      self->spoken = g_object_new (TYPE_SPOKEN_CELL, NULL);
      gtk_widget_set_parent (self->spoken, GTK_WIDGET (self));
    }
  gtk_widget_set_visible (self->spoken, has_cell);
  if (has_cell)
    {
      say_cell (self, card);
      tnu_stage_place_spoken (self);
      return;
    }
  words = card != NULL ? dup_card_words (card) : g_strdup ("");
  gtk_accessible_reset_relation (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_RELATION_ACTIVE_DESCENDANT);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION,
                                  words, -1);
}
