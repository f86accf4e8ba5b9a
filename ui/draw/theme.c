/* SPDX-FileCopyrightText: 2026 The Tensarium authors
 * SPDX-License-Identifier: MIT */

/* The two themes are computed once from the OKLCH numbers of TNU_TOKEN_LIST and never change. */
#include "ui/draw/theme.h"

#define TRUE_OVER_CARD_DARK .86
#define TRUE_OVER_CARD_LIGHT .70

static const TnuOklch dark_tokens[TNU_N_TOKENS] = {
#define X(ID, name, dl, dc, dh, ll, lc, lh) [TNU_##ID] = { dl, dc, dh },
  TNU_TOKEN_LIST (X)
#undef X
};

static const TnuOklch light_tokens[TNU_N_TOKENS] = {
#define X(ID, name, dl, dc, dh, ll, lc, lh) [TNU_##ID] = { ll, lc, lh },
  TNU_TOKEN_LIST (X)
#undef X
};

static const char *const token_names[TNU_N_TOKENS] = {
#define X(ID, name, dl, dc, dh, ll, lc, lh) [TNU_##ID] = #name,
  TNU_TOKEN_LIST (X)
#undef X
};

static TnuTheme themes[2];

static void
theme_fill (TnuTheme *self, bool is_dark)
{
  const TnuOklch *tokens = is_dark ? dark_tokens : light_tokens;

  self->is_dark = is_dark;
  for (int i = 0; i < TNU_N_TOKENS; i++)
    self->colors[i] = tnu_color_from_oklch (tokens[i]);
  self->bool_true = tnu_color_over (self->colors[TNU_STAR],
                                    is_dark ? TRUE_OVER_CARD_DARK : TRUE_OVER_CARD_LIGHT,
                                    self->colors[TNU_CARD]);
}

const TnuTheme *
tnu_theme_get (bool is_dark)
{
  static gsize filled;

  if (g_once_init_enter (&filled))
    {
      theme_fill (&themes[0], false);
      theme_fill (&themes[1], true);
      g_once_init_leave (&filled, 1);
    }
  return &themes[is_dark ? 1 : 0];
}

TnuOklch
tnu_theme_get_oklch (const TnuTheme *self, TnuToken token)
{
  return self->is_dark ? dark_tokens[token] : light_tokens[token];
}

const char *
tnu_token_get_name (TnuToken token)
{
  g_return_val_if_fail (token < TNU_N_TOKENS, NULL);
  return token_names[token];
}

const TnuColor *
tnu_theme_get_axis_color (const TnuTheme *self, int dim)
{
  return &self->colors[TNU_AXIS_I + (dim < 0 ? 0 : dim % TNU_N_AXIS_COLORS)];
}

char
tnu_axis_get_letter (int dim)
{
  return 'a' + (('i' - 'a') + (dim < 0 ? 0 : dim)) % 26;
}
