/* SPDX-FileCopyrightText: 2026 The Tensarium authors
 * SPDX-License-Identifier: MIT */
#include "ui/operation/reduce/reduce-words.h"

#include <math.h>

#include "engine/core/dtype.h"
#include "ui/draw/number.h"
#include "ui/draw/theme.h"
#include "ui/operation/sample.h"

static TnuReduceWord
get_word (const TnuReduceScene *self)
{
  return self->call->word;
}

static double
get_x (const TnuReduceScene *self, gint64 result, gint64 turn)
{
  return self->numbers->x[tnu_reduce_fold_get_source (self->fold, result, turn)];
}

static TnuNumberStyle
get_style (TnkDtype dtype)
{
  return dtype == TNK_BOOL                ? TNU_NUMBER_BOOL
         : tnk_dtype_is_integral (dtype) ? TNU_NUMBER_INT
                                          : TNU_NUMBER_FIXED;
}

/* A number of a run. */
typedef struct
{
  double real, imaginary;
} Number;

static Number
get_number (const TnuReduceScene *self, gint64 result, gint64 turn)
{
  gint64 source = tnu_reduce_fold_get_source (self->fold, result, turn);
  const TnuReduceNumbers *numbers = self->numbers;
  return (Number) { numbers->x[source],
                    numbers->x_imaginary != NULL ? numbers->x_imaginary[source] : 0 };
}

static char *
dup_complex (Number number)
{
  return g_strdup_printf ("%g%+gj", number.real, number.imaginary);
}

static char *
dup_number (double value, TnkDtype dtype)
{
  char buffer[TNU_NUMBER_SIZE];
  if (get_style (dtype) == TNU_NUMBER_FIXED)
    tnu_number_print_plain (value, buffer);
  else
    tnu_number_print_exact (get_style (dtype), value, buffer);
  return g_strdup (buffer);
}

/* ---- what was chosen ---- */

static bool
chooses (TnuReduceWord word)
{
  return (word >= TNU_REDUCE_MAX && word <= TNU_REDUCE_ARGMIN) || word == TNU_REDUCE_MEDIAN;
}

static bool
counts_places (TnuReduceWord word)
{
  return word == TNU_REDUCE_ARGMAX || word == TNU_REDUCE_ARGMIN;
}

gint64
tnu_reduce_get_winner (const TnuReduceScene *self, gint64 result)
{
  gint64 n = tnu_reduce_fold_count (self->fold, result);
  if (self->numbers == NULL || !chooses (get_word (self)) || n == 0)
    return -1;
  if (self->numbers->places != NULL)
    return tnu_reduce_fold_get_source (self->fold, result,
                                       (gint64) self->numbers->places[result]);
  if (counts_places (get_word (self)))
    return tnu_reduce_fold_get_source (self->fold, result, (gint64) self->numbers->y[result]);
  double y = self->numbers->y[result];
  for (gint64 k = 0; k < n; k++)
    {
      double x = get_x (self, result, k);
      if (x == y || (isnan (x) && isnan (y)))
        return tnu_reduce_fold_get_source (self->fold, result, k);
    }
  return -1;
}

bool
tnu_reduce_is_tie (const TnuReduceScene *self, gint64 source)
{
  gint64 winner = tnu_reduce_get_winner (self, tnu_reduce_fold_get_result (self->fold, source));
  return winner >= 0 && winner != source
         && self->numbers->x[winner] == self->numbers->x[source];
}

