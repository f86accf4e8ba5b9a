/* SPDX-FileCopyrightText: 2026 The Tensarium authors
 * SPDX-License-Identifier: MIT */
#pragma once

/* Every op of the engine: one line here, one TNS_OP block in the family's file. Overloads of one
 * public name stand in the order in which they are tried. */

#define TNS_ARITHMETIC_OPS(X)                                                                      \
  X (add)                                                                                          \
  X (sub)                                                                                          \
  X (rsub)                                                                                         \
  X (mul)                                                                                          \
  X (neg)

#define TNS_QUOTIENT_OPS(X)                                                                        \
  X (div)                                                                                          \
  X (true_divide)                                                                                  \
  X (div_rounded)                                                                                  \
  X (floor_divide)                                                                                 \
  X (remainder)                                                                                    \
  X (remainder_of_number)                                                                          \
  X (fmod)

#define TNS_POWER_OPS(X)                                                                           \
  X (pow)                                                                                          \
  X (power_of_number)

#define TNS_WRITE_OPS(X)                                                                           \
  X (fill)                                                                                         \
  X (filled)                                                                                       \
  X (zero)                                                                                         \
  X (copy)

#define TNS_SHAPE_OPS(X)                                                                           \
  X (view_dtype)                                                                                   \
  X (view)                                                                                         \
  X (view_as)                                                                                      \
  X (reshape_alias)                                                                                \
  X (unsafe_view)                                                                                  \
  X (reshape)                                                                                      \
  X (reshape_as)                                                                                   \
  X (flatten)                                                                                      \
  X (unflatten)                                                                                    \
  X (ravel)                                                                                        \
  X (squeeze)                                                                                      \
  X (squeeze_dim)                                                                                  \
  X (squeeze_dims)                                                                                 \
  X (squeeze_inplace)                                                                              \
  X (squeeze_inplace_dim)                                                                          \
  X (squeeze_inplace_dims)                                                                         \
  X (unsqueeze)                                                                                    \
  X (unsqueeze_inplace)

#define TNS_PERMUTE_OPS(X)                                                                         \
  X (permute)                                                                                      \
  X (numpy_T)                                                                                      \
  X (movedim)                                                                                      \
  X (transpose)                                                                                    \
  X (transpose_inplace)                                                                            \
  X (t)                                                                                            \
  X (t_inplace)                                                                                    \
  X (mT)                                                                                           \
  X (adjoint)

#define TNS_EXPAND_OPS(X)                                                                          \
  X (expand)                                                                                       \
  X (expand_as)                                                                                    \
  X (broadcast_to)                                                                                 \
  X (repeat)                                                                                       \
  X (fold_repeats)                                                                                 \
  X (tile)                                                                                         \
  X (sum_to_size)

#define TNS_WINDOW_OPS(X)                                                                          \
  X (select_backward)                                                                              \
  X (slice_backward)                                                                               \
  X (diagonal_backward)                                                                            \
  X (select)                                                                                       \
  X (slice)                                                                                        \
  X (narrow) X (narrow_tensor)                                                                                       \
  X (narrow_copy)                                                                                  \
  X (diagonal)

#define TNS_OVERLAP_OPS(X)                                                                         \
  X (unfold)                                                                                       \
  X (unfold_backward)                                                                              \
  X (as_strided)                                                                                   \
  X (as_strided_backward)

#define TNS_FLIP_OPS(X)                                                                            \
  X (flip)                                                                                         \
  X (fliplr)                                                                                       \
  X (flipud)                                                                                       \
  X (roll)                                                                                         \
  X (rot90)

#define TNS_PAD_OPS(X)                                                                             \
  X (constant_pad_nd)                                                                              \
  X (reflection_pad1d)                                                                             \
  X (reflection_pad2d)                                                                             \
  X (reflection_pad3d)                                                                             \
  X (replication_pad1d)                                                                            \
  X (replication_pad2d)                                                                            \
  X (replication_pad3d)                                                                            \
  X (pad)

#define TNS_CONVERT_OPS(X)                                                                         \
  X (clone)                                                                                        \
  X (contiguous)                                                                                   \
  X (detach)                                                                                       \
  X (alias)                                                                                        \
  X (to_copy)                                                                                      \
  X (to_device)                                                                                    \
  X (to)                                                                                           \
  X (to_other)                                                                                     \
  X (type_as)                                                                                      \
  X (as_bool)                                                                                      \
  X (as_byte)                                                                                      \
  X (as_char)                                                                                      \
  X (as_short)                                                                                     \
  X (as_int)                                                                                       \
  X (as_long)                                                                                      \
  X (as_half)                                                                                      \
  X (as_bfloat16)                                                                                  \
  X (as_float)                                                                                     \
  X (as_double)                                                                                    \
  X (as_cfloat)                                                                                    \
  X (as_cdouble)

