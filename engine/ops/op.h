/* SPDX-FileCopyrightText: 2026 The Tensarium authors
 * SPDX-License-Identifier: MIT */
#pragma once

#include "engine/ops/op-list.h"
#include "engine/ops/schema.h"

G_BEGIN_DECLS

/* An op is one line in op-list.h and one TNS_OP block in its family file; everything else, from the
 * Python method to the palette of the window, is read from that block. */

typedef struct _TnsOp TnsOp;
typedef struct _TnsCall TnsCall;
typedef struct _TnsGrad TnsGrad;

typedef enum
{
  TNS_CATEGORY_CREATE,
  TNS_CATEGORY_ARITHMETIC,
  TNS_CATEGORY_MATHS,
  TNS_CATEGORY_COMPARE,
  TNS_CATEGORY_REDUCE,
  TNS_CATEGORY_SHAPE,
  TNS_CATEGORY_INDEX,
  TNS_CATEGORY_JOIN,
  TNS_CATEGORY_MATRIX,
  TNS_CATEGORY_RANDOM,
  TNS_CATEGORY_MEMORY,
  TNS_CATEGORY_NETWORK,
} TnsCategory;

/* Where an op is found in Python; 0 means function and method. */
typedef enum
{
  TNS_AS_FUNCTION = 1 << 0,
  TNS_AS_METHOD = 1 << 1,
  /* Has a form with a trailing underscore that writes into self: add_, zero_ … */
  TNS_HAS_INPLACE = 1 << 2,
  /* Exists only in that form (fill_, copy_): the schema's name carries the underscore. */
  TNS_ONLY_INPLACE = 1 << 3,
  /* Not differentiable: results never require grad, whatever the inputs do. Only an in-place form
   * records its node, where there is one: what it wrote into no longer depends on what it was. */
  TNS_NO_GRAD = 1 << 4,
  /* Called by other ops only; not in the public module. */
  TNS_INTERNAL = 1 << 5,
  /* Found as an attribute without a call: x.T, x.real. */
  TNS_AS_PROPERTY = 1 << 6,
  /* torch.nn.functional holds the function instead of torch. */
  TNS_AS_NN_FUNCTION = 1 << 7,
  /* In-place, but only sizes and strides change (t_, unsqueeze_): no number is written. */
  TNS_ONLY_LAYOUT = 1 << 8,
  /* Its forward computes in host memory: for tensors on another device the call path copies the
   * arguments to the host and the results back. */
  TNS_ON_HOST = 1 << 9,
  /* In-place, self may be an expanded tensor: the same number is written to its memory each time. */
  TNS_MAY_OVERLAP = 1 << 10,
  /* Returns a fresh tensor, but PyTorch's function has no out=. */
  TNS_NO_OUT = 1 << 11,
  /* PyTorch computes complex results but refuses to differentiate them. */
  TNS_NO_COMPLEX_GRAD = 1 << 12,
} TnsOpFlags;

typedef enum
{
  TNS_KERNEL_NONE,
  TNS_KERNEL_UNARY,
  TNS_KERNEL_BINARY,
  TNS_KERNEL_TERNARY,
} TnsKernelKind;

