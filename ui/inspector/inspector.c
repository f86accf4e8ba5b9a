/* SPDX-FileCopyrightText: 2026 The Tensarium authors
 * SPDX-License-Identifier: MIT */
#include "ui/inspector/inspector.h"

#include <adwaita.h>
#include <math.h>

#include "ui/cell/pins-view.h"
#include "ui/cell/selection-view.h"
#include "ui/draw/number.h"
#include "ui/inspector/address.h"
#include "ui/inspector/facts.h"
#include "ui/inspector/family-view.h"
#include "ui/inspector/legend.h"
#include "ui/inspector/memory-view.h"

#define COLUMN_SPACING 8
#define SECTION_SPACING 20

typedef enum
{
  STATISTIC_MIN,
  STATISTIC_MAX,
  STATISTIC_MEAN,
  STATISTIC_STD,
  STATISTIC_NORM,
  STATISTIC_SPECIAL,
  N_STATISTICS
} Statistic;

static const char *const statistic_names[N_STATISTICS] = {
  "min", "max", "mean", "std", "L2 norm", "NaN, Inf",
};

struct _TnuInspector
{
  GtkWidget parent_instance;

  TnsSession *session;
  TnsVariable *variable; /* NULL: nothing is selected, or it is not there at the cursor */
  GPtrArray *variables;  /* owns @variable */
  int64_t index[TNK_MAX_RANK];
  bool has_element;

  GtkWidget *box;
  GtkStack *stack;
  GtkLabel *state;
  GtkLabel *name;
  GtkWidget *fact_names[TNU_N_FACTS];
  GtkLabel *facts[TNU_N_FACTS];
  GtkWidget *selection;
  GtkWidget *memory;
  GtkLabel *sum;
  GtkLabel *contiguity;
  GtkWidget *family;
  GtkLabel *statistics[N_STATISTICS];
  GtkWidget *legend;

  TnsMoment *read_moment; /* whose statistics are shown or under way */
  guint generation;
  GCancellable *cancellable;
  guint element_generation;
  GCancellable *element_cancellable;
};

G_DEFINE_FINAL_TYPE (TnuInspector, tnu_inspector, GTK_TYPE_WIDGET)

static const TnuTheme *
get_theme (void)
{
  return tnu_theme_get (adw_style_manager_get_dark (adw_style_manager_get_default ()));
}

/* ---- statistics ---- */

static void
set_statistic (TnuInspector *self, Statistic statistic, double value)
{
  char number[TNU_NUMBER_SIZE];

  if (isnan (value))
    {
      gtk_label_set_text (self->statistics[statistic], "—");
      return;
    }
  tnu_number_print_short (value, number);
  gtk_label_set_text (self->statistics[statistic], number);
}

static void
show_statistics (TnuInspector *self, const TnsStatistics *s)
{
  const double values[N_STATISTICS] = {
    [STATISTIC_MIN] = s->min,
    [STATISTIC_MAX] = s->max,
    [STATISTIC_MEAN] = s->mean,
    [STATISTIC_STD] = s->std,
    [STATISTIC_NORM] = s->norm,
    [STATISTIC_SPECIAL]
    = (double) (s->n_nan + s->n_positive_infinity + s->n_negative_infinity),
  };

  for (Statistic k = 0; k < N_STATISTICS; k++)
    set_statistic (self, k, s->numel > 0 ? values[k] : NAN);
  tnu_legend_set_statistics (TNU_LEGEND (self->legend), s);
}

typedef struct
{
  GWeakRef inspector;
  guint generation;
} Reading;

static Reading *
reading_new (TnuInspector *self, guint generation)
{
  Reading *reading = g_new0 (Reading, 1);

  g_weak_ref_init (&reading->inspector, self);
  reading->generation = generation;
  return reading;
}

static void
reading_free (Reading *reading)
{
  g_weak_ref_clear (&reading->inspector);
  g_free (reading);
}

static void
statistics_are_read (GObject *source, GAsyncResult *result, gpointer data)
{
  Reading *reading = data;
  TnsStatistics statistics;
  const bool is_read = tns_session_read_statistics_finish (TNS_SESSION (source), result,
                                                           &statistics, NULL);
  g_autoptr (TnuInspector) self = g_weak_ref_get (&reading->inspector);

  if (self != NULL && reading->generation == self->generation && is_read)
    show_statistics (self, &statistics);
  reading_free (reading);
}