double
tnu_reduce_get_partial (const TnuReduceScene *self, gint64 result, gint64 n)
{
  double partial = n > 0 ? get_x (self, result, 0) : NAN;
  if (n == tnu_reduce_fold_count (self->fold, result))
    return self->numbers->y[result];
  if (self->numbers->x_imaginary != NULL)
    return NAN;
  for (gint64 k = 1; k < n; k++)
    {
      double x = get_x (self, result, k);
      switch (get_word (self))
        {
        case TNU_REDUCE_SUM:
          partial += x;
          break;
        case TNU_REDUCE_PROD:
          partial *= x;
          break;
        case TNU_REDUCE_MAX:
        case TNU_REDUCE_AMAX:
          partial = isnan (x) || x > partial ? x : partial;
          break;
        case TNU_REDUCE_MIN:
        case TNU_REDUCE_AMIN:
          partial = isnan (x) || x < partial ? x : partial;
          break;
        case TNU_REDUCE_ALL:
          partial = partial != 0 && x != 0;
          break;
        case TNU_REDUCE_ANY:
          partial = partial != 0 || x != 0;
          break;
        default:
          return NAN;
        }
    }
  switch (get_word (self))
    {
    case TNU_REDUCE_ALL:
    case TNU_REDUCE_ANY:
      return partial != 0;
    case TNU_REDUCE_SUM:
    case TNU_REDUCE_PROD:
    case TNU_REDUCE_MAX:
    case TNU_REDUCE_AMAX:
    case TNU_REDUCE_MIN:
    case TNU_REDUCE_AMIN:
      return partial;
    default:
      return NAN;
    }
}

/* ---- terms ---- */

static void
term_clear (gpointer data)
{
  g_free (((TnuTerm *) data)->text);
}

static GArray *
terms_new (void)
{
  GArray *terms = g_array_new (FALSE, FALSE, sizeof (TnuTerm));
  g_array_set_clear_func (terms, term_clear);
  return terms;
}

static void
add_text (GArray *terms, const char *text)
{
  TnuTerm term = { .kind = TNU_TERM_TEXT, .text = g_strdup (text) };
  if (*text != '\0')
    g_array_append_val (terms, term);
  else
    g_free (term.text);
}

static void
add_number (GArray *terms, TnuTermKind kind, Number number)
{
  TnuTerm term = { .kind = kind, .value = number.real, .imaginary = number.imaginary };
  g_array_append_val (terms, term);
}

/* How the numbers of a word are written: @open x @between x … @close. */
typedef struct
{
  const char *open, *before, *between, *after, *close;
} Pattern;

static const Pattern patterns[TNU_N_REDUCE_WORDS] = {
  [TNU_REDUCE_SUM] = { "", "", "+", "", "" },
  [TNU_REDUCE_MEAN] = { "(", "", "+", "", ")" },
  [TNU_REDUCE_PROD] = { "", "", "·", "", "" },
  [TNU_REDUCE_MAX] = { "max (", "", ",", "", ")" },
  [TNU_REDUCE_MIN] = { "min (", "", ",", "", ")" },
  [TNU_REDUCE_AMAX] = { "max (", "", ",", "", ")" },
  [TNU_REDUCE_AMIN] = { "min (", "", ",", "", ")" },
  [TNU_REDUCE_ARGMAX] = { "place of the greatest (", "", ",", "", ")" },
  [TNU_REDUCE_ARGMIN] = { "place of the least (", "", ",", "", ")" },
  [TNU_REDUCE_MEDIAN] = { "sorted", "", ",", "", "→ middle" },
  [TNU_REDUCE_ALL] = { "", "", "and", "", "" },
  [TNU_REDUCE_ANY] = { "", "", "or", "", "" },
  [TNU_REDUCE_NORM] = { "√(", "", "+", "²", ")" },
  [TNU_REDUCE_LOGSUMEXP] = { "log (", "exp", "+", "", ")" },
  [TNU_REDUCE_CUMSUM] = { "", "", "+", "", "" },
  [TNU_REDUCE_CUMPROD] = { "", "", "·", "", "" },
};

static int
compare_numbers (const void *a, const void *b)
{
  double x = ((const Number *) a)->real, y = ((const Number *) b)->real;
  /* NaN sorts as the greatest, as PyTorch has it. */
  return isnan (x) || isnan (y) ? isnan (x) - isnan (y) : (x > y) - (x < y);
}

/* The run's numbers, sorted for the median. */
static Number *
dup_run (const TnuReduceScene *self, gint64 result, gint64 n)
{
  Number *run = g_new (Number, MAX (n, 1));
  for (gint64 k = 0; k < n; k++)
    run[k] = get_number (self, result, k);
  if (get_word (self) == TNU_REDUCE_MEDIAN)
    qsort (run, (gsize) n, sizeof *run, compare_numbers);
  return run;
}

