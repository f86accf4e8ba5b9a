/* SPDX-FileCopyrightText: 2026 The Tensarium authors
 * SPDX-License-Identifier: MIT */
#include <dlfcn.h>
#include <gio/gio.h>
#include <sanitizer/tsan_interface.h>

/*
 * Tells the thread sanitizer of GLib's own synchronisation, which is built on futexes it does not
 * see. Linked only into tests built for it. Each function stands before GLib's of the same name,
 * calls it, and says what it orders: what happened before the release of an address is known after
 * an acquire of it.
 */

#define PUBLIC __attribute__ ((visibility ("default")))
#define REAL(function) ((__typeof__ (&function)) find_real (#function))

static void *
find_real (const char *name)
{
  void *address = dlsym (RTLD_NEXT, name);
  g_assert (address != NULL);
  return address;
}

PUBLIC void
g_mutex_lock (GMutex *mutex)
{
  static __typeof__ (&g_mutex_lock) real;
  if (real == NULL)
    real = REAL (g_mutex_lock);
  real (mutex);
  __tsan_acquire (mutex);
}

PUBLIC void
g_mutex_unlock (GMutex *mutex)
{
  static __typeof__ (&g_mutex_unlock) real;
  if (real == NULL)
    real = REAL (g_mutex_unlock);
  __tsan_release (mutex);
  real (mutex);
}

PUBLIC void
g_cond_wait (GCond *cond, GMutex *mutex)
{
  __tsan_release (mutex);
  REAL (g_cond_wait) (cond, mutex);
  __tsan_acquire (mutex);
}

PUBLIC gboolean
g_cond_wait_until (GCond *cond, GMutex *mutex, gint64 end_time)
{
  __tsan_release (mutex);
  gboolean was_signalled = REAL (g_cond_wait_until) (cond, mutex, end_time);
  __tsan_acquire (mutex);
  return was_signalled;
}

PUBLIC void
g_atomic_ref_count_inc (gatomicrefcount *count)
{
  __atomic_fetch_add (count, 1, __ATOMIC_ACQ_REL);
}

PUBLIC gboolean
g_atomic_ref_count_dec (gatomicrefcount *count)
{
  return __atomic_fetch_sub (count, 1, __ATOMIC_ACQ_REL) == 1;
}

/* What every holder did to an object is known to the one that frees it. */
PUBLIC void
g_object_unref (gpointer object)
{
  static __typeof__ (&g_object_unref) real;
  if (real == NULL)
    real = REAL (g_object_unref);
  __tsan_release (object);
  __tsan_acquire (object);
  real (object);
}

typedef struct
{
  GTaskThreadFunc func;
  char handle; /* an address of its own to order on */
} ThreadCall;

static GQuark
get_call_quark (void)
{
  return g_quark_from_static_string ("tsan-call");
}

static void
run_in_thread (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  ThreadCall *call = g_object_get_qdata (G_OBJECT (task), get_call_quark ());
  __tsan_acquire (&call->handle);
  call->func (task, source, data, cancellable);
}

PUBLIC void
g_task_run_in_thread (GTask *task, GTaskThreadFunc func)
{
  ThreadCall *call = g_new0 (ThreadCall, 1);
  call->func = func;
  g_object_set_qdata_full (G_OBJECT (task), get_call_quark (), call, g_free);
  __tsan_release (&call->handle);
  REAL (g_task_run_in_thread) (task, run_in_thread);
}

PUBLIC void
g_task_return_pointer (GTask *task, gpointer result, GDestroyNotify destroy)
{
  __tsan_release (task);
  REAL (g_task_return_pointer) (task, result, destroy);
}

PUBLIC gpointer
g_task_propagate_pointer (GTask *task, GError **error)
{
  __tsan_acquire (task);
  return REAL (g_task_propagate_pointer) (task, error);
}

PUBLIC void
g_task_return_boolean (GTask *task, gboolean result)
{
  __tsan_release (task);
  REAL (g_task_return_boolean) (task, result);
}

PUBLIC gboolean
g_task_propagate_boolean (GTask *task, GError **error)
{
  __tsan_acquire (task);
  return REAL (g_task_propagate_boolean) (task, error);
}

PUBLIC void
g_task_return_error (GTask *task, GError *error)
{
  __tsan_release (task);
  REAL (g_task_return_error) (task, error);
}
