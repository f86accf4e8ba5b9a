#!/usr/bin/python3
# SPDX-FileCopyrightText: 2026 The Tensarium authors
# SPDX-License-Identifier: MIT
"""Drives the program by random keys, clicks, drags and sizes, and tells how it ended.

    xvfb-run -a -s '-screen 0 1440x900x24' dbus-run-session -- \\
      tests/monkey/monkey.py PROGRAM NOTEBOOK... [--seed N] [--actions N] [--log FILE] [--home FOLDER]

The notebooks are copied to a temporary folder, which is also the program's home. A program that the monkey itself has
closed is started again. Exits with 1 when the program dies of anything else, stops answering, or says something that
matches COMPLAINTS; then the last actions are printed, and the same seed repeats them all. Not part of the tests: what
depends on how fast the machine is cannot be repeated at will.
"""

import argparse
import collections
import os
import random
import re
import shutil
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path

COMPLAINTS = re.compile(r"CRITICAL|WARNING|\bERROR\b|runtime error|Sanitizer|X Window System error|BadWindow|BadMatch")
# What a machine without a desktop makes GTK say, and what it says when a second button is pressed in the middle of a drag.
NOT_OURS = re.compile(r"dconf-WARNING|gdk_monitor_get_geometry|Unable to acquire session bus|Failed to load module|a11y|Portal|portal|IBUS"
                      r"|AccessDenied|DBus\.Error|Broken accounting of active state")

PANELS = ["ctrl+r", "ctrl+i", "ctrl+k", "ctrl+j", "ctrl+shift+b", "ctrl+shift+f", "ctrl+shift+m", "ctrl+shift+n"]
RUNNING = ["F5", "shift+Return", "ctrl+Return", "alt+Return", "ctrl+period", "ctrl+shift+r"]
WINDOW = ["F11", "F8", "F9", "F10", "ctrl+1", "ctrl+2", "ctrl+f", "ctrl+question", "ctrl+s", "Menu"]
STEPS = ["alt+Left", "alt+Right", "alt+Home", "alt+End", "alt+space"]
EDITS = ["ctrl+z", "ctrl+shift+z", "a", "b", "d", "m", "y", "z", "p", "shift+p", "e", "n", "Delete", "BackSpace",
         "ctrl+a", "ctrl+c", "ctrl+v", "ctrl+x"]
MOVES = ["Up", "Down", "Left", "Right", "Home", "End", "Prior", "Next", "Tab", "shift+Tab", "space", "Return",
         "plus", "minus", "0", "period", "ctrl+Right", "ctrl+Next", "ctrl+Prior", "ctrl+space", "shift+Right",
         "shift+Down", "shift+Left"]
TEXTS = ["x", "w", "z = x.T\n", "import torch\nx = torch.randn(3, 4, requires_grad=True)\n(x * x).sum().backward()",
         "torch.arange(24).reshape(2, 3, 4)", "x[1:, ::2]", "-1", "0", "3, 4", "(2, 6)", "dim=1", "mean", "softmax",
         "for i in range(10**7): pass", "1 / 0", "@", "x @ x", "i + j", "2.5e-3", "nan", "é∂🜚", "9" * 30,
         "torch.zeros(0, 3)", "torch.randn(300, 400)", "torch.zeros(2, 3) @ torch.zeros(2, 3)"]


class Program:
    """The program under test, and what it says."""

    def __init__(self, command, home):
        # What the notebooks do to the settings, and the recent files, stay in the temporary home.
        env = {**os.environ, "HOME": str(home), "XDG_CONFIG_HOME": str(home / "config"),
               "XDG_CACHE_HOME": str(home / "cache"), "XDG_DATA_HOME": str(home / "data")}
        self.said = []
        self.complaints = []
        self.process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True,
                                        errors="replace", env=env, cwd=home)
        threading.Thread(target=self.listen, daemon=True).start()
        self.window = None

    def listen(self):
        for line in self.process.stderr:
            self.said.append(line)
            if COMPLAINTS.search(line) and not NOT_OURS.search(line):
                self.complaints.append(line)

    def is_running(self):
        return self.process.poll() is None

    def find_window(self, patience=120):
        """The newest visible window of the program that is large enough to be one, given the focus."""
        end = time.monotonic() + patience
        while self.is_running() and time.monotonic() < end:
            found = xdo("search", "--onlyvisible", "--pid", str(self.process.pid)).split()
            for window in reversed(found):
                x, y, width, height = place_of(window)
                if width < 300 or height < 200:
                    continue
                # Of a window that was dragged off the display GTK does not know the monitor.
                if max(-x, -y, x, y) > 100:
                    xdo("windowmove", window, "0", "0")
                if window != self.window:
                    xdo("windowfocus", window)
                self.window = window
                return window
            if self.window:
                # Made an icon.
                xdo("windowmap", self.window, "windowactivate", self.window)
            time.sleep(0.2)
        return None


