import { Random } from "../../src/learning/random";
import { ordinaryShop } from "../pipeline/small-files";
import { audit } from "./audit";
import { type Asked, addressOf, Book, type OwnRow, type Reply, type Training, type Upload } from "./book";
import type { Receivers } from "./receivers";

const BASE = ordersText();

/**
 * A tenant that works and keeps a book of what the server has acknowledged. Its requests come from its seed, one after
 * the other; `check` compares the book with the server.
 */
export class Shop {
  readonly book: Book;
  readonly #random: Random;
  #requests = 0;

  constructor(
    tenant: string,
    seed: number,
    private readonly receivers: Receivers,
    /** It sends nothing else, each with a key. */
    private readonly onlyUploads = false,
  ) {
    this.book = new Book(tenant);
    this.#random = new Random(seed).fork(tenant);
  }

  /** Has the server make the tenant, which wants to be told of everything. */
  async begin(url: string): Promise<void> {
    this.book.url = url;
    await this.#addRow();
    const { status, json } = await this.book.call("POST", "/webhooks", { url: this.receivers.webhookUrl });
    if (status >= 300) throw new Error(`POST /webhooks: ${status} ${JSON.stringify(json)}`);
  }

  /** Works until `requests` are answered or the server is gone. */
  async work(url: string, requests: number): Promise<void> {
    this.book.url = url;
    for (let i = 0; i < requests; i++) {
      try {
        await this.#next();
      } catch (error) {
        if (!isCut(error)) throw error;
        this.book.counts.unanswered++;
        return;
      }
    }
  }

  /** Sends again what can be sent again, and then compares the book with the server. Returns what is wrong. */
  async check(url: string): Promise<string[]> {
    this.book.url = url;
    await this.#repeat();
    return audit(this.book, this.receivers);
  }

