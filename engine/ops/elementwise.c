/* SPDX-FileCopyrightText: 2026 The Tensarium authors
 * SPDX-License-Identifier: MIT */
/* Element-wise primitives on any mixture of tensors and numbers: operands are converted to the type
 * the call computes in, broadcast by stride 0, and handed to the back end. */
#include <string.h>

#include "engine/core/tensor-private.h"
#include "engine/ops/call-private.h"

/* A converted operand: the array, and what must live as long as it. */
typedef struct
{
  TnkArray array;
  TnsTensor *owned;
  uint64_t number[2];
  int64_t strides[TNK_MAX_RANK];
} Operand;

static void
operand_clear (Operand *operand)
{
  g_clear_pointer (&operand->owned, tns_tensor_unref);
}

/* A number: one element that repeats. On another device it must lie in that device's memory. */
static bool
prepare_number (Operand *operand, TnkScalar number, TnkDtype dtype, TnsDevice device,
                GError **error)
{
  if (device.type == TNS_DEVICE_CPU)
    {
      tns_scalar_write (number, dtype, operand->number);
      operand->array.data = operand->number;
      operand->array.dtype = dtype;
      return true;
    }
  operand->owned = tns_tensor_new_scalar (number, dtype, device, error);
  if (operand->owned == NULL)
    return false;
  operand->array = tns_tensor_get_array (operand->owned);
  return true;
}

static bool
prepare_tensor (Operand *operand, TnsTensor *tensor, TnkDtype dtype, const TnsMeta *out,
                GError **error)
{
  TnsDevice own = tns_tensor_get_device (tensor);
  if (!tns_device_equal (own, out->device))
    {
      TnkScalar number;
      return tns_tensor_get_item (tensor, &number, error)
             && prepare_number (operand, number, dtype, out->device, error);
    }
  if (tensor->dtype != dtype)
    {
      operand->owned = tns_tensor_new_dense (dtype, own, tensor->rank, tensor->sizes, error);
      const TnkBackend *backend = tns_device_get_backend (own, error);
      if (operand->owned == NULL || backend == NULL
          || !tns_check_status (backend->copy (tns_tensor_get_array (operand->owned),
                                               tns_tensor_get_array (tensor)),
                                "copy_", tensor->dtype, error))
        return false;
      tensor = operand->owned;
    }
  operand->array = tns_tensor_get_array (tensor);
  return true;
}

/* Same rank and sizes as the result; repeated dims get stride 0. */
static void
broadcast_operand (Operand *operand, const TnsMeta *out)
{
  const TnkArray own = operand->array;
  int shift = out->rank - own.rank;
  for (int d = 0; d < out->rank; d++)
    operand->strides[d] = d < shift || own.sizes[d - shift] == 1 ? 0 : own.strides[d - shift];
  operand->array.rank = out->rank;
  operand->array.sizes = out->sizes;
  operand->array.strides = operand->strides;
}

static bool
prepare (Operand *operand, const TnsValue *value, TnkDtype dtype, const TnsMeta *out,
         GError **error)
{
  operand->owned = NULL;
  operand->array = (TnkArray) { 0 };
  bool ok;
  if (value->kind == TNS_TENSOR)
    ok = prepare_tensor (operand, value->tensor, dtype, out, error);
  else if (value->kind == TNS_SCALAR)
    ok = prepare_number (operand, value->scalar, dtype, out->device, error);
  else
    ok = tns_fail (error, TNS_ERROR_TYPE, "expected a tensor or a number");
  if (ok)
    broadcast_operand (operand, out);
  return ok;
}

static TnkStatus
dispatch (const TnkBackend *backend, TnsKernelKind kind, int id, TnkArray out,
          const Operand *operands)
{
  switch (kind)
    {
    case TNS_KERNEL_UNARY:
      return backend->unary ((TnkUnary) id, out, operands[0].array);
    case TNS_KERNEL_BINARY:
      return backend->binary ((TnkBinary) id, out, operands[0].array, operands[1].array);
    case TNS_KERNEL_TERNARY:
      if (backend->ternary == NULL)
        return TNK_UNSUPPORTED;
      return backend->ternary ((TnkTernary) id, out, operands[0].array, operands[1].array,
                               operands[2].array);
    case TNS_KERNEL_NONE:
      break;
    }
  return TNK_UNSUPPORTED;
}

