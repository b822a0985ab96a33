"""What a holder gets and how a stranger checks it: values and files in, values and files out."""
