/* SPDX-FileCopyrightText: 2026 The Tensarium authors
 * SPDX-License-Identifier: MIT */
/* Einsum form
 *
 * A letter of both tensors that is kept counts tables, one that is not kept is summed; a letter of
 * one tensor that is kept is a row or a column. Each kind is put together in the order of the
 * result, so that A becomes (batch…, rows, summed) and B (batch…, summed, columns). What cannot be
 * told so is no product of tables: einsum-plan.h has it. */
#include "ui/operation/matmul/einsum-form.h"

#include <string.h>

#include "ui/draw/theme.h"

typedef struct
{
  char a[TNU_SHAPE_MAX_RANK + 1], b[TNU_SHAPE_MAX_RANK + 1];
  char out[TNU_EINSUM_MAX_LETTERS + 1];
} Parts;

/* ---- reading ---- */

static int
count_char (const char *text, char c)
{
  int n = 0;
  for (; *text != '\0'; text++)
    n += *text == c;
  return n;
}

/* Without an arrow: what occurs once, capitals first. */
static void
imply_output (Parts *parts)
{
  int n = 0;
  for (int c = 'A'; c <= 'z'; c++)
    if (g_ascii_isalpha (c) && count_char (parts->a, (char)c) + count_char (parts->b, (char)c) == 1)
      parts->out[n++] = (char)c;
  parts->out[n] = '\0';
}

static bool
read_parts (const char *equation, Parts *parts)
{
  g_auto (GStrv) words = g_strsplit (equation, " ", -1);
  g_autofree char *text = g_strjoinv ("", words);
  char *arrow = strstr (text, "->"), *comma = strchr (text, ',');
  if (arrow != NULL)
    *arrow = '\0';
  if (comma == NULL || strchr (text, '.') != NULL)
    return false;
  *comma = '\0';
  if (strlen (text) > TNU_SHAPE_MAX_RANK || strlen (comma + 1) > TNU_SHAPE_MAX_RANK
      || (arrow != NULL && strlen (arrow + 2) > TNU_EINSUM_MAX_LETTERS))
    return false;
  strcpy (parts->a, text);
  strcpy (parts->b, comma + 1);
  if (arrow != NULL)
    strcpy (parts->out, arrow + 2);
  else
    imply_output (parts);
  return true;
}

/* ---- letters ---- */

static gint64
get_size (const char *letters, const TnuShape *shape, char letter)
{
  const char *at = strchr (letters, letter);
  return at != NULL && at - letters < shape->rank ? shape->sizes[at - letters] : 1;
}

/* A size of 1 is repeated to the other one. */
static gint64
get_common_size (const Parts *parts, const TnuShape *a, const TnuShape *b, char letter)
{
  gint64 size = get_size (parts->a, a, letter);
  return size != 1 ? size : get_size (parts->b, b, letter);
}

static TnuEinsumRole
get_role (const Parts *parts, char letter)
{
  bool in_a = strchr (parts->a, letter) != NULL, in_b = strchr (parts->b, letter) != NULL;
  bool is_kept = strchr (parts->out, letter) != NULL;
  if (in_a && in_b)
    return is_kept ? TNU_EINSUM_BATCH : TNU_EINSUM_SUMMED;
  return !is_kept ? TNU_EINSUM_ALONE : in_a ? TNU_EINSUM_ROW : TNU_EINSUM_COLUMN;
}

const TnuEinsumLetter *
tnu_einsum_form_find (const TnuEinsumForm *self, char letter)
{
  for (int k = 0; k < self->n_letters; k++)
    if (self->letters[k].letter == letter)
      return &self->letters[k];
  return NULL;
}

static void
list_letters (TnuEinsumForm *self, const Parts *parts, const TnuShape *a, const TnuShape *b)
{
  g_autofree char *all = g_strconcat (parts->a, parts->b, NULL);
  for (const char *at = all; *at != '\0'; at++)
    if (tnu_einsum_form_find (self, *at) == NULL)
      self->letters[self->n_letters++] = (TnuEinsumLetter){
        .letter = *at,
        .role = get_role (parts, *at),
        .size = get_common_size (parts, a, b, *at),
        .place = -1,
      };
  int place = 0;
  for (const char *at = parts->out; *at != '\0'; at++)
    for (int k = 0; k < self->n_letters; k++)
      if (self->letters[k].letter == *at && self->letters[k].role == TNU_EINSUM_BATCH)
        self->letters[k].place = place++;
}

/* ---- whether it is one ---- */

static int
count_role (const TnuEinsumForm *self, TnuEinsumRole role)
{
  int n = 0;
  for (int k = 0; k < self->n_letters; k++)
    n += self->letters[k].role == role;
  return n;
}

/* Only the diagonal of such a tensor is read. */
static bool
has_twice (const char *letters)
{
  for (const char *at = letters; *at != '\0'; at++)
    if (strchr (at + 1, *at) != NULL)
      return true;
  return false;
}

