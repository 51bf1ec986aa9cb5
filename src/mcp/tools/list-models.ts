import { Type as t } from "@sinclair/typebox";
import { counted } from "../../figures";
import { isoDay } from "../../time";
import { fileText } from "../file-text";
import { Count, maybe, SUMMARY } from "../shapes";
import { defineTool } from "../tool";

/** So many are listed. */
const MOST_MODELS = 50;

/** Which models there are, and which one answers. */
export const listModels = defineTool({
  name: "list_models",
  title: "Models",
  description:
    "List the shop's trained models, those with the newest orders first, and say which is the default that the other tools ask. Use it when the user means an older state of the shop, or to see how old the data is.",
  input: t.Object({}, { additionalProperties: false }),
  output: t.Object({
    summary: SUMMARY,
    total: Count,
    models: t.Array(
      t.Object({
        model_id: t.String(),
        name: t.String(),
        as_of: maybe(t.String(), "The day of its newest order."),
        trained_at: t.String(),
        is_default: t.Boolean(),
      }),
    ),
  }),
  answer: async (_, { tenant, parts: { store } }) => {
    const byDefault = store.tenants.defaultModel(tenant);
    const rows = store.models.byNewestOrders(tenant, Number.MAX_SAFE_INTEGER);
    const models = rows.slice(0, MOST_MODELS).map(({ id, name, asOf, createdAt }) => ({
      model_id: id,
      name: fileText(name),
      as_of: asOf === null ? null : isoDay(asOf),
      trained_at: new Date(createdAt).toISOString(),
      is_default: id === byDefault,
    }));
    const newest = models[0];
    const summary =
      newest === undefined
        ? "There is no model yet: upload order lines and train one."
        : `There ${rows.length === 1 ? "is" : "are"} ${counted(rows.length, "model")}. The newest order is from ${newest.as_of ?? "an unknown day"}.`;
    return { summary, total: rows.length, models };
  },
});
