/* SPDX-FileCopyrightText: 2026 The Tensarium authors
 * SPDX-License-Identifier: MIT */
#include "ui/operation/call/op-search.h"

#include <stdbool.h>
#include <string.h>

/* What a word of the query is worth by where it is found. */
enum
{
  SCORE_IS_NAME = 100,
  SCORE_IS_ALIAS = 90,
  SCORE_STARTS_NAME = 60,
  SCORE_STARTS_ALIAS = 50,
  SCORE_IN_NAME = 30,
  SCORE_STARTS_WORD = 12,
  SCORE_IN_WORDS = 4,
};

typedef struct
{
  const TnsOp *op;
  int score;
  int place; /* in the table */
} Match;

/* With other words that people look for. */
static const struct
{
  const char *shelf;
  const char *words;
} shelves[] = {
  [TNS_CATEGORY_CREATE] = { "creation", "make new build create fill" },
  [TNS_CATEGORY_ARITHMETIC] = { "arithmetic", "plus minus times divided calculate" },
  [TNS_CATEGORY_MATHS] = { "mathematics", "function elementwise" },
  [TNS_CATEGORY_COMPARE] = { "comparison", "compare greater less equal logic condition" },
  [TNS_CATEGORY_REDUCE] = { "reduction", "reduce aggregate total average statistics" },
  [TNS_CATEGORY_SHAPE] = { "shape", "dimension axis rearrange" },
  [TNS_CATEGORY_INDEX] = { "indexing", "pick choose select gather slice mask" },
  [TNS_CATEGORY_JOIN] = { "joining", "concatenate merge join split cut" },
  [TNS_CATEGORY_MATRIX] = { "matrices", "linear algebra multiply dot product" },
  [TNS_CATEGORY_RANDOM] = { "random", "sample noise distribution draw" },
  [TNS_CATEGORY_MEMORY] = { "memory", "copy cast convert dtype type" },
  [TNS_CATEGORY_NETWORK] = { "networks", "neural layer activation loss" },
};

const char *
tnu_op_get_shelf (const TnsOp *op)
{
  return shelves[op->category].shelf;
}

/* A place of the sentence for a name or a number: "self", "shape:self". */
static void
append_place (GString *words, const char *place)
{
  static const char shape[] = "shape:";
  g_autofree char *said = NULL;

  if (g_str_has_prefix (place, shape))
    {
      /* "zeros in the shape of {self} {shape:self}" */
      said = g_strdup_printf ("the shape of %s ", place + strlen (shape));
      if (g_str_has_suffix (words->str, said))
        g_string_truncate (words, words->len - 1);
      else
        g_string_append_printf (words, "the shape of %s", place + strlen (shape));
      return;
    }
  /* "along dim {dim}" */
  said = g_strdup_printf ("%s ", place);
  if (g_str_has_suffix (words->str, said))
    g_string_truncate (words, words->len - 1);
  else
    g_string_append (words, place);
}

char *
tnu_op_dup_words (const TnsOp *op)
{
  GString *words = g_string_new (NULL);
  const char *rest = op->narration != NULL ? op->narration : "";

  for (const char *open; (open = strchr (rest, '{')) != NULL;)
    {
      const char *end = strchr (open, '}');
      g_autofree char *place = g_strndup (open + 1, (gsize) (end - open - 1));

      g_string_append_len (words, rest, open - rest);
      append_place (words, place);
      rest = end + 1;
    }
  g_string_append (words, rest);
  return g_string_free (words, FALSE);
}

/* @scores: for equal, for a beginning */
static int
rate_name (const char *name, const char *word, int is_name, int starts)
{
  if (strcmp (name, word) == 0)
    return is_name;
  if (g_str_has_prefix (name, word))
    return starts;
  return 0;
}

static int
rate_words (const char *words, const char *word)
{
  g_autofree char *lower = g_ascii_strdown (words, -1);
  const char *found = strstr (lower, word);

  if (found == NULL)
    return 0;
  return found == lower || !g_ascii_isalnum (found[-1]) ? SCORE_STARTS_WORD : SCORE_IN_WORDS;
}