#define TNS_VIEW_LIST_OPS(X)                                                                       \
  X (split)                                                                                        \
  X (split_sizes)                                                                                  \
  X (split_with_sizes)                                                                             \
  X (chunk)                                                                                        \
  X (unbind)                                                                                       \
  X (tensor_split_indices)                                                                         \
  X (tensor_split_tensor)                                                                          \
  X (tensor_split)                                                                                 \
  X (hsplit)                                                                                       \
  X (hsplit_indices)                                                                               \
  X (vsplit)                                                                                       \
  X (vsplit_indices)                                                                               \
  X (dsplit)                                                                                       \
  X (dsplit_indices)

#define TNS_UNSAFE_LIST_OPS(X)                                                                     \
  X (unsafe_split)                                                                                 \
  X (unsafe_split_with_sizes)                                                                      \
  X (unsafe_chunk)

#define TNS_JOIN_OPS(X)                                                                            \
  X (cat)                                                                                          \
  X (stack)                                                                                        \
  X (atleast_1d)                                                                                   \
  X (atleast_1d_list)                                                                              \
  X (atleast_2d)                                                                                   \
  X (atleast_2d_list)                                                                              \
  X (atleast_3d)                                                                                   \
  X (atleast_3d_list)                                                                              \
  X (hstack)                                                                                       \
  X (vstack)                                                                                       \
  X (dstack)                                                                                       \
  X (column_stack)

#define TNS_CREATE_OPS(X)                                                                          \
  X (empty)                                                                                        \
  X (zeros)                                                                                        \
  X (ones)                                                                                         \
  X (full)                                                                                         \
  X (empty_like)                                                                                   \
  X (zeros_like)                                                                                   \
  X (ones_like)                                                                                    \
  X (full_like)                                                                                    \
  X (new_empty)                                                                                    \
  X (new_zeros)                                                                                    \
  X (new_ones)                                                                                     \
  X (new_full)                                                                                     \
  X (empty_strided)                                                                                \
  X (new_empty_strided)                                                                            \
  X (empty_permuted)                                                                               \
  X (scalar_tensor)

#define TNS_RANGE_OPS(X)                                                                           \
  X (arange)                                                                                       \
  X (arange_start)                                                                                 \
  X (arange_start_step)                                                                            \
  X (range)                                                                                        \
  X (linspace)                                                                                     \
  X (logspace)

#define TNS_INDEX_OPS(X)                                                                           \
  X (index)                                                                                        \
  X (index_put)                                                                                    \
  X (take)                                                                                         \
  X (put)                                                                                          \
  X (nonzero)                                                                                      \
  X (argwhere)                                                                                     \
  X (nonzero_static)

#define TNS_MASK_OPS(X)                                                                            \
  X (masked_fill_tensor)                                                                           \
  X (masked_fill)                                                                                  \
  X (masked_select)                                                                                \
  X (masked_scatter)

#define TNS_GATHER_OPS(X)                                                                          \
  X (gather)                                                                                       \
  X (scatter)                                                                                      \
  X (scatter_name)                                                                                 \
  X (scatter_add)                                                                                  \
  X (take_along_dim)

#define TNS_ROWS_OPS(X)                                                                            \
  X (index_select)                                                                                 \
  X (index_add)                                                                                    \
  X (index_copy)                                                                                   \
  X (index_fill_tensor)                                                                            \
  X (index_fill)

#define TNS_MATHS_OPS(X)                                                                           \
  X (abs)                                                                                          \
  X (sign)                                                                                         \
  X (sgn)                                                                                          \
  X (positive)                                                                                     \
  X (bitwise_not)                                                                                  \
  X (square)                                                                                       \
  X (sqrt)                                                                                         \
  X (rsqrt)                                                                                        \
  X (reciprocal)                                                                                   \
  X (exp)                                                                                          \
  X (exp2)                                                                                         \
  X (expm1)                                                                                        \
  X (log)                                                                                          \
  X (log2)                                                                                         \
  X (log10)                                                                                        \
  X (log1p)                                                                                        \
  X (floor)                                                                                        \
  X (ceil)                                                                                         \
  X (trunc)                                                                                        \
  X (round)                                                                                        \
  X (round_decimals)                                                                               \
  X (frac)                                                                                         \
  X (nan_to_num)

#define TNS_TRIGONOMETRY_OPS(X)                                                                    \
  X (sin)                                                                                          \
  X (cos)                                                                                          \
  X (tan)                                                                                          \
  X (asin)                                                                                         \
  X (acos)                                                                                         \
  X (atan)                                                                                         \
  X (sinh)                                                                                         \
  X (cosh)                                                                                         \
  X (tanh)                                                                                         \
  X (asinh)                                                                                        \
  X (acosh)                                                                                        \
  X (atanh)                                                                                        \
  X (deg2rad)                                                                                      \
  X (rad2deg)

#define TNS_SPECIAL_OPS(X)                                                                         \
  X (sigmoid)                                                                                      \
  X (logit)                                                                                        \
  X (erf)                                                                                          \
  X (erfc)                                                                                         \
  X (erfinv)                                                                                       \
  X (special_erfcx)                                                                                \
  X (special_ndtr)                                                                                 \
  X (special_log_ndtr)                                                                             \
  X (special_ndtri)                                                                                \
  X (special_entr)                                                                                 \
  X (sinc)

