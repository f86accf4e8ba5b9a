/* SPDX-FileCopyrightText: 2026 The Tensarium authors
 * SPDX-License-Identifier: MIT */
#pragma once

#include <gtk/gtk.h>

#include "ui/builder/recipe.h"

G_BEGIN_DECLS

/**
 * TnuBuilderSettings:
 *
 * What every new tensor has: name, dtype, device, requires_grad. As long as no name is typed, one
 * that is free is chosen.
 *
 * Signals: ::changed ().
 */
#define TNU_TYPE_BUILDER_SETTINGS (tnu_builder_settings_get_type ())
G_DECLARE_FINAL_TYPE (TnuBuilderSettings, tnu_builder_settings, TNU, BUILDER_SETTINGS, GtkWidget)

GtkWidget *tnu_builder_settings_new (void);

const char *tnu_builder_settings_get_name (TnuBuilderSettings *self);
/* False when the name can be none. */
bool tnu_builder_settings_check_name (TnuBuilderSettings *self, GError **error);
TnuMaking tnu_builder_settings_get_making (TnuBuilderSettings *self);

/* @dtype: TnkDtype or TNU_DTYPE_AUTO */
void tnu_builder_settings_set_dtype (TnuBuilderSettings *self, int dtype);

/* (nullable): what Python has told. */
const char *const *tnu_builder_settings_get_taken (TnuBuilderSettings *self);

/* @names: of the notebook, as Python tells them. */
void tnu_builder_settings_set_taken (TnuBuilderSettings *self, const char *const *names);

/* @names: (element-type utf8): that are taken, before Python has told all of them. */
void tnu_builder_settings_avoid (TnuBuilderSettings *self, GPtrArray *names);

/* The name is given away: the next tensor gets another. */
void tnu_builder_settings_use_name (TnuBuilderSettings *self);

G_END_DECLS
