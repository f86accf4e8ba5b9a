/* SPDX-FileCopyrightText: 2026 The Tensarium authors
 * SPDX-License-Identifier: MIT */
#include "ui/operation/shape-call.h"

#include <math.h>
#include <string.h>

/* How the arguments of a word are written. */
typedef enum
{
  FORM_LIST,      /* any number of integers, or one list of them */
  FORM_INTS,      /* one or two integers */
  FORM_DIMS,      /* nothing, an integer or a tuple */
  FORM_TWO_LISTS, /* roll: shifts and dims, each an integer or a tuple */
  FORM_PROPERTY,  /* no call at all */
} Form;

static const struct
{
  const char *name;
  const char *tooltip;
  Form form;
  const char *keywords[2];
} words[TNU_N_SHAPE_WORDS] = {
  [TNU_SHAPE_RESHAPE]
  = { "reshape", "Another shape, elements in the same order", FORM_LIST, { "shape" } },
  [TNU_SHAPE_VIEW]
  = { "view", "Another shape on the same memory, or an error", FORM_LIST, { "size" } },
  [TNU_SHAPE_FLATTEN]
  = { "flatten", "Merge neighbouring axes into one", FORM_INTS, { "start_dim", "end_dim" } },
  [TNU_SHAPE_SQUEEZE] = { "squeeze", "Drop axes of size 1", FORM_DIMS, { "dim" } },
  [TNU_SHAPE_UNSQUEEZE] = { "unsqueeze", "Insert an axis of size 1", FORM_INTS, { "dim" } },
  [TNU_SHAPE_TRANSPOSE] = { "transpose", "Swap two axes", FORM_INTS, { "dim0", "dim1" } },
  [TNU_SHAPE_PERMUTE] = { "permute", "Axes in another order", FORM_LIST, { "dims" } },
  [TNU_SHAPE_T] = { "T", "Axes in reverse order", FORM_PROPERTY, { NULL } },
  [TNU_SHAPE_EXPAND]
  = { "expand", "Read an axis of size 1 many times, without copying", FORM_LIST, { "size" } },
  [TNU_SHAPE_REPEAT] = { "repeat", "Lay copies side by side", FORM_LIST, { "repeats" } },
  [TNU_SHAPE_FLIP] = { "flip", "Reverse the order along axes", FORM_LIST, { "dims" } },
  [TNU_SHAPE_ROLL] = { "roll", "Shift along an axis, the end comes in at the front",
                       FORM_TWO_LISTS, { "shifts", "dims" } },
};

const char *
tnu_shape_word_get_name (TnuShapeWord word)
{
  return words[word].name;
}

const char *
tnu_shape_word_get_tooltip (TnuShapeWord word)
{
  return words[word].tooltip;
}

bool
tnu_shape_word_find (const char *name, TnuShapeWord *word)
{
  for (int k = 0; k < TNU_N_SHAPE_WORDS; k++)
    if (strcmp (words[k].name, name) == 0)
      {
        *word = k;
        return true;
      }
  return false;
}

gint64
tnu_shape_wrap_dim (gint64 dim, int rank)
{
  return dim < 0 ? dim + MAX (rank, 1) : dim;
}

/* ---- what to begin with ---- */

/* Two axes, as even as can be, with rows of another length than now, so that something happens to
 * them. */
static TnuShape
choose_table (const TnuShape *before)
{
  gint64 numel = tnu_shape_count (before);
  g_autoptr (GArray) choices = tnu_shape_choices_new (numel, 2, 200);
  TnuShape best = { .rank = 1, .sizes = { numel } };
  double best_skew = HUGE_VAL;
  for (guint k = 0; k < choices->len; k++)
    {
      TnuShape shape = g_array_index (choices, TnuShape, k);
      double skew = fabs (log ((double) MAX (shape.sizes[0], 1))
                          - log ((double) MAX (shape.sizes[1], 1)));
      bool keeps_rows = before->rank > 0 && shape.sizes[1] == before->sizes[before->rank - 1];
      if (!keeps_rows && shape.sizes[0] <= shape.sizes[1] && skew < best_skew)
        {
          best = shape;
          best_skew = skew;
        }
    }
  return best;
}

