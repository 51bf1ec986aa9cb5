import { type Static, type TObject, Type as t } from "@sinclair/typebox";

const Text = t.String({ minLength: 1 });
const Shared = { tenants: t.Union([t.Literal("*"), t.Array(Text, { minItems: 1 })]) };
const FOLDER = t.Optional(t.String());

/** What each kind of connection needs. A field in `SECRETS` may also be in a file or in a variable of the environment. */
export const KINDS = {
  sftp: t.Object(
    {
      ...Shared,
      host: Text,
      port: t.Optional(t.Integer({ minimum: 1, maximum: 65_535 })),
      user: Text,
      password: t.Optional(Text),
      key: t.Optional(Text),
      passphrase: t.Optional(Text),
      host_fingerprint: t.String({ pattern: "^SHA256:[A-Za-z0-9+/]{43}=?$" }),
      folder: FOLDER,
    },
    { additionalProperties: false },
  ),
  s3: t.Object(
    {
      ...Shared,
      endpoint: t.String({ pattern: "^https?://" }),
      region: Text,
      bucket: Text,
      key_id: Text,
      app_key: Text,
      folder: FOLDER,
    },
    { additionalProperties: false },
  ),
  sheets: t.Object(
    { ...Shared, service_account: Text, api_url: t.Optional(t.String({ pattern: "^https?://" })) },
    { additionalProperties: false },
  ),
  webhook: t.Object(
    { ...Shared, url: t.String({ pattern: "^https?://" }), secret: t.String({ pattern: "^whsec_" }) },
    { additionalProperties: false },
  ),
} as const satisfies Record<string, TObject>;

export type ConnectionKind = keyof typeof KINDS;
export type Connection = {
  [Kind in ConnectionKind]: { readonly kind: Kind } & Static<(typeof KINDS)[Kind]>;
}[ConnectionKind];
export type ConnectionOf<Kind extends ConnectionKind> = Extract<Connection, { kind: Kind }>;
