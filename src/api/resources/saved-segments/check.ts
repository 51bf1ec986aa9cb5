import { t } from "elysia";
import { checkRule } from "../../../answers/rules/check-rule";
import { needsOfRule } from "../../../answers/rules/match-rule";
import { parseRule } from "../../../answers/rules/parse-rule";
import { MOST_LETTERS } from "../../../answers/rules/rule";
import { ruleText } from "../../../answers/rules/rule-text";
import { defineRoute, type Route } from "../../route";
import { ruleFacts } from "../../rule-facts";
import { requireModel } from "../models";
import { chosenModel } from "../predict/route";
import { Id, MODEL_ID_EXAMPLE } from "../schemas";
import { FIGURES_EXAMPLE, Figures, figuresOf } from "./figures";

export const RULE_EXAMPLE = 'orders >= 3 and not bought "85123A" in the last 90 days';

/** A rule as text or as data. */
export const RuleInBody = t.Union(
  [
    t.String({ minLength: 1, maxLength: MOST_LETTERS }),
    t.Object({ kind: t.String() }, { additionalProperties: true }),
  ],
  {
    description:
      "The rule: as text, such as `orders >= 3`, or as the data that `parsed` of an answer has. `docs/segments.md` has the grammar.",
    error: "a rule, as text or as data",
  },
);

/** In text, in one form whoever wrote it. Throws a RuleError. */
export function ruleInText(rule: unknown): string {
  return ruleText(typeof rule === "string" ? parseRule(rule) : checkRule(rule));
}

export const checkRuleRoute: Route = defineRoute({
  method: "POST",
  path: "/rules/check",
  access: "business",
  tag: "saved segments",
  summary: "Try a rule",
  description:
    "Reads a rule and counts who fits it in the default model (or in `model_id`); nothing is saved. A rule that cannot be understood gives 422: `detail` says where it is wrong, what is expected there, and what was probably meant.",
  body: t.Object({ rule: RuleInBody, model_id: t.Optional(Id) }),
  bodyExample: { rule: RULE_EXAMPLE },
  answers: {
    200: {
      description: "The rule and who fits it.",
      schema: t.Intersect([
        t.Object({
          rule: t.String({ description: "The rule in text." }),
          parsed: t.Object(
            { kind: t.String() },
            { additionalProperties: true, description: "The rule as data." },
          ),
          model_id: t.String(),
        }),
        Figures,
      ]),
      example: {
        rule: RULE_EXAMPLE,
        parsed: {
          kind: "all",
          rules: [
            { kind: "compare", field: "orders", operator: ">=", value: 3 },
            { kind: "not", rule: { kind: "bought", product: "85123A", days: 90 } },
          ],
        },
        model_id: MODEL_ID_EXAMPLE,
        ...FIGURES_EXAMPLE,
      },
    },
  },
  errors: {
    404: "Model not found",
    409: "The request names no model and the tenant has no default model",
    422: "The rule cannot be understood, or the model does not know what it asks",
  },
  handle: async ({ tenant, body }, context) => {
    const text = ruleInText(body.rule);
    const rule = parseRule(text);
    const known = requireModel(context, tenant, chosenModel(context, tenant, body.model_id));
    return context.models.use(known, async (model) => {
      const facts = await ruleFacts(context, tenant, known, model, needsOfRule(rule));
      return { rule: text, parsed: rule, model_id: known.id, ...figuresOf(rule, facts) };
    });
  },
});
