"""What is computed from figures of many, and what of it may be shown: values in, values out."""
