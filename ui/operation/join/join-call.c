/* SPDX-FileCopyrightText: 2026 The Tensarium authors
 * SPDX-License-Identifier: MIT */
#include "ui/operation/join/join-call.h"

#include <string.h>

/* Pieces that get a name each. */
#define MAX_NAMES 8
/* Numbers that a line may list. */
#define MAX_NUMBERS 256

static const struct
{
  const char *name;
  const char *tooltip;
  bool splits;
  bool has_dim;
  const char *number; /* keyword of the numbers; NULL: none */
  const char *list;   /* keyword when they are a list; NULL: they cannot be one */
} words[TNU_N_JOIN_WORDS] = {
  [TNU_JOIN_STACK] = { "stack", "Equal tensors along a new axis", false, true, NULL, NULL },
  [TNU_JOIN_CAT] = { "cat", "Tensors one after the other along an axis they have", false, true,
                     NULL, NULL },
  [TNU_JOIN_VSTACK] = { "vstack", "Below each other: rows on rows", false, false, NULL, NULL },
  [TNU_JOIN_HSTACK] = { "hstack", "Side by side: columns beside columns", false, false, NULL,
                        NULL },
  [TNU_JOIN_DSTACK] = { "dstack", "Behind each other: along the third axis", false, false, NULL,
                        NULL },
  [TNU_JOIN_SPLIT] = { "split", "Pieces of a size, or of the sizes given", true, true,
                       "split_size", "split_size" },
  [TNU_JOIN_CHUNK] = { "chunk", "About so many equal pieces", true, true, "chunks", NULL },
  [TNU_JOIN_TENSOR_SPLIT] = { "tensor_split", "So many pieces, or cut at the places given", true,
                              true, "sections", "indices" },
  [TNU_JOIN_UNBIND] = { "unbind", "One tensor for every place on an axis", true, true, NULL,
                        NULL },
};

const char *
tnu_join_word_get_name (TnuJoinWord word)
{
  return words[word].name;
}

const char *
tnu_join_word_get_tooltip (TnuJoinWord word)
{
  return words[word].tooltip;
}

bool
tnu_join_word_find (const char *name, TnuJoinWord *word)
{
  for (int k = 0; k < TNU_N_JOIN_WORDS; k++)
    if (strcmp (words[k].name, name) == 0)
      {
        if (word != NULL)
          *word = k;
        return true;
      }
  return false;
}

bool
tnu_join_word_splits (TnuJoinWord word)
{
  return words[word].splits;
}

bool
tnu_join_word_has_dim (TnuJoinWord word)
{
  return words[word].has_dim;
}

bool
tnu_join_word_has_numbers (TnuJoinWord word)
{
  return words[word].number != NULL;
}

/* ---- the call ---- */

static void
operand_free (gpointer data)
{
  TnuJoinOperand *self = data;
  g_free (self->name);
  g_free (self);
}

TnuJoinCall *
tnu_join_call_new (TnuJoinWord word)
{
  TnuJoinCall *self = g_new0 (TnuJoinCall, 1);
  self->word = word;
  self->operands = g_ptr_array_new_with_free_func (operand_free);
  self->numbers = g_array_new (FALSE, FALSE, sizeof (gint64));
  self->targets = g_ptr_array_new_with_free_func (g_free);
  return self;
}

TnuJoinCall *
tnu_join_call_copy (const TnuJoinCall *self)
{
  TnuJoinCall *copy = tnu_join_call_new (self->word);
  copy->dim = self->dim;
  copy->is_list = self->is_list;
  copy->is_unpacked = self->is_unpacked;
  for (guint k = 0; k < self->operands->len; k++)
    {
      const TnuJoinOperand *operand = self->operands->pdata[k];
      tnu_join_call_add_operand (copy, operand->name, &operand->raw, &operand->turn);
    }
  g_array_append_vals (copy->numbers, self->numbers->data, self->numbers->len);
  for (guint k = 0; k < self->targets->len; k++)
    g_ptr_array_add (copy->targets, g_strdup (self->targets->pdata[k]));
  return copy;
}

void
tnu_join_call_free (TnuJoinCall *self)
{
  g_ptr_array_unref (self->operands);
  g_array_unref (self->numbers);
  g_ptr_array_unref (self->targets);
  g_free (self);
}

