/* SPDX-FileCopyrightText: 2026 The Tensarium authors
 * SPDX-License-Identifier: MIT */
#pragma once

#include "engine/ops/op.h"
#include "ui/operation/shape-choices.h"

G_BEGIN_DECLS

/* PyTorch's functions that make a tensor, one call of them, its code and its verdict. No GTK. */

typedef enum
{
  TNU_MAKER_CONSTANT,
  TNU_MAKER_RANGE,
  TNU_MAKER_RANDOM,
  TNU_MAKER_INDICES,
  TNU_MAKER_LIKE,
  TNU_N_MAKER_GROUPS
} TnuMakerGroup;

#define TNU_MAKER_MAX_FIELDS 4

/**
 * TnuMakerField:
 * @param: its name in the schema
 * @label: for people
 * @start: what it holds at first; "" may stay empty
 * @omitted: (nullable): text with which it is left out of the call
 * @is_int: a whole number
 * @is_keyword: written with its name
 */
typedef struct
{
  const char *param;
  const char *label;
  const char *start;
  const char *omitted;
  bool is_int;
  bool is_keyword;
} TnuMakerField;

/* Where the shape stands in a call. */
typedef enum
{
  TNU_SIZES_NONE,
  TNU_SIZES_SPREAD, /* torch.zeros(3, 4) */
  TNU_SIZES_FIRST,  /* torch.full((3, 4), 7) */
  TNU_SIZES_LAST    /* torch.randint(0, 10, (3, 4)) */
} TnuSizesPlace;

typedef struct
{
  const char *name;
  const char *overload; /* of the op, see schema.h */
  TnuMakerGroup group;
  const char *tooltip;
  TnuSizesPlace sizes;
  TnuMakerField fields[TNU_MAKER_MAX_FIELDS];
} TnuMaker;

int tnu_maker_get_n (void);
const TnuMaker *tnu_maker_get (int index);
/* -1: none. */
int tnu_maker_find (const char *name);
int tnu_maker_get_n_fields (const TnuMaker *self);
const char *tnu_maker_group_get_name (TnuMakerGroup group);
bool tnu_maker_is_random (const TnuMaker *self);

/* TnuMaking.dtype when the function chooses. */
#define TNU_DTYPE_AUTO (-1)

/**
 * TnuMaking:
 * @name: of the new variable
 * @dtype: TnkDtype or TNU_DTYPE_AUTO
 * @device: "cpu", "cuda"
 * @has_torch: the notebook has imported torch
 *
 * What every way to make a tensor has in common. Borrowed strings.
 */
typedef struct
{
  const char *name;
  int dtype;
  const char *device;
  bool requires_grad;
  bool has_torch;
} TnuMaking;

/**
 * TnuRecipe:
 * @fields: as typed, one per field of the maker
 * @like: (nullable): variable after which an …_like is made
 * @seed: (nullable): as typed; "" and NULL: the stream goes on
 */
typedef struct
{
  int maker;
  TnuShape shape;
  char *fields[TNU_MAKER_MAX_FIELDS];
  char *like;
  char *seed;
} TnuRecipe;

void tnu_recipe_init (TnuRecipe *self, int maker);
void tnu_recipe_clear (TnuRecipe *self);
/* Another function; the shape stays. */
void tnu_recipe_set_maker (TnuRecipe *self, int maker);

/* (transfer full) (nullable): the lines; NULL with @error set when a field cannot be read. */
char *tnu_recipe_dup_code (const TnuRecipe *self, const TnuMaking *making, GError **error);

/**
 * tnu_recipe_infer:
 * @like: (nullable): layout of the tensor called so
 *
 * Errors: what stands in the fields; PyTorch's words; more memory than there is.
 */
bool tnu_recipe_infer (const TnuRecipe *self, const TnuMaking *making, TnsTensor *like,
                       TnsMeta *out, GError **error);

/* ---- shared by all ways to make a tensor ---- */

/* Appends ", dtype=torch.float64, device='cuda', requires_grad=True", as far as they are set. */
void tnu_making_append_keywords (const TnuMaking *self, GString *code);
/* "import torch" in front where it is missing. */
void tnu_making_append_imports (const TnuMaking *self, GString *code);
/* What PyTorch refuses of these settings for a tensor of @meta, and what memory does. */
bool tnu_making_check (const TnuMaking *self, const TnsMeta *meta, GError **error);

G_END_DECLS
