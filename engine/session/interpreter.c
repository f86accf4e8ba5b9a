/* SPDX-FileCopyrightText: 2026 The Tensarium authors
 * SPDX-License-Identifier: MIT */
#define PY_SSIZE_T_CLEAN
#include <Python.h>

#include "engine/session/interpreter.h"

#include "engine/session/guard.h"

#include <signal.h>
#include <string.h>

/*
 * CPython is started isolated from the user's environment, as the system's /usr/bin/python3 would
 * start, with one folder put before everything: the one that holds our torch. IPython's rules are
 * in tensarium/shell.py; this file carries calls in and outputs out.
 *
 * The interpreter is never finalised: NumPy and matplotlib do not survive it, and the process ends
 * anyway.
 */

static const TnsShellListener *listener;
static void *listener_data;
static PyObject *shell_module;
static char *ipython_folder;

/* ---- the module _tensarium_host ---- */

/* Text as UTF-8 without NUL, whatever Python's string holds; NULL with a Python error. */
static char *
dup_text (PyObject *string)
{
  PyObject *bytes = PyUnicode_AsEncodedString (string, "utf-8", "backslashreplace");
  if (bytes == NULL)
    return NULL;

  const char *data = PyBytes_AS_STRING (bytes);
  gsize length = (gsize) PyBytes_GET_SIZE (bytes);
  GString *text = g_string_sized_new (length);
  for (const char *end = data + length; data < end;)
    {
      gsize run = strnlen (data, (gsize) (end - data));
      g_string_append_len (text, data, (gssize) run);
      data += run;
      if (data < end)
        {
          g_string_append (text, "\342\220\200"); /* ␀, as a C string cannot hold NUL */
          data++;
        }
    }
  Py_DECREF (bytes);
  return g_string_free (text, FALSE);
}

static PyObject *
host_stream (PyObject *module, PyObject *args)
{
  const char *name;
  PyObject *string;
  if (!PyArg_ParseTuple (args, "sU", &name, &string))
    return NULL;
  g_autofree char *text = dup_text (string);
  if (text == NULL)
    return NULL;
  listener->stream (name, text, listener_data);
  Py_RETURN_NONE;
}

static PyObject *
tell_output (PyObject *string, const char *display_id, gboolean is_update)
{
  g_autofree char *json = dup_text (string);
  if (json == NULL)
    return NULL;
  listener->output (json, display_id, is_update, listener_data);
  Py_RETURN_NONE;
}

static PyObject *
host_result (PyObject *module, PyObject *string)
{
  return tell_output (string, NULL, FALSE);
}

static PyObject *
host_display (PyObject *module, PyObject *args)
{
  PyObject *string;
  const char *display_id;
  int is_update;
  if (!PyArg_ParseTuple (args, "Usp", &string, &display_id, &is_update))
    return NULL;
  return tell_output (string, *display_id != '\0' ? display_id : NULL, is_update);
}

static PyObject *
host_clear (PyObject *module, PyObject *args)
{
  int wait;
  if (!PyArg_ParseTuple (args, "p", &wait))
    return NULL;
  listener->clear (wait, listener_data);
  Py_RETURN_NONE;
}

static PyObject *
host_begin (PyObject *module, PyObject *unused)
{
  return PyBool_FromLong (listener->begin (listener_data));
}

static PyObject *
host_end (PyObject *module, PyObject *unused)
{
  listener->end (listener_data);
  Py_RETURN_NONE;
}

static PyObject *
host_is_running (PyObject *module, PyObject *unused)
{
  return PyBool_FromLong (listener->is_running (listener_data));
}

static PyMethodDef host_methods[] = {
  { "stream", host_stream, METH_VARARGS, "stream(name, text)" },
  { "result", host_result, METH_O, "result(json)" },
  { "error", host_result, METH_O, "error(json)" },
  { "display", host_display, METH_VARARGS, "display(json, display_id, is_update)" },
  { "clear", host_clear, METH_VARARGS, "clear(wait)" },
  { "begin", host_begin, METH_NOARGS, "begin() -> whether to stop at once" },
  { "end", host_end, METH_NOARGS, "end()" },
  { "is_running", host_is_running, METH_NOARGS, "is_running()" },
  { NULL, NULL, 0, NULL },
};

static struct PyModuleDef host_module = {
  PyModuleDef_HEAD_INIT,
  .m_name = "_tensarium_host",
  .m_doc = "Where the shell hands over what cells show.",
  .m_size = -1,
  .m_methods = host_methods,
};

static PyObject *
init_host (void)
{
  return PyModule_Create (&host_module);
}

/* ---- Python's exceptions as text ---- */

