/* SPDX-FileCopyrightText: 2026 The Tensarium authors
 * SPDX-License-Identifier: MIT */
#include "ui/builder/values-form.h"

#include "ui/builder/number-text.h"
#include "ui/builder/value-grid.h"
#include "ui/operation/row-parts.h"

#define FIRST_SIDE 3

struct _TnuValuesForm
{
  GtkWidget parent_instance;

  TnuValueTable table;
  GtkWidget *grid; /* owned reference: it stands in another part of the panel */
  GtkWidget *box;
  GtkWidget *rows;
  GtkWidget *columns;
  GtkWidget *is_vector;
  GtkWidget *value;
  GtkWidget *start;
  GtkWidget *step;
  GtkWidget *told;
  bool is_showing;
};

static void tnu_values_form_page_init (TnuBuilderPageInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (TnuValuesForm, tnu_values_form, GTK_TYPE_WIDGET,
                               G_IMPLEMENT_INTERFACE (TNU_TYPE_BUILDER_PAGE,
                                                      tnu_values_form_page_init))

static void
show_words (TnuValuesForm *self, const char *words, const char *style_class)
{
  const char *classes[] = { style_class, NULL };
  gtk_label_set_text (GTK_LABEL (self->told), words != NULL ? words : "");
  gtk_widget_set_css_classes (self->told, classes);
  gtk_widget_set_visible (self->told, words != NULL);
}

static void
tell (TnuValuesForm *self, const char *mistake)
{
  show_words (self, mistake, "tnu-error");
}

/* ---- the page ---- */

static char *
dup_code (TnuBuilderPage *page, const TnuMaking *making, GError **error)
{
  TnuValuesForm *self = TNU_VALUES_FORM (page);
  g_autofree char *begin = g_strdup_printf ("%s = torch.tensor(", making->name);
  g_autofree char *list
      = tnu_value_table_dup_list (&self->table, (int) g_utf8_strlen (begin, -1), error);
  if (list == NULL)
    return NULL;
  g_autoptr (GString) code = g_string_new (NULL);
  tnu_making_append_imports (making, code);
  g_string_append_printf (code, "%s%s", begin, list);
  tnu_making_append_keywords (making, code);
  g_string_append_c (code, ')');
  return g_string_free (g_steal_pointer (&code), FALSE);
}

static bool
infer (TnuBuilderPage *page, const TnuMaking *making, TnsMeta *out, GError **error)
{
  TnuValuesForm *self = TNU_VALUES_FORM (page);
  TnkDtype dtype = making->dtype != TNU_DTYPE_AUTO ? (TnkDtype) making->dtype
                                                   : tnu_value_table_get_dtype (&self->table);
  TnuShape shape = tnu_value_table_get_shape (&self->table);
  tns_meta_init_dense (out, dtype, tns_device_get_default (), shape.rank, shape.sizes);
  return tnu_making_check (making, out, error);
}

static GtkWidget *
get_picture (TnuBuilderPage *page)
{
  return TNU_VALUES_FORM (page)->grid;
}

static void
tnu_values_form_page_init (TnuBuilderPageInterface *iface)
{
  iface->dup_code = dup_code;
  iface->infer = infer;
  iface->get_picture = get_picture;
}

/* ---- controls ---- */

static void
show_sides (TnuValuesForm *self)
{
  bool is_vector = tnu_value_table_is_vector (&self->table);
  self->is_showing = true;
  gtk_spin_button_set_value (GTK_SPIN_BUTTON (self->rows), self->table.n_rows);
  gtk_spin_button_set_value (GTK_SPIN_BUTTON (self->columns), self->table.n_cols);
  gtk_check_button_set_active (GTK_CHECK_BUTTON (self->is_vector), is_vector);
  gtk_widget_set_sensitive (self->rows, !is_vector);
  self->is_showing = false;
}

static void
table_changed (TnuValuesForm *self)
{
  tell (self, NULL);
  show_sides (self);
  tnu_builder_page_changed (TNU_BUILDER_PAGE (self));
}

static void
changed_here (TnuValuesForm *self)
{
  tnu_value_grid_refresh (TNU_VALUE_GRID (self->grid));
  table_changed (self);
}

static void
sides_changed (TnuValuesForm *self)
{
  int n_rows = gtk_spin_button_get_value_as_int (GTK_SPIN_BUTTON (self->rows));
  int n_cols = gtk_spin_button_get_value_as_int (GTK_SPIN_BUTTON (self->columns));
  if (self->is_showing)
    return;
  if (tnu_value_table_resize (&self->table, n_rows, n_cols))
    {
      changed_here (self);
      return;
    }
  show_sides (self);
  tell (self, "A table to type into has at most 16384 cells.");
}

static void
vector_toggled (TnuValuesForm *self)
{
  if (self->is_showing)
    return;
  tnu_value_table_set_vector (&self->table,
                              gtk_check_button_get_active (GTK_CHECK_BUTTON (self->is_vector)));
  changed_here (self);
}

static const char *
get_text (GtkWidget *entry)
{
  return gtk_editable_get_text (GTK_EDITABLE (entry));
}

static void
fill (TnuValuesForm *self)
{
  TnuCellRange range = tnu_value_grid_get_range (TNU_VALUE_GRID (self->grid));
  TnkScalar number;
  if (!tnu_number_text_parse (get_text (self->value), &number))
    {
      tell (self, "Only a number can fill the cells.");
      return;
    }
  tnu_value_table_fill (&self->table, &range, get_text (self->value));
  changed_here (self);
}

static void
fill_series (TnuValuesForm *self)
{
  TnuCellRange range = tnu_value_grid_get_range (TNU_VALUE_GRID (self->grid));
  if (tnu_value_table_fill_series (&self->table, &range, get_text (self->start),
                                   get_text (self->step)))
    changed_here (self);
  else
    tell (self, "A series needs a number to start from and a step.");
}

static void
paste (TnuValuesForm *self)
{
  tnu_value_grid_paste (TNU_VALUE_GRID (self->grid));
}

/* ---- the object ---- */

static gboolean
tnu_values_form_grab_focus (GtkWidget *widget)
{
  return gtk_widget_grab_focus (TNU_VALUES_FORM (widget)->grid);
}

static void
tnu_values_form_dispose (GObject *object)
{
  TnuValuesForm *self = TNU_VALUES_FORM (object);
  if (self->grid != NULL)
    {
      tnu_value_grid_forget (TNU_VALUE_GRID (self->grid));
      g_signal_handlers_disconnect_by_data (self->grid, self);
    }
  g_clear_object (&self->grid);
  g_clear_pointer (&self->box, gtk_widget_unparent);
  tnu_value_table_clear (&self->table);
  G_OBJECT_CLASS (tnu_values_form_parent_class)->dispose (object);
}

static void
tnu_values_form_class_init (TnuValuesFormClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = tnu_values_form_dispose;
  GTK_WIDGET_CLASS (klass)->grab_focus = tnu_values_form_grab_focus;
  gtk_widget_class_set_layout_manager_type (GTK_WIDGET_CLASS (klass), GTK_TYPE_BIN_LAYOUT);
}

static GtkWidget *
append_side (TnuValuesForm *self, const char *label)
{
  GtkWidget *spin = gtk_spin_button_new_with_range (1, TNU_TABLE_MAX_SIDE, 1);
  gtk_widget_add_css_class (spin, "tnu-count");
  gtk_accessible_update_property (GTK_ACCESSIBLE (spin), GTK_ACCESSIBLE_PROPERTY_LABEL, label, -1);
  g_signal_connect_swapped (spin, "value-changed", G_CALLBACK (sides_changed), self);
  tnu_builder_append_row (self->box, label, spin);
  return spin;
}

static GtkWidget *
append_button (TnuValuesForm *self, GtkWidget *row, const char *label, const char *tooltip,
               GCallback callback)
{
  GtkWidget *button = gtk_button_new_with_label (label);
  gtk_widget_set_tooltip_text (button, tooltip);
  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  g_signal_connect_swapped (button, "clicked", callback, self);
  gtk_box_append (GTK_BOX (row), button);
  return button;
}

static GtkWidget *
append_entry (TnuValuesForm *self, GtkWidget *row, const char *label, const char *text,
              GCallback callback)
{
  GtkWidget *entry = tnu_builder_entry_new (label, text, 4);
  gtk_widget_set_tooltip_text (entry, label);
  gtk_widget_set_hexpand (entry, TRUE);
  g_signal_connect_swapped (entry, "activate", callback, self);
  gtk_box_append (GTK_BOX (row), entry);
  return entry;
}

static void
append_fillers (TnuValuesForm *self)
{
  GtkWidget *title = tnu_row_append_words (self->box, "FILL THE SELECTED CELLS", "tnu-caps");
  GtkWidget *one = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 8);
  GtkWidget *series = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 8);
  gtk_label_set_xalign (GTK_LABEL (title), 0);
  gtk_widget_add_css_class (title, "tnu-builder-about");
  self->value = append_entry (self, one, "Number for all of them", "1", G_CALLBACK (fill));
  append_button (self, one, "Fill", "Write this number into the selected cells", G_CALLBACK (fill));
  gtk_box_append (GTK_BOX (self->box), one);
  self->start = append_entry (self, series, "Start of the series", "0", G_CALLBACK (fill_series));
  self->step = append_entry (self, series, "Step of the series", "1", G_CALLBACK (fill_series));
  append_button (self, series, "Series", "Count through the selected cells",
                 G_CALLBACK (fill_series));
  gtk_box_append (GTK_BOX (self->box), series);
}