/* A row and a column must be as long as each other: a 1 that is repeated is not. */
static bool
has_repeated_sum (const TnuEinsumForm *self,
                  const Parts *parts,
                  const TnuShape *a,
                  const TnuShape *b)
{
  for (int k = 0; k < self->n_letters; k++)
    if (self->letters[k].role == TNU_EINSUM_SUMMED
        && get_size (parts->a, a, self->letters[k].letter)
               != get_size (parts->b, b, self->letters[k].letter))
      return true;
  return false;
}

/* With batch letters alone it is A * B; what is summed in one tensor alone meets no row. */
static bool
is_product (const TnuEinsumForm *self, const Parts *parts, const TnuShape *a, const TnuShape *b)
{
  return !has_twice (parts->a) && !has_twice (parts->b) && count_role (self, TNU_EINSUM_ALONE) == 0
         && !has_repeated_sum (self, parts, a, b)
         && count_role (self, TNU_EINSUM_BATCH) < self->n_letters
         && count_role (self, TNU_EINSUM_BATCH) <= TNU_SHAPE_MAX_RANK - 2;
}

/* ---- turning ---- */

/* The letters of @role among @letters, in the order of @order. */
static void
append_role (const TnuEinsumForm *self,
             TnuEinsumRole role,
             const char *letters,
             const char *order,
             char *into)
{
  size_t n = strlen (into);
  for (const char *at = order; *at != '\0'; at++)
    {
      const TnuEinsumLetter *letter = tnu_einsum_form_find (self, *at);
      if (letter != NULL && letter->role == role && strchr (letters, *at) != NULL)
        into[n++] = *at;
    }
  into[n] = '\0';
}

/* From the order of @letters to that of @wanted, then its dims as @shape has them. */
static TnuTurn
make_turn (const char *letters, const char *wanted, const TnuShape *before, const TnuShape *shape)
{
  TnuTurn turn = { .kind = TNU_TURN_ORDER, .shape = *shape };
  bool is_same = tnu_shape_equal (before, shape);
  for (int d = 0; wanted[d] != '\0'; d++)
    {
      turn.order[d] = (int)(strchr (letters, wanted[d]) - letters);
      is_same = is_same && turn.order[d] == d;
    }
  if (is_same)
    return (TnuTurn){ .kind = TNU_TURN_NONE };
  if (before->rank == 2 && shape->rank == 2 && turn.order[0] == 1
      && shape->sizes[0] == before->sizes[1] && shape->sizes[1] == before->sizes[0])
    return (TnuTurn){ .kind = TNU_TURN_TRANSPOSE };
  return turn;
}

static gint64
multiply_role (const TnuEinsumForm *self, TnuEinsumRole role)
{
  gint64 n = 1;
  for (int k = 0; k < self->n_letters; k++)
    if (self->letters[k].role == role)
      n *= self->letters[k].size;
  return n;
}

static void
add_batch (const char *wanted, const char *letters, const TnuShape *own, int n, TnuShape *shape)
{
  for (int d = 0; d < n; d++)
    shape->sizes[shape->rank++] = get_size (letters, own, wanted[d]);
}

static void
turn_all (TnuEinsumForm *self, const Parts *parts, const TnuShape *a, const TnuShape *b)
{
  char first[TNU_EINSUM_MAX_LETTERS + 1] = "", second[TNU_EINSUM_MAX_LETTERS + 1] = "";
  char result[TNU_EINSUM_MAX_LETTERS + 1] = "";
  int n_batch = count_role (self, TNU_EINSUM_BATCH);
  bool is_row = n_batch == 0 && count_role (self, TNU_EINSUM_ROW) == 0;
  bool is_column = n_batch == 0 && count_role (self, TNU_EINSUM_COLUMN) == 0;
  gint64 rows = multiply_role (self, TNU_EINSUM_ROW),
         columns = multiply_role (self, TNU_EINSUM_COLUMN),
         summed = multiply_role (self, TNU_EINSUM_SUMMED);
  append_role (self, TNU_EINSUM_BATCH, parts->a, parts->out, first);
  append_role (self, TNU_EINSUM_ROW, parts->a, parts->out, first);
  append_role (self, TNU_EINSUM_SUMMED, parts->a, parts->a, first);
  append_role (self, TNU_EINSUM_BATCH, parts->b, parts->out, second);
  append_role (self, TNU_EINSUM_SUMMED, parts->b, parts->a, second);
  append_role (self, TNU_EINSUM_COLUMN, parts->b, parts->out, second);
  append_role (self, TNU_EINSUM_BATCH, parts->out, parts->out, result);
  append_role (self, TNU_EINSUM_ROW, parts->out, parts->out, result);
  append_role (self, TNU_EINSUM_COLUMN, parts->out, parts->out, result);
  TnuShape shape_a = { 0 }, shape_b = { 0 }, shape_c = { 0 }, out = { 0 };
  add_batch (first, parts->a, a, n_batch, &shape_a);
  add_batch (second, parts->b, b, n_batch, &shape_b);
  for (const char *at = parts->out; *at != '\0'; at++)
    out.sizes[out.rank++] = tnu_einsum_form_find (self, *at)->size;
  add_batch (result, parts->out, &out, n_batch, &shape_c);
  if (!is_row)
    {
      shape_a.sizes[shape_a.rank++] = rows;
      shape_c.sizes[shape_c.rank++] = rows;
    }
  shape_a.sizes[shape_a.rank++] = summed;
  shape_b.sizes[shape_b.rank++] = summed;
  if (!is_column)
    {
      shape_b.sizes[shape_b.rank++] = columns;
      shape_c.sizes[shape_c.rank++] = columns;
    }
  self->a = make_turn (parts->a, first, a, &shape_a);
  self->b = make_turn (parts->b, second, b, &shape_b);
  self->c = make_turn (parts->out, result, &out, &shape_c);
}

