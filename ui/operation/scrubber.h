/* SPDX-FileCopyrightText: 2026 The Tensarium authors
 * SPDX-License-Identifier: MIT */
#pragma once

/**
 * TnuScrubber:
 *
 * Where the slider of a picture stands, its middle at @y; @w is 0 when nothing travels.
 */
typedef struct
{
  double x, y, w;
} TnuScrubber;
