"""How hard hypothesis tries: `dev` at the desk, `ci` with CI set (same examples always), `nightly` in `make slow`."""

from __future__ import annotations

import os

from hypothesis import settings

# No deadline anywhere: how long an example takes is for benchmarks/, not for tests.
settings.register_profile("dev", deadline=None, max_examples=50)
settings.register_profile("ci", deadline=None, max_examples=100, derandomize=True, print_blob=True)
settings.register_profile("nightly", deadline=None, max_examples=2_000, print_blob=True)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE") or ("ci" if os.environ.get("CI") else "dev"))
