/* SPDX-FileCopyrightText: 2026 The Tensarium authors
 * SPDX-License-Identifier: MIT */
#include "app/compare.h"

#include <math.h>
#include <string.h>

/*
 * Two runs of a cell are compared as text. Numbers are found by one pattern; with every number
 * replaced by # and white space dropped (a longer number moves the columns of a tensor) the rest
 * must agree to the letter.
 */

#define RELATIVE_TOLERANCE 1e-5
/* Numbers below this are compared as if they had this size: a zero has no relative error. */
#define SMALLEST_SCALE 1e-3

static const char number_pattern[]
    = "(?<![A-Za-z_])[-+]?(?:[0-9]+\\.[0-9]*|\\.[0-9]+|[0-9]+)(?:[eE][-+]?[0-9]+)?"
      "|(?<![A-Za-z])-?(?:inf|nan)(?![A-Za-z])";

const char *
tna_verdict_get_name (TnaVerdict verdict)
{
  static const char *const names[] = {
    [TNA_IDENTICAL] = "identical", [TNA_CLOSE] = "close",           [TNA_FORM] = "form",
    [TNA_DIFFERENT] = "different", [TNA_UNRECORDED] = "unrecorded",
  };
  g_return_val_if_fail ((guint) verdict < TNA_N_VERDICTS, NULL);
  return names[verdict];
}

void
tna_shown_free (TnaShown *shown)
{
  g_free (shown->text);
  g_free (shown);
}

/* ---- what a cell shows ---- */

static char *
join_shown (const char *out, const char *result, const char *error, const char *torch_version)
{
  const char *const parts[] = { out, result, error };
  g_autoptr (GString) text = g_string_new (NULL);
  for (guint i = 0; i < G_N_ELEMENTS (parts); i++)
    {
      if (parts[i] == NULL || *parts[i] == '\0')
        continue;
      if (text->len > 0)
        g_string_append_c (text, '\n');
      g_string_append (text, parts[i]);
    }
  if (torch_version != NULL && *torch_version != '\0')
    g_string_replace (text, torch_version, "VERSION", 0);
  return g_string_free (g_steal_pointer (&text), FALSE);
}

static gboolean
is_figure (TnsOutput *output)
{
  return tns_output_get_data (output, "image/png") != NULL
         || tns_output_get_data (output, "image/svg+xml") != NULL;
}

static TnaShown *
shown_new (TnsCell *cell, const char *torch_version)
{
  g_autoptr (GString) out = g_string_new (NULL);
  g_autofree char *error = NULL;
  const char *result = NULL;
  GListModel *outputs = tns_cell_get_outputs (cell);

  for (guint i = 0; i < g_list_model_get_n_items (outputs); i++)
    {
      /* The cell keeps it alive. */
      g_autoptr (TnsOutput) output = g_list_model_get_item (outputs, i);
      const char *text = tns_output_get_text (output);
      TnsOutputKind kind = tns_output_get_kind (output);
      if (kind == TNS_OUTPUT_RESULT)
        result = text;
      else if (kind == TNS_OUTPUT_DISPLAY && text != NULL && !is_figure (output))
        g_string_append_printf (out, "%s\n", text);
      else if (kind == TNS_OUTPUT_STREAM && text != NULL
               && g_strcmp0 (tns_output_get_stream_name (output), "stdout") == 0)
        g_string_append (out, text);
      else if (kind == TNS_OUTPUT_ERROR && error == NULL)
        error = g_strdup_printf ("%s: %s", tns_output_get_error_name (output),
                                 tns_output_get_error_value (output));
    }

  TnaShown *shown = g_new0 (TnaShown, 1);
  shown->text = join_shown (out->str, result, error, torch_version);
  shown->is_recorded
      = tns_cell_get_execution_count (cell) > 0 || g_list_model_get_n_items (outputs) > 0;
  return shown;
}

GPtrArray *
tna_shown_list_new (TnsNotebook *notebook, const char *torch_version)
{
  GPtrArray *list = g_ptr_array_new_with_free_func ((GDestroyNotify) tna_shown_free);
  for (guint i = 0; i < tns_notebook_get_n_cells (notebook); i++)
    {
      TnsCell *cell = tns_notebook_get_cell (notebook, i);
      if (tns_cell_get_cell_type (cell) == TNS_CELL_CODE)
        g_ptr_array_add (list, shown_new (cell, torch_version));
    }
  return list;
}

/* ---- a record made elsewhere ---- */

static const char *
get_string (JsonObject *object, const char *key)
{
  return json_object_get_string_member_with_default (object, key, NULL);
}

static char *
dup_error (JsonObject *cell)
{
  JsonNode *node = json_object_get_member (cell, "error");
  if (node == NULL || !JSON_NODE_HOLDS_ARRAY (node))
    return NULL;
  JsonArray *pair = json_node_get_array (node);
  if (json_array_get_length (pair) != 2)
    return NULL;
  return g_strdup_printf ("%s: %s", json_array_get_string_element (pair, 0),
                          json_array_get_string_element (pair, 1));
}