  async #next(): Promise<void> {
    const there = this.book.uploads.filter(({ isThere }) => isThere === "yes");
    const models = this.book.trainings.filter(({ model }) => model === "yes");
    const draw = this.onlyUploads ? 0 : this.#random.integer(100);
    if (draw < 18 || there.length === 0) await this.#upload();
    else if (draw < 26) await this.#train(there);
    else if (draw < 46 || this.book.rows.length === 0) await this.#addRow();
    else if (draw < 66) await this.#changeRow();
    else if (draw < 74) await this.#deleteUpload(there);
    else if (models.length === 0) await this.#lookForModels();
    else if (draw < 84) await this.#predict(models);
    else if (draw < 90) await this.#predictAll(models);
    else if (draw < 95) await this.#deleteModel(models);
    else await this.#erase();
  }

  #key(share: number): string | null {
    return this.#random.uniform() < share ? `${this.book.tenant}-${this.#requests++}` : null;
  }

  #of<T>(list: readonly T[]): T {
    return list[this.#random.integer(list.length)]!;
  }

  async #upload(): Promise<void> {
    const n = this.book.uploads.length;
    const canary = `CANARY-${this.book.tenant}-${n}-X`;
    const text = `${BASE}9${n},P1,1,2020-09-0${1 + (n % 9)} 10:00,12.5,${canary}\n`;
    const upload: Upload = {
      key: this.#key(this.onlyUploads ? 1 : 0.6),
      isThere: "maybe",
      id: null,
      name: `orders-${n}.csv`,
      text,
      canary,
      path: null,
    };
    this.book.uploads.push(upload);
    this.#take(upload, await this.#sendUpload(upload));
  }

  #sendUpload({ key, name, text }: Upload): Promise<Reply> {
    const form = new FormData();
    form.set("file", new File([text], name));
    return this.book.call("POST", "/upload", form, key);
  }

  #take(upload: Upload, { status, json }: Reply): void {
    // Refused as a whole: a person was erased while it was sent.
    if (status === 409) upload.isThere = "no";
    else if (status === 200)
      Object.assign(upload, { isThere: "yes", id: json.file_id, path: json.dataset_path });
    else throw new Error(`POST /upload: ${status} ${JSON.stringify(json)}`);
  }

  async #train(there: readonly Upload[]): Promise<void> {
    // Each takes a worker for seconds.
    if (this.book.trainings.some(({ isDone }) => !isDone)) return this.#addRow();
    const name = `training-${this.book.tenant}-${this.book.trainings.length}`;
    const of = this.#of(there);
    const training: Training = {
      key: this.#key(0.7),
      isThere: "maybe",
      id: null,
      name,
      of,
      model: "maybe",
      isDone: false,
    };
    this.book.trainings.push(training);
    this.#takeJob(training, await this.#sendTraining(training));
  }

  #sendTraining({ key, name, of }: Training): Promise<Reply> {
    return this.book.call(
      "POST",
      "/train",
      { dataset_path: of.path, effort: "quick", name, notify_email: addressOf(name) },
      key,
    );
  }

  #takeJob(asked: Asked, { status, json }: Reply): void {
    if (status >= 300) throw new Error(`a job was refused: ${status} ${JSON.stringify(json)}`);
    asked.isThere = "yes";
    asked.id = json.job_id ?? json.queue_id;
  }

  async #addRow(): Promise<void> {
    const row: OwnRow = { id: `row-${this.book.rows.length}`, values: [null, 0] };
    this.book.rows.push(row);
    await this.#done(
      this.book.call("POST", "/queue", { queue_id: row.id, kind: "backtest", payload: { v: 0 } }),
    );
    row.values = [0];
  }

  async #changeRow(): Promise<void> {
    const row = this.#of(this.book.rows);
    const now = row.values.at(-1)!;
    // Perhaps it was never added.
    if (row.values.includes(null)) return;
    const next = now + 1;
    row.values = [...row.values, next];
    await this.#done(this.book.call("PATCH", `/queue/${row.id}`, { result: { v: next } }));
    row.values = [next];
  }

  async #deleteUpload(there: readonly Upload[]): Promise<void> {
    const upload = this.#of(there);
    upload.isThere = "maybe";
    const { status, json } = await this.book.call("DELETE", `/datasets/${upload.id}`);
    if (status === 409) upload.isThere = "yes";
    else if (status === 200 || status === 404) upload.isThere = "no";
    else throw new Error(`DELETE /datasets: ${status} ${JSON.stringify(json)}`);
  }

  async #deleteModel(models: readonly Training[]): Promise<void> {
    const training = this.#of(models);
    training.model = "maybe";
    // What was just asked of it is not recorded any more.
    this.book.predictions = this.book.predictions.filter(({ model }) => model !== training.id);
    await this.#done(this.book.call("DELETE", `/models/${training.id}`));
    training.model = "no";
  }

  async #lookForModels(): Promise<void> {
    for (const training of this.book.trainings) {
      if (training.id === null || training.model !== "maybe" || training.isDone) continue;
      const { json } = await this.book.call("GET", `/jobs/${training.id}`);
      if (json.status === "completed") Object.assign(training, { model: "yes", isDone: true });
    }
  }

  async #predict(models: readonly Training[]): Promise<void> {
    const mark = 1000 + this.#requests++;
    const features = { recency_days: 5, frequency: 3, monetary: mark };
    const model = this.#of(models).id!;
    const { status } = await this.book.call("POST", "/predict", { model_id: model, features });
    if (status === 200) this.book.predictions.push({ model, mark, at: performance.now(), isSafe: false });
    else if (status !== 404) throw new Error(`POST /predict: ${status}`);
  }

  async #predictAll(models: readonly Training[]): Promise<void> {
    const asked: Asked = { key: null, isThere: "maybe", id: null };
    this.book.batches.push(asked);
    const body = { model_id: this.#of(models).id, mode: "batch" };
    this.#takeJob(asked, await this.book.call("POST", "/api/queue/predict-batch", body));
  }

  async #erase(): Promise<void> {
    const canaries = this.book.uploads
      .map(({ canary }) => canary)
      .filter((one) => !this.book.erased.has(one));
    if (canaries.length === 0) return;
    const canary = this.#of(canaries);
    // Whatever was uploaded of this person so far is settled, so that the erasure covers it.
    if (this.book.uploads.some((upload) => upload.canary === canary && upload.isThere === "maybe")) return;
    this.book.erasing.set(canary, false);
    await this.#sendErasure(canary);
  }

  async #sendErasure(canary: string): Promise<void> {
    const { status, json } = await this.book.call("DELETE", `/customers/${canary}`);
    if (status !== 202) throw new Error(`DELETE /customers: ${status} ${JSON.stringify(json)}`);
    this.book.erasing.set(canary, true);
  }

  async #done(reply: Promise<Reply>): Promise<void> {
    const { status, json } = await reply;
    if (status !== 200) throw new Error(`${status} ${JSON.stringify(json)}`);
  }

  /** Requests with a key and without an answer are sent again: they must be done once. So is an erasure. */
  async #repeat(): Promise<void> {
    for (const [canary, isAnswered] of this.book.erasing)
      if (!isAnswered) {
        this.book.counts.repeated++;
        await this.#sendErasure(canary);
      }
    for (const upload of this.book.uploads)
      if (upload.isThere === "maybe" && upload.id === null && upload.key !== null) {
        this.book.counts.repeated++;
        this.#take(upload, await this.#sendUpload(upload));
      }
    for (const training of this.book.trainings)
      if (training.isThere === "maybe" && training.key !== null) {
        this.book.counts.repeated++;
        this.#takeJob(training, await this.#sendTraining(training));
      }
  }
}

/** Whether a request failed because the server is gone. */
function isCut(error: unknown): boolean {
  const { name = "", code = "", message = "" } = error as { name?: string; code?: string; message?: string };
  return /ConnectionRefused|ConnectionClosed|ECONNRESET|ECONNREFUSED|FailedToOpenSocket|socket connection|Unable to connect|fetch failed|JSON/i.test(
    `${name} ${code} ${message}`,
  );
}

function ordersText(): string {
  const lines = ordinaryShop(80, 300).map(({ customer, day, value }, i) => {
    const date = new Date(Date.UTC(2020, 0, 1, 12) + day * 86_400_000).toISOString();
    return `${1000 + i},P${i % 7},1,${date.slice(0, 16).replace("T", " ")},${value},c${customer}`;
  });
  return `${["InvoiceNo,StockCode,Quantity,InvoiceDate,UnitPrice,CustomerID", ...lines].join("\n")}\n`;
}
