"""Map: all stages as a picture, coloured by what you have earned."""
