/* SPDX-FileCopyrightText: 2026 The Tensarium authors
 * SPDX-License-Identifier: MIT */
#include "ui/inspector/family-view.h"

#include <adwaita.h>
#include <math.h>

#include "ui/draw/paint.h"
#include "ui/inspector/family.h"
#include "ui/text-scale.h"

#define TAPE_HEIGHT 8
/* Pieces that the tape is cut into when the storage has more elements. */
#define MAX_PIECES 64

struct _TnuFamilyView
{
  GtkWidget parent_instance;

  TnsSession *session;
  GtkWidget *box;
};

G_DEFINE_FINAL_TYPE (TnuFamilyView, tnu_family_view, GTK_TYPE_WIDGET)

/* Which pieces of the storage one row reads. */
typedef struct
{
  int n;
  guint8 marks[MAX_PIECES];
} Tape;

static void
draw_tape (GtkDrawingArea *area, cairo_t *cr, int width, int height, gpointer data)
{
  const Tape *tape = data;
  const TnuTheme *theme
    = tnu_theme_get (adw_style_manager_get_dark (adw_style_manager_get_default ()));

  for (int k = 0; k < tape->n; k++)
    {
      const double from = round ((double) width * k / tape->n);
      const double to = round ((double) width * (k + 1) / tape->n);
      const TnuColor *color = &theme->colors[tape->marks[k] ? TNU_INK2 : TNU_HAIR];

      tnu_set_color (cr, color, 1);
      cairo_rectangle (cr, from, 0, MAX (to - from - 1, 1), height);
      cairo_fill (cr);
    }
}

static GtkWidget *
new_tape (TnsMoment *moment)
{
  const TnsMeta *meta = tns_moment_get_meta (moment);
  const int64_t n_elems
    = (int64_t) (tns_moment_get_storage_bytes (moment) / tnk_dtype_size (meta->dtype));
  GtkWidget *area = gtk_drawing_area_new ();
  Tape *tape = g_new0 (Tape, 1);

  tape->n = (int) CLAMP (n_elems, 1, MAX_PIECES);
  tnu_family_mark (meta, n_elems, tape->marks, tape->n);
  gtk_drawing_area_set_content_height (GTK_DRAWING_AREA (area), TAPE_HEIGHT);
  gtk_drawing_area_set_draw_func (GTK_DRAWING_AREA (area), draw_tape, tape, g_free);
  gtk_widget_set_hexpand (area, TRUE);
  g_signal_connect_object (adw_style_manager_get_default (), "notify::dark",
                           G_CALLBACK (gtk_widget_queue_draw), area, G_CONNECT_SWAPPED);
  return area;
}

static void
kin_clicked (GtkButton *button, TnuFamilyView *self)
{
  tns_session_select_name (self->session, g_object_get_data (G_OBJECT (button), "name"));
}

static GtkWidget *
new_label (const char *text, const char *style_class)
{
  GtkWidget *label = gtk_label_new (text);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_END);
  gtk_widget_add_css_class (label, style_class);
  return label;
}

static GtkWidget *
new_row (TnuFamilyView *self, const TnuKin *kin)
{
  GtkWidget *button = gtk_button_new ();
  GtkWidget *column = gtk_box_new (GTK_ORIENTATION_VERTICAL, 3);
  GtkWidget *line = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 8);
  GtkWidget *words = new_label (kin->words, "tnu-note");
  g_autofree char *name = g_strdup_printf ("%s: %s", kin->name, kin->words);

  gtk_box_append (GTK_BOX (line), new_label (kin->name, "tnu-value"));
  gtk_widget_set_hexpand (words, TRUE);
  gtk_label_set_xalign (GTK_LABEL (words), 1);
  gtk_box_append (GTK_BOX (line), words);
  gtk_box_append (GTK_BOX (column), line);
  if (kin->kinship != TNU_KIN_COPY)
    gtk_box_append (GTK_BOX (column), new_tape (kin->moment));
  gtk_button_set_child (GTK_BUTTON (button), column);
  gtk_widget_add_css_class (button, "flat");
  gtk_widget_add_css_class (button, "tnu-kin");
  gtk_widget_set_tooltip_text (button, name);
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
  /* An array is no tensor to select. */
  gtk_widget_set_sensitive (button, kin->kinship != TNU_KIN_ARRAY);
  g_object_set_data_full (G_OBJECT (button), "name", g_strdup (kin->name), g_free);
  g_signal_connect (button, "clicked", G_CALLBACK (kin_clicked), self);
  return button;
}

void
tnu_family_view_set (TnuFamilyView *self, GPtrArray *variables, const TnsVariable *variable)
{
  TnsTimeline *timeline = tns_session_get_timeline (self->session);
  g_autoptr (GPtrArray) arrays = NULL;
  g_autoptr (GArray) family = NULL;
  GtkWidget *child;

  g_return_if_fail (TNU_IS_FAMILY_VIEW (self));
  while ((child = gtk_widget_get_first_child (self->box)) != NULL)
    gtk_box_remove (GTK_BOX (self->box), child);
  if (variable == NULL || timeline == NULL)
    return;
  arrays = tns_timeline_dup_arrays (timeline, tns_session_get_cursor (self->session));
  family = tnu_family_new (timeline, variables, arrays, variable);
  for (guint k = 0; k < family->len; k++)
    gtk_box_append (GTK_BOX (self->box), new_row (self, &g_array_index (family, TnuKin, k)));
}

static void
tnu_family_view_dispose (GObject *object)
{
  TnuFamilyView *self = TNU_FAMILY_VIEW (object);

  g_clear_pointer (&self->box, gtk_widget_unparent);
  g_clear_object (&self->session);
  G_OBJECT_CLASS (tnu_family_view_parent_class)->dispose (object);
}

static void
tnu_family_view_class_init (TnuFamilyViewClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = tnu_family_view_dispose;
  gtk_widget_class_set_layout_manager_type (GTK_WIDGET_CLASS (klass), GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_accessible_role (GTK_WIDGET_CLASS (klass), GTK_ACCESSIBLE_ROLE_GROUP);
}

static void
tnu_family_view_init (TnuFamilyView *self)
{
  self->box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 2);
  gtk_widget_set_parent (self->box, GTK_WIDGET (self));
}

GtkWidget *
tnu_family_view_new (TnsSession *session)
{
  TnuFamilyView *self = g_object_new (TNU_TYPE_FAMILY_VIEW, NULL);

  self->session = g_object_ref (session);
  return GTK_WIDGET (self);
}