static Number
get_mean (const Number *run, gint64 n)
{
  Number sum = { 0, 0 };
  for (gint64 k = 0; k < n; k++)
    {
      sum.real += run[k].real;
      sum.imaginary += run[k].imaginary;
    }
  return (Number) { sum.real / (double) n, sum.imaginary / (double) n };
}

static void
add_run (GArray *terms, const Pattern *pattern, const Number *run, gint64 n, int most)
{
  gint64 n_last = n > most ? 1 : 0, n_first = n > most ? MAX (most - 1, 1) : n;
  for (gint64 k = 0; k < n; k++)
    {
      if (k == n_first && n_last > 0)
        {
          g_autofree char *more
              = g_strdup_printf ("%s … %" G_GINT64_FORMAT " more …", pattern->between,
                                 n - n_first - n_last);
          add_text (terms, more);
          k = n - n_last;
        }
      if (k > 0)
        add_text (terms, pattern->between);
      add_text (terms, pattern->before);
      add_number (terms, TNU_TERM_X, run[k]);
      add_text (terms, pattern->after);
    }
}

/* "√( ((1 − 2)² + (3 − 2)²) / (2 − 1) )"; of complex numbers the squares of magnitudes. */
static void
add_spread (GArray *terms, const TnuReduceScene *self, const Number *run, gint64 n, int most)
{
  bool is_root = get_word (self) == TNU_REDUCE_STD, is_complex = tnk_dtype_is_complex (self->from);
  Number average = get_mean (run, n);
  g_autofree char *mean
      = is_complex ? dup_complex (average) : dup_number (average.real, TNK_FLOAT32);
  g_autofree char *after = g_strdup_printf (is_complex ? "− (%s)|²" : "− %s)²", mean);
  const char *close = is_root ? " )" : "";
  g_autofree char *divisor = g_strdup_printf (
      self->call->is_biased ? ") / %" G_GINT64_FORMAT "%s" : ") / (%" G_GINT64_FORMAT " − 1)%s", n,
      close);
  Pattern pattern = { "", is_complex ? "|" : "(", "+", after, "" };
  add_text (terms, is_root ? "√( (" : "(");
  add_run (terms, &pattern, run, n, most);
  add_text (terms, divisor);
}

/* What is left where there is nothing. */
static const char *
get_nothing (TnuReduceWord word)
{
  switch (word)
    {
    case TNU_REDUCE_SUM:
      return "the sum of nothing";
    case TNU_REDUCE_PROD:
      return "the product of nothing";
    case TNU_REDUCE_MEAN:
      return "0 / 0";
    case TNU_REDUCE_ALL:
      return "no number is False";
    case TNU_REDUCE_ANY:
      return "no number is True";
    case TNU_REDUCE_NORM:
      return "√0";
    case TNU_REDUCE_LOGSUMEXP:
      return "log 0";
    default:
      return "nothing";
    }
}

GArray *
tnu_reduce_dup_equation (const TnuReduceScene *self, gint64 result, int most)
{
  GArray *terms = terms_new ();
  gint64 n = tnu_reduce_fold_count (self->fold, result);
  g_autofree Number *run = dup_run (self, result, n);
  static const Pattern magnitudes = { "√(", "|", "+", "|²", ")" };
  const Pattern *pattern = &patterns[get_word (self)];
  if (get_word (self) == TNU_REDUCE_NORM && tnk_dtype_is_complex (self->from))
    pattern = &magnitudes;
  if (n == 0)
    add_text (terms, get_nothing (get_word (self)));
  else if (get_word (self) == TNU_REDUCE_VAR || get_word (self) == TNU_REDUCE_STD)
    add_spread (terms, self, run, n, most);
  else
    {
      add_text (terms, pattern->open);
      add_run (terms, pattern, run, n, most);
      add_text (terms, pattern->close);
    }
  if (get_word (self) == TNU_REDUCE_MEAN && n > 0)
    {
      g_autofree char *divisor = g_strdup_printf ("/ %" G_GINT64_FORMAT, n);
      add_text (terms, divisor);
    }
  add_text (terms, "=");
  const double *imaginary = self->numbers->y_imaginary;
  add_number (terms, TNU_TERM_Y,
              (Number) { self->numbers->y[result], imaginary != NULL ? imaginary[result] : 0 });
  return terms;
}

