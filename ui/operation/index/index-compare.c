/* SPDX-FileCopyrightText: 2026 The Tensarium authors
 * SPDX-License-Identifier: MIT */
#include "ui/operation/index/index-compare.h"

#include <math.h>
#include <string.h>

/* Of the sliders: of a single one, and where there are several. */
#define SCALE_WIDTH 180
#define SCALE_WIDTH_LOW 72

/* The controls of one comparison. */
typedef struct
{
  TnuIndexCompare *compare;
  int at;
  GtkWidget *box;
  GtkWidget *joint;   /* NULL for the first one */
  GtkWidget *subject; /* the numbers, or their magnitudes */
  GtkWidget *sign;
  GtkWidget *text;
  GtkWidget *scale;
  GtkWidget *less;
} Row;

struct _TnuIndexCompare
{
  GtkWidget parent_instance;

  GtkWidget *box;
  Row rows[TNU_CONDITION_MAX_CLAUSES];
  GtkWidget *more;
  TnuCondition condition;
  double low;
  double high;
  double unit; /* of the sliders */
  bool is_showing;
};

static guint changed;

G_DEFINE_FINAL_TYPE (TnuIndexCompare, tnu_index_compare, GTK_TYPE_WIDGET)

/* ---- showing ---- */

static bool
read_number (Row *row, double *number, bool *is_float)
{
  const char *text = gtk_editable_get_text (GTK_EDITABLE (row->text));
  char *end;
  *number = g_ascii_strtod (text, &end);
  *is_float = text[strcspn (text, ".eE")] != '\0';
  return end != text && *end == '\0' && isfinite (*number);
}

static void
show_number (Row *row, const TnuClause *clause)
{
  double typed;
  bool is_float;
  gtk_range_set_value (GTK_RANGE (row->scale), clause->bound);
  if (read_number (row, &typed, &is_float) && typed == clause->bound)
    return;
  g_autoptr (GString) text = g_string_new (NULL);
  tnu_condition_append_bound (text, clause);
  gtk_editable_set_text (GTK_EDITABLE (row->text), text->str);
}

void
tnu_index_compare_show (TnuIndexCompare *self, const TnuCondition *condition)
{
  g_return_if_fail (TNU_IS_INDEX_COMPARE (self));
  self->is_showing = true;
  self->condition = *condition;
  for (int k = 0; k < TNU_CONDITION_MAX_CLAUSES; k++)
    {
      Row *row = &self->rows[k];
      const TnuClause *clause = &condition->clauses[k];
      gtk_widget_set_visible (row->box, k < condition->n);
      gtk_widget_set_visible (row->less, condition->n > 1);
      gtk_widget_set_size_request (row->scale, condition->n > 1 ? SCALE_WIDTH_LOW : SCALE_WIDTH,
                                   -1);
      if (k >= condition->n)
        continue;
      if (row->joint != NULL)
        gtk_drop_down_set_selected (GTK_DROP_DOWN (row->joint), clause->is_alternative);
      gtk_drop_down_set_selected (GTK_DROP_DOWN (row->subject), clause->is_magnitude);
      gtk_drop_down_set_selected (GTK_DROP_DOWN (row->sign), clause->comparison);
      show_number (row, clause);
      gtk_widget_remove_css_class (row->text, "error");
    }
  gtk_widget_set_visible (self->more, condition->n < TNU_CONDITION_MAX_CLAUSES);
  self->is_showing = false;
}

const TnuCondition *
tnu_index_compare_get_condition (TnuIndexCompare *self)
{
  g_return_val_if_fail (TNU_IS_INDEX_COMPARE (self), NULL);
  return &self->condition;
}

void
tnu_index_compare_set_range (TnuIndexCompare *self, double low, double high, bool is_whole)
{
  g_return_if_fail (TNU_IS_INDEX_COMPARE (self));
  self->low = low;
  self->high = high;
  self->unit = pow (10, floor (log10 (MAX (high - low, 1e-6))) - 2);
  if (is_whole)
    self->unit = MAX (self->unit, 1);
  self->is_showing = true;
  for (int k = 0; k < TNU_CONDITION_MAX_CLAUSES; k++)
    {
      GtkRange *range = GTK_RANGE (self->rows[k].scale);
      gtk_range_set_range (range, low, MAX (high, low + self->unit));
      gtk_range_set_increments (range, self->unit, 10 * self->unit);
      gtk_range_set_value (range, self->condition.clauses[k].bound);
    }
  self->is_showing = false;
}