/**
 * TnsOp:
 * @schema: signature in PyTorch's notation (schema.h)
 * @category: shelf of the palette
 * @flags: TnsOpFlags; with neither FUNCTION nor METHOD set: both
 * @infer: shapes and dtypes of the results from the arguments' layouts, without reading numbers;
 *   where an argument is illegal, PyTorch's error. NULL only for compositions that read numbers.
 * @kernel: element-wise primitive run on the promoted, broadcast arguments; else
 * @forward: computes the results. A view op has neither: infer said everything (alias_of).
 * @node: name of the backward node, "MulBackward0"
 * @node_with_tensor: (nullable): its name when argument 1 is a tensor, where PyTorch's differs
 * @node_with_number_inside: (nullable): its name when argument 1 is a number and a composition makes
 *   the call: PyTorch's own go through another overload than Python does
 * @node_inplace: (nullable): its name when written in place, for ops whose in-place form PyTorch
 *   cannot differentiate: going back through it is an error
 * @saves: what backward needs: "other for self; self for other; result for self" with parameter
 *   names; results are `result` (or result0, result1 …). Non-tensor arguments are always there.
 * @constant_results: a bit for each result that never carries a gradient, whatever its dtype
 * @backward: gradients of the inputs as formulas on tensors. NULL with TNS_NO_GRAD unset: a
 *   composition whose inner ops are recorded instead.
 * @out_error: what PyTorch says of an out= tensor that has not the result's dtype, with {Expected}
 *   and {Given} for scalar types ("Float") and {expected} and {given} for types of C++ ("float");
 *   one line per result, the last of them for all that follow. NULL: it takes any dtype that the
 *   result can be cast to
 * @formula: the forward rule for one element, for people: "y = x · w"
 * @derivative: the local derivative, for people: "∂y/∂x = w"
 * @narration: one sentence, present tense, with {param}, {result}, {shape:param} and {shape:result}
 *   replaced by names and numbers: "adds {other} to every element of {self}"
 * @doc: PyTorch's page, the part after https://pytorch.org/docs/stable/generated/
 * @aliases: other public names, separated by blanks: "multiply"
 * @signatures: (nullable): what PyTorch lists when no overload fits, one schema per line, where that
 *   is not what follows from @schema; "Tensor|Scalar" is here a tensor for which PyTorch takes a
 *   number as it is. Parameters are found by name, else by place. A line called by an alias is for
 *   that alias.
 */
struct _TnsOp
{
  const char *schema;
  TnsCategory category;
  unsigned flags;
  bool (*infer) (TnsCall *call, GError **error);
  struct
  {
    TnsKernelKind kind;
    int id;
  } kernel;
  bool (*forward) (TnsCall *call, GError **error);
  const char *node;
  const char *node_with_tensor;
  const char *node_with_number_inside;
  const char *node_inplace;
  const char *saves;
  unsigned constant_results;
  void (*backward) (TnsGrad *grad);
  const char *out_error;
  const char *formula;
  const char *derivative;
  const char *narration;
  const char *doc;
  const char *aliases;
  const char *signatures;
};

#define TNS_OP(id) const TnsOp tns_op_##id

/* Texts of out_error that several ops share. */
#define TNS_OUT_EXACT "Expected out tensor to have dtype {expected}, but got {given} instead"
#define TNS_OUT_FOUND "Found dtype {Given} but expected {Expected}"
#define TNS_OUT_SCALAR_TYPE                                                                        \
  "Expected object of scalar type {Expected} but got scalar type {Given} for argument 'out'"

#define X(id) extern TNS_EXPORT const TnsOp tns_op_##id;
TNS_OP_LIST (X)
#undef X

typedef enum
{
#define X(id) TNS_OP_##id,
  TNS_OP_LIST (X)
#undef X
    TNS_N_OPS,
} TnsOpId;

/* ---- the table ---- */

TNS_EXPORT const TnsOp *tns_op_get (TnsOpId id);
TNS_EXPORT TnsOpId tns_op_get_id (const TnsOp *op);
/* Parsed once, on first use; never NULL: a malformed schema is caught by the table's own test. */
TNS_EXPORT const TnsSchema *tns_op_get_schema (const TnsOp *op);
/* First overload with this public name, NULL if none; go on with get_next_overload. */
TNS_EXPORT const TnsOp *tns_op_find (const char *public_name);
TNS_EXPORT const TnsOp *tns_op_get_next_overload (const TnsOp *op);

/* ---- one call ---- */

/* Results beyond the inline ones (split, unbind) live in malloc'ed arrays. */
#define TNS_INLINE_RESULTS 3

/**
 * TnsCall:
 * @args: one per schema parameter, defaults filled in
 * @is_inplace: the form with the underscore; the result is written into args[0]
 * @outs: what infer said, one per result
 * @results: what forward made: owned, NULL until made by tns_call_allocate or tns_call_return
 * @may_overlap: in-place, self may be an expanded tensor (TNS_MAY_OVERLAP); infer may say so too
 * @compute_dtype: type the element-wise kernel computes in; set by infer
 * @prepared: (nullable): what infer had to find out anyway and forward needs again; freed by
 *   @free_prepared at the end of the call
 */