/* ---- backwards, one element ---- */

/* The local derivative as it is worked out: "2 · (1 − 2) / (3 − 1)". */
static char *
dup_local (const TnuReduceScene *self, gint64 source, gint64 result)
{
  gint64 n = tnu_reduce_fold_count (self->fold, result);
  double y = self->numbers->y[result];
  g_autofree char *x = dup_number (self->numbers->x[source], self->from);
  g_autofree char *written_y = dup_number (y, self->to);
  g_autofree Number *run = dup_run (self, result, n);
  g_autofree char *mean = dup_number (n > 0 ? get_mean (run, n).real : NAN, TNK_FLOAT32);
  gint64 divisor = n - (self->call->is_biased ? 0 : 1);
  switch (get_word (self))
    {
    case TNU_REDUCE_MEAN:
      return g_strdup_printf ("· 1 / %" G_GINT64_FORMAT, n);
    case TNU_REDUCE_PROD:
      return g_strdup ("· the product of the others");
    case TNU_REDUCE_VAR:
      return g_strdup_printf ("· 2 · (%s − %s) / %" G_GINT64_FORMAT, x, mean, divisor);
    case TNU_REDUCE_STD:
      return g_strdup_printf ("· (%s − %s) / (%" G_GINT64_FORMAT " · %s)", x, mean, divisor,
                              written_y);
    case TNU_REDUCE_NORM:
      return g_strdup_printf ("· %s / %s", x, written_y);
    case TNU_REDUCE_LOGSUMEXP:
      return g_strdup_printf ("· exp (%s − %s)", x, written_y);
    case TNU_REDUCE_CUMSUM:
      return g_strdup_printf ("· %" G_GINT64_FORMAT " sums that it is in",
                              self->fold->n_run - tnu_reduce_fold_get_turn (self->fold, source));
    case TNU_REDUCE_CUMPROD:
      return g_strdup ("· the products it is in, each without it");
    default:
      return g_strdup ("");
    }
}

static char *
dup_chosen_local (const TnuReduceScene *self, gint64 source)
{
  double share = self->numbers->gradient[source];
  if (share == 0)
    return g_strdup ("· 0, not chosen");
  if (share == 1)
    return g_strdup ("· 1, chosen");
  return g_strdup_printf ("/ %ld, shared by those that tie", lround (1 / share));
}

GArray *
tnu_reduce_dup_backward (const TnuReduceScene *self, gint64 source)
{
  GArray *terms = terms_new ();
  gint64 result = tnu_reduce_fold_get_result (self->fold, source);
  g_autofree char *local = chooses (get_word (self)) ? dup_chosen_local (self, source)
                                                     : dup_local (self, source, result);
  add_number (terms, TNU_TERM_UPSTREAM, (Number) { 1, 0 });
  add_text (terms, *local != '\0' ? local : "· 1, copied");
  add_text (terms, "=");
  add_number (terms, TNU_TERM_GRADIENT, (Number) { self->numbers->gradient[source], 0 });
  return terms;
}

/* ---- text ---- */

char *
tnu_terms_dup_text (const GArray *terms, TnkDtype from, TnkDtype to)
{
  GString *text = g_string_new (NULL);
  bool glues = true;
  for (guint k = 0; k < terms->len; k++)
    {
      const TnuTerm *term = &g_array_index (terms, TnuTerm, k);
      TnkDtype dtype = term->kind == TNU_TERM_X ? from : to;
      g_autofree char *number
          = term->kind == TNU_TERM_TEXT     ? NULL
            : tnk_dtype_is_complex (dtype) ? dup_complex ((Number) { term->value, term->imaginary })
                                           : dup_number (term->value, dtype);
      const char *word = number != NULL ? number : term->text;
      bool closes = *word == ')' || *word == ',' || g_str_has_prefix (word, "²");
      if (!glues && !closes)
        g_string_append_c (text, ' ');
      g_string_append (text, word);
      glues = g_str_has_suffix (word, "(");
    }
  return g_string_free (text, FALSE);
}

