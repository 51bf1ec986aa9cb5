import { t } from "elysia";

const MARK = new Uint8Array([0xef, 0xbb, 0xbf]);

/** Asks for a byte order mark before a CSV file. Without one, Excel mistakes UTF-8 for its country's encoding. */
export const BOM_QUERY = {
  bom: t.Optional(
    t.Integer({
      minimum: 0,
      maximum: 1,
      description: "1: the file begins with a byte order mark, which Excel needs to read letters such as é.",
    }),
  ),
};

/** The file as it is, or with the mark before it. `sizeBytes` includes the mark. */
export function marked(
  file: { readonly stream: ReadableStream<Uint8Array>; readonly sizeBytes: number },
  bom: number | undefined,
): { readonly stream: ReadableStream<Uint8Array>; readonly sizeBytes: number } {
  if (bom !== 1) return file;
  const transform = new TransformStream<Uint8Array, Uint8Array>({ start: (out) => out.enqueue(MARK) });
  return { stream: file.stream.pipeThrough(transform), sizeBytes: file.sizeBytes + MARK.length };
}
