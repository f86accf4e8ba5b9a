/* SPDX-FileCopyrightText: 2026 The Tensarium authors
 * SPDX-License-Identifier: MIT */
/* What the panel is made of, from top to bottom: words, head, picture and controls, player, line.
 */
#include <math.h>
#include <string.h>

#include "ui/draw/chips.h"
#include "ui/operation/matmul/matmul-chips.h"
#include "ui/operation/matmul/matmul-controls.h"
#include "ui/operation/matmul/matmul-panel-private.h"
#include "ui/operation/matmul/matmul-player.h"
#include "ui/operation/panel-canvas.h"
#include "ui/operation/row-parts.h"
#include "ui/operation/side-box.h"
#include "ui/operation/word-row.h"

#define PICTURE_MIN_WIDTH 320
/* Below, the controls stand behind a button. */
#define NARROW 860

static void
set_name (GtkWidget *widget, const char *name)
{
  gtk_widget_set_tooltip_text (widget, name);
  gtk_accessible_update_property (GTK_ACCESSIBLE (widget), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
}

/* ---- words and equation ---- */

static void
make_equation (TnuMatmulPanel *self)
{
  self->equation_box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 8);
  gtk_widget_add_css_class (self->equation_box, "tnu-einsum");
  tnu_row_append_words (self->equation_box, "Equation", "tnu-dim");
  self->equation = gtk_text_new ();
  gtk_widget_add_css_class (self->equation, "tnu-einsum-text");
  gtk_widget_set_valign (self->equation, GTK_ALIGN_CENTER);
  gtk_editable_set_width_chars (GTK_EDITABLE (self->equation), 18);
  gtk_widget_set_tooltip_text (self->equation,
                               "A letter for each dim, a comma between tensors, and what is kept: "
                               "ij,jk->ik");
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->equation), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  "Equation of einsum", -1);
  g_signal_connect_swapped (self->equation, "changed",
                            G_CALLBACK (tnu_matmul_panel_choose_equation), self);
  gtk_box_append (GTK_BOX (self->equation_box), self->equation);
}

static void
make_words (TnuMatmulPanel *self)
{
  GtkWidget *row = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 0);
  self->words = tnu_word_row_new ();
  for (int k = 0; k < TNU_MATMUL_N_WORDS; k++)
    tnu_word_row_append (TNU_WORD_ROW (self->words), tnu_matmul_word_get_name (k),
                         tnu_matmul_word_get_tooltip (k));
  tnu_word_row_listen (TNU_WORD_ROW (self->words), GTK_WIDGET (self));
  g_signal_connect_swapped (self->words, "changed", G_CALLBACK (tnu_matmul_panel_choose_word),
                            self);
  gtk_widget_set_hexpand (self->words, TRUE);
  gtk_box_append (GTK_BOX (row), self->words);
  make_equation (self);
  gtk_box_append (GTK_BOX (row), self->equation_box);
  tnu_panel_append (TNU_PANEL (self), row);
}

void
tnu_matmul_panel_color_equation (TnuMatmulPanel *self)
{
  const TnuTheme *theme = tnu_panel_get_theme ();
  const char *text = gtk_editable_get_text (GTK_EDITABLE (self->equation));
  g_autoptr (PangoAttrList) attributes = pango_attr_list_new ();
  for (guint at = 0; text[at] != '\0'; at++)
    {
      char mark = tnu_matmul_product_get_mark (&self->product, text[at]);
      if (mark == '\0')
        continue;
      const TnuColor *color = tnu_matmul_get_mark_color (&self->product.plan, theme, mark);
      PangoAttribute *ink = pango_attr_foreground_new ((guint16)lround (color->r * 65535),
                                                       (guint16)lround (color->g * 65535),
                                                       (guint16)lround (color->b * 65535));
      PangoAttribute *weight = pango_attr_weight_new (PANGO_WEIGHT_BOLD);
      ink->start_index = weight->start_index = at;
      ink->end_index = weight->end_index = at + 1;
      pango_attr_list_insert (attributes, ink);
      pango_attr_list_insert (attributes, weight);
    }
  gtk_text_set_attributes (GTK_TEXT (self->equation), attributes);
}

static void
show_word (TnuMatmulPanel *self)
{
  const char *equation = self->product.equation != NULL ? self->product.equation : "";
  tnu_word_row_set_word (TNU_WORD_ROW (self->words), (int)self->product.word);
  gtk_widget_set_visible (self->equation_box, self->product.word == TNU_MATMUL_WORD_EINSUM);
  if (strcmp (gtk_editable_get_text (GTK_EDITABLE (self->equation)), equation) != 0)
    gtk_editable_set_text (GTK_EDITABLE (self->equation), equation);
  tnu_matmul_panel_color_equation (self);
}

/* ---- the head ---- */

static void
picker_changed (GtkWidget *picker, GParamSpec *pspec, TnuMatmulPanel *self)
{
  tnu_matmul_panel_choose_operand (self, picker);
}