char *
tnu_reduce_dup_title (const TnuReduceScene *self, gint64 result)
{
  g_autofree char *element = tnu_reduce_dup_element (self->target, &self->fold->after, result);
  g_autofree char *run = tnu_reduce_fold_dup_run (self->fold, self->name, result);
  TnuReduceWord word = get_word (self);
  const char *name = word == TNU_REDUCE_CUMSUM    ? "sum"
                     : word == TNU_REDUCE_CUMPROD ? "prod"
                                                  : tnu_reduce_names[word];
  return g_strdup_printf ("%s = %s%s.%s(%s)", element, run, self->call->casts ? ".float()" : "",
                          name, self->call->is_biased ? "correction=0" : "");
}

/* ---- remarks ---- */

static gint64
count_in_run (const TnuReduceScene *self, gint64 result, double value)
{
  gint64 n = tnu_reduce_fold_count (self->fold, result), n_alike = 0;
  for (gint64 k = 0; k < n; k++)
    {
      double x = get_x (self, result, k);
      n_alike += isnan (value) ? isnan (x) : x == value;
    }
  return n_alike;
}

static char *
dup_choice (const TnuReduceScene *self, gint64 result, gint64 winner)
{
  double value = self->numbers->x[winner];
  gint64 n_alike = count_in_run (self, result, value);
  g_autofree char *number = dup_number (value, self->from);
  g_autofree char *element = tnu_reduce_dup_element (self->name, &self->fold->before, winner);
  bool has_place = self->numbers->places != NULL || counts_places (get_word (self));
  if (isnan (value))
    return g_strdup_printf ("NaN wins every comparison: it is taken, from %s.", element);
  if (n_alike == 1)
    return g_strdup_printf ("%s stands at %s.", number, element);
  if (!has_place)
    return g_strdup_printf ("%s stands at %" G_GINT64_FORMAT " places: the gradient is shared.",
                            number, n_alike);
  if (get_word (self) == TNU_REDUCE_MEDIAN)
    return g_strdup_printf ("%s stands at %" G_GINT64_FORMAT " places: which one is told is not "
                            "promised.", number, n_alike);
  return g_strdup_printf ("%s stands at %" G_GINT64_FORMAT " places: the first one is told, %s.",
                          number, n_alike, element);
}

char *
tnu_reduce_dup_remark (const TnuReduceScene *self, gint64 result)
{
  gint64 n = tnu_reduce_fold_count (self->fold, result);
  gint64 n_nan = count_in_run (self, result, NAN);
  gint64 winner = tnu_reduce_get_winner (self, result);
  TnuReduceWord word = get_word (self);
  if (winner >= 0)
    return dup_choice (self, result, winner);
  if (n_nan > 0 && (word == TNU_REDUCE_ALL || word == TNU_REDUCE_ANY))
    return g_strdup ("NaN is not 0, so it counts as True.");
  if (n_nan > 0)
    return g_strdup ("One NaN among them makes the result NaN.");
  if ((word == TNU_REDUCE_VAR || word == TNU_REDUCE_STD) && n == 1 && !self->call->is_biased)
    return g_strdup ("One number has no spread: 0 / (1 − 1) is NaN; correction=0 gives 0.");
  if (word == TNU_REDUCE_LOGSUMEXP && n > 0)
    return g_strdup ("The greatest is taken out first, so that exp cannot overflow.");
  if (word == TNU_REDUCE_NORM && n > 0)
    return g_strdup ("The length of the run, by Pythagoras.");
  if (n > 1)
    return g_strdup_printf ("%" G_GINT64_FORMAT " numbers make one.", n);
  return g_strdup ("");
}

/* ---- facts ---- */

