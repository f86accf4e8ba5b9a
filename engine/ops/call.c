/* SPDX-FileCopyrightText: 2026 The Tensarium authors
 * SPDX-License-Identifier: MIT */
/* The call path
 *
 * Every op of every caller comes through tns_op_call(): check the devices, infer, make views or
 * compute, write back for in-place forms, record the node, raise the version, tell the trace. What is
 * here is here once; an op's block holds only what is its own. */
#include <string.h>

#include "engine/core/tensor-private.h"
#include "engine/ops/call-private.h"
#include "engine/trace/trace.h"

static __thread int depth;
static __thread int n_hiding; /* calls on the stack whose inner ops are not recorded */

int
tns_call_get_depth (void)
{
  return depth;
}

void
tns_call_enter (void)
{
  depth++;
}

void
tns_call_leave (void)
{
  depth--;
}

/* ---- results ---- */

TnsMeta *
tns_call_add_out (TnsCall *call)
{
  if (call->n_outs == call->n_allocated)
    {
      int n = call->n_allocated * 2 + 2;
      TnsMeta *outs = g_new (TnsMeta, n);
      TnsTensor **results = g_new0 (TnsTensor *, n);
      memcpy (outs, call->outs, (size_t) call->n_outs * sizeof *outs);
      memcpy (results, call->results, (size_t) call->n_outs * sizeof *results);
      if (call->outs != call->inline_outs)
        {
          g_free (call->outs);
          g_free (call->results);
        }
      call->outs = outs;
      call->results = results;
      call->n_allocated = n;
    }
  return &call->outs[call->n_outs++];
}

const char *
tns_call_get_name (const TnsCall *call)
{
  static __thread char name[64];
  const bool has_own = (call->op->flags & TNS_ONLY_INPLACE) != 0;
  g_strlcpy (name, call->schema->name, sizeof name);
  if (call->is_inplace && !has_own)
    g_strlcat (name, "_", sizeof name);
  return name;
}

static void
call_init (TnsCall *call, const TnsOp *op, bool is_inplace, const TnsValue *args)
{
  call->op = op;
  call->schema = tns_op_get_schema (op);
  call->args = args;
  call->is_inplace = is_inplace || (op->flags & TNS_ONLY_INPLACE) != 0;
  call->may_overlap = (op->flags & (TNS_ONLY_LAYOUT | TNS_MAY_OVERLAP)) != 0;
  call->compute_dtype = TNK_FLOAT32;
  call->n_outs = 0;
  call->outs = call->inline_outs;
  call->results = call->inline_results;
  call->prepared = NULL;
  call->n_allocated = G_N_ELEMENTS (call->inline_outs);
  memset (call->inline_results, 0, sizeof call->inline_results);
}

static void
call_clear (TnsCall *call)
{
  for (int k = 0; k < call->n_outs; k++)
    g_clear_pointer (&call->results[k], tns_tensor_unref);
  if (call->prepared != NULL)
    call->free_prepared (call->prepared);
  if (call->outs != call->inline_outs)
    {
      g_free (call->outs);
      g_free (call->results);
    }
}

void
tns_results_clear (TnsResults *results)
{
  for (int k = 0; k < results->n; k++)
    if (results->items[k] != NULL)
      tns_tensor_unref (results->items[k]);
  if (results->items != results->inline_items)
    g_free (results->items);
  results->items = results->inline_items;
  results->n = 0;
}

static void
move_results (TnsCall *call, TnsResults *results)
{
  results->n = call->n_outs;
  results->items = call->n_outs <= TNS_INLINE_RESULTS ? results->inline_items
                                                      : g_new (TnsTensor *, call->n_outs);
  for (int k = 0; k < call->n_outs; k++)
    results->items[k] = g_steal_pointer (&call->results[k]);
}

/* ---- arguments ---- */

