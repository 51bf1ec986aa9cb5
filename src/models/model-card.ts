import type { SpendBasis } from "../customers/net-spend";
import type { CleaningReport } from "../transactions/cleaning-report";
import type { AttributesCard } from "./attributes/attributes-card";
import type { ChurnModel } from "./churn/churn";
import type { ChurnLevel } from "./churn/churn-level";
import type { Limitation } from "./churn/gates";
import type { ChurnVoter } from "./churn/members";
import { type ContactTermsCard, contactTermsCard, DEFAULT_CONTACT_TERMS } from "./contact/action-value";
import type { ActionValueEvaluation } from "./contact/action-value-evaluation";
import type { Head } from "./heads";
import type { ChurnMetrics, QualityWord, SpendMetrics } from "./judging/evaluation";
import type { Protocol } from "./judging/protocol";
import type { TrainedNextOrder } from "./next-order/next-order";
import type { MethodNote } from "./report/card-methods";
import type { RfmSummary } from "./segments/rfm-summary";
import type { SegmentationCard } from "./segments/segmentation-card";
import type { Effort } from "./settings";
import type { BtydFits } from "./spend/btyd-features";
import type { SpendKind } from "./spend/lifetime-value";
import type { SpendMemberKind } from "./spend/spend-members";
import type { SpendEvaluation } from "./spend/train-spend";

/** As JSON tells them: null for a metric that is not defined on the rows. */
export type Told<Metrics> = { readonly [Name in keyof Metrics]: number | null };

type Baselines<Metrics, Name extends string = string> = Readonly<Record<Name, Told<Metrics>>>;

/** `model.json`: what the model is, what it was made from, how good it is, what it cannot do. Moments are ISO 8601. */
export interface ModelCard {
  readonly format: number;
  /** The newest order. */
  readonly as_of: string;
  readonly seed: number;
  readonly settings: SettingsCard;
  readonly data: DataCard;
  readonly features: Readonly<Record<Head, readonly { readonly name: string; readonly meaning: string }[]>>;
  readonly segmentation: SegmentationCard;
  readonly rfm: RfmSummary;
  readonly churn: {
    readonly horizon_days: number;
    readonly protocol: ProtocolCard;
    readonly heads: Readonly<Record<Head, ChurnCard>>;
    /** Mean |contribution| to the log-odds of leaving; null where nothing was learned. */
    readonly importance: Readonly<Record<string, number | null>>;
  };
  readonly lifetime_value: {
    readonly spend: SpendBasis;
    readonly horizon_days: number;
    readonly protocol: ProtocolCard;
    readonly heads: Readonly<Record<Head, SpendCard>>;
  };
  readonly buy_till_you_die: BtydCard & {
    readonly training_cutoffs: readonly (BtydCard & { readonly cutoff: string })[];
  };
  readonly next_order: NextOrderCard;
  readonly action_value: ActionValueCard;
  readonly actions: {
    readonly at_risk: number;
    /** Null if no customer's spend is known; then no one is worth a call. */
    readonly worth_a_call: number | null;
  };
  readonly methods: readonly MethodNote[];
  readonly limitations: readonly Limitation[];
  readonly metrics: Readonly<Record<string, number>>;
  /** What the shop told about its customers besides their orders. */
  readonly attributes?: AttributesCard;
}

export interface SettingsCard {
  /** Null: the release did not say. */
  readonly effort: Effort | null;
  readonly spend: SpendBasis;
  readonly missed_churner_cost: number;
  readonly false_alarm_cost: number;
  readonly contact: ContactTermsCard;
  readonly churn_horizons_days: readonly number[];
  readonly spend_horizons_days: readonly number[];
  readonly segment_counts: readonly number[];
  /** Null: there was no such bound. */
  readonly most_customers_to_learn_from: number | null;
}

/** What it was learned from. */
export interface DataCard
  extends Pick<
    CleaningReport,
    | "file"
    | "sha256"
    | "files"
    | "rows_read"
    | "rows_kept"
    | "customers"
    | "orders"
    | "revenue"
    | "net_revenue"
    | "first_order"
    | "last_order"
  > {
  readonly numeric_customer_ids: boolean;
}

export interface ProtocolCard extends Pick<Protocol, "kind" | "reason"> {
  /** In time order; the last is the test. */
  readonly folds: readonly { readonly test_cutoff: string; readonly train_cutoffs: readonly string[] }[];
  readonly fit_cutoffs: readonly string[];
}

