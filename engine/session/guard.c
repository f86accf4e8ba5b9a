/* SPDX-FileCopyrightText: 2026 The Tensarium authors
 * SPDX-License-Identifier: MIT */
#define PY_SSIZE_T_CLEAN
#include <Python.h>

#include "engine/session/guard.h"

#include <fcntl.h>
#include <stdlib.h>
#include <string.h>

/*
 * Events and their arguments are those of https://docs.python.org/3.11/library/audit_events.html.
 * The hook runs on every event of the interpreter, thousands while a module is imported, so the
 * table is looked up by hash and most events leave at once.
 */

typedef enum
{
  RULE_OPEN = 1,   /* (path, mode, flags) */
  RULE_PATH,       /* (path, …): the file that path leads to */
  RULE_ENTRY,      /* (path, …, dir_fd): the entry itself, a link not followed */
  RULE_TWO,        /* (path, path, dir_fd, dir_fd) */
  RULE_LINK,       /* (target, path, dir_fd): only the new entry counts */
  RULE_DATABASE,   /* (path), which may name no file */
  RULE_PROCESS,
  RULE_SOCKET,
  RULE_IMPORT,     /* (module, file name, …) */
  RULE_LIBRARY,    /* (name) */
  RULE_NATIVE,
} Rule;

static const struct
{
  const char *event;
  Rule rule;
} rules[] = {
  { "ctypes.dlopen", RULE_LIBRARY },
  { "ctypes.dlsym", RULE_NATIVE },
  { "ctypes.dlsym/handle", RULE_NATIVE },
  { "import", RULE_IMPORT },
  { "open", RULE_OPEN },
  { "os.chmod", RULE_PATH },
  { "os.chown", RULE_PATH },
  { "os.exec", RULE_PROCESS },
  { "os.fork", RULE_PROCESS },
  { "os.forkpty", RULE_PROCESS },
  { "os.kill", RULE_PROCESS },
  { "os.killpg", RULE_PROCESS },
  { "os.link", RULE_TWO },
  { "os.mkdir", RULE_ENTRY },
  { "os.posix_spawn", RULE_PROCESS },
  { "os.remove", RULE_ENTRY },
  { "os.removexattr", RULE_PATH },
  { "os.rename", RULE_TWO },
  { "os.rmdir", RULE_ENTRY },
  { "os.setxattr", RULE_PATH },
  { "os.symlink", RULE_LINK },
  { "os.system", RULE_PROCESS },
  { "os.truncate", RULE_PATH },
  { "os.utime", RULE_PATH },
  { "pty.spawn", RULE_PROCESS },
  { "socket.bind", RULE_SOCKET },
  { "socket.connect", RULE_SOCKET },
  { "socket.getaddrinfo", RULE_SOCKET },
  { "socket.gethostbyaddr", RULE_SOCKET },
  { "socket.gethostbyname", RULE_SOCKET },
  { "socket.sendmsg", RULE_SOCKET },
  { "socket.sendto", RULE_SOCKET },
  { "sqlite3.connect", RULE_DATABASE },
  { "subprocess.Popen", RULE_PROCESS },
};

static GHashTable *rule_by_event;
static char *packages_folder;
static int is_closed; /* atomic; read on every event */

static GMutex lock;
static char *notebook_folder; /* under lock; resolved, NULL without one */

/* ---- paths ---- */

static gboolean
is_within (const char *path, const char *folder)
{
  gsize length = strlen (folder);
  if (strncmp (path, folder, length) != 0)
    return FALSE;
  return path[length] == '\0' || path[length] == '/' || (length > 0 && folder[length - 1] == '/');
}

static char *
dup_below_current (const char *path)
{
  g_autofree char *current = g_get_current_dir ();
  return g_build_filename (current, path, NULL);
}

/* @path without links, also where its last parts do not exist yet. NULL when it cannot be told. */
static char *
dup_resolved (const char *path)
{
  g_autofree char *rest = NULL;
  g_autofree char *head = g_path_is_absolute (path)
                              ? g_strdup (path)
                              : dup_below_current (path);
  for (;;)
    {
      char *real = realpath (head, NULL);
      if (real != NULL)
        {
          char *resolved = rest != NULL ? g_build_filename (real, rest, NULL) : g_strdup (real);
          free (real);
          return resolved;
        }

      g_autofree char *name = g_path_get_basename (head);
      g_autofree char *parent = g_path_get_dirname (head);
      if (strcmp (name, "..") == 0 || strcmp (parent, head) == 0)
        return NULL;
      char *longer = rest != NULL ? g_build_filename (name, rest, NULL) : g_strdup (name);
      g_free (rest);
      rest = longer;
      g_free (head);
      head = g_steal_pointer (&parent);
    }
}

