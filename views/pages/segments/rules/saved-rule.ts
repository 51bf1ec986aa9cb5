import { needsOfRule } from "../../../../src/answers/rules/match-rule";
import type { Rule } from "../../../../src/answers/rules/rule";
import { UnansweredRuleError } from "../../../../src/answers/rules/rule-error";
import { type SegmentChange, segmentChange } from "../../../../src/answers/rules/segment-change";
import type { ApiContext } from "../../../../src/api/context";
import { ruleFacts } from "../../../../src/api/rule-facts";
import type { KnownModel } from "../../../../src/store/models";
import type { ShownModel } from "../../../model-page";

/** Who came and who left since an earlier model; null where there is none, or one of the two cannot answer a rule. */
export async function changesSince(
  context: ApiContext,
  tenant: string,
  shown: ShownModel,
  earlier: KnownModel | null,
  rules: readonly (Rule | null)[],
): Promise<readonly (SegmentChange | null)[]> {
  if (!earlier || rules.length === 0) return rules.map(() => null);
  return context.models.use(earlier, (before) =>
    Promise.all(
      rules.map(async (rule) => {
        if (!rule) return null;
        const needs = needsOfRule(rule);
        const was = await ruleFacts(context, tenant, earlier, before, needs);
        const is = await ruleFacts(context, tenant, shown.row, shown.model, needs);
        return changeOf(() => segmentChange(rule, was, is));
      }),
    ),
  );
}

function changeOf(work: () => SegmentChange): SegmentChange | null {
  try {
    return work();
  } catch (error) {
    if (error instanceof UnansweredRuleError) return null;
    throw error;
  }
}
