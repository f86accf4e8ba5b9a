# SPDX-FileCopyrightText: 2026 The Tensarium authors
# SPDX-License-Identifier: MIT
"""Writes travel-cases.h: where PyTorch puts every element, for every word of the shape family.

    python tests/ui/record-travel.py > tests/ui/travel-cases.h    (PyTorch 2.15.0, CPU; no seed)
"""
import warnings

import torch

warnings.simplefilter("ignore")

CASES = {
    (3, 4): ["reshape(2, 6)", "reshape(-1)", "view(4, -1)", "view((2, 2, 3))", "flatten()",
             "unsqueeze(0)", "unsqueeze(-1)", "transpose(0, 1)", "transpose(-1, 0)",
             "permute(1, 0)", "permute((1, 0))", "T", "expand(2, 3, 4)", "expand(2, -1, -1)",
             "repeat(2, 1)", "repeat(1, 2)", "repeat(2, 2, 1)", "flip(0)", "flip(1)", "flip(0, 1)",
             "flip((-1,))", "roll(1)", "roll(-5)", "roll(1, 0)", "roll(6, 1)", "roll(-1, -1)",
             "roll((1, 2), (0, 1))", "roll((1, 1), (0, 0))"],
    (2, 3, 4): ["flatten(1)", "flatten(0, 1)", "flatten(start_dim=1, end_dim=2)", "permute(2, 0, 1)",
                "permute(1, 2, 0)", "permute(0, 2, 1)", "transpose(0, 2)", "transpose(1, 2)", "T",
                "flip(0, 2)", "flip(1)", "roll(2, 2)", "roll((1, -1), (0, 2))", "unsqueeze(2)",
                "reshape(4, 6)"],
    (1, 3, 1): ["squeeze()", "squeeze(0)", "squeeze(2)", "squeeze(1)", "squeeze((0, 2))",
                "squeeze(-1)", "expand(2, 3, 2)", "expand(2, -1, 4)", "expand(2, 1, 3, 2)",
                "permute(2, 1, 0)", "repeat(2, 1, 3)", "repeat(2, 1, 2, 1)"],
    (3,): ["expand(2, 3)", "repeat(2)", "repeat(2, 2)", "flip(0)", "roll(1, 0)", "unsqueeze(1)",
           "repeat(0)", "T"],
    (): ["reshape(1)", "reshape(())", "flatten()", "unsqueeze(0)", "expand(3)", "expand(2, 2)",
         "repeat(3)", "transpose(0, 0)", "permute(())", "flip(())", "roll(1)", "squeeze()"],
    (0, 3): ["reshape(3, 0)", "transpose(0, 1)", "flip(1)", "repeat(2, 2)", "roll(1)"],
}

ILLEGAL = {
    (3, 4): ["reshape(5, -1)", "view(5, 2)", "transpose(0, 2)", "flatten(1, 0)", "unsqueeze(3)",
             "permute(0, 0)", "permute(0)", "flip(2)", "flip(0, 0)", "squeeze(4)", "expand(4, 4)",
             "expand(4)", "expand(6, 4)", "repeat(2)", "roll((1, 2), 0)", "roll(1, 2)"],
}


def run(x, call):
    return eval("x." + call, {"x": x})


def write_list(numbers):
    return "{ " + ", ".join(map(str, numbers or [0])) + " }"


print("/* SPDX-FileCopyrightText: 2026 The Tensarium authors")
print(" * SPDX-License-Identifier: MIT */")
print(f"/* Written by record-travel.py under PyTorch {torch.__version__.split('+')[0]} (CPU). */")
print("static const TravelCase travel_cases[] = {")
for shape, calls in CASES.items():
    for call in calls:
        x = torch.arange(torch.Size(shape).numel()).reshape(shape)
        y = run(x, call)
        is_view = y.untyped_storage().data_ptr() == x.untyped_storage().data_ptr()
        print(f'  {{ "{call}", {{ {len(shape)}, {write_list(shape)} }},')
        print(f"    {{ {y.dim()}, {write_list(y.shape)} }}, {write_list(y.stride())},"
              f" {'true' if is_view and y.numel() else 'false'},")
        print(f"    {y.numel()}, {write_list(y.flatten().tolist())} }},")
print("};\n")
print("static const IllegalCase illegal_cases[] = {")
for shape, calls in ILLEGAL.items():
    for call in calls:
        try:
            run(torch.zeros(shape), call)
            raise SystemExit(call + " is legal")
        except (RuntimeError, IndexError) as error:
            print(f'  {{ "{call}", {{ {len(shape)}, {write_list(shape)} }},')
            words = str(error)
            lines = [words[k:k + 80] for k in range(0, len(words), 80)]
            print("\n".join(f'    "{line}"' for line in lines) + " },")
print("};")
