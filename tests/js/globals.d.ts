// What the page finds in its window.
interface Window {
  gradio_config: { components: any[]; root?: string; api_prefix?: string };
  /** What Gradio's components call. */
  hitmap: {
    values: (names: string[]) => unknown[];
    changed: (name: string, value: unknown) => void;
    pressed: (name: string) => void;
    uploaded: (reply: any) => void;
  };
}
