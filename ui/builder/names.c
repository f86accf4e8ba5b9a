/* SPDX-FileCopyrightText: 2026 The Tensarium authors
 * SPDX-License-Identifier: MIT */
#include "ui/builder/names.h"

#include <string.h>

/* Python 3.11, keyword.kwlist. */
static const char *const keywords[] = {
  "False",  "None",   "True",    "and",      "as",       "assert", "async", "await",  "break",
  "class",  "continue", "def",   "del",      "elif",     "else",   "except", "finally", "for",
  "from",   "global", "if",      "import",   "in",       "is",     "lambda", "nonlocal", "not",
  "or",     "pass",   "raise",   "return",   "try",      "while",  "with",  "yield",  NULL,
};

/* Those of Python's builtins that a notebook is likely to call. */
static const char *const builtins[] = {
  "abs",   "all",    "any",   "bool",   "bytes", "chr",   "complex", "dict",   "dir",    "display",
  "divmod", "enumerate", "eval", "exec", "filter", "float", "format", "getattr", "globals", "hash",
  "help",  "hex",    "id",    "input",  "int",   "isinstance", "iter", "len",  "list",   "locals",
  "map",   "max",    "min",   "next",   "object", "open", "ord",     "pow",    "print",  "property",
  "range", "repr",   "reversed", "round", "set", "setattr", "slice", "sorted", "str",    "sum",
  "super", "torch",  "tuple", "type",   "vars",  "zip",   NULL,
};

static bool
is_identifier (const char *name)
{
  if (*name == '\0' || g_ascii_isdigit (*name) || !g_utf8_validate (name, -1, NULL))
    return false;
  for (const char *c = name; *c != '\0'; c = g_utf8_next_char (c))
    {
      gunichar letter = g_utf8_get_char (c);
      if (letter != '_' && !g_unichar_isalpha (letter) && !g_unichar_isdigit (letter))
        return false;
    }
  return true;
}

TnuNameState
tnu_name_judge (const char *name, const char *const *taken)
{
  if (!is_identifier (name))
    return TNU_NAME_INVALID;
  if (g_strv_contains (keywords, name))
    return TNU_NAME_KEYWORD;
  if (taken != NULL && g_strv_contains (taken, name))
    return TNU_NAME_TAKEN;
  return g_strv_contains (builtins, name) ? TNU_NAME_BUILTIN : TNU_NAME_FREE;
}

char *
tnu_name_choose (const char *const *taken)
{
  static const char *const letters[] = { "x", "y", "z", "a", "b", "c" };
  for (size_t k = 0; k < G_N_ELEMENTS (letters); k++)
    if (tnu_name_judge (letters[k], taken) == TNU_NAME_FREE)
      return g_strdup (letters[k]);
  for (int n = 2;; n++)
    {
      g_autofree char *name = g_strdup_printf ("x%d", n);
      if (tnu_name_judge (name, taken) == TNU_NAME_FREE)
        return g_steal_pointer (&name);
    }
}

char *
tnu_name_dup_notice (const char *name, TnuNameState state)
{
  switch (state)
    {
    case TNU_NAME_TAKEN:
      return g_strdup_printf ("%s exists: Apply gives its name to the new tensor", name);
    case TNU_NAME_BUILTIN:
      return g_strdup_printf ("%s is a name of Python's that this would hide", name);
    case TNU_NAME_KEYWORD:
      return g_strdup_printf ("%s is a word of Python's language and cannot be a name", name);
    case TNU_NAME_INVALID:
      return g_strdup (*name == '\0' ? "the new tensor needs a name"
                                     : "a name has letters, digits and _ and begins with a letter");
    default:
      return NULL;
    }
}

bool
tnu_name_is_possible (TnuNameState state)
{
  return state != TNU_NAME_KEYWORD && state != TNU_NAME_INVALID;
}
