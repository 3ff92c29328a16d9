"""Missions of the playground nested validation."""

from __future__ import annotations

from core.course.missions import Mission

MISSIONS: tuple[Mission, ...] = ()
