/* SPDX-FileCopyrightText: 2026 The Tensarium authors
 * SPDX-License-Identifier: MIT */
#pragma once

#include "engine/ops/op.h"

G_BEGIN_DECLS

/* ---- grad mode, per thread ---- */

TNS_EXPORT bool tns_grad_mode_get (void);
/* Returns what it was. */
TNS_EXPORT bool tns_grad_mode_set (bool is_enabled);
TNS_EXPORT bool tns_inference_mode_get (void);
TNS_EXPORT bool tns_inference_mode_set (bool is_enabled);

/* ---- the graph ---- */

/**
 * TnsNode:
 *
 * A step of the backward pass: owns its saved tensors and the edges to the nodes that come after it
 * on the way back. Nodes are freed iteratively, so that a chain of any length is safe.
 */
typedef enum
{
  TNS_NODE_OP,          /* backward of an op of the table */
  TNS_NODE_ACCUMULATE,  /* adds into a leaf's .grad */
  TNS_NODE_COPY_SLICES, /* in-place write into a view, seen from its base */
  TNS_NODE_CUSTOM,      /* torch.autograd.Function */
  TNS_NODE_ERROR,       /* results that say why they cannot be differentiated */
} TnsNodeKind;

typedef struct
{
  TnsNode *node; /* NULL: no gradient is wanted there */
  int input;     /* which result of @node's forward this is */
} TnsEdge;

TNS_EXPORT TnsNode *tns_node_ref (TnsNode *self);
TNS_EXPORT void tns_node_unref (TnsNode *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TnsNode, tns_node_unref)
TNS_EXPORT const char *tns_node_get_name (const TnsNode *self); /* "MulBackward0" */
TNS_EXPORT TnsNodeKind tns_node_get_kind (const TnsNode *self);
TNS_EXPORT const TnsOp *tns_node_get_op (const TnsNode *self); /* (nullable) */
/* Whether the op was called in its form with the underscore. */
bool tns_node_is_inplace (const TnsNode *self);
TNS_EXPORT uint64_t tns_node_get_sequence (const TnsNode *self);
TNS_EXPORT int tns_node_get_n_edges (const TnsNode *self);
TNS_EXPORT TnsEdge tns_node_get_edge (const TnsNode *self, int index);
/* (transfer full): a tensor that stands in the graph where result @index of @self does, its numbers
 * not set; the leaf itself for ACCUMULATE. */
TNS_EXPORT TnsTensor *tns_node_new_result (TnsNode *self, int index, GError **error);
/* Indices of the edges that PyTorch lists, into room for n_edges + TNS_MAX_PARAMS; returns how many.
 * Index arguments have none; a number or None in a tensor's place has one that leads nowhere: -1. */
TNS_EXPORT int tns_node_list_edges (const TnsNode *self, int *indices);
/* Whether @node is going to run in the backward pass that runs on this thread now. */
TNS_EXPORT bool tns_backward_will_run (TnsNode *node);
/* Whether argument @arg was a number where PyTorch records a 0-d tensor made of it. */
TNS_EXPORT bool tns_node_wraps_number (const TnsNode *self, int arg);
/* ACCUMULATE: the leaf. */
TNS_EXPORT TnsTensor *tns_node_get_leaf (const TnsNode *self);
/* The saved tensors, for people; NULL items after they were freed or while a hook keeps them. */
TNS_EXPORT int tns_node_get_n_saved (const TnsNode *self);
TNS_EXPORT TnsTensor *tns_node_get_saved (const TnsNode *self, int index, const char **name);
/* (transfer full): the saved tensor as backward gets it, a result with its place in the graph.
 * Errors: freed, changed since it was saved, or what a hook says. */
