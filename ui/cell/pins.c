/* SPDX-FileCopyrightText: 2026 The Tensarium authors
 * SPDX-License-Identifier: MIT */
#include "ui/cell/pins.h"

#include <math.h>
#include <string.h>

#include "engine/trace/block.h"
#include "ui/draw/number.h"
#include "ui/operation/variables.h"

#define PINS_KEY "tnu-pins"
/* Every step costs a look through the trace. */
#define MAX_STEPS 256

struct _TnuPins
{
  GObject parent_instance;

  TnsSession *session; /* weak: it owns this object */
  GPtrArray *pins;     /* TnuPin */
  GCancellable *cancellable;
};

static guint changed;

G_DEFINE_FINAL_TYPE (TnuPins, tnu_pins, G_TYPE_OBJECT)

/* ---- a pin ---- */

static void
value_clear (TnuPinValue *value)
{
  g_free (value->text);
}

static GArray *
values_new (void)
{
  GArray *values = g_array_new (FALSE, FALSE, sizeof (TnuPinValue));

  g_array_set_clear_func (values, (GDestroyNotify) value_clear);
  return values;
}

static TnuPin *
pin_new (const char *name, int rank, const gint64 *index)
{
  TnuPin *pin = g_new0 (TnuPin, 1);

  pin->name = g_strdup (name);
  pin->rank = rank;
  memcpy (pin->index, index, (gsize) rank * sizeof *index);
  pin->values = values_new ();
  return pin;
}

static void
pin_free (TnuPin *pin)
{
  g_array_unref (pin->values);
  g_free (pin->name);
  g_free (pin);
}

int
tnu_pin_find (const TnuPin *self, int cursor)
{
  for (guint k = 0; k < self->values->len; k++)
    {
      const TnuPinValue *value = &g_array_index (self->values, TnuPinValue, k);

      if (cursor >= value->step && cursor < value->step + value->n_steps)
        return (int) k;
    }
  return -1;
}

int
tnu_pin_find_neighbour (const TnuPin *self, int cursor, int way)
{
  const int now = tnu_pin_find (self, cursor);
  int before = now - 1, after = now + 1;

  if (now < 0)
    {
      for (after = 0; after < (int) self->values->len; after++)
        if (g_array_index (self->values, TnuPinValue, after).step > cursor)
          break;
      before = after - 1;
    }
  if (way < 0)
    return before;
  return after < (int) self->values->len ? after : -1;
}

char *
tnu_pin_dup_name (const TnuPin *self)
{
  GString *text = g_string_new (self->name);

  for (int dim = 0; dim < self->rank; dim++)
    g_string_append_printf (text, "%s%" G_GINT64_FORMAT, dim > 0 ? ", " : "[", self->index[dim]);
  g_string_append (text, self->rank > 0 ? "]" : "");
  return g_string_free (text, FALSE);
}

/* ---- reading through time ---- */

typedef struct
{
  TnsTimeline *timeline;
  GPtrArray *pins;    /* copies without values, which are read into them */
  GPtrArray *moments; /* of each pin the one read last, NULL: it was not there */
} History;

static void
history_free (History *history)
{
  tns_timeline_unref (history->timeline);
  g_ptr_array_unref (history->pins);
  for (guint k = 0; k < history->moments->len; k++)
    if (history->moments->pdata[k] != NULL)
      tns_moment_unref (history->moments->pdata[k]);
  g_ptr_array_unref (history->moments);
  g_free (history);
}

static bool
is_same_content (TnsMoment *a, TnsMoment *b)
{
  return a != NULL && b != NULL && tns_moment_get_meta (a) == tns_moment_get_meta (b)
         && tns_moment_get_storage_id (a) == tns_moment_get_storage_id (b)
         && tns_moment_get_version (a) == tns_moment_get_version (b);
}

static bool
has_cell (TnsMoment *moment, const TnuPin *pin)
{
  const TnsMeta *meta = tns_moment_get_meta (moment);

  if (meta->rank != pin->rank)
    return false;
  for (int dim = 0; dim < pin->rank; dim++)
    if (pin->index[dim] >= meta->sizes[dim])
      return false;
  return true;
}

