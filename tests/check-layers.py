# SPDX-FileCopyrightText: 2026 The Tensarium authors
# SPDX-License-Identifier: MIT
"""check-layers.py ROOT: fails on an include that goes upward. app > ui > engine > kernels.

Beyond the order: nothing outside the engine's interface reads kernels/ except the engine and its
tests (types.h and kernel-list.h are part of that interface), kernels use no GLib, and the engine
and the kernels no GTK.
"""

import os
import re
import sys

LAYERS = {"kernels": 0, "engine": 1, "ui": 2, "app": 3}
INCLUDE = re.compile(r'^\s*#\s*include\s*[<"]([^>"]+)[>"]', re.MULTILINE)
GLIB = re.compile(r"^(glib|gio|gobject|gmodule)[/.-]|^glib\.h$|^glib-object\.h$|^json-glib/")
GTK = re.compile(r"^(gtk|gdk|gsk|adwaita|gtksourceview)[/.]|^adwaita\.h$|^pango/")


def faults_of(layer, path, text):
    for target in INCLUDE.findall(text):
        other = target.split("/")[0]
        if other in LAYERS and LAYERS[other] > LAYERS[layer]:
            yield f"{path}: {layer} includes {target} of the layer above"
        if layer in ("ui", "app") and other == "kernels":
            yield f"{path}: {layer} includes {target}; go through the engine"
        if layer == "kernels" and GLIB.search(target):
            yield f"{path}: kernels use no GLib, but include {target}"
        if layer in ("kernels", "engine") and GTK.search(target):
            yield f"{path}: {layer} uses no GTK, but includes {target}"


def sources(root, layer):
    for folder, _, files in os.walk(os.path.join(root, layer)):
        for name in sorted(files):
            if name.endswith((".c", ".h", ".cu", ".cuh", ".cc")):
                yield os.path.join(folder, name)


def main(root):
    faults, n_files = [], 0
    for layer in LAYERS:
        for path in sources(root, layer):
            n_files += 1
            with open(path, encoding="utf-8") as file:
                faults += faults_of(layer, os.path.relpath(path, root), file.read())
    print("1..1")
    for fault in faults:
        print("#", fault)
    print("ok 1" if n_files and not faults else "not ok 1", "- no include goes upward")
    return 1 if faults or not n_files else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
