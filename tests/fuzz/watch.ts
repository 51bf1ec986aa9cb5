import { writeSync } from "node:fs";
import { formats } from "./seeds";

/** Processor time after which a run that is still the same hangs, more than the slowest may take; and waiting time. */
const HANG_MS = 20_000;
const STILL_MS = 600_000;
const LOOK_MS = 1000;

declare const self: Worker;

// Ends the process where one run hangs, since the thread that runs it cannot.
self.onmessage = ({ data: progress }: MessageEvent<Int32Array>) => {
  let run = "";
  let since = { at: 0, cpuMs: 0 };
  setInterval(() => {
    const now = `${formats[Atomics.load(progress, 0)]}, run ${Atomics.load(progress, 1)}`;
    const { user, system } = process.cpuUsage();
    const here = { at: performance.now(), cpuMs: (user + system) / 1000 };
    if (now !== run) [run, since] = [now, here];
    if (here.cpuMs - since.cpuMs < HANG_MS && here.at - since.at < STILL_MS) return;
    writeSync(1, `${now}: hangs\n`);
    process.kill(process.pid, "SIGKILL");
  }, LOOK_MS);
};
