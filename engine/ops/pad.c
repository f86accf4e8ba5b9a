/* SPDX-FileCopyrightText: 2026 The Tensarium authors
 * SPDX-License-Identifier: MIT */
/* Borders around the last dims. A constant border is memory filled before the input is copied into
 * its middle; the others repeat elements of the input: mirrored (reflect), the outermost one
 * (replicate), or from the other side (circular). Negative numbers cut off instead. */
#include "engine/ops/formula.h"
#include "engine/ops/offsets.h"

#include <string.h>

/* ---- constant ---- */

/* The part of self that stays, in @window, and where it begins in the result, in @starts; the
 * result's sizes in @sizes. */
static bool
measure_constant (
    const TnsCall *call, TnsMeta *window, int64_t *starts, int64_t *sizes, GError **error)
{
  TnsValue pad = call->args[1];
  *window = tns_call_get_meta (call, 0);
  if (pad.ints.n % 2 != 0)
    return tns_fail (error, TNS_ERROR_RUNTIME, "Length of pad must be even but instead it equals %d",
                     pad.ints.n);
  if (pad.ints.n > 2 * window->rank)
    return tns_fail (error, TNS_ERROR_RUNTIME,
                     "Length of pad should be no more than twice the number of dimensions of the "
                     "input. Pad length is %dwhile the input has %ddimensions.",
                     pad.ints.n, window->rank);
  memset (starts, 0, (size_t) window->rank * sizeof *starts);
  for (int k = 0; k < pad.ints.n / 2; k++)
    {
      int d = window->rank - 1 - k;
      int64_t before = pad.ints.items[2 * k], after = pad.ints.items[2 * k + 1];
      if (MIN (before, 0) + MIN (after, 0) < -window->sizes[d])
        return tns_fail (error, TNS_ERROR_RUNTIME, "narrow(): length must be non-negative.");
      window->offset_elems -= MIN (before, 0) * window->strides[d];
      window->sizes[d] += MIN (before, 0) + MIN (after, 0);
      starts[d] = MAX (before, 0);
    }
  memcpy (sizes, window->sizes, (size_t) window->rank * sizeof *sizes);
  for (int k = 0; k < pad.ints.n / 2; k++)
    if (__builtin_add_overflow (
            sizes[window->rank - 1 - k],
            MAX (pad.ints.items[2 * k], 0) + MAX (pad.ints.items[2 * k + 1], 0),
            &sizes[window->rank - 1 - k]))
      return tns_fail (error, TNS_ERROR_RUNTIME, "constant_pad_nd: size overflows");
  return true;
}

static bool
infer_constant (TnsCall *call, GError **error)
{
  TnsMeta self = tns_call_get_meta (call, 0), window, *out;
  int64_t starts[TNK_MAX_RANK], sizes[TNK_MAX_RANK];
  bool only_cuts = true;
  if (!measure_constant (call, &window, starts, sizes, error))
    return false;
  for (int k = 0; k < call->args[1].ints.n; k++)
    only_cuts = only_cuts && call->args[1].ints.items[k] <= 0;
  if (only_cuts)
    {
      tns_layout_preserve_strides (&window);
      *tns_call_add_out (call) = window;
      return true;
    }
  out = tns_call_add_dense (call, self.dtype, self.device, self.rank, sizes);
  if (!tns_scalar_check_fills (call->args[2].scalar, self.dtype,
                               tns_layout_count (sizes, self.rank), error))
    return false;
  return !tns_layout_is_channels_last (&self)
         || tns_layout_set_channels_last (out, out->rank, error);
}

static bool
forward_constant (TnsCall *call, GError **error)
{
  TnsMeta window, inner = call->outs[0];
  int64_t starts[TNK_MAX_RANK], sizes[TNK_MAX_RANK];
  TnsTensor *out = tns_call_allocate (call, 0, error);
  if (out == NULL || !measure_constant (call, &window, starts, sizes, error)
      || !tns_tensor_fill (out, call->args[2].scalar, error))
    return false;
  tns_tensor_get_meta (out, &inner);
  for (int d = 0; d < inner.rank; d++)
    {
      inner.offset_elems += starts[d] * inner.strides[d];
      inner.sizes[d] = window.sizes[d];
    }
  return tns_layout_count (inner.sizes, inner.rank) == 0
         || tns_window_copy (out, &inner, call->args[0].tensor, &window, error);
}

