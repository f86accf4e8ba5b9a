/* SPDX-FileCopyrightText: 2026 The Tensarium authors
 * SPDX-License-Identifier: MIT */
#include "ui/operation/join/join-form.h"

#include <math.h>
#include <string.h>

#include "ui/operation/join/join-words.h"
#include "ui/operation/panel-canvas.h"
#include "ui/operation/row-parts.h"
#include "ui/operation/shape-row.h"

#define MAX_FIXES 5

struct _TnuJoinForm
{
  GtkWidget parent_instance;

  TnuJoinCall *call;
  GtkWidget *box;
  GtkWidget *dims; /* chips */
  int n_dims;      /* that there are chips for */
  TnuJoinWord word;
  GtkWidget *number_label;
  GtkWidget *numbers;
  GtkWidget *names_label;
  GtkWidget *names;
  GtkWidget *stack;
  GtkWidget *sentence;
  GtkWidget *fixes;
  bool is_setting;
};

static guint changed;

G_DEFINE_FINAL_TYPE (TnuJoinForm, tnu_join_form, GTK_TYPE_WIDGET)

static char *
dup_axis_color (int dim)
{
  const TnuColor *color = tnu_theme_get_axis_color (tnu_panel_get_theme (), dim);
  return g_strdup_printf ("#%02x%02x%02x", (int) lround (color->r * 255),
                          (int) lround (color->g * 255), (int) lround (color->b * 255));
}

/* ---- dims ---- */

static void
dim_clicked (GtkButton *button, TnuJoinForm *self)
{
  self->call->dim = GPOINTER_TO_INT (g_object_get_data (G_OBJECT (button), "dim"));
  g_signal_emit (self, changed, 0);
}

static void
append_dim (TnuJoinForm *self, const TnuJoinPlan *plan, int dim)
{
  GtkWidget *button = gtk_button_new ();
  g_autofree char *color = dup_axis_color (dim < 0 ? dim + self->n_dims : dim);
  g_autofree char *markup
      = g_strdup_printf ("<span color=\"%s\" weight=\"bold\">%s%d</span>", color,
                         dim < 0 ? "−" : "", ABS (dim));
  g_autofree char *marked = tnu_join_dup_dim_words (plan, self->call, dim);
  g_autofree char *words = tnu_join_words_dup_plain (marked);
  tnu_row_append_chip (self->dims, button, markup, words);
  g_object_set_data (G_OBJECT (button), "dim", GINT_TO_POINTER (dim));
  g_signal_connect (button, "clicked", G_CALLBACK (dim_clicked), self);
}

static void
fill_dims (TnuJoinForm *self, const TnuJoinPlan *plan)
{
  tnu_row_clear (self->dims);
  tnu_row_append_words (self->dims, "dim", "tnu-dim");
  for (int d = 0; d < self->n_dims; d++)
    append_dim (self, plan, d);
  tnu_row_append_words (self->dims, "or", "tnu-dim");
  for (int d = 1; d <= self->n_dims; d++)
    append_dim (self, plan, -d);
}

static void
mark_dims (TnuJoinForm *self, const TnuJoinPlan *plan)
{
  for (GtkWidget *chip = gtk_widget_get_first_child (self->dims); chip != NULL;
       chip = gtk_widget_get_next_sibling (chip))
    {
      if (!GTK_IS_BUTTON (chip))
        continue;
      int dim = GPOINTER_TO_INT (g_object_get_data (G_OBJECT (chip), "dim"));
      bool is_chosen = dim == self->call->dim;
      g_autofree char *marked = tnu_join_dup_dim_words (plan, self->call, dim);
      g_autofree char *words = tnu_join_words_dup_plain (marked);
      gtk_widget_set_tooltip_text (chip, words);
      if (is_chosen)
        gtk_widget_add_css_class (chip, "chosen");
      else
        gtk_widget_remove_css_class (chip, "chosen");
      gtk_accessible_update_state (GTK_ACCESSIBLE (chip), GTK_ACCESSIBLE_STATE_PRESSED,
                                   is_chosen ? GTK_ACCESSIBLE_TRISTATE_TRUE
                                             : GTK_ACCESSIBLE_TRISTATE_FALSE,
                                   -1);
    }
}

static void
show_dims (TnuJoinForm *self, const TnuJoinPlan *plan)
{
  int n = tnu_join_word_has_dim (self->call->word) ? tnu_join_plan_count_dims (plan) : 0;
  if (n != self->n_dims || self->word != self->call->word)
    {
      self->n_dims = n;
      self->word = self->call->word;
      fill_dims (self, plan);
    }
  mark_dims (self, plan);
  gtk_widget_set_visible (self->dims, n > 0);
}

