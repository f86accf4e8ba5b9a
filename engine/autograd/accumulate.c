/* SPDX-FileCopyrightText: 2026 The Tensarium authors
 * SPDX-License-Identifier: MIT */
/* Accumulation
 *
 * What AccumulateGrad does: the first gradient becomes a leaf's .grad, further ones are added. */
#include "engine/autograd/node-private.h"

/* A gradient nobody else looks at becomes .grad itself; another is copied. */
static bool
set_first_grad (TnsTensor *leaf, TnsTensor *gradient, GError **error)
{
  bool is_recorded = tns_grad_mode_get ();
  bool is_ours = gradient->ref_count == 1 && gradient->base == NULL && gradient->is_contiguous
                 && gradient->wrapper == NULL && leaf->is_contiguous
                 && gradient->autograd == NULL;
  if (is_recorded || is_ours)
    {
      tns_tensor_set_grad (leaf, gradient);
      return true;
    }
  TnsScope s;
  tns_scope_init (&s);
  TnsMeta meta;
  tns_tensor_get_meta (leaf, &meta);
  meta.dtype = gradient->dtype;
  if (!leaf->is_contiguous)
    tns_meta_set_dense_strides (&meta);
  TnsTensor *copy = tns_scope_take (&s, tns_tensor_new (&meta, &s.error));
  if (copy != NULL)
    tns_do (&s, copy, T (copy), T (gradient));
  if (s.error == NULL)
    tns_tensor_set_grad (leaf, copy);
  return tns_scope_finish (&s, error);
}

bool
tns_tensor_accumulate_grad (TnsTensor *leaf, TnsTensor *gradient, GError **error)
{
  TnsTensor *grad = tns_tensor_get_grad (leaf);
  if (grad == NULL)
    return set_first_grad (leaf, gradient, error);
  TnsScope s;
  tns_scope_init (&s);
  if (tns_grad_mode_get ())
    tns_tensor_set_grad (leaf, tns_do (&s, add, T (grad), T (gradient)));
  else
    tns_do_inplace (&s, add, T (grad), T (gradient));
  return tns_scope_finish (&s, error);
}
