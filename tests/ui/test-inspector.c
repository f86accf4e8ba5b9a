/* SPDX-FileCopyrightText: 2026 The Tensarium authors
 * SPDX-License-Identifier: MIT */

/* Sizes, strides, offsets and names of backward nodes are what PyTorch 2.15 (CPU) prints for the
 * same code with t.shape, t.stride(), t.storage_offset(), t.untyped_storage().nbytes(),
 * t.grad_fn. */
#include "ui/inspector/facts.h"
#include "ui/inspector/family.h"

#include <pango/pango.h>

#include "engine/session/session.h"

static const char source[] = "import torch\n"
                             "x = torch.arange(12.).reshape(3, 4)\n"
                             "v = x.t()[1:, ::2]\n"
                             "e = torch.arange(3).expand(2, 3)\n"
                             "s = torch.tensor(7, dtype=torch.int16)\n"
                             "w = torch.ones(2, requires_grad=True)\n"
                             "p = w * 3\n"
                             "z = torch.zeros(0, 5)\n"
                             "c = x.clone()\n"
                             "a = x.numpy()[1]\n";

#define N_VARIABLES 8

typedef struct
{
  TnsSession *session;
  GPtrArray *variables;
  bool is_finished;
  bool is_ok;
} Fixture;

static void
on_finished (TnsRunner *runner, TnsCell *cell, gboolean ok, Fixture *fixture)
{
  fixture->is_finished = true;
  fixture->is_ok = ok;
}

/* The timeline is told a moment after the cell has ended. */
static bool
has_all_variables (Fixture *fixture)
{
  TnsTimeline *timeline = tns_session_get_timeline (fixture->session);

  g_clear_pointer (&fixture->variables, g_ptr_array_unref);
  if (timeline == NULL)
    return false;
  fixture->variables = tns_timeline_dup_variables (timeline, tns_timeline_get_n_steps (timeline));
  return fixture->variables->len == N_VARIABLES;
}

static void
set_up (Fixture *fixture, gconstpointer data)
{
  TnsCell *cell;

  fixture->session = tns_session_new ();
  cell = tns_notebook_append_cell (tns_session_get_notebook (fixture->session), TNS_CELL_CODE,
                                   source);
  g_signal_connect (tns_session_get_runner (fixture->session), "cell-finished",
                    G_CALLBACK (on_finished), fixture);
  tns_session_run_cell (fixture->session, cell);
  while (!fixture->is_finished || !has_all_variables (fixture))
    g_main_context_iteration (NULL, TRUE);
  g_assert_true (fixture->is_ok);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  g_ptr_array_unref (fixture->variables);
  g_object_unref (fixture->session);
}

static const TnsVariable *
get_variable (Fixture *fixture, const char *name)
{
  for (guint k = 0; k < fixture->variables->len; k++)
    {
      const TnsVariable *variable = fixture->variables->pdata[k];

      if (g_str_equal (variable->name, name))
        return variable;
    }
  g_assert_not_reached ();
}

/* @expected: plain words; NULL: the inspector says nothing. */
static void
assert_fact (Fixture *fixture, const char *name, TnuFact fact, const char *expected)
{
  g_autofree char *markup
      = tnu_fact_dup_markup (fact, tns_session_get_timeline (fixture->session),
                             get_variable (fixture, name), tnu_theme_get (true));
  g_autofree char *text = NULL;

  if (markup != NULL)
    g_assert_true (pango_parse_markup (markup, -1, 0, NULL, &text, NULL, NULL));
  g_assert_cmpstr (text, ==, expected);
}

static void
assert_state (Fixture *fixture, const char *name, const char *expected)
{
  g_autofree char *state = tnu_fact_dup_state (get_variable (fixture, name));

  g_assert_cmpstr (state, ==, expected);
}