/* ---- numbers and names ---- */

static void
mark_entry (GtkWidget *entry, bool is_right)
{
  if (is_right)
    gtk_widget_remove_css_class (entry, "error");
  else
    gtk_widget_add_css_class (entry, "error");
}

static void
numbers_edited (TnuJoinForm *self)
{
  if (self->is_setting)
    return;
  bool is_right = tnu_join_call_parse_numbers (
      self->call, gtk_editable_get_text (GTK_EDITABLE (self->numbers)));
  mark_entry (self->numbers, is_right);
  if (is_right)
    g_signal_emit (self, changed, 0);
}

static void
names_edited (TnuJoinForm *self)
{
  if (self->is_setting)
    return;
  bool is_right = tnu_join_call_parse_targets (
      self->call, gtk_editable_get_text (GTK_EDITABLE (self->names)));
  mark_entry (self->names, is_right);
  if (is_right)
    g_signal_emit (self, changed, 0);
}

/* Up and Down change a single number. */
static gboolean
number_key (GtkEventControllerKey *keys, guint key, guint code, GdkModifierType state,
            TnuJoinForm *self)
{
  gint64 step = key == GDK_KEY_Up ? 1 : key == GDK_KEY_Down ? -1 : 0;
  gint64 number = tnu_join_call_get_number (self->call, 0) + step;
  if (step == 0 || self->call->is_list || number < 1)
    return GDK_EVENT_PROPAGATE;
  g_autofree char *text = g_strdup_printf ("%" G_GINT64_FORMAT, number);
  gtk_editable_set_text (GTK_EDITABLE (self->numbers), text);
  return GDK_EVENT_STOP;
}

static void
set_text (TnuJoinForm *self, GtkWidget *entry, const char *text)
{
  GtkWidget *focus = gtk_widget_get_focus_child (self->box);
  bool is_typed = focus != NULL && gtk_widget_get_focus_child (focus) == entry;
  /* Typing "2," is not interrupted by "2". */
  if (is_typed || strcmp (gtk_editable_get_text (GTK_EDITABLE (entry)), text) == 0)
    return;
  self->is_setting = true;
  gtk_editable_set_text (GTK_EDITABLE (entry), text);
  self->is_setting = false;
  mark_entry (entry, true);
}

static void
show_entries (TnuJoinForm *self)
{
  static const char *const labels[TNU_N_JOIN_WORDS] = {
    [TNU_JOIN_SPLIT] = "size or sizes",
    [TNU_JOIN_CHUNK] = "pieces",
    [TNU_JOIN_TENSOR_SPLIT] = "pieces or places",
  };
  bool has_numbers = tnu_join_word_has_numbers (self->call->word);
  bool splits = tnu_join_word_splits (self->call->word);
  g_autofree char *numbers = tnu_join_call_dup_numbers (self->call);
  g_autofree char *targets = tnu_join_call_dup_targets (self->call);
  gtk_widget_set_visible (self->number_label, has_numbers);
  gtk_widget_set_visible (self->numbers, has_numbers);
  gtk_widget_set_visible (self->names_label, splits);
  gtk_widget_set_visible (self->names, splits);
  if (has_numbers)
    {
      gtk_label_set_text (GTK_LABEL (self->number_label), labels[self->call->word]);
      gtk_accessible_update_property (GTK_ACCESSIBLE (self->numbers),
                                      GTK_ACCESSIBLE_PROPERTY_LABEL, labels[self->call->word], -1);
      set_text (self, self->numbers, numbers);
    }
  if (splits)
    set_text (self, self->names, targets);
}

/* ---- below: the sentence, or fixes ---- */

static void
fix_clicked (GtkButton *button, TnuJoinForm *self)
{
  TnuJoinCall *call = g_object_get_data (G_OBJECT (button), "call");
  tnu_join_call_free (self->call);
  self->call = tnu_join_call_copy (call);
  g_signal_emit (self, changed, 0);
}

