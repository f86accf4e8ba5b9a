/* SPDX-FileCopyrightText: 2026 The Tensarium authors
 * SPDX-License-Identifier: MIT */
#include "ui/operation/reduce/reduce-call.h"

#include <string.h>

#include "engine/core/error.h"
#include "ui/operation/off-record.h"

const char *const tnu_reduce_names[TNU_N_REDUCE_WORDS] = {
  "sum",    "mean", "prod", "max",    "min", "amax", "amin", "argmax",    "argmin",
  "var",    "std",  "median", "all",  "any", "norm", "logsumexp", "cumsum", "cumprod",
};

const char *const tnu_reduce_tooltips[TNU_N_REDUCE_WORDS] = {
  "Add the numbers up",
  "Their sum divided by how many there are",
  "Multiply the numbers",
  "The greatest number, and where it is",
  "The least number, and where it is",
  "The greatest number, over several axes at once",
  "The least number, over several axes at once",
  "Where the greatest number is",
  "Where the least number is",
  "How far the numbers lie from their mean, squared",
  "How far the numbers lie from their mean",
  "The number in the middle when they are sorted",
  "Whether every number is True",
  "Whether some number is True",
  "The length of the numbers as a vector",
  "The logarithm of the sum of their exponentials",
  "The sum so far, at every place",
  "The product so far, at every place",
};

/* How a word takes its dims. */
typedef struct
{
  bool takes_one;       /* an integer, not a tuple */
  bool needs_dim;
  bool keeps_alone;     /* keepdim=True without a dim is accepted */
  bool has_two_results; /* along a dim */
} Habits;

static const Habits habits[TNU_N_REDUCE_WORDS] = {
  [TNU_REDUCE_PROD] = { true, false, false, false },
  [TNU_REDUCE_MAX] = { true, false, false, true },
  [TNU_REDUCE_MIN] = { true, false, false, true },
  [TNU_REDUCE_AMAX] = { false, false, true, false },
  [TNU_REDUCE_AMIN] = { false, false, true, false },
  [TNU_REDUCE_ARGMAX] = { true, false, true, false },
  [TNU_REDUCE_ARGMIN] = { true, false, true, false },
  [TNU_REDUCE_VAR] = { false, false, true, false },
  [TNU_REDUCE_STD] = { false, false, true, false },
  [TNU_REDUCE_MEDIAN] = { true, false, false, true },
  [TNU_REDUCE_ALL] = { false, false, true, false },
  [TNU_REDUCE_ANY] = { false, false, true, false },
  [TNU_REDUCE_NORM] = { false, false, true, false },
  [TNU_REDUCE_LOGSUMEXP] = { false, true, false, false },
  [TNU_REDUCE_CUMSUM] = { true, true, false, false },
  [TNU_REDUCE_CUMPROD] = { true, true, false, false },
};

bool
tnu_reduce_word_find (const char *name, TnuReduceWord *word)
{
  for (int k = 0; k < TNU_N_REDUCE_WORDS; k++)
    if (strcmp (tnu_reduce_names[k], name) == 0)
      {
        *word = k;
        return true;
      }
  return false;
}

bool
tnu_reduce_word_takes_one (TnuReduceWord word)
{
  return habits[word].takes_one;
}

bool
tnu_reduce_word_is_running (TnuReduceWord word)
{
  return word == TNU_REDUCE_CUMSUM || word == TNU_REDUCE_CUMPROD;
}

void
tnu_reduce_call_init (TnuReduceCall *self, TnuReduceWord word, int rank)
{
  *self = (TnuReduceCall) {
    .word = word,
    .has_dims = rank > 0 || habits[word].needs_dim,
    .dims = { 1, { MAX (rank - 1, 0) } },
  };
}

void
tnu_reduce_call_set_word (TnuReduceCall *self, TnuReduceWord word, int rank)
{
  bool is_float_wanted = self->casts;
  self->word = word;
  self->is_biased = false;
  self->part = TNU_REDUCE_BOTH;
  self->casts = is_float_wanted;
  if (!self->has_dims && habits[word].needs_dim)
    {
      self->has_dims = true;
      self->dims = (TnuShape) { 1, { MAX (rank - 1, 0) } };
    }
  if (self->dims.rank > 1 && habits[word].takes_one)
    {
      self->dims.sizes[0] = self->dims.sizes[self->dims.rank - 1];
      self->dims.rank = 1;
    }
  if (tnu_reduce_word_is_running (word) || (!self->has_dims && !habits[word].keeps_alone))
    self->keepdim = false;
}

bool
tnu_reduce_call_has_indices (const TnuReduceCall *self)
{
  return habits[self->word].has_two_results && self->has_dims;
}

/* ---- writing ---- */

