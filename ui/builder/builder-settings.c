/* SPDX-FileCopyrightText: 2026 The Tensarium authors
 * SPDX-License-Identifier: MIT */
#include "ui/builder/builder-settings.h"

#include "ui/builder/builder-page.h"
#include "ui/builder/names.h"
#include "ui/operation/row-parts.h"

struct _TnuBuilderSettings
{
  GtkWidget parent_instance;

  GStrv taken;      /* (nullable): names of the notebook … */
  bool is_told;     /* … all of them */
  bool is_named;    /* the name was typed */
  bool is_choosing; /* it is being written here */
  GtkWidget *box;
  GtkWidget *name;
  GtkWidget *notice;
  GtkWidget *dtypes;
  GtkWidget *devices; /* NULL: there is the host only */
  GtkWidget *grad;
};

static const char *const devices[] = { "cpu", "cuda", NULL };

static guint changed;

G_DEFINE_FINAL_TYPE (TnuBuilderSettings, tnu_builder_settings, GTK_TYPE_WIDGET)

/* ---- the name ---- */

const char *
tnu_builder_settings_get_name (TnuBuilderSettings *self)
{
  g_return_val_if_fail (TNU_IS_BUILDER_SETTINGS (self), NULL);
  return gtk_editable_get_text (GTK_EDITABLE (self->name));
}

static TnuNameState
judge_name (TnuBuilderSettings *self)
{
  return tnu_name_judge (tnu_builder_settings_get_name (self),
                         (const char *const *) self->taken);
}

static void
show_notice (TnuBuilderSettings *self)
{
  TnuNameState state = judge_name (self);
  g_autofree char *notice = tnu_name_dup_notice (tnu_builder_settings_get_name (self), state);
  gtk_label_set_text (GTK_LABEL (self->notice), notice != NULL ? notice : "");
  gtk_widget_set_visible (self->notice, notice != NULL);
  if (tnu_name_is_possible (state))
    gtk_widget_remove_css_class (self->name, "error");
  else
    gtk_widget_add_css_class (self->name, "error");
}

static void
emit_changed (TnuBuilderSettings *self)
{
  show_notice (self);
  if (!self->is_choosing)
    g_signal_emit (self, changed, 0);
}

static void
name_typed (TnuBuilderSettings *self)
{
  self->is_named = self->is_named || !self->is_choosing;
  emit_changed (self);
}

static void
take (TnuBuilderSettings *self, GStrv names)
{
  g_strfreev (self->taken);
  self->taken = names;
  self->is_choosing = true;
  if (!self->is_named)
    {
      g_autofree char *name = tnu_name_choose ((const char *const *) self->taken);
      gtk_editable_set_text (GTK_EDITABLE (self->name), name);
    }
  self->is_choosing = false;
  emit_changed (self);
}

const char *const *
tnu_builder_settings_get_taken (TnuBuilderSettings *self)
{
  g_return_val_if_fail (TNU_IS_BUILDER_SETTINGS (self), NULL);
  return self->is_told ? (const char *const *) self->taken : NULL;
}

void
tnu_builder_settings_set_taken (TnuBuilderSettings *self, const char *const *names)
{
  g_return_if_fail (TNU_IS_BUILDER_SETTINGS (self));
  self->is_told = true;
  take (self, g_strdupv ((char **) names));
}

void
tnu_builder_settings_avoid (TnuBuilderSettings *self, GPtrArray *names)
{
  g_return_if_fail (TNU_IS_BUILDER_SETTINGS (self));
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  if (self->taken != NULL)
    g_strv_builder_addv (builder, (const char **) self->taken);
  for (guint k = 0; k < names->len; k++)
    g_strv_builder_add (builder, names->pdata[k]);
  take (self, g_strv_builder_end (builder));
}

void
tnu_builder_settings_use_name (TnuBuilderSettings *self)
{
  g_return_if_fail (TNU_IS_BUILDER_SETTINGS (self));
  g_autoptr (GPtrArray) names = g_ptr_array_new_with_free_func (g_free);
  g_ptr_array_add (names, g_strdup (tnu_builder_settings_get_name (self)));
  self->is_named = false;
  tnu_builder_settings_avoid (self, names);
}

bool
tnu_builder_settings_check_name (TnuBuilderSettings *self, GError **error)
{
  g_return_val_if_fail (TNU_IS_BUILDER_SETTINGS (self), false);
  TnuNameState state = judge_name (self);
  if (tnu_name_is_possible (state))
    return true;
  g_autofree char *notice = tnu_name_dup_notice (tnu_builder_settings_get_name (self), state);
  g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_INVALID_ARGUMENT, notice);
  return false;
}

/* ---- all of them ---- */