TNS_EXPORT TnsTensor *tns_node_unpack_saved (TnsNode *self, int index, GError **error);
/* Whether backward ran without retain_graph and took the saved tensors away. */
TNS_EXPORT bool tns_node_is_released (const TnsNode *self);
/* (transfer full): what using them then gives. */
TNS_EXPORT GError *tns_node_new_released_error (void);
/* Shape of tensor argument @arg, borrowed; false when it was none. */
TNS_EXPORT bool tns_node_get_arg_sizes (const TnsNode *self, int arg, const int64_t **sizes,
                                        int *rank);
/* Arguments of the recorded call (owning copies; tensors only where saved). */
TNS_EXPORT const TnsValue *tns_node_get_args (const TnsNode *self);
TNS_EXPORT void *tns_node_get_wrapper (const TnsNode *self);
TNS_EXPORT void tns_node_set_wrapper (TnsNode *self, void *wrapper);

/* @tensor's grad_fn, borrowed; NULL for leaves. A view whose base was written gets a new one here. */
TNS_EXPORT TnsNode *tns_tensor_get_grad_fn (TnsTensor *tensor);
/* Errors: RuntimeError for a view that autograd cannot follow through a write: into itself when
 * @is_written, else into its base after it was made. tns_tensor_get_grad_fn() then gives NULL. */
TNS_EXPORT bool tns_tensor_check_view (const TnsTensor *tensor, bool is_written, GError **error);
/* Which of grad_fn's results the tensor is. */
TNS_EXPORT int tns_tensor_get_output_nr (const TnsTensor *tensor);
/* grad_fn, or the leaf's accumulate node, or no node; the edge's node is the caller's to unref. */
TNS_EXPORT TnsEdge tns_tensor_get_gradient_edge (TnsTensor *tensor);
TNS_EXPORT void tns_tensor_retain_grad (TnsTensor *tensor);
/* Becomes a leaf that requires no grad: detach_. */
TNS_EXPORT void tns_tensor_leave_graph (TnsTensor *tensor);
/* Shares storage, no graph. */
TNS_EXPORT TnsTensor *tns_tensor_detach (TnsTensor *tensor);

/* ---- hooks ---- */

/* Sees a gradient on its way and may replace it: returns (transfer full) a new one, NULL to keep;
 * sets @error to stop. */
typedef TnsTensor *(*TnsGradHook) (TnsTensor *gradient, void *data, GError **error);
/* Before @tensor's gradient goes on. Returns an id for removal. */
TNS_EXPORT unsigned tns_tensor_add_hook (TnsTensor *tensor, TnsGradHook hook, void *data,
                                         GDestroyNotify free_data);
TNS_EXPORT void tns_tensor_remove_hook (TnsTensor *tensor, unsigned id);
/* For a leaf: gets the leaf itself each time its .grad was added to; the result is not used. */
TNS_EXPORT unsigned tns_tensor_add_accumulated_hook (TnsTensor *leaf, TnsGradHook hook, void *data,
                                                     GDestroyNotify free_data);
TNS_EXPORT void tns_tensor_remove_accumulated_hook (TnsTensor *leaf, unsigned id);

/* Sees the gradients around one run of @node: before it the upstream ones with @others NULL, after it
 * those of its inputs with the upstream ones in @others. May replace @gradients; NULL is no gradient. */
typedef bool (*TnsNodeHook) (TnsTensor **gradients, int n_gradients, TnsTensor *const *others,
                             int n_others, void *data, GError **error);
TNS_EXPORT unsigned tns_node_add_hook (TnsNode *node, bool runs_before, TnsNodeHook hook, void *data,
                                       GDestroyNotify free_data);
TNS_EXPORT void tns_node_remove_hook (TnsNode *node, bool runs_before, unsigned id);

/**
 * TnsSavedHooks:
 * @pack: what is kept instead of a tensor that a node saves; NULL with @error set
 * @unpack: (transfer full): the tensor again, when backward needs it
 *
 * The pair on top of this thread's stack stands between every node and its saved tensors.
 */
