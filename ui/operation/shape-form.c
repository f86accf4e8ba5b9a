/* SPDX-FileCopyrightText: 2026 The Tensarium authors
 * SPDX-License-Identifier: MIT */
/* Shape form
 *
 * The call is the state. Every word has one function that builds its widgets, one that shows the
 * call in them and one that reads them; widgets live as long as the word and its number of dims
 * stay, so that the keyboard focus stays too. */
#include "ui/operation/shape-form.h"

#include <math.h>
#include <string.h>

#include "ui/operation/axis-row.h"
#include "ui/operation/panel-canvas.h"
#include "ui/operation/row-parts.h"
#include "ui/operation/shape-fixes.h"
#include "ui/operation/shape-row.h"

#define MAX_TOGGLES (TNU_SHAPE_MAX_RANK + 1)
#define MAX_COUNT 1024

struct _TnuShapeForm
{
  GtkWidget parent_instance;

  TnsTensor *tensor;
  TnuShape before;
  TnuShapeCall call;
  bool is_setting;
  bool is_built;

  GtkWidget *box;
  GtkWidget *toggles[2][MAX_TOGGLES]; /* dims: the second row is the end of flatten */
  GtkWidget *all;                     /* every dim, or all of it as one row */
  GtkWidget *counts[TNU_SHAPE_MAX_RANK];
  GtkWidget *axes;
};

typedef struct
{
  void (*build) (TnuShapeForm *self);
  void (*show) (TnuShapeForm *self);
  void (*read) (TnuShapeForm *self);
} Form;

static const Form *get_form (TnuShapeWord word);

static guint changed;

G_DEFINE_FINAL_TYPE (TnuShapeForm, tnu_shape_form, GTK_TYPE_WIDGET)

static void
read_widgets (TnuShapeForm *self)
{
  if (self->is_setting)
    return;
  get_form (self->call.word)->read (self);
  g_signal_emit (self, changed, 0);
}

/* Of a group only the one that went on counts: the one that went off came just before it. */
static void
toggled (GtkToggleButton *toggle, TnuShapeForm *self)
{
  bool is_single = g_object_get_data (G_OBJECT (toggle), "is-single") != NULL;
  if (!is_single || gtk_toggle_button_get_active (toggle))
    read_widgets (self);
}

/* ---- parts ---- */

static char *
dup_letter_markup (int axis)
{
  const TnuColor *color = tnu_theme_get_axis_color (tnu_panel_get_theme (), axis);
  return g_strdup_printf ("<span color=\"#%02x%02x%02x\" weight=\"bold\">%c</span>",
                          (int) lround (color->r * 255), (int) lround (color->g * 255),
                          (int) lround (color->b * 255), tnu_axis_get_letter (axis));
}

/* "i 3" in the colours of a chip. */
static char *
dup_axis_markup (int axis, gint64 size)
{
  g_autofree char *letter = dup_letter_markup (axis);
  return g_strdup_printf ("%s %" G_GINT64_FORMAT, letter, size);
}

static GtkWidget *
append_toggle (TnuShapeForm *self, const char *markup, const char *name)
{
  GtkWidget *toggle = gtk_toggle_button_new ();
  tnu_row_append_chip (self->box, toggle, markup, name);
  g_signal_connect (toggle, "toggled", G_CALLBACK (toggled), self);
  return toggle;
}

/* Exactly one of the row is on. */
static void
join (GtkWidget *const *toggles, int n)
{
  for (int k = 0; k < n; k++)
    {
      g_object_set_data (G_OBJECT (toggles[k]), "is-single", GINT_TO_POINTER (1));
      if (k > 0)
        gtk_toggle_button_set_group (GTK_TOGGLE_BUTTON (toggles[k]),
                                     GTK_TOGGLE_BUTTON (toggles[0]));
    }
}

/* One toggle per dim; @row 0 or 1. */
static void
append_dims (TnuShapeForm *self, int row, const char *purpose)
{
  for (int d = 0; d < self->before.rank; d++)
    {
      g_autofree char *markup = dup_axis_markup (d, self->before.sizes[d]);
      g_autofree char *name = g_strdup_printf ("%s dim %d, of size %" G_GINT64_FORMAT, purpose, d,
                                               self->before.sizes[d]);
      self->toggles[row][d] = append_toggle (self, markup, name);
    }
}