static const TnsValue *
fill_defaults (const TnsSchema *schema, const TnsValue *args, int n_args, TnsValue *filled)
{
  if (n_args == schema->n_params)
    return args;
  memcpy (filled, args, (size_t) n_args * sizeof *args);
  for (int k = n_args; k < schema->n_params; k++)
    filled[k] = schema->params[k].default_value;
  return filled;
}

static bool
check_given (const TnsSchema *schema, const TnsValue *args, GError **error)
{
  for (int k = 0; k < schema->n_params; k++)
    {
      const TnsParam *param = &schema->params[k];
      if (args[k].kind == TNS_NONE && !param->is_optional && !param->has_default)
        return tns_fail (error, TNS_ERROR_TYPE, "%s(): argument '%s' must be given", schema->name,
                         param->name);
      if (args[k].kind != TNS_TENSORS || param->has_optional_items)
        continue;
      for (int j = 0; j < args[k].tensors.n; j++)
        if (args[k].tensors.items[j] == NULL)
          return tns_fail (error, TNS_ERROR_TYPE,
                           "expected Tensor as element %d in argument %d, but got NoneType", j, k);
    }
  return true;
}

/* One device for all, 0-d CPU tensors excepted. */
static bool
check_device (const TnsTensor *tensor, TnsDevice *device, bool *is_known, GError **error)
{
  TnsDevice own = tns_tensor_get_device (tensor);
  if (own.type == TNS_DEVICE_CPU && tensor->rank == 0)
    return true;
  if (!*is_known)
    *device = own;
  *is_known = true;
  if (tns_device_equal (own, *device))
    return true;
  g_autofree char *first = tns_device_dup_name (*device);
  g_autofree char *second = tns_device_dup_name (own);
  return tns_fail (error, TNS_ERROR_RUNTIME,
                   "Expected all tensors to be on the same device, but found at least two devices, "
                   "%s and %s!",
                   first, second);
}

static bool
check_devices (const TnsCall *call, GError **error)
{
  TnsDevice device = TNS_CPU;
  bool is_known = false;
  for (int k = 0; k < call->schema->n_params; k++)
    {
      const TnsValue *arg = &call->args[k];
      if (arg->kind == TNS_TENSOR && !check_device (arg->tensor, &device, &is_known, error))
        return false;
      if (arg->kind != TNS_TENSORS)
        continue;
      for (int j = 0; j < arg->tensors.n; j++)
        if (arg->tensors.items[j] != NULL
            && !check_device (arg->tensors.items[j], &device, &is_known, error))
          return false;
    }
  return true;
}

/* ---- in-place rules ---- */

bool
tns_check_no_overlap (const TnsTensor *self, GError **error)
{
  if (tns_tensor_get_numel (self) == 0)
    return true;
  for (int d = 0; d < self->rank; d++)
    if (self->strides[d] == 0 && self->sizes[d] > 1)
      return tns_fail (error, TNS_ERROR_RUNTIME,
                       "unsupported operation: more than one element of the written-to tensor "
                       "refers to a single memory location. Please clone() the tensor before "
                       "performing the operation.");
  return true;
}

bool
tns_call_check_no_overlap (const TnsCall *call, GError **error)
{
  return !call->is_inplace || call->may_overlap
         || tns_check_no_overlap (call->args[0].tensor, error);
}

bool
tns_call_check_inplace_result (const TnsCall *call, const TnsMeta *out, GError **error)
{
  TnsMeta own;
  tns_tensor_get_meta (call->args[0].tensor, &own);
  if (out->rank != own.rank
      || memcmp (out->sizes, own.sizes, (size_t) own.rank * sizeof (int64_t)) != 0)
    return tns_fail_for_output_shape (error, &own, out);
  if (!tns_dtype_can_cast (out->dtype, own.dtype))
    return tns_fail (error, TNS_ERROR_RUNTIME,
                     "result type %s can't be cast to the desired output type %s",
                     tns_dtype_get_scalar_type_name (out->dtype),
                     tns_dtype_get_scalar_type_name (own.dtype));
  return true;
}

/* ---- forward ---- */