struct _TnsCall
{
  const TnsOp *op;
  const TnsSchema *schema;
  const TnsValue *args;
  bool is_inplace;
  bool may_overlap;
  TnkDtype compute_dtype;
  int n_outs;
  TnsMeta *outs;
  TnsTensor **results;
  void *prepared;
  GDestroyNotify free_prepared;
  /* private */
  TnsMeta inline_outs[1];
  TnsTensor *inline_results[TNS_INLINE_RESULTS];
  int n_allocated;
};

/* Adds one result; its fields are not set. */
TNS_EXPORT TnsMeta *tns_call_add_out (TnsCall *call);
/* "add" or "add_", for messages. */
TNS_EXPORT const char *tns_call_get_name (const TnsCall *call);

typedef struct
{
  int n;
  TnsTensor **items;
  /* private */
  TnsTensor *inline_items[TNS_INLINE_RESULTS];
} TnsResults;

TNS_EXPORT void tns_results_clear (TnsResults *results);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (TnsResults, tns_results_clear)

/**
 * tns_op_call:
 * @op: an op of the table
 * @is_inplace: the form with the underscore (the op must have one)
 * @args: (array): one value per schema parameter
 * @n_args: how many of them are given; the rest take their defaults
 * @results: (out caller-allocates): what came back, in order; cleared by the caller
 *
 * The only way an op runs: checks devices, infers, allocates or makes views, computes, records the
 * autograd node, raises versions and tells the trace.
 */
TNS_EXPORT bool tns_op_call (const TnsOp *op, bool is_inplace, const TnsValue *args, int n_args,
                             TnsResults *results, GError **error);

/**
 * tns_op_infer:
 * @outs: (out caller-allocates) (array length=n_outs): layouts of the results
 * @n_outs: (inout): room in, results out (may be more than the room; only that many are written)
 *
 * What tns_op_call() would give, without computing: for previews. Same errors.
 */
TNS_EXPORT bool tns_op_infer (const TnsOp *op, bool is_inplace, const TnsValue *args, int n_args,
                              TnsMeta *outs, int *n_outs, GError **error);

/* Errors: RuntimeError "unsupported operation: more than one element of the written-to tensor …" when
 * elements share their place. */
TNS_EXPORT bool tns_check_no_overlap (const TnsTensor *self, GError **error);

/* ---- shared inference (infer.c) ---- */

/* Broadcast of two shapes. Errors: "The size of tensor a (3) must match the size of tensor b (4) at
 * non-singleton dimension 0". */
TNS_EXPORT bool tns_broadcast_sizes (TnsMeta *into, const int64_t *sizes, int rank, GError **error);
/* dim in [-rank, rank) made positive (0-d counts as rank 1); IndexError in PyTorch's words. */
TNS_EXPORT bool tns_wrap_dim (int64_t *dim, int rank, GError **error);
/* Promotion over tensors, 0-d tensors and numbers, as torch.result_type. */
TNS_EXPORT TnkDtype tns_result_type (const TnsValue *values, int n);

/* Element-wise inference: the result has the broadcast shape (and a permutation of strides kept as
 * PyTorch's TensorIterator keeps it) and … */
TNS_EXPORT bool tns_infer_same (TnsCall *call, GError **error);     /* … the promoted dtype */
/* … the promoted dtype of the arguments from @first on, @n of them; the others are masks, which count
 * for the shape. */
TNS_EXPORT bool tns_infer_over (TnsCall *call, int first, int n, GError **error);
TNS_EXPORT bool tns_infer_float (TnsCall *call, GError **error);    /* … integers become default float */
/* The same where a tensor is first made of the tensors whose bits are set: laid out like @copied, or
 * densely. */
TNS_EXPORT bool tns_infer_float_of_made (TnsCall *call, unsigned copied, unsigned dense,
                                         GError **error);
TNS_EXPORT bool tns_infer_bool (TnsCall *call, GError **error);     /* … bool, computed promoted */
TNS_EXPORT bool tns_infer_real (TnsCall *call, GError **error);     /* … complex becomes real */
/* Dense result of args[0]'s shape and dtype. */
TNS_EXPORT bool tns_infer_like_self (TnsCall *call, GError **error);

/* ---- composing: forward and backward formulas in terms of other ops ---- */

/**
 * TnsScope:
 *
 * Owns every tensor that the formulas inside it make, and the first error: once it is set every
 * further call returns NULL at once, so that a formula reads like the mathematics.
 */
