/* SPDX-FileCopyrightText: 2026 The Tensarium authors
 * SPDX-License-Identifier: MIT */
#pragma once

#include <glib.h>
#include <stdbool.h>

G_BEGIN_DECLS

/* What stands between the brackets of `x[…]`: read, written, and changed axis by axis. Pure text
 * and arithmetic. */

#define TNU_INDEX_MAX_PARTS 16

typedef enum
{
  TNU_INDEX_SLICE,      /* 1:3, ::2, -2: */
  TNU_INDEX_INT,        /* 2, -1: the axis goes */
  TNU_INDEX_NEW_AXIS,   /* None */
  TNU_INDEX_ELLIPSIS,   /* ... */
  TNU_INDEX_LIST,       /* [2, 0, 0] */
  TNU_INDEX_MASK,       /* [True, False], torch.tensor([[True, False], …]) */
  TNU_INDEX_COMPARISON  /* x > 0.5: speaks of all axes */
} TnuIndexKind;

typedef enum
{
  TNU_COMPARE_GREATER,
  TNU_COMPARE_GREATER_EQUAL,
  TNU_COMPARE_LESS,
  TNU_COMPARE_LESS_EQUAL,
  TNU_COMPARE_EQUAL,
  TNU_COMPARE_NOT_EQUAL,
  TNU_N_COMPARISONS
} TnuComparison;

/**
 * TnuIndexPart:
 * @start, @stop, @step: of a slice, as written; what is not written has its flag unset, step 1
 * @at: of an INT
 * @items: (element-type gint64) (nullable): of a LIST the indices, of a MASK 0 and 1 in row-major
 *   order
 * @rank, @sizes: of a MASK: 1 or 2 axes
 * @is_tensor: the list is written inside torch.tensor(); always for a mask over two axes
 * @comparison, @bound: of a COMPARISON
 */
typedef struct
{
  TnuIndexKind kind;
  bool has_start;
  bool has_stop;
  gint64 start;
  gint64 stop;
  gint64 step;
  gint64 at;
  GArray *items;
  int rank;
  gint64 sizes[2];
  bool is_tensor;
  TnuComparison comparison;
  double bound;
} TnuIndexPart;

/* Starts as all zero: an index without parts, "...". */
typedef struct
{
  int n;
  TnuIndexPart parts[TNU_INDEX_MAX_PARTS];
} TnuIndex;

void tnu_index_clear (TnuIndex *self);
void tnu_index_copy (const TnuIndex *self, TnuIndex *copy);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (TnuIndex, tnu_index_clear)

/* A slice from @start up to @stop, every @step-th. */
TnuIndexPart tnu_index_part_range (gint64 start, gint64 stop, gint64 step);
TnuIndexPart tnu_index_part_all (void);
TnuIndexPart tnu_index_part_int (gint64 at);
/* An empty list; tnu_index_part_append() fills it. */
TnuIndexPart tnu_index_part_list (void);
void tnu_index_part_append (TnuIndexPart *self, gint64 item);
/* A mask over one axis (@rank 1) or two, all False. */
TnuIndexPart tnu_index_part_mask (int rank, const gint64 *sizes);
void tnu_index_part_clear (TnuIndexPart *self);
TnuIndexPart tnu_index_part_dup (const TnuIndexPart *self);
/* ":" and nothing else. */
bool tnu_index_part_is_all (const TnuIndexPart *self);

/**
 * tnu_index_parse:
 * @text: what stands between the brackets
 * @name: of the tensor, for comparisons
 * @index: (out caller-allocates): untouched on error
 *
 * Errors: in Python's and PyTorch's words, with the name of the exception in front:
 *   "SyntaxError: '[' was never closed".
 */
bool tnu_index_parse (const char *text, const char *name, TnuIndex *index, GError **error);

/* One part alone, as it is typed for one axis. */
bool tnu_index_part_parse (const char *text, const char *name, TnuIndexPart *part, GError **error);

/* "1:, ::2, None"; never empty. */
char *tnu_index_dup_text (const TnuIndex *self, const char *name);
char *tnu_index_part_dup_text (const TnuIndexPart *self, const char *name);
/* ">", "!=" … */
const char *tnu_comparison_get_sign (TnuComparison comparison);

/**
 * tnu_index_line_parse:
 * @line: "y = x[1:]" or "x[1:] = 0"
 * @target: (out): "y", or NULL for an assignment
 * @inside: (out): what stands between the brackets
 * @value: (out): what is assigned, or NULL
 *
 * Returns: whether @line is one of these two with @name as the tensor
 */
bool tnu_index_line_parse (const char *line, const char *name, char **target, char **inside,
                           char **value);

/* (transfer full): why tnu_index_line_parse() cannot read @line. */
char *tnu_index_line_dup_mistake (const char *line, const char *name);

/* ---- axis by axis ---- */

/* How many axes of a tensor of @rank a part speaks of. */
int tnu_index_part_count_dims (const TnuIndexPart *self, int rank);

/**
 * tnu_index_find_dim:
 *
 * Returns: the part that speaks of axis @dim of a tensor of @rank, an ellipsis among them; -1: the
 *   index ends before it
 */
int tnu_index_find_dim (const TnuIndex *self, int rank, int dim);

/**
 * tnu_index_set_dim:
 * @part: is taken; one axis
 *
 * Axis @dim gets @part. An ellipsis or the open end gives way as far as needed; a mask over several
 * axes goes. Trailing ":" are not written.
 *
 * Returns: false, with nothing changed, when there would be too many parts
 */
bool tnu_index_set_dim (TnuIndex *self, int rank, int dim, TnuIndexPart part);

/* One MASK over the axes @dim and the next, or over @dim alone. @part is taken. */
bool tnu_index_set_mask (TnuIndex *self, int rank, int dim, TnuIndexPart part);

/* None in front of axis @dim; @dim = @rank: at the end. */
bool tnu_index_insert_new_axis (TnuIndex *self, int rank, int dim);

/* The parts in front of axis @dim that speak of none: Nones and empty ellipses. */
int tnu_index_count_new_axes (const TnuIndex *self, int rank, int dim);
/* Takes the last None in front of axis @dim away. */
void tnu_index_remove_new_axis (TnuIndex *self, int rank, int dim);

/* `...` in the place of the longest run of ":" in front, in the middle or at the end. */
void tnu_index_shorten (TnuIndex *self, int rank);

G_END_DECLS
