/* SPDX-FileCopyrightText: 2026 The Tensarium authors
 * SPDX-License-Identifier: MIT */
#include "ui/operation/index/index-axes.h"

#include <math.h>
#include <string.h>

#include "ui/operation/index/index-name-row.h"
#include "ui/operation/row-parts.h"

/* Px that the names of a menu take before they scroll. */
#define NAMES_HEIGHT 200

typedef struct
{
  TnuIndexAxes *axes;
  int dim;
  GtkWidget *news;  /* the Nones in front */
  GtkWidget *group; /* NULL behind the last axis */
  GtkWidget *letter;
  GtkWidget *text;
  GtkWidget *step;
  GtkWidget *less;
  GtkWidget *more;
  GtkWidget *names; /* in the menu */
} Axis;

struct _TnuIndexAxes
{
  GtkWidget parent_instance;

  GtkWidget *box;
  gint64 sizes[TNU_INDEX_MAX_PARTS];
  int rank;
  Axis axes[TNU_INDEX_MAX_PARTS];
  bool is_showing;
};

enum
{
  PART_TYPED,
  STEPPED,
  WAY_CHOSEN,
  AXIS_ADDED,
  AXIS_REMOVED,
  NAME_CHOSEN,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (TnuIndexAxes, tnu_index_axes, GTK_TYPE_WIDGET)

static const struct
{
  const char *label;
  const char *sample;
} ways[TNU_N_INDEX_WAYS] = {
  [TNU_INDEX_WAY_ALL] = { "All of it", ":" },
  [TNU_INDEX_WAY_ONE] = { "One index, the axis goes", "2" },
  [TNU_INDEX_WAY_RANGE] = { "A range", "1:3" },
  [TNU_INDEX_WAY_FROM_END] = { "Count from the end", "-2:" },
  [TNU_INDEX_WAY_LIST] = { "A list: any order, repeats", "[2, 0, 0]" },
  [TNU_INDEX_WAY_MASK] = { "A mask along the axis", "[True, False]" },
};

/* ---- what is done ---- */

static void
text_changed (GtkEditable *editable, Axis *axis)
{
  if (!axis->axes->is_showing)
    g_signal_emit (axis->axes, signals[PART_TYPED], 0, axis->dim, gtk_editable_get_text (editable));
}

static void
less_clicked (Axis *axis)
{
  g_signal_emit (axis->axes, signals[STEPPED], 0, axis->dim, -1);
}

static void
more_clicked (Axis *axis)
{
  g_signal_emit (axis->axes, signals[STEPPED], 0, axis->dim, 1);
}

static void
add_clicked (Axis *axis)
{
  g_signal_emit (axis->axes, signals[AXIS_ADDED], 0, axis->dim);
}

static void
new_clicked (Axis *axis)
{
  g_signal_emit (axis->axes, signals[AXIS_REMOVED], 0, axis->dim);
}

static void
way_clicked (GtkWidget *button, Axis *axis)
{
  int way = GPOINTER_TO_INT (g_object_get_data (G_OBJECT (button), "way"));
  gtk_popover_popdown (GTK_POPOVER (gtk_widget_get_ancestor (button, GTK_TYPE_POPOVER)));
  g_signal_emit (axis->axes, signals[WAY_CHOSEN], 0, axis->dim, way);
}

static void
name_clicked (GtkWidget *button, Axis *axis)
{
  /* The menu may be filled anew by this, and the button go. */
  g_autofree char *name = g_strdup (g_object_get_data (G_OBJECT (button), "name"));
  gtk_popover_popdown (GTK_POPOVER (gtk_widget_get_ancestor (button, GTK_TYPE_POPOVER)));
  g_signal_emit (axis->axes, signals[NAME_CHOSEN], 0, axis->dim, name);
}

static gboolean
name_dropped (GtkDropTarget *target, const GValue *value, double x, double y, Axis *axis)
{
  const TnuIndexName *name = g_value_get_boxed (value);
  g_signal_emit (axis->axes, signals[NAME_CHOSEN], 0, axis->dim, name->text);
  return TRUE;
}

/* ---- making ---- */

static GtkWidget *
make_small (const char *label, const char *name, GCallback clicked, Axis *axis)
{
  GtkWidget *button = gtk_button_new_with_label (label);
  gtk_widget_add_css_class (button, "flat");
  gtk_widget_add_css_class (button, "tnu-mini");
  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  gtk_widget_set_tooltip_text (button, name);
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
  g_signal_connect_swapped (button, "clicked", clicked, axis);
  return button;
}

/* A line of the menu: what it does, and how that is written. */
static GtkWidget *
make_choice (const char *words, const char *code)
{
  GtkWidget *button = gtk_button_new ();
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 24);
  GtkWidget *label = gtk_label_new (words), *sample = gtk_label_new (code);
  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_widget_set_hexpand (label, TRUE);
  gtk_widget_add_css_class (sample, "tnu-mono");
  gtk_widget_add_css_class (sample, "tnu-dim");
  gtk_box_append (GTK_BOX (box), label);
  gtk_box_append (GTK_BOX (box), sample);
  gtk_button_set_child (GTK_BUTTON (button), box);
  gtk_widget_add_css_class (button, "flat");
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, words,
                                  -1);
  return button;
}

