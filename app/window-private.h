/* SPDX-FileCopyrightText: 2026 The Tensarium authors
 * SPDX-License-Identifier: MIT */
#pragma once

#include "app/toast.h"
#include "app/window.h"
#include "ui/notebook/notebook-view.h"
#include "ui/stage/stage-pane.h"
#include "ui/stepper/stepper.h"

#include <stdbool.h>

G_BEGIN_DECLS

/* The window is cut by concern: window.c (parts and state), window-actions.c, window-files.c,
 * window-layout.c (panes and drawers), window-views.c, window-arrivals.c (paste and drop). */
struct _TnaWindow
{
  AdwApplicationWindow parent_instance;

  TnsSession *session;
  TnsNotebook *notebook; /* whose changes the title shows */

  /* parts of the template */
  TnaToast *toast;
  GtkWidget *tabs;
  GtkWidget *notebook_button;
  GtkWidget *inspector_button;
  GtkWidget *search_button;
  GtkWidget *title_label;
  GtkWidget *subtitle_label;
  GtkWidget *run_button;
  GtkWidget *run_icon;
  GtkWidget *run_spinner;
  GtkWidget *run_label;
  GtkRevealer *banner;
  GtkWidget *banner_label;
  GtkWidget *banner_button;
  GtkSearchBar *search_bar;
  GtkWidget *search_entry;
  GtkStack *pages;
  GtkWidget *start_slot;
  GtkWidget *editor;
  GtkPaned *left_paned;
  GtkPaned *right_paned;
  GtkStack *views;
  GtkRevealer *left_drawer;
  GtkRevealer *right_drawer;

  /* parts made in code */
  TnuNotebookView *notebook_view;
  TnuStagePane *stage;
  GtkWidget *inspector;
  TnuStepper *stepper;
  GtkWidget *drop_words; /* in the frame that is shown while something is dragged in */

  /* layout */
  bool is_narrow;      /* the inspector is a drawer */
  bool is_very_narrow; /* the notebook too */
  bool hides_inspector; /* by the user's choice */
  bool has_panel;       /* an operation stands in place of the stage */
  double layout_scale; /* text scale it was made for */
  guint layout_id;

  bool may_close;      /* unsaved changes were dealt with */
  gpointer question;   /* (weak): the dialog that waits for an answer; one at a time */
};

/* ---- window.c ---- */
void tna_window_show_notebook (TnaWindow *self);
void tna_window_update_title (TnaWindow *self);
void tna_window_show_toast (TnaWindow *self, const char *text);

/* ---- window-actions.c ---- */
void tna_window_install_actions (GtkWidgetClass *widget_class);
void tna_window_connect_search (TnaWindow *self);
void tna_window_update_actions (TnaWindow *self);

/* ---- window-files.c ---- */
/* Opens what was chosen, dropped or asked for: here if the window is blank, else in a new one. */
void tna_window_open_somewhere (TnaWindow *self, GFile *file);
void tna_window_choose_file (TnaWindow *self);
/* @then_close: close the window when it is saved. */
void tna_window_save (TnaWindow *self, bool asks_where, bool then_close);
bool tna_window_needs_saving (TnaWindow *self);
/* Asks about unsaved changes; returns true when the window must stay for now. */
bool tna_window_ask_before_close (TnaWindow *self);

/* ---- window-arrivals.c ---- */
/* Files, pictures and tables may be dropped and pasted from now on. */
void tna_window_accept_arrivals (TnaWindow *self);
/* Makes a tensor of what lies on the clipboard. */
void tna_window_paste (TnaWindow *self);

/* ---- window-views.c ---- */
void tna_window_add_views (TnaWindow *self);

/* ---- window-layout.c ---- */
void tna_window_build_layout (TnaWindow *self);
/* The window or its text has another size. */
void tna_window_size_changed (TnaWindow *self);
void tna_window_toggle_notebook (TnaWindow *self);
void tna_window_toggle_inspector (TnaWindow *self);
/* Another view is shown, or an operation. */
void tna_window_update_panes (TnaWindow *self);

G_END_DECLS
