/* SPDX-FileCopyrightText: 2026 The Tensarium authors
 * SPDX-License-Identifier: MIT */
/* Matmul controls
 *
 * Sections from top to bottom; those that have nothing to say are hidden. The widgets show what the
 * picture says and never keep a choice of their own: is_updating tells a click from that. */
#include "ui/operation/matmul/matmul-controls.h"

#include <math.h>

#include "ui/draw/chips.h"
#include "ui/flow-box.h"
#include "ui/operation/matmul/matmul-chips.h"
#include "ui/operation/matmul/matmul-words.h"
#include "ui/operation/panel-canvas.h"
#include "ui/operation/row-parts.h"
#include "ui/text-scale.h"

#define WIDTH_MIN 212
#define WIDTH 288
#define TILE_HEIGHT 46
#define SHAPES_HEIGHT 66
#define FACET_W 46
#define FACET_H 34
/* Tables offered as pictures; more of them by number. */
#define MAX_FACETS 24

struct _TnuMatmulControls
{
  GtkWidget parent_instance;

  const TnuMatmulPicture *picture;
  const TnuMatmulProduct *product;
  bool is_updating;
  TnuText *text;

  GtkWidget *box;
  GtkWidget *tiles[TNU_MATMUL_N_MODES];
  GtkWidget *mode_words;
  GtkWidget *modes; /* tiles and words */
  GtkWidget *shapes_section, *shapes_title, *shapes;
  GtkWidget *rules;
  GtkWidget *batch, *batch_words, *facets, *spin;
  GtkWidget *backward, *backward_switch, *views;
  GtkWidget *view_buttons[2];
  GtkWidget *gradient_words;
  GtkWidget *trouble, *reason, *fixes;
};

