"""Search race: four ways of looking for settings, on one budget of fits."""
