/* SPDX-FileCopyrightText: 2026 The Tensarium authors
 * SPDX-License-Identifier: MIT */
#pragma once

#include "engine/core/tensor.h"

G_BEGIN_DECLS

/* Ranks up to this keep their sizes and strides inside the struct. */
#define TNS_INLINE_RANK 5

typedef struct _TnsAutogradState TnsAutogradState;

/* Counts writes for autograd apart from the storage's own count; shared by a tensor and its views. */
typedef struct
{
  gint ref_count;
  gint count;
} TnsVersion;

/* How a view came about, which decides whether autograd can follow a write into it or its base. */
typedef enum
{
  TNS_VIEW_DEFAULT,      /* it can */
  TNS_VIEW_MULTI_OUTPUT, /* one of several results of a node: split, unbind */
  TNS_VIEW_NO_GRAD,      /* made under no_grad */
  TNS_VIEW_INFERENCE,    /* made of a normal tensor under inference_mode */
  TNS_VIEW_CUSTOM,       /* made inside a torch.autograd.Function, or an input that came back */
} TnsViewCreation;

struct _TnsTensor
{
  gint ref_count;
  uint8_t rank;
  uint8_t dtype;
  bool is_contiguous;
  bool is_inference; /* made under inference_mode: no version, never part of a graph */
  uint8_t creation;  /* TnsViewCreation; DEFAULT for what is not a view */
  uint64_t id;
  TnsStorage *storage;
  int64_t offset_elems;
  int64_t numel;
  int64_t *sizes; /* inline_dims, or allocated */
  int64_t *strides;
  int64_t inline_dims[2 * TNS_INLINE_RANK];
  TnsTensor *base;            /* owned; NULL when not a view */
  TnsVersion *version;        /* owned; NULL: the storage's count */
  uint32_t graph_version;     /* version at which a view's place in the graph was right */
  TnsAutogradState *autograd; /* NULL: requires no grad, has no grad, no hooks */
  void *wrapper;
};

/**
 * TnsAutogradState:
 * @requires_grad: set by the user on a leaf
 * @retains_grad: a non-leaf that keeps .grad
 * @grad_dtype: dtype that .grad must have, plus 1; 0: the tensor's own, -1: any
 * @grad_fn: owned; NULL for leaves
 * @output_nr: which result of grad_fn's forward
 * @grad: accumulated gradient, owned
 * @accumulator: the leaf's AccumulateGrad node, weak: the node owns the leaf
 * @shared_accumulator: owned; another leaf's, whose gradients this tensor's are
 * @hooks: (element-type TnsHook) of a leaf; a non-leaf's hooks live in its grad_fn
 * @accumulated_hooks: (element-type TnsHook) of a leaf, run after its .grad changed
 */
struct _TnsAutogradState
{
  bool requires_grad;
  bool retains_grad;
  int8_t grad_dtype;
  TnsNode *grad_fn;
  int output_nr;
  TnsTensor *grad;
  TnsNode *accumulator;
  TnsNode *shared_accumulator;
  GArray *hooks;
  GArray *accumulated_hooks;
};

TnsAutogradState *tns_tensor_ensure_autograd (TnsTensor *self);

/* Called when a tensor with autograd state dies (engine/autograd/node.c). */
void tns_autograd_state_free (TnsTensor *self);

/* A tensor on @other's storage, without graph and without base, that counts writes together with it:
 * for views that no gradient flows through. */
TnsTensor *tns_tensor_new_beside (TnsTensor *other, const TnsMeta *meta);

/* A second tensor on the same window, without graph and without base: for saved results. */
TnsTensor *tns_tensor_new_alias (TnsTensor *self);

/* Marks @self as a view of @base after the fact. */
void tns_tensor_set_base (TnsTensor *self, TnsTensor *base);

/* A view whose base was written since its place in the graph was found: its grad_fn must be made
 * anew from the base's. */
bool tns_tensor_is_outdated_view (const TnsTensor *self);

/* Numel elements from the first: true when @self's window is exactly @other's. */
bool tns_tensor_same_window (const TnsTensor *self, const TnsTensor *other);

G_END_DECLS