static void
append_fix (TnuJoinForm *self, const TnuJoinCall *call, const char *label, const TnuShape *result,
            const char *words, int rank)
{
  GtkWidget *button = gtk_button_new ();
  g_autofree char *escaped = g_markup_escape_text (label, -1);
  g_autofree char *shape
      = result != NULL ? tnu_shape_dup_markup (tnu_panel_get_theme (), result, NULL) : NULL;
  g_autofree char *markup
      = g_strdup_printf ("<span alpha=\"60%%\">%d</span>  %s%s%s", rank, escaped,
                         shape != NULL ? "  → " : "", shape != NULL ? shape : "");
  tnu_row_append_chip (self->fixes, button, markup, words);
  g_object_set_data_full (G_OBJECT (button), "call", tnu_join_call_copy (call),
                          (GDestroyNotify) tnu_join_call_free);
  g_signal_connect (button, "clicked", G_CALLBACK (fix_clicked), self);
}

/* As many names as there are pieces, or one for all of them. */
static void
append_name_fixes (TnuJoinForm *self, const TnuJoinVerdict *verdict)
{
  g_autoptr (TnuJoinCall) call = tnu_join_call_copy (self->call);
  const char *base = call->operands->len > 0 ? tnu_join_call_get_operand (call, 0)->name : "x";
  g_autoptr (GPtrArray) names = g_ptr_array_new_with_free_func (g_free);
  int rank = 1;
  for (int k = 0; k < verdict->n_outs; k++)
    g_ptr_array_add (names, k < (int) call->targets->len
                                ? g_strdup (call->targets->pdata[k])
                                : g_strdup_printf ("%s%d", base, k));
  if (verdict->n_outs <= 8)
    {
      tnu_join_call_set_targets (call, (const char *const *) names->pdata, (int) names->len);
      g_autofree char *text = tnu_join_call_dup_targets (call);
      append_fix (self, call, text, NULL, "One name for every piece", rank++);
    }
  g_autofree char *all = g_strdup_printf ("%s_parts", base);
  const char *const one[] = { all };
  tnu_join_call_set_targets (call, one, 1);
  call->is_unpacked = false;
  append_fix (self, call, all, NULL, "One name for the tuple of all pieces", rank);
}

static void
fill_fixes (TnuJoinForm *self, const TnuJoinVerdict *verdict)
{
  g_autoptr (GPtrArray) fixes = tnu_join_fixes_new (self->call, MAX_FIXES);
  tnu_row_clear (self->fixes);
  tnu_row_append_words (self->fixes, fixes->len > 0 || verdict->is_name_error
                                         ? "Nearest that fit"
                                         : "Nothing near fits: choose other tensors",
                        "tnu-dim");
  if (verdict->is_name_error)
    append_name_fixes (self, verdict);
  for (guint k = 0; k < fixes->len; k++)
    {
      const TnuJoinFix *fix = fixes->pdata[k];
      append_fix (self, fix->call, fix->label, &fix->result, fix->words, (int) k + 1);
    }
}

static void
show_below (TnuJoinForm *self, const TnuJoinPlan *plan, const TnuJoinVerdict *verdict)
{
  bool is_wrong = verdict->reason != NULL && plan->trouble != TNU_JOIN_NOTHING;
  g_autofree char *marked = plan->trouble == TNU_JOIN_NOTHING
                                ? g_strdup ("Check the tensors that take part")
                            : tnu_join_word_has_dim (self->call->word)
                                ? tnu_join_dup_dim_words (plan, self->call, self->call->dim)
                                : tnu_join_dup_word_words (plan, self->call);
  g_autofree char *markup = tnu_join_words_dup_markup (marked, dup_axis_color);
  gtk_label_set_markup (GTK_LABEL (self->sentence), markup);
  if (is_wrong)
    fill_fixes (self, verdict);
  gtk_stack_set_visible_child_name (GTK_STACK (self->stack), is_wrong ? "fixes" : "sentence");
}

void
tnu_join_form_show (TnuJoinForm *self, const TnuJoinCall *call, const TnuJoinPlan *plan,
                    const TnuJoinVerdict *verdict)
{
  g_return_if_fail (TNU_IS_JOIN_FORM (self));
  TnuJoinCall *copy = tnu_join_call_copy (call);
  g_clear_pointer (&self->call, tnu_join_call_free);
  self->call = copy;
  show_dims (self, plan);
  show_entries (self);
  show_below (self, plan, verdict);
}

const TnuJoinCall *
tnu_join_form_get_call (TnuJoinForm *self)
{
  g_return_val_if_fail (TNU_IS_JOIN_FORM (self), NULL);
  return self->call;
}

