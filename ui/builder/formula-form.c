/* SPDX-FileCopyrightText: 2026 The Tensarium authors
 * SPDX-License-Identifier: MIT */
#include "ui/builder/formula-form.h"

#include <gio/gio.h>

#include "ui/builder/formula.h"
#include "ui/builder/shape-editor.h"
#include "ui/operation/row-parts.h"

#define FIRST_FORMULA "i*4 + j"

struct _TnuFormulaForm
{
  GtkWidget parent_instance;

  GtkWidget *box;
  GtkWidget *entry;
  GtkWidget *mistake;
  GtkWidget *shape;
  GtkWidget *note; /* names that come into being besides */
};

static void tnu_formula_form_page_init (TnuBuilderPageInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (TnuFormulaForm, tnu_formula_form, GTK_TYPE_WIDGET,
                               G_IMPLEMENT_INTERFACE (TNU_TYPE_BUILDER_PAGE,
                                                      tnu_formula_form_page_init))

static void
form_changed (TnuFormulaForm *self)
{
  tnu_builder_page_changed (TNU_BUILDER_PAGE (self));
}

static const char *
get_text (TnuFormulaForm *self)
{
  return gtk_editable_get_text (GTK_EDITABLE (self->entry));
}

/* ---- the page ---- */

static TnuFormula *
parse (TnuFormulaForm *self, TnuShape *shape, GError **error)
{
  if (!tnu_shape_editor_get_shape (TNU_SHAPE_EDITOR (self->shape), shape))
    {
      g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_INVALID_ARGUMENT,
                           "every size of the shape is a whole number");
      return NULL;
    }
  return tnu_formula_parse (get_text (self), shape->rank, error);
}

/* What goes behind the expression. */
static char *
dup_ending (const TnuMaking *making)
{
  return g_strconcat (making->dtype != TNU_DTYPE_AUTO ? ".to(torch." : "",
                      making->dtype != TNU_DTYPE_AUTO
                          ? tns_dtype_get_name ((TnkDtype) making->dtype)
                          : "",
                      making->dtype != TNU_DTYPE_AUTO ? ")" : "",
                      making->requires_grad ? ".requires_grad_()" : "", NULL);
}

static void
show_mistake (TnuFormulaForm *self, const char *words)
{
  gtk_label_set_text (GTK_LABEL (self->mistake), words != NULL ? words : "");
  gtk_widget_set_visible (self->mistake, words != NULL);
  if (words != NULL)
    gtk_widget_set_visible (self->note, FALSE);
  if (words != NULL)
    gtk_widget_add_css_class (self->entry, "error");
  else
    gtk_widget_remove_css_class (self->entry, "error");
}

static void
show_named (TnuFormulaForm *self, const TnuFormula *formula, const TnuShape *shape)
{
  guint named = tnu_formula_get_named (formula, shape);
  GString *words = g_string_new (NULL);
  for (int d = 0; d < shape->rank; d++)
    if ((named & (1u << d)) != 0)
      g_string_append_printf (words, "%s%s", d > 0 ? ", " : "The notebook also gets ",
                              tnu_formula_index_name (d));
  if (words->len > 0)
    g_string_append (words, ": the indices by name.");
  gtk_label_set_text (GTK_LABEL (self->note), words->str);
  gtk_widget_set_visible (self->note, words->len > 0);
  g_string_free (words, TRUE);
}

static char *
dup_code (TnuBuilderPage *page, const TnuMaking *making, GError **error)
{
  TnuFormulaForm *self = TNU_FORMULA_FORM (page);
  GError *problem = NULL;
  TnuShape shape;
  g_autoptr (TnuFormula) formula = parse (self, &shape, &problem);
  show_mistake (self, problem != NULL ? problem->message : NULL);
  if (formula == NULL)
    {
      g_propagate_error (error, problem);
      return NULL;
    }
  bool is_cpu = making->device == NULL || g_str_equal (making->device, "cpu");
  g_autofree char *ending = dup_ending (making);
  g_autofree char *lines = tnu_formula_dup_lines (formula, &shape, making->name, ending,
                                                  is_cpu ? NULL : making->device);
  g_autoptr (GString) code = g_string_new (NULL);
  show_named (self, formula, &shape);
  tnu_making_append_imports (making, code);
  g_string_append (code, lines);
  return g_string_free (g_steal_pointer (&code), FALSE);
}