static char *
dup_dims (const TnuShape *dims)
{
  return dims->rank == 1 ? tnu_shape_dup_arguments (dims) : tnu_shape_dup_text (dims);
}

char *
tnu_reduce_call_dup_text (const TnuReduceCall *self)
{
  static const char *const parts[] = { "", ".values", ".indices" };
  GString *text = g_string_new (self->casts ? ".float()" : "");
  const char *comma = "";
  g_string_append_printf (text, ".%s(", tnu_reduce_names[self->word]);
  if (self->has_dims)
    {
      g_autofree char *dims = dup_dims (&self->dims);
      g_string_append_printf (text, "dim=%s", dims);
      comma = ", ";
    }
  if (self->is_biased)
    {
      g_string_append_printf (text, "%scorrection=0", comma);
      comma = ", ";
    }
  if (self->keepdim)
    g_string_append_printf (text, "%skeepdim=True", comma);
  g_string_append_c (text, ')');
  g_string_append (text, parts[self->part]);
  return g_string_free (text, FALSE);
}

char *
tnu_reduce_call_dup_code (const TnuReduceCall *self, const char *name, const char *target,
                          const char *places)
{
  g_autofree char *text = tnu_reduce_call_dup_text (self);
  if (tnu_reduce_call_has_indices (self) && self->part == TNU_REDUCE_BOTH)
    return g_strdup_printf ("%s, %s = %s%s", target, places, name, text);
  return g_strdup_printf ("%s = %s%s", target, name, text);
}

/* ---- reading ---- */

static bool
read_dims (TnuReduceCall *call, const char *text)
{
  if (strcmp (text, "None") == 0)
    return true;
  call->has_dims = true;
  return tnu_shape_parse (text, &call->dims) && (call->dims.rank > 0 || *text == '(');
}

static bool
read_truth (const char *text, bool *truth)
{
  *truth = strcmp (text, "True") == 0;
  return *truth || strcmp (text, "False") == 0;
}

static bool
read_argument (TnuReduceCall *call, const char *text, int turn)
{
  g_auto (GStrv) sides = g_strsplit (text, "=", 2);
  const char *keyword = sides[1] != NULL ? g_strstrip (sides[0]) : turn == 0 ? "dim" : "keepdim";
  const char *value = g_strstrip (sides[1] != NULL ? sides[1] : sides[0]);
  if (strcmp (keyword, "dim") == 0 || strcmp (keyword, "axis") == 0)
    return read_dims (call, value);
  if (strcmp (keyword, "keepdim") == 0 && !tnu_reduce_word_is_running (call->word))
    return read_truth (value, &call->keepdim);
  if ((call->word != TNU_REDUCE_VAR && call->word != TNU_REDUCE_STD)
      || strcmp (keyword, "correction") != 0)
    return false;
  call->is_biased = strcmp (value, "0") == 0;
  return call->is_biased || strcmp (value, "1") == 0;
}

/* Splits at the commas that stand in no bracket. */
static bool
read_arguments (TnuReduceCall *call, const char *text)
{
  int depth = 0, turn = 0;
  const char *start = text;
  for (const char *at = text;; at++)
    {
      depth += *at == '(' || *at == '[' ? 1 : *at == ')' || *at == ']' ? -1 : 0;
      if (*at != '\0' && (*at != ',' || depth > 0))
        continue;
      g_autofree char *argument = g_strstrip (g_strndup (start, (gsize) (at - start)));
      bool is_last = *at == '\0';
      if (*argument == '\0' && is_last)
        return true;
      if (!read_argument (call, argument, turn++))
        return false;
      if (is_last)
        return true;
      start = at + 1;
    }
}

bool
tnu_reduce_call_parse (const char *code, const char *source, char **target, char **places,
                       TnuReduceCall *call)
{
  static GRegex *pattern;
  if (g_once_init_enter (&pattern))
    g_once_init_leave (
        &pattern, g_regex_new ("^\\s*([^\\W\\d]\\w*)\\s*(?:,\\s*([^\\W\\d]\\w*)\\s*)?=\\s*"
                               "([^\\W\\d]\\w*)\\s*(\\.float\\(\\))?\\s*\\.\\s*([a-z]+)\\s*"
                               "\\((.*)\\)\\s*(\\.values|\\.indices)?\\s*$",
                               0, 0, NULL));
  g_autoptr (GMatchInfo) match = NULL;
  *call = (TnuReduceCall) { 0 };
  if (!g_regex_match (pattern, code, 0, &match))
    return false;
  g_autofree char *second = g_match_info_fetch (match, 2);
  g_autofree char *called = g_match_info_fetch (match, 3);
  g_autofree char *cast = g_match_info_fetch (match, 4);
  g_autofree char *word = g_match_info_fetch (match, 5);
  g_autofree char *arguments = g_match_info_fetch (match, 6);
  g_autofree char *part = g_match_info_fetch (match, 7);
  if (strcmp (called, source) != 0 || !tnu_reduce_word_find (word, &call->word)
      || !read_arguments (call, arguments))
    return false;
  call->casts = *cast != '\0';
  if (part != NULL && *part != '\0')
    call->part = strcmp (part, ".values") == 0 ? TNU_REDUCE_VALUES : TNU_REDUCE_INDICES;
  bool has_two = tnu_reduce_call_has_indices (call);
  /* A pair bound to one name is no tensor, and one tensor bound to two names is an error. */
  if ((call->part != TNU_REDUCE_BOTH && !has_two)
      || (*second != '\0') != (has_two && call->part == TNU_REDUCE_BOTH))
    return false;
  *target = g_match_info_fetch (match, 1);
  *places = *second != '\0' ? g_steal_pointer (&second) : NULL;
  return true;
}

