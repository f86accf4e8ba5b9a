/* SPDX-FileCopyrightText: 2026 The Tensarium authors
 * SPDX-License-Identifier: MIT */

/* Einstein summation. Every operand is brought to one order of dims, the output's labels first and
 * the summed ones behind; pairs are then multiplied from left to right as batches of matrices, and
 * a label is summed as soon as no later operand has it. */

#include "engine/ops/formula.h"

/* Labels A–Z, a–z; the ellipsis' dims follow them. */
enum
{
  N_LETTERS = 52,
  N_LABELS = N_LETTERS + TNK_MAX_RANK,
};

typedef struct
{
  int labels[TNK_MAX_RANK];
  int n;
} Labels;

typedef struct
{
  Labels *operands;
  int n_operands;
  int n_ellipsis;
  int place[N_LABELS]; /* dim of the common order, -1: not used */
  int n_places;
  int n_out;
} Equation;

enum
{
  ELLIPSIS = -1,
};

static int
label_of (char c)
{
  return g_ascii_isupper (c) ? c - 'A' : c - 'a' + 26;
}

static char
letter_of (int label)
{
  return (char)(label < 26 ? 'A' + label : 'a' + label - 26);
}

/* ---- reading ---- */

/* Reads labels until a comma, an arrow or the end. @side names the operand for messages. */
static bool
read_labels (const char *text, size_t *at, int operand, Labels *labels, GError **error)
{
  g_autofree char *side
      = operand < 0 ? g_strdup ("output") : g_strdup_printf ("operand %d", operand);
  bool has_ellipsis = false;

  labels->n = 0;
  for (; text[*at] != '\0' && text[*at] != ','; (*at)++)
    {
      char c = text[*at];

      if (c == ' ')
        continue;
      if (operand >= 0 && c == '-' && text[*at + 1] == '>')
        return true;
      if (labels->n == TNK_MAX_RANK)
        return tns_fail (error, TNS_ERROR_RUNTIME, "einsum(): too many subscripts for %s", side);
      if (c == '.' && has_ellipsis)
        return tns_fail (error, TNS_ERROR_RUNTIME,
                         operand < 0 ? "einsum(): found '.' for %s but an ellipsis (...) was "
                                       "already found"
                                     : "einsum(): found '.' for %s for which an ellipsis was "
                                       "already found",
                         side);
      if (c == '.' && !g_str_has_prefix (text + *at, "..."))
        return tns_fail (error, TNS_ERROR_RUNTIME,
                         "einsum(): found '.' for %s that is not part of any ellipsis%s", side,
                         operand < 0 ? " (...)" : "");
      if (c != '.' && !g_ascii_isalpha (c))
        return tns_fail (error, TNS_ERROR_RUNTIME,
                         "einsum(): invalid subscript given at index %zu in the equation string, "
                         "subscripts must be in [a-zA-Z]",
                         *at);
      labels->labels[labels->n++] = c == '.' ? ELLIPSIS : label_of (c);
      if (c == '.')
        {
          has_ellipsis = true;
          *at += 2;
        }
    }
  return true;
}

static bool
has_ellipsis (const Labels *labels)
{
  int k;

  for (k = 0; k < labels->n; k++)
    if (labels->labels[k] == ELLIPSIS)
      return true;
  return false;
}

/* The ellipsis written out as labels of its own, aligned at the right. */
static bool
expand_ellipsis (Labels *labels, int operand, int rank, int n_ellipsis, GError **error)
{
  Labels full = { .n = 0 };
  int k, j, n_own = rank - labels->n + 1;

  if (has_ellipsis (labels) ? n_own < 0 : labels->n != rank)
    return tns_fail (error, TNS_ERROR_RUNTIME,
                     "einsum(): the number of subscripts in the equation (%d) %s (%d) for operand "
                     "%d%s",
                     labels->n - has_ellipsis (labels),
                     has_ellipsis (labels) ? "is more than the number of dimensions"
                                           : "does not match the number of dimensions",
                     rank, operand, has_ellipsis (labels) ? "" : " and no ellipsis was given");
  for (k = 0; k < labels->n; k++)
    if (labels->labels[k] != ELLIPSIS)
      full.labels[full.n++] = labels->labels[k];
    else
      for (j = 0; j < n_own; j++)
        full.labels[full.n++] = N_LETTERS + n_ellipsis - n_own + j;
  *labels = full;
  return true;
}

