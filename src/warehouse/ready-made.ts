import type { Dialect } from "./engine";

/** A query that knows the tables of a shop system. */
export interface ReadyMade {
  readonly id: string;
  /** The system's own name. */
  readonly name: string;
  /** The SELECT, in the SQL of each kind of database that the system runs on. */
  readonly queries: Readonly<Partial<Record<Dialect, string>>>;
}

/** The queries of `shop-queries/` are listed here. */
const ALL: readonly ReadyMade[] = [];

/** Those that a kind of warehouse can answer. */
export function readyMadeFor(kind: Dialect): readonly ReadyMade[] {
  return ALL.filter(({ queries }) => queries[kind] !== undefined);
}
