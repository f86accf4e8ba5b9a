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
tns_node_new_custom (const char *name, TnsTensor *const *inputs, int n_inputs, int n_results,
                     TnsCustomBackward backward, void *data, GDestroyNotify free_data)
{
  TnsNode *node = tns_node_new (TNS_NODE_CUSTOM, NULL);
  node->custom_name = g_strdup (name);
  node->name = node->custom_name;
  link_inputs (node, inputs, n_inputs);
  node->n_results = n_results;
  node->result_shapes = g_new0 (TnsShape, n_results);
  node->custom_backward = backward;
  node->custom_data = data;
  node->free_custom_data = free_data;
  return node;
}

void
tns_node_set_result (TnsNode *self, int index, TnsTensor *result, bool is_written)
{
  tns_node_add_shape (self, &self->result_shapes[index], result);
  if (is_written)
    {
      tns_record_write (result, self, index);
      return;
    }
  tns_tensor_set_grad_fn (result, self, index);
  if (result->base != NULL)
    result->creation = self->n_results > 1 ? TNS_VIEW_MULTI_OUTPUT : TNS_VIEW_CUSTOM;
}

bool
tns_node_save_custom (TnsNode *self, TnsTensor *tensor, GError **error)
{
  bool is_result = tensor->autograd != NULL && tensor->autograd->grad_fn == self;
  return tns_node_save (self, tensor, "tensors", is_result ? -1 : self->n_saved,
                        is_result ? tensor->autograd->output_nr : 0, error);
}