static int
count_label (const Equation *equation, int label)
{
  int operand, k, n = 0;

  for (operand = 0; operand < equation->n_operands; operand++)
    for (k = 0; k < equation->operands[operand].n; k++)
      n += equation->operands[operand].labels[k] == label;
  return n;
}

static void
add_place (Equation *equation, int label)
{
  equation->place[label] = equation->n_places++;
}

static bool
place_given_output (Equation *equation, const Labels *output, GError **error)
{
  int k, j;

  for (k = 0; k < output->n; k++)
    {
      int label = output->labels[k];

      if (label == ELLIPSIS)
        {
          for (j = 0; j < equation->n_ellipsis; j++)
            add_place (equation, N_LETTERS + j);
          continue;
        }
      if (equation->place[label] >= 0)
        return tns_fail (error, TNS_ERROR_RUNTIME,
                         "einsum(): output subscript %c appears more than once in the output",
                         letter_of (label));
      if (count_label (equation, label) == 0)
        return tns_fail (error, TNS_ERROR_RUNTIME,
                         "einsum(): output subscript %c does not appear in the equation for any "
                         "input operand",
                         letter_of (label));
      add_place (equation, label);
    }
  return true;
}

/* Without an arrow: the ellipsis, then every label that occurs once, in alphabetical order. */
static void
place_implied_output (Equation *equation)
{
  int label;

  for (label = 0; label < equation->n_ellipsis; label++)
    add_place (equation, N_LETTERS + label);
  for (label = 0; label < N_LETTERS; label++)
    if (count_label (equation, label) == 1)
      add_place (equation, label);
}

static bool
read_inputs (Equation *equation, const char *text, size_t *at, GError **error)
{
  int operand;

  for (operand = 0;; operand++)
    {
      if (operand == equation->n_operands)
        return tns_fail (error, TNS_ERROR_RUNTIME,
                         "einsum(): fewer operands were provided than specified in the equation");
      if (!read_labels (text, at, operand, &equation->operands[operand], error))
        return false;
      if (text[*at] != ',')
        break;
      (*at)++;
    }
  if (operand + 1 < equation->n_operands)
    return tns_fail (error, TNS_ERROR_RUNTIME,
                     "einsum(): more operands were provided than specified in the equation");
  return true;
}

static bool
read_equation (Equation *equation, const TnsCall *call, GError **error)
{
  const char *text = call->args[0].string;
  Labels output;
  size_t at = 0;
  int operand, label;
  bool has_output;

  for (label = 0; label < N_LABELS; label++)
    equation->place[label] = -1;
  if (!read_inputs (equation, text, &at, error))
    return false;
  for (operand = 0; operand < equation->n_operands; operand++)
    {
      const Labels *labels = &equation->operands[operand];
      int rank = tns_tensor_get_rank (call->args[1].tensors.items[operand]);

      if (has_ellipsis (labels))
        equation->n_ellipsis = MAX (equation->n_ellipsis, rank - labels->n + 1);
    }
  for (operand = 0; operand < equation->n_operands; operand++)
    if (!expand_ellipsis (&equation->operands[operand], operand,
                          tns_tensor_get_rank (call->args[1].tensors.items[operand]),
                          equation->n_ellipsis, error))
      return false;
  has_output = text[at] == '-';
  if (has_output)
    {
      at += 2;
      if (!read_labels (text, &at, -1, &output, error)
          || !place_given_output (equation, &output, error))
        return false;
    }
  else
    place_implied_output (equation);
  equation->n_out = equation->n_places;
  for (label = 0; label < N_LABELS; label++)
    if (equation->place[label] < 0 && count_label (equation, label) > 0)
      add_place (equation, label);
  if (equation->n_places <= TNK_MAX_RANK)
    return true;
  return tns_fail (error, TNS_ERROR_RUNTIME, "einsum(): too many different subscripts (%d)",
                   equation->n_places);
}

