/* SPDX-FileCopyrightText: 2026 The Tensarium authors
 * SPDX-License-Identifier: MIT */
#include "ui/cell/bits-panel.h"

#include <adwaita.h>
#include <math.h>
#include <string.h>

#include "engine/trace/block.h"
#include "ui/cell/bits-row.h"
#include "ui/flow-box.h"
#include "ui/operation/code-row.h"
#include "ui/operation/panel-canvas.h"
#include "ui/operation/variables.h"

#define N_PARTS 2
#define N_NEIGHBOURS 3

static const TnkDtype float_types[] = { TNK_FLOAT64, TNK_FLOAT32, TNK_FLOAT16, TNK_BFLOAT16 };
static const char *const neighbour_names[N_NEIGHBOURS] = { "one below", "the number", "one above" };

struct _TnuBitsPanel
{
  GtkWidget parent_instance;

  TnsSession *session;
  char *name;
  int rank;
  gint64 index[TNK_MAX_RANK];
  TnkDtype dtype;
  bool needs_data;     /* a leaf that requires grad is written through .data */
  TnuBits bits[N_PARTS];
  TnuBits original[N_PARTS];
  bool is_read;
  int part;            /* the one that is explained */
  GCancellable *cancellable;
  char *code;          /* NULL: no bit is turned */

  GtkWidget *box;
  GtkWidget *rows[N_PARTS];
  GtkLabel *value;
  GtkLabel *sum;
  GtkLabel *exact;
  GtkLabel *sentence;
  GtkWidget *neighbours;
  GtkLabel *near[N_NEIGHBOURS];
  GtkLabel *distances[N_NEIGHBOURS];
  GtkLabel *numbers[G_N_ELEMENTS (float_types)];
  GtkLabel *patterns[G_N_ELEMENTS (float_types)];
  GtkLabel *errors[G_N_ELEMENTS (float_types)];
  GtkStack *foot;
  GtkWidget *line;
};

enum
{
  PROP_CODE = 1,
};

static GParamSpec *code_pspec;
static guint closed;

G_DEFINE_FINAL_TYPE (TnuBitsPanel, tnu_bits_panel, GTK_TYPE_WIDGET)

static bool
is_complex (const TnuBitsPanel *self)
{
  return tnk_dtype_is_complex (self->dtype);
}

static int
count_parts (const TnuBitsPanel *self)
{
  return is_complex (self) ? N_PARTS : 1;
}

/* ---- what is shown ---- */

static void
show_value (TnuBitsPanel *self)
{
  g_autofree char *real = tnu_bits_dup_number (&self->bits[0]);
  g_autofree char *text = NULL;

  if (is_complex (self))
    {
      const bool is_minus = tnu_bits_get (&self->bits[1], 0);
      const TnuBits size = { self->bits[1].dtype, is_minus ? tnu_bits_flip (&self->bits[1], 0).bits
                                                           : self->bits[1].bits };
      g_autofree char *imaginary = tnu_bits_dup_number (&size);

      text = g_strdup_printf ("%s %s %sj", real, is_minus ? "−" : "+", imaginary);
    }
  else
    text = g_steal_pointer (&real);
  gtk_label_set_text (self->value, text);
}

static void
show_sum (TnuBitsPanel *self, const TnuBits *bits)
{
  g_autofree char *sum = tnu_bits_dup_sum (bits);
  g_autofree char *number = tnu_bits_dup_number (bits);
  g_autofree char *sentence = tnu_bits_dup_sentence (bits);
  g_autofree char *hex = tnu_bits_dup_hex (bits);
  g_autofree char *digits = tnu_bits_dup_exact (bits);
  g_autofree char *exact = g_strdup_printf ("exactly %s", digits);
  g_autofree char *text
      = sum != NULL ? g_strdup_printf ("%s = %s", sum, number) : g_strdup (number);

  gtk_label_set_text (self->sum, text);
  gtk_label_set_text (self->exact, exact);
  gtk_widget_set_visible (GTK_WIDGET (self->exact), !g_str_equal (digits, number));
  gtk_label_set_text (self->sentence, sentence);
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->sum), hex);
}

/* "+1.2e−09" */
static char *
dup_difference (double difference)
{
  GString *text = g_string_new (NULL);

  g_string_printf (text, "%+.3g", difference);
  g_string_replace (text, "-", "−", 0);
  return g_string_free (text, FALSE);
}

