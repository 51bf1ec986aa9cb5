declare const self: Worker;

/** Halves even numbers; for `thread.test.ts`. */
self.onmessage = ({ data }: MessageEvent<number>) => {
  if (data % 2 !== 0) throw new Error(`${data} is odd`);
  self.postMessage(data / 2);
};
