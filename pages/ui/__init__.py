"""The shared Streamlit parts of the screens."""