TnsTensor *
tns_call_allocate (TnsCall *call, int index, GError **error)
{
  if (call->results[index] == NULL)
    call->results[index] = tns_tensor_new (&call->outs[index], error);
  return call->results[index];
}

void
tns_call_return (TnsCall *call, int index, TnsTensor *tensor)
{
  while (call->n_outs <= index)
    tns_call_add_out (call);
  if (tensor != NULL)
    tns_tensor_ref (tensor);
  g_clear_pointer (&call->results[index], tns_tensor_unref);
  call->results[index] = tensor;
}

/* A view, as infer laid it out; the argument itself where nothing changes is still a new view. */
static void
make_view (TnsCall *call, int index)
{
  const TnsMeta *meta = &call->outs[index];
  call->results[index] = tns_tensor_new_view (call->args[meta->alias_of].tensor, meta);
}

/* In-place forms of ops that computed into fresh memory: their result is written into self. */
static bool
write_back (TnsCall *call, GError **error)
{
  TnsTensor *self = call->args[0].tensor;
  TnsTensor *result = call->results[0];
  if (result == self)
    return true;
  TnsMeta meta;
  tns_tensor_get_meta (result, &meta);
  if (!tns_call_check_inplace_result (call, &meta, error))
    return false;
  const TnkBackend *backend = tns_device_get_backend (tns_tensor_get_device (self), error);
  if (backend == NULL
      || !tns_check_status (backend->copy (tns_tensor_get_array (self),
                                           tns_tensor_get_array (result)),
                            "copy_", self->dtype, error))
    return false;
  tns_call_return (call, 0, self);
  return true;
}

static bool
compute (TnsCall *call, GError **error)
{
  const TnsOp *op = call->op;
  if ((op->flags & TNS_ON_HOST) != 0)
    return tns_call_run_on_host (call, error);
  if (op->forward != NULL)
    return op->forward (call, error) && (!call->is_inplace || write_back (call, error));
  if (op->kernel.kind != TNS_KERNEL_NONE)
    return tns_call_run_kernel (call, op->kernel.kind, op->kernel.id, call->args,
                                call->schema->n_params, error)
           && (!call->is_inplace || write_back (call, error));
  for (int k = 0; k < call->n_outs; k++)
    make_view (call, k);
  return true;
}

static bool
apply_requires_grad (TnsCall *call, GError **error)
{
  int param = call->schema->requires_grad_param;
  if (param < 0 || call->args[param].kind != TNS_BOOL || !call->args[param].b)
    return true;
  if (tnk_dtype_is_integral (tns_tensor_get_dtype (call->results[0])))
    return tns_fail (error, TNS_ERROR_RUNTIME,
                     "Only Tensors of floating point and complex dtype can require gradients");
  return tns_tensor_set_requires_grad (call->results[0], true, error);
}

/* How results that are views came about; inside an op that hides its inner ops only its own results
 * matter. */
static void
mark_views (TnsCall *call)
{
  for (int k = 0; n_hiding == 0 && k < call->n_outs; k++)
    {
      TnsTensor *result = call->results[k];
      bool is_argument = false;
      for (int j = 0; j < call->schema->n_params; j++)
        is_argument |= call->args[j].kind == TNS_TENSOR && call->args[j].tensor == result;
      if (result->base != NULL && !is_argument)
        tns_record_mark_view (call, result);
    }
}

/* Composed ops record their inner ops; an op with a formula of its own hides them. */
static bool
run_inside (TnsCall *call, GError **error)
{
  bool hides = call->op->backward != NULL || (call->op->flags & TNS_NO_GRAD) != 0;
  bool grad_mode = hides ? tns_grad_mode_set (false) : tns_grad_mode_get ();
  tns_call_enter ();
  n_hiding += hides;
  bool ok = compute (call, error);
  n_hiding -= hides;
  tns_call_leave ();
  tns_grad_mode_set (grad_mode);
  return ok;
}