static void
tnu_values_form_init (TnuValuesForm *self)
{
  GtkWidget *hint;
  tnu_value_table_init (&self->table, FIRST_SIDE, FIRST_SIDE);
  self->grid = g_object_ref_sink (tnu_value_grid_new (&self->table));
  g_signal_connect_swapped (self->grid, "changed", G_CALLBACK (table_changed), self);
  g_signal_connect_swapped (self->grid, "told", G_CALLBACK (tell), self);
  self->box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 6);
  gtk_widget_set_parent (self->box, GTK_WIDGET (self));
  self->is_showing = true;
  self->rows = append_side (self, "rows");
  self->columns = append_side (self, "columns");
  self->is_vector = gtk_check_button_new_with_label ("one axis only");
  gtk_widget_set_tooltip_text (self->is_vector, "The shape (4,) and not (1, 4)");
  g_signal_connect_swapped (self->is_vector, "toggled", G_CALLBACK (vector_toggled), self);
  gtk_box_append (GTK_BOX (self->box), self->is_vector);
  append_fillers (self);
  append_button (self, self->box, "Paste a table",
                 "From a spreadsheet or a text, beginning at the selected cell (Ctrl+V)",
                 G_CALLBACK (paste));
  self->told = tnu_row_append_words (self->box, "", "tnu-error");
  gtk_label_set_xalign (GTK_LABEL (self->told), 0);
  gtk_label_set_wrap (GTK_LABEL (self->told), TRUE);
  gtk_widget_set_visible (self->told, FALSE);
  hint = tnu_row_append_words (self->box,
                               "Type into the cells; empty ones are 0. Arrows, Tab and Enter walk, "
                               "Shift selects. inf, nan, pi, True and False are numbers too.",
                               "tnu-note");
  gtk_label_set_xalign (GTK_LABEL (hint), 0);
  gtk_label_set_wrap (GTK_LABEL (hint), TRUE);
  self->is_showing = false;
  show_sides (self);
}

GtkWidget *
tnu_values_form_new (void)
{
  return g_object_new (TNU_TYPE_VALUES_FORM, NULL);
}

bool
tnu_values_form_take (TnuValuesForm *self, TnuTableText *text, GError **error)
{
  g_return_val_if_fail (TNU_IS_VALUES_FORM (self), false);
  bool had_names = tnu_table_text_drop_names (text);
  if (!tnu_value_table_take (&self->table, text, error))
    return false;
  changed_here (self);
  if (had_names)
    show_words (self, "The first row held names: it was left out.", "tnu-note");
  return true;
}
