/* SPDX-FileCopyrightText: 2026 The Tensarium authors
 * SPDX-License-Identifier: MIT */
#include "engine/core/device.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

static const char *const device_names[] = { "cpu", "cuda", "meta" };

/* The digits after "cuda:": no sign, no leading zero, as PyTorch demands. */
static bool
parse_index (const char *text, int *index)
{
  if (!g_ascii_isdigit (*text) || (text[0] == '0' && text[1] != '\0'))
    return false;
  char *end;
  errno = 0;
  long value = strtol (text, &end, 10);
  if (errno != 0 || *end != '\0' || value > 127)
    return false;
  *index = (int) value;
  return true;
}

bool
tns_device_parse (const char *text, TnsDevice *device, GError **error)
{
  const char *colon = strchr (text, ':');
  if (*text == '\0')
    return tns_fail (error, TNS_ERROR_RUNTIME, "Device string must not be empty");
  size_t length = colon != NULL ? (size_t) (colon - text) : strlen (text);
  for (size_t k = 0; k < G_N_ELEMENTS (device_names); k++)
    {
      if (strlen (device_names[k]) != length || strncmp (text, device_names[k], length) != 0)
        continue;
      device->type = (int) k;
      device->index = -1;
      if (colon != NULL && !parse_index (colon + 1, &device->index))
        return tns_fail (error, TNS_ERROR_RUNTIME, "Invalid device string: '%s'", text);
      return true;
    }
  for (size_t k = 0; k < length; k++)
    if (!g_ascii_isalpha (text[k]) && text[k] != '_')
      length = 0;
  if (length == 0)
    return tns_fail (error, TNS_ERROR_RUNTIME, "Invalid device string: '%s'", text);
  return tns_fail (error, TNS_ERROR_RUNTIME,
                   "Expected one of cpu, cuda, ipu, xpu, mkldnn, opengl, opencl, ideep, hip, ve, "
                   "fpga, maia, xla, lazy, vulkan, mps, meta, hpu, mtia, privateuseone device type "
                   "at start of device string: %.*s",
                   (int) length, text);
}

static TnsDevice default_device = { TNS_DEVICE_CPU, -1 };

TnsDevice
tns_device_get_default (void)
{
  return default_device;
}

void
tns_device_set_default (TnsDevice device)
{
  default_device = device;
}

char *
tns_device_dup_name (TnsDevice device)
{
  const char *name = device_names[device.type];
  if (device.index < 0)
    return g_strdup (name);
  return g_strdup_printf ("%s:%d", name, device.index);
}

const TnkBackend *
tns_device_get_backend (TnsDevice device, GError **error)
{
  switch (device.type)
    {
    case TNS_DEVICE_CPU:
      return tnk_backend_cpu ();
    case TNS_DEVICE_CUDA:
      {
        const TnkBackend *cuda = tnk_backend_cuda ();
        if (cuda == NULL)
          {
            tns_fail (error, TNS_ERROR_RUNTIME,
                      "Found no NVIDIA driver on your system. Please check that you have an NVIDIA "
                      "GPU and installed a driver from http://www.nvidia.com/Download/index.aspx");
            return NULL;
          }
        if (device.index >= cuda->n_devices ())
          {
            tns_fail (error, TNS_ERROR_RUNTIME, "CUDA error: invalid device ordinal");
            return NULL;
          }
        return cuda;
      }
    case TNS_DEVICE_META:
      break;
    }
  tns_fail (error, TNS_ERROR_NOT_IMPLEMENTED,
            "Cannot copy out of meta tensor; no data!");
  return NULL;
}
