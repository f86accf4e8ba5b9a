/* SPDX-FileCopyrightText: 2026 The Tensarium authors
 * SPDX-License-Identifier: MIT */
#pragma once

#include <glib-object.h>

#include "engine/trace/block.h"
#include "engine/trace/diagnosis.h"

G_BEGIN_DECLS

/**
 * TnsTimeline:
 *
 * The trace, told as steps that a person can follow: an immutable snapshot, reference-counted, safe
 * in any thread. The cursor is a number of steps done, 0 … n_steps.
 */
typedef struct _TnsTimeline TnsTimeline;

typedef enum
{
  TNS_STEP_OP,         /* a forward op */
  TNS_STEP_SEED,       /* backward starts: ∂y/∂y = 1 */
  TNS_STEP_NODE,       /* a backward node */
  TNS_STEP_ACCUMULATE, /* += into a leaf's .grad */
} TnsStepKind;

/**
 * TnsStep:
 * @event: the trace's event, borrowed from the timeline; of an OP step it is an OP, or a BIND
 *   when a statement bound a tensor that no op made: x = torch.tensor([1, 2])
 * @segment: index of the segment it stands in
 * @label: short, for under the dot: "a = x + 2" or "pow"; "Pow"; "x.grad"
 * @op_label: the op alone: "add", "PowBackward0"
 * @sentence: what this step did, one line of Pango markup with names and numbers
 * @result_name: (nullable): variable that holds the result: "a"
 * @n_repeats: 1; above that the step stands for so many alike in a loop ("×5000")
 */
typedef struct
{
  TnsStepKind kind;
  const TnsEvent *event;
  int segment;
  char *label;
  char *op_label;
  char *sentence;
  char *result_name;
  int n_repeats;
} TnsStep;

/**
 * TnsSegment:
 * @label: "[1]"; backward runs "[1]" too, drawn with an arrow
 * @cell_id: id of the code cell that ran
 *
 * One rail of the timeline: the ops of one run of a cell, or one backward run.
 */
typedef struct
{
  char *label;
  char *cell_id;
  bool is_backward;
  int first_step;
  int n_steps;
} TnsSegment;

/**
 * TnsVariable:
 * @name: as in the notebook; an unnamed intermediate result has none
 * @value: at the cursor (in-place writes included)
 * @gradient: (nullable): .grad at the cursor
 * @step: step that made its value; -1 when none is known
 * @requires_grad, @is_leaf: autograd state
 */
typedef struct
{
  char *name;
  TnsMoment *value;
  TnsMoment *gradient;
  int step;
  bool requires_grad;
  bool is_leaf;
} TnsVariable;

TNS_EXPORT void tns_variable_free (TnsVariable *self);

/* Reads the trace as it is now. @get_source: (nullable) source of a cell by id, for labels like
 * "a = x + 2": (transfer full). */
TNS_EXPORT TnsTimeline *tns_timeline_new (TnsTrace *trace,
                                          char *(*get_source) (const char *cell_id, void *data),
                                          void *data);
/* The same, sooner: @before (nullable) is an earlier timeline of the same trace and lends its
 * steps. */
TNS_EXPORT TnsTimeline *tns_timeline_new_after (TnsTrace *trace, const TnsTimeline *before,
                                                char *(*get_source) (const char *cell_id,
                                                                     void *data),
                                                void *data);
/* A boxed type, for properties and signals. */
#define TNS_TYPE_TIMELINE (tns_timeline_get_type ())
TNS_EXPORT GType tns_timeline_get_type (void);
TNS_EXPORT TnsTimeline *tns_timeline_ref (TnsTimeline *self);
TNS_EXPORT void tns_timeline_unref (TnsTimeline *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TnsTimeline, tns_timeline_unref)

TNS_EXPORT int tns_timeline_get_n_steps (const TnsTimeline *self);
TNS_EXPORT const TnsStep *tns_timeline_get_step (const TnsTimeline *self, int index);
TNS_EXPORT int tns_timeline_get_n_segments (const TnsTimeline *self);
TNS_EXPORT const TnsSegment *tns_timeline_get_segment (const TnsTimeline *self, int index);

/* (transfer full) (element-type TnsVariable): tensors that have a name after @cursor steps, in the
 * order in which the names first appeared. */
TNS_EXPORT GPtrArray *tns_timeline_dup_variables (const TnsTimeline *self, int cursor);

/* (transfer full) (element-type TnsVariable): NumPy arrays that lie on tensors' memory and have a
 * name after @cursor steps. */