static const char *
get_dtype_reason (const TnuReduceScene *self)
{
  TnuReduceWord word = get_word (self);
  bool is_exact = self->from == TNK_BOOL || tnk_dtype_is_integral (self->from);
  bool adds = word == TNU_REDUCE_SUM || word == TNU_REDUCE_PROD
              || tnu_reduce_word_is_running (word);
  if (word == TNU_REDUCE_ALL || word == TNU_REDUCE_ANY)
    return self->to == TNK_BOOL ? "yes or no; every number but 0 counts as True"
                                : "uint8 stays uint8, from the days before bool";
  if (counts_places (word))
    return "a place is counted, not measured";
  if (adds && self->from == TNK_BOOL)
    return "True counts as 1; counted in int64";
  if (adds && is_exact)
    return self->from == self->to ? "whole numbers are added up in int64"
                                  : "whole numbers are added up in int64, where they have room";
  if (is_exact && self->from != self->to)
    return "the result is a fraction";
  if (tnk_dtype_is_complex (self->from) && self->from != self->to)
    return "squares of magnitudes are real";
  return self->from == self->to ? "the type stays" : "";
}

char *
tnu_reduce_dup_dtype_fact (const TnuReduceScene *self)
{
  return g_strdup_printf ("%s → %s: %s", tns_dtype_get_name (self->from),
                          tns_dtype_get_name (self->to), get_dtype_reason (self));
}

/* "axis j", "axes i and k". */
static char *
dup_folded (const TnuReduceFold *fold)
{
  int n = 0, at = 0;
  for (int d = 0; d < fold->before.rank; d++)
    n += fold->is_folded[d];
  GString *text = g_string_new (n == 1 ? "axis " : "axes ");
  for (int d = 0; d < fold->before.rank; d++)
    if (fold->is_folded[d])
      {
        g_string_append_printf (text, "%s%c", at == 0 ? "" : at == n - 1 ? " and " : ", ",
                                tnu_axis_get_letter (d));
        at++;
      }
  return g_string_free (text, FALSE);
}

char *
tnu_reduce_dup_axes_fact (const TnuReduceScene *self)
{
  const TnuReduceFold *fold = self->whole;
  g_autofree char *before = tnu_shape_dup_text (&fold->before);
  g_autofree char *after = tnu_shape_dup_text (&fold->after);
  g_autofree char *folded = dup_folded (fold);
  bool is_one = g_str_has_prefix (folded, "axis");
  if (fold->before.rank == 0)
    return g_strdup ("0-d has no axis: the one number stands alone");
  if (fold->is_running)
    return g_strdup_printf ("%s stays %s: every place along %s tells the result so far", before,
                            after, folded);
  if (fold->keeps)
    return g_strdup_printf ("%s → %s: %s %s with size 1, so %s still lines up with %s and "
                            "%s − %s works", before, after, folded, is_one ? "stays" : "stay",
                            self->target, self->name, self->name, self->target);
  if (fold->after.rank == 0)
    return g_strdup_printf ("%s → (): every axis folds away, one number is left", before);
  TnuReduceFold kept;
  TnuReduceCall call = *self->call;
  call.keepdim = true;
  tnu_reduce_fold_init (&kept, &fold->before, &call);
  g_autofree char *kept_text = tnu_shape_dup_text (&kept.after);
  return g_strdup_printf ("%s → %s: %s %s away; keepdim=True would keep %s with size 1, %s",
                          before, after, folded, is_one ? "folds" : "fold", is_one ? "it" : "them",
                          kept_text);
}

char *
tnu_reduce_dup_sample_fact (const TnuReduceScene *self)
{
  return tnu_sample_dup_fact (&self->fold->before, &self->whole->before);
}

static char *
dup_empty_fact (const TnuReduceScene *self)
{
  char result[TNU_NUMBER_SIZE];
  if (self->fold->n_after == 0)
    return g_strdup ("no numbers, and no results: only the shape is told");
  tnu_number_print_exact (get_style (self->to), self->numbers->y[0], result);
  return g_strdup_printf ("nothing to fold: %s is %s", get_nothing (get_word (self)), result);
}