static void
test_layout (Fixture *fixture, gconstpointer data)
{
  assert_fact (fixture, "x", TNU_FACT_SHAPE, "(3, 4)");
  assert_fact (fixture, "x", TNU_FACT_STRIDE, "(4, 1)");
  assert_fact (fixture, "x", TNU_FACT_STORAGE, "12 × 4 B = 48 B");
  assert_fact (fixture, "x", TNU_FACT_LAYOUT, "contiguous, offset 0");
  assert_fact (fixture, "v", TNU_FACT_SHAPE, "(3, 2)");
  assert_fact (fixture, "v", TNU_FACT_STRIDE, "(1, 8)");
  assert_fact (fixture, "v", TNU_FACT_LAYOUT, "strided, offset 1");
  assert_fact (fixture, "e", TNU_FACT_STRIDE, "(0, 1)");
  assert_fact (fixture, "e", TNU_FACT_STORAGE, "3 × 8 B = 24 B");
  assert_fact (fixture, "e", TNU_FACT_LAYOUT, "expanded, offset 0");
  assert_fact (fixture, "s", TNU_FACT_SHAPE, "()");
  assert_fact (fixture, "s", TNU_FACT_DTYPE, "int16");
  assert_fact (fixture, "s", TNU_FACT_DEVICE, "cpu");
  assert_fact (fixture, "w", TNU_FACT_SHAPE, "(2,)");
  assert_fact (fixture, "z", TNU_FACT_STORAGE, "0 × 4 B = 0 B");
}

/* Row 1 of a NumPy array begins at the 5th element: (a.__array_interface__["data"][0] -
 * x.data_ptr()) / 4 is 4. */
static void
test_kinship (Fixture *fixture, gconstpointer data)
{
  static const struct
  {
    TnuKinship kinship;
    const char *name, *words;
  } wanted[] = {
    { TNU_KIN_SELF, "x", "contiguous, offset 0" },
    { TNU_KIN_MEMBER, "v", "strided, offset 1" },
    { TNU_KIN_ARRAY, "a", "NumPy array, same memory" },
    { TNU_KIN_COPY, "c", "clone: memory of its own" },
  };
  TnsTimeline *timeline = tns_session_get_timeline (fixture->session);
  g_autoptr (GPtrArray) arrays
    = tns_timeline_dup_arrays (timeline, tns_timeline_get_n_steps (timeline));
  g_autoptr (GArray) family
    = tnu_family_new (timeline, fixture->variables, arrays, get_variable (fixture, "x"));
  guint8 marks[12];

  g_assert_cmpuint (family->len, ==, G_N_ELEMENTS (wanted));
  for (guint k = 0; k < family->len; k++)
    {
      const TnuKin *kin = &g_array_index (family, TnuKin, k);

      g_assert_cmpint (kin->kinship, ==, wanted[k].kinship);
      g_assert_cmpstr (kin->name, ==, wanted[k].name);
      g_assert_cmpstr (kin->words, ==, wanted[k].words);
    }
  tnu_family_mark (tns_moment_get_meta (g_array_index (family, TnuKin, 2).moment), 12, marks, 12);
  for (int k = 0; k < 12; k++)
    g_assert_cmpint (marks[k], ==, k / 4 == 1);
}

static void
test_gradients (Fixture *fixture, gconstpointer data)
{
  assert_state (fixture, "x", "leaf, no grad");
  assert_state (fixture, "w", "leaf, requires grad");
  assert_state (fixture, "p", "not a leaf, requires grad");
  assert_fact (fixture, "p", TNU_FACT_GRAD_FN, "MulBackward0");
  assert_fact (fixture, "w", TNU_FACT_GRAD_FN, NULL);
}

static void
test_colours (void)
{
  g_autofree char *i = tnu_fact_dup_axis_color (tnu_theme_get (true), 0);
  g_autofree char *k = tnu_fact_dup_axis_color (tnu_theme_get (false), 2);

  /* The table of the look. */
  g_assert_cmpstr (i, ==, "#ffa0ce");
  g_assert_cmpstr (k, ==, "#2a61b1");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add ("/ui/inspector/layout-as-pytorch-says", Fixture, NULL, set_up, test_layout,
              tear_down);
  g_test_add ("/ui/inspector/kin-and-copies", Fixture, NULL, set_up, test_kinship, tear_down);
  g_test_add ("/ui/inspector/autograd-state", Fixture, NULL, set_up, test_gradients, tear_down);
  g_test_add_func ("/ui/inspector/axis-colours", test_colours);
  return g_test_run ();
}
