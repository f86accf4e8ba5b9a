/* SPDX-FileCopyrightText: 2026 The Tensarium authors
 * SPDX-License-Identifier: MIT */
/* The op table: one array made from op-list.h, with the parsed schemas and the public names beside
 * it, built once. */
#include "engine/ops/op.h"

#include <string.h>

static const TnsOp *const ops[] = {
#define X(id) &tns_op_##id,
  TNS_OP_LIST (X)
#undef X
};

/* More than twice the number of ops, and a power of 2. */
#define SLOT_BITS 12
#define N_SLOTS (1u << SLOT_BITS)
G_STATIC_ASSERT (2 * TNS_N_OPS <= N_SLOTS);

/**
 * Table:
 * @next_overload: TNS_N_OPS where there is none
 * @first_by_name: public name → TnsOp
 * @ids: id + 1 by the address of an op, 0 in empty slots, collisions in the next slot; every call
 *   asks here, which a GHashTable is too slow for
 */
typedef struct
{
  TnsSchema *schemas[TNS_N_OPS];
  TnsOpId next_overload[TNS_N_OPS];
  GHashTable *first_by_name;
  uint16_t ids[N_SLOTS];
} Table;

/* The slot of @op, or the empty one where it belongs. */
static guint
find_slot (const Table *table, const TnsOp *op)
{
  guint slot = (guint) (((uintptr_t) op * UINT64_C (0x9E3779B97F4A7C15)) >> (64 - SLOT_BITS));
  while (table->ids[slot] != 0 && ops[table->ids[slot] - 1] != op)
    slot = (slot + 1) % N_SLOTS;
  return slot;
}

/* Appends @id to the overloads of @name. */
static void
add_name (Table *table, const char *name, TnsOpId id)
{
  const TnsOp *first = g_hash_table_lookup (table->first_by_name, name);
  if (first == NULL)
    {
      g_hash_table_insert (table->first_by_name, g_strdup (name), (void *) ops[id]);
      return;
    }
  TnsOpId last = tns_op_get_id (first);
  while (table->next_overload[last] != TNS_N_OPS)
    last = table->next_overload[last];
  if (last != id)
    table->next_overload[last] = id;
}

static Table *table_instance;

static Table *
build_table (void)
{
  Table *table = g_new0 (Table, 1);
  table->first_by_name = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  for (guint id = 0; id < TNS_N_OPS; id++)
    {
      g_autoptr (GError) error = NULL;
      table->next_overload[id] = TNS_N_OPS;
      table->ids[find_slot (table, ops[id])] = (uint16_t) (id + 1);
      table->schemas[id] = tns_schema_parse (ops[id]->schema, &error);
      if (table->schemas[id] == NULL)
        g_error ("%s: %s", ops[id]->schema, error->message);
    }
  return table;
}

static void
name_ops (Table *table)
{
  for (guint id = 0; id < TNS_N_OPS; id++)
    {
      add_name (table, table->schemas[id]->name, id);
      if (ops[id]->aliases == NULL)
        continue;
      g_auto (GStrv) aliases = g_strsplit (ops[id]->aliases, " ", -1);
      for (char **alias = aliases; *alias != NULL; alias++)
        add_name (table, *alias, id);
    }
}

static Table *
get_table (void)
{
  static gsize once;
  if (G_UNLIKELY (g_once_init_enter (&once)))
    {
      table_instance = build_table ();
      name_ops (table_instance);
      g_once_init_leave (&once, 1);
    }
  return table_instance;
}

const TnsOp *
tns_op_get (TnsOpId id)
{
  return ops[id];
}

TnsOpId
tns_op_get_id (const TnsOp *op)
{
  const Table *table = table_instance != NULL ? table_instance : get_table ();
  return table->ids[find_slot (table, op)] - 1;
}

const TnsSchema *
tns_op_get_schema (const TnsOp *op)
{
  return get_table ()->schemas[tns_op_get_id (op)];
}

const TnsOp *
tns_op_find (const char *public_name)
{
  return g_hash_table_lookup (get_table ()->first_by_name, public_name);
}

const TnsOp *
tns_op_get_next_overload (const TnsOp *op)
{
  TnsOpId next = get_table ()->next_overload[tns_op_get_id (op)];
  return next != TNS_N_OPS ? ops[next] : NULL;
}
