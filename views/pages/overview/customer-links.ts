import { AS_GOOD_AS_LOST, justBelow, LIKELY_TO_LEAVE } from "../../../src/answers/shop-figures";
import { withQuery } from "../../components/pages";

/** The model that a page was asked for, kept on the links that lead on from it. */
export interface Asked {
  readonly model?: string | undefined;
}

const CUSTOMERS = "/app/customers";

/** Exactly those customers that the figures count. */
export const customerLinks = {
  everybody: (asked: Asked) => withQuery(CUSTOMERS, { model: asked.model }),
  ofSegment: (asked: Asked, segment: number) => withQuery(CUSTOMERS, { segment, model: asked.model }),
  /**
   * With an order in the last so many days: `recency_days` counts from the day after the newest order, so those of up
   * to `days`.
   */
  active: (asked: Asked, days: number) => withQuery(CUSTOMERS, { max_recency: days, model: asked.model }),
  leaving: (asked: Asked, segment?: number) =>
    withQuery(CUSTOMERS, { segment, min_churn: LIKELY_TO_LEAVE, model: asked.model }),
  healthy: (asked: Asked) =>
    withQuery(CUSTOMERS, { max_churn: justBelow(LIKELY_TO_LEAVE), model: asked.model }),
  atRisk: (asked: Asked) =>
    withQuery(CUSTOMERS, {
      min_churn: LIKELY_TO_LEAVE,
      max_churn: justBelow(AS_GOOD_AS_LOST),
      model: asked.model,
    }),
  lost: (asked: Asked) => withQuery(CUSTOMERS, { min_churn: AS_GOOD_AS_LOST, model: asked.model }),
  /** Ranked by gain. */
  ofMove: (asked: Asked, move: string) => withQuery(CUSTOMERS, { move, model: asked.model }),
  ofMonth: (asked: Asked, month: string) => withQuery(CUSTOMERS, { active_month: month, model: asked.model }),
};