static void
make_pickers (TnuMatmulPanel *self, GtkWidget *head)
{
  static const char *const tips[] = { "The tensor on the left", "The tensor on the right",
                                      "The third tensor", "The fourth tensor", "The fifth tensor" };
  for (int k = 0; k < TNU_EINSUM_MAX_OPERANDS; k++)
    {
      if (k > 0)
        {
          self->signs[k] = gtk_label_new ("@");
          gtk_widget_add_css_class (self->signs[k], "tnu-mono");
          gtk_box_append (GTK_BOX (head), self->signs[k]);
        }
      GtkWidget *picker = gtk_drop_down_new (G_LIST_MODEL (g_object_ref (self->names)), NULL);
      self->pickers[k] = picker;
      gtk_widget_add_css_class (picker, "tnu-matmul-picker");
      gtk_widget_set_valign (picker, GTK_ALIGN_CENTER);
      set_name (picker, tips[k]);
      g_signal_connect (picker, "notify::selected", G_CALLBACK (picker_changed), self);
      gtk_box_append (GTK_BOX (head), picker);
    }
}

static guint
find_name (TnuMatmulPanel *self, const char *name)
{
  guint position = 0;
  while (strcmp (gtk_string_list_get_string (self->names, position), name) != 0)
    position++;
  return position;
}

static void
show_pickers (TnuMatmulPanel *self)
{
  const TnuMatmulProduct *product = &self->product;
  for (int k = 0; k < TNU_EINSUM_MAX_OPERANDS; k++)
    {
      gtk_widget_set_visible (self->pickers[k], k < product->n_operands);
      if (k > 0)
        {
          gtk_widget_set_visible (self->signs[k], k < product->n_operands);
          gtk_label_set_text (GTK_LABEL (self->signs[k]),
                              product->word == TNU_MATMUL_WORD_EINSUM ? "," : "@");
        }
      if (k < product->n_operands)
        gtk_drop_down_set_selected (GTK_DROP_DOWN (self->pickers[k]),
                                    find_name (self, product->operands[k].name));
    }
  gtk_widget_set_visible (self->swap, product->n_operands == 2);
}

static char *
dup_count (gint64 n, const char *one, const char *many)
{
  return g_strdup_printf ("a new tensor, %" G_GINT64_FORMAT " %s", n, n == 1 ? one : many);
}

/* An einsum of one tensor only turns it, unless it adds up. */
static bool
is_view (const TnuMatmulProduct *product)
{
  return product->way == TNU_MATMUL_SUMS && product->n_operands == 1
         && product->sums.n_axes == product->sums.result.shape.rank;
}

static char *
dup_cost (const TnuMatmulProduct *product)
{
  const TnuMatmulPlan *plan = &product->plan;
  const TnuEinsumPlan *sums = &product->sums;
  if (is_view (product))
    return g_strdup_printf ("the memory of %s, read in another order", product->operands[0].code);
  if (product->way == TNU_MATMUL_SUMS && product->n_operands == 1)
    return dup_count (sums->n_results * MAX (sums->n_terms - 1, 0), "addition", "additions");
  return dup_count (product->way == TNU_MATMUL_SUMS
                        ? sums->n_results * sums->n_terms * (sums->n_operands - 1)
                        : plan->n_tables * plan->n_rows * plan->n_columns * plan->n_inner,
                    "multiplication", "multiplications");
}

/* Right in the head: what it costs, or why not. */
static void
draw_verdict (GtkDrawingArea *area, cairo_t *cr, int width, int height, gpointer data)
{
  TnuMatmulPanel *self = data;
  const TnuMatmulProduct *product = &self->product;
  TnuBadge kind = product->reason != NULL ? TNU_BADGE_ERROR
                  : is_view (product)     ? TNU_BADGE_OUTLINED
                                          : TNU_BADGE_SOLID;
  const char *badge = product->reason != NULL ? "cannot apply"
                      : is_view (product)     ? "view"
                                              : "copy";
  double w;
  TnuCanvas canvas = tnu_panel_draw (TNU_PANEL (self), cr, width, &w);
  double y = height / (width / w) / 2, right = w - tnu_badge_get_width (canvas.text, badge);
  tnu_badge_draw (&canvas, kind, badge, right, y);
  if (product->way == TNU_MATMUL_SHAPES)
    return;
  g_autofree char *words = dup_cost (product);
  if (tnu_text_get_width (canvas.text, TNU_SANS (12, 400), words) <= right - 12)
    tnu_text_show (canvas.text, cr, TNU_SANS (12, 400), words, right - 12, y, TNU_ALIGN_END,
                   &canvas.theme->colors[TNU_INK2]);
}