/* Every size-1 dim grows; where there is none, a new axis in front. */
static TnuShape
choose_expansion (const TnuShape *before)
{
  TnuShape sizes = *before;
  bool grows = false;
  for (int d = 0; d < before->rank; d++)
    if (before->sizes[d] == 1)
      {
        sizes.sizes[d] = 3;
        grows = true;
      }
  if (grows || before->rank == TNU_SHAPE_MAX_RANK)
    return sizes;
  sizes.rank = before->rank + 1;
  sizes.sizes[0] = 3;
  memcpy (sizes.sizes + 1, before->sizes, (size_t) before->rank * sizeof *sizes.sizes);
  return sizes;
}

/* The last axis comes to the front. */
static TnuShape
choose_order (int rank)
{
  TnuShape order = { .rank = rank };
  for (int d = 0; d < rank; d++)
    order.sizes[d] = (d + rank - 1) % rank;
  return order;
}

static TnuShape
choose_repeats (int rank)
{
  TnuShape repeats = { .rank = MAX (rank, 1), .sizes = { 2 } };
  for (int d = 1; d < rank; d++)
    repeats.sizes[d] = 1;
  return repeats;
}

void
tnu_shape_call_init (TnuShapeCall *self, TnuShapeWord word, const TnuShape *before)
{
  int rank = before->rank, last = MAX (rank - 1, 0);
  *self = (TnuShapeCall) { .word = word };
  switch (word)
    {
    case TNU_SHAPE_RESHAPE:
    case TNU_SHAPE_VIEW:
      self->numbers = choose_table (before);
      break;
    case TNU_SHAPE_FLATTEN:
      self->numbers = (TnuShape) { 2, { 0, -1 } };
      break;
    case TNU_SHAPE_UNSQUEEZE:
      self->numbers = (TnuShape) { 1, { 0 } };
      break;
    case TNU_SHAPE_TRANSPOSE:
      self->numbers = (TnuShape) { 2, { MAX (last - 1, 0), last } };
      break;
    case TNU_SHAPE_PERMUTE:
      self->numbers = choose_order (rank);
      break;
    case TNU_SHAPE_EXPAND:
      self->numbers = choose_expansion (before);
      break;
    case TNU_SHAPE_REPEAT:
      self->numbers = choose_repeats (rank);
      break;
    case TNU_SHAPE_FLIP:
      self->numbers = (TnuShape) { rank > 0, { last } };
      break;
    case TNU_SHAPE_ROLL:
      self->numbers = (TnuShape) { 1, { 1 } };
      self->dims = (TnuShape) { rank > 0, { last } };
      break;
    case TNU_SHAPE_SQUEEZE:
    case TNU_SHAPE_T:
    case TNU_N_SHAPE_WORDS:
      break;
    }
}

bool
tnu_shape_call_equal (const TnuShapeCall *a, const TnuShapeCall *b)
{
  return a->word == b->word && tnu_shape_equal (&a->numbers, &b->numbers)
         && tnu_shape_equal (&a->dims, &b->dims);
}

/* ---- writing ---- */

/* "2" or "(0, 2)". */
static char *
dup_one_or_tuple (const TnuShape *numbers)
{
  return numbers->rank == 1 ? tnu_shape_dup_arguments (numbers) : tnu_shape_dup_text (numbers);
}

static char *
dup_flatten_arguments (const TnuShape *numbers)
{
  bool has_end = numbers->rank > 1 && numbers->sizes[1] != -1;
  if (!has_end && (numbers->rank == 0 || numbers->sizes[0] == 0))
    return g_strdup ("");
  TnuShape written = *numbers;
  written.rank = has_end ? 2 : 1;
  return tnu_shape_dup_arguments (&written);
}