/* "Name: text" of the current Python exception, which is cleared. */
static char *
take_exception (void)
{
  PyObject *type, *value, *traceback;
  PyErr_Fetch (&type, &value, &traceback);
  PyErr_NormalizeException (&type, &value, &traceback);
  if (type == NULL)
    return g_strdup ("unknown error");

  PyObject *string = value != NULL ? PyObject_Str (value) : NULL;
  PyErr_Clear ();
  g_autofree char *text = string != NULL ? dup_text (string) : NULL;
  char *message = g_strdup_printf ("%s: %s", ((PyTypeObject *) type)->tp_name,
                                   text != NULL ? text : "");
  Py_XDECREF (string);
  Py_XDECREF (type);
  Py_XDECREF (value);
  Py_XDECREF (traceback);
  return message;
}

static void
take_exception_into (char **message)
{
  g_autofree char *text = take_exception ();
  if (message != NULL)
    *message = g_steal_pointer (&text);
}

/* Consumes @result, a str or NULL with a Python error. */
static char *
take_string (PyObject *result, char **message)
{
  char *text = result != NULL ? dup_text (result) : NULL;
  Py_XDECREF (result);
  if (text == NULL)
    take_exception_into (message);
  return text;
}

/* ---- start ---- */

/* Variables that the libraries of a notebook read once, set where the user has not decided. */
void
tns_interpreter_prepare (void)
{
  g_autofree char *matplotlib
      = g_build_filename (g_get_user_cache_dir (), "tensarium", "matplotlib", NULL);
  ipython_folder = g_build_filename (g_get_user_cache_dir (), "tensarium", "ipython", NULL);
  g_mkdir_with_parents (matplotlib, 0700);
  g_mkdir_with_parents (ipython_folder, 0700);

  g_setenv ("MPLCONFIGDIR", matplotlib, FALSE);
  g_setenv ("MPLBACKEND", "module://matplotlib_inline.backend_inline", TRUE);
  /* IPython runs !commands with this shell. */
  g_setenv ("SHELL", "/bin/bash", FALSE);
}

static void
fill_preconfig (PyPreConfig *preconfig)
{
  PyPreConfig_InitIsolatedConfig (preconfig);
  preconfig->utf8_mode = 1;
  /* An isolated interpreter does not read its environment; memory checkers need this one. */
  if (g_strcmp0 (g_getenv ("PYTHONMALLOC"), "malloc") == 0)
    preconfig->allocator = PYMEM_ALLOCATOR_MALLOC;
}

static PyStatus
fill_config (PyConfig *config)
{
  PyConfig_InitIsolatedConfig (config);
  config->site_import = 1;
  config->user_site_directory = 0;
  config->install_signal_handlers = 0;
  /* The order of sets of strings is the same in every run, so that outputs can be compared. */
  config->use_hash_seed = 1;
  config->hash_seed = 0;

  PyStatus status = PyConfig_SetString (config, &config->program_name, L"/usr/bin/python3");
  if (!PyStatus_Exception (status))
    status = PyConfig_SetString (config, &config->executable, L"/usr/bin/python3");
  return status;
}

static gboolean
start_python (char **message)
{
  PyPreConfig preconfig;
  fill_preconfig (&preconfig);
  PyStatus status = Py_PreInitialize (&preconfig);

  if (!PyStatus_Exception (status))
    {
      PyConfig config;
      status = fill_config (&config);
      if (!PyStatus_Exception (status))
        status = Py_InitializeFromConfig (&config);
      PyConfig_Clear (&config);
    }
  if (PyStatus_Exception (status))
    {
      *message = g_strdup_printf ("Python does not start: %s",
                                  status.err_msg != NULL ? status.err_msg : "unknown reason");
      return FALSE;
    }
  return TRUE;
}

static gboolean
put_first_on_path (const char *folder)
{
  PyObject *path = PySys_GetObject ("path");
  PyObject *entry = PyUnicode_DecodeFSDefault (folder);
  gboolean ok = path != NULL && entry != NULL && PyList_Insert (path, 0, entry) == 0;
  Py_XDECREF (entry);
  return ok;
}

static gboolean
import_shell (const char *packages, char **message)
{
  if (put_first_on_path (packages))
    shell_module = PyImport_ImportModule ("tensarium.shell");
  PyObject *started
      = shell_module != NULL ? PyObject_CallMethod (shell_module, "start", NULL) : NULL;
  if (started == NULL)
    {
      g_autofree char *reason = take_exception ();
      *message = g_strdup_printf ("Python starts, but its shell does not: %s", reason);
      return FALSE;
    }
  Py_DECREF (started);
  return TRUE;
}

