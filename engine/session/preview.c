/* SPDX-FileCopyrightText: 2026 The Tensarium authors
 * SPDX-License-Identifier: MIT */
#include "engine/session/preview.h"

#include "engine/trace/offered.h"

#include <string.h>

/* Text goes both ways in hexadecimal digits: nothing has to be quoted. */

static char *
encode (const char *text)
{
  GString *digits = g_string_new (NULL);
  for (const char *c = text; *c != '\0'; c++)
    g_string_append_printf (digits, "%02x", (guchar) *c);
  return g_string_free (digits, FALSE);
}

/* (nullable): NULL when @quoted, the repr() of a str, is not what the module answers. */
static char *
decode (const char *quoted)
{
  size_t n = strlen (quoted);
  if (n < 2 || n % 2 != 0 || quoted[0] != '\'' || quoted[n - 1] != '\'')
    return NULL;
  GString *text = g_string_new (NULL);
  for (size_t k = 1; k + 2 < n; k += 2)
    g_string_append_c (text, (char) (g_ascii_xdigit_value (quoted[k]) * 16
                                     + g_ascii_xdigit_value (quoted[k + 1])));
  return g_string_free (text, FALSE);
}

static void
answered (GObject *runner, GAsyncResult *result, gpointer data)
{
  g_autoptr (GTask) task = data;
  GError *error = NULL;
  g_autofree char *quoted = tns_runner_evaluate_finish (TNS_RUNNER (runner), result, &error);
  if (quoted == NULL)
    {
      g_task_return_error (task, error);
      return;
    }
  char *text = decode (quoted);
  if (text != NULL)
    g_task_return_pointer (task, text, g_free);
  else
    g_task_return_new_error (task, G_IO_ERROR, G_IO_ERROR_INVALID_DATA, "an answer without sense");
}

static void
ask (TnsSession *self, const char *call, GCancellable *cancellable, GAsyncReadyCallback callback,
     gpointer data)
{
  g_autofree char *expression
      = g_strdup_printf ("__import__('tensarium.preview', fromlist=['_']).%s", call);
  tns_runner_evaluate_async (tns_session_get_runner (self), expression, cancellable, answered,
                             g_task_new (self, cancellable, callback, data));
}

void
tns_session_preview_async (TnsSession *self, const char *code, const char *name,
                           GCancellable *cancellable, GAsyncReadyCallback callback, gpointer data)
{
  g_return_if_fail (TNS_IS_SESSION (self));
  g_autofree char *digits = encode (code);
  g_autofree char *call
      = g_strdup_printf ("run(bytes.fromhex('%s').decode(), '%s', globals())", digits, name);
  ask (self, call, cancellable, callback, data);
}

TnsMoment *
tns_session_preview_finish (TnsSession *self, GAsyncResult *result, GError **error)
{
  g_autofree char *text = g_task_propagate_pointer (G_TASK (result), error);
  if (text == NULL)
    return NULL;
  if (*text != '+')
    {
      g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_FAILED, *text == '-' ? text + 1 : text);
      return NULL;
    }
  TnsMoment *moment = tns_offered_take (g_ascii_strtoull (text + 1, NULL, 10));
  if (moment == NULL)
    g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_CANCELLED, "a later question came between");
  return moment;
}

void
tns_session_ask_async (TnsSession *self, const char *function, const char *argument,
                       GCancellable *cancellable, GAsyncReadyCallback callback, gpointer data)
{
  g_return_if_fail (TNS_IS_SESSION (self));
  g_autofree char *digits = argument != NULL ? encode (argument) : NULL;
  g_autofree char *call
      = digits != NULL ? g_strdup_printf ("%s(bytes.fromhex('%s').decode())", function, digits)
                       : g_strdup_printf ("%s(globals())", function);
  ask (self, call, cancellable, callback, data);
}

char **
tns_session_ask_finish (TnsSession *self, GAsyncResult *result, GError **error)
{
  g_autofree char *text = g_task_propagate_pointer (G_TASK (result), error);
  return text != NULL ? g_strsplit (text, "\n", -1) : NULL;
}