enum
{
  MODE_CHOSEN,
  VIEW_CHOSEN,
  TABLE_CHOSEN,
  FIX_CHOSEN,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (TnuMatmulControls, tnu_matmul_controls, GTK_TYPE_WIDGET)

/* ---- tiles ---- */

/* Which cells a mode lights, in a product of 3 by 4 and 4 by 5 at its second row, third column. */
static bool
is_lit_in_tile (TnuMatmulMode mode, TnuMatmulSide side, int row, int column)
{
  static const int lit[] = { [TNU_MATMUL_I] = 1, [TNU_MATMUL_J] = 2, [TNU_MATMUL_K] = 1 };
  TnuMatmulAxis r = tnu_matmul_get_row_axis (side), c = tnu_matmul_get_column_axis (side);
  bool uses[] = {
    [TNU_MATMUL_I] = mode == TNU_MATMUL_DOT,
    [TNU_MATMUL_J] = mode != TNU_MATMUL_OUTER,
    [TNU_MATMUL_K] = mode == TNU_MATMUL_OUTER,
  };
  return (!uses[r] || row == lit[r]) && (!uses[c] || column == lit[c]);
}

static void
draw_tile (GtkDrawingArea *area, cairo_t *cr, int width, int height, gpointer data)
{
  TnuMatmulControls *self
      = TNU_MATMUL_CONTROLS (gtk_widget_get_ancestor (GTK_WIDGET (area), TNU_TYPE_MATMUL_CONTROLS));
  TnuMatmulMode mode = GPOINTER_TO_INT (data);
  static const int sizes[] = { [TNU_MATMUL_I] = 3, [TNU_MATMUL_J] = 5, [TNU_MATMUL_K] = 4 };
  double w, cell = 5, pitch = 6;
  TnuCanvas canvas = tnu_panel_begin_drawing (GTK_WIDGET (self), &self->text, cr, width, &w);
  double x0 = round ((w - (4 + 5) * pitch - 5) / 2), y0 = 1;
  for (int side = 0; side < TNU_MATMUL_N_SIDES; side++)
    for (int r = 0; r < sizes[tnu_matmul_get_row_axis (side)]; r++)
      for (int c = 0; c < sizes[tnu_matmul_get_column_axis (side)]; c++)
        {
          double x = x0 + c * pitch + (side != TNU_MATMUL_SIDE_A ? 4 * pitch + 4 : 0);
          double y = y0 + r * pitch + (side != TNU_MATMUL_SIDE_B ? 4 * pitch + 3 : 0);
          tnu_fill_rounded (&canvas, x, y, cell, cell, 1, &canvas.theme->colors[TNU_INK1],
                            is_lit_in_tile (mode, side, r, c) ? 1 : .16);
        }
}

static void
tile_clicked (GtkToggleButton *tile, TnuMatmulControls *self)
{
  if (self->is_updating)
    return;
  for (int mode = 0; mode < TNU_MATMUL_N_MODES; mode++)
    if (self->tiles[mode] == GTK_WIDGET (tile) && gtk_toggle_button_get_active (tile))
      g_signal_emit (self, signals[MODE_CHOSEN], 0, mode);
}

static GtkWidget *
make_label (const char *text, const char *style_class)
{
  GtkWidget *label = gtk_label_new (text);
  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_wrap_mode (GTK_LABEL (label), PANGO_WRAP_WORD_CHAR);
  if (style_class != NULL)
    gtk_widget_add_css_class (label, style_class);
  return label;
}

static void
make_tiles (TnuMatmulControls *self)
{
  static const char *const words[] = { "dot", "columns", "outer" };
  static const char *const tips[]
      = { "One number at a time", "One column at a time", "One outer product at a time" };
  GtkWidget *row = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 8);
  gtk_box_set_homogeneous (GTK_BOX (row), TRUE);
  for (int mode = 0; mode < TNU_MATMUL_N_MODES; mode++)
    {
      GtkWidget *column = gtk_box_new (GTK_ORIENTATION_VERTICAL, 4);
      GtkWidget *area = gtk_drawing_area_new ();
      self->tiles[mode] = gtk_toggle_button_new ();
      gtk_drawing_area_set_content_height (GTK_DRAWING_AREA (area), TILE_HEIGHT);
      gtk_drawing_area_set_draw_func (GTK_DRAWING_AREA (area), draw_tile, GINT_TO_POINTER (mode),
                                      NULL);
      gtk_box_append (GTK_BOX (column), area);
      gtk_box_append (GTK_BOX (column), gtk_label_new (words[mode]));
      gtk_button_set_child (GTK_BUTTON (self->tiles[mode]), column);
      gtk_widget_add_css_class (self->tiles[mode], "tnu-matmul-tile");
      gtk_widget_set_tooltip_text (self->tiles[mode], tips[mode]);
      gtk_accessible_update_property (GTK_ACCESSIBLE (self->tiles[mode]),
                                      GTK_ACCESSIBLE_PROPERTY_LABEL, tips[mode], -1);
      if (mode > 0)
        gtk_toggle_button_set_group (GTK_TOGGLE_BUTTON (self->tiles[mode]),
                                     GTK_TOGGLE_BUTTON (self->tiles[0]));
      g_signal_connect (self->tiles[mode], "toggled", G_CALLBACK (tile_clicked), self);
      gtk_box_append (GTK_BOX (row), self->tiles[mode]);
    }
  self->modes = gtk_box_new (GTK_ORIENTATION_VERTICAL, 10);
  self->mode_words = make_label ("", NULL);
  gtk_box_append (GTK_BOX (self->modes), row);
  gtk_box_append (GTK_BOX (self->modes), self->mode_words);
  gtk_box_append (GTK_BOX (self->modes), gtk_separator_new (GTK_ORIENTATION_HORIZONTAL));
  gtk_box_append (GTK_BOX (self->box), self->modes);
}

static const char *
get_mode_words (TnuMatmulMode mode)
{
  switch (mode)
    {
    case TNU_MATMUL_COLUMNS:
      return "One column at a time: columns of the left table, mixed by the numbers of one column "
             "of the right one.";
    case TNU_MATMUL_OUTER:
      return "One layer at a time: a column times a row is a whole table, and the layers add up.";
    default:
      return "One number at a time: a row of the left table meets a column of the right one.";
    }
}

/* ---- shapes ---- */

typedef struct
{
  TnuMatmulControls *self;
  int height;
} Resize;

static void
resize_free (Resize *resize)
{
  g_object_unref (resize->self);
  g_free (resize);
}

static gboolean
resize_shapes (gpointer data)
{
  Resize *resize = data;
  if (resize->self->box != NULL)
    gtk_drawing_area_set_content_height (GTK_DRAWING_AREA (resize->self->shapes), resize->height);
  return G_SOURCE_REMOVE;
}

