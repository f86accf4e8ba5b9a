/* SPDX-FileCopyrightText: 2026 The Tensarium authors
 * SPDX-License-Identifier: MIT */
/* The same values in other memory, another type or on another device: clone, contiguous, to, the
 * short forms float(), long() …, and detach, which only leaves the graph. */
#include "engine/autograd/autograd.h"
#include "engine/ops/layout.h"

/* The same elements: gradients go straight through. */
static void
identity_backward (TnsGrad *g)
{
  tns_grad_set (g, 0, tns_grad_get_upstream (g, 0));
}

static bool
forward_copy_self (TnsCall *call, GError **error)
{
  TnsTensor *out = tns_call_allocate (call, 0, error);
  return out != NULL && tns_tensor_copy_from (out, call->args[0].tensor, error);
}

static bool
return_self (TnsCall *call)
{
  tns_call_return (call, 0, call->args[0].tensor);
  return true;
}

/* ---- clone, contiguous ---- */

static bool
infer_clone (TnsCall *call, GError **error)
{
  return tns_layout_apply_memory_format (tns_call_add_view (call, 0), &call->args[1], error);
}

TNS_OP (clone) = {
  .schema = "clone(Tensor self, *, MemoryFormat? memory_format=None) -> Tensor",
  .category = TNS_CATEGORY_MEMORY,
  .flags = TNS_NO_OUT,
  .infer = infer_clone,
  .forward = forward_copy_self,
  .node = "CloneBackward0",
  .backward = identity_backward,
  .formula = "y = x, in memory of its own",
  .derivative = "∂y/∂x = 1",
  .narration = "copies {self} to memory of its own",
  .doc = "torch.clone.html",
};

static bool
is_laid_out (const TnsMeta *self, const TnsMeta *wanted)
{
  for (int d = 0; d < self->rank; d++)
    if (self->sizes[d] > 1 && self->strides[d] != wanted->strides[d])
      return false;
  return true;
}

static bool
infer_contiguous (TnsCall *call, GError **error)
{
  TnsMeta self = tns_call_get_meta (call, 0), wanted = self;
  TnsValue format = call->args[1].kind == TNS_STRING ? call->args[1]
                                                     : tns_value_string ("contiguous_format");
  if (!tns_layout_apply_memory_format (&wanted, &format, error))
    return false;
  TnsMeta *out = tns_call_add_view (call, 0);
  if (!is_laid_out (&self, &wanted) && tns_layout_count (self.sizes, self.rank) > 0)
    *out = wanted;
  return true;
}

static bool
forward_contiguous (TnsCall *call, GError **error)
{
  TnsScope scope;
  if (call->outs[0].alias_of == 0)
    return return_self (call);
  tns_scope_init (&scope);
  TnsValue format = call->args[1].kind == TNS_STRING ? call->args[1]
                                                     : tns_value_string ("contiguous_format");
  return tns_call_finish (call, &scope, tns_do (&scope, clone, call->args[0], format), error);
}

TNS_OP (contiguous) = {
  .schema = "contiguous(Tensor self, *, MemoryFormat? memory_format=None) -> Tensor",
  .category = TNS_CATEGORY_MEMORY,
  .flags = TNS_AS_METHOD,
  .infer = infer_contiguous,
  .forward = forward_contiguous,
  .formula = "y = x, in row-major memory",
  .derivative = "∂y/∂x = 1",
  .narration = "makes sure that the elements of {self} lie in row-major order in memory",
  .doc = "torch.Tensor.contiguous.html",
};

/* ---- detach, alias ---- */

static bool
infer_alias (TnsCall *call, GError **error)
{
  tns_call_add_view (call, 0);
  return true;
}

static bool
forward_detach (TnsCall *call, GError **error)
{
  g_autoptr (TnsTensor) detached = tns_tensor_detach (call->args[0].tensor);
  tns_call_return (call, 0, detached);
  return true;
}

TNS_OP (detach) = {
  .schema = "detach(Tensor self) -> Tensor",
  .category = TNS_CATEGORY_MEMORY,
  .flags = TNS_NO_GRAD | TNS_NO_OUT,
  .infer = infer_alias,
  .forward = forward_detach,
  .formula = "y = x, outside the graph",
  .narration = "looks at {self} without its graph: no gradient flows back from here",
  .doc = "torch.Tensor.detach.html",
};

TNS_OP (alias) = {
  .schema = "_alias(Tensor self) -> Tensor",
  .category = TNS_CATEGORY_MEMORY,
  .flags = TNS_INTERNAL,
  .infer = infer_alias,
  .node = "AliasBackward0",
  .backward = identity_backward,
  .formula = "y = x",
  .derivative = "∂y/∂x = 1",
  .narration = "looks at {self} once more, sharing its storage",
  .doc = "torch.Tensor.view_as.html",
};

