import { InputError } from "../errors";
import { readWarehouses, type Warehouse, Warehouses } from "./connections";
import type { Engine } from "./engine";
import { openEngine } from "./open-engine";
import { readyMadeFor } from "./ready-made";

/** A query of one of a tenant's warehouses. Plain data, without any secret. */
export interface WarehouseQuery {
  readonly tenant: string;
  /** The operator's name for the warehouse. */
  readonly connection: string;
  /** What the user wrote; null for a ready-made query. */
  readonly query: string | null;
  /** The id of a ready-made query; null for a user's own. */
  readonly readyMade: string | null;
}

/** An engine, and what to ask it. The engine is closed with this. */
export interface OpenQuery extends AsyncDisposable {
  readonly engine: Engine;
  readonly query: string;
}

/**
 * Opens the warehouse of a query. `file`: the operator's file, null if there is none. Throws an InputError for an unknown
 * warehouse and for one of another tenant, with the same words.
 */
export async function openQuery(
  { tenant, connection, query, readyMade }: WarehouseQuery,
  file: string | null,
  environment: Readonly<Record<string, string | undefined>>,
): Promise<OpenQuery> {
  const warehouses = file === null ? new Warehouses(new Map()) : readWarehouses(file, environment);
  const warehouse = warehouses.require(tenant, connection);
  const text =
    query ?? readyMadeFor(warehouse.kind).find(({ id }) => id === readyMade)?.queries[warehouse.kind] ?? null;
  if (text === null)
    throw new InputError(
      `There is no ready-made query ${readyMade} for a warehouse of the kind ${warehouse.kind}.`,
    );
  return await opened(connection, warehouse, text);
}

/** As `openQuery`, for the operator, who may use every warehouse of the file. */
export async function openOwnQuery(
  connection: string,
  query: string,
  file: string,
  environment: Readonly<Record<string, string | undefined>>,
): Promise<OpenQuery> {
  const entries = readWarehouses(file, environment).entries();
  const found = entries.find(([name]) => name === connection);
  if (found === undefined)
    throw new InputError(
      `There is no warehouse ${connection}. The file names ${entries.map(([name]) => name).join(", ") || "none"}.`,
    );
  return await opened(connection, found[1], query);
}

async function opened(connection: string, warehouse: Warehouse, query: string): Promise<OpenQuery> {
  const engine = await openEngine(connection, warehouse);
  return { engine, query, [Symbol.asyncDispose]: () => engine[Symbol.asyncDispose]() };
}
