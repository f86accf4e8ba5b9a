/* SPDX-FileCopyrightText: 2026 The Tensarium authors
 * SPDX-License-Identifier: MIT */
/* Einsum plan
 *
 * Every dim of every operand is an axis; dims with the same letter are the same one. Dims under the
 * dots are counted from the last, so that they meet as dims of a broadcast do. An axis of the
 * result is kept, every other one is summed. */
#include "ui/operation/matmul/einsum-plan.h"

#include <string.h>

/* An operand's part of an equation. */
typedef struct
{
  char before[TNU_SHAPE_MAX_RANK + 1], after[TNU_SHAPE_MAX_RANK + 1]; /* letters around the dots */
  bool has_dots;
} Part;

typedef struct
{
  Part operands[TNU_EINSUM_MAX_OPERANDS], result;
  int n_operands;
  bool has_arrow;
} Equation;

/* ---- reading ---- */

static bool
read_part (const char *text, Part *part)
{
  const char *dots = strstr (text, "...");
  size_t n = dots != NULL ? (size_t)(dots - text) : strlen (text);
  const char *rest = dots != NULL ? dots + 3 : text + n;
  *part = (Part){ .has_dots = dots != NULL };
  if (n > TNU_SHAPE_MAX_RANK || strlen (rest) > TNU_SHAPE_MAX_RANK)
    return false;
  memcpy (part->before, text, n);
  strcpy (part->after, rest);
  return true;
}

static bool
read_equation (const char *equation, Equation *self)
{
  g_auto (GStrv) words = g_strsplit (equation, " ", -1);
  g_autofree char *text = g_strjoinv ("", words);
  char *arrow = strstr (text, "->");
  *self = (Equation){ .has_arrow = arrow != NULL };
  if (arrow != NULL)
    {
      *arrow = '\0';
      if (!read_part (arrow + 2, &self->result))
        return false;
    }
  g_auto (GStrv) parts = g_strsplit (text, ",", -1);
  /* The equation of one tensor without dims is empty. */
  self->n_operands = MAX ((int)g_strv_length (parts), 1);
  if (self->n_operands > TNU_EINSUM_MAX_OPERANDS)
    return false;
  for (int k = 0; k < self->n_operands; k++)
    if (!read_part (parts[k] != NULL ? parts[k] : "", &self->operands[k]))
      return false;
  return true;
}

int
tnu_einsum_count_operands (const char *equation)
{
  int n = 1;
  const char *end = strstr (equation, "->");
  for (const char *at = equation; *at != '\0' && at != end; at++)
    n += *at == ',';
  return n;
}

static int
count_letters (const Part *part)
{
  return (int)(strlen (part->before) + strlen (part->after));
}

static int
count_occurrences (const Equation *self, char letter)
{
  int n = 0;
  for (int k = 0; k < self->n_operands; k++)
    for (int side = 0; side < 2; side++)
      for (const char *at = side == 0 ? self->operands[k].before : self->operands[k].after;
           *at != '\0'; at++)
        n += *at == letter;
  return n;
}

/* Without an arrow: the dots, then what occurs once, capitals first. */
static bool
imply_result (Equation *self)
{
  int n = 0;
  for (int k = 0; k < self->n_operands; k++)
    self->result.has_dots |= self->operands[k].has_dots;
  for (int c = 'A'; c <= 'z'; c++)
    if (g_ascii_isalpha (c) && count_occurrences (self, (char)c) == 1)
      {
        if (n == TNU_SHAPE_MAX_RANK)
          return false;
        self->result.after[n++] = (char)c;
      }
  return true;
}

/* ---- axes ---- */

const TnuEinsumAxis *
tnu_einsum_plan_find (const TnuEinsumPlan *self, char letter)
{
  for (int k = 0; k < self->n_axes; k++)
    if (letter != '\0' && self->axes[k].letter == letter)
      return &self->axes[k];
  return NULL;
}

/* The axis of @letter, or of the dim @dots from the last under the dots; -1: there are too many. */
static int
take_axis (TnuEinsumPlan *self, char letter, int dots, int *dots_axes)
{
  const TnuEinsumAxis *known = tnu_einsum_plan_find (self, letter);
  if (known != NULL)
    return (int)(known - self->axes);
  if (letter == '\0' && dots_axes[dots] >= 0)
    return dots_axes[dots];
  if (self->n_axes == TNU_EINSUM_MAX_AXES)
    return -1;
  int axis = self->n_axes++;
  self->axes[axis]
      = (TnuEinsumAxis){ .letter = letter, .size = 1, .place = -1, .label = { letter } };
  if (letter == '\0')
    dots_axes[dots] = axis;
  return axis;
}

