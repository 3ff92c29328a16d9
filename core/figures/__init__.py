"""Arrays in, plotly figures out; one theme."""