/* ---- the verdict ---- */

static const TnsOp *
get_op (const TnuReduceCall *self)
{
  static const TnsOp *const along[TNU_N_REDUCE_WORDS] = {
    &tns_op_sum,    &tns_op_mean,   &tns_op_prod, &tns_op_max,  &tns_op_min,  &tns_op_amax,
    &tns_op_amin,   &tns_op_argmax, &tns_op_argmin, &tns_op_var, &tns_op_std, &tns_op_median,
    &tns_op_all,    &tns_op_any,    &tns_op_norm, &tns_op_logsumexp, &tns_op_cumsum,
    &tns_op_cumprod,
  };
  if (!self->has_dims && !self->keepdim)
    switch (self->word)
      {
      case TNU_REDUCE_SUM:
        return &tns_op_sum_full;
      case TNU_REDUCE_MEAN:
        return &tns_op_mean_full;
      case TNU_REDUCE_PROD:
        return &tns_op_prod_full;
      case TNU_REDUCE_MAX:
        return &tns_op_max_full;
      case TNU_REDUCE_MIN:
        return &tns_op_min_full;
      case TNU_REDUCE_MEDIAN:
        return &tns_op_median_full;
      case TNU_REDUCE_ALL:
        return &tns_op_all_full;
      case TNU_REDUCE_ANY:
        return &tns_op_any_full;
      default:
        break;
      }
  return along[self->word];
}

/* What the reader of Python's arguments says before any op is asked. */
static bool
check_arguments (const TnuReduceCall *self, GError **error)
{
  const Habits *habit = &habits[self->word];
  const char *name = tnu_reduce_names[self->word];
  bool counts_places = self->word == TNU_REDUCE_ARGMAX || self->word == TNU_REDUCE_ARGMIN
                       || self->word == TNU_REDUCE_MEDIAN
                       || tnu_reduce_word_is_running (self->word);
  if (!self->has_dims && (habit->needs_dim || (self->keepdim && self->word == TNU_REDUCE_MEDIAN)))
    return tns_fail (error, TNS_ERROR_TYPE,
                     "%s() missing 1 required positional arguments: \"dim\"", name);
  if (!self->has_dims && self->keepdim && !habit->keeps_alone)
    return tns_fail (error, TNS_ERROR_TYPE,
                     "%s() received an invalid combination of arguments - got (keepdim=bool, )",
                     name);
  if (!self->has_dims || !habit->takes_one || self->dims.rank == 1)
    return true;
  if (counts_places)
    return tns_fail (error, TNS_ERROR_TYPE, "%s(): argument 'dim' must be int, not tuple", name);
  return tns_fail (error, TNS_ERROR_TYPE,
                   "%s() received an invalid combination of arguments - got (dim=tuple, %s)", name,
                   self->keepdim ? "keepdim=bool, " : "");
}

/* Returns how many arguments. */
static int
write_arguments (const TnuReduceCall *self, TnsTensor *tensor, const TnsOp *op, TnsValue args[4])
{
  const TnuShape *dims = &self->dims;
  TnsValue list = self->has_dims ? tns_value_ints (dims->sizes, dims->rank) : TNS_VALUE_NONE;
  TnsValue one = self->has_dims ? tns_value_int (dims->sizes[0]) : TNS_VALUE_NONE;
  TnsValue keep = tns_value_bool (self->keepdim);
  args[0] = tns_value_tensor (tensor);
  switch (self->word)
    {
    case TNU_REDUCE_VAR:
    case TNU_REDUCE_STD:
      args[1] = list;
      args[2] = tns_value_scalar (tns_scalar_int (self->is_biased ? 0 : 1));
      args[3] = keep;
      return 4;
    case TNU_REDUCE_NORM:
      args[1] = tns_value_scalar (tns_scalar_int (2));
      args[2] = list;
      args[3] = keep;
      return 4;
    case TNU_REDUCE_CUMSUM:
    case TNU_REDUCE_CUMPROD:
      args[1] = one;
      return 2;
    case TNU_REDUCE_AMAX:
    case TNU_REDUCE_AMIN:
      args[1] = tns_value_ints (dims->sizes, self->has_dims ? dims->rank : 0);
      args[2] = keep;
      return 3;
    default:
      break;
    }
  if (!self->has_dims && !self->keepdim && op != &tns_op_argmax && op != &tns_op_argmin)
    return 1;
  args[1] = tnu_reduce_word_takes_one (self->word) ? one : list;
  args[2] = keep;
  return 3;
}

