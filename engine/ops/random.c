/* SPDX-FileCopyrightText: 2026 The Tensarium authors
 * SPDX-License-Identifier: MIT */
/* Random tensors: rand, randn, randint and their relatives, and the in-place fills uniform_,
 * normal_, random_ and other distributions with numbers for parameters. */
#include "engine/ops/formula.h"
#include "engine/ops/random.h"

/* ---- fresh tensors ---- */

static bool
fill_fresh (TnsCall *call, TnsDraw draw, int generator, GError **error)
{
  TnsTensor *out = tns_call_allocate (call, 0, error);
  return out != NULL && tns_random_fill (out, &draw, &call->args[generator], error);
}

static bool
infer_rand (TnsCall *call, GError **error)
{
  return tns_call_add_fresh (call, 0, 2, tns_dtype_get_default (), error);
}

static bool
infer_randint (TnsCall *call, GError **error)
{
  return tns_call_add_fresh (call, 1, 3, TNK_INT64, error);
}

static bool
infer_randint_low (TnsCall *call, GError **error)
{
  return tns_call_add_fresh (call, 2, 4, TNK_INT64, error);
}

static bool
infer_like (TnsCall *call, GError **error)
{
  return tns_call_add_like (call, 2, error);
}

static bool
infer_randint_like (TnsCall *call, GError **error)
{
  return tns_call_add_like (call, 3, error);
}

static bool
infer_randint_like_low (TnsCall *call, GError **error)
{
  return tns_call_add_like (call, 4, error);
}

static bool
forward_rand (TnsCall *call, GError **error)
{
  return fill_fresh (call, (TnsDraw) { .kind = TNS_DRAW_UNIFORM, .b = 1 }, 1, error);
}

static bool
forward_randn (TnsCall *call, GError **error)
{
  return fill_fresh (call, (TnsDraw) { .kind = TNS_DRAW_NORMAL, .b = 1 }, 1, error);
}

static bool
forward_randint (TnsCall *call, GError **error)
{
  return fill_fresh (call, (TnsDraw){ .kind = TNS_DRAW_INTEGERS, .high = call->args[0].i }, 2,
                     error);
}

static bool
forward_randint_low (TnsCall *call, GError **error)
{
  TnsDraw draw = { .kind = TNS_DRAW_INTEGERS, .low = call->args[0].i, .high = call->args[1].i };
  return fill_fresh (call, draw, 3, error);
}

static bool
forward_randint_like (TnsCall *call, GError **error)
{
  return fill_fresh (call, (TnsDraw){ .kind = TNS_DRAW_INTEGERS, .high = call->args[1].i }, 2,
                     error);
}

static bool
forward_randint_like_low (TnsCall *call, GError **error)
{
  TnsDraw draw = { .kind = TNS_DRAW_INTEGERS, .low = call->args[1].i, .high = call->args[2].i };
  return fill_fresh (call, draw, 3, error);
}

#define FRESH_OP .category = TNS_CATEGORY_RANDOM, .flags = TNS_AS_FUNCTION | TNS_NO_GRAD
#define GENERATOR_PARAM "Generator? generator=None"

TNS_OP (rand) = {
  FRESH_OP,
  .schema = "rand(int[] size, *, " GENERATOR_PARAM ", " TNS_FACTORY_PARAMS ") -> Tensor",
  .infer = infer_rand,
  .forward = forward_rand,
  .formula = "y ~ U[0, 1)",
  .narration = "draws {shape:result} numbers evenly from 0 to 1",
  .doc = "torch.rand.html",
};

TNS_OP (randn) = {
  FRESH_OP,
  .schema = "randn(int[] size, *, " GENERATOR_PARAM ", " TNS_FACTORY_PARAMS ") -> Tensor",
  .infer = infer_rand,
  .forward = forward_randn,
  .formula = "y ~ N(0, 1)",
  .narration = "draws {shape:result} numbers from the standard normal distribution",
  .doc = "torch.randn.html",
};

TNS_OP (randint) = {
  FRESH_OP,
  .schema
  = "randint(int high, int[] size, *, " GENERATOR_PARAM ", " TNS_FACTORY_PARAMS ") -> Tensor",
  .infer = infer_randint,
  .forward = forward_randint,
  .formula = "y ~ {0, …, high − 1}",
  .narration = "draws {shape:result} whole numbers from 0 up to, but not including, {high}",
  .doc = "torch.randint.html",
};

TNS_OP (randint_low) = {
  FRESH_OP,
  .schema = "randint.low(int low, int high, int[] size, *, " GENERATOR_PARAM ", " TNS_FACTORY_PARAMS
            ") -> Tensor",
  .infer = infer_randint_low,
  .forward = forward_randint_low,
  .formula = "y ~ {low, …, high − 1}",
  .narration = "draws {shape:result} whole numbers from {low} up to, but not including, {high}",
  .doc = "torch.randint.html",
};

