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
      "The model for predictions that name none; null if there is none. Until you choose one, it is the model with the newest orders; among equals, the one trained last.",
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
      "From now on, predictions that name no model use this one, even after later trainings. With null, they go back to the model with the newest orders.",
    body: t.Object({ model_id: t.Union([Id, t.Null()]) }),
    bodyExample: { model_id: MODEL_ID_EXAMPLE },
    answers: {
      200: { description: "This model is now the default.", schema: Done, example: { status: "ok" } },
    },
    errors: { 404: "Model not found" },
    handle: ({ tenant, body }, { store }) => {
      if (body.model_id === null) store.tenants.followNewestModel(tenant);
      else if (!store.tenants.setDefaultModel(tenant, body.model_id))
        throw new NotFoundError("Model not found");
      return { status: "ok" };
    },
  }),
];
