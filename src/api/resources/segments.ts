import { t } from "elysia";
import type { SegmentSummary } from "../../models/segments/segment-summary";
import { defineRoute, type Route } from "../route";

const Segment = t.Object(
  {
    segment: t.Integer(),
    name: t.String(),
    description: t.String(),
    customers: t.Integer({ minimum: 0 }),
    customer_share: t.Number({ description: "Share of all customers, 0 to 1." }),
    revenue_share: t.Number({ description: "Share of all revenue so far, 0 to 1." }),
    net_revenue_share: t.Optional(
      t.Number({
        description: "The same after returns and refunds; absent in models from earlier versions.",
      }),
    ),
    avg_recency: t.Number({ description: "Days since the last order." }),
    avg_frequency: t.Number({ description: "Distinct orders." }),
    avg_monetary: t.Number({ description: "Spend so far, in the file's currency." }),
    avg_net_monetary: t.Optional(
      t.Number({
        description: "The same after returns and refunds; absent in models from earlier versions.",
      }),
    ),
    churn_rate: t.Union([t.Number(), t.Null()], {
      description: "Mean probability of leaving, 0 to 1; null if it could not be learned.",
    }),
    avg_future_spend: t.Union([t.Number(), t.Null()], {
      description: "Mean expected spend, in the file's currency; null if it could not be learned.",
    }),
    recommended_action: t.String(),
    why: t.String(),
  },
  { additionalProperties: true },
);

const EXAMPLE = {
  segment: 2,
  name: "Best customers",
  description: "Bought lately, often and for much",
  customers: 712,
  customer_share: 0.164,
  revenue_share: 0.641,
  net_revenue_share: 0.652,
  avg_recency: 12.4,
  avg_frequency: 14.1,
  avg_monetary: 7916.2,
  avg_net_monetary: 7703.9,
  churn_rate: 0.09,
  avg_future_spend: 2104.7,
  recommended_action: "Reward: early access, a personal contact",
  why: "They bring most of the revenue",
};

export const segmentsRoutes: readonly Route[] = [
  defineRoute({
    method: "GET",
    path: "/segments",
    access: "business",
    tag: "models",
    summary: "The newest run's segments",
    description:
      "Segments of the newest model, highest mean spend after returns first. Empty before the first run.",
    answers: {
      200: { description: "One entry per segment.", schema: t.Array(Segment), example: [EXAMPLE] },
    },
    handle: ({ tenant }, { store }) => {
      const segments = (store.models.newest(tenant)?.segments ?? []) as readonly SegmentSummary[];
      // Models from earlier versions only know the spend as paid.
      const kept = (segment: SegmentSummary) => segment.avg_net_monetary ?? segment.avg_monetary;
      return segments.toSorted((a, b) => kept(b) - kept(a));
    },
  }),
];
