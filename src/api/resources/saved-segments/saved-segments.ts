import { t } from "elysia";
import type { SavedSegmentRow } from "../../../store/saved-segments";
import { requireSavedSegment } from "../../asked-customers";
import type { ApiContext } from "../../context";
import { ConflictError } from "../../errors";
import { defineRoute, type Route } from "../../route";
import { ruleFacts } from "../../rule-facts";
import { requireModel } from "../models";
import { Id, MODEL_ID_EXAMPLE, Moment, moment } from "../schemas";
import { RULE_EXAMPLE, RuleInBody, ruleInText } from "./check";
import { FIGURES_EXAMPLE, Figures, figuresOrProblem } from "./figures";

const SEGMENT_ID_EXAMPLE = "0190a6b2-c366-7e77-8a88-718293a4b5c6";
const SEGMENT_NOT_FOUND = "Saved segment not found";
const SegmentParams = t.Object({ saved_segment_id: Id });

const MOST_NAME = 100;
/** Each is evaluated after every training, and when the list is shown. */
export const MOST_SEGMENTS = 100;

const Name = t.String({
  minLength: 1,
  maxLength: MOST_NAME,
  pattern: "\\S",
  description: "Another segment of the tenant may not have it, whatever the case of its letters.",
  error: `a name of 1 to ${MOST_NAME} characters`,
});

const Saved = t.Object({
  saved_segment_id: t.String(),
  name: t.String(),
  rule: t.String({ description: "In text." }),
  created_at: Moment,
  updated_at: Moment,
});
const Live = t.Intersect([
  Saved,
  t.Object({
    model_id: t.Union([t.String(), t.Null()], { description: "The model; null if there is none yet." }),
    figures: t.Union([Figures, t.Null()]),
    problem: t.Union([t.String(), t.Null()], {
      description: "Why there are no figures: the model does not know what the rule asks.",
    }),
  }),
]);

const SAVED_EXAMPLE = {
  saved_segment_id: SEGMENT_ID_EXAMPLE,
  name: "Loyal, without the lamp",
  rule: RULE_EXAMPLE,
  created_at: "2011-12-10T08:00:00.000Z",
  updated_at: "2011-12-10T08:00:00.000Z",
};
const LIVE_EXAMPLE = {
  ...SAVED_EXAMPLE,
  model_id: MODEL_ID_EXAMPLE,
  figures: FIGURES_EXAMPLE,
  problem: null,
};

function savedAnswer({ id, name, rule, createdAt, updatedAt }: SavedSegmentRow) {
  return {
    saved_segment_id: id,
    name,
    rule,
    created_at: moment(createdAt),
    updated_at: moment(updatedAt),
  };
}

/** With the figures in a model, the tenant's default one unless another is asked for. */
async function liveAnswers(
  context: ApiContext,
  tenant: string,
  rows: readonly SavedSegmentRow[],
  asked: string | undefined,
) {
  const id = asked ?? context.store.tenants.defaultModel(tenant);
  const nothing = { model_id: null, figures: null, problem: "There is no model yet. Train one." };
  if (id === null) return rows.map((row) => ({ ...savedAnswer(row), ...nothing }));
  const known = requireModel(context, tenant, id);
  return context.models.use(known, async (model) => {
    const answers = [];
    for (const row of rows) {
      const found = await figuresOrProblem(row.rule, (needs) =>
        ruleFacts(context, tenant, known, model, needs),
      );
      answers.push({ ...savedAnswer(row), model_id: known.id, ...found });
    }
    return answers;
  });
}

function nameTaken(name: string): ConflictError {
  return new ConflictError(`There is already a saved segment called "${name}". Choose another name.`);
}

const Query = t.Object({ model_id: t.Optional(Id) });

