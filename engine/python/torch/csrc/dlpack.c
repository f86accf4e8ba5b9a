/* SPDX-FileCopyrightText: 2026 The Tensarium authors
 * SPDX-License-Identifier: MIT */

/* DLPack, both ways without copying: the structs of its stable ABI (version 1.0), in a capsule that is
 * renamed when somebody takes them over. Source: https://dmlc.github.io/dlpack/latest/c_api.html */

#include "csrc/binding.h"

enum
{
  DEVICE_CPU = 1,
  DEVICE_CUDA = 2,
};

typedef struct
{
  int32_t type;
  int32_t id;
} DlDevice;

typedef struct
{
  uint8_t code; /* 0 int, 1 unsigned, 2 float, 4 bfloat, 5 complex, 6 bool */
  uint8_t bits;
  uint16_t lanes;
} DlType;

typedef struct
{
  void *data;
  DlDevice device;
  int32_t rank;
  DlType type;
  int64_t *sizes;
  int64_t *strides; /* in elements; NULL: row-major */
  uint64_t byte_offset;
} DlTensor;

typedef struct _Managed
{
  DlTensor tensor;
  void *owner;
  void (*release) (struct _Managed *);
} Managed;

typedef struct _Versioned
{
  uint32_t major, minor;
  void *owner;
  void (*release) (struct _Versioned *);
  uint64_t flags;
  DlTensor tensor;
} Versioned;

static const char plain_name[] = "dltensor", used_plain_name[] = "used_dltensor",
                  versioned_name[] = "dltensor_versioned",
                  used_versioned_name[] = "used_dltensor_versioned";

static const DlType types[TNK_N_DTYPES] = {
  [TNK_BOOL] = { 6, 8, 1 },        [TNK_UINT8] = { 1, 8, 1 },     [TNK_INT8] = { 0, 8, 1 },
  [TNK_INT16] = { 0, 16, 1 },      [TNK_INT32] = { 0, 32, 1 },    [TNK_INT64] = { 0, 64, 1 },
  [TNK_FLOAT16] = { 2, 16, 1 },    [TNK_BFLOAT16] = { 4, 16, 1 }, [TNK_FLOAT32] = { 2, 32, 1 },
  [TNK_FLOAT64] = { 2, 64, 1 },    [TNK_COMPLEX64] = { 5, 64, 1 },
  [TNK_COMPLEX128] = { 5, 128, 1 },
};

/* ---- tensor → capsule ---- */

/* What a capsule hands out, with the tensor that keeps its memory. */
typedef struct
{
  union
  {
    Managed plain;
    Versioned versioned;
  };
  TnsTensor *tensor; /* owned */
  int64_t dims[];    /* sizes, then strides */
} Export;

static void
export_free (Export *self)
{
  tns_tensor_unref (self->tensor);
  g_free (self);
}

static void
release_plain (Managed *managed)
{
  export_free (managed->owner);
}

static void
release_versioned (Versioned *versioned)
{
  export_free (versioned->owner);
}

/* A dim with at most one element gets stride 1, as in PyTorch: other libraries take it for dense. */
static void
describe (Export *self, DlTensor *out, TnsTensor *tensor)
{
  TnsDevice device = tns_tensor_get_device (tensor);
  int rank = tns_tensor_get_rank (tensor);
  bool is_cuda = device.type == TNS_DEVICE_CUDA;
  for (int k = 0; k < rank; k++)
    {
      self->dims[k] = tns_tensor_get_sizes (tensor)[k];
      self->dims[rank + k] = self->dims[k] < 2 ? 1 : tns_tensor_get_strides (tensor)[k];
    }
  *out = (DlTensor) {
    .data = tns_tensor_get_data (tensor),
    .device = { is_cuda ? DEVICE_CUDA : DEVICE_CPU, is_cuda ? MAX (device.index, 0) : 0 },
    .rank = rank,
    .type = types[tns_tensor_get_dtype (tensor)],
    .sizes = self->dims,
    .strides = self->dims + rank,
  };
}

/* A capsule that nobody took over still owns what it holds. */
static void
capsule_free (PyObject *capsule)
{
  if (PyCapsule_IsValid (capsule, plain_name))
    {
      Managed *managed = PyCapsule_GetPointer (capsule, plain_name);
      managed->release (managed);
    }
  else if (PyCapsule_IsValid (capsule, versioned_name))
    {
      Versioned *versioned = PyCapsule_GetPointer (capsule, versioned_name);
      versioned->release (versioned);
    }
}