void
tnu_join_call_add_operand (TnuJoinCall *self, const char *name, const TnuShape *raw,
                           const TnuTurn *turn)
{
  TnuJoinOperand *operand = g_new0 (TnuJoinOperand, 1);
  operand->name = g_strdup (name);
  operand->raw = *raw;
  operand->turn = *turn;
  g_ptr_array_add (self->operands, operand);
}

TnuJoinOperand *
tnu_join_call_get_operand (const TnuJoinCall *self, int index)
{
  return g_ptr_array_index (self->operands, index);
}

char *
tnu_join_operand_dup_code (const TnuJoinOperand *self)
{
  return tnu_turn_dup_code (&self->turn, self->name, self->raw.rank);
}

void
tnu_join_call_set_numbers (TnuJoinCall *self, const gint64 *numbers, int n, bool is_list)
{
  g_array_set_size (self->numbers, 0);
  g_array_append_vals (self->numbers, numbers, (guint) n);
  self->is_list = is_list;
}

gint64
tnu_join_call_get_number (const TnuJoinCall *self, int index)
{
  return index < (int) self->numbers->len ? g_array_index (self->numbers, gint64, index) : 0;
}

void
tnu_join_call_set_targets (TnuJoinCall *self, const char *const *targets, int n)
{
  g_autoptr (GPtrArray) old = self->targets;
  self->targets = g_ptr_array_new_with_free_func (g_free);
  for (int k = 0; k < n; k++)
    g_ptr_array_add (self->targets, g_strdup (targets[k]));
}

/* ---- writing ---- */

char *
tnu_join_call_dup_numbers (const TnuJoinCall *self)
{
  GString *text = g_string_new (NULL);
  for (guint k = 0; k < self->numbers->len; k++)
    g_string_append_printf (text, "%s%" G_GINT64_FORMAT, k > 0 ? ", " : "",
                            g_array_index (self->numbers, gint64, k));
  if (self->is_list && self->numbers->len == 1)
    g_string_append_c (text, ',');
  return g_string_free (text, FALSE);
}

char *
tnu_join_call_dup_targets (const TnuJoinCall *self)
{
  GString *text = g_string_new (NULL);
  for (guint k = 0; k < self->targets->len; k++)
    g_string_append_printf (text, "%s%s", k > 0 ? ", " : "", (char *) self->targets->pdata[k]);
  if (self->is_unpacked && self->targets->len == 1)
    g_string_append_c (text, ',');
  return g_string_free (text, FALSE);
}

static void
append_numbers (const TnuJoinCall *self, GString *text)
{
  if (!self->is_list)
    {
      g_string_append_printf (text, "%" G_GINT64_FORMAT, tnu_join_call_get_number (self, 0));
      return;
    }
  g_string_append_c (text, '[');
  for (guint k = 0; k < self->numbers->len; k++)
    g_string_append_printf (text, "%s%" G_GINT64_FORMAT, k > 0 ? ", " : "",
                            g_array_index (self->numbers, gint64, k));
  g_string_append_c (text, ']');
}

static void
append_operands (const TnuJoinCall *self, GString *text)
{
  g_string_append_c (text, '[');
  for (guint k = 0; k < self->operands->len; k++)
    {
      g_autofree char *code = tnu_join_operand_dup_code (self->operands->pdata[k]);
      g_string_append_printf (text, "%s%s", k > 0 ? ", " : "", code);
    }
  g_string_append_c (text, ']');
}

char *
tnu_join_call_dup_code (const TnuJoinCall *self)
{
  g_autofree char *targets = tnu_join_call_dup_targets (self);
  GString *text = g_string_new (targets);
  bool has_numbers = tnu_join_word_has_numbers (self->word);
  if (words[self->word].splits)
    {
      g_autofree char *code
          = self->operands->len > 0
                ? tnu_join_operand_dup_code (tnu_join_call_get_operand (self, 0))
                : g_strdup ("?");
      g_string_append_printf (text, " = %s.%s(", code, words[self->word].name);
      if (has_numbers)
        append_numbers (self, text);
    }
  else
    {
      g_string_append_printf (text, " = torch.%s(", words[self->word].name);
      append_operands (self, text);
    }
  if (words[self->word].has_dim && self->dim != 0)
    g_string_append_printf (text, "%sdim=%" G_GINT64_FORMAT,
                            words[self->word].splits && !has_numbers ? "" : ", ", self->dim);
  g_string_append_c (text, ')');
  return g_string_free (text, FALSE);
}