/** How the level of the coming window was forecast: log-odds of leaving, or log spend. */
export interface LevelForecastCard {
  readonly level: number;
  readonly standard_error: number;
  /** How much last year's season counts, 0 to 1; null if the file does not reach back a year. */
  readonly last_year: number | null;
}

/** What was expected of all customers of a test, its range of four in five, and what came. */
export interface LevelTestCard {
  readonly cutoff: string;
  readonly expected: number;
  readonly low: number;
  readonly high: number;
  readonly came: number;
}

export interface ChurnCard {
  readonly level: ChurnLevel;
  /** Null where nothing was learned, and in models of earlier releases. */
  readonly level_forecast: LevelForecastCard | null;
  readonly threshold: number;
  readonly tree_weight: number;
  readonly rounds: number;
  readonly calibration: ChurnModel["calibration"];
  readonly training_rows: { readonly churners: number | null; readonly stayers: number | null };
  readonly evaluation: {
    readonly rows: number;
    readonly churn_rate: number;
    readonly quality: QualityWord;
    readonly shipped: Told<ChurnMetrics>;
    readonly logistic: Told<ChurnMetrics>;
    readonly boosted: Told<ChurnMetrics> | null;
    readonly baselines: Baselines<ChurnMetrics, "everybody_alike" | "recency_alone">;
    /** The members, their weights, and the log loss of each alone. */
    readonly members: readonly {
      readonly kind: ChurnVoter;
      readonly weight: number;
      readonly log_loss: number | null;
    }[];
    /** Shares of leavers. */
    readonly levels: readonly LevelTestCard[];
  } | null;
}

/** Members that earlier releases had. */
export type OlderSpendMember = "same_again" | "hurdle_trees";

export interface SpendCard {
  readonly kind: SpendKind;
  readonly members: readonly { readonly kind: SpendMemberKind | OlderSpendMember; readonly weight: number }[];
  readonly total_factor: number;
  /** Null where nothing was learned, and in models of earlier releases. */
  readonly level_forecast: LevelForecastCard | null;
  readonly kept_share: { readonly level: number; readonly order_value: number } | null;
  readonly interval: {
    readonly coverage: number;
    readonly expected: readonly number[];
    readonly low: readonly number[];
    readonly high: readonly number[];
  } | null;
  readonly evaluation: {
    readonly rows: number;
    readonly mean_spend: number;
    readonly quality: QualityWord;
    readonly shipped: Told<SpendMetrics>;
    readonly members: readonly (Omit<SpendEvaluation["trace"][number], "kind"> & {
      readonly kind: SpendMemberKind | OlderSpendMember;
    })[];
    /** Mean spend. */
    readonly levels: readonly LevelTestCard[];
    readonly interval_coverage: number | null;
    readonly baselines: Baselines<SpendMetrics>;
  } | null;
}

interface BtydCard {
  readonly family: BtydFits["family"];
  readonly messages: readonly string[];
}

export interface CurvePointCard {
  readonly days: number;
  readonly expected: number;
  readonly ordered: number;
  readonly brier: number;
  readonly log_loss: number;
}

export interface NextOrderCard {
  readonly kind: TrainedNextOrder["kind"];
  readonly reason: string;
  readonly curve_days: readonly number[];
  readonly seen_days: number | null;
  readonly contenders: readonly {
    readonly kind: TrainedNextOrder["kind"];
    readonly log_loss: number | null;
  }[];
  /** By days: `30d`. */
  readonly expected_customers: Readonly<Record<string, number>>;
  readonly overdue: { readonly customers: number; readonly value_at_stake: number };
  readonly evaluation: {
    readonly rows: number;
    readonly shipped: readonly CurvePointCard[];
    readonly baselines: Readonly<Record<string, readonly CurvePointCard[]>>;
    readonly concordance: number | null;
    readonly concordance_of_recency: number | null;
    readonly dates_in_test_days: number;
    readonly ordered_by_date: number | null;
  } | null;
}

export interface ActionValueCard {
  readonly horizon_days: number;
  readonly best: { readonly customers: number; readonly expected_profit: number };
  readonly at_random_per_customer: number | null;
  /** By probability of leaving. */
  readonly least_value: Readonly<Record<string, number | null>>;
  readonly curve: readonly {
    readonly customers: number;
    readonly expected_profit: number;
    readonly at_random: number;
  }[];
  readonly evaluation: {
    readonly rows: number;
    readonly contacted: number;
    readonly expected_profit: number;
    readonly realised_profit: number;
    readonly best_in_hindsight: ActionValueEvaluation["bestInHindsight"];
    readonly everybody_profit: number;
    readonly at_random_profit: number;
    readonly kept_expected_spend: number;
    readonly kept_spend: number;
    readonly points: ActionValueEvaluation["points"];
  } | null;
}