/* How many lines it takes is known when it is drawn. */
static void
draw_shapes (GtkDrawingArea *area, cairo_t *cr, int width, int height, gpointer data)
{
  TnuMatmulControls *self = data;
  double w;
  TnuCanvas canvas = tnu_panel_begin_drawing (GTK_WIDGET (self), &self->text, cr, width, &w);
  double y = tnu_matmul_shapes_draw (&self->product->plan, &canvas, w);
  int wanted = (int)lround ((y + 14) * tnu_text_scale_get (GTK_WIDGET (self)));
  if (wanted == gtk_drawing_area_get_content_height (area))
    return;
  Resize *resize = g_new (Resize, 1);
  *resize = (Resize){ g_object_ref (self), wanted };
  g_idle_add_full (G_PRIORITY_HIGH_IDLE, resize_shapes, resize, (GDestroyNotify)resize_free);
}

static GtkWidget *
add_section (TnuMatmulControls *self, const char *title, bool has_line)
{
  GtkWidget *section = gtk_box_new (GTK_ORIENTATION_VERTICAL, 10);
  if (has_line)
    gtk_box_append (GTK_BOX (section), gtk_separator_new (GTK_ORIENTATION_HORIZONTAL));
  gtk_box_append (GTK_BOX (section), make_label (title, "tnu-caps"));
  gtk_box_append (GTK_BOX (self->box), section);
  return section;
}

static void
make_shapes (TnuMatmulControls *self)
{
  GtkWidget *section = self->shapes_section = add_section (self, "SHAPES", false);
  self->shapes_title = gtk_widget_get_first_child (section);
  self->shapes = gtk_drawing_area_new ();
  gtk_drawing_area_set_content_height (GTK_DRAWING_AREA (self->shapes), SHAPES_HEIGHT);
  gtk_drawing_area_set_draw_func (GTK_DRAWING_AREA (self->shapes), draw_shapes, self, NULL);
  gtk_box_append (GTK_BOX (section), self->shapes);
  self->rules = gtk_box_new (GTK_ORIENTATION_VERTICAL, 6);
  gtk_box_append (GTK_BOX (section), self->rules);
}

/* ---- batch ---- */

static char *
dup_index_text (const TnuMatmulPlan *plan, gint64 table)
{
  gint64 index[TNU_SHAPE_MAX_RANK];
  GString *text = g_string_new (NULL);
  tnu_matmul_plan_get_index (plan, table, index);
  for (int d = 0; d < plan->batch.rank; d++)
    g_string_append_printf (text, "%s%c = %" G_GINT64_FORMAT, d > 0 ? ", " : "",
                            tnu_axis_get_letter (d), index[d]);
  return g_string_free (text, FALSE);
}

/* The table of C as a small heat map; a frame while there are no numbers. */
static void
draw_facet (GtkDrawingArea *area, cairo_t *cr, int width, int height, gpointer data)
{
  TnuMatmulControls *self
      = TNU_MATMUL_CONTROLS (gtk_widget_get_ancestor (GTK_WIDGET (area), TNU_TYPE_MATMUL_CONTROLS));
  gint64 table = GPOINTER_TO_INT (data);
  const TnuMatmulPlan *plan = &self->product->plan;
  double w;
  TnuCanvas canvas = tnu_panel_begin_drawing (GTK_WIDGET (self), &self->text, cr, width, &w);
  double h = height / (width / w);
  if (self->picture->numbers == NULL)
    {
      tnu_set_token (&canvas, TNU_LINE, 1);
      tnu_stroke_inside (&canvas, 0, 0, w, h, TNU_RADIUS_CELL, 1);
      return;
    }
  TnuCells cells = {
    .n_rows = (int)plan->n_rows,
    .n_cols = (int)plan->n_columns,
    .row_stride = plan->n_columns,
    .col_stride = 1,
    .values = self->picture->numbers->c + table * plan->n_rows * plan->n_columns,
    .kind = self->picture->kinds[TNU_MATMUL_SIDE_C],
    .vmax = tnu_matmul_numbers_get_max (self->picture->numbers, TNU_MATMUL_SIDE_C),
  };
  double cell_w = MAX (w / MAX (cells.n_cols, 1), 1), cell_h = MAX (h / MAX (cells.n_rows, 1), 1);
  double cell = MIN (MIN (cell_w, cell_h * 1.6), 9);
  TnuGrid grid;
  tnu_grid_init (&grid, self->text, &cells, 0, 0, cell, MAX (MIN (cell_h, cell), 1));
  grid.x = MAX (round ((w - tnu_grid_get_width (&grid, cells.n_cols)) / 2), 0);
  grid.y = MAX (round ((h - tnu_grid_get_height (&grid, cells.n_rows)) / 2), 0);
  cairo_rectangle (cr, 0, 0, w, h);
  cairo_clip (cr);
  tnu_cells_draw (&canvas, &cells, &grid, TNU_PANE);
}