void
tnu_einsum_form_init (TnuEinsumForm *self,
                      const char *equation,
                      const TnuShape *a,
                      const TnuShape *b)
{
  Parts parts;
  *self = (TnuEinsumForm){ .n_letters = 0 };
  if (!read_parts (equation, &parts) || strlen (parts.out) > TNU_SHAPE_MAX_RANK)
    return;
  list_letters (self, &parts, a, b);
  self->is_product = is_product (self, &parts, a, b);
  if (self->is_product)
    turn_all (self, &parts, a, b);
}

/* ---- words ---- */

char
tnu_einsum_form_get_mark (const TnuEinsumForm *self, char letter)
{
  const TnuEinsumLetter *known = tnu_einsum_form_find (self, letter);
  if (known == NULL)
    return '\0';
  switch (known->role)
    {
    case TNU_EINSUM_BATCH:
      return (char)('0' + MIN (known->place, 9));
    case TNU_EINSUM_ROW:
      return 'i';
    case TNU_EINSUM_COLUMN:
      return 'j';
    case TNU_EINSUM_SUMMED:
      return 'k';
    default:
      return 'b';
    }
}

static char *
dup_role_words (const TnuEinsumForm *self, TnuEinsumRole role, const char *a, const char *b)
{
  const char *merged = count_role (self, role) > 1 ? ", put together" : "";
  switch (role)
    {
    case TNU_EINSUM_ROW:
      return g_strdup_printf ("kept from %s: the rows%s", a, merged);
    case TNU_EINSUM_COLUMN:
      return g_strdup_printf ("kept from %s: the columns%s", b, merged);
    case TNU_EINSUM_SUMMED:
      return g_strdup_printf ("in both, not kept: summed away%s", merged);
    default:
      return g_strdup ("batch: in both and kept");
    }
}

char *
tnu_einsum_form_dup_words (const TnuEinsumForm *self, const char *a, const char *b)
{
  GString *text = g_string_new (NULL);
  for (int k = 0; k < self->n_letters; k++)
    {
      const TnuEinsumLetter *letter = &self->letters[k];
      g_autofree char *words = dup_role_words (self, letter->role, a, b);
      g_string_append_printf (
          text, "%s~%c%c|\u00a0(%" G_GINT64_FORMAT "): %s", text->len > 0 ? "\n" : "",
          tnu_einsum_form_get_mark (self, letter->letter), letter->letter, letter->size, words);
    }
  return g_string_free (text, FALSE);
}

/* ---- A @ B as an equation ---- */

static void
append_batch (GString *text, const TnuMatmulPlan *plan, const TnuShape *operand)
{
  for (int d = plan->batch.rank - tnu_matmul_count_batch (operand); d < plan->batch.rank; d++)
    g_string_append_c (text, tnu_axis_get_letter (d));
}

char *
tnu_einsum_dup_equation (const TnuMatmulPlan *plan)
{
  GString *text = g_string_new (NULL);
  if (plan->verdict == TNU_MATMUL_SCALAR)
    {
      const TnuShape *kept = plan->a.rank > 0 ? &plan->a : &plan->b;
      g_autoptr (GString) letters = g_string_new (NULL);
      for (int d = 0; d < kept->rank; d++)
        g_string_append_c (letters, tnu_axis_get_letter (d));
      g_string_append_printf (text, "%s,%s->%s", plan->a.rank > 0 ? letters->str : "",
                              plan->a.rank > 0 ? "" : letters->str, letters->str);
      return g_string_free (text, FALSE);
    }
  char inner = tnu_axis_get_letter (plan->inner_dim);
  append_batch (text, plan, &plan->a);
  if (!plan->is_row)
    g_string_append_c (text, tnu_axis_get_letter (plan->row_dim));
  g_string_append_printf (text, "%c,", inner);
  append_batch (text, plan, &plan->b);
  g_string_append_c (text, inner);
  if (!plan->is_column)
    g_string_append_c (text, tnu_axis_get_letter (plan->column_dim));
  g_string_append (text, "->");
  for (int d = 0; d < plan->batch.rank; d++)
    g_string_append_c (text, tnu_axis_get_letter (d));
  if (!plan->is_row)
    g_string_append_c (text, tnu_axis_get_letter (plan->row_dim));
  if (!plan->is_column)
    g_string_append_c (text, tnu_axis_get_letter (plan->column_dim));
  return g_string_free (text, FALSE);
}
