/* SPDX-FileCopyrightText: 2026 The Tensarium authors
 * SPDX-License-Identifier: MIT */
#include "engine/trace/diagnosis.h"

TnsFix *
tns_fix_copy (const TnsFix *self)
{
  TnsFix *copy = g_memdup2 (self, sizeof *self);

  copy->source = g_strdup (self->source);
  copy->call = g_strdup (self->call);
  copy->words = g_strdup (self->words);
  copy->outcome = g_strdup (self->outcome);
  if (self->result != NULL)
    tns_moment_ref (self->result);
  return copy;
}

void
tns_fix_free (TnsFix *self)
{
  g_free (self->source);
  g_free (self->call);
  g_free (self->words);
  g_free (self->outcome);
  g_clear_pointer (&self->result, tns_moment_unref);
  g_free (self);
}

TnsDiagnosis *
tns_diagnosis_new (const char *source)
{
  TnsDiagnosis *self = g_new0 (TnsDiagnosis, 1);

  self->source = g_strdup (source);
  self->position.cell = -1;
  self->fixes = g_ptr_array_new_with_free_func ((GDestroyNotify) tns_fix_free);
  return self;
}

void
tns_diagnosis_free (TnsDiagnosis *self)
{
  g_free (self->source);
  g_free (self->place);
  g_free (self->code);
  g_free (self->missing);
  g_free (self->arg_positions);
  g_strfreev (self->names);
  g_ptr_array_unref (self->fixes);
  g_free (self);
}
