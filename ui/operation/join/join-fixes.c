/* SPDX-FileCopyrightText: 2026 The Tensarium authors
 * SPDX-License-Identifier: MIT */
#include "ui/operation/join/join-fixes.h"

#include <string.h>

typedef struct
{
  const TnuJoinCall *call;
  GPtrArray *fixes;
  guint most;
} Search;

static void
fix_free (gpointer data)
{
  TnuJoinFix *self = data;
  tnu_join_call_free (self->call);
  g_free (self->label);
  g_free (self->words);
  g_free (self);
}

static bool
is_known (const Search *search, const char *label)
{
  for (guint k = 0; k < search->fixes->len; k++)
    if (strcmp (((TnuJoinFix *) search->fixes->pdata[k])->label, label) == 0)
      return true;
  return false;
}

/* Takes @call, @label and @words; keeps them when the call fits. */
static void
try_call (Search *search, TnuJoinCall *call, char *label, char *words)
{
  g_auto (TnuJoinPlan) plan = { 0 };
  TnuJoinFix *fix = g_new0 (TnuJoinFix, 1);
  fix->call = call;
  fix->label = label;
  fix->words = words;
  tnu_join_plan_init (&plan, call);
  if (plan.trouble != TNU_JOIN_FITS || search->fixes->len >= search->most
      || is_known (search, label))
    {
      fix_free (fix);
      return;
    }
  fix->result = plan.splits && plan.parts->len > 0 ? tnu_join_plan_get_part (&plan, 0)->own
                                                   : plan.whole;
  g_ptr_array_add (search->fixes, fix);
}

/* ---- another dim ---- */

static void
try_dim (Search *search, gint64 dim)
{
  TnuJoinCall *call = tnu_join_call_copy (search->call);
  call->dim = dim;
  try_call (search, call, g_strdup_printf ("dim=%" G_GINT64_FORMAT, dim),
            g_strdup_printf ("%s along dim %" G_GINT64_FORMAT, tnu_join_word_get_name (call->word),
                             dim));
}

/* Those nearest to what was asked for first. */
static void
try_dims (Search *search, const TnuJoinPlan *plan)
{
  int n = tnu_join_plan_count_dims (plan);
  bool is_beyond = search->call->dim >= n;
  if (!tnu_join_word_has_dim (search->call->word))
    return;
  for (int k = 0; k < n; k++)
    try_dim (search, is_beyond ? n - 1 - k : k);
}

/* ---- other operands ---- */

static void
try_turn (Search *search, int index, const TnuTurn *turn, const char *words)
{
  TnuJoinCall *call = tnu_join_call_copy (search->call);
  TnuJoinOperand *operand = tnu_join_call_get_operand (call, index);
  operand->turn = *turn;
  try_call (search, call, tnu_join_operand_dup_code (operand),
            g_strdup_printf ("%s %s", operand->name, words));
}

/* All that have a dim too few get one at the same place. */
static void
try_unsqueeze (Search *search, int rank, int dim)
{
  TnuJoinCall *call = tnu_join_call_copy (search->call);
  g_autoptr (GString) label = g_string_new (NULL);
  for (guint k = 0; k < call->operands->len; k++)
    {
      TnuJoinOperand *operand = call->operands->pdata[k];
      if (operand->raw.rank != rank - 1)
        continue;
      operand->turn = (TnuTurn) { .kind = TNU_TURN_UNSQUEEZE, .dim = dim };
      g_autofree char *code = tnu_join_operand_dup_code (operand);
      g_string_append_printf (label, "%s%s", label->len > 0 ? ", " : "", code);
    }
  g_autofree char *words
      = g_strdup_printf (rank == 2 && dim == 0   ? "as one row"
                         : rank == 2 && dim == 1 ? "as one column"
                                                 : "with an axis of size 1 at dim %d",
                         dim);
  if (label->len == 0)
    tnu_join_call_free (call);
  else
    try_call (search, call, g_strdup (label->str), g_steal_pointer (&words));
}

static void
try_unsqueezes (Search *search, const TnuJoinPlan *plan)
{
  int rank = 0;
  for (guint k = 0; k < plan->parts->len; k++)
    rank = MAX (rank, tnu_join_plan_get_part (plan, (int) k)->own.rank);
  for (int dim = 0; dim < rank; dim++)
    try_unsqueeze (search, rank, dim);
}

static void
try_transpositions (Search *search, const TnuJoinPlan *plan)
{
  const TnuTurn turned = { .kind = TNU_TURN_TRANSPOSE };
  if (plan->guilty >= 0)
    try_turn (search, plan->guilty, &turned, "transposed");
  for (guint k = 0; k < plan->parts->len; k++)
    try_turn (search, (int) k, &turned, "transposed");
}

/* The same numbers in the shape that fits, as far as there are as many as that takes. */
static void
try_reshape (Search *search, const TnuJoinPlan *plan, int index, int model)
{
  if (index < 0 || index == model)
    return;
  const TnuShape *wanted = &tnu_join_plan_get_part (plan, model)->own;
  gint64 dim = search->call->dim;
  TnuTurn turn = { .kind = TNU_TURN_RESHAPE, .shape = *wanted };
  if (search->call->word == TNU_JOIN_CAT && wanted->rank > 0)
    {
      dim = dim < 0 ? dim + wanted->rank : dim;
      if (dim < 0 || dim >= wanted->rank)
        return;
      turn.shape.sizes[dim] = -1;
    }
  try_turn (search, index, &turn, "with its numbers read in another shape");
}

static void
try_without (Search *search, int index)
{
  if (index < 0 || search->call->operands->len < 2)
    return;
  TnuJoinCall *call = tnu_join_call_copy (search->call);
  g_autofree char *code = tnu_join_operand_dup_code (tnu_join_call_get_operand (call, index));
  g_ptr_array_remove_index (call->operands, (guint) index);
  try_call (search, call, g_strdup_printf ("without %s", code),
            g_strdup_printf ("leave %s out", code));
}

