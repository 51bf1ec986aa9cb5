import { dirname, resolve } from "node:path";
import { type Static, type TObject, Type as t } from "@sinclair/typebox";
import { readConnectionsFile } from "../config/connections-file";
import { isFor } from "../config/named-connection";
import { InputError, UserError } from "../errors";

const Text = t.String({ minLength: 1 });
const Shared = {
  tenants: t.Union([t.Literal("*"), t.Array(Text, { minItems: 1 })]),
  /** How long a statement may take, until its last row is read. */
  max_seconds: t.Optional(t.Integer({ minimum: 1, maximum: 7 * 24 * 3600 })),
  /** How much of an answer is fetched. */
  max_bytes: t.Optional(t.Integer({ minimum: 1 })),
};
const Server = {
  ...Shared,
  host: Text,
  port: t.Optional(t.Integer({ minimum: 1, maximum: 65_535 })),
  database: Text,
  user: Text,
  password: t.Optional(Text),
  /** Certificates are checked, not checked, or not asked for. */
  tls: t.Optional(t.Union([t.Literal("verify"), t.Literal("unverified"), t.Literal("off")])),
  ca: t.Optional(Text),
};
const Url = t.String({ pattern: "^https?://[^/@?#\\s]+/?$" });
const closed = { additionalProperties: false };

const KINDS = {
  postgres: t.Object(Server, closed),
  mysql: t.Object(Server, closed),
  clickhouse: t.Object(
    { ...Shared, url: Url, database: t.Optional(Text), user: t.Optional(Text), password: t.Optional(Text) },
    closed,
  ),
  trino: t.Object(
    {
      ...Shared,
      url: Url,
      catalog: Text,
      schema: t.Optional(Text),
      user: Text,
      password: t.Optional(Text),
      token: t.Optional(Text),
    },
    closed,
  ),
  duckdb: t.Object(
    {
      ...Shared,
      /** A DuckDB file or a folder of Parquet files; in a bucket, the folder there. */
      path: t.Optional(Text),
      endpoint: t.Optional(Url),
      region: t.Optional(Text),
      bucket: t.Optional(t.String({ pattern: "^[A-Za-z0-9][A-Za-z0-9.-]{1,61}[A-Za-z0-9]$" })),
      key_id: t.Optional(Text),
      app_key: t.Optional(Text),
      /** DuckDB's own extension for buckets; it is downloaded from DuckDB if it is not here. */
      httpfs: t.Optional(Text),
      /** What DuckDB may hold in memory before it writes to the temporary folder. */
      memory_bytes: t.Optional(t.Integer({ minimum: 64 * 1024 ** 2 })),
      threads: t.Optional(t.Integer({ minimum: 1, maximum: 256 })),
    },
    closed,
  ),
} as const satisfies Record<string, TObject>;

/** Each may be given as it is, as `{name}_file` or as `{name}_env`. */
const SECRETS = ["password", "token", "key_id", "app_key", "ca"] as const;

export type WarehouseKind = keyof typeof KINDS;
export type Warehouse = {
  [Kind in WarehouseKind]: { readonly kind: Kind } & Static<(typeof KINDS)[Kind]>;
}[WarehouseKind];
export type WarehouseOf<Kind extends WarehouseKind> = Extract<Warehouse, { kind: Kind }>;

/** A warehouse as its tenants see it: without secrets. */
export interface ShownWarehouse {
  readonly name: string;
  readonly kind: WarehouseKind;
  /** The host, bucket or file. */
  readonly where: string;
}

/** The warehouses that the operator has named, and whose they are. */
export class Warehouses {
  constructor(private readonly all: ReadonlyMap<string, Warehouse>) {}

  /** Every one, whoever's it is. */
  entries(): [name: string, warehouse: Warehouse][] {
    return [...this.all].sort(([a], [b]) => (a < b ? -1 : 1));
  }

  /** Those that a tenant may use, by name. */
  of(tenant: string): ShownWarehouse[] {
    return this.entries()
      .filter(([, warehouse]) => isFor(warehouse, tenant))
      .map(([name, warehouse]) => ({ name, kind: warehouse.kind, where: whereOf(warehouse) }));
  }

  /** Throws an InputError if the tenant has no warehouse of this name. */
  require(tenant: string, name: string): Warehouse {
    const warehouse = this.all.get(name);
    if (warehouse && isFor(warehouse, tenant)) return warehouse;
    const known = this.of(tenant).map((each) => each.name);
    const others =
      known.length > 0
        ? `Choose from ${known.join(", ")}.`
        : "Ask the operator of this server to name one in WAREHOUSES_FILE.";
    throw new InputError(`There is no warehouse ${name}. ${others}`);
  }
}

/** Reads the operator's file. Throws a UserError that names the connection and the field, and shows no secret. */
export function readWarehouses(
  path: string,
  environment: Readonly<Record<string, string | undefined>>,
): Warehouses {
  const file = { setting: "WAREHOUSES_FILE", path, kinds: KINDS, secrets: SECRETS, environment };
  const all = readConnectionsFile<Warehouse>(file, checkWarehouse);
  const at = (place: string | undefined) =>
    place === undefined ? {} : { path: resolve(dirname(resolve(path)), place) };
  for (const [name, warehouse] of all) {
    // In a bucket, a folder of the bucket.
    if (warehouse.kind === "duckdb" && warehouse.bucket === undefined)
      all.set(name, { ...warehouse, ...at(warehouse.path) });
  }
  return new Warehouses(all);
}

function checkWarehouse(told: string, warehouse: Warehouse): void {
  if (warehouse.kind === "trino") {
    if (warehouse.password !== undefined && warehouse.token !== undefined)
      throw new UserError(`${told} has a password and a token; Trino takes one of them.`);
    const secret = warehouse.password ?? warehouse.token;
    if (secret !== undefined && !warehouse.url.startsWith("https:"))
      throw new UserError(`${told} would send its secret unencrypted. Give an https url.`);
  }
  if (warehouse.kind !== "duckdb") return;
  const { path, endpoint, region, bucket, key_id, app_key } = warehouse;
  const ofBucket = { endpoint, region, bucket, key_id, app_key };
  const lacking = Object.entries(ofBucket).filter(([, value]) => value === undefined);
  if (lacking.length > 0 && lacking.length < 5)
    throw new UserError(
      `${told} lacks ${lacking.map(([name]) => name).join(", ")}; a bucket needs all five.`,
    );
  if (lacking.length === 5 && path === undefined)
    throw new UserError(`${told} needs a path: a DuckDB file, or a folder of Parquet files.`);
}

/** The secrets of a warehouse, which no message may show. */
export function secretsOf(warehouse: Warehouse): string[] {
  const fields: Readonly<Record<string, unknown>> = warehouse;
  return ["password", "token", "app_key"].flatMap((name) =>
    typeof fields[name] === "string" ? [fields[name]] : [],
  );
}

export function whereOf(warehouse: Warehouse): string {
  switch (warehouse.kind) {
    case "postgres":
    case "mysql":
      return warehouse.host;
    case "clickhouse":
    case "trino":
      return new URL(warehouse.url).host;
    case "duckdb":
      return warehouse.bucket ?? warehouse.path!;
  }
}