static bool
is_same_content (TnsMoment *a, TnsMoment *b)
{
  return a != NULL && b != NULL && tns_moment_get_tensor_id (a) == tns_moment_get_tensor_id (b)
         && tns_moment_get_storage_id (a) == tns_moment_get_storage_id (b)
         && tns_moment_get_version (a) == tns_moment_get_version (b);
}

static void
read_statistics (TnuInspector *self)
{
  TnsMoment *moment = self->variable->value;

  if (is_same_content (self->read_moment, moment))
    return;
  g_clear_pointer (&self->read_moment, tns_moment_unref);
  self->read_moment = tns_moment_ref (moment);
  self->generation++;
  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  self->cancellable = g_cancellable_new ();
  for (Statistic k = 0; k < N_STATISTICS; k++)
    set_statistic (self, k, NAN);
  tnu_legend_set_statistics (TNU_LEGEND (self->legend), NULL);
  if (tns_moment_get_numel (moment) > 0)
    tns_session_read_statistics_async (self->session, moment, self->cancellable,
                                       statistics_are_read, reading_new (self, self->generation));
}

/* ---- one element ---- */

static void
element_is_read (GObject *source, GAsyncResult *result, gpointer data)
{
  Reading *reading = data;
  g_autoptr (TnsBlock) block
      = tns_session_read_block_finish (TNS_SESSION (source), result, NULL);
  g_autoptr (TnuInspector) self = g_weak_ref_get (&reading->inspector);

  if (self != NULL && reading->generation == self->element_generation && block != NULL)
    tnu_legend_set_marked (TNU_LEGEND (self->legend),
                           block->imaginary != NULL ? hypot (block->mean[0], block->imaginary[0])
                                                    : block->mean[0]);
  reading_free (reading);
}

static void
read_element (TnuInspector *self)
{
  TnsBlockRequest request = { .row_dim = -1, .column_dim = -1, .n_rows = 1, .n_columns = 1,
                              .row_step = 1, .column_step = 1 };

  self->element_generation++;
  g_cancellable_cancel (self->element_cancellable);
  g_clear_object (&self->element_cancellable);
  if (!self->has_element)
    {
      tnu_legend_set_marked (TNU_LEGEND (self->legend), NAN);
      return;
    }
  self->element_cancellable = g_cancellable_new ();
  for (int dim = 0; dim < tns_moment_get_meta (self->variable->value)->rank; dim++)
    request.index[dim] = self->index[dim];
  tns_session_read_block_async (self->session, self->variable->value, &request,
                                self->element_cancellable, element_is_read,
                                reading_new (self, self->element_generation));
}

static char *
get_sum_color (int dim, void *data)
{
  return tnu_fact_dup_axis_color (data, dim);
}

static void
show_element (TnuInspector *self)
{
  const TnsMeta *meta = tns_moment_get_meta (self->variable->value);
  g_autofree char *sum = NULL;

  if (tns_moment_get_numel (self->variable->value) > 0)
    sum = tnu_address_dup_sum (meta, self->index, get_sum_color, (void *) get_theme ());
  gtk_label_set_markup (self->sum, sum != NULL ? sum : "");
  tnu_memory_view_set_index (TNU_MEMORY_VIEW (self->memory), self->index);
  read_element (self);
}

/* Whether the index still names an element of what is shown. */
static bool
fits (TnuInspector *self)
{
  const TnsMeta *meta = tns_moment_get_meta (self->variable->value);

  for (int dim = 0; dim < meta->rank; dim++)
    if (self->index[dim] < 0 || self->index[dim] >= meta->sizes[dim])
      return false;
  return true;
}

void
tnu_inspector_set_element (TnuInspector *self, const char *name, GVariant *index)
{
  const int64_t *numbers;
  gsize n;

  g_return_if_fail (TNU_IS_INSPECTOR (self));
  if (self->variable == NULL)
    return;
  if (name == NULL || index == NULL)
    {
      /* The way stays; only the histogram stops pointing. */
      self->has_element = false;
      read_element (self);
      return;
    }
  if (!g_str_equal (name, self->variable->name))
    return;
  numbers = g_variant_get_fixed_array (index, &n, sizeof *numbers);
  if ((int) n != tns_moment_get_meta (self->variable->value)->rank)
    return;
  for (gsize k = 0; k < n; k++)
    self->index[k] = numbers[k];
  self->has_element = fits (self);
  if (!self->has_element)
    memset (self->index, 0, sizeof self->index);
  show_element (self);
}

