/* SPDX-FileCopyrightText: 2026 The Tensarium authors
 * SPDX-License-Identifier: MIT */
/* Which elements occur among given values: isin. The values are put in order once on the host, and
 * each element is looked up there by halving. */
#include "engine/ops/formula.h"

#include <math.h>
#include <stdlib.h>

enum
{
  ARG_ELEMENTS,
  ARG_TESTS,
  ARG_ASSUME_UNIQUE,
  ARG_INVERT,
};

static int
compare_integers (const void *a, const void *b)
{
  int64_t x = *(const int64_t *) a, y = *(const int64_t *) b;
  return (x > y) - (x < y);
}

/* NaN goes behind all numbers. */
static int
compare_doubles (const void *a, const void *b)
{
  double x = *(const double *) a, y = *(const double *) b;
  if (isnan (x) || isnan (y))
    return isnan (x) - isnan (y);
  return (x > y) - (x < y);
}

/* Whether @element, a double or an int64_t, is among the @n @sorted ones. NaN equals nothing. */
static bool
is_among (const void *element, const void *sorted, size_t n, bool is_real)
{
  if (n == 0 || (is_real && isnan (*(const double *) element)))
    return false;
  return bsearch (element, sorted, n, sizeof (int64_t),
                  is_real ? compare_doubles : compare_integers)
         != NULL;
}

static bool
check_dtype (const TnsValue *value, GError **error)
{
  TnkDtype dtype = tns_result_type (value, 1);
  /* A Python number speaks for itself in double precision. */
  if (value->kind == TNS_SCALAR && tnk_dtype_is_complex (dtype))
    dtype = TNK_COMPLEX128;
  if (dtype != TNK_BOOL && !tnk_dtype_is_complex (dtype))
    return true;
  return tns_fail (error, TNS_ERROR_NOT_IMPLEMENTED,
                   "Unsupported input type encountered for isin(): %s",
                   tns_dtype_get_scalar_type_name (dtype));
}

/* PyTorch compares with a few tests one by one; else it sorts all in one row. */
static bool
has_few_tests (const TnsCall *call)
{
  const TnsValue *elements = &call->args[ARG_ELEMENTS], *tests = &call->args[ARG_TESTS];
  int64_t n = elements->kind == TNS_TENSOR ? tns_tensor_get_numel (elements->tensor) : 1;
  return tests->kind != TNS_TENSOR
         || tns_tensor_get_numel (tests->tensor) < (int64_t) (10 * pow ((double) n, 0.145));
}

/* The type in which the two are compared: in a row, a number or a 0-d tensor counts as much as any
 * other. */
static TnkDtype
find_dtype (const TnsCall *call)
{
  TnkDtype dtypes[2];
  if (has_few_tests (call))
    return tns_result_type (call->args, 2);
  for (int k = 0; k < 2; k++)
    {
      dtypes[k] = tns_result_type (&call->args[k], 1);
      if (call->args[k].kind == TNS_SCALAR && tnk_dtype_is_floating (dtypes[k]))
        dtypes[k] = TNK_FLOAT64;
    }
  return tns_dtype_promote (dtypes[0], dtypes[1]);
}

/* A few tests are looked at as a row: they must lie like one. */
static bool
check_row (TnsScope *s, const TnsCall *call, TnkDtype dtype)
{
  const TnsValue *elements = &call->args[ARG_ELEMENTS], *tests = &call->args[ARG_TESTS];
  const int64_t all = -1;
  bool is_empty = elements->kind == TNS_TENSOR && tns_tensor_get_numel (elements->tensor) == 0;
  if (!is_empty && tests->kind == TNS_TENSOR && has_few_tests (call))
    tns_do (s, view, T (tns_formula_cast (s, tests->tensor, dtype)), tns_value_ints (&all, 1));
  return s->error == NULL;
}

/* @value in the type in which the two are compared, then in one that holds it for the search. */
static TnsTensor *
take_values (TnsScope *s, const TnsValue *value, TnkDtype dtype, TnkDtype wide)
{
  TnsValue given = T (tns_formula_to_host (s, value, dtype));
  return given.tensor != NULL ? tns_formula_to_host (s, &given, wide) : NULL;
}

