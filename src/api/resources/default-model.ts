import { t } from "elysia";
import { NotFoundError } from "../errors";
import { defineRoute, type Route } from "../route";
import { Done, Id, MODEL_ID_EXAMPLE } from "./schemas";

export const defaultModelRoutes: readonly Route[] = [
  defineRoute({
    method: "GET",
    path: "/models/default",
    access: "business",
    tag: "models",
    summary: "The default model",
    description:
      "The model that predictions are made with where none is named; null where there is none. Until one is chosen, it is the one with the newest orders, of equally new ones the one that was trained last.",
    answers: {
      200: {
        description: "Its id, or null.",
        schema: t.Object({ model_id: t.Union([t.String(), t.Null()]) }),
        example: { model_id: MODEL_ID_EXAMPLE },
      },
    },
    handle: ({ tenant }, { store }) => ({ model_id: store.tenants.defaultModel(tenant) }),
  }),
  defineRoute({
    method: "POST",
    path: "/models/default",
    access: "analyst",
    tag: "models",
    summary: "Choose the default model",
    description:
      "From now on predictions are made with this model where none is named, whatever is trained later. With null, with the one of the newest orders again.",
    body: t.Object({ model_id: t.Union([Id, t.Null()]) }),
    bodyExample: { model_id: MODEL_ID_EXAMPLE },
    answers: { 200: { description: "It is the default.", schema: Done, example: { status: "ok" } } },
    errors: { 404: "Model not found" },
    handle: ({ tenant, body }, { store }) => {
      if (body.model_id === null) store.tenants.followNewestModel(tenant);
      else if (!store.tenants.setDefaultModel(tenant, body.model_id))
        throw new NotFoundError("Model not found");
      return { status: "ok" };
    },
  }),
];
