/* SPDX-FileCopyrightText: 2026 The Tensarium authors
 * SPDX-License-Identifier: MIT */
#pragma once

#include "engine/autograd/autograd.h"

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

/**
 * TnsSaved:
 * @tensor: owned; NULL once freed. A result is kept as an alias without graph: the result itself owns
 *   the node
 * @version: its storage's version when saved
 * @name: parameter or result name, static
 * @arg, @item: which argument; arg is -1 for a result, item then its index
 */
typedef struct
{
  TnsTensor *tensor;
  uint32_t version;
  const char *name;
  int arg;
  int item;
} TnsSaved;

typedef struct
{
  unsigned id;
  int output_nr;
  TnsGradHook hook;
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
  bool is_released;

  TnsTensor *leaf; /* ACCUMULATE */

  /* COPY_SLICES: the node of the in-place op, and the window of the base that it wrote. */
  TnsNode *inner;
  TnsMeta *base_meta;
  TnsMeta *view_meta;

  /* CUSTOM */
  TnsCustomBackward custom_backward;
  void *custom_data;
  GDestroyNotify free_custom_data;

  GArray *hooks;        /* (element-type TnsHook) */
  GPtrArray *retaining; /* weak: results that keep their gradient */
  void *wrapper;
};

TnsNode *tns_node_new (TnsNodeKind kind, const char *name);
void tns_node_add_shape (TnsNode *self, TnsShape *shape, const TnsTensor *tensor);
void tns_node_save (TnsNode *self, TnsTensor *tensor, const char *name, int arg, int item);
/* Drops saved tensors after a run that does not keep the graph. */
void tns_node_release (TnsNode *self);
/* Runs the node: fills @gradients, one owned slot per edge. */
bool tns_node_run (TnsNode *self, TnsTensor **upstream, TnsTensor **gradients, GError **error);
/* Brings @gradient (owned) to the shape and dtype that edge @edge expects. */
TnsTensor *tns_node_fit_gradient (TnsNode *self, int edge, TnsTensor *gradient, GError **error);
/* Makes @self the grad_fn of @tensor. */
void tns_tensor_set_grad_fn (TnsTensor *tensor, TnsNode *node, int output_nr);

void tns_hooks_clear (GArray **hooks);
/* Runs the hooks that watch @output_nr on *gradient, which they may replace. */
bool tns_hooks_run (GArray *hooks, int output_nr, TnsTensor **gradient, GError **error);

G_END_DECLS