int
tnu_reduce_call_infer (const TnuReduceCall *self, const TnsMeta *meta, TnsMeta outs[2],
                       GError **error)
{
  TnkDtype dtype = self->casts ? TNK_FLOAT32 : meta->dtype;
  const TnsOp *op = get_op (self);
  TnsValue args[4];
  int n_outs = 2;
  if (!check_arguments (self, error))
    return 0;
  g_autoptr (TnsTensor) shadow = tnu_shadow_new (meta, dtype, error);
  if (shadow == NULL)
    return 0;
  int n_args = write_arguments (self, shadow, op, args);
  return tns_op_infer (op, false, args, n_args, outs, &n_outs, error) ? n_outs : 0;
}

bool
tnu_reduce_call_run (const TnuReduceCall *self, TnsTensor *tensor, TnsResults *results,
                     GError **error)
{
  const TnsOp *op = get_op (self);
  TnsValue args[4];
  int n_args = write_arguments (self, tensor, op, args);
  return check_arguments (self, error)
         && tns_op_call (op, false, args, n_args, results, error);
}

/* ---- fixes ---- */

static void
try_fix (GArray *fixes, const TnuReduceCall *fix, const TnsMeta *meta, int most)
{
  TnsMeta outs[2];
  if ((int) fixes->len < most && tnu_reduce_call_infer (fix, meta, outs, NULL) > 0)
    g_array_append_val (fixes, *fix);
}

static void
try_words (GArray *fixes, const TnuReduceCall *self, const TnsMeta *meta, int most)
{
  static const struct
  {
    TnuReduceWord word, instead;
  } relatives[] = {
    { TNU_REDUCE_MAX, TNU_REDUCE_AMAX },   { TNU_REDUCE_MIN, TNU_REDUCE_AMIN },
    { TNU_REDUCE_MEAN, TNU_REDUCE_SUM },   { TNU_REDUCE_ARGMAX, TNU_REDUCE_ANY },
    { TNU_REDUCE_ARGMIN, TNU_REDUCE_ALL }, { TNU_REDUCE_AMAX, TNU_REDUCE_SUM },
    { TNU_REDUCE_AMIN, TNU_REDUCE_SUM },
  };
  for (gsize k = 0; k < G_N_ELEMENTS (relatives); k++)
    if (relatives[k].word == self->word)
      {
        TnuReduceCall fix = *self;
        fix.word = relatives[k].instead;
        fix.part = TNU_REDUCE_BOTH;
        try_fix (fixes, &fix, meta, most);
      }
}

/* One of the dims that were asked for, the last first; a dim that there is not becomes the last. */
static void
try_dims (GArray *fixes, const TnuReduceCall *self, const TnsMeta *meta, int most)
{
  for (int k = self->dims.rank - 1; self->has_dims && self->dims.rank > 1 && k >= 0; k--)
    {
      TnuReduceCall fix = *self;
      fix.dims = (TnuShape) { 1, { self->dims.sizes[k] } };
      try_fix (fixes, &fix, meta, most);
    }
  /* Beginning with dims that leave something: of an empty tensor those that are not empty. */
  for (int d = meta->rank - 1; d >= 0; d--)
    {
      TnuReduceCall fix = *self;
      fix.has_dims = true;
      fix.dims = (TnuShape) { 1, { d } };
      if (self->has_dims && self->dims.rank > 1)
        break;
      try_fix (fixes, &fix, meta, most);
    }
}

GArray *
tnu_reduce_find_fixes (const TnuReduceCall *self, const TnsMeta *meta, int most)
{
  GArray *fixes = g_array_new (FALSE, FALSE, sizeof (TnuReduceCall));
  TnuReduceCall fix = *self;
  fix.casts = true;
  try_fix (fixes, &fix, meta, most);
  if (self->keepdim)
    {
      fix = *self;
      fix.keepdim = false;
      try_fix (fixes, &fix, meta, most);
    }
  try_words (fixes, self, meta, most);
  try_dims (fixes, self, meta, most);
  fix = *self;
  fix.has_dims = fix.keepdim = false;
  fix.part = TNU_REDUCE_BOTH;
  if (self->has_dims)
    try_fix (fixes, &fix, meta, most);
  return fixes;
}
