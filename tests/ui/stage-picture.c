/* SPDX-FileCopyrightText: 2026 The Tensarium authors
 * SPDX-License-Identifier: MIT */

/* Opens stage and inspector in a real window on cells that were really run, and writes what is seen
 * in both themes, in the middle of the steps and with large text:
 * `stage-picture FOLDER [SOURCE NAME FACET ROW COLUMN]`. */
#include "ui/draw/stylesheet.h"
#include "ui/inspector/inspector.h"
#include "ui/stage/stage-pane.h"
#include "ui/stage/stage-private.h"

#include <adwaita.h>
#include <stdlib.h>

#define PLAIN_DPI (96 * 1024)

static const char source[]
    = "import torch\n"
      "torch.manual_seed(0)\n"
      "scalar = torch.tensor(3.5)\n"
      "x = torch.arange(12.).reshape(1, 3, 4)\n"
      "mask = x > 5\n"
      "colour = torch.randn(3, 4, 6)\n"
      "r = torch.arange(28.)\n"
      "image = 1 - (((r[:, None] - 13.5) ** 2 + (r - 13.5) ** 2).sqrt() - 8).abs() / 3\n"
      "image = image * (image > 0)\n"
      "labels = torch.tensor([5, 0, 4, 1, 9, 2, 1])\n"
      "w = torch.randn(4, requires_grad=True)\n"
      "z = torch.tensor([[.5, 1., 0., -1., -1.25, 0.], [1.75, 8.4, -.4, 2.6, -9.1, 0.]])\n"
      "q = z / torch.tensor([[1., 0., 0., 0., 1., 1.], [1., 1., 1., 1., 1., 0.]])\n"
      "loss = (w * w).sum()\n"
      "loss.backward()\n";

typedef struct
{
  TnsSession *session;
  GtkWidget *window;
  GtkWidget *pane;
  GtkCssProvider *provider;
  bool is_finished;
  bool is_ok;
} Scene;

static void
serve (int ms)
{
  const gint64 until = g_get_monotonic_time () + ms * 1000;

  while (g_get_monotonic_time () < until)
    if (!g_main_context_iteration (NULL, FALSE))
      g_usleep (500);
}

static void
on_finished (TnsRunner *runner, TnsCell *cell, gboolean ok, Scene *scene)
{
  scene->is_finished = true;
  scene->is_ok = ok;
}

static void
set_appearance (Scene *scene, bool is_dark, double scale)
{
  g_autofree char *css = tnu_theme_dup_css (tnu_theme_get (is_dark), scale);

  g_object_set (gtk_settings_get_default (), "gtk-xft-dpi", (int) (PLAIN_DPI * scale), NULL);
  adw_style_manager_set_color_scheme (adw_style_manager_get_default (),
                                      is_dark ? ADW_COLOR_SCHEME_FORCE_DARK
                                              : ADW_COLOR_SCHEME_FORCE_LIGHT);
  gtk_css_provider_load_from_data (scene->provider, css, -1);
}

static GtkWidget *
find_stage (GtkWidget *widget)
{
  if (TNU_IS_STAGE_VIEW (widget))
    return widget;
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    {
      GtkWidget *found = find_stage (child);

      if (found != NULL)
        return found;
    }
  return NULL;
}

static void
write_picture (Scene *scene, const char *folder, const char *name)
{
  g_autofree char *path = g_strdup_printf ("%s/%s.png", folder, name);
  GdkPaintable *paintable = gtk_widget_paintable_new (scene->window);
  const int width = gtk_widget_get_width (scene->window);
  const int height = gtk_widget_get_height (scene->window);
  GskRenderNode *node = NULL;
  GdkTexture *texture;

  /* Between a change and the next frame there is nothing to be had. */
  while (node == NULL)
    {
      GtkSnapshot *snapshot = gtk_snapshot_new ();

      serve (20);
      gdk_paintable_snapshot (paintable, snapshot, width, height);
      node = gtk_snapshot_free_to_node (snapshot);
    }
  texture = gsk_renderer_render_texture (gtk_native_get_renderer (GTK_NATIVE (scene->window)), node,
                                         &GRAPHENE_RECT_INIT (0, 0, width, height));
  gdk_texture_save_to_png (texture, path);
  g_object_unref (texture);
  gsk_render_node_unref (node);
  g_object_unref (paintable);
}