char *
tnu_reduce_dup_numbers_fact (const TnuReduceScene *self)
{
  gint64 n_nan = 0, n_ties = 0;
  bool is_truth = get_word (self) == TNU_REDUCE_ALL || get_word (self) == TNU_REDUCE_ANY;
  if (self->numbers == NULL)
    return g_strdup ("");
  if (self->fold->n_before == 0)
    return dup_empty_fact (self);
  for (gint64 k = 0; k < self->fold->n_before; k++)
    n_nan += isnan (self->numbers->x[k]);
  for (gint64 k = 0; k < self->fold->n_after && chooses (get_word (self)); k++)
    {
      gint64 winner = tnu_reduce_get_winner (self, k);
      n_ties += winner >= 0 && count_in_run (self, k, self->numbers->x[winner]) > 1;
    }
  if (n_nan > 0)
    return g_strdup_printf ("%" G_GINT64_FORMAT " NaN: %s", n_nan,
                            is_truth                  ? "not 0, so it counts as True"
                            : chooses (get_word (self)) ? "it is taken wherever it stands"
                                                      : "every result it goes into is NaN");
  if (n_ties > 0)
    return g_strdup_printf ("a tie in %" G_GINT64_FORMAT " %s: %s", n_ties,
                            n_ties == 1 ? "result" : "results",
                            self->numbers->places == NULL && !counts_places (get_word (self))
                                ? "the gradient is shared by those that tie"
                            : get_word (self) == TNU_REDUCE_MEDIAN
                                ? "which place is told is not promised"
                                : "the first place is told");
  return g_strdup ("");
}

char *
tnu_reduce_dup_back_fact (const TnuReduceScene *self)
{
  static const char *const sentences[TNU_N_REDUCE_WORDS] = {
    [TNU_REDUCE_SUM] = "every number gets its sum's gradient as it is: one number, read many times",
    [TNU_REDUCE_MEAN] = "every number gets its mean's gradient divided by how many there are",
    [TNU_REDUCE_PROD] = "every number gets the gradient times the product of the others",
    [TNU_REDUCE_MAX] = "the gradient goes to the greatest; all others get 0",
    [TNU_REDUCE_MIN] = "the gradient goes to the least; all others get 0",
    [TNU_REDUCE_AMAX] = "the gradient goes to the greatest, in equal shares if several tie",
    [TNU_REDUCE_AMIN] = "the gradient goes to the least, in equal shares if several tie",
    [TNU_REDUCE_ARGMAX] = "none: a place does not move when the numbers move a little",
    [TNU_REDUCE_ARGMIN] = "none: a place does not move when the numbers move a little",
    [TNU_REDUCE_VAR] = "every number is pushed away from the mean: 2 (x − mean) / (n − 1)",
    [TNU_REDUCE_STD] = "every number is pushed away from the mean: (x − mean) / ((n − 1) · std)",
    [TNU_REDUCE_MEDIAN] = "the gradient goes to the middle one; all others get 0",
    [TNU_REDUCE_ALL] = "none: yes and no have no slope",
    [TNU_REDUCE_ANY] = "none: yes and no have no slope",
    [TNU_REDUCE_NORM] = "every number is pushed along itself: x / norm",
    [TNU_REDUCE_LOGSUMEXP] = "every number gets its share of the exponentials: softmax",
    [TNU_REDUCE_CUMSUM] = "every number gets the gradients of all sums it is in, from its place on",
    [TNU_REDUCE_CUMPROD] = "every number gets the gradients of all products it is in",
  };
  static const char *const shared[] = {
    "the gradient goes to the greatest, in equal shares if several tie",
    "the gradient goes to the least, in equal shares if several tie",
  };
  TnuReduceWord word = get_word (self);
  if (!tnk_dtype_is_floating (self->call->casts ? TNK_FLOAT32 : self->from)
      && !tnk_dtype_is_complex (self->from))
    return g_strdup ("none: only floating-point numbers have gradients");
  if (self->call->is_biased)
    return g_strdup (word == TNU_REDUCE_VAR
                         ? "every number is pushed away from the mean: 2 (x − mean) / n"
                         : "every number is pushed away from the mean: (x − mean) / (n · std)");
  if (!self->call->has_dims && (word == TNU_REDUCE_MAX || word == TNU_REDUCE_MIN))
    return g_strdup (shared[word == TNU_REDUCE_MIN]);
  return g_strdup (sentences[word]);
}