#define TNS_GAMMA_OPS(X)                                                                           \
  X (lgamma)                                                                                       \
  X (digamma)                                                                                      \
  X (polygamma)                                                                                    \
  X (polygamma_method)                                                                             \
  X (polygamma_inplace)                                                                            \
  X (mvlgamma)                                                                                     \
  X (igamma)                                                                                       \
  X (igammac)                                                                                      \
  X (special_zeta)                                                                                 \
  X (special_zeta_self)                                                                            \
  X (special_zeta_other)

#define TNS_BESSEL_OPS(X)                                                                          \
  X (i0)                                                                                           \
  X (special_i0e)                                                                                  \
  X (special_i1)                                                                                   \
  X (special_i1e)                                                                                  \
  X (special_modified_bessel_i0)                                                                   \
  X (special_modified_bessel_i1)                                                                   \
  X (special_modified_bessel_k0)                                                                   \
  X (special_modified_bessel_k1)                                                                   \
  X (special_scaled_modified_bessel_k0)                                                            \
  X (special_scaled_modified_bessel_k1)                                                            \
  X (special_bessel_j0)                                                                            \
  X (special_bessel_j1)                                                                            \
  X (special_bessel_y0)                                                                            \
  X (special_bessel_y1)                                                                            \
  X (special_spherical_bessel_j0)

#define TNS_POLYNOMIAL_OPS(X)                                                                      \
  X (special_chebyshev_polynomial_t)                                                               \
  X (special_chebyshev_polynomial_t_x)                                                             \
  X (special_chebyshev_polynomial_t_n)                                                             \
  X (special_chebyshev_polynomial_u)                                                               \
  X (special_chebyshev_polynomial_u_x)                                                             \
  X (special_chebyshev_polynomial_u_n)                                                             \
  X (special_chebyshev_polynomial_v)                                                               \
  X (special_chebyshev_polynomial_v_x)                                                             \
  X (special_chebyshev_polynomial_v_n)                                                             \
  X (special_chebyshev_polynomial_w)                                                               \
  X (special_chebyshev_polynomial_w_x)                                                             \
  X (special_chebyshev_polynomial_w_n)                                                             \
  X (special_hermite_polynomial_h)                                                                 \
  X (special_hermite_polynomial_h_x)                                                               \
  X (special_hermite_polynomial_h_n)                                                               \
  X (special_hermite_polynomial_he)                                                                \
  X (special_hermite_polynomial_he_x)                                                              \
  X (special_hermite_polynomial_he_n)                                                              \
  X (special_laguerre_polynomial_l)                                                                \
  X (special_laguerre_polynomial_l_x)                                                              \
  X (special_laguerre_polynomial_l_n)                                                              \
  X (special_legendre_polynomial_p)                                                                \
  X (special_legendre_polynomial_p_x)                                                              \
  X (special_legendre_polynomial_p_n)                                                              \
  X (special_shifted_chebyshev_polynomial_t)                                                       \
  X (special_shifted_chebyshev_polynomial_t_x)                                                     \
  X (special_shifted_chebyshev_polynomial_t_n)                                                     \
  X (special_shifted_chebyshev_polynomial_u)                                                       \
  X (special_shifted_chebyshev_polynomial_u_x)                                                     \
  X (special_shifted_chebyshev_polynomial_u_n)                                                     \
  X (special_shifted_chebyshev_polynomial_v)                                                       \
  X (special_shifted_chebyshev_polynomial_v_x)                                                     \
  X (special_shifted_chebyshev_polynomial_v_n)                                                     \
  X (special_shifted_chebyshev_polynomial_w)                                                       \
  X (special_shifted_chebyshev_polynomial_w_x)                                                     \
  X (special_shifted_chebyshev_polynomial_w_n)

#define TNS_NUMBER_PARTS_OPS(X)                                                                    \
  X (gcd)                                                                                          \
  X (lcm)                                                                                          \
  X (frexp)                                                                                        \
  X (ldexp)

#define TNS_FLOAT_POWER_OPS(X)                                                                     \
  X (float_power)                                                                                  \
  X (float_power_self)                                                                             \
  X (float_power_exponent)

#define TNS_COMPLEX_OPS(X)                                                                         \
  X (view_as_real)                                                                                 \
  X (view_as_complex)                                                                              \
  X (real)                                                                                         \
  X (imag)                                                                                         \
  X (conj)                                                                                         \
  X (conj_complex)                                                                                 \
  X (conj_physical_complex)                                                                        \
  X (conj_physical_inplace)                                                                        \
  X (conj_physical)                                                                                \
  X (angle)                                                                                        \
  X (complex)                                                                                      \
  X (polar)                                                                                        \
  X (isreal)                                                                                       \
  X (resolve_conj)                                                                                 \
  X (resolve_neg)