/* ---- reading ---- */

/* @text cut at every @sign that stands in no bracket; a last part of blanks alone is left out. */
static GPtrArray *
cut (const char *text, char sign)
{
  GPtrArray *parts = g_ptr_array_new_with_free_func (g_free);
  const char *start = text;
  int depth = 0;
  for (const char *at = text;; at++)
    {
      if (*at == '(' || *at == '[')
        depth++;
      else if (*at == ')' || *at == ']')
        depth--;
      if (*at != '\0' && (*at != sign || depth > 0))
        continue;
      char *part = g_strstrip (g_strndup (start, (gsize) (at - start)));
      if (*at == '\0' && *part == '\0')
        g_free (part);
      else
        g_ptr_array_add (parts, part);
      if (*at == '\0')
        return parts;
      start = at + 1;
    }
}

/* (nullable) (transfer full): what stands between brackets that enclose all of @text. */
static char *
dup_inside (const char *text)
{
  gsize n = strlen (text);
  int depth = 0;
  if (n < 2 || (*text != '[' && *text != '(') || text[n - 1] != (*text == '[' ? ']' : ')'))
    return NULL;
  for (const char *at = text; *at != '\0'; at++)
    {
      depth += *at == '(' || *at == '[' ? 1 : *at == ')' || *at == ']' ? -1 : 0;
      if (depth == 0 && at[1] != '\0')
        return NULL;
    }
  return g_strndup (text + 1, n - 2);
}

static bool
is_name (const char *text)
{
  const char *at = text;
  if (!g_unichar_isalpha (g_utf8_get_char (at)) && *at != '_')
    return false;
  for (; *at != '\0'; at = g_utf8_next_char (at))
    if (!g_unichar_isalnum (g_utf8_get_char (at)) && *at != '_')
      return false;
  return true;
}

bool
tnu_join_call_parse_targets (TnuJoinCall *self, const char *text)
{
  g_autofree char *stripped = g_strstrip (g_strdup (text));
  g_autofree char *inside = dup_inside (stripped);
  const char *list = inside != NULL ? inside : stripped;
  g_autoptr (GPtrArray) parts = cut (list, ',');
  bool is_tuple = strchr (list, ',') != NULL || *stripped == '[';
  for (guint k = 0; k < parts->len; k++)
    if (!is_name (parts->pdata[k]))
      return false;
  if (parts->len == 0 || (is_tuple && !words[self->word].splits))
    return false;
  tnu_join_call_set_targets (self, (const char *const *) parts->pdata, (int) parts->len);
  self->is_unpacked = is_tuple;
  return true;
}

static bool
parse_integer (const char *text, gint64 *number)
{
  char *end;
  *number = g_ascii_strtoll (text, &end, 10);
  return end != text && *end == '\0';
}

bool
tnu_join_call_parse_numbers (TnuJoinCall *self, const char *text)
{
  g_autofree char *stripped = g_strstrip (g_strdup (text));
  g_autofree char *inside = dup_inside (stripped);
  const char *list = inside != NULL ? inside : stripped;
  g_autoptr (GPtrArray) parts = cut (list, ',');
  g_autoptr (GArray) numbers = g_array_new (FALSE, FALSE, sizeof (gint64));
  bool is_list = strchr (list, ',') != NULL || *stripped == '[' || *stripped == '(';
  for (guint k = 0; k < parts->len; k++)
    {
      gint64 number;
      if (!parse_integer (parts->pdata[k], &number) || k == MAX_NUMBERS)
        return false;
      g_array_append_val (numbers, number);
    }
  if ((parts->len == 0 && !is_list) || (is_list && words[self->word].list == NULL))
    return false;
  tnu_join_call_set_numbers (self, (const gint64 *) numbers->data, (int) numbers->len, is_list);
  return true;
}