/* Sizes of the common order; a size of 1 broadcasts. */
static bool
find_sizes (const Equation *equation, const TnsCall *call, int64_t *sizes, GError **error)
{
  int operand, k, j, place;

  for (place = 0; place < equation->n_places; place++)
    sizes[place] = 1;
  for (operand = 0; operand < equation->n_operands; operand++)
    {
      const Labels *labels = &equation->operands[operand];
      const int64_t *own = tns_tensor_get_sizes (call->args[1].tensors.items[operand]);

      for (k = 0; k < labels->n; k++)
        {
          int label = labels->labels[k];
          int64_t *size = &sizes[equation->place[label]];

          for (j = 0; j < k; j++)
            if (labels->labels[j] == label && own[j] != own[k])
              return tns_fail (error, TNS_ERROR_RUNTIME,
                               "einsum(): subscript %c is repeated for operand %d but the sizes "
                               "don't match, %" G_GINT64_FORMAT " != %" G_GINT64_FORMAT,
                               letter_of (label), operand, own[k], own[j]);
          if (*size != 1 && own[k] != 1 && *size != own[k])
            {
              g_autofree char *name = label < N_LETTERS
                                          ? g_strdup_printf ("subscript %c", letter_of (label))
                                          : g_strdup ("ellipsis");

              return tns_fail (error, TNS_ERROR_RUNTIME,
                               "einsum(): %s has size %" G_GINT64_FORMAT " for operand %d which "
                               "does not broadcast with previously seen size %" G_GINT64_FORMAT,
                               name, own[k], operand, *size);
            }
          if (own[k] != 1)
            *size = own[k];
        }
    }
  return true;
}

/* ---- inference ---- */

static void
equation_init (Equation *equation, const TnsCall *call)
{
  *equation = (Equation){ .n_operands = call->args[1].tensors.n };
  equation->operands = g_new0 (Labels, MAX (equation->n_operands, 1));
}

static bool
infer_einsum (TnsCall *call, GError **error)
{
  TnsValue operands = call->args[1];
  int64_t sizes[TNK_MAX_RANK];
  Equation equation;
  TnkDtype dtype;
  bool ok;

  if (operands.tensors.n == 0)
    return tns_fail (error, TNS_ERROR_VALUE,
                     "einsum(): must specify the equation string and at least one operand, or at "
                     "least one operand and its subscripts list");
  equation_init (&equation, call);
  ok = read_equation (&equation, call, error) && find_sizes (&equation, call, sizes, error);
  g_free (equation.operands);
  if (!ok)
    return false;
  /* Types may differ where nothing is summed; the matrix products refuse the others. */
  dtype = tns_tensor_get_dtype (operands.tensors.items[0]);
  for (int k = 1; k < operands.tensors.n; k++)
    dtype = tns_dtype_promote (dtype, tns_tensor_get_dtype (operands.tensors.items[k]));
  tns_call_add_dense (call, dtype, tns_tensor_get_device (operands.tensors.items[0]),
                      equation.n_out, sizes);
  return true;
}

/* ---- computing ---- */

/* @x in the common order, size 1 where it lacks a label; repeated labels become their diagonal. */
static TnsTensor *
align (TnsScope *s, TnsTensor *x, const Labels *given, const Equation *equation)
{
  Labels labels = *given;
  int64_t order[TNK_MAX_RANK];
  int k, j, place, n;

  for (k = 0; k < labels.n; k++)
    for (j = k + 1; j < labels.n; j++)
      if (labels.labels[k] == labels.labels[j])
        {
          int i;

          /* The diagonal goes to the end; what follows moves up. */
          x = tns_do (s, diagonal, T (x), I (0), I (k), I (j));
          x = tns_do (s, movedim, T (x), tns_value_ints ((int64_t[]){ -1 }, 1),
                      tns_value_ints ((int64_t[]){ k }, 1));
          for (i = j; i + 1 < labels.n; i++)
            labels.labels[i] = labels.labels[i + 1];
          labels.n--;
          j--;
        }
  for (place = 0; place < equation->n_places; place++)
    order[place] = -1;
  for (k = 0; k < labels.n; k++)
    order[equation->place[labels.labels[k]]] = k;
  /* What is missing is added behind, as PyTorch does: the strides of the result depend on it. */
  for (place = 0, n = labels.n; place < equation->n_places; place++)
    if (order[place] < 0)
      {
        x = tns_do (s, unsqueeze, T (x), I (-1));
        order[place] = n++;
      }
  return tns_do (s, permute, T (x), tns_value_ints (order, equation->n_places));
}

