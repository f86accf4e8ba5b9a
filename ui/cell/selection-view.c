/* SPDX-FileCopyrightText: 2026 The Tensarium authors
 * SPDX-License-Identifier: MIT */
#include "ui/cell/selection-view.h"

#include <adwaita.h>
#include <math.h>

#include "ui/draw/number.h"
#include "ui/draw/theme.h"

#define ROW_SPACING 4
#define COLUMN_SPACING 8

typedef enum
{
  FACT_MIN,
  FACT_MAX,
  FACT_MEAN,
  FACT_SUM,
  FACT_NAN,
  FACT_INF,
  N_FACTS
} Fact;

static const char *const fact_names[N_FACTS] = { "min", "max", "mean", "sum", "NaN", "Inf" };

struct _TnuSelectionView
{
  GtkWidget parent_instance;

  TnuSelection *selection;
  GtkWidget *box;
  GtkLabel *index;
  GtkLabel *shape;
  GtkWidget *names[N_FACTS];
  GtkLabel *values[N_FACTS];
};

G_DEFINE_FINAL_TYPE (TnuSelectionView, tnu_selection_view, GTK_TYPE_WIDGET)

static void
append_axis (GString *markup, int dim, const char *text)
{
  const TnuTheme *theme
      = tnu_theme_get (adw_style_manager_get_dark (adw_style_manager_get_default ()));
  char hex[8];

  tnu_color_to_hex (*tnu_theme_get_axis_color (theme, dim), hex);
  g_string_append_printf (markup, "<span color=\"%s\" weight=\"bold\">%s</span>", hex, text);
}

static char *
dup_index_markup (TnuSelection *selection)
{
  const TnuBox *box = tnu_selection_get_box (selection);
  const TnsMeta *meta = tns_moment_get_meta (tnu_selection_get_moment (selection));
  g_autofree char *name = g_markup_escape_text (tnu_selection_get_name (selection), -1);
  GString *markup = g_string_new (name);
  char axis[TNU_BOX_AXIS_SIZE];

  for (int dim = 0; dim < box->rank; dim++)
    {
      tnu_box_print_axis (box, meta->sizes, dim, axis);
      g_string_append (markup, dim > 0 ? ", " : "[");
      append_axis (markup, dim, axis);
    }
  g_string_append (markup, box->rank > 0 ? "]" : "");
  return g_string_free (markup, FALSE);
}

static char *
dup_shape_words (TnuSelection *selection)
{
  const TnuBox *box = tnu_selection_get_box (selection);
  const TnsMeta *meta = tns_moment_get_meta (tnu_selection_get_moment (selection));
  const gint64 n = tnu_box_count (box);
  gint64 shape[TNK_MAX_RANK];
  const int rank = tnu_box_get_shape (box, meta->sizes, shape);
  GString *words = g_string_new ("shape (");

  for (int dim = 0; dim < rank; dim++)
    g_string_append_printf (words, "%s%" G_GINT64_FORMAT, dim > 0 ? ", " : "", shape[dim]);
  g_string_append_printf (words, "%s), %" G_GINT64_FORMAT " %s", rank == 1 ? "," : "", n,
                          n == 1 ? "element" : "elements");
  return g_string_free (words, FALSE);
}

static void
set_fact (TnuSelectionView *self, Fact fact, double value, bool is_known)
{
  char number[TNU_NUMBER_SIZE];

  tnu_number_print_plain (value, number);
  gtk_label_set_text (self->values[fact], is_known && !isnan (value) ? number : "—");
}

/* Complex numbers have no order: size is what is told of them, and no sum. */
static void
show_facts (TnuSelectionView *self)
{
  const TnsStatistics *s = tnu_selection_get_statistics (self->selection);
  const TnkDtype dtype = tns_moment_get_meta (tnu_selection_get_moment (self->selection))->dtype;
  const bool is_complex = tnk_dtype_is_complex (dtype);
  const gint64 n_inf = s != NULL ? s->n_positive_infinity + s->n_negative_infinity : 0;

  gtk_label_set_text (GTK_LABEL (self->names[FACT_MIN]), is_complex ? "min |z|" : "min");
  gtk_label_set_text (GTK_LABEL (self->names[FACT_MAX]), is_complex ? "max |z|" : "max");
  gtk_label_set_text (GTK_LABEL (self->names[FACT_MEAN]), is_complex ? "mean |z|" : "mean");
  set_fact (self, FACT_MIN, s != NULL ? s->min : NAN, s != NULL);
  set_fact (self, FACT_MAX, s != NULL ? s->max : NAN, s != NULL);
  set_fact (self, FACT_MEAN, s != NULL ? s->mean : NAN, s != NULL);
  set_fact (self, FACT_SUM, s != NULL ? s->sum : NAN, s != NULL);
  set_fact (self, FACT_NAN, s != NULL ? (double) s->n_nan : 0, s != NULL);
  set_fact (self, FACT_INF, (double) n_inf, s != NULL);
  for (Fact fact = FACT_SUM; fact < N_FACTS; fact++)
    {
      const bool is_there
          = fact == FACT_SUM ? !is_complex : s != NULL && (fact == FACT_NAN ? s->n_nan : n_inf) > 0;

      gtk_widget_set_visible (self->names[fact], is_there);
      gtk_widget_set_visible (GTK_WIDGET (self->values[fact]), is_there);
    }
}