static bool
infer_isin (TnsCall *call, GError **error)
{
  const TnsValue *elements = &call->args[ARG_ELEMENTS], *tests = &call->args[ARG_TESTS];
  const TnsValue *place = elements->kind == TNS_TENSOR ? elements : tests;
  TnsMeta meta = { .rank = 0 };
  if (!check_dtype (elements, error) || !check_dtype (tests, error))
    return false;
  if (elements->kind == TNS_TENSOR)
    tns_tensor_get_meta (elements->tensor, &meta);
  tns_call_add_dense (call, TNK_BOOL, tns_tensor_get_device (place->tensor), meta.rank,
                      meta.sizes);
  return true;
}

static bool
forward_isin (TnsCall *call, GError **error)
{
  TnkDtype dtype = find_dtype (call);
  bool is_real = tnk_dtype_is_floating (dtype), is_inverted = call->args[ARG_INVERT].b;
  TnsScope scope, *s = &scope;
  TnsTensor *elements, *tests, *found = NULL;

  tns_scope_init (s);
  if (!check_row (s, call, dtype))
    return tns_scope_finish (s, error);
  elements = take_values (s, &call->args[ARG_ELEMENTS], dtype, is_real ? TNK_FLOAT64 : TNK_INT64);
  tests = take_values (s, &call->args[ARG_TESTS], dtype, is_real ? TNK_FLOAT64 : TNK_INT64);
  if (s->error == NULL)
    found = tns_scope_take (s, tns_tensor_new_dense (TNK_BOOL, TNS_CPU, call->outs[0].rank,
                                                     call->outs[0].sizes, &s->error));
  if (found != NULL && tns_tensor_get_numel (found) > 0)
    {
      size_t n = (size_t) tns_tensor_get_numel (elements), n_tests;
      const char *element = tns_tensor_get_data (elements);
      void *sorted = tns_tensor_get_data (tests);
      bool *out = tns_tensor_get_data (found);

      n_tests = (size_t) tns_tensor_get_numel (tests);
      if (n_tests > 0)
        qsort (sorted, n_tests, sizeof (int64_t), is_real ? compare_doubles : compare_integers);
      for (size_t i = 0; i < n; i++)
        out[i] = is_inverted != is_among (element + i * sizeof (int64_t), sorted, n_tests, is_real);
    }
  found = tns_do (s, to_copy, T (found), TNS_VALUE_NONE,
                  tns_value_device (call->outs[0].device));
  return tns_call_finish (call, s, found, error);
}

#define ISIN_OP                                                                                    \
  .category = TNS_CATEGORY_COMPARE, .flags = TNS_AS_FUNCTION | TNS_NO_GRAD, .infer = infer_isin,   \
  .forward = forward_isin, .formula = "y = whether x equals one of the values",                    \
  .doc = "torch.isin.html"

TNS_OP (isin) = {
  ISIN_OP,
  .schema = "isin.Tensor_Tensor(Tensor elements, Tensor test_elements, *, "
            "bool assume_unique=False, bool invert=False) -> Tensor",
  .narration = "looks every element of {elements} up among {test_elements}",
  .signatures
  = "isin(Tensor elements, Tensor test_elements, *, bool assume_unique=False, bool invert=False, "
    "Tensor? out=None) -> Tensor\n"
    "isin(Scalar element, Tensor test_elements, *, bool assume_unique=False, bool invert=False, "
    "Tensor? out=None) -> Tensor\n"
    "isin(Tensor elements, Scalar test_element, *, bool assume_unique=False, bool invert=False, "
    "Tensor? out=None) -> Tensor",
};

TNS_OP (isin_scalar) = {
  ISIN_OP,
  .schema = "isin.Tensor_Scalar(Tensor elements, Scalar test_element, *, "
            "bool assume_unique=False, bool invert=False) -> Tensor",
  .narration = "compares every element of {elements} with {test_element}",
};

TNS_OP (isin_of_scalar) = {
  ISIN_OP,
  .schema = "isin.Scalar_Tensor(Scalar element, Tensor test_elements, *, "
            "bool assume_unique=False, bool invert=False) -> Tensor",
  .narration = "looks {element} up among {test_elements}",
};