/* Classes of dims in the product of two aligned operands. */
typedef struct
{
  int64_t dims[4][TNK_MAX_RANK];
  int n[4];
} Roles;

enum
{
  ROLE_BATCH,
  ROLE_LEFT,
  ROLE_RIGHT,
  ROLE_SUM,
};

static void
find_roles (const TnsTensor *a, const TnsTensor *b, const bool *is_summed, Roles *roles)
{
  int dim, rank = tns_tensor_get_rank (a);

  memset (roles->n, 0, sizeof roles->n);
  for (dim = 0; dim < rank; dim++)
    {
      bool in_a = tns_tensor_get_sizes (a)[dim] != 1, in_b = tns_tensor_get_sizes (b)[dim] != 1;
      int role = in_a && in_b ? (is_summed[dim] ? ROLE_SUM : ROLE_BATCH)
                              : (in_a ? ROLE_LEFT : ROLE_RIGHT);

      roles->dims[role][roles->n[role]++] = dim;
    }
}

static int64_t
role_size (const TnsTensor *x, const Roles *roles, int role)
{
  int64_t size = 1;
  int k;

  for (k = 0; k < roles->n[role]; k++)
    size *= tns_tensor_get_sizes (x)[roles->dims[role][k]];
  return size;
}

/* @x as [batch, rows, columns] for the roles given. */
static TnsTensor *
as_batch (TnsScope *s, TnsTensor *x, const Roles *roles, int rows, int columns, int absent)
{
  int order_roles[4] = { ROLE_BATCH, rows, columns, absent };
  int64_t order[TNK_MAX_RANK];
  int64_t sizes[3] = { role_size (x, roles, ROLE_BATCH), role_size (x, roles, rows),
                       role_size (x, roles, columns) };
  int role, k, n = 0;

  for (role = 0; role < 4; role++)
    for (k = 0; k < roles->n[order_roles[role]]; k++)
      order[n++] = roles->dims[order_roles[role]][k];
  x = tns_do (s, permute, T (x), tns_value_ints (order, n));
  return tns_do (s, reshape, T (x), tns_value_ints (sizes, 3));
}

/* Dims that only one operand has and nobody needs later are summed before the product. */
static TnsTensor *
sum_lonely (TnsScope *s, TnsTensor *x, const TnsTensor *other, const bool *is_summed)
{
  int64_t dims[TNK_MAX_RANK];
  int dim, n = 0;

  for (dim = 0; x != NULL && dim < tns_tensor_get_rank (x); dim++)
    if (is_summed[dim] && tns_tensor_get_sizes (x)[dim] != 1
        && tns_tensor_get_sizes (other)[dim] == 1)
      dims[n++] = dim;
  return n == 0 ? x : tns_do (s, sum, T (x), tns_value_ints (dims, n), B (true));
}