static void
show_neighbours (TnuBitsPanel *self, const TnuBits *bits)
{
  const bool has_any = bits->dtype != TNK_BOOL;

  gtk_widget_set_visible (self->neighbours, has_any);
  for (int k = 0; has_any && k < N_NEIGHBOURS; k++)
    {
      TnuBits near = *bits;
      const bool is_there = k == 1 || tnu_bits_step (bits, k - 1, &near);
      g_autofree char *number = is_there ? tnu_bits_dup_number (&near) : g_strdup ("none");
      g_autofree char *hex = is_there ? tnu_bits_dup_hex (&near) : g_strdup ("");
      const double distance = tnu_bits_get_value (&near) - tnu_bits_get_value (bits);
      g_autofree char *apart = NULL;

      gtk_label_set_text (self->near[k], number);
      if (k != 1 && is_there && isfinite (distance))
        apart = dup_difference (distance);
      gtk_label_set_text (self->distances[k], k == 1 ? hex : apart != NULL ? apart : "");
    }
}

/* What rounding does to it, or that it does nothing. */
static char *
dup_error (const TnuBits *bits, const TnuBits *other)
{
  const double value = tnu_bits_get_value (bits);
  const double rounded = tnu_bits_get_value (other);

  if (isnan (value))
    return g_strdup ("");
  if (rounded == value)
    return g_strdup ("exact");
  if (isinf (rounded))
    return g_strdup ("too large");
  if (rounded == 0)
    return g_strdup ("too small");
  return dup_difference (rounded - value);
}

static void
show_types (TnuBitsPanel *self, const TnuBits *bits)
{
  for (gsize k = 0; k < G_N_ELEMENTS (float_types); k++)
    {
      const TnuBits other = bits->dtype == float_types[k]
                                ? *bits
                                : tnu_bits_from_double (float_types[k], tnu_bits_get_value (bits));
      g_autofree char *number = tnu_bits_dup_number (&other);
      g_autofree char *hex = tnu_bits_dup_hex (&other);
      g_autofree char *error
          = bits->dtype == float_types[k] ? g_strdup ("this one") : dup_error (bits, &other);

      gtk_label_set_text (self->numbers[k], number);
      gtk_label_set_text (self->patterns[k], hex);
      gtk_label_set_text (self->errors[k], error);
    }
}

/* ---- the line ---- */

static void
append_index (GString *line, const TnuBitsPanel *self)
{
  g_string_append_c (line, '[');
  for (int dim = 0; dim < self->rank; dim++)
    g_string_append_printf (line, "%s%" G_GINT64_FORMAT, dim > 0 ? ", " : "", self->index[dim]);
  g_string_append (line, self->rank == 0 ? "...]" : "]");
}

static TnkDtype
get_bits_type (TnkDtype dtype)
{
  switch (tnu_bits_get_n (dtype))
    {
    case 16:
      return TNK_INT16;
    case 32:
      return TNK_INT32;
    default:
      return TNK_INT64;
    }
}

static char *
dup_number (const TnuBitsPanel *self)
{
  g_autofree char *real = tnu_bits_dup_python (&self->bits[0]);
  g_autofree char *imaginary = is_complex (self) ? tnu_bits_dup_python (&self->bits[1]) : NULL;

  if (!is_complex (self))
    return g_steal_pointer (&real);
  /* A payload cannot be told of one part alone. */
  return g_strdup_printf ("complex(%s, %s)", real != NULL ? real : "float('nan')",
                          imaginary != NULL ? imaginary : "float('nan')");
}

static char *
dup_line (const TnuBitsPanel *self)
{
  g_autofree char *number = dup_number (self);
  GString *line = g_string_new (self->name);

  if (self->needs_data)
    g_string_append (line, ".data");
  if (number != NULL)
    {
      append_index (line, self);
      g_string_append_printf (line, " = %s", number);
    }
  else
    {
      /* A NaN that Python has no word for is written as the integer of the same bits. */
      const TnuBits as_int = { get_bits_type (self->dtype), self->bits[0].bits };
      g_autofree char *integer = tnu_bits_dup_python (&as_int);

      g_string_append_printf (line, ".view(torch.%s)", tns_dtype_get_name (as_int.dtype));
      append_index (line, self);
      g_string_append_printf (line, " = %s", integer);
    }
  return g_string_free (line, FALSE);
}

