/**
 * Writes a store of an earlier version as SQL, with a row or two in every table, from the schema of that time:
 * `bun tests/store/earlier/make.ts <folder with src/store of a commit> > tests/store/earlier/v08.sql`.
 */
import { Database } from "bun:sqlite";
import { resolve } from "node:path";

const { MIGRATIONS, APPLICATION_ID } = await import(resolve(process.argv[2]!, "src/store/schema.ts"));
const database = new Database(":memory:");
database.run("PRAGMA foreign_keys = OFF");
for (const migration of MIGRATIONS) database.run(migration);

/** What a column holds, by its name; the rest follows from its type. */
const VALUES: Readonly<Record<string, unknown>> = {
  tenant_id: "shop",
  default_model_id: "model-1",
  dataset_path: "tenants/shop/datasets/data-1/dataset.csv",
  path: "tenants/shop/datasets/data-1/dataset.csv",
  dataset_id: "data-1",
  file_name: "orders é.csv",
  artifact_prefix: "tenants/shop/models/model-1",
  model_id: "model-1",
  job_id: "job-1",
  campaign_id: "campaigns-1",
  customer_id: "customer-1",
  mapping_path: null,
  date_order: null,
  sha256: "0".repeat(64),
  query: "SELECT * FROM orders",
  ready_made: null,
  kept: '{"prefix":"p","marks":[],"terms":"t"}',
  metrics: '{"churn_auc":0.75}',
  segments: "[]",
  inspection: '{"columns":["CustomerID"]}',
  payload: '{"customer_id":"customer-1","note":"é, \'quoted\'"}',
  result: '{"segment":1}',
  data: '{"job_id":"job-1"}',
  files: "[]",
  promise: null,
  collection: "models",
  settings: '{"currency":"EUR"}',
  parameters: "{}",
  kind: "training",
  status: "completed",
  role: "admin",
  state: "waiting",
  channel: "webhook",
  tone: "good",
  every: "weekly",
  target: "webhooks-1",
  events: "[]",
  format: "standard",
  groups: '["jobs"]',
  runnable: 1,
  lease_until: null,
  cancel_requested: 0,
  batch_file_url: "tenants/shop/outputs/predictions-1.csv",
  progress: null,
  next_at: 5000,
  horizon_days: 90,
  is_control: 0,
  enabled: 1,
  claimed_role: null,
  claim: null,
};
const IDS: Readonly<Record<string, string>> = {
  tenants: "shop",
  datasets: "data-1",
  models: "model-1",
  jobs: "job-1",
};

interface Column {
  readonly name: string;
  readonly type: string;
  readonly hidden: number;
}

const tables = (
  database.prepare("SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY rootpage").values() as [
    string,
  ][]
)
  .map(([name]) => name)
  .filter((name) => !name.startsWith("sqlite_"));
for (const table of tables) {
  const [filled] = database.prepare(`SELECT count(*) FROM ${table}`).values()[0] as [number];
  if (filled > 0) continue;
  const columns = (database.prepare(`PRAGMA table_xinfo(${table})`).all() as Column[]).filter(
    ({ hidden }) => hidden === 0,
  );
  const [[sql]] = database.prepare("SELECT sql FROM sqlite_schema WHERE name = ?").values(table) as [
    [string],
  ];
  const isJson = new Set([...sql.matchAll(/json_valid\((\w+)\)/g)].map(([, name]) => name!));
  const values = columns.map(({ name, type }) => {
    if (name === "id") return IDS[table] ?? `${table}-1`;
    if (name === "kind" && table === "dataset_files") return "orders";
    if (name === "reason" && table === "destination_runs") return "schedule";
    if (name === "destination_id") return "destinations-1";
    if (name in VALUES && (type === "TEXT" || typeof VALUES[name] !== "string")) return VALUES[name];
    if (isJson.has(name)) return "{}";
    return type === "INTEGER" ? 1 : type === "BLOB" ? Buffer.from(`${table}.${name}`) : `${name} of ${table}`;
  });
  const names = columns.map(({ name }) => name).join(", ");
  database
    .prepare(`INSERT INTO ${table} (${names}) VALUES (${columns.map(() => "?").join(", ")})`)
    .run(...(values as string[]));
}
const problems = database.prepare("PRAGMA foreign_key_check").values();
if (problems.length > 0) throw new Error(`rows without parents: ${JSON.stringify(problems)}`);

const print = (line: string) => process.stdout.write(`${line}\n`);
print("BEGIN;");
for (const [sql] of database
  .prepare(
    "SELECT sql FROM sqlite_schema WHERE sql IS NOT NULL AND name NOT LIKE 'sqlite_%' ORDER BY type <> 'table', rowid",
  )
  .values() as [string][])
  if (!/^CREATE TRIGGER/i.test(sql)) print(`${sql};`);
for (const table of tables)
  for (const row of database.prepare(`SELECT * FROM ${table}`).all() as Record<string, unknown>[]) {
    const hidden = new Set(
      (database.prepare(`PRAGMA table_xinfo(${table})`).all() as Column[])
        .filter((column) => column.hidden !== 0)
        .map(({ name }) => name),
    );
    const names = Object.keys(row).filter((name) => !hidden.has(name));
    const literal = (value: unknown) =>
      value === null
        ? "NULL"
        : typeof value === "number"
          ? String(value)
          : value instanceof Uint8Array
            ? `x'${Buffer.from(value).toString("hex")}'`
            : `'${String(value).replaceAll("'", "''")}'`;
    print(
      `INSERT INTO ${table} (${names.join(", ")}) VALUES (${names.map((name) => literal(row[name])).join(", ")});`,
    );
  }
for (const [sql] of database
  .prepare("SELECT sql FROM sqlite_schema WHERE type = 'trigger' ORDER BY rowid")
  .values() as [string][])
  print(`${sql};`);
print(`PRAGMA application_id = ${APPLICATION_ID};`);
print(`PRAGMA user_version = ${MIGRATIONS.length};`);
print("COMMIT;");
