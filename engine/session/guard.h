/* SPDX-FileCopyrightText: 2026 The Tensarium authors
 * SPDX-License-Identifier: MIT */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/*
 * What the cells of a notebook may do to the machine. A Python audit hook, which Python code cannot
 * remove, refuses with PermissionError:
 *
 *   - writing, creating, renaming or deleting files outside the notebook's folder, the visible
 *     part of the folder above it, temporary files and the program's own cache;
 *   - starting processes and signalling them;
 *   - sockets (connect, bind, send, name look-ups);
 *   - native code from outside the system's and the program's folders.
 *
 * Reading is free. Only the embedded interpreter has the hook; our torch in a plain Python has not.
 * A hook of this kind stops mistakes and ordinary malice in a notebook from elsewhere; it is no
 * sandbox against code that attacks the interpreter itself.
 */

/**
 * tns_guard_install:
 * @packages: the folder with our own native modules
 *
 * Before the interpreter starts, once. The guard is open until tns_guard_close().
 */
void tns_guard_install (const char *packages);

/**
 * tns_guard_close:
 * @folder: (nullable): the notebook's folder, NULL while it has none
 *
 * From now on the rules above hold for every thread of the interpreter.
 */
void tns_guard_close (const char *folder);

/* The program's own work, or a notebook for which the user lifted the guard. */
void tns_guard_open (void);

G_END_DECLS
