/**
 * Sends `task` to a new thread that runs the file `script` and gives back what the thread answers. The thread is ended
 * in any case; it must run no native code, because ending a thread within a native call aborts the process. Throws what
 * the thread throws.
 */
export async function inThread<Task, Outcome>(script: URL, task: Task): Promise<Outcome> {
  const worker = new Worker(script);
  try {
    return await new Promise<Outcome>((resolve, reject) => {
      worker.onmessage = ({ data }: MessageEvent<Outcome>) => resolve(data);
      worker.onerror = ({ message }) => reject(new Error(message));
      worker.postMessage(task);
    });
  } finally {
    worker.terminate();
  }
}
