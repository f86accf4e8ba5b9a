/* SPDX-FileCopyrightText: 2026 The Tensarium authors
 * SPDX-License-Identifier: MIT */
/* Anomaly detection
 *
 * While it is on, every new node is shown to a watcher, which remembers where it came from and tells
 * it when the node's run fails. */
#include "engine/autograd/node-private.h"

static const TnsAnomalyWatcher *active;
static bool nan_is_checked = true;

void
tns_anomaly_set (const TnsAnomalyWatcher *watcher, bool checks_nan)
{
  active = watcher;
  nan_is_checked = checks_nan;
}

bool
tns_anomaly_is_enabled (void)
{
  return active != NULL;
}

bool
tns_anomaly_checks_nan (void)
{
  return nan_is_checked;
}

void
tns_anomaly_note_node (TnsNode *node)
{
  if (active != NULL)
    active->remember (node);
}

void
tns_anomaly_note_failure (TnsNode *node)
{
  if (active != NULL)
    active->tell (node);
}

static bool
has_nan (TnsTensor *tensor, bool *answer, GError **error)
{
  *answer = false;
  if (tensor == NULL)
    return true;
  TnsScope s;
  tns_scope_init (&s);
  bool grad_mode = tns_grad_mode_set (false);
  TnsTensor *unequal = tns_do (&s, ne, T (tensor), T (tensor));
  TnsTensor *any = unequal != NULL ? tns_do (&s, any, T (unequal)) : NULL;
  tns_grad_mode_set (grad_mode);
  TnkScalar value;
  if (any != NULL && tns_tensor_get_item (any, &value, &s.error))
    *answer = value.i != 0;
  return tns_scope_finish (&s, error);
}

bool
tns_anomaly_check (const TnsNode *node, TnsTensor *const *gradients, GError **error)
{
  for (int k = 0; active != NULL && nan_is_checked && k < node->n_edges; k++)
    {
      bool is_nan;
      if (!has_nan (gradients[k], &is_nan, error))
        return false;
      if (is_nan)
        return tns_fail (error, TNS_ERROR_RUNTIME,
                         "Function '%s' returned nan values in its %dth output.", node->name, k);
    }
  return true;
}
