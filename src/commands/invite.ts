import { Command, InvalidArgumentError } from "commander";
import { INVITATION_DAYS, invitationPath, invite, readEmail } from "../auth/invitations";
import { ROLES, type Role } from "../auth/principal";
import { type Config, readConfig } from "../config";
import { Store, storePath } from "../store/store";
import { oneOf, tenantId } from "./options";

interface InviteFlags {
  readonly tenantId: string;
  readonly email: string;
  readonly role: Role;
}

/** How the first administrator of a tenant gets in if people sign in with Firebase. */
export function inviteCommand(): Command {
  return new Command("invite")
    .description(
      `With AUTH=firebase: invite a person into a tenant and print the link. It works once, for ${INVITATION_DAYS} days, and is shown only now.`,
    )
    .requiredOption("--tenant-id <id>", "the tenant that the person will work for", tenantId)
    .requiredOption("--email <address>", "whom the invitation is for", address)
    .requiredOption("--role <role>", "business, analyst or admin", oneOf(...ROLES))
    .action(({ tenantId: tenant, email, role }: InviteFlags) => {
      const config = readConfig(process.env);
      const store = Store.open(storePath(config.dataDir));
      try {
        const secret = invite(store, tenant, { email, role, now: Date.now() });
        console.error(`${role} of the tenant ${tenant}, for ${email}; shown only now:`);
        console.log(serverOf(config) + invitationPath(secret));
        if (config.auth !== "firebase")
          console.error("The link works once the server runs with AUTH=firebase and FIREBASE_API_KEY.");
      } finally {
        store.close();
      }
    });
}

function serverOf({ publicUrl, host, port }: Config): string {
  return publicUrl ?? `http://${host.includes(":") ? `[${host}]` : host}:${port}`;
}

function address(text: string): string {
  const email = readEmail(text);
  if (!email) throw new InvalidArgumentError("it must be an e-mail address, such as ann@example.com.");
  return email;
}