void
tnu_inspector_set_selection (TnuInspector *self, TnuSelection *selection)
{
  g_return_if_fail (TNU_IS_INSPECTOR (self));
  tnu_selection_view_set_selection (TNU_SELECTION_VIEW (self->selection), selection);
}

/* ---- the variable ---- */

static void
show_facts (TnuInspector *self)
{
  g_autofree char *state = tnu_fact_dup_state (self->variable);

  gtk_label_set_text (self->name, self->variable->name);
  gtk_label_set_text (self->state, state);
  for (TnuFact fact = 0; fact < TNU_N_FACTS; fact++)
    {
      g_autofree char *markup
          = tnu_fact_dup_markup (fact, tns_session_get_timeline (self->session),
                                 self->variable, get_theme ());

      gtk_widget_set_visible (GTK_WIDGET (self->facts[fact]), markup != NULL);
      gtk_widget_set_visible (self->fact_names[fact], markup != NULL);
      if (markup != NULL)
        gtk_label_set_markup (self->facts[fact], markup);
    }
}

static TnsVariable *
find_selected (GPtrArray *variables, const char *name)
{
  for (guint k = 0; name != NULL && k < variables->len; k++)
    if (g_str_equal (((TnsVariable *) variables->pdata[k])->name, name))
      return variables->pdata[k];
  return NULL;
}

static void
show_memory (TnuInspector *self)
{
  g_autofree char *contiguity
    = tnu_address_dup_contiguity (tns_moment_get_meta (self->variable->value));

  tnu_memory_view_set_moment (TNU_MEMORY_VIEW (self->memory), self->variable->value);
  gtk_label_set_text (self->contiguity, contiguity);
  tnu_family_view_set (TNU_FAMILY_VIEW (self->family), self->variables, self->variable);
}

static void
reload (TnuInspector *self)
{
  TnsTimeline *timeline = tns_session_get_timeline (self->session);
  g_autofree char *before = self->variable != NULL ? g_strdup (self->variable->name) : NULL;

  self->variable = NULL;
  g_clear_pointer (&self->variables, g_ptr_array_unref);
  if (timeline != NULL)
    {
      self->variables
          = tns_timeline_dup_variables (timeline, tns_session_get_cursor (self->session));
      self->variable
          = find_selected (self->variables, tns_session_get_selected_name (self->session));
    }
  gtk_stack_set_visible_child_name (self->stack, self->variable != NULL ? "variable" : "nothing");
  if (self->variable == NULL)
    {
      gtk_label_set_text (self->state, "");
      tnu_memory_view_set_moment (TNU_MEMORY_VIEW (self->memory), NULL);
      tnu_legend_set_variable (TNU_LEGEND (self->legend), NULL, NULL);
      g_clear_pointer (&self->read_moment, tns_moment_unref);
      return;
    }
  if (g_strcmp0 (before, self->variable->name) != 0 || !fits (self))
    {
      memset (self->index, 0, sizeof self->index);
      self->has_element = false;
    }
  show_facts (self);
  tnu_legend_set_variable (TNU_LEGEND (self->legend), self->variable->name, self->variable->value);
  show_memory (self);
  read_statistics (self);
  show_element (self);
}

/* The storage wears the colours of the cells. */
static void
scale_changed (TnuInspector *self)
{
  tnu_memory_view_set_scale (TNU_MEMORY_VIEW (self->memory),
                             tnu_legend_get_scale (TNU_LEGEND (self->legend)));
}

static void
colours_changed (TnuInspector *self)
{
  if (self->variable == NULL)
    return;
  show_facts (self);
  show_element (self);
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
make_head (TnuInspector *self)
{
  GtkWidget *head = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 8);
  GtkWidget *title = make_label ("INSPECTOR", "tnu-caps", 0);

  gtk_widget_add_css_class (head, "tnu-pane-head");
  gtk_box_append (GTK_BOX (head), title);
  self->state = GTK_LABEL (make_label ("", "tnu-note", 1));
  gtk_widget_set_hexpand (GTK_WIDGET (self->state), TRUE);
  gtk_label_set_ellipsize (self->state, PANGO_ELLIPSIZE_END);
  gtk_box_append (GTK_BOX (head), GTK_WIDGET (self->state));
  return head;
}