static void
print_scalar (TnkScalar scalar, TnuPinValue *value)
{
  char text[TNU_NUMBER_SIZE];
  char other[TNU_NUMBER_SIZE];

  value->value = scalar.re;
  if (scalar.kind == TNK_SCALAR_BOOL)
    tnu_number_print_exact (TNU_NUMBER_BOOL, scalar.re, text);
  else if (scalar.kind == TNK_SCALAR_INT)
    tnu_number_print_int (scalar.i, text);
  else
    tnu_number_print_exact (TNU_NUMBER_FIXED, scalar.re, text);
  if (scalar.kind == TNK_SCALAR_COMPLEX)
    {
      value->value = hypot (scalar.re, scalar.im);
      tnu_number_print_exact (TNU_NUMBER_FIXED, fabs (scalar.im), other);
      value->text = g_strdup_printf ("%s%s%sj", text, signbit (scalar.im) ? "−" : "+", other);
    }
  else
    value->text = g_strdup (text);
}

/* False when the numbers of that moment were let go. */
static bool
read_cell (TnsMoment *moment, const TnuPin *pin, TnuPinValue *value, GCancellable *cancellable)
{
  gint64 ones[TNK_MAX_RANK];
  g_autoptr (TnsMoment) part = NULL;
  g_autoptr (TnsTensor) tensor = NULL;
  TnkScalar scalar;

  for (int dim = 0; dim < pin->rank; dim++)
    ones[dim] = 1;
  part = tns_moment_new_part (moment, pin->index, ones);
  tensor = tns_moment_read (part, cancellable, NULL);
  if (tensor == NULL || !tns_tensor_get_item (tensor, &scalar, NULL))
    return false;
  print_scalar (scalar, value);
  return true;
}

/* What the pin's cell holds after @step steps: the same number as before lasts longer. */
static void
follow (History *history, guint k, GPtrArray *variables, int step, GCancellable *cancellable)
{
  TnuPin *pin = history->pins->pdata[k];
  TnsMoment **last = (TnsMoment **) &history->moments->pdata[k];
  const TnsVariable *variable = tnu_variables_find (variables, pin->name);
  TnsMoment *now = variable != NULL && has_cell (variable->value, pin) ? variable->value : NULL;
  TnuPinValue *before = pin->values->len > 0
                            ? &g_array_index (pin->values, TnuPinValue, pin->values->len - 1)
                            : NULL;
  TnuPinValue value = { .step = step, .n_steps = 1 };
  const bool lasts = before != NULL && before->step + before->n_steps == step;

  if (now != NULL && lasts && is_same_content (now, *last))
    before->n_steps++;
  else if (now != NULL && read_cell (now, pin, &value, cancellable))
    {
      if (lasts && g_str_equal (before->text, value.text))
        {
          before->n_steps++;
          value_clear (&value);
        }
      else
        g_array_append_val (pin->values, value);
    }
  g_clear_pointer (last, tns_moment_unref);
  if (now != NULL)
    *last = tns_moment_ref (now);
}

static void
read_history (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  History *history = data;
  const int n_steps = tns_timeline_get_n_steps (history->timeline);
  const int first = MAX (0, n_steps - MAX_STEPS);

  for (int step = first; step <= n_steps && !g_cancellable_is_cancelled (cancellable); step++)
    {
      g_autoptr (GPtrArray) variables = tns_timeline_dup_variables (history->timeline, step);

      for (guint k = 0; k < history->pins->len; k++)
        {
          ((TnuPin *) history->pins->pdata[k])->is_cut = first > 0;
          follow (history, k, variables, step, cancellable);
        }
    }
  g_task_return_boolean (task, TRUE);
}

static TnuPin *
find_pin (TnuPins *self, const char *name, int rank, const gint64 *index)
{
  for (guint k = 0; k < self->pins->len; k++)
    {
      TnuPin *pin = self->pins->pdata[k];

      if (pin->rank == rank && g_str_equal (pin->name, name)
          && memcmp (pin->index, index, (gsize) rank * sizeof *index) == 0)
        return pin;
    }
  return NULL;
}

