/* SPDX-FileCopyrightText: 2026 The Tensarium authors
 * SPDX-License-Identifier: MIT */
#pragma once

#include "engine/autograd/autograd.h"

G_BEGIN_DECLS

/**
 * TnsTrace:
 *
 * Append-only log of everything that happened to tensors, in order. Off in plain Python; the
 * program activates one. Appended to by the thread that computes, read by any thread through the
 * getters, which hand out references. Values are kept by reference; before an in-place write
 * replaces a value that the trace still shows, the old bytes are copied, within a budget;
 * beyond it the oldest numbers are let go.
 */
typedef struct _TnsTrace TnsTrace;

/**
 * TnsMoment:
 *
 * A tensor at a moment: layout, storage and the storage's version then. Immutable,
 * reference-counted. What views hold instead of a tensor.
 */
typedef struct _TnsMoment TnsMoment;

/* engine/trace/diagnosis.h */
typedef struct _TnsDiagnosis TnsDiagnosis;

typedef enum
{
  TNS_EVENT_CELL,       /* a code cell begins: @cell */
  TNS_EVENT_OP,         /* forward op: inputs → outputs */
  TNS_EVENT_BIND,       /* a statement bound @name to outputs[0], or to no tensor (n_outputs 0): with
                         * inputs[0] to a NumPy array that lies on that memory */
  TNS_EVENT_SEED,       /* a backward run begins at inputs[0] with the gradient outputs[0] */
  TNS_EVENT_NODE,       /* a backward node ran: inputs upstream gradients, outputs per edge */
  TNS_EVENT_ACCUMULATE, /* inputs[0] added to a leaf: outputs[0] is .grad afterwards; without inputs:
                         * .grad was set by hand, outputs[0] may be NULL */
  TNS_EVENT_BACKWARD_END,
  TNS_EVENT_ERROR,      /* a cell ended with the error @text, raised over @inputs; of an op: with its
                         * args */
} TnsEventKind;

/**
 * TnsPosition:
 * @cell: which run of a code cell, as told by tns_trace_begin_cell; -1 before the first
 * @line, @end_line: from 1; 0 unknown
 * @column, @end_column: UTF-8 bytes from 0
 */
typedef struct
{
  int cell;
  int line, end_line;
  int column, end_column;
} TnsPosition;

/**
 * TnsEventEdge:
 * @node: what follows on the way back: 0 nothing, a node's number, or for a leaf its tensor's id
 * @is_leaf: gradients are accumulated there
 * @input: which result of that node's forward op this is
 */
typedef struct
{
  uint64_t node;
  bool is_leaf;
  int input;
} TnsEventEdge;

/**
 * TnsEvent:
 * @index: counts all events of the trace; those folded away leave gaps
 * @diagnosis: (nullable): ERROR: what it is about
 *
 * Immutable once appended, reference-counted. Items of @inputs and @outputs may be NULL (no
 * gradient flowed there). In a long loop the first rounds, the last ones and evenly spaced ones in
 * between are kept; the rest are folded into the one before them. Nodes are told by number: an
 * event that held one would keep its saved tensors, and the whole graph behind it, from being
 * freed.
 */
typedef struct
{
  TnsEventKind kind;
  guint index;
  const TnsOp *op;    /* OP, NODE of a table op; else NULL */
  uint64_t node;      /* NODE: this node's number; OP: of the node it recorded; 0: none */
  int n_edges;        /* OP with a node: one edge per input */
  TnsEventEdge *edges;
  int n_saved;        /* OP with a node: what it saved for backward */
  TnsMoment **saved;
  bool is_inplace;    /* OP: the form with the underscore */
  int n_inputs;
  TnsMoment **inputs; /* OP: every tensor argument in order, lists flattened */
  int n_outputs;
  TnsMoment **outputs;
  int n_args;
  TnsValue *args;     /* OP: owning copies without tensors */
  TnsDiagnosis *diagnosis;
  char *name;         /* BIND: variable; OP, NODE: public name of the op or of the node */
  char *text;         /* ERROR: message; CELL: the cell's id; else NULL */
  TnsPosition position;
  int64_t duration_ns;
  uint64_t leaf;      /* ACCUMULATE: id of the leaf tensor */
} TnsEvent;

TNS_EXPORT TnsTrace *tns_trace_new (size_t budget_bytes);
TNS_EXPORT TnsTrace *tns_trace_ref (TnsTrace *self);
TNS_EXPORT void tns_trace_unref (TnsTrace *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TnsTrace, tns_trace_unref)

/* The trace that ops tell; NULL switches tracing off. */
TNS_EXPORT void tns_trace_activate (TnsTrace *self);
/* NULL when there is none or this thread is muted. */
TNS_EXPORT TnsTrace *tns_trace_get_active (void);
/* Ops of this thread are not told, for what the program computes for itself. Returns what it
 * was. */
TNS_EXPORT bool tns_trace_set_muted (bool is_muted);

