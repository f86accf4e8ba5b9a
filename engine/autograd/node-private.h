/* SPDX-FileCopyrightText: 2026 The Tensarium authors
 * SPDX-License-Identifier: MIT */
#pragma once

#include "engine/autograd/autograd.h"
#include "engine/core/tensor-private.h"

G_BEGIN_DECLS

/**
 * TnsShape: dtype, device and layout of a tensor that is itself not kept. The sizes lie in the node's
 * `dims` from @first_dim on, the strides behind them.
 */
typedef struct
{
  TnkDtype dtype;
  TnsDevice device;
  int rank;
  int first_dim;
  int64_t offset_elems;
} TnsShape;

typedef struct _TnsPacked TnsPacked;

/**
 * TnsSaved:
 * @tensor: owned; NULL once freed, or while packed. A result is kept as an alias without graph: the
 *   result itself owns the node
 * @packed: owned; what a hook keeps instead of the tensor
 * @version: its version when saved
 * @name: parameter or result name, static
 * @arg, @item: which argument; arg is -1 for a result, item then its index
 */
typedef struct
{
  TnsTensor *tensor;
  TnsPacked *packed;
  uint32_t version;
  const char *name;
  int arg;
  int item;
} TnsSaved;

/* A hook of a tensor (@hook) or of a node (@node_hook). */
typedef struct
{
  unsigned id;
  int output_nr;
  TnsGradHook hook;
  TnsNodeHook node_hook;
  void *data;
  GDestroyNotify free_data;
} TnsHook;

struct _TnsNode
{
  gint ref_count;
  TnsNodeKind kind;
  uint64_t sequence;
  const TnsOp *op;
  char *custom_name;
  const char *name;

  /* One edge per tensor among the arguments, lists flattened; first_edge says where an argument's
   * edges start, -1 for arguments without. */
  int n_edges;
  TnsEdge *edges;
  TnsShape *edge_shapes;
  int first_edge[TNS_MAX_PARAMS];

  int n_args;
  TnsValue *args;

  int n_results;
  TnsShape *result_shapes;
  GArray *dims; /* (element-type int64_t) */

  int n_saved;
  TnsSaved *saved;
  bool saves_number; /* a number that PyTorch saves as a 0-d tensor: freed with the others */
  bool is_released;
  bool is_inplace; /* of an op's form with the underscore */

  TnsTensor *leaf; /* ACCUMULATE */

  /* COPY_SLICES: the node of the in-place op, and the window of the base that it wrote. */
  TnsNode *inner;
  TnsMeta *base_meta;
  TnsMeta *view_meta;

  /* CUSTOM */
  TnsCustomBackward custom_backward;
  void *custom_data;
  GDestroyNotify free_custom_data;

  GArray *hooks;        /* (element-type TnsHook) of the results */
  GArray *before_hooks; /* (element-type TnsHook) of the node itself */
  GArray *after_hooks;  /* (element-type TnsHook) */
  GPtrArray *retaining; /* weak: results that keep their gradient */
  void *wrapper;
  void *metadata;
  GDestroyNotify free_metadata;
};

TnsNode *tns_node_new (TnsNodeKind kind, const char *name);
void tns_node_add_shape (TnsNode *self, TnsShape *shape, const TnsTensor *tensor);
/* The same shape as @other has in @from. */
void tns_node_copy_shape (TnsNode *self, TnsShape *shape, const TnsNode *from,
                          const TnsShape *other);
/* The function's name as messages have it: "Exp" for ExpBackward0. (transfer full) */
char *tns_node_dup_function_name (const TnsNode *self);
/* Errors: an inference tensor, or what a hook says. */
bool tns_node_save (TnsNode *self, TnsTensor *tensor, const char *name, int arg, int item,
                    GError **error);
void tns_saved_clear (TnsSaved *saved);
/* (transfer full): what was saved; a result takes its place in the graph again when @with_graph. */
TnsTensor *tns_saved_unpack (TnsSaved *saved, TnsNode *node, bool with_graph, GError **error);
/* Fails because backward has freed what @self saved. */
bool tns_node_fail_released (GError **error);
/* Drops saved tensors after a run that does not keep the graph. */
void tns_node_release (TnsNode *self);
/* Runs the node: fills @gradients, one owned slot per edge. */
bool tns_node_run (TnsNode *self, TnsTensor **upstream, TnsTensor **gradients, GError **error);
/* Brings @gradient (owned) to the shape and dtype that edge @edge expects. */
TnsTensor *tns_node_fit_gradient (TnsNode *self, int edge, TnsTensor *gradient, GError **error);
/* Makes @node the last writer of @tensor: its grad_fn, or part of its base's when it is a view. */
void tns_record_write (TnsTensor *tensor, TnsNode *node, int output_nr);
/* Makes @tensor a leaf that requires grad and whose gradients go to @accumulator's leaf. */
void tns_tensor_set_accumulator (TnsTensor *tensor, TnsNode *accumulator);
/* Makes @self the grad_fn of @tensor. */
void tns_tensor_set_grad_fn (TnsTensor *tensor, TnsNode *node, int output_nr);

void tns_hooks_clear (GArray **hooks);
/* Runs the hooks that watch @output_nr on *gradient, which they may replace. */
bool tns_hooks_run (GArray *hooks, int output_nr, TnsTensor **gradient, GError **error);
/* Runs a node's own hooks, which may replace the gradients. */
bool tns_node_hooks_run (GArray *hooks, TnsTensor **gradients, int n_gradients,
                         TnsTensor *const *others, int n_others, GError **error);

/* ---- anomaly detection ---- */

void tns_anomaly_note_node (TnsNode *node);
void tns_anomaly_note_failure (TnsNode *node);
/* Fails when it is asked for and a gradient that @node gave holds NaN. */
bool tns_anomaly_check (const TnsNode *node, TnsTensor *const *gradients, GError **error);

G_END_DECLS
