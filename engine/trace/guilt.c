/* SPDX-FileCopyrightText: 2026 The Tensarium authors
 * SPDX-License-Identifier: MIT */
#include "engine/trace/guilt.h"

#include <string.h>

#include "engine/trace/fixes.h"

static int64_t
get_size (const TnsMeta *meta, int from_behind)
{
  return from_behind <= meta->rank ? meta->sizes[meta->rank - from_behind] : 1;
}

static void
mark_broadcast (const TnsEvent *failure, uint64_t *guilty)
{
  for (int a = 0; a < failure->n_inputs; a++)
    for (int b = 0; b < a; b++)
      {
        const TnsMeta *one = tns_moment_get_meta (failure->inputs[a]);
        const TnsMeta *other = tns_moment_get_meta (failure->inputs[b]);

        for (int k = 1; k <= MIN (one->rank, other->rank); k++)
          if (get_size (one, k) != get_size (other, k) && get_size (one, k) != 1
              && get_size (other, k) != 1)
            {
              guilty[a] |= UINT64_C (1) << (one->rank - k);
              guilty[b] |= UINT64_C (1) << (other->rank - k);
            }
      }
}

/* The last axis of the first meets the one but last of the second. */
static void
mark_inner (const TnsEvent *failure, int first, uint64_t *guilty)
{
  const TnsMeta *a = tns_moment_get_meta (failure->inputs[first]);
  const TnsMeta *b = tns_moment_get_meta (failure->inputs[first + 1]);
  const int inner = MAX (b->rank - 2, 0);

  if (a->rank == 0 || b->rank == 0 || a->sizes[a->rank - 1] == b->sizes[inner])
    return;
  guilty[first] |= UINT64_C (1) << (a->rank - 1);
  guilty[first + 1] |= UINT64_C (1) << inner;
}

/* All but @dim must be alike. */
static void
mark_joined (const TnsEvent *failure, int64_t dim, uint64_t *guilty)
{
  const TnsMeta *first = tns_moment_get_meta (failure->inputs[0]);

  for (int i = 1; i < failure->n_inputs; i++)
    {
      const TnsMeta *other = tns_moment_get_meta (failure->inputs[i]);

      for (int d = 0; d < MIN (first->rank, other->rank); d++)
        if (d != dim && first->sizes[d] != other->sizes[d])
          {
            guilty[0] |= UINT64_C (1) << d;
            guilty[i] |= UINT64_C (1) << d;
          }
    }
}

typedef struct
{
  int input;
  int dim; /* from 1; 0: not seen yet */
} Letter;

/* Letter @c stands for dim @dim of @input, and for one size wherever it stands. */
static void
mark_letter (const TnsEvent *failure, Letter *first, int input, int dim, uint64_t *guilty)
{
  const TnsMeta *meta = tns_moment_get_meta (failure->inputs[input]);
  const TnsMeta *before
    = first->dim > 0 ? tns_moment_get_meta (failure->inputs[first->input]) : NULL;

  if (dim > meta->rank)
    return;
  if (before == NULL)
    *first = (Letter) { input, dim };
  else if (before->sizes[first->dim - 1] != meta->sizes[dim - 1])
    {
      guilty[first->input] |= UINT64_C (1) << (first->dim - 1);
      guilty[input] |= UINT64_C (1) << (dim - 1);
    }
}

/* "ij,jk->ik". Dims behind an ellipsis are not told apart. */
static void
mark_letters (const TnsEvent *failure, const char *equation, uint64_t *guilty)
{
  Letter letters[128] = { 0 };
  int input = 0, dim = 0;

  for (const char *c = equation; *c != '\0' && *c != '-' && *c != '.'; c++)
    if (*c == ',')
      {
        input++;
        dim = 0;
      }
    else if (g_ascii_isalpha (*c) && input < failure->n_inputs)
      mark_letter (failure, &letters[(int) *c], input, ++dim, guilty);
}

bool
tns_failure_is_product (const TnsOp *op)
{
  const TnsOp *const products[] = { &tns_op_matmul, &tns_op_mm, &tns_op_mv, &tns_op_bmm,
                                    &tns_op_dot };

  for (guint i = 0; i < G_N_ELEMENTS (products); i++)
    if (products[i] == op)
      return true;
  return false;
}

void
tns_failure_find_guilty (const TnsEvent *failure, uint64_t *guilty)
{
  memset (guilty, 0, (size_t) failure->n_inputs * sizeof *guilty);
  for (int i = 0; i < failure->n_inputs; i++)
    if (failure->inputs[i] == NULL)
      return;
  if (failure->op == NULL || failure->n_inputs < 2)
    return;
  if (tns_failure_is_product (failure->op))
    mark_inner (failure, 0, guilty);
  else if (failure->op == &tns_op_addmm || failure->op == &tns_op_addmv)
    mark_inner (failure, failure->n_inputs - 2, guilty);
  else if (failure->op == &tns_op_stack)
    mark_joined (failure, -1, guilty);
  else if (failure->op == &tns_op_einsum && failure->args[0].kind == TNS_STRING)
    mark_letters (failure, failure->args[0].string, guilty);
  else if (failure->op == &tns_op_cat && failure->n_args > 1 && failure->args[1].kind == TNS_INT)
    mark_joined (failure, failure->args[1].i, guilty);
  else if (failure->op->kernel.kind != TNS_KERNEL_NONE)
    mark_broadcast (failure, guilty);
}
