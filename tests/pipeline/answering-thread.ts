declare const self: Worker;

/** Halves even numbers, into memory that it shares with whoever asks; for `thread.test.ts`. */
self.onmessage = ({ data: { number, seen } }: MessageEvent<{ number: number; seen: Int32Array }>) => {
  if (number % 2 !== 0) throw new Error(`${number} is odd`);
  Atomics.add(seen, 0, 1);
  Atomics.notify(seen, 0);
  self.postMessage(number / 2);
};