/* What was added is cut off, and zeros stand for what was cut off. */
static void
constant_grad (TnsGrad *g)
{
  TnsValue pad = tns_grad_get_arg (g, 1);
  int64_t back[2 * TNK_MAX_RANK];
  for (int k = 0; k < pad.ints.n; k++)
    back[k] = -pad.ints.items[k];
  tns_grad_set (g, 0,
                tns_do (g->scope, constant_pad_nd, T (tns_grad_get_upstream (g, 0)),
                        tns_value_ints (back, pad.ints.n)));
}

TNS_OP (constant_pad_nd) = {
  .schema = "constant_pad_nd(Tensor self, int[] pad, Scalar value=0) -> Tensor",
  .category = TNS_CATEGORY_SHAPE,
  .flags = TNS_AS_FUNCTION,
  .infer = infer_constant,
  .forward = forward_constant,
  .node = "ConstantPadNdBackward0",
  .backward = constant_grad,
  .formula = "y = x in the middle, the value around it",
  .derivative = "∂y/∂x = 1 in the middle",
  .narration = "puts a border of {value} around {self} {shape:self}: {shape:result}",
  .doc = "torch.nn.functional.pad.html",
};

/* ---- borders made of the input's own elements ---- */

typedef enum
{
  REFLECT,
  REPLICATE,
  CIRCULAR,
} Border;

/* Index along a dim of size @n that stands at place @i of the bordered dim, both counted from the
 * first element of the input. What a negative number cuts off does not come round again. */
static int64_t
place (Border border, int64_t i, int64_t n, int64_t before, int64_t after)
{
  int64_t first = MAX (-before, 0), n_kept = n - first - MAX (-after, 0);
  if (border == CIRCULAR)
    return i < first ? i + n_kept : i >= first + n_kept ? i - n_kept : i;
  if (border == REPLICATE)
    return CLAMP (i, 0, n - 1);
  return i < 0 ? -i : i >= n ? 2 * (n - 1) - i : i;
}

/* int64 on @device: where each element of the bordered dim comes from. */
static TnsTensor *
new_places (TnsScope *s, Border border, int64_t n, int64_t before, int64_t after, TnsDevice device)
{
  int64_t total = before + n + after;
  if (s->error != NULL)
    return NULL;
  g_autoptr (TnsTensor) places = tns_tensor_new_dense (TNK_INT64, TNS_CPU, 1, &total, &s->error);
  if (places == NULL)
    return NULL;
  int64_t *out = tns_tensor_get_data (places);
  for (int64_t i = 0; i < total; i++)
    out[i] = place (border, i - before, n, before, after);
  return tns_scope_take (s, tns_tensor_to_device (places, device, &s->error));
}

/* @x with a border, dim by dim from the last one on. */
static TnsTensor *
border_dims (TnsScope *s, Border border, TnsTensor *x, const TnsValue *pad)
{
  int rank = tns_tensor_get_rank (x);
  for (int k = 0; k < pad->ints.n / 2 && x != NULL; k++)
    {
      int64_t dim = rank - 1 - k;
      TnsTensor *places = new_places (s, border, tns_tensor_get_sizes (x)[dim],
                                      pad->ints.items[2 * k], pad->ints.items[2 * k + 1],
                                      tns_tensor_get_device (x));
      x = tns_do (s, index_select, T (x), I (dim), T (places));
    }
  return x;
}