static TnsTensor *
multiply_pair (TnsScope *s, TnsTensor *left, TnsTensor *right, const bool *is_summed)
{
  static const int roles_in_order[] = { ROLE_BATCH, ROLE_LEFT, ROLE_SUM, ROLE_RIGHT };
  TnsTensor *a = sum_lonely (s, left, right, is_summed), *b, *product;
  int64_t sizes[TNK_MAX_RANK], back[TNK_MAX_RANK];
  int place, role, k, n = 0;
  Roles roles;

  b = sum_lonely (s, right, left, is_summed);
  if (a == NULL || b == NULL)
    return NULL;
  find_roles (a, b, is_summed, &roles);
  if (roles.n[ROLE_SUM] == 0)
    return tns_do (s, mul, T (a), T (b));
  product = tns_do (s, bmm, T (as_batch (s, a, &roles, ROLE_LEFT, ROLE_SUM, ROLE_RIGHT)),
                    T (as_batch (s, b, &roles, ROLE_SUM, ROLE_RIGHT, ROLE_LEFT)));
  for (place = 0; place < 4; place++)
    for (role = roles_in_order[place], k = 0; k < roles.n[role]; k++)
      {
        int64_t dim = roles.dims[role][k];

        sizes[n] = role == ROLE_SUM ? 1 : tns_tensor_get_sizes (role == ROLE_RIGHT ? b : a)[dim];
        back[dim] = n++;
      }
  product = tns_do (s, reshape, T (product), tns_value_ints (sizes, n));
  return tns_do (s, permute, T (product), tns_value_ints (back, n));
}

/* Whether operand @next or a later one has a size other than 1 at @dim. */
static bool
is_needed_later (TnsTensor *const *aligned, int next, int n, int dim)
{
  for (; next < n; next++)
    if (tns_tensor_get_sizes (aligned[next])[dim] != 1)
      return true;
  return false;
}

/* Sums what is left beyond the output's dims and drops them. */
static TnsTensor *
finish_output (TnsScope *s, TnsTensor *x, const Equation *equation)
{
  int64_t dims[TNK_MAX_RANK];
  int place, n = 0, n_larger = 0;

  for (place = equation->n_out; x != NULL && place < equation->n_places; place++)
    {
      n_larger += tns_tensor_get_sizes (x)[place] != 1;
      dims[n++] = place;
    }
  /* A lone operand is always summed, products only where there is more than one number. */
  if (n_larger > 0 || (n > 0 && equation->n_operands == 1))
    return tns_do (s, sum, T (x), tns_value_ints (dims, n));
  if (n == 0 || x == NULL)
    return x;
  return tns_do (s, view, T (x), tns_value_ints (tns_tensor_get_sizes (x), equation->n_out));
}

static TnsTensor *
contract (TnsScope *s, TnsTensor **aligned, const Equation *equation)
{
  TnsTensor *result = aligned[0];
  bool is_summed[TNK_MAX_RANK];
  int k, dim;

  for (k = 1; k < equation->n_operands && s->error == NULL; k++)
    {
      for (dim = 0; dim < equation->n_places; dim++)
        is_summed[dim] = dim >= equation->n_out
                         && !is_needed_later (aligned, k + 1, equation->n_operands, dim);
      result = multiply_pair (s, result, aligned[k], is_summed);
    }
  return finish_output (s, result, equation);
}

static bool
einsum_forward (TnsCall *call, GError **error)
{
  TnsScope scope, *s = &scope;
  TnsTensor **aligned, *result;
  Equation equation;
  int k;

  equation_init (&equation, call);
  if (!read_equation (&equation, call, error))
    {
      g_free (equation.operands);
      return false;
    }
  tns_scope_init (s);
  aligned = g_new0 (TnsTensor *, equation.n_operands);
  for (k = 0; k < equation.n_operands; k++)
    aligned[k] = align (s, call->args[1].tensors.items[k], &equation.operands[k], &equation);
  result = s->error == NULL ? contract (s, aligned, &equation) : NULL;
  g_free (aligned);
  g_free (equation.operands);
  return tns_call_finish (call, s, result, error);
}

TNS_OP (einsum) = {
  .schema = "einsum(str equation, Tensor[] tensors) -> Tensor",
  .category = TNS_CATEGORY_MATRIX,
  .flags = TNS_AS_FUNCTION,
  .infer = infer_einsum,
  .forward = einsum_forward,
  .formula = "y = Σ of products over the labels that are not in the output",
  .derivative = "by the rule of each product",
  .narration = "multiplies the tensors and adds up as {equation} says",
  .doc = "torch.einsum.html",
};