TNS_OP (rand_like) = {
  FRESH_OP,
  .schema = "rand_like(Tensor self, *, " GENERATOR_PARAM ", " TNS_LIKE_PARAMS ") -> Tensor",
  .infer = infer_like,
  .forward = forward_rand,
  .formula = "y ~ U[0, 1)",
  .narration = "draws numbers evenly from 0 to 1 in the shape of {self}",
  .doc = "torch.rand_like.html",
};

TNS_OP (randn_like) = {
  FRESH_OP,
  .schema = "randn_like(Tensor self, *, " GENERATOR_PARAM ", " TNS_LIKE_PARAMS ") -> Tensor",
  .infer = infer_like,
  .forward = forward_randn,
  .formula = "y ~ N(0, 1)",
  .narration = "draws from the standard normal distribution in the shape of {self}",
  .doc = "torch.randn_like.html",
};

TNS_OP (randint_like) = {
  FRESH_OP,
  .schema
  = "randint_like(Tensor self, int high, *, " GENERATOR_PARAM ", " TNS_LIKE_PARAMS ") -> Tensor",
  .infer = infer_randint_like,
  .forward = forward_randint_like,
  .formula = "y ~ {0, …, high − 1}",
  .narration = "draws whole numbers below {high} in the shape of {self}",
  .doc = "torch.randint_like.html",
};

TNS_OP (randint_like_low) = {
  FRESH_OP,
  .schema = "randint_like.low(Tensor self, int low, int high, *, " GENERATOR_PARAM
            ", " TNS_LIKE_PARAMS ") -> Tensor",
  .infer = infer_randint_like_low,
  .forward = forward_randint_like_low,
  .formula = "y ~ {low, …, high − 1}",
  .narration = "draws whole numbers from {low} to below {high} in the shape of {self}",
  .doc = "torch.randint_like.html",
};

/* ---- in place ---- */

static bool
fill_self (TnsCall *call, TnsDraw draw, int generator, GError **error)
{
  TnsTensor *self = call->args[0].tensor;
  tns_call_return (call, 0, self);
  return tns_random_fill (self, &draw, &call->args[generator], error);
}

static bool
infer_self (TnsCall *call, GError **error)
{
  tns_call_add_view (call, 0);
  return true;
}

/* Nothing of the old values is left. */
static void
zero_backward (TnsGrad *g)
{
  tns_grad_set (g, 0, tns_do (g->scope, zeros_like, T (tns_grad_get_upstream (g, 0))));
}

static bool
forward_uniform (TnsCall *call, GError **error)
{
  TnsDraw draw = { .kind = TNS_DRAW_UNIFORM, .a = call->args[1].f, .b = call->args[2].f };
  return fill_self (call, draw, 3, error);
}

static bool
forward_normal (TnsCall *call, GError **error)
{
  TnsDraw draw = { .kind = TNS_DRAW_NORMAL, .a = call->args[1].f, .b = call->args[2].f };
  return fill_self (call, draw, 3, error);
}

static bool
forward_exponential (TnsCall *call, GError **error)
{
  return fill_self (call, (TnsDraw){ .kind = TNS_DRAW_EXPONENTIAL, .a = call->args[1].f }, 2,
                    error);
}

static bool
forward_bernoulli_float (TnsCall *call, GError **error)
{
  return fill_self (call, (TnsDraw) { .kind = TNS_DRAW_BERNOULLI, .a = call->args[1].f }, 2, error);
}

static bool
forward_random (TnsCall *call, GError **error)
{
  return fill_self (call, (TnsDraw) { .kind = TNS_DRAW_ANY }, 1, error);
}

static bool
forward_random_to (TnsCall *call, GError **error)
{
  return fill_self (call, (TnsDraw){ .kind = TNS_DRAW_INTEGERS, .high = call->args[1].i }, 2,
                    error);
}

static bool
forward_random_from (TnsCall *call, GError **error)
{
  TnsDraw draw = { .kind = TNS_DRAW_INTEGERS, .low = call->args[1].i };
  draw.has_no_end = call->args[2].kind != TNS_INT;
  draw.high = draw.has_no_end ? 0 : call->args[2].i;
  return fill_self (call, draw, 3, error);
}

static bool
forward_geometric (TnsCall *call, GError **error)
{
  return fill_self (call, (TnsDraw){ .kind = TNS_DRAW_GEOMETRIC, .a = call->args[1].f }, 2, error);
}

static bool
forward_cauchy (TnsCall *call, GError **error)
{
  TnsDraw draw = { .kind = TNS_DRAW_CAUCHY, .a = call->args[1].f, .b = call->args[2].f };
  return fill_self (call, draw, 3, error);
}

static bool
forward_log_normal (TnsCall *call, GError **error)
{
  TnsDraw draw = { .kind = TNS_DRAW_LOG_NORMAL, .a = call->args[1].f, .b = call->args[2].f };
  return fill_self (call, draw, 3, error);
}

