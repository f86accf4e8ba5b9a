/* SPDX-FileCopyrightText: 2026 The Tensarium authors
 * SPDX-License-Identifier: MIT */

/* Included once per precision by tridiagonal.c, with REAL, EPSILON (half the distance of 1 to the
 * next number), SMALLEST and NAME (x), the name x of that precision. */

typedef struct
{
  REAL *d; /* [n] diagonal, eigenvalues in the end */
  REAL *e; /* [n − 1] beside it */
  REAL *z; /* [n, n] column-major vectors */
  int n;
} NAME (Tridiagonal);

/* The rotation that takes (f, g) to (r, 0). Its signs are those of LAPACK before release 3.10:
 * c may be negative where g is the greater. */
static void
NAME (find_rotation) (REAL f, REAL g, REAL *c, REAL *s, REAL *r)
{
  if (g == 0)
    {
      *c = 1;
      *s = 0;
      *r = f;
      return;
    }
  if (f == 0)
    {
      *c = 0;
      *s = 1;
      *r = g;
      return;
    }
  *r = (REAL) sqrt (f * f + g * g);
  *c = f / *r;
  *s = g / *r;
  if ((REAL) fabs (f) > (REAL) fabs (g) && *c < 0)
    {
      *c = -*c;
      *s = -*s;
      *r = -*r;
    }
}

/* Turns the columns i and i + 1 of z. */
static void
NAME (turn) (const NAME (Tridiagonal) *t, int i, REAL c, REAL s)
{
  REAL *left = t->z + (size_t) i * (size_t) t->n, *right = left + t->n;

  for (int k = 0; k < t->n; k++)
    {
      const REAL x = right[k];

      right[k] = c * x - s * left[k];
      left[k] = s * x + c * left[k];
    }
}

/* √(a² + b²) without overflow; what is no number counts as equal. */
static REAL
NAME (find_root) (REAL a, REAL b)
{
  if (a > b)
    return a * (REAL) sqrt (1 + b / a * (b / a));
  if (a < b)
    return b * (REAL) sqrt (1 + a / b * (a / b));
  return b * (REAL) sqrt (2);
}

/* Eigenvalues of [[a, b], [b, c]], the greater in size first, and its vector (cs, sn); as LAPACK's
 * laev2. */
static void
NAME (solve_pair) (REAL a, REAL b, REAL c, REAL *first, REAL *second, REAL *cs, REAL *sn)
{
  const REAL sum = a + c, difference = a - c, twice = b + b;
  const REAL root = NAME (find_root) ((REAL) fabs (difference), (REAL) fabs (twice));
  const REAL greater = fabs (a) > fabs (c) ? a : c, lesser = fabs (a) > fabs (c) ? c : a;
  const int sign_1 = sum < 0 ? -1 : 1, sign_2 = difference >= 0 ? 1 : -1;
  const REAL leg = difference + (REAL) sign_2 * root;
  REAL x, y;

  *first = root / 2;
  *second = -root / 2;
  if (sum < 0 || sum > 0)
    {
      *first = (sum + (REAL) sign_1 * root) / 2;
      *second = greater / *first * lesser - b / *first * b;
    }
  if (fabs (leg) > fabs (twice))
    {
      const REAL ratio = -twice / leg;

      x = 1 / (REAL) sqrt (1 + ratio * ratio);
      y = ratio * x;
    }
  else if (twice == 0)
    {
      y = 1;
      x = 0;
    }
  else
    {
      const REAL ratio = -leg / twice;

      y = 1 / (REAL) sqrt (1 + ratio * ratio);
      x = ratio * y;
    }
  *cs = sign_1 == sign_2 ? -x : y;
  *sn = sign_1 == sign_2 ? y : x;
}

/* Where the block that begins at l, in the direction of step, falls apart; that entry becomes 0. */
static int
NAME (find_end) (const NAME (Tridiagonal) *t, int l, int end, int step)
{
  int m = l;

  for (; m != end; m += step)
    {
      REAL *beside = &t->e[step > 0 ? m : m - 1];

      if (*beside * *beside
          <= EPSILON * EPSILON * (REAL) fabs (t->d[m]) * (REAL) fabs (t->d[m + step]) + SMALLEST)
        {
          *beside = 0;
          break;
        }
    }
  return m;
}