static void
history_is_read (GObject *source, GAsyncResult *result, gpointer data)
{
  TnuPins *self = TNU_PINS (source);
  const History *history = g_task_get_task_data (G_TASK (result));

  if (!g_task_propagate_boolean (G_TASK (result), NULL))
    return;
  for (guint k = 0; k < history->pins->len; k++)
    {
      TnuPin *read = history->pins->pdata[k];
      TnuPin *pin = find_pin (self, read->name, read->rank, read->index);

      if (pin == NULL)
        continue;
      g_array_unref (pin->values);
      pin->values = g_array_ref (read->values);
      pin->is_cut = read->is_cut;
    }
  g_signal_emit (self, changed, 0);
}

static void
read_again (TnuPins *self)
{
  g_autoptr (GTask) task = NULL;
  History *history;

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  if (self->pins->len == 0 || tns_session_get_timeline (self->session) == NULL)
    return;
  self->cancellable = g_cancellable_new ();
  history = g_new0 (History, 1);
  history->timeline = tns_timeline_ref (tns_session_get_timeline (self->session));
  history->pins = g_ptr_array_new_with_free_func ((GDestroyNotify) pin_free);
  history->moments = g_ptr_array_new ();
  for (guint k = 0; k < self->pins->len; k++)
    {
      const TnuPin *pin = self->pins->pdata[k];

      g_ptr_array_add (history->pins, pin_new (pin->name, pin->rank, pin->index));
      g_ptr_array_add (history->moments, NULL);
    }
  task = g_task_new (self, self->cancellable, history_is_read, NULL);
  g_task_set_task_data (task, history, (GDestroyNotify) history_free);
  g_task_run_in_thread (task, read_history);
}

/* ---- the pins ---- */

TnsSession *
tnu_pins_get_session (TnuPins *self)
{
  g_return_val_if_fail (TNU_IS_PINS (self), NULL);
  return self->session;
}

guint
tnu_pins_get_n (TnuPins *self)
{
  g_return_val_if_fail (TNU_IS_PINS (self), 0);
  return self->pins->len;
}

const TnuPin *
tnu_pins_get (TnuPins *self, guint k)
{
  g_return_val_if_fail (TNU_IS_PINS (self) && k < self->pins->len, NULL);
  return self->pins->pdata[k];
}

bool
tnu_pins_has (TnuPins *self, const char *name, int rank, const gint64 *index)
{
  g_return_val_if_fail (TNU_IS_PINS (self), false);
  return find_pin (self, name, rank, index) != NULL;
}

void
tnu_pins_toggle (TnuPins *self, const char *name, int rank, const gint64 *index)
{
  TnuPin *pin;

  g_return_if_fail (TNU_IS_PINS (self));
  pin = find_pin (self, name, rank, index);
  if (pin != NULL)
    g_ptr_array_remove (self->pins, pin);
  else
    g_ptr_array_add (self->pins, pin_new (name, rank, index));
  read_again (self);
  g_signal_emit (self, changed, 0);
}

static void
tnu_pins_finalize (GObject *object)
{
  TnuPins *self = TNU_PINS (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  g_clear_weak_pointer (&self->session);
  g_ptr_array_unref (self->pins);
  G_OBJECT_CLASS (tnu_pins_parent_class)->finalize (object);
}

static void
tnu_pins_class_init (TnuPinsClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = tnu_pins_finalize;
  changed = g_signal_new ("changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                          NULL, G_TYPE_NONE, 0);
}

static void
tnu_pins_init (TnuPins *self)
{
  self->pins = g_ptr_array_new_with_free_func ((GDestroyNotify) pin_free);
}

TnuPins *
tnu_pins_of (TnsSession *session)
{
  TnuPins *self = g_object_get_data (G_OBJECT (session), PINS_KEY);

  if (self != NULL)
    return self;
  self = g_object_new (TNU_TYPE_PINS, NULL);
  g_set_weak_pointer (&self->session, session);
  g_signal_connect_object (session, "notify::timeline", G_CALLBACK (read_again), self,
                           G_CONNECT_SWAPPED);
  g_object_set_data_full (G_OBJECT (session), PINS_KEY, self, g_object_unref);
  return self;
}