/* What people say, and how names say it. */
static const char *const synonyms[][2] = {
  { "absolute", "abs" },      { "average", "mean" },     { "concatenate", "cat" },
  { "cumulative", "cum" },    { "deviation", "std" },    { "divide", "div" },
  { "inverse", "inv" },       { "join", "cat" },         { "maximum", "max" },
  { "minimum", "min" },       { "multiply", "mul" },     { "power", "pow" },
  { "product", "prod" },      { "running", "cum" },      { "squareroot", "sqrt" },
  { "subtract", "sub" },      { "transpose", "permute" }, { "variance", "var" },
};

static int
rate_as_typed (const TnsOp *op, const char *word)
{
  const char *name = tns_op_get_schema (op)->name;
  const char *inside = strchr (name, '_');
  g_auto (GStrv) aliases = g_strsplit (op->aliases != NULL ? op->aliases : "", " ", -1);
  g_autofree char *words = tnu_op_dup_words (op);
  int best = rate_name (name, word, SCORE_IS_NAME, SCORE_STARTS_NAME);

  for (char **alias = aliases; *alias != NULL; alias++)
    best = MAX (best, rate_name (*alias, word, SCORE_IS_ALIAS, SCORE_STARTS_ALIAS));
  /* "inv" of linalg_inv */
  if (inside != NULL)
    best = MAX (best, rate_name (inside + 1, word, SCORE_IS_ALIAS, SCORE_STARTS_ALIAS));
  if (strstr (name, word) != NULL)
    best = MAX (best, SCORE_IN_NAME);
  best = MAX (best, rate_words (words, word));
  best = MAX (best, rate_words (shelves[op->category].shelf, word));
  best = MAX (best, rate_words (shelves[op->category].words, word));
  return best;
}

static int
rate (const TnsOp *op, const char *word)
{
  int best = rate_as_typed (op, word);

  for (guint k = 0; k < G_N_ELEMENTS (synonyms); k++)
    if (strcmp (synonyms[k][0], word) == 0)
      best = MAX (best, rate_as_typed (op, synonyms[k][1]) - 1);
  return best;
}

/* Every word must be found. */
static int
rate_all (const TnsOp *op, char *const *words)
{
  int sum = 0;

  for (; *words != NULL; words++)
    {
      int score = **words != '\0' ? rate (op, *words) : 1;

      if (score == 0)
        return 0;
      sum += score;
    }
  return sum;
}

static int
compare (const void *a, const void *b)
{
  const Match *one = a, *other = b;

  return one->score != other->score ? other->score - one->score : one->place - other->place;
}

static bool
is_shown (const TnsOp *op)
{
  const TnsSchema *schema = tns_op_get_schema (op);

  return (op->flags & (TNS_INTERNAL | TNS_ONLY_INPLACE)) == 0 && schema->name[0] != '_'
         && tns_op_find (schema->name) == op;
}

GPtrArray *
tnu_op_search (const char *query, guint most)
{
  g_autofree char *lower = g_ascii_strdown (query, -1);
  g_auto (GStrv) words = g_strsplit_set (g_strstrip (lower), " .", -1);
  g_autoptr (GArray) matches = g_array_new (FALSE, FALSE, sizeof (Match));
  GPtrArray *found = g_ptr_array_new ();

  for (int id = 0; id < TNS_N_OPS; id++)
    {
      const TnsOp *op = tns_op_get ((TnsOpId) id);
      Match match = { op, 0, *lower == '\0' ? (int) op->category * TNS_N_OPS + id : id };

      if (!is_shown (op))
        continue;
      match.score = rate_all (op, words);
      if (match.score > 0 || *lower == '\0')
        g_array_append_val (matches, match);
    }
  if (matches->len > 0)
    qsort (matches->data, matches->len, sizeof (Match), compare);
  for (guint k = 0; k < MIN (matches->len, most); k++)
    g_ptr_array_add (found, (gpointer) g_array_index (matches, Match, k).op);
  return found;
}
