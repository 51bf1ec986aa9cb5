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

/** The file as it is, or with the mark before it. */
export function marked(
  file: ReadableStream<Uint8Array>,
  bom: number | undefined,
): ReadableStream<Uint8Array> {
  if (bom !== 1) return file;
  return file.pipeThrough(new TransformStream<Uint8Array, Uint8Array>({ start: (out) => out.enqueue(MARK) }));
}