static bool G_GNUC_PRINTF (2, 3)
fail (char **reason, const char *format, ...)
{
  va_list arguments;
  va_start (arguments, format);
  if (reason != NULL)
    *reason = g_strdup_vprintf (format, arguments);
  va_end (arguments);
  return false;
}

static bool
take_operand (TnuJoinCall *call, const char *text, const TnuJoinNames *names, char **reason)
{
  TnuShape raw, turned;
  TnuTurn turn;
  g_autofree char *name = NULL;
  if (!tnu_turn_parse (text, &turn, &name))
    return fail (reason, "“%s” is no tensor that can be shown here", text);
  if (!names->find (name, &raw, names->data))
    return fail (reason, "there is no tensor called %s", name);
  if (!tnu_turn_apply (&turn, &raw, &turned))
    return fail (reason, "%s cannot be done", text);
  tnu_join_call_add_operand (call, name, &raw, &turn);
  return true;
}

static bool
take_operands (TnuJoinCall *call, const char *text, const TnuJoinNames *names, char **reason)
{
  g_autofree char *inside = dup_inside (text);
  if (inside == NULL)
    return fail (reason, "the tensors stand in one list: [%s]", text);
  g_autoptr (GPtrArray) parts = cut (inside, ',');
  for (guint k = 0; k < parts->len; k++)
    if (!take_operand (call, parts->pdata[k], names, reason))
      return false;
  return true;
}

/* "dim=1": the keyword goes out of @text. */
static char *
take_keyword (char **text)
{
  g_autofree char *whole = *text;
  g_autoptr (GPtrArray) parts = cut (whole, '=');
  if (parts->len != 2 || !is_name (parts->pdata[0]))
    {
      *text = g_steal_pointer (&whole);
      return NULL;
    }
  *text = g_strdup (parts->pdata[1]);
  return g_strdup (parts->pdata[0]);
}

static bool
is_place (const char *keyword, int turn, const char *name, int place)
{
  return keyword == NULL ? turn == place : name != NULL && strcmp (keyword, name) == 0;
}

/* What stands between the brackets, after the tensor of a method: @first is the place of it. */
static bool
take_arguments (TnuJoinCall *call, GPtrArray *arguments, int first, const TnuJoinNames *names,
                char **reason)
{
  const char *list = words[call->word].list, *number = words[call->word].number;
  int dim_place = number != NULL ? 2 : 1;
  bool has_tensors = first > 0, has_numbers = number == NULL;
  for (guint k = 0; k < arguments->len; k++)
    {
      int turn = (int) k + first;
      g_autofree char *text = g_strdup (arguments->pdata[k]);
      g_autofree char *keyword = take_keyword (&text);
      bool splits = words[call->word].splits;
      if (is_place (keyword, turn, splits ? "input" : "tensors", 0))
        {
          if (!(splits ? take_operand (call, text, names, reason)
                       : take_operands (call, text, names, reason)))
            return false;
          has_tensors = true;
        }
      else if (number != NULL
               && (is_place (keyword, turn, number, 1) || is_place (keyword, -1, list, 1)
                   || (keyword != NULL && strcmp (keyword, "split_size_or_sections") == 0)))
        {
          if (!tnu_join_call_parse_numbers (call, text))
            return fail (reason, "“%s” is no number or list of numbers", text);
          has_numbers = true;
        }
      else if (words[call->word].has_dim && is_place (keyword, turn, "dim", dim_place))
        {
          if (!parse_integer (text, &call->dim))
            return fail (reason, "dim is a whole number, not “%s”", text);
        }
      else
        return fail (reason, "the argument “%s” is not shown here",
                     (const char *) arguments->pdata[k]);
    }
  if (call->word == TNU_JOIN_TENSOR_SPLIT && !has_numbers)
    return fail (reason, "%s needs sections or indices", "tensor_split");
  return (has_tensors || fail (reason, "%s needs a tensor", words[call->word].name))
         && (has_numbers || fail (reason, "%s needs a number", words[call->word].name));
}