/* The same for an entry that may itself be a link: only its folder is resolved. */
static char *
dup_resolved_entry (const char *path)
{
  g_autofree char *parent = g_path_get_dirname (path);
  g_autofree char *name = g_path_get_basename (path);
  if (strcmp (name, "..") == 0 || strcmp (name, ".") == 0 || strcmp (name, "/") == 0)
    return dup_resolved (path);
  g_autofree char *folder = dup_resolved (parent);
  return folder != NULL ? g_build_filename (folder, name, NULL) : NULL;
}

static gboolean
is_temporary (const char *path)
{
  static const char *const devices[] = {
    "/dev/null", "/dev/zero", "/dev/full", "/dev/tty", "/dev/ptmx", "/dev/stdout", "/dev/stderr",
  };
  for (guint i = 0; i < G_N_ELEMENTS (devices); i++)
    if (strcmp (path, devices[i]) == 0)
      return TRUE;

  g_autofree char *cache = g_build_filename (g_get_user_cache_dir (), "tensarium", NULL);
  const char *const folders[] = { "/tmp", "/var/tmp", "/dev/shm", g_get_tmp_dir (), cache };
  for (guint i = 0; i < G_N_ELEMENTS (folders); i++)
    {
      g_autofree char *real = dup_resolved (folders[i]);
      if (is_within (path, folders[i]) || (real != NULL && is_within (path, real)))
        return TRUE;
    }
  return FALSE;
}

/* Notebooks keep their data beside their folder ("../data"), so the folder above counts too; its
 * hidden entries do not, as it may be the user's home. */
static gboolean
is_near_notebook (const char *path)
{
  g_mutex_lock (&lock);
  g_autofree char *folder = g_strdup (notebook_folder);
  g_mutex_unlock (&lock);

  if (folder == NULL)
    return FALSE;
  if (is_within (path, folder))
    return TRUE;
  g_autofree char *above = g_path_get_dirname (folder);
  if (strcmp (above, "/") == 0 || !is_within (path, above))
    return FALSE;
  const char *entry = path + strlen (above);
  return entry[0] == '/' && entry[1] != '.' && entry[1] != '\0';
}

static int
refuse (const char *what)
{
  PyErr_Format (PyExc_PermissionError,
                "%s. Tensarium guards this machine from notebooks; if you trust this one, lift the "
                "guard for it.",
                what);
  return -1;
}

static int
check_path (PyObject *object, gboolean follow, int folder_fd)
{
  if (object == NULL || PyLong_Check (object) || object == Py_None)
    return 0; /* a descriptor that was already open */

  PyObject *bytes = NULL;
  if (!PyUnicode_FSConverter (object, &bytes))
    return -1;
  const char *given = PyBytes_AS_STRING (bytes);
  g_autofree char *path = folder_fd >= 0 && !g_path_is_absolute (given)
                              ? g_strdup_printf ("/proc/self/fd/%d/%s", folder_fd, given)
                              : g_strdup (given);
  Py_DECREF (bytes);

  g_autofree char *resolved = follow ? dup_resolved (path) : dup_resolved_entry (path);
  if (resolved != NULL && (is_near_notebook (resolved) || is_temporary (resolved)))
    return 0;
  g_autofree char *name = g_filename_display_name (resolved != NULL ? resolved : given);
  g_autofree char *what
      = g_strdup_printf ("Writing outside the notebook's folder is refused: '%s'", name);
  return refuse (what);
}

/* ---- rules ---- */

static PyObject *
get_arg (PyObject *args, Py_ssize_t index)
{
  return index < PyTuple_GET_SIZE (args) ? PyTuple_GET_ITEM (args, index) : NULL;
}

static int
get_int_arg (PyObject *args, Py_ssize_t index, int fallback)
{
  PyObject *arg = get_arg (args, index);
  if (arg == NULL || !PyLong_Check (arg))
    return fallback;
  int overflow = 0;
  long value = PyLong_AsLongAndOverflow (arg, &overflow);
  return overflow != 0 ? fallback : (int) value;
}