TNS_EXPORT guint tns_trace_get_n_events (TnsTrace *self);
/* Borrowed, for the computing thread: gone when folded or cleared. Others use dup_events. */
TNS_EXPORT const TnsEvent *tns_trace_get_event (TnsTrace *self, guint position);
/* (transfer full) (element-type TnsEvent): everything that is kept, as it is now. */
TNS_EXPORT GPtrArray *tns_trace_dup_events (TnsTrace *self);
/* On any thread; runs of cells count from 0 again. */
TNS_EXPORT void tns_trace_clear (TnsTrace *self);
/* Events kept before loops are folded; 20,000 at start. */
TNS_EXPORT void tns_trace_set_max_events (TnsTrace *self, guint max_events);

TNS_EXPORT const TnsEvent *tns_event_ref (const TnsEvent *self);
TNS_EXPORT void tns_event_unref (const TnsEvent *self);
/* 1; more when alike events of the rounds after it were folded into it. */
TNS_EXPORT int tns_event_get_n_repeats (const TnsEvent *self);

/* Asked, on the computing thread, where in the code an op was called from. */
typedef void (*TnsLocator) (TnsPosition *position, void *data);
TNS_EXPORT void tns_trace_set_locator (TnsTrace *self, TnsLocator locator, void *data);
/* Told, on the computing thread, that events were appended or cleared; at most once until they
 * are looked at (get_n_events, dup_events). Must not call the trace. After setting another, or
 * NULL, the old one is not running and will not be called. */
TNS_EXPORT void tns_trace_set_notify (TnsTrace *self, void (*notify) (void *data), void *data);

/* ---- told by the runner ---- */

/* A cell's run begins; @cell_id is kept in the event's text. Returns the run's number for
 * positions. */
TNS_EXPORT int tns_trace_begin_cell (TnsTrace *self, const char *cell_id);
TNS_EXPORT void tns_trace_bind (TnsTrace *self, const char *name, TnsTensor *tensor);
/* @name stands for a NumPy array on a tensor's memory, which @array describes. */
TNS_EXPORT void tns_trace_bind_array (TnsTrace *self, const char *name, TnsTensor *array);
/**
 * tns_trace_fail:
 * @message: ended the cell
 * @diagnosis: (nullable) (transfer full)
 * @operands: (array length=n_operands): tensors that the error is about; if there are none and an
 *   op raised it, they are the op's inputs
 */
TNS_EXPORT void tns_trace_fail (TnsTrace *self, const char *message, TnsDiagnosis *diagnosis,
                                TnsTensor *const *operands, int n_operands);
/* (nullable): the op of the running cell that failed with the error that @message ends with; its
 * event is not in the log yet. On the computing thread, borrowed until the next op. */
TNS_EXPORT const TnsEvent *tns_trace_get_failed_op (TnsTrace *self, const char *message);

/* ---- told by the call path and the backward engine; no-ops without an active trace ---- */

TNS_EXPORT void tns_trace_op (const TnsCall *call, TnsTensor *const *results, int n_results,
                              TnsNode *node, int64_t duration_ns);
/* The op raised @error: it is kept until the cell's end shows whether anybody caught it. */
TNS_EXPORT void tns_trace_op_failed (const TnsCall *call, const GError *error);
TNS_EXPORT void tns_trace_before_write (TnsStorage *storage);
TNS_EXPORT void tns_trace_after_write (TnsStorage *storage);
TNS_EXPORT void tns_trace_seed (TnsTensor *root, TnsTensor *gradient);
TNS_EXPORT void tns_trace_node (TnsNode *node, TnsTensor *const *upstream, int n_upstream,
                                TnsTensor *const *gradients, int n_gradients, int64_t duration_ns);
TNS_EXPORT void tns_trace_accumulate (TnsNode *node, TnsTensor *leaf, TnsTensor *gradient);
TNS_EXPORT void tns_trace_backward_end (void);
/* @leaf's .grad was set or cleared by hand. */
TNS_EXPORT void tns_trace_set_grad (TnsTensor *leaf);

/* ---- moments ---- */

TNS_EXPORT TnsMoment *tns_moment_new (TnsTensor *tensor);
/* The box of @sizes from @first in @moment, which holds all of it; as narrow() on every dim. */
TNS_EXPORT TnsMoment *tns_moment_new_part (TnsMoment *moment, const int64_t *first,
                                           const int64_t *sizes);
TNS_EXPORT TnsMoment *tns_moment_ref (TnsMoment *self);
TNS_EXPORT void tns_moment_unref (TnsMoment *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TnsMoment, tns_moment_unref)
/* Layout; alias_of is -1. */
TNS_EXPORT const TnsMeta *tns_moment_get_meta (const TnsMoment *self);
TNS_EXPORT int64_t tns_moment_get_numel (const TnsMoment *self);
TNS_EXPORT uint64_t tns_moment_get_tensor_id (const TnsMoment *self);
TNS_EXPORT uint64_t tns_moment_get_storage_id (const TnsMoment *self);
TNS_EXPORT uint32_t tns_moment_get_version (const TnsMoment *self);
TNS_EXPORT size_t tns_moment_get_storage_bytes (const TnsMoment *self);
TNS_EXPORT bool tns_moment_requires_grad (const TnsMoment *self);
TNS_EXPORT bool tns_moment_is_leaf (const TnsMoment *self);

G_END_DECLS