/** The tenant's saved segments. */
export const savedSegmentRoutes: readonly Route[] = [
  defineRoute({
    method: "GET",
    path: "/saved-segments",
    access: "business",
    tag: "saved segments",
    summary: "The saved segments",
    description:
      "By name, each with who fits its rule in the default model (or in `model_id`): how many, what they have spent, and what contacting those whom a contact pays for should bring.",
    query: Query,
    answers: {
      200: { description: "One entry per segment.", schema: t.Array(Live), example: [LIVE_EXAMPLE] },
    },
    errors: { 404: "Model not found" },
    handle: ({ tenant, query }, context) =>
      liveAnswers(context, tenant, context.store.savedSegments.list(tenant), query.model_id),
  }),
  defineRoute({
    method: "POST",
    path: "/saved-segments",
    access: "analyst",
    tag: "saved segments",
    summary: "Save a segment",
    description: `Gives a rule a name. At most ${MOST_SEGMENTS} of them. After each training every saved segment is evaluated on the new model and compared with the previous one (event \`segment.changed\`).`,
    body: t.Object({ name: Name, rule: RuleInBody }),
    bodyExample: { name: SAVED_EXAMPLE.name, rule: RULE_EXAMPLE },
    answers: { 200: { description: "It is saved.", schema: Saved, example: SAVED_EXAMPLE } },
    errors: { 409: "There is a segment of this name, or there are too many" },
    handle: ({ tenant, body, onceId }, { store, now }) => {
      const row = {
        id: onceId ?? Bun.randomUUIDv7(),
        name: body.name.trim(),
        rule: ruleInText(body.rule),
        createdAt: now(),
      };
      if (store.savedSegments.list(tenant).length >= MOST_SEGMENTS)
        throw new ConflictError(
          `There are already ${MOST_SEGMENTS} saved segments, the most allowed. Delete one first.`,
        );
      if (!store.savedSegments.insert(tenant, row)) throw nameTaken(row.name);
      return savedAnswer({ ...row, updatedAt: row.createdAt });
    },
  }),
  defineRoute({
    method: "GET",
    path: "/saved-segments/:saved_segment_id",
    access: "business",
    tag: "saved segments",
    summary: "A saved segment",
    description: "With who fits its rule in the default model (or in `model_id`).",
    params: SegmentParams,
    query: Query,
    answers: { 200: { description: "The segment.", schema: Live, example: LIVE_EXAMPLE } },
    errors: { 404: `${SEGMENT_NOT_FOUND}, or the model` },
    handle: async ({ tenant, params, query }, context) => {
      const row = requireSavedSegment(context.store, tenant, params.saved_segment_id);
      const [answer] = await liveAnswers(context, tenant, [row], query.model_id);
      return answer;
    },
  }),
  defineRoute({
    method: "PATCH",
    path: "/saved-segments/:saved_segment_id",
    access: "analyst",
    tag: "saved segments",
    summary: "Change a saved segment",
    description: "Changes its name, its rule or both.",
    params: SegmentParams,
    body: t.Object({ name: t.Optional(Name), rule: t.Optional(RuleInBody) }),
    bodyExample: { name: "Loyal" },
    answers: { 200: { description: "It is changed.", schema: Saved, example: SAVED_EXAMPLE } },
    errors: { 404: SEGMENT_NOT_FOUND, 409: "Another segment has this name" },
    handle: ({ tenant, params, body }, { store, now }) => {
      const known = requireSavedSegment(store, tenant, params.saved_segment_id);
      const row = {
        ...known,
        name: body.name?.trim() ?? known.name,
        rule: body.rule === undefined ? known.rule : ruleInText(body.rule),
        updatedAt: now(),
      };
      if (!store.savedSegments.update(tenant, row)) throw nameTaken(row.name);
      return savedAnswer(row);
    },
  }),
  defineRoute({
    method: "DELETE",
    path: "/saved-segments/:saved_segment_id",
    access: "analyst",
    tag: "saved segments",
    summary: "Delete a saved segment",
    description: "Campaigns that it chose customers for keep them.",
    params: SegmentParams,
    answers: {
      200: {
        description: "It is deleted.",
        schema: t.Object({ status: t.Literal("deleted"), saved_segment_id: t.String() }),
        example: { status: "deleted", saved_segment_id: SEGMENT_ID_EXAMPLE },
      },
    },
    errors: { 404: SEGMENT_NOT_FOUND },
    handle: ({ tenant, params }, { store }) => {
      const { id } = requireSavedSegment(store, tenant, params.saved_segment_id);
      store.savedSegments.delete(tenant, id);
      return { status: "deleted", saved_segment_id: id };
    },
  }),
];
