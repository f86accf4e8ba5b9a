/* SPDX-FileCopyrightText: 2026 The Tensarium authors
 * SPDX-License-Identifier: MIT */
#pragma once

#include "engine/trace/timeline.h"

G_BEGIN_DECLS

typedef enum
{
  TNU_KIN_SELF,   /* the tensor asked about */
  TNU_KIN_MEMBER, /* shares its memory */
  TNU_KIN_ARRAY,  /* a NumPy array on its memory */
  TNU_KIN_COPY    /* was made from it, on memory of its own */
} TnuKinship;

/**
 * TnuKin:
 * @name: of the variable
 * @moment: (transfer none): its layout
 * @words: how it stands to the memory: "strided, offset 3", "clone: memory of its own"
 */
typedef struct
{
  TnuKinship kinship;
  char *name;
  TnsMoment *moment;
  char *words;
} TnuKin;

/**
 * tnu_family_new:
 * @variables, @arrays: (element-type TnsVariable): what has a name; must outlive the family
 *
 * Everything that shares @variable's storage, itself first, and what was copied off it.
 *
 * Returns: (transfer full) (element-type TnuKin)
 */
GArray *tnu_family_new (const TnsTimeline *timeline, GPtrArray *variables, GPtrArray *arrays,
                        const TnsVariable *variable);

/**
 * tnu_family_mark:
 * @marks: (array length=n): set to 1 for each piece of the storage in which an element of @meta
 * lies
 * @n_elems: of the storage, in elements of @meta's type
 */
void tnu_family_mark (const TnsMeta *meta, int64_t n_elems, guint8 *marks, int n);

G_END_DECLS
