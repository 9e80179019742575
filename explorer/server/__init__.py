"""What the page and the API ask for, as plain values: no Gradio here."""