static char *
dup_arguments (const TnuShapeCall *self)
{
  if (self->word == TNU_SHAPE_FLATTEN)
    return dup_flatten_arguments (&self->numbers);
  switch (words[self->word].form)
    {
    case FORM_LIST:
    case FORM_INTS:
      return tnu_shape_dup_arguments (&self->numbers);
    case FORM_DIMS:
      return self->numbers.rank == 0 ? g_strdup ("") : dup_one_or_tuple (&self->numbers);
    case FORM_TWO_LISTS:
      {
        g_autofree char *shifts = dup_one_or_tuple (&self->numbers);
        if (self->dims.rank == 0)
          return g_steal_pointer (&shifts);
        g_autofree char *dims = dup_one_or_tuple (&self->dims);
        return g_strdup_printf ("%s, %s", shifts, dims);
      }
    case FORM_PROPERTY:
      break;
    }
  return g_strdup ("");
}

char *
tnu_shape_call_dup_text (const TnuShapeCall *self)
{
  const char *name = words[self->word].name;
  if (words[self->word].form == FORM_PROPERTY)
    return g_strdup_printf (".%s", name);
  g_autofree char *arguments = dup_arguments (self);
  return g_strdup_printf (".%s(%s)", name, arguments);
}

/* ---- reading ---- */

/* One argument: an integer or a list of them. */
typedef struct
{
  char *keyword; /* NULL: by place */
  bool is_list;
  TnuShape numbers;
} Argument;

#define MAX_ARGUMENTS TNU_SHAPE_MAX_RANK

static void
skip_blanks (const char **at)
{
  while (g_ascii_isspace (**at))
    (*at)++;
}

static bool
read_integer (const char **at, TnuShape *numbers)
{
  char *end;
  gint64 number = g_ascii_strtoll (*at, &end, 10);
  if (end == *at || numbers->rank == TNU_SHAPE_MAX_RANK)
    return false;
  numbers->sizes[numbers->rank++] = number;
  *at = end;
  skip_blanks (at);
  return true;
}

static bool
read_list (const char **at, TnuShape *numbers)
{
  char closing = **at == '(' ? ')' : ']';
  (*at)++;
  skip_blanks (at);
  while (**at != closing)
    {
      if (!read_integer (at, numbers))
        return false;
      if (**at == ',')
        {
          (*at)++;
          skip_blanks (at);
        }
      else if (**at != closing)
        return false;
    }
  (*at)++;
  skip_blanks (at);
  return true;
}

static void
read_keyword (const char **at, Argument *argument)
{
  const char *end = *at;
  while (g_ascii_isalnum (*end) || *end == '_')
    end++;
  const char *equals = end;
  skip_blanks (&equals);
  if (end == *at || *equals != '=')
    return;
  argument->keyword = g_strndup (*at, (gsize) (end - *at));
  *at = equals + 1;
  skip_blanks (at);
}

static bool
read_arguments (const char *text, Argument *arguments, int *n)
{
  const char *at = text;
  *n = 0;
  skip_blanks (&at);
  while (*at != '\0')
    {
      if (*n == MAX_ARGUMENTS)
        return false;
      Argument *argument = &arguments[(*n)++];
      read_keyword (&at, argument);
      argument->is_list = *at == '(' || *at == '[';
      if (!(argument->is_list ? read_list (&at, &argument->numbers)
                              : read_integer (&at, &argument->numbers)))
        return false;
      if (*at == ',')
        {
          at++;
          skip_blanks (&at);
        }
      else if (*at != '\0')
        return false;
    }
  return true;
}

/* The place of an argument, by its keyword or its turn; -1: there is none. */
static int
find_place (TnuShapeWord word, const Argument *argument, int turn)
{
  if (argument->keyword == NULL)
    return turn;
  for (int k = 0; k < 2; k++)
    if (words[word].keywords[k] != NULL && strcmp (words[word].keywords[k], argument->keyword) == 0)
      return k;
  return -1;
}

static bool
take_list (TnuShapeCall *call, const Argument *arguments, int n)
{
  if (n == 1 && arguments[0].is_list)
    {
      call->numbers = arguments[0].numbers;
      return find_place (call->word, &arguments[0], 0) == 0;
    }
  for (int k = 0; k < n; k++)
    {
      if (arguments[k].is_list || arguments[k].keyword != NULL)
        return false;
      call->numbers.sizes[call->numbers.rank++] = arguments[k].numbers.sizes[0];
    }
  return n > 0;
}

