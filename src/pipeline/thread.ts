/**
 * A thread that runs `script` and answers one question after another. It must not run native code, because it may be
 * ended at any time, and ending a thread during a native call aborts the process.
 */
export class Thread<Question, Answer> implements Disposable {
  readonly #worker: Worker;
  readonly #asked: PromiseWithResolvers<Answer>[] = [];
  #failure: Error | null = null;

  constructor(script: URL) {
    this.#worker = new Worker(script);
    this.#worker.onmessage = ({ data }: MessageEvent<Answer>) => this.#asked.shift()!.resolve(data);
    this.#worker.onerror = ({ message }) => {
      this.#failure = new Error(message);
      for (const { reject } of this.#asked.splice(0)) reject(this.#failure);
    };
  }

  /**
   * The answer to a question, after those asked before. It is sent at once, so the thread works even while this one is
   * too busy to wait. Throws what the thread threw: a failure ends it.
   */
  ask(question: Question): Promise<Answer> {
    const answer = Promise.withResolvers<Answer>();
    // A failure is thrown where the answer is awaited, which may be later.
    answer.promise.catch(() => {});
    if (this.#failure) answer.reject(this.#failure);
    else {
      this.#asked.push(answer);
      this.#worker.postMessage(question);
    }
    return answer.promise;
  }

  /** Whether an answer is still to come, as far as this thread has heard. */
  get isBusy(): boolean {
    return this.#asked.length > 0;
  }

  [Symbol.dispose](): void {
    this.#worker.terminate();
  }
}