/* The dims of @side in the order of @part; @n_dots: how many of them stand under the dots. */
static bool
take_side (TnuEinsumPlan *self, const Part *part, int n_dots, int *dots_axes, TnuEinsumSide *side)
{
  int rank = 0, n_before = (int)strlen (part->before);
  side->shape.rank = count_letters (part) + (part->has_dots ? n_dots : 0);
  if (side->shape.rank > TNU_SHAPE_MAX_RANK)
    return false;
  for (int k = 0; k < n_before; k++)
    side->axes[rank++] = take_axis (self, part->before[k], 0, dots_axes);
  for (int k = part->has_dots ? n_dots : 0; k > 0; k--)
    side->axes[rank++] = take_axis (self, '\0', k - 1, dots_axes);
  for (const char *at = part->after; *at != '\0'; at++)
    side->axes[rank++] = take_axis (self, *at, 0, dots_axes);
  for (int d = 0; d < rank; d++)
    if (side->axes[d] < 0)
      return false;
  return true;
}

static void
label_dots (TnuEinsumPlan *self, const int *dots_axes, int n_dots)
{
  for (int k = 0; k < n_dots; k++)
    {
      TnuEinsumAxis *axis = &self->axes[dots_axes[k]];
      int from_first = n_dots - 1 - k;
      strcpy (axis->label, "…");
      /* U+2080: a small zero. */
      if (n_dots > 1)
        axis->label[3 + g_unichar_to_utf8 (0x2080 + (gunichar)from_first, axis->label + 3)] = '\0';
    }
}

static void
finish (TnuEinsumPlan *self)
{
  int next = self->result.shape.rank;
  self->n_results = self->n_terms = 1;
  for (int d = 0; d < self->result.shape.rank; d++)
    {
      TnuEinsumAxis *axis = &self->axes[self->result.axes[d]];
      axis->place = axis->color = d;
      self->result.shape.sizes[d] = axis->size;
      self->n_results *= axis->size;
    }
  for (int k = 0; k < self->n_axes; k++)
    if (self->axes[k].place < 0)
      {
        self->axes[k].color = next++;
        self->n_terms *= self->axes[k].size;
      }
}

bool
tnu_einsum_plan_init (TnuEinsumPlan *self,
                      const char *equation,
                      const TnuShape *shapes,
                      int n_shapes)
{
  Equation parts;
  int dots_axes[TNU_SHAPE_MAX_RANK], n_dots = 0;
  *self = (TnuEinsumPlan){ .n_operands = n_shapes };
  memset (dots_axes, -1, sizeof dots_axes);
  if (!read_equation (equation, &parts) || parts.n_operands != n_shapes
      || (!parts.has_arrow && !imply_result (&parts)))
    return false;
  for (int k = 0; k < n_shapes; k++)
    {
      int own = shapes[k].rank - count_letters (&parts.operands[k]);
      if (own < 0 || (own > 0 && !parts.operands[k].has_dots)
          || !take_side (self, &parts.operands[k], own, dots_axes, &self->operands[k]))
        return false;
      n_dots = MAX (n_dots, own);
      self->operands[k].shape = shapes[k];
      for (int d = 0; d < shapes[k].rank; d++)
        if (shapes[k].sizes[d] != 1)
          self->axes[self->operands[k].axes[d]].size = shapes[k].sizes[d];
    }
  label_dots (self, dots_axes, n_dots);
  if (!take_side (self, &parts.result, n_dots, dots_axes, &self->result))
    return false;
  finish (self);
  return true;
}

/* ---- places ---- */

void
tnu_einsum_plan_get_index (const TnuEinsumPlan *self, gint64 result, gint64 term, gint64 *index)
{
  for (int d = self->result.shape.rank - 1; d >= 0; d--)
    {
      gint64 size = MAX (self->result.shape.sizes[d], 1);
      index[self->result.axes[d]] = result % size;
      result /= size;
    }
  for (int k = self->n_axes - 1; k >= 0; k--)
    if (self->axes[k].place < 0)
      {
        gint64 size = MAX (self->axes[k].size, 1);
        index[k] = term % size;
        term /= size;
      }
}

gint64
tnu_einsum_side_get_element (const TnuEinsumSide *self, const gint64 *index)
{
  gint64 element = 0;
  for (int d = 0; d < self->shape.rank; d++)
    element
        = element * self->shape.sizes[d] + (self->shape.sizes[d] == 1 ? 0 : index[self->axes[d]]);
  return element;
}

bool
tnu_einsum_plan_enters (const TnuEinsumPlan *self,
                        const TnuEinsumSide *side,
                        gint64 element,
                        const gint64 *index)
{
  gint64 at[TNU_EINSUM_MAX_AXES];
  for (int k = 0; k < self->n_axes; k++)
    at[k] = self->axes[k].place >= 0 ? index[k] : -1;
  for (int d = side->shape.rank - 1; d >= 0; d--)
    {
      int axis = side->axes[d];
      gint64 own = element % side->shape.sizes[d];
      element /= side->shape.sizes[d];
      if (side->shape.sizes[d] == 1)
        continue;
      if (at[axis] >= 0 && at[axis] != own)
        return false;
      at[axis] = own;
    }
  return true;
}

const TnuEinsumSide *
tnu_einsum_plan_get_side (const TnuEinsumPlan *self, int k)
{
  return k < self->n_operands ? &self->operands[k] : &self->result;
}

int
tnu_einsum_side_count (const TnuEinsumSide *self, int axis)
{
  int n = 0;
  for (int d = 0; d < self->shape.rank; d++)
    n += self->axes[d] == axis;
  return n;
}