/* One implicit sweep from m to l with Wilkinson's shift (Golub and Van Loan, Matrix Computations,
 * 8.3): QL downwards when step is 1, QR upwards when it is −1. */
static void
NAME (sweep) (const NAME (Tridiagonal) *t, int l, int m, int step)
{
  const int shift = step > 0 ? 0 : -1; /* e[i + shift] lies between i and i + step */
  REAL *d = t->d, *e = t->e;
  REAL p = d[l], g = (d[l + step] - p) / (2 * e[l + shift]), s = 1, c = 1, r;

  r = (REAL) hypot (g, 1);
  g = d[m] - p + e[l + shift] / (g + (REAL) copysign (r, g));
  p = 0;
  for (int i = m - step; i != l - step; i -= step)
    {
      const REAL f = s * e[i + shift], b = c * e[i + shift];

      NAME (find_rotation) (g, f, &c, &s, &r);
      if (i != m - step)
        e[i + step + shift] = r;
      g = d[i + step] - p;
      r = (d[i] - g) * s + 2 * c * b;
      p = s * r;
      d[i + step] = g + p;
      g = c * r - b;
      NAME (turn) (t, i + shift, c, step > 0 ? -s : s);
    }
  d[l] -= p;
  e[l + shift] = g;
}

/* All eigenvalues of the block from l to end. */
static bool
NAME (solve_block) (const NAME (Tridiagonal) *t, int l, int end, int *n_left)
{
  const int step = fabs (t->d[end]) < fabs (t->d[l]) ? -1 : 1;
  REAL cs, sn;

  if (step < 0)
    {
      const int start = l;

      l = end;
      end = start;
    }
  while ((end - l) * step >= 0)
    {
      const int m = NAME (find_end) (t, l, end, step);

      if (m == l)
        l += step;
      else if (m == l + step)
        {
          const int low = step > 0 ? l : m;

          NAME (solve_pair) (t->d[low], t->e[low], t->d[low + 1], &t->d[low], &t->d[low + 1], &cs,
                             &sn);
          NAME (turn) (t, low, cs, sn);
          t->e[low] = 0;
          l += 2 * step;
        }
      else if ((*n_left)-- > 0)
        NAME (sweep) (t, l, m, step);
      else
        return false;
    }
  return true;
}

/* Ascending, by the fewest exchanges of columns. */
static void
NAME (order) (const NAME (Tridiagonal) *t)
{
  for (int i = 0; i + 1 < t->n; i++)
    {
      int least = i;

      for (int k = i + 1; k < t->n; k++)
        if (t->d[k] < t->d[least])
          least = k;
      if (least == i)
        continue;
      const REAL value = t->d[least];

      t->d[least] = t->d[i];
      t->d[i] = value;
      for (int k = 0; k < t->n; k++)
        {
          REAL *one = &t->z[i * t->n + k], *other = &t->z[least * t->n + k];
          const REAL x = *one;

          *one = *other;
          *other = x;
        }
    }
}

/* The eigenvalues into d and the vectors into z; false without convergence. */
static bool
NAME (solve) (const NAME (Tridiagonal) *t)
{
  int n_left = 30 * t->n;

  for (int i = 0; i < t->n * t->n; i++)
    t->z[i] = i % (t->n + 1) == 0;
  for (int l = 0, m; l < t->n; l = m + 1)
    {
      for (m = l; m + 1 < t->n; m++)
        if (fabs (t->e[m])
            <= (REAL) sqrt (fabs (t->d[m])) * (REAL) sqrt (fabs (t->d[m + 1])) * EPSILON)
          {
            t->e[m] = 0;
            break;
          }
      if (!NAME (solve_block) (t, l, m, &n_left))
        return false;
    }
  NAME (order) (t);
  return true;
}

#undef REAL
#undef EPSILON
#undef SMALLEST
#undef NAME