TNS_EXPORT GPtrArray *tns_timeline_dup_arrays (const TnsTimeline *self, int cursor);

/**
 * TnsFailure:
 * @event: ERROR, with its text, the tensors it is about and its diagnosis
 * @inputs: (array length=event->n_inputs): what those were called: "x", "(x + 2)"
 *
 * A diagnosed error that ended the last run of a cell.
 */
typedef struct
{
  const TnsEvent *event;
  char **inputs;
} TnsFailure;

/* (nullable): borrowed from the timeline. */
TNS_EXPORT const TnsFailure *tns_timeline_get_failure (const TnsTimeline *self,
                                                       const char *cell_id);

/* (transfer full) (nullable): name that @tensor_id has after @cursor steps. */
TNS_EXPORT char *tns_timeline_dup_name (const TnsTimeline *self, uint64_t tensor_id, int cursor);

/* (transfer full) (nullable): @moment's storage as it is after @cursor steps, same layout; NULL
 * when it does not exist yet. */
TNS_EXPORT TnsMoment *tns_timeline_dup_moment_at (const TnsTimeline *self, TnsMoment *moment,
                                                  int cursor);

/* ---- the graph around a step ---- */

typedef enum
{
  TNS_GRAPH_TENSOR,
  TNS_GRAPH_OP,
  TNS_GRAPH_BACKWARD_NODE,
  TNS_GRAPH_GRADIENT,
} TnsGraphItemKind;

/**
 * TnsGraphItem:
 * @kind: forward tensor, forward op, backward node (mirror of an op; of a leaf: AccumulateGrad) or
 *   gradient of a tensor
 * @title: "x", "** 2", "PowBackward0", "∂y/∂a"
 * @subtitle: "a = x + 2" under an op; "× 2·a" in a backward node; may be NULL
 * @step: step at which it happens; -1 when it never did
 * @moment: (nullable): TENSOR and GRADIENT: its numbers
 * @mirror: index of its mirror image in the other lane, -1 if none
 *
 * Edges are pairs (from, to) of item indices in the direction of the flow.
 */
typedef struct
{
  TnsGraphItemKind kind;
  char *title;
  char *subtitle;
  int step;
  TnsMoment *moment;
  int mirror;
  bool is_leaf;
  bool requires_grad;
  uint64_t tensor_id;
} TnsGraphItem;

typedef struct
{
  int from, to;
  bool is_saved; /* a saved tensor going into the backward node that uses it */
} TnsGraphEdge;

typedef struct
{
  GArray *items; /* (element-type TnsGraphItem) */
  GArray *edges; /* (element-type TnsGraphEdge) */
  char *title;   /* "y.backward()" or the cell's label */
} TnsGraph;

/* The graph of the backward run or the connected forward ops around @cursor: (transfer full). */
TNS_EXPORT TnsGraph *tns_timeline_dup_graph (const TnsTimeline *self, int cursor);
TNS_EXPORT void tns_graph_free (TnsGraph *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TnsGraph, tns_graph_free)

/**
 * TnsGradStep:
 * @undoes: (nullable)
 * @upstream: (nullable): NULL at the seed, where nothing comes in
 * @local: (nullable): in float64
 * @local_rule: (nullable)
 *
 * One backward step in numbers: contribution = upstream ⊙ local, for ops whose local derivative is
 * element-wise or whose result is one number; otherwise @local is NULL and @words say it. Of an op
 * with several inputs the first one that gets a gradient.
 */
typedef struct
{
  char *node_name;     /* "PowBackward0" */
  char *undoes;        /* "b = a ** 2" */
  char *upstream_name; /* "∂y/∂b" */
  char *local_rule;    /* "∂b/∂a = 2·a" */
  char *contribution_name; /* "∂y/∂a" */
  TnsMoment *upstream;
  TnsMoment *local;
  TnsMoment *contribution;
  char *words;         /* markup: "If a₂ = 4 grows by a little, …" */
  char *next;          /* what comes next, one sentence */
  int n_checks;        /* autograd against a central difference, at most 4 elements */
  struct
  {
    char *element; /* "a₀" */
    double autograd, difference;
  } checks[4];
} TnsGradStep;

/* (nullable): NULL when @step is not a backward step. Runs the op again: call it off the UI
 * thread. */
TNS_EXPORT TnsGradStep *tns_timeline_explain (const TnsTimeline *self, int step);
TNS_EXPORT void tns_grad_step_free (TnsGradStep *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TnsGradStep, tns_grad_step_free)

G_END_DECLS