static int
check_open (PyObject *args)
{
  int flags = get_int_arg (args, 2, O_RDWR);
  gboolean writes = (flags & O_ACCMODE) != O_RDONLY || (flags & (O_CREAT | O_TRUNC)) != 0;
  return writes ? check_path (get_arg (args, 0), TRUE, -1) : 0;
}

static gboolean
is_in_memory (PyObject *database)
{
  return database != NULL && PyUnicode_Check (database)
         && PyUnicode_CompareWithASCIIString (database, ":memory:") == 0;
}

static gboolean
is_trusted_library (const char *path)
{
  static const char *const folders[] = { "/usr/lib", "/usr/local/lib", "/lib", "/lib64", NULL };
  /* A bare name is looked up by the loader, in the system's folders. */
  if (strchr (path, '/') == NULL)
    return TRUE;
  g_autofree char *real = dup_resolved (path);
  for (guint i = 0; real != NULL && folders[i] != NULL; i++)
    if (is_within (real, folders[i]))
      return TRUE;
  return real != NULL && is_within (real, packages_folder);
}

static int
check_library (PyObject *name)
{
  if (name == NULL || name == Py_None)
    return 0;
  PyObject *bytes = NULL;
  if (!PyUnicode_FSConverter (name, &bytes))
    return -1;
  g_autofree char *path = g_strdup (PyBytes_AS_STRING (bytes));
  Py_DECREF (bytes);
  if (is_trusted_library (path))
    return 0;
  g_autofree char *what
      = g_strdup_printf ("Loading native code from here is refused: '%s'", path);
  return refuse (what);
}

static int
check (Rule rule, const char *event, PyObject *args)
{
  g_autofree char *what = NULL;
  Py_ssize_t n_args = PyTuple_GET_SIZE (args);

  switch (rule)
    {
    case RULE_OPEN:
      return check_open (args);
    case RULE_PATH:
      return check_path (get_arg (args, 0), TRUE, -1);
    case RULE_ENTRY:
      return check_path (get_arg (args, 0), FALSE, get_int_arg (args, n_args - 1, -1));
    case RULE_TWO:
      if (check_path (get_arg (args, 0), FALSE, get_int_arg (args, 2, -1)) < 0)
        return -1;
      return check_path (get_arg (args, 1), FALSE, get_int_arg (args, 3, -1));
    case RULE_LINK:
      return check_path (get_arg (args, 1), FALSE, get_int_arg (args, 2, -1));
    case RULE_DATABASE:
      return is_in_memory (get_arg (args, 0)) ? 0 : check_path (get_arg (args, 0), TRUE, -1);
    case RULE_PROCESS:
      what = g_strdup_printf ("Starting or signalling processes is refused (%s)", event);
      return refuse (what);
    case RULE_SOCKET:
      what = g_strdup_printf ("Using the network is refused (%s)", event);
      return refuse (what);
    case RULE_IMPORT:
      return check_library (get_arg (args, 1));
    case RULE_LIBRARY:
      return check_library (get_arg (args, 0));
    case RULE_NATIVE:
    default:
      return refuse ("Calling native code through ctypes is refused");
    }
}

static int
on_event (const char *event, PyObject *args, void *data)
{
  if (!g_atomic_int_get (&is_closed))
    return 0;
  Rule rule = GPOINTER_TO_INT (g_hash_table_lookup (rule_by_event, event));
  return rule != 0 && args != NULL && PyTuple_Check (args) ? check (rule, event, args) : 0;
}

void
tns_guard_install (const char *packages)
{
  rule_by_event = g_hash_table_new (g_str_hash, g_str_equal);
  for (guint i = 0; i < G_N_ELEMENTS (rules); i++)
    g_hash_table_insert (rule_by_event, (char *) rules[i].event, GINT_TO_POINTER (rules[i].rule));
  packages_folder = dup_resolved (packages);
  if (packages_folder == NULL)
    packages_folder = g_strdup (packages);
  PySys_AddAuditHook (on_event, NULL);
}

void
tns_guard_close (const char *folder)
{
  g_mutex_lock (&lock);
  g_free (notebook_folder);
  notebook_folder = folder != NULL ? dup_resolved (folder) : NULL;
  g_mutex_unlock (&lock);
  g_atomic_int_set (&is_closed, TRUE);
}

void
tns_guard_open (void)
{
  g_atomic_int_set (&is_closed, FALSE);
}