gboolean
tns_interpreter_start (const char *packages,
                       const TnsShellListener *the_listener,
                       void *data,
                       char **message)
{
  listener = the_listener;
  listener_data = data;
  tns_guard_install (packages);
  PyImport_AppendInittab ("_tensarium_host", init_host);

  if (!start_python (message))
    return FALSE;
  gboolean ok = import_shell (packages, message);
  PyEval_SaveThread ();
  return ok;
}

void
tns_interpreter_finish (void)
{
  PyGILState_STATE gil = PyGILState_Ensure ();
  PyObject *module = PyImport_ImportModule ("atexit");
  PyObject *result = module != NULL ? PyObject_CallMethod (module, "_run_exitfuncs", NULL) : NULL;
  if (result == NULL)
    PyErr_Clear ();
  Py_XDECREF (result);
  Py_XDECREF (module);
  PyGILState_Release (gil);
}

int
tns_interpreter_get_signal (void)
{
  return SIGUSR2;
}

/* ---- shells ---- */

TnsShell *
tns_shell_new (char **message)
{
  PyGILState_STATE gil = PyGILState_Ensure ();
  PyObject *shell = PyObject_CallMethod (shell_module, "create", "s", ipython_folder);
  if (shell == NULL)
    take_exception_into (message);
  PyGILState_Release (gil);
  return (TnsShell *) shell;
}

/* Calls a method for its effect; what it raises can only be a fault of the shell itself. */
static void
call_quietly (PyObject *result)
{
  if (result == NULL)
    {
      g_autofree char *reason = take_exception ();
      g_warning ("The Python shell failed: %s", reason);
    }
  Py_XDECREF (result);
}

void
tns_shell_free (TnsShell *self, gboolean is_restart)
{
  PyGILState_STATE gil = PyGILState_Ensure ();
  call_quietly (PyObject_CallMethod ((PyObject *) self, "close", "i", is_restart));
  Py_DECREF ((PyObject *) self);
  PyGC_Collect ();
  PyGILState_Release (gil);
}

void
tns_shell_activate (TnsShell *self, const char *folder)
{
  PyGILState_STATE gil = PyGILState_Ensure ();
  call_quietly (PyObject_CallMethod ((PyObject *) self, "activate", "z", folder));
  PyGILState_Release (gil);
}

gboolean
tns_shell_run (TnsShell *self, const char *cell_id, const char *source)
{
  PyGILState_STATE gil = PyGILState_Ensure ();
  PyObject *result = PyObject_CallMethod ((PyObject *) self, "run", "ss", cell_id, source);
  gboolean ok = result == Py_True;
  call_quietly (result);
  PyGILState_Release (gil);
  return ok;
}

gint64
tns_shell_get_next_count (TnsShell *self)
{
  PyGILState_STATE gil = PyGILState_Ensure ();
  PyObject *count = PyObject_GetAttrString ((PyObject *) self, "execution_count");
  gint64 value = count != NULL ? PyLong_AsLongLong (count) : 0;
  PyErr_Clear ();
  Py_XDECREF (count);
  PyGILState_Release (gil);
  return value;
}

char *
tns_shell_evaluate (TnsShell *self, const char *expression, char **message)
{
  PyGILState_STATE gil = PyGILState_Ensure ();
  char *text
      = take_string (PyObject_CallMethod ((PyObject *) self, "evaluate", "s", expression), message);
  PyGILState_Release (gil);
  return text;
}

char *
tns_shell_complete (TnsShell *self, const char *code, int cursor, char **message)
{
  PyGILState_STATE gil = PyGILState_Ensure ();
  char *text = take_string (
      PyObject_CallMethod ((PyObject *) self, "complete_at", "si", code, cursor), message);
  PyGILState_Release (gil);
  return text;
}

char *
tns_shell_inspect (TnsShell *self, const char *code, int cursor, char **message)
{
  PyGILState_STATE gil = PyGILState_Ensure ();
  char *text = take_string (
      PyObject_CallMethod ((PyObject *) self, "inspect_at", "si", code, cursor), message);
  PyGILState_Release (gil);
  return text;
}

void
tns_shell_forget_names (TnsShell *self, const char *const *names)
{
  PyGILState_STATE gil = PyGILState_Ensure ();
  PyObject *list = PyList_New (0);
  for (; list != NULL && *names != NULL; names++)
    {
      PyObject *name = PyUnicode_FromString (*names);
      if (name != NULL)
        PyList_Append (list, name);
      Py_XDECREF (name);
    }
  call_quietly (list ? PyObject_CallMethod ((PyObject *) self, "forget", "O", list) : NULL);
  Py_XDECREF (list);
  PyGILState_Release (gil);
}