static bool
take_ints (TnuShapeCall *call, const Argument *arguments, int n)
{
  bool is_given[2] = { false };
  int wanted = words[call->word].keywords[1] != NULL ? 2 : 1;
  call->numbers = (TnuShape) { wanted, { 0, call->word == TNU_SHAPE_FLATTEN ? -1 : 0 } };
  for (int k = 0; k < n; k++)
    {
      int place = find_place (call->word, &arguments[k], k);
      if (place < 0 || place >= wanted || is_given[place] || arguments[k].is_list)
        return false;
      is_given[place] = true;
      call->numbers.sizes[place] = arguments[k].numbers.sizes[0];
    }
  return call->word == TNU_SHAPE_FLATTEN || n == wanted;
}

static bool
take_lists (TnuShapeCall *call, const Argument *arguments, int n)
{
  bool is_given[2] = { false };
  int most = words[call->word].form == FORM_DIMS ? 1 : 2;
  for (int k = 0; k < n; k++)
    {
      int place = find_place (call->word, &arguments[k], k);
      if (place < 0 || place >= most || is_given[place])
        return false;
      is_given[place] = true;
      *(place == 0 ? &call->numbers : &call->dims) = arguments[k].numbers;
    }
  return words[call->word].form == FORM_DIMS
             ? n == 0 || call->numbers.rank > 0
             : is_given[0];
}

static bool
take_arguments (TnuShapeCall *call, const char *text)
{
  Argument arguments[MAX_ARGUMENTS] = { 0 };
  int n = 0;
  bool fits = read_arguments (text, arguments, &n);
  if (fits)
    switch (words[call->word].form)
      {
      case FORM_LIST:
        fits = take_list (call, arguments, n);
        break;
      case FORM_INTS:
        fits = take_ints (call, arguments, n);
        break;
      case FORM_DIMS:
      case FORM_TWO_LISTS:
        fits = take_lists (call, arguments, n);
        break;
      case FORM_PROPERTY:
        fits = false;
        break;
      }
  for (int k = 0; k < n; k++)
    g_free (arguments[k].keyword);
  return fits;
}

bool
tnu_shape_call_parse (const char *code, const char *source, char **target, TnuShapeCall *call)
{
  static GRegex *pattern;
  if (g_once_init_enter (&pattern))
    g_once_init_leave (&pattern,
                       g_regex_new ("^\\s*([^\\W\\d]\\w*)\\s*=\\s*([^\\W\\d]\\w*)\\s*\\.\\s*"
                                    "([a-zA-Z]+)\\s*(?:\\((.*)\\)\\s*)?$",
                                    0, 0, NULL));
  g_autoptr (GMatchInfo) match = NULL;
  *call = (TnuShapeCall) { 0 };
  if (!g_regex_match (pattern, code, 0, &match))
    return false;
  g_autofree char *called = g_match_info_fetch (match, 2);
  g_autofree char *word = g_match_info_fetch (match, 3);
  if (strcmp (called, source) != 0 || !tnu_shape_word_find (word, &call->word))
    return false;
  g_autofree char *arguments = g_match_info_fetch (match, 4);
  bool is_called = g_match_info_get_match_count (match) > 4;
  if (words[call->word].form == FORM_PROPERTY ? is_called
                                              : !is_called || !take_arguments (call, arguments))
    return false;
  *target = g_match_info_fetch (match, 1);
  return true;
}

/* ---- the verdict ---- */

static const TnsOp *
get_op (const TnuShapeCall *self)
{
  static const TnsOp *const ops[TNU_N_SHAPE_WORDS] = {
    [TNU_SHAPE_RESHAPE] = &tns_op_reshape,     [TNU_SHAPE_VIEW] = &tns_op_view,
    [TNU_SHAPE_FLATTEN] = &tns_op_flatten,     [TNU_SHAPE_SQUEEZE] = &tns_op_squeeze,
    [TNU_SHAPE_UNSQUEEZE] = &tns_op_unsqueeze, [TNU_SHAPE_TRANSPOSE] = &tns_op_transpose,
    [TNU_SHAPE_PERMUTE] = &tns_op_permute,     [TNU_SHAPE_T] = &tns_op_numpy_T,
    [TNU_SHAPE_EXPAND] = &tns_op_expand,       [TNU_SHAPE_REPEAT] = &tns_op_repeat,
    [TNU_SHAPE_FLIP] = &tns_op_flip,           [TNU_SHAPE_ROLL] = &tns_op_roll,
  };
  if (self->word == TNU_SHAPE_SQUEEZE && self->numbers.rank > 0)
    return self->numbers.rank == 1 ? &tns_op_squeeze_dim : &tns_op_squeeze_dims;
  return ops[self->word];
}