static void
update (TnuSelectionView *self)
{
  const bool is_there
      = self->selection != NULL && tnu_selection_get_name (self->selection) != NULL;
  g_autofree char *index = NULL;
  g_autofree char *shape = NULL;

  gtk_widget_set_visible (GTK_WIDGET (self), is_there);
  if (!is_there)
    return;
  index = dup_index_markup (self->selection);
  shape = dup_shape_words (self->selection);
  gtk_label_set_markup (self->index, index);
  gtk_label_set_text (self->shape, shape);
  show_facts (self);
}

void
tnu_selection_view_set_selection (TnuSelectionView *self, TnuSelection *selection)
{
  g_return_if_fail (TNU_IS_SELECTION_VIEW (self));
  if (!g_set_object (&self->selection, selection))
    return;
  g_signal_connect_object (selection, "changed", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  update (self);
}

/* ---- widgets ---- */

static GtkWidget *
make_label (const char *text, const char *style_class, double xalign)
{
  GtkWidget *label = gtk_label_new (text);

  gtk_widget_add_css_class (label, style_class);
  gtk_label_set_xalign (GTK_LABEL (label), (float) xalign);
  return label;
}

static GtkWidget *
make_facts (TnuSelectionView *self)
{
  GtkWidget *grid = gtk_grid_new ();

  gtk_grid_set_column_spacing (GTK_GRID (grid), COLUMN_SPACING);
  gtk_grid_set_row_spacing (GTK_GRID (grid), ROW_SPACING);
  for (Fact fact = 0; fact < N_FACTS; fact++)
    {
      GtkWidget *value = make_label ("—", "tnu-value", 1);

      self->names[fact] = make_label (fact_names[fact], "tnu-key", 0);
      gtk_widget_set_hexpand (value, TRUE);
      gtk_accessible_update_relation (GTK_ACCESSIBLE (value), GTK_ACCESSIBLE_RELATION_LABELLED_BY,
                                      self->names[fact], NULL, -1);
      gtk_grid_attach (GTK_GRID (grid), self->names[fact], 2 * (fact % 2), (int) fact / 2, 1, 1);
      gtk_grid_attach (GTK_GRID (grid), value, 2 * (fact % 2) + 1, (int) fact / 2, 1, 1);
      self->values[fact] = GTK_LABEL (value);
    }
  return grid;
}

static void
tnu_selection_view_dispose (GObject *object)
{
  TnuSelectionView *self = TNU_SELECTION_VIEW (object);

  if (self->selection != NULL)
    g_signal_handlers_disconnect_by_data (self->selection, self);
  g_clear_object (&self->selection);
  g_clear_pointer (&self->box, gtk_widget_unparent);
  G_OBJECT_CLASS (tnu_selection_view_parent_class)->dispose (object);
}

static void
tnu_selection_view_class_init (TnuSelectionViewClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = tnu_selection_view_dispose;
  gtk_widget_class_set_layout_manager_type (GTK_WIDGET_CLASS (klass), GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_accessible_role (GTK_WIDGET_CLASS (klass), GTK_ACCESSIBLE_ROLE_GROUP);
}

static void
tnu_selection_view_init (TnuSelectionView *self)
{
  GtkWidget *title = make_label ("SELECTION", "tnu-caps", 0);

  self->box = gtk_box_new (GTK_ORIENTATION_VERTICAL, ROW_SPACING);
  gtk_widget_set_parent (self->box, GTK_WIDGET (self));
  gtk_widget_set_margin_top (title, 20);
  gtk_widget_set_margin_bottom (title, 4);
  self->index = GTK_LABEL (make_label ("", "tnu-value", 0));
  self->shape = GTK_LABEL (make_label ("", "tnu-key", 0));
  gtk_label_set_wrap (self->index, TRUE);
  gtk_label_set_wrap_mode (self->index, PANGO_WRAP_WORD_CHAR);
  gtk_label_set_wrap (self->shape, TRUE);
  gtk_box_append (GTK_BOX (self->box), title);
  gtk_box_append (GTK_BOX (self->box), GTK_WIDGET (self->index));
  gtk_box_append (GTK_BOX (self->box), GTK_WIDGET (self->shape));
  gtk_box_append (GTK_BOX (self->box), make_facts (self));
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  "Selected range", -1);
  gtk_widget_set_visible (GTK_WIDGET (self), FALSE);
  g_signal_connect_object (adw_style_manager_get_default (), "notify::dark", G_CALLBACK (update),
                           self, G_CONNECT_SWAPPED);
}

GtkWidget *
tnu_selection_view_new (void)
{
  return g_object_new (TNU_TYPE_SELECTION_VIEW, NULL);
}