double
tnu_index_compare_get_middle (TnuIndexCompare *self)
{
  g_return_val_if_fail (TNU_IS_INDEX_COMPARE (self), 0);
  return self->low < 0 && self->high > 0 ? 0 : floor ((self->low + self->high) / 2);
}

/* ---- what is done ---- */

static void
tell (TnuIndexCompare *self)
{
  TnuCondition condition = self->condition;
  tnu_index_compare_show (self, &condition);
  g_signal_emit (self, changed, 0);
}

static void
choice_changed (Row *row)
{
  TnuIndexCompare *self = row->compare;
  TnuClause *clause = &self->condition.clauses[row->at];
  if (self->is_showing)
    return;
  if (row->joint != NULL)
    clause->is_alternative = gtk_drop_down_get_selected (GTK_DROP_DOWN (row->joint)) == 1;
  clause->is_magnitude = gtk_drop_down_get_selected (GTK_DROP_DOWN (row->subject)) == 1;
  clause->comparison = (TnuComparison) gtk_drop_down_get_selected (GTK_DROP_DOWN (row->sign));
  tell (self);
}

static void
number_typed (Row *row)
{
  TnuIndexCompare *self = row->compare;
  TnuClause *clause = &self->condition.clauses[row->at];
  double number;
  bool is_float;
  if (self->is_showing)
    return;
  if (!read_number (row, &number, &is_float))
    {
      gtk_widget_add_css_class (row->text, "error");
      return;
    }
  clause->bound = number;
  clause->bound_is_float = is_float;
  tell (self);
}

static void
scale_moved (Row *row)
{
  TnuIndexCompare *self = row->compare;
  TnuClause *clause = &self->condition.clauses[row->at];
  if (self->is_showing)
    return;
  /* 1 / unit is a whole number where unit is a fraction: the decimals stay few. */
  double value = gtk_range_get_value (GTK_RANGE (row->scale)), per_unit = round (1 / self->unit);
  value = self->unit < 1 ? round (value * per_unit) / per_unit
                         : round (value / self->unit) * self->unit;
  clause->bound = value;
  clause->bound_is_float = value != trunc (value);
  tell (self);
}

static void
more_clicked (TnuIndexCompare *self)
{
  TnuCondition *condition = &self->condition;
  const TnuClause *last = &condition->clauses[condition->n - 1];
  TnuComparison turned = tnu_comparison_turn (last->comparison);
  bool wants_high = turned == TNU_COMPARE_LESS || turned == TNU_COMPARE_LESS_EQUAL;
  double end = wants_high ? floor (self->high) : ceil (self->low);
  condition->clauses[condition->n] = tnu_clause_new (turned, end);
  /* What equals one number equals no other. */
  condition->clauses[condition->n].is_alternative = last->comparison == TNU_COMPARE_EQUAL;
  condition->n++;
  tell (self);
  gtk_widget_grab_focus (self->rows[condition->n - 1].text);
}

static void
less_clicked (Row *row)
{
  TnuIndexCompare *self = row->compare;
  for (int k = row->at; k + 1 < self->condition.n; k++)
    self->condition.clauses[k] = self->condition.clauses[k + 1];
  self->condition.n--;
  self->condition.clauses[0].is_alternative = false;
  tell (self);
}

/* ---- making ---- */

