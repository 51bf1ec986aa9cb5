/**
 * Sends `task` to a new thread running `script` and returns its answer. Always ends the thread, so it must not run
 * native code: ending a thread during a native call aborts the process. Throws what the thread throws.
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