static GtkWidget *
make_way (int way, Axis *axis)
{
  GtkWidget *button = make_choice (ways[way].label, ways[way].sample);
  g_object_set_data (G_OBJECT (button), "way", GINT_TO_POINTER (way));
  g_signal_connect (button, "clicked", G_CALLBACK (way_clicked), axis);
  return button;
}

/* The names scroll: there may be many. */
static GtkWidget *
make_names (Axis *axis)
{
  GtkScrolledWindow *scroller = GTK_SCROLLED_WINDOW (gtk_scrolled_window_new ());
  axis->names = gtk_box_new (GTK_ORIENTATION_VERTICAL, 2);
  gtk_scrolled_window_set_policy (scroller, GTK_POLICY_NEVER, GTK_POLICY_AUTOMATIC);
  gtk_scrolled_window_set_propagate_natural_height (scroller, TRUE);
  gtk_scrolled_window_set_max_content_height (scroller, NAMES_HEIGHT);
  gtk_scrolled_window_set_child (scroller, axis->names);
  return GTK_WIDGET (scroller);
}

static GtkWidget *
make_menu (Axis *axis)
{
  GtkWidget *menu = gtk_menu_button_new ();
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 2);
  GtkWidget *popover = gtk_popover_new ();
  g_autofree char *name
      = g_strdup_printf ("Other ways to take axis %c", tnu_axis_get_letter (axis->dim));
  for (int way = 0; way < TNU_N_INDEX_WAYS; way++)
    gtk_box_append (GTK_BOX (box), make_way (way, axis));
  gtk_box_append (GTK_BOX (box), make_names (axis));
  gtk_popover_set_child (GTK_POPOVER (popover), box);
  gtk_menu_button_set_popover (GTK_MENU_BUTTON (menu), popover);
  gtk_widget_add_css_class (menu, "flat");
  gtk_widget_set_valign (menu, GTK_ALIGN_CENTER);
  gtk_widget_set_tooltip_text (menu, name);
  gtk_accessible_update_property (GTK_ACCESSIBLE (menu), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
  return menu;
}

static void
make_group (Axis *axis)
{
  char letter[] = { tnu_axis_get_letter (axis->dim), '\0' };
  g_autofree char *name = g_strdup_printf ("Index of axis %s", letter);
  g_autofree char *less = g_strdup_printf ("Axis %s: smaller step", letter);
  g_autofree char *more = g_strdup_printf ("Axis %s: larger step", letter);
  axis->group = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 2);
  gtk_widget_add_css_class (axis->group, "tnu-index-axis");
  gtk_widget_set_valign (axis->group, GTK_ALIGN_CENTER);
  axis->letter = gtk_label_new (NULL);
  axis->text = gtk_entry_new ();
  gtk_widget_add_css_class (axis->text, "tnu-index-part");
  gtk_editable_set_width_chars (GTK_EDITABLE (axis->text), 5);
  gtk_editable_set_max_width_chars (GTK_EDITABLE (axis->text), 16);
  gtk_accessible_update_property (GTK_ACCESSIBLE (axis->text), GTK_ACCESSIBLE_PROPERTY_LABEL, name,
                                  -1);
  g_signal_connect (axis->text, "changed", G_CALLBACK (text_changed), axis);
  axis->less = make_small ("−", less, G_CALLBACK (less_clicked), axis);
  axis->step = gtk_label_new (NULL);
  gtk_widget_add_css_class (axis->step, "tnu-dim");
  gtk_label_set_width_chars (GTK_LABEL (axis->step), 6);
  axis->more = make_small ("+", more, G_CALLBACK (more_clicked), axis);
  gtk_box_append (GTK_BOX (axis->group), axis->letter);
  gtk_box_append (GTK_BOX (axis->group), axis->text);
  gtk_box_append (GTK_BOX (axis->group), axis->less);
  gtk_box_append (GTK_BOX (axis->group), axis->step);
  gtk_box_append (GTK_BOX (axis->group), axis->more);
  gtk_box_append (GTK_BOX (axis->group), make_menu (axis));
  GtkDropTarget *target = gtk_drop_target_new (TNU_TYPE_INDEX_NAME, GDK_ACTION_COPY);
  g_signal_connect (target, "drop", G_CALLBACK (name_dropped), axis);
  gtk_widget_add_controller (axis->group, GTK_EVENT_CONTROLLER (target));
}