static bool
is_turned (const TnuBitsPanel *self)
{
  return self->bits[0].bits != self->original[0].bits
         || (is_complex (self) && self->bits[1].bits != self->original[1].bits);
}

static void
show_line (TnuBitsPanel *self)
{
  g_clear_pointer (&self->code, g_free);
  if (is_turned (self))
    {
      self->code = dup_line (self);
      tnu_code_row_set_code (TNU_CODE_ROW (self->line), self->code);
      tnu_code_row_set_legal (TNU_CODE_ROW (self->line), TRUE);
    }
  gtk_stack_set_visible_child_name (self->foot, self->code != NULL ? "line" : "hint");
  g_object_notify_by_pspec (G_OBJECT (self), code_pspec);
}

static void
show (TnuBitsPanel *self)
{
  if (!self->is_read)
    return;
  for (int k = 0; k < count_parts (self); k++)
    tnu_bits_row_set_bits (TNU_BITS_ROW (self->rows[k]), &self->bits[k], &self->original[k]);
  show_value (self);
  show_sum (self, &self->bits[self->part]);
  show_neighbours (self, &self->bits[self->part]);
  show_types (self, &self->bits[self->part]);
  show_line (self);
}

/* What was typed into the line; Python reads what is no number. */
static void
line_edited (TnuBitsPanel *self)
{
  g_free (self->code);
  self->code = g_strdup (tnu_code_row_get_code (TNU_CODE_ROW (self->line)));
  g_object_notify_by_pspec (G_OBJECT (self), code_pspec);
}

void
tnu_bits_panel_flip (TnuBitsPanel *self, int part, int place)
{
  g_return_if_fail (TNU_IS_BITS_PANEL (self));
  if (!self->is_read)
    return;
  self->part = part;
  self->bits[part] = tnu_bits_flip (&self->bits[part], place);
  show (self);
}

static void
flipped (TnuBitsRow *row, int place, TnuBitsPanel *self)
{
  tnu_bits_panel_flip (self, GTK_WIDGET (row) == self->rows[1], place);
}

/* ---- reading ---- */

static void
read_element (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  GError *error = NULL;
  TnsTensor *tensor = tns_moment_read (data, cancellable, &error);

  if (tensor != NULL)
    g_task_return_pointer (task, tensor, (GDestroyNotify) tns_tensor_unref);
  else
    g_task_return_error (task, error);
}

static void
element_is_read (GObject *source, GAsyncResult *result, gpointer data)
{
  TnuBitsPanel *self = TNU_BITS_PANEL (source);
  g_autoptr (TnsTensor) tensor = g_task_propagate_pointer (G_TASK (result), NULL);
  const uint8_t *element;
  TnkDtype part;

  if (tensor == NULL || self->session == NULL)
    return;
  element = tns_tensor_get_data (tensor);
  part = tns_dtype_get_real (self->dtype);
  for (int k = 0; k < count_parts (self); k++)
    self->original[k] = tnu_bits_read (part, element + (gsize) k * tnk_dtype_size (part));
  memcpy (self->bits, self->original, sizeof self->bits);
  self->is_read = true;
  show (self);
}

static bool
has_element (const TnuBitsPanel *self, const TnsMeta *meta)
{
  if (meta->dtype != self->dtype || meta->rank != self->rank)
    return false;
  for (int dim = 0; dim < meta->rank; dim++)
    if (self->index[dim] >= meta->sizes[dim])
      return false;
  return true;
}

/* The number at the session's cursor; what the user has turned stays. */
static void
read_number (TnuBitsPanel *self)
{
  g_autoptr (TnsMoment) moment = tnu_variables_dup_moment (self->session, self->name);
  g_autoptr (GTask) task = NULL;
  gint64 ones[TNK_MAX_RANK];

  if (moment == NULL || !has_element (self, tns_moment_get_meta (moment))
      || (self->is_read && is_turned (self)))
    return;
  for (int dim = 0; dim < self->rank; dim++)
    ones[dim] = 1;
  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  self->cancellable = g_cancellable_new ();
  task = g_task_new (self, self->cancellable, element_is_read, NULL);
  g_task_set_task_data (task, tns_moment_new_part (moment, self->index, ones),
                        (GDestroyNotify) tns_moment_unref);
  g_task_run_in_thread (task, read_element);
}

