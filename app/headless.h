/* SPDX-FileCopyrightText: 2026 The Tensarium authors
 * SPDX-License-Identifier: MIT */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * TnaHeadlessOptions:
 * @path: the notebook
 * @compare: compare instead of printing outputs
 * @expected: (nullable): the record to compare with; NULL for the outputs saved in the notebook
 * @guard: confine the cells as in the window; FALSE for a run that was asked for by command
 */
typedef struct
{
  const char *path;
  gboolean compare;
  const char *expected;
  gboolean guard;
} TnaHeadlessOptions;

/* What the process is to exit with. */
enum
{
  TNA_EXIT_OK = 0,
  TNA_EXIT_FAILED = 1, /* a cell raised, or an output is different */
  TNA_EXIT_USAGE = 2,  /* bad arguments, or a file that cannot be read */
};

/**
 * tna_headless_run:
 *
 * Runs every code cell of a notebook without a display and writes what they show to standard
 * output. The notebook's file is not changed. Blocks; needs no GTK.
 *
 * Returns: the exit status
 */
int tna_headless_run (const TnaHeadlessOptions *options);

G_END_DECLS
