"""The only part of core that knows Streamlit: shell, controls, panels, passport."""
