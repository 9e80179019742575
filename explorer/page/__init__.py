"""The page and its endpoints: the only room that knows Gradio."""