/* ---- closing ---- */

gboolean
tnu_bits_panel_apply (TnuBitsPanel *self)
{
  g_return_val_if_fail (TNU_IS_BITS_PANEL (self), FALSE);
  if (self->code == NULL)
    return FALSE;
  tns_session_apply (self->session, self->code);
  g_signal_emit (self, closed, 0);
  return TRUE;
}

static void
close_panel (TnuBitsPanel *self)
{
  g_signal_emit (self, closed, 0);
}

static gboolean
close_on_escape (GtkWidget *widget, GVariant *arguments, gpointer data)
{
  close_panel (TNU_BITS_PANEL (widget));
  return GDK_EVENT_STOP;
}

/* ---- widgets ---- */

static GtkLabel *
append_label (GtkWidget *box, const char *text, const char *style_class)
{
  GtkWidget *label = gtk_label_new (text);

  gtk_widget_add_css_class (label, style_class);
  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_box_append (GTK_BOX (box), label);
  return GTK_LABEL (label);
}

static GtkLabel *
attach_label (GtkWidget *grid, const char *text, const char *style_class, int column, int row)
{
  GtkWidget *label = gtk_label_new (text);

  gtk_widget_add_css_class (label, style_class);
  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_grid_attach (GTK_GRID (grid), label, column, row, 1, 1);
  return GTK_LABEL (label);
}

static GtkWidget *
make_head (TnuBitsPanel *self)
{
  GtkWidget *head = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 8);
  GString *place = g_string_new (NULL);
  const TnuTheme *theme = tnu_panel_get_theme ();
  g_autofree char *name = g_markup_escape_text (self->name, -1);
  GtkLabel *label;

  gtk_widget_add_css_class (head, "tnu-op-head");
  append_label (head, "Bits", "tnu-panel-title");
  g_string_append_printf (place, "%s%s", name, self->rank > 0 ? "[" : "");
  for (int dim = 0; dim < self->rank; dim++)
    {
      char hex[8];

      tnu_color_to_hex (*tnu_theme_get_axis_color (theme, dim), hex);
      g_string_append_printf (place, "%s<span color=\"%s\">%" G_GINT64_FORMAT "</span>",
                              dim > 0 ? ", " : "", hex, self->index[dim]);
    }
  g_string_append (place, self->rank > 0 ? "]" : "");
  label = append_label (head, "", "tnu-name");
  gtk_label_set_markup (label, place->str);
  gtk_label_set_ellipsize (label, PANGO_ELLIPSIZE_END);
  append_label (head, tns_dtype_get_name (self->dtype), "tnu-note");
  self->value = append_label (head, "", "tnu-name");
  gtk_widget_set_hexpand (GTK_WIDGET (self->value), TRUE);
  gtk_label_set_xalign (self->value, 1);
  gtk_label_set_selectable (self->value, TRUE);
  gtk_widget_set_can_focus (GTK_WIDGET (self->value), FALSE);
  g_string_free (place, TRUE);
  return head;
}

static void
make_rows (TnuBitsPanel *self, GtkWidget *box)
{
  static const char *const names[N_PARTS] = { "real part", "imaginary part" };

  for (int k = 0; k < count_parts (self); k++)
    {
      if (is_complex (self))
        append_label (box, k == 0 ? "REAL PART" : "IMAGINARY PART", "tnu-caps");
      self->rows[k] = tnu_bits_row_new (is_complex (self) ? names[k] : NULL);
      g_signal_connect (self->rows[k], "flipped", G_CALLBACK (flipped), self);
      gtk_box_append (GTK_BOX (box), self->rows[k]);
    }
}

