import type { Statements } from "./statements";
import { ensureTenant } from "./tenants";

/** Customers to contact, and a control group to leave alone and compare with. */
export interface CampaignRow {
  readonly id: string;
  readonly name: string;
  /** The model that chose them. It may have been deleted since. */
  readonly modelId: string;
  /** How they were chosen: the query of the audience page. */
  readonly filter: Readonly<Record<string, string>>;
  /** What a contact costs and brings, in wire names. */
  readonly terms: Readonly<Record<string, number>>;
  /** Null: an earlier release saved it. */
  readonly promise: CampaignPromise | null;
  /** When the contacts begin, and for how many days from then on orders count. Milliseconds since 1970. */
  readonly startsAt: number;
  readonly horizonDays: number;
  readonly createdAt: number;
}

/** What the contacts were to bring on the day the campaign was saved. Wire names. */
export interface CampaignPromise {
  /** Gain with its range, and cost, of those to contact. */
  readonly expected: number;
  readonly low: number;
  readonly high: number;
  readonly cost: number;
  /** The share of its customers who should order anyway, and how much more should after a contact. */
  readonly base_rate: number;
  readonly lift: number;
}

/** A stored campaign, with the sizes of its groups. */
export interface KnownCampaign extends CampaignRow {
  readonly contacts: number;
  readonly controls: number;
}

export interface CampaignMember {
  readonly customerId: string;
  readonly isControl: boolean;
}

interface StoredCampaign {
  id: string;
  name: string;
  model_id: string;
  filter: string;
  terms: string;
  promise: string | null;
  starts_at: number;
  horizon_days: number;
  contacts: number;
  controls: number;
  created_at: number;
}

const COLUMNS =
  "id, name, model_id, filter, terms, promise, starts_at, horizon_days, contacts, controls, created_at";

/** The tenants' campaigns. Every method takes the tenant first. */
export class CampaignRepository {
  constructor(private readonly statements: Statements) {}

  /** Throws if the tenant already has a campaign with this id, or a customer appears twice. */
  insert(tenant: string, row: CampaignRow, members: readonly CampaignMember[]): void {
    const controls = members.reduce((count, { isControl }) => count + (isControl ? 1 : 0), 0);
    this.statements.transaction(() => {
      ensureTenant(this.statements, tenant, row.createdAt);
      this.statements.run(
        `INSERT INTO campaigns (tenant_id, ${COLUMNS})
         VALUES ($tenant, $id, $name, $model, $filter, $terms, $promise, $starts, $horizon, $contacts, $controls, $created)`,
        {
          tenant,
          id: row.id,
          name: row.name,
          model: row.modelId,
          filter: JSON.stringify(row.filter),
          terms: JSON.stringify(row.terms),
          promise: row.promise && JSON.stringify(row.promise),
          starts: row.startsAt,
          horizon: row.horizonDays,
          contacts: members.length - controls,
          controls,
          created: row.createdAt,
        },
      );
      for (const { customerId, isControl } of members) {
        this.statements.run(
          `INSERT INTO campaign_members (tenant_id, campaign_id, customer_id, is_control)
           VALUES ($tenant, $id, $customerId, $isControl)`,
          { tenant, id: row.id, customerId, isControl: isControl ? 1 : 0 },
        );
      }
    });
  }

  find(tenant: string, id: string): KnownCampaign | null {
    const row = this.statements.one<StoredCampaign>(
      `SELECT ${COLUMNS} FROM campaigns WHERE tenant_id = $tenant AND id = $id`,
      { tenant, id },
    );
    return row && toCampaign(row);
  }

  /** Newest first. */
  list(tenant: string): KnownCampaign[] {
    return this.statements
      .all<StoredCampaign>(
        `SELECT ${COLUMNS} FROM campaigns WHERE tenant_id = $tenant ORDER BY created_at DESC, id DESC`,
        { tenant },
      )
      .map(toCampaign);
  }

  /** In id order. */
  members(tenant: string, id: string): CampaignMember[] {
    return this.statements
      .all<{ customer_id: string; is_control: number }>(
        `SELECT customer_id, is_control FROM campaign_members
         WHERE tenant_id = $tenant AND campaign_id = $id ORDER BY customer_id`,
        { tenant, id },
      )
      .map(({ customer_id, is_control }) => ({ customerId: customer_id, isControl: is_control === 1 }));
  }

  /** Removes a customer from all campaigns. Returns how many there were. */
  forgetCustomer(tenant: string, customerId: string): number {
    return this.statements.transaction(() => {
      const of =
        "SELECT campaign_id FROM campaign_members WHERE tenant_id = $tenant AND customer_id = $customerId";
      this.statements.run(
        `UPDATE campaigns SET contacts = contacts - (id IN (${of} AND is_control = 0)),
           controls = controls - (id IN (${of} AND is_control = 1))
         WHERE tenant_id = $tenant AND id IN (${of})`,
        { tenant, customerId },
      );
      return this.statements.run(
        "DELETE FROM campaign_members WHERE tenant_id = $tenant AND customer_id = $customerId",
        { tenant, customerId },
      );
    });
  }

  /** False if there is no such campaign. */
  delete(tenant: string, id: string): boolean {
    return (
      this.statements.run("DELETE FROM campaigns WHERE tenant_id = $tenant AND id = $id", { tenant, id }) > 0
    );
  }
}

function toCampaign(row: StoredCampaign): KnownCampaign {
  return {
    id: row.id,
    name: row.name,
    modelId: row.model_id,
    filter: JSON.parse(row.filter),
    terms: JSON.parse(row.terms),
    promise: row.promise === null ? null : JSON.parse(row.promise),
    startsAt: row.starts_at,
    horizonDays: row.horizon_days,
    contacts: row.contacts,
    controls: row.controls,
    createdAt: row.created_at,
  };
}
