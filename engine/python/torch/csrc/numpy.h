/* SPDX-FileCopyrightText: 2026 The Tensarium authors
 * SPDX-License-Identifier: MIT */
#pragma once

#include "csrc/binding.h"

/* numpy.ndarray, when the program has imported NumPy. */
bool tns_py_is_array (PyObject *object);
/* Dtype of an array or a NumPy scalar. False without an exception when @object is neither, with a
 * TypeError when no tensor can hold it. */
bool tns_py_numpy_read_dtype (PyObject *object, TnkDtype *dtype);
/* Shares memory with the array. @warns: about arrays that may not be written to. (transfer full) */
TnsTensor *tns_py_tensor_from_array (PyObject *array, bool warns);
