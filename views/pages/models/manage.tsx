import { t } from "elysia";
import { modelCardOf } from "../../../src/answers/model-files";
import { NotFoundError } from "../../../src/api/errors";
import type { Route } from "../../../src/api/route";
import { SecondaryLink } from "../../components/button";
import { Notice } from "../../components/card";
import { formatFor } from "../../format";
import { requireRecord } from "../../model-page";
import { defineAction, definePage, redirect } from "../../page";
import { modelPath } from "./model-list";

/** Choosing the default model, and deleting one. */
export const managePages: readonly Route[] = [
  defineAction({
    path: "/models/default",
    access: "analyst",
    summary: "Make a model the default",
    act: ({ form, tenant, request }, { store }) => {
      const id = form.get("model_id") ?? "";
      if (!store.tenants.setDefaultModel(tenant, id))
        throw new NotFoundError("There is no such model. It may have been deleted.");
      return redirect(request, "/app/models");
    },
  }),
  definePage({
    path: "/models/:model_id/delete",
    access: "analyst",
    nav: "/models",
    summary: "Delete a model",
    params: t.Object({ model_id: t.String() }),
    show: async ({ params, tenant, settings }, context) => {
      const row = requireRecord(context, tenant, params.model_id);
      const card = await modelCardOf(context, row);
      const format = formatFor(settings);
      const isDefault = context.store.tenants.defaultModel(tenant) === row.id;
      return {
        title: "Delete this model?",
        subtitle: row.name,
        body: (
          <div class="stack">
            <Notice tone="warn">
              <p>
                This deletes the model as of {format.date(card?.as_of ?? null)} with its segments, the scores
                of {format.count(card?.data.customers ?? null)} customers, its report and its files. It cannot
                be undone. The uploaded data stays, so you can train again.
              </p>
              {isDefault && (
                <p>It is the default model: the pages stay empty until you choose another default.</p>
              )}
            </Notice>
            <form class="row" method="post" action={`${modelPath(row.id)}/delete`}>
              <button type="submit" class="danger">
                Delete the model
              </button>
              <SecondaryLink href={modelPath(row.id)}>Keep it</SecondaryLink>
            </form>
          </div>
        ),
      };
    },
  }),
  defineAction({
    path: "/models/:model_id/delete",
    access: "analyst",
    summary: "Delete a model",
    act: async ({ params, tenant, request }, context) => {
      const { id, artifactPrefix } = requireRecord(context, tenant, params.model_id ?? "");
      // The row goes last: where the files cannot be deleted now, it can be asked for again.
      await context.blobs.delete(artifactPrefix);
      context.store.models.delete(tenant, id);
      context.models.drop(artifactPrefix);
      return redirect(request, "/app/models");
    },
  }),
];