static bool
infer (TnuBuilderPage *page, const TnuMaking *making, TnsMeta *out, GError **error)
{
  TnuFormulaForm *self = TNU_FORMULA_FORM (page);
  GError *problem = NULL;
  TnuShape shape;
  g_autoptr (TnuFormula) formula = parse (self, &shape, error);
  if (formula == NULL)
    return false;
  if (!tnu_formula_infer (formula, &shape, out, &problem))
    {
      show_mistake (self, problem->message);
      g_propagate_error (error, problem);
      return false;
    }
  if (making->dtype != TNU_DTYPE_AUTO)
    out->dtype = (TnkDtype) making->dtype;
  return tnu_making_check (making, out, error);
}

static void
tnu_formula_form_page_init (TnuBuilderPageInterface *iface)
{
  iface->dup_code = dup_code;
  iface->infer = infer;
}

/* ---- the object ---- */

static gboolean
tnu_formula_form_grab_focus (GtkWidget *widget)
{
  return gtk_widget_grab_focus (TNU_FORMULA_FORM (widget)->entry);
}

static void
tnu_formula_form_dispose (GObject *object)
{
  g_clear_pointer (&TNU_FORMULA_FORM (object)->box, gtk_widget_unparent);
  G_OBJECT_CLASS (tnu_formula_form_parent_class)->dispose (object);
}

static void
tnu_formula_form_class_init (TnuFormulaFormClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = tnu_formula_form_dispose;
  GTK_WIDGET_CLASS (klass)->grab_focus = tnu_formula_form_grab_focus;
  gtk_widget_class_set_layout_manager_type (GTK_WIDGET_CLASS (klass), GTK_TYPE_BIN_LAYOUT);
}

static GtkWidget *
append_words (TnuFormulaForm *self, const char *words, const char *style_class)
{
  GtkWidget *label = tnu_row_append_words (self->box, words, style_class);
  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_wrap_mode (GTK_LABEL (label), PANGO_WRAP_WORD_CHAR);
  return label;
}

static void
tnu_formula_form_init (TnuFormulaForm *self)
{
  static const TnuShape first = { 2, { 3, 4 } };
  self->box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 6);
  gtk_widget_set_parent (self->box, GTK_WIDGET (self));
  append_words (self, "shape", "tnu-key");
  self->shape = tnu_shape_editor_new (&first);
  g_signal_connect_swapped (self->shape, "changed", G_CALLBACK (form_changed), self);
  gtk_box_append (GTK_BOX (self->box), self->shape);
  append_words (self, "element at i, j …", "tnu-key");
  self->entry = tnu_builder_entry_new ("Formula of an element", FIRST_FORMULA, 12);
  g_signal_connect_swapped (self->entry, "changed", G_CALLBACK (form_changed), self);
  gtk_box_append (GTK_BOX (self->box), self->entry);
  self->mistake = append_words (self, "", "tnu-error");
  gtk_widget_set_visible (self->mistake, FALSE);
  self->note = append_words (self, "", "tnu-note");
  append_words (self,
                "i is the first index, j the second, ni and nj are their sizes. Operators: + − * / "
                "// % ** == != < <= > >= & | ~. Functions: sin cos tan exp log sqrt abs floor ceil "
                "round sign tanh sigmoid relu min max where …",
                "tnu-note");
}

GtkWidget *
tnu_formula_form_new (void)
{
  return g_object_new (TNU_TYPE_FORMULA_FORM, NULL);
}

void
tnu_formula_form_set_text (TnuFormulaForm *self, const char *text)
{
  g_return_if_fail (TNU_IS_FORMULA_FORM (self));
  gtk_editable_set_text (GTK_EDITABLE (self->entry), text);
}