static void
facet_clicked (GtkToggleButton *facet, TnuMatmulControls *self)
{
  if (!self->is_updating && gtk_toggle_button_get_active (facet))
    g_signal_emit (self, signals[TABLE_CHOSEN], 0,
                   (gint64)GPOINTER_TO_INT (g_object_get_data (G_OBJECT (facet), "table")));
}

static void
spin_changed (GtkSpinButton *spin, TnuMatmulControls *self)
{
  if (!self->is_updating)
    g_signal_emit (self, signals[TABLE_CHOSEN], 0, (gint64)gtk_spin_button_get_value_as_int (spin));
}

static void
make_batch (TnuMatmulControls *self)
{
  self->batch = add_section (self, "BATCH", true);
  self->batch_words = make_label ("", NULL);
  gtk_box_append (GTK_BOX (self->batch), self->batch_words);
  self->facets = tnu_flow_box_new ();
  gtk_flow_box_set_min_children_per_line (GTK_FLOW_BOX (self->facets), 3);
  gtk_flow_box_set_max_children_per_line (GTK_FLOW_BOX (self->facets), 4);
  gtk_flow_box_set_row_spacing (GTK_FLOW_BOX (self->facets), 6);
  gtk_flow_box_set_column_spacing (GTK_FLOW_BOX (self->facets), 6);
  gtk_widget_set_halign (self->facets, GTK_ALIGN_START);
  gtk_box_append (GTK_BOX (self->batch), self->facets);
  self->spin = gtk_spin_button_new_with_range (0, 1, 1);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->spin), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  "Table of the batch", -1);
  g_signal_connect (self->spin, "value-changed", G_CALLBACK (spin_changed), self);
  gtk_box_append (GTK_BOX (self->batch), self->spin);
}

static GtkWidget *
make_facet (TnuMatmulControls *self, int table, GtkWidget *group)
{
  GtkWidget *facet = gtk_toggle_button_new (), *area = gtk_drawing_area_new ();
  GtkWidget *column = gtk_box_new (GTK_ORIENTATION_VERTICAL, 4);
  g_autofree char *text = dup_index_text (&self->product->plan, table);
  double scale = tnu_text_scale_get (GTK_WIDGET (self));
  gtk_drawing_area_set_content_width (GTK_DRAWING_AREA (area), (int)lround (FACET_W * scale));
  gtk_drawing_area_set_content_height (GTK_DRAWING_AREA (area), (int)lround (FACET_H * scale));
  gtk_drawing_area_set_draw_func (GTK_DRAWING_AREA (area), draw_facet, GINT_TO_POINTER (table),
                                  NULL);
  gtk_box_append (GTK_BOX (column), area);
  GtkWidget *label = gtk_label_new (text);
  gtk_widget_add_css_class (label, "tnu-dim");
  gtk_box_append (GTK_BOX (column), label);
  gtk_button_set_child (GTK_BUTTON (facet), column);
  gtk_widget_add_css_class (facet, "tnu-matmul-tile");
  if (group != NULL)
    gtk_toggle_button_set_group (GTK_TOGGLE_BUTTON (facet), GTK_TOGGLE_BUTTON (group));
  gtk_accessible_update_property (GTK_ACCESSIBLE (facet), GTK_ACCESSIBLE_PROPERTY_LABEL, text, -1);
  g_object_set_data (G_OBJECT (facet), "table", GINT_TO_POINTER (table));
  g_signal_connect (facet, "toggled", G_CALLBACK (facet_clicked), self);
  return facet;
}

