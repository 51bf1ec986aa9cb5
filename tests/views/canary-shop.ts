import { createApiKey } from "../../src/auth/api-keys";
import type { ShopServer } from "../api/resources/shop-server";
import { ordinaryShop } from "../pipeline/small-files";
import { furnishCampaign } from "./campaign";
import { furnishMailLink } from "./mail-link";
import type { Ids } from "./page-addresses";

/**
 * What must be shown as it is written and never run: by a browser, by a spreadsheet. In an address, the second one's
 * `/`, `?`, `#` and `%` must not be taken for its parts.
 */
export const CANARY = `"'><img src=x onerror=1>`;
export const FORMULA = '=HYPERLINK("http://x/?a=b#c%2F")';

const DAY_MS = 86_400_000;
const orders = ordinaryShop(200, 300);

/** Texts that a shop writes into a file, by turns: markup, a formula, neither. */
const songOf = (i: number, text: string) => [CANARY, FORMULA, ""][i % 3]! + text;
const quoted = (text: string) => `"${text.replaceAll('"', '""')}"`;

/** Order lines whose every text, the header's too, is one that must not run. */
export function canaryFile(): string {
  const header = ["InvoiceNo", CANARY, "Quantity", "InvoiceDate", "UnitPrice", FORMULA, "Country", "+1+1"];
  const rows = orders.map(({ customer, day, value }, i) => {
    const date = new Date(Date.UTC(2020, 0, 1, 12) + day * DAY_MS)
      .toISOString()
      .slice(0, 16)
      .replace("T", " ");
    const product = songOf(i, `P${i % 7}`);
    const country = songOf(i + 1, "Land");
    return [1000 + i, product, 1, date, value, songOf(Number(customer), String(customer)), country, CANARY];
  });
  return [header, ...rows].map((cells) => cells.map((cell) => quoted(String(cell))).join(",")).join("\n");
}

/** Which column is what. */
const MAPPING = {
  customer_id: FORMULA,
  order_id: "InvoiceNo",
  order_datetime: "InvoiceDate",
  product_id: CANARY,
  quantity: "Quantity",
  unit_price: "UnitPrice",
  country: "Country",
};

/** Customers of that file: one of each kind. */
export const CANARY_CUSTOMERS = [CANARY, FORMULA, "1"].map(
  (begins) =>
    orders
      .map(({ customer }) => songOf(Number(customer), String(customer)))
      .find((id) => id.startsWith(begins))!,
);

/**
 * Gives a tenant a model of that file, and one of everything else that has a name or a note of its own; all of them
 * sing.
 */
export async function furnishCanary(server: ShopServer, tenant: string): Promise<Ids> {
  const { context, url } = server;
  const key = server.key(tenant, "admin");
  const headers = {
    "X-Tenant-Id": tenant,
    ...(context.config.auth === "keys" && { Authorization: `Bearer ${key}` }),
  };
  const answerOf = async <T>(response: Response): Promise<T> => {
    const text = await response.text();
    if (!response.ok) throw new Error(`${response.url}: ${response.status} ${text}`);
    return JSON.parse(text) as T;
  };
  const send = async <T>(path: string, body: unknown, method = "POST") =>
    answerOf<T>(
      await fetch(url + path, {
        method,
        headers: { ...headers, "Content-Type": "application/json" },
        body: JSON.stringify(body),
      }),
    );
  /** The result of a job at its end. */
  const ended = async (job: string) => {
    await (await fetch(`${url}/jobs/${job}/events`, { headers })).text();
    return answerOf<{ status: string; error: string | null; result: Record<string, string> }>(
      await fetch(`${url}/jobs/${job}`, { headers }),
    );
  };

  const form = new FormData();
  form.set("mapping", JSON.stringify(MAPPING));
  form.set("file", new File([canaryFile()], `${CANARY}.csv`));
  const uploaded = await answerOf<{ dataset_path: string; mapping_path: string; dataset_id: string }>(
    await fetch(`${url}/upload`, { method: "POST", headers, body: form }),
  );
  const { dataset_path, mapping_path } = uploaded;
  const { job_id } = await send<{ job_id: string }>("/train", {
    dataset_path,
    mapping_path,
    name: CANARY,
    effort: "quick",
  });
  const trained = await ended(job_id);
  if (trained.status !== "completed") throw new Error(`the training is ${trained.status}: ${trained.error}`);
  const model_id = trained.result.model_id!;

  // A training that fails tells the name of its file.
  const failing = await send<{ job_id: string }>("/train", { dataset_path, name: FORMULA });
  await ended(failing.job_id);
  for (const customer_id of CANARY_CUSTOMERS) await send("/predict", { customer_id });
  const batch = await send<{ queue_id: string }>("/api/queue/predict-batch", { model_id });
  const { prediction_id: batch_id } = (await ended(batch.queue_id)).result;
  const tested = await send<{ job_id: string }>("/backtests", {
    dataset_path,
    mapping_path,
    tests: 2,
    effort: "quick",
  });
  await ended(tested.job_id);
  const text = { to_email: "ann@example.com", subject: CANARY, html: CANARY, text: FORMULA };
  await send("/api/queue/email", text);

  const { store, now } = context;
  createApiKey(store.apiKeys, tenant, { role: "business", name: CANARY, now: now() });
  const predictions = store.predictions.list(tenant, 100, null);
  for (const [i, { id }] of predictions.entries())
    await send(`/predictions/${id}`, { label: songOf(i, "seen") }, "PATCH");
  const campaign_id = furnishCampaign(context, tenant, {
    name: CANARY,
    modelId: model_id,
    customers: CANARY_CUSTOMERS,
  });
  const saved_segment_id = Bun.randomUUIDv7();
  store.savedSegments.insert(tenant, {
    id: saved_segment_id,
    name: CANARY,
    rule: `orders >= 2 and not (country is ${JSON.stringify(CANARY)} or bought ${JSON.stringify(FORMULA)})`,
    createdAt: now(),
  });
  const { destination_id } = await send<{ destination_id: string }>("/destinations", {
    name: CANARY.slice(0, 100),
    audience: { country: CANARY, saved: saved_segment_id },
    format: "csv",
    columns: [FORMULA.slice(0, 100)],
    consent: { attribute: CANARY },
    to: { kind: "mail", address: "ann@example.com", as: "attachment" },
    schedule: { every: "never" },
  });
  const single = predictions.find(({ batchFileUrl }) => batchFileUrl === null)!;
  return {
    segment_id: "0",
    product_id: songOf(0, "P0"),
    customer_id: CANARY_CUSTOMERS[0]!,
    model_id,
    dataset_id: uploaded.dataset_id,
    prediction_id: single.id,
    batch_id: batch_id!,
    job_id,
    campaign_id,
    saved_segment_id,
    destination_id,
    mail_link: furnishMailLink(store, tenant),
    backtest_id: tested.job_id,
    key_id: store.apiKeys.list(tenant)[0]!.id,
    notification_id: store.notifications.list(tenant)[0]?.id ?? campaign_id,
    file: "segmented_customers.csv",
  };
}
