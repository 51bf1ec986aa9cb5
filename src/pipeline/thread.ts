/**
 * A thread that runs `script` and answers one question after another. It must not run native code, because it may be
 * ended at any time, and ending a thread during a native call aborts the process.
 */
export class Thread<Question, Answer> implements Disposable {
  readonly #worker: Worker;
  #last: Promise<unknown> = Promise.resolve();

  constructor(script: URL) {
    this.#worker = new Worker(script);
  }

  /** The answer to a question, after those asked before. Throws what the thread threw: a failure ends it. */
  ask(question: Question): Promise<Answer> {
    const answer = this.#last.then(() => this.#answerTo(question));
    this.#last = answer;
    // A failure is thrown where the answer is awaited, which may be later.
    answer.catch(() => {});
    return answer;
  }

  #answerTo(question: Question): Promise<Answer> {
    return new Promise<Answer>((resolve, reject) => {
      this.#worker.onmessage = ({ data }: MessageEvent<Answer>) => resolve(data);
      this.#worker.onerror = ({ message }) => reject(new Error(message));
      this.#worker.postMessage(question);
    });
  }

  [Symbol.dispose](): void {
    this.#worker.terminate();
  }
}
