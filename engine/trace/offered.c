/* SPDX-FileCopyrightText: 2026 The Tensarium authors
 * SPDX-License-Identifier: MIT */
#include "engine/trace/offered.h"

/* One per window that may ask at the same time; what nobody fetches is let go soon. */
#define N_KEPT 4

static struct
{
  GMutex lock;
  uint64_t last;
  TnsMoment *moments[N_KEPT];
  uint64_t tickets[N_KEPT];
} offered;

uint64_t
tns_offered_put (TnsTensor *tensor)
{
  TnsMoment *moment = tns_moment_new (tensor);
  g_mutex_lock (&offered.lock);
  uint64_t ticket = ++offered.last;
  TnsMoment *before = g_steal_pointer (&offered.moments[ticket % N_KEPT]);
  offered.moments[ticket % N_KEPT] = moment;
  offered.tickets[ticket % N_KEPT] = ticket;
  g_mutex_unlock (&offered.lock);
  if (before != NULL)
    tns_moment_unref (before);
  return ticket;
}

TnsMoment *
tns_offered_take (uint64_t ticket)
{
  TnsMoment *moment = NULL;
  g_mutex_lock (&offered.lock);
  if (offered.tickets[ticket % N_KEPT] == ticket)
    moment = g_steal_pointer (&offered.moments[ticket % N_KEPT]);
  g_mutex_unlock (&offered.lock);
  return moment;
}
