import { t } from "elysia";
import type { OpenModel } from "../../../answers/open-model";
import type { RuleFacts } from "../../../answers/rules/facts";
import { needsOfRule } from "../../../answers/rules/match-rule";
import { parseRule } from "../../../answers/rules/parse-rule";
import { type SegmentChange, segmentChange } from "../../../answers/rules/segment-change";
import { type Audience, listedCustomers } from "../../../answers/select";
import { fileOf, tableFor } from "../../../destinations/formats/formats";
import { previousModel } from "../../../jobs/previous-model";
import type { KnownModel } from "../../../store/models";
import type { SavedSegmentRow } from "../../../store/saved-segments";
import { requireSavedSegment } from "../../asked-customers";
import type { ApiContext } from "../../context";
import { ConflictError } from "../../errors";
import { defineRoute, type Route } from "../../route";
import { ruleFacts } from "../../rule-facts";
import { requireModel } from "../models";
import { chosenModel } from "../predict/route";
import { Id, MODEL_ID_EXAMPLE, Moment } from "../schemas";

const Params = t.Object({ saved_segment_id: Id });
const Query = t.Object({
  model_id: t.Optional({ ...Id, description: "The later model; the default one unless you choose." }),
  earlier_model_id: t.Optional({
    ...Id,
    description:
      "The earlier model; unless you choose, the previous one of the same data set, or else of any.",
  }),
});

/** A saved segment in two models. */
export interface ComparedSegment {
  readonly segment: SavedSegmentRow;
  readonly earlier: KnownModel;
  readonly later: KnownModel;
  readonly change: SegmentChange;
  readonly model: OpenModel;
  readonly facts: RuleFacts;
}

/**
 * Compares a saved segment in two models, and gives `work` the later one, open. Throws a NotFoundError for what the tenant
 * does not have, and a ConflictError if there is nothing to compare with.
 */
export async function comparedSegment<T>(
  context: ApiContext,
  tenant: string,
  id: string,
  asked: { readonly model_id?: string | undefined; readonly earlier_model_id?: string | undefined },
  work: (compared: ComparedSegment) => T | Promise<T>,
): Promise<T> {
  const segment = requireSavedSegment(context.store, tenant, id);
  const later = requireModel(context, tenant, chosenModel(context, tenant, asked.model_id));
  const earlier =
    asked.earlier_model_id === undefined
      ? previousModel(context.store, tenant, later)
      : requireModel(context, tenant, asked.earlier_model_id);
  if (!earlier) throw new ConflictError("There is no earlier model to compare with. Train again.");
  const rule = parseRule(segment.rule);
  const needs = needsOfRule(rule);
  return context.models.use(earlier, async (before) => {
    const was = await ruleFacts(context, tenant, earlier, before, needs);
    return context.models.use(later, async (model) => {
      const facts = await ruleFacts(context, tenant, later, model, needs);
      const change = segmentChange(rule, was, facts);
      return work({ segment, earlier, later, change, model, facts });
    });
  });
}

/** The customers who came or went, as lists have them; of the later model. */
function listOf({ model, facts, change }: ComparedSegment, which: "entries" | "exits"): Audience {
  return listedCustomers(model, facts.advice, change[which]);
}

const asOfOf = ({ asOf }: KnownModel) => (asOf === null ? null : new Date(asOf).toISOString());
const ERRORS = {
  404: "Saved segment or model not found",
  409: "There is no earlier model to compare with, or no default model",
};

/** Who came into a saved segment and who left it. */
export const segmentChangeRoutes: readonly Route[] = [
  defineRoute({
    method: "GET",
    path: "/saved-segments/:saved_segment_id/changes",
    access: "business",
    tag: "saved segments",
    summary: "Who came into a segment and who left it",
    description:
      "Evaluates the rule in a model and in an earlier one and counts who entered and who left. Nobody keeps members: both models are asked.",
    params: Params,
    query: Query,
    answers: {
      200: {
        description: "The counts.",
        schema: t.Object({
          saved_segment_id: t.String(),
          model_id: t.String(),
          earlier_model_id: t.String(),
          as_of: t.Union([Moment, t.Null()]),
          earlier_as_of: t.Union([Moment, t.Null()]),
          customers: t.Integer({ description: "In the segment now." }),
          customers_before: t.Integer(),
          entries: t.Integer({ description: "In it now and not before." }),
          exits: t.Integer({ description: "In it before and not now, and still customers of the model." }),
          gone: t.Integer({ description: "In it before, and unknown to the model." }),
        }),
        example: {
          saved_segment_id: "0190a6b2-c366-7e77-8a88-718293a4b5c6",
          model_id: MODEL_ID_EXAMPLE,
          earlier_model_id: "0190a6b2-7e00-7a11-8c22-3d4e5f607181",
          as_of: "2011-12-09T12:50:00.000Z",
          earlier_as_of: "2011-11-09T12:50:00.000Z",
          customers: 281,
          customers_before: 270,
          entries: 31,
          exits: 20,
          gone: 0,
        },
      },
    },
    errors: ERRORS,
    handle: ({ tenant, params, query }, context) =>
      comparedSegment(
        context,
        tenant,
        params.saved_segment_id,
        query,
        ({ segment, earlier, later, change }) => ({
          saved_segment_id: segment.id,
          model_id: later.id,
          earlier_model_id: earlier.id,
          as_of: asOfOf(later),
          earlier_as_of: asOfOf(earlier),
          customers: change.after,
          customers_before: change.before,
          entries: change.entries.length,
          exits: change.exits.length,
          gone: change.gone,
        }),
      ),
  }),
  defineRoute({
    method: "GET",
    path: "/saved-segments/:saved_segment_id/changes.csv",
    access: "business",
    slow: true,
    tag: "saved segments",
    summary: "Who came into a segment, or left it, as CSV",
    description:
      "The columns of `/audience.csv`, with the figures of the later model. A text that looks like a formula starts with an apostrophe.",
    params: Params,
    query: t.Composite([
      Query,
      t.Object({
        which: t.Union([t.Literal("entries"), t.Literal("exits")], {
          description: "Those who came, or those who left and are still customers of the model.",
          examples: ["entries"],
        }),
      }),
    ]),
    answers: { 200: { description: "The file, as an attachment.", contentType: "text/csv; charset=utf-8" } },
    errors: ERRORS,
    handle: async ({ tenant, params, query }, context) => {
      const list = await comparedSegment(context, tenant, params.saved_segment_id, query, (compared) =>
        listOf(compared, query.which),
      );
      const parts = await fileOf("csv", tableFor("csv", list));
      return new Response(new Blob(parts), {
        headers: {
          "Content-Type": "text/csv; charset=utf-8",
          "Content-Disposition": `attachment; filename="${query.which}.csv"`,
        },
      });
    },
  }),
];
