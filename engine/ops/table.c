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

typedef struct
{
  TnsSchema *schemas[TNS_N_OPS];
  TnsOpId next_overload[TNS_N_OPS]; /* TNS_N_OPS: none */
  GHashTable *first_by_name;        /* public name → TnsOp */
  GHashTable *id_by_op;             /* TnsOp → id + 1 */
} Table;

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
  table->id_by_op = g_hash_table_new (NULL, NULL);
  for (guint id = 0; id < TNS_N_OPS; id++)
    {
      g_autoptr (GError) error = NULL;
      table->next_overload[id] = TNS_N_OPS;
      g_hash_table_insert (table->id_by_op, (void *) ops[id], GUINT_TO_POINTER (id + 1));
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
  if (g_once_init_enter (&once))
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
  Table *table = table_instance != NULL ? table_instance : get_table ();
  return GPOINTER_TO_UINT (g_hash_table_lookup (table->id_by_op, op)) - 1;
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