TnuMaking
tnu_builder_settings_get_making (TnuBuilderSettings *self)
{
  g_return_val_if_fail (TNU_IS_BUILDER_SETTINGS (self), (TnuMaking) { 0 });
  guint dtype = gtk_drop_down_get_selected (GTK_DROP_DOWN (self->dtypes));
  GtkStringObject *device = self->devices != NULL
                                ? gtk_drop_down_get_selected_item (GTK_DROP_DOWN (self->devices))
                                : NULL;
  return (TnuMaking) {
    .name = tnu_builder_settings_get_name (self),
    .dtype = (int) dtype - 1,
    .device = device != NULL ? gtk_string_object_get_string (device) : devices[0],
    .requires_grad = gtk_check_button_get_active (GTK_CHECK_BUTTON (self->grad)),
    /* It has it, or will when this cell runs after those that import it. */
    .has_torch = !self->is_told || g_strv_contains ((const char *const *) self->taken, "torch"),
  };
}

void
tnu_builder_settings_set_dtype (TnuBuilderSettings *self, int dtype)
{
  g_return_if_fail (TNU_IS_BUILDER_SETTINGS (self));
  gtk_drop_down_set_selected (GTK_DROP_DOWN (self->dtypes), (guint) (dtype + 1));
}

/* ---- the object ---- */

static void
tnu_builder_settings_dispose (GObject *object)
{
  TnuBuilderSettings *self = TNU_BUILDER_SETTINGS (object);
  g_clear_pointer (&self->box, gtk_widget_unparent);
  g_clear_pointer (&self->taken, g_strfreev);
  G_OBJECT_CLASS (tnu_builder_settings_parent_class)->dispose (object);
}

static void
tnu_builder_settings_class_init (TnuBuilderSettingsClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = tnu_builder_settings_dispose;
  changed = g_signal_new ("changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                          NULL, G_TYPE_NONE, 0);
  gtk_widget_class_set_layout_manager_type (GTK_WIDGET_CLASS (klass), GTK_TYPE_BIN_LAYOUT);
}

static GtkWidget *
append_list (TnuBuilderSettings *self, const char *label, const char *const *words)
{
  GtkWidget *list = gtk_drop_down_new_from_strings (words);
  gtk_accessible_update_property (GTK_ACCESSIBLE (list), GTK_ACCESSIBLE_PROPERTY_LABEL, label, -1);
  tnu_builder_append_row (self->box, label, list);
  g_signal_connect_swapped (list, "notify::selected", G_CALLBACK (emit_changed), self);
  return list;
}

static void
append_lists (TnuBuilderSettings *self)
{
  const char *dtypes[TNK_N_DTYPES + 2] = { "as it comes" };
  for (int k = 0; k < TNK_N_DTYPES; k++)
    dtypes[k + 1] = tns_dtype_get_name (k);
  self->dtypes = append_list (self, "dtype", dtypes);
  if (tns_device_get_backend ((TnsDevice) { TNS_DEVICE_CUDA, 0 }, NULL) != NULL)
    {
      self->devices = append_list (self, "device", devices);
      return;
    }
  GtkWidget *only = gtk_label_new (devices[0]);
  gtk_label_set_xalign (GTK_LABEL (only), 0);
  gtk_widget_add_css_class (only, "tnu-value");
  gtk_widget_set_tooltip_text (only, "This machine has no GPU that tensors can use");
  tnu_builder_append_row (self->box, "device", only);
}

static void
tnu_builder_settings_init (TnuBuilderSettings *self)
{
  self->box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 6);
  gtk_widget_set_parent (self->box, GTK_WIDGET (self));
  self->name = tnu_builder_entry_new ("Name of the variable", "x", 8);
  tnu_builder_append_row (self->box, "name", self->name);
  self->notice = tnu_row_append_words (self->box, "", "tnu-note");
  gtk_label_set_xalign (GTK_LABEL (self->notice), 0);
  gtk_label_set_wrap (GTK_LABEL (self->notice), TRUE);
  gtk_widget_set_visible (self->notice, FALSE);
  append_lists (self);
  self->grad = gtk_check_button_new_with_label ("requires_grad");
  gtk_widget_set_tooltip_text (self->grad, "Whether gradients are computed for it");
  gtk_box_append (GTK_BOX (self->box), self->grad);
  g_signal_connect_swapped (self->name, "changed", G_CALLBACK (name_typed), self);
  g_signal_connect_swapped (self->grad, "toggled", G_CALLBACK (emit_changed), self);
}

GtkWidget *
tnu_builder_settings_new (void)
{
  return g_object_new (TNU_TYPE_BUILDER_SETTINGS, NULL);
}