static void
fill_batch (TnuMatmulControls *self)
{
  const TnuMatmulPlan *plan = &self->product->plan;
  bool has_batch = plan->verdict == TNU_MATMUL_FITS && plan->n_tables > 1;
  bool has_facets = has_batch && plan->n_tables <= MAX_FACETS;
  GtkWidget *first = NULL, *child;
  while ((child = gtk_widget_get_first_child (self->facets)) != NULL)
    gtk_flow_box_remove (GTK_FLOW_BOX (self->facets), child);
  gtk_widget_set_visible (self->batch, has_batch);
  gtk_widget_set_visible (self->facets, has_facets);
  gtk_widget_set_visible (self->spin, has_batch && !has_facets);
  if (has_batch)
    gtk_spin_button_set_range (GTK_SPIN_BUTTON (self->spin), 0, (double)plan->n_tables - 1);
  for (int table = 0; has_facets && table < plan->n_tables; table++)
    {
      GtkWidget *facet = make_facet (self, table, first);
      if (first == NULL)
        first = facet;
      tnu_flow_box_append (self->facets, facet);
      /* The button has the focus, not the place it stands in. */
      gtk_widget_set_focusable (gtk_widget_get_parent (facet), FALSE);
    }
}

static void
update_batch (TnuMatmulControls *self)
{
  const TnuMatmulPlan *plan = &self->product->plan;
  g_autofree char *index = dup_index_text (plan, self->picture->table);
  g_autofree char *words = g_strdup_printf (
      "%s: one product of %" G_GINT64_FORMAT ", each for itself.", index, plan->n_tables);
  gtk_label_set_text (GTK_LABEL (self->batch_words), words);
  gtk_spin_button_set_value (GTK_SPIN_BUTTON (self->spin), (double)self->picture->table);
  for (GtkWidget *child = gtk_widget_get_first_child (self->facets); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    {
      GtkWidget *facet = gtk_flow_box_child_get_child (GTK_FLOW_BOX_CHILD (child));
      gint64 table = GPOINTER_TO_INT (g_object_get_data (G_OBJECT (facet), "table"));
      gtk_toggle_button_set_active (GTK_TOGGLE_BUTTON (facet), table == self->picture->table);
      gtk_widget_queue_draw (
          gtk_widget_get_first_child (gtk_button_get_child (GTK_BUTTON (facet))));
    }
}

/* ---- the way back ---- */

static void
switch_changed (TnuMatmulControls *self)
{
  if (!self->is_updating)
    g_signal_emit (self, signals[VIEW_CHOSEN], 0,
                   gtk_switch_get_active (GTK_SWITCH (self->backward_switch)) ? TNU_MATMUL_DA
                                                                              : TNU_MATMUL_C);
}

static void
view_clicked (GtkToggleButton *button, TnuMatmulControls *self)
{
  if (self->is_updating || !gtk_toggle_button_get_active (button))
    return;
  g_signal_emit (self, signals[VIEW_CHOSEN], 0,
                 GTK_WIDGET (button) == self->view_buttons[0] ? TNU_MATMUL_DA : TNU_MATMUL_DB);
}

static void
make_backward (TnuMatmulControls *self)
{
  GtkWidget *row = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 8), *label;
  self->backward = gtk_box_new (GTK_ORIENTATION_VERTICAL, 10);
  gtk_box_append (GTK_BOX (self->backward), gtk_separator_new (GTK_ORIENTATION_HORIZONTAL));
  label = make_label ("Backward", "tnu-control");
  gtk_widget_set_hexpand (label, TRUE);
  gtk_box_append (GTK_BOX (row), label);
  self->backward_switch = gtk_switch_new ();
  gtk_widget_set_valign (self->backward_switch, GTK_ALIGN_CENTER);
  gtk_widget_set_tooltip_text (self->backward_switch, "Show the gradients in the same picture");
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->backward_switch),
                                  GTK_ACCESSIBLE_PROPERTY_LABEL, "Backward", -1);
  g_signal_connect_swapped (self->backward_switch, "notify::active", G_CALLBACK (switch_changed),
                            self);
  gtk_box_append (GTK_BOX (row), self->backward_switch);
  gtk_box_append (GTK_BOX (self->backward), row);
  self->views = gtk_box_new (GTK_ORIENTATION_VERTICAL, 6);
  for (int k = 0; k < 2; k++)
    {
      self->view_buttons[k] = gtk_toggle_button_new ();
      gtk_widget_add_css_class (self->view_buttons[k], "tnu-shape");
      gtk_box_append (GTK_BOX (self->views), self->view_buttons[k]);
      g_signal_connect (self->view_buttons[k], "toggled", G_CALLBACK (view_clicked), self);
    }
  gtk_toggle_button_set_group (GTK_TOGGLE_BUTTON (self->view_buttons[1]),
                               GTK_TOGGLE_BUTTON (self->view_buttons[0]));
  self->gradient_words = make_label ("", "tnu-dim");
  gtk_box_append (GTK_BOX (self->views), self->gradient_words);
  gtk_box_append (GTK_BOX (self->backward), self->views);
  gtk_box_append (GTK_BOX (self->box), self->backward);
}