static GtkWidget *
make_neighbours (TnuBitsPanel *self)
{
  GtkWidget *grid = gtk_grid_new ();

  gtk_grid_set_row_spacing (GTK_GRID (grid), 6);
  gtk_grid_set_column_spacing (GTK_GRID (grid), 16);
  gtk_widget_set_valign (grid, GTK_ALIGN_START);
  gtk_grid_attach (GTK_GRID (grid), GTK_WIDGET (gtk_label_new ("NEIGHBOURS")), 0, 0, 3, 1);
  gtk_widget_add_css_class (gtk_grid_get_child_at (GTK_GRID (grid), 0, 0), "tnu-caps");
  gtk_label_set_xalign (GTK_LABEL (gtk_grid_get_child_at (GTK_GRID (grid), 0, 0)), 0);
  for (int k = 0; k < N_NEIGHBOURS; k++)
    {
      /* The larger one stands above. */
      const int row = N_NEIGHBOURS - k;

      attach_label (grid, neighbour_names[k], "tnu-key", 0, row);
      self->near[k] = attach_label (grid, "", "tnu-value", 1, row);
      self->distances[k] = attach_label (grid, "", "tnu-note", 2, row);
    }
  return grid;
}

static GtkWidget *
make_types (TnuBitsPanel *self)
{
  GtkWidget *grid = gtk_grid_new ();

  gtk_grid_set_row_spacing (GTK_GRID (grid), 6);
  gtk_grid_set_column_spacing (GTK_GRID (grid), 16);
  gtk_widget_set_valign (grid, GTK_ALIGN_START);
  attach_label (grid, "AS", "tnu-caps", 0, 0);
  attach_label (grid, "ROUNDED", "tnu-caps", 1, 0);
  attach_label (grid, "BITS", "tnu-caps", 2, 0);
  attach_label (grid, "ERROR", "tnu-caps", 3, 0);
  for (gsize k = 0; k < G_N_ELEMENTS (float_types); k++)
    {
      const int row = (int) k + 1;

      attach_label (grid, tns_dtype_get_name (float_types[k]), "tnu-key", 0, row);
      self->numbers[k] = attach_label (grid, "", "tnu-value", 1, row);
      self->patterns[k] = attach_label (grid, "", "tnu-value", 2, row);
      self->errors[k] = attach_label (grid, "", "tnu-value", 3, row);
    }
  return grid;
}

static GtkWidget *
make_tables (TnuBitsPanel *self)
{
  GtkWidget *flow = tnu_flow_box_new ();

  gtk_widget_add_css_class (flow, "tnu-bits-tables");
  gtk_flow_box_set_column_spacing (GTK_FLOW_BOX (flow), 32);
  gtk_flow_box_set_row_spacing (GTK_FLOW_BOX (flow), 24);
  gtk_flow_box_set_max_children_per_line (GTK_FLOW_BOX (flow), 2);
  self->neighbours = make_neighbours (self);
  tnu_flow_box_append (flow, self->neighbours);
  tnu_flow_box_append (flow, make_types (self));
  gtk_widget_set_can_focus (flow, FALSE);
  return flow;
}

static GtkWidget *
make_body (TnuBitsPanel *self)
{
  GtkWidget *scroller = gtk_scrolled_window_new ();
  GtkWidget *body = gtk_box_new (GTK_ORIENTATION_VERTICAL, 8);

  gtk_widget_set_margin_start (body, 24);
  gtk_widget_set_margin_end (body, 24);
  gtk_widget_set_margin_top (body, 16);
  gtk_widget_set_margin_bottom (body, 16);
  make_rows (self, body);
  self->sum = append_label (body, "", "tnu-equation");
  gtk_label_set_wrap (self->sum, TRUE);
  gtk_widget_set_margin_top (GTK_WIDGET (self->sum), 12);
  self->exact = append_label (body, "", "tnu-value");
  gtk_label_set_wrap (self->exact, TRUE);
  gtk_label_set_wrap_mode (self->exact, PANGO_WRAP_WORD_CHAR);
  self->sentence = append_label (body, "", "tnu-narration");
  gtk_label_set_wrap (self->sentence, TRUE);
  gtk_widget_set_margin_bottom (GTK_WIDGET (self->sentence), 12);
  gtk_box_append (GTK_BOX (body), make_tables (self));
  gtk_widget_set_vexpand (scroller, TRUE);
  gtk_widget_add_css_class (scroller, "tnu-stage");
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (scroller), GTK_POLICY_NEVER,
                                  GTK_POLICY_AUTOMATIC);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scroller), body);
  return scroller;
}

