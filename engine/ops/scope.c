/* SPDX-FileCopyrightText: 2026 The Tensarium authors
 * SPDX-License-Identifier: MIT */
#include "engine/ops/op.h"

#include <string.h>

void
tns_scope_init (TnsScope *scope)
{
  scope->error = NULL;
  scope->owned = scope->inline_owned;
  scope->n_owned = 0;
  scope->n_room = G_N_ELEMENTS (scope->inline_owned);
}

bool
tns_scope_finish (TnsScope *scope, GError **error)
{
  for (int k = 0; k < scope->n_owned; k++)
    tns_tensor_unref (scope->owned[k]);
  if (scope->owned != scope->inline_owned)
    g_free (scope->owned);
  scope->owned = scope->inline_owned;
  scope->n_owned = 0;
  if (scope->error == NULL)
    return true;
  g_propagate_error (error, g_steal_pointer (&scope->error));
  return false;
}

TnsTensor *
tns_scope_take (TnsScope *scope, TnsTensor *tensor)
{
  if (tensor == NULL)
    return NULL;
  if (scope->n_owned == scope->n_room)
    {
      scope->n_room *= 2;
      TnsTensor **wider = g_new (TnsTensor *, scope->n_room);
      memcpy (wider, scope->owned, (size_t) scope->n_owned * sizeof *wider);
      if (scope->owned != scope->inline_owned)
        g_free (scope->owned);
      scope->owned = wider;
    }
  scope->owned[scope->n_owned++] = tensor;
  return tensor;
}

int
tns_scope_call_many (TnsScope *scope, const TnsOp *op, const TnsValue *args, int n_args,
                     TnsTensor **results, int n)
{
  for (int k = 0; k < n; k++)
    results[k] = NULL;
  g_auto (TnsResults) made = { 0 };
  if (scope->error != NULL || !tns_op_call (op, false, args, n_args, &made, &scope->error))
    return 0;
  for (int k = 0; k < made.n; k++)
    {
      TnsTensor *tensor = tns_scope_take (scope, g_steal_pointer (&made.items[k]));
      if (k < n)
        results[k] = tensor;
    }
  return made.n;
}

TnsTensor *
tns_scope_call (TnsScope *scope, const TnsOp *op, bool is_inplace, const TnsValue *args, int n_args)
{
  g_auto (TnsResults) made = { 0 };
  if (scope->error != NULL || !tns_op_call (op, is_inplace, args, n_args, &made, &scope->error))
    return NULL;
  return tns_scope_take (scope, g_steal_pointer (&made.items[0]));
}
