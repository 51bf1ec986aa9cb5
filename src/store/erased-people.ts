import { randomBytes } from "node:crypto";
import { type CustomerMark, isMarked, markOf } from "./customer-mark";
import type { Statements } from "./statements";

/** Everybody whom a tenant has had erased. Plain data, which no name can be read from. */
export interface ErasedPeople {
  /** The key of `hashes`; null if there are none. */
  readonly salt: string | null;
  readonly hashes: readonly string[];
  /** Of erasures by earlier releases, each with a key of its own. */
  readonly earlier: readonly CustomerMark[];
}

/** People whom a warehouse must not bring back. Every method takes the tenant first. */
export class ErasedPeopleRepository {
  constructor(private readonly statements: Statements) {}

  /** `names`: a person's id and addresses, as they are compared. */
  add(tenant: string, names: readonly string[]): void {
    this.statements.transaction(() => {
      const salt = this.#saltOf(tenant) ?? randomBytes(16).toString("hex");
      for (const name of names)
        this.statements.run(
          `INSERT INTO erased_people (tenant_id, hash, salt) VALUES ($tenant, $hash, $salt) ON CONFLICT DO NOTHING`,
          { tenant, hash: markOf(name, salt).hash, salt },
        );
    });
  }

  of(tenant: string): ErasedPeople {
    const hashes = this.statements
      .all<{ hash: string }>("SELECT hash FROM erased_people WHERE tenant_id = $tenant", { tenant })
      .map(({ hash }) => hash);
    const earlier = this.statements
      .all<{ customer: string }>(
        `SELECT payload -> '$.customer' AS customer FROM jobs
         WHERE tenant_id = $tenant AND runnable = 1 AND kind = 'erasure' AND payload -> '$.customer' IS NOT NULL`,
        { tenant },
      )
      .map(({ customer }) => JSON.parse(customer) as CustomerMark);
    return { salt: this.#saltOf(tenant), hashes, earlier };
  }

  #saltOf(tenant: string): string | null {
    const found = this.statements.one<{ salt: string }>(
      "SELECT salt FROM erased_people WHERE tenant_id = $tenant LIMIT 1",
      { tenant },
    );
    return found?.salt ?? null;
  }
}

/**
 * Tells whether a name is that of an erased person; null if there is none. `alike` brings a name into the form in which
 * names are compared.
 */
export function erasedCheck(
  { salt, hashes, earlier }: ErasedPeople,
  alike: (name: string) => string,
): ((name: string) => boolean) | null {
  if (hashes.length + earlier.length === 0) return null;
  const known = new Set(hashes);
  return (name) =>
    (salt !== null && known.has(markOf(alike(name), salt).hash)) ||
    earlier.some((mark) => isMarked(mark, name));
}
