import type { Progress, ProgressListener } from "../pipeline/progress";

/**
 * Shows progress on `stream`: one line that is written over when it is a terminal, else one JSON object a line
 * (`{"event":"progress","stage","fraction","message"}`) for each stage and each tenth.
 */
export function progressLine(
  stream: NodeJS.WriteStream = process.stderr,
): ProgressListener & { end(): void } {
  let shown = "";
  let stage = "";
  let tenth = -1;
  const onTerminal = (progress: Progress) => {
    const line = `${String(Math.floor(progress.fraction * 100)).padStart(3)} %  ${progress.message}`;
    if (line === shown) return;
    stream.write(`\r${line.padEnd(shown.length)}`);
    shown = line;
  };
  const onPipe = (progress: Progress) => {
    const nowTenth = Math.floor(progress.fraction * 10);
    if (progress.stage === stage && nowTenth === tenth) return;
    stage = progress.stage;
    tenth = nowTenth;
    stream.write(`${JSON.stringify({ event: "progress", ...progress })}\n`);
  };
  const listener = stream.isTTY ? onTerminal : onPipe;
  return Object.assign((progress: Progress) => listener(progress), {
    end() {
      if (stream.isTTY && shown) stream.write(`\r${" ".repeat(shown.length)}\r`);
    },
  });
}
