import { writeSync } from "node:fs";
import { formats } from "./seeds";

/** Milliseconds after which a run that is still the same hangs; more than the slowest may take. */
const hangMs = 20_000;

declare const self: Worker;

// Ends the process where one run hangs, since the thread that runs it cannot.
self.onmessage = ({ data: progress }: MessageEvent<Int32Array>) => {
  let last = "";
  setInterval(() => {
    const now = `${formats[Atomics.load(progress, 0)]}, run ${Atomics.load(progress, 1)}`;
    if (now === last) {
      writeSync(1, `${now}: hangs\n`);
      process.kill(process.pid, "SIGKILL");
    }
    last = now;
  }, hangMs);
};
