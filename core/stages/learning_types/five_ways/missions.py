"""Missions of the playground One data set, five ways."""

MISSIONS = ()
