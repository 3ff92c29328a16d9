"""Model selection and tuning."""