#define TNS_FFT_OPS(X)                                                                             \
  X (fft_c2c)                                                                                      \
  X (fft_r2c)                                                                                      \
  X (fft_c2r)

#define TNS_COMPARE_OPS(X)                                                                         \
  X (eq)                                                                                           \
  X (ne)                                                                                           \
  X (lt)                                                                                           \
  X (le)                                                                                           \
  X (gt)                                                                                           \
  X (ge)                                                                                           \
  X (logical_and)                                                                                  \
  X (logical_or)                                                                                   \
  X (logical_xor)                                                                                  \
  X (logical_not)                                                                                  \
  X (isnan)                                                                                        \
  X (isinf)                                                                                        \
  X (isfinite)                                                                                     \
  X (signbit)                                                                                      \
  X (isposinf)                                                                                     \
  X (isneginf)                                                                                     \
  X (isclose)                                                                                      \
  X (allclose)                                                                                     \
  X (equal)

#define TNS_BITS_OPS(X)                                                                            \
  X (bitwise_and)                                                                                  \
  X (bitwise_or)                                                                                   \
  X (bitwise_xor)                                                                                  \
  X (bitwise_left_shift)                                                                           \
  X (bitwise_right_shift)

#define TNS_SELECT_VALUES_OPS(X)                                                                   \
  X (where)                                                                                        \
  X (where_method)                                                                                 \
  X (clamp_tensor)                                                                                 \
  X (clamp)                                                                                        \
  X (clamp_min_tensor)                                                                             \
  X (clamp_min)                                                                                    \
  X (clamp_max_tensor)                                                                             \
  X (clamp_max)                                                                                    \
  X (maximum)                                                                                      \
  X (minimum)                                                                                      \
  X (fmax)                                                                                         \
  X (fmin)

#define TNS_COMBINE_VALUES_OPS(X)                                                                  \
  X (lerp)                                                                                         \
  X (lerp_scalar)                                                                                  \
  X (addcmul)                                                                                      \
  X (addcdiv)                                                                                      \
  X (atan2)                                                                                        \
  X (hypot)                                                                                        \
  X (copysign)                                                                                     \
  X (copysign_scalar)                                                                              \
  X (nextafter)

#define TNS_COMBINE_LOGS_OPS(X)                                                                    \
  X (xlogy)                                                                                        \
  X (xlogy_self)                                                                                   \
  X (xlogy_other)                                                                                  \
  X (special_xlog1py)                                                                              \
  X (special_xlog1py_self)                                                                         \
  X (special_xlog1py_other)                                                                        \
  X (logaddexp)                                                                                    \
  X (logaddexp2)                                                                                   \
  X (heaviside)

#define TNS_REDUCE_OPS(X)                                                                          \
  X (sum_full)                                                                                     \
  X (sum)                                                                                          \
  X (mean_full)                                                                                    \
  X (mean)                                                                                         \
  X (prod_full)                                                                                    \
  X (prod)                                                                                         \
  X (nansum)                                                                                       \
  X (nanmean)

#define TNS_REDUCE_TRUTH_OPS(X)                                                                    \
  X (all_full)                                                                                     \
  X (all)                                                                                          \
  X (any_full)                                                                                     \
  X (any)                                                                                          \
  X (count_nonzero)                                                                                \
  X (trace)

#define TNS_REDUCE_ORDER_OPS(X)                                                                    \
  X (max_full)                                                                                     \
  X (min_full)                                                                                     \
  X (max_other)                                                                                    \
  X (min_other)                                                                                    \
  X (max)                                                                                          \
  X (min)                                                                                          \
  X (amax)                                                                                         \
  X (amin)                                                                                         \
  X (aminmax)                                                                                      \
  X (argmax)                                                                                       \
  X (argmin)

#define TNS_REDUCE_RANK_OPS(X)                                                                     \
  X (median_full)                                                                                  \
  X (median)                                                                                       \
  X (nanmedian_full)                                                                               \
  X (nanmedian)                                                                                    \
  X (mode)

#define TNS_QUANTILE_OPS(X)                                                                        \
  X (quantile)                                                                                     \
  X (quantile_scalar)                                                                              \
  X (nanquantile)                                                                                  \
  X (nanquantile_scalar)

#define TNS_REDUCE_SPREAD_OPS(X)                                                                   \
  X (var_unbiased)                                                                                 \
  X (var)                                                                                          \
  X (var_full)                                                                                     \
  X (std_unbiased)                                                                                 \
  X (std)                                                                                          \
  X (std_full)                                                                                     \
  X (var_mean_unbiased)                                                                            \
  X (var_mean)                                                                                     \
  X (var_mean_full)                                                                                \
  X (std_mean_unbiased)                                                                            \
  X (std_mean)                                                                                     \
  X (std_mean_full)

#define TNS_REDUCE_NORM_OPS(X)                                                                     \
  X (linalg_vector_norm)                                                                           \
  X (norm_dim)                                                                                     \
  X (norm)                                                                                         \
  X (norm_name)                                                                                    \
  X (logsumexp)

