"""What the page and the API ask the server for, as plain values; no Gradio here."""