static void
make_head (TnuMatmulPanel *self)
{
  GtkWidget *head = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 10);
  gtk_widget_add_css_class (head, "tnu-op-head");
  tnu_row_append_words (head, "Matmul", "tnu-panel-title");
  make_pickers (self, head);
  self->swap = gtk_button_new_with_label ("⇄");
  gtk_widget_add_css_class (self->swap, "flat");
  gtk_widget_set_valign (self->swap, GTK_ALIGN_CENTER);
  set_name (self->swap, "Swap the sides");
  g_signal_connect_swapped (self->swap, "clicked", G_CALLBACK (tnu_matmul_panel_swap), self);
  gtk_box_append (GTK_BOX (head), self->swap);
  self->verdict = gtk_drawing_area_new ();
  gtk_drawing_area_set_draw_func (GTK_DRAWING_AREA (self->verdict), draw_verdict, self, NULL);
  gtk_widget_set_hexpand (self->verdict, TRUE);
  gtk_box_append (GTK_BOX (head), self->verdict);
  self->side_button = gtk_toggle_button_new ();
  gtk_button_set_icon_name (GTK_BUTTON (self->side_button), "tnu-inspector-symbolic");
  gtk_widget_add_css_class (self->side_button, "flat");
  gtk_widget_set_valign (self->side_button, GTK_ALIGN_CENTER);
  set_name (self->side_button, "Order, shapes and backward");
  gtk_box_append (GTK_BOX (head), self->side_button);
  tnu_panel_append (TNU_PANEL (self), head);
}

/* ---- picture and controls ---- */

static void
draw_picture (GtkDrawingArea *area, cairo_t *cr, int width, int height, gpointer data)
{
  TnuMatmulPanel *self = data;
  double w, h;
  TnuCanvas canvas = tnu_panel_draw_stage (TNU_PANEL (self), cr, width, height, &w, &h);
  if (self->product.way == TNU_MATMUL_SUMS)
    tnu_einsum_picture_draw (&self->sums, &canvas, w, h);
  else
    tnu_matmul_picture_draw (&self->picture, &canvas, w, h, &self->place);
}

static GtkWidget *
make_scroller (GtkWidget *child)
{
  GtkWidget *scroller = gtk_scrolled_window_new ();
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (scroller), GTK_POLICY_NEVER,
                                  GTK_POLICY_AUTOMATIC);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scroller), child);
  gtk_scrolled_window_set_propagate_natural_width (GTK_SCROLLED_WINDOW (scroller), TRUE);
  return scroller;
}

static GtkWidget *
make_picture (TnuMatmulPanel *self)
{
  self->area = gtk_drawing_area_new ();
  gtk_drawing_area_set_draw_func (GTK_DRAWING_AREA (self->area), draw_picture, self, NULL);
  gtk_widget_set_size_request (self->area, PICTURE_MIN_WIDTH, -1);
  gtk_widget_set_vexpand (self->area, TRUE);
  gtk_widget_set_focusable (self->area, TRUE);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->area), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  "Tensors and their product; arrows choose a number", -1);
  tnu_matmul_panel_listen (self);
  GtkWidget *scroller = make_scroller (self->area);
  /* Where the sum is below the edge, a bar tells that there is more. */
  gtk_scrolled_window_set_overlay_scrolling (GTK_SCROLLED_WINDOW (scroller), FALSE);
  return scroller;
}

static GtkWidget *
make_controls (TnuMatmulPanel *self)
{
  self->controls = tnu_matmul_controls_new (&self->picture, &self->product);
  g_signal_connect_swapped (self->controls, "mode-chosen",
                            G_CALLBACK (tnu_matmul_panel_choose_mode), self);
  g_signal_connect_swapped (self->controls, "view-chosen",
                            G_CALLBACK (tnu_matmul_panel_choose_view), self);
  g_signal_connect_swapped (self->controls, "table-chosen",
                            G_CALLBACK (tnu_matmul_panel_choose_table), self);
  g_signal_connect_swapped (self->controls, "fix-chosen", G_CALLBACK (tnu_matmul_panel_choose_fix),
                            self);
  GtkWidget *scroller = make_scroller (self->controls);
  GtkWidget *side = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 0);
  gtk_widget_add_css_class (scroller, "tnu-panel");
  gtk_widget_set_hexpand (scroller, TRUE);
  gtk_box_append (GTK_BOX (side), gtk_separator_new (GTK_ORIENTATION_VERTICAL));
  gtk_box_append (GTK_BOX (side), scroller);
  return side;
}

static void
make_player (TnuMatmulPanel *self)
{
  self->player = tnu_matmul_player_new ();
  g_signal_connect_swapped (self->player, "moved", G_CALLBACK (tnu_matmul_panel_step), self);
  tnu_panel_append (TNU_PANEL (self), self->player);
}

/* ---- all ---- */

void
tnu_matmul_panel_build (TnuMatmulPanel *self)
{
  make_words (self);
  make_head (self);
  GtkWidget *picture = make_picture (self), *controls = make_controls (self);
  GtkWidget *body = tnu_side_box_new (picture, controls, NARROW, self->side_button);
  gtk_widget_set_vexpand (body, TRUE);
  tnu_panel_append (TNU_PANEL (self), body);
  make_player (self);
  tnu_panel_append_code_row (TNU_PANEL (self));
}

void
tnu_matmul_panel_update_parts (TnuMatmulPanel *self)
{
  self->is_updating = true;
  show_pickers (self);
  show_word (self);
  self->is_updating = false;
  tnu_panel_set_height (self->area, self->product.way == TNU_MATMUL_SUMS
                                        ? tnu_einsum_picture_get_height (&self->sums)
                                        : tnu_matmul_picture_get_height (&self->picture));
  gtk_widget_queue_draw (self->verdict);
}
