# SPDX-FileCopyrightText: 2026 The Tensarium authors
# SPDX-License-Identifier: MIT
"""What was built: torch.version.__version__, torch.version.cuda …"""

__version__ = "2.15.0+tensarium"
debug = False
git_version = "Unknown"
cuda = None
hip = None
xpu = None