static GtkWidget *
make_foot (TnuBitsPanel *self)
{
  GtkWidget *hint = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 8);
  GtkWidget *button = gtk_button_new_with_label ("Close");
  GtkLabel *words;

  gtk_widget_add_css_class (hint, "tnu-panel");
  gtk_widget_add_css_class (hint, "tnu-code-row");
  words = append_label (
      hint, "Click a bit, or press Space on it, to see what becomes of the number.", "tnu-prose");
  gtk_widget_set_hexpand (GTK_WIDGET (words), TRUE);
  gtk_label_set_wrap (words, TRUE);
  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  g_signal_connect_swapped (button, "clicked", G_CALLBACK (close_panel), self);
  gtk_box_append (GTK_BOX (hint), button);
  self->line = tnu_code_row_new ();
  g_signal_connect_swapped (self->line, "edited", G_CALLBACK (line_edited), self);
  g_signal_connect_swapped (self->line, "apply", G_CALLBACK (tnu_bits_panel_apply), self);
  g_signal_connect_swapped (self->line, "cancel", G_CALLBACK (close_panel), self);
  self->foot = GTK_STACK (gtk_stack_new ());
  gtk_stack_add_named (self->foot, hint, "hint");
  gtk_stack_add_named (self->foot, self->line, "line");
  return GTK_WIDGET (self->foot);
}

/* ---- the object ---- */

static void
tnu_bits_panel_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  g_value_set_string (value, TNU_BITS_PANEL (object)->code);
}

static void
tnu_bits_panel_dispose (GObject *object)
{
  TnuBitsPanel *self = TNU_BITS_PANEL (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  if (self->session != NULL)
    g_signal_handlers_disconnect_by_data (self->session, self);
  g_clear_object (&self->session);
  g_clear_pointer (&self->box, gtk_widget_unparent);
  g_clear_pointer (&self->name, g_free);
  g_clear_pointer (&self->code, g_free);
  G_OBJECT_CLASS (tnu_bits_panel_parent_class)->dispose (object);
}

static gboolean
tnu_bits_panel_grab_focus (GtkWidget *widget)
{
  return gtk_widget_grab_focus (TNU_BITS_PANEL (widget)->rows[0]);
}

static void
tnu_bits_panel_class_init (TnuBitsPanelClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = tnu_bits_panel_dispose;
  G_OBJECT_CLASS (klass)->get_property = tnu_bits_panel_get_property;
  widget_class->grab_focus = tnu_bits_panel_grab_focus;
  code_pspec = g_param_spec_string ("code", NULL, NULL, NULL,
                                    G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_property (G_OBJECT_CLASS (klass), PROP_CODE, code_pspec);
  closed = g_signal_new ("closed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                         NULL, G_TYPE_NONE, 0);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_add_binding (widget_class, GDK_KEY_Escape, 0, close_on_escape, NULL);
}

static void
tnu_bits_panel_init (TnuBitsPanel *self)
{
  self->box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  gtk_widget_set_parent (self->box, GTK_WIDGET (self));
}

GtkWidget *
tnu_bits_panel_new (TnsSession *session, const char *name, const gint64 *index)
{
  g_autoptr (GPtrArray) variables = tnu_variables_dup (session);
  const TnsVariable *variable = tnu_variables_find (variables, name);
  const TnsMeta *meta;
  TnuBitsPanel *self;

  if (variable == NULL || tns_moment_get_numel (variable->value) == 0)
    return NULL;
  meta = tns_moment_get_meta (variable->value);
  self = g_object_new (TNU_TYPE_BITS_PANEL, NULL);
  self->session = g_object_ref (session);
  self->name = g_strdup (name);
  self->rank = meta->rank;
  self->dtype = meta->dtype;
  self->needs_data = variable->requires_grad && variable->is_leaf;
  for (int dim = 0; dim < meta->rank; dim++)
    self->index[dim] = CLAMP (index[dim], 0, meta->sizes[dim] - 1);
  gtk_box_append (GTK_BOX (self->box), make_head (self));
  gtk_box_append (GTK_BOX (self->box), make_body (self));
  gtk_box_append (GTK_BOX (self->box), make_foot (self));
  g_signal_connect_swapped (session, "notify::timeline", G_CALLBACK (read_number), self);
  g_signal_connect_swapped (session, "notify::cursor", G_CALLBACK (read_number), self);
  read_number (self);
  return GTK_WIDGET (self);
}