/** The day of the churn model's test; null where customers were held out instead. */
export function testDayOf({ churn }: ModelCard): string | null {
  return churn.protocol.folds.at(-1)?.test_cutoff ?? null;
}

/**
 * Reads `model.json` of this release or an earlier one. Throws a SyntaxError where it is no JSON; a damaged card may
 * lack whole parts.
 */
export function parseModelCard(json: Uint8Array | string): ModelCard {
  const text = typeof json === "string" ? json : Buffer.from(json).toString();
  return UPGRADES.reduce((card, upgrade) => upgrade(card), JSON.parse(text) as Older) as ModelCard;
}

/**
 * A card as an earlier release wrote it, or a damaged one: any key may be missing, whatever lies in a list is as it is.
 */
type Older<T = ModelCard> = T extends readonly unknown[] | string | number | boolean | null
  ? T
  : { readonly [Key in keyof T]?: Older<T[Key]> | undefined };

/** One a step of the format, oldest first. */
const UPGRADES: readonly ((card: Older) => Older)[] = [
  fromBeforeBlends,
  fromBeforeMethods,
  fromBeforeNetSpend,
  fromBeforeHistories,
  fromBeforeLevels,
];

/** Told neither blends nor intervals, rules beside the clusters, next orders, or whom a contact pays for. */
function fromBeforeBlends(card: Older): Older {
  const head = {
    members: [],
    total_factor: 1,
    interval: null,
    evaluation: { members: [], interval_coverage: null },
  };
  return withDefaults(card, {
    settings: { effort: null, contact: contactTermsCard(DEFAULT_CONTACT_TERMS) },
    segmentation: {
      key_accounts: {
        rule: "",
        segment: null,
        least_spend: null,
        customers: 0,
        customer_share: 0,
        revenue_share: 0,
      },
      chosen: { clusters: card.segmentation?.chosen?.segments },
      movement: null,
      retired: [],
    },
    rfm: { groups: [], cells: [], edges: { recency_days: null, frequency: null, monetary: null } },
    lifetime_value: { heads: { all: head, base: head } },
    buy_till_you_die: { family: null, messages: [], training_cutoffs: [] },
    next_order: {
      kind: null,
      reason: "",
      curve_days: [],
      seen_days: null,
      contenders: [],
      expected_customers: {},
      overdue: { customers: 0, value_at_stake: 0 },
      evaluation: null,
    },
    action_value: {
      horizon_days: card.lifetime_value?.horizon_days,
      best: { customers: 0, expected_profit: 0 },
      at_random_per_customer: null,
      least_value: {},
      curve: [],
      evaluation: null,
    },
  });
}

/** Learned from everybody, and did not say what its methods take for granted. */
function fromBeforeMethods(card: Older): Older {
  return withDefaults(card, { settings: { most_customers_to_learn_from: null }, methods: [] });
}

/** Told spend as it is paid. */
function fromBeforeNetSpend(card: Older): Older {
  return withDefaults(card, {
    settings: { spend: "gross" },
    data: { net_revenue: card.data?.revenue },
    lifetime_value: { spend: "gross", heads: { all: { kept_share: null }, base: { kept_share: null } } },
  });
}

/** Knew one file. */
function fromBeforeHistories(card: Older): Older {
  return withDefaults(card, { data: { files: [] } });
}

/** Learned the level of the coming window with everything else, and did not say how far it was off earlier. */
function fromBeforeLevels(card: Older): Older {
  const head = (evaluation: object) => ({ level_forecast: null, evaluation: { ...evaluation, levels: [] } });
  const [churn, spend] = [head({ members: [] }), head({})];
  return withDefaults(card, {
    ...(card.churn && { churn: { heads: { all: churn, base: churn } } }),
    lifetime_value: { heads: { all: spend, base: spend } },
  });
}

/** What is told, and what is missing of it; null is told too. */
function withDefaults<T extends object>(told: T, missing: T): T {
  const whole = { ...missing, ...told } as Record<string, unknown>;
  for (const [key, value] of Object.entries(missing)) {
    const known = whole[key];
    if (known !== value && isParts(known) && isParts(value)) whole[key] = withDefaults(known, value);
  }
  return whole as T;
}

function isParts(value: unknown): value is object {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