/* ---- to ---- */

static bool
infer_to_copy (TnsCall *call, GError **error)
{
  TnsMeta *out = tns_call_add_view (call, 0);
  if (call->args[1].kind == TNS_DTYPE)
    out->dtype = call->args[1].dtype;
  if (call->args[2].kind == TNS_DEVICE_VALUE)
    out->device = call->args[2].device;
  return tns_layout_apply_memory_format (out, &call->args[3], error);
}

/* The cast back to the argument's type is done by tns_grad_set(), the way home is not. */
static void
to_copy_backward (TnsGrad *g)
{
  const TnsMeta *meta = tns_grad_get_meta (g, 0, 0);
  TnsTensor *upstream = tns_grad_get_upstream (g, 0);
  if (!tns_device_equal (tns_tensor_get_device (upstream), meta->device))
    upstream = tns_do (g->scope, to_copy, T (upstream), tns_value_dtype (meta->dtype),
                       tns_value_device (meta->device));
  tns_grad_set (g, 0, upstream);
}

TNS_OP (to_copy) = {
  .schema = "_to_copy(Tensor self, ScalarType? dtype=None, Device? device=None, "
            "MemoryFormat? memory_format=None) -> Tensor",
  .category = TNS_CATEGORY_MEMORY,
  .flags = TNS_INTERNAL,
  .infer = infer_to_copy,
  .forward = forward_copy_self,
  .node = "ToCopyBackward0",
  .backward = to_copy_backward,
  .formula = "y = x, in another type or place",
  .derivative = "∂y/∂x = 1, cast back to the type of x",
  .narration = "converts {self}",
  .doc = "torch.Tensor.to.html",
};

/* What a conversion asks for, whichever overload said it. */
typedef struct
{
  TnsValue dtype, device, memory_format;
  bool always_copies;
} Target;

static bool
add_converted (TnsCall *call, const Target *target, GError **error)
{
  TnsMeta self = tns_call_get_meta (call, 0), wanted = self;
  TnsMeta *out = tns_call_add_view (call, 0);
  if (target->dtype.kind == TNS_DTYPE)
    wanted.dtype = target->dtype.dtype;
  if (target->device.kind == TNS_DEVICE_VALUE)
    wanted.device = target->device.device;
  if (!tns_layout_apply_memory_format (&wanted, &target->memory_format, error))
    return false;
  bool is_same = wanted.dtype == self.dtype && tns_device_equal (wanted.device, self.device)
                 && (target->memory_format.kind != TNS_STRING || is_laid_out (&self, &wanted));
  if (!is_same || target->always_copies)
    *out = wanted;
  return true;
}

static bool
convert (TnsCall *call, const Target *target, GError **error)
{
  TnsScope scope;
  if (call->outs[0].alias_of == 0)
    return return_self (call);
  tns_scope_init (&scope);
  TnsTensor *result = tns_do (&scope, to_copy, call->args[0], target->dtype, target->device,
                              target->memory_format);
  return tns_call_finish (call, &scope, result, error);
}

/* to (dtype, non_blocking, copy, *, memory_format) */
static Target
target_dtype (const TnsCall *call)
{
  return (Target) { call->args[1], TNS_VALUE_NONE, call->args[4], call->args[3].b };
}

/* to (device, dtype, non_blocking, copy, *, memory_format) */
static Target
target_device (const TnsCall *call)
{
  return (Target) { call->args[2], call->args[1], call->args[5], call->args[4].b };
}

/* to (other, non_blocking, copy, *, memory_format); a number stands for a tensor of it on the host,
 * as wide as the number is in Python */
static Target
target_other (const TnsCall *call)
{
  static const TnkDtype wide[] = {
    [TNK_SCALAR_BOOL] = TNK_BOOL,
    [TNK_SCALAR_INT] = TNK_INT64,
    [TNK_SCALAR_FLOAT] = TNK_FLOAT64,
    [TNK_SCALAR_COMPLEX] = TNK_COMPLEX128,
  };
  TnsMeta other = { .device = TNS_CPU };

  if (call->args[1].kind == TNS_TENSOR)
    other = tns_call_get_meta (call, 1);
  else
    other.dtype = wide[call->args[1].scalar.kind];
  return (Target) { tns_value_dtype (other.dtype),
                    tns_value_device (other.device), call->args[4],
                    call->args[3].b };
}

