/* SPDX-FileCopyrightText: 2026 The Tensarium authors
 * SPDX-License-Identifier: MIT */
#include "ui/operation/join/join-verdict.h"

/* Results that are asked for at first. */
#define FIRST_ROOM 16

static bool
infer_turn (const TnuTurn *turn, TnsTensor *shadow, TnsMeta *turned, GError **error)
{
  TnsValue args[3] = { tns_value_tensor (shadow) };
  int n = 1, n_outs = 1;
  switch (turn->kind)
    {
    case TNU_TURN_TRANSPOSE:
      args[n++] = tns_value_int (-2);
      args[n++] = tns_value_int (-1);
      return tns_op_infer (&tns_op_transpose, false, args, n, turned, &n_outs, error);
    case TNU_TURN_UNSQUEEZE:
      args[n++] = tns_value_int (turn->dim);
      return tns_op_infer (&tns_op_unsqueeze, false, args, n, turned, &n_outs, error);
    case TNU_TURN_RESHAPE:
      args[n++] = tns_value_ints (turn->shape.sizes, turn->shape.rank);
      return tns_op_infer (&tns_op_reshape, false, args, n, turned, &n_outs, error);
    default:
      tns_tensor_get_meta (shadow, turned);
      return true;
    }
}

/* The operand as inference needs it: without numbers. */
static TnsTensor *
make_shadow (const TnuJoinOperand *operand, const TnsMeta *meta, GError **error)
{
  TnsMeta layout = *meta, turned;
  layout.device = (TnsDevice) { TNS_DEVICE_META, -1 };
  g_autoptr (TnsTensor) raw = tns_tensor_new (&layout, error);
  if (raw == NULL || !infer_turn (&operand->turn, raw, &turned, error))
    return NULL;
  return tns_tensor_new (&turned, error);
}

static const TnsOp *
get_op (const TnuJoinCall *call)
{
  static const TnsOp *const ops[TNU_N_JOIN_WORDS] = {
    [TNU_JOIN_STACK] = &tns_op_stack,   [TNU_JOIN_CAT] = &tns_op_cat,
    [TNU_JOIN_VSTACK] = &tns_op_vstack, [TNU_JOIN_HSTACK] = &tns_op_hstack,
    [TNU_JOIN_DSTACK] = &tns_op_dstack, [TNU_JOIN_SPLIT] = &tns_op_split,
    [TNU_JOIN_CHUNK] = &tns_op_chunk,   [TNU_JOIN_TENSOR_SPLIT] = &tns_op_tensor_split,
    [TNU_JOIN_UNBIND] = &tns_op_unbind,
  };
  if (call->is_list && call->word == TNU_JOIN_SPLIT)
    return &tns_op_split_sizes;
  return call->is_list && call->word == TNU_JOIN_TENSOR_SPLIT ? &tns_op_tensor_split_indices
                                                              : ops[call->word];
}

static void
infer (TnuJoinVerdict *self, const TnuJoinCall *call, TnsTensor *const *shadows)
{
  g_autoptr (GError) error = NULL;
  TnsValue args[3];
  int n = 0, room = FIRST_ROOM;
  args[n++] = tnu_join_word_splits (call->word)
                  ? tns_value_tensor (shadows[0])
                  : tns_value_tensors (shadows, (int) call->operands->len);
  if (tnu_join_word_has_numbers (call->word))
    args[n++] = call->is_list ? tns_value_ints ((const int64_t *) call->numbers->data,
                                                (int) call->numbers->len)
                              : tns_value_int (tnu_join_call_get_number (call, 0));
  if (tnu_join_word_has_dim (call->word))
    args[n++] = tns_value_int (call->dim);
  self->outs = g_new (TnsMeta, room);
  self->n_outs = room;
  if (tns_op_infer (get_op (call), false, args, n, self->outs, &self->n_outs, &error)
      && self->n_outs > room)
    {
      self->outs = g_renew (TnsMeta, self->outs, self->n_outs);
      tns_op_infer (get_op (call), false, args, n, self->outs, &self->n_outs, &error);
    }
  if (error != NULL)
    {
      self->n_outs = 0;
      self->reason = g_strdup (error->message);
    }
}

/* Python takes a tuple apart before it gives names. */
static void
check_names (TnuJoinVerdict *self, const TnuJoinCall *call)
{
  int n_names = (int) call->targets->len;
  if (self->reason != NULL || !call->is_unpacked || n_names == self->n_outs)
    return;
  self->is_name_error = true;
  self->reason = n_names < self->n_outs
                     ? g_strdup_printf ("too many values to unpack (expected %d)", n_names)
                     : g_strdup_printf ("not enough values to unpack (expected %d, got %d)",
                                        n_names, self->n_outs);
}

void
tnu_join_verdict_init (TnuJoinVerdict *self, const TnuJoinCall *call, const TnsMeta *const *metas)
{
  g_autoptr (GPtrArray) shadows
      = g_ptr_array_new_with_free_func ((GDestroyNotify) tns_tensor_unref);
  *self = (TnuJoinVerdict) { .is_view = tnu_join_word_splits (call->word) };
  for (guint k = 0; k < call->operands->len; k++)
    {
      g_autoptr (GError) error = NULL;
      TnsTensor *shadow = make_shadow (call->operands->pdata[k], metas[k], &error);
      if (shadow == NULL)
        {
          self->reason = g_strdup (error->message);
          return;
        }
      g_ptr_array_add (shadows, shadow);
    }
  if (tnu_join_word_splits (call->word) && shadows->len == 0)
    self->reason = g_strdup ("no tensor");
  else
    infer (self, call, (TnsTensor *const *) shadows->pdata);
  check_names (self, call);
}

void
tnu_join_verdict_clear (TnuJoinVerdict *self)
{
  g_clear_pointer (&self->outs, g_free);
  g_clear_pointer (&self->reason, g_free);
}