static void
open_window (Scene *scene)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 0);
  GtkWidget *inspector = tnu_inspector_new (scene->session);

  scene->pane = tnu_stage_pane_new (scene->session);
  gtk_widget_set_hexpand (scene->pane, TRUE);
  gtk_widget_set_size_request (inspector, TNU_INSPECTOR_WIDTH, -1);
  g_signal_connect_object (scene->pane, "element-changed", G_CALLBACK (tnu_inspector_set_element),
                           inspector, G_CONNECT_SWAPPED);
  gtk_box_append (GTK_BOX (box), scene->pane);
  gtk_box_append (GTK_BOX (box), gtk_separator_new (GTK_ORIENTATION_VERTICAL));
  gtk_box_append (GTK_BOX (box), inspector);
  scene->window = gtk_window_new ();
  gtk_window_set_child (GTK_WINDOW (scene->window), box);
  gtk_window_set_decorated (GTK_WINDOW (scene->window), FALSE);
  gtk_window_set_default_size (GTK_WINDOW (scene->window), 1056, 780);
  scene->provider = gtk_css_provider_new ();
  gtk_style_context_add_provider_for_display (gdk_display_get_default (),
                                              GTK_STYLE_PROVIDER (scene->provider),
                                              GTK_STYLE_PROVIDER_PRIORITY_USER);
  set_appearance (scene, true, 1);
  gtk_window_present (GTK_WINDOW (scene->window));
}

static void
pin (TnuStageView *stage, const char *name, int facet, int row, int col)
{
  for (guint k = 0; k < stage->cards->len; k++)
    {
      TnuStageCard *card = stage->cards->pdata[k];

      if (g_str_equal (card->name, name))
        tnu_stage_set_pin (stage, card, facet, row, col);
    }
}

static bool
run_source (Scene *scene, const char *text)
{
  TnsNotebook *notebook = tns_session_get_notebook (scene->session);
  TnsCell *cell = tns_notebook_append_cell (notebook, TNS_CELL_CODE, text);

  g_signal_connect (tns_session_get_runner (scene->session), "cell-finished",
                    G_CALLBACK (on_finished), scene);
  tns_session_run_cell (scene->session, cell);
  for (int k = 0; k < 600 && !scene->is_finished; k++)
    serve (100);
  return scene->is_ok;
}

static void
write_pictures (Scene *scene, TnuStageView *stage, const char *folder)
{
  g_autofree char *description = NULL;

  write_picture (scene, folder, "stage-dark");
  set_appearance (scene, false, 1);
  serve (900);
  write_picture (scene, folder, "stage-light");
  tns_session_set_cursor (scene->session, 6);
  serve (900);
  write_picture (scene, folder, "stage-stepped-light");
  tns_session_set_cursor (scene->session,
                          tns_timeline_get_n_steps (tns_session_get_timeline (scene->session)));
  set_appearance (scene, true, 1.5);
  gtk_window_set_default_size (GTK_WINDOW (scene->window), 1440, 900);
  serve (1200);
  write_picture (scene, folder, "stage-large-dark");
  description = tnu_stage_view_dup_description (stage);
  g_print ("%s", description);
}

int
main (int argc, char **argv)
{
  Scene scene = { .session = NULL };
  const char *text = source;
  g_autofree char *given = NULL;
  TnuStageView *stage;

  if (argc < 2)
    {
      g_printerr ("usage: stage-picture FOLDER [SOURCE NAME FACET ROW COLUMN]\n");
      return 2;
    }
  if (!gtk_init_check ())
    {
      g_print ("no display\n");
      return 77;
    }
  adw_init ();
  if (argc > 2 && g_file_get_contents (argv[2], &given, NULL, NULL))
    text = given;
  scene.session = tns_session_new ();
  open_window (&scene);
  stage = TNU_STAGE_VIEW (find_stage (scene.pane));
  serve (300);
  write_picture (&scene, argv[1], "stage-empty-dark");
  if (!run_source (&scene, text))
    g_printerr ("the cell failed\n");
  tns_session_select_name (scene.session, argc > 3 ? argv[3] : "colour");
  serve (600);
  pin (stage, argc > 3 ? argv[3] : "colour", argc > 4 ? atoi (argv[4]) : 1,
       argc > 5 ? atoi (argv[5]) : 2, argc > 6 ? atoi (argv[6]) : 3);
  serve (900);
  write_pictures (&scene, stage, argv[1]);
  gtk_window_destroy (GTK_WINDOW (scene.window));
  serve (50);
  g_object_unref (scene.session);
  return scene.is_ok ? 0 : 1;
}