/* "dA = dC · Bᵀ   (3, 5) · (5, 4) → (3, 4)": of one table, the dims that were put in included. */
static void
label_view (TnuMatmulControls *self, TnuMatmulView view)
{
  const TnuMatmulPlan *plan = &self->product->plan;
  TnuMatmulExtent extent = tnu_matmul_plan_get_extent (plan, view);
  g_autofree char *equation = tnu_matmul_dup_equation (view, self->picture->names);
  g_autofree char *text
      = g_strdup_printf ("%s\n(%" G_GINT64_FORMAT ", %" G_GINT64_FORMAT ") · (%" G_GINT64_FORMAT
                         ", %" G_GINT64_FORMAT ") → (%" G_GINT64_FORMAT ", %" G_GINT64_FORMAT ")",
                         equation, extent.n_rows, extent.n_inner, extent.n_inner, extent.n_columns,
                         extent.n_rows, extent.n_columns);
  GtkWidget *button = self->view_buttons[view == TNU_MATMUL_DA ? 0 : 1];
  gtk_button_set_label (GTK_BUTTON (button), text);
  gtk_label_set_xalign (GTK_LABEL (gtk_button_get_child (GTK_BUTTON (button))), 0);
  gtk_label_set_ellipsize (GTK_LABEL (gtk_button_get_child (GTK_BUTTON (button))),
                           PANGO_ELLIPSIZE_END);
}

static void
update_backward (TnuMatmulControls *self)
{
  TnuMatmulView view = self->picture->view;
  const TnuMatmulNumbers *numbers = self->picture->numbers;
  gtk_switch_set_active (GTK_SWITCH (self->backward_switch), view != TNU_MATMUL_C);
  gtk_widget_set_visible (self->views, view != TNU_MATMUL_C);
  gtk_toggle_button_set_active (GTK_TOGGLE_BUTTON (self->view_buttons[0]), view == TNU_MATMUL_DA);
  gtk_toggle_button_set_active (GTK_TOGGLE_BUTTON (self->view_buttons[1]), view == TNU_MATMUL_DB);
  gtk_label_set_text (GTK_LABEL (self->gradient_words),
                      numbers == NULL       ? ""
                      : numbers->dc_is_ones ? "No gradient was recorded: all ones come in."
                                            : "What comes in was recorded by backward().");
}

/* ---- trouble ---- */

static void
use_clicked (GtkButton *button, TnuMatmulControls *self)
{
  g_signal_emit (self, signals[FIX_CHOSEN], 0,
                 GPOINTER_TO_INT (g_object_get_data (G_OBJECT (button), "fix")));
}

static GtkWidget *
make_fix (TnuMatmulControls *self, const TnuMatmulFix *fix, int index)
{
  const TnuMatmulOperand *a = &self->product->operands[0], *b = &self->product->operands[1];
  GtkWidget *row = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 10);
  GtkWidget *column = gtk_box_new (GTK_ORIENTATION_VERTICAL, 2);
  GtkWidget *use = gtk_button_new_with_label ("Use");
  g_autofree char *rank = g_strdup_printf ("%d", index + 1);
  g_autofree char *code = tnu_matmul_product_dup_fix_code (self->product, fix);
  g_autofree char *words = tnu_matmul_fix_dup_words (fix, a->name, b->name);
  g_autofree char *shape = tnu_shape_dup_text (&fix->result);
  g_autofree char *second = g_strdup_printf ("%s → %s", words, shape);
  g_autofree char *name = g_strdup_printf ("Use %s: %s", code, second);
  GtkWidget *first_line = make_label (code, "tnu-mono"),
            *second_line = make_label (second, "tnu-dim");
  gtk_widget_add_css_class (row, "tnu-matmul-fix");
  gtk_box_append (GTK_BOX (row), make_label (rank, "tnu-dim"));
  gtk_box_append (GTK_BOX (column), first_line);
  gtk_box_append (GTK_BOX (column), second_line);
  gtk_widget_set_hexpand (column, TRUE);
  gtk_box_append (GTK_BOX (row), column);
  gtk_widget_set_valign (use, GTK_ALIGN_CENTER);
  gtk_widget_set_tooltip_text (use, name);
  gtk_accessible_update_property (GTK_ACCESSIBLE (use), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
  g_object_set_data (G_OBJECT (use), "fix", GINT_TO_POINTER (index));
  g_signal_connect (use, "clicked", G_CALLBACK (use_clicked), self);
  gtk_box_append (GTK_BOX (row), use);
  return row;
}