typedef struct
{
  GError *error;
  TnsTensor **owned;
  int n_owned;
  int n_room;
  TnsTensor *inline_owned[16];
} TnsScope;

TNS_EXPORT void tns_scope_init (TnsScope *scope);
/* Frees what it owns and moves the error out; true when there was none. */
TNS_EXPORT bool tns_scope_finish (TnsScope *scope, GError **error);
/* (transfer full) → borrowed */
TNS_EXPORT TnsTensor *tns_scope_take (TnsScope *scope, TnsTensor *tensor);
TNS_EXPORT TnsTensor *tns_scope_call (TnsScope *scope, const TnsOp *op, bool is_inplace,
                                      const TnsValue *args, int n_args);
/* The results' tensors, owned by the scope; at most @n of them are written. Returns how many. */
TNS_EXPORT int tns_scope_call_many (TnsScope *scope, const TnsOp *op, const TnsValue *args,
                                    int n_args, TnsTensor **results, int n);

/* tns_do (scope, mul, a, b): first result of an op, owned by the scope; a and b are TnsValue. */
#define tns_do(scope, id, ...)                                                                     \
  tns_scope_call ((scope), &tns_op_##id, false, (TnsValue[]) { __VA_ARGS__ },                      \
                  G_N_ELEMENTS (((TnsValue[]) { __VA_ARGS__ })))
#define tns_do_inplace(scope, id, ...)                                                             \
  tns_scope_call ((scope), &tns_op_##id, true, (TnsValue[]) { __VA_ARGS__ },                       \
                  G_N_ELEMENTS (((TnsValue[]) { __VA_ARGS__ })))

/* Short names for formulas. */
#define T(tensor) tns_value_tensor (tensor)
#define N(number) tns_value_number (number)
#define I(integer) tns_value_int (integer)
#define B(truth) tns_value_bool (truth)

/* For forward functions: fresh memory laid out as outs[@index] says, borrowed. For in-place forms
 * too: the call path then copies it into self. */
TNS_EXPORT TnsTensor *tns_call_allocate (TnsCall *call, int index, GError **error);
/* For forward functions: makes @tensor (borrowed) the result @index. An op that writes into self by
 * its own hands returns self. */
TNS_EXPORT void tns_call_return (TnsCall *call, int index, TnsTensor *tensor);

/* ---- backward formulas ---- */

/**
 * TnsGrad:
 * @scope: owns what the formula makes; tns_do (g->scope, …)
 *
 * One run of a backward node: upstream gradients in, gradients of the arguments out.
 */
struct _TnsGrad
{
  TnsScope *scope;
  TnsNode *node;
  int n_upstream;
  TnsTensor *const *upstream;
  /* private */
  TnsTensor **inputs;
};

/* Gradient of result @index; zeros where nothing flowed back (only with several results). */
TNS_EXPORT TnsTensor *tns_grad_get_upstream (TnsGrad *g, int index);
/* Whether the gradient of argument @arg is asked for (any item of a list counts). */
TNS_EXPORT bool tns_grad_wants (TnsGrad *g, int arg);
TNS_EXPORT bool tns_grad_wants_item (TnsGrad *g, int arg, int item);
/* The argument as it was given; a tensor only if `saves` names it, else kind NONE. */
TNS_EXPORT TnsValue tns_grad_get_arg (TnsGrad *g, int arg);
/* Saved item of a list argument, or saved result. */
TNS_EXPORT TnsTensor *tns_grad_get_item (TnsGrad *g, int arg, int item);
TNS_EXPORT TnsTensor *tns_grad_get_result (TnsGrad *g, int index);
/* Layout that a tensor argument (or item @item of a list) had in its storage. */
TNS_EXPORT const TnsMeta *tns_grad_get_meta (TnsGrad *g, int arg, int item);
/* Sets the gradient of @arg (borrowed). Summing over broadcast dims and casting to the argument's
 * dtype happen here, once for all ops. */
TNS_EXPORT void tns_grad_set (TnsGrad *g, int arg, TnsTensor *gradient);
TNS_EXPORT void tns_grad_set_item (TnsGrad *g, int arg, int item, TnsTensor *gradient);

G_END_DECLS