#define TNS_COVARIANCE_OPS(X)                                                                      \
  X (cov)                                                                                          \
  X (corrcoef)

#define TNS_SCAN_OPS(X)                                                                            \
  X (cumsum)                                                                                       \
  X (cumprod)                                                                                      \
  X (logcumsumexp)                                                                                 \
  X (cummax)                                                                                       \
  X (cummin)                                                                                       \
  X (diff)

#define TNS_TRAPEZOID_OPS(X)                                                                       \
  X (trapezoid)                                                                                    \
  X (trapezoid_even)                                                                               \
  X (trapz)                                                                                        \
  X (trapz_even)                                                                                   \
  X (cumulative_trapezoid)                                                                         \
  X (cumulative_trapezoid_even)

#define TNS_MATRIX_OPS(X)                                                                          \
  X (mm)                                                                                           \
  X (bmm)                                                                                          \
  X (mv)                                                                                           \
  X (dot)                                                                                          \
  X (vdot)                                                                                         \
  X (outer)                                                                                        \
  X (inner)

#define TNS_MATMUL_OPS(X)                                                                          \
  X (matmul)                                                                                       \
  X (linear)

#define TNS_MATRIX_ADD_OPS(X)                                                                      \
  X (addmm)                                                                                        \
  X (addmv)                                                                                        \
  X (addbmm)                                                                                       \
  X (baddbmm)

#define TNS_OUTER_ADD_OPS(X) X (addr)

#define TNS_CONTRACT_OPS(X)                                                                        \
  X (tensordot)                                                                                    \
  X (kron)                                                                                         \
  X (linalg_cross)                                                                                 \
  X (cross)                                                                                        \
  X (matrix_power)

#define TNS_INVERSE_OPS(X)                                                                         \
  X (linalg_inv_ex)                                                                                \
  X (linalg_inv)                                                                                   \
  X (inverse)                                                                                      \
  X (linalg_tensorinv)

#define TNS_LU_OPS(X)                                                                              \
  X (linalg_lu_factor_ex)                                                                          \
  X (linalg_lu_factor)                                                                             \
  X (lu_with_info)                                                                                 \
  X (lu_unpack)                                                                                    \
  X (linalg_lu)

#define TNS_SOLVE_OPS(X)                                                                           \
  X (linalg_lu_solve)                                                                              \
  X (lu_solve)                                                                                     \
  X (linalg_solve_ex)                                                                              \
  X (linalg_solve)                                                                                 \
  X (linalg_tensorsolve)

#define TNS_SOLVE_TRIANGLE_OPS(X)                                                                  \
  X (linalg_solve_triangular)                                                                      \
  X (triangular_solve)

#define TNS_DETERMINANT_OPS(X)                                                                     \
  X (linalg_det)                                                                                   \
  X (det)                                                                                          \
  X (linalg_slogdet)                                                                               \
  X (slogdet)                                                                                      \
  X (logdet)

#define TNS_CHOLESKY_OPS(X)                                                                        \
  X (linalg_cholesky_ex)                                                                           \
  X (linalg_cholesky)                                                                              \
  X (cholesky_solve)                                                                               \
  X (cholesky_inverse)

#define TNS_REFLECTOR_OPS(X)                                                                       \
  X (linalg_householder_product)                                                                   \
  X (orgqr)                                                                                        \
  X (ormqr)

#define TNS_QR_OPS(X)                                                                              \
  X (geqrf)                                                                                        \
  X (linalg_qr)

#define TNS_LDL_OPS(X)                                                                             \
  X (linalg_ldl_factor_ex)                                                                         \
  X (linalg_ldl_factor)                                                                            \
  X (linalg_ldl_solve)

#define TNS_CHAIN_OPS(X)                                                                           \
  X (linalg_multi_dot)                                                                             \
  X (chain_matmul)                                                                                 \
  X (linalg_vecdot)                                                                                \
  X (linalg_diagonal)                                                                              \
  X (linalg_vander)                                                                                \
  X (vander)

#define TNS_MATRIX_NORM_OPS(X)                                                                     \
  X (linalg_matrix_norm)                                                                           \
  X (linalg_matrix_norm_name)                                                                      \
  X (linalg_norm)                                                                                  \
  X (linalg_norm_name)

#define TNS_MATRIX_EXP_OPS(X)                                                                      \
  X (linalg_matrix_exp)                                                                            \
  X (matrix_exp)

#define TNS_DISTANCE_OPS(X)                                                                        \
  X (dist)                                                                                         \
  X (pairwise_distance)                                                                            \
  X (cosine_similarity)                                                                            \
  X (renorm)

#define TNS_DISTANCE_ROWS_OPS(X)                                                                   \
  X (cdist_forward)                                                                                \
  X (euclidean_dist)                                                                               \
  X (cdist)                                                                                        \
  X (pdist)

