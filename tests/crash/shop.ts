import { Random } from "../../src/learning/random";
import { ordinaryShop } from "../pipeline/small-files";

/** What the shop knows of something that it asked for. `maybe`: the answer did not come. */
type Certainty = "yes" | "no" | "maybe";

interface Asked {
  /** The `Idempotency-Key`; null for a request that cannot be sent again. */
  readonly key: string | null;
  isThere: Certainty;
  id: string | null;
}

interface Upload extends Asked {
  readonly name: string;
  readonly text: string;
  readonly canary: string;
  path: string | null;
}

interface Training extends Asked {
  readonly name: string;
  readonly of: Upload;
  /** Of the model that it left. */
  model: Certainty;
  isDone: boolean;
}

interface Predicted {
  readonly model: string;
  /** Tells it from all others. */
  readonly mark: number;
  /** When the answer came, `performance.now()`. */
  readonly at: number;
  /** The server lived long enough after the answer to record it. */
  isSafe: boolean;
}

/** A row of the queue that the shop maintains itself, and the values that it may have. */
interface OwnRow {
  readonly id: string;
  values: readonly (number | null)[];
}

// biome-ignore lint/suspicious/noExplicitAny: the checks say what is to be in it
type Json = any;
interface Reply {
  readonly status: number;
  readonly json: Json;
}

const BASE = ordersText();
/** A prediction's record may be lost if the process dies this soon after the answer (`PredictionLog`). */
const RECORDED_MS = 1500;

/**
 * A tenant that works and keeps a book of what the server has acknowledged. Its requests come from its seed, one after
 * the other; `check` compares the book with the server.
 */
export class Shop {
  readonly #random: Random;
  readonly #uploads: Upload[] = [];
  readonly #trainings: Training[] = [];
  readonly #rows: OwnRow[] = [];
  readonly #batches: Asked[] = [];
  readonly #predictions: Predicted[] = [];
  readonly #erasing = new Set<string>();
  /** Erased for certain: no byte may tell of them. */
  readonly erased = new Set<string>();
  readonly counts = { acknowledged: 0, unanswered: 0, repeated: 0 };
  #requests = 0;
  #url = "";

  constructor(
    readonly tenant: string,
    seed: number,
    /** It sends nothing else, each with a key. */
    private readonly onlyUploads = false,
  ) {
    this.#random = new Random(seed).fork(tenant);
  }

  /** Has the server make the tenant. */
  async begin(url: string): Promise<void> {
    this.#url = url;
    await this.#addRow();
  }

  /** Works until `requests` are answered or the server is gone. */
  async work(url: string, requests: number): Promise<void> {
    this.#url = url;
    for (let i = 0; i < requests; i++) {
      try {
        await this.#next();
      } catch (error) {
        if (!isCut(error)) throw error;
        this.counts.unanswered++;
        return;
      }
    }
  }

  /** Sends again what can be sent again, and then compares the book with the server. Returns what is wrong. */
  async check(url: string): Promise<string[]> {
    this.#url = url;
    await this.#repeat();
    const wrong: string[] = [];
    const say = (text: string) => wrong.push(`${this.tenant}: ${text}`);
    await this.#checkJobs(say);
    await this.#checkUploads(say);
    await this.#checkModels(say);
    await this.#checkRows(say);
    await this.#checkPredictions(say);
    return wrong;
  }

  /** The server died at this moment, `performance.now()`. */
  died(at: number): void {
    for (const prediction of this.#predictions) prediction.isSafe ||= at - prediction.at > RECORDED_MS;
    this.#keepPredictions(({ isSafe }) => isSafe);
  }

  #keepPredictions(isKept: (prediction: Predicted) => boolean): void {
    this.#predictions.splice(0, Infinity, ...this.#predictions.filter(isKept));
  }

  async #next(): Promise<void> {
    const there = this.#uploads.filter(({ isThere }) => isThere === "yes");
    const models = this.#trainings.filter(({ model }) => model === "yes");
    const draw = this.onlyUploads ? 0 : this.#random.integer(100);
    if (draw < 18 || there.length === 0) await this.#upload();
    else if (draw < 26) await this.#train(there);
    else if (draw < 46 || this.#rows.length === 0) await this.#addRow();
    else if (draw < 66) await this.#changeRow();
    else if (draw < 74) await this.#deleteUpload(there);
    else if (models.length === 0) await this.#lookForModels();
    else if (draw < 84) await this.#predict(models);
    else if (draw < 90) await this.#predictAll(models);
    else if (draw < 95) await this.#deleteModel(models);
    else await this.#erase();
  }