static GtkWidget *
make_facts (TnuInspector *self)
{
  GtkWidget *grid = gtk_grid_new ();

  gtk_grid_set_column_spacing (GTK_GRID (grid), 2 * COLUMN_SPACING);
  gtk_grid_set_row_spacing (GTK_GRID (grid), 4);
  for (TnuFact fact = 0; fact < TNU_N_FACTS; fact++)
    {
      GtkWidget *name = make_label (tnu_fact_get_name (fact), "tnu-key", 0);
      GtkWidget *value = make_label ("", "tnu-value", 0);

      gtk_label_set_width_chars (GTK_LABEL (name), 8);
      gtk_widget_set_valign (name, GTK_ALIGN_START);
      gtk_label_set_selectable (GTK_LABEL (value), TRUE);
      gtk_widget_set_can_focus (value, FALSE);
      gtk_label_set_wrap (GTK_LABEL (value), TRUE);
      gtk_label_set_wrap_mode (GTK_LABEL (value), PANGO_WRAP_WORD_CHAR);
      gtk_widget_set_hexpand (value, TRUE);
      gtk_accessible_update_relation (GTK_ACCESSIBLE (value), GTK_ACCESSIBLE_RELATION_LABELLED_BY,
                                      name, NULL, -1);
      gtk_grid_attach (GTK_GRID (grid), name, 0, (int) fact, 1, 1);
      gtk_grid_attach (GTK_GRID (grid), value, 1, (int) fact, 1, 1);
      self->fact_names[fact] = name;
      self->facts[fact] = GTK_LABEL (value);
    }
  return grid;
}

static GtkWidget *
make_statistics (TnuInspector *self)
{
  GtkWidget *grid = gtk_grid_new ();

  gtk_grid_set_column_spacing (GTK_GRID (grid), COLUMN_SPACING);
  gtk_grid_set_row_spacing (GTK_GRID (grid), 4);
  for (Statistic k = 0; k < N_STATISTICS; k++)
    {
      GtkWidget *name = make_label (statistic_names[k], "tnu-key", 0);
      GtkWidget *value = make_label ("—", "tnu-value", 1);

      gtk_widget_set_hexpand (value, TRUE);
      gtk_accessible_update_relation (GTK_ACCESSIBLE (value), GTK_ACCESSIBLE_RELATION_LABELLED_BY,
                                      name, NULL, -1);
      gtk_grid_attach (GTK_GRID (grid), name, 2 * (k % 2), (int) k / 2, 1, 1);
      gtk_grid_attach (GTK_GRID (grid), value, 2 * (k % 2) + 1, (int) k / 2, 1, 1);
      self->statistics[k] = GTK_LABEL (value);
    }
  return grid;
}

static void
add_section (GtkWidget *box, const char *title)
{
  GtkWidget *label = make_label (title, "tnu-caps", 0);

  gtk_widget_set_margin_top (label, SECTION_SPACING);
  gtk_widget_set_margin_bottom (label, 8);
  gtk_box_append (GTK_BOX (box), label);
}

static GtkWidget *
make_variable (TnuInspector *self)
{
  GtkWidget *scroller = gtk_scrolled_window_new ();
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);

  gtk_widget_set_margin_start (box, 16);
  gtk_widget_set_margin_end (box, 16);
  gtk_widget_set_margin_top (box, 16);
  gtk_widget_set_margin_bottom (box, 16);
  self->name = GTK_LABEL (make_label ("", "tnu-name", 0));
  gtk_label_set_ellipsize (self->name, PANGO_ELLIPSIZE_END);
  gtk_widget_set_margin_bottom (GTK_WIDGET (self->name), 10);
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->name));
  gtk_box_append (GTK_BOX (box), make_facts (self));
  self->selection = tnu_selection_view_new ();
  gtk_box_append (GTK_BOX (box), self->selection);
  add_section (box, "MEMORY");
  self->memory = tnu_memory_view_new ();
  gtk_box_append (GTK_BOX (box), self->memory);
  self->sum = GTK_LABEL (make_label ("", "tnu-value", 0));
  gtk_label_set_wrap (self->sum, TRUE);
  gtk_widget_set_margin_top (GTK_WIDGET (self->sum), 6);
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->sum));
  self->contiguity = GTK_LABEL (make_label ("", "tnu-note", 0));
  gtk_label_set_wrap (self->contiguity, TRUE);
  gtk_widget_set_margin_top (GTK_WIDGET (self->contiguity), 6);
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->contiguity));
  add_section (box, "WHO SHARES IT");
  self->family = tnu_family_view_new (self->session);
  gtk_box_append (GTK_BOX (box), self->family);
  add_section (box, "STATISTICS");
  gtk_box_append (GTK_BOX (box), make_statistics (self));
  add_section (box, "HISTOGRAM AND COLOUR SCALE");
  self->legend = tnu_legend_new (self->session);
  g_signal_connect_swapped (self->legend, "scale-changed", G_CALLBACK (scale_changed), self);
  gtk_box_append (GTK_BOX (box), self->legend);
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (scroller), GTK_POLICY_NEVER,
                                  GTK_POLICY_AUTOMATIC);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scroller), box);
  return scroller;
}

