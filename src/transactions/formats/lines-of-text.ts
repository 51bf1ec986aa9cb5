import { InputError } from "../../errors";
import type { ReadLimits } from "../limits";

const LF = 0x0a;

/**
 * Cuts a stream of bytes at line feeds. Calls `onLine` with each line (a carriage return may end it) and its number,
 * from 1; which returns false to stop. `progress.line` is the last line read. Throws InputError at a line over the
 * limit.
 */
export async function forEachLine(
  chunks: AsyncIterable<Uint8Array>,
  limits: Pick<ReadLimits, "maxRecordBytes">,
  progress: { line: number },
  onLine: (bytes: Uint8Array, line: number) => boolean,
): Promise<void> {
  let rest: Uint8Array = new Uint8Array(0);
  const tooLong = () =>
    new InputError(
      `Row ${progress.line + 1} is longer than ${limits.maxRecordBytes} bytes, the limit for a row.`,
    );
  for await (const chunk of chunks) {
    const bytes = rest.length === 0 ? chunk : Buffer.concat([rest, chunk]);
    let from = 0;
    for (;;) {
      const to = bytes.indexOf(LF, from);
      if (to < 0) break;
      if (to - from > limits.maxRecordBytes) throw tooLong();
      if (!onLine(bytes.subarray(from, to), ++progress.line)) return;
      from = to + 1;
    }
    rest = bytes.subarray(from);
    if (rest.length > limits.maxRecordBytes) throw tooLong();
  }
  if (rest.length > 0) onLine(rest, ++progress.line);
}