static bool
check_complex_grad (const TnsCall *call, GError **error)
{
  if ((call->op->flags & TNS_NO_COMPLEX_GRAD) == 0 || call->is_inplace
      || !tnk_dtype_is_complex (tns_tensor_get_dtype (call->results[0])))
    return true;
  return tns_fail (error, TNS_ERROR_NOT_IMPLEMENTED,
                   "%s does not support automatic differentiation for outputs with complex dtype.",
                   call->schema->name);
}

static bool
run (TnsCall *call, TnsNode **node, GError **error)
{
  bool is_recorded = call->op->backward != NULL && tns_record_is_wanted (call);
  bool writes = call->is_inplace && (call->op->flags & TNS_ONLY_LAYOUT) == 0;
  if (call->is_inplace && !tns_record_check_inplace (call, call->args[0].tensor, error))
    return false;
  if (call->op->infer != NULL && !call->op->infer (call, error))
    return false;
  if (!tns_call_check_no_overlap (call, error))
    return false;
  if (is_recorded)
    {
      *node = tns_record_begin (call, error);
      if (*node == NULL)
        return false;
    }
  TnsStorage *written = writes ? tns_tensor_get_storage (call->args[0].tensor) : NULL;
  uint32_t version = writes ? tns_tensor_get_version (call->args[0].tensor) : 0;
  if (written != NULL)
    tns_trace_before_write (written);
  bool ok = run_inside (call, error);
  if (written != NULL)
    {
      /* A composition that writes in place has raised it. */
      if (ok && tns_tensor_get_version (call->args[0].tensor) == version)
        tns_tensor_raise_version (call->args[0].tensor);
      tns_trace_after_write (written);
    }
  if (!ok || (is_recorded && !check_complex_grad (call, error)))
    return false;
  mark_views (call);
  if (*node != NULL && !tns_record_finish (*node, call, error))
    return false;
  return apply_requires_grad (call, error);
}

bool
tns_op_call (const TnsOp *op, bool is_inplace, const TnsValue *args, int n_args,
             TnsResults *results, GError **error)
{
  TnsCall call;
  TnsValue filled[TNS_MAX_PARAMS];
  call_init (&call, op, is_inplace, NULL);
  call.args = fill_defaults (call.schema, args, n_args, filled);
  results->n = 0;
  results->items = results->inline_items;

  bool is_traced = depth == 0 && tns_trace_get_active () != NULL;
  int64_t start_us = is_traced ? g_get_monotonic_time () : 0;
  g_autoptr (TnsNode) node = NULL;
  bool ok = check_given (call.schema, call.args, error) && check_devices (&call, error)
            && run (&call, &node, error);
  if (ok && is_traced)
    {
      TnsNode *recorded = node;
      if (recorded == NULL && call.n_outs > 0 && (op->flags & TNS_NO_GRAD) == 0)
        recorded = tns_tensor_get_grad_fn (call.results[0]);
      tns_trace_op (&call, call.results, call.n_outs, recorded,
                    (g_get_monotonic_time () - start_us) * 1000);
    }
  if (!ok && is_traced && error != NULL)
    tns_trace_op_failed (&call, *error);
  if (ok)
    move_results (&call, results);
  call_clear (&call);
  return ok;
}

bool
tns_op_infer (const TnsOp *op, bool is_inplace, const TnsValue *args, int n_args, TnsMeta *outs,
              int *n_outs, GError **error)
{
  TnsCall call;
  TnsValue filled[TNS_MAX_PARAMS];
  call_init (&call, op, is_inplace, NULL);
  call.args = fill_defaults (call.schema, args, n_args, filled);
  bool ok = check_given (call.schema, call.args, error) && check_devices (&call, error);
  if (ok && op->infer == NULL)
    ok = tns_fail (error, TNS_ERROR_NOT_IMPLEMENTED, "%s: the shape depends on the numbers",
                   call.schema->name);
  ok = ok && op->infer (&call, error);
  if (ok)
    {
      memcpy (outs, call.outs, (size_t) MIN (*n_outs, call.n_outs) * sizeof *outs);
      *n_outs = call.n_outs;
    }
  call_clear (&call);
  return ok;
}