static GtkWidget *
make_nothing (void)
{
  GtkWidget *label = make_label ("Select a tensor on the stage to see its shape, its memory and "
                                 "its numbers.",
                                 "tnu-prose", 0);

  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_widget_set_valign (label, GTK_ALIGN_START);
  gtk_widget_set_margin_start (label, 16);
  gtk_widget_set_margin_end (label, 16);
  gtk_widget_set_margin_top (label, 16);
  return label;
}

/* ---- the object ---- */

static void
tnu_inspector_dispose (GObject *object)
{
  TnuInspector *self = TNU_INSPECTOR (object);

  self->generation++;
  self->element_generation++;
  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  g_cancellable_cancel (self->element_cancellable);
  g_clear_object (&self->element_cancellable);
  if (self->session != NULL)
    g_signal_handlers_disconnect_by_data (self->session, self);
  g_signal_handlers_disconnect_by_data (adw_style_manager_get_default (), self);
  g_clear_object (&self->session);
  self->variable = NULL;
  g_clear_pointer (&self->variables, g_ptr_array_unref);
  g_clear_pointer (&self->read_moment, tns_moment_unref);
  g_clear_pointer (&self->box, gtk_widget_unparent);
  G_OBJECT_CLASS (tnu_inspector_parent_class)->dispose (object);
}

static void
tnu_inspector_class_init (TnuInspectorClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = tnu_inspector_dispose;
  gtk_widget_class_set_layout_manager_type (GTK_WIDGET_CLASS (klass), GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_accessible_role (GTK_WIDGET_CLASS (klass), GTK_ACCESSIBLE_ROLE_GROUP);
}

static void
fill (TnuInspector *self)
{
  self->box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  gtk_widget_set_parent (self->box, GTK_WIDGET (self));
  gtk_box_append (GTK_BOX (self->box), make_head (self));
  gtk_box_append (GTK_BOX (self->box), tnu_pins_view_new (tnu_pins_of (self->session)));
  self->stack = GTK_STACK (gtk_stack_new ());
  gtk_widget_set_vexpand (GTK_WIDGET (self->stack), TRUE);
  gtk_stack_add_named (self->stack, make_nothing (), "nothing");
  gtk_stack_add_named (self->stack, make_variable (self), "variable");
  gtk_box_append (GTK_BOX (self->box), GTK_WIDGET (self->stack));
}

static void
tnu_inspector_init (TnuInspector *self)
{
  gtk_widget_add_css_class (GTK_WIDGET (self), "tnu-inspector");
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  "Inspector", -1);
  g_signal_connect_swapped (adw_style_manager_get_default (), "notify::dark",
                            G_CALLBACK (colours_changed), self);
}

GtkWidget *
tnu_inspector_new (TnsSession *session)
{
  TnuInspector *self = g_object_new (TNU_TYPE_INSPECTOR, NULL);

  self->session = g_object_ref (session);
  fill (self);
  g_signal_connect_swapped (session, "notify::timeline", G_CALLBACK (reload), self);
  g_signal_connect_swapped (session, "notify::cursor", G_CALLBACK (reload), self);
  g_signal_connect_swapped (session, "notify::selected-name", G_CALLBACK (reload), self);
  reload (self);
  return GTK_WIDGET (self);
}