#define TNS_SVD_OPS(X)                                                                             \
  X (linalg_svd_inner)                                                                             \
  X (linalg_svd)                                                                                   \
  X (linalg_svdvals)                                                                               \
  X (svd)

#define TNS_POLAR_OPS(X) X (linalg_polar)

#define TNS_EIGEN_OPS(X)                                                                           \
  X (linalg_eigh_inner)                                                                            \
  X (linalg_eigh)                                                                                  \
  X (linalg_eigvalsh)                                                                              \
  X (linalg_eig_inner)                                                                             \
  X (linalg_eig)                                                                                   \
  X (linalg_eigvals)                                                                               \
  X (linalg_matrix_sqrth)

#define TNS_PSEUDO_INVERSE_OPS(X)                                                                  \
  X (linalg_pinv)                                                                                  \
  X (linalg_pinv_float)                                                                            \
  X (linalg_pinv_rcond)                                                                            \
  X (linalg_pinv_rcond_float)                                                                      \
  X (pinverse)                                                                                     \
  X (linalg_matrix_rank)                                                                           \
  X (linalg_matrix_rank_float)                                                                     \
  X (linalg_matrix_rank_tol)                                                                       \
  X (linalg_matrix_rank_tol_float)

#define TNS_LEAST_SQUARES_OPS(X)                                                                   \
  X (linalg_lstsq_inner)                                                                           \
  X (linalg_lstsq)

#define TNS_CONDITION_OPS(X)                                                                       \
  X (linalg_cond)                                                                                  \
  X (linalg_cond_name)

#define TNS_EINSUM_OPS(X)                                                                          \
  X (einsum)

#define TNS_ACTIVATION_OPS(X)                                                                      \
  X (relu)                                                                                         \
  X (leaky_relu)                                                                                   \
  X (elu)                                                                                          \
  X (celu)                                                                                         \
  X (selu)                                                                                         \
  X (gelu)                                                                                         \
  X (gelu_gradient)                                                                                \
  X (silu)                                                                                         \
  X (mish)                                                                                         \
  X (softplus)                                                                                     \
  X (log_sigmoid)

#define TNS_ACTIVATION_PIECEWISE_OPS(X)                                                            \
  X (hardtanh)                                                                                     \
  X (relu6)                                                                                        \
  X (hardsigmoid)                                                                                  \
  X (hardswish)                                                                                    \
  X (softshrink)                                                                                   \
  X (hardshrink)                                                                                   \
  X (threshold)                                                                                    \
  X (softmax_inner)                                                                                \
  X (softmax)                                                                                      \
  X (log_softmax_inner)                                                                            \
  X (log_softmax)                                                                                  \
  X (softmax_gradient)                                                                             \
  X (log_softmax_gradient)

#define TNS_LOSS_OPS(X)                                                                            \
  X (mse_loss)                                                                                     \
  X (l1_loss)                                                                                      \
  X (smooth_l1_loss)                                                                               \
  X (huber_loss)                                                                                   \
  X (binary_cross_entropy)                                                                         \
  X (binary_cross_entropy_with_logits)

#define TNS_LOSS_CLASS_OPS(X)                                                                      \
  X (nll_loss)                                                                                     \
  X (nll_loss2d)                                                                                   \
  X (nll_loss_nd)                                                                                  \
  X (cross_entropy_loss)                                                                           \
  X (kl_div)

#define TNS_NORMALIZE_OPS(X)                                                                       \
  X (layer_normalize)                                                                              \
  X (group_normalize)                                                                              \
  X (batch_normalize)

#define TNS_NORM_LAYER_OPS(X)                                                                      \
  X (native_layer_norm)                                                                            \
  X (layer_norm)                                                                                   \
  X (rms_norm)                                                                                     \
  X (native_group_norm)                                                                            \
  X (group_norm)

#define TNS_BATCH_NORM_OPS(X)                                                                      \
  X (native_batch_norm)                                                                            \
  X (batch_norm)                                                                                   \
  X (instance_norm)

#define TNS_GRID_SAMPLE_OPS(X)                                                                     \
  X (grid_sampler_2d)                                                                              \
  X (grid_sampler_3d)                                                                              \
  X (grid_sampler)

#define TNS_AFFINE_GRID_OPS(X)                                                                     \
  X (affine_grid_generator)

#define TNS_RANDOM_OPS(X)                                                                          \
  X (rand)                                                                                         \
  X (randn)                                                                                        \
  X (randint)                                                                                      \
  X (randint_low)                                                                                  \
  X (rand_like)                                                                                    \
  X (randn_like)                                                                                   \
  X (randint_like)                                                                                 \
  X (randint_like_low)                                                                             \
  X (uniform)                                                                                      \
  X (normal_inplace)                                                                               \
  X (exponential)                                                                                  \
  X (random)                                                                                       \
  X (random_from)                                                                                  \
  X (random_to)                                                                                    \
  X (geometric)                                                                                    \
  X (cauchy)                                                                                       \
  X (log_normal)

