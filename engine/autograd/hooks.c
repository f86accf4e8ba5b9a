/* SPDX-FileCopyrightText: 2026 The Tensarium authors
 * SPDX-License-Identifier: MIT */
/* Hooks
 *
 * A result's hooks live in its grad_fn and see the result's gradient; a leaf's live in the leaf. A
 * node's own hooks see all gradients before or after one of its runs. */
#include "engine/autograd/node-private.h"

static unsigned last_id;

static unsigned
add (GArray **hooks, TnsHook hook)
{
  if (*hooks == NULL)
    *hooks = g_array_new (FALSE, FALSE, sizeof (TnsHook));
  hook.id = __atomic_add_fetch (&last_id, 1, __ATOMIC_RELAXED);
  g_array_append_val (*hooks, hook);
  return hook.id;
}

static void
hook_clear (TnsHook *hook)
{
  if (hook->free_data != NULL)
    hook->free_data (hook->data);
}

static void
remove_by_id (GArray *hooks, unsigned id)
{
  for (guint k = 0; hooks != NULL && k < hooks->len; k++)
    if (g_array_index (hooks, TnsHook, k).id == id)
      {
        TnsHook removed = g_array_index (hooks, TnsHook, k);
        g_array_remove_index (hooks, k);
        hook_clear (&removed);
        return;
      }
}

void
tns_hooks_clear (GArray **hooks)
{
  for (guint k = 0; *hooks != NULL && k < (*hooks)->len; k++)
    hook_clear (&g_array_index (*hooks, TnsHook, k));
  g_clear_pointer (hooks, g_array_unref);
}

/* Hooks may remove themselves while they run, so that a copy of the list is walked. */
static GArray *
copy_hooks (GArray *hooks)
{
  return hooks != NULL && hooks->len > 0 ? g_array_copy (hooks) : NULL;
}

bool
tns_hooks_run (GArray *hooks, int output_nr, TnsTensor **gradient, GError **error)
{
  g_autoptr (GArray) running = copy_hooks (hooks);
  for (guint k = 0; running != NULL && *gradient != NULL && k < running->len; k++)
    {
      TnsHook *hook = &g_array_index (running, TnsHook, k);
      if (hook->output_nr != output_nr)
        continue;
      g_autoptr (GError) failure = NULL;
      TnsTensor *replaced = hook->hook (*gradient, hook->data, &failure);
      if (failure != NULL)
        {
          g_propagate_error (error, g_steal_pointer (&failure));
          return false;
        }
      if (replaced == NULL)
        continue;
      tns_tensor_unref (*gradient);
      *gradient = replaced;
    }
  return true;
}

bool
tns_node_hooks_run (GArray *hooks, TnsTensor **gradients, int n_gradients,
                    TnsTensor *const *others, int n_others, GError **error)
{
  g_autoptr (GArray) running = copy_hooks (hooks);
  for (guint k = 0; running != NULL && k < running->len; k++)
    {
      TnsHook *hook = &g_array_index (running, TnsHook, k);
      if (!hook->node_hook (gradients, n_gradients, others, n_others, hook->data, error))
        return false;
    }
  return true;
}

/* ---- of tensors ---- */

/* Where a tensor's hooks live: in its grad_fn, or in the leaf itself. */
static GArray **
hooks_of (TnsTensor *tensor)
{
  TnsNode *node = tns_tensor_get_grad_fn (tensor);
  return node != NULL ? &node->hooks : &tns_tensor_ensure_autograd (tensor)->hooks;
}

unsigned
tns_tensor_add_hook (TnsTensor *tensor, TnsGradHook hook, void *data, GDestroyNotify free_data)
{
  return add (hooks_of (tensor), (TnsHook) { .output_nr = tns_tensor_get_output_nr (tensor),
                                             .hook = hook,
                                             .data = data,
                                             .free_data = free_data });
}

void
tns_tensor_remove_hook (TnsTensor *tensor, unsigned id)
{
  remove_by_id (*hooks_of (tensor), id);
}

unsigned
tns_tensor_add_accumulated_hook (TnsTensor *leaf, TnsGradHook hook, void *data,
                                 GDestroyNotify free_data)
{
  return add (&tns_tensor_ensure_autograd (leaf)->accumulated_hooks,
              (TnsHook) { .hook = hook, .data = data, .free_data = free_data });
}

void
tns_tensor_remove_accumulated_hook (TnsTensor *leaf, unsigned id)
{
  remove_by_id (tns_tensor_ensure_autograd (leaf)->accumulated_hooks, id);
}

/* ---- of nodes ---- */

unsigned
tns_node_add_hook (TnsNode *node, bool runs_before, TnsNodeHook hook, void *data,
                   GDestroyNotify free_data)
{
  return add (runs_before ? &node->before_hooks : &node->after_hooks,
              (TnsHook) { .node_hook = hook, .data = data, .free_data = free_data });
}

void
tns_node_remove_hook (TnsNode *node, bool runs_before, unsigned id)
{
  remove_by_id (runs_before ? node->before_hooks : node->after_hooks, id);
}
