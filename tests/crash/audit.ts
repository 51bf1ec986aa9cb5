import { addressOf, type Book, type Json } from "./book";
import type { Receivers } from "./receivers";

/** Compares a book with what the server has, once it is at rest. Returns what is wrong. */
export async function audit(book: Book, receivers: Receivers): Promise<string[]> {
  const wrong: string[] = [];
  const say = (text: string) => wrong.push(`${book.tenant}: ${text}`);
  const jobs = await checkJobs(book, say);
  await checkNews(jobs, receivers, say);
  await checkUploads(book, say);
  await checkModels(book, say);
  await checkRows(book, say);
  await checkPredictions(book, say);
  return wrong;
}

async function checkUploads(book: Book, say: (text: string) => void): Promise<void> {
  const { json } = await book.call("GET", "/datasets");
  const files = (json as Json[]).flatMap(({ files }) => files as Json[]);
  for (const upload of book.uploads) {
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
  const known = new Set(book.uploads.map(({ name }) => name));
  for (const { file_name } of files) if (!known.has(file_name)) say(`nobody sent ${file_name}`);
}

/** Returns the jobs. */
async function checkJobs(book: Book, say: (text: string) => void): Promise<Json[]> {
  await settled(book, say);
  const jobs: Json[] = [];
  for (const kind of ["training", "prediction", "erasure"])
    jobs.push(...(await book.call("GET", `/queue?kind=${kind}`)).json);
  for (const training of book.trainings) {
    const found = jobs.filter(({ payload }) => payload?.name === training.name);
    if (found.length > 1) say(`${training.name} was queued ${found.length} times`);
    if (training.isThere === "yes" && found.length === 0) say(`lost: ${training.name}`);
    if (training.isThere === "maybe") {
      training.isThere = found.length > 0 ? "yes" : "no";
      training.id = found[0]?.queue_id ?? null;
    }
    await checkEnd(book, training.id, training.name, say);
  }
  const batches = jobs.filter(({ kind, payload }) => kind === "prediction" && payload?.mode === "batch");
  const sure = book.batches.filter(({ isThere }) => isThere === "yes");
  for (const { id } of sure)
    if (!batches.some(({ queue_id }) => queue_id === id)) say(`lost: the prediction ${id}`);
  if (batches.length > book.batches.length)
    say(`${batches.length} predictions of ${book.batches.length} asked`);
  for (const { queue_id } of batches) await checkEnd(book, queue_id, `prediction ${queue_id}`, say);
  for (const asked of book.batches) if (asked.isThere === "maybe") asked.isThere = "no";
  book.batches.splice(
    0,
    Infinity,
    ...batches.map(({ queue_id }) => ({ key: null, isThere: "yes" as const, id: queue_id })),
  );
  for (const { kind, status, error } of jobs) {
    if (kind !== "erasure") continue;
    if (status !== "completed") say(`an erasure is ${status}: ${error}`);
  }
  for (const canary of book.erasing.keys()) book.erased.add(canary);
  book.erasing.clear();
  return jobs;
}

/** How long a message may take after everything else has ended. */
const NEWS_MS = 20_000;

/** Webhooks and mails tell once of each job that has ended: a message that came twice has the same id. */
async function checkNews(
  jobs: readonly Json[],
  { hooks, mails }: Receivers,
  say: (text: string) => void,
): Promise<void> {
  const until = performance.now() + NEWS_MS;
  for (const { kind, status, queue_id, payload } of jobs) {
    if (status !== "completed" && status !== "failed") continue;
    if (kind === "prediction" && payload?.mode !== "batch") continue;
    const told = async (list: Receivers["hooks"], about: string, what: string) => {
      const ids = () => new Set(list.filter((news) => news.about === about).map(({ id }) => id));
      while (ids().size === 0 && performance.now() < until) await Bun.sleep(50);
      if (ids().size !== 1) say(`${what} told ${ids().size} times of the ${kind} ${queue_id}`);
    };
    await told(hooks, queue_id, "webhooks");
    if (kind === "training") await told(mails, addressOf(payload.name), "mails");
  }
}

/** A job ends once. */
async function checkEnd(
  book: Book,
  id: string | null,
  name: string,
  say: (text: string) => void,
): Promise<void> {
  if (id === null) return;
  const answer = await fetch(`${book.url}/jobs/${id}/events`, { headers: { "X-Tenant-Id": book.tenant } });
  const ends = (await answer.text()).match(/^event: (completed|failed|cancelled)/gm) ?? [];
  if (ends.length !== 1) say(`${name} ended ${ends.length} times`);
}

/** Enough for a busy machine; a job that hangs takes longer. */
const SETTLED_MS = 300_000;

/** Waits until nothing is queued or running. */
async function settled(book: Book, say: (text: string) => void): Promise<void> {
  const until = performance.now() + SETTLED_MS;
  for (;;) {
    const open: Json[] = [];
    for (const kind of ["training", "prediction", "erasure"])
      open.push(...(await book.call("GET", `/queue?kind=${kind}&status=active`)).json);
    if (open.length === 0) return;
    if (performance.now() > until) {
      say(`${open.length} jobs do not end: ${open.map(({ kind, status }) => `${kind} ${status}`)}`);
      return;
    }
    await Bun.sleep(50);
  }
}

async function checkModels(book: Book, say: (text: string) => void): Promise<void> {
  const { json } = await book.call("GET", "/models");
  const models = json as Json[];
  for (const training of book.trainings) {
    if (training.id === null) continue;
    const { json: job } = await book.call("GET", `/jobs/${training.id}`);
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
  const ids = new Set(book.trainings.map(({ id }) => id));
  for (const { job_id } of models) if (!ids.has(job_id)) say(`nobody asked for the model of ${job_id}`);
  for (const { model_id } of models) {
    const body = { model_id, features: { recency_days: 5, frequency: 3, monetary: 1 } };
    const { status } = await book.call("POST", "/predict", body);
    if (status !== 200) say(`the model ${model_id} answers ${status}`);
  }
}

async function checkRows(book: Book, say: (text: string) => void): Promise<void> {
  for (const row of [...book.rows]) {
    const { status, json } = await book.call("GET", `/jobs/${row.id}`);
    const value = status === 404 ? null : ((json.result?.v ?? json.payload.v) as number);
    if (!row.values.includes(value)) say(`lost: ${row.id} is ${value}, not ${row.values.join(" or ")}`);
    if (value === null) book.rows.splice(book.rows.indexOf(row), 1);
    else row.values = [value];
  }
}

async function checkPredictions(book: Book, say: (text: string) => void): Promise<void> {
  const { json } = await book.call("GET", "/predictions?limit=1000");
  const marks = new Map<number, number>();
  for (const { payload } of (json.predictions ?? json.rows ?? json) as Json[]) {
    const mark = payload?.features?.monetary as number | undefined;
    if (mark !== undefined) marks.set(mark, (marks.get(mark) ?? 0) + 1);
  }
  for (const { mark, isSafe } of book.predictions) {
    if (isSafe && !marks.has(mark)) say(`lost: the prediction for ${mark}`);
    if ((marks.get(mark) ?? 0) > 1) say(`the prediction for ${mark} is there twice`);
  }
}
