# SPDX-FileCopyrightText: 2026 The Tensarium authors
# SPDX-License-Identifier: MIT
"""count.py BUILD...: counts the subtests in the logs that `meson test` left; fails if any failed.

A test program that speaks TAP counts once per subtest, and once more as failed when it died without
reporting it; any other program counts once.
"""

import json
import os
import re
import sys

RESULT = re.compile(r"^(ok|not ok)\b(.*)$", re.MULTILINE)


def count(test):
    """(passed, failed, skipped) of one test program."""
    passed = failed = skipped = 0
    for verdict, rest in RESULT.findall(test.get("stdout") or ""):
        if re.search(r"#\s*(SKIP|TODO)", rest, re.IGNORECASE):
            skipped += 1
        elif verdict == "ok":
            passed += 1
        else:
            failed += 1
    if passed + failed + skipped == 0:
        ended = test["result"]
        return (int(ended == "OK"), int(ended not in ("OK", "SKIP")), int(ended == "SKIP"))
    if test["result"] not in ("OK", "SKIP") and failed == 0:
        failed = 1
    return passed, failed, skipped


def main(folders):
    total = [0, 0, 0]
    for folder in folders:
        path = os.path.join(folder, "meson-logs", "testlog.json")
        if not os.path.exists(path):
            print(f"{folder}: no test ran")
            total[1] += 1
            continue
        with open(path, encoding="utf-8") as log:
            for line in log:
                test = json.loads(line)
                counts = count(test)
                total = [a + b for a, b in zip(total, counts)]
                if counts[1]:
                    print(f"{os.path.basename(folder)}: {test['name']}: {counts[1]} failed")
    print("{} passed, {} failed, {} skipped".format(*total))
    return 1 if total[1] else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