static bool
is_on (GtkWidget *toggle)
{
  return toggle != NULL && gtk_toggle_button_get_active (GTK_TOGGLE_BUTTON (toggle));
}

static void
turn (GtkWidget *toggle, bool is_active)
{
  if (toggle != NULL)
    gtk_toggle_button_set_active (GTK_TOGGLE_BUTTON (toggle), is_active);
}

static int
get_single (TnuShapeForm *self, int row)
{
  for (int k = 0; k < MAX_TOGGLES; k++)
    if (is_on (self->toggles[row][k]))
      return k;
  return 0;
}

static GtkWidget *
append_count (TnuShapeForm *self, const char *name, gint64 low, gint64 high)
{
  GtkWidget *count = gtk_spin_button_new_with_range ((double) low, (double) high, 1);
  gtk_editable_set_width_chars (GTK_EDITABLE (count), 2);
  gtk_editable_set_max_width_chars (GTK_EDITABLE (count), 4);
  gtk_widget_add_css_class (count, "tnu-count");
  gtk_widget_set_valign (count, GTK_ALIGN_CENTER);
  gtk_widget_set_tooltip_text (count, name);
  gtk_accessible_update_property (GTK_ACCESSIBLE (count), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
  g_signal_connect_swapped (count, "value-changed", G_CALLBACK (read_widgets), self);
  gtk_box_append (GTK_BOX (self->box), count);
  return count;
}

static gint64
get_count (GtkWidget *count)
{
  return (gint64) gtk_spin_button_get_value (GTK_SPIN_BUTTON (count));
}

static void
set_count (GtkWidget *count, gint64 number)
{
  if (count != NULL)
    gtk_spin_button_set_value (GTK_SPIN_BUTTON (count), (double) number);
}

static void
append_markup (TnuShapeForm *self, const char *markup)
{
  GtkWidget *label = tnu_row_append_words (self->box, "", "tnu-mono");
  gtk_label_set_markup (GTK_LABEL (label), markup);
}

static void
append_button (TnuShapeForm *self, const char *label, const char *name, GCallback callback)
{
  GtkWidget *button = gtk_button_new ();
  tnu_row_append_chip (self->box, button, label, name);
  g_signal_connect_swapped (button, "clicked", callback, self);
}

/* ---- reshape, view ---- */

static void
shape_chosen (const TnuShape *shape, gpointer data)
{
  TnuShapeForm *self = data;
  self->call.numbers = *shape;
  tnu_shape_row_mark (self->box, shape);
  g_signal_emit (self, changed, 0);
}

static bool
is_viewable (const TnuShape *shape, gpointer data)
{
  TnuShapeForm *self = data;
  TnuShapeCall call = { .word = TNU_SHAPE_VIEW, .numbers = *shape };
  TnsMeta verdict;
  return tnu_shape_call_infer (&call, self->tensor, &verdict, NULL);
}

static void
build_shapes (TnuShapeForm *self)
{
  TnuShapeRow row = {
    .box = self->box,
    .present = &self->before,
    .theme = tnu_panel_get_theme (),
    .fits = self->call.word == TNU_SHAPE_VIEW ? is_viewable : NULL,
    .choose = shape_chosen,
    .data = self,
  };
  tnu_shape_row_fill (&row, tnu_shape_count (&self->before));
}

static void
show_shapes (TnuShapeForm *self)
{
  TnuShape chosen = tnu_shape_complete (&self->call.numbers, tnu_shape_count (&self->before));
  tnu_shape_row_mark (self->box, &chosen);
}

static void
read_nothing (TnuShapeForm *self)
{
}

/* ---- flatten ---- */

static void
build_flatten (TnuShapeForm *self)
{
  tnu_row_append_words (self->box, "merge from", "tnu-dim");
  append_dims (self, 0, "From");
  join (self->toggles[0], self->before.rank);
  tnu_row_append_words (self->box, "to", "tnu-dim");
  append_dims (self, 1, "To");
  join (self->toggles[1], self->before.rank);
  if (self->before.rank == 0)
    tnu_row_append_words (self->box, "a 0-d tensor becomes one axis of size 1", "tnu-dim");
}

static void
show_flatten (TnuShapeForm *self)
{
  for (int row = 0; row < 2 && self->before.rank > 0; row++)
    turn (self->toggles[row][tnu_shape_wrap_dim (self->call.numbers.sizes[row], self->before.rank)],
          true);
}

/* The end that was not touched follows the other, so that from never comes after to. */
static void
read_flatten (TnuShapeForm *self)
{
  gint64 last = MAX (self->before.rank - 1, 0);
  gint64 start = get_single (self, 0), end = get_single (self, 1);
  bool start_moved = start != tnu_shape_wrap_dim (self->call.numbers.sizes[0], self->before.rank);
  if (start > end)
    *(start_moved ? &end : &start) = start_moved ? start : end;
  self->call.numbers = (TnuShape) { 2, { start, end == last ? -1 : end } };
  self->is_setting = true;
  show_flatten (self);
  self->is_setting = false;
}

/* ---- squeeze ---- */

static void
build_squeeze (TnuShapeForm *self)
{
  self->all = append_toggle (self, "every axis of size 1", "Drop every axis of size 1");
  tnu_row_append_words (self->box, "or", "tnu-dim");
  append_dims (self, 0, "Drop");
  for (int d = 0; d < self->before.rank; d++)
    gtk_widget_set_sensitive (self->toggles[0][d], self->before.sizes[d] == 1);
}

static void
show_dims (TnuShapeForm *self)
{
  bool is_named[TNU_SHAPE_MAX_RANK] = { false };
  for (int k = 0; k < self->call.numbers.rank && self->before.rank > 0; k++)
    is_named[tnu_shape_wrap_dim (self->call.numbers.sizes[k], self->before.rank)] = true;
  for (int d = 0; d < self->before.rank; d++)
    turn (self->toggles[0][d], is_named[d]);
  turn (self->all, self->call.numbers.rank == 0);
}

static void
read_dims (TnuShapeForm *self)
{
  self->call.numbers.rank = 0;
  for (int d = 0; d < self->before.rank; d++)
    if (is_on (self->toggles[0][d]))
      self->call.numbers.sizes[self->call.numbers.rank++] = d;
}

/* "Every" goes when a dim is named, and comes back when none is. */
static void
read_squeeze (TnuShapeForm *self)
{
  bool was_all = self->call.numbers.rank == 0;
  read_dims (self);
  if (!was_all && is_on (self->all))
    self->call.numbers.rank = 0;
  self->is_setting = true;
  show_dims (self);
  self->is_setting = false;
}

/* ---- unsqueeze ---- */

/* Every place is shown by the shape that it gives. */
static void
build_unsqueeze (TnuShapeForm *self)
{
  int rank = self->before.rank;
  tnu_row_append_words (self->box, "new axis", "tnu-dim");
  for (int place = 0; place <= rank; place++)
    {
      TnuShapeCall call = { TNU_SHAPE_UNSQUEEZE, { 1, { place } }, { 0 } };
      TnuShape shape = { .rank = rank + 1 };
      int axes[TNU_SHAPE_MAX_RANK];
      tnu_shape_call_get_axes (&call, &self->before, rank + 1, axes);
      for (int d = 0; d <= rank; d++)
        shape.sizes[d] = axes[d] < rank ? self->before.sizes[axes[d]] : 1;
      g_autofree char *markup = tnu_shape_dup_markup (tnu_panel_get_theme (), &shape, axes);
      g_autofree char *name = g_strdup_printf ("New axis as dim %d", place);
      self->toggles[0][place] = append_toggle (self, markup, name);
    }
  join (self->toggles[0], rank + 1);
}

static void
show_unsqueeze (TnuShapeForm *self)
{
  turn (self->toggles[0][tnu_shape_wrap_dim (self->call.numbers.sizes[0], self->before.rank + 1)],
        true);
}

static void
read_unsqueeze (TnuShapeForm *self)
{
  self->call.numbers = (TnuShape) { 1, { get_single (self, 0) } };
}

/* ---- transpose, permute, T ---- */

static void
build_axes (TnuShapeForm *self)
{
  bool swaps = self->call.word == TNU_SHAPE_TRANSPOSE;
  tnu_row_append_words (self->box, swaps ? "drag one axis onto another" : "drag axes into order",
                        "tnu-dim");
  self->axes = tnu_axis_row_new (&self->before, swaps);
  g_signal_connect_swapped (self->axes, "changed", G_CALLBACK (read_widgets), self);
  gtk_box_append (GTK_BOX (self->box), self->axes);
}

static void
show_axes (TnuShapeForm *self)
{
  int axes[TNU_SHAPE_MAX_RANK];
  TnuShape order = { .rank = self->before.rank };
  tnu_shape_call_get_axes (&self->call, &self->before, order.rank, axes);
  for (int d = 0; d < order.rank; d++)
    order.sizes[d] = axes[d];
  tnu_axis_row_set_order (TNU_AXIS_ROW (self->axes), &order);
}

static void
read_permute (TnuShapeForm *self)
{
  self->call.numbers = *tnu_axis_row_get_order (TNU_AXIS_ROW (self->axes));
}

/* The two that are not at home; none: the first with itself. */
static void
read_transpose (TnuShapeForm *self)
{
  const TnuShape *order = tnu_axis_row_get_order (TNU_AXIS_ROW (self->axes));
  self->call.numbers = (TnuShape) { 2, { 0, 0 } };
  for (int d = 0; d < order->rank; d++)
    if (order->sizes[d] > d)
      self->call.numbers = (TnuShape) { 2, { d, order->sizes[d] } };
}

static void
build_t (TnuShapeForm *self)
{
  g_autoptr (GString) markup = g_string_new (NULL);
  for (int d = 0; d < self->before.rank; d++)
    {
      g_autofree char *axis = dup_axis_markup (d, self->before.sizes[d]);
      g_string_append_printf (markup, "%s   ", axis);
    }
  g_string_append (markup, "→");
  for (int d = self->before.rank - 1; d >= 0; d--)
    {
      g_autofree char *axis = dup_axis_markup (d, self->before.sizes[d]);
      g_string_append_printf (markup, "   %s", axis);
    }
  tnu_row_append_words (self->box, "all axes in reverse order", "tnu-dim");
  if (self->before.rank > 0)
    append_markup (self, markup->str);
  if (self->before.rank != 2)
    tnu_row_append_words (self->box, "PyTorch wants permute for other ranks than 2", "tnu-dim");
}

/* ---- expand, repeat ---- */

static int
get_shift (const TnuShapeForm *self)
{
  return self->call.numbers.rank - self->before.rank;
}

static void
set_leading (TnuShapeForm *self, int step)
{
  TnuShape *numbers = &self->call.numbers;
  if (step > 0)
    {
      memmove (numbers->sizes + 1, numbers->sizes, (size_t) numbers->rank * sizeof *numbers->sizes);
      numbers->sizes[0] = 2;
    }
  else
    memmove (numbers->sizes, numbers->sizes + 1,
             (size_t) (numbers->rank - 1) * sizeof *numbers->sizes);
  numbers->rank += step;
  tnu_shape_form_rebuild (self);
  gtk_widget_child_focus (self->box, GTK_DIR_TAB_FORWARD);
  g_signal_emit (self, changed, 0);
}

static void
add_leading (TnuShapeForm *self)
{
  set_leading (self, 1);
}

static void
drop_leading (TnuShapeForm *self)
{
  set_leading (self, -1);
}

static void
build_counts (TnuShapeForm *self)
{
  bool expands = self->call.word == TNU_SHAPE_EXPAND;
  int shift = get_shift (self), smallest = self->before.rank == 0 && !expands;
  tnu_row_append_words (self->box, expands ? "sizes" : "copies along", "tnu-dim");
  for (int d = 0; d < self->call.numbers.rank; d++)
    {
      int axis = d < shift ? self->before.rank + d : d - shift;
      gint64 size = d < shift ? 1 : self->before.sizes[axis];
      g_autofree char *letter = dup_letter_markup (axis);
      g_autofree char *fixed = dup_axis_markup (axis, size);
      g_autofree char *name = g_strdup_printf (expands ? "Size of dim %d" : "Copies along dim %d",
                                               d);
      bool is_fixed = expands && size != 1;
      append_markup (self, is_fixed ? fixed : letter);
      if (!is_fixed)
        self->counts[d] = append_count (self, name, 1, MAX_COUNT);
    }
  if (self->call.numbers.rank < TNU_SHAPE_MAX_RANK)
    append_button (self, "+ axis", "One more axis in front", G_CALLBACK (add_leading));
  if (shift > smallest)
    append_button (self, "− axis", "Without the axis in front", G_CALLBACK (drop_leading));
}

static void
show_counts (TnuShapeForm *self)
{
  for (int d = 0; d < self->call.numbers.rank; d++)
    {
      gint64 number = self->call.numbers.sizes[d];
      int own = d - get_shift (self);
      set_count (self->counts[d], number == -1 && own >= 0 ? self->before.sizes[own] : number);
    }
}

static void
read_counts (TnuShapeForm *self)
{
  for (int d = 0; d < self->call.numbers.rank; d++)
    if (self->counts[d] != NULL)
      self->call.numbers.sizes[d] = get_count (self->counts[d]);
}

/* ---- flip ---- */

static void
build_flip (TnuShapeForm *self)
{
  tnu_row_append_words (self->box, self->before.rank > 0 ? "reverse along" : "no axis to reverse",
                        "tnu-dim");
  append_dims (self, 0, "Reverse");
}

/* ---- roll ---- */

static void
build_roll (TnuShapeForm *self)
{
  gint64 numel = MIN (tnu_shape_count (&self->before), G_MAXINT);
  bool is_row = self->call.dims.rank == 0;
  tnu_row_append_words (self->box, "shift", "tnu-dim");
  for (int d = 0; d < self->before.rank && !is_row; d++)
    {
      g_autofree char *letter = dup_letter_markup (d);
      g_autofree char *name = g_strdup_printf ("Shift along dim %d", d);
      append_markup (self, letter);
      self->counts[d]
          = append_count (self, name, -self->before.sizes[d], self->before.sizes[d]);
    }
  if (is_row)
    self->counts[0] = append_count (self, "Shift of the whole row", -numel, numel);
  if (self->before.rank > 0)
    self->all = append_toggle (self, "all as one row", "Shift all elements as one row");
}

static void
show_roll (TnuShapeForm *self)
{
  TnuShape shifts = { .rank = self->before.rank };
  turn (self->all, self->call.dims.rank == 0);
  if (self->call.dims.rank == 0)
    {
      set_count (self->counts[0], self->call.numbers.sizes[0]);
      return;
    }
  for (int k = 0; k < self->call.dims.rank; k++)
    shifts.sizes[tnu_shape_wrap_dim (self->call.dims.sizes[k], shifts.rank)]
        += self->call.numbers.sizes[k];
  for (int d = 0; d < shifts.rank; d++)
    set_count (self->counts[d], shifts.sizes[d]);
}

static void
read_roll (TnuShapeForm *self)
{
  TnuShape shifts = { 0 }, dims = { 0 };
  bool was_row = self->call.dims.rank == 0, is_row = is_on (self->all) || self->before.rank == 0;
  if (was_row != is_row)
    {
      self->call.numbers = (TnuShape) { 1, { 1 } };
      self->call.dims = (TnuShape) { !is_row, { self->before.rank - 1 } };
      tnu_shape_form_rebuild (self);
      gtk_widget_grab_focus (self->all);
      return;
    }
  if (is_row)
    {
      self->call.numbers = (TnuShape) { 1, { get_count (self->counts[0]) } };
      return;
    }
  for (int d = 0; d < self->before.rank; d++)
    if (get_count (self->counts[d]) != 0)
      {
        shifts.sizes[shifts.rank++] = get_count (self->counts[d]);
        dims.sizes[dims.rank++] = d;
      }
  if (dims.rank == 0)
    {
      shifts.rank = dims.rank = 1;
      dims.sizes[0] = self->before.rank - 1;
    }
  self->call.numbers = shifts;
  self->call.dims = dims;
}

/* ---- all of them ---- */

static const Form forms[TNU_N_SHAPE_WORDS] = {
  [TNU_SHAPE_RESHAPE] = { build_shapes, show_shapes, read_nothing },
  [TNU_SHAPE_VIEW] = { build_shapes, show_shapes, read_nothing },
  [TNU_SHAPE_FLATTEN] = { build_flatten, show_flatten, read_flatten },
  [TNU_SHAPE_SQUEEZE] = { build_squeeze, show_dims, read_squeeze },
  [TNU_SHAPE_UNSQUEEZE] = { build_unsqueeze, show_unsqueeze, read_unsqueeze },
  [TNU_SHAPE_TRANSPOSE] = { build_axes, show_axes, read_transpose },
  [TNU_SHAPE_PERMUTE] = { build_axes, show_axes, read_permute },
  [TNU_SHAPE_T] = { build_t, read_nothing, read_nothing },
  [TNU_SHAPE_EXPAND] = { build_counts, show_counts, read_counts },
  [TNU_SHAPE_REPEAT] = { build_counts, show_counts, read_counts },
  [TNU_SHAPE_FLIP] = { build_flip, show_dims, read_dims },
  [TNU_SHAPE_ROLL] = { build_roll, show_roll, read_roll },
};

static const Form *
get_form (TnuShapeWord word)
{
  return &forms[word];
}

static void
show_call (TnuShapeForm *self)
{
  self->is_setting = true;
  get_form (self->call.word)->show (self);
  self->is_setting = false;
}

void
tnu_shape_form_rebuild (TnuShapeForm *self)
{
  g_return_if_fail (TNU_IS_SHAPE_FORM (self));
  memset (self->toggles, 0, sizeof self->toggles);
  memset (self->counts, 0, sizeof self->counts);
  self->all = self->axes = NULL;
  tnu_row_clear (self->box);
  self->is_setting = true;
  get_form (self->call.word)->build (self);
  self->is_setting = false;
  self->is_built = true;
  show_call (self);
}

static bool
needs_building (const TnuShapeForm *self, const TnuShapeCall *call)
{
  if (!self->is_built || call->word != self->call.word)
    return true;
  if (call->word == TNU_SHAPE_EXPAND || call->word == TNU_SHAPE_REPEAT)
    return call->numbers.rank != self->call.numbers.rank;
  return call->word == TNU_SHAPE_ROLL && (call->dims.rank == 0) != (self->call.dims.rank == 0);
}

void
tnu_shape_form_set_call (TnuShapeForm *self, const TnuShapeCall *call)
{
  g_return_if_fail (TNU_IS_SHAPE_FORM (self));
  bool is_stale = needs_building (self, call);
  self->call = *call;
  if (is_stale)
    tnu_shape_form_rebuild (self);
  else
    show_call (self);
}

const TnuShapeCall *
tnu_shape_form_get_call (TnuShapeForm *self)
{
  g_return_val_if_fail (TNU_IS_SHAPE_FORM (self), NULL);
  return &self->call;
}

static void
tnu_shape_form_dispose (GObject *object)
{
  TnuShapeForm *self = TNU_SHAPE_FORM (object);
  g_clear_pointer (&self->box, gtk_widget_unparent);
  g_clear_pointer (&self->tensor, tns_tensor_unref);
  G_OBJECT_CLASS (tnu_shape_form_parent_class)->dispose (object);
}

static void
tnu_shape_form_class_init (TnuShapeFormClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = tnu_shape_form_dispose;
  changed = g_signal_new ("changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                          NULL, G_TYPE_NONE, 0);
  gtk_widget_class_set_layout_manager_type (GTK_WIDGET_CLASS (klass), GTK_TYPE_BIN_LAYOUT);
}

static void
tnu_shape_form_init (TnuShapeForm *self)
{
  self->box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 8);
  gtk_widget_set_parent (self->box, GTK_WIDGET (self));
}

GtkWidget *
tnu_shape_form_new (TnsTensor *tensor, const TnuShape *before)
{
  TnuShapeForm *self = g_object_new (TNU_TYPE_SHAPE_FORM, NULL);
  self->tensor = tns_tensor_ref (tensor);
  self->before = *before;
  return GTK_WIDGET (self);
}
