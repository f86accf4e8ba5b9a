# SPDX-FileCopyrightText: 2026 The Tensarium authors
# SPDX-License-Identifier: MIT
"""What registering a hook gives."""


class RemovableHandle:
    """remove() takes the hook away; so does the end of a `with` block."""

    def __init__(self, take_away, number):
        self._take_away = take_away
        self.id = number

    def remove(self):
        """Takes the hook away; again does nothing."""
        take_away, self._take_away = self._take_away, None
        if take_away is not None:
            take_away()

    def __enter__(self):
        return self

    def __exit__(self, *exception):
        self.remove()