static void
make_trouble (TnuMatmulControls *self)
{
  self->trouble = gtk_box_new (GTK_ORIENTATION_VERTICAL, 10);
  self->reason = make_label ("", "tnu-mono");
  gtk_label_set_selectable (GTK_LABEL (self->reason), TRUE);
  gtk_widget_set_can_focus (self->reason, FALSE);
  gtk_box_append (GTK_BOX (self->trouble), self->reason);
  self->fixes = gtk_box_new (GTK_ORIENTATION_VERTICAL, 8);
  gtk_box_append (GTK_BOX (self->trouble), self->fixes);
  gtk_box_append (GTK_BOX (self->box), self->trouble);
}

static void
fill_trouble (TnuMatmulControls *self)
{
  const TnuColor *err = &tnu_panel_get_theme ()->colors[TNU_ERR];
  tnu_row_clear (self->fixes);
  gtk_widget_set_visible (self->trouble, self->product->reason != NULL);
  if (self->product->reason == NULL)
    return;
  g_autofree char *words = g_markup_escape_text (self->product->reason, -1);
  g_autofree char *markup = g_strdup_printf (
      "<span color=\"#%02x%02x%02x\" weight=\"bold\">RuntimeError</span>: %s",
      (int)lround (err->r * 255), (int)lround (err->g * 255), (int)lround (err->b * 255), words);
  gtk_label_set_markup (GTK_LABEL (self->reason), markup);
  g_autoptr (GArray) fixes = tnu_matmul_product_find_fixes (self->product, TNU_MATMUL_MAX_FIXES);
  for (guint k = 0; k < fixes->len; k++)
    gtk_box_append (GTK_BOX (self->fixes),
                    make_fix (self, &g_array_index (fixes, TnuMatmulFix, k), (int)k));
}

/* ---- all ---- */

/* The rules of A @ B, or what the letters of an equation do; a line each. Returns whether there are
 * any. */
static bool
fill_rules (TnuMatmulControls *self)
{
  const TnuMatmulProduct *product = self->product;
  bool has_letters = product->word == TNU_MATMUL_WORD_EINSUM || product->way == TNU_MATMUL_SUMS;
  g_autofree char *rules = has_letters
                               ? tnu_matmul_product_dup_letters (product)
                               : tnu_matmul_dup_rules (&product->plan, self->picture->names);
  g_auto (GStrv) lines = g_strsplit (rules, "\n", -1);
  tnu_row_clear (self->rules);
  for (int k = 0; lines[k] != NULL; k++)
    {
      g_autofree char *markup
          = tnu_matmul_words_dup_markup (&product->plan, tnu_panel_get_theme (), lines[k]);
      GtkWidget *label = make_label ("", "tnu-dim");
      gtk_label_set_markup (GTK_LABEL (label), markup);
      gtk_box_append (GTK_BOX (self->rules), label);
    }
  gtk_label_set_text (GTK_LABEL (self->shapes_title), has_letters ? "LETTERS" : "SHAPES");
  gtk_widget_set_visible (self->rules, *rules != '\0');
  return *rules != '\0';
}

void
tnu_matmul_controls_update (TnuMatmulControls *self)
{
  g_return_if_fail (TNU_IS_MATMUL_CONTROLS (self));
  self->is_updating = true;
  for (int mode = 0; mode < TNU_MATMUL_N_MODES; mode++)
    gtk_toggle_button_set_active (GTK_TOGGLE_BUTTON (self->tiles[mode]),
                                  self->picture->mode == (TnuMatmulMode)mode);
  gtk_label_set_text (GTK_LABEL (self->mode_words), get_mode_words (self->picture->mode));
  update_batch (self);
  update_backward (self);
  self->is_updating = false;
}

