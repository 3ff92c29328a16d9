"""The course: a folder for each stage, in it a folder for each playground that stands."""