/* "torch.cat([a, b])" or "x.T.split(2)": where the name of the word begins, and its brackets. */
static bool
find_word (const char *call, char **before, char **word, char **arguments)
{
  gsize n = strlen (call);
  const char *at = call + n;
  int depth = 0;
  if (n == 0 || call[n - 1] != ')')
    return false;
  do
    {
      at--;
      depth += *at == ')' || *at == ']' ? 1 : *at == '(' || *at == '[' ? -1 : 0;
    }
  while (at > call && depth > 0);
  const char *open = at;
  while (at > call && (g_ascii_isalnum (at[-1]) || at[-1] == '_'))
    at--;
  if (depth != 0 || at == call || at[-1] != '.' || at == open)
    return false;
  *before = g_strstrip (g_strndup (call, (gsize) (at - 1 - call)));
  *word = g_strndup (at, (gsize) (open - at));
  *arguments = g_strndup (open + 1, (gsize) (call + n - 1 - open - 1));
  return true;
}

static bool
find_word_or_alias (const char *text, TnuJoinWord *word)
{
  static const struct
  {
    const char *alias;
    TnuJoinWord word;
  } aliases[] = {
    { "concat", TNU_JOIN_CAT },
    { "concatenate", TNU_JOIN_CAT },
    { "row_stack", TNU_JOIN_VSTACK },
  };
  for (gsize k = 0; k < G_N_ELEMENTS (aliases); k++)
    if (strcmp (aliases[k].alias, text) == 0)
      {
        *word = aliases[k].word;
        return true;
      }
  return tnu_join_word_find (text, word);
}

TnuJoinCall *
tnu_join_call_parse (const char *code, const TnuJoinNames *names, char **reason)
{
  g_autofree char *line = g_strstrip (g_strdup (code));
  const char *equals = strchr (line, '=');
  g_autofree char *before = NULL, *text = NULL, *arguments = NULL;
  TnuJoinWord word;
  if (reason != NULL)
    *reason = NULL;
  if (equals == NULL || equals[1] == '=')
    {
      fail (reason, "the line gives the result a name: %s", "y = torch.stack([a, b])");
      return NULL;
    }
  g_autofree char *targets = g_strndup (line, (gsize) (equals - line));
  g_autofree char *call = g_strstrip (g_strdup (equals + 1));
  if (!find_word (call, &before, &text, &arguments) || !find_word_or_alias (text, &word)
      || (!words[word].splits && strcmp (before, "torch") != 0))
    {
      fail (reason, "only a call of one of these words is shown here, such as %s",
            "y = torch.stack([a, b])");
      return NULL;
    }
  g_autoptr (TnuJoinCall) self = tnu_join_call_new (word);
  g_autoptr (GPtrArray) parts = cut (arguments, ',');
  bool is_method = strcmp (before, "torch") != 0;
  if (!tnu_join_call_parse_targets (self, targets))
    {
      fail (reason, "“%s” is no name for the result", g_strstrip (targets));
      return NULL;
    }
  if (is_method && !take_operand (self, before, names, reason))
    return NULL;
  if (!take_arguments (self, parts, is_method ? 1 : 0, names, reason))
    return NULL;
  return g_steal_pointer (&self);
}

/* ---- names ---- */

void
tnu_join_call_choose_targets (TnuJoinCall *self, int n, const TnuJoinNames *names)
{
  static const char *const between[] = { "", "_", "_part" };
  const char *base = tnu_join_call_get_operand (self, 0)->name;
  bool is_many = n == 0 || n > MAX_NAMES;
  TnuShape shape;
  for (int attempt = 0;; attempt++)
    {
      g_autoptr (GPtrArray) targets = g_ptr_array_new_with_free_func (g_free);
      bool is_free = true;
      for (int k = 0; k < (is_many ? 1 : n); k++)
        {
          char *name;
          if (is_many)
            name = attempt == 0 ? g_strdup_printf ("%s_parts", base)
                                : g_strdup_printf ("%s_parts%d", base, attempt + 1);
          else if (attempt < (int) G_N_ELEMENTS (between))
            name = g_strdup_printf ("%s%s%d", base, between[attempt], k);
          else
            name = g_strdup_printf ("%s_%d_%d", base, attempt, k);
          g_ptr_array_add (targets, name);
          is_free &= !names->find (name, &shape, names->data);
        }
      if (!is_free)
        continue;
      tnu_join_call_set_targets (self, (const char *const *) targets->pdata, (int) targets->len);
      self->is_unpacked = !is_many;
      return;
    }
}
