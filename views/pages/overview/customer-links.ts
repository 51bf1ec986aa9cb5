import { justAbove, LIKELY_TO_LEAVE } from "../../../src/answers/shop-figures";
import { withQuery } from "../../components/pages";

/** The model that a page was asked for, kept on the links that lead on from it. */
export interface Asked {
  readonly model?: string | undefined;
}

const CUSTOMERS = "/app/customers";

/** Exactly those customers that the figures count. */
export const customerLinks = {
  everybody: (asked: Asked) => withQuery(CUSTOMERS, { model: asked.model }),
  ofSegment: (asked: Asked, segment: number, minChurn?: number) =>
    withQuery(CUSTOMERS, { segment, min_churn: minChurn, model: asked.model }),
  /**
   * With an order in the last so many days: `recency_days` counts from the day after the newest order, so those of up
   * to `days`.
   */
  active: (asked: Asked, days: number) => withQuery(CUSTOMERS, { max_recency: days, model: asked.model }),
  leaving: (asked: Asked, segment?: number) =>
    withQuery(CUSTOMERS, { segment, min_churn: LIKELY_TO_LEAVE, model: asked.model }),
  priority: (asked: Asked, atRisk: number, worthACall: number | null) =>
    withQuery(CUSTOMERS, {
      min_churn: atRisk,
      min_ltv: worthACall === null ? null : justAbove(worthACall),
      model: asked.model,
    }),
  overdue: (asked: Asked) => withQuery(CUSTOMERS, { overdue: "true", model: asked.model }),
  ofMonth: (asked: Asked, month: string) => withQuery(CUSTOMERS, { active_month: month, model: asked.model }),
};
