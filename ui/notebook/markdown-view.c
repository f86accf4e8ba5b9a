/* SPDX-FileCopyrightText: 2026 The Tensarium authors
 * SPDX-License-Identifier: MIT */
#include "ui/notebook/markdown-view.h"

#include "ui/notebook/markdown.h"
#include "ui/notebook/page.h"
#include "ui/text-scale.h"

#define INDENT 18 /* px per list */

static GtkWidget *
new_label (const TnuMarkdownBlock *block)
{
  static const char *const heading_classes[] = { "tnu-heading", "tnu-panel-title", "tnu-control" };
  GtkWidget *label = gtk_label_new (NULL);

  gtk_label_set_markup (GTK_LABEL (label), block->markup);
  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_yalign (GTK_LABEL (label), 0);
  gtk_widget_set_hexpand (label, TRUE);
  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_wrap_mode (GTK_LABEL (label), PANGO_WRAP_WORD_CHAR);
  if (block->kind == TNU_MARKDOWN_HEADING)
    gtk_widget_add_css_class (label, heading_classes[CLAMP (block->level, 1, 3) - 1]);
  else
    gtk_widget_add_css_class (label, block->kind == TNU_MARKDOWN_CODE ? "tnu-value" : "tnu-prose");
  return label;
}

/* Code keeps its lines; wide ones are scrolled to. */
static GtkWidget *
new_code (const TnuMarkdownBlock *block)
{
  GtkWidget *scroller = gtk_scrolled_window_new ();
  GtkWidget *label = new_label (block);

  gtk_label_set_wrap (GTK_LABEL (label), FALSE);
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (scroller), GTK_POLICY_AUTOMATIC,
                                  GTK_POLICY_NEVER);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scroller), label);
  gtk_widget_add_css_class (scroller, "tnu-markdown-code");
  return scroller;
}

static GtkWidget *
new_block (const TnuMarkdownBlock *block)
{
  if (block->kind == TNU_MARKDOWN_RULE)
    return gtk_separator_new (GTK_ORIENTATION_HORIZONTAL);
  return block->kind == TNU_MARKDOWN_CODE ? new_code (block) : tnu_page_new (new_label (block));
}

/* The block with its bullet, indented. */
static GtkWidget *
new_row (const TnuMarkdownBlock *block, double scale)
{
  GtkWidget *row = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 0);
  GtkWidget *bullet = gtk_label_new (block->bullet);
  int indent = (int) (INDENT * scale);

  gtk_label_set_xalign (GTK_LABEL (bullet), 0);
  gtk_label_set_yalign (GTK_LABEL (bullet), 0);
  gtk_widget_add_css_class (bullet, "tnu-prose");
  gtk_widget_set_size_request (bullet, indent, -1);
  gtk_widget_set_margin_start (bullet, indent * (block->depth - 1));
  gtk_box_append (GTK_BOX (row), bullet);
  gtk_box_append (GTK_BOX (row), new_block (block));
  return row;
}

GtkWidget *
tnu_markdown_view_new (const char *source)
{
  GtkWidget *view = gtk_box_new (GTK_ORIENTATION_VERTICAL, 6);
  g_autoptr (GPtrArray) blocks = tnu_markdown_parse (source);
  double scale = tnu_text_scale_get (view);

  for (guint i = 0; i < blocks->len; i++)
    {
      const TnuMarkdownBlock *block = g_ptr_array_index (blocks, i);
      GtkWidget *child = block->depth > 0 ? new_row (block, scale) : new_block (block);

      if (block->is_quoted)
        gtk_widget_add_css_class (child, "tnu-quote");
      gtk_box_append (GTK_BOX (view), child);
    }
  if (blocks->len == 0)
    {
      GtkWidget *hint = gtk_label_new ("Empty text: double-click to write");

      gtk_label_set_xalign (GTK_LABEL (hint), 0);
      gtk_widget_add_css_class (hint, "tnu-note");
      gtk_box_append (GTK_BOX (view), hint);
    }
  return view;
}