static void
name_widget (GtkWidget *widget, const char *name)
{
  gtk_widget_set_valign (widget, GTK_ALIGN_CENTER);
  gtk_widget_set_tooltip_text (widget, name);
  gtk_accessible_update_property (GTK_ACCESSIBLE (widget), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
}

static GtkWidget *
append_choice (Row *row, const char *const *words, const char *name)
{
  GtkWidget *list = gtk_drop_down_new_from_strings (words);
  name_widget (list, name);
  g_signal_connect_swapped (list, "notify::selected", G_CALLBACK (choice_changed), row);
  gtk_box_append (GTK_BOX (row->box), list);
  return list;
}

static GtkWidget *
make_button (const char *label, const char *name, GCallback clicked, gpointer data)
{
  GtkWidget *button = gtk_button_new_with_label (label);
  gtk_widget_add_css_class (button, "flat");
  gtk_widget_add_css_class (button, "tnu-mini");
  name_widget (button, name);
  g_signal_connect_swapped (button, "clicked", clicked, data);
  return button;
}

static void
make_number (Row *row)
{
  row->text = gtk_entry_new ();
  gtk_widget_add_css_class (row->text, "tnu-index-part");
  gtk_editable_set_width_chars (GTK_EDITABLE (row->text), 5);
  gtk_editable_set_max_width_chars (GTK_EDITABLE (row->text), 12);
  name_widget (row->text, "Number to compare with");
  g_signal_connect_swapped (row->text, "changed", G_CALLBACK (number_typed), row);
  gtk_box_append (GTK_BOX (row->box), row->text);
  row->scale = gtk_scale_new_with_range (GTK_ORIENTATION_HORIZONTAL, -1, 1, .1);
  gtk_scale_set_draw_value (GTK_SCALE (row->scale), FALSE);
  name_widget (row->scale, "Number to compare with, from the smallest to the largest");
  g_signal_connect_swapped (row->scale, "value-changed", G_CALLBACK (scale_moved), row);
  gtk_box_append (GTK_BOX (row->box), row->scale);
}

static void
make_row (TnuIndexCompare *self, int at, const char *name)
{
  static const char *const joints[] = { "and", "or", NULL };
  Row *row = &self->rows[at];
  g_autofree char *magnitude = g_strdup_printf ("%s.abs()", name);
  const char *const subjects[] = { name, magnitude, NULL };
  const char *signs[TNU_N_COMPARISONS + 1] = { NULL };
  for (int k = 0; k < TNU_N_COMPARISONS; k++)
    signs[k] = tnu_comparison_get_sign ((TnuComparison) k);
  *row = (Row) { .compare = self, .at = at };
  row->box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 4);
  if (at > 0)
    row->joint = append_choice (row, joints, "Both comparisons, or one of them");
  row->subject = append_choice (row, subjects, "What is compared: the numbers or their magnitudes");
  row->sign = append_choice (row, signs, "How the numbers are compared");
  make_number (row);
  row->less = make_button ("×", "Take this comparison away", G_CALLBACK (less_clicked), row);
  gtk_box_append (GTK_BOX (row->box), row->less);
  gtk_box_append (GTK_BOX (self->box), row->box);
}

/* ---- the object ---- */

static void
tnu_index_compare_dispose (GObject *object)
{
  TnuIndexCompare *self = TNU_INDEX_COMPARE (object);
  g_clear_pointer (&self->box, gtk_widget_unparent);
  G_OBJECT_CLASS (tnu_index_compare_parent_class)->dispose (object);
}

static void
tnu_index_compare_class_init (TnuIndexCompareClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = tnu_index_compare_dispose;
  changed = g_signal_new ("changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                          NULL, G_TYPE_NONE, 0);
  gtk_widget_class_set_layout_manager_type (GTK_WIDGET_CLASS (klass), GTK_TYPE_BIN_LAYOUT);
}

static void
tnu_index_compare_init (TnuIndexCompare *self)
{
  self->condition = (TnuCondition) { .n = 1 };
  self->low = -1;
  self->high = self->unit = 1;
  self->box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
  gtk_widget_set_parent (self->box, GTK_WIDGET (self));
}

GtkWidget *
tnu_index_compare_new (const char *name)
{
  TnuIndexCompare *self = g_object_new (TNU_TYPE_INDEX_COMPARE, NULL);
  self->is_showing = true;
  for (int k = 0; k < TNU_CONDITION_MAX_CLAUSES; k++)
    make_row (self, k, name);
  self->is_showing = false;
  self->more = make_button ("+", "One more comparison", G_CALLBACK (more_clicked), self);
  gtk_box_append (GTK_BOX (self->box), self->more);
  return GTK_WIDGET (self);
}