void
tnu_join_form_edit_name (TnuJoinForm *self, int piece)
{
  int start = 0, length = -1;
  g_return_if_fail (TNU_IS_JOIN_FORM (self));
  if (self->call->is_unpacked && piece < (int) self->call->targets->len)
    {
      for (int k = 0; k < piece; k++)
        start += (int) g_utf8_strlen (self->call->targets->pdata[k], -1) + 2;
      length = start + (int) g_utf8_strlen (self->call->targets->pdata[piece], -1);
    }
  gtk_widget_grab_focus (self->names);
  gtk_editable_select_region (GTK_EDITABLE (self->names), start, length);
}

/* ---- the object ---- */

static void
tnu_join_form_dispose (GObject *object)
{
  TnuJoinForm *self = TNU_JOIN_FORM (object);
  g_clear_pointer (&self->box, gtk_widget_unparent);
  g_clear_pointer (&self->call, tnu_join_call_free);
  G_OBJECT_CLASS (tnu_join_form_parent_class)->dispose (object);
}

static void
tnu_join_form_class_init (TnuJoinFormClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = tnu_join_form_dispose;
  changed = g_signal_new ("changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                          NULL, G_TYPE_NONE, 0);
  gtk_widget_class_set_layout_manager_type (GTK_WIDGET_CLASS (klass), GTK_TYPE_BIN_LAYOUT);
}

static GtkWidget *
make_scroller (GtkWidget *row)
{
  GtkWidget *scroller = gtk_scrolled_window_new ();
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (scroller), GTK_POLICY_EXTERNAL,
                                  GTK_POLICY_NEVER);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scroller), row);
  return scroller;
}

static GtkWidget *
make_entry (TnuJoinForm *self, GtkWidget *row, int chars, GCallback edited)
{
  GtkWidget *entry = gtk_entry_new ();
  gtk_widget_add_css_class (entry, "tnu-index-part");
  gtk_widget_set_valign (entry, GTK_ALIGN_CENTER);
  gtk_editable_set_width_chars (GTK_EDITABLE (entry), chars);
  gtk_editable_set_max_width_chars (GTK_EDITABLE (entry), chars);
  g_signal_connect_swapped (entry, "changed", edited, self);
  gtk_box_append (GTK_BOX (row), entry);
  return entry;
}

static void
make_first_row (TnuJoinForm *self)
{
  GtkWidget *row = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 8);
  GtkEventController *keys = gtk_event_controller_key_new ();
  gtk_widget_add_css_class (row, "tnu-join-row");
  self->dims = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
  gtk_box_append (GTK_BOX (row), self->dims);
  self->number_label = tnu_row_append_words (row, "", "tnu-dim");
  self->numbers = make_entry (self, row, 10, G_CALLBACK (numbers_edited));
  gtk_widget_set_tooltip_text (self->numbers,
                               "One number, or a list: 1, 2, 2. Up and Down change a number");
  gtk_event_controller_set_propagation_phase (keys, GTK_PHASE_CAPTURE);
  g_signal_connect (keys, "key-pressed", G_CALLBACK (number_key), self);
  gtk_widget_add_controller (self->numbers, keys);
  self->names_label = tnu_row_append_words (row, "names", "tnu-dim");
  self->names = make_entry (self, row, 16, G_CALLBACK (names_edited));
  gtk_widget_set_tooltip_text (self->names,
                               "A name for every piece, or one name for all of them");
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->names), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  "Names of the pieces", -1);
  gtk_box_append (GTK_BOX (self->box), make_scroller (row));
}

static void
tnu_join_form_init (TnuJoinForm *self)
{
  self->word = TNU_N_JOIN_WORDS;
  self->box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  gtk_widget_add_css_class (self->box, "tnu-panel");
  gtk_widget_add_css_class (self->box, "tnu-join-form");
  gtk_widget_set_parent (self->box, GTK_WIDGET (self));
  make_first_row (self);
  self->stack = gtk_stack_new ();
  self->sentence = gtk_label_new (NULL);
  gtk_label_set_xalign (GTK_LABEL (self->sentence), 0);
  gtk_label_set_wrap (GTK_LABEL (self->sentence), TRUE);
  gtk_widget_add_css_class (self->sentence, "tnu-join-sentence");
  self->fixes = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 8);
  gtk_widget_add_css_class (self->fixes, "tnu-join-row");
  gtk_stack_add_named (GTK_STACK (self->stack), self->sentence, "sentence");
  gtk_stack_add_named (GTK_STACK (self->stack), make_scroller (self->fixes), "fixes");
  gtk_box_append (GTK_BOX (self->box), self->stack);
}

GtkWidget *
tnu_join_form_new (void)
{
  return g_object_new (TNU_TYPE_JOIN_FORM, NULL);
}