bool
tnu_shape_call_infer (const TnuShapeCall *self, TnsTensor *tensor, TnsMeta *out, GError **error)
{
  const TnuShape *numbers = &self->numbers;
  TnsValue args[3] = { tns_value_tensor (tensor) };
  int n_args = 1, n_outs = 1;
  if (words[self->word].form == FORM_INTS
      || (self->word == TNU_SHAPE_SQUEEZE && numbers->rank == 1))
    for (int k = 0; k < numbers->rank && k < 2; k++)
      args[n_args++] = tns_value_int (numbers->sizes[k]);
  else if (words[self->word].form != FORM_PROPERTY
           && (self->word != TNU_SHAPE_SQUEEZE || numbers->rank > 0))
    args[n_args++] = tns_value_ints (numbers->sizes, numbers->rank);
  if (self->word == TNU_SHAPE_ROLL)
    args[n_args++] = tns_value_ints (self->dims.sizes, self->dims.rank);
  return tns_op_infer (get_op (self), false, args, n_args, out, &n_outs, error);
}

/* ---- axes ---- */

static bool
is_squeezed (const TnuShapeCall *self, const TnuShape *before, int dim)
{
  bool is_named = self->numbers.rank == 0;
  for (int k = 0; k < self->numbers.rank; k++)
    is_named |= tnu_shape_wrap_dim (self->numbers.sizes[k], before->rank) == dim;
  return is_named && before->sizes[dim] == 1;
}

void
tnu_shape_call_get_axes (const TnuShapeCall *self, const TnuShape *before, int after_rank,
                         int *axes)
{
  const gint64 *numbers = self->numbers.sizes;
  int rank = before->rank, n = 0;
  for (int d = 0; d < after_rank; d++)
    axes[d] = d;
  switch (self->word)
    {
    case TNU_SHAPE_SQUEEZE:
      for (int d = 0; d < rank; d++)
        if (!is_squeezed (self, before, d) && n < after_rank)
          axes[n++] = d;
      break;
    case TNU_SHAPE_UNSQUEEZE:
      {
        int place = (int) tnu_shape_wrap_dim (numbers[0], after_rank);
        for (int d = 0; d < after_rank; d++)
          axes[d] = d < place ? d : d == place ? rank : d - 1;
        break;
      }
    case TNU_SHAPE_TRANSPOSE:
      if (rank > 0)
        {
          int a = (int) tnu_shape_wrap_dim (numbers[0], rank);
          int b = (int) tnu_shape_wrap_dim (numbers[1], rank);
          axes[a] = b;
          axes[b] = a;
        }
      break;
    case TNU_SHAPE_PERMUTE:
      for (int d = 0; d < after_rank; d++)
        axes[d] = (int) tnu_shape_wrap_dim (numbers[d], rank);
      break;
    case TNU_SHAPE_T:
      for (int d = 0; d < after_rank; d++)
        axes[d] = rank - 1 - d;
      break;
    case TNU_SHAPE_EXPAND:
    case TNU_SHAPE_REPEAT:
      for (int d = 0; d < after_rank; d++)
        axes[d] = d < after_rank - rank ? rank + d : d - (after_rank - rank);
      break;
    case TNU_SHAPE_RESHAPE:
    case TNU_SHAPE_VIEW:
    case TNU_SHAPE_FLATTEN:
    case TNU_SHAPE_FLIP:
    case TNU_SHAPE_ROLL:
    case TNU_N_SHAPE_WORDS:
      break;
    }
}