#define TNS_SAMPLE_OPS(X)                                                                          \
  X (randperm)                                                                                     \
  X (normal_tensor_tensor)                                                                         \
  X (normal_tensor_float)                                                                          \
  X (normal_float_tensor)                                                                          \
  X (normal_size)                                                                                  \
  X (bernoulli)                                                                                    \
  X (bernoulli_p)                                                                                  \
  X (bernoulli_inplace_tensor)                                                                     \
  X (bernoulli_inplace_float)                                                                      \
  X (multinomial)

#define TNS_SAMPLE_COUNTS_OPS(X)                                                                   \
  X (poisson)                                                                                      \
  X (binomial)

#define TNS_SORT_OPS(X)                                                                            \
  X (sort_stable)                                                                                  \
  X (sort)                                                                                         \
  X (argsort_stable)                                                                               \
  X (argsort)                                                                                      \
  X (msort)                                                                                        \
  X (topk)                                                                                         \
  X (kthvalue)

#define TNS_UNIQUE_OPS(X)                                                                          \
  X (unique2)                                                                                      \
  X (unique_dim)                                                                                   \
  X (unique_consecutive)                                                                           \
  X (bincount)

#define TNS_SEARCH_OPS(X)                                                                          \
  X (searchsorted)                                                                                 \
  X (bucketize)

#define TNS_ISIN_OPS(X)                                                                            \
  X (isin)                                                                                         \
  X (isin_scalar)                                                                                  \
  X (isin_of_scalar)

#define TNS_HISTOGRAM_OPS(X)                                                                       \
  X (histc)                                                                                        \
  X (histogram)                                                                                    \
  X (histogram_edges)

#define TNS_INTERLEAVE_OPS(X)                                                                      \
  X (repeat_interleave_tensor)                                                                     \
  X (repeat_interleave)                                                                            \
  X (repeat_interleave_int)                                                                        \
  X (one_hot)

#define TNS_SCATTER_REDUCE_OPS(X)                                                                  \
  X (scatter_value)                                                                                \
  X (scatter_value_name)                                                                           \
  X (scatter_reduce)                                                                               \
  X (index_reduce)

#define TNS_DIAGONAL_OPS(X)                                                                        \
  X (select_scatter)                                                                               \
  X (slice_scatter)                                                                                \
  X (diagonal_scatter)                                                                             \
  X (as_strided_scatter)                                                                           \
  X (diag_embed)                                                                                   \
  X (diag)                                                                                         \
  X (diagflat)                                                                                     \
  X (block_diag)

#define TNS_VIEW_COPY_OPS(X)                                                                       \
  X (alias_copy)                                                                                   \
  X (as_strided_copy)                                                                              \
  X (diagonal_copy)                                                                                \
  X (expand_copy)                                                                                  \
  X (permute_copy)                                                                                 \
  X (select_copy)                                                                                  \
  X (squeeze_copy)                                                                                 \
  X (squeeze_copy_dim)                                                                             \
  X (squeeze_copy_dims)                                                                            \
  X (t_copy)                                                                                       \
  X (transpose_copy)                                                                               \
  X (unfold_copy)                                                                                  \
  X (unsqueeze_copy)                                                                               \
  X (view_copy)                                                                                    \
  X (split_with_sizes_copy)                                                                        \
  X (unbind_copy)

#define TNS_GRID_OPS(X)                                                                            \
  X (broadcast_tensors)                                                                            \
  X (meshgrid)                                                                                     \
  X (combinations)

#define TNS_TRIANGLE_OPS(X)                                                                        \
  X (eye)                                                                                          \
  X (eye_m)                                                                                        \
  X (tril)                                                                                         \
  X (triu)                                                                                         \
  X (tril_indices)                                                                                 \
  X (triu_indices)