static TnaShown *
shown_new_from_json (JsonObject *cell, const char *torch_version)
{
  g_autofree char *error = dup_error (cell);
  TnaShown *shown = g_new0 (TnaShown, 1);
  shown->text
      = join_shown (get_string (cell, "stdout"), get_string (cell, "result"), error, torch_version);
  shown->is_volatile = g_strcmp0 (get_string (cell, "class"), "form") == 0;
  shown->is_recorded = TRUE;
  return shown;
}

static JsonObject *
find_book (JsonParser *parser, const char *name)
{
  JsonNode *root = json_parser_get_root (parser);
  if (root == NULL || !JSON_NODE_HOLDS_OBJECT (root))
    return NULL;
  JsonNode *book = json_object_get_member (json_node_get_object (root), name);
  if (book == NULL || !JSON_NODE_HOLDS_OBJECT (book))
    return NULL;
  JsonNode *cells = json_object_get_member (json_node_get_object (book), "cells");
  return cells != NULL && JSON_NODE_HOLDS_ARRAY (cells) ? json_node_get_object (book) : NULL;
}

GPtrArray *
tna_shown_list_load (const char *path, const char *name, GError **error)
{
  g_autoptr (JsonParser) parser = json_parser_new ();
  if (!json_parser_load_from_file (parser, path, error))
    return NULL;
  JsonObject *book = find_book (parser, name);
  if (book == NULL)
    {
      g_set_error (error, TNS_NOTEBOOK_ERROR, TNS_NOTEBOOK_ERROR_CORRUPT,
                   "“%s” holds no record of “%s”", path, name);
      return NULL;
    }

  JsonArray *cells = json_object_get_array_member (book, "cells");
  GPtrArray *list = g_ptr_array_new_with_free_func ((GDestroyNotify) tna_shown_free);
  for (guint i = 0; i < json_array_get_length (cells); i++)
    {
      JsonNode *cell = json_array_get_element (cells, i);
      if (JSON_NODE_HOLDS_OBJECT (cell))
        g_ptr_array_add (list, shown_new_from_json (json_node_get_object (cell),
                                                    get_string (book, "torch")));
    }
  return list;
}

/* ---- comparison ---- */

static char *
replace_all (const char *text, const char *pattern, const char *replacement)
{
  g_autoptr (GRegex) regex = g_regex_new (pattern, G_REGEX_OPTIMIZE, 0, NULL);
  return g_regex_replace (regex, text, -1, 0, replacement, 0, NULL);
}

/* The text without what changes from run to run. */
static char *
dup_form (const char *text)
{
  g_autofree char *no_address = replace_all (text, "0x[0-9a-fA-F]+", "#");
  g_autofree char *no_unit
      = replace_all (no_address, "([0-9]) (?:ns|us|µs|μs|ms|s|min)\\b", "\\1 T");
  g_autofree char *no_number = replace_all (no_unit, number_pattern, "#");
  return replace_all (no_number, "\\s+", "");
}

static GArray *
find_numbers (const char *text)
{
  g_autoptr (GRegex) regex = g_regex_new (number_pattern, G_REGEX_OPTIMIZE, 0, NULL);
  g_autoptr (GMatchInfo) match = NULL;
  GArray *numbers = g_array_new (FALSE, FALSE, sizeof (double));

  g_regex_match (regex, text, 0, &match);
  while (g_match_info_matches (match))
    {
      g_autofree char *digits = g_match_info_fetch (match, 0);
      double number = g_ascii_strtod (digits, NULL);
      g_array_append_val (numbers, number);
      g_match_info_next (match, NULL);
    }
  return numbers;
}

static gboolean
is_close (double x, double y)
{
  if (x == y || (isnan (x) && isnan (y)))
    return TRUE;
  if (!isfinite (x) || !isfinite (y))
    return FALSE;
  double scale = MAX (MAX (fabs (x), fabs (y)), SMALLEST_SCALE);
  return fabs (x - y) <= RELATIVE_TOLERANCE * scale;
}

static gboolean
are_numbers_close (const char *a, const char *b)
{
  g_autoptr (GArray) xs = find_numbers (a);
  g_autoptr (GArray) ys = find_numbers (b);
  if (xs->len != ys->len)
    return FALSE;
  for (guint i = 0; i < xs->len; i++)
    if (!is_close (g_array_index (xs, double, i), g_array_index (ys, double, i)))
      return FALSE;
  return TRUE;
}

TnaVerdict
tna_compare (const TnaShown *expected, const TnaShown *got)
{
  if (!expected->is_recorded)
    return TNA_UNRECORDED;
  if (strcmp (expected->text, got->text) == 0)
    return TNA_IDENTICAL;

  g_autofree char *form = dup_form (expected->text);
  g_autofree char *got_form = dup_form (got->text);
  if (strcmp (form, got_form) != 0)
    return TNA_DIFFERENT;
  if (expected->is_volatile)
    return TNA_FORM;
  return are_numbers_close (expected->text, got->text) ? TNA_CLOSE : TNA_DIFFERENT;
}