/* Writing into self while reading a shifted window of it would read what was just written. */
static bool
overlaps_partly (const TnsTensor *self, const TnsValue *operands, int n)
{
  for (int k = 0; k < n; k++)
    if (operands[k].kind == TNS_TENSOR && operands[k].tensor != self
        && operands[k].tensor->storage == self->storage
        && !tns_tensor_same_window (operands[k].tensor, self))
      return true;
  return false;
}

static bool
check_inplace_shape (const TnsTensor *self, const TnsMeta *out)
{
  return out->rank == self->rank
         && memcmp (out->sizes, self->sizes, self->rank * sizeof (int64_t)) == 0;
}

/* Where the kernel writes: the result itself, or memory that the call path copies into self. */
static TnsTensor *
choose_output (TnsCall *call, const TnsValue *operands, int n, GError **error)
{
  if (call->is_inplace)
    {
      TnsTensor *self = call->args[0].tensor;
      if (self->dtype == call->outs[0].dtype && check_inplace_shape (self, &call->outs[0])
          && !overlaps_partly (self, operands, n))
        tns_call_return (call, 0, self);
      else
        call->results[0] = tns_tensor_new (&call->outs[0], error);
      return call->results[0];
    }
  return tns_call_allocate (call, 0, error);
}

/* Products and quotients of half types by one element take it in float32, as PyTorch's CPU kernels
 * do; sums take it rounded. */
static bool
takes_wide_number (const TnsCall *call, TnsKernelKind kind, int id, const TnsValue *operand)
{
  bool is_half = call->compute_dtype == TNK_FLOAT16 || call->compute_dtype == TNK_BFLOAT16;
  if (kind != TNS_KERNEL_BINARY || !is_half || call->outs[0].device.type != TNS_DEVICE_CPU)
    return false;
  if (operand->kind == TNS_TENSOR && tns_tensor_get_numel (operand->tensor) != 1)
    return false;
  return id == TNK_BINARY_MUL || id == TNK_BINARY_DIV || id == TNK_BINARY_FLOOR_DIVIDE
         || id == TNK_BINARY_TRUNC_DIVIDE;
}

bool
tns_call_run_kernel (TnsCall *call, TnsKernelKind kind, int id, const TnsValue *operands, int n,
                     GError **error)
{
  static const int arities[] = { 0, 1, 2, 3 };
  int arity = arities[kind];
  g_return_val_if_fail (n >= arity, false);
  TnsTensor *result = choose_output (call, operands, arity, error);
  if (result == NULL)
    return false;
  TnsMeta *out = &call->outs[0];
  Operand prepared[3];
  bool ok = true;
  int n_prepared = 0;
  while (ok && n_prepared < arity)
    {
      bool is_condition = kind == TNS_KERNEL_TERNARY && id == TNK_TERNARY_WHERE && n_prepared == 0;
      TnkDtype dtype = is_condition ? TNK_BOOL : call->compute_dtype;
      if (n_prepared == 1 && takes_wide_number (call, kind, id, &operands[1]))
        dtype = TNK_FLOAT32;
      ok = prepare (&prepared[n_prepared], &operands[n_prepared], dtype, out, error);
      n_prepared++;
    }
  if (ok && tns_tensor_get_numel (result) > 0)
    {
      const TnkBackend *backend = tns_device_get_backend (out->device, error);
      TnkStatus status = backend != NULL ? dispatch (backend, kind, id,
                                                     tns_tensor_get_array (result), prepared)
                                         : TNK_OK;
      /* The name is put together only when a message needs it. */
      ok = backend != NULL
           && (status == TNK_OK
               || tns_check_status (status, tns_call_get_name (call), call->compute_dtype, error));
    }
  for (int k = 0; k < n_prepared; k++)
    operand_clear (&prepared[k]);
  return ok;
}
