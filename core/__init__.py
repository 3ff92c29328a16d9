"""Everything the playgrounds compute, draw, export and teach; only ``core.ui`` knows Streamlit."""
