/* SPDX-FileCopyrightText: 2026 The Tensarium authors
 * SPDX-License-Identifier: MIT */
/* Ops that compute in host memory, for tensors of every device. */
#include "engine/ops/call-private.h"
#include "engine/ops/layout.h"

/* (transfer full): @x's numbers on @device. */
static TnsTensor *
copy_to_device (TnsTensor *x, TnsDevice device, GError **error)
{
  return tns_tensor_new_converted (x, tns_tensor_get_dtype (x), device, error);
}

static bool
copy_arguments (const TnsCall *call, TnsScope *scope, TnsValue *on_host)
{
  for (int k = 0; k < call->schema->n_params && scope->error == NULL; k++)
    {
      on_host[k] = call->args[k];
      if (on_host[k].kind == TNS_TENSOR)
        on_host[k].tensor = tns_scope_take (
            scope, copy_to_device (on_host[k].tensor, TNS_CPU, &scope->error));
    }
  return scope->error == NULL;
}

static bool
copy_results (TnsCall *call, TnsDevice device, TnsScope *scope)
{
  for (int k = 0; k < call->n_outs && scope->error == NULL; k++)
    tns_call_return (call, k,
                     tns_scope_take (scope, copy_to_device (call->results[k], device,
                                                            &scope->error)));
  return scope->error == NULL;
}

bool
tns_call_run_on_host (TnsCall *call, GError **error)
{
  const TnsDevice device = call->outs[0].device;
  if (device.type == TNS_DEVICE_CPU)
    return call->op->forward (call, error);

  const TnsValue *args = call->args;
  TnsValue on_host[TNS_MAX_PARAMS];
  TnsScope scope;
  tns_scope_init (&scope);
  if (copy_arguments (call, &scope, on_host))
    {
      call->args = on_host;
      for (int k = 0; k < call->n_outs; k++)
        call->outs[k].device = TNS_CPU;
      if (call->op->forward (call, &scope.error))
        copy_results (call, device, &scope);
      for (int k = 0; k < call->n_outs; k++)
        call->outs[k].device = device;
      call->args = args;
    }
  return tns_scope_finish (&scope, error);
}
