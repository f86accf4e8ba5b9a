/* SPDX-FileCopyrightText: 2026 The Tensarium authors
 * SPDX-License-Identifier: MIT */
/* Custom nodes
 *
 * Nodes of torch.autograd.Function: their backward belongs to the scripting language. */
#include "engine/autograd/node-private.h"

static void
link_inputs (TnsNode *node, TnsTensor *const *inputs, int n_inputs)
{
  node->n_edges = n_inputs;
  node->edges = g_new0 (TnsEdge, n_inputs);
  node->edge_shapes = g_new0 (TnsShape, n_inputs);
  for (int k = 0; k < n_inputs; k++)
    {
      node->edges[k] = tns_tensor_get_gradient_edge (inputs[k]);
      tns_node_add_shape (node, &node->edge_shapes[k], inputs[k]);
    }
}

TnsNode *
tns_node_new_custom (const char *name, TnsTensor *const *inputs, int n_inputs,
                     TnsTensor *const *results, int n_results, TnsCustomBackward backward,
                     void *data, GDestroyNotify free_data)
{
  TnsNode *node = tns_node_new (TNS_NODE_CUSTOM, NULL);
  node->custom_name = g_strdup (name);
  node->name = node->custom_name;
  link_inputs (node, inputs, n_inputs);
  node->n_results = n_results;
  node->result_shapes = g_new0 (TnsShape, n_results);
  for (int k = 0; k < n_results; k++)
    {
      tns_node_add_shape (node, &node->result_shapes[k], results[k]);
      tns_tensor_set_grad_fn (results[k], node, k);
    }
  node->custom_backward = backward;
  node->custom_data = data;
  node->free_custom_data = free_data;
  return node;
}
