"""The course as data: roadmap, missions, passport, glossary."""