/* ---- another word ---- */

static void
try_word (Search *search, TnuJoinWord word, gint64 dim, const char *words)
{
  TnuJoinCall *call = tnu_join_call_copy (search->call);
  call->word = word;
  call->dim = dim;
  try_call (search, call,
            dim == 0 ? g_strdup (tnu_join_word_get_name (word))
                     : g_strdup_printf ("%s, dim=%" G_GINT64_FORMAT, tnu_join_word_get_name (word),
                                        dim),
            g_strdup (words));
}

static void
try_words (Search *search, const TnuJoinPlan *plan)
{
  if (search->call->word == TNU_JOIN_STACK && plan->parts->len > 0)
    for (int dim = 0; dim < tnu_join_plan_get_part (plan, 0)->own.rank; dim++)
      try_word (search, TNU_JOIN_CAT, dim, "one after the other, without a new axis");
  if (plan->trouble == TNU_JOIN_SCALAR && !plan->splits)
    {
      try_word (search, TNU_JOIN_STACK, 0, "numbers become a row");
      try_word (search, TNU_JOIN_HSTACK, 0, "numbers count as rows of one");
    }
  if (search->call->word == TNU_JOIN_VSTACK || search->call->word == TNU_JOIN_HSTACK)
    try_word (search,
              search->call->word == TNU_JOIN_VSTACK ? TNU_JOIN_HSTACK : TNU_JOIN_VSTACK, 0,
              search->call->word == TNU_JOIN_VSTACK ? "side by side" : "below each other");
}

/* ---- other pieces ---- */

static void
try_numbers (Search *search, const gint64 *numbers, int n, bool is_list, const char *words)
{
  TnuJoinCall *call = tnu_join_call_copy (search->call);
  tnu_join_call_set_numbers (call, numbers, n, is_list);
  g_autofree char *text = tnu_join_call_dup_numbers (call);
  try_call (search, call, is_list ? g_strdup_printf ("[%s]", text) : g_strdup (text),
            g_strdup (words));
}

/* Sizes that do not add up: the last ones change, or one piece more takes the rest. */
static void
try_sizes (Search *search, const TnuJoinPlan *plan)
{
  const TnuJoinCall *call = search->call;
  gint64 size = plan->agreed.sizes[plan->axis], sum = 0;
  g_autoptr (GArray) sizes = g_array_new (FALSE, FALSE, sizeof (gint64));
  for (guint k = 0; k < call->numbers->len; k++)
    {
      gint64 piece = MAX (tnu_join_call_get_number (call, (int) k), 0);
      g_array_append_val (sizes, piece);
      sum += piece;
    }
  gint64 rest = size - sum;
  if (rest > 0)
    {
      g_array_append_val (sizes, rest);
      try_numbers (search, (const gint64 *) sizes->data, (int) sizes->len, true,
                   "one piece more takes the rest");
      g_array_set_size (sizes, sizes->len - 1);
    }
  for (guint k = sizes->len; k > 0 && rest != 0; k--)
    {
      gint64 *piece = &g_array_index (sizes, gint64, k - 1);
      gint64 changed = MAX (*piece + rest, 0);
      rest -= changed - *piece;
      *piece = changed;
    }
  while (sizes->len > 1 && g_array_index (sizes, gint64, sizes->len - 1) == 0)
    g_array_set_size (sizes, sizes->len - 1);
  if (rest == 0 && sizes->len > 0)
    try_numbers (search, (const gint64 *) sizes->data, (int) sizes->len, true,
                 "the sizes add up");
}

static void
try_pieces (Search *search, const TnuJoinPlan *plan)
{
  gint64 size = plan->axis >= 0 ? plan->agreed.sizes[plan->axis] : 0;
  gint64 half = MAX ((size + 1) / 2, 1), one = 1, two = 2;
  if (plan->trouble != TNU_JOIN_NUMBERS)
    return;
  if (search->call->is_list)
    try_sizes (search, plan);
  if (search->call->word == TNU_JOIN_SPLIT)
    {
      try_numbers (search, &half, 1, false, "two halves");
      try_numbers (search, &one, 1, false, "pieces of size 1");
      return;
    }
  try_numbers (search, &two, 1, false, "two pieces");
  try_numbers (search, &one, 1, false, "one piece: all of it");
}

GPtrArray *
tnu_join_fixes_new (const TnuJoinCall *call, int most)
{
  Search search = {
    .call = call,
    .fixes = g_ptr_array_new_with_free_func (fix_free),
    .most = (guint) MAX (most, 0),
  };
  g_auto (TnuJoinPlan) plan = { 0 };
  tnu_join_plan_init (&plan, call);
  if (plan.trouble == TNU_JOIN_FITS || plan.trouble == TNU_JOIN_NOTHING)
    return search.fixes;
  try_dims (&search, &plan);
  if (plan.splits)
    {
      try_pieces (&search, &plan);
      return search.fixes;
    }
  if (plan.trouble == TNU_JOIN_RANK || plan.trouble == TNU_JOIN_SCALAR)
    try_unsqueezes (&search, &plan);
  /* Room is kept for leaving one out, which always helps. */
  search.most = (guint) MAX (most - 1, 0);
  if (plan.trouble == TNU_JOIN_SIZE)
    try_transpositions (&search, &plan);
  try_words (&search, &plan);
  if (plan.trouble == TNU_JOIN_SIZE || search.fixes->len == 0)
    try_reshape (&search, &plan, plan.guilty, 0);
  search.most = (guint) MAX (most, 0);
  try_without (&search, plan.guilty);
  return search.fixes;
}