#define FILL_OP                                                                                    \
  .category = TNS_CATEGORY_RANDOM, .flags = TNS_AS_METHOD | TNS_ONLY_INPLACE, .infer = infer_self, \
  .backward = zero_backward, .derivative = "nothing of the old x is left"

TNS_OP (uniform) = {
  FILL_OP,
  .schema = "uniform_(Tensor self, float from=0, float to=1, *, " GENERATOR_PARAM ") -> Tensor",
  .forward = forward_uniform,
  .node = "UniformBackward0",
  .formula = "x ~ U[from, to)",
  .narration = "fills {self} with numbers drawn evenly from {from} to {to}",
  .doc = "torch.Tensor.uniform_.html",
};

TNS_OP (normal_inplace) = {
  FILL_OP,
  .schema = "normal_(Tensor self, float mean=0, float std=1, *, " GENERATOR_PARAM ") -> Tensor",
  .forward = forward_normal,
  .node = "NormalBackward0",
  .formula = "x ~ N(mean, std²)",
  .narration = "fills {self} from the normal distribution with mean {mean} and deviation {std}",
  .doc = "torch.Tensor.normal_.html",
};

TNS_OP (exponential) = {
  FILL_OP,
  .schema = "exponential_(Tensor self, float lambd=1, *, " GENERATOR_PARAM ") -> Tensor",
  .forward = forward_exponential,
  .node = "ExponentialBackward0",
  .formula = "x ~ λ · e^(−λx)",
  .narration = "fills {self} from the exponential distribution with rate {lambd}",
  .doc = "torch.Tensor.exponential_.html",
};

TNS_OP (bernoulli_inplace_float) = {
  FILL_OP,
  .schema = "bernoulli_.float(Tensor self, float p=0.5, *, " GENERATOR_PARAM ") -> Tensor",
  .forward = forward_bernoulli_float,
  .node = "BernoulliBackward2",
  .formula = "x = 1 with probability p, else 0",
  .narration = "fills {self} with ones and zeros, a one with probability {p}",
  .doc = "torch.Tensor.bernoulli_.html",
};

TNS_OP (random) = {
  FILL_OP,
  .schema = "random_(Tensor self, *, " GENERATOR_PARAM ") -> Tensor",
  .forward = forward_random,
  .node = "RandomBackward2",
  .formula = "x ~ whole numbers that the type holds exactly",
  .narration = "fills {self} with whole numbers of the range of its type",
  .doc = "torch.Tensor.random_.html",
};

TNS_OP (random_to) = {
  FILL_OP,
  .schema = "random_.to(Tensor self, int to, *, " GENERATOR_PARAM ") -> Tensor",
  .forward = forward_random_to,
  .node = "RandomBackward1",
  .formula = "x ~ {0, …, to − 1}",
  .narration = "fills {self} with whole numbers below {to}",
  .doc = "torch.Tensor.random_.html",
};

TNS_OP (random_from) = {
  FILL_OP,
  .schema = "random_.from(Tensor self, int from, int? to, *, " GENERATOR_PARAM ") -> Tensor",
  .forward = forward_random_from,
  .node = "RandomBackward0",
  .formula = "x ~ {from, …, to − 1}",
  .narration = "fills {self} with whole numbers from {from} to below {to}",
  .doc = "torch.Tensor.random_.html",
};

TNS_OP (geometric) = {
  FILL_OP,
  .schema = "geometric_(Tensor self, float p, *, " GENERATOR_PARAM ") -> Tensor",
  .forward = forward_geometric,
  .node = "GeometricBackward0",
  .formula = "x ~ p · (1 − p)^(x − 1)",
  .narration = "fills {self} with the number of tries up to the first success, each with "
               "probability {p}",
  .doc = "torch.Tensor.geometric_.html",
};

TNS_OP (cauchy) = {
  FILL_OP,
  .schema = "cauchy_(Tensor self, float median=0, float sigma=1, *, " GENERATOR_PARAM ") -> Tensor",
  .forward = forward_cauchy,
  .node = "CauchyBackward0",
  .formula = "x ~ σ / (π · ((x − median)² + σ²))",
  .narration = "fills {self} from the Cauchy distribution with median {median} and scale {sigma}",
  .doc = "torch.Tensor.cauchy_.html",
};

TNS_OP (log_normal) = {
  FILL_OP,
  .schema = "log_normal_(Tensor self, float mean=1, float std=2, *, " GENERATOR_PARAM ") -> Tensor",
  .forward = forward_log_normal,
  .node = "LogNormalBackward0",
  .formula = "ln x ~ N(mean, std²)",
  .narration = "fills {self} with numbers whose logarithms have mean {mean} and deviation {std}",
  .doc = "torch.Tensor.log_normal_.html",
};