def xdo(*words):
    done = subprocess.run(["xdotool", *words], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
    return done.stdout


def place_of(window):
    """Where a window is and how large: x, y, width, height."""
    found = dict(re.findall(r"(X|Y|WIDTH|HEIGHT)=(-?\d+)", xdo("getwindowgeometry", "--shell", window)))
    return [int(found.get(key, 0)) for key in ("X", "Y", "WIDTH", "HEIGHT")]


class Monkey:
    def __init__(self, seed, notebooks, command):
        self.random = random.Random(seed)
        self.notebooks = notebooks
        self.command = command
        # An action and how often it is taken.
        self.actions = {
            self.press: 40, self.click: 30, self.drag: 8, self.scroll: 8, self.type: 8, self.resize: 2,
            self.open_panel: 10, self.wait: 3, self.open_notebook: 0.3, self.escape: 4,
        }

    def act(self, window):
        """Takes one action; returns it in words."""
        action = self.random.choices(list(self.actions), list(self.actions.values()))[0]
        return action(window)

    def place(self, window):
        _, _, width, height = place_of(window)
        return self.random.randrange(max(1, width)), self.random.randrange(max(1, height))

    def move_to(self, window, place):
        xdo("mousemove", "--window", window, str(place[0]), str(place[1]))

    def press(self, window):
        keys = self.random.choices([MOVES, EDITS, STEPS, WINDOW, RUNNING], [50, 12, 10, 5, 8])[0]
        key = self.random.choice(keys)
        times = self.random.choice([1, 1, 1, 2, 5])
        xdo("key", "--delay", "5", *[key] * times)
        return f"key {key} ×{times}"

    def click(self, window):
        place = self.place(window)
        button = self.random.choices("13", [9, 1])[0]
        times = self.random.choice([1, 1, 1, 2, 3])
        self.move_to(window, place)
        xdo("click", "--repeat", str(times), "--delay", "30", button)
        return f"click {button} ×{times} at {place}"

    def drag(self, window):
        begin, end = self.place(window), self.place(window)
        self.move_to(window, begin)
        xdo("mousedown", "1")
        for step in range(1, 5):
            self.move_to(window, [a + (b - a) * step // 4 for a, b in zip(begin, end)])
        if self.random.random() < 0.2:
            xdo("key", self.random.choice(["Escape", *PANELS, "ctrl+z"]))
        xdo("mouseup", "1")
        return f"drag {begin} to {end}"

    def scroll(self, window):
        place = self.place(window)
        button = self.random.choice("4567")
        held = self.random.choice([[], ["keydown", "ctrl"], ["keydown", "shift"]])
        self.move_to(window, place)
        xdo(*held, "click", "--repeat", "5", "--delay", "5", button, *[word.replace("down", "up") for word in held])
        return f"scroll {button} at {place} {' '.join(held)}"

    def type(self, window):
        text = self.random.choice(TEXTS)
        xdo("type", "--delay", "2", text)
        return f"type {text!r}"

    def resize(self, window):
        size = self.random.choice([(1440, 900), (1024, 700), (900, 600), (700, 500), (1300, 640)])
        xdo("windowsize", window, str(size[0]), str(size[1]))
        return f"resize to {size}"

    def open_panel(self, window):
        key = self.random.choice(PANELS)
        xdo("key", key)
        return f"panel {key}"

    def open_notebook(self, window):
        notebook = self.random.choice(self.notebooks)
        # A second start hands the file to the first and ends.
        subprocess.run([self.command, notebook], timeout=60, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        return f"open {notebook}"

    def escape(self, window):
        xdo("key", "Escape")
        return "escape"

    def wait(self, window):
        seconds = self.random.choice([0.05, 0.3, 1])
        time.sleep(seconds)
        return f"wait {seconds}"


def answers(program, window):
    """Whether the program still serves its window: a resized window is drawn anew in time."""
    done = subprocess.run(["xdotool", "windowsize", "--sync", window, "1200", "760"], timeout=120,
                          stderr=subprocess.DEVNULL, check=False)
    return done.returncode == 0 or not program.is_running()


def drive(arguments, home):
    notebooks = [shutil.copy(path, home) for path in arguments.notebooks]
    monkey = Monkey(arguments.seed, notebooks, arguments.program)
    last = collections.deque(maxlen=60)
    log = open(arguments.log, "w") if arguments.log else None
    program, n_starts = None, 0

    for k in range(arguments.actions):
        if program is None or not program.is_running():
            if program is not None and program.process.returncode != 0:
                return fail(program, last, f"ended with {program.process.returncode} before action {k}")
            program = Program([arguments.program, monkey.random.choice(notebooks)], home)
            n_starts += 1
        window = program.find_window()
        if window is None:
            if program.is_running():
                return fail(program, last, "shows no window")
            continue
        done = f"{k} {monkey.act(window)}"
        last.append(done)
        if log:
            print(time.strftime("%T"), done, file=log, flush=True)
        if program.complaints:
            return fail(program, last, f"complained by action {k}")
    if program.is_running() and not answers(program, program.window):
        return fail(program, last, "answers no more")
    print(f"{arguments.actions} actions, {n_starts} starts, nothing found")
    if program.is_running():
        program.process.terminate()
    return 0


def fail(program, last, what):
    # A sanitizer takes its time to name the functions.
    try:
        program.process.wait(60 if any("Sanitizer" in line for line in program.complaints) else 1)
    except subprocess.TimeoutExpired:
        pass
    time.sleep(0.2)
    print("\n".join(last))
    print("".join(program.said[-400:]))
    print(f"the program {what}")
    if program.is_running():
        program.process.kill()
    return 1


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("program", type=lambda path: str(Path(path).resolve()))
    parser.add_argument("notebooks", nargs="+")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--actions", type=int, default=2000)
    parser.add_argument("--log")
    parser.add_argument("--home", type=Path, help="an empty folder that stays, with what the program leaves in it")
    arguments = parser.parse_args()
    print(f"seed {arguments.seed}", flush=True)
    if arguments.home:
        return drive(arguments, arguments.home.resolve())
    with tempfile.TemporaryDirectory(prefix="tensarium-monkey-", ignore_cleanup_errors=True) as folder:
        return drive(arguments, Path(folder))


if __name__ == "__main__":
    sys.exit(main())