static void
make_axis (TnuIndexAxes *self, int dim)
{
  Axis *axis = &self->axes[dim];
  *axis = (Axis) { .axes = self, .dim = dim };
  axis->news = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 2);
  gtk_box_append (GTK_BOX (self->box), axis->news);
  gtk_box_append (GTK_BOX (self->box),
                  make_small ("+",
                              dim < self->rank ? "Insert a new axis here (None)"
                                               : "Insert a new axis at the end (None)",
                              G_CALLBACK (add_clicked), axis));
  if (dim == self->rank)
    return;
  make_group (axis);
  gtk_box_append (GTK_BOX (self->box), axis->group);
}

/* ---- showing ---- */

static void
show_news (Axis *axis, int n)
{
  GtkWidget *child;
  int n_there = 0;
  for (child = gtk_widget_get_first_child (axis->news); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    n_there++;
  for (; n_there < n; n_there++)
    {
      GtkWidget *button
          = make_small ("None ×", "Take this new axis away", G_CALLBACK (new_clicked), axis);
      gtk_widget_remove_css_class (button, "flat");
      gtk_box_append (GTK_BOX (axis->news), button);
    }
  for (; n_there > n; n_there--)
    gtk_box_remove (GTK_BOX (axis->news), gtk_widget_get_last_child (axis->news));
}

static void
show_step (Axis *axis, const TnuIndexPart *part)
{
  bool is_slice = part == NULL || part->kind == TNU_INDEX_SLICE || part->kind == TNU_INDEX_ELLIPSIS;
  gint64 step = part != NULL && part->kind == TNU_INDEX_SLICE ? part->step : 1;
  g_autofree char *words = g_strdup_printf ("step %" G_GINT64_FORMAT, step);
  gtk_label_set_text (GTK_LABEL (axis->step), words);
  gtk_widget_set_visible (axis->step, is_slice);
  gtk_widget_set_visible (axis->less, is_slice);
  gtk_widget_set_visible (axis->more, is_slice);
  gtk_widget_set_sensitive (axis->less, step > 1);
}

static void
show_letter (Axis *axis, const TnuTheme *theme)
{
  const TnuColor *color = tnu_theme_get_axis_color (theme, axis->dim);
  g_autofree char *markup = g_strdup_printf (
      "<span color=\"#%02x%02x%02x\" weight=\"bold\" font_family=\"JetBrains Mono\">%c</span> "
      "%" G_GINT64_FORMAT,
      (int) lround (color->r * 255), (int) lround (color->g * 255), (int) lround (color->b * 255),
      tnu_axis_get_letter (axis->dim), axis->axes->sizes[axis->dim]);
  gtk_label_set_markup (GTK_LABEL (axis->letter), markup);
}

static void
set_class (GtkWidget *widget, const char *name, bool has)
{
  if (has)
    gtk_widget_add_css_class (widget, name);
  else
    gtk_widget_remove_css_class (widget, name);
}

/* What stands for several axes is not written out in each. */
static char *
dup_shared_text (const TnuIndexPart *part)
{
  return g_strdup (part->kind == TNU_INDEX_NAME ? part->name : "a mask");
}

void
tnu_index_axes_show (TnuIndexAxes *self, const TnuIndex *index, const char *name,
                     const TnuTheme *theme, int wrong, int active)
{
  self->is_showing = true;
  for (int dim = 0; dim <= self->rank; dim++)
    {
      Axis *axis = &self->axes[dim];
      show_news (axis, tnu_index_count_new_axes (index, self->rank, dim));
      if (axis->group == NULL)
        continue;
      int at = tnu_index_find_dim (index, self->rank, dim);
      const TnuIndexPart *part = at >= 0 ? &index->parts[at] : NULL;
      bool is_whole = part == NULL || part->kind == TNU_INDEX_ELLIPSIS;
      bool is_shared = !is_whole && tnu_index_part_count_dims (part, self->rank) > 1;
      g_autofree char *text = is_whole    ? g_strdup (":")
                              : is_shared ? dup_shared_text (part)
                                          : tnu_index_part_dup_text (part, name);
      show_letter (axis, theme);
      show_step (axis, part);
      set_class (axis->text, "error", dim == wrong);
      set_class (axis->group, "active", dim == active);
      if (dim != wrong && g_strcmp0 (text, gtk_editable_get_text (GTK_EDITABLE (axis->text))) != 0)
        gtk_editable_set_text (GTK_EDITABLE (axis->text), text);
      gtk_editable_set_width_chars (GTK_EDITABLE (axis->text),
                                    CLAMP ((int) g_utf8_strlen (text, -1) + 1, 5, 16));
    }
  self->is_showing = false;
}

void
tnu_index_axes_show_names (TnuIndexAxes *self, const TnuIndexSource *source, const char *name)
{
  for (int dim = 0; dim < self->rank; dim++)
    {
      Axis *axis = &self->axes[dim];
      tnu_row_clear (axis->names);
      for (int k = 0; k < source->n_tensors; k++)
        {
          const TnuIndexTensor *tensor = &source->tensors[k];
          if (strcmp (tensor->name, name) == 0 || !tnu_index_tensor_fits (tensor, source, dim))
            continue;
          g_autofree char *words = tnu_index_tensor_dup_words (tensor);
          GtkWidget *button = make_choice (words, tensor->name);
          g_object_set_data_full (G_OBJECT (button), "name", g_strdup (tensor->name), g_free);
          g_signal_connect (button, "clicked", G_CALLBACK (name_clicked), axis);
          gtk_box_append (GTK_BOX (axis->names), button);
        }
    }
}

/* ---- the object ---- */

static void
tnu_index_axes_dispose (GObject *object)
{
  TnuIndexAxes *self = TNU_INDEX_AXES (object);
  g_clear_pointer (&self->box, gtk_widget_unparent);
  G_OBJECT_CLASS (tnu_index_axes_parent_class)->dispose (object);
}

static guint
add_signal (const char *name, GType second)
{
  return g_signal_new (name, TNU_TYPE_INDEX_AXES, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                       G_TYPE_NONE, second == G_TYPE_NONE ? 1 : 2, G_TYPE_INT, second);
}

static void
tnu_index_axes_class_init (TnuIndexAxesClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = tnu_index_axes_dispose;
  signals[PART_TYPED] = add_signal ("part-typed", G_TYPE_STRING);
  signals[STEPPED] = add_signal ("stepped", G_TYPE_INT);
  signals[WAY_CHOSEN] = add_signal ("way-chosen", G_TYPE_INT);
  signals[AXIS_ADDED] = add_signal ("axis-added", G_TYPE_NONE);
  signals[AXIS_REMOVED] = add_signal ("axis-removed", G_TYPE_NONE);
  signals[NAME_CHOSEN] = add_signal ("name-chosen", G_TYPE_STRING);
  gtk_widget_class_set_layout_manager_type (GTK_WIDGET_CLASS (klass), GTK_TYPE_BIN_LAYOUT);
}

static void
tnu_index_axes_init (TnuIndexAxes *self)
{
  self->box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 4);
  gtk_widget_set_parent (self->box, GTK_WIDGET (self));
}

GtkWidget *
tnu_index_axes_new (const gint64 *sizes, int rank)
{
  TnuIndexAxes *self = g_object_new (TNU_TYPE_INDEX_AXES, NULL);
  self->rank = rank;
  for (int dim = 0; dim < rank; dim++)
    self->sizes[dim] = sizes[dim];
  for (int dim = 0; dim <= rank; dim++)
    make_axis (self, dim);
  return GTK_WIDGET (self);
}
