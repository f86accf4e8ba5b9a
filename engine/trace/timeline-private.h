/* SPDX-FileCopyrightText: 2026 The Tensarium authors
 * SPDX-License-Identifier: MIT */
#pragma once

#include "engine/trace/moment.h"
#include "engine/trace/timeline.h"

G_BEGIN_DECLS

/**
 * TnsTold:
 * @step: what the rest of the program sees
 * @call: OP: "x + 2"
 * @op_title: OP: "+ 2"
 * @inputs: OP: what its inputs were called then, NULL-terminated
 * @result: what its result is called, or else @call
 *
 * A step with the words that the graph, the sentences and the explanation are made of. Shared by
 * the timelines that follow each other.
 */
typedef struct
{
  TnsStep step;
  gatomicrefcount n_refs;
  char *call;
  char *op_title;
  char **inputs;
  char *result;
} TnsTold;

struct _TnsTimeline
{
  gatomicrefcount n_refs;
  GPtrArray *events;    /* TnsEvent */
  GPtrArray *steps;     /* TnsTold */
  GArray *positions;    /* guint per step: its event's place in events */
  GArray *segments;     /* TnsSegment */
  GHashTable *forwards; /* node number → index of the step that recorded it, + 1 */
  GHashTable *failures; /* cell id → TnsFailure of its last run */
};

TnsTold *tns_timeline_get_told (const TnsTimeline *self, int step);
/* The forward op whose node ran at @step, or NULL. */
TnsTold *tns_timeline_get_forward (const TnsTimeline *self, uint64_t node);
/* Index of the step of the op that recorded @node, -1 if unknown. */
int tns_timeline_find_forward (const TnsTimeline *self, uint64_t node);
/* Events before this place have happened after @cursor steps. */
guint tns_timeline_get_limit (const TnsTimeline *self, int cursor);
/* (transfer full): name of the tensor where the backward run of @step began: "y". */
char *tns_timeline_dup_root_name (const TnsTimeline *self, int step);

/* First input of a NODE event's op that a gradient flows to, -1 if none. */
int tns_event_find_contribution (const TnsEvent *node_event);

/* (transfer full): the sentence of @told. @forward: (nullable): a node's op. */
char *tns_narrate (const TnsTold *told, const TnsTold *forward);


G_END_DECLS
