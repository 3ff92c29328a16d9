"""Projection: what seven methods keep of many dimensions in two, and what they make up."""
