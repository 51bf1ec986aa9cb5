import { t } from "elysia";
import { BASE_FEATURES } from "../../customers/base-features";
import { BASE_FEATURE_MEANINGS } from "../../models/heads";
import { SEGMENTATION_FEATURES } from "../../models/segments/segmentation-features";

/** An id from this API, or one that a client chose for its own queue row. */
export const Id = t.String({
  minLength: 1,
  maxLength: 128,
  description: "An id from an earlier answer of this API.",
});

/** An id that a client chooses. It becomes part of paths and of addresses. */
export const NewId = t.String({
  pattern: "^[A-Za-z0-9_-][A-Za-z0-9._:-]{0,127}$",
  description: "1 to 128 letters, digits, `.`, `_`, `:` or `-`, and no `.` at the beginning.",
  error: "1 to 128 letters, digits, ., _, : or -, and no . at the beginning",
});

/** Old clients repeat the header in the body. */
export const BodyTenant = t.Optional(
  t.String({ description: "The tenant again. If you send it, it must match `X-Tenant-Id`." }),
);

export const CustomerId = t.Union([t.String({ minLength: 1, maxLength: 512 }), t.Number()], {
  description: "A customer's id as written in the file that the model was trained on.",
  error: "a customer id: a number or a string of 1 to 512 characters",
});

/** A customer's id in a path, where everything is text. */
export const CustomerInPath = t.String({
  minLength: 1,
  maxLength: 512,
  description: "A customer's id as written in the file that the model was trained on.",
});

/** The tenant in a path. */
export const TenantInPath = t.String({
  minLength: 1,
  maxLength: 128,
  description: "The caller's own tenant, the same as in `X-Tenant-Id`.",
});

const needed = new Set<string>(SEGMENTATION_FEATURES);

/** The features that a caller of a prediction can send. */
export const Features = t.Object(
  Object.fromEntries(
    BASE_FEATURES.map((name) => {
      const field = t.Number({
        minimum: 0,
        description: BASE_FEATURE_MEANINGS[name],
        error: "a number of 0 or more",
      });
      return [name, needed.has(name) ? field : t.Optional(field)];
    }),
  ),
  {
    additionalProperties: false,
    description: `A person's purchases as features. ${SEGMENTATION_FEATURES.join(", ")} are required; any other feature left out counts as unknown.`,
  },
);

export const FEATURES_EXAMPLE = { recency_days: 30, frequency: 4, monetary: 800 };

export const Email = t.String({
  maxLength: 254,
  pattern: "^[^\\s@]+@[^\\s@]+\\.[^\\s@]+$",
  error: "an e-mail address",
});

/** A moment on the wire: ISO 8601, UTC. */
export const Moment = t.String({ description: "ISO 8601, UTC.", examples: ["2011-12-10T08:00:00.000Z"] });

export function moment(time: number): string {
  return new Date(time).toISOString();
}

/** An answer that only confirms success. */
export const Done = t.Object({ status: t.Literal("ok") });

/** A body whose fields are up to the client. */
export const Anything = t.Record(t.String(), t.Unknown());

export const MODEL_ID_EXAMPLE = "0190a6b2-7c1e-7d3a-9f10-2b6c8d4e5f60";
export const JOB_ID_EXAMPLE = "0190a6b2-8f00-7a11-8c22-3d4e5f607182";
export const PREDICTION_ID_EXAMPLE = "0190a6b2-9a33-7b44-9d55-4e5f60718293";
