/* SPDX-FileCopyrightText: 2026 The Tensarium authors
 * SPDX-License-Identifier: MIT */
#pragma once

#include "engine/ops/layout.h"

G_BEGIN_DECLS

/* Phrases that many forward and backward formulas share. Everything they make belongs to the scope;
 * after an error in the scope they return NULL like any formula. */

/* @x itself when it is real, its conjugate when it is complex. */
TnsTensor *tns_formula_conj (TnsScope *scope, TnsTensor *x);
/* The same of a tensor or a number. */
TnsValue tns_formula_conj_value (TnsScope *scope, TnsValue value);

/* Whether @value is the number 1, which scales nothing. */
bool tns_value_is_one (const TnsValue *value);

/* upstream · conj (local): sets the gradient of argument @arg by the chain rule. */
void tns_formula_chain (TnsGrad *g, int arg, TnsTensor *local);

/* tns_grad_set() for formulas that do not find their way back from complex numbers to a real
 * argument: an error of the backward pass in PyTorch. */
void tns_formula_set_as_it_is (TnsGrad *g, int arg, TnsTensor *gradient);

/* @a + @b for loops that do no more than add: the op add multiplies complex numbers by
 * its alpha, which those that are not finite do not bear. */
TnsTensor *tns_formula_add (TnsScope *scope, TnsTensor *a, TnsTensor *b);

/* @x in another dtype; recorded, so that gradients flow back. @x itself when it has that dtype. */
TnsTensor *tns_formula_cast (TnsScope *scope, TnsTensor *x, TnkDtype dtype);

/* Zeros in the shape that argument @arg of the recorded call had. */
TnsTensor *tns_formula_zeros_of (TnsGrad *g, int arg);

/* Fresh dense tensor of @x's shape and device full of @number. */
TnsTensor *tns_formula_full_like (TnsScope *scope, TnsTensor *x, TnkDtype dtype, double number);

/* @x with its last two dims swapped, conjugated when complex. */
TnsTensor *tns_formula_adjoint (TnsScope *scope, TnsTensor *x);

/* Gradient of an op that picked elements of argument 0 along a dim: the upstream gradient of result
 * 0 goes to the indices of result 1, zero elsewhere. */
void tns_formula_select_backward (TnsGrad *g, int dim_arg, int keepdim_arg);

/* Backward of ops that PyTorch has no derivative for: "the derivative for 'geqrf' is not
 * implemented."; and what a backward says of one argument, with PyTorch's name for it. */
void tns_formula_no_derivative (TnsGrad *g);
void tns_formula_not_implemented (TnsGrad *g, const char *what);

/* A copy of a tensor or number as dense memory of type @dtype on the host, for loops in C. */
TnsTensor *tns_formula_to_host (TnsScope *scope, const TnsValue *value, TnkDtype dtype);

/* The same for ops that PyTorch does not even list among those with one: "derivative for
 * aten::floor_divide is not implemented". */
void tns_formula_not_differentiable (TnsGrad *g);

/* The only element of @x; 0 with the scope's error set when there is not one. */
double tns_formula_item (TnsScope *scope, TnsTensor *x);

/* @dtype as the inside of a kernel has it: halves are computed in float32. */
TnkDtype tns_formula_inner_dtype (TnkDtype dtype);

/* For forward functions: result 0 as the op gives it for arguments whose halves are widened to
 * float32; rounded once. */
bool tns_formula_forward_widened (TnsCall *call, GError **error);

/* Fails for a recorded call of a function that PyTorch cannot differentiate for complex numbers. */
bool tns_formula_check_real_graph (const TnsCall *call, const char *name, GError **error);
/* tns_wrap_dim() for ops that ask for the size of one dim: a 0-d tensor has none. */
bool tns_wrap_dim_with_size (int64_t *dim, int rank, GError **error);

/* Errors: RuntimeError when @value, the argument called @name that no gradient reaches, asks for
 * one. */
bool tns_check_constant (
    const TnsValue *value, const char *name, const char *function, GError **error);

/* Fails unless batches of matrices of sizes @a can be multiplied by those of sizes @b. */
bool tns_check_batches_fit (const int64_t *a, const int64_t *b, GError **error);

/* Whether PyTorch multiplies batches of such matrices one by one instead of in a loop over all. */
bool tns_is_large_product (int64_t n_rows, int64_t n_terms, int64_t n_columns);

/* Fails as a product of two vectors with @m and @n elements. */
bool tns_fail_for_vector_sizes (GError **error, int64_t m, int64_t n);

/* Fails where a result of type @from cannot be written as @to. */
bool tns_check_castable (TnkDtype from, TnkDtype to, GError **error);

/* Fails as a kernel that was called for @expected and finds a tensor of type @found. */
bool tns_check_scalar_type (TnkDtype expected, TnkDtype found, GError **error);

/* Fails with "NAME" not implemented for 'TYPE', as a kernel without that type does. */
bool tns_refuse_dtype (const char *kernel_name, TnkDtype dtype, GError **error);

/* Element-wise inference of a special function: integers become the default float, complex numbers
 * are refused in the name of the op's kernel, which is called as the op without "special_" and with
 * "_cpu". The single form refuses half precision too. */
bool tns_infer_special (TnsCall *call, GError **error);
bool tns_infer_special_single (TnsCall *call, GError **error);

/* ---- dims that a reduction folds ---- */

/**
 * TnsFold:
 * @is_folded: per dim of the operand
 * @n_items: elements folded into one result
 * @keeps_dims: folded dims stay with size 1
 */
typedef struct
{
  int rank;
  bool is_folded[TNK_MAX_RANK];
  bool keeps_dims;
  int64_t n_items;
} TnsFold;

/* @dims: NONE, INT or INTS; none or an empty list folds everything. That all dims exist is found
 * before that one of them stands twice; in turn, whatever is wrong first. */
bool tns_fold_init (
    TnsFold *fold, const TnsMeta *meta, const TnsValue *dims, bool keeps_dims, GError **error);
bool tns_fold_init_in_turn (
    TnsFold *fold, const TnsMeta *meta, const TnsValue *dims, bool keeps_dims, GError **error);
/* The fold of a recorded call, whose operand is argument 0; an argument index of -1 means that the
 * op has no such argument. */
bool tns_fold_init_grad (TnsFold *fold, TnsGrad *g, int dim_arg, int keepdim_arg);
/* Adds a dense result of @meta's shape without the folded dims. */
TnsMeta *tns_fold_add_out (const TnsFold *fold, TnsCall *call, const TnsMeta *meta, TnkDtype dtype);
/* Fails as PyTorch does when a folded dim has size 0 and the op has no value for nothing. */
bool tns_fold_check_not_empty (
    const TnsFold *fold, const TnsMeta *meta, const char *name, bool is_full, GError **error);
/* Runs a reduction of @in (converted to @dtype first) into result @index. */
bool tns_fold_run (const TnsFold *fold,
                   TnsCall *call,
                   int index,
                   TnkReduce reduce,
                   TnsTensor *in,
                   TnkDtype dtype,
                   GError **error);
/* The same into fresh memory of type @out_dtype, owned by the scope. */
TnsTensor *tns_fold_take (const TnsFold *fold,
                          TnsScope *scope,
                          TnkReduce reduce,
                          TnsTensor *in,
                          TnkDtype dtype,
                          TnkDtype out_dtype);
/* @folded (a result, or its gradient) with size 1 at the folded dims, so that it broadcasts against
 * the operand. */
TnsTensor *tns_fold_restore (const TnsFold *fold, TnsScope *scope, TnsTensor *folded);

G_END_DECLS