void
tnu_matmul_controls_rebuild (TnuMatmulControls *self)
{
  g_return_if_fail (TNU_IS_MATMUL_CONTROLS (self));
  const TnuMatmulPlan *plan = &self->product->plan;
  bool fits = self->product->way == TNU_MATMUL_TABLES;
  bool has_rules = fill_rules (self);
  self->is_updating = true;
  gtk_widget_set_visible (self->modes, fits);
  gtk_widget_set_visible (self->backward, fits);
  label_view (self, TNU_MATMUL_DA);
  label_view (self, TNU_MATMUL_DB);
  /* Rows and columns of A @ B say nothing about a line that is not one. */
  gtk_widget_set_visible (self->shapes, plan->words == NULL);
  gtk_widget_set_visible (self->shapes_section, plan->words == NULL || has_rules);
  gtk_widget_queue_draw (self->shapes);
  fill_batch (self);
  fill_trouble (self);
  self->is_updating = false;
  tnu_matmul_controls_update (self);
}

/* ---- the object ---- */

static void
tnu_matmul_controls_measure (GtkWidget *widget,
                             GtkOrientation orientation,
                             int for_size,
                             int *minimum,
                             int *natural,
                             int *minimum_baseline,
                             int *natural_baseline)
{
  TnuMatmulControls *self = TNU_MATMUL_CONTROLS (widget);
  double scale = tnu_text_scale_get (widget);
  gtk_widget_measure (self->box, orientation, for_size, minimum, natural, NULL, NULL);
  if (orientation == GTK_ORIENTATION_HORIZONTAL)
    {
      *minimum = MAX (*minimum, (int)(WIDTH_MIN * scale));
      *natural = MAX (*minimum, (int)(WIDTH * scale));
    }
  *minimum_baseline = *natural_baseline = -1;
}

static void
tnu_matmul_controls_size_allocate (GtkWidget *widget, int width, int height, int baseline)
{
  gtk_widget_allocate (TNU_MATMUL_CONTROLS (widget)->box, width, height, baseline, NULL);
}

static GtkSizeRequestMode
tnu_matmul_controls_get_request_mode (GtkWidget *widget)
{
  return GTK_SIZE_REQUEST_HEIGHT_FOR_WIDTH;
}

static void
tnu_matmul_controls_dispose (GObject *object)
{
  TnuMatmulControls *self = TNU_MATMUL_CONTROLS (object);
  g_clear_pointer (&self->box, gtk_widget_unparent);
  g_clear_pointer (&self->text, tnu_text_free);
  G_OBJECT_CLASS (tnu_matmul_controls_parent_class)->dispose (object);
}

static void
tnu_matmul_controls_class_init (TnuMatmulControlsClass *klass)
{
  static const char *const names[] = { "mode-chosen", "view-chosen", "table-chosen", "fix-chosen" };
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  G_OBJECT_CLASS (klass)->dispose = tnu_matmul_controls_dispose;
  widget_class->measure = tnu_matmul_controls_measure;
  widget_class->size_allocate = tnu_matmul_controls_size_allocate;
  widget_class->get_request_mode = tnu_matmul_controls_get_request_mode;
  for (int k = 0; k < N_SIGNALS; k++)
    signals[k] = g_signal_new (names[k], TNU_TYPE_MATMUL_CONTROLS, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                               NULL, G_TYPE_NONE, 1, k == TABLE_CHOSEN ? G_TYPE_INT64 : G_TYPE_INT);
}

static void
tnu_matmul_controls_init (TnuMatmulControls *self)
{
  self->box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 14);
  gtk_widget_add_css_class (self->box, "tnu-matmul-controls");
  gtk_widget_set_parent (self->box, GTK_WIDGET (self));
  make_tiles (self);
  make_shapes (self);
  make_trouble (self);
  make_batch (self);
  make_backward (self);
}

GtkWidget *
tnu_matmul_controls_new (const TnuMatmulPicture *picture, const TnuMatmulProduct *product)
{
  TnuMatmulControls *self = g_object_new (TNU_TYPE_MATMUL_CONTROLS, NULL);
  self->picture = picture;
  self->product = product;
  return GTK_WIDGET (self);
}