/* The transpose of border_dims(): gradients go back to where the elements came from. */
static TnsTensor *
unborder_dims (
    TnsScope *s, Border border, TnsTensor *x, const TnsMeta *input, const TnsValue *pad)
{
  int64_t sizes[TNK_MAX_RANK];
  for (int k = pad->ints.n / 2 - 1; k >= 0 && x != NULL; k--)
    {
      int64_t dim = input->rank - 1 - k;
      memcpy (sizes, tns_tensor_get_sizes (x), (size_t) input->rank * sizeof *sizes);
      sizes[dim] = input->sizes[dim];
      TnsTensor *places = new_places (s, border, input->sizes[dim], pad->ints.items[2 * k],
                                      pad->ints.items[2 * k + 1], input->device);
      TnsTensor *zeros = tns_do (s, new_zeros, T (x), tns_value_ints (sizes, input->rank));
      x = tns_do (s, index_add, T (zeros), I (dim), T (places), T (x));
    }
  return x;
}

static bool
check_rank (const TnsMeta *self, int n, GError **error)
{
  bool fits = self->rank == n + 1 || self->rank == n + 2;
  for (int d = self->rank - n - 1; fits && d < self->rank; d++)
    fits = self->sizes[d] != 0;
  if (fits)
    return true;
  g_autofree char *text = tns_layout_dup_sizes_text (self->sizes, self->rank);
  return tns_fail (error, TNS_ERROR_RUNTIME,
                   "Expected %dD or %dD (batch mode) tensor with possibly 0 batch size and other "
                   "non-zero dimensions for input, but got: %s",
                   n + 1, n + 2, text);
}

static bool
check_reflection (const TnsMeta *self, const TnsValue *pad, GError **error)
{
  for (int k = 0; k < pad->ints.n / 2; k++)
    {
      int d = self->rank - 1 - k;
      int64_t before = pad->ints.items[2 * k], after = pad->ints.items[2 * k + 1];
      if (before < self->sizes[d] && after < self->sizes[d])
        continue;
      g_autofree char *text = tns_layout_dup_sizes_text (self->sizes, self->rank);
      return tns_fail (error, TNS_ERROR_RUNTIME,
                       "Argument #%d: Padding size should be less than the corresponding input "
                       "dimension, but got: padding (%" G_GINT64_FORMAT ", %" G_GINT64_FORMAT
                       ") at dimension %d of input %s",
                       4 + 2 * k, before, after, d, text);
    }
  return true;
}

/* "H: 4 W: 5", or with a comma between; of the last @n dims. */
static char *
dup_extent_text (const int64_t *sizes, int n, const char *separator)
{
  static const char letters[] = "DHW";
  GString *text = g_string_new (NULL);
  for (int k = 0; k < n; k++)
    g_string_append_printf (text, "%s%c: %" G_GINT64_FORMAT, k > 0 ? separator : "",
                            letters[3 - n + k], sizes[k]);
  return g_string_free (text, FALSE);
}

static bool
check_extent (const TnsMeta *self, const TnsMeta *out, int n, GError **error)
{
  bool fits = true;
  for (int d = self->rank - n; d < self->rank; d++)
    fits = fits && out->sizes[d] >= 1;
  if (fits)
    return true;
  g_autofree char *own = dup_extent_text (self->sizes + self->rank - n, n, ", ");
  g_autofree char *other = dup_extent_text (out->sizes + self->rank - n, n, " ");
  if (n == 1)
    return tns_fail (error, TNS_ERROR_RUNTIME, "input (%s) is too small. Calculated output %s", own,
                     other);
  return tns_fail (error, TNS_ERROR_RUNTIME,
                   "Calculated output %s must be >= 1 in every dimension (input %s)", other, own);
}

static bool
infer_border (TnsCall *call, Border border, GError **error)
{
  TnsMeta self = tns_call_get_meta (call, 0), grown = self;
  TnsValue pad = call->args[1];
  int n = pad.ints.n / 2;
  TnsMeta *out;
  if (!check_rank (&self, n, error)
      || (border == REFLECT && !check_reflection (&self, &pad, error)))
    return false;
  for (int k = 0; k < n; k++)
    grown.sizes[self.rank - 1 - k] += pad.ints.items[2 * k] + pad.ints.items[2 * k + 1];
  if (!check_extent (&self, &grown, n, error))
    return false;
  if (self.dtype == TNK_BOOL)
    return tns_refuse_dtype (call->schema->name, self.dtype, error);
  out = tns_call_add_dense (call, self.dtype, self.device, self.rank, grown.sizes);
  return !tns_layout_is_channels_last (&self)
         || tns_layout_set_channels_last (out, out->rank, error);
}

