/* SPDX-FileCopyrightText: 2026 The Tensarium authors
 * SPDX-License-Identifier: MIT */
#pragma once

#include "csrc/binding.h"

#include "engine/trace/diagnosis.h"

/**
 * tns_py_read_diagnosis:
 * @tuple: (source, position, place, code, missing, arguments, keywords, inputs, operands, fixes),
 *   as tensarium.failure.diagnose() returns it
 * @op: (nullable): the call that failed, when it was an op's
 * @operands: (element-type TnsTensor): filled with borrowed tensors
 *
 * Returns: (transfer full): NULL with an exception
 */
TnsDiagnosis *tns_py_read_diagnosis (PyObject *tuple, const TnsEvent *op, GPtrArray *operands);