static Target
target_type_as (const TnsCall *call)
{
  TnsMeta other = tns_call_get_meta (call, 1);
  return (Target) { tns_value_dtype (other.dtype), tns_value_device (other.device), TNS_VALUE_NONE,
                    false };
}

#define CONVERSION(name)                                                                           \
  static bool infer_##name (TnsCall *call, GError **error)                                         \
  {                                                                                                \
    Target target = target_##name (call);                                                          \
    return add_converted (call, &target, error);                                                   \
  }                                                                                                \
  static bool forward_##name (TnsCall *call, GError **error)                                       \
  {                                                                                                \
    Target target = target_##name (call);                                                          \
    return convert (call, &target, error);                                                         \
  }

CONVERSION (dtype)
CONVERSION (device)
CONVERSION (other)
CONVERSION (type_as)

#define TO_OP                                                                                      \
  .category = TNS_CATEGORY_MEMORY, .flags = TNS_AS_METHOD,                                         \
  .formula = "y = x, in another type or place",                                                    \
  .derivative = "∂y/∂x = 1, cast back to the type of x", .doc = "torch.Tensor.to.html"

TNS_OP (to) = {
  TO_OP,
  .schema = "to.dtype(Tensor self, ScalarType dtype, bool non_blocking=False, bool copy=False, *, "
            "MemoryFormat? memory_format=None) -> Tensor",
  .infer = infer_dtype,
  .forward = forward_dtype,
  .narration = "converts {self} to {dtype}",
};

TNS_OP (to_device) = {
  TO_OP,
  .schema
  = "to.device(Tensor self, Device? device=None, ScalarType? dtype=None, "
    "bool non_blocking=False, bool copy=False, *, MemoryFormat? memory_format=None) -> Tensor",
  .infer = infer_device,
  .forward = forward_device,
  .narration = "brings {self} to {device}",
};

TNS_OP (to_other) = {
  TO_OP,
  .schema = "to.other(Tensor self, Tensor|Scalar other, bool non_blocking=False, bool copy=False, *, "
            "MemoryFormat? memory_format=None) -> Tensor",
  .infer = infer_other,
  .forward = forward_other,
  .narration = "converts {self} to the type and device of {other}",
  .signatures
  = "to(Tensor self, Tensor|Scalar tensor, bool non_blocking=False, bool copy=False, *, "
    "MemoryFormat? memory_format=None) -> Tensor",
};

TNS_OP (type_as) = {
  .schema = "type_as(Tensor self, Tensor other) -> Tensor",
  .category = TNS_CATEGORY_MEMORY,
  .flags = TNS_AS_METHOD,
  .infer = infer_type_as,
  .forward = forward_type_as,
  .formula = "y = x, in the type of other",
  .derivative = "∂y/∂x = 1, cast back to the type of x",
  .narration = "converts {self} to the type of {other}",
  .doc = "torch.Tensor.type_as.html",
};

/* ---- float(), long() … ---- */

#define SHORT_CONVERSION(id, name, ID)                                                             \
  static Target target_##id (const TnsCall *call)                                                  \
  {                                                                                                \
    return (Target) { tns_value_dtype (TNK_##ID), TNS_VALUE_NONE, call->args[1], false };          \
  }                                                                                                \
  CONVERSION (id)                                                                                  \
  TNS_OP (id) = {                                                                                  \
    .schema = name "(Tensor self, *, MemoryFormat? memory_format=None) -> Tensor",                 \
    .category = TNS_CATEGORY_MEMORY,                                                               \
    .flags = TNS_AS_METHOD,                                                                        \
    .infer = infer_##id,                                                                           \
    .forward = forward_##id,                                                                       \
    .formula = "y = x, as " name,                                                                  \
    .derivative = "∂y/∂x = 1, cast back to the type of x",                                         \
    .narration = "converts {self} to " name,                                                       \
    .doc = "torch.Tensor." name ".html",                                                           \
  };

SHORT_CONVERSION (as_bool, "bool", BOOL)
SHORT_CONVERSION (as_byte, "byte", UINT8)
SHORT_CONVERSION (as_char, "char", INT8)
SHORT_CONVERSION (as_short, "short", INT16)
SHORT_CONVERSION (as_int, "int", INT32)
SHORT_CONVERSION (as_long, "long", INT64)
SHORT_CONVERSION (as_half, "half", FLOAT16)
SHORT_CONVERSION (as_bfloat16, "bfloat16", BFLOAT16)
SHORT_CONVERSION (as_float, "float", FLOAT32)
SHORT_CONVERSION (as_double, "double", FLOAT64)
SHORT_CONVERSION (as_cfloat, "cfloat", COMPLEX64)
SHORT_CONVERSION (as_cdouble, "cdouble", COMPLEX128)