/* _to_dlpack (data, is_versioned=False) */
static PyObject *
to_dlpack (PyObject *module, PyObject *args)
{
  PyObject *data;
  int is_versioned = 0;
  if (!PyArg_ParseTuple (args, "O|p:_to_dlpack", &data, &is_versioned))
    return NULL;
  if (!tns_py_is_tensor (data))
    return PyErr_Format (PyExc_TypeError,
                         "_to_dlpack(): argument 'data' (position 1) must be Tensor, not %s",
                         tns_py_type_name (data));
  TnsTensor *tensor = tns_py_tensor_value (data);
  if (tns_tensor_get_device (tensor).type == TNS_DEVICE_META)
    return PyErr_Format (PyExc_BufferError, "Cannot pack tensors on meta");
  size_t n_dims = 2 * (size_t) tns_tensor_get_rank (tensor);
  Export *export = g_malloc0 (sizeof *export + n_dims * sizeof (int64_t));
  export->tensor = tns_tensor_ref (tensor);
  if (is_versioned)
    {
      export->versioned.major = 1;
      export->versioned.owner = export;
      export->versioned.release = release_versioned;
      describe (export, &export->versioned.tensor, tensor);
    }
  else
    {
      export->plain.owner = export;
      export->plain.release = release_plain;
      describe (export, &export->plain.tensor, tensor);
    }
  PyObject *capsule
      = PyCapsule_New (export, is_versioned ? versioned_name : plain_name, capsule_free);
  if (capsule == NULL)
    export_free (export);
  return capsule;
}

/* ---- capsule → tensor ---- */

static void
free_plain (void *managed)
{
  if (((Managed *) managed)->release != NULL)
    ((Managed *) managed)->release (managed);
}

static void
free_versioned (void *versioned)
{
  if (((Versioned *) versioned)->release != NULL)
    ((Versioned *) versioned)->release (versioned);
}

static bool
read_type (DlType type, TnkDtype *dtype)
{
  for (int k = 0; k < TNK_N_DTYPES; k++)
    if (type.code == types[k].code && type.bits == types[k].bits && type.lanes == 1)
      {
        *dtype = (TnkDtype) k;
        return true;
      }
  PyErr_Format (PyExc_BufferError, "Unsupported DLPack type: code %d with %d bits and %d lanes",
                type.code, type.bits, type.lanes);
  return false;
}

/* Layout and bytes of what came; raises for what a tensor cannot be. */
static bool
read_layout (const DlTensor *in, TnsMeta *meta, size_t *n_bytes)
{
  TnkDtype dtype;
  if (!read_type (in->type, &dtype))
    return false;
  if (in->device.type != DEVICE_CPU || in->rank < 0 || in->rank > TNK_MAX_RANK)
    {
      PyErr_Format (PyExc_BufferError, "Unsupported device_type: %d", (int) in->device.type);
      return false;
    }
  tns_meta_init_dense (meta, dtype, TNS_CPU, in->rank, in->sizes);
  int64_t last = 0;
  bool is_empty = false;
  for (int k = 0; k < in->rank; k++)
    {
      if (in->strides != NULL)
        meta->strides[k] = in->strides[k];
      if (meta->sizes[k] < 0 || meta->strides[k] < 0)
        {
          PyErr_SetString (PyExc_ValueError, "from_dlpack: sizes and strides must not be negative");
          return false;
        }
      is_empty |= meta->sizes[k] == 0;
      last += (meta->sizes[k] - 1) * meta->strides[k];
    }
  *n_bytes = is_empty ? 0 : (size_t) (last + 1) * tnk_dtype_size (dtype);
  return true;
}

static PyObject *
from_capsule (PyObject *module, PyObject *capsule)
{
  bool is_versioned = PyCapsule_IsValid (capsule, versioned_name);
  if (!is_versioned && !PyCapsule_IsValid (capsule, plain_name))
    return PyErr_Format (
        PyExc_RuntimeError,
        "from_dlpack received an invalid capsule. Note that DLTensor capsules can be consumed only "
        "once, so you might have already constructed a tensor from it once.");
  void *content = PyCapsule_GetPointer (capsule, is_versioned ? versioned_name : plain_name);
  const DlTensor *in
      = is_versioned ? &((Versioned *) content)->tensor : &((Managed *) content)->tensor;
  TnsMeta meta;
  size_t n_bytes;
  if (!read_layout (in, &meta, &n_bytes))
    return NULL;
  char *data = in->data != NULL ? (char *) in->data + in->byte_offset : NULL;
  g_autoptr (TnsStorage) storage = tns_storage_new_foreign (
      data, n_bytes, is_versioned ? free_versioned : free_plain, content);
  PyCapsule_SetName (capsule, is_versioned ? used_versioned_name : used_plain_name);
  return tns_py_tensor_take (tns_tensor_new_on_storage (storage, &meta), NULL);
}

static PyMethodDef dlpack_functions[] = {
  { "_to_dlpack", to_dlpack, METH_VARARGS, NULL },
  { "_from_dlpack", from_capsule, METH_O, NULL },
  { NULL },
};

int
tns_py_dlpack_register (PyObject *module)
{
  return PyModule_AddFunctions (module, dlpack_functions);
}