#define TNS_OP_LIST(X)                                                                             \
  TNS_ARITHMETIC_OPS (X)                                                                           \
  TNS_QUOTIENT_OPS (X)                                                                             \
  TNS_POWER_OPS (X)                                                                                \
  TNS_WRITE_OPS (X)                                                                                \
  TNS_MATHS_OPS (X)                                                                                \
  TNS_TRIGONOMETRY_OPS (X)                                                                         \
  TNS_SPECIAL_OPS (X)                                                                              \
  TNS_GAMMA_OPS (X)                                                                                \
  TNS_BESSEL_OPS (X)                                                                               \
  TNS_POLYNOMIAL_OPS (X)                                                                           \
  TNS_NUMBER_PARTS_OPS (X)                                                                         \
  TNS_FLOAT_POWER_OPS (X)                                                                          \
  TNS_COMPLEX_OPS (X)                                                                              \
  TNS_FFT_OPS (X)                                                                                  \
  TNS_COMPARE_OPS (X)                                                                              \
  TNS_BITS_OPS (X)                                                                                 \
  TNS_SELECT_VALUES_OPS (X)                                                                        \
  TNS_COMBINE_VALUES_OPS (X)                                                                       \
  TNS_COMBINE_LOGS_OPS (X)                                                                         \
  TNS_REDUCE_OPS (X)                                                                               \
  TNS_REDUCE_TRUTH_OPS (X)                                                                         \
  TNS_REDUCE_ORDER_OPS (X)                                                                         \
  TNS_REDUCE_RANK_OPS (X)                                                                          \
  TNS_QUANTILE_OPS (X)                                                                             \
  TNS_REDUCE_SPREAD_OPS (X)                                                                        \
  TNS_REDUCE_NORM_OPS (X)                                                                          \
  TNS_COVARIANCE_OPS (X)                                                                           \
  TNS_SCAN_OPS (X)                                                                                 \
  TNS_TRAPEZOID_OPS (X)                                                                            \
  TNS_MATRIX_OPS (X)                                                                               \
  TNS_MATMUL_OPS (X)                                                                               \
  TNS_MATRIX_ADD_OPS (X)                                                                           \
  TNS_OUTER_ADD_OPS (X)                                                                            \
  TNS_CONTRACT_OPS (X)                                                                             \
  TNS_INVERSE_OPS (X)                                                                              \
  TNS_LU_OPS (X)                                                                                   \
  TNS_SOLVE_OPS (X)                                                                                \
  TNS_SOLVE_TRIANGLE_OPS (X)                                                                       \
  TNS_DETERMINANT_OPS (X)                                                                          \
  TNS_CHOLESKY_OPS (X)                                                                             \
  TNS_REFLECTOR_OPS (X)                                                                            \
  TNS_QR_OPS (X)                                                                                   \
  TNS_LDL_OPS (X)                                                                                  \
  TNS_CHAIN_OPS (X)                                                                                \
  TNS_MATRIX_NORM_OPS (X)                                                                          \
  TNS_MATRIX_EXP_OPS (X)                                                                           \
  TNS_DISTANCE_OPS (X)                                                                             \
  TNS_DISTANCE_ROWS_OPS (X)                                                                        \
  TNS_SVD_OPS (X)                                                                                  \
  TNS_POLAR_OPS (X)                                                                                \
  TNS_EIGEN_OPS (X)                                                                                \
  TNS_PSEUDO_INVERSE_OPS (X)                                                                       \
  TNS_LEAST_SQUARES_OPS (X)                                                                        \
  TNS_CONDITION_OPS (X)                                                                            \
  TNS_EINSUM_OPS (X)                                                                               \
  TNS_ACTIVATION_OPS (X)                                                                           \
  TNS_ACTIVATION_PIECEWISE_OPS (X)                                                                 \
  TNS_LOSS_OPS (X)                                                                                 \
  TNS_LOSS_CLASS_OPS (X)                                                                           \
  TNS_NORMALIZE_OPS (X)                                                                            \
  TNS_NORM_LAYER_OPS (X)                                                                           \
  TNS_BATCH_NORM_OPS (X)                                                                           \
  TNS_GRID_SAMPLE_OPS (X)                                                                          \
  TNS_AFFINE_GRID_OPS (X)                                                                          \
  TNS_SHAPE_OPS (X)                                                                                \
  TNS_PERMUTE_OPS (X)                                                                              \
  TNS_EXPAND_OPS (X)                                                                               \
  TNS_WINDOW_OPS (X)                                                                               \
  TNS_OVERLAP_OPS (X)                                                                              \
  TNS_FLIP_OPS (X)                                                                                 \
  TNS_PAD_OPS (X)                                                                                  \
  TNS_CONVERT_OPS (X)                                                                              \
  TNS_VIEW_LIST_OPS (X)                                                                            \
  TNS_UNSAFE_LIST_OPS (X)                                                                          \
  TNS_JOIN_OPS (X)                                                                                 \
  TNS_CREATE_OPS (X)                                                                               \
  TNS_RANGE_OPS (X)                                                                                \
  TNS_INDEX_OPS (X)                                                                                \
  TNS_MASK_OPS (X)                                                                                 \
  TNS_GATHER_OPS (X)                                                                               \
  TNS_ROWS_OPS (X)                                                                                 \
  TNS_RANDOM_OPS (X)                                                                               \
  TNS_SAMPLE_OPS (X)                                                                               \
  TNS_SAMPLE_COUNTS_OPS (X)                                                                        \
  TNS_SORT_OPS (X)                                                                                 \
  TNS_UNIQUE_OPS (X)                                                                               \
  TNS_SEARCH_OPS (X)                                                                               \
  TNS_ISIN_OPS (X)                                                                                 \
  TNS_HISTOGRAM_OPS (X)                                                                            \
  TNS_INTERLEAVE_OPS (X)                                                                           \
  TNS_SCATTER_REDUCE_OPS (X)                                                                       \
  TNS_DIAGONAL_OPS (X)                                                                             \
  TNS_VIEW_COPY_OPS (X)                                                                            \
  TNS_GRID_OPS (X)                                                                                 \
  TNS_TRIANGLE_OPS (X)
