"""Missions of the playground clustering."""

from __future__ import annotations

MISSIONS = ()
