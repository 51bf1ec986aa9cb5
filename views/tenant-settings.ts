import { USUAL_THRESHOLDS } from "../src/answers/alerts";
import type { ApiContext } from "../src/api/context";
import { DEFAULT_CONTACT_TERMS } from "../src/models/contact/action-value";

/** What a tenant has set for its pages and trainings. */
export interface TenantSettings {
  /**
   * ISO 4217: the currency that files are counted and amounts shown in. Null: that of most rows, and amounts are * shown without a currency.
   */
  readonly currency: string | null;
  /** What other currencies are worth in it, as text that `parseRates` reads; empty: nothing is known. */
  readonly rates: string;
  /** BCP 47, for numbers and dates. */
  readonly locale: string;
  /** IANA: where the clock of these pages stands. Days of orders are as the file has them. */
  readonly timeZone: string;
  /** Cost of not acting on a customer who leaves, and of acting on one who would have stayed. */
  readonly missedChurnerCost: number;
  readonly falseAlarmCost: number;
  /** What a contact costs and brings; see `ContactTerms`. */
  readonly contactCost: number;
  readonly offerCost: number;
  readonly margin: number;
  readonly successRate: number;
  readonly redeemRate: number;
  /** From when on alerts are raised; 0: never. See `AlertThresholds`. */
  readonly alertRevenueDrop: number;
  readonly alertChurnRise: number;
  readonly alertKeyAccounts: number;
}

export const DEFAULT_TENANT_SETTINGS: TenantSettings = {
  currency: null,
  rates: "",
  locale: "en",
  timeZone: "UTC",
  missedChurnerCost: 20,
  falseAlarmCost: 5,
  ...DEFAULT_CONTACT_TERMS,
  alertRevenueDrop: USUAL_THRESHOLDS.revenueDrop,
  alertChurnRise: USUAL_THRESHOLDS.churnRise,
  alertKeyAccounts: USUAL_THRESHOLDS.keyAccounts,
};

export function readTenantSettings({ store }: Pick<ApiContext, "store">, tenant: string): TenantSettings {
  return { ...DEFAULT_TENANT_SETTINGS, ...(tenant === "" ? {} : store.tenants.settings(tenant)) };
}