static bool
forward_border (TnsCall *call, Border border, GError **error)
{
  TnsScope scope, *s = &scope;
  TnsTensor *out = tns_call_allocate (call, 0, error), *bordered;
  if (out == NULL)
    return false;
  tns_scope_init (s);
  bordered = border_dims (s, border, call->args[0].tensor, &call->args[1]);
  if (bordered != NULL)
    tns_tensor_copy_from (out, bordered, &s->error);
  return tns_scope_finish (s, error);
}

static void
border_grad (TnsGrad *g, Border border)
{
  TnsValue pad = tns_grad_get_arg (g, 1);
  tns_grad_set (g, 0,
                unborder_dims (g->scope, border, tns_grad_get_upstream (g, 0),
                               tns_grad_get_meta (g, 0, 0), &pad));
}

#define BORDER(border, name)                                                                       \
  static bool infer_##name (TnsCall *call, GError **error)                                         \
  {                                                                                                \
    return infer_border (call, border, error);                                                     \
  }                                                                                                \
  static bool forward_##name (TnsCall *call, GError **error)                                       \
  {                                                                                                \
    return forward_border (call, border, error);                                                   \
  }                                                                                                \
  static void name##_grad (TnsGrad *g)                                                             \
  {                                                                                                \
    border_grad (g, border);                                                                       \
  }

#define BORDER_OP(name, n_dims, n_numbers, node_name, formula_text, narration_text)                \
  TNS_OP (name##_pad##n_dims) = {                                                                  \
    .schema = #name "_pad" #n_dims "(Tensor self, int[" #n_numbers "] padding) -> Tensor",         \
    .category = TNS_CATEGORY_SHAPE,                                                                \
    .flags = TNS_INTERNAL,                                                                         \
    .infer = infer_##name,                                                                         \
    .forward = forward_##name,                                                                     \
    .node = node_name "Backward0",                                                                 \
    .backward = name##_grad,                                                                       \
    .formula = formula_text,                                                                       \
    .derivative = "∂y/∂x = 1 wherever the element stands: the gradient is the sum",                \
    .narration = narration_text,                                                                   \
    .doc = "torch.nn.functional.pad.html",                                                         \
  };

#define REFLECTION_OP(n_dims, n_numbers, node_name)                                                \
  BORDER_OP (reflection, n_dims, n_numbers, node_name, "y = x, mirrored at its outermost elements", \
             "puts a mirrored border around {self} {shape:self}: {shape:result}")

#define REPLICATION_OP(n_dims, n_numbers, node_name)                                               \
  BORDER_OP (replication, n_dims, n_numbers, node_name, "y = x, its outermost elements repeated",  \
             "repeats the outermost elements of {self} {shape:self}: {shape:result}")

BORDER (REFLECT, reflection)
BORDER (REPLICATE, replication)

REFLECTION_OP (1d, 2, "ReflectionPad1D")
REFLECTION_OP (2d, 4, "ReflectionPad2D")
REFLECTION_OP (3d, 6, "ReflectionPad3D")
REPLICATION_OP (1d, 2, "ReplicationPad1D")
REPLICATION_OP (2d, 4, "ReplicationPad2D")
REPLICATION_OP (3d, 6, "ReplicationPad3D")

/* ---- pad ---- */

static TnsTensor *
pad_circular (TnsScope *s, TnsTensor *x, const TnsValue *pad)
{
  TnsMeta self;
  tns_tensor_get_meta (x, &self);
  for (int k = 0; k < pad->ints.n / 2; k++)
    {
      int64_t n = self.sizes[self.rank - 1 - k];
      int64_t before = pad->ints.items[2 * k], after = pad->ints.items[2 * k + 1];
      if (before > n || after > n)
        tns_fail (&s->error, TNS_ERROR_RUNTIME,
                  "Padding value causes wrapping around more than once.");
      else if (n + before + after < 0)
        tns_fail (&s->error, TNS_ERROR_RUNTIME,
                  "Negative padding value is resulting in an empty dimension");
      if (s->error != NULL)
        return NULL;
    }
  return border_dims (s, CIRCULAR, x, pad);
}

