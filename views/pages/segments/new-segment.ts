import { t } from "elysia";
import { requireSavedSegment } from "../../../src/api/asked-customers";
import { Id } from "../../../src/api/resources/schemas";
import type { Route } from "../../../src/api/route";
import { defineAction, definePage } from "../../page";
import { type BuilderQuery, openBuilder, useBuilder } from "./builder-page";

const Query = t.Object({
  model: t.Optional(Id),
  rule: t.Optional(t.String({ maxLength: 5000 })),
  name: t.Optional(t.String({ maxLength: 200 })),
});

const NEW = "/segments/new";
const EDIT = "/segments/yours/:saved_segment_id/edit";

/** Builds a segment by rules, or changes one. */
export const newSegmentPages: readonly Route[] = [
  definePage({
    path: NEW,
    nav: "/segments",
    summary: "New segment",
    query: Query,
    show: (input, context) => openBuilder(context, { ...input, query: input.query as BuilderQuery }, null),
  }),
  defineAction({
    path: NEW,
    summary: "Build a segment",
    act: (input, context) => useBuilder(context, input, null),
  }),
  definePage({
    path: EDIT,
    nav: "/segments",
    summary: "Edit a segment",
    params: t.Object({ saved_segment_id: Id }),
    query: Query,
    show: (input, context) => {
      const saved = requireSavedSegment(context.store, input.tenant, input.params.saved_segment_id);
      return openBuilder(context, { ...input, query: input.query as BuilderQuery }, saved);
    },
  }),
  defineAction({
    path: EDIT,
    summary: "Edit a segment",
    act: (input, context) =>
      useBuilder(
        context,
        input,
        requireSavedSegment(context.store, input.tenant, input.params.saved_segment_id!),
      ),
  }),
];
