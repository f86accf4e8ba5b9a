/* SPDX-FileCopyrightText: 2026 The Tensarium authors
 * SPDX-License-Identifier: MIT */
#include "engine/trace/before.h"

#include <string.h>

#include "engine/autograd/node-private.h"
#include "engine/trace/content.h"

struct _TnsBefore
{
  TnsTensor *tensor;
  TnsContent *content;
  TnsNode *node; /* (nullable): grad_fn of the tensor, or of what it is a view of */
  int output_nr;
};

/* A write moves the base in the graph; views find their place from it. */
static TnsTensor *
get_written (const TnsBefore *self)
{
  TnsTensor *base = tns_tensor_get_base (self->tensor);

  return base != NULL ? base : self->tensor;
}

TnsBefore *
tns_before_new (TnsTensor *tensor)
{
  TnsBefore *self = g_new0 (TnsBefore, 1);
  TnsNode *node;

  self->tensor = tns_tensor_ref (tensor);
  self->content = tns_content_dup_current (tns_tensor_get_storage (tensor));
  node = tns_tensor_get_grad_fn (get_written (self));
  if (node != NULL)
    {
      self->node = tns_node_ref (node);
      self->output_nr = tns_tensor_get_output_nr (get_written (self));
    }
  return self;
}

void
tns_before_free (TnsBefore *self)
{
  g_clear_pointer (&self->node, tns_node_unref);
  tns_content_unref (self->content);
  tns_tensor_unref (self->tensor);
  g_free (self);
}

TnsTensor *
tns_before_get_tensor (const TnsBefore *self)
{
  return self->tensor;
}

static bool
write_bytes (TnsStorage *storage, const TnsContentView *view, GError **error)
{
  const TnsDevice device = tns_storage_get_device (storage);
  const TnkBackend *backend;

  if (view->n_bytes != tns_storage_get_n_bytes (storage))
    return tns_fail (error, TNS_ERROR_RUNTIME, "undo: expected a storage of %zu bytes, got %zu",
                     view->n_bytes, tns_storage_get_n_bytes (storage));
  if (device.type == TNS_DEVICE_CPU)
    {
      memcpy (tns_storage_get_data (storage), view->data, view->n_bytes);
      return true;
    }
  backend = tns_device_get_backend (device, error);
  if (backend == NULL)
    return false;
  if (backend->copy_from_host (MAX (device.index, 0), tns_storage_get_data (storage), view->data,
                               view->n_bytes)
      != TNK_OK)
    return tns_fail (error, TNS_ERROR_RUNTIME, "undo: the device took no bytes");
  return true;
}

static void
return_to_graph (TnsBefore *self)
{
  TnsTensor *written = get_written (self);

  if (tns_tensor_get_grad_fn (written) == self->node)
    return;
  if (self->node != NULL)
    tns_tensor_set_grad_fn (written, self->node, self->output_nr);
  else
    tns_tensor_leave_graph (written);
}

bool
tns_before_put_back (TnsBefore *self, bool *has_written, GError **error)
{
  TnsStorage *storage = tns_tensor_get_storage (self->tensor);
  TnsContentView view;
  bool ok;

  *has_written = false;
  if (tns_storage_get_id (storage) == tns_content_get_storage_id (self->content)
      && tns_storage_get_version (storage) == tns_content_get_version (self->content))
    return true;
  if (!tns_content_open (self->content, &view))
    return tns_fail (error, TNS_ERROR_RUNTIME, "undo: the numbers of that moment were let go");
  g_autoptr (TnsContent) overwritten = tns_content_before_write (storage);
  ok = write_bytes (storage, &view, error);
  if (ok)
    tns_tensor_raise_version (self->tensor);
  tns_content_after_write (storage);
  tns_content_close (self->content);
  if (ok)
    return_to_graph (self);
  *has_written = ok;
  return ok;
}