/* reflect, replicate and circular: the last one, two or three dims of images with channels. */
static TnsTensor *
pad_borders (TnsScope *s, const TnsCall *call, const char *mode)
{
  static const TnsOp *const ops[2][3] = {
    { &tns_op_reflection_pad1d, &tns_op_reflection_pad2d, &tns_op_reflection_pad3d },
    { &tns_op_replication_pad1d, &tns_op_replication_pad2d, &tns_op_replication_pad3d },
  };
  TnsTensor *x = call->args[0].tensor;
  TnsValue pad = call->args[1];
  int rank = tns_tensor_get_rank (x), n = pad.ints.n / 2;
  bool is_reflect = strcmp (mode, "reflect") == 0, is_circular = strcmp (mode, "circular") == 0;
  if (n < 1 || n > 3 || (rank != n + 1 && rank != n + 2))
    tns_fail (&s->error, TNS_ERROR_NOT_IMPLEMENTED,
              "Padding size %d is not supported for %dD input tensor.\n"
              "Supported combinations for non-constant padding:\n"
              "  - 2D or 3D input: padding size = 2 (pads last dimension)\n"
              "  - 3D or 4D input: padding size = 4 (pads last 2 dimensions)\n"
              "  - 4D or 5D input: padding size = 6 (pads last 3 dimensions)",
              pad.ints.n, rank);
  else if (is_circular)
    return pad_circular (s, x, &pad);
  else
    return tns_scope_call (s, ops[is_reflect ? 0 : 1][n - 1], false, call->args, 2);
  return NULL;
}

static bool
forward_pad (TnsCall *call, GError **error)
{
  TnsValue pad = call->args[1], value = call->args[3];
  const char *mode = call->args[2].string;
  int rank = tns_tensor_get_rank (call->args[0].tensor);
  TnsScope scope, *s = &scope;
  TnsTensor *result = NULL;
  double number = value.kind == TNS_FLOAT ? value.f : 0;
  static const char *const modes[] = { "constant", "reflect", "replicate", "circular", NULL };
  if (!g_strv_contains (modes, mode))
    return tns_fail (error, TNS_ERROR_NOT_IMPLEMENTED, "Unrecognised padding mode %s", mode);
  if (pad.ints.n % 2 != 0)
    return tns_fail (error, TNS_ERROR_RUNTIME, "Padding length must be divisible by 2");
  if (pad.ints.n > 2 * rank)
    return tns_fail (error, TNS_ERROR_RUNTIME,
                     "Padding length should be less than or equal to two times the input dimension "
                     "but got padding length %d and input of dimension %d",
                     pad.ints.n, rank);
  tns_scope_init (s);
  if (strcmp (mode, "constant") == 0)
    result = tns_do (s, constant_pad_nd, call->args[0], pad, N (number));
  else if (number != 0)
    tns_fail (&s->error, TNS_ERROR_RUNTIME,
              "Padding mode \"%s\" doesn't take in value argument", mode);
  else
    result = pad_borders (s, call, mode);
  return tns_call_finish (call, s, result, error);
}

TNS_OP (pad) = {
  .schema = "pad(Tensor self, int[] pad, str mode='constant', float? value=None) -> Tensor",
  .category = TNS_CATEGORY_SHAPE,
  .flags = TNS_AS_NN_FUNCTION,
  .forward = forward_pad,
  .formula = "y = x in the middle, a border around it",
  .derivative = "∂y/∂x = 1 wherever the element stands: the gradient is the sum",
  .narration = "puts a border around {self} {shape:self}: {shape:result}",
  .doc = "torch.nn.functional.pad.html",
};