  #key(share: number): string | null {
    return this.#random.uniform() < share ? `${this.tenant}-${this.#requests++}` : null;
  }

  #of<T>(list: readonly T[]): T {
    return list[this.#random.integer(list.length)]!;
  }

  async #upload(): Promise<void> {
    const n = this.#uploads.length;
    const canary = `CANARY-${this.tenant}-${n}-X`;
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
    this.#uploads.push(upload);
    this.#take(upload, await this.#sendUpload(upload));
  }

  #sendUpload({ key, name, text }: Upload): Promise<Reply> {
    const form = new FormData();
    form.set("file", new File([text], name));
    return this.#call("POST", "/upload", form, key);
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
    if (this.#trainings.some(({ isDone }) => !isDone)) return this.#addRow();
    const name = `training-${this.tenant}-${this.#trainings.length}`;
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
    this.#trainings.push(training);
    this.#takeJob(training, await this.#sendTraining(training));
  }

  #sendTraining({ key, name, of }: Training): Promise<Reply> {
    return this.#call("POST", "/train", { dataset_path: of.path, effort: "quick", name }, key);
  }

  #takeJob(asked: Asked, { status, json }: Reply): void {
    if (status >= 300) throw new Error(`a job was refused: ${status} ${JSON.stringify(json)}`);
    asked.isThere = "yes";
    asked.id = json.job_id ?? json.queue_id;
  }

  async #addRow(): Promise<void> {
    const row: OwnRow = { id: `row-${this.#rows.length}`, values: [null, 0] };
    this.#rows.push(row);
    await this.#done(this.#call("POST", "/queue", { queue_id: row.id, kind: "backtest", payload: { v: 0 } }));
    row.values = [0];
  }

  async #changeRow(): Promise<void> {
    const row = this.#of(this.#rows);
    const now = row.values.at(-1)!;
    // Perhaps it was never added.
    if (row.values.includes(null)) return;
    const next = now + 1;
    row.values = [...row.values, next];
    await this.#done(this.#call("PATCH", `/queue/${row.id}`, { result: { v: next } }));
    row.values = [next];
  }

  async #deleteUpload(there: readonly Upload[]): Promise<void> {
    const upload = this.#of(there);
    upload.isThere = "maybe";
    const { status, json } = await this.#call("DELETE", `/datasets/${upload.id}`);
    if (status === 409) upload.isThere = "yes";
    else if (status === 200 || status === 404) upload.isThere = "no";
    else throw new Error(`DELETE /datasets: ${status} ${JSON.stringify(json)}`);
  }

  async #deleteModel(models: readonly Training[]): Promise<void> {
    const training = this.#of(models);
    training.model = "maybe";
    // What was just asked of it is not recorded any more.
    this.#keepPredictions(({ model }) => model !== training.id);
    await this.#done(this.#call("DELETE", `/models/${training.id}`));
    training.model = "no";
  }

  async #lookForModels(): Promise<void> {
    for (const training of this.#trainings) {
      if (training.id === null || training.model !== "maybe" || training.isDone) continue;
      const { json } = await this.#call("GET", `/jobs/${training.id}`);
      if (json.status === "completed") Object.assign(training, { model: "yes", isDone: true });
    }
  }

  async #predict(models: readonly Training[]): Promise<void> {
    const mark = 1000 + this.#requests++;
    const features = { recency_days: 5, frequency: 3, monetary: mark };
    const model = this.#of(models).id!;
    const { status } = await this.#call("POST", "/predict", { model_id: model, features });
    if (status === 200) this.#predictions.push({ model, mark, at: performance.now(), isSafe: false });
    else if (status !== 404) throw new Error(`POST /predict: ${status}`);
  }

  async #predictAll(models: readonly Training[]): Promise<void> {
    const asked: Asked = { key: null, isThere: "maybe", id: null };
    this.#batches.push(asked);
    const body = { model_id: this.#of(models).id, mode: "batch" };
    this.#takeJob(asked, await this.#call("POST", "/api/queue/predict-batch", body));
  }

  async #erase(): Promise<void> {
    const canaries = this.#uploads.map(({ canary }) => canary).filter((one) => !this.erased.has(one));
    if (canaries.length === 0) return;
    const canary = this.#of(canaries);
    // Whatever was uploaded of this person so far is settled, so that the erasure covers it.
    if (this.#uploads.some((upload) => upload.canary === canary && upload.isThere === "maybe")) return;
    this.#erasing.add(canary);
    const { status, json } = await this.#call("DELETE", `/customers/${canary}`);
    if (status !== 202) throw new Error(`DELETE /customers: ${status} ${JSON.stringify(json)}`);
  }

  async #done(reply: Promise<Reply>): Promise<void> {
    const { status, json } = await reply;
    if (status !== 200) throw new Error(`${status} ${JSON.stringify(json)}`);
  }

  async #call(method: string, path: string, body?: object, key: string | null = null): Promise<Reply> {
    const answer = await fetch(this.#url + path, {
      method,
      headers: {
        "X-Tenant-Id": this.tenant,
        ...(body && !(body instanceof FormData) && { "Content-Type": "application/json" }),
        ...(key !== null && { "Idempotency-Key": key }),
      },
      ...(body && { body: body instanceof FormData ? body : JSON.stringify(body) }),
    });
    const text = await answer.text();
    if (answer.ok && method !== "GET") this.counts.acknowledged++;
    return { status: answer.status, json: text === "" ? null : JSON.parse(text) };
  }

  /** Requests with a key and without an answer are sent again: they must be done once. */
  async #repeat(): Promise<void> {
    for (const upload of this.#uploads)
      if (upload.isThere === "maybe" && upload.id === null && upload.key !== null) {
        this.counts.repeated++;
        this.#take(upload, await this.#sendUpload(upload));
      }
    for (const training of this.#trainings)
      if (training.isThere === "maybe" && training.key !== null) {
        this.counts.repeated++;
        this.#takeJob(training, await this.#sendTraining(training));
      }
  }

  async #checkUploads(say: (text: string) => void): Promise<void> {
    const { json } = await this.#call("GET", "/datasets");
    const files = (json as Json[]).flatMap(({ files }) => files as Json[]);
    for (const upload of this.#uploads) {
      const found = files.filter(({ file_name }) => file_name === upload.name);
      const { isThere, name } = upload;
      if (found.length > 1) say(`${name} is there ${found.length} times`);
      if (isThere === "yes" && found.length === 0) say(`lost: the upload ${name}`);
      if (isThere === "no" && found.length > 0) say(`${name} was deleted and is back`);
      if (isThere !== "maybe") continue;
      upload.isThere = found.length > 0 ? "yes" : "no";
      upload.id = found[0]?.file_id ?? null;
      upload.path =
        found.length > 0
          ? (json as Json[]).find(({ files }) => files.some((one: Json) => one.file_id === upload.id))
              .dataset_path
          : null;
    }
    const known = new Set(this.#uploads.map(({ name }) => name));
    for (const { file_name } of files) if (!known.has(file_name)) say(`nobody sent ${file_name}`);
  }

  async #checkJobs(say: (text: string) => void): Promise<void> {
    await this.#settled(say);
    const jobs: Json[] = [];
    for (const kind of ["training", "prediction", "erasure"])
      jobs.push(...(await this.#call("GET", `/queue?kind=${kind}`)).json);
    for (const training of this.#trainings) {
      const found = jobs.filter(({ payload }) => payload?.name === training.name);
      if (found.length > 1) say(`${training.name} was queued ${found.length} times`);
      if (training.isThere === "yes" && found.length === 0) say(`lost: ${training.name}`);
      if (training.isThere === "maybe") {
        training.isThere = found.length > 0 ? "yes" : "no";
        training.id = found[0]?.queue_id ?? null;
      }
      await this.#checkEnd(training.id, training.name, say);
    }
    const batches = jobs.filter(({ kind, payload }) => kind === "prediction" && payload?.mode === "batch");
    const sure = this.#batches.filter(({ isThere }) => isThere === "yes");
    for (const { id } of sure)
      if (!batches.some(({ queue_id }) => queue_id === id)) say(`lost: the prediction ${id}`);
    if (batches.length > this.#batches.length)
      say(`${batches.length} predictions of ${this.#batches.length} asked`);
    for (const { queue_id } of batches) await this.#checkEnd(queue_id, `prediction ${queue_id}`, say);
    for (const asked of this.#batches) if (asked.isThere === "maybe") asked.isThere = "no";
    this.#batches.splice(
      0,
      Infinity,
      ...batches.map(({ queue_id }) => ({ key: null, isThere: "yes" as const, id: queue_id })),
    );
    for (const { kind, status, error } of jobs) {
      if (kind !== "erasure") continue;
      if (status !== "completed") say(`an erasure is ${status}: ${error}`);
    }
    for (const canary of this.#erasing) this.erased.add(canary);
    this.#erasing.clear();
  }

  /** A job ends once. */
  async #checkEnd(id: string | null, name: string, say: (text: string) => void): Promise<void> {
    if (id === null) return;
    const answer = await fetch(`${this.#url}/jobs/${id}/events`, { headers: { "X-Tenant-Id": this.tenant } });
    const ends = (await answer.text()).match(/^event: (completed|failed|cancelled)/gm) ?? [];
    if (ends.length !== 1) say(`${name} ended ${ends.length} times`);
  }

  /** Waits until nothing is queued or running. */
  async #settled(say: (text: string) => void): Promise<void> {
    const until = performance.now() + 90_000;
    for (;;) {
      const open: Json[] = [];
      for (const kind of ["training", "prediction", "erasure"])
        open.push(...(await this.#call("GET", `/queue?kind=${kind}&status=active`)).json);
      if (open.length === 0) return;
      if (performance.now() > until) {
        say(`${open.length} jobs do not end: ${open.map(({ kind, status }) => `${kind} ${status}`)}`);
        return;
      }
      await Bun.sleep(50);
    }
  }

  async #checkModels(say: (text: string) => void): Promise<void> {
    const { json } = await this.#call("GET", "/models");
    const models = json as Json[];
    for (const training of this.#trainings) {
      if (training.id === null) continue;
      const { json: job } = await this.#call("GET", `/jobs/${training.id}`);
      const found = models.filter(({ job_id }) => job_id === training.id);
      const completed = job.status === "completed";
      if (found.length > 1) say(`${training.name} left ${found.length} models`);
      if (job.status === "failed" && !/deleted|There is no dataset|processes died/.test(job.error ?? ""))
        say(`${training.name} failed: ${job.error}`);
      if (completed && training.model === "yes" && found.length === 0)
        say(`lost: the model of ${training.name}`);
      if (training.model === "no" && found.length > 0)
        say(`the model of ${training.name} was deleted and is back`);
      if (completed && training.model === "maybe" && !training.isDone && found.length === 0)
        say(`${training.name} is completed and left no model`);
      if (training.model === "maybe") training.model = found.length > 0 ? "yes" : "no";
      training.isDone = true;
    }
    const ids = new Set(this.#trainings.map(({ id }) => id));
    for (const { job_id } of models) if (!ids.has(job_id)) say(`nobody asked for the model of ${job_id}`);
    for (const { model_id } of models) {
      const body = { model_id, features: { recency_days: 5, frequency: 3, monetary: 1 } };
      const { status } = await this.#call("POST", "/predict", body);
      if (status !== 200) say(`the model ${model_id} answers ${status}`);
    }
  }

  async #checkRows(say: (text: string) => void): Promise<void> {
    for (const row of [...this.#rows]) {
      const { status, json } = await this.#call("GET", `/jobs/${row.id}`);
      const value = status === 404 ? null : ((json.result?.v ?? json.payload.v) as number);
      if (!row.values.includes(value)) say(`lost: ${row.id} is ${value}, not ${row.values.join(" or ")}`);
      if (value === null) this.#rows.splice(this.#rows.indexOf(row), 1);
      else row.values = [value];
    }
  }

  async #checkPredictions(say: (text: string) => void): Promise<void> {
    const { json } = await this.#call("GET", "/predictions?limit=1000");
    const marks = new Map<number, number>();
    for (const { payload } of (json.predictions ?? json.rows ?? json) as Json[]) {
      const mark = payload?.features?.monetary as number | undefined;
      if (mark !== undefined) marks.set(mark, (marks.get(mark) ?? 0) + 1);
    }
    for (const { mark, isSafe } of this.#predictions) {
      if (isSafe && !marks.has(mark)) say(`lost: the prediction for ${mark}`);
      if ((marks.get(mark) ?? 0) > 1) say(`the prediction for ${mark} is there twice`);
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
