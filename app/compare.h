/* SPDX-FileCopyrightText: 2026 The Tensarium authors
 * SPDX-License-Identifier: MIT */
#pragma once

#include "engine/session/notebook.h"

G_BEGIN_DECLS

/**
 * TnaVerdict:
 * @TNA_IDENTICAL: the same text
 * @TNA_CLOSE: the same text but for numbers within 1e-5 relative
 * @TNA_FORM: a cell whose text changes from run to run (unseeded random, a time, an address): the
 *   same text but for its numbers, so that shapes, dtypes and words agree
 * @TNA_DIFFERENT: none of these
 * @TNA_UNRECORDED: there is nothing to compare with
 */
typedef enum
{
  TNA_IDENTICAL,
  TNA_CLOSE,
  TNA_FORM,
  TNA_DIFFERENT,
  TNA_UNRECORDED,
  TNA_N_VERDICTS,
} TnaVerdict;

const char *tna_verdict_get_name (TnaVerdict verdict);

/**
 * TnaShown:
 * @text: all that a cell shows: standard output, result, "Name: message" of its error, each on its
 *   own line; figures and standard error do not count. A version of torch reads VERSION.
 * @is_volatile: the text is not the same in every run
 * @is_recorded: FALSE when the cell was never run
 */
typedef struct
{
  char *text;
  gboolean is_volatile;
  gboolean is_recorded;
} TnaShown;

void tna_shown_free (TnaShown *shown);

/**
 * tna_shown_list_new:
 * @torch_version: (nullable): as `torch.__version__` of the run that made the outputs
 *
 * Returns: (element-type TnaShown): what the code cells of @notebook show now
 */
GPtrArray *tna_shown_list_new (TnsNotebook *notebook, const char *torch_version);

/**
 * tna_shown_list_load:
 * @path: a JSON file { "name.ipynb": { "torch": version, "cells": [ { "stdout": text, "result":
 *   text or null, "error": [name, message] or null, "class": "exact" or "form" }, … ] }, … }
 * @name: the notebook's file name
 *
 * Returns: (element-type TnaShown) (nullable): the record of the notebook, NULL with @error set
 */
GPtrArray *tna_shown_list_load (const char *path, const char *name, GError **error);

/* How @got compares with @expected. */
TnaVerdict tna_compare (const TnaShown *expected, const TnaShown *got);

G_END_DECLS