typedef struct
{
  void *(*pack) (TnsTensor *tensor, void *data, GError **error);
  TnsTensor *(*unpack) (void *packed, void *data, GError **error);
  GDestroyNotify free_packed;
  void *data;
  GDestroyNotify free_data;
} TnsSavedHooks;

TNS_EXPORT void tns_saved_hooks_push (const TnsSavedHooks *hooks);
TNS_EXPORT void tns_saved_hooks_pop (void);

/* ---- anomaly detection ---- */

/**
 * TnsAnomalyWatcher:
 * @remember: called for every new node while detection is on; kept with the node
 * @tell: the run of @node failed
 */
typedef struct
{
  void (*remember) (TnsNode *node);
  void (*tell) (TnsNode *node);
} TnsAnomalyWatcher;

/* Detection on with a watcher (static), off with NULL. @checks_nan: a node that gives NaN fails. */
TNS_EXPORT void tns_anomaly_set (const TnsAnomalyWatcher *watcher, bool checks_nan);
TNS_EXPORT bool tns_anomaly_is_enabled (void);
TNS_EXPORT bool tns_anomaly_checks_nan (void);
/* The node that runs on this thread now, NULL outside of a backward pass. */
TNS_EXPORT TnsNode *tns_backward_get_running (void);

/* Anything the scripting language keeps with a node; freed with it. */
TNS_EXPORT void *tns_node_get_metadata (const TnsNode *self);
TNS_EXPORT void tns_node_set_metadata (TnsNode *self, void *metadata, GDestroyNotify free_metadata);

/* ---- torch.autograd.Function ---- */

/* @upstream: n_upstream gradients, NULL where none; @gradients: one slot per edge to fill (owned). */
typedef bool (*TnsCustomBackward) (void *data, TnsTensor *const *upstream, int n_upstream,
                                   TnsTensor **gradients, int n_gradients, GError **error);
/* A custom node over @inputs, which is yet to get its results. */
TNS_EXPORT TnsNode *tns_node_new_custom (const char *name, TnsTensor *const *inputs, int n_inputs,
                                         int n_results, TnsCustomBackward backward, void *data,
                                         GDestroyNotify free_data);
/* Makes @result the result @index of custom node @self; @is_written: an input changed in place. */
TNS_EXPORT void tns_node_set_result (TnsNode *self, int index, TnsTensor *result, bool is_written);
/* Saves an input, a result or any other tensor for the backward of custom node @self. */
TNS_EXPORT bool tns_node_save_custom (TnsNode *self, TnsTensor *tensor, GError **error);

/* ---- backward ---- */

/**
 * tns_backward:
 * @roots: (array length=n_roots): where gradients start
 * @gradients: (nullable) (array length=n_roots): one per root; NULL: ones, for a root of one element
 * @retain_graph: keep saved tensors for another run
 * @create_graph: record the backward pass itself (higher order)
 * @inputs: (nullable) (array length=n_inputs): only these; NULL: accumulate into every leaf
 * @input_gradients: (nullable) (out) (array length=n_inputs): when given, gradients come back here
 *   (transfer full, NULL where none) instead of being accumulated: torch.autograd.grad
 *
 * Runs nodes by falling sequence number; a stack of any depth is walked without recursion.
 *
 * Errors: RuntimeError in PyTorch's words: grad implicitly created only for scalar outputs, element
 * does not require grad, backward a second time, modified by an inplace operation.
 */
TNS_EXPORT bool tns_backward (TnsTensor *const *roots, TnsTensor *const *gradients, int n_roots,
                              bool retain_graph, bool create_graph, TnsTensor *const *inputs,
                              int n_inputs, TnsTensor **input_gradients, GError **error);

/* Adds grad to a leaf's .grad, as AccumulateGrad does. */
TNS_EXPORT bool tns_tensor_accumulate_grad (TnsTensor *leaf, TnsTensor *gradient, GError **error);

G_END_DECLS
